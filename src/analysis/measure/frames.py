"""Find indicators of frames: words and phrases that a codebook connects with a way of telling the matter.

An indicator is a word, not a frame. Until it is tested against hand coding, a count of indicators says
which words occur and no more.

A pattern that was written from one article alone is not looked for there: it would find what it was made of.
So every count of indicators in an article is one that could have failed.
"""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from . import segment, spans
from .patterns import WordLists, word_lists
from .tables import split_list

COLUMNS = ("frame", "pattern")


def find(articles: pd.DataFrame, segments: pd.DataFrame, *, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Find frame indicators in the body of each article.

    Parameters
    ----------
    articles, segments : DataFrame
        The articles, and their segments as `segment.find` returns them.
    tables : mapping
        `indicators` is used: frame, pattern and `written_from`.

    Returns
    -------
    DataFrame
        Spans with `frame` and the `pattern` that matched. Within a frame matches do not overlap; a
        stretch may count for two frames and is then two rows.
    """
    return spans.of_tuples("frames", list(_rows(articles, segments, tables["indicators"])), COLUMNS)


def applicable(indicators: pd.DataFrame, article_id: str) -> pd.DataFrame:
    """Return the indicators to be looked for in an article: all but those written from it alone.

    Two lists, each made from one article, may hold the same pattern; that was written from both, and stays.

    Examples
    --------
    >>> table = pd.DataFrame({"pattern": ["x", "y", "z"], "written_from": ["a", "a|b", ""]})
    >>> applicable(table, "a")["pattern"].tolist()
    ['y', 'z']
    """
    return indicators[np.array([split_list(cell) != [article_id] for cell in indicators["written_from"]], dtype=bool)]


def _rows(articles: pd.DataFrame, segments: pd.DataFrame, indicators: pd.DataFrame) -> Iterator[tuple]:
    everywhere = _lists(indicators)
    origins = set(indicators["written_from"])
    for article, sentences in segment.each(articles, segments, "sentence"):
        # Left out before matching, not after: a longer pattern would hide a shorter one that does count.
        named = article.article_id in origins
        lists = _lists(applicable(indicators, article.article_id)) if named else everywhere
        for _, found in lists.find(article.text, sentences):
            for start, end, frame, pattern in found:
                yield article.article_id, start, end, article.text[start:end], frame, pattern


def _lists(indicators: pd.DataFrame) -> WordLists:
    return word_lists({frame: own["pattern"] for frame, own in indicators.groupby("frame", sort=False)})
