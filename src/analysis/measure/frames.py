"""Find indicators of frames: words and phrases that a codebook connects with a way of telling the matter.

An indicator is a word, not a frame. Until it is tested against hand coding, a count of indicators says
which words occur and no more.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from . import segment, spans
from .patterns import Matcher

COLUMNS = ("frame", "pattern")


def find(articles: pd.DataFrame, segments: pd.DataFrame, *, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Find frame indicators in the body of each article.

    Parameters
    ----------
    articles, segments : DataFrame
        The articles, and their segments as `segment.find` returns them.
    tables : mapping
        `indicators` is used: frame and pattern.

    Returns
    -------
    DataFrame
        Spans with `frame` and the `pattern` that matched. Within a frame matches do not overlap; a
        stretch may count for two frames and is then two rows.
    """
    matchers = {frame: Matcher(group["pattern"]) for frame, group in tables["indicators"].groupby("frame", sort=False)}
    return spans.table("frames", _rows(articles, segments, matchers), COLUMNS)


def _rows(articles: pd.DataFrame, segments: pd.DataFrame, matchers: Mapping[str, Matcher]) -> Iterator[dict[str, Any]]:
    for article, own in spans.each(articles, segments):
        for sentence in segment.of(own, "sentence").itertuples():
            found = [
                (start, end, frame, pattern)
                for frame, matcher in matchers.items()
                for start, end, pattern in matcher.find(sentence.surface)
            ]
            for start, end, frame, pattern in sorted(found):
                yield {
                    **{"article_id": article.article_id, "start": sentence.start + start, "end": sentence.start + end},
                    **{"surface": sentence.surface[start:end], "frame": frame, "pattern": pattern},
                }
