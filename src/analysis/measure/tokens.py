"""Where the words of a text begin and end: all at once, by arrays over its characters.

Tokens follow the Penn Treebank in one point, the possessive 's as a token of its own; hyphened words, numbers with
their separators and dotted abbreviations are one token. Punctuation is no token.

`PATTERN` says what a token is. Nearly all are runs of letters and digits, joined by hyphens and apostrophes; these
are found without it, by comparing each character with the next. Where a stop or a comma stands between two signs of a
word, and where a sentence ends within one, the pattern is asked. A test compares with the pattern alone.
"""

import numpy as np
import regex

from . import characters

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
_WORD, _DIGIT, _HYPHEN, _APOSTROPHE, _STOP, _COMMA, _S, SPACE = (1 << bit for bit in range(8))
CLASSES = {
    _WORD: r"[^\W_]",
    _DIGIT: r"\d",
    _HYPHEN: "[-‐‑]",
    _APOSTROPHE: "['’]",
    _STOP: r"\.",
    _COMMA: ",",
    _S: "s",
    SPACE: r"\s",
}


def find(text: str, kind: np.ndarray, edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the starts and the ends of all tokens of a text, in their order.

    Parameters
    ----------
    text : str
        The text.
    kind : array
        The classes of its characters, as `characters.kinds` has them by `CLASSES`.
    edges : array
        Where its sentences begin, in their order: a token lies in one of them. All that is no white space lies in one.
    """
    starts, ends = characters.runs(kind & _WORD)
    if not len(starts):
        return starts, ends
    behind = kind[np.minimum(ends, len(kind) - 1)]
    next_to = np.zeros(len(starts), dtype=bool)
    next_to[:-1] = starts[1:] - ends[:-1] == 1
    stopped = np.flatnonzero(next_to & ((behind & (_STOP | _COMMA)) > 0))
    before, after = kind[ends[stopped] - 1] & _DIGIT, kind[starts[stopped + 1]] & _DIGIT
    unsure = stopped[((behind[stopped] & _STOP) > 0) & ((before | after) == 0) | ((before & after) > 0)]
    # The possessive 's, with its apostrophe; it joins nothing.
    by_apostrophe = next_to & ((behind & _APOSTROPHE) > 0)
    following = np.flatnonzero(by_apostrophe) + 1
    possessive = np.zeros(len(starts), dtype=bool)
    possessive[following] = (ends[following] - starts[following] == 1) & ((kind[starts[following]] & _S) > 0)
    joined = (next_to & ((behind & _HYPHEN) > 0)) | by_apostrophe
    joined[:-1] &= ~(possessive[:-1] | possessive[1:])
    begins = np.append(True, ~joined[:-1])
    first = (starts - possessive)[begins]
    last = ends[np.append(begins[1:], True)]
    inside = edges[(edges > 0) & ((kind[np.maximum(edges - 1, 0)] & SPACE) == 0)]
    doubtful = np.concatenate([ends[unsure], inside])
    return _asked(text, kind, doubtful, edges, (first, last)) if len(doubtful) else (first, last)


def distinct(text: str, points: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """Return a number for each token, and the forms that have the numbers: no text of Python's is made for a token.

    Parameters
    ----------
    text : str
        The text.
    points : array
        Its code points.
    starts, ends : array
        Its tokens, as `find` returns them, or some of these.
    """
    # Imported here: pyarrow belongs to an extra, and what is small does without it.
    import pyarrow as pa

    if not len(starts):
        return np.zeros(0, dtype="int64"), []
    # Arrow's texts follow one another without a gap: so between the tokens stands what parts them.
    edges = np.stack([starts, ends], axis=1).ravel()
    if not text.isascii():
        # Few characters take more than a byte: by how many what follows each of them is moved.
        longer = np.flatnonzero(points >= 0x80)
        more = 1 + (points[longer] >= 0x800) + (points[longer] >= 0x10000)
        moved = np.append(0, np.cumsum(more))
        edges += np.repeat(moved, np.diff(np.searchsorted(edges, longer, side="right"), prepend=0, append=len(edges)))
    data = pa.py_buffer(text.encode("utf-8"))
    every = pa.LargeStringArray.from_buffers(len(edges) - 1, pa.py_buffer(edges), data)
    found = every.take(pa.array(np.arange(0, len(edges), 2))).dictionary_encode()
    return found.indices.to_numpy(), found.dictionary.to_pylist()


def _asked(
    text: str, kind: np.ndarray, doubtful: np.ndarray, edges: np.ndarray, known: tuple[np.ndarray, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the tokens, those of the stretches without white space around doubtful places by the pattern."""
    first, last = known
    spaces = characters.where(kind & SPACE)
    chunks = np.unique(np.searchsorted(spaces, doubtful))
    starts, ends = np.append(-1, spaces)[chunks] + 1, np.append(spaces, len(kind))[chunks]
    kept = np.ones(len(first), dtype=bool)
    for begin, stop in zip(*(np.searchsorted(first, own).tolist() for own in (starts, ends)), strict=True):
        kept[begin:stop] = False
    found = []
    cuts = set(edges.tolist())
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        within = [start, *(at for at in range(start + 1, end) if at in cuts), end]
        for begin, stop in zip(within, within[1:], strict=False):
            found += [(begin + one.start(), begin + one.end()) for one in PATTERN.finditer(text[begin:stop])]
    asked = np.array(found, dtype="int64").reshape(-1, 2)
    first, last = first[kept], last[kept]
    places = np.searchsorted(first, asked[:, 0])
    return np.insert(first, places, asked[:, 0]), np.insert(last, places, asked[:, 1])
