"""Whether a difference between two sides is more than chance, were tokens independent draws."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import xlogy

from .counts import checked


def log_likelihood(a: ArrayLike, b: ArrayLike, n_a: ArrayLike, n_b: ArrayLike) -> np.ndarray:
    """Return the log-likelihood ratio G2 of a term, negative where side b uses it more.

    Of the four cells: the term and all other tokens, on both sides (Dunning 1993, equation for two
    binomials). The two-cell form of Rayson & Garside (2000), used by many tools, leaves out the other
    tokens; it is a little smaller, here 6.9315.

    Parameters
    ----------
    a, b : array_like
        Count of the term on each side.
    n_a, n_b : array_like
        Count of all tokens on each side.

    Returns
    -------
    ndarray
        0 where the relative frequencies are equal. Without a unit.

    Raises
    ------
    ValueError
        If a total is not positive or a count not a whole number from 0 to its total.

    Examples
    --------
    >>> round(float(log_likelihood(10, 5, 100, 200)), 6)
    7.329812
    """
    a, b, n_a, n_b = checked(a, b, n_a, n_b)
    share = (a + b) / (n_a + n_b)
    cells = [(a, n_a * share), (b, n_b * share), (n_a - a, n_a * (1 - share)), (n_b - b, n_b * (1 - share))]
    # Where a cell is empty, so is what it adds; then its expected count may be 0, too.
    size = 2 * sum(xlogy(seen, np.where(seen > 0, seen, 1) / np.where(seen > 0, due, 1)) for seen, due in cells)
    # By cross-multiplication: equal shares are equal to the last bit.
    return np.sign(a * n_b - b * n_a) * np.maximum(size, 0)


def fisher(a: ArrayLike, b: ArrayLike, n_a: ArrayLike, n_b: ArrayLike) -> np.ndarray:
    """Return the two-sided p of Fisher's exact test (Fisher 1922), right for the smallest counts.

    Parameters
    ----------
    a, b, n_a, n_b
        As for `log_likelihood`.

    Examples
    --------
    >>> round(float(fisher(5, 0, 100, 100)), 4)
    0.0594
    """
    # Here: it takes longest of all to import, and most actions of the command, builds among them, test nothing.
    from scipy.stats import fisher_exact

    counts = checked(a, b, n_a, n_b)
    cells = np.stack(counts, axis=-1).astype("int64")
    different, place = np.unique(cells.reshape(-1, 4), axis=0, return_inverse=True)
    found = [fisher_exact([[a, n_a - a], [b, n_b - b]]).pvalue for a, b, n_a, n_b in different.tolist()]
    return np.array(found)[place].reshape(cells.shape[:-1])


def holm(p: ArrayLike) -> np.ndarray:
    """Return p values corrected for their number by Holm's method (1979).

    Parameters
    ----------
    p : array_like
        One p value for each comparison.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.06, 0.06]
    """
    values = np.asarray(p, dtype=float)
    if values.ndim != 1 or not ((values >= 0) & (values <= 1)).all():
        msg = "p values must be a list of numbers from 0 to 1"
        raise ValueError(msg)
    order = np.argsort(values, kind="stable")
    steps = np.maximum.accumulate(values[order] * np.arange(len(values), 0, -1))
    corrected = np.empty_like(values)
    corrected[order] = np.minimum(steps, 1)
    return corrected
