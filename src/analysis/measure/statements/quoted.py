"""Quotations that have no cue of their own: they go on with a statement, or are one by themselves."""

from bisect import bisect_right
from collections.abc import Iterable

from . import speakers, words
from .cues import UNLISTED, Cue
from .quotes import Quotation
from .reading import Reading
from .statement import Span, Statement

# A quotation of fewer words is a term in quotation marks, not a statement.
QUOTED_WORDS = 4
# So many words before a colon may be a name with its titles.
NAME_WORDS = 14
HEADING_WORDS = 5
_DASHES = frozenset({"-", "—", "–", "--", ".", ";"})


def go_on(reading: Reading, found: list[Statement]) -> None:
    """Give a statement the quotations that go on before and after it without a cue of their own.

    After it: "“…,” he said. “…”", and paragraphs that are quotations, up to one that has its own cue. Before
    it: a paragraph whose quotation does not close goes on in the next one.
    """
    outside = [s for s in found if s.cue and reading.quotation[s.cue.head] < 0]
    held = covered(reading, outside)
    cued = {reading.sentence[s.cue.head] for s in outside}
    last: dict[int, Statement] = {}
    for statement in outside:
        sentence = reading.sentence[statement.cue.head]
        if sentence not in last or quotes(reading, statement) or not quotes(reading, last[sentence]):
            last[sentence] = statement
    for quotation in reading.quotations:
        if any(held[quotation.first : quotation.end]):
            continue
        sentence = reading.sentence[quotation.first]
        tagged = last.get(sentence)
        if tagged and tagged.cue.end <= quotation.first and tagged.how == "tag" and quotes(reading, tagged):
            tagged.contents.append((quotation.first, quotation.end))
        elif sentence not in cued and (previous := last.get(sentence - 1)) and _follows(reading, quotation, previous):
            previous.contents.append((quotation.first, quotation.end))
            for later in range(sentence, reading.sentence[quotation.end - 1] + 1):
                last[later] = previous
    _unclosed(reading, outside)


def _follows(reading: Reading, quotation: Quotation, previous: Statement) -> bool:
    """Return whether a quotation is whole sentences, behind a statement that quotes or announces it by a colon."""
    first, end = quotation.first, quotation.end
    if first != reading.sentences[reading.sentence[first]][0]:
        return False
    if end < reading.stops[reading.sentence[end - 1]] and reading.is_word(end):
        return False
    return quotes(reading, previous) or reading.lower[first - 1] == ":"


def _unclosed(reading: Reading, outside: list[Statement]) -> None:
    """Give a statement the paragraphs before its quotation that are quotations which do not close."""
    holder = {reading.quotation[first]: s for s in outside for first, _ in s.contents if reading.quotation[first] >= 0}
    held = covered(reading, outside)
    for number in range(len(reading.quotations) - 2, -1, -1):
        quotation, following = reading.quotations[number : number + 2]
        if quotation.closed or following.first != quotation.end or number + 1 not in holder:
            continue
        if not any(held[quotation.first : quotation.end]):
            holder[number] = holder[number + 1]
            holder[number].contents.insert(0, (quotation.first, quotation.end))


def covered(reading: Reading, statements: Iterable[Statement]) -> bytearray:
    """Return for each token whether it stands in the content of one of the statements."""
    held = bytearray(len(reading))
    for statement in statements:
        for first, end in statement.contents:
            held[first:end] = b"\1" * (end - first)
    return held


def quotes(reading: Reading, statement: Statement) -> bool:
    """Return whether a statement's content ends with a quotation, or one of its pieces does."""
    return any(reading.quotation[end - 1] >= 0 for _, end in statement.contents)


def without_cue(reading: Reading, found: list[Statement]) -> list[Statement]:
    """Make a statement of each quotation that no statement holds.

    Its speaker is the subject of its sentence, if it does not begin it, or whoever spoke in the sentence before.
    """
    outside = [s for s in found if s.cue and reading.quotation[s.cue.head] < 0]
    held = covered(reading, outside)
    last = {reading.sentence[s.cue.head]: s.speaker for s in outside if s.speaker}
    new = []
    for quotation in reading.quotations:
        size = sum(map(reading.is_word, range(quotation.first, quotation.end)))
        if size >= QUOTED_WORDS and not _title(reading, quotation) and not any(held[quotation.first : quotation.end]):
            tag = _tag(reading, quotation)
            cue, speaker = tag if tag else (None, _speaker(reading, quotation, last))
            new.append(Statement([(quotation.first, quotation.end)], cue, speaker, "quotation"))
    return new


def _tag(reading: Reading, quotation: Quotation) -> tuple[Cue, Span] | None:
    """Return verb and speaker of a tag whose verb is not listed: "“…,” an angry minister retaliated"."""
    if reading.lower[quotation.end - 2] in {",", "?", "!"}:
        stop = min(quotation.end + 10, len(reading))
        for i in range(quotation.end, stop):
            if reading.paragraph[i] != reading.paragraph[quotation.first] or not reading.is_word(i):
                break
            if _past(reading, i) and i > quotation.end:
                return _unlisted(i), (quotation.end, i)
            if _past(reading, i) and i + 1 < stop and reading.capital(i + 1):
                speaker = speakers.after(reading, i + 1, reading.stops[reading.sentence[i]])
                return (_unlisted(i), speaker) if speaker else None
    signed = _signed(reading, quotation)
    if signed:
        return signed
    mark = quotation.first - 1
    begin = reading.sentences[reading.sentence[quotation.first]][0]
    if mark - 1 > begin and reading.lower[mark] in {":", ","} and _past(reading, mark - 1):
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
    if any(reading.lower[i] in verbal or _past(reading, i) for i in range(first, colon)):
        return None
    speaker = speakers.before(reading, colon, first) or (first, colon)
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


def _past(reading: Reading, i: int) -> bool:
    return reading.lower[i].endswith("ed") and len(reading.lower[i]) > 4 and not reading.capital(i)


def _unlisted(i: int) -> Cue:
    return Cue(i, i + 1, i, "past", False, False, UNLISTED)


def _speaker(reading: Reading, quotation: Quotation, last: dict[int, Span]) -> Span | None:
    sentence = reading.sentence[quotation.first]
    begin = reading.sentences[sentence][0]
    if quotation.first > begin:
        return speakers.first_subject(reading, begin, quotation.first)
    return last.get(sentence - 1) or _heading(reading, quotation)


def _heading(reading: Reading, quotation: Quotation) -> Span | None:
    """Return the name that is a paragraph of its own before a quotation."""
    number = bisect_right(reading.paragraphs, (quotation.first, len(reading))) - 2
    if number < 0 or reading.paragraphs[number][1] - reading.paragraphs[number][0] > HEADING_WORDS:
        return None
    paragraph = reading.paragraphs[number]
    return paragraph if all(reading.is_word(i) and reading.capital(i) for i in range(*paragraph)) else None


def _title(reading: Reading, quotation: Quotation) -> bool:
    """Return whether a quotation is written like a title: most of its longer words begin with a capital."""
    longer = [i for i in range(quotation.first, quotation.end) if len(reading.words[i]) > 3]
    return 2 * sum(map(reading.capital, longer)) > len(longer)
