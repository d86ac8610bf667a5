"""The words of a sentence as a finder of names needs them: with their capitals, joints and beginnings."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from . import words

# What may stand before a word that begins a sentence of its own: a quotation, a list, a clause behind a colon.
_OPENING = re.compile(r"[\"“”„«‘`:;!?…•*|>]|''|(?:^|\s)['’]$|(?:^|\s)[-–—]$|\.\s*$")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_JOINT = re.compile(r"\s+|\s?&\s?")
_TYPED = ("@", "#", "_", "\\", "=")
# What stands before a word in an address of the web: no name, as the one behind the stroke of "AP Photo/Ben" is.
_ADDRESS = re.compile(r"[^\s]*(?:\.|:/)[^\s]*/$")
LONGEST = 50  # letters of a word that can be a name: what is longer is no word
_WEB = ("com", "org", "net", "gov", "edu", "co")


class Word(NamedTuple):
    """A word: its offsets in the article, its text, the key it is looked up by, what it can do.

    `joined`: nothing but space (or what is as good) parts it from the word before. `begins`: it may owe its
    capital to its place. `capital`: it has one.
    """

    start: int
    end: int
    text: str
    key: str
    joined: bool
    begins: bool
    capital: bool


def key(text: str) -> str:
    """Return the form a word is looked up by: lower case, straight apostrophe, no stop at its end.

    Examples
    --------
    >>> key("U.S."), key("D’Arcy"), key("Gov.")
    ('u.s', "d'arcy", 'gov')
    """
    return text.casefold().replace("’", "'").rstrip(".")


def sentences(text: str, segments: pd.DataFrame) -> Iterator[list[Word]]:
    """Yield the words of each sentence of the body of an article."""
    units = segments["unit"].to_numpy()
    body = segments["body"].to_numpy(dtype=bool)
    rows = zip(units, body, segments["start"].tolist(), segments["end"].tolist(), strict=True)
    begin, spans = 0, []
    for unit, own, start, end in rows:
        if unit == "sentence":
            if spans:
                yield list(_words(text, begin, spans))
            begin, spans = start, []
        elif unit == "token" and own:
            spans.append((start, end))
    if spans:
        yield list(_words(text, begin, spans))


def _words(text: str, begin: int, spans: Sequence[tuple[int, int]]) -> Iterator[Word]:
    last, previous, shouted = begin, "", False
    for position, (start, end) in enumerate(spans):
        gap = text[last:start]
        typed = gap.rstrip().endswith(_TYPED) or bool(_ADDRESS.search(text, max(start - 200, 0), start))
        web = gap == "." and text[start:end] in _WEB
        listed = gap.lstrip().startswith(")") and previous.isdigit()
        possessive = text[start:end] == "s" and gap.strip() in ("'", "’")
        opened = bool(_OPENING.search(gap)) and not web and not possessive and not _abbreviates(previous, gap)
        begins = position == 0 or listed or opened
        joined = position > 0 and not begins and _joins(previous, gap, text[start:end])
        first, stop = _core(text, start, end)
        word = text[first:stop]
        capital = not typed and len(word) <= LONGEST and (is_capital(word) or _numbers(text, spans, position))
        # What is cut from a compound cannot go on: NATO-led, anti-Trump.
        joined, shouted = joined and first == start and not shouted, stop != end
        yield Word(first, stop, word, key(word), joined, begins, capital)
        last, previous = end, text[start:end]


def _numbers(text: str, spans: Sequence[tuple[int, int]], position: int) -> bool:
    """Return whether a number begins a name: 9th Circuit, 88th Precinct, 60 Minutes."""
    number = text[slice(*spans[position])]
    if not number[0].isdigit() or position + 1 == len(spans):
        return False
    word = text[slice(*spans[position + 1])]
    if not _ORDINAL.fullmatch(number):
        return word[0].isupper() and (number, key(word)) in words.phrases()
    return text[spans[position][1] : spans[position + 1][0]] == " " and word[0].isupper() and words.is_common(word)


def _abbreviates(previous: str, gap: str) -> bool:
    """Return whether a stop belongs to the word before it: J. Edgar, Gen. Milley, St. Louis."""
    short = key(previous)
    known = words.is_in("title", short) or short in ("st", "ft", "mt", "no", "jr", "sr", "vs")
    return gap.strip() == "." and (known or len(short) == 1) and previous[:1].isupper()


def _joins(previous: str, gap: str, word: str) -> bool:
    if _JOINT.fullmatch(gap):
        return True
    if _abbreviates(previous, gap):
        return True
    if gap == "." and word in _WEB:
        return True
    if gap.strip() in ("'", "’") and (previous in ("O", "D") or word == "s"):
        return True
    if word in ("'s", "’s"):
        return gap == ""
    return gap.strip() == "," and key(word) in ("jr", "sr", "inc", "llc", "ltd", "corp")


def is_capital(word: str) -> bool:
    """Return whether a word is written as a name: with a capital first, or with one inside, as iPhone.

    Examples
    --------
    >>> is_capital("Moscow"), is_capital("iPhone"), is_capital("al-Assad"), is_capital("don't")
    (True, True, True, False)
    """
    if word[:1].isupper():
        return True
    return word[:1].isalpha() and any(sign.isupper() for sign in word[1:])


def _compounded(part: str) -> bool:
    """Return whether the last part of a compound is no part of a name: led of NATO-led, but un of Jong-un."""
    if not part.islower() or len(part) < 3 or words.is_in("hyphened name", part):
        return False
    return words.is_common(part) or len(part) > 5


def _core(text: str, start: int, end: int) -> tuple[int, int]:
    """Return what may be a name in a compound: NATO of NATO-led, Trump of anti-Trump, all of Coca-Cola."""
    parts = [(match.start(), match.end()) for match in re.finditer(r"[^-‐‑]+", text[start:end])]
    whole = key(text[start:end])
    listed = words.is_in("people", whole) or words.is_in("adjective", whole)
    # Co-operation is a word, and with a capital one of a name's.
    if len(parts) < 2 or listed or text[start].isupper() and words.is_written_small(whole):
        return start, end
    own = [text[start + first : start + last] for first, last in parts]
    begin, stop = 0, len(parts)
    while stop > 1 and text[start].isupper() and _compounded(own[stop - 1]):
        stop -= 1
    prefix = own[0]
    # The party before the state of a member of Congress: R-Ky.
    if prefix in ("R", "D", "I") and own[1][0].isupper():
        begin = 1
    if prefix.islower() and not words.is_in("particle", prefix) and own[1][0].isupper():
        begin = 1
    return start + parts[begin][0], start + parts[stop - 1][1]
