"""How evenly a term is spread over a text."""

import numpy as np
from numpy.typing import ArrayLike


def dispersion(counts: ArrayLike, sizes: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return the deviation of proportions of a term over parts of a text (Gries 2008; Lijffijt & Gries 2012).

    Parameters
    ----------
    counts : array_like, shape (..., parts)
        How often the term stands in each part; one row a term.
    sizes : array_like, shape (parts,)
        How many tokens each part has; positive.

    Returns
    -------
    tuple of ndarray, shape (...)
        DP, from 0 (spread as the parts are large) to nearly 1 (in the smallest part only), and DPnorm, which
        reaches 1. Not a number where the term does not occur; DPnorm where there is one part only.

    Raises
    ------
    ValueError
        If a size is not positive, a count not a whole number from 0 to the size of its part, or their
        numbers differ.

    Examples
    --------
    Gries' letters: b in five parts of 9, 10, 10, 10 and 11 tokens.

    >>> dp, normed = dispersion([2, 2, 2, 2, 2], [9, 10, 10, 10, 11])
    >>> round(float(dp), 3), round(float(normed), 3)
    (0.02, 0.024)
    """
    counts, sizes = np.asarray(counts, dtype=float), np.asarray(sizes, dtype=float)
    if sizes.ndim != 1 or not len(sizes) or not ((sizes > 0) & np.isfinite(sizes)).all():
        msg = "the sizes must be a list of positive numbers: a part without tokens holds nothing"
        raise ValueError(msg)
    if counts.shape[-1:] != sizes.shape or not ((counts >= 0) & (counts <= sizes) & (counts == np.floor(counts))).all():
        msg = "a count must be a whole number from 0 to the size of its part, one for each part"
        raise ValueError(msg)
    total = counts.sum(axis=-1, keepdims=True)
    expected = sizes / sizes.sum()
    with np.errstate(invalid="ignore", divide="ignore"):
        dp = np.abs(counts / total - expected).sum(axis=-1) / 2
        return dp, dp / (1 - expected.min())
