"""Who speaks: the noun phrase before a cue, or behind it ("said Riabkov", "according to", "by")."""

from . import words
from .quotes import DOUBLE
from .reading import Reading
from .statement import Span

_PAUSES = (
    frozenset({",", ";", ":", "—", "–", "--", "-", "(", ")", "[", "]", "...", "…", ".", "?", "!", "/", "|"}) | DOUBLE
)
_APPOSITIVE = frozenset(
    {"a", "an", "the", "who", "whose", "which", "then", "now", "himself", "herself", "one", "also", "his", "her"}
)
_REACH = 40
_RELATIVE = frozenset({"who", "which"})
_TERM = 6  # so many tokens, marks included, has a term in quotation marks
_TITLES = frozenset({"mr.", "mrs.", "ms.", "dr.", "sen.", "rep.", "gov.", "gen."})


def before(reading: Reading, cue_first: int, begin: int) -> Span | None:
    """Return the subject that ends where a cue begins: a noun phrase with what is put in behind it.

    Parameters
    ----------
    reading : Reading
        The article.
    cue_first, begin : int
        Where the cue begins, and where to stop looking.
    """
    if cue_first <= begin:
        return None
    if reading.lower[cue_first - 1] in {",", "—", "–", ")", "--"}:
        return _over_insertion(reading, cue_first, begin)
    return _phrase_left(reading, cue_first, begin)


def _over_insertion(reading: Reading, end: int, begin: int) -> Span | None:
    """Return the subject before an insertion: "Riabkov, the chief negotiator, said"."""
    closing = reading.lower[end - 1]
    wanted = "(" if closing == ")" else closing
    i = end - 2
    while i > max(begin, end - _REACH) and reading.lower[i] != wanted:
        if reading.lower[i] in DOUBLE:
            return None
        i -= 1
    if i <= begin or reading.lower[i] != wanted:
        return None
    phrase = _phrase_left(reading, i, begin)
    return phrase and (phrase[0], end - 1 if closing != ")" else end)


def _phrase_left(reading: Reading, end: int, begin: int) -> Span | None:
    """Return the noun phrase that ends at a token."""
    known = words.classes()
    if end <= begin:
        return None
    # "The envoy later Thursday told", but "the envoy on Thursday told".
    timed = end - 1 > begin and reading.lower[end - 1] in known["day"]
    if timed and reading.lower[end - 2] not in known["preposition"] | known["determiner"]:
        end -= 2 if reading.lower[end - 2] in {"later", "earlier"} else 1
        if end <= begin:
            return None
    last = reading.lower[end - 1]
    if last in known["personal"] or last in _RELATIVE:
        return (end - 1, end)
    if last in DOUBLE:
        return _before_term(reading, end, begin)
    if not reading.is_word(end - 1) or last in known["preposition"] | known["auxiliary"]:
        return None
    first = end
    while first > max(begin, end - _REACH) and not _edge(reading, first - 1, begin, last=first == end):
        first -= 1
    if end > first > begin and reading.lower[first - 1] in _RELATIVE:
        # What a relative clause ends with is no subject: "an official who spoke in Brussels said".
        antecedent = _phrase_left(reading, first - 1, begin)
        return (antecedent[0], end) if antecedent else (first, end)
    # A phrase does not begin with a preposition: what follows one belongs to the phrase before, if there is one.
    small = known["preposition"] | known["conjunction"] | {"'s"}
    while first < end and reading.lower[first] in small:
        first = _past_preposition(reading, first, end)
    return (first, end) if first < end else None


def _before_term(reading: Reading, end: int, begin: int) -> Span | None:
    """Return the phrase that ends with a term in quotation marks: "the issue of “covenants” has been mentioned"."""
    number = reading.quotation[end - 1]
    start = reading.quotations[number].first if number >= 0 else end
    if not 0 < end - start <= _TERM:
        return None
    while start > begin and reading.lower[start - 1] in words.classes()["preposition"]:
        start -= 1
    phrase = _phrase_left(reading, start, begin)
    return phrase and (phrase[0], end)


def _edge(reading: Reading, i: int, begin: int, *, last: bool) -> bool:
    """Return whether a word cannot be part of the subject that stands behind it."""
    known = words.classes()
    word = reading.lower[i]
    before = reading.lower[i - 1] if i > begin else ""
    if word in _PAUSES or word in known["auxiliary"] - {"'s"} or word in known["personal"] or word in _RELATIVE:
        return True
    if word in known["subordinator"] - {"despite", "following", "amid", "even", "so"} or word == "than":
        return True
    if word == "that":
        return before not in known["preposition"]
    if word in known["conjunction"]:
        return not _joined(reading, i, begin)
    if last or before in known["determiner"]:
        return False
    return word in known["adverb"] or (word in known["time"] and before not in known["preposition"])


def first_subject(reading: Reading, begin: int, end: int) -> Span | None:
    """Return the subject of a sentence's main verb: its first phrase, adjuncts and clauses before it passed over."""
    known = words.classes()
    skipped = known["preposition"] | known["conjunction"] | known["adverb"]
    opening = known["preposition"] | known["subordinator"] | {"asked", "when", "while"}
    first, end = begin, min(end, begin + 3 * _REACH)
    while first < end and (
        reading.lower[first] in skipped | opening or not reading.is_word(first) or _opens(reading, first)
    ):
        if reading.lower[first] in opening or _opens(reading, first):
            while first < end and reading.lower[first] != ",":
                first += 1
        first += 1
    comma = next((i for i in range(first, min(first + 6, end)) if reading.lower[i] == ","), None)
    if comma and any(reading.lower[i] in known["time"] for i in range(first, comma)):
        first = comma + 1
    span = after(reading, first, end) if first < end else None
    return span and with_apposition(reading, (span[0], min(span[1], span[0] + 8)), end)


def _opens(reading: Reading, i: int) -> bool:
    """Return whether a participle opens a sentence: "Speaking in Geneva, he"."""
    return reading.capital(i) and reading.lower[i].endswith("ing") and len(reading.lower[i]) > 5


def possessor(reading: Reading, noun: int, begin: int) -> Span | None:
    """Return whose claim it is: "his repeated claim that", "Russia’s claim that"."""
    known = words.classes()
    for i in range(noun - 1, max(begin, noun - 4) - 1, -1):
        word = reading.lower[i]
        if word in known["possessive"] - {"whose"}:
            return (i, i + 1)
        if word == "'s" or (word == "'" and reading.lower[i - 1].endswith("s")):
            return _phrase_left(reading, i, begin)
        if not reading.is_word(i) or word in known["preposition"] | known["determiner"] | known["auxiliary"]:
            return None
    return None


def nearest(reading: Reading, end: int, begin: int) -> Span | None:
    """Return the noun phrase that ends at a token, without what stands before its preposition."""
    phrase = _phrase_left(reading, end, begin)
    if not phrase:
        return None
    small = words.classes()["preposition"] - {"of"}
    first = next((i + 1 for i in range(end - 1, phrase[0] - 1, -1) if reading.lower[i] in small), phrase[0])
    return (first, end) if first < end else None


def behind_with(reading: Reading, end: int, begin: int) -> Span | None:
    """Return the subject of a participle that "with" gives it: "with many marchers chanting"."""
    i = end - 1
    while i > max(begin, end - _TERM) and reading.lower[i] not in _PAUSES | {"with"}:
        i -= 1
    return (i + 1, end) if reading.lower[i] == "with" and i + 1 < end else None


def _joined(reading: Reading, i: int, begin: int) -> bool:
    """Return whether "and" joins two parts of a subject: a name stands before it, or no more than an adjective."""
    if reading.lower[i] not in {"and", "or"} or i <= begin or not reading.is_word(i - 1):
        return False
    return reading.capital(i - 1) or any(k < begin or reading.lower[k] in _PAUSES for k in range(i - 2, i - 4, -1))


def _past_preposition(reading: Reading, first: int, end: int) -> int:
    """Return where the subject may begin in "In a statement Baker said": at the first capital after a small word."""
    i = first + 1
    while i < end and not (reading.capital(i) and reading.words[i - 1][0].islower() and i - 1 > first):
        i += 1
    return i if i < end else first + 1


def after(reading: Reading, first: int, stop: int) -> Span | None:
    """Return the noun phrase that begins at a token, with an apposition behind a comma."""
    known = words.classes()
    end = first
    while end < stop and end - first < _REACH:
        word = reading.lower[end]
        if word in _PAUSES - DOUBLE or (word in DOUBLE and end == first):
            break
        if word in known["auxiliary"] - {"'s"} or word in known["subordinator"] - {"as"} - known["preposition"]:
            break
        if end > first and (word in {"that", "as"} or word in known["personal"]):
            break
        if word in {"on", "in", "during", "after", "last", "earlier", "when", "while", "told", "said"} and end > first:
            break
        if word in known["day"]:
            break
        end += 1
        if end - first == 1 and word in known["personal"]:
            break
    return (first, end) if end > first and reading.is_word(first) else None


def with_apposition(reading: Reading, phrase: Span, stop: int, *, closed: bool = False) -> Span:
    """Return a phrase with what is put in behind it between commas: ", a professor of law,".

    Where the sentence itself goes on behind the phrase, an apposition is `closed` by a second comma.
    """
    first, end = phrase
    opens = _APPOSITIVE - {"the"} if closed else _APPOSITIVE
    if end + 1 >= stop or reading.lower[end] != "," or reading.lower[end + 1] not in opens | _TITLES:
        return phrase
    i = end + 1
    while i < stop and reading.lower[i] not in {",", ";"} and reading.lower[i] not in DOUBLE:
        i += 1
    return phrase if closed and i == stop else (first, i)
