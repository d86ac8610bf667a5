"""Where sentences begin and end: NLTK's Punkt, asked only where there is a doubt.

Boundaries are those of Punkt (Kiss & Strunk 2006) with explicit parameters: the abbreviations in abbreviations.csv, no
trained model, nothing downloaded. What it says of a full stop behind a plain word, a listed abbreviation or a number
is known without it, and so it is asked about few; a test compares with what it says when it is asked about all.

One rule is added, Punkt's own orthographic evidence made strict: what begins in lower case, or with a sign that
closes or goes on, is not a new sentence. So a stop that a translation or an extraction left inside a sentence ("in
1999 and 2004. the exclusion") does not end it, nor that of an abbreviation before a bracket ("Clyburn (D-S.C.), who").
A listed abbreviation is one too behind an opening mark or bracket ("“Mr. Rogozin"), which Punkt takes for part of the
word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import regex

from .tables import read_table

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

# Characters: what goes on for longer without the end of a sentence is cut at white space. It is no sentence, and what
# looks for several things in one sentence would look for hours.
LONG = 10_000
# No sentence begins with these.
_GOES_ON = frozenset("),;:]%")
_MARKED = re.compile(r"(?:^|\s)[“‘\"'(\[]+([^\W\d_]+)\.$")
# Punkt's: a stop that may end a sentence, and what stands behind it; signs that belong to the sentence before.
_STOP = regex.compile(r"[.?!](?=[)\";}\]*:@'({\[‘’“”«»?!]|\s+(?P<next>\S))")
_CLOSING = regex.compile(r"[\"')\]}‘’“”«»]+?(?:\s+|(?=--)|$)", regex.MULTILINE)
_NEXT = regex.compile(r"\s+\S+|.")
_PLAIN, _NUMBER = re.compile("[A-Za-z]{2,}"), re.compile("[0-9]+")
_PLAIN_NEXT = regex.compile(r"\s+[A-Za-z]+[,;:]?")
_SPACES = " \t\n\r\x0b\x0c"


@cache
def abbreviations() -> frozenset[str]:
    """Return the listed abbreviations, in lower case, without their last stop."""
    table = read_table(Path(__file__).with_name("abbreviations.csv"), ("abbreviation", "note"), keys=[["abbreviation"]])
    return frozenset(table["abbreviation"])


@cache
def punkt() -> PunktSentenceTokenizer:
    """Return Punkt with the listed abbreviations."""
    # Imported here: NLTK takes a second to import, and what only checks data seldom needs it.
    from nltk import redos
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    # NLTK's tokenizers give up after five seconds, what is done with their matches included, which a long article
    # takes. That guards against expressions that somebody else wrote; here are none.
    redos.DEFAULT_TIMEOUT = None
    parameters = PunktParameters()
    parameters.abbrev_types = set(abbreviations())
    return PunktSentenceTokenizer(parameters)


def bounds(text: str) -> list[tuple[int, int]]:
    """Return start and end of each sentence of a paragraph.

    Examples
    --------
    >>> bounds("Mr. Rogozin spoke. He left in 2004. the rest stayed.")
    [(0, 18), (19, 52)]
    """
    found: list[tuple[int, int]] = []
    for start, end in by_punkt(text):
        if found and (text[start].islower() or text[start] in _GOES_ON or _abbreviated(text[slice(*found[-1])])):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return [piece for start, end in found for piece in _cut(text, start, end)]


def by_punkt(text: str) -> list[tuple[int, int]]:
    """Return start and end of each sentence as Punkt has them."""
    cut: list[tuple[int, int]] = []
    start = 0
    for end, following in _ends(text):
        cut.append((start, end))
        start = following
    cut.append((start, len(text.rstrip())))
    # A mark or bracket behind the stop belongs to the sentence that it closes.
    found = []
    moved = 0
    for place, (start, end) in enumerate(cut):
        start += moved
        closing = _CLOSING.match(text, *cut[place + 1]) if place + 1 < len(cut) else None
        moved = closing.end() - closing.start() if closing else 0
        if closing:
            found.append((start, closing.start() + len(closing[0].rstrip())))
        elif start < end:
            found.append((start, end))
    return found


def _ends(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence but the last ends, and where what follows begins."""
    before, word = None, 0
    for stop in _STOP.finditer(text):
        # The word before a stop begins behind the last space; Punkt does not see one directly behind a stop.
        last = before.start() if before else 0
        space = max(text.rfind(sign, last + 1, stop.start()) for sign in _SPACES)
        begins = space + 1 if space > 0 else word
        if before and last <= begins and _is_end(text, word, before):
            yield _around(before)
        before, word = stop, begins
    if before and _is_end(text, word, before):
        yield _around(before)


def _around(stop: regex.Match[str]) -> tuple[int, int]:
    return stop.end(), stop.start("next") if stop["next"] else stop.end()


def _is_end(text: str, word: int, stop: regex.Match[str]) -> bool:
    """Return whether a stop behind the word that begins there ends a sentence."""
    before = text[word : stop.start()]
    is_word = _PLAIN.fullmatch(before) is not None
    if is_word and before.lower() not in abbreviations():
        return True
    behind = _NEXT.match(text, stop.end())[0]
    if stop[0] == "." and _PLAIN_NEXT.fullmatch(behind):
        if is_word:
            return False
        if _NUMBER.fullmatch(before):
            # An ordinal, or the end of a sentence.
            return not behind.lstrip()[0].islower()
    return _asked(before + stop[0] + behind)


@lru_cache(100_000)
def _asked(context: str) -> bool:
    return punkt().text_contains_sentbreak(context)


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence as it is, or, if it is longer than `LONG`, in pieces."""
    while end - start > LONG:
        spaces = [match.start() for match in re.finditer(r"\s+", text[start : start + LONG])]
        at = start + (spaces[-1] if spaces and spaces[-1] else LONG)
        yield start, at
        start = at + len(text[at:end]) - len(text[at:end].lstrip())
    yield start, end


def _abbreviated(sentence: str) -> bool:
    """Return whether a sentence ends with a listed abbreviation behind an opening mark or bracket."""
    match = _MARKED.search(sentence)
    return bool(match) and match[1].lower() in abbreviations()
