"""Quotations that have no cue of their own: they go on with a statement, or are one by themselves."""

from bisect import bisect_right
from collections.abc import Iterable

from . import speakers, words
from .quotes import Quotation
from .reading import Reading
from .statement import Span, Statement

# A quotation of fewer words is a term in quotation marks, not a statement.
QUOTED_WORDS = 4
HEADING_WORDS = 5
# So many tokens may sign a quotation: a name, an age, an office, a place.
SIGNED_WORDS = 14


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
        before = last.get(sentence)
        if before is None or not quotes(reading, before) or (quotes(reading, statement) and before.how != "tag"):
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
    if not _whole(reading, quotation):
        return False
    return quotes(reading, previous) or reading.lower[quotation.first - 1] == ":"


def _whole(reading: Reading, quotation: Quotation) -> bool:
    """Return whether a quotation is whole sentences."""
    first, end = quotation.first, quotation.end
    if first != reading.sentences[reading.sentence[first]][0]:
        return False
    return not (end < reading.stops[reading.sentence[end - 1]] and reading.is_word(end))


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

    Its speaker is who signs it; else the subject of its sentence, if it does not begin it; else whoever spoke in the
    sentence before, or its subject. Whose a quotation of whole sentences is that stands by itself, is taken for the
    last to speak.
    """
    outside = [s for s in found if s.cue and reading.quotation[s.cue.head] < 0]
    held = covered(reading, outside)
    last = {reading.sentence[s.cue.head]: s.speaker for s in outside if s.speaker}
    spoke = sorted((s for s in outside if s.speaker), key=lambda s: s.cue.head)
    heads = [s.cue.head for s in spoke]
    new: list[Statement] = []
    for quotation in reading.quotations:
        free = not any(held[quotation.first : quotation.end])
        if free and new and _continues(reading, quotation, new[-1]):
            new[-1].contents.append((quotation.first, quotation.end))
            continue
        size = sum(map(reading.is_word, range(quotation.first, quotation.end)))
        if size >= QUOTED_WORDS and free and not is_title(reading, quotation):
            speaker = _signature(reading, quotation) or _speaker(reading, quotation, last)
            if speaker is None and _whole(reading, quotation) and (nearest := bisect_right(heads, quotation.first)):
                speaker = spoke[nearest - 1].speaker
            new.append(Statement([(quotation.first, quotation.end)], None, speaker, "quotation"))
            if speaker:
                last.setdefault(reading.sentence[quotation.end - 1], speaker)
    return new


def _signature(reading: Reading, quotation: Quotation) -> Span | None:
    """Return who signs a quotation that is a paragraph: "“…” Mary Jones, 45, Akron", or on the next line."""
    number = bisect_right(reading.paragraphs, (quotation.first, len(reading))) - 1
    first, end = reading.paragraphs[number]
    if quotation.first != first:
        return None
    if quotation.end < end:
        begin = quotation.end
        marked = not reading.is_word(begin)
        while begin < end and not reading.is_word(begin):
            begin += 1
        while end > begin and not reading.is_word(end - 1):
            end -= 1
        return (begin, end) if _is_signature(reading, begin, end, least=1 if marked else 2) else None
    signed = number + 1 < len(reading.paragraphs) and _is_signature(reading, *reading.paragraphs[number + 1])
    # Names may stand before their quotations as well as behind them: as the first of the list has it.
    above = number > 0 and _is_signature(reading, *reading.paragraphs[number - 1])
    behind = number > 1 and reading.quotation[reading.paragraphs[number - 2][0]] >= 0
    return reading.paragraphs[number + 1] if signed and (behind or not above) else None


def _is_signature(reading: Reading, first: int, end: int, least: int = 2) -> bool:
    """Return whether a stretch is a name and what stands with it, without a verb: so many words with capitals first.

    Behind a sign ("“…” — a nurse in Akron", "“…” (@baker)") it need not begin with a name.
    """
    known = words.classes()
    verbal = known["auxiliary"] | known["personal"] | known["subordinator"]
    inside = range(first, min(end, first + SIGNED_WORDS + 1))
    named = all(reading.is_word(i) and reading.capital(i) for i in range(first, min(end, first + least)))
    return (
        least <= end - first <= SIGNED_WORDS
        and (least == 1 or (named and reading.lower[first] not in known["determiner"]))
        and not any(reading.lower[i] in verbal or reading.past(i) or reading.quotation[i] >= 0 for i in inside)
    )


def _continues(reading: Reading, quotation: Quotation, previous: Statement) -> bool:
    """Return whether a quotation follows, in a new paragraph, the one of a statement that did not close."""
    first, end = previous.contents[-1]
    return end == quotation.first and not reading.quotations[reading.quotation[first]].closed


def _speaker(reading: Reading, quotation: Quotation, last: dict[int, Span]) -> Span | None:
    sentence = reading.sentence[quotation.first]
    begin = reading.sentences[sentence][0]
    if quotation.first > begin:
        return _to_verb(reading, speakers.first_subject(reading, begin, quotation.first)) or last.get(sentence - 1)
    return last.get(sentence - 1) or _heading(reading, quotation) or _subject_before(reading, quotation)


def _subject_before(reading: Reading, quotation: Quotation) -> Span | None:
    """Return the subject of the sentence before, in the paragraph or announcing it by a colon: "She agreed. “…”"."""
    begin, stop = reading.sentences[reading.sentence[quotation.first] - 1] if quotation.first else (0, 0)
    if begin == stop or begin > quotation.first:
        return None
    subject = _to_verb(reading, speakers.first_subject(reading, begin, stop))
    if reading.paragraph[begin] == reading.paragraph[quotation.first] or reading.lower[stop - 1] == ":":
        return subject
    person = subject and (reading.lower[subject[0]] in {"he", "she"} or all(map(reading.capital, range(*subject))))
    return subject if person and reading.quotation[subject[0]] < 0 and _whole(reading, quotation) else None


def _to_verb(reading: Reading, subject: Span | None) -> Span | None:
    """Return a subject without the verb behind it: up to a past form, or to where its name ends."""
    if subject is None:
        return None
    first, end = subject
    name = reading.capital(first) and reading.lower[first] not in words.classes()["determiner"]
    inner = {"of", "and", "'s", "de", "(", ")", "-"}
    stop = first + 1
    while stop < end and not reading.past(stop) and (not name or reading.capital(stop) or reading.lower[stop] in inner):
        stop += 1
    return first, stop


def _heading(reading: Reading, quotation: Quotation) -> Span | None:
    """Return the name that is a paragraph of its own before a quotation."""
    number = bisect_right(reading.paragraphs, (quotation.first, len(reading))) - 2
    if number < 0 or reading.paragraphs[number][1] - reading.paragraphs[number][0] > HEADING_WORDS:
        return None
    paragraph = reading.paragraphs[number]
    return paragraph if all(reading.is_word(i) and reading.capital(i) for i in range(*paragraph)) else None


def is_title(reading: Reading, quotation: Quotation) -> bool:
    """Return whether a quotation is written like a title: most of its longer words begin with a capital."""
    longer = [i for i in range(quotation.first, quotation.end) if len(reading.words[i]) > 3]
    return 2 * sum(map(reading.capital, longer)) > len(longer)
