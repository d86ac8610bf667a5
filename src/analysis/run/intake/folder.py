"""Read a folder of texts or saved pages, with what the metadata and the sub-folders say of them."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from ...measure import BadInput
from . import columns, decoding, delimited, opening, pages
from .article import FOLDER
from .packing import unpacked_name
from .record import Limits, Note, Record, plain_name, printable

TEXTS = (".txt", ".md", ".markdown")
PAGES = (".html", ".htm", ".xhtml")
TABLES = (".csv", ".tsv")
_FENCE = "---"
# Characters of front matter, at most.
_FRONT = 20_000


def read(
    path: Path,
    given_columns: dict[str, str],
    *,
    limits: Limits,
    encoding: str | None,
    today: date,
    notes: list[Note],
    seen: Callable[[int], None] | None = None,
) -> Iterator[Record]:
    """Yield a record for each text of a folder (row 1 of its file), and for each that the metadata miss there.

    Texts are read if there are any, else saved pages; what is not read is noted. `seen` is told
    how many bytes have been read.

    Raises
    ------
    BadInput
        If there is nothing to read, or it is not clear which table has the metadata.
    """
    found = dict(files(path))
    forms = [kind for kind in (TEXTS, PAGES) if any(name.lower().endswith(kind) for name in found)]
    if not forms:
        shown = kinds(found) or "an empty folder"
        raise BadInput(path, f"a folder with {', '.join(TEXTS)} or {', '.join(PAGES)} files in it", value=shown)
    if forms[0] is PAGES:
        pages.check_installed(path)
    used = [name for name in found if name.lower().endswith(forms[0]) or _is_linked_folder(found[name])]
    table = _table(path, found)
    unused = [name for name in found if name not in used and name != table]
    if unused:
        notes.append(Note(plain_name(path.name), 0, "not_used", f"{kinds(unused)}; read: {', '.join(forms[0])}"))
    about, faults = _metadata(path, table, found, given_columns, limits, encoding, notes)
    yield from faults
    size = 0
    for name in used:
        if seen:
            size += found[name].lstat().st_size
            seen(size)
        yield _record(path, name, found[name], about.get(name, {}), limits, encoding, today, notes)


def files(path: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files of a folder by their path in it, in one order on every machine; hidden ones are left out."""
    for folder, folders, names in os.walk(path, onerror=_refuse):
        # A link to a folder is listed, to be rejected, and not entered.
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        folders[:] = sorted(name for name in folders if name not in links and not name.startswith("."))
        for name in sorted([*names, *links]):
            file = Path(folder) / name
            if not name.startswith("."):
                yield plain_name(file.relative_to(path).as_posix()), file


def _is_linked_folder(file: Path) -> bool:
    return file.is_symlink() and file.is_dir()


def _refuse(error: OSError) -> None:
    raise BadInput(error.filename or "", "a folder that can be read here", value=error.strerror)


def kinds(names: Iterable[str]) -> str:
    """Return in words how many files there are with which ending."""
    counts = Counter(printable(Path(name).suffix.lower()) or "without an ending" for name in names)
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:10]
    return ", ".join(f"{count} {kind}" for kind, count in most)


def describing(names: Iterable[str]) -> list[str]:
    """Return those of a folder's files that may be its table of metadata: one, if that is clear.

    It lies in the folder itself and is the only table there, or the one named so.

    Examples
    --------
    >>> describing(["about.csv", "One/a.txt", "One/b.csv"]), describing(["a.csv.gz", "metadata.csv.gz", "One/a.txt"])
    (['about.csv'], ['metadata.csv.gz'])
    """
    own = [name for name in names if "/" not in name]
    # A packed copy beside a table is not meant.
    tables = [name for name in own if name.lower().endswith(TABLES)]
    tables = tables or [name for name in own if unpacked_name(name).endswith(TABLES)]
    named = [name for name in tables if is_metadata(name)]
    return named if len(named) == 1 else tables


def is_metadata(name: str) -> bool:
    """Return whether this is the name of a table of metadata, whatever else lies beside it."""
    return unpacked_name(name) in [f"metadata{ending}" for ending in TABLES]


def _table(path: Path, found: dict[str, Path]) -> str | None:
    """Return the table of metadata, if there is one."""
    tables = describing(found)
    if len(tables) > 1:
        raise BadInput(path, "one table of metadata, or one named metadata.csv", value=", ".join(tables))
    return tables[0] if tables else None


def _metadata(
    path: Path,
    table: str | None,
    found: dict[str, Path],
    given: dict[str, str],
    limits: Limits,
    encoding: str | None,
    notes: list[Note],
) -> tuple[dict[str, dict[str, Any]], list[Record]]:
    """Return what a table says of each file, and its rows that are at fault. Names are looked up, never opened."""
    about: dict[str, dict[str, Any]] = {}
    faults: list[Record] = []
    if table is None:
        return about, faults
    if found[table].is_symlink():
        return about, [Record(table, 1, {}, "symlink", "", table)]
    with opening.text(found[table], limits, encoding, notes, table) as stream:
        own: dict[str, str] = {}
        for record in delimited.read(found[table], table, stream, limits):
            if record.reason:
                faults.append(record)
                continue
            if not own:
                named = {column: said for column, said in given.items() if said in record.values}
                own = columns.choose(found[table], record.values, named, required=["file"])
            name = str(record.values[own["file"]]).strip().replace("\\", "/").removeprefix("./")
            if name not in found or name in about:
                reason = "twice" if name in about else "no_file"
                faults.append(Record(table, record.row, {}, reason, "", name))
                continue
            # By the project's names, so that they take the place of what a page says of itself.
            about[name] = {
                given.get(column, column): record.values[said]
                for column, said in own.items()
                if column not in ("file", "text")
            }
    return about, faults


def _record(
    path: Path,
    name: str,
    file: Path,
    about: dict[str, Any],
    limits: Limits,
    encoding: str | None,
    today: date,
    notes: list[Note],
) -> Record:
    if file.is_symlink():
        return Record(name, 1, {}, "symlink", "", name)
    if not file.is_file():
        # A pipe, say: to open it would wait for what is written there.
        return Record(name, 1, {}, "unreadable", "no regular file", name)
    try:
        with file.open("rb") as stream:
            data = stream.read(limits.row + 1)
        if len(data) > limits.row:
            return Record(name, 1, {}, "too_long", f"over {limits.row:,} bytes", name)
        if name.lower().endswith(PAGES):
            values: dict[str, Any] = dict(pages.read(data, today))
            if not values:
                return Record(name, 1, {}, "no_article", "", data[:1000].decode("utf-8", "replace"))
        else:
            values = _text(file, name, data, encoding, notes)
    except (BadInput, OSError) as error:
        return Record(name, 1, {}, "unreadable", str(error).rpartition(": ")[2][:200], name)
    # What somebody wrote into the metadata counts for more than what the page or the front matter say.
    values |= {key: value for key, value in about.items() if value or key not in values}
    folder = name.split("/")[0] if "/" in name else ""
    return Record(name, 1, values | {FOLDER: folder})


def _text(file: Path, name: str, data: bytes, encoding: str | None, notes: list[Note]) -> dict[str, Any]:
    if not data:
        return {"text": ""}
    opening.check_kind(file, data[:4096])
    text, how = decoding.of_bytes(file, data, encoding)
    if how.how:
        notes.append(Note(name, 1, "encoding", how.how))
    values, body = front_matter(text)
    if values is None:
        notes.append(Note(name, 1, "front_matter", ""))
    return (values or {}) | {"text": body}


def front_matter(text: str) -> tuple[dict[str, Any] | None, str]:
    r"""Part a text from the YAML front matter before it; None for front matter that cannot be read.

    Values stay as they are written: a date is no quantity.

    Examples
    --------
    >>> front_matter("---\ntitle: One\ndate: 2022-01-13\n---\nText.")
    ({'title': 'One', 'date': '2022-01-13'}, 'Text.')
    >>> front_matter("Text.")
    ({}, 'Text.')
    """
    lines = text[:_FRONT].splitlines(keepends=True)
    if not lines or lines[0].rstrip() != _FENCE:
        return {}, text
    end = next((at for at, line in enumerate(lines[1:], start=1) if line.rstrip() in (_FENCE, "...")), 0)
    if not end:
        return {}, text
    try:
        found = yaml.load("".join(lines[1:end]), yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None, text
    if not isinstance(found, dict):
        return None, text
    body = text[sum(map(len, lines[: end + 1])) :]
    return {str(key): value if isinstance(value, str) else [value] for key, value in found.items()}, body
