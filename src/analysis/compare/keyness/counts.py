"""Counts and totals as all measures take them."""

import numpy as np
from numpy.typing import ArrayLike


def checked(a: ArrayLike, b: ArrayLike, n_a: ArrayLike, n_b: ArrayLike) -> tuple[np.ndarray, ...]:
    """Return counts and totals of two sides as arrays of one shape.

    Raises
    ------
    ValueError
        If a total is not a positive whole number, or a count not a whole number from 0 to its total.
    """
    a, b, n_a, n_b = np.broadcast_arrays(*(np.asarray(value, dtype=float) for value in (a, b, n_a, n_b)))
    for count, total in ((a, n_a), (b, n_b)):
        if not ((total > 0) & np.isfinite(total) & (total == np.floor(total))).all():
            msg = "a total must be a positive whole number: a side without tokens cannot be compared"
            raise ValueError(msg)
        if not ((count >= 0) & (count <= total) & (count == np.floor(count))).all():
            msg = "a count must be a whole number from 0 to its total"
            raise ValueError(msg)
    return a, b, n_a, n_b
