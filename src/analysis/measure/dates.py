"""Find expressions of time and resolve them against the publication date and the text before.

A first, small grammar: date_patterns.csv holds the expressions, `_RESOLVERS` below one rule for each.
Types and values are those of TIMEX3 (TimeML, ISO 24617-1); dates are also given in EDTF with their
bounds. What cannot be resolved is a row with the reason.
"""

import calendar as names
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from . import calendar, segment, spans
from .tables import read_table

COLUMNS = ("type", "value", "edtf", "earliest", "latest", "anchor", "rule", "reason")

# English names, whatever the locale of the machine.
MONTHS = [
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
]
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
YEARS = r"1[89]\d\d|20\d\d"


@dataclass(frozen=True)
class Resolved:
    """What an expression means: TIMEX3 value, EDTF, what it was anchored on, or why it stays open."""

    value: str = ""
    edtf: str = ""
    anchor: str = ""
    reason: str = ""
    type: str = "DATE"


def find(articles: pd.DataFrame, segments: pd.DataFrame, *, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Find expressions of time in the body of each article.

    Parameters
    ----------
    articles, segments : DataFrame
        The articles, with `published` in EDTF, and their segments as `segment.find` returns them.
    tables : mapping
        Not used.

    Returns
    -------
    DataFrame
        Spans with `type` and `value` (TIMEX3), `edtf`, `earliest` and `latest` (ISO days, "" if open),
        `anchor` (text, published or before: what it was resolved against), `rule`, and `reason` ("" if
        resolved).
    """
    return spans.table("dates", _rows(articles, segments), COLUMNS)


def _rows(articles: pd.DataFrame, segments: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for article, own in spans.each(articles, segments):
        year_before, named_in = "", 0
        for sentence in segment.of(own, "sentence").itertuples():
            for rule, match in _matches(sentence.surface):
                # "At that time" points to what was just said, and no further back.
                near = year_before if rule != "that_time" or sentence.number - named_in <= 1 else ""
                resolved = _RESOLVERS[rule](match, article.published, near)
                if resolved.anchor == "text":
                    year_before, named_in = resolved.value[:4], sentence.number
                earliest, latest = calendar.bounds(resolved.edtf) if resolved.edtf else (None, None)
                yield {
                    **{"article_id": article.article_id, "surface": match.group()},
                    **{"start": sentence.start + match.start(), "end": sentence.start + match.end()},
                    **asdict(resolved),
                    **{"earliest": str(earliest or ""), "latest": str(latest or ""), "rule": rule},
                }


@cache
def _grammar() -> tuple[list[str], re.Pattern[str], list[re.Pattern[str]]]:
    table = read_table(Path(__file__).with_name("date_patterns.csv"), ("rule", "pattern", "example"))
    words = {"{months}": "|".join(MONTHS), "{weekdays}": "|".join(WEEKDAYS), "{years}": YEARS}
    patterns = []
    for pattern in table["pattern"]:
        for name, alternatives in words.items():
            pattern = pattern.replace(name, alternatives)
        patterns.append(rf"(?<![\w.,]\d)(?<![\w$€£])(?:{pattern})(?![\w%]|[.,]\d)")
    single = [re.compile(pattern, re.IGNORECASE) for pattern in patterns]
    bare = [re.sub(r"\?P<\w+>", "?:", pattern) for pattern in patterns]
    return list(table["rule"]), re.compile("|".join(bare), re.IGNORECASE), single


def _matches(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield rule and match, from left to right; earlier lines of the grammar win."""
    rules, any_of, single = _grammar()
    for found in any_of.finditer(text):
        for rule, pattern in zip(rules, single, strict=True):
            match = pattern.match(text, found.start())
            if match and match.end() == found.end():
                yield rule, match
                break


def _month(match: re.Match[str]) -> int:
    return MONTHS.index(match["month"].lower()) + 1


def _day(match: re.Match[str], published: str, year_before: str) -> Resolved:
    year, month, day = int(match["year"]), _month(match), int(match["day"])
    if not 1 <= day <= names.monthrange(year, month)[1]:
        return Resolved(reason="the month has no such day")
    value = f"{year}-{month:02}-{day:02}"
    return Resolved(value, value, "text")


def _month_year(match: re.Match[str], published: str, year_before: str) -> Resolved:
    value = f"{match['year']}-{_month(match):02}"
    return Resolved(value, value, "text")


def _month_same_year(match: re.Match[str], published: str, year_before: str) -> Resolved:
    if not year_before:
        return Resolved(reason="no year stands before it")
    value = f"{year_before}-{_month(match):02}"
    return Resolved(value, value, "before")


def _that_time(match: re.Match[str], published: str, year_before: str) -> Resolved:
    if not year_before:
        return Resolved(reason="no year stands in this sentence or the one before")
    return Resolved(year_before, year_before, "before")


def _year(match: re.Match[str], published: str, year_before: str) -> Resolved:
    return Resolved(match["year"], match["year"], "text")


def _weekday(match: re.Match[str], published: str, year_before: str) -> Resolved:
    """Take the last such day up to the day of publication: news tells of the week behind it."""
    if not calendar.is_one_day(published):
        return Resolved(reason="the day of publication is not known")
    day, _ = calendar.bounds(published)
    back = (day.weekday() - WEEKDAYS.index(match["weekday"].lower())) % 7
    value = (day - timedelta(days=back)).isoformat()
    return Resolved(value, value + _doubt(published), "published")


def _next_week(match: re.Match[str], published: str, year_before: str) -> Resolved:
    if not calendar.is_one_day(published):
        return Resolved(reason="the day of publication is not known")
    day, _ = calendar.bounds(published)
    monday = day + timedelta(days=7 - day.weekday())
    year, week, _ = monday.isocalendar()
    edtf = f"{monday}{_doubt(published)}/{monday + timedelta(days=6)}{_doubt(published)}"
    return Resolved(f"{year}-W{week:02}", edtf, "published")


def _vague(match: re.Match[str], published: str, year_before: str) -> Resolved:
    return Resolved(reason="the text does not say which")


def _doubt(published: str) -> str:
    return "?" if calendar.is_uncertain(published) else ""


_RESOLVERS: dict[str, Callable[[re.Match[str], str, str], Resolved]] = {
    "day": _day,
    "month": _month_year,
    "month_same_year": _month_same_year,
    "that_time": _that_time,
    "year": _year,
    "weekday": _weekday,
    "next_week": _next_week,
    "vague": _vague,
}
