"""Cut articles into paragraphs, sentences and tokens.

Sentence boundaries are NLTK's Punkt (Kiss & Strunk 2006) with explicit parameters: the abbreviations in
abbreviations.csv, no trained model, nothing downloaded. One rule is added, Punkt's own orthographic
evidence made strict: what begins in lower case, or with a sign that closes or goes on, is not a new sentence.
So a stop that a translation or an extraction left inside a sentence ("in 1999 and 2004. the exclusion") does not
end it, nor that of an abbreviation before a bracket ("Clyburn (D-S.C.), who"). A listed abbreviation is one too
behind an opening mark or bracket ("“Mr. Rogozin"), which Punkt takes for part of the word.

Tokens follow the Penn Treebank in one point, the possessive 's as a token of its own; hyphened words,
numbers with their separators and dotted abbreviations are one token. Punctuation is no token.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import regex

from . import spans
from .tables import read_table

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

COLUMNS = ("unit", "number", "paragraph", "sentence", "body", "term")

_LINES = regex.compile(r"[^\s](?:[^\n\r]*[^\s])?")
# Characters: what goes on for longer without the end of a sentence is cut at white space. It is no sentence, and what
# looks for several things in one sentence would look for hours.
LONG = 10_000
# No sentence begins with these.
_GOES_ON = frozenset("),;:]%")
_MARKED = re.compile(r"(?:^|\s)[“‘\"'(\[]+([^\W\d_]+)\.$")
# A letter or digit, with the combining marks that belong to it.
_SIGN = r"[^\W_][\u0300-\u036f]*"
# Not `re`: to that a vowel sign of Devanagari is no letter, and a word would end there.
_TOKENS = regex.compile(
    r"(?:[^\W\d_]\.){2,}"  # dotted abbreviations: U.S.
    r"|\d+(?:[.,]\d+)+"  # numbers with separators: 19,552.5
    r"|(?<=[^\W_])['’]s(?![^\W_])"  # the possessive of Russia’s
    rf"|(?:{_SIGN})+(?:(?:['’](?!s(?![^\W_]))|[-‐‑])(?:{_SIGN})+)*"  # words: don’t, 57-member
)


@cache
def _abbreviations() -> frozenset[str]:
    table = read_table(Path(__file__).with_name("abbreviations.csv"), ("abbreviation", "note"), keys=[["abbreviation"]])
    return frozenset(table["abbreviation"])


@cache
def _punkt() -> PunktSentenceTokenizer:
    # Here, since NLTK takes a second to import and what only checks data does not need it.
    from nltk import redos
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    # NLTK's tokenizers give up after five seconds, what is done with their matches included, which a long article
    # takes. That guards against expressions that somebody else wrote; here are none.
    redos.DEFAULT_TIMEOUT = None
    parameters = PunktParameters()
    parameters.abbrev_types = set(_abbreviations())
    return PunktSentenceTokenizer(parameters)


def sentence_bounds(text: str) -> list[tuple[int, int]]:
    """Return start and end of each sentence of a paragraph.

    Examples
    --------
    >>> sentence_bounds("Mr. Rogozin spoke. He left in 2004. the rest stayed.")
    [(0, 18), (19, 52)]
    """
    bounds: list[tuple[int, int]] = []
    for start, end in _punkt().span_tokenize(text):
        if bounds and (text[start].islower() or text[start] in _GOES_ON or _abbreviated(text[slice(*bounds[-1])])):
            bounds[-1] = (bounds[-1][0], end)
        else:
            bounds.append((start, end))
    return [piece for start, end in bounds for piece in _cut(text, start, end)]


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence as it is, or, if it is longer than `LONG`, in pieces."""
    while end - start > LONG:
        spaces = [match.start() for match in re.finditer(r"\s+", text[start : start + LONG])]
        at = start + (spaces[-1] if spaces and spaces[-1] else LONG)
        yield start, at
        start = at + len(text[at:end]) - len(text[at:end].lstrip())
    yield start, end


def _abbreviated(sentence: str) -> bool:
    """Return whether a sentence ends with a listed abbreviation behind an opening mark or bracket."""
    match = _MARKED.search(sentence)
    return bool(match) and match[1].lower() in _abbreviations()


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
            for first, last in sentence_bounds(text[start:end]):
                first, last, sentence = start + first, start + last, sentence + 1
                yield name, first, last, text[first:last], "sentence", sentence, paragraph, sentence, body, ""
                for begin, stop in map(regex.Match.span, _TOKENS.finditer(text[first:last])):
                    begin, stop, token = first + begin, first + stop, token + 1
                    form = text[begin:stop]
                    yield name, begin, stop, form, "token", token, paragraph, sentence, body, normalise(form)
