"""The small language of word lists: words as they are written, with `*` for any ending.

`promis*` finds promise, promised, promises; `verbal promise*` finds the two words, however they are spaced.
Used for the names of actors and for frame indicators, so that a list can be edited in a spreadsheet.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

WORD = r"[^\W_]"
# Straight and typographic apostrophes and hyphens are one: both occur in the same press.
_HEAD = re.compile("[A-Za-z0-9]{1,2}")
_SIGNS = {"*": f"{WORD}*", "'": "['’]", "’": "['’]", "-": "[-‐‑]"}


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


class Matcher:
    """Finds many patterns in one pass, longest match first, without overlaps.

    Parameters
    ----------
    patterns : iterable of str
        Patterns of the word-list language. A pattern in lower case matches in any case. One with a
        capital matches as written ("US" is not "us"), in full capitals, and with a capital at its start.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        self.patterns = sorted(set(patterns), key=lambda pattern: (-len(pattern), pattern))
        heads = [match[0].lower() if (match := _HEAD.match(pattern)) else "" for pattern in self.patterns]
        # Nearly everywhere a word begins as no pattern does, and none of them need be tried.
        self._begin = re.compile(rf"(?<!{WORD})(?:{'|'.join(sorted(set(heads)))})", re.IGNORECASE)
        self._by_head = {
            head: self._joined(number for number, own in enumerate(heads) if head.startswith(own))
            for head in set(heads)
        }

    @cached_property
    def _all(self) -> re.Pattern[str]:
        return self._joined(range(len(self.patterns)))

    def _joined(self, numbers: Iterable[int]) -> re.Pattern[str]:
        return re.compile("|".join(f"(?P<p{number}>{self._cased(self.patterns[number])})" for number in numbers))

    @staticmethod
    def _cased(pattern: str) -> str:
        if pattern == pattern.lower():
            return f"(?i:{to_regex(pattern)})"
        spellings = sorted({pattern, pattern[0].upper() + pattern[1:], pattern.upper()})
        return "|".join(map(to_regex, spellings))

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and the pattern of each match, from left to right."""
        end = 0
        for begin in self._begin.finditer(text) if self.patterns else ():
            if begin.start() < end:
                continue
            head = text[begin.start() : begin.start() + 2].lower()
            # Outside ASCII the rules for case are longer than two letters can tell ("ſ" is an "s").
            regex = self._by_head.get(head) or self._by_head.get(head[:1]) if head.isascii() else None
            match = (regex or self._all).match(text, begin.start())
            if match:
                end = match.end()
                yield match.start(), end, self.patterns[int(match.lastgroup[1:])]
