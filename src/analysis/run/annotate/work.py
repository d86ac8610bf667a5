"""Measure one partition, and write what was found: whole or not at all."""

import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ... import measure as instruments
from ...measure import calendar, layer, segment
from ..calls.annotate import LAYERS
from ..intake import Article, Note, Rejected, convert
from .output import FRESH, Done
from .partitions import Partition

if TYPE_CHECKING:
    from . import Wanted

# Columns whose values are few or repeated: each is written once, and then its number.
_FEW = frozenset(
    ("article_id", "source", "month", "unit", "actor", "kind", "alias", "role", "verb", "verb_class", "resolved")
    + ("type", "value", "mod", "anchor", "rule", "reason", "frame", "pattern", "stance", "term", "language", "file")
)
# Those of columns that hold no text.
_TYPES = {**dict.fromkeys(("start", "end", "row", "count", "number", "paragraph", "sentence"), "int64"), "body": "bool"}


class Found(NamedTuple):
    """What is found in a partition: a table for each layer, `articles` and `notes`; what is no article; characters."""

    tables: dict[str, pd.DataFrame]
    rejected: list[Rejected]
    characters: int


def measure(part: Partition, folder: Path, wanted: "Wanted") -> Done:
    """Measure a partition and write its tables into the folder.

    An article at which an instrument fails becomes a row of `rejected`; the others are measured.
    """
    return write(part, find(part, wanted), Path(folder))


def find(part: Partition, wanted: "Wanted") -> Found:
    """Return what is found in a partition."""
    articles, rejected, notes = _articles(part, wanted)
    found, failed = _measured(articles, wanted)
    rejected += [
        Rejected(row.file, row.row, "instrument", failed[row.article_id], row.text[:100])
        for row in articles[articles["article_id"].isin(failed)].itertuples()
    ]
    articles = articles[~articles["article_id"].isin(failed)]
    tables = {name: _marked(table, articles) for name, table in found.items()}
    # With the paragraphs it is the text, to the byte.
    tables["articles"] = articles.drop(columns="text").assign(gaps=articles["text"].map(segment.gaps).astype("str"))
    tables["notes"] = pd.DataFrame(notes, columns=Note._fields)
    return Found(tables, rejected, int(articles["text"].str.len().sum()))


def joined(one: Found, other: Found) -> Found:
    """Return what is found in two stretches of a partition as if it were one."""
    tables = _joined(one.tables, other.tables)
    return Found(tables, one.rejected + other.rejected, one.characters + other.characters)


def _joined(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    return {name: pd.concat([one[name], other[name]], ignore_index=True) for name in one}


def _articles(part: Partition, wanted: "Wanted") -> tuple[pd.DataFrame, list[Rejected], list[Note]]:
    """Return the articles that the records become, the records that become none, and what is to be known."""
    articles: list[Article] = []
    rejected = list(part.rejected)
    notes = list(part.notes)
    for record, name in zip(part.records, part.names, strict=True):
        made, more = convert(record, part.columns, today=part.today, date_order=wanted.date_order)
        notes += more
        if isinstance(made, Rejected):
            rejected.append(made)
            continue
        if made.article_id and made.article_id != name:
            notes.append(Note(made.file, made.row, "article_id", f"{made.article_id[:100]}: {name}"))
        articles.append(made._replace(article_id=name))
    frame = pd.DataFrame(articles, columns=Article._fields)
    return frame.astype({name: "str" for name in Article._fields if name != "row"}), rejected, notes


def _measured(articles: pd.DataFrame, wanted: "Wanted") -> tuple[dict[str, pd.DataFrame], dict[str, str]]:
    """Return the spans of all articles that can be measured, and why each other one can't."""
    try:
        return _spans(articles, wanted), {}
    except Exception as error:
        if articles.empty:
            raise
        if len(articles) == 1:
            return _spans(articles.iloc[:0], wanted), {articles["article_id"].iloc[0]: _said(error)}
    # Half by half, until those that fail are alone.
    half = len(articles) // 2
    (one, failed), (other, more) = (_measured(part, wanted) for part in (articles[:half], articles[half:]))
    return _joined(one, other), failed | more


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]


def _spans(articles: pd.DataFrame, wanted: "Wanted") -> dict[str, pd.DataFrame]:
    """Return the tables of the wanted layers."""
    needs = {one.name: one.needs for one in instruments.LAYERS}
    needed = {*wanted.layers, *(name for one in wanted.layers for name in needs.get(one, ()))}
    layers = [one for one in instruments.LAYERS if one.name in needed and one.name != layer.FIRST]
    # No instrument looks at the words one by one.
    segments, terms = segment.counted(articles)
    found = {"segments": segments, "terms": terms}
    found |= layer.find(articles, wanted.tables, layers, found)
    # A name follows from the article, the layer and the place, and would be longer than all the rest.
    return {name: found[name].drop(columns="span_id", errors="ignore") for name in LAYERS if name in wanted.layers}


def _marked(table: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Add to each row the source and the month of publication of its article."""
    names = table["article_id"].astype("category").cat
    rows = pd.Index(articles["article_id"]).get_indexer(names.categories)[names.codes]
    months = articles["published"].map(_month).astype("str")
    columns = {"source": articles["source"], "month": months}
    return table.assign(**{name: pd.Categorical(values).take(rows) for name, values in columns.items()})


def _month(published: str) -> str:
    """Return the month of a date, "" if it is not known or may be one of several."""
    first, last = calendar.bounds(published)
    return f"{first:%Y-%m}" if first and last and (first.year, first.month) == (last.year, last.month) else ""


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose columns have the types that they have in every part, however few rows it has."""
    types = {name: _TYPES.get(name, "str") for name in table.columns[table.dtypes == "object"]}
    return table.astype(types)


def write(part: Partition, found: Found, folder: Path) -> Done:
    """Write each table into a file of its own; they take their places when all of them are written."""
    tables = {**found.tables, "rejected": pd.DataFrame(sorted(found.rejected), columns=Rejected._fields)}
    name = f"part-{part.number:06}.parquet"
    files = {}
    fresh = Path(tempfile.mkdtemp(prefix=FRESH, dir=folder))
    try:
        for layer_name, table in tables.items():
            data = pa.Table.from_pandas(_typed(table), preserve_index=False).replace_schema_metadata(None)
            few = [field.name for field in data.schema if field.name in _FEW]
            # Without Arrow's schema beside it, what is a category here is plain text to whoever reads it.
            pq.write_table(data, fresh / layer_name, compression="zstd", use_dictionary=few, store_schema=False)
            content = (fresh / layer_name).read_bytes()
            files[f"{layer_name}/{name}"] = hashlib.sha256(content).hexdigest()
        for layer_name in tables:
            (folder / layer_name).mkdir(exist_ok=True)
            (fresh / layer_name).replace(folder / layer_name / name)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    rows = {layer_name: len(table) for layer_name, table in tables.items()}
    return Done(part.number, part.place, part.file, part.first, part.last, found.characters, rows, files)
