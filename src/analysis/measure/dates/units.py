"""Rules for units of the calendar, said from publication or from a date before: last month, the same year, the week."""

import re

from . import values
from .calendar_rules import NO_LIMIT, UNKNOWN_DAY, within
from .context import AS_EXACT, NEAR, Context, Resolved
from .grammar import Candidate, plain, value
from .lengths import A_LENGTH
from .relative import NOT_TOLD, NOTHING_BEFORE, STEPS, counted_from

_FROM_THE_TEXT = ("following", "preceding", "previous", "prior")
# Rules for days that news mostly names to say when something was told.
_WHEN_TOLD = ("today", "weekday")
# Behind "the last month": of what it is the last.
_LAST_OF = re.compile(r"\s+of\s+(?:an?|the|his|her|its|their|[A-Z])")
# Before a stretch of time that is filled: "over the next year".
_THROUGHOUT = ("over", "for", "in", "during", "within", "of", "by", "into", "through", "throughout")


def unit(match: Candidate, context: Context) -> Resolved | None:
    """Last month, next week, this year."""
    which, of = plain(match["which"]), value("unit", match["this_unit"])
    if context.is_title(match, "this_unit"):
        return None
    if which in _FROM_THE_TEXT or (of, which) == ("D", "next"):
        return said(match, context, int(value("which", which)))
    the = match.text[:4].lower() == "the " or context.word_before(match.start) == "the"
    if of == "D" or (the and which == "last" and _LAST_OF.match(context.text, match.end)):
        # "The last month of its fiscal year" is not the month before this.
        return None
    narrated = which == "next" and match.text.lower().startswith("the") and not match["or_so"]
    if narrated and context.word_before(match.start) not in _THROUGHOUT and context.last(AS_EXACT[of], 1, "text"):
        # "In 1990 he left. The next year he came."
        return said(match, context, 1)
    if context.day is None:
        return UNKNOWN_DAY
    mod = within(match) or ("APPROX" if match["or_so"] else "")
    return Resolved(values.of_day(values.moved(context.day, int(value("which", which)), of), of), "published", mod=mod)


def unit_said(match: Candidate, context: Context) -> Resolved:
    """The same year, that day, the following month."""
    return said(match, context, STEPS.get(plain(match["said"]), 0))


def unit_beside(match: Candidate, context: Context) -> Resolved:
    """The day before the vote: not told, unless it stands beside its date: "Oct. 12, the day before the vote"."""
    source, of = context.neighbour(match.start), value("unit", match["this_unit"]) if match["this_unit"] else "D"
    if source is None or values.unit_of(source.resolved.value) != of:
        return Resolved(reason=NOT_TOLD)
    return Resolved(source.resolved.value, "before", antecedent=source)


def the_day(match: Candidate, context: Context) -> Resolved | None:
    """Later in the day, by the end of the day: the day before it in the text, or else that of publication."""
    # What is so "at the end of the day" is so after all.
    before = r"\b(?:by|before|until)\s+$" if match["within"] else r"\b(?:late|later|early|earlier)\s+in\s+$"
    if not re.search(before, context.text[: match.start], re.IGNORECASE):
        return None
    # Not the one on which a bond is due.
    if source := context.last("D", over=True):
        return Resolved(source.resolved.value[:10], "before", mod=within(match), antecedent=source)
    return Resolved(context.day.isoformat(), "published", mod=within(match)) if context.day else UNKNOWN_DAY


def said(match: Candidate, context: Context, steps: int) -> Resolved:
    """Return the unit that the last date lies in, or the one after or before it."""
    of = value("unit", match["this_unit"])
    source = counted_from(match, context, of, within=NO_LIMIT if of == "Y" else NEAR)
    if of == "Q" and steps == -1:
        # "It rose from a year ago, and from the previous quarter": the one before that which the report is about.
        source = context.reported() or source
    if source and source.rule in _WHEN_TOLD and of in "MQY":
        # "It rose in September, they said yesterday, after a fall in the previous month."
        source = context.last(of) or source
    if source is None:
        ahead = of == "E" and plain(match["said"] or "") == "the next"
        if steps != -1 and not ahead:
            return NOTHING_BEFORE
        # "The prior year", "the next decade" with nothing before it is said from the day of publication.
        before = values.moved(context.day, steps, of) if context.day else None
        return Resolved(values.of_day(before, of), "published", mod=within(match)) if before else UNKNOWN_DAY
    day = values.moved(values.first_day(source.resolved.value), steps, of)
    return Resolved(values.of_day(day, of), "before", antecedent=source, mod=within(match))


def unit_bare(match: Candidate, context: Context) -> Resolved | None:
    """The week, the month, the year: in news, that of publication."""
    of = value("unit", match["this_unit"])
    if context.day is None:
        return UNKNOWN_DAY
    if context.is_name(match.start_of("this_unit")):
        return None
    # "In the year ended Sept. 30", "in the week since the invasion", "in the year following the vote"; the week that
    # follows something is still a week of the year.
    behind = context.text[match.end :]
    if re.match(r"\s+(?:end(?:ed|ing)|since)\b", behind) or (of != "W" and re.match(r"\s+following\b", behind)):
        return Resolved(f"P1{of}", type="DURATION", reason=A_LENGTH)
    if of == "W" and not within(match):
        return Resolved(
            f"{context.day.isocalendar()[0]}-WXX", "published", stretch=values.edtf(values.of_day(context.day, "W"))
        )
    source = context.neighbour(match.start)
    if source and not within(match) and values.unit_of(source.resolved.value) == of:
        # "1968, the year of the offensive".
        return Resolved(source.resolved.value, "before", antecedent=source)
    if of == "Y" and _is_summed(match, context) and (source := context.reported()):
        return Resolved(source.resolved.value[:4], "before", antecedent=source)
    if of == "M" and not within(match) and context.word_before(match.start) in ("for", "in", "during"):
        # "Orders fell in November. Shipments rose in the month", told in December.
        over = values.of_day(values.moved(context.day, -1, "M"), "M")
        if (source := context.told(over)) and not context.is_future(match.start, match.end):
            return Resolved(over, "before", antecedent=source)
    day = context.day
    if of == "C" and plain(match["within"] or "").startswith("the turn") and day.year % 100 >= 50:
        # Of the two, the one whose beginning is nearer.
        day = values.moved(day, 1, "C")
    return Resolved(values.of_day(day, of), "published", mod=within(match))


def _is_summed(match: Candidate, context: Context) -> bool:
    """Tell whether a report sums up the year of its quarter, which in January is the one that is over.

    "Fourth-quarter profit rose. For the year, it fell", "the fourth quarter and the year", "full-year profit rose".
    """
    first = context.joined(match.start)
    if context.word_before(match.start) == "for" or (first and values.unit_of(first.resolved.value) == "Q"):
        return True
    return match.text.lower().startswith("full-") and not context.is_future(match.start, match.end)


def unit_beyond(match: Candidate, context: Context) -> Resolved:
    """The year before last, the week after next."""
    if context.day is None:
        return UNKNOWN_DAY
    steps = -2 if match["beyond"].lower().startswith("before") else 2
    weekend = match["this_unit"].lower() == "weekend"
    of = "W" if weekend else value("unit", match["this_unit"])
    found = values.of_day(values.moved(context.day, steps, of), of)
    return Resolved(f"{found}-WE" if weekend else found, "published")
