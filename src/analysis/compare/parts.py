"""Texts dealt anew, paragraph by paragraph: what differences look like where nothing but chance made them.

All draws are seeded. The order of the sides does not matter: swapped, they get the same draws.
"""

import numpy as np
import pandas as pd

SEED = 1990
DRAWS = 2000


def by_paragraph(units: pd.DataFrame) -> pd.DataFrame:
    """Count terms by paragraph.

    Returns
    -------
    DataFrame
        Indexed by `term`, one column of counts for each (article_id, paragraph) that has units.
    """
    return units.groupby(["term", "article_id", "paragraph"]).size().unstack(["article_id", "paragraph"], fill_value=0)


def deal(sizes: np.ndarray, target: int, *, draws: int = DRAWS, seed: int = SEED) -> np.ndarray:
    """Deal parts to two sides at random, again and again.

    In each draw the parts are shuffled, and taken one by one for the first side until its size is as near to
    `target` as it gets, with at least one part on each side.

    Parameters
    ----------
    sizes : ndarray, shape (parts,)
        How many tokens each part has.
    target : int
        How many tokens the first side shall have.
    draws, seed : int
        How often, and from which seed.

    Returns
    -------
    ndarray of bool, shape (draws, parts)
        Whether a part is on the first side.

    Raises
    ------
    ValueError
        If there are fewer than two parts.
    """
    if len(sizes) < 2:
        msg = "one paragraph cannot be dealt to two sides"
        raise ValueError(msg)
    rng = np.random.default_rng(seed)
    order = rng.permuted(np.tile(np.arange(len(sizes)), (draws, 1)), axis=1)
    grown = np.cumsum(sizes[order], axis=1)[:, :-1]
    last = np.abs(grown - target).argmin(axis=1)
    taken = np.arange(len(sizes)) <= last[:, None]
    sides = np.zeros_like(taken)
    np.put_along_axis(sides, order, taken, axis=1)
    return sides


def resample(parts: int, *, draws: int = DRAWS, seed: int = SEED) -> np.ndarray:
    """Draw parts with replacement, as many as there are: the bootstrap (Efron 1979).

    Returns
    -------
    ndarray of int, shape (draws, parts)
        How often each part was drawn.
    """
    rng = np.random.default_rng(seed)
    return rng.multinomial(parts, np.full(parts, 1 / parts), size=draws)
