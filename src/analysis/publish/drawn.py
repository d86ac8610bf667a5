"""Lists that are too long to be shown whole: some of their rows, drawn at random, and a line that says so."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..compare.parts import SEED

# A book of up to so many articles shows its lists whole. In a larger one, of each list so many rows are drawn.
FEW = 50
DRAWN = 20


def draw(rows: pd.DataFrame, articles: int, first: Sequence[bool] | None = None) -> pd.DataFrame:
    """Return the rows to be shown, in their order: all, or in a book of many articles `DRAWN` of them.

    Parameters
    ----------
    rows : DataFrame
        All that could be shown.
    articles : int
        How many articles the book has.
    first : sequence of bool, optional
        Which rows are drawn from, if there are enough of them: those whose text may be shown.
    """
    if articles <= FEW or len(rows) <= DRAWN:
        return rows
    pool = np.flatnonzero(np.ones(len(rows), dtype=bool) if first is None else np.asarray(first, dtype=bool))
    if len(pool) < DRAWN:
        pool = np.arange(len(rows))
    return rows.iloc[places(pool, DRAWN)]


def places(pool: np.ndarray | int, number: int) -> np.ndarray:
    """Return so many of some places, or of those up to a number, drawn at random, in their order."""
    return np.sort(np.random.default_rng(SEED).choice(pool, number, replace=False))


def told(number: int, shown: int) -> str:
    """Return how many there are, and how many of these are shown if not all are.

    Examples
    --------
    >>> told(12, 12)
    '12'
    >>> told(1532, 20)
    '1,532; shown are 20, drawn at random'
    """
    return str(number) if shown == number else f"{number:,}; shown are {shown}, drawn at random"
