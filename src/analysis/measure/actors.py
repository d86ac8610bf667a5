"""Find mentions of actors by the names listed in actors.csv.

Names: the longest match wins, and what lies inside a name is no mention of its own. The "NATO-Russia
Council" is one organisation, not a mention of NATO and one of Russia.

Titles and descriptions: a name or an adjective inside counts for whom it names, as it does in a title
before a name. So "Russian Foreign Minister Sergey Lavrov" and "the Russian ambassador" both have a mention
of Russia besides that of the man. "The Russian side" is Russia once.

Pronouns are not counted.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from . import segment, spans
from .corpus import ALIAS_KINDS
from .patterns import Matcher
from .tables import split_list

COLUMNS = ("actor", "kind", "alias")
# How the note of a row begins that was proposed by rule, as long as nobody has checked it.
PROPOSED = "Proposed, side and kind to be decided"
# A kind and a side may not be empty in actors.csv: these say that nobody has decided yet.
UNDECIDED = {"kind": "undecided", "side": "other"}


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
    exact = Matcher(alias for alias, (_, kind) in known.items() if kind in ("name", "adjective"))
    described = Matcher(alias for alias, (_, kind) in known.items() if kind in ("description", "inferred"))
    return spans.table("actors", _rows(articles, segments, (exact, described), known), COLUMNS)


def _rows(
    articles: pd.DataFrame,
    segments: pd.DataFrame,
    matchers: tuple[Matcher, Matcher],
    known: dict[str, tuple[str, str]],
) -> Iterator[dict[str, Any]]:
    for article, own in spans.each(articles, segments):
        for sentence in segment.of(own, "sentence").itertuples():
            for start, end, alias in _mentions(sentence.surface, matchers, known):
                actor, kind = known[alias]
                yield {
                    **{"article_id": article.article_id, "start": sentence.start + start, "end": sentence.start + end},
                    **{"surface": sentence.surface[start:end], "actor": actor, "kind": kind, "alias": alias},
                }


def _mentions(
    text: str, matchers: tuple[Matcher, Matcher], known: dict[str, tuple[str, str]]
) -> list[tuple[int, int, str]]:
    exact, described = (list(matcher.find(text)) for matcher in matchers)
    inside = {
        name: description
        for description in described
        for name in exact
        if description[0] <= name[0] and name[1] <= description[1]
    }
    # A description within a name, or across the edge of one, is no mention of its own.
    crossed = [
        description
        for description in described
        for name in exact
        if name not in inside and name[0] < description[1] and description[0] < name[1]
    ]
    same = [name for name, description in inside.items() if known[name[2]][0] == known[description[2]][0]]
    return sorted(found for found in [*exact, *described] if found not in crossed and found not in same)
