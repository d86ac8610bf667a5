"""Where the words of a text begin and end: all at once, by arrays over its characters.

Tokens follow the Penn Treebank in one point, the possessive 's as a token of its own; hyphened words, numbers with
their separators and dotted abbreviations are one token. Punctuation is no token.

`PATTERN` says what a token is. Nearly all are runs of letters and digits, joined by hyphens and apostrophes; these
are found without it, by comparing each character with the next. Where a stop or a comma stands between two signs of a
word, and where a sentence ends within one, the pattern is asked. A test compares with the pattern alone.
"""

import sys
from collections.abc import Sequence
from functools import cache

import numpy as np
import regex

# A letter or digit, with the combining marks that belong to it.
_SIGN = r"[^\W_][\u0300-\u036f]*"
# Not `re`: to that a vowel sign of Devanagari is no letter, and a word would end there.
PATTERN = regex.compile(
    r"(?:[^\W\d_]\.){2,}"  # dotted abbreviations: U.S.
    r"|\d+(?:[.,]\d+)+"  # numbers with separators: 19,552.5
    r"|(?<=[^\W_])['’]s(?![^\W_])"  # the possessive of Russia’s
    rf"|(?:{_SIGN})+(?:(?:['’](?!s(?![^\W_]))|[-‐‑])(?:{_SIGN})+)*"  # words: don’t, 57-member
)
# Classes of characters.
_WORD, _DIGIT, _HYPHEN, _APOSTROPHE, _STOP, _COMMA, _SPACE = (1 << bit for bit in range(7))
_CLASSES = {
    _WORD: r"[^\W_]",
    _DIGIT: r"\d",
    _HYPHEN: "[-‐‑]",
    _APOSTROPHE: "['’]",
    _STOP: r"\.",
    _COMMA: ",",
    _SPACE: r"\s",
}
# Where characters of these classes are: the rest of Unicode is not assigned, or for private use.
_ASSIGNED = ((0, 0x40000), (0xE0000, 0xE0200))


@cache
def _classes() -> np.ndarray:
    """Return the classes of each code point, as bits."""
    table = np.zeros(sys.maxunicode + 1, dtype="u1")
    for first, end in _ASSIGNED:
        signs = "".join(map(chr, range(first, end)))
        for bit, pattern in _CLASSES.items():
            for run in regex.finditer(f"(?:{pattern})+", signs):
                table[first + run.start() : first + run.end()] |= bit
    return table


def find(text: str, sentences: Sequence[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    """Return the starts and the ends of all tokens of a text, in their order.

    Parameters
    ----------
    text : str
        The text.
    sentences : sequence of (start, end)
        Its sentences, in their order: a token lies in one of them. All that is no white space lies in one.
    """
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    kind = _classes()[points]
    starts, ends = _runs(kind & _WORD)
    if not len(starts):
        return starts, ends
    behind = kind[np.minimum(ends, len(kind) - 1)]
    next_to = np.zeros(len(starts), dtype=bool)
    next_to[:-1] = starts[1:] - ends[:-1] == 1
    following = np.append(starts[1:], starts[-1])
    unsure = next_to & (
        ((behind & _STOP) > 0) & ((kind[ends - 1] & _DIGIT) == 0) & ((kind[following] & _DIGIT) == 0)
        | ((behind & (_STOP | _COMMA)) > 0) & ((kind[ends - 1] & kind[following] & _DIGIT) > 0)
    )
    # The possessive 's, with its apostrophe; it joins nothing.
    by_apostrophe = next_to & ((behind & _APOSTROPHE) > 0)
    possessive = (ends - starts == 1) & (points[starts] == ord("s"))
    possessive[0] = False
    possessive[1:] &= by_apostrophe[:-1]
    joined = (next_to & ((behind & _HYPHEN) > 0)) | by_apostrophe
    joined[:-1] &= ~(possessive[:-1] | possessive[1:])
    begins = np.append(True, ~joined[:-1])
    first = np.where(possessive, starts - 1, starts)[begins]
    last = ends[np.append(begins[1:], True)]
    edges = np.array([start for start, _ in sentences], dtype="int64")
    inside = edges[(edges > 0) & ((kind[np.maximum(edges - 1, 0)] & _SPACE) == 0)]
    doubtful = np.concatenate([ends[unsure], inside])
    return _asked(text, kind, doubtful, edges, (first, last)) if len(doubtful) else (first, last)


def _runs(marked: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return where runs of marked places begin, and where they end."""
    padded = np.zeros(len(marked) + 2, dtype=bool)
    padded[1:-1] = marked
    turns = np.flatnonzero(padded[1:] != padded[:-1])
    return turns[::2], turns[1::2]


def _asked(
    text: str, kind: np.ndarray, doubtful: np.ndarray, edges: np.ndarray, known: tuple[np.ndarray, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the tokens, those of the stretches without white space around doubtful places by the pattern."""
    first, last = known
    starts, ends = _runs((kind & _SPACE) == 0)
    chunks = np.unique(np.searchsorted(starts, doubtful, side="right") - 1)
    here = np.searchsorted(starts, first, side="right") - 1
    kept = ~np.isin(here, chunks)
    found = []
    cuts = set(edges.tolist())
    for start, end in zip(starts[chunks].tolist(), ends[chunks].tolist(), strict=True):
        within = [start, *(at for at in range(start + 1, end) if at in cuts), end]
        for begin, stop in zip(within, within[1:], strict=False):
            found += [(begin + one.start(), begin + one.end()) for one in PATTERN.finditer(text[begin:stop])]
    asked = np.array(found, dtype="int64").reshape(-1, 2)
    both = np.concatenate([first[kept], asked[:, 0]]), np.concatenate([last[kept], asked[:, 1]])
    order = np.argsort(both[0], kind="stable")
    return both[0][order], both[1][order]
