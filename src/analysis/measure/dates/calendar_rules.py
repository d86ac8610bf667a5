"""Rules for dates that the text gives, in whole or up to a year that stands before or that news leaves out."""

import calendar as names
import re
from datetime import date

from .context import Context, Mention, Resolved
from .grammar import Candidate, value

NO_SUCH_DAY = Resolved(reason="the month has no such day")
UNKNOWN_DAY = Resolved(reason="the day of publication is not known")
OUT_OF_REACH = "the calendar does not reach so far"
# However many sentences before.
NO_LIMIT = 10**6
# Which year is meant, seen from that of publication.
YEARS = {"last": -1, "this": 0, "next": 1, "the": 0}
# Names of months that are also words: they count after a preposition or another word of time only.
_ALSO_WORDS = {"may", "march"}
_BEFORE_A_MONTH = {
    *("in", "by", "since", "until", "till", "of", "for", "from", "to", "through", "and", "or", "before", "after"),
    *("during", "between", "a", "the", "last", "this", "next", "each", "every", "late", "early"),
}
# What stands before a year of two figures; elsewhere the apostrophe may be a quotation mark.
_BEFORE_A_SHORT_YEAR = {"in", "of", "since", "until", "by", "from", "to", "and", "or", "before", "after", "during"}


def within(match: Candidate) -> str:
    """Return TIMEX3's `mod` of "early", "late", "the end of"."""
    word = match["within"]
    return value("within", word.strip()) if word else ""


def month_number(match: Candidate) -> int:
    """Return the number of the month named, 0 if none is."""
    if match["month_number"]:
        return int(match["month_number"])
    kind = next((kind for kind in ("month", "short_month") if match[kind]), "")
    return int(value(kind, match[kind])) if kind else 0


def day_number(match: Candidate) -> int:
    """Return the number of the day named, in figures or in words."""
    return int(match["day"]) if match["day"] else int(value("nth", match["nth"]))


def is_day(year: int, month: int, day: int) -> bool:
    """Tell whether the calendar has such a day."""
    return 1 <= month <= 12 and 1 <= day <= names.monthrange(year, month)[1]


def day(match: Candidate, context: Context, month: int = 0) -> Resolved:
    """9 February 1990."""
    year, month, number = int(match["year"]), month or month_number(match), day_number(match)
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
    if not direction and (year := context.told_year(within=1)) and not context.neighbour(match.start):
        return _in_year(int(year.resolved.value[:4]), month, number, within(match), year)
    if context.day is None:
        return UNKNOWN_DAY
    years = [y for y in (context.day.year + n for n in (-1, 0, 1)) if is_day(y, month, number)]
    days = [date(y, month, number) for y in years]
    if direction:
        days = [day for day in days if (day > context.day) == (direction > 0)]
    ahead = direction > 0 or (direction == 0 and context.is_future(match.start, match.end))
    chosen = nearest(days, context.day, ahead)
    return Resolved(chosen.isoformat(), "published", mod=within(match)) if chosen else NO_SUCH_DAY


def nearest(days: list[date], published: date, ahead: bool) -> date | None:
    """Return the day nearest to publication; what lies behind counts as nearer, unless the clause looks ahead."""

    def distance(day: date) -> int:
        apart = (day - published).days
        return abs(apart) if (apart >= 0) == ahead else 3 * abs(apart)

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


def day_to_come(match: Candidate, context: Context) -> Resolved | None:
    """The first day of "9 to 13 July 1998"."""
    return day(match, context) if match["year"] else month_day(match, context)


def month_year(match: Candidate, context: Context) -> Resolved:
    """December 2016."""
    return Resolved(f"{match['year']}-{month_number(match):02}", "text", mod=within(match))


def month_of(match: Candidate, context: Context) -> Resolved:
    """August of the same year, December last year."""
    which = re.sub(r"\s+", " ", match["which"].lower())
    if which in YEARS:
        if context.day is None:
            return UNKNOWN_DAY
        return Resolved(f"{context.day.year + YEARS[which]}-{month_number(match):02}", "published", mod=within(match))
    source = context.last("DWMQY", within=NO_LIMIT)
    if source is None:
        return Resolved(reason="no year stands before it")
    year = int(source.resolved.value[:4]) + {"the following": 1, "the previous": -1}.get(which, 0)
    return Resolved(f"{year}-{month_number(match):02}", "before", mod=within(match), antecedent=source)


def _is_another_word(match: Candidate, context: Context) -> bool:
    """Tell whether it is no month: "they may", "March on!", "the March for Science"."""
    if match["month"][0].islower():
        return True
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
    if match["which"] is None and (source := context.told_year(within=1)):
        return Resolved(f"{source.resolved.value[:4]}-{number:02}", "before", mod=mod, antecedent=source)
    if context.day is None:
        return UNKNOWN_DAY
    which = int(value("which", match["which"])) if match["which"] else None
    ahead = which == 1 or (which != -1 and context.is_future(match.start, match.end))
    year = context.day.year
    if ahead:
        year += number < context.day.month
    else:
        year -= number > context.day.month or (which == -1 and number == context.day.month)
    if which == 0:
        year = context.day.year
    return Resolved(f"{year}-{number:02}", "published", mod=mod)


def year(match: Candidate, context: Context) -> Resolved:
    """1990."""
    return Resolved(match["year"], "text", mod=within(match))


def year_short(match: Candidate, context: Context) -> Resolved | None:
    """'92: the year of publication or the last before it that ends so."""
    if not match.text[0].isalpha() and context.word_before(match.start) not in _BEFORE_A_SHORT_YEAR:
        return None
    if context.day is None:
        return UNKNOWN_DAY
    back = (context.day.year - int(match["short_year"])) % 100
    return Resolved(str(context.day.year - back), "published")


def year_in_words(match: Candidate, context: Context) -> Resolved:
    """Nineteen ninety-one."""
    century = 1900 if match["century"].lower() == "nineteen" else 1800
    tens = int(value("number", match["tens_word"]))
    ones = int(value("number", match["ones"])) if match["ones"] else 0
    return Resolved(str(century + tens + ones), "text")


def year_two_thousand(match: Candidate, context: Context) -> Resolved:
    """The year two thousand."""
    return Resolved("2000", "text")


def decade(match: Candidate, context: Context) -> Resolved:
    """The 1990s."""
    value_ = match["decade"][:3] if match["decade"] else f"19{match['tens_digit']}"
    return Resolved(value_, "text", mod=within(match))


def decade_in_words(match: Candidate, context: Context) -> Resolved | None:
    """The nineties: of the twentieth century."""
    return Resolved(f"19{value('tens', match['tens'])}", "text", mod=within(match))


def century(match: Candidate, context: Context) -> Resolved | None:
    """The 20th century."""
    number = int(match["century_number"] or value("nth", match["nth"]))
    if number == 1:
        # EDTF's 00XX begins with the year 0, which `date` has not.
        return Resolved(reason=OUT_OF_REACH)
    return Resolved(f"{number - 1:02}", "text", mod=within(match)) if number <= 21 else None


def season_year(match: Candidate, context: Context) -> Resolved:
    """Summer 1998."""
    return Resolved(f"{match['year']}-{value('season', match['season'])}", "text", mod=within(match))
