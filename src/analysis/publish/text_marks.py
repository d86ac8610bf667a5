"""What a reader is shown of each span: the mark in the text, and what it says.

Layers are looked up by their columns, so that a new instrument of `LAYERS` needs nothing here.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from ..compare import vocabulary
from ..measure import LAYERS, Corpus
from ..measure.memo import keep_last
from .book import Book

KEYWORDS = "keywords"
NAMES = (*(layer.name for layer in LAYERS if layer.name != "segments"), KEYWORDS)
# How many keywords a side, as in the notebook on vocabulary.
MOST = 8
# The columns a reader is told, for a layer that has more of them; else all.
_TOLD = {
    "actors": ("actor", "kind"),
    "dates": ("edtf", "reason"),
    "frames": ("frame",),
    "codes": ("category", "actor"),
    "statements": ("role", "kind", "verb", "verb_class", "actor"),
    "stance": ("stance",),
    "acts": ("act", "role", "actor", "told_as"),
}
# Where the label of a value stands: the table, and its column.
_LABELS = {
    "actor": ("actors", "actor"),
    "frame": ("categories", "category"),
    "category": ("categories", "category"),
    "act": ("acts", "act"),
    "unit": ("units", "unit"),
}


class Mark(NamedTuple):
    """A span as the page shows it: its layer, its number in the article, what it says, and which part it is."""

    layer: str
    number: int
    start: int
    end: int
    surface: str
    says: tuple[str, ...]
    url: str
    role: str = ""


class Piece(NamedTuple):
    """A stretch of text that no mark begins or ends in, and the marks it lies in."""

    start: int
    end: int
    within: tuple[Mark, ...]


def layers(corpus: Corpus, spans: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the spans of each layer that can be marked, by name: those of `LAYERS`, and the keywords."""
    return {name: keywords(corpus, spans) if name == KEYWORDS else spans[name] for name in NAMES}


@keep_last
def of_book(book: Book) -> dict[str, pd.DataFrame]:
    """Return the layers of a book, as `layers` does; asked again of the same book, the same answer."""
    return layers(book.corpus, book.layers)


def keywords(corpus: Corpus, layers: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return each place of a word that one of the first two sources uses far more than the other.

    Returns
    -------
    DataFrame
        article_id, start, end, surface, and `counts`: how often the word stands in either source.
    """
    pair = corpus.sources.head(2)
    terms = vocabulary.terms(corpus, layers)
    counted = vocabulary.counts(terms, corpus.articles, list(pair["source"]))
    compared = vocabulary.compare(counted, function_words=vocabulary.marked(terms), exact=False)
    chosen = vocabulary.strongest(compared[~compared["function_word"]], MOST)
    first, second = pair["label"]
    counts = {row.term: f"{row.count_a} in {first}, {row.count_b} in {second}" for row in chosen.itertuples()}
    found = terms[terms["term"].isin(counts)]
    return found[["article_id", "start", "end", "surface"]].assign(counts=found["term"].map(counts))


def of_article(chosen: Mapping[str, pd.DataFrame], tables: Mapping[str, pd.DataFrame]) -> list[Mark]:
    """Return the marks of one article, in the order of the text; the longer of two that begin together first.

    Parameters
    ----------
    chosen : mapping
        The spans of each layer, as `layers` returns them, of this article.
    tables : mapping
        The corpus's tables: an actor, a category, an act is shown by its label there.
    """
    labels = {
        column: dict(zip(tables[name][key], tables[name]["label"], strict=True))
        for column, (name, key) in _LABELS.items()
        if name in tables
    }
    rows = []
    for layer, spans in chosen.items():
        for row in spans.to_dict("records"):
            rows.append((row["start"], -row["end"], NAMES.index(layer), _says(layer, row, labels), row))
    return [
        Mark(
            *(NAMES[layer], number, row["start"], row["end"], row["surface"], says),
            *(row.get("url", ""), row.get("role", "")),
        )
        for number, (*_, layer, says, row) in enumerate(sorted(rows, key=lambda found: found[:4]), start=1)
    ]


def _says(layer: str, row: Mapping[str, object], labels: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    common = ("span_id", "article_id", "start", "end", "surface", "url")
    told = _TOLD.get(layer) or [column for column in row if column not in common]
    values = [(column, str(labels.get(column, {}).get(str(row[column]), row[column]))) for column in told]
    return tuple(f"Upstream: {value}" if column == "upstream" else value for column, value in values if value)


def cut(start: int, end: int, marks: Iterable[Mark]) -> list[Piece]:
    """Cut a stretch of text at every edge of a mark.

    Examples
    --------
    >>> a, b = (Mark("actors", 1, 0, 6, "", (), ""), Mark("frames", 2, 4, 9, "", (), ""))
    >>> [(piece.start, piece.end, [mark.number for mark in piece.within]) for piece in cut(0, 10, [a, b])]
    [(0, 4, [1]), (4, 6, [1, 2]), (6, 9, [2]), (9, 10, [])]
    """
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    edges = sorted({start, end, *(edge for mark in inside for edge in (mark.start, mark.end) if start < edge < end)})
    return [
        Piece(first, last, tuple(mark for mark in inside if mark.start <= first and last <= mark.end))
        for first, last in zip(edges, edges[1:], strict=False)
    ]
