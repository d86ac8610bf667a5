"""Read tags, which stand behind what is said or in the midst of it: "…, Riabkov said", "“…,” said Riabkov, “…”"."""

from . import boundaries, contents, speakers, words
from .statement import Place, Span, Statement

_FINITE = ("past", "third")
_PAUSES = frozenset({",", "?", "!", "—", ".", "…", "-", "--"})
# So many tokens a speaker may have between a quotation and its verb.
_REACH = 25


def inverted(place: Place) -> Statement | None:
    """Read "“…,” said Riabkov, the chief negotiator, “…”"."""
    reading, cue = place.reading, place.cue
    mark = cue.first - 1
    if "quote" not in cue.entry.takes or cue.form not in _FINITE or cue.passive or mark < 0 or place.quoted >= 0:
        return None
    quoted = contents.closes(reading, mark) or (reading.lower[mark] == "," and contents.closes(reading, mark - 1))
    if reading.paragraph[mark] != reading.paragraph[cue.head] or not (quoted or _may_invert(place, mark)):
        return None
    speaker = _speaker_behind(place)
    if not speaker:
        return None
    full = speakers.with_apposition(reading, speaker, place.stop)
    ends = full[1] >= place.stop or reading.lower[speaker[1]] == ","
    if not quoted and not (ends and _can_speak(place, speaker)):
        return None
    span = contents.before(place, mark)
    return Statement([span, *_goes_on(place, full[1])], cue, full, "tag") if span else None


def leading(place: Place) -> Statement | None:
    """Read "Said Riabkov, the chief negotiator: “…”"."""
    reading, cue = place.reading, place.cue
    takes = cue.entry.takes
    if cue.first != place.begin or "quote" not in takes or "addressee" in takes or cue.form not in _FINITE:
        return None
    speaker = _speaker_behind(place)
    if not speaker or cue.passive or not _can_speak(place, speaker):
        return None
    full = speakers.with_apposition(reading, speaker, place.stop)
    if reading.lower[full[1] - 1] == ":":
        full = (full[0], full[1] - 1)
    quoted = contents.quoted(place, full[1])
    return Statement([quoted], cue, full, "quote") if quoted else None


def _may_invert(place: Place, mark: int) -> bool:
    """Return whether "…, reports the agency" can be meant without quotation marks."""
    takes = place.cue.entry.takes
    return (
        place.reading.lower[mark] == ","
        and place.cue.first - place.begin >= 4
        and "clause" in takes
        and "addressee" not in takes
    )


def _speaker_behind(place: Place) -> Span | None:
    reading, known = place.reading, words.classes()
    i = place.cue.end
    if i >= place.stop or not reading.is_word(i):
        return None
    small = known["preposition"] | known["time"] | known["object"] - known["personal"] | {"that", "to"}
    return None if reading.lower[i] in small else speakers.after(reading, i, place.stop)


def _can_speak(place: Place, phrase: Span) -> bool:
    """Return whether a phrase can speak: it holds a name, a pronoun, or a word like official or spokesman."""
    reading = place.reading
    nouns = words.classes()["personal"] | words.classes()["role"]
    return any(reading.capital(i) or reading.lower[i] in nouns for i in range(*phrase))


def _goes_on(place: Place, i: int) -> list[Span]:
    """Return the quotation that goes on behind a tag, in its sentence."""
    reading = place.reading
    if i < place.stop and reading.lower[i] in {",", ":"}:
        i += 1
    if i >= len(reading) or reading.quotation[i] < 0 or reading.sentence[i] != reading.sentence[place.cue.head]:
        return []
    quotation = reading.quotations[reading.quotation[i]]
    return [(i, quotation.end)] if quotation.first == i else []


def straight(place: Place, speaker: Span | None, behind: contents.Found | None) -> Statement | None:
    """Read "“…,” Riabkov said" and "…, Riabkov said", with what is found behind the verb."""
    reading, cue = place.reading, place.cue
    mark = (speaker[0] if speaker and speaker[1] <= cue.first else cue.first) - 1
    if not cue.entry.takes & {"quote", "tag"} or mark < 0:
        return None
    if cue.form == "participle":
        return None if behind else _reported(place)
    joined = reading.lower[mark] in {"and", "but"} and mark > 0
    mark -= joined
    # "…,” and said that" and, behind a clause that ends with a quotation, "…,” he said: “…”" go on with what follows.
    colon = behind and reading.lower[behind[0][0] - 1] == ":" and reading.quotation[place.begin] < 0
    onward = colon or (joined and behind and behind[1] != "quote")
    if not onward and _quoted(place, mark, behind):
        span = contents.before(place, mark)
        more = [behind[0]] if behind and behind[1] == "quote" else []
        return Statement([span, *more], cue, speaker, "tag") if span else None
    far = _far(place) if not behind or "addressee" in cue.entry.takes else None
    if far is not None:
        span = contents.before(place, far)
        return Statement([span], cue, (far + 1, cue.first), "tag") if span else None
    if not behind and reading.lower[mark] == "as" and cue.end + 1 < place.stop and reading.lower[cue.end] == ",":
        return Statement([(cue.end + 1, boundaries.end(place, cue.end + 1))], cue, speaker, "tag")
    if behind or not speaker or reading.lower[mark] != "," or mark <= place.begin or not _pause(place):
        return None
    span = contents.before(place, mark)
    if span is None:
        return None
    more = []
    if cue.end + 1 < place.stop and reading.lower[cue.end] == ",":
        more = [(cue.end + 1, boundaries.end(place, cue.end + 1))]
    return Statement([span, *more], cue, speaker, "tag")


def _reported(place: Place) -> Statement | None:
    """Read "“…,” Riabkov is quoted as saying"."""
    mark = _far(place)
    speaker = speakers.after(place.reading, mark + 1, place.cue.first) if mark is not None else None
    span = contents.before(place, mark) if speaker else None
    return Statement([span], place.cue, speaker, "tag") if span else None


def _far(place: Place) -> int | None:
    """Return the closing mark of "“…,” the senator and candidate for the presidency said", however long the speaker."""
    reading, cue = place.reading, place.cue
    if cue.form == "adjective" or cue.passive or cue.infinitive:
        return None
    for i in range(cue.first - 1, max(place.begin, cue.first - _REACH) - 1, -1):
        if reading.quotation[i] >= 0:
            ends = contents.closes(reading, i) and contents.last_sign(reading, i) in {",", "?", "!"}
            return i if ends and i < cue.first - 1 else None
        other = place.at.get(i)
        if reading.lower[i] in {";", ":"} or (other and other.form in _FINITE and "quote" in other.entry.takes):
            return None
    return None


def _quoted(place: Place, mark: int, behind: contents.Found | None) -> bool:
    """Return whether a quotation that belongs to the tag closes at a mark, or before a comma."""
    reading, head = place.reading, place.cue.head
    comma = reading.lower[mark] == ","
    if not (contents.closes(reading, mark) or (comma and mark > 0 and contents.closes(reading, mark - 1))):
        return False
    if reading.sentence[mark] != reading.sentence[head]:
        # The question mark of "“…?” Riabkov asked reporters" ends a sentence.
        asked = behind and behind[1] in ("clause", "noun") and contents.last_sign(reading, mark) in {"?", "!"}
        if reading.paragraph[mark] != reading.paragraph[head] or (behind and not asked):
            return False
        # "“…,” he said. “….” Riabkov went on to Geneva" is no tag, but "“….” Riabkov said." is one.
        if contents.last_sign(reading, mark) == "." and place.cue.end < place.stop:
            return False
    return comma or not behind or contents.last_sign(reading, mark) in _PAUSES


def _pause(place: Place) -> bool:
    i = place.cue.end
    pauses = {",", ";", "in", "on", "at", "during"} | words.classes()["time"]
    return i >= place.stop or place.reading.lower[i] in pauses
