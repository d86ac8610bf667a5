"""Which edition of a book this is: the commit, and a fingerprint of the data and the code."""

import hashlib
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).parents[1]
# What a change in makes it another edition.
_INPUTS = ("data", "notebooks", "book", "src", "_config.yml", "_toc.yml")


class Edition(NamedTuple):
    """The commit ("" outside a checkout), whether files were changed since, and the fingerprint (hex)."""

    commit: str
    changed: bool
    fingerprint: str

    def __str__(self) -> str:
        """Return the edition as it stands in a citation."""
        since = ", changed since" if self.changed else ""
        commit = f"commit {self.commit[:12]}{since}; " if self.commit else ""
        return f"{commit}data and code sha256 {self.fingerprint[:12]}"


def read(root: Path) -> Edition:
    """Return the edition of a book.

    Parameters
    ----------
    root : Path
        The folder of the book. Its commit is that of the git checkout with this root, if it is one.
    """
    code = [path for path in PACKAGE.rglob("*") if path.suffix in (".py", ".csv", ".html")]
    data = [path for name in ("data", "notebooks") for path in (root / name).rglob("*")]
    found = sha256(f"{fingerprint(root, data)}\n{fingerprint(PACKAGE, code)}".encode())
    inputs = [name for name in _INPUTS if (root / name).exists()]
    return Edition(git(root, "rev-parse", "HEAD"), bool(git(root, "status", "--porcelain", "--", *inputs)), found)


def fingerprint(root: Path, paths: Iterable[Path]) -> str:
    """Return a hash of name and content of each file that is neither hidden nor in a hidden folder."""
    found = hashlib.sha256()
    relative = {path.relative_to(root): path for path in paths if path.is_file()}
    for name, path in sorted(relative.items()):
        if not any(part.startswith(".") for part in name.parts):
            found.update(f"{name.as_posix()}\0{sha256(path.read_bytes())}\n".encode())
    return found.hexdigest()


def sha256(content: bytes) -> str:
    """Return the SHA-256 of bytes, in hex."""
    return hashlib.sha256(content).hexdigest()


def git(root: Path, *arguments: str) -> str:
    """Return what git says of a checkout, or "" if there is no git or this is no checkout's top folder."""
    top = _said(root, "rev-parse", "--show-toplevel")
    # A copy that lies inside another repository is no part of it.
    return _said(root, *arguments) if top and Path(top).resolve() == root.resolve() else ""


def _said(root: Path, *arguments: str) -> str:
    try:
        command = ["git", "-C", str(root), *arguments]
        return subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
