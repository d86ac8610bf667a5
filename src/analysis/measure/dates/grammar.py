"""The grammar of time expressions: rules.csv says what they look like, words.csv what their words mean.

A pattern of rules.csv is a regular expression in which a space stands for any white space, and `{month}` for
the words of that kind in words.csv or for a part of parts.csv. In words.csv a hyphen stands for any hyphen, an
apostrophe for any apostrophe, and a full stop may be missing. Every part of a pattern that has a name is handed
to the rule.
"""

import itertools
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ..heads import Heads, Place
from ..spans import Unit
from ..tables import read_table

# What stands before and after an expression: no letter, digit, currency sign or part of a number.
_BEFORE = r"(?<![\w$€£¥%#/@])(?<!(?<![0-9]{4})-)(?<![\w-][.,:/’'])"
_AFTER = r"(?![\w%]|[.,:/][0-9]|-(?!(?:1[0-9]|20)[0-9]{2}(?![\w-]))\w)"
# Words as they are written in other ways.
_SIGNS = ((re.escape(" "), r"\s+"), (re.escape("-"), r"[-‐‑]\s?"), ("'", "['’]"), (re.escape("."), r"\.?"))


class Line(NamedTuple):
    """A line of rules.csv: the rule, what it looks for, and an example with its TIMEX3 type and value."""

    rule: str
    pattern: re.Pattern[str]
    example: str
    type: str
    value: str


class Candidate:
    """What a line matched: its parts by name, None for one that is not there, and its place in the sentence."""

    def __init__(self, match: re.Match[str]) -> None:
        self.start, self.end, self.text = match.start(), match.end(), match.group()
        self._parts: dict[str, tuple[str, int]] = {}
        for name, text in match.groupdict().items():
            if text is not None:
                self._parts.setdefault(name.rpartition("__")[0], (text, match.start(name)))

    def __getitem__(self, part: str) -> str | None:
        return self._parts.get(part, (None, 0))[0]

    def start_of(self, part: str) -> int:
        """Return where a part begins."""
        return self._parts[part][1]


@cache
def words(kind: str) -> dict[str, str]:
    """Return the words of a kind, in lower case, with their values."""
    table = read_table(
        _path("words.csv"), ("kind", "word", "value"), required=("kind", "word"), keys=[["kind", "word"]]
    )
    return dict(table.loc[table["kind"] == kind, ["word", "value"]].itertuples(index=False))


def value(kind: str, text: str) -> str:
    """Return what a word means, as it stands in a text.

    Examples
    --------
    >>> value("month", "August"), value("short_month", "Nov")
    ('8', '11')
    """
    known = words(kind)
    word = plain(text).replace("’", "'").replace("‐", "-").replace("‑", "-")
    return known[word] if word in known else known[f"{word}."]


def plain(text: str) -> str:
    """Return words in lower case with single spaces."""
    return re.sub(r"\s+", " ", text.lower())


@cache
def any_of(kind: str) -> str:
    """Return a pattern of the words of a kind, the longest first."""
    alternatives = [re.escape(word) for word in sorted(words(kind), key=lambda word: (-len(word), word))]
    for sign, pattern in _SIGNS:
        alternatives = [word.replace(sign, pattern) for word in alternatives]
    return "|".join(alternatives)


@cache
def lines() -> list[Line]:
    """Return the lines of rules.csv, compiled."""
    table = read_table(
        _path("rules.csv"), ("rule", "pattern", "example", "type", "value"), required=("rule", "pattern")
    )
    return [
        Line(
            row.rule, re.compile(f"(?:{expand(row.pattern)}){_AFTER}", re.IGNORECASE), row.example, row.type, row.value
        )
        for row in table.itertuples()
    ]


@cache
def parts() -> dict[str, str]:
    """Return the parts that patterns share, by name."""
    table = read_table(_path("parts.csv"), ("part", "pattern"), required=("part", "pattern"), keys=[["part"]])
    return dict(table[["part", "pattern"]].itertuples(index=False))


def expand(pattern: str) -> str:
    """Return a pattern as Python has it: with its parts in their places, and any white space for its spaces.

    Where a comma may stand before a space, white space may stand before it: some corpora are cut into words.
    """
    while named := re.search(r"\{([a-z_]+)\}", pattern):
        name = named[1]
        inside = parts()[name] if name in parts() else f"(?P<{name}>{any_of(name)})"
        pattern = pattern[: named.start()] + inside + pattern[named.end() :]
    pattern = pattern.replace(" ?", r"\s*").replace(",? ", r"(?:\s*,)?\s+").replace(" ", r"\s+")
    # A name may stand in a pattern only once: each gets a number.
    number = itertools.count(1)
    return re.sub(r"\(\?P<(\w+)>", lambda group: f"(?P<{group[1]}__{next(number)}>", pattern)


@cache
def _heads() -> Heads:
    return Heads([line.pattern.pattern for line in lines()])


@cache
def _before() -> re.Pattern[str]:
    return re.compile(_BEFORE)


def places(text: str, units: Iterable[Unit]) -> Iterator[tuple[Unit, list[Place]]]:
    """Yield segments of a text, each with the places where an expression may begin and the numbers of lines to try."""
    return _heads().within(text, units)


def candidates(text: str, at: int, numbers: Iterable[int]) -> list[tuple[Line, Candidate]]:
    """Return what stands at a place, by the lines of these numbers: the longest first, then the earlier line."""
    if not _before().match(text, at):
        return []
    matches = ((lines()[number], lines()[number].pattern.match(text, at)) for number in numbers)
    return sorted(((line, Candidate(match)) for line, match in matches if match), key=lambda pair: -pair[1].end)


def _path(name: str) -> Path:
    return Path(__file__).with_name(name)
