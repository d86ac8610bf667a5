"""Where a content that is not quoted ends: with its sentence, or where the report goes on.

What ends one was counted in PolNeAR's training texts, sentence by sentence: a comma before "which", "who",
an article or a participle ends more contents than it goes on with, one before "including" or an adjective
does not; "after", "when" and "during" mostly belong to what is said.
"""

from typing import NamedTuple

from . import words
from .quotes import DOUBLE
from .statement import Place

# No content within one sentence is longer than so many tokens; a text without stops is not a sentence.
LONGEST = 250
# So far a second comma closes an insertion, and the subject of a tag reaches.
_INSERTION, _TAG = 12, 8
_DASHES = frozenset({"—", "–", "--", "-"})
_SIGNS = _DASHES | {",", ";", ":"}
_FORMS = ("ing", "ed")
_PRESENT_OR_PAST = ("past", "third")


class _Walk(NamedTuple):
    """What the rules look at: a content from `first` on; whether it is a phrase, and in a clause that ends early."""

    place: Place
    first: int
    stop: int
    phrase: bool
    subordinate: bool


def end(place: Place, first: int, *, phrase: bool = False) -> int:
    """Return where a content ends that begins at a token.

    Parameters
    ----------
    place : Place
        The cue whose content it is.
    first : int
        Where the content begins.
    phrase : bool
        Whether it is a noun phrase with its complements, not a clause.
    """
    reading, known = place.reading, words.classes()
    stop = min(place.stop, first + LONGEST)
    walk = _Walk(place, first, stop, phrase, subordinate(place))
    finite = False
    i = first
    while i < stop:
        number = reading.quotation[i]
        if number >= 0 and number != place.quoted:
            i = max(reading.quotations[number].end, i + 1)
            # The comma of a sentence may stand before the closing mark.
            if i < stop and reading.lower[i - 2] == "," and (phrase or _at_comma(walk, i - 1, finite)):
                break
            continue
        if i > first and _ends(walk, i, finite):
            break
        finite = finite or reading.lower[i] in known["auxiliary"] or reading.lower[i].endswith("ed")
        i += 1
    last = max(i, first + 1)
    while last > first + 1 and last <= stop and reading.lower[last - 1] in _SIGNS:
        last -= 1
    return last


def subordinate(place: Place) -> bool:
    """Return whether a cue stands in a clause that ends with a comma or before the main verb.

    "Explaining this move, the agency said", "Although aides said so, it showed", "a man who accused him said".
    """
    reading, cue, known = place.reading, place.cue, words.classes()
    begin = reading.sentences[reading.sentence[cue.head]][0]
    for i in range(cue.first - 1, max(begin, cue.first - _TAG) - 1, -1):
        if reading.lower[i] == ",":
            break
        if reading.lower[i] in {"who", "which", "whom", "whose"}:
            return True
    if (cue.form == "participle" or cue.infinitive or cue.passive) and cue.first - begin <= 2:
        return True
    if cue.first - begin > LONGEST:
        return False
    start = begin
    while start < cue.first and (not reading.is_word(start) or reading.lower[start] in {"and", "but", "so", "yet"}):
        start += 1
    word = reading.lower[start]
    opens = word in known["subordinator"] - {"so", "even", "until"} | {"in", "by", "for", "asked"}
    return (opens or word.endswith("ing")) and "," not in reading.lower[start : cue.first]


def saying(place: Place, i: int) -> bool:
    """Return whether a participle of a verb of saying stands here, of what stands before: "a statement saying"."""
    reading, cue = place.reading, place.at.get(i)
    if cue is None or cue.form != "participle" or not {"clause", "quote"} <= cue.entry.takes:
        return False
    return cue.first == i and reading.is_word(i - 1) and reading.lower[i - 1] not in words.classes()["preposition"]


def _ends(walk: _Walk, i: int, finite: bool) -> bool:
    reading, known = walk.place.reading, words.classes()
    word = reading.lower[i]
    if word == ",":
        return _at_comma(walk, i, finite)
    if word == ";" or (word == "according" and i > walk.first + 1):
        return True
    if walk.subordinate and _main_verb(walk, i):
        return True
    if word in _DASHES:
        return walk.phrase or not any(sign in _DASHES for sign in reading.lower[i + 1 : walk.stop])
    if word in {"and", "but"}:
        return _at_conjunction(walk, i)
    if word in {"while", "though", "although", "whereas"}:
        return _speaks_next(walk, i + 1)
    if walk.phrase:
        if saying(walk.place, i):
            return True
        if word in known["auxiliary"] and walk.place.cue.form == "participle" and not finite and word != "'s":
            return not {"who", "which", "that"} & set(reading.lower[walk.first : i])
        return word == "until" or (word == "on" and i + 1 < walk.stop and reading.lower[i + 1] in known["day"])
    return False


def _at_comma(walk: _Walk, i: int, finite: bool) -> bool:
    reading, known = walk.place.reading, words.classes()
    if walk.subordinate or i + 1 >= walk.stop:
        return True
    if _new_cue(walk, i) or _tag_follows(walk, i + 1):
        return True
    word = reading.lower[i + 1]
    if word in {"and", "but", "while", "though", "although", "as"} and _speaks_next(walk, i + 2):
        return True
    if word == "but" and not walk.phrase:
        return True
    if "," in reading.lower[i + 2 : i + _INSERTION]:
        return False
    if word in known["after comma"]:
        return True
    if finite:
        return False
    return reading.capital(i + 1) or (
        walk.phrase
        and (word in known["personal"] | {"and"} or (word.endswith(_FORMS) and word not in known["preposition"]))
    )


def _at_conjunction(walk: _Walk, i: int) -> bool:
    reading, known = walk.place.reading, words.classes()
    if _new_cue(walk, i):
        return True
    if i + 1 >= walk.stop:
        return False
    if walk.phrase:
        word = reading.lower[i + 1]
        if word.endswith("ed") or (walk.place.cue.form == "past" and word in known["auxiliary"]):
            return True
        return bool(walk.place.at.get(i + 1) or walk.place.at.get(i + 2))
    if reading.lower[i] == "but":
        return _speaks_next(walk, i + 1)
    other = next((walk.place.at[k] for k in range(i + 2, min(i + 5, walk.stop)) if k in walk.place.at), None)
    return bool(other and other.entry is walk.place.cue.entry and other.form == walk.place.cue.form)


def _new_cue(walk: _Walk, i: int) -> bool:
    """Return whether a verb of the same speaker follows: ", noting that", "and added that"."""
    reading, known = walk.place.reading, words.classes()
    sign = "," if reading.lower[i] in DOUBLE else reading.lower[i]
    j = i + 1
    if sign == "," and j < walk.stop and reading.lower[j] in {"and", "but", "while", "though", "although", "as"}:
        j += 1
    while j < walk.stop and (reading.lower[j] in known["adverb"] or reading.lower[j].endswith("ly")):
        j += 1
    for k in range(i + 1, min(j + 1, walk.stop)):
        other = walk.place.at.get(k)
        if not other or other.first != k:
            continue
        if other.entry.part == "phrase":
            return True
        if other.form == "participle" and other.entry.takes & {"that", "quote"}:
            return sign != "and" or walk.place.cue.form == "participle"
        if other.form in _PRESENT_OR_PAST and not other.passive:
            if sign in {"and", "but"} or j > i + 1:
                return other.form == walk.place.cue.form or "that" in other.entry.takes
            if walk.place.cue.form == "participle" or walk.place.cue.infinitive:
                return True
    return False


def _speaks_next(walk: _Walk, first: int) -> bool:
    """Return whether someone else speaks within the next words: "but the minister denied"."""
    for k in range(first, min(walk.stop, first + _TAG)):
        other = walk.place.at.get(k)
        if other and other.form in _PRESENT_OR_PAST and not other.passive:
            return True
    return False


def _tag_follows(walk: _Walk, first: int) -> bool:
    """Return whether a tag begins here, of what stands before or behind it: ", the ambassador said on Thursday"."""
    reading, known = walk.place.reading, words.classes()
    for i in range(first, min(first + _TAG, walk.stop)):
        other = walk.place.at.get(i)
        if other and other.form in _PRESENT_OR_PAST and "quote" in other.entry.takes and not other.passive:
            if other.end >= walk.stop or reading.lower[other.end] in {":"} | DOUBLE:
                return True
            following = reading.lower[other.end + 1] if other.end + 1 < walk.stop else ""
            if reading.lower[other.end] == "," and following in DOUBLE:
                return True
            return reading.lower[other.end] in known["time"] | {"on", "in"} and other.end + 3 >= walk.stop
        if not reading.is_word(i) and reading.lower[i] not in {"'s", "'"}:
            return False
    return False


def _main_verb(walk: _Walk, i: int) -> bool:
    """Return whether a verb of saying stands here without a subject of its own: "who accused him of it said"."""
    other = walk.place.at.get(i)
    subjects = words.classes()["personal"] | {"and", "or", "but", "who", "which", "that"}
    return bool(
        other
        and other.first == i
        and other.form in _PRESENT_OR_PAST
        and not other.passive
        and "clause" in other.entry.takes
        and walk.place.reading.lower[i - 1] not in subjects
    )
