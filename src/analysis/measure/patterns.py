"""The small language of word lists: words as they are written, with `*` for any ending.

`promis*` finds promise, promised, promises; `verbal promise*` finds the two words, however they are spaced.
Used for the names of actors and for frame indicators, so that a list can be edited in a spreadsheet.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from .heads import Heads, Place
from .spans import Unit

WORD = r"[^\W_]"
# Straight and typographic apostrophes and hyphens are one: both occur in the same press.
_SIGNS = {"*": f"{WORD}*", "'": "['’]", "’": "['’]", "-": "[-‐‑]"}


class Match(NamedTuple):
    """What a pattern found: its offsets in the text, the list that the pattern stands in, and the pattern."""

    start: int
    end: int
    list: str
    pattern: str


def to_regex(pattern: str) -> str:
    """Translate a pattern of the word-list language into a regular expression.

    Raises
    ------
    ValueError
        If the pattern holds no letter or digit.

    Examples
    --------
    >>> bool(re.fullmatch(to_regex("verbal promise*"), "verbal  promises"))
    True
    """
    if not re.search(WORD, pattern):
        msg = f"{pattern!r} holds no word to look for"
        raise ValueError(msg)
    words = ["".join(_SIGNS.get(sign, re.escape(sign)) for sign in word) for word in pattern.split()]
    return rf"(?<!{WORD})" + r"\s+".join(words) + rf"(?!{WORD})"


class WordLists:
    """Finds the patterns of some lists in one pass, of each list the longest match first, without overlaps.

    Parameters
    ----------
    lists : mapping of str to iterable of str
        Patterns of the word-list language, by the name of their list. A pattern in lower case matches in any case.
        One with a capital matches as written ("US" is not "us"), in full capitals, and with a capital at its start.
    """

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        # The longest of a list stand first: in an alternation the first that matches is taken.
        self._patterns = [
            (name, pattern)
            for name, patterns in lists.items()
            for pattern in sorted(set(patterns), key=lambda pattern: (-len(pattern), pattern))
        ]
        self._regexes = [cased(pattern) for _, pattern in self._patterns]
        self._heads = Heads(self._regexes)
        self._joined: dict[tuple[int, ...], list[tuple[str, re.Pattern[str]]]] = {}

    def find(self, text: str, units: Iterable[Unit]) -> Iterator[tuple[Unit, list[Match]]]:
        """Yield the segments of a text in which something stands, and all that does, sorted; no match leaves one."""
        for unit, places in self._heads.within(text, units):
            if places and (found := self._matches(text, unit, places)):
                yield unit, sorted(found)

    def _matches(self, text: str, unit: Unit, places: Iterable[Place]) -> list[Match]:
        found: list[Match] = []
        own = text[unit.start : unit.end]
        ends: dict[str, int] = {}
        for at, numbers in places:
            for name, regex in self._of(numbers):
                if at >= ends.get(name, 0) and (match := regex.match(own, at - unit.start)):
                    start, end = unit.start + match.start(), unit.start + match.end()
                    ends[name] = end
                    found.append(Match(start, end, name, self._patterns[int(match.lastgroup[1:])][1]))
        return found

    def _of(self, numbers: tuple[int, ...]) -> list[tuple[str, re.Pattern[str]]]:
        """Return one expression a list for the patterns of some numbers."""
        if numbers not in self._joined:
            lists = groupby(numbers, key=lambda number: self._patterns[number][0])
            self._joined[numbers] = [
                (name, re.compile("|".join(f"(?P<p{number}>{self._regexes[number]})" for number in own)))
                for name, own in lists
            ]
        return self._joined[numbers]


def word_lists(lists: Mapping[str, Iterable[str]]) -> WordLists:
    """Return `WordLists`, those of some calls before kept: each part of a large input has the same ones to look for."""
    return _word_lists(tuple((name, tuple(patterns)) for name, patterns in lists.items()))


@lru_cache(maxsize=8)
def _word_lists(lists: tuple[tuple[str, tuple[str, ...]], ...]) -> WordLists:
    return WordLists(dict(lists))


def cased(pattern: str) -> str:
    """Translate a pattern into a regular expression that says in which case it is looked for; see `WordLists`."""
    if pattern == pattern.lower():
        return f"(?i:{to_regex(pattern)})"
    spellings = sorted({pattern, pattern[0].upper() + pattern[1:], pattern.upper()})
    return "|".join(map(to_regex, spellings))
