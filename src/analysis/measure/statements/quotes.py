"""Quotation marks, and the stretches between them, in texts whose marks may be broken.

A quotation is closed by a mark like the one that opened it. Where the marks are not balanced:

- a quotation that does not close ends with its paragraph (the custom of quotations that go on: every
  paragraph opens, only the last one closes);
- a mark that closes what never opened opens it at the beginning of its paragraph, or, where another
  quotation stands before, at the beginning of its sentence or after that quotation.

Curly marks say themselves which way they look, unless what stands around them says the contrary. Straight
ones open where a space, a bracket or a dash stands before them and none behind. Single
marks count only outside of double ones, and never within a word.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

OPENING = {"“": "”", "«": "»", "„": "”", "``": "''"}
CLOSING = {"”", "»"}
STRAIGHT = {'"', "''"}
DOUBLE = frozenset({*OPENING, *CLOSING, *STRAIGHT})
SINGLE_OPENING, SINGLE_CLOSING = "‘", "’"
# A paragraph without any of these has no quotation.
_ANY = re.compile(r"[“”«»„\"‘]|``|''")
# So many tokens without a mark may stand between a paragraph whose quotation does not close and one that closes it.
_GAP = 200
_BEFORE_OPENING = "([{—–-/"


class Quotation(NamedTuple):
    """A quotation by its tokens, marks included: from `first` to before `end`."""

    first: int
    end: int
    opened: bool
    closed: bool


def find(text: str, tokens: Sequence[tuple[int, int]], paragraphs: Sequence[tuple[int, int]], sentence: Sequence[int]):
    """Find the quotations of an article, from left to right, none inside another.

    Parameters
    ----------
    text : str
        The article.
    tokens : sequence of (start, end)
        Its tokens, quotation marks being tokens of their own.
    paragraphs : sequence of (first, end)
        The tokens of each paragraph.
    sentence : sequence of int
        The number of the sentence of each token.
    """
    found: list[Quotation] = []
    for first, end in paragraphs:
        marked = _ANY.search(text, tokens[first][0], tokens[end - 1][1])
        own = _in_paragraph(text, tokens, first, end, sentence) if marked else []
        if found and own and not found[-1].closed and not own[0].opened and own[0].first == first:
            gap = first - found[-1].end
            if 0 < gap < _GAP:
                found.append(Quotation(found[-1].end, first, opened=False, closed=False))
        found += own
    return found


def _in_paragraph(text, tokens, first: int, end: int, sentence) -> list[Quotation]:
    found: list[Quotation] = []
    begun: int | None = None
    wanted = ""
    nested = _nested(text, tokens, first, end)
    for i in range(first, end):
        mark = text[tokens[i][0] : tokens[i][1]]
        if mark in DOUBLE and i not in nested:
            side = _side(text, tokens[i], mark, within=begun is not None)
            if begun is not None and wanted == SINGLE_CLOSING:
                begun = None
            if begun is None and side == "opens":
                begun, wanted = i, mark
            elif begun is not None and (side == "closes" or _same(wanted, mark)):
                found.append(Quotation(begun, i + 1, opened=True, closed=True))
                begun = None
            elif begun is None:
                found.append(Quotation(_reopened(found, first, i, sentence), i + 1, opened=False, closed=True))
        elif begun is None and mark == SINGLE_OPENING and _side(text, tokens[i], mark, within=False) == "opens":
            begun, wanted = i, SINGLE_CLOSING
        elif begun is not None and wanted == SINGLE_CLOSING and mark == SINGLE_CLOSING:
            found.append(Quotation(begun, i + 1, opened=True, closed=True))
            begun = None
    if begun is not None and wanted != SINGLE_CLOSING:
        found.append(Quotation(begun, end, opened=True, closed=False))
    return [quotation for quotation in found if quotation.end - quotation.first > 1]


def _nested(text: str, tokens, first: int, end: int) -> set[int]:
    """Return the pairs of marks within a quotation of the other kind, straight or curly: "“No” was the answer."."""
    marks = [(i, text[slice(*tokens[i])]) for i in range(first, end) if text[slice(*tokens[i])] in DOUBLE]
    inner: set[int] = set()
    around = ""
    for (before, outer), (i, mark), (j, closing) in zip(marks, marks[1:], marks[2:], strict=False):
        if before not in inner:
            around = outer if _side(text, tokens[before], outer, within=False) == "opens" else ""
        if not around or not (mark in STRAIGHT) == (closing in STRAIGHT) != (around in STRAIGHT):
            continue
        pair = _side(text, tokens[i], mark, within=False), _side(text, tokens[j], closing, within=True)
        if pair == ("opens", "closes"):
            inner |= {i, j}
    return inner


def _side(text: str, token: tuple[int, int], mark: str, *, within: bool) -> str:
    before = _visible(text[token[0] - 1]) if token[0] else " "
    after = _visible(text[token[1]]) if token[1] < len(text) else " "
    # A curly mark may be the wrong one: “It’s unusual,“ she said; ”This is why”.
    if mark in OPENING:
        return "closes" if within and not before.isspace() and after.isspace() else "opens"
    if mark in CLOSING:
        return "opens" if not within and before.isspace() and after.isalnum() else "closes"
    opens = (before.isspace() or before in _BEFORE_OPENING) and not after.isspace()
    closes = not before.isspace() and (after.isspace() or not after.isalnum())
    if opens and not closes:
        return "opens"
    if closes and not opens:
        return "closes"
    return "closes" if within else "opens"


def _visible(sign: str) -> str:
    """Return a sign, or a space for one that is not seen, such as a mark of direction."""
    return " " if unicodedata.category(sign) == "Cf" else sign


def _same(wanted: str, mark: str) -> bool:
    """Return whether an opening mark is closed by this one: straight marks are sometimes taken for curly ones."""
    return mark in CLOSING or mark in STRAIGHT if wanted in OPENING else mark in CLOSING


def _reopened(found: list[Quotation], first: int, at: int, sentence: Sequence[int]) -> int:
    if not found:
        return first
    start = found[-1].end
    while start < at and sentence[start] != sentence[at]:
        start += 1
    return start
