"""What passes through the intake: a record as it stood in a file, and what became of it."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ...measure.tables import read_table

EXCERPT = 120


class Limits(NamedTuple):
    """How much is read at most, so that no file can fill the memory.

    Attributes
    ----------
    row : int
        Characters of one row, one line of JSON or one file of a folder. A book of half a million words has three
        million.
    unpacked : int
        Bytes of a whole file, after unpacking.
    columns : int
        Columns of a table, or keys of a record.
    """

    row: int = 20_000_000
    unpacked: int = 16 * 2**30
    columns: int = 1000


class Record(NamedTuple):
    """One record of a file: its values by column, or why it could not be read (a `reason` of reasons.csv)."""

    file: str
    row: int
    values: Mapping[str, Any]
    reason: str = ""
    detail: str = ""
    excerpt: str = ""


class Rejected(NamedTuple):
    """A record that is no article: where it stood, why (a `reason` of reasons.csv), and a little of what was there."""

    file: str
    row: int
    reason: str
    detail: str
    excerpt: str


class Note(NamedTuple):
    """Something to know of an article (or of a whole file, in row 0) that was read all the same."""

    file: str
    row: int
    note: str
    detail: str


def rejected(record: Record, reason: str, detail: str = "", excerpt: str = "") -> Rejected:
    """Return what stands in the list of rejected records."""
    words = " ".join(excerpt[: 4 * EXCERPT].split())
    short = words if len(words) <= EXCERPT else words[: EXCERPT - 1] + "…"
    return Rejected(record.file, record.row, reason, detail, printable(short))


def printable(text: str) -> str:
    """Return a text in which nothing can steer the terminal or the page that shows it, nor fail to be written.

    Examples
    --------
    >>> printable("a" + chr(27) + "[31m" + chr(0x202E) + "b")
    'a�[31m�b'
    """
    return "".join(sign if sign.isprintable() else "�" for sign in text)


def plain_name(name: str) -> str:
    """Return a file's name as text that can be written, even if the file system holds other bytes."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


@cache
def reasons() -> dict[str, str]:
    """Return what each reason of a rejected record, and each note, says in words."""
    path = Path(__file__).with_name("reasons.csv")
    table = read_table(path, ("key", "kind", "says"), required=("key", "kind", "says"), keys=[["key"]])
    return dict(zip(table["key"], table["says"], strict=True))
