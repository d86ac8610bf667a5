"""Rules for the days of the week."""

import re
from dataclasses import replace
from datetime import date, timedelta

from .calendar_rules import UNKNOWN_DAY, month_day, within
from .context import Context, Resolved
from .grammar import Candidate, value
from .relative import NOTHING_BEFORE
from .seasons import holiday

_WEEKS = {"last": -1, "this": 0, "next": 1}


def weekday_before(match: Candidate, context: Context) -> date:
    """Return the day a weekday means: the last up to publication, or the next if the clause looks ahead."""
    assert context.day is not None
    wanted = int(value("weekday", match["weekday"]))
    first = context.joined(match.start)
    if first and first.rule == "weekday" and first.resolved.type == "DATE" and not match["which"]:
        # Friday of "Monday through Friday" follows Monday.
        day = date.fromisoformat(first.resolved.value)
        if (days := (wanted - day.weekday()) % 7) in range(1, 5):
            return day + timedelta(days=days)
    which = match["which"]
    direction = int(value("which", which)) if which else 0
    behind = direction == -1 or (match["within"] or "").lower() == "earlier"
    ahead = direction == 1 or (direction == 0 and not behind and context.is_future(match.start, match.end))
    today = context.day.weekday()
    if ahead:
        days = (wanted - today) % 7
        # Tomorrow is not called next Friday.
        near = days < (2 if (which or "").lower() == "next" else 1)
        return context.day + timedelta(days=days + 7 * (direction == 1 and near))
    back = (today - wanted) % 7
    # Nor is yesterday called last Wednesday.
    near = back < (2 if (which or "").lower() == "last" else 1)
    return context.day - timedelta(days=back + 7 * (direction == -1 and near))


def weekday(match: Candidate, context: Context) -> Resolved | None:
    """Thursday; not that of "Saturday Night Live".

    What it is about or around is something else: "get around Wednesday's ruling".
    """
    if (
        within(match) == "APPROX"
        or context.is_other_word(match)
        or re.match(r"\s+(?:Morning|Afternoon|Evening|Night)\b", context.text[match.end :])
    ):
        return None
    first = context.neighbour(match.start)
    if first and first.resolved.type == "SET" and re.fullmatch(r"XXXX-WXX-[1-7]", first.resolved.value):
        # "Every Tuesday and Wednesday".
        return replace(first.resolved, value=f"XXXX-WXX-{int(value('weekday', match['weekday'])) + 1}")
    if context.day is None:
        return UNKNOWN_DAY
    return Resolved(weekday_before(match, context).isoformat(), "published", mod=within(match))


def weekday_part(match: Candidate, context: Context) -> Resolved | None:
    """Wednesday night."""
    if within(match) == "APPROX" or context.is_other_word(match) or context.is_title(match, "part"):
        return None
    if context.day is None:
        return UNKNOWN_DAY
    value_ = f"{weekday_before(match, context)}T{value('part', match['part'])}"
    return Resolved(value_, "published", type="TIME", mod=within(match))


def _in_week(day: date, number: int) -> date:
    return day + timedelta(days=number - day.weekday())


def weekday_of(match: Candidate, context: Context) -> Resolved:
    """Tuesday of last week, Friday before last, a week ago Friday."""
    if context.day is None:
        return UNKNOWN_DAY
    number = int(value("weekday", match["weekday"]))
    if match["which_week"]:
        day = _in_week(context.day + timedelta(weeks=_WEEKS[match["which_week"].lower()]), number)
    else:
        last = context.day - timedelta(days=(context.day.weekday() - number) % 7 or 7)
        day = last - timedelta(weeks=1)
    return Resolved(day.isoformat(), "published", mod=within(match))


def weekday_said(match: Candidate, context: Context) -> Resolved | None:
    """The previous Friday, the following Monday, that Monday: from the day before it in the text, or publication."""
    if context.is_other_word(match):
        return None
    source = context.last("D")
    start = date.fromisoformat(source.resolved.value[:10]) if source else context.day
    if start is None:
        return NOTHING_BEFORE
    number = int(value("weekday", match["weekday"]))
    if match["said"] is None:
        if source is None:
            return NOTHING_BEFORE
        day = start + timedelta(days=(number - start.weekday()) % 7)
    elif match["said"].lower() == "following":
        day = start + timedelta(days=(number - start.weekday()) % 7 or 7)
    else:
        day = start - timedelta(days=(start.weekday() - number) % 7 or 7)
    return Resolved(day.isoformat(), "before" if source else "published", antecedent=source)


def weekday_nth(match: Candidate, context: Context) -> Resolved | None:
    """Friday the 13th: the last such day up to publication, or the next if the clause looks ahead."""
    if context.day is None:
        return UNKNOWN_DAY
    number, of = int(value("weekday", match["weekday"])), int(match["day"])
    step = timedelta(days=1 if context.is_future(match.start, match.end) else -1)
    day = context.day
    # Any day of the month falls on any day of the week within so many days.
    for _ in range(14 * 31):
        if (day.weekday(), day.day) == (number, of):
            return Resolved(day.isoformat(), "published")
        day += step
    return None


def day_beside(match: Candidate, context: Context) -> Resolved | None:
    """The day after Christmas, the day before last Tuesday."""
    found = next(rule for part, rule in _DAYS.items() if match[part])(match, context)
    if found is None or not found.value:
        return found
    step = 1 if match["beside"].lower() == "after" else -1
    return replace(found, value=(date.fromisoformat(found.value) + timedelta(days=step)).isoformat())


_DAYS = {"weekday": weekday, "holiday": holiday, "day": month_day}
