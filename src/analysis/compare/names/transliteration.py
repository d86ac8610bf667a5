"""Spellings of one name in Latin letters: a key in which they agree, and proposals of what may be one person.

A name from another alphabet is spelt by several habits: Riabkov and Ryabkov, Sergey and Sergei, Aleksander and
Alexander. transliterations.csv has the alternations, each with an example; applied in their order they give a key.
Two names whose keys agree *may* be one. Nothing is merged by it: Ivanov and Ivanova differ, and whether two
men called Lavrov are one is for the analyst to say.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from ...measure.names.words import is_in
from ...measure.tables import read_table

# Letters that no decomposition reduces to those of English.
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
SHORTEST = 4  # letters of a single name that is proposed: Li and Lee, Le and Lee are no variants to propose
_BEHIND = ("jr", "sr", "ii", "iii")


class Proposal(NamedTuple):
    """Two names that may be one, and why."""

    one: str
    other: str
    reason: str


@cache
def alternations() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the alternations in their order, compiled."""
    path = Path(__file__).with_name("transliterations.csv")
    columns = ("found", "becomes", "one", "other", "note")
    table = read_table(path, columns, required=columns[:4], keys=[["found"]])
    return tuple((re.compile(row["found"]), row["becomes"]) for _, row in table.iterrows())


@cache
def plain(word: str) -> str:
    """Return a word in small English letters, without its diacritics and signs.

    Examples
    --------
    >>> plain("Schröder"), plain("O’Neill"), plain("Wałęsa")
    ('schroder', 'oneill', 'walesa')
    """
    signs = unicodedata.normalize("NFKD", word.casefold()).translate(_LETTERS)
    return "".join(sign for sign in signs if sign.isalnum())


@cache
def key(word: str) -> str:
    """Return what spellings of a word agree in.

    Examples
    --------
    >>> key("Riabkov") == key("Ryabkov"), key("Zelensky") == key("Zelenskyy"), key("Ivanov") == key("Ivanova")
    (True, True, False)
    """
    reduced = plain(word)
    for pattern, becomes in alternations():
        reduced = pattern.sub(becomes, reduced)
    return reduced


@cache
def parts(name: str) -> tuple[str, ...]:
    """Return the words of a person's name, without initials, Jr and the like."""
    words = [word.strip(".,") for word in name.split()]
    return tuple(word for word in words if len(word.replace(".", "")) > 1 and word.casefold() not in _BEHIND)


def reason(one: str, other: str) -> str:
    """Return why two names may be one person's, "" if nothing says so.

    Examples
    --------
    >>> reason("Sergei Riabkov", "Sergey Ryabkov")
    'same key: sergei riabkov'
    >>> reason("Sergei Ivanov", "Sergei Ivanova"), reason("Li", "Lee"), reason("Paul Smith", "Paula Smith")
    ('', '', '')
    """
    first, second = parts(one), parts(other)
    if not first or not second or len(first) != len(second) or plain(one) == plain(other):
        return ""
    # Trump and Trump Jr., Kelly and R. Kelly: what stands beside a surname alone tells two people apart.
    if len(first) == 1 and (len(one.split()), len(other.split())) != (1, 1):
        return ""
    # Lukashevich Aleksander, with the family name first, is the same two words.
    for turned in dict.fromkeys((second, second[1:] + second[:1])):
        found = _agree(first, turned)
        if found:
            return found
    return ""


def _agree(first: tuple[str, ...], second: tuple[str, ...]) -> str:
    if key(first[-1]) != key(second[-1]) or len(first) == 1 and len(plain(first[0])) < SHORTEST:
        return ""
    differ = [(a, b) for a, b in zip(first[:-1], second[:-1], strict=True) if key(a) != key(b)]
    if not differ:
        return f"same key: {' '.join(map(key, first))}"
    if len(differ) == 1 and _near(*differ[0]):
        return f"same key of the surname, {key(first[-1])}, and one letter of the given name differs"
    return ""


def _near(one: str, other: str) -> bool:
    """Return whether two given names differ by one letter of their keys, which is not the -a of a woman's."""
    # Imported here: NLTK takes a second to import, and few have such names to compare.
    from nltk.metrics import edit_distance

    left, right = sorted((key(one), key(other)), key=len)
    return len(left) >= SHORTEST and right != left + "a" and edit_distance(left, right) == 1


def proposals(names: Iterable[str]) -> list[Proposal]:
    """Return the pairs among names that may be one person's, sorted.

    Only names whose last or first words agree in key are compared.
    """
    pairs = {pair for block in by_ends(names).values() for pair in combinations(sorted(block), 2)}
    return [Proposal(one, other, why) for one, other in sorted(pairs) if (why := _personal(one, other))]


def by_ends(names: Iterable[str]) -> dict[str, set[str]]:
    """Return names by the keys of their first and last words: those of one person agree in one of the two."""
    blocks: dict[str, set[str]] = {}
    for name in names:
        for word in parts(name)[:1] + parts(name)[-1:]:
            blocks.setdefault(key(word), set()).add(name)
    return blocks


def _personal(one: str, other: str) -> str:
    return "" if any(map(_place, (one, other))) else reason(one, other)


def _place(name: str) -> bool:
    return is_in("place name", name.casefold())


def variants_of(name: str, known: Mapping[str, Iterable[str]]) -> Iterator[Proposal]:
    """Yield the names that a name may be a variant of, of those that are known, as `by_ends` returns them."""
    for other in sorted({other for word in parts(name)[-1:] for other in known.get(key(word), ())}):
        if why := _personal(name, other):
            yield Proposal(name, other, why)
