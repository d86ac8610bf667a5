"""Rules for durations and sets: how long, how often."""

import re
from typing import NamedTuple

from . import values
from .calendar_rules import OUT_OF_REACH, UNKNOWN_DAY
from .context import AS_EXACT, Context, Resolved
from .grammar import Candidate, value, words

A_LENGTH = "a length of time, not a date"
_DAYS = {"weekend": "XXXX-WXX-WE", "weekday": "XXXX-WXX-WD"}
A_SET = "it recurs: a set of times, not a date"
# Before a rate ("$1 a year", "30 interviews a day") stands an amount; before a length there may be a preposition.
_AMOUNT = re.compile(
    r"(?:[0-9][0-9,.]*|[$#€£]\S+|dozens?|hundreds?|thousands?|[mb]illion|once|twice|times|percent|%|(?:hours?|days|nights|weeks|months)(?=\s*$))(?:\s+[\w.'’-]+){0,3}\s*$",
    re.IGNORECASE,
)
# What stands before hours or minutes whose number is not told.
_MEASURED = re.compile(r"\b(?:for|within|takes?|took|taken|spends?|spent)\s+$", re.IGNORECASE)
# What is reckoned by the day, and what is printed so, behind "daily".
_RATE = re.compile(
    r"\s+(?:\w+\s+)?(?:newspaper|paper|newsletter|magazine|tabloid|journal|volume|turnover|output|production|sales|trading|dividends?)\b",
    re.IGNORECASE,
)
_BEFORE_A_VERB = ("to", "not", "t", "will", "would", "can", "could", "may", "might", "shall", "should", "must")
_BEFORE_A_VERB += ("usually",)
_BEFORE_A_LENGTH = ("in", "over", "for", "of", "within", "after", "than", "by", "during", "to", "about", "and")
_BEFORE_A_QUARTER = ("in", "for", "during", "per", "within", "last", "lasted", "after", "every", "each", "least")
# How many of the next smaller unit make one.
_SMALLER = {"Y": 12, "M": 30, "W": 7, "TH": 60, "TM": 60}


class Count(NamedTuple):
    """A number as TIMEX3 writes it (X: not told), and its amount, None if not told."""

    text: str
    amount: float | None


def count(match: Candidate) -> Count:
    """Return the number that a pattern's {count} found."""
    if match["low"]:
        # Of "two to three weeks" the first.
        amount = float(match["low"] if match["low"].isdigit() else value("number", match["low"]))
    elif match["digits"]:
        whole = float(match["digits"].replace(",", "") + (f".{match['decimal']}" if match["decimal"] else ""))
        amount = whole + 0.5 * bool(match["half"])
    elif match["twenty"]:
        amount = float(value("number", match["twenty"])) + float(value("number", match["one"]))
    elif match["vague_number"]:
        return Count("X", None)
    else:
        amount = float(value("number", match["number"]))
    if match["scale"]:
        amount *= int(value("scale", match["scale"]))
    # "Two and a half years".
    amount += 0.5 * (match["and_half"] is not None)
    return Count(f"{amount:.0f}" if amount % 1 == 0 else f"{amount:g}", amount)


def period(number: Count, unit: str) -> str:
    """Return a duration as TIMEX3 writes it.

    Examples
    --------
    >>> period(Count("3", 3), "M"), period(Count("2.5", 2.5), "Y"), period(Count("2", 2), "E")
    ('P3M', 'P2Y6M', 'P20Y')
    """
    if number.amount is not None and unit in "EC":
        years = number.amount * (10 if unit == "E" else 100)
        return "P1E" if years == 10 else f"P{years:g}Y"
    if number.amount is not None and number.amount % 1 == 0.5 and unit in ("Y", "TH", "TM"):
        whole, finer, half = int(number.amount), {"Y": "M", "TH": "M", "TM": "S"}[unit], 6 if unit == "Y" else 30
        lead = "P" if unit == "Y" else "PT"
        return f"{lead}{f'{whole}{unit[-1]}' if whole else ''}{half}{finer}"
    return f"P{'T' if unit.startswith('T') else ''}{number.text}{unit[-1]}"


def _about(match: Candidate) -> str:
    word = match["about"]
    return value("about", word) if word else "APPROX" if match["or_so"] else ""


def stretch(match: Candidate, context: Context) -> Resolved | None:
    """The past two months: a duration, and its place in time, up to or from the day of publication.

    "The following two years" begin with the last date told.

    Not "may last two months", "expected to last a year", "coming two days after".
    """
    article = (match["number"] or match["vague_number"] or "").lower().startswith(("a ", "an ", "another"))
    single = (match["number"] or "").lower() in ("a", "an", "another")
    verb = _is_verb(match, context) or context.is_other_word(match)
    if not match["these"] and (article or single or verb):
        return None
    number, of = count(match), value("unit", match["unit"])
    length = period(number, of)
    halves = number.amount is not None and number.amount % 1
    if number.amount is None or of.startswith("T") or (halves and of not in values.MONTHS):
        return Resolved(length, type="DURATION", reason=A_LENGTH, mod=_about(match))
    following = match["way"].lower() == "following"
    source = context.last(AS_EXACT[of]) if following else None
    if following and source is None:
        return Resolved(length, type="DURATION", reason=A_LENGTH, mod=_about(match))
    near = values.first_day(source.resolved.value) if source else context.day
    if near is None:
        return Resolved(length, type="DURATION", reason=UNKNOWN_DAY.reason, mod=_about(match))
    way = 1 if match["way"].lower() in ("next", "coming", "following") else -1
    try:
        amount, of = (number.amount * values.MONTHS[of], "M") if halves else (number.amount, of)
        far = values.moved(near, way * int(amount), of)
    except (ValueError, OverflowError):
        return Resolved(length, type="DURATION", reason=OUT_OF_REACH)
    exact = values.unit_of(source.resolved.value) if source else "D"
    first, last = (values.of_day(day, exact if exact in ("D", "M", "Y") else "D") for day in sorted((far, near)))
    anchor = "before" if source else "published"
    return Resolved(length, anchor, type="DURATION", mod=_about(match), antecedent=source, stretch=f"{first}/{last}")


def duration(match: Candidate, context: Context) -> Resolved | None:
    """At least 20 years. A rate ("$500 million a year") says nothing of when, and is none."""
    number, of = count(match), value("unit", match["unit"])
    if _is_rate(match, context) or context.is_name(match.start_of("unit")):
        return None
    # A second may be a moment or one of a row, a quarter the fourth part of anything.
    fraction = of == "Q" and re.match(
        r"[\s-]+(?:of|past|after|to|miles?|inch|pound|point|cup)\b", context.text[match.end :]
    )
    if (of == "TS" and number.text == "1") or fraction:
        return None
    if of == "Q" and _is_share(match, number, context):
        return None
    if (match["vague_number"] or "").lower() == "many" and context.word_before(match.start) == "as":
        return None
    if _is_of_a_year(match, match["unit"]) or (number.amount is None and not match["unit"].lower().endswith("s")):
        return None
    return Resolved(_length(match, number, of), type="DURATION", reason=A_LENGTH, mod=_about(match))


def finer(match: Candidate) -> tuple[float, str]:
    """Return what "an hour and 20 minutes" counts behind the hour: how many, and of what."""
    said = match["finer_count"]
    return float(said if said.isdigit() else value("number", said)), value("unit", match["finer"])


def _length(match: Candidate, number: Count, of: str) -> str:
    """Return a duration; the half of "1.5 hours and 20 minutes" counts with the minutes."""
    if match["finer"] is None:
        return period(number, of)
    amount, smaller = finer(match)
    if number.amount is not None and number.amount % 1:
        amount += _SMALLER[of] * (number.amount % 1)
        number = Count(f"{int(number.amount)}", int(number.amount))
    return f"{period(number, of)}{amount:g}{smaller[-1]}"


def _is_share(match: Candidate, number: Count, context: Context) -> bool:
    """Tell whether a quarter is the fourth part, or quarters are places: "up to a quarter", "in some quarters"."""
    if (match["vague_number"] or "").lower() in ("some", "many"):
        return True
    fourth = number.text == "1" and not match["kind_of_unit"] and (match["number"] or "").lower() != "another"
    return fourth and (bool(match["about"]) or context.word_before(match.start) not in _BEFORE_A_QUARTER)


def _is_of_a_year(match: Candidate, unit: str) -> bool:
    """Tell whether the number is a year's: "the big 1988 quarter"."""
    return re.fullmatch(r"[12][0-9]{3}", match["digits"] or "") is not None and not unit.lower().endswith("s")


def _is_rate(match: Candidate, context: Context) -> bool:
    if (match["number"] or "").lower() not in ("a", "an") or match["about"]:
        return False
    after_amount = _AMOUNT.search(context.text[: match.start]) is not None
    return after_amount and context.word_before(match.start) not in _BEFORE_A_LENGTH


def stretch_half(match: Candidate, context: Context) -> Resolved:
    """The past year and a half."""
    return Resolved(period(Count("1.5", 1.5), value("unit", match["this_unit"])), type="DURATION", reason=A_LENGTH)


def stretch_named(match: Candidate, context: Context) -> Resolved:
    """The past three summers, the next two weekends."""
    of = value("season", match["season"]) if match["season"] else "WE"
    return Resolved(f"P{count(match).text}{of}", type="DURATION", reason=A_LENGTH)


def _is_verb(match: Candidate, context: Context) -> bool:
    return match.text[:4].lower() == "last" and context.word_before(match.start) in _BEFORE_A_VERB


def stretch_part(match: Candidate, context: Context) -> Resolved | None:
    """The first nine months."""
    if _is_verb(match, context):
        return None
    return Resolved(period(count(match), value("unit", match["unit"])), type="DURATION", reason=A_LENGTH)


def compound(match: Candidate, context: Context) -> Resolved | None:
    """Five-year."""
    if (match["number"] or "").lower() in ("a", "an") or _is_of_a_year(match, match["compound"]):
        return None
    number = count(match)
    if number.text == "1" and value("unit", match["compound"]) == "Q":
        # "More than one-quarter of it".
        return None
    if match["vague_number"] and match.text[match.start_of("compound") - match.start - 1].isspace():
        # "Some day" is no number of days.
        return None
    return Resolved(period(number, value("unit", match["compound"])), type="DURATION", reason=A_LENGTH)


def bare(match: Candidate, context: Context) -> Resolved | None:
    """Months. Hours only where they measure: "office hours" do not."""
    of = value("unit", match["bare"])
    if re.search(r"\bas\s+many\s+$", context.text[: match.start], re.IGNORECASE):
        # "The second time in as many months" says only how many times.
        return None
    if match.text.lower().endswith("old") and re.search(r"[0-9]\s+$", context.text[: match.start]):
        return None
    last = context.before[-1] if context.before else None
    if last and last.rule == "compound" and last.end + 1 == context.start + match.start:
        # "12-hour days" are so long, whenever they were.
        return None
    compared = re.match(r"\s+(?:later|earlier|after|before)\b", context.text[match.end :])
    the = match.text.lower().startswith("the ")
    if of.startswith("T") and not (the or compared or _MEASURED.search(context.text[: match.start])):
        return None
    return Resolved(period(Count("X", None), of), type="DURATION", reason=A_LENGTH)


def vague_length(match: Candidate, context: Context) -> Resolved | None:
    """For some time, in a while."""
    if context.word_before(match.start) not in ("for", "in", "after", "within", "take", "takes", "took"):
        return None
    return Resolved("PXX", type="DURATION", reason=A_LENGTH)


def whole(match: Candidate, context: Context) -> Resolved | None:
    """Year-long, a month-old strike; not "a 15 year-old boy"."""
    before = context.word_before(match.start)
    if match.text.lower().endswith("old") and (before.isdigit() or before in set(words("number")) - {"a", "an"}):
        return None
    return Resolved(period(Count("1", 1), value("unit", match["this_unit"])), type="DURATION", reason=A_LENGTH)


def half_century(match: Candidate, context: Context) -> Resolved:
    """A quarter of a century, the past half-century."""
    return Resolved("P25Y" if match["part"].lower() == "quarter" else "P50Y", type="DURATION", reason=A_LENGTH)


def fiscal_year(match: Candidate, context: Context) -> Resolved:
    """The fiscal year."""
    return Resolved("P1Y", type="DURATION", reason=A_LENGTH)


def each(match: Candidate, context: Context) -> Resolved | None:
    """Every year, each Monday, every two weeks, every third day."""
    if match["month"] and match["month"][0].islower():
        # "Each may leave."
        return None
    nth = 2 if match["other"] else int(value("nth", match["nth"])) if match["nth"] else 1
    number = count(match) if match["count"] else Count(str(nth), nth)
    part = f"T{value('part', match['part'])}" if match["part"] else ""
    if match["each_unit"]:
        found = period(number, value("unit", match["each_unit"]))
    elif match["days"]:
        found = _DAYS[match["days"].lower().rstrip("s")] + part
    elif match["weekday"]:
        found = f"XXXX-WXX-{int(value('weekday', match['weekday'])) + 1}{part}"
    elif match["month"]:
        found = f"XXXX-{int(value('month', match['month'])):02}"
    elif match["season"]:
        found = f"XXXX-{value('season', match['season'])}"
    else:
        found = f"XXXX-XX-XX{part}"
    return Resolved(found, type="SET", reason=A_SET)


def frequency(match: Candidate, context: Context) -> Resolved:
    """Twice a week, once every two years."""
    number = count(match) if match["count"] else Count("1", 1)
    return Resolved(period(number, value("unit", match["unit"])), type="SET", reason=A_SET)


def weekdays(match: Candidate, context: Context) -> Resolved:
    """Sundays, Friday nights, weekends."""
    part = f"T{value('part', match['plural_part'][:-1])}" if match["plural_part"] else ""
    if match["days"]:
        return Resolved(_DAYS[match["days"].lower().rstrip("s")] + part, type="SET", reason=A_SET)
    return Resolved(f"XXXX-WXX-{int(value('weekday', match['weekday'])) + 1}{part}", type="SET", reason=A_SET)


def adverb(match: Candidate, context: Context) -> Resolved | None:
    """Daily; not that of a rate, which says nothing of when: "the daily trading volume", "daily dividends"."""
    if context.is_name(match.start) or _RATE.match(context.text, match.end):
        return None
    return Resolved(
        {"daily": "P1D", "hourly": "PT1H", "weekly": "P1W"}[match["adverb"].lower()], type="SET", reason=A_SET
    )
