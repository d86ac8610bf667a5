"""What may be shown of an article: the one place that reads its display setting.

`full`: all of it. `excerpts`: some sentences, at most 15 % of its characters, the same ones in the whole
book. `none`: offsets and counts, no text.
"""

from collections.abc import Mapping

import pandas as pd

from ..compare.reading import in_sentence
from ..measure import Corpus, segment

SHARE = 0.15
# The layers whose spans make a sentence worth showing.
_EVIDENCE = ("actors", "dates", "frames")


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
        self._full = frozenset(articles.loc[articles["display"] == "full", "article_id"])
        self._parts: dict[str, list[tuple[int, int]]] = {}
        for article in articles[articles["display"] == "excerpts"].itertuples():
            self._parts[article.article_id] = _excerpts(article.article_id, len(article.text), layers)

    def whole(self, article_id: str) -> bool:
        """Return whether all of an article may be shown."""
        return article_id in self._full

    def allows(self, article_id: str, start: int, end: int) -> bool:
        """Return whether a stretch of an article, by its offsets, may be shown."""
        parts = self._parts.get(article_id, ())
        return self.whole(article_id) or any(first <= start and end <= last for first, last in parts)


def without_hidden(spans: pd.DataFrame, corpus: Corpus, layers: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Replace the surfaces that may not be shown, for a table that shows them."""
    shown = Shown(corpus.articles, layers)
    allowed = [shown.allows(row.article_id, row.start, row.end) for row in spans.itertuples()]
    return spans.assign(surface=spans["surface"].where(allowed, "(not shown)"))


def _excerpts(article_id: str, length: int, layers: Mapping[str, pd.DataFrame]) -> list[tuple[int, int]]:
    """Return the sentences that may be shown: those with most evidence that fit, the richest first."""
    segments = layers["segments"]
    own = segments[segments["article_id"] == article_id]
    evidence = pd.concat(layers[name][["article_id", "start", "end"]] for name in _EVIDENCE)
    held = in_sentence(evidence[evidence["article_id"] == article_id], own).groupby("sentence").size()
    sentences = segment.of(own, "sentence")
    sentences = sentences.assign(held=sentences["number"].map(held).fillna(0)).query("held > 0")
    chosen, left = [], int(length * SHARE)
    for row in sentences.sort_values(["held", "start"], ascending=[False, True]).itertuples():
        if row.end - row.start <= left:
            chosen.append((row.start, row.end))
            left -= row.end - row.start
    return sorted(chosen)
