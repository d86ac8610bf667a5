"""Give every article an id, while the articles pass by: none twice, whichever way they are parted."""

import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b

import numpy as np

from ..intake.identifiers import is_plain

# Of a made id, behind the name of its input: the input's place among all, and the row.
_MADE = re.compile(r".*--\d+-\d+", re.DOTALL)


class Names:
    """The ids of all articles.

    A given id is kept if it is plain, the first of its kind and not of the form of one that is made:
    `2016--3-17` for the 17th row of the third input, 2016. So a made id meets no other one, wherever that may come,
    also in an input that is added when others have been measured.

    Of the given ids eight bytes each are kept, of a hash. Two that differ may have the same ones, among a million
    with a chance below one in ten million; then the second is treated as one that was there before, and noted: no two
    articles get one id.

    Parameters
    ----------
    inputs : iterable of str
        What the inputs are called, plain and in lower case.

    Examples
    --------
    >>> names = Names(["a", "b"])
    >>> names.assign(0, ["x", "X", "b--2-7", ""], [2, 3, 4, 5]), names.assign(1, ["x", "b-2-7"], [2, 3])
    (['x', 'a--1-3', 'a--1-4', 'a--1-5'], ['b--2-2', 'b-2-7'])
    """

    def __init__(self, inputs: Iterable[str]) -> None:
        self._inputs = list(inputs)
        # Sorted, each more than twice as long as the next: few to look in, and seldom merged.
        self._runs: list[np.ndarray] = []

    def assign(self, place: int, given: Sequence[str], rows: Sequence[int]) -> list[str]:
        """Return an id for each record of an input, from what came with it, and its row.

        Parameters
        ----------
        place : int
            The input's place, from 0.
        given : sequence of str
            What came with the records, "" for nothing.
        rows : sequence of int
            A number for each record, its own within the input.
        """
        usable = [name if is_plain(name) and not _MADE.fullmatch(name) else "" for name in given]
        hashes = np.array([_hash(name) for name in usable], dtype=np.uint64)
        before = self._seen(hashes)
        names, fresh = [], set()
        for name, key, there, row in zip(usable, hashes.tolist(), before.tolist(), rows, strict=True):
            if name and not there and key not in fresh:
                fresh.add(key)
                names.append(name)
            else:
                names.append(f"{self._inputs[place]}--{place + 1}-{row}")
        self._add(np.array(sorted(fresh), dtype=np.uint64))
        return names

    def _seen(self, hashes: np.ndarray) -> np.ndarray:
        found = np.zeros(len(hashes), dtype=bool)
        for run in self._runs:
            found |= run[np.searchsorted(run, hashes).clip(max=len(run) - 1)] == hashes
        return found

    def _add(self, run: np.ndarray) -> None:
        if not len(run):
            return
        while self._runs and len(self._runs[-1]) <= 2 * len(run):
            # Stable: that merges what is sorted already.
            run = np.sort(np.concatenate([self._runs.pop(), run]), kind="stable")
        self._runs.append(run)


def _hash(name: str) -> int:
    return int.from_bytes(blake2b(name.casefold().encode(), digest_size=8).digest(), "big")
