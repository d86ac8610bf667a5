r"""Make a text fit to be stored, and change as little as possible in it.

What is changed: line ends become `\n`, control characters and a byte-order mark at the beginning go, and halves of
characters that UTF-8 cannot hold become U+FFFD. All else stays: nothing is normalised, and markup is text.
"""

import re
from typing import NamedTuple

_ENDS = re.compile("\r\n|[\r\v\f\x85]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_HALF = re.compile("[\ud800-\udfff]")
_TURNS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# How those above look in UTF-8: signs of one byte; how longer ones begin; and those that begin as quotation marks do.
_BYTES = bytes(number for number in (*range(0x20), 0x7F) if number not in b"\t\n")
_BEGIN = (b"\xc2", b"\xd8\x9c", b"\xe2\x81", b"\xef\xbb\xbf", b"\xef\xbf\xbd")
_LIKE_MARKS = re.compile(b"\xe2\x80[\x8e\x8f\xaa-\xae]")


class Cleaned(NamedTuple):
    """A text as it is stored, and what was done to it: how many signs, by the note's key."""

    text: str
    notes: dict[str, int]


def clean(text: str) -> Cleaned:
    r"""Clean a text.

    Examples
    --------
    >>> clean("one\r\ntwo\x00")
    Cleaned(text='one\ntwo', notes={'control': 1})
    """
    if _is_clean(text):
        return Cleaned(text, {})
    text, control = _CONTROL.subn("", _ENDS.sub("\n", text.removeprefix("\ufeff")))
    text = _HALF.sub("\ufffd", text)
    counts = {"control": control, "undecoded": text.count("\ufffd"), "bidirectional": sum(map(text.count, _TURNS))}
    return Cleaned(text, {note: count for note, count in counts.items() if count})


def _is_clean(text: str) -> bool:
    """Return whether it is plain that a text is clean: nearly all are, and the patterns take ten times as long."""
    try:
        signs = text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    if len(signs.translate(None, _BYTES)) < len(signs):
        return False
    return text.isascii() or not (any(begins in signs for begins in _BEGIN) or _LIKE_MARKS.search(signs))


def line(text: str) -> str:
    r"""Return a text of one line, as a title or a name: cleaned, with single spaces.

    Examples
    --------
    >>> line(" The  Daily\n News ")
    'The Daily News'
    """
    return " ".join(clean(text).text.split())
