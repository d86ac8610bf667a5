"""Tags whose verb is not listed, and signs that name who speaks: "“…,” he retaliated", "Jones: “…”", "“…” — Jones"."""

from . import quoted, speakers, words
from .cues import UNLISTED, Cue, entries
from .quotes import Quotation
from .reading import Reading
from .statement import Span, Statement

# So many words before a colon may be a name with its titles.
NAME_WORDS = 14
# Classes of words that are verbs too.
_OPEN = frozenset({"noun or verb", "past", "role", "body", "plural"})
_DASHES = frozenset({"-", "—", "–", "--", ".", ";"})


def tagged(reading: Reading, found: list[Statement]) -> list[Statement]:
    """Make a statement of each quotation that no statement holds and that has a tag whose verb is not listed."""
    held = quoted.covered(reading, (s for s in found if s.cue and reading.quotation[s.cue.head] < 0))
    free = (q for q in reading.quotations if not any(held[q.first : q.end]))
    tags = ((quotation, _tag(reading, quotation)) for quotation in free)
    return [Statement([(quotation.first, quotation.end)], *tag, "tag") for quotation, tag in tags if tag]


def _tag(reading: Reading, quotation: Quotation) -> tuple[Cue, Span] | None:
    """Return verb and speaker of a tag whose verb is not listed: "“…,” an angry minister retaliated"."""
    sign = reading.lower[quotation.end - 2]
    if sign in {"?", "!"} or (sign == "," and not quoted.is_title(reading, quotation)):
        stop = min(quotation.end + 10, len(reading))
        for i in range(quotation.end, stop):
            if reading.paragraph[i] != reading.paragraph[quotation.first] or not reading.is_word(i):
                break
            verb = reading.past(i) or (sign == "," and _verbal(reading, i))
            if verb and i > quotation.end and (reading.past(i) or _ends_subject(reading, i)):
                return _unlisted(i), (quotation.end, i)
            if verb and i + 1 < stop and reading.capital(i + 1):
                speaker = speakers.after(reading, i + 1, reading.stops[reading.sentence[i]])
                return (_unlisted(i), speaker) if speaker else None
    if quoted.is_title(reading, quotation):
        return None
    signed = _signed(reading, quotation)
    if signed:
        return signed
    mark = quotation.first - 1
    begin = reading.sentences[reading.sentence[quotation.first]][0]
    if mark - 1 > begin and reading.lower[mark] in {":", ","} and reading.past(mark - 1):
        speaker = speakers.before(reading, mark - 1, begin)
        return (_unlisted(mark - 1), speaker) if speaker else None
    if mark > begin and reading.lower[mark] == ":":
        return _named(reading, mark, begin)
    return None


def _named(reading: Reading, colon: int, begin: int) -> tuple[Cue, Span] | None:
    """Return the colon and the name of "Jeffrey Jones: “…”", as transcripts and headlines have it."""
    first = next((i + 1 for i in range(colon - 1, begin - 1, -1) if reading.lower[i] in _DASHES), begin)
    if first >= colon or colon - first > NAME_WORDS or not reading.capital(first):
        return None
    verbal = words.classes()["auxiliary"] | words.classes()["personal"]
    if any(reading.lower[i] in verbal or reading.past(i) for i in range(first, colon)):
        return None
    comma = next((i for i in range(first, colon) if reading.lower[i] == ","), colon)
    # "Ann Lee, on Twitter: “…”": the name, and not what stands beside it.
    named = comma - first > 1 and all(reading.is_word(i) and reading.capital(i) for i in range(first, comma))
    speaker = (first, comma) if named else speakers.before(reading, colon, first) or (first, colon)
    if not any(reading.capital(i) for i in range(*speaker)) and reading.lower[speaker[0]] not in {"a", "an", "the"}:
        return None  # "Riabkov went even further: “…”"
    return Cue(colon, colon + 1, colon, "", False, False, UNLISTED), speaker


def _signed(reading: Reading, quotation: Quotation) -> tuple[Cue, Span] | None:
    """Return the dash and the name of a quotation that is signed: "“…” — Jeffrey Jones"."""
    dash = quotation.end
    if dash + 1 >= len(reading) or reading.lower[dash] not in _DASHES - {".", ";"} or not reading.capital(dash + 1):
        return None
    end = dash + 1
    while end < len(reading) and reading.paragraph[end] == reading.paragraph[dash]:
        end += 1
    if end - dash > NAME_WORDS or reading.quotations[reading.quotation[dash - 1]].end != dash:
        return None
    return Cue(dash, dash + 1, dash, "", False, False, UNLISTED), (dash + 1, end)


def _verbal(reading: Reading, i: int) -> bool:
    """Return whether a word can be a verb of any form: it is in no closed class and no name."""
    word = reading.lower[i]
    closed = (reading.lower[i] in own for name, own in words.classes().items() if name not in _OPEN)
    return reading.words[i].islower() and len(word) > 2 and not word.endswith("ly") and not any(closed)


def _ends_subject(reading: Reading, i: int) -> bool:
    """Return whether the word before is a name or pronoun, or this one, listed as a verb, ends its sentence."""
    if reading.capital(i - 1) or reading.lower[i - 1] in words.classes()["personal"]:
        return True
    listed = any(entry.part == "verb" for _, _, entry in entries().get(reading.lower[i], ()))
    return listed and i + 1 == reading.stops[reading.sentence[i]]


def _unlisted(i: int) -> Cue:
    return Cue(i, i + 1, i, "past", False, False, UNLISTED)
