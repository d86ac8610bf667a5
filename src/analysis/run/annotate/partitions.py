"""Part an input into partitions: the same ones every time, whoever measures them.

A partition is a stretch of one file, or of the texts of one folder, of about `CHARACTERS` characters. That alone
decides where it ends, so that a run that goes on finds the same partitions as the one before.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ...measure import BadInput
from .. import intake
from ..intake import FOLDER, Note, Record, identifiers
from ..intake.folder import PAGES, TEXTS

if TYPE_CHECKING:
    from . import Wanted

# Of the texts of a partition. It bounds the memory of a worker; a single longer text is a partition of its own.
CHARACTERS = 2_000_000
# Articles, at most.
MANY = 2000
_FIRST = 1000


class Partition(NamedTuple):
    """Some records: their number among all, their file, the rows of the first and the last, which column is which.

    `names` are the ids of the articles that the records become; `notes` what is to be known of their file.
    """

    number: int
    file: str
    first: int
    last: int
    columns: dict[str, str]
    records: list[Record]
    names: list[str]
    notes: list[Note]


def expand(inputs: Sequence[Path]) -> list[Path]:
    """Return the files that patterns as `2016-*.csv` and folders of tables stand for, sorted, and the rest as it is.

    A folder with texts or saved pages in it stays one: its tables say something of them.

    Raises
    ------
    BadInput
        If nothing matches a pattern.
    """
    found: list[Path] = []
    for path in inputs:
        tables = sorted(one for one in path.iterdir() if _ends(one, intake.KINDS)) if path.is_dir() else []
        if tables and not any(_ends(one, (*TEXTS, *PAGES)) for one in path.rglob("*")):
            found += tables
        elif not path.exists() and any(sign in path.name for sign in "*?["):
            matching = sorted(path.parent.glob(path.name))
            if not matching:
                raise BadInput(path, "a pattern that some file matches", value=path.name)
            found += matching
        else:
            found.append(path)
    return found


def _ends(path: Path, kinds: Iterable[str]) -> bool:
    return path.name.lower().removesuffix(".gz").endswith(tuple(kinds)) and not path.name.startswith(".")


def read(inputs: Sequence[Path], wanted: "Wanted") -> Iterator[Partition]:
    """Yield the partitions of all files and folders, in the order given.

    Raises
    ------
    BadInput
        If a file cannot be used at all.
    """
    number = 0
    taken: set[str] = set()
    for place, path in enumerate(inputs, start=1):
        notes: list[Note] = []
        found = intake.records(path, today=wanted.today, encoding=wanted.encoding, columns=wanted.columns, notes=notes)
        first = list(islice(found, _FIRST))
        columns = intake.names_of(path, first, wanted.columns)
        for records in _batches(chain(first, found), columns):
            names = _names(records, columns, f"{identifiers.slug(Path(path).stem)}-{place}", taken)
            ends = records[0].row, records[-1].row
            yield Partition(number, records[0].file, *ends, columns, records, names, notes[:])
            notes.clear()
            number += 1


def _batches(records: Iterable[Record], columns: dict[str, str]) -> Iterator[list[Record]]:
    kept = {*columns.values(), FOLDER}
    batch: list[Record] = []
    size = 0
    for record in records:
        # The other columns need not travel.
        batch.append(record._replace(values={name: one for name, one in record.values.items() if name in kept}))
        text = record.values.get(columns.get("text", ""), "")
        size += len(text) if isinstance(text, str) else 0
        if size >= CHARACTERS or len(batch) >= MANY:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _names(records: list[Record], columns: dict[str, str], base: str, taken: set[str]) -> list[str]:
    """Return an id for each record: its own where it is plain and the first of its kind, else from file and row."""
    names = []
    for record in records:
        given = record.values.get(columns.get("article_id", ""), "")
        given = given.strip() if isinstance(given, str) else ""
        name = given if identifiers.is_plain(given) and given.casefold() not in taken else f"{base}-{record.row}"
        if name in taken:
            # Of a folder every text is a row 1.
            name = f"{name}-{len(taken)}"
        taken.add(name.casefold())
        names.append(name)
    return names
