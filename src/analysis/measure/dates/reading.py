"""Read an article from its first sentence to its last: which expressions stand there, and what each means."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import NamedTuple

from .. import calendar, spans
from ..heads import Place
from . import (
    calendar_rules,
    clock,
    grammar,
    lengths,
    quarters,
    references,
    relative,
    seasons,
    units,
    values,
    weekdays,
    years,
)
from .context import Context, Mention, Resolved

_MODULES = (calendar_rules, years, quarters, relative, units, references, weekdays, seasons, clock, lengths)
_FROM = re.compile(r"\b(since|from|between|until|till)\s+(?:the\s+)?$", re.IGNORECASE)
_TO = re.compile(r"\s+(?:to|until|till|through|and)\s+(?:the\s+)?|\s?[-–—]\s?", re.IGNORECASE)


class Sentence(NamedTuple):
    """A sentence: its text, where it begins, its number, where in it an expression may begin (`grammar.places`)."""

    text: str
    start: int
    number: int
    places: list[Place]


def sentences(text: str, units: Iterable[spans.Unit]) -> list[Sentence]:
    """Return some sentences of an article, by the order they stand in, as the rules read them."""
    return [
        Sentence(text[start:end], start, number, [(at - start, lines) for at, lines in own])
        for (start, end, number), own in grammar.places(text, units)
    ]


@cache
def rules() -> dict[str, Callable[..., Resolved | None]]:
    """Return the rules by the names that rules.csv calls them."""
    known = {
        name: rule
        for module in _MODULES
        for name, rule in vars(module).items()
        if getattr(rule, "__module__", "") == module.__name__
    }
    return {line.rule: known[line.rule] for line in grammar.lines()}


def read(sentences: Iterable[Sentence], day: date | None) -> list[Mention]:
    """Return the expressions of an article, if it was published on that day (None: it is not known)."""
    context = Context(day)
    for sentence in sentences:
        context.text, context.start, context.sentence, places = sentence
        end = 0
        for at, lines in places:
            if at >= end:
                end = _take(grammar.candidates(context.text, at, lines), context)
    return context.before


def _take(found: list[tuple[grammar.Line, grammar.Candidate]], context: Context) -> int:
    """Note the first candidate that its rule accepts; return its end, 0 if there is none."""
    for line, match in found:
        try:
            resolved = rules()[line.rule](match, context)
        except (OverflowError, ValueError):
            # Raised by `date` for years before 1 and after 9999.
            resolved = Resolved(reason=calendar_rules.OUT_OF_REACH)
        if resolved is not None:
            offsets = (context.start + match.start, context.start + match.end)
            aside = context.is_aside(match.start, match.end, resolved.value)
            before = context.word_before(match.start)
            opens = context.text[: match.start].strip().lower() in ("", "in", "by", "during")
            context.before.append(Mention(*offsets, context.sentence, line.rule, before, resolved, aside, opens))
            return match.end
    return 0


def read_between(sentences: list[Sentence], published: str) -> list[Mention]:
    """Return the expressions of an article whose day of publication may be known in part.

    What means the same from the first and from the last day that `published` allows is resolved; what does
    not stays open.
    """
    first, last = calendar.bounds(published) if published else (None, None)
    if first is None or last is None:
        return read(sentences, None)
    mentions = read(sentences, first)
    if first == last:
        return mentions
    others = {(other.start, other.end): other.resolved for other in read(sentences, last)}
    return [_agreed(mention, others.get((mention.start, mention.end))) for mention in mentions]


def _agreed(mention: Mention, other: Resolved | None) -> Mention:
    mine = mention.resolved
    if other and (other.value, other.stretch) == (mine.value, mine.stretch):
        return mention
    value = mine.value if other and other.value == mine.value else ""
    open_ = Resolved(value, type=mine.type, mod=mine.mod, reason=calendar_rules.UNKNOWN_DAY.reason)
    return replace(mention, resolved=open_)


def edtf(mention: Mention, published: str) -> str:
    """Return what an expression means in EDTF, as uncertain as what it was resolved against."""
    resolved = mention.resolved
    doubt = "?" if mention.rests_on_publication and calendar.is_uncertain(published) else ""
    if resolved.stretch:
        return "/".join(f"{edge}{doubt}" for edge in resolved.stretch.split("/"))
    if resolved.mod == "APPROX":
        doubt = "%" if doubt else "~"
    return values.edtf(resolved.value, doubt)


def periods(text: str, dates: list[tuple[int, int, str]]) -> list[str]:
    """Return for each date (offsets and EDTF, in order) the period that "from", "since" or "until" make of it.

    Examples
    --------
    >>> periods("from 2008 to 2014, since 2015", [(5, 9, "2008"), (13, 17, "2014"), (25, 29, "2015")])
    ['2008/2014', '2008/2014', '2015/..']
    """
    found = ["" for _ in dates]
    for i, (start, end, edtf_) in enumerate(dates):
        if not edtf_ or found[i]:
            continue
        word = _FROM.search(text[max(start - 20, 0) : start])
        word = word[1].lower() if word else ""
        if i + 1 < len(dates) and dates[i + 1][2] and (to := _TO.fullmatch(text[end : dates[i + 1][0]])):
            joined = _edges(edtf_, dates[i + 1][2]) if dates[i + 1][2] != edtf_ else ""
            listed = to[0].strip().lower() == "and" and word != "between"
            if joined and not listed:
                found[i] = found[i + 1] = joined
                continue
        if word == "since":
            found[i] = f"{edtf_.split('/')[0]}/.."
        elif word in ("until", "till"):
            found[i] = f"../{edtf_.split('/')[-1]}"
    return found


def _edges(first: str, last: str) -> str:
    joined = f"{first.split('/')[0]}/{last.split('/')[-1]}"
    try:
        calendar.bounds(joined)
    except ValueError:
        return ""
    return joined
