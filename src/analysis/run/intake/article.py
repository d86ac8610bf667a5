"""Make an article of a record, or say why it is none."""

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import NamedTuple

from ...measure.calendar import UNKNOWN
from . import cleaning, language
from .published import read_date
from .record import Note, Record, Rejected, rejected

# Where a record of a folder has the name of its sub-folder: the source, if nothing else says it.
FOLDER = "(folder)"


class Article(NamedTuple):
    """An article as the project knows it; `article_id` is as given here, and not yet checked."""

    article_id: str
    source: str
    title: str
    published: str
    published_evidence: str
    language: str
    url: str
    text: str
    file: str
    row: int
    sha256: str


def convert(
    record: Record,
    columns: Mapping[str, str],
    *,
    today: date,
    date_order: str | None = None,
) -> tuple[Article | Rejected, list[Note]]:
    """Make an article of a record.

    Parameters
    ----------
    record : Record
        As `records` yields it.
    columns : mapping of str to str
        Which column of the record is which, as `columns.choose` returns it.
    today, date_order
        As for `read_date`.

    Returns
    -------
    tuple of (Article or Rejected, list of Note)
    """
    if record.reason:
        return rejected(record, record.reason, record.detail, record.excerpt), []
    notes: list[Note] = []
    cells = {column: _cell(record, column, name, notes) for column, name in columns.items() if column != "text"}
    given = record.values.get(columns["text"], "")
    about = f"title: {cells['title']}" if cells.get("title") else ""
    if not isinstance(given, str):
        return rejected(record, "nested", "", str(given)[:1000]), []
    text, done = cleaning.clean(given)
    source = cells.get("source") or cleaning.line(str(record.values.get(FOLDER, "")))
    reason = _unfit(text, source)
    if reason:
        return rejected(record, reason, "", text.strip() or about), []
    notes += [Note(record.file, record.row, note, str(count)) for note, count in done.items()]
    spoken, doubt = language.tell(cells.get("language", ""), text)
    if doubt:
        return rejected(record, "language", doubt, text.strip()), []
    published, evidence = read_date(cells.get("published", ""), today=today, order=date_order)
    if published == UNKNOWN and "published" in columns:
        notes.append(Note(record.file, record.row, "published", evidence))
    article = Article(
        cells.get("article_id", "") or (PurePosixPath(record.file).stem if FOLDER in record.values else ""),
        source,
        cells.get("title", ""),
        published,
        evidence,
        spoken,
        _address(record, cells.get("url", ""), notes),
        text,
        record.file,
        record.row,
        hashlib.sha256(text.encode("utf-8")).hexdigest(),
    )
    return article, notes


def _unfit(text: str, source: str) -> str:
    if not text.strip():
        return "empty"
    if not any(map(str.isalpha, text)):
        return "no_letter"
    return "" if source else "no_source"


def _cell(record: Record, column: str, name: str, notes: list[Note]) -> str:
    value = record.values.get(name, "")
    if not isinstance(value, str):
        notes.append(Note(record.file, record.row, "not_text", column))
        return ""
    return cleaning.line(value)


def _address(record: Record, url: str, notes: list[Note]) -> str:
    # Addresses become links: as check_address of measure.tables has it.
    if not url or re.fullmatch(r"https?://[^\s]+", url):
        return url
    notes.append(Note(record.file, record.row, "url", url[:200]))
    return ""
