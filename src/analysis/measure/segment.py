"""Cut articles into paragraphs, sentences and tokens; `sentences` says where a sentence ends.

Tokens follow the Penn Treebank in one point, the possessive 's as a token of its own; hyphened words,
numbers with their separators and dotted abbreviations are one token. Punctuation is no token.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
import regex

from . import sentences, spans

COLUMNS = ("unit", "number", "paragraph", "sentence", "body", "term")

_LINES = regex.compile(r"[^\s](?:[^\n\r]*[^\s])?")
# A letter or digit, with the combining marks that belong to it.
_SIGN = r"[^\W_][\u0300-\u036f]*"
# Not `re`: to that a vowel sign of Devanagari is no letter, and a word would end there.
_TOKENS = regex.compile(
    r"(?:[^\W\d_]\.){2,}"  # dotted abbreviations: U.S.
    r"|\d+(?:[.,]\d+)+"  # numbers with separators: 19,552.5
    r"|(?<=[^\W_])['’]s(?![^\W_])"  # the possessive of Russia’s
    rf"|(?:{_SIGN})+(?:(?:['’](?!s(?![^\W_]))|[-‐‑])(?:{_SIGN})+)*"  # words: don’t, 57-member
)


def normalise(token: str) -> str:
    """Return the term a token counts as: lower case, straight apostrophe and hyphen.

    Examples
    --------
    >>> normalise("Don’t"), normalise("U.S.")
    ("don't", 'u.s.')
    """
    return token.lower().replace("’", "'").replace("‐", "-").replace("‑", "-")


def find(
    articles: pd.DataFrame, segments: pd.DataFrame | None = None, *, tables: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """Cut each article into paragraphs, sentences and tokens.

    Parameters
    ----------
    articles : DataFrame
        Columns article_id and text.
    segments : None
        Not used: this is the layer that makes them.
    tables : mapping
        `boilerplate` is used: spans of whole lines.

    Returns
    -------
    DataFrame
        Spans with `unit` (paragraph, sentence or token), `number` (of its unit, in its article, from 1),
        `paragraph` and `sentence` (the numbers of those it lies in; 0 for a unit that is larger), `body`
        (False in boilerplate) and `term` (tokens only: the form that is counted).
    """
    return spans.of_tuples("segments", list(_rows(articles, tables["boilerplate"])), COLUMNS)


def of(segments: pd.DataFrame, unit: str, *, body: bool = True) -> pd.DataFrame:
    """Return the segments of one unit; by default those of the body only, not the boilerplate."""
    chosen = segments[segments["unit"] == unit]
    return chosen[chosen["body"].astype(bool)] if body else chosen


def each(articles: pd.DataFrame, segments: pd.DataFrame, unit: str) -> Iterator[tuple[Any, list[spans.Unit]]]:
    """Yield each article with its segments of one unit, in the body, in the order they stand in.

    Those who read one article after another do it by this: to take them out of the table one by one takes longer
    than most measurements.
    """
    chosen = of(segments, unit)
    places = map(spans.Unit, *(chosen[name].tolist() for name in spans.Unit._fields))
    found: dict[str, list[spans.Unit]] = {}
    for name, place in zip(chosen["article_id"].tolist(), places, strict=True):
        found.setdefault(name, []).append(place)
    for article in articles.itertuples():
        yield article, found.get(article.article_id, [])


def _rows(articles: pd.DataFrame, boilerplate: pd.DataFrame) -> Iterator[tuple]:
    """Yield each segment: there are too many of them for more than a tuple."""
    for article, marked in spans.each(articles, boilerplate):
        name, text = article.article_id, article.text
        furniture = list(zip(marked["start"], marked["end"], strict=True))
        sentence = token = 0
        for paragraph, (start, end) in enumerate(map(regex.Match.span, _LINES.finditer(text)), start=1):
            body = not any(first < end and last > start for first, last in furniture)
            yield name, start, end, text[start:end], "paragraph", paragraph, paragraph, 0, body, ""
            for first, last in sentences.bounds(text[start:end]):
                first, last, sentence = start + first, start + last, sentence + 1
                yield name, first, last, text[first:last], "sentence", sentence, paragraph, sentence, body, ""
                for begin, stop in map(regex.Match.span, _TOKENS.finditer(text[first:last])):
                    begin, stop, token = first + begin, first + stop, token + 1
                    form = text[begin:stop]
                    yield name, begin, stop, form, "token", token, paragraph, sentence, body, normalise(form)
