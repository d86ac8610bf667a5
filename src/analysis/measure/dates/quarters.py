"""Rules for quarters, halves and the periods that business news compares."""

import re
from dataclasses import replace
from datetime import date, timedelta

from . import values
from .calendar_rules import NO_SUCH_DAY, UNKNOWN_DAY, YEARS, day_to_come, month_named, month_year, within
from .context import Context, Resolved
from .grammar import Candidate, value

# A quarter of so many weeks may close so many days after one of the calendar.
_LATE = 10
# What a sentence speaks of that compares quarters, unless it tells the price of a stock.
_FIGURES = re.compile(
    r"^(?!.*\b(?:traded|closed)\s+at\b).*(?:[$%#€£¥]|[0-9]|percent|cents|million|billion|\b(?:earn|net|loss|los[te]|profit"
    r"|sales|revenue|results|income|orders|charge|quarter|rates?|costs?|volume|shipments|margins|deficit|prices))",
    re.IGNORECASE | re.DOTALL,
)
_THE_SAME = ("the", "that", "same", "corresponding", "comparable", "like")


def _number(match: Candidate) -> int:
    if match["last_quarter"] is not None:
        return 4
    return int(match["quarter_number"] or value("ordinal", match["ordinal"]))


def quarter_year(match: Candidate, context: Context) -> Resolved:
    """The third quarter of 1989."""
    mod = within(match)
    return Resolved(f"{match['year']}-Q{_number(match)}", "text", mod=mod)


def quarter_relative(match: Candidate, context: Context) -> Resolved:
    """The third quarter: of the year named, or else the last that began before publication."""
    if context.day is None:
        return UNKNOWN_DAY
    number = _number(match)
    mod = within(match)
    if match["which_year"] and match["which_year"].lower() != "the":
        year = context.day.year + YEARS[match["which_year"].lower()]
    else:
        later = number - (context.day.month + 2) // 3
        # Of the quarter before, the figures are still to come: "it will report fourth-quarter results", in January.
        ahead = later not in (-1, 0, 3) and context.is_future(match.start, match.end)
        year = context.day.year - (later > 0) + ahead
        year -= bool(match["year_ago"])
    return Resolved(f"{year}-Q{number}", "published", mod=mod)


def quarter_said(match: Candidate, context: Context) -> Resolved | None:
    """The quarter, the latest quarter, the year-ago period: the one that was said before."""
    if match.text.lower().startswith("a ") and "period" in match.text.lower():
        # "A recent period of calm."
        return None
    of_months = context.counts_months() and "period" in match.text.lower()
    said = re.sub(r"\W+", " ", (match["said"] or "").lower()).strip()
    ago = said.startswith("year") or match["year_after"] or match["last_year"]
    # "Sales fell in October from the year-earlier period."
    here = context.compared_here(match.start) if ago and "period" in match.text.lower() else None
    source = None if of_months else here or context.reported()
    if said == "current" and context.day is not None and not ago:
        # The one that is, whatever the report was about.
        return Resolved(values.of_day(context.day, "Q"), "published")
    if source is None and not ago and said in _THE_SAME:
        return None
    if source is None:
        if context.day is None:
            return UNKNOWN_DAY
        if (of_months and ago) or (said in _THE_SAME and "period" in match.text.lower()):
            return Resolved(str(context.day.year - 1), "published")
        day = values.moved(context.day, -1, "Q")
        return Resolved(values.of_day(values.moved(day, -1, "Y") if ago else day, "Q"), "published")
    return Resolved(values.years_on(source.resolved.value, -bool(ago)), "before", antecedent=source)


def quarter_ended(match: Candidate, context: Context) -> Resolved | None:
    """The quarter ended Sept. 30: the one that the day closes, also some days early or late (July 2).

    Where a quarter was told before, it is that one: the first of a fiscal year may end then.
    """
    if context.reported():
        return None
    found = day_to_come(match, context)
    if found is None or not found.value:
        return found or NO_SUCH_DAY
    last = date.fromisoformat(found.value) - timedelta(days=_LATE)
    return replace(found, value=values.of_day(last, "Q"))


def quarter_months(match: Candidate, context: Context) -> Resolved | None:
    """The January-March quarter; of other months a length: the January-September period."""
    first = month_named(match, context)
    if not first.value:
        return first
    number = (int(value("month", match["last_month"])) - int(first.value[-2:])) % 12 + 1
    if number == 3 and int(first.value[-2:]) % 3 == 1:
        return replace(first, value=values.of_day(values.first_day(first.value), "Q"))
    return Resolved(f"P{number}M", type="DURATION", reason="a length of time, not a date")


def quarter_of_year(match: Candidate, context: Context) -> Resolved:
    """The 1988 quarter, the 1988 period: the quarter that was said, of that year; or else the year."""
    source = None if context.counts_months() else context.reported()
    if source:
        return Resolved(match["year"] + source.resolved.value[4:], "before", antecedent=source)
    return Resolved(match["year"], "text")


def quarter_of_month(match: Candidate, context: Context) -> Resolved:
    """The June quarter, the one that ends with June."""
    found = month_year(match, context) if match["year"] else month_named(match, context)
    if not found.value:
        return found
    return replace(found, value=values.of_day(values.first_day(found.value), "Q"))


def same_time(match: Candidate, context: Context) -> Resolved:
    """The same month a year earlier, at the same time last year: a year before what was said, or publication."""
    of = "Y" if match["this_unit"].lower() == "time" else value("unit", match["this_unit"])
    source = context.last(of) if of != "Y" else None
    day = values.first_day(source.resolved.value) if source else context.day
    if day is None:
        return UNKNOWN_DAY
    before = values.of_day(values.moved(day, -1, "Y"), of)
    return Resolved(before, "before" if source else "published", antecedent=source)


def half_year(match: Candidate, context: Context) -> Resolved:
    """The first half of 1989, of last year."""
    half = 1 if match["half_number"].lower() == "first" else 2
    if match["year"]:
        return Resolved(f"{match['year']}-H{half}", "text", mod=within(match))
    if context.day is None:
        return UNKNOWN_DAY
    return Resolved(f"{context.day.year + YEARS[match['which_year'].lower()]}-H{half}", "published", mod=within(match))


def year_ago(match: Candidate, context: Context) -> Resolved:
    """Year-ago, a year earlier: the quarter that was said, a year before; or else the year before publication.

    Of a report's quarter only where there are figures: "A year ago a panel rejected it" is of no quarter.
    """
    figures = match.text.lower().startswith("year") or _FIGURES.search(context.text)
    source = (
        None if context.counts_months() or not figures else context.compared_here(match.start) or context.reported()
    )
    if source:
        return Resolved(values.years_on(source.resolved.value, -1), "before", antecedent=source)
    if context.day is None:
        return UNKNOWN_DAY
    return Resolved(str(context.day.year - 1), "published")


def half_said(match: Candidate, context: Context) -> Resolved:
    """The first half, first-half: the last that began before publication, or the next if the clause looks ahead."""
    if context.day is None:
        return UNKNOWN_DAY
    half, now = 1 if match["half_number"].lower() == "first" else 2, 1 + (context.day.month > 6)
    ahead = half != now and context.is_future(match.start, match.end)
    return Resolved(f"{context.day.year - (half > now) + ahead}-H{half}", "published")


def year_end(match: Candidate, context: Context) -> Resolved:
    """Year-end, year's end: 31 December, or the end, of the year of publication; year-end 1997."""
    if match["year"]:
        return Resolved(f"{match['year']}-12-31", "text")
    if context.day is None:
        return UNKNOWN_DAY
    # In the first months of a year what was at the end of one was at that of the last.
    year = context.day.year - (context.day.month <= 3 and context.tells(match.start, match.end) == "past")
    if match["hyphen"]:
        return Resolved(date(year, 12, 31).isoformat(), "published")
    return Resolved(str(year), "published", mod="END")


def unit_end(match: Candidate, context: Context) -> Resolved:
    """Month-end, week's end."""
    if context.day is None:
        return UNKNOWN_DAY
    return Resolved(values.of_day(context.day, value("unit", match["this_unit"])), "published", mod="END")
