"""Which outlets a book compares: two by name, one with all others, or the two that have most articles."""

from collections.abc import Mapping, Sequence

import pandas as pd

from ...compare.annotated import SIDES
from ...measure import BadInput

REST = "The others"


def assign(articles: pd.DataFrame, compare: Sequence[str]) -> pd.DataFrame:
    """Say of each article on which side it is.

    Parameters
    ----------
    articles : DataFrame
        With source, the name of the outlet.
    compare : sequence of str
        Two outlets; one, which is compared with all others; or none, for the two with most articles (of equals the
        first in the alphabet).

    Returns
    -------
    DataFrame
        The articles, with `side` ("first", "second", or "" where the outlet is not compared) and its `label`.

    Raises
    ------
    BadInput
        If an outlet has no article, or nothing is left to compare it with.
    """
    return put(articles, outlets(articles["source"].value_counts(), compare))


def put(articles: pd.DataFrame, compared: Mapping[str, str]) -> pd.DataFrame:
    """Say of each article on which side it is, by what `outlets` says of its outlet."""
    label, side = (articles["source"].map(own).fillna("") for own in (compared, of_outlets(compared)))
    return articles.assign(label=label, side=side)


def of_outlets(compared: Mapping[str, str]) -> dict[str, str]:
    """Return the side of each outlet, by what `outlets` says of it."""
    order = dict(zip(dict.fromkeys(compared.values()), SIDES, strict=True))
    return {outlet: order[label] for outlet, label in compared.items()}


def outlets(counts: Mapping[str, int], compare: Sequence[str]) -> dict[str, str]:
    """Return the outlets that are compared, each with the label of its side, those of the first side first.

    Parameters
    ----------
    counts : mapping of str to int
        The number of articles of each outlet.
    compare : sequence of str
        As for `assign`, which says what is raised, too.
    """
    known = sorted(counts.keys(), key=lambda name: (-counts[name], name))
    option = "--against-rest" if len(compare) == 1 else "--compare"
    for name in compare:
        if name not in counts:
            raise BadInput(option, f"an outlet of the articles, as {', '.join(known[:10])}", value=name)
    chosen = list(dict.fromkeys(compare)) or known[:2]
    if len(known) < 2:
        raise BadInput("the articles", "articles of two outlets or more", value=f"all are of {known[0]}")
    if len(compare) == 2 and len(chosen) == 1:
        raise BadInput("--compare", "two outlets to compare", value=", ".join(map(str, chosen)))
    labels = dict(zip(chosen, chosen, strict=True))
    if len(chosen) == 1:
        others = [name for name in known if name not in chosen]
        rest = others[0] if len(others) == 1 else f"{REST} ({len(others)})"
        labels |= dict.fromkeys(others, rest)
    return labels


def labels(articles: pd.DataFrame) -> Mapping[str, str]:
    """Return the label of each side by its id, the first one first."""
    found = dict(zip(articles["side"], articles["label"], strict=True))
    return {side: found[side] for side in SIDES}
