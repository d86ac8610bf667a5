"""Put statements together: a cue, its content before or behind it, its speaker; then the quotations without a cue."""

from collections.abc import Callable

from . import boundaries, contents, cues, nesting, quoted, speakers, tags, unlisted
from .quotes import DOUBLE
from .reading import Reading
from .statement import Place, Span, Statement, place

# So long is a beginning that a source interrupts: "The plan, according to the ministry, will".
_INTERRUPTED = 8


def statements(reading: Reading) -> list[Statement]:
    """Return the statements of an article, in the order of the text."""
    places = cues.find(reading)
    at = {cue.first: cue for cue, *_ in places} | {cue.head: cue for cue, *_ in places}
    found: list[Statement] = []
    end = 0
    for possible in places:
        if possible[0].head < end:
            continue
        readings = (_READERS[cue.entry.part](place(reading, cue, at), found) for cue in possible)
        statement = next(filter(None, readings), None)
        if statement:
            found.append(statement)
            end = statement.cue.end
    found += unlisted.tagged(reading, found)
    quoted.go_on(reading, found)
    found += quoted.without_cue(reading, found)
    return nesting.ordered(found)


def _phrase(at: Place, found: list[Statement]) -> Statement | None:
    """Read "according to X, content" and "content, according to X"."""
    reading, cue = at.reading, at.cue
    speaker = speakers.after(reading, cue.end, at.stop)
    if not speaker:
        return None
    if cue.first - at.begin <= 2 or reading.lower[cue.first - 1] in {";", "—"}:
        full = speakers.with_apposition(reading, speaker, at.stop, closed=True)
        comma = next((i for i in range(full[1], at.stop - 1) if reading.lower[i] == ","), None)
        return comma and Statement([(comma + 1, boundaries.end(at, comma + 1))], cue, full, "phrase")
    full = speakers.with_apposition(reading, speaker, at.stop)
    last = cue.first - 1
    while last > at.begin and reading.lower[last] not in DOUBLE and not reading.is_word(last):
        last -= 1
    if reading.lower[last] in DOUBLE:
        span = contents.before(at, last)
        return span and Statement([span], cue, speaker, "phrase")
    span = (max(at.begin, last + 1 - boundaries.LONGEST), last + 1)
    interrupted = full[1] + 1 < at.stop and reading.lower[full[1]] == "," and span[1] - span[0] < _INTERRUPTED
    more = [(full[1] + 1, boundaries.end(at, full[1] + 1))] if interrupted else []
    return Statement([span, *more], cue, speaker, "phrase")


def _noun(at: Place, found: list[Statement]) -> Statement | None:
    """Read "Russia’s claim that"."""
    behind = contents.behind(at)
    return behind and Statement([behind[0]], at.cue, speakers.possessor(at.reading, at.cue.first, at.begin), "noun cue")


def _adverb(at: Place, found: list[Statement]) -> Statement | None:
    """Read "The envoy reportedly left": what somebody said, who is not named."""
    reading, i = at.reading, at.cue.first
    first = i
    while first > max(at.begin, i - boundaries.LONGEST) and reading.lower[first - 1] not in {",", ";", "and", "but"}:
        first -= 1
    before = [(first, i)] if first < i else []
    behind = [(at.cue.end, boundaries.end(at, at.cue.end))] if at.cue.end < at.stop else []
    return Statement([*before, *behind], at.cue, None, "adverb") if behind else None


def _verb(at: Place, found: list[Statement]) -> Statement | None:
    inverted = tags.inverted(at) or tags.leading(at)
    if inverted:
        return inverted
    behind = contents.behind(at)
    speaker = _subject(at, found) or _subject_behind(at, behind)
    if at.cue.passive:
        # "“…,” the envoy said by telephone" is none.
        means = at.cue.head == at.cue.first and "quote" in at.cue.entry.takes and tags.straight(at, speaker, None)
        return means or _passive(at, behind, found)
    if not speaker and behind and behind[1] == "quote" and at.reading.lower[at.cue.first - 1] == "that":
        speaker = (at.cue.first - 1, at.cue.first)  # "a banner that read “…”"
    tag = tags.straight(at, speaker, behind)
    if tag:
        return tag
    return behind and Statement([behind[0]], at.cue, speaker, behind[1])


def _subject(at: Place, found: list[Statement]) -> Span | None:
    """Return who is the subject of a verb; of a participle or a joined verb, that of the verb before."""
    reading, cue = at.reading, at.cue
    before = reading.lower[cue.first - 1] if cue.first > at.begin else ""
    shared = cue.form == "participle" or cue.infinitive or before in {"and", "but", "or"}
    if not shared:
        subject = speakers.before(reading, cue.first, at.begin)
        if subject or before != "," or cue.form == "base":
            return subject
    for other in reversed(found[-4:]):
        if other.speaker and reading.sentence[other.cue.head] == reading.sentence[cue.head]:
            return other.speaker
    begin = max(at.begin, cue.first - boundaries.LONGEST)
    if cue.form == "participle" and (own := speakers.behind_with(reading, cue.first, begin)):
        return own
    opens = (i + 1 for i in range(cue.first - 2, begin, -1) if reading.lower[i] in {"when", "while", ";"})
    return speakers.first_subject(reading, next(opens, begin), cue.first)


def _subject_behind(at: Place, behind: contents.Found | None) -> Span | None:
    """Return the subject behind a clause that opens the sentence: "Explaining this move, the agency said"."""
    comma = behind[0][1] if behind and at.cue.form == "participle" and at.cue.first - at.begin <= 2 else at.stop
    if comma + 1 >= at.stop or at.reading.lower[comma] != ",":
        return None
    return speakers.first_subject(at.reading, comma + 1, at.stop)


def _passive(at: Place, behind: contents.Found | None, found: list[Statement]) -> Statement | None:
    """Read "was criticized by X", "are said to be hiding", "was told that"."""
    reading, cue = at.reading, at.cue
    subject = None
    if cue.first > at.begin:
        apposed = reading.lower[cue.first - 1] == "," and cue.first - 1 > at.begin
        find = speakers.nearest if apposed else speakers.before
        subject = find(reading, cue.first - apposed, at.begin)
    by = next((i for i in range(cue.end, min(cue.end + 4, at.stop)) if reading.lower[i] == "by"), None)
    if by is not None:
        speaker = speakers.after(reading, by + 1, at.stop)
        if subject and any(s.cue and subject[0] <= s.cue.head < subject[1] for s in found[-4:]):
            # "“…,” the envoy said in a film shown by the agency"
            subject = speakers.nearest(reading, cue.first, at.begin)
        if not speaker or not subject or "noun" not in cue.entry.takes:
            return None
        named = speaker[1] < at.stop and reading.lower[speaker[1]] == "as"
        more = [(speaker[1], boundaries.end(at, speaker[1]))] if named else []
        return Statement([subject, *more], cue, speaker, "passive")
    if not behind or not (behind[1] in {"to", "that", "wh", "clause"} or "addressee" in cue.entry.takes):
        return None
    # Of "these countries are said to be hiding it" the subject is part of what is said.
    raised = [subject] if subject and behind[1] == "to" else []
    return Statement([*raised, behind[0]], cue, None, "passive")


_READERS: dict[str, Callable[[Place, list[Statement]], Statement | None]] = {
    "verb": _verb,
    "adjective": _verb,
    "noun": _noun,
    "adverb": _adverb,
    "phrase": _phrase,
}
