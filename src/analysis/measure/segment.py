"""Cut articles into paragraphs, which are lines, sentences and tokens; `sentences` and `tokens` say where these end."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import regex

from . import sentences, spans, tokens

COLUMNS = ("unit", "number", "paragraph", "sentence", "body", "term")

_LINES = regex.compile(r"[^\s](?:[^\n\r]*[^\s])?")
# The columns of paragraphs and sentences while they are made.
_LARGER = {**dict.fromkeys(("start", "end", "article", "paragraph", "sentence"), "int64"), "body": "bool"}
UNITS = ("paragraph", "sentence", "token")


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
    cut = _cut(articles, tables["boilerplate"])
    return _table(articles, cut, pd.concat([cut.larger, cut.words], ignore_index=True))


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


def gaps(text: str) -> str:
    r"""Return what stands before, between and after the paragraphs of a text, as one string: with them it is exact.

    Examples
    --------
    >>> gaps(" One. \n\n Two.\n")
    '  \n\n \n'
    """
    return _LINES.sub("", text)


def counted(articles: pd.DataFrame, *, tables: Mapping[str, pd.DataFrame]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the paragraphs and sentences as `find` does, and the terms of each article's body with their counts.

    For very many articles: most of a table of segments are its words.

    Returns
    -------
    tuple of (DataFrame, DataFrame)
        Spans; and article_id, term and count, in the order in which the terms first stand there.
    """
    cut = _cut(articles, tables["boilerplate"])
    words = cut.words[cut.words["body"]]
    rows: list[tuple[str, str, int]] = []
    forms, names = _Forms(), articles["article_id"].tolist()
    for number, own in words.groupby("article")[["start", "end"]]:
        found = Counter(forms[word] for word in cut.surfaces(own))
        rows += [(names[number], term, count) for term, count in found.items()]
    terms = pd.DataFrame(rows, columns=["article_id", "term", "count"])
    return _table(articles, cut, cut.larger), terms.astype({"article_id": "str", "term": "str", "count": "int64"})


class _Cut(NamedTuple):
    """All texts as one, so that their words are found at once, where each begins, and what it is cut into."""

    text: str
    offsets: np.ndarray
    larger: pd.DataFrame
    words: pd.DataFrame

    def surfaces(self, own: pd.DataFrame) -> list[str]:
        """Return the words that stand at some places."""
        return [self.text[start:end] for start, end in zip(own["start"].tolist(), own["end"].tolist(), strict=True)]


def _cut(articles: pd.DataFrame, boilerplate: pd.DataFrame) -> _Cut:
    text = "\n".join(articles["text"])
    lengths = articles["text"].str.len().to_numpy(dtype="int64")
    offsets = np.cumsum(lengths + 1) - lengths - 1
    larger = list(_larger(articles, boilerplate, offsets.tolist()))
    first, last = tokens.find(text, [(start, end) for start, end, _, _, sentence, *_ in larger if sentence])
    own = pd.DataFrame(larger, columns=list(_LARGER)).astype(_LARGER)
    own = own.assign(unit=(own["sentence"] > 0).astype("int64"))
    whole = own[own["sentence"] > 0].reset_index(drop=True)
    of = whole.iloc[np.searchsorted(whole["start"].to_numpy(), first, side="right") - 1]
    return _Cut(text, offsets, own, of.assign(start=first, end=last, unit=2).reset_index(drop=True))


def _table(articles: pd.DataFrame, cut: _Cut, every: pd.DataFrame) -> pd.DataFrame:
    """Return segments as a table of spans, by columns: there are too many of them for a row each."""
    every = every.iloc[np.lexsort((every["unit"], every["start"]))].reset_index(drop=True)
    surfaces = cut.surfaces(every)
    is_token = every["unit"].to_numpy() == len(UNITS) - 1
    numbers = every.groupby(["article", "unit"], sort=False).cumcount() + 1
    forms = _Forms()
    columns = {
        "article_id": articles["article_id"].to_numpy(dtype="object")[every["article"]],
        "start": every["start"].to_numpy() - cut.offsets[every["article"]],
        "end": every["end"].to_numpy() - cut.offsets[every["article"]],
        "surface": surfaces,
        "unit": np.array(UNITS, dtype="object")[every["unit"]],
        "number": numbers.to_numpy(),
        "paragraph": every["paragraph"].to_numpy(),
        "sentence": every["sentence"].to_numpy(),
        "body": every["body"].to_numpy(),
        "term": [forms[word] if token else "" for word, token in zip(surfaces, is_token.tolist(), strict=True)],
    }
    return spans.of_columns("segments", columns).astype({"unit": "str", "term": "str"})


class _Forms(dict):
    """The terms that words count as, each worked out once."""

    def __missing__(self, word: str) -> str:
        self[word] = normalise(word)
        return self[word]


def _larger(articles: pd.DataFrame, boilerplate: pd.DataFrame, offsets: list[int]) -> Iterator[tuple]:
    """Yield each paragraph and sentence: start, end, article, paragraph, sentence (0 for a paragraph), body."""
    marked: dict[str, list[tuple[int, int]]] = {}
    for name, start, end in boilerplate[["article_id", "start", "end"]].itertuples(index=False):
        marked.setdefault(name, []).append((start, end))
    for number, (name, text) in enumerate(zip(articles["article_id"], articles["text"], strict=True)):
        furniture = marked.get(name, ())
        offset, sentence = offsets[number], 0
        for paragraph, line in enumerate(_LINES.finditer(text), start=1):
            start, end = line.span()
            body = not any(first < end and last > start for first, last in furniture)
            yield start + offset, end + offset, number, paragraph, 0, body
            start += offset
            for first, last in sentences.bounds(line[0]):
                sentence += 1
                yield start + first, start + last, number, paragraph, sentence, body
