"""Rules for seasons, weekends and feasts."""

import re
from dataclasses import replace
from datetime import date, timedelta

from . import values
from .calendar_rules import UNKNOWN_DAY, month_day, month_named, month_year, named_year, nearest, within
from .context import Context, Resolved
from .grammar import Candidate, plain, value
from .relative import NOTHING_BEFORE, STEPS

# Behind "the fall" of something: "the fall in prices", "the fall from power".
_OF_A_FALL = r"\s+(?:(?:of|from|to|below|into|out)\b|in\s+(?!(?:the\s+year\s+)?[12][0-9]{3}\b))"
_BEFORE_A_SEASON = ("by", "until", "since", "in", "into", "during", "through", "before", "come")


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


def first_weekday_of(match: Candidate, context: Context) -> Resolved:
    """The first Monday in October, the last Friday of May 1998."""
    found = month_year(match, context) if match["year"] else month_named(match, context)
    if not found.value:
        return found
    year, month = map(int, found.value.split("-"))
    number = "L" if match["last"] else value("ordinal", match["ordinal"])
    day = _nth_weekday(year, month, number, int(value("weekday", match["weekday"])))
    return replace(found, value=day.isoformat())


def week_of(match: Candidate, context: Context) -> Resolved | None:
    """The week of 9 March."""
    found = month_day(match, context)
    if found is None or not found.value:
        return found
    ending = "-WE" if match["this_unit"].lower() == "weekend" else ""
    return replace(found, value=values.of_day(date.fromisoformat(found.value), "W") + ending)


def season_year(match: Candidate, context: Context) -> Resolved:
    """Summer 1998."""
    return Resolved(f"{match['year']}-{value('season', match['season'])}", "text", mod=within(match))


def season_of(match: Candidate, context: Context) -> Resolved:
    """The spring of next year, the winter of '88."""
    if context.day is None:
        return UNKNOWN_DAY
    return Resolved(
        f"{named_year(match, context.day)}-{value('season', match['season'])}", "published", mod=within(match)
    )


def weekend(match: Candidate, context: Context) -> Resolved:
    """Last weekend, the weekend: the last one, or the next if the clause looks ahead."""
    if context.day is None:
        return UNKNOWN_DAY
    which = plain(match["which"])
    if which in STEPS or which == "that":
        if (source := context.last("DW")) is None:
            return NOTHING_BEFORE
        # That of its week, the one before, or the first that begins after the date.
        day = values.first_day(source.resolved.value) + timedelta(days={-1: -7, 0: 0, 1: 2}[STEPS.get(which, 0)])
        return Resolved(values.of_day(day, "W") + "-WE", "before", antecedent=source)
    if which == "next":
        day = context.day + timedelta(days=7 if context.day.weekday() >= 5 else 0)
    else:
        told, today = context.tells(match.start, match.end), context.day.weekday()
        # Up to Wednesday "this weekend" is also said of the last; "he left for the weekend" is told from Thursday on.
        ahead = told == "future" or which in ("the coming", "this coming") or (which == "this" and today > 2)
        ahead = ahead or (which == "this" and told != "past")
        ahead = ahead or (today > 2 and context.word_before(match.start) == "for")
        day = context.day if ahead else context.day - timedelta(days=6)
    return Resolved(values.of_day(day, "W") + "-WE", "published")


def season(match: Candidate, context: Context) -> Resolved | None:
    """Last fall, this summer; the summer: the last that has begun, or the next if the clause looks ahead."""
    if context.day is None:
        return UNKNOWN_DAY
    if context.is_other_word(match):
        return None
    # "The Winter Games", "in Fall River".
    if context.is_title(match, "season") and re.match(r"\s+[A-Z]", context.text[match.end :]):
        return None
    if (
        match["season"].lower() == "fall"
        and not match["which"]
        and re.match(_OF_A_FALL, context.text[match.end :], re.IGNORECASE)
    ):
        return None
    of = value("season", match["season"])
    which = match["which"]
    direction = int(value("which", which)) if which else 0
    first = values.SEASONS[of][0]
    year, month = context.day.year, context.day.month
    over = values.SEASONS[of][1]
    looks_back = month == over + 1 and direction == 0 and not context.is_future(match.start, match.end)
    if of == "WI" and which is not None and (month <= over or looks_back):
        # The winter of January began in the year before; "this winter" is still said of it in March.
        year, month = year - 1, month + 12
    if direction == -1:
        year -= first >= month - 2
    elif direction == 1:
        year += first <= month
    elif which is None and _is_ahead(match, context):
        # The next that is not over.
        year += of != "WI" and over < month
    elif which is None:
        # The last that has begun.
        year -= first > month
    return Resolved(f"{year}-{of}", "published", mod=within(match))


def _is_ahead(match: Candidate, context: Context) -> bool:
    """Tell whether a season is still to come: as its clause points, and what is meant for it, "money for the fall"."""
    told = context.tells(match.start, match.end)
    return told == "future" or (told == "" and context.word_before(match.start) == "for")


def season_said(match: Candidate, context: Context) -> Resolved | None:
    """That summer, the following winter: from the year of the last date."""
    source = context.last("DWMQYS")
    if source is None or (match["season"].lower() == "fall" and context.is_other_word(match)):
        return None
    day, of = values.first_day(source.resolved.value), value("season", match["season"])
    first, said = values.SEASONS[of][0], plain(match["said"] or "")
    # "The following" is the next that begins after the date, or in the year after, if there is only the year.
    year = day.year
    if said:
        later = len(source.resolved.value) == 4 or first <= day.month
        year += later if said in ("following", "next") else -1 if len(source.resolved.value) == 4 else later - 1
    return Resolved(f"{year}-{of}", "before", antecedent=source)


def season_bare(match: Candidate, context: Context) -> Resolved | None:
    """Summer, after a word of time: by summer, in spring, until winter."""
    told = match["season"].islower() and context.word_before(match.start) in _BEFORE_A_SEASON
    return season(match, context) if told else None


def holiday(match: Candidate, context: Context) -> Resolved | None:
    """Christmas, last Thanksgiving: the nearest to publication, as its clause points."""
    if context.is_other_word(match):
        return None
    if context.day is None:
        return UNKNOWN_DAY
    if match["year"]:
        return Resolved(
            _feast(value("holiday", match["holiday"]), int(match["year"])).isoformat(), "text", mod=within(match)
        )
    which = match["which"]
    direction = int(value("which", which)) if which else 0
    ahead = direction == 1 or (direction == 0 and context.is_future(match.start, match.end))
    feast = value("holiday", match["holiday"])
    if not (direction or ahead or match["around"]) and (year := context.told_year(within=0)):
        day = _feast(feast, int(year.resolved.value[:4]))
        return Resolved(day.isoformat(), "before", mod=within(match), antecedent=year)
    days = [_feast(feast, context.day.year + n) for n in (-1, 0, 1)]
    if direction:
        days = [day for day in days if (day > context.day) == (direction > 0)]
    day = nearest(days, context.day, ahead, context.is_limit(match.start, match.end))
    if match["around"]:
        weekend = match["around"].lower() == "weekend"
        # The weekend of a Monday is the one before it.
        day -= timedelta(days=weekend and day.weekday() == 0)
        return Resolved(values.of_day(day, "W") + "-WE" * weekend, "published")
    return Resolved(day.isoformat(), "published", mod=within(match))


def holiday_part(match: Candidate, context: Context) -> Resolved | None:
    """Christmas morning."""
    found = holiday(match, context)
    if found is None:
        return None
    if not found.value:
        return replace(found, type="TIME")
    return replace(found, value=f"{found.value}T{value('part', match['part'])}", type="TIME")


def _feast(rule: str, year: int) -> date:
    """Return the day of a feast: month-day, month-which-weekday(+days after it), or E and the days from Easter."""
    if rule.startswith("E"):
        return easter(year) + timedelta(days=int(rule[1:]))
    month, which, *weekday_ = rule.split("-")
    if not weekday_:
        return date(year, int(month), int(which))
    wanted, _, later = weekday_[0].partition("+")
    return _nth_weekday(year, int(month), which, int(wanted)) + timedelta(days=int(later or 0))


def _nth_weekday(year: int, month: int, which: str, wanted: int) -> date:
    if which == "L":
        last = values.moved(date(year, month, 1), 1, "M") - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - wanted) % 7)
    first = date(year, month, 1)
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
