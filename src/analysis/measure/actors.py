"""Find mentions of actors by the names listed in actors.csv.

Longest match wins and mentions do not overlap: the "NATO-Russia Council" is one organisation, not a
mention of NATO and one of Russia; in "Russian Foreign Minister Sergey Lavrov" the adjective counts for
Russia and the name for Lavrov. Pronouns are not counted.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from . import segment, spans
from .corpus import ALIAS_KINDS
from .patterns import Matcher
from .tables import split_list

COLUMNS = ("actor", "kind", "alias")


def aliases(actors: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Return actor and kind of mention for each alias of actors.csv."""
    return {
        alias: (line.actor, kind)
        for line in actors.itertuples()
        for column, kind in ALIAS_KINDS.items()
        for alias in split_list(getattr(line, column))
    }


def find(articles: pd.DataFrame, segments: pd.DataFrame, *, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Find mentions of actors in the body of each article.

    Parameters
    ----------
    articles, segments : DataFrame
        The articles, and their segments as `segment.find` returns them.
    tables : mapping
        `actors` is used.

    Returns
    -------
    DataFrame
        Spans with `actor`, `kind` of mention (name, adjective, description, or inferred: a description of
        someone the text does not name) and the `alias` that matched.
    """
    known = aliases(tables["actors"])
    return spans.table("actors", _rows(articles, segments, Matcher(known), known), COLUMNS)


def _rows(
    articles: pd.DataFrame, segments: pd.DataFrame, matcher: Matcher, known: dict[str, tuple[str, str]]
) -> Iterator[dict[str, Any]]:
    for article, own in spans.each(articles, segments):
        for sentence in segment.of(own, "sentence").itertuples():
            for start, end, alias in matcher.find(sentence.surface):
                actor, kind = known[alias]
                yield {
                    **{"article_id": article.article_id, "start": sentence.start + start, "end": sentence.start + end},
                    **{"surface": sentence.surface[start:end], "actor": actor, "kind": kind, "alias": alias},
                }
