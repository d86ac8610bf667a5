"""How far two distributions are apart, and what each term adds."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import rel_entr

from .counts import checked


def jensen_shannon(a: ArrayLike, b: ArrayLike, n_a: ArrayLike, n_b: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return what each term adds to the Jensen-Shannon divergence, both sides weighing the same.

    Parameters
    ----------
    a, b, n_a, n_b : array_like
        Counts of the term and of all tokens on each side.

    Returns
    -------
    tuple of ndarray
        The contributions in bits, never negative; over all terms they sum to the divergence, from 0 (the
        same shares) to 1 (no term in common). And the direction: 1 where side a has the larger share, -1
        where side b has it, 0 where they are equal. After Gallagher et al. (2021), section "Jensen-Shannon
        divergence".

    Raises
    ------
    ValueError
        If a total is not positive or a count not a whole number from 0 to its total.

    Examples
    --------
    Side a says "x x y y", side b says "y y z z". For x the shares are 1/2 and 0, their mean is 1/4, and it
    adds 1/2 * 1/2 * log2(1/2 / 1/4) = 0.25; so does z; y has the same share on both sides and adds nothing.

    >>> contribution, direction = jensen_shannon([2, 2, 0], [0, 2, 2], 4, 4)
    >>> contribution.tolist(), direction.tolist()
    ([0.25, 0.0, 0.25], [1.0, 0.0, -1.0])
    """
    a, b, n_a, n_b = checked(a, b, n_a, n_b)
    p, q = a / n_a, b / n_b
    middle = (p + q) / 2
    contribution = (rel_entr(p, middle) + rel_entr(q, middle)) / (2 * np.log(2))
    # By cross-multiplication: equal shares are equal to the last bit.
    return np.maximum(contribution, 0), np.sign(a * n_b - b * n_a)
