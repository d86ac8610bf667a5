"""Cut articles into paragraphs, which are lines, sentences and tokens; `sentences` and `tokens` say where these end."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import regex

from . import characters, sentences, spans, tokens

COLUMNS = ("unit", "number", "paragraph", "sentence", "body", "term")

_LINE = regex.compile(r"[^\s](?:[^\n\r]*[^\s])?")  # what `_lines` finds in many texts at once
UNITS = ("paragraph", "sentence", "token")
# Characters that are cut at once: the arrays over them take some thirty bytes for each.
_AT_ONCE = 300_000


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
    return _table(_cut(articles, tables["boilerplate"]))


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
    if "\r" in text:
        return _LINE.sub("", text)
    # Nearly no line has white space around it.
    return "\n".join("" if line == line.strip() else _LINE.sub("", line) for line in text.split("\n"))


def counted(articles: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the paragraphs and sentences as `find` does, and the terms of each article with their counts.

    For very many articles, of which nothing is marked as boilerplate: most of a table of segments are its words. It
    needs pyarrow.

    Returns
    -------
    tuple of (DataFrame, DataFrame)
        Spans, without span_id; and article_id, term and count, in the order in which the terms first stand there.
    """
    names = articles["article_id"].to_numpy(dtype="object")
    larger: list[pd.DataFrame] = []
    terms = _Terms()
    before = 0
    for some in _in_groups(articles):
        cut = _cut(some)
        larger.append(_spans_of(cut, names, before))
        terms.count(cut, before)
        before += len(some)
    return pd.concat(larger, ignore_index=True), terms.table(names)


def _in_groups(articles: pd.DataFrame) -> list[pd.DataFrame]:
    """Return articles, in their order, some at a time."""
    number = articles["text"].str.len().cumsum().to_numpy(dtype="int64") // _AT_ONCE
    return [some for _, some in articles.groupby(number)] or [articles]


class _Cut(NamedTuple):
    """All texts as one, so that their words are found at once; what it is cut into; and which article begins where.

    `larger` are paragraphs and sentences, `whole` the sentences alone: start, end, article, paragraph, sentence, body,
    unit (its place in `UNITS`) and number. `words` is where tokens start and end: they are many, and what else is
    known of them is made where it is wanted.
    """

    names: np.ndarray
    text: str
    points: np.ndarray
    offsets: np.ndarray
    larger: pd.DataFrame
    whole: pd.DataFrame
    words: tuple[np.ndarray, np.ndarray]

    def surfaces(self, own: pd.DataFrame) -> list[str]:
        """Return what stands at some places."""
        return [self.text[start:end] for start, end in zip(own["start"].tolist(), own["end"].tolist(), strict=True)]

    def places(self, own: pd.DataFrame) -> dict[str, np.ndarray]:
        """Return where some places begin and end in their articles."""
        offsets = self.offsets[own["article"]]
        return {name: own[name].to_numpy() - offsets for name in ("start", "end")}

    def numbers(self, own: pd.DataFrame) -> dict[str, np.ndarray]:
        """Return what is known of some places besides."""
        return {name: own[name].to_numpy() for name in ("number", "paragraph", "sentence", "body")}


def _cut(articles: pd.DataFrame, boilerplate: pd.DataFrame | None = None) -> _Cut:
    text = "\n".join(articles["text"])
    points = characters.points(text)
    lengths = articles["text"].str.len().to_numpy(dtype="int64")
    offsets = np.cumsum(lengths + 1) - lengths - 1
    names = articles["article_id"].to_numpy(dtype="object")
    kind = characters.kinds(points, tokens.CLASSES)
    lines = _lines(points, kind)
    own = np.searchsorted(offsets, lines[0], side="right") - 1
    numbers = _numbers(own)
    body = ~_marked(names, offsets, boilerplate, lines, own)
    nothing = np.zeros(len(own), dtype="int64")
    paragraphs = {"start": lines[0], "end": lines[1], "article": own, "paragraph": numbers, "sentence": nothing}
    paragraphs = pd.DataFrame({**paragraphs, "body": body, "unit": nothing, "number": numbers})
    starts, ends = sentences.find(text, points, lines)
    whole = _within(paragraphs, starts, ends, "sentence")
    words = tokens.find(text, kind, starts)
    larger = pd.concat([paragraphs, whole], ignore_index=True)
    larger = larger.iloc[np.lexsort((larger["unit"], larger["start"]))].reset_index(drop=True)
    return _Cut(names, text, points, offsets, larger, whole, words)


def _lines(points: np.ndarray, kind: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return where lines begin and end, without white space around them; those of nothing else are none."""
    starts, ends = characters.runs(kind & tokens.SPACE)
    breaks = np.flatnonzero((points == ord("\n")) | (points == ord("\r")))
    between = np.unique(np.searchsorted(starts, breaks, side="right") - 1)
    if len(starts):
        # White space at either end of all parts nothing.
        between = np.union1d(between, np.flatnonzero((starts == 0) | (ends == len(points))))
    first, last = np.append(0, ends[between]), np.append(starts[between], len(points))
    return first[first < last], last[first < last]


def _marked(
    names: np.ndarray,
    offsets: np.ndarray,
    boilerplate: pd.DataFrame | None,
    lines: tuple[np.ndarray, np.ndarray],
    own: np.ndarray,
) -> np.ndarray:
    """Return which lines are boilerplate."""
    found = np.zeros(len(own), dtype=bool)
    if boilerplate is None:
        return found
    places = {name: place for place, name in enumerate(names.tolist())}
    for name, start, end in boilerplate[["article_id", "start", "end"]].itertuples(index=False):
        if (place := places.get(name)) is not None:
            offset = offsets[place]
            found |= (own == place) & (start + offset < lines[1]) & (end + offset > lines[0])
    return found


def _within(larger: pd.DataFrame, starts: np.ndarray, ends: np.ndarray, unit: str) -> pd.DataFrame:
    """Return units with what those that they lie in know."""
    of = larger.iloc[np.searchsorted(larger["start"].to_numpy(), starts, side="right") - 1]
    numbers = _numbers(of["article"].to_numpy())
    found = of.assign(start=starts, end=ends, unit=UNITS.index(unit), number=numbers).reset_index(drop=True)
    return found.assign(sentence=numbers) if unit == "sentence" else found


def _numbers(articles: np.ndarray) -> np.ndarray:
    """Return the number of each unit in its article, from 1: they stand in order."""
    place = np.arange(len(articles))
    begins = np.append(True, articles[1:] != articles[:-1])[: len(articles)]
    return place - np.maximum.accumulate(np.where(begins, place, 0)) + 1


def _table(cut: _Cut) -> pd.DataFrame:
    """Return segments as a table of spans, by columns: there are too many of them for a row each."""
    every = pd.concat([cut.larger, _within(cut.whole, *cut.words, "token")], ignore_index=True)
    every = every.iloc[np.lexsort((every["unit"], every["start"]))].reset_index(drop=True)
    surfaces = cut.surfaces(every)
    is_token = every["unit"].to_numpy() == UNITS.index("token")
    forms = _Forms()
    columns = {
        "article_id": cut.names[every["article"]],
        **cut.places(every),
        "surface": surfaces,
        "unit": np.array(UNITS, dtype="object")[every["unit"]],
        **cut.numbers(every),
        "term": [forms[word] if token else "" for word, token in zip(surfaces, is_token.tolist(), strict=True)],
    }
    return spans.of_columns("segments", columns).astype({"unit": "str", "term": "str"})


class _Forms(dict):
    """The terms that words count as, each worked out once."""

    def __missing__(self, word: str) -> str:
        self[word] = normalise(word)
        return self[word]


def _spans_of(cut: _Cut, names: np.ndarray, before: int) -> pd.DataFrame:
    """Return paragraphs and sentences as a table of spans without their names; what repeats is a category.

    `names` are those of all articles, of which so many come `before` these.
    """
    columns = {
        "article_id": pd.Categorical.from_codes(cut.larger["article"] + before, pd.Index(names, dtype="str")),
        **cut.places(cut.larger),
        "surface": pd.Series(cut.surfaces(cut.larger), dtype="str"),
        "unit": pd.Categorical.from_codes(cut.larger["unit"], pd.Index(UNITS, dtype="str")),
        **cut.numbers(cut.larger),
    }
    return pd.DataFrame(columns)


class _Terms:
    """The terms of articles, counted some articles at a time. Each form is made a term once for all of them."""

    def __init__(self) -> None:
        self._forms: dict[str, int] = {}
        self._numbers: dict[str, int] = {}
        self._found: list[tuple[np.ndarray, ...]] = []

    def count(self, cut: _Cut, before: int) -> None:
        """Count the terms of some articles, of which so many come `before` these."""
        starts, ends = cut.words
        article = _spread(starts, cut.offsets)
        codes, forms = tokens.distinct(cut.text, cut.points, starts, ends)
        # Several forms may count as one term. No form has a line end, so all that are new are made terms at once.
        fresh = [form for form in forms if form not in self._forms]
        for form, term in zip(fresh, normalise("\n".join(fresh)).split("\n") if fresh else [], strict=True):
            self._forms[form] = self._numbers.setdefault(term, len(self._numbers))
        of_form = np.array([self._forms[form] for form in forms], dtype="int64")
        # Counted in the order in which they are met.
        codes, both = pd.factorize((article + before << 32) + of_form[codes])
        self._found.append(tuple(own.astype("int32") for own in (both >> 32, both & 0xFFFFFFFF, np.bincount(codes))))

    def table(self, names: np.ndarray) -> pd.DataFrame:
        """Return what was found: article_id, term and count."""
        article, term, count = map(np.concatenate, zip(*self._found, strict=True))
        columns = {
            "article_id": pd.Categorical.from_codes(article, pd.Index(names, dtype="str")),
            "term": pd.Categorical.from_codes(term, pd.Index(list(self._numbers), dtype="str")),
            "count": count.astype("int64"),
        }
        return pd.DataFrame(columns)


def _spread(starts: np.ndarray, begins: np.ndarray) -> np.ndarray:
    """Return for each of many places, in their order, the last of some stretches that has begun there."""
    first = np.append(np.searchsorted(starts, begins), len(starts))
    return np.repeat(np.arange(len(begins)), np.diff(first))
