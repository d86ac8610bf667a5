"""Say which actor speaks: by the mentions of the actors layer, by a pronoun's antecedent, by the sentence before.

The head of a speaker decides: "Russian Foreign Minister Sergey Lavrov" is Lavrov, not Russia; "the Kremlin" is
Russia. A speaker whose head no actor covers is left unresolved: "some Western leaders" is nobody named,
though the West is mentioned. Nothing is guessed in silence: how an actor was found is said beside it.
"""

from collections.abc import Sequence

from . import words
from .reading import Reading
from .statement import Span, Statement

_KINDS = {"name": "name", "description": "description", "inferred": "description"}
_TAILS = frozenset({"of", "for", "from", "in", "at", "on", "to", "with", "by", ","})
_PERSON, _FIRST, _RELATIVE = frozenset({"he", "she"}), frozenset({"i", "we"}), frozenset({"who", "which"})
_OTHER = frozenset({"it", "they"})

Mention = tuple[int, int, str, str]


def actors(
    reading: Reading, found: Sequence[Statement], mentions: Sequence[Mention], people: frozenset[str]
) -> list[tuple[str, str]]:
    """Return for each statement the actor who speaks and how that is known, or two empty strings.

    Parameters
    ----------
    reading : Reading
        The article.
    found : sequence of Statement
        Its statements, parents before what stands in them.
    mentions : sequence of Mention
        Start, end, actor and kind of its rows of the actors layer.
    people : frozenset of str
        The actors who are persons.
    """
    names = sorted(mention for mention in mentions if mention[3] != "adjective")
    known: list[tuple[str, str]] = [("", "")] * len(found)
    spoken: list[tuple[int, str]] = []
    for number, statement in enumerate(found):
        if not statement.speaker:
            continue
        actor, how = _of_phrase(reading, statement.speaker, names)
        word = reading.lower[statement.speaker[0]]
        if not actor and statement.speaker[1] - statement.speaker[0] == 1:
            around = known[statement.parent][0] if statement.parent >= 0 else ""
            actor = _of_pronoun(reading, statement.speaker[0], word, names, spoken, around, people)
            how = "pronoun" if actor else ""
        if (
            actor
            and statement.cue is None
            and _sentence(reading, statement.speaker) != _sentence(reading, statement.contents[0])
        ):
            how = "sentence before"
        known[number] = (actor, how)
        if reading.quotation[statement.speaker[0]] < 0:
            spoken.append((statement.speaker[0], actor))
    return known


def _sentence(reading: Reading, span: Span) -> int:
    return reading.sentence[span[0]]


def _of_pronoun(
    reading: Reading,
    at: int,
    word: str,
    names: Sequence[Mention],
    spoken: Sequence[tuple[int, str]],
    around: str,
    people: frozenset[str],
) -> str:
    """Return whom a pronoun stands for: whoever spoke last, if it can be; in a quotation, who is quoted for "I"."""
    quoted = reading.quotation[at] >= 0
    if word in _FIRST:
        return around if quoted else ""
    if quoted:
        return ""
    if word in _RELATIVE:
        before = [name for name in names if name[1] <= reading.spans[at][0]]
        near = before and not reading.text[before[-1][1] : reading.spans[at][0]].strip(" ,")
        return before[-1][2] if near else ""
    last = spoken[-1] if spoken else None
    if last is None or reading.paragraph[at] - reading.paragraph[last[0]] > 1:
        return ""
    if word in _PERSON and (last[1] in people or not people):
        return last[1]
    if word in _PERSON:
        first = reading.sentences[max(reading.sentence[at] - 1, 0)][0]
        stretch = range(reading.spans[first][0], reading.spans[at][0])
        before = [name for name in names if name[0] in stretch and name[2] in people]
        return before[-1][2] if before and last[1] else ""
    return last[1] if word in _OTHER and last[1] not in people else ""


def _of_phrase(reading: Reading, phrase: Span, names: Sequence[Mention]) -> tuple[str, str]:
    """Return the actor of a phrase's head: the mention that ends the phrase or stands before its complements."""
    start, end = reading.spans[phrase[0]][0], reading.spans[phrase[1] - 1][1]
    inside = [mention for mention in names if start <= mention[0] and mention[1] <= end]
    # A name put in behind: "the chief negotiator, Sergei Ryabkov,".
    apposed = [mention for mention in inside if mention[3] == "name" and _apposed(reading.text, start, mention)]
    head = _head_end(reading, phrase)
    heads = [mention for mention in inside if mention[0] <= head]
    if len({mention[2] for mention in heads}) > 1 and _coordinated(reading, phrase, head):
        return "", ""
    for mention in [*(mention for mention in heads if head <= mention[1]), *apposed]:
        return mention[2], _KINDS[mention[3]]
    return _for_whom(reading, phrase, head, inside)


def _for_whom(reading: Reading, phrase: Span, head: int, inside: Sequence[Mention]) -> tuple[str, str]:
    """Return whom an unnamed speaker stands for: "a representative of the embassy", "the EFE agency"."""
    known = words.classes()
    i = next((i for i in range(*phrase) if reading.spans[i][1] == head), phrase[0])
    if reading.lower[i] in known["role"]:
        behind = [mention for mention in inside if mention[0] > head]
        if behind:
            return behind[0][2], "description"
    if reading.lower[i] in known["body"]:
        before = [mention for mention in inside if mention[1] + 1 == reading.spans[i][0]]
        if before:
            return before[-1][2], "name"
    return "", ""


def _coordinated(reading: Reading, phrase: Span, head: int) -> bool:
    return any(reading.lower[i] == "and" and reading.spans[i][1] <= head for i in range(*phrase))


def _head_end(reading: Reading, phrase: Span) -> int:
    """Return the offset where a phrase's head noun ends."""
    first, end = phrase
    i = first
    while i < end and (i == first or reading.lower[i] not in _TAILS | {"who", "which", "whose", "("}):
        i += 1
    return reading.spans[i - 1][1]


def _apposed(text: str, start: int, mention: tuple[int, int, str, str]) -> bool:
    before = text[start : mention[0]].rstrip()
    for title in ("Mr.", "Mrs.", "Ms.", "Dr."):
        before = before.removesuffix(title).rstrip()
    return before.endswith(",")
