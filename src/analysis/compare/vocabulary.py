"""Which terms the two sides use, and how often."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pandas as pd

from ..measure import segment
from ..measure.tables import read_table
from .counting import with_source
from .keyness import log_ratio, log_ratio_interval


@cache
def function_words() -> frozenset[str]:
    """Return the terms marked as function words: closed classes of English, in function_words.csv."""
    table = read_table(Path(__file__).with_name("function_words.csv"), ("term", "kind"), keys=[["term"]])
    return frozenset(table["term"])


def counts(segments: pd.DataFrame, articles: pd.DataFrame, sources: Sequence[str]) -> pd.DataFrame:
    """Count the terms of each source, body text only.

    Returns
    -------
    DataFrame
        Indexed by `term`, one column of counts for each source, in the order given.
    """
    tokens = with_source(segment.of(segments, "token"), articles)
    table = tokens.groupby(["term", "source"]).size().unstack(fill_value=0)
    return table.reindex(columns=list(sources), fill_value=0).rename_axis(columns=None)


def compare(counted: pd.DataFrame, *, alpha: float = 0.05) -> pd.DataFrame:
    """Compare the use of each term by two sources.

    Parameters
    ----------
    counted : DataFrame
        Two columns of counts, indexed by term, as `counts` returns them.
    alpha : float
        One minus the confidence of all intervals together.

    Returns
    -------
    DataFrame
        One row a term, sorted by the size of the log ratio, then by count, then by term: `term`, `count_a`
        and `count_b`, `per_1000_a` and `per_1000_b`, `log_ratio` with `lower` and `upper` (bits; positive
        on the first side), `function_word`, and `distinguishable`: whether the interval excludes zero.
    """
    a, b = (counted[name].to_numpy() for name in counted.columns)
    n_a, n_b = a.sum(), b.sum()
    lower, upper = log_ratio_interval(a, b, n_a, n_b, alpha=alpha, comparisons=len(counted))
    table = pd.DataFrame(
        {
            "term": counted.index,
            "count_a": a,
            "count_b": b,
            "per_1000_a": 1000 * a / n_a,
            "per_1000_b": 1000 * b / n_b,
            "log_ratio": log_ratio(a, b, n_a, n_b),
            "lower": lower,
            "upper": upper,
            "function_word": counted.index.isin(function_words()),
            "distinguishable": (lower > 0) | (upper < 0),
        }
    )
    size, total = table["log_ratio"].abs().round(9), table["count_a"] + table["count_b"]
    order = table.assign(size=size, total=total).sort_values(
        ["size", "total", "term"], ascending=[False, False, True], kind="stable"
    )
    return table.loc[order.index].reset_index(drop=True)


def strongest(compared: pd.DataFrame, most: int) -> pd.DataFrame:
    """Return the terms with the largest log ratios of each side, without cutting through a tie.

    Parameters
    ----------
    compared : DataFrame
        As `compare` returns it, or some of its rows.
    most : int
        How many terms a side at most, unless the first tie alone is larger.

    Returns
    -------
    DataFrame
        The rows of the first side (`side` 0), then those of the second (1).
    """
    sides = []
    for side, sign in enumerate((1, -1)):
        own = compared[compared["log_ratio"] * sign > 0]
        size = own["log_ratio"].abs().round(9)
        upto = size.value_counts().sort_index(ascending=False).cumsum()
        kept = upto.index[(upto <= most) | (upto == upto.iloc[0])] if len(upto) else []
        sides.append(own[size.isin(kept)].assign(side=side))
    return pd.concat(sides, ignore_index=True)
