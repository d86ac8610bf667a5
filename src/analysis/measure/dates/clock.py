"""Rules for times of day."""

import re
from dataclasses import replace
from datetime import date, timedelta

from .calendar_rules import NO_SUCH_DAY, UNKNOWN_DAY, day_to_come
from .context import Context, Mention, Resolved
from .grammar import Candidate, plain, value
from .relative import NOTHING_BEFORE, STEPS, TODAY
from .weekdays import weekday_before

_NAMED = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
# Of a clock that counts up to 24: "1600 GMT", "14:30", "09:00".
_UP_TO_24 = re.compile(r"\D*(?:[0-9]{4}(?![0-9])|(?:0[0-9]|1[3-9]|2[0-3])[:.][0-5])")
_JUST_AT = re.compile(r",?\s+(?:at|around|about)\s+", re.IGNORECASE)
_BEFORE_A_TIME = ("at", "by", "until", "till", "from", "to", "since", "before", "after", "and", "between")


def _hour(match: Candidate) -> str | None:
    named = match["noon"].lower().replace("-", "")
    if named in _NAMED:
        return _NAMED[named]
    hour = int(match["hour"] or value("hour_word", match["hour_word"]))
    minute = int(match["minute"] or (value("minute_word", match["minute_word"]) if match["minute_word"] else 0))
    half = (match["half_day"] or "").lower()[:1] or _half_said(match)
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + 12 * (half == "p") if half else hour
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def _half_said(match: Candidate) -> str:
    """Return the half of the day that a part of it says: three o'clock this afternoon."""
    if (match["today"] or "").lower() == "tonight":
        return "p"
    part = value("part", match["part"]) if match["part"] else ""
    return "p" if part in ("AF", "EV", "NI") else ""


def _is_bare(match: Candidate) -> bool:
    """Tell whether there are figures only: they may be a score, or the length of a film."""
    return not (match["half_day"] or match["about"]) and match["noon"].replace(":", "").replace(".", "").isdigit()


def _day(match: Candidate, context: Context) -> date:
    """Return the day named with an hour, or else that of publication."""
    assert context.day is not None
    if match["today"]:
        return context.day + timedelta(days=TODAY[match["today"].lower()])
    if match["weekday"]:
        return weekday_before(match, context)
    return context.day


def _like(source: Mention, hour: str, match: Candidate, context: Context) -> str:
    """Return an hour in the half of the day of the hour before it, if it is later and neither counts up to 24.

    Or in the part of the day that stands just before it: "tonight at 9 o'clock".
    """
    before = source.resolved.value.partition("T")[2]
    if any(
        _UP_TO_24.match(text)
        for text in (match.text, context.text[source.start - context.start : source.end - context.start])
    ):
        return hour
    if before in ("AF", "EV", "NI"):
        joined = _JUST_AT.fullmatch(context.text[source.end - context.start : match.start])
        # At one in the night it is morning.
        later = joined and int(hour[:2]) in range(5 if before == "NI" else 1, 12)
        return f"{int(hour[:2]) + 12}{hour[2:]}" if later else hour
    later = f"{int(hour[:2]) + 12:02}{hour[2:]}"
    return later if re.fullmatch("1[2-9]:.*|2[0-3]:.*", before) and before < later < "24" else hour


def clock(match: Candidate, context: Context) -> Resolved | None:
    """10 p.m. Wednesday, noon."""
    about = value("about", match["about"]) if match["about"] else ""
    if (hour := _hour(match)) is None:
        return None
    if match["hour_word"] and match.text.endswith(" am") and context.word_before(match.start) not in _BEFORE_A_TIME:
        # "I for one am appalled."
        return None
    named = match["today"] or match["day"] or match["weekday"]
    if not named and _is_bare(match) and context.word_before(match.start) not in _BEFORE_A_TIME:
        return None
    source = None if named or match["part"] else context.last("D", within=1)
    if source and not (match["half_day"] or _half_said(match)) and int(hour[:2]) <= 12:
        # "At 2:35 p.m. and again at 3:30."
        hour = _like(source, hour, match, context) if source.sentence == context.sentence else hour
    if source:
        return Resolved(f"{source.resolved.value[:10]}T{hour}", "before", type="TIME", mod=about, antecedent=source)
    if match["day"]:
        found = day_to_come(match, context)
        return found and replace(found, value=found.value and f"{found.value}T{hour}", type="TIME", mod=about)
    if context.day is None:
        return Resolved(reason=UNKNOWN_DAY.reason, type="TIME")
    return Resolved(f"{_day(match, context)}T{hour}", "published", type="TIME", mod=about)


def clock_to_come(match: Candidate, context: Context) -> Resolved | None:
    """The first hour of "between 9 and 11 p.m."; of "from 9 to 5 p.m." it lies in the other half of the day."""
    if context.word_before(match.start) not in ("from", "between", "at", "either"):
        return None
    hour, later = int(match["hour"]), int(match["later"])
    if not (1 <= hour <= 12 and 1 <= later <= 12):
        return None
    if context.day is None:
        return Resolved(reason=UNKNOWN_DAY.reason, type="TIME")
    afternoon = (match["half_day"][0].lower() == "p") == (hour % 12 <= later % 12)
    return Resolved(
        f"{context.day}T{hour % 12 + 12 * afternoon:02}:{int(match['minute'] or 0):02}", "published", type="TIME"
    )


def time_named(match: Candidate, context: Context) -> Resolved | None:
    """Dawn, nightfall, with their day or after a word of time: "before dawn", "at dusk Friday"."""
    named = match["today"] or match["weekday"]
    if context.is_name(match.start) or not (named or context.word_before(match.start) in (*_BEFORE_A_TIME, "in")):
        return None
    if context.day is None:
        return Resolved(reason=UNKNOWN_DAY.reason, type="TIME")
    part = value("time_name", match["time_name"])
    source = None if named else context.last("D", within=1)
    if source:
        return Resolved(f"{source.resolved.value[:10]}T{part}", "before", type="TIME", antecedent=source)
    return Resolved(f"{_day(match, context)}T{part}", "published", type="TIME")


def clock_part(match: Candidate, context: Context) -> Resolved | None:
    """4 in the morning."""
    hour = int(match["hour"]) if match["hour"].isdigit() else int(float(value("number", match["number"])))
    part = value("part", match["part"]) if match["part"] else ""
    if not 1 <= hour <= 12 or (match["number"] and not hour):
        return None
    if match["number"] and not match["about"] and context.word_before(match.start) not in _BEFORE_A_TIME:
        # "One in the morning and one in the evening".
        return None
    hour = hour % 12 + 12 * (part in ("AF", "EV") or (part == "NI" and hour > 5))
    minute = int(match["minute"] or 0)
    if context.day is None:
        return Resolved(reason=UNKNOWN_DAY.reason, type="TIME")
    source = context.last("D", within=1)
    on = source.resolved.value[:10] if source else context.day.isoformat()
    return Resolved(f"{on}T{hour:02}:{minute:02}", "before" if source else "published", type="TIME", antecedent=source)


def part_said(match: Candidate, context: Context) -> Resolved | None:
    """The morning, mid afternoon, the next morning: of the day before it in the text, or of publication."""
    mod = {"mi": "MID", "ea": "START", "la": "END"}[match["mid"][:2].lower()] if match["mid"] else ""
    if not mod and not match["said"] and context.word_before(match.start) not in ("in", "during"):
        return None
    part = value("part", match["part"])
    source = context.last("D", within=1)
    steps = STEPS.get(plain(match["said"] or ""), 0)
    if source:
        day = date.fromisoformat(source.resolved.value[:10]) + timedelta(days=steps)
        return Resolved(f"{day}T{part}", "before", type="TIME", mod=mod, antecedent=source)
    if steps:
        return replace(NOTHING_BEFORE, type="TIME")
    if context.day is None:
        return Resolved(reason=UNKNOWN_DAY.reason, type="TIME")
    return Resolved(f"{context.day}T{part}", "published", type="TIME", mod=mod)


def part_of_date(match: Candidate, context: Context) -> Resolved:
    """The night of March 4, of Wednesday."""
    if match["weekday"] and not match["day"]:
        if context.day is None:
            return Resolved(reason=UNKNOWN_DAY.reason, type="TIME")
        on = weekday_before(match, context)
        return Resolved(f"{on}T{value('part', match['part'])}", "published", type="TIME")
    found = day_to_come(match, context)
    if found is None or not found.value:
        return found or NO_SUCH_DAY
    return replace(found, value=f"{found.value}T{value('part', match['part'])}", type="TIME")


def overnight(match: Candidate, context: Context) -> Resolved:
    """Overnight."""
    if context.day is None:
        return Resolved(reason=UNKNOWN_DAY.reason, type="TIME")
    return Resolved(f"{context.day}TNI", "published", type="TIME")
