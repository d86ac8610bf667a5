"""Texts dealt anew, part by part: what differences look like where nothing but chance made them.

A part is a paragraph where there are few articles, and an article where there are many (`across.cases`). All draws
are seeded. The order of the sides does not matter: swapped, they get the same draws.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

SEED = 1990
DRAWS = 2000
PARTS = {"paragraph": ["article_id", "paragraph"], "article": ["article_id"]}


class Parts(NamedTuple):
    """How often each term stands in each part.

    Attributes
    ----------
    terms : Index
        The terms, sorted.
    owners : ndarray
        For each part, in the order of their names and numbers, the article that it is of.
    counts : csr_array, shape (terms, parts)
        The counts; hardly any of them is not 0.
    """

    terms: pd.Index
    owners: np.ndarray
    counts: csr_array

    @property
    def sizes(self) -> np.ndarray:
        """How many tokens each part has."""
        return np.asarray(self.counts.sum(axis=0)).ravel()

    def of(self, terms) -> np.ndarray:
        """Return the counts of some terms, a row each; a term that is not there has zeros."""
        rows = self.terms.get_indexer(pd.Index(terms))
        found = self.counts[np.maximum(rows, 0)].toarray()
        found[rows < 0] = 0
        return found


def count(units: pd.DataFrame, part: str = "paragraph") -> Parts:
    """Count terms by part: a paragraph, or an article as a whole."""
    groups = units.groupby(PARTS[part], sort=True)
    owners = groups["article_id"].first().to_numpy()
    codes, terms = pd.factorize(units["term"], sort=True)
    ones = np.ones(len(units), dtype="int64")
    counts = csr_array((ones, (codes, groups.ngroup().to_numpy())), shape=(len(terms), len(owners)))
    return Parts(pd.Index(terms, name="term"), owners, counts)


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
