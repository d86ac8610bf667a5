"""Intervals: of a share, exact after Clopper and Pearson (1934); of scores, by the bootstrap over documents."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import betainccinv, betaincinv


def of_share(hits: ArrayLike, misses: ArrayLike, *, alpha: float = 0.05) -> tuple[np.ndarray, np.ndarray]:
    """Return lower and upper bound of a binomial share.

    Parameters
    ----------
    hits, misses : array_like
        How many of the trials did and did not; their sum is the number of trials.
    alpha : float
        One minus the confidence.

    Returns
    -------
    tuple of ndarray
        Bounds from 0 to 1; 0 and 1 where there are no trials.

    Examples
    --------
    >>> low, high = of_share(9, 1)
    >>> round(float(low), 3), round(float(high), 3)
    (0.555, 0.997)
    """
    hits, misses = np.asarray(hits, dtype=float), np.asarray(misses, dtype=float)
    # The bounds are quantiles of beta distributions, which have no parameter 0.
    low = np.where(hits == 0, 0.0, betaincinv(np.maximum(hits, 1e-9), misses + 1, alpha / 2))
    high = np.where(misses == 0, 1.0, betainccinv(hits + 1, np.maximum(misses, 1e-9), alpha / 2))
    return low, high


def by_document(
    counts: np.ndarray, scores: Callable[[Sequence], dict[str, float]], *, draws: int = 1000, seed: int = 1
) -> dict[str, list[float]]:
    """Return 95 % intervals of scores: the percentiles of the bootstrap over documents.

    Parameters
    ----------
    counts : ndarray
        One row a document: the counts that the scores are made from.
    scores : callable
        Makes the scores from the sums of the rows.
    draws, seed : int
        How many draws, and the seed of the generator.

    Returns
    -------
    dict of str to list
        For each score its lower and upper bound, with three decimals.
    """
    drawn = np.random.default_rng(seed).integers(0, len(counts), (draws, len(counts)))
    made = pd.DataFrame([scores(counts[draw].sum(axis=0).tolist()) for draw in drawn])
    return {name: [round(float(edge), 3) for edge in np.percentile(made[name], (2.5, 97.5))] for name in made}
