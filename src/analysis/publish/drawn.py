"""Lists that are too long to be shown whole: some of their rows, drawn at random, and a line that says so."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..compare.parts import SEED

# In a book of up to so many articles so many rows of a list are shown, in a larger one so many.
FEW = 50
WHOLE, DRAWN = 400, 20


class Some(NamedTuple):
    """Rows of a list to be shown, and a line that says how many there are and, if not all are shown, which are."""

    rows: pd.DataFrame
    told: str


def draw(rows: pd.DataFrame, articles: int, readable: Sequence[bool] | None = None) -> Some:
    """Return the rows to be shown, in their order: all, or some of them, `WHOLE` or in a book of many articles `DRAWN`.

    Parameters
    ----------
    rows : DataFrame
        All that could be shown.
    articles : int
        How many articles the book has.
    readable : sequence of bool, optional
        Of which rows the text may be shown: these are drawn first. By default it is of all.
    """
    most = WHOLE if articles <= FEW else DRAWN
    if len(rows) <= most:
        return Some(rows, str(len(rows)))
    may = np.ones(len(rows), dtype=bool) if readable is None else np.asarray(readable, dtype=bool)
    how = which(len(rows), most, int(may.sum()))
    return Some(rows.iloc[places(may, most)], f"{len(rows):,}; shown are {most}, {how}")


def places(readable: np.ndarray, number: int) -> np.ndarray:
    """Return the places of so many rows, in their order: drawn at random from the readable, or all and some others."""
    chance = np.random.default_rng(SEED)
    first, others = np.flatnonzero(readable), np.flatnonzero(~readable)
    if len(first) >= number:
        return np.sort(chance.choice(first, number, replace=False))
    return np.sort(np.concatenate([first, chance.choice(others, number - len(first), replace=False)]))


def which(number: int, shown: int, readable: int) -> str:
    """Return how some of a list's rows were chosen, as `places` does; `readable` is of how many the text may be shown.

    Examples
    --------
    >>> which(1532, 20, 1532)
    'drawn at random'
    >>> which(431, 20, 64)
    'drawn at random among the 64 whose sentence may be shown'
    >>> which(431, 20, 3)
    'the 3 whose sentence may be shown, and 17 drawn at random among the others'
    >>> which(431, 64, 64)
    'the 64 whose sentence may be shown'
    >>> which(431, 20, 0)
    'drawn at random; the sentence of none of them may be shown'
    """
    if readable == number:
        return "drawn at random"
    if shown < readable:
        return f"drawn at random among the {readable:,} whose sentence may be shown"
    if not readable:
        return "drawn at random; the sentence of none of them may be shown"
    rest = f", and {shown - readable:,} drawn at random among the others" if shown > readable else ""
    return f"the {readable:,} whose sentence may be shown{rest}"
