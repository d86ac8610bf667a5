"""Rules for seasons, weekends and feasts."""

from dataclasses import replace
from datetime import date, timedelta

from . import values
from .calendar_rules import UNKNOWN_DAY, month_named, month_year, within
from .context import Context, Resolved
from .grammar import Candidate, value
from .relative import plain


def first_of(match: Candidate, context: Context) -> Resolved:
    """The first week of March, the last day of March 1998."""
    found = month_year(match, context) if match["year"] else month_named(match, context)
    if not found.value:
        return found
    first = values.first_day(found.value)
    number = 0 if match["last"] else int(value("ordinal", match["ordinal"]))
    of = match["this_unit"].lower()
    if of == "day":
        day = first + timedelta(days=number - 1) if number else values.moved(first, 1, "M") - timedelta(days=1)
        return replace(found, value=day.isoformat())
    day = first + timedelta(weeks=number - 1) if number else values.moved(first, 1, "M") - timedelta(days=1)
    return replace(found, value=values.of_day(day, "W") + ("-WE" if of == "weekend" else ""))


def weekend(match: Candidate, context: Context) -> Resolved:
    """Last weekend, the weekend: the last one, or the next if the clause looks ahead."""
    if context.day is None:
        return UNKNOWN_DAY
    which = plain(match["which"])
    if which == "next":
        day = context.day + timedelta(days=7 if context.day.weekday() >= 5 else 0)
    else:
        ahead = which in ("this", "the coming") or context.is_future(match.start, match.end)
        day = context.day if ahead else context.day - timedelta(days=6)
    return Resolved(values.of_day(day, "W") + "-WE", "published")


def season(match: Candidate, context: Context) -> Resolved:
    """Last fall, this summer, the summer."""
    if context.day is None:
        return UNKNOWN_DAY
    of = value("season", match["season"])
    which = match["which"]
    direction = int(value("which", which)) if which else 0
    first = values.SEASONS[of][0]
    year = context.day.year
    if direction == -1:
        year -= first >= context.day.month - 2
    elif direction == 1:
        year += first <= context.day.month
    return Resolved(f"{year}-{of}", "published", mod=within(match))


def holiday(match: Candidate, context: Context) -> Resolved:
    """Christmas, last Thanksgiving: the last up to publication, or the next if the clause looks ahead."""
    if context.day is None:
        return UNKNOWN_DAY
    which = match["which"]
    direction = int(value("which", which)) if which else 0
    ahead = direction == 1 or (direction == 0 and context.is_future(match.start, match.end))
    days = [_feast(value("holiday", match["holiday"]), context.day.year + n) for n in (-1, 0, 1)]
    behind = [day for day in days if day <= context.day]
    to_come = [day for day in days if day > context.day]
    return Resolved((to_come[0] if ahead else behind[-1]).isoformat(), "published", mod=within(match))


def _feast(rule: str, year: int) -> date:
    """Return the day of a feast: month-day, month-which-weekday, or E and the days from Easter."""
    if rule.startswith("E"):
        return easter(year) + timedelta(days=int(rule[1:]))
    month, which, *weekday_ = rule.split("-")
    if not weekday_:
        return date(year, int(month), int(which))
    wanted = int(weekday_[0])
    if which == "L":
        last = values.moved(date(year, int(month), 1), 1, "M") - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - wanted) % 7)
    first = date(year, int(month), 1)
    return first + timedelta(days=(wanted - first.weekday()) % 7 + 7 * (int(which) - 1))


def easter(year: int) -> date:
    """Return the Sunday of the Western Easter (Meeus 1991, after the anonymous Gregorian algorithm of 1876).

    Examples
    --------
    >>> easter(1998), easter(2000)
    (datetime.date(1998, 4, 12), datetime.date(2000, 4, 23))
    """
    century, of_century = divmod(year, 100)
    golden = year % 19
    correction = century - century // 4 - (8 * century + 13) // 25
    epact = (19 * golden + correction + 15) % 30
    epact -= epact // 28 * (1 - epact // 28 * (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday_ = (year + year // 4 + epact + 2 - century + century // 4) % 7
    offset = epact - weekday_
    month = 3 + (offset + 40) // 44
    return date(year, month, offset + 28 - 31 * (month // 4))
