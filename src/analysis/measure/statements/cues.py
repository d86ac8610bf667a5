"""The list of cues, and where in a text they stand.

cues.csv names for each verb or phrase its class and what it takes: a that-clause, a clause without that,
a question (how, whether …), an infinitive, a noun phrase, a quotation. What a cue takes decides where its
content is looked for (see contents.py); without a content of that kind it is no cue.
"""

from functools import cache
from typing import NamedTuple

from ..tables import read_table, split_list
from . import quotes, words
from .reading import Reading

COLUMNS = ("pattern", "part", "irregular", "verb_class", "takes", "reference", "note")


class Entry(NamedTuple):
    """A line of cues.csv."""

    pattern: str
    part: str
    verb_class: str
    takes: frozenset[str]


# What a verb is that quotes and is on no list.
UNLISTED = Entry("", "verb", "", frozenset({"quote"}))


class Cue(NamedTuple):
    """A cue in a text: its tokens, auxiliaries and adverbs included, the place of its verb, and how it stands.

    `form` is base, third, past or participle for a verb; noun, adjective, adverb or phrase for what is none.
    """

    first: int
    end: int
    head: int
    form: str
    passive: bool
    infinitive: bool
    entry: Entry


@cache
def entries() -> dict[str, list[tuple[tuple[str, ...], str, Entry]]]:
    """Return, by first word, the word forms of each entry with the name of the form; the longest first."""
    table = read_table(
        words.FOLDER / "cues.csv", COLUMNS, required=("pattern", "part", "takes"), keys=[["pattern", "part"]]
    )
    found: dict[str, list[tuple[tuple[str, ...], str, Entry]]] = {}
    for _, row in table.iterrows():
        entry = Entry(row["pattern"], row["part"], row["verb_class"], frozenset(split_list(row["takes"])))
        first, *rest = entry.pattern.split()
        for form, name in _forms(first, entry.part, split_list(row["irregular"])):
            found.setdefault(form, []).append(((form, *rest), name, entry))
    for lines in found.values():
        lines.sort(key=lambda line: (-len(line[0]), line[2].part != "verb", line[1], line[2].pattern))
    return found


def _forms(base: str, part: str, irregular: list[str]) -> list[tuple[str, str]]:
    if part == "noun":
        return [(base, "noun"), (words.third_person(base), "noun")]
    if part != "verb":
        return [(base, part)]
    pasts = irregular or [words.past(base)]
    forms = [(base, "base"), (words.third_person(base), "third"), (words.participle(base), "participle")]
    return [*((form, "past") for form in pasts), *(form for form in forms if form[0] not in pasts)]


def find(reading: Reading) -> list[list[Cue]]:
    """Return the places where a cue may stand, from left to right, each with its possible cues, longest first."""
    known = entries()
    places = []
    for i in [i for i, word in enumerate(reading.lower) if word in known]:
        if possible := [cue for line in known[reading.lower[i]] if (cue := _match(reading, i, line))]:
            places.append(possible)
    return places


def _match(reading: Reading, i: int, line: tuple[tuple[str, ...], str, Entry]) -> Cue | None:
    pattern, form, entry = line
    end = i + len(pattern)
    if tuple(reading.lower[i:end]) != pattern or reading.sentence[i] != reading.sentence[end - 1]:
        return None
    if entry.part in ("phrase", "noun", "adverb"):
        return Cue(i, end, i, form, False, False, entry)
    return _verb(reading, i, end, form, entry)


def _verb(reading: Reading, head: int, end: int, form: str, entry: Entry) -> Cue | None:
    """Take auxiliaries, adverbs and negation to a verb; leave out what only looks like one."""
    known = words.classes()
    begin = reading.sentences[reading.sentence[head]][0]
    first, be, auxiliary = head, False, False
    while first > begin:
        word = reading.lower[first - 1]
        if word == "'s" and not _pronoun_before(reading, first - 1, begin):
            break
        if word in known["auxiliary"]:
            be = be or (word in known["be"] and not auxiliary)
            auxiliary = True
        elif not (word in known["adverb"] or (word.endswith("ly") and len(word) > 4 and word.islower())):
            break
        first -= 1
    while first < head and reading.lower[first] not in known["auxiliary"] and reading.capital(first):
        first += 1
    name = reading.capital(head) and first > begin and (head > begin + 1 or reading.is_word(begin))
    if name and not reading.titled[reading.sentence[head]]:
        return None
    before = reading.lower[first - 1] if first > begin else ""
    infinitive = before == "to" and form == "base"
    # After an article or a possessive it is a noun, after a preposition a gerund or a noun.
    if (
        form in ("base", "third")
        and not infinitive
        and first == head
        and (
            before in known["determiner"] - {"all", "both", "each", "many", "most", "some", "one"}
            or before in known["possessive"] | known["preposition"] - known["subordinator"]
            or before == "'s"
        )
    ):
        return None
    if (
        entry.pattern.split()[0] in known["noun or verb"]
        and form in ("base", "third")
        and not infinitive
        and not auxiliary
        and not _has_subject(reading, first, end, form)
    ):
        return None
    if (
        form in ("past", "participle")
        and first == head
        and (before in {"the", "a", "an"} or before in known["possessive"])
    ):
        return None
    return Cue(first, end, head, form, form == "past" and (be or _reduced(reading, first, end)), infinitive, entry)


def _has_subject(reading: Reading, first: int, end: int, form: str) -> bool:
    """Return whether the word before a present form can be its subject: what else looks like it is a noun."""
    known = words.classes()
    if first == 0 or reading.sentence[first - 1] != reading.sentence[first]:
        return False
    word = reading.lower[first - 1]
    if word in known["subject"] | {"and", "but", "or", ",", "—", ")"} or reading.capital(first - 1):
        return True
    if form == "base":
        return word in known["plural"] or (word.endswith("s") and not word.endswith("ss") and word != "'s")
    if not reading.is_word(first - 1) or end >= len(reading):
        return False
    after = reading.lower[end]
    verbal = known["determiner"] | known["possessive"] | known["personal"] | known["wh"] | known["object"] | {":", ","}
    return after in verbal or reading.capital(end) or after in quotes.DOUBLE


def _reduced(reading: Reading, first: int, end: int) -> bool:
    """Return whether a participle stands for a passive: "proposals described by some leaders as"."""
    begin = reading.sentences[reading.sentence[first]][0]
    return end < len(reading) and reading.lower[end] == "by" or (first == begin and reading.lower[first] == "asked")


def _pronoun_before(reading: Reading, i: int, begin: int) -> bool:
    return i > begin and reading.lower[i - 1] in words.classes()["subject"]
