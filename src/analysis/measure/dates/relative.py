"""Rules for what is said from the day of publication, or from a date before."""

import re
from datetime import date, timedelta

from . import values
from .calendar_rules import UNKNOWN_DAY, within
from .context import AS_EXACT, NEAR, Context, Mention, Resolved
from .grammar import Candidate, plain, value
from .lengths import Count, count, finer
from .quarters import year_ago as business_year_ago

NOTHING_BEFORE = Resolved(reason="no date stands before it")
NOT_TOLD = "the text does not say which"
TODAY = {"today": 0, "tonight": 0, "this": 0, "yesterday": -1, "last": -1, "tomorrow": 1}
TODAY |= {"the day before yesterday": -2, "the day after tomorrow": 2}
STEPS = {
    "the following": 1,
    "the next": 1,
    "the previous": -1,
    "the preceding": -1,
    "the prior": -1,
    "before": -1,
    "after": 1,
}


# More years ago than this, no year is meant: "65 million years ago".
_REACH = 9999


def today(match: Candidate, context: Context) -> Resolved | None:
    """Today, yesterday, the day after tomorrow."""
    show = match.text[0].isupper() and re.match(r"[\"”’']*\s+show\b", context.text[match.end :], re.IGNORECASE)
    if show or context.is_name(match.start_of("today")) or within(match) == "APPROX":
        return None
    if context.day is None:
        return UNKNOWN_DAY
    day = context.day + timedelta(days=TODAY[plain(match["today"])])
    return Resolved(day.isoformat(), "published", mod=within(match))


def part_of_day(match: Candidate, context: Context) -> Resolved | None:
    """Last night, this morning, tonight."""
    said = plain(match["today"])
    if (
        within(match) == "APPROX"
        or context.is_title(match, "part")
        or (match["part"] is None and context.is_name(match.start_of("today")))
    ):
        return None
    if (match["part"] is None) != (said in ("tonight", "today")) or (
        said == "last" and plain(match["part"]) != "night"
    ):
        return None
    if context.day is None:
        return UNKNOWN_DAY
    part = value("part", match["part"]) if match["part"] else "NI"
    day = context.day + timedelta(days=TODAY[said])
    return Resolved(f"{day}T{part}", "published", type="TIME", mod=within(match))


def counted_from(match: Candidate, context: Context, of: str, within: int = NEAR) -> Mention | None:
    """Return the last expression as exact as a unit; what came about was not after a day that is still to come."""
    source = context.last(AS_EXACT[of], within)
    if source and context.tells(match.start, match.end) == "past":
        return context.last(AS_EXACT[of], within, over=True)
    return source


def ago(match: Candidate, context: Context) -> Resolved:
    """Two years ago, a year ago, days ago."""
    if context.day is None:
        return UNKNOWN_DAY
    if match["several"] or match["low"] or plain(match["or_two"] or "") in (" or two", " or three"):
        return Resolved("PAST_REF", reason=NOT_TOLD)
    number, of = count(match), value("unit", match["unit"])
    about = value("about", match["about"]) if match["about"] else ""
    if (
        number.text == "1"
        and of == "Y"
        and not match["finer"]
        and (found := business_year_ago(match, context)).anchor == "before"
    ):
        return found
    if number.amount is None or of.startswith("T") or number.amount > _REACH:
        return Resolved("PAST_REF", reason=NOT_TOLD)
    if match["finer"] and not number.amount % 1:
        # "Two years and six months ago" is as exact as the months.
        amount, smaller = finer(match)
        day = values.moved(context.day, -int(number.amount), of)
        return _shifted(day, Count("", amount), smaller, -1, about)
    if number.amount % 1:
        if of not in values.MONTHS:
            return Resolved("PAST_REF", reason=NOT_TOLD)
        # A year and a half ago is a year, half a year ago a month.
        day = values.moved(context.day, -int(number.amount * values.MONTHS[of]), "M")
        return Resolved(values.of_day(day, "M" if number.amount < 1 and of == "Y" else "Y"), "published", mod=about)
    return _shifted(context.day, number, of, -1, about)


def from_now(match: Candidate, context: Context) -> Resolved | None:
    """Two years from now."""
    number, of = count(match), value("unit", match["unit"])
    if context.day is None:
        return UNKNOWN_DAY
    if number.amount is None or of.startswith("T"):
        return Resolved("FUTURE_REF", reason=NOT_TOLD)
    return _shifted(context.day, number, of, 1, value("about", match["about"]) if match["about"] else "")


def unit_ago(match: Candidate, context: Context) -> Resolved:
    """Month-earlier: from the day of publication."""
    if context.day is None:
        return UNKNOWN_DAY
    return _shifted(context.day, Count("1", 1), value("unit", match["this_unit"]), -1, "")


def _whole(match: Candidate) -> tuple[int, str] | None:
    """Return how many and of what, if these are whole days, weeks, months or more."""
    number, of = count(match), value("unit", match["unit"])
    return None if number.amount is None or number.amount % 1 or of not in "DWMQYEC" else (int(number.amount), of)


def ago_on(match: Candidate, context: Context) -> Resolved | None:
    """Two years ago today, a year ago this month, a month ago Friday."""
    if (whole := _whole(match)) is None:
        return None
    if context.day is None:
        return UNKNOWN_DAY
    number, of = whole
    day = values.moved(context.day, -number, of)
    if match["this_unit"]:
        return Resolved(values.of_day(day, value("unit", match["this_unit"])), "published")
    if match["weekday"]:
        wanted = int(value("weekday", match["weekday"]))
        # The nearest such day.
        day += timedelta(days=(wanted - day.weekday() + 3) % 7 - 3)
    else:
        day += timedelta(days=TODAY[match["today"].lower()])
    return Resolved(day.isoformat(), "published")


def from_day(match: Candidate, context: Context) -> Resolved | None:
    """A week from today, two weeks from Friday."""
    if (whole := _whole(match)) is None:
        return None
    if context.day is None:
        return UNKNOWN_DAY
    number, of = whole
    if match["weekday"]:
        ahead = (int(value("weekday", match["weekday"])) - context.day.weekday()) % 7
    else:
        ahead = TODAY[match["today"].lower()]
    day = values.moved(context.day + timedelta(days=ahead), number, of)
    return Resolved(values.of_day(day, "D" if of == "W" else "Y" if of in "EC" else of), "published")


def century_ago(match: Candidate, context: Context) -> Resolved:
    """A quarter-century ago."""
    if context.day is None:
        return UNKNOWN_DAY
    years = 25 if match["part"].lower() == "quarter" else 50
    about = value("about", match["about"]) if match["about"] else ""
    return _shifted(context.day, Count(str(years), years), "Y", -1, about)


def ago_named(match: Candidate, context: Context) -> Resolved:
    """Two summers ago, three Sundays ago: the last one that has begun is one ago."""
    number = count(match)
    if context.day is None:
        return UNKNOWN_DAY
    if number.amount is None or number.amount % 1:
        return Resolved("PAST_REF", reason=NOT_TOLD)
    if match["season"]:
        of = value("season", match["season"])
        first = context.day.year - (values.SEASONS[of][0] >= context.day.month)
        return Resolved(f"{first - int(number.amount) + 1}-{of}", "published")
    wanted = int(value("weekday", match["weekday"])) if match["weekday"] else 6
    last = context.day - timedelta(days=(context.day.weekday() - wanted) % 7 or 7)
    day = last - timedelta(weeks=int(number.amount) - 1)
    return Resolved(day.isoformat() if match["weekday"] else f"{values.of_day(day, 'W')}-WE", "published")


def _shifted(day: date, number: Count, of: str, way: int, about: str, source: Mention | None = None) -> Resolved:
    reached = values.moved(day, way * int(number.amount), of)
    finest = "Y" if of in "EC" else of
    return Resolved(values.of_day(reached, finest), "before" if source else "published", mod=about, antecedent=source)


def ago_later(match: Candidate, context: Context) -> Resolved | None:
    """A year earlier, about two years later: from the date before."""
    number = count(match) if match["count"] else Count("1", 1)
    of = value("unit", match["unit"] or match["one_unit"])
    earlier = plain(match["shift"]).startswith(("earlier", "before"))
    if (
        of.startswith("T")
        or number.amount is None
        or (match["count"] is None and not match.text.lower().startswith("the"))
    ):
        return None
    about = value("about", match["about"]) if match["about"] else ""
    source = counted_from(match, context, of)
    of_business = (
        source is None
        or context.counts_months()
        or (context.compared_here(match.start) or context.reported()) is not None
    )
    if of == "Y" and number.text == "1" and earlier and of_business:
        return business_year_ago(match, context)
    if source is None and earlier and context.day is not None and number.text == "1" and of in "DWM":
        # What news compares with, where it names no date, is earlier than the news.
        return _shifted(context.day, number, of, -1, about)
    if source is None:
        return NOTHING_BEFORE
    found = _shifted(values.first_day(source.resolved.value), number, of, -1 if earlier else 1, about, source)
    if context.day and values.first_day(found.value) > context.day and context.tells(match.start, match.end) == "past":
        # What came about is not ahead: it was counted from something else.
        return NOTHING_BEFORE
    return found


def that_time(match: Candidate, context: Context) -> Resolved:
    """At that time: the year named in the text, in this sentence or the one before."""
    source = context.last("YMDQ", within=1, anchor="text") or context.last("YMDQ", within=1, anchor="before")
    if source is None:
        return Resolved(reason="no year stands in this sentence or the one before")
    return Resolved(source.resolved.value[:4], "before", antecedent=source)
