"""What may be shown of an article: the one place that reads its display setting.

`full`: all of it. `excerpts`: some sentences, at most 15 % of its characters, the same ones in the whole
book. `none`: offsets and counts, no text.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from ..compare.reading import in_sentence
from ..measure import LAYERS, Corpus, segment
from ..measure.memo import keep_last

SHARE = 0.15
# So many words in the order of an article are its text; fewer may be a name.
RUN = 6
# The layers whose spans make a sentence worth showing.
_EVIDENCE = tuple(layer.name for layer in LAYERS if layer.name != "segments")
_WORD = re.compile(r"[^\W_]+")
# What stands between words in a page and is none: tags, and signs by their names.
_MARKUP = re.compile(r"<[^<>]*>|&#?\w+;")


class Shown:
    """Which stretches of which articles may be shown.

    Parameters
    ----------
    articles : DataFrame
        The corpus's articles: article_id, text and display are read.
    layers : mapping of str to DataFrame
        The spans of each layer, as `measure.measure` returns them.
    """

    def __init__(self, articles: pd.DataFrame, layers: Mapping[str, pd.DataFrame]):
        self.all = bool((articles["display"] == "full").all())
        self._full = frozenset(articles.loc[articles["display"] == "full", "article_id"])
        self._parts = _excerpts(articles[articles["display"] == "excerpts"], layers)

    def whole(self, article_id: str) -> bool:
        """Return whether all of an article may be shown."""
        return article_id in self._full

    def allows(self, article_id: str, start: int, end: int) -> bool:
        """Return whether a stretch of an article, by its offsets, may be shown."""
        parts = self._parts.get(article_id, ())
        return self.whole(article_id) or any(first <= start and end <= last for first, last in parts)

    def allows_span(self, span_id: str) -> bool:
        """Return whether the text of a span, by its id, may be shown."""
        article_id, _, rest = span_id.partition("/")
        start, _, end = rest.split("/")[1].partition("-")
        return self.allows(article_id, int(start), int(end))


@keep_last
def shown(articles: pd.DataFrame, layers: Mapping[str, pd.DataFrame]) -> Shown:
    """Return what may be shown of a corpus; asked again with the same tables, the same answer."""
    return Shown(articles, layers)


class Quote(NamedTuple):
    """Words that may not be shown, and where in a text they stand."""

    start: int
    words: str


class Hidden:
    """The words that may not be shown, in runs of `RUN`, whatever stands between them.

    A run that stands also in what may be shown, or in an article's own address, is told anyway.

    Parameters
    ----------
    articles : DataFrame
        The corpus's articles.
    shown : Shown
        What may be shown of them.
    """

    def __init__(self, articles: pd.DataFrame, shown: Shown):
        hidden: set[tuple[str, ...]] = set()
        told: set[tuple[str, ...]] = set()
        for article in articles[articles["display"] != "full"].itertuples():
            for start, end, run in _runs(article.text):
                (told if shown.allows(article.article_id, start, end) else hidden).add(run)
        if hidden:
            whole = articles.loc[articles["display"] == "full", "text"]
            told.update(run for text in (*whole, *articles["url"]) for _, _, run in _runs(text))
        self._runs = hidden - told

    def find(self, text: str) -> Quote | None:
        """Return the first words of a text that may not be shown, or None."""
        if not self._runs:
            return None
        plain = _MARKUP.sub(lambda markup: " " * len(markup[0]), text)
        found = ((start, end) for start, end, run in _runs(plain) if run in self._runs)
        return next((Quote(start, " ".join(text[start:end].split())) for start, end in found), None)


def readable(spans: pd.DataFrame, corpus: Corpus, layers: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Replace the surfaces that may not be shown, for a table that shows them."""
    may = shown(corpus.articles, layers)
    allowed = [may.allows(row.article_id, row.start, row.end) for row in spans.itertuples()]
    return spans.assign(surface=spans["surface"].where(allowed, "(not shown)"))


def unquoted(texts: pd.Series, corpus: Corpus, layers: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Replace texts about the articles, such as a coder's labels, that quote what may not be shown."""
    hidden = Hidden(corpus.articles, shown(corpus.articles, layers))
    return texts.where([hidden.find(text) is None for text in texts], "(not shown: it quotes the text)")


def _runs(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield each run of words, in one case, with its start and end."""
    words = [(word.start(), word.end(), word[0].casefold()) for word in _WORD.finditer(text)]
    for run in zip(*(words[first:] for first in range(RUN)), strict=False):
        yield run[0][0], run[-1][1], tuple(word for _, _, word in run)


def _excerpts(articles: pd.DataFrame, layers: Mapping[str, pd.DataFrame]) -> dict[str, list[tuple[int, int]]]:
    """Return the sentences of each article that may be shown: those with most evidence for their length that fit.

    So the few characters that may be shown stand behind as many counts as they can. An observation of several parts,
    as a statement with its speaker and its cue, is counted once in a sentence.
    """
    if articles.empty:
        return {}
    evidence = pd.concat(_observed(layers[name]).assign(layer=name) for name in _EVIDENCE)
    evidence = in_sentence(evidence[evidence["article_id"].isin(articles["article_id"])], layers["segments"])
    evidence = evidence.drop_duplicates(["article_id", "sentence", "layer", "observation"])
    held = evidence.groupby(["article_id", "sentence"]).size().rename("held").rename_axis(["article_id", "number"])
    sentences = segment.of(layers["segments"], "sentence")[["article_id", "number", "start", "end"]]
    sentences = sentences.merge(held.reset_index(), on=["article_id", "number"])
    left = {article.article_id: int(len(article.text) * SHARE) for article in articles.itertuples()}
    chosen: dict[str, list[tuple[int, int]]] = {name: [] for name in left}
    sentences = sentences.assign(held=sentences["held"] / (sentences["end"] - sentences["start"]))
    for row in sentences.sort_values(["held", "start"], ascending=[False, True], kind="stable").itertuples():
        if row.end - row.start <= left[row.article_id]:
            chosen[row.article_id].append((row.start, row.end))
            left[row.article_id] -= row.end - row.start
    return {name: sorted(own) for name, own in chosen.items()}


def _observed(spans: pd.DataFrame) -> pd.DataFrame:
    """Return where spans stand, and which observation each is a part of."""
    return spans[["article_id", "start", "end"]].assign(observation=spans.get("group_id", spans["span_id"]))
