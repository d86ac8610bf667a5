"""Where sentences begin and end: NLTK's Punkt, asked only where there is a doubt.

Boundaries are those of Punkt (Kiss & Strunk 2006) with explicit parameters: the abbreviations in abbreviations.csv, no
trained model, nothing downloaded. What it says of a full stop alone, or behind a plain word, a listed abbreviation or
a number is known without it, and so it is asked about few; a test compares with what it says when it is asked about
all.

One rule is added, Punkt's own orthographic evidence made strict: what begins in lower case, or with a sign that
closes or goes on, is not a new sentence. So a stop that a translation or an extraction left inside a sentence ("in
1999 and 2004. the exclusion") does not end it, nor that of an abbreviation before a bracket ("Clyburn (D-S.C.), who").
A listed abbreviation is one too behind an opening mark or bracket ("“Mr. Rogozin"), which Punkt takes for part of the
word. The day behind a month belongs to it also where a mark closes behind them ("until Feb. 10.” Then"): Punkt, which
never ends a sentence between the two, looks at the day with its marks and takes the stop behind it for the one before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import regex

from . import characters
from .tables import read_table

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

# Characters: what goes on for longer without the end of a sentence is cut at white space. It is no sentence, and what
# looks for several things in one sentence would look for hours.
LONG = 10_000
_MARKED = re.compile(r"(?:^|\s)[“‘\"'(\[]+([^\W\d_]+)\.$")
_WORD = re.compile(r"([^\W\d_]+)\.$")
_DAY = re.compile(r"[0-9]{1,2}[.?!]")
_TAIL = 100  # characters in which such an abbreviation lies, with its marks
# Classes of characters: what may end a sentence, and may stand directly behind that; closing signs, which belong to the
# sentence before; white space, and what parts words for Punkt; letters; and what no sentence begins with.
_STOP, _BEHIND, _CLOSES, _SPACE, _PARTS, _LETTER, _GOES_ON = (1 << bit for bit in range(7))
CLASSES = {
    _STOP: "[.?!]",
    _BEHIND: r"[)\";}\]*:@'({\[‘’“”«»?!]",
    _CLOSES: r"[\"')\]}‘’“”«»]",
    _SPACE: r"\s",
    _PARTS: r"[ \t\n\r\x0b\x0c]",
    _LETTER: "[A-Za-z]",
    _GOES_ON: r"[),;:\]%\p{Lowercase}]",
}
_CLOSING = regex.compile(r"[\"')\]}‘’“”«»]+?(?:\s+|(?=--)|$)", regex.MULTILINE)
_NEXT = regex.compile(r"\s+\S+|.")
_SPACES = regex.compile(r"\s*")
_NUMBER = re.compile("[0-9]+")
_PLAIN_NEXT = regex.compile(r"\s+[A-Za-z]+[,;:]?")

Places = tuple[np.ndarray, np.ndarray]


@cache
def abbreviations(note: str = "") -> frozenset[str]:
    """Return the listed abbreviations, or those of a note, in lower case, without their last stop."""
    table = read_table(Path(__file__).with_name("abbreviations.csv"), ("abbreviation", "note"), keys=[["abbreviation"]])
    return frozenset(table["abbreviation"] if not note else table.loc[table["note"] == note, "abbreviation"])


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


def find(text: str, points: np.ndarray, lines: Places) -> Places:
    """Return the starts and the ends of all sentences of a text, in their order.

    Parameters
    ----------
    text : str
        The text.
    points : array
        Its code points.
    lines : tuple of two arrays
        Starts and ends of its paragraphs, which are lines that neither begin nor end with white space.

    Examples
    --------
    >>> text = "Mr. Rogozin spoke. He left in 2004. the rest stayed."
    >>> starts, ends = find(text, characters.points(text), (np.array([0]), np.array([52])))
    >>> starts.tolist(), ends.tolist()
    ([0, 19], [18, 52])
    """
    starts, ends, begin, asked = by_punkt(text, points, lines)
    joined = ~begin & ((characters.kinds(points[starts], CLASSES) & _GOES_ON) > 0)
    # Where a sentence begins that one is joined to.
    heads = np.maximum.accumulate(np.where(joined, 0, np.arange(len(starts)))).tolist()
    for place in np.flatnonzero(~begin & ~joined & np.append(False, asked[:-1])).tolist():
        head = heads[place - 1]
        head = heads[head]
        until = int(ends[place - 1])
        if _abbreviated(text, int(starts[head]), until) or _is_day(text, until, int(starts[place])):
            joined[place], heads[place] = True, head
    kept = np.flatnonzero(~joined)
    starts, ends = starts[kept], ends[np.append(kept[1:], len(ends)) - 1] if len(kept) else ends
    return _shortened(text, starts, ends)


def by_punkt(text: str, points: np.ndarray, lines: Places) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return Punkt's sentences: starts, ends, whether each begins its line, whether it may end in an abbreviation."""
    at, line, sure = _ends(text, points, lines)
    stops = at + 1
    following = stops.copy()
    spaced = np.flatnonzero((characters.kinds(points[stops], CLASSES) & _SPACE) > 0)
    following[spaced] += 1
    for place in spaced[(characters.kinds(points[following[spaced]], CLASSES) & _SPACE) > 0].tolist():
        following[place] = _SPACES.match(text, int(stops[place])).end()
    # Behind the last sign of a line there may be one that is white space to Punkt alone.
    last = lines[1].copy()
    for place in np.flatnonzero((points[last - 1] >= 0x1C) & (points[last - 1] <= 0x1F)).tolist():
        last[place] = lines[0][place] + len(text[lines[0][place] : last[place]].rstrip())
    starts = np.concatenate([lines[0], following])
    order = np.argsort(starts, kind="stable")
    starts, of = starts[order], np.concatenate([np.arange(len(last)), line])[order]
    # Each line has a piece more than ends within it: the last one ends with the line.
    turn = of[1:] != of[:-1]
    ends = np.empty_like(starts)
    is_last = np.append(turn, True) if len(of) else turn
    ends[is_last], ends[~is_last] = last, stops
    asked = np.zeros(len(starts), dtype=bool)
    asked[~is_last] = ~sure
    begin = np.append(True, turn) if len(of) else turn
    return _closed(text, points, starts, ends, begin, asked)


def _closed(
    text: str, points: np.ndarray, starts: np.ndarray, ends: np.ndarray, begin: np.ndarray, asked: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Give a mark or bracket behind the stop to the sentence that it closes; return what `by_punkt` does."""
    cut, starts, ends, asked = ends, starts.copy(), ends.copy(), asked.copy()
    kept = np.zeros(len(starts), dtype=bool)
    may_close = ~begin & ((characters.kinds(points[np.minimum(starts, len(points) - 1)], CLASSES) & _CLOSES) > 0)
    for place in np.flatnonzero(may_close).tolist():
        closing = _CLOSING.match(text, int(starts[place]), int(cut[place]))
        if closing:
            starts[place] += len(closing[0])
            ends[place - 1] = closing.start() + len(closing[0].rstrip())
            kept[place - 1], asked[place - 1] = True, False
    kept |= starts < cut
    # What was a line's first piece and is none any more, was the only one.
    return starts[kept], ends[kept], begin[kept], asked[kept]


def _ends(text: str, points: np.ndarray, lines: Places) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the stops within a line that end a sentence, their lines, and which surely are behind no abbreviation."""
    kind = characters.kinds(points, CLASSES)
    at = characters.where(kind & _STOP)
    line = np.searchsorted(lines[0], at, side="right") - 1
    within = at + 1 < lines[1][line]
    at, line = at[within], line[within]
    may = (kind[at + 1] & (_BEHIND | _SPACE)) > 0
    at, line = at[may], line[may]
    # The word before a stop begins behind white space; of several stops behind one word, the last alone may end it.
    words = _behind(characters.where(kind & _PARTS), at, lines[0][line])
    last = np.append(words[1:] >= at[:-1], True) if len(at) else np.zeros(0, dtype=bool)
    at, line, words = at[last], line[last], words[last]
    is_word = _behind(np.flatnonzero((kind & _LETTER) == 0), at, words) == words
    sure = is_word & (at - words > _longest())
    known = abbreviations()
    doubtful = np.flatnonzero(~sure)
    places = (own[doubtful].tolist() for own in (at, words, lines[1][line], is_word))
    is_end = np.ones(len(at), dtype=bool)
    for place, stop, word, end, plain in zip(doubtful.tolist(), *places, strict=True):
        if plain and stop - word > 1 and text[word:stop].lower() not in known:
            sure[place] = True
        else:
            is_end[place] = _is_end(text, word, stop, end, is_word=plain and stop - word > 1)
    # Behind nothing, or one sign, there is no mark with an abbreviation either.
    sure |= at - words < 2
    return at[is_end], line[is_end], sure[is_end]


def _behind(signs: np.ndarray, at: np.ndarray, least: np.ndarray) -> np.ndarray:
    """Return for each place where what follows the last of some signs before it begins, or the least."""
    before = np.searchsorted(signs, at) - 1
    return np.maximum(np.append(signs, -1)[before] + 1, least)


@cache
def _longest() -> int:
    return max(map(len, abbreviations()))


def _is_end(text: str, word: int, stop: int, end: int, *, is_word: bool) -> bool:
    """Return whether a stop ends a sentence, behind what begins there (a listed abbreviation, if that is a word)."""
    before = text[word:stop]
    behind = _NEXT.match(text, stop + 1, end)[0]
    if text[stop] == "." and _PLAIN_NEXT.fullmatch(behind):
        if not before:
            return True
        if is_word:
            return False
        if _NUMBER.fullmatch(before):
            # An ordinal, or the end of a sentence.
            return not behind.lstrip()[0].islower()
    return _asked(before + text[stop] + behind)


@lru_cache(100_000)
def _asked(context: str) -> bool:
    return punkt().text_contains_sentbreak(context)


def _shortened(text: str, starts: np.ndarray, ends: np.ndarray) -> Places:
    """Return sentences, those that are longer than `LONG` in pieces."""
    long = np.flatnonzero(ends - starts > LONG).tolist()
    if not long:
        return starts, ends
    pieces = [piece for place in long for piece in _cut(text, int(starts[place]), int(ends[place]))]
    cut = np.array(pieces, dtype="int64")
    starts, ends = (np.concatenate([np.delete(own, long), cut[:, n]]) for n, own in enumerate((starts, ends)))
    order = np.argsort(starts, kind="stable")
    return starts[order], ends[order]


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence as it is, or, if it is longer than `LONG`, in pieces."""
    while end - start > LONG:
        spaces = [match.start() for match in re.finditer(r"\s+", text[start : start + LONG])]
        at = start + (spaces[-1] if spaces and spaces[-1] else LONG)
        yield start, at
        start = at + len(text[at:end]) - len(text[at:end].lstrip())
    yield start, end


def _abbreviated(text: str, start: int, end: int) -> bool:
    """Return whether a sentence ends with a listed abbreviation behind an opening mark or bracket."""
    match = _MARKED.search(text[max(start, end - _TAIL) : end])
    return bool(match) and match[1].lower() in abbreviations()


def _is_day(text: str, end: int, start: int) -> bool:
    """Return whether the day of a month stands there, and before it, up to an end, the month."""
    match = _WORD.search(text[max(end - _TAIL, 0) : end]) if _DAY.match(text, start) else None
    return bool(match) and match[1].lower() in abbreviations("month")
