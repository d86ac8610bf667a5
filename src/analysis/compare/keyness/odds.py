"""Log-odds ratios that expect of a term what a prior says."""

import numpy as np
from numpy.typing import ArrayLike

from .counts import checked


def log_odds(
    a: ArrayLike, b: ArrayLike, n_a: ArrayLike, n_b: ArrayLike, *, prior: ArrayLike, prior_total: ArrayLike
) -> tuple[np.ndarray, np.ndarray]:
    """Return log-odds ratios with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008).

    Parameters
    ----------
    a, b, n_a, n_b : array_like
        Counts of the term and of all tokens on each side.
    prior : array_like
        Pseudo-count of the term that is added to each side; positive.
    prior_total : array_like
        Pseudo-count of all terms; larger than `prior`.

    Returns
    -------
    tuple of ndarray
        delta, the difference of the log-odds (equation 15 of the paper; natural logarithm), positive where
        side a uses the term more; and z, delta by its standard deviation with the variance of two terms
        (equation 20).

    Raises
    ------
    ValueError
        If a total is not positive, a count not a whole number from 0 to its total, or a prior not positive
        and less than its total.

    Examples
    --------
    >>> delta, z = log_odds([1, 5, 1, 9], [100, 510, 100, 199], 16, 909, prior=0.01, prior_total=0.04)
    >>> delta.round(6).tolist()
    [-0.609532, -1.034577, -0.609532, 1.520101]
    >>> z.round(6).tolist()
    [-0.609502, -2.304405, -0.609502, 4.462925]
    """
    a, b, n_a, n_b = checked(a, b, n_a, n_b)
    prior, prior_total = np.broadcast_arrays(np.asarray(prior, dtype=float), np.asarray(prior_total, dtype=float))
    if not ((prior > 0) & (prior < prior_total) & np.isfinite(prior_total)).all():
        msg = "a prior must be positive and less than the total of all"
        raise ValueError(msg)
    delta = np.log((a + prior) / (n_a + prior_total - a - prior)) - np.log(
        (b + prior) / (n_b + prior_total - b - prior)
    )
    return delta, delta / np.sqrt(1 / (a + prior) + 1 / (b + prior))
