"""What is said: the clause, phrase or quotation that belongs to a cue, behind it or before it."""

from . import boundaries, words
from .quotes import DOUBLE
from .reading import Reading
from .statement import Place, Span

_ADJUNCT = 25  # so many tokens may stand between a cue and its that-clause ("said through its ambassador … that")
_PAUSES = frozenset({",", ";", ":", "—", "–"})

Found = tuple[Span, str]


def behind(place: Place) -> Found | None:
    """Return the content behind a cue and the construction it is found by, or None."""
    takes = place.cue.entry.takes
    i = _past_adverbs(place, place.cue.end)
    found = _behind_addressee(place, i) if "addressee" in takes and i < place.stop else None
    found = found or _at(place, i)
    if not found and takes & {"that", "quote"}:
        return _behind_adjunct(place, i)
    return found


def _past_adverbs(place: Place, i: int) -> int:
    """Pass adverbs and times: "said again last Tuesday"."""
    known = words.classes()
    while i < place.stop:
        word = place.reading.lower[i]
        if i + 1 < place.stop and place.reading.lower[i + 1] == "'s":
            break
        if not (word in known["adverb between"] or (word.endswith("ly") and len(word) > 4)):
            break
        i += 1
    return i


def _at(place: Place, i: int) -> Found | None:
    """Return the content that begins just here, if it is one the cue takes."""
    reading, takes, known = place.reading, place.cue.entry.takes, words.classes()
    opening = _opening(place, i) if place.cue.form != "adjective" else None
    if opening and takes & {"quote", "clause", "noun"}:
        return (opening, _end_of_quoted(place, opening)), "quote"
    if i >= place.stop:
        return None
    word = reading.lower[i]
    if word == ":" and "quote" in takes and i + 1 < place.stop:
        return (i + 1, boundaries.end(place, i + 1)), "quote"
    how = _marker(place, i)
    if how:
        return (i, boundaries.end(place, i)), how
    if not reading.is_word(i) or word in known["preposition"] | known["conjunction"] | known["subordinator"]:
        return None
    if place.cue.form in ("base", "third") and word.endswith("ed"):
        return None
    if "clause" in takes and ("noun" not in takes or _finite(reading, i, place.stop)):
        return (i, boundaries.end(place, i)), "clause"
    if "noun" in takes and word not in known["auxiliary"]:
        end = boundaries.end(place, i, phrase=True)
        opening = _opening(place, end) if "quote" in takes and end < len(reading) else None
        if opening and opening > end:
            # "said of the pact: “…”": what is said follows what it is said of.
            return (opening, _end_of_quoted(place, opening)), "quote"
        # "released a statement saying": what is said follows that verb.
        return None if boundaries.saying(place, end) else ((i, end), "noun")
    return None


def _marker(place: Place, i: int) -> str:
    """Return the construction that a small word begins, if the cue takes it: that, wh (how, whether …), to."""
    reading, takes = place.reading, place.cue.entry.takes
    word = reading.lower[i]
    if word == "that" and "that" in takes:
        return "that"
    if word in words.classes()["wh"] and "wh" in takes:
        return "wh"
    if word == "not" and i + 1 < place.stop:
        word = reading.lower[i + 1]
    return "to" if word == "to" and ("to" in takes or (place.cue.passive and "raising" in takes)) else ""


def _finite(reading: Reading, first: int, stop: int) -> bool:
    """Return whether what begins here looks like a clause: a subject pronoun, or an auxiliary near by."""
    known = words.classes()
    word = reading.lower[first]
    if word in known["personal"] | {"there"} and word not in known["object"]:
        return True
    for i in range(first + 1, min(first + 12, stop)):
        word = reading.lower[i]
        if word in _PAUSES | {"who", "which", "that", "to", "for", "as", "of"}:
            return False
        if word in known["auxiliary"] and (word != "'s" or i == first + 1):
            return True
    return False


def quoted(place: Place, i: int) -> Span | None:
    """Return the quotation that begins here, behind a comma or colon, or in the next paragraph behind a colon."""
    opening = _opening(place, i)
    return (opening, _end_of_quoted(place, opening)) if opening else None


def _opening(place: Place, i: int) -> int | None:
    """Return where a quotation begins: here, behind a comma or colon, or in the next paragraph behind a colon."""
    reading = place.reading
    j = i
    while j < len(reading) and j - i < 2 and reading.lower[j] in {",", ":", "—"}:
        j += 1
    if j >= len(reading) or reading.quotation[j] < 0:
        return None
    quotation = reading.quotations[reading.quotation[j]]
    same = reading.sentence[j] == reading.sentence[place.cue.head]
    opens = quotation.first == j and quotation.opened
    return j if opens and (same or (j > i and reading.lower[j - 1] == ":")) else None


def _behind_addressee(place: Place, i: int) -> Found | None:
    """Return the content behind the person spoken to: "told reporters that", "asked Riabkov whether"."""
    reading, known = place.reading, words.classes()
    if reading.lower[i] in known["preposition"] | known["conjunction"]:
        return None
    for j in range(i + 1, min(place.stop, i + _ADJUNCT)):
        word = reading.lower[j]
        opening = _opening(place, j)
        if opening or word in {"that", ":", "to", "not"} | known["wh"]:
            found = _at(place, opening or j)
            if found:
                return found
        if word in known["personal"] | {"there"} and "clause" in place.cue.entry.takes:
            return (j, boundaries.end(place, j)), "clause"
        if word in known["auxiliary"] - {"'s"} or _past_verb(place, j):
            return None
        if word == "," and "that" not in reading.lower[j : j + 8]:
            return None
        if not reading.is_word(j) and word not in {"'s", "'", "(", ")", "&", ","}:
            return None
    return None


def _past_verb(place: Place, i: int) -> bool:
    cue = place.at.get(i)
    return cue is not None and cue.form in ("past", "third") and not cue.passive


def _behind_adjunct(place: Place, i: int) -> Found | None:
    """Return the content behind adjuncts: "said in an interview that", "said on Monday: “…”"."""
    reading, known, takes = place.reading, words.classes(), place.cue.entry.takes
    if i >= place.stop:
        return None
    adjunct = reading.lower[i] in known["preposition"] | {","}
    for j in range(i, min(place.stop, i + _ADJUNCT)):
        word, before = reading.lower[j], reading.lower[j - 1]
        if adjunct and word == "that" and "that" in takes and before not in known["preposition"]:
            return (j, boundaries.end(place, j)), "that"
        if j > i and before in {",", ":"} and (opening := _opening(place, j)):
            return (opening, _end_of_quoted(place, opening)), "quote"
        other = place.at.get(j)
        said = other and other.form in ("past", "participle") and other.entry.takes & {"that", "quote"}
        joined = word in {"and", "but"} and place.at.get(j + 1)
        if word in {";", "—", "–", "."} or joined or (said and j > i):
            return None
        if adjunct and j > i + 1 and word in known["clause subject"] and "clause" in takes:
            small = known["preposition"] | known["subordinator"] | {"who", "which", ","}
            return None if before in small else ((j, boundaries.end(place, j)), "clause")
    return None


def _end_of_quoted(place: Place, first: int) -> int:
    """Return the end of what begins with a quotation: where it closes, or where the clause it begins ends."""
    reading = place.reading
    end = reading.quotations[reading.quotation[first]].end
    while end + 1 < place.stop and reading.lower[end] in {"and", "or"} and reading.quotation[end + 1] >= 0:
        end = reading.quotations[reading.quotation[end + 1]].end
    whole = reading.lower[end - 2] in {".", "!", "?", ","}
    if whole or end >= place.stop or not reading.is_word(end) or reading.sentence[end] != reading.sentence[first]:
        return end
    return boundaries.end(place, end)


def before(place: Place, mark: int) -> Span | None:
    """Return the content that ends with a comma or a closing quotation mark before a tag ("…, he said")."""
    reading = place.reading
    begin = max(place.begin, mark - boundaries.LONGEST)
    closing = next((i for i in (mark, mark - 1) if i >= 0 and closes(reading, i)), None)
    if closing is None:
        begin = _past_contrast(reading, begin, mark)
        return (begin, mark) if begin < mark else None
    quotation = reading.quotations[reading.quotation[closing]]
    first = quotation.first
    if first > begin and reading.is_word(first - 1) and not {";", ":"} & set(reading.lower[begin:first]):
        # "But “no” is no answer": the sentence of which the quotation is the end.
        first = _past_contrast(reading, begin, first)
    return first, quotation.end


def closes(reading: Reading, i: int) -> bool:
    """Return whether a token closes a quotation."""
    number = reading.quotation[i]
    return number >= 0 and reading.quotations[number].end == i + 1 and reading.quotations[number].closed


def last_sign(reading: Reading, mark: int) -> str:
    """Return what stands before a closing mark and before others within it."""
    i = mark - 1
    while i > 0 and reading.lower[i] in {"'"} | DOUBLE:
        i -= 1
    return reading.lower[i]


def _past_contrast(reading: Reading, begin: int, end: int) -> int:
    """Return where a sentence goes on behind a clause of contrast: "While talks go on, they lead nowhere, he said"."""
    if reading.lower[begin] not in {"while", "though", "although", "asked", "despite"}:
        return begin
    return next((i + 1 for i in range(begin, end - 1) if reading.lower[i] == ","), begin)
