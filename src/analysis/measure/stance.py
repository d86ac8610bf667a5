"""Find marks of distance and certainty: how far a text stands behind what it says.

Hedges ("may", "possible") and marks of certainty ("in fact", "reality has proven") after Hyland (2005), who
calls the latter boosters; marks of distance ("alleged", "are said to"), by which a text declines to answer
for another's words, after Martin and White (2005, ch. 3). Quotation marks around one to three words do the
same ("so-called" in print) or only quote: the instrument cannot tell, so they are a class of their own.

The words are those of stance.csv; a mark is a sign, and what it is about is for the reader to see.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pandas as pd

from . import segment, spans
from .patterns import WordLists
from .tables import read_table

COLUMNS = ("stance", "pattern")
CLASSES = ("hedge", "distance", "certainty", "quotation marks")

_WORD = r"[^\W_]+(?:['’‐‑-][^\W_]+)*"
# One to three words and the marks around them; a stop or comma may stand inside, as some presses set it. A
# straight mark opens where no letter stands before it, and closes where none follows.
_FEW = rf"{_WORD}(?:\s+{_WORD}){{0,2}}\s?[.,;:!?]?\s?"
_QUOTED = re.compile(rf"“{_FEW}”|‘{_FEW}’(?![^\W_])|(?<![^\s(\[—–-])\"{_FEW}\"(?![^\W_])")


@cache
def _lists() -> WordLists:
    table = read_table(
        Path(__file__).with_name("stance.csv"),
        ("class", "pattern", "reference", "note"),
        required=("class", "pattern", "reference"),
        keys=[["pattern"]],
    )
    return WordLists({name: own["pattern"] for name, own in table.groupby("class", sort=False)})


def find(articles: pd.DataFrame, segments: pd.DataFrame, *, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Find marks of distance and certainty in the body of each article.

    Parameters
    ----------
    articles, segments : DataFrame
        The articles, and their segments as `segment.find` returns them.
    tables : mapping
        Not used: the words are the language's, not the corpus's.

    Returns
    -------
    DataFrame
        Spans with `stance` (hedge, distance, certainty, quotation marks) and the `pattern` that matched
        (empty for quotation marks).
    """
    return spans.of_tuples("stance", list(_rows(articles, segments)), COLUMNS)


def _rows(articles: pd.DataFrame, segments: pd.DataFrame) -> Iterator[tuple]:
    for article, sentences in segment.each(articles, segments, "sentence"):
        marks = dict(_lists().find(article.text, sentences))
        for unit in sentences:
            sentence = article.text[unit.start : unit.end]
            found = [
                (start, end, name, pattern)
                for start, end, name, pattern in marks.get(unit, ())
                if not _is_name(sentence, start - unit.start) and not _is_denied(sentence, end - unit.start, name)
            ]
            found += [
                (unit.start + quoted.start(), unit.start + quoted.end(), CLASSES[-1], "")
                for quoted in _QUOTED.finditer(sentence)
            ]
            for start, end, name, pattern in sorted(found):
                yield article.article_id, start, end, article.text[start:end], name, pattern


def _is_name(sentence: str, start: int) -> bool:
    """Return whether a word is written with a capital though nothing begins there: the month of May."""
    return sentence[start].isupper() and sentence[:start].rstrip()[-1:].isalnum()


def _is_denied(sentence: str, end: int, name: str) -> bool:
    """Return whether a hedge is denied: "could not be" leaves nothing open."""
    return name == "hedge" and re.match(r"\s+not\b|n['’]t\b", sentence[end:]) is not None
