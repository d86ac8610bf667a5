"""The measures by which terms are ranked: the one list of them."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from . import keyness


class Sides(NamedTuple):
    """What a measure is computed from: counts of each term, totals, and what the measures need besides.

    `a` and `b` have the terms in their last axis; `n_a` and `n_b` broadcast with them. `prior` has the
    pseudo-count of each term, `comparisons` says for how many terms intervals are corrected.
    """

    a: np.ndarray
    b: np.ndarray
    n_a: np.ndarray
    n_b: np.ndarray
    prior: np.ndarray
    comparisons: int


class Ranking(NamedTuple):
    """A measure: its name, what a reader calls it, and the function that gives each term its signed value."""

    name: str
    label: str
    value: Callable[[Sides], np.ndarray]


def _conservative(sides: Sides) -> np.ndarray:
    return keyness.log_ratio_conservative(*sides[:4], comparisons=sides.comparisons)


def _z(sides: Sides) -> np.ndarray:
    return keyness.log_odds(*sides[:4], prior=sides.prior, prior_total=sides.prior.sum())[1]


def _share(sides: Sides) -> np.ndarray:
    contribution, direction = keyness.jensen_shannon(*sides[:4])
    return contribution * direction


RANKINGS = (
    Ranking("log_ratio", "Log ratio", lambda sides: keyness.log_ratio(*sides[:4])),
    Ranking("log_ratio_conservative", "Conservative log ratio", _conservative),
    Ranking("log_likelihood", "Log-likelihood (G²)", lambda sides: keyness.log_likelihood(*sides[:4])),
    Ranking("log_odds", "Log-odds (z)", _z),
    Ranking("jensen_shannon", "Share of the divergence", _share),
)
BY_NAME = {ranking.name: ranking for ranking in RANKINGS}


def ranked(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Sort terms by the size of a measure, then by count, then by term."""
    size, total = table[name].abs().round(9), table["count_a"] + table["count_b"]
    keys = table.assign(_size=size, _total=total).sort_values(
        ["_size", "_total", "term"], ascending=[False, False, True], kind="stable"
    )
    return table.loc[keys.index].reset_index(drop=True)
