"""Where any of many patterns may begin: one pass over a text for all of them.

Nearly everywhere in a text none of some hundred regular expressions matches, and trying them all at each place takes
most of the time of an instrument. So the first characters that each can begin with are worked out from the
expression itself, and all of these are looked for at once (Aho and Corasick 1975). An expression is tried where its
beginning was found, and nowhere else.

Beginnings are compared in a folded form, in which small and capital letters, all digits and all white space are
the same. More places than needed may be found so, and never fewer.
"""

import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import groupby
from re import _constants as op  # no other parser of Python's regular expressions is as complete; a test keeps watch
from re import _parser as parser

import numpy as np
from ahocorasick_rs import AhoCorasick

from .spans import Unit

# How many characters of a beginning are looked at, and how many different ones a pattern may have.
LENGTH = 8
MOST = 3000
# Of a class of characters: above so many it is not told apart.
_WIDE = 30

# Behind this no character has a case or is a space.
_LAST = 0x1F000

# A beginning, and whether the pattern is known to go on with what stands behind it.
_Open = tuple[str, bool]
# Where patterns may begin, and their numbers.
Place = tuple[int, tuple[int, ...]]


@cache
def _table() -> np.ndarray:
    """Return for each code point the one it is folded to."""
    table = np.arange(sys.maxunicode + 1, dtype="<u4")
    first: dict[str, int] = {}
    for point in range(_LAST):
        sign = chr(point)
        if sign.isspace():
            table[point] = ord(" ")
        elif sign in "123456789":
            table[point] = ord("0")
        elif (same := sign.casefold()) != sign or sign in "İı":
            same = "i" if sign in "İı" else same
            # One that is more than a character when folded is folded to the first such.
            table[point] = ord(same) if len(same) == 1 else first.setdefault(same, point)
    return table


def _folded(sign: str) -> str:
    return chr(_table()[ord(sign)])


def fold(text: str) -> str:
    r"""Return a text of the same length in which case, digits and kinds of white space make no difference.

    Examples
    --------
    >>> fold("In\tMay 2016")
    'in may 0000'
    """
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return _table()[points].tobytes().decode("utf-32-le", "surrogatepass")


def beginnings(pattern: str) -> frozenset[str]:
    """Return what any match of a regular expression begins with, folded: the empty string, if that is not known.

    Examples
    --------
    >>> sorted(beginnings("(?:last|this) [wW]eek|[0-9]{4}"))
    ['0000', 'last wee', 'this wee']
    """
    parsed = list(parser.parse(pattern))
    for length in range(LENGTH, 0, -1):
        try:
            found = {begin for begin, _ in _sequence(parsed, length)}
        except OverflowError:
            continue
        # What begins with a shorter one is found with it.
        return frozenset(begin for begin in found if not any(begin[:end] in found for end in range(len(begin))))
    return frozenset([""])


def _sequence(parsed: Iterable, length: int) -> set[_Open]:
    done: set[_Open] = {("", True)}
    for item in parsed:
        done = _joined(done, lambda item=item: _one(*item, length), length)
        if not any(goes_on for _, goes_on in done):
            break
    return done


def _joined(first: set[_Open], second, length: int) -> set[_Open]:
    if not any(goes_on for _, goes_on in first):
        return first
    following = second()
    found = {one for one in first if not one[1]}
    for begin, goes_on in first:
        if goes_on:
            for more, on in following:
                found.add(((begin + more)[:length], on and len(begin + more) < length))
    if len(found) > MOST:
        raise OverflowError
    return found


def _one(kind, value, length: int) -> set[_Open]:
    """Return what one part of a pattern matches the beginnings of."""
    if kind is op.LITERAL:
        return {(_folded(chr(value)), True)}
    if kind is op.IN:
        return _class(value)
    if kind in (op.SUBPATTERN, op.ATOMIC_GROUP):
        return _sequence(value[-1] if kind is op.SUBPATTERN else value, length)
    if kind is op.BRANCH:
        return set().union(*(_sequence(branch, length) for branch in value[1]))
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return _repeated(*value, length)
    if kind in (op.ASSERT, op.ASSERT_NOT, op.AT):
        return {("", True)}
    # Any other part may match anything.
    return {("", False)}


def _class(parts) -> set[_Open]:
    signs: set[str] = set()
    for kind, value in parts:
        if kind is op.LITERAL:
            signs.add(_folded(chr(value)))
        elif kind is op.RANGE and value[1] - value[0] < _WIDE:
            signs.update(_folded(chr(point)) for point in range(value[0], value[1] + 1))
        elif kind is op.CATEGORY and value is op.CATEGORY_SPACE:
            signs.add(" ")
        else:
            return {("", False)}
    return {(sign, True) for sign in signs}


def _repeated(least: int, most: int, inside, length: int) -> set[_Open]:
    once = _sequence(inside, length)
    found: set[_Open] = {("", True)} if least == 0 else set()
    so_far: set[_Open] = {("", True)}
    # White space is seldom repeated: two of it, and what follows is not looked at.
    enough = 2 if once == {(" ", True)} else length
    for times in range(1, min(most, enough) + 1):
        so_far = _joined(so_far, lambda: once, length)
        if times == enough and most > enough:
            so_far = {(begin, False) for begin, _ in so_far}
        if times >= least:
            found |= so_far
    return found


class Heads:
    """Finds where patterns may begin.

    Parameters
    ----------
    patterns : sequence of str
        Regular expressions; their flags for case make no difference.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        begin: dict[str, list[int]] = {}
        for number, pattern in enumerate(patterns):
            for one in beginnings(pattern):
                begin.setdefault(one, []).append(number)
        self._anywhere = begin.pop("", [])
        self._numbers = list(begin.values())
        self._begin = list(begin)
        # It goes with the patterns: a cache of the class would keep those of every call.
        self._known: dict[tuple[int, ...], tuple[int, ...]] = {}

    @cached_property
    def _automaton(self) -> AhoCorasick:
        return AhoCorasick(self._begin)

    def find(self, text: str) -> Iterator[Place]:
        """Yield each place where a pattern may begin, from left to right, and the numbers of those patterns."""
        found = self._automaton.find_matches_as_indexes(fold(text), overlapping=True) if self._begin else []
        places = sorted((start, which) for which, start, _ in found)
        if not self._anywhere:
            for start, hits in groupby(places, key=lambda hit: hit[0]):
                yield start, self._at(tuple(which for _, which in hits))
            return
        here = {start: tuple(which for _, which in hits) for start, hits in groupby(places, key=lambda hit: hit[0])}
        for start in range(len(text)):
            yield start, self._at(here.get(start, ()))

    def within(self, text: str, units: Iterable[Unit]) -> Iterator[tuple[Unit, list[Place]]]:
        """Yield segments of a text, each with the places in it as `find` has them."""
        places = list(self.find(text))
        positions = [at for at, _ in places]
        for unit in units:
            yield unit, places[bisect_left(positions, unit.start) : bisect_left(positions, unit.end)]

    def _at(self, hits: tuple[int, ...]) -> tuple[int, ...]:
        if (known := self._known.get(hits)) is None:
            known = tuple(sorted({*self._anywhere, *(number for which in hits for number in self._numbers[which])}))
            self._known[hits] = known
        return known
