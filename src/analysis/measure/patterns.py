"""The small language of word lists: words as they are written, with `*` for any ending.

`promis*` finds promise, promised, promises; `verbal promise*` finds the two words, however they are spaced.
Used for the names of actors and for frame indicators, so that a list can be edited in a spreadsheet.
"""

import re
from collections.abc import Iterable, Iterator

WORD = r"[^\W_]"
# Straight and typographic apostrophes and hyphens are one: both occur in the same press.
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
        branches = [f"(?P<p{i}>{self._cased(pattern)})" for i, pattern in enumerate(self.patterns)]
        self._regex = re.compile("|".join(branches)) if branches else None

    @staticmethod
    def _cased(pattern: str) -> str:
        if pattern == pattern.lower():
            return f"(?i:{to_regex(pattern)})"
        spellings = sorted({pattern, pattern[0].upper() + pattern[1:], pattern.upper()})
        return "|".join(map(to_regex, spellings))

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and the pattern of each match, from left to right."""
        if self._regex is None:
            return
        for match in self._regex.finditer(text):
            yield match.start(), match.end(), self.patterns[int(match.lastgroup[1:])]
