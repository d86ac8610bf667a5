"""Read what people have, a table or a folder of articles, and return articles as the project knows them.

`records` yields what stands in the files, one record at a time; `read` makes articles of them, and lists every
record that is none. A record at fault never stops the others; a file that cannot be read at all is one `BadInput`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ...measure import BadInput
from . import columns as naming
from . import delimited, folder, identifiers, json_lines, opening, parquet
from .article import FOLDER, Article, convert
from .packing import unpacked_name
from .record import Limits, Note, Record, Rejected, plain_name, reasons

__all__ = ["Article", "Intake", "Limits", "Record", "convert", "names_of", "read", "reasons", "records", "spellings"]

# Records from whose columns it is decided which is which.
_FIRST = 1000
KINDS = (*folder.TABLES, ".jsonl", ".ndjson", ".parquet")


class Intake(NamedTuple):
    """What was read.

    Attributes
    ----------
    articles : DataFrame
        article_id, source (the outlet's name as given), title, published (EDTF), published_evidence, language, url,
        text, file, row, sha256 (of the text in UTF-8). Row 1 is the heading of a table, the first line of JSON or
        of Parquet, and the whole of a text.
    rejected : DataFrame
        file, row, reason (a key of reasons.csv), detail, excerpt.
    notes : DataFrame
        file, row (0 for a whole file), note (a key of reasons.csv), detail.
    """

    articles: pd.DataFrame
    rejected: pd.DataFrame
    notes: pd.DataFrame


def read(
    path: Path | str,
    *,
    today: date,
    columns: Mapping[str, str] | None = None,
    date_order: str | None = None,
    encoding: str | None = None,
    limits: Limits | None = None,
) -> Intake:
    """Read articles.

    Parameters
    ----------
    path : path
        A CSV or TSV (also with semicolons), JSON Lines or Parquet file, those of text also packed as `packing` has
        it; or a folder of .txt and .md files or of saved pages.
    today : date
        Nothing later than the day after it is taken for a date of publication.
    columns : mapping of str to str, optional
        Which column of the file has source, text, title, published, url, language, article_id or (in a table of
        metadata) file, where its name does not say it.
    date_order : "dmy" or "mdy", optional
        How 12/11/2017 is to be read. Without it, such a date is unknown.
    encoding : str, optional
        The encoding, where it is known.
    limits : Limits, optional
        How much is read at most.

    Returns
    -------
    Intake

    Raises
    ------
    BadInput
        If the whole of it cannot be used: it is of another kind, is cut off, has no records, or does not say which
        column has the source or the text.
    """
    path, limits, given = Path(path), limits or Limits(), dict(columns or {})
    notes: list[Note] = []
    found = records(path, limits=limits, encoding=encoding, columns=given, today=today, notes=notes)
    first = list(islice(found, _FIRST))
    own = names_of(path, first, given)
    if path.is_file() and (unused := [name for name in _columns(first) if name not in own.values()]):
        notes.append(Note(path.name, 0, "columns", ", ".join(unused)[:1000]))
    articles: list[Article] = []
    out: list[Rejected] = []
    while first or (first := list(islice(found, _FIRST))):
        for record in first:
            result, more = convert(record, own, today=today, date_order=date_order)
            notes += more
            if isinstance(result, Article):
                articles.append(result)
            else:
                out.append(result)
        first = []
    made = identifiers.assign([article.article_id for article in articles], [article.source for article in articles])
    for number, (article, name) in enumerate(zip(articles, made, strict=True)):
        if article.article_id and article.article_id != name:
            notes.append(Note(article.file, article.row, "article_id", f"{article.article_id[:100]}: {name}"))
        articles[number] = article._replace(article_id=name)
    sources = dict.fromkeys(article.source for article in articles)
    notes += [Note(path.name, 0, "spellings", ", ".join(own)) for own in spellings(sources)]
    return Intake(_frame(articles, Article), _frame(out, Rejected), _frame(notes, Note))


def spellings(sources: Iterable[str]) -> list[list[str]]:
    """Return those of the names of outlets that may be one's in several spellings."""
    names: dict[str, list[str]] = {}
    for source in sources:
        names.setdefault("".join(source.casefold().split()), []).append(source)
    return [own for own in names.values() if len(own) > 1]


def records(
    path: Path | str,
    *,
    today: date,
    limits: Limits | None = None,
    encoding: str | None = None,
    columns: Mapping[str, str] | None = None,
    notes: list[Note] | None = None,
    seen: Callable[[int], None] | None = None,
    name: str = "",
) -> Iterator[Record]:
    """Yield the records of a file or folder, one at a time, in its order.

    `notes` collects what is to be known; `seen` is told how many bytes have been read, as they lie on the disk;
    `name` is what records and notes call a file, or a folder before the names of its texts, where its own would not
    tell it from others.
    """
    path, limits, notes = Path(path), limits or Limits(), [] if notes is None else notes
    if path.is_dir():
        given = dict(columns or {})
        own: list[Note] = []
        read = folder.read(path, given, limits=limits, encoding=encoding, today=today, notes=own, seen=seen)
        for record in chain(read, [None]):
            # The notes of the end come with no record.
            notes += [note._replace(file=_inner(name, path, note.file)) for note in own]
            own.clear()
            if record:
                yield record._replace(file=_inner(name, path, record.file))
        return
    name = name or plain_name(path.name)
    kind = Path(unpacked_name(path.name)).suffix
    if not path.is_file():
        raise BadInput(path, opening.WANTED, value="no file that can be read" if path.exists() else "nothing there")
    if kind not in KINDS:
        raise BadInput(path, opening.WANTED, value=f"a file that ends in {kind}" if kind else "a name with no ending")
    if kind == ".parquet":
        yield from parquet.read(path, name, limits, seen)
        return
    with opening.text(path, limits, encoding, notes, name, seen) as stream:
        if kind in folder.TABLES:
            yield from delimited.read(path, name, stream, limits)
        else:
            yield from json_lines.read(name, stream, limits)


def _inner(name: str, folder: Path, file: str) -> str:
    """Return what a file of a folder is called that has been given a name."""
    if not name:
        return file
    return name if file == plain_name(folder.name) else f"{name}/{file}"


def names_of(path: Path, first: list[Record], given: Mapping[str, str]) -> dict[str, str]:
    """Decide from the first records which of their columns is which.

    Raises
    ------
    BadInput
        If there are none that can be read, or it is not clear.
    """
    if not first:
        raise BadInput(path, "a row for each article", value="none")
    found = _columns(first)
    if not found:
        why = reasons()[first[0].reason] + (f" ({first[0].detail})" if first[0].detail else "")
        raise BadInput(path, f"rows that can be read; of the first, {why}", row=first[0].row, value=first[0].excerpt)
    if FOLDER not in found:
        return naming.choose(path, found, given)
    # Of a folder, the text is that of the file, whatever else is named so; its source may be the sub-folder.
    given = {column: name for column, name in given.items() if column != "file"} | {"text": "text"}
    own = naming.choose(path, found, given, required=())
    if "source" not in own and not any(record.values.get(FOLDER) for record in first):
        expected = "a source for each file: in its front matter, in a metadata.csv, or as the name of its sub-folder"
        raise BadInput(path, expected)
    return own


def _columns(first: list[Record]) -> list[str]:
    """Return the names of the columns that some of the first records have."""
    return list(dict.fromkeys(chain.from_iterable(record.values for record in first)))


def _frame(rows: list, kind: type) -> pd.DataFrame:
    fields = kind.__annotations__
    return pd.DataFrame(
        {
            name: pd.Series([row[at] for row in rows], dtype="int64" if name == "row" else "object")
            for at, name in enumerate(fields)
        }
    )
