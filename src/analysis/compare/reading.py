"""Places in a text: which sentence a span begins in, how many words stand before it, and what changes."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..measure import segment
from ..measure.memo import keep_last

# Up to so many articles a page shows each by itself.
FEW = 6
_NONE = (np.array([], dtype="int64"), np.array([], dtype="int64"))


def few(articles: pd.DataFrame) -> bool:
    """Return whether the articles are so few that each can be shown by itself."""
    return len(articles) <= FEW


def in_sentence(spans: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Add to each span the number of the sentence it begins in, as `sentence`; missing before the first."""
    known = _sentences(segments)
    found = np.full(len(spans), np.nan)
    for article, rows in spans.groupby("article_id", sort=False).indices.items():
        starts, numbers = known.get(article, _NONE)
        at = np.searchsorted(starts, spans["start"].to_numpy()[rows], side="right") - 1
        found[rows[at >= 0]] = numbers[at[at >= 0]]
    missing = np.isnan(found).any()
    sentence = found if missing else found.astype("int64")
    return spans.drop(columns="sentence", errors="ignore").assign(sentence=sentence).reset_index(drop=True)


@keep_last
def _sentences(segments: pd.DataFrame) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return where the sentences of each article start, in order, and their numbers."""
    sentences = segment.of(segments, "sentence", body=False).sort_values("start", kind="stable")
    own = sentences.groupby("article_id", sort=False).indices
    starts, numbers = sentences["start"].to_numpy(), sentences["number"].to_numpy()
    return {article: (starts[rows], numbers[rows]) for article, rows in own.items()}


def position(spans: pd.DataFrame, segments: pd.DataFrame) -> pd.Series:
    """Return where each span begins: the share of its article's body words that stand before it, 0 to 1."""
    tokens = segment.of(segments, "token")
    length = spans["article_id"].map(tokens.groupby("article_id").size())
    return (words_before(spans, tokens) / length).rename("position")


def sentence_extent(segments: pd.DataFrame) -> pd.DataFrame:
    """Return every sentence with its extent in words.

    Returns
    -------
    DataFrame
        The sentences, boilerplate included, with `words`, and `first` and `last`: the number of words of
        the article that stand before its first word, and up to its last.
    """
    sentences = segment.of(segments, "sentence", body=False)
    tokens = segment.of(segments, "token", body=False)
    extent = tokens.groupby(["article_id", "sentence"])["number"].agg(first="min", last="max").reset_index()
    extent = extent.rename(columns={"sentence": "number"}).assign(first=lambda table: table["first"] - 1)
    joined = sentences.drop(columns="sentence").merge(extent, on=["article_id", "number"])
    return joined.assign(words=joined["last"] - joined["first"])


def words_before(spans: pd.DataFrame, segments: pd.DataFrame) -> pd.Series:
    """Return the number of words, of those in `segments`, that stand in its article before each span."""
    tokens = segment.of(segments, "token", body=False)
    starts = tokens["start"].to_numpy()
    words = {article: np.sort(starts[rows]) for article, rows in tokens.groupby("article_id").indices.items()}
    counted = np.zeros(len(spans), dtype="int64")
    for article, rows in spans.groupby("article_id", sort=False).indices.items():
        counted[rows] = np.searchsorted(words[article], spans["start"].to_numpy()[rows], side="left")
    return pd.Series(counted, index=spans.index, name="word")


def swings(placed: pd.DataFrame, labels: Sequence[str]) -> pd.DataFrame:
    """Return the category whose number changes most between the halves of each source.

    Parameters
    ----------
    placed : DataFrame
        Columns category, label and position (0 to 1).
    labels : sequence of str
        The sources' labels.

    Returns
    -------
    DataFrame
        Indexed by label: category, before and after the middle; of several the first in the alphabet, and "none"
        where there is none.
    """
    halves = placed.assign(half=placed["position"].lt(0.5).map({True: "before", False: "after"}))
    wide = halves.groupby(["label", "category", "half"]).size().unstack(fill_value=0)
    wide = wide.reindex(columns=["before", "after"], fill_value=0)
    largest = (wide["before"] - wide["after"]).abs().groupby("label").idxmax()
    found = wide.loc[largest].reset_index().set_index("label").reindex(labels)
    return found.fillna({"category": "none", "before": 0, "after": 0}).astype({"before": "int64", "after": "int64"})
