"""How many times more often one side uses a term than the other, in bits."""

import numpy as np
from numpy.typing import ArrayLike

from ..intervals import of_share
from .counts import checked


def log_ratio(a: ArrayLike, b: ArrayLike, n_a: ArrayLike, n_b: ArrayLike) -> np.ndarray:
    """Return the binary logarithm of the ratio of two relative frequencies (Hardie 2014), in bits.

    Parameters
    ----------
    a, b : array_like
        Count of the term on each side. A zero is taken as 0.5.
    n_a, n_b : array_like
        Count of all tokens on each side.

    Returns
    -------
    ndarray
        1 is twice as often on side a, -1 twice as often on side b.

    Raises
    ------
    ValueError
        If a total is not positive or a count not between 0 and its total.

    Examples
    --------
    >>> float(log_ratio(8, 1, 100, 100))
    3.0
    """
    a, b, n_a, n_b = checked(a, b, n_a, n_b)
    return np.log2((np.where(a == 0, 0.5, a) / n_a) / (np.where(b == 0, 0.5, b) / n_b))


def log_ratio_interval(
    a: ArrayLike, b: ArrayLike, n_a: ArrayLike, n_b: ArrayLike, *, alpha: float = 0.05, comparisons: int = 1
) -> tuple[np.ndarray, np.ndarray]:
    """Return lower and upper bound of the log ratio after Evert (2022), in bits.

    Given its a + b occurrences, the share that falls on side a is binomial. The bounds are those of
    Clopper and Pearson (1934) for that share, at `alpha` divided by the number of comparisons
    (Bonferroni), turned back into a ratio of relative frequencies.

    Parameters
    ----------
    a, b, n_a, n_b : array_like
        As for `log_ratio`.
    alpha : float
        One minus the confidence, for all comparisons together.
    comparisons : int
        How many terms are compared.

    Returns
    -------
    tuple of ndarray
        Bounds in bits; infinite where a count is zero.

    Notes
    -----
    Tokens of a text are not independent draws. The interval describes; it does not test.

    Examples
    --------
    >>> low, high = log_ratio_interval(5, 0, 100, 100)
    >>> round(float(low), 3), float(high)
    (-0.126, inf)
    """
    a, b, n_a, n_b = checked(a, b, n_a, n_b)
    if not (0 < alpha < 1 and comparisons >= 1):
        msg = "alpha must be between 0 and 1, and the comparisons must be one or more"
        raise ValueError(msg)
    low, high = of_share(a, b, alpha=alpha / comparisons)
    with np.errstate(divide="ignore"):
        scale = np.log2(n_b / n_a)
        return np.log2(low / (1 - low)) + scale, np.log2(high / (1 - high)) + scale


def log_ratio_conservative(
    a: ArrayLike, b: ArrayLike, n_a: ArrayLike, n_b: ArrayLike, *, alpha: float = 0.05, comparisons: int = 1
) -> np.ndarray:
    """Return the conservative log ratio (Evert 2022): the bound nearer to 0, and 0 if the interval holds it.

    Parameters
    ----------
    a, b, n_a, n_b, alpha, comparisons
        As for `log_ratio_interval`.

    Returns
    -------
    ndarray
        In bits: at least so many times more often, at the confidence given.

    Examples
    --------
    >>> round(float(log_ratio_conservative(30, 2, 100, 100)), 3), float(log_ratio_conservative(5, 4, 100, 100))
    (1.928, 0.0)
    """
    low, high = log_ratio_interval(a, b, n_a, n_b, alpha=alpha, comparisons=comparisons)
    return np.maximum(low, 0) + np.minimum(high, 0)
