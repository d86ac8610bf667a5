"""Part an input into partitions: the same ones every time, whoever measures them.

A partition is a stretch of one file, or of the texts of one folder, of about `CHARACTERS` characters. That alone
decides where it ends, so that a run that goes on finds the same partitions as the one before.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from itertools import chain, count, islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from ...measure import BadInput
from .. import intake
from ..intake import FOLDER, Limits, Note, Record, cleaning, identifiers
from ..intake.record import Rejected, printable
from .inputs import Entry, Remote, labels, size_of
from .names import Names

if TYPE_CHECKING:
    from . import Wanted

# Of the texts of a partition. It bounds the memory of a worker; a single longer text is a partition of its own.
CHARACTERS = 2_000_000
# Articles, at most.
MANY = 2000
_FIRST = 1000
# A file may be as large as it is: of it, no more is held than a partition.
_LIMITS = Limits(unpacked=sys.maxsize)


class Partition(NamedTuple):
    """Some records: their number among all, their file, the rows of the first and the last, which column is which.

    `place` is that of their input among all, from 0; `names` are the ids of the articles that the records become;
    `notes` what is to be known of their file; `rejected` has what ended the reading of it too early; `size` are the
    bytes of the file, packed as it is, that they make up; nothing later than the day after `today` is taken for a date
    of publication.
    """

    number: int
    place: int
    file: str
    first: int
    last: int
    columns: dict[str, str]
    records: list[Record]
    names: list[str]
    notes: list[Note]
    rejected: list[Rejected]
    size: int
    today: date

    @property
    def shown(self) -> str:
        """What it is, in words: its file and its rows."""
        return printable(f"{self.file}, rows {self.first} to {self.last}")


def read(
    inputs: Sequence[Path | Remote],
    wanted: "Wanted",
    here: Callable[[int, Path | Remote], AbstractContextManager[Path]] = lambda _, one: nullcontext(one),
    entries: Sequence[Entry] = (),
) -> Iterator[Partition]:
    """Yield the partitions of all files and folders, in the order given.

    `here` has an input lie here as long as it is read: it is given its place among all, from 0, and the input.
    `entries` say what each is called and by which day it is read; without them it is its label, and `wanted.today`. Of
    several inputs one that cannot be used, or not to its end, is a partition that says so, without records.

    Raises
    ------
    BadInput
        If none of them can be used at all, or `here` says so.
    """
    numbers = count()
    entries = entries or [Entry(name, wanted.today) for name in labels(inputs)]
    # By what is on record, not by what a file is called by now.
    names = Names(identifiers.slug(PurePosixPath(called).stem) for called, _ in entries)
    failed: list[BadInput] = []
    usable = False
    for place, (one, (called, today)) in enumerate(zip(inputs, entries, strict=True)):
        read_to = 0
        with here(place, one) as path:
            parts = _parted(path, called, wanted._replace(today=today), names, place, numbers)
            while True:
                # Not in a loop over the parts: what is raised where they are measured is not the file's fault.
                try:
                    part = next(parts, None)
                except BadInput as error:
                    failed.append(error)
                    if len(failed) == len(inputs) and not usable:
                        raise failed[0] from None
                    yield _unread(place, called, error, next(numbers), (size_of(path) or 0) - read_to, today)
                    break
                if part is None:
                    break
                usable, read_to = True, read_to + part.size
                yield part


def _unread(place: int, name: str, error: BadInput, number: int, size: int, today: date) -> Partition:
    """Return the partition that says why a file was not read, or not to its end."""
    says = f"expected {error.expected}" + ("" if error.value is None else f"; got {error.value}")
    row = error.row or 0
    rejected = Rejected(name, row, "unread", printable(" ".join(says.split())), "")
    return Partition(number, place, name, row, row, {}, [], [], [], [rejected], size, today)


def _parted(
    path: Path, called: str, wanted: "Wanted", names: Names, place: int, numbers: Iterator[int]
) -> Iterator[Partition]:
    notes: list[Note] = []
    seen = [0]
    reading = {
        "limits": _LIMITS,
        "today": wanted.today,
        "encoding": wanted.encoding,
        "columns": wanted.columns,
        "notes": notes,
        "name": called,
    }
    read = intake.records(path, **reading, seen=lambda size: seen.__setitem__(0, size))
    found = ((record, seen[0]) for record in read)
    first = list(islice(found, _FIRST))
    columns = intake.names_of(path, [record for record, _ in first], wanted.columns)
    # Of a folder each text is a row 1.
    folder, before, begun = path.is_dir(), 0, 0
    for records, end, last in _batches(chain(first, found), columns):
        rows = range(before + 1, before + len(records) + 1) if folder else [record.row for record in records]
        ids = names.assign(place, [_given_id(record, columns) for record in records], rows)
        # So that the last one makes the whole of it full, whatever of it was no record.
        end = size_of(path) if last else end
        stands = records[0].file, records[0].row, records[-1].row
        yield Partition(next(numbers), place, *stands, columns, records, ids, notes[:], [], end - begun, wanted.today)
        notes.clear()
        before, begun = before + len(records), end


def _given_id(record: Record, columns: dict[str, str]) -> str:
    """Return the id that came with a record, as `intake.convert` has it."""
    given = record.values.get(columns.get("article_id", ""), "")
    given = cleaning.line(given) if isinstance(given, str) else ""
    return given or (PurePosixPath(record.file).stem if FOLDER in record.values else "")


def _batches(found: Iterable[tuple[Record, int]], columns: dict[str, str]) -> Iterator[tuple[list[Record], int, bool]]:
    """Yield records, how many bytes had been read with them, and whether they are the last.

    A batch goes on its way when the next record is there or there is none, so that a note of the end comes with it.
    """
    kept = {*columns.values(), FOLDER}
    batch: list[Record] = []
    size = end = 0
    for record, read in found:
        if size >= CHARACTERS or len(batch) >= MANY:
            yield batch, end, False
            batch, size = [], 0
        # The other columns need not travel.
        batch.append(record._replace(values={name: one for name, one in record.values.items() if name in kept}))
        text = record.values.get(columns.get("text", ""), "")
        size += len(text) if isinstance(text, str) else 0
        end = read
    if batch:
        yield batch, end, True
