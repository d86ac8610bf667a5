"""Which names mean the same: full and short forms, acronyms and what they stand for, company forms.

A form is one name in one article, for a short form means whom the article names in full: Smith is Bob Smith here
and Jane Smith there. Links, each with its reason, make groups of forms:

- same words, in any case, with or without stops and diacritics, in all articles
- a short form and the one full form of its article that ends in it (Lavrov, Sergey Lavrov) or begins with it
  (Northrop, Northrop Grumman); where the article has none, the one of all articles
- an acronym and the words whose letters it has (NATO, North Atlantic Treaty Organization), in one article; or, where
  it stands behind them in brackets, any letters of theirs in their order (Singapore Airlines, SIA)
- a company with and without its form (Apple Inc.), an office with and without its state (U.S. Air Force)
- the few pairs of same.csv

Spellings are not linked but proposed (`transliteration`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ...measure.names.words import is_common, is_in
from ...measure.tables import read_table, split_list
from .transliteration import key as spelling
from .transliteration import parts, plain

_SMALL = ("of", "the", "and", "for", "on", "de", "&")
ACRONYM = range(2, 7)
_STATES = ("united states", "us", "british", "american", "federal", "uk", "russian")


class Form(NamedTuple):
    """A name as it stands in one article: its words in small letters."""

    article: str
    words: tuple[str, ...]


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name as they are compared.

    Examples
    --------
    >>> words_of("U.S. Treasury"), words_of("The Hague")
    (('us', 'treasury'), ('hague',))
    """
    found = tuple(word for word in map(plain, name.split()) if word)
    return found[1:] if len(found) > 1 and found[0] == "the" else found or (name,)


def forms_of(names: pd.DataFrame) -> list[Form]:
    """Return the form of each name of a table."""
    return [Form(article, words_of(name)) for article, name in zip(names["article_id"], names["name"], strict=True)]


@cache
def _same() -> dict[tuple[str, ...], tuple[str, ...]]:
    table = read_table(Path(__file__).with_name("same.csv"), ("forms", "note"), required=("forms",))
    lists = [list(map(words_of, split_list(cell))) for cell in table["forms"]]
    return {form: forms[0] for forms in lists for form in forms}


class Groups:
    """Forms joined step by step, with the reason of each step."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self.above = {form: form for form in forms}
        self.reasons: dict[Form, str] = {}

    def top(self, form: Form) -> Form:
        """Return the form that stands for a group."""
        while self.above[form] != form:
            form = self.above[form]
        return form

    def join(self, one: Form, other: Form, reason: str) -> None:
        """Make two groups one."""
        first, second = sorted((self.top(one), self.top(other)))
        if first != second:
            self.above[second] = first
            self.reasons.setdefault(one, reason)


def links(names: pd.DataFrame) -> Groups:
    """Return the forms of a table of names, joined into groups."""
    table = names.assign(
        form=[Form(*pair) for pair in zip(names["article_id"], map(words_of, names["name"]), strict=True)]
    )
    groups = Groups(sorted(set(table["form"])))
    everywhere: dict[tuple[str, ...], list[Form]] = defaultdict(list)
    articles: dict[str, list[Form]] = defaultdict(list)
    for form in groups.above:
        articles[form.article].append(form)
    people = _given(table)
    short = _short(articles, people)
    for form in groups.above:
        if form not in short:
            everywhere[_same().get(form.words, form.words)].append(form)
    for forms in everywhere.values():
        for form in forms[1:]:
            groups.join(form, forms[0], "same words")
    for form, (full, why) in sorted(short.items()):
        groups.join(form, full, why)
    for own in articles.values():
        _join_within(groups, own)
    _join_companies(groups, everywhere)
    for one, other in _bracketed(table):
        groups.join(one, other, "stands behind it in brackets")
    return groups


def _given(table: pd.DataFrame) -> set[tuple[str, ...]]:
    """Return the names that a title or a given name shows to be a person's."""
    titled = set(table.loc[table["title"] != "", "form"])
    known = {form.words for form in titled}
    return known | {form.words for form in table["form"] if len(form.words) > 1 and is_in("first name", form.words[0])}


def _short(articles: dict[str, list[Form]], people: set[tuple[str, ...]]) -> dict[Form, tuple[Form, str]]:
    """Return the full form of each single name that has one."""
    ending: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    places: dict[tuple[str, ...], Form] = {}
    for forms in articles.values():
        for form in forms:
            if len(form.words) > 1 and form.words in people:
                ending[form.words[-1]].add(form.words)
                places.setdefault(form.words, form)
    found = {}
    for forms in articles.values():
        for form in forms:
            if len(form.words) != 1 or is_in("place name", form.words[0]):
                continue
            own = _one(other for other in forms if _shortened(form, other, people))
            if own:
                found[form] = (own, "short form")
            elif not any(_shortened(form, other, people) for other in forms):
                known = ending[form.words[0]]
                if len(known) == 1:
                    found[form] = (places[next(iter(known))], "short form, of another article")
    return found


def _one(forms: Iterable[Form]) -> Form | None:
    """Return the form that all are spellings of, none if they are different names."""
    known = sorted(forms)
    spelt = {tuple(map(spelling, parts(" ".join(form.words)))) for form in known}
    if len(spelt) == 1:
        return known[0]
    # James Comey and James B. Comey, Pete and Peter are left to the analyst.
    return None


def _shortened(form: Form, other: Form, people: set[tuple[str, ...]]) -> bool:
    word = form.words[0]
    if len(other.words) < 2 or other.words[-1] != word and other.words[0] != word:
        return False
    if other.words in people:
        return True
    tail = other.words[1]
    named = not is_common(tail) and not any(sign.isdigit() for sign in tail) and len(other.words) == 2
    return named and not is_common(word) and other.words[0] == word and not is_in("place name", tail)


def _join_within(groups: Groups, forms: list[Form]) -> None:
    """Join what one article shows to be the same: acronyms, offices with and without their state."""
    by_words = {form.words: form for form in forms}
    by_initials: dict[str, list[Form]] = defaultdict(list)
    for form in forms:
        for letters in {"".join(word[0] for word in words) for words in (form.words, _large(form.words))}:
            by_initials[letters].append(form)
    for form in forms:
        word = form.words[0]
        if len(form.words) == 1 and len(word) in ACRONYM:
            long = {groups.top(other): other for other in by_initials[word] if len(other.words) > 1}
            if len(long) == 1:
                groups.join(form, next(iter(long.values())), "acronym")
        for size in (1, 2):
            state, rest = " ".join(form.words[:size]), form.words[size:]
            if rest in by_words and state in _STATES and (len(rest) > 1 or is_in("organisation", rest[0])):
                groups.join(by_words[rest], form, "with its state")


def _large(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _SMALL) or words


def _join_companies(groups: Groups, everywhere: dict[tuple[str, ...], list[Form]]) -> None:
    """Join a company's names with and without its form, where the name without stands in the texts too."""
    for words, forms in sorted(everywhere.items()):
        rest = words
        while len(rest) > 1 and is_in("company form", rest[-1]):
            rest = rest[:-1]
            if rest in everywhere and not is_in("place name", " ".join(rest)):
                groups.join(forms[0], everywhere[rest][0], "company form")
                break


def _bracketed(table: pd.DataFrame) -> Iterator[tuple[Form, Form]]:
    """Yield the acronyms that stand behind their words, a bracket between."""
    ordered = table.sort_values(["article_id", "start"])
    previous = None
    for row in ordered.itertuples():
        if previous is not None and previous.article_id == row.article_id and 2 <= row.start - previous.end <= 3:
            word = row.form.words[0]
            acronym = len(row.form.words) == 1 and row.surface.isupper() and len(word) in ACRONYM
            if acronym and len(previous.form.words) > 1 and _spells(word, "".join(previous.form.words)):
                yield row.form, previous.form
        previous = row


def _spells(acronym: str, letters: str) -> bool:
    """Return whether the letters of an acronym stand in words, in their order, the first one first."""
    rest = iter(letters)
    return acronym[:1] == letters[:1] and all(sign in rest for sign in acronym)


def group(names: pd.DataFrame) -> pd.DataFrame:
    """Group names that mean the same, across all articles.

    Parameters
    ----------
    names : DataFrame
        Names as `measure.names.find` returns them.

    Returns
    -------
    DataFrame
        The names with `group` (a name for it, stable under the order of the articles), `label` (its fullest form:
        of those with most words short of a sentence's the most frequent) and `link` (why a form is in it).
    """
    groups = links(names)
    forms = forms_of(names)
    tops = [groups.top(form) for form in forms]
    labels: dict[Form, Counter[str]] = defaultdict(Counter)
    for top, name in zip(tops, names["name"], strict=True):
        labels[top][name] += 1
    chosen = {top: _label(own) for top, own in labels.items()}
    return names.assign(
        group=[f"{' '.join(top.words)}/{top.article}" for top in tops],
        label=[chosen[top] for top in tops],
        link=[groups.reasons.get(form, "") for form in forms],
    )


def _label(forms: Counter[str]) -> str:
    """Return the fullest form that is not rare: what two readers would call the group."""
    enough = max(forms.values()) / 10

    def rank(name: str) -> tuple:
        shouted = name.isupper() and len(name) > 6
        return (forms[name] < enough, shouted, -min(len(name.split()), 3), -forms[name], name)

    return min(forms, key=rank)
