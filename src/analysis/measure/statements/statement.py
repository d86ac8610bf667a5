"""What the rules pass on to each other: a cue in its place, and a statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from .cues import Cue
from .reading import Reading

Span = tuple[int, int]


class Place(NamedTuple):
    """A cue and where its statement is looked for.

    `begin` and `stop` are the edges of its sentence, without closing punctuation, or of its quotation within
    the sentence; `at` holds the possible cues of the article by their first token and by their verb.
    """

    reading: Reading
    cue: Cue
    begin: int
    stop: int
    at: Mapping[int, Cue]

    @property
    def quoted(self) -> int:
        """Return the number of the quotation that the cue stands in, or -1."""
        return self.reading.quotation[self.cue.head]


def place(reading: Reading, cue: Cue, at: Mapping[int, Cue]) -> Place:
    """Return a cue's place."""
    sentence = reading.sentence[cue.head]
    begin, stop = reading.sentences[sentence][0], reading.stops[sentence]
    number = reading.quotation[cue.head]
    if number >= 0:
        quotation = reading.quotations[number]
        begin, stop = max(begin, quotation.first + quotation.opened), min(stop, quotation.end - quotation.closed)
        while stop > cue.head + 1 and not reading.is_word(stop - 1):
            stop -= 1
    return Place(reading, cue, begin, max(stop, cue.end), at)


@dataclass
class Statement:
    """One statement, by tokens.

    `how` names the construction by which its content was found; `parent` is the number of the statement in
    whose content it stands, or -1.
    """

    contents: list[Span]
    cue: Cue | None = None
    speaker: Span | None = None
    how: str = ""
    parent: int = -1

    @property
    def begins(self) -> int:
        """Return where the first of its parts begins."""
        parts = [*self.contents, *filter(None, [self.speaker, self.cue and (self.cue.first, self.cue.end)])]
        return min(first for first, _ in parts)

    @property
    def anchor(self) -> int:
        """Return the token that decides in which other statement it stands: its cue's verb."""
        return self.cue.head if self.cue else self.contents[0][0]
