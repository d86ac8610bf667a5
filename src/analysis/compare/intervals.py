"""Intervals of a share, exact after Clopper and Pearson (1934)."""

import numpy as np
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
