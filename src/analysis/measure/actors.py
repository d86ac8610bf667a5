"""Find mentions of actors by the names listed in actors.csv.

Names: the longest match wins, and what lies inside a name is no mention of its own. The "NATO-Russia
Council" is one organisation, not a mention of NATO and one of Russia.

Titles and descriptions: a name or an adjective inside counts for whom it names, as it does in a title
before a name. So "Russian Foreign Minister Sergey Lavrov" and "the Russian ambassador" both have a mention
of Russia besides that of the man. "The Russian side" is Russia once.

Pronouns are not counted.
"""

from collections.abc import Iterator, Mapping

import pandas as pd

from . import segment, spans
from .corpus import ALIAS_KINDS
from .patterns import Match, WordLists, word_lists
from .tables import split_list

COLUMNS = ("actor", "kind", "alias")
# What is looked for apart, each without overlaps: names with adjectives, and descriptions.
EXACT, DESCRIBED = "exact", "described"
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
    exact = [alias for alias, (_, kind) in known.items() if kind in ("name", "adjective")]
    described = [alias for alias, (_, kind) in known.items() if kind in ("description", "inferred")]
    return spans.of_tuples(
        "actors", list(_rows(articles, segments, word_lists({EXACT: exact, DESCRIBED: described}), known)), COLUMNS
    )


def _rows(
    articles: pd.DataFrame, segments: pd.DataFrame, lists: WordLists, known: dict[str, tuple[str, str]]
) -> Iterator[tuple]:
    for article, sentences in segment.each(articles, segments, "sentence"):
        for _, found in lists.find(article.text, sentences):
            for start, end, _, alias in _mentions(found, known):
                yield (article.article_id, start, end, article.text[start:end], *known[alias], alias)


def _mentions(found: list[Match], known: dict[str, tuple[str, str]]) -> list[Match]:
    """Return which matches in one sentence are mentions."""
    exact, described = ([match for match in found if match.list == name] for name in (EXACT, DESCRIBED))
    inside = {
        name: description
        for description in described
        for name in exact
        if description.start <= name.start and name.end <= description.end
    }
    # A description within a name, or across the edge of one, is no mention of its own.
    crossed = [
        description
        for description in described
        for name in exact
        if name not in inside and name.start < description.end and description.start < name.end
    ]
    same = [name for name, of in inside.items() if known[name.pattern][0] == known[of.pattern][0]]
    return [match for match in found if match not in crossed and match not in same]
