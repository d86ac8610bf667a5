"""Rules for dates that the text gives, in whole or up to a year that stands before or that news leaves out."""

import calendar as names
import re
from datetime import date

from . import values
from .context import Context, Mention, Resolved
from .grammar import Candidate, plain, value

NO_SUCH_DAY = Resolved(reason="the month has no such day")
UNKNOWN_DAY = Resolved(reason="the day of publication is not known")
NO_YEAR = Resolved(reason="no year stands before it")
OUT_OF_REACH = "the calendar does not reach so far"
# However many sentences before.
NO_LIMIT = 10**6
# Which year is meant, seen from that of publication.
YEARS = {"last": -1, "previous": -1, "prior": -1, "this": 0, "next": 1, "the": 0}
# What follows a month that is over: "October retail sales".
_FIGURES = re.compile(
    r"\s+(?:[a-z-]+\s+){0,2}(?:sales|figures?|data|reports?|numbers|statistics|results|earnings|output|payrolls|exports"
    r"|imports|production|starts|orders|deficit|surplus|inflation|unemployment)\b"
)
# What follows a month in which something is to be delivered: "oil for October delivery", "the December contract".
_CONTRACT = re.compile(r"\s+(?:delivery|contracts?|futures)\b")
# What is traded by months: "January lumber fell", but not "in January gold fell", nor "January oil imports".
_TRADED = re.compile(
    r"\s+(?:(?:light|sweet|unleaded|heating|comex)\s+){0,2}(?:crude|oil|gasoline|gold|silver|copper|platinum|lumber|wheat"
    r"|corn|oats|soybeans?|cotton|coffee|cocoa|sugar|cattle|hogs|pork\s+bellies)\b(?!\s+(?:sales?|exports|imports|output"
    r"|production|prices|shipments|purchases|consumption|demand)\b)",
    re.IGNORECASE,
)
# Names of months that are also words: they count after a preposition or another word of time only.
_ALSO_WORDS = {"may", "march"}
_ALSO_NAMES = _ALSO_WORDS | {"april", "june"}
_BEFORE_A_MONTH = {
    *("in", "by", "since", "until", "till", "of", "for", "from", "to", "through", "and", "or", "before", "after"),
    *("during", "between", "as", "than", "ended", "ending", "into", "around", "versus", "that", "a", "the", "last"),
    *("this", "next", "each", "every", "late", "early"),
}


def within(match: Candidate) -> str:
    """Return TIMEX3's `mod` of "early", "late", "the end of"."""
    word = match["within"]
    return value("within", word.strip()) if word else ""


def month_number(match: Candidate) -> int:
    """Return the number of the month named, 0 if none is."""
    if match["month_number"]:
        return int(match["month_number"])
    # "Feb. 25-March 3" has both: the first of them is meant.
    kinds = [(match.start_of(kind), kind) for kind in ("month", "short_month") if match[kind]]
    return int(value(kind, match[kind])) if (kind := min(kinds, default=(0, ""))[1]) else 0


def day_number(match: Candidate) -> int:
    """Return the number of the day named, in figures or in words."""
    return int(match["day"]) if match["day"] else int(value("nth", match["nth"]))


def year_number(match: Candidate) -> int:
    """Return the number of the year named, in figures or in words."""
    if match["year"]:
        return int(match["year"])
    first = 2000 if match["two_thousand"] else 100 * int(value("number", match["century"]))
    tens = int(value("number", match["tens_word"])) if match["tens_word"] else 0
    last = next((int(value(kind, match[kind])) for kind in ("digit", "teen") if match[kind]), 0)
    return first + tens + last


def is_day(year: int, month: int, day: int) -> bool:
    """Tell whether the calendar has such a day."""
    return 1 <= month <= 12 and 1 <= day <= names.monthrange(year, month)[1]


def day(match: Candidate, context: Context, month: int = 0) -> Resolved:
    """9 February 1990."""
    year, month, number = year_number(match), month or month_number(match), day_number(match)
    if not is_day(year, month, number):
        return NO_SUCH_DAY
    return Resolved(date(year, month, number).isoformat(), "text", mod=within(match))


def month_day(match: Candidate, context: Context) -> Resolved | None:
    """9 February: in the year of the sentence, or else the nearest to publication, as its clause points."""
    if (match["month"] or "").lower() in _ALSO_WORDS and match["month"].islower():
        return None
    number = day_number(match)
    month = month_number(match)
    if not is_day(2000, month, number):
        return NO_SUCH_DAY
    direction = int(value("which", match["which"])) if match["which"] else 0
    said = direction or match["which_year"]
    if not said and (year := context.told_year(1)) and not context.neighbour(match.start):
        return _in_year(int(year.resolved.value[:4]), month, number, within(match), year)
    first = context.joined(match.start)
    if first and not said and first.rule == "month_day" and first.resolved.anchor == "before":
        # "In 1999 it sat from January 7 to February 12."
        year = int(first.resolved.value[:4]) + (month < int(first.resolved.value[5:7]))
        return _in_year(year, month, number, within(match), first)
    if context.day is None:
        return UNKNOWN_DAY
    if match["which_year"]:
        year = context.day.year + YEARS[match["which_year"].lower()]
        known = is_day(year, month, number)
        return Resolved(date(year, month, number).isoformat(), "published", mod=within(match)) if known else NO_SUCH_DAY
    years = [y for y in (context.day.year + n for n in (-1, 0, 1)) if is_day(y, month, number)]
    days = [date(y, month, number) for y in years]
    # "Since Dec. 31", "the year ended Dec. 31".
    direction = direction or -(context.word_before(match.start) in ("since", "ended"))
    if direction:
        days = [day for day in days if (day > context.day) == (direction > 0)]
    ahead = direction > 0 or (direction == 0 and context.is_future(match.start, match.end))
    chosen = nearest(days, context.day, ahead, context.is_limit(match.start, match.end))
    own = next((day for day in days if day.year == context.day.year), None)
    if own and chosen and own < context.day < chosen and not direction and context.came_about(match.start):
        # News gives the year of what came about in another: "it took effect Jan. 1", told in November.
        chosen = own
    return Resolved(chosen.isoformat(), "published", mod=within(match)) if chosen else NO_SUCH_DAY


def nearest(days: list[date], published: date, ahead: bool, limit: bool = False) -> date | None:
    """Return the day nearest to publication; what lies behind counts as nearer, unless the clause looks ahead.

    A limit by which something is to be done may just be over, but is hardly that of months ago.
    """

    def distance(day: date) -> int:
        apart = (day - published).days
        return abs(apart) if (apart >= 0) == ahead else (12 if limit else 3) * abs(apart)

    return min(days, key=distance) if days else None


def _in_year(year: int, month: int, number: int, mod: str, source: Mention) -> Resolved:
    if not is_day(year, month, number):
        return NO_SUCH_DAY
    return Resolved(date(year, month, number).isoformat(), "before", mod=mod, antecedent=source)


def further_day(match: Candidate, context: Context) -> Resolved | None:
    """The second day of "April 24 and 25"."""
    first = context.neighbour(match.start)
    if first is None or first.rule not in ("month_day", "day", "further_day") or not first.resolved.value:
        return None
    year, month = map(int, first.resolved.value.split("-")[:2])
    number = int(match["day"])
    if match["year"]:
        return day(match, context, month)
    return _in_year(year, month, number, "", first) if is_day(year, month, number) else None


def day_of_month(match: Candidate, context: Context) -> Resolved | None:
    """On the 3rd: the last such day up to publication, or the next if the clause looks ahead."""
    number = int(match["day"])
    if context.word_before(match.start) not in ("on", "by", "until", "since", "before", "after") or number > 31:
        return None
    if context.day is None:
        return UNKNOWN_DAY
    of = date(context.day.year, context.day.month, 1)
    firsts = [of, values.moved(of, 1, "M"), values.moved(of, 2, "M")]
    if not context.is_future(match.start, match.end):
        firsts = [of, values.moved(of, -1, "M"), values.moved(of, -2, "M")]
    days = [date(one.year, one.month, number) for one in firsts if is_day(one.year, one.month, number)]
    ahead = firsts[1] > of
    day = next((day for day in days if (day >= context.day if ahead else day <= context.day)), None)
    return Resolved(day.isoformat(), "published") if day else None


def day_to_come(match: Candidate, context: Context) -> Resolved | None:
    """A day and its month, with a year or without; the first day of "9 to 13 July 1998"."""
    return day(match, context) if match["year"] else month_day(match, context)


def month_year(match: Candidate, context: Context) -> Resolved:
    """December 2016, June '97; December of "December to January 2016" is of the year before."""
    number, later = month_number(match), match["later_month"]
    if match["short_year"]:
        if context.day is None:
            return UNKNOWN_DAY
        return Resolved(f"{named_year(match, context.day)}-{number:02}", "published", mod=within(match))
    year = year_number(match) - (later is not None and int(value("month", later)) < number)
    return Resolved(f"{year:04}-{number:02}", "text", mod=within(match))


def month_of(match: Candidate, context: Context) -> Resolved:
    """August of the same year, December last year, August 3 of that year."""
    which = plain(match["which"])
    if which in YEARS:
        if context.day is None:
            return UNKNOWN_DAY
        return Resolved(f"{context.day.year + YEARS[which]}-{month_number(match):02}", "published", mod=within(match))
    source = context.last("DWMQY", within=NO_LIMIT)
    if source is None:
        return NO_YEAR
    year = int(source.resolved.value[:4]) + {"the following": 1, "the previous": -1}.get(which, 0)
    if match["day"]:
        return _in_year(year, month_number(match), day_number(match), within(match), source)
    return Resolved(f"{year}-{month_number(match):02}", "before", mod=within(match), antecedent=source)


def _is_another_word(match: Candidate, context: Context) -> bool:
    """Tell whether it is no month: "they may", "March on!", "the March for Science", "June Smith"."""
    if context.is_other_word(match) or (
        match["which"] and re.match(r" [0-9]{1,2}(?![0-9]|,[0-9])", context.text[match.end :])
    ):
        # "Past May", "the current July 31 deadline", "this May 25, 1997, photo": the month, or the day, is found
        # without the word before.
        return True
    if match["short_month"]:
        before = match["which"] or match["within"] or context.word_before(match.start) in _BEFORE_A_MONTH - {"a", "the"}
        return not (before and match.text.endswith(".") and match["short_month"][0].isupper())
    if match["month"][0].islower():
        return True
    named = re.match(r"\s+[A-Z][a-z]", context.text[match.end :]) and not (match["which"] or match["within"])
    if named and match["month"].lower() in _ALSO_NAMES:
        return context.word_before(match.start) not in _BEFORE_A_MONTH - {"the", "that", "a", "and", "or", "for"}
    if match["month"].lower() not in _ALSO_WORDS or match["which"] or match["within"]:
        return False
    followed = re.match(r"\s+(?:for|on)\b", context.text[match.end :])
    return context.word_before(match.start) not in _BEFORE_A_MONTH or (match["month"] == "March" and bool(followed))


def month(match: Candidate, context: Context) -> Resolved | None:
    """August: of the year of the sentence, or else the last up to publication, as its clause points."""
    return None if _is_another_word(match, context) else month_named(match, context)


def month_named(match: Candidate, context: Context) -> Resolved:
    """Return what a word that is known to be a month means."""
    number, mod = month_number(match), within(match)
    if match["which"] is None and (source := context.told_year(1)):
        return Resolved(f"{source.resolved.value[:4]}-{number:02}", "before", mod=mod, antecedent=source)
    if context.day is None:
        return UNKNOWN_DAY
    if match["which"] is None and (first := context.joined(match.start)) and first.rule == "month":
        apart = (number - int(first.resolved.value[5:7])) % 12
        # September of "June to September" follows June; October of "February and October" may not.
        if apart <= 6:
            year = int(first.resolved.value[:4]) + (number < int(first.resolved.value[5:7]))
            return Resolved(f"{year}-{number:02}", "published", mod=mod)
    which = int(value("which", match["which"])) if match["which"] else None
    if which is None and (
        _CONTRACT.match(context.text, match.end)
        or context.text.endswith(("come ", "Come "), 0, match.start)
        or (_TRADED.match(context.text, match.end) and context.word_before(match.start) not in _BEFORE_A_MONTH)
    ):
        which = 1
    ahead = which == 1 or (which != -1 and context.is_future(match.start, match.end))
    year = context.day.year
    behind = (context.day.month - number) % 12
    if which is None and behind >= 10 and not context.tells(match.start, match.end):
        # Where no word tells, it is the one that comes next month or the month after.
        ahead = True
    if which is None and (behind == 1 or (behind in (2, 3) and _FIGURES.match(context.text, match.end))):
        # One that lies eleven months ahead is called next; "it will report October sales" is of the last.
        ahead = False
    if ahead:
        year += number < context.day.month or (match["which"] is not None and number == context.day.month)
    else:
        year -= number > context.day.month or (which == -1 and number == context.day.month)
    if which == 0:
        year = context.day.year
    return Resolved(f"{year}-{number:02}", "published", mod=mod)


def month_said(match: Candidate, context: Context) -> Resolved | None:
    """That August: of the year of the last date; the following March: the next after it."""
    if match["month"][0].islower() or context.is_other_word(match):
        return None
    source, said = context.last("DWMQY"), (match["said"] or "").lower()
    if source is None:
        return NO_YEAR if said else month_named(match, context)
    day, number = values.first_day(source.resolved.value), month_number(match)
    year = day.year
    if said:
        only_year = values.unit_of(source.resolved.value) == "Y"
        following = only_year or number <= day.month
        year += following if said == "following" else -(only_year or number >= day.month)
    return Resolved(f"{year}-{number:02}", "before", antecedent=source)


def named_year(match: Candidate, published: date) -> int:
    """Return the year named: 1989, of two figures (at most ten years ahead), or last, this, next year."""
    if match["year"]:
        return int(match["year"])
    if match["short_year"]:
        return published.year + 10 - (published.year + 10 - int(match["short_year"])) % 100
    return published.year + YEARS[match["which_year"].lower()]


def slashed_day(match: Candidate, context: Context) -> Resolved | None:
    """10/26/89, 26/10/89, 26OCT89; open where day and month may each come first."""
    if context.day is None and not match["year"]:
        return UNKNOWN_DAY
    year, month, number = named_year(match, context.day or date.max), month_number(match), int(match["day"])
    if match["short_month"] is None and month != number and max(month, number) <= 12:
        return Resolved(reason="the day or the month may come first")
    if month > 12:
        month, number = number, month
    if not is_day(year, month, number):
        return None
    return Resolved(date(year, month, number).isoformat(), "text" if match["year"] else "published")


def named_day(match: Candidate, context: Context) -> Resolved | None:
    """Black Monday, 9/11: a day that has a name, once it was."""
    known = value("named_day", match["named_day"])
    return None if context.day and context.day.isoformat() < known else Resolved(known, "text")
