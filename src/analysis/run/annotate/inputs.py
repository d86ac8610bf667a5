"""What is to be read: files and folders here, and, through fsspec, at any address that one of its packages reads.

A file at an address is fetched whole, one at a time, and then read as any other; its copy goes when it has been read.
What is said of an address, in errors and in the manifest, is without what may be secret in it: who calls, and the
query.
"""

import errno
import glob
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple

import fsspec
from fsspec.implementations.local import LocalFileSystem

from ...measure import BadInput
from ..intake.folder import files
from ..intake.opening import WANTED
from ..intake.record import plain_name, printable
from . import folders

# As s3://bucket/file, or zip://file::s3://bucket/archive.zip; one letter would be a drive.
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+(?:::[a-z][a-z0-9+.-]+)*://", re.IGNORECASE)
_CALLER = re.compile(r"(?<=://)[^/\s]*@")
_QUERY = re.compile(r"[?#][^\s'\"]*")
# Told of a folder, why something in it is not read, and what, by its path there.
TellLeftOut = Callable[[str, str, list[str]], None]
_NO_TABLES = "no tables"
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


class Entry(NamedTuple):
    """An input as the manifest has it: its name, which all tables use, and the day on which it was first given."""

    name: str
    today: date


def expand(inputs: Sequence[Path | str], tell_left_out: TellLeftOut = lambda *_: None) -> list[Path | Remote]:
    """Return the files that patterns as `2016-*.csv` and folders of tables stand for, sorted, and the rest as it is.

    What is named twice, or is in two patterns, is there once. A folder is one of texts if texts or saved pages lie in
    it and no table but the one that describes them, as `intake.folder` has it; without them it is one of tables, and
    stands for all that lie in it at any depth, sorted by their paths in it. README, LICENSE and the like beside tables
    are no texts. Hidden files and folders and what this command has written are left out; of a pattern, what is
    hidden, unless the pattern says so. `tell_left_out` is told of a folder what else in it, by the paths there, is not
    read and may be data, and why: beside tables what is none, and links to folders, which may lead in a circle.

    Raises
    ------
    BadInput
        If there is nothing at a place, nothing matches a pattern, in a folder lie both texts and tables that do not
        describe them, an address cannot be read from here, or two differ only by what the manifest does not keep.
    """
    found: dict[object, Path | Remote] = {}
    for given in inputs:
        for one in _expanded(given, tell_left_out):
            found.setdefault((one.system, one.path) if isinstance(one, Remote) else one.resolve(), one)
    _check_queries(found.values())
    return list(found.values())


def _check_queries(inputs: Iterable[Path | Remote]) -> None:
    """Refuse addresses that are one without user, password and query: in the manifest nothing would tell them apart."""
    seen = set()
    for one in inputs:
        if not isinstance(one, Remote):
            continue
        known_by = one.url, *_parts(one)
        if known_by in seen:
            expected = (
                "addresses that differ by more than user, password or query, which are not kept: copy these files "
                "here, each under a name of its own"
            )
            raise BadInput(one.url, expected, value="two of this name")
        seen.add(known_by)


def labels(inputs: Sequence[Path | Remote], taken: Collection[str] = ()) -> list[str]:
    """Return what each input is called: its name; of several of one name, with the folders above that tell them apart.

    So it is, too, if the name is among those that are taken.

    Examples
    --------
    >>> labels([Path("/a/2016/01.csv"), Path("/a/2017/01.csv"), Path("/a/2017/02.csv")])
    ['2016/01.csv', '2017/01.csv', '02.csv']
    """
    parts = [_parts(one) for one in inputs]
    depths = [1] * len(parts)
    while True:
        names = ["/".join(own[-depth:]) for own, depth in zip(parts, depths, strict=True)]
        counts = Counter([*names, *taken])
        more = [
            depth + 1 if counts[name] > 1 and depth < len(own) else depth
            for name, own, depth in zip(names, parts, depths, strict=True)
        ]
        if more == depths:
            return names
        depths = more


def _parts(one: Path | Remote) -> list[str]:
    if isinstance(one, Path):
        return [plain_name(part) for part in one.absolute().parts[1:]]
    path = shown(one.path) if "://" in one.path else printable(one.path)
    return [*filter(None, path.split("/")[:-1]), one.name]


def size_of(one: Path | Remote) -> int | None:
    """Return how many bytes it has, packed as it is; None if only reading would tell."""
    if isinstance(one, Remote):
        return one.size
    return sum(file.lstat().st_size for file in one.rglob("*")) if one.is_dir() else one.stat().st_size


def _expanded(given: Path | str, tell_left_out: TellLeftOut) -> Iterator[Path | Remote]:
    if isinstance(given, str) and _ADDRESS.match(given):
        with _said(given):
            system, path = fsspec.core.url_to_fs(given)
            if not isinstance(system, LocalFileSystem):
                yield from _remote(given, system, path, tell_left_out)
                return
        given = path
    path = Path(given)
    if path.exists():
        yield from _tables(path, tell_left_out)
        return
    if not glob.has_magic(str(path)):
        raise BadInput(path, WANTED, value="nothing there")
    found = Path(path.anchor).glob(str(path.relative_to(path.anchor)))
    matching = sorted(one for one in found if _meant(one.parts, path.parts))
    if not matching:
        raise BadInput(path, "a pattern that some file matches", value=path.name)
    for one in matching:
        yield from _tables(one, tell_left_out)


def _tables(path: Path, tell_left_out: TellLeftOut) -> list[Path]:
    """Return the tables of a folder of tables, else what was given."""
    if not path.is_dir():
        return [path]
    found = dict(sorted(files(path)))
    links = [name for name, file in found.items() if file.is_dir()]
    if links:
        tell_left_out(str(path), "links to folders, to be given by themselves", links)
    among = folders.among(found.keys() - links, str(path))
    if among.left_out:
        tell_left_out(str(path), _NO_TABLES, among.left_out)
    tables = [found[name] for name in among.tables]
    for file in tables:
        if not file.is_file():
            raise BadInput(file, WANTED, value="no file that can be read")
    return tables or [path]


def _meant(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    """Return whether a path, by its parts, is not hidden, or hidden as its pattern says."""
    said = [part for part in pattern if part.startswith(".")]
    return all(not part.startswith(".") or any(fnmatchcase(part, own) for own in said) for part in parts)


def _remote(given: str, system: Any, path: str, tell_left_out: TellLeftOut) -> Iterator[Remote]:
    web = "http" in system.protocol
    for one, address in _matching(given, system, path, web):
        about = system.info(one)
        if web or about["type"] != "directory":
            yield _one(system, one, address, about.get("size"))
            continue
        below = {name[len(one) :].strip("/"): (name, file) for name, file in system.find(one, detail=True).items()}
        among = folders.among(below, shown(address))
        if among.left_out:
            tell_left_out(shown(address), _NO_TABLES, among.left_out)
        for inner in among.tables:
            name, file = below[inner]
            yield _one(system, name, f"{address.rstrip('/')}/{inner}", file.get("size"))
        if not among.tables:
            size = sum(file.get("size") or 0 for _, file in below.values())
            yield _one(system, one.rstrip("/"), address, size, folder=True)


def _matching(given: str, system: Any, path: str, web: bool) -> list[tuple[str, str]]:
    """Return the paths that a path stands for, if it is a pattern, and their addresses."""
    parts = path.rstrip("/").split("/")
    # On the web a question mark begins a query, and before the third slash stands the host.
    signs, first = (set("*["), 3) if web else (set("*?["), 0)
    fixed = next((at for at, part in enumerate(parts) if at >= first and set(part) & signs), None)
    if fixed is None or system.exists(path):
        return [(path, given)]
    found = sorted(one for one in system.glob(path) if _meant(one.split("/"), parts))
    if not found:
        raise BadInput(shown(given), "a pattern that some file matches", value=parts[-1])
    if "::" in given:
        return [(one, given) for one in found]
    # What comes before the pattern is as it was given; of a path it is as many parts.
    base = given.rstrip("/").rsplit("/", len(parts) - fixed)[0]
    return [(one, "/".join([base, *one.split("/")[fixed:]])) for one in found]


def _one(system: Any, path: str, address: str, size: int | None, *, folder: bool = False) -> Remote:
    last = _QUERY.sub("", path) if "http" in system.protocol else path
    name = _checked(last.rpartition("/")[2], shown(address))
    return Remote(system, path, shown(address), name, folder, size)


def _checked(name: str, url: str = "") -> str:
    """Return a name, if it can be that of a file here and nothing else."""
    if name in ("", ".", "..") or "/" in name or "\\" in name or not name.isprintable():
        raise BadInput(url or printable(name), "an address that ends with the name of a file", value=printable(name))
    return name


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
