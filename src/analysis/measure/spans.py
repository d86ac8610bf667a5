"""The shape of every measurement: a table of spans.

A row is a stretch of one article, `text[start:end] == surface`, with what an instrument says about it.
Offsets are code points of the decoded article.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

KEY = ["span_id", "article_id", "start", "end", "surface"]


class Unit(NamedTuple):
    """A segment's place: its offsets, and its number in its article."""

    start: int
    end: int
    number: int


def table(layer: str, rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    """Make a table of spans from rows, naming each span.

    Parameters
    ----------
    layer : str
        Name of the instrument; becomes part of `span_id`.
    rows : iterable of mappings
        Each with article_id, start, end, surface and the given columns, in the order they shall have.
    columns : sequence of str
        What the layer says about a span, besides the five columns that all layers have.

    Returns
    -------
    DataFrame
        Columns span_id, article_id, start, end, surface, then `columns`. A `span_id` reads
        `article/layer/start-end`, with `/2`, `/3` behind it where a layer marks the same stretch again.
    """
    names = [*KEY[1:], *columns]
    return of_tuples(layer, [tuple(row[name] for name in names) for row in rows], columns)


def of_tuples(layer: str, rows: Sequence[tuple], columns: Sequence[str]) -> pd.DataFrame:
    """Make a table of spans as `table` does, from tuples: article_id, start, end, surface, then `columns`."""
    return of_columns(layer, pd.DataFrame(rows, columns=[*KEY[1:], *columns]))


def of_columns(layer: str, columns: Mapping[str, Any]) -> pd.DataFrame:
    """Make a table of spans as `table` does, from its columns by their names: all but span_id."""
    frame = pd.DataFrame(columns)
    places = zip(*(frame[name].tolist() for name in ("article_id", "start", "end")), strict=True)
    names = [f"{article_id}/{layer}/{start}-{end}" for article_id, start, end in places]
    if len(set(names)) < len(names):
        seen: Counter[str] = Counter()
        for at, name in enumerate(names):
            seen[name] += 1
            if seen[name] > 1:
                names[at] = f"{name}/{seen[name]}"
    frame.insert(0, "span_id", names)
    # An empty table has the types of a full one, or it could not be joined.
    return frame.astype({"span_id": "str", "article_id": "str", "start": "int64", "end": "int64", "surface": "str"})


def each(articles: pd.DataFrame, spans: pd.DataFrame) -> Iterator[tuple[Any, pd.DataFrame]]:
    """Yield each article with its own rows of a span table, in the order of the articles."""
    groups = dict(tuple(spans.groupby("article_id", sort=False)))
    none = spans.iloc[:0]
    for article in articles.itertuples():
        yield article, groups.get(article.article_id, none)


def faults(articles: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose surface is not what stands at their offsets: none, if all is well."""
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    wrong = [
        texts[row.article_id][row.start : row.end] != row.surface or row.start >= row.end for row in spans.itertuples()
    ]
    return spans.loc[np.array(wrong, dtype=bool)]
