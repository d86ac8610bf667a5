"""What is to be read: files and folders here, and, through fsspec, at any address that one of its packages reads.

A file at an address is fetched whole, one at a time, and then read as any other; its copy goes when it has been read.
What is said of an address, in errors and in the manifest, is without what may be secret in it: who calls, and the
query.
"""

import errno
import glob
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

import fsspec
from fsspec.implementations.local import LocalFileSystem

from ...measure import BadInput
from .. import intake
from ..intake.folder import PAGES, TEXTS
from ..intake.opening import WANTED
from ..intake.record import printable

# As s3://bucket/file, or zip://file::s3://bucket/archive.zip; one letter would be a drive.
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+(?:::[a-z][a-z0-9+.-]+)*://", re.IGNORECASE)
_CALLER = re.compile(r"(?<=://)[^/\s]*@")
_QUERY = re.compile(r"[?#][^\s'\"]*")
# What a disk says on which nothing more can be written.
_FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EROFS}


class Remote(NamedTuple):
    """A file or folder at an address: the file system, its path there, the address to be shown, the last part of it."""

    system: Any
    path: str
    url: str
    name: str
    folder: bool
    size: int | None

    def fetch(self, into: Path) -> Path:
        """Copy it into a folder that is here, under its own name."""
        place = into / self.name
        with _said(self.url):
            if not self.folder:
                self.system.get_file(self.path, str(place))
                return place
            for path in sorted(self.system.find(self.path)):
                parts = path[len(self.path) :].strip("/").split("/")
                inner = place.joinpath(*map(_checked, parts))
                inner.parent.mkdir(parents=True, exist_ok=True)
                self.system.get_file(path, str(inner))
        return place


def expand(inputs: Sequence[Path | str]) -> list[Path | Remote]:
    """Return the files that patterns as `2016-*.csv` and folders of tables stand for, sorted, and the rest as it is.

    What is named twice, or is in two patterns, is there once. A folder with texts or saved pages in it stays one: its
    tables say something of them.

    Raises
    ------
    BadInput
        If there is nothing at a place, nothing matches a pattern, or an address cannot be read from here.
    """
    found: dict[str, Path | Remote] = {}
    for given in inputs:
        for one in _expanded(given):
            found.setdefault(one.url + one.path if isinstance(one, Remote) else str(one.resolve()), one)
    return list(found.values())


def size_of(one: Path | Remote) -> int | None:
    """Return how many bytes it has, packed as it is; None if only reading would tell."""
    if isinstance(one, Remote):
        return one.size
    return sum(file.lstat().st_size for file in one.rglob("*")) if one.is_dir() else one.stat().st_size


def _expanded(given: Path | str) -> Iterator[Path | Remote]:
    if isinstance(given, str) and _ADDRESS.match(given):
        with _said(given):
            system, path = fsspec.core.url_to_fs(given)
            if not isinstance(system, LocalFileSystem):
                yield from _remote(given, system, path)
                return
        given = path
    path = Path(given)
    if path.exists():
        yield from _tables(path)
        return
    if not glob.has_magic(str(path)):
        raise BadInput(path, WANTED, value="nothing there")
    matching = sorted(Path(path.anchor).glob(str(path.relative_to(path.anchor))))
    if not matching:
        raise BadInput(path, "a pattern that some file matches", value=path.name)
    for one in matching:
        yield from _tables(one)


def _tables(path: Path) -> list[Path]:
    """Return the tables of a folder of tables, else what was given."""
    tables = sorted(one for one in path.iterdir() if _ends(one.name, intake.KINDS)) if path.is_dir() else []
    texts = tables and any(_ends(one.name, (*TEXTS, *PAGES)) for one in path.rglob("*"))
    return [path] if texts or not tables else tables


def _remote(given: str, system: Any, path: str) -> Iterator[Remote]:
    web = "http" in system.protocol
    # On the web a question mark begins a query.
    pattern = set(path.rstrip("/").rpartition("/")[2]) & set("*[" if web else "*?[")
    matching = sorted(system.glob(path)) if pattern and not system.exists(path) else [path]
    if not matching:
        raise BadInput(shown(given), "a pattern that some file matches", value=path.rpartition("/")[2])
    for one in matching:
        about = system.info(one)
        address = given if one == path or "::" in given else f"{given.rpartition('/')[0]}/{one.rpartition('/')[2]}"
        if web or about["type"] != "directory":
            yield _one(system, one, address, about.get("size"))
            continue
        below = system.find(one, detail=True)
        tables = sorted(name for name in below if "/" not in name[len(one) :].strip("/") and _ends(name, intake.KINDS))
        if tables and not any(_ends(name, (*TEXTS, *PAGES)) for name in below):
            for name in tables:
                last = name.rpartition("/")[2]
                yield _one(system, name, f"{address.rstrip('/')}/{last}", below[name].get("size"))
        else:
            size = sum(file.get("size") or 0 for file in below.values())
            yield _one(system, one.rstrip("/"), address, size, folder=True)


def _one(system: Any, path: str, address: str, size: int | None, *, folder: bool = False) -> Remote:
    last = _QUERY.sub("", path) if "http" in system.protocol else path
    name = _checked(last.rpartition("/")[2], shown(address))
    return Remote(system, path, shown(address), name, folder, size)


def _checked(name: str, url: str = "") -> str:
    """Return a name, if it can be that of a file here and nothing else."""
    if name in ("", ".", "..") or "/" in name or "\\" in name or not name.isprintable():
        raise BadInput(url or printable(name), "an address that ends with the name of a file", value=printable(name))
    return name


def _ends(name: str, kinds: Iterable[str]) -> bool:
    name = PurePosixPath(name).name
    return name.lower().removesuffix(".gz").endswith(tuple(kinds)) and not name.startswith(".")


def shown(url: str) -> str:
    """Return an address, or words with one in them, without who calls and without a query.

    Examples
    --------
    >>> shown("https://me:secret@host/a.csv?token=secret#x"), shown("s3://bucket/a.csv")
    ('https://host/a.csv', 's3://bucket/a.csv')
    """
    return printable(_QUERY.sub("", _CALLER.sub("", url)))


@contextmanager
def _said(url: str) -> Iterator[None]:
    """Turn whatever a package for some file system raises into one error that names the address."""
    try:
        yield
    except BadInput:
        raise
    except ImportError as error:
        raise BadInput(shown(url), f"an address that can be read with what is installed: {error}") from None
    except Exception as error:
        # The disk here, not the file there.
        if isinstance(error, OSError) and error.errno in _FULL:
            raise
        # That a host does not answer is the cause of what some packages call a missing file.
        cause: BaseException = error
        while cause.__cause__ is not None:
            cause = cause.__cause__
        missing = isinstance(cause, FileNotFoundError)
        why = "nothing there" if missing else shown(f"{type(cause).__name__}: {cause}")
        raise BadInput(shown(url), "an address at which something can be read", value=why) from None
