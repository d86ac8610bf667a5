"""Rules for years, decades and centuries."""

import re

from .calendar_rules import OUT_OF_REACH, UNKNOWN_DAY, named_year, within, year_number
from .context import Context, Resolved
from .grammar import Candidate, value, words

# What stands before a year of two figures; elsewhere the apostrophe may be a quotation mark.
_BEFORE_A_SHORT_YEAR = {"in", "of", "since", "until", "by", "from", "to", "and", "or", "before", "after", "during"}
_BEFORE_A_SHORT_YEAR |= {"the", "early", "late", "mid"}
# What tells that "the 80's" behind it are degrees.
_DEGREES = re.compile(
    r"\b(?:temperatures?|highs|lows|degrees|thermometers?|humidity)\b(?:\s+[\w-]+){0,4}\s+(?:in|into|to)\s+$",
    re.IGNORECASE,
)


def year(match: Candidate, context: Context) -> Resolved | None:
    """1990. What counts or numbers something is none: Section 1373, at least 1400 of them."""
    numbered = re.search(r"([a-z.]+?)\.?\s+$", context.text[max(match.start - 30, 0) : match.start].lower())
    if numbered and numbered[1] in words("numbered") and not match["within"]:
        return None
    if context.is_other_word(match):
        return None
    return Resolved(match["year"], "text", mod=within(match))


def year_short(match: Candidate, context: Context) -> Resolved | None:
    """'92: the year that ends so, at most ten after publication."""
    if not match.text[0].isalpha() and context.word_before(match.start) not in _BEFORE_A_SHORT_YEAR:
        return None
    if context.day is None:
        return UNKNOWN_DAY
    return Resolved(str(named_year(match, context.day)), "published")


def year_in_words(match: Candidate, context: Context) -> Resolved:
    """Nineteen ninety-one, the year two thousand."""
    return Resolved(str(year_number(match)), "text")


def decade(match: Candidate, context: Context) -> Resolved | None:
    """The 1990s; not how warm it was: "temperatures in the 80's"."""
    if match["tens_digit"] and match.text[:3].lower() == "the" and _DEGREES.search(context.text[: match.start]):
        return None
    value_ = match["decade"][:3] if match["decade"] else f"19{match['tens_digit']}"
    return Resolved(value_, "text", mod=within(match))


def decade_in_words(match: Candidate, context: Context) -> Resolved | None:
    """The nineties: of the twentieth century. Without "the" only after another: the sixties and seventies."""
    if not match["the"]:
        first = context.neighbour(match.start)
        if first is None or not first.rule.startswith("decade"):
            return None
    return Resolved(f"19{value('tens', match['tens'])}", "text", mod=within(match))


def century(match: Candidate, context: Context) -> Resolved | None:
    """The 20th century; not Twentieth Century Fox."""
    if "C" in match.text and re.match(r"\s+[A-Z]", context.text[match.end :]):
        return None
    number = int(match["century_number"] or value("nth", match["nth"]))
    if number == 1:
        # EDTF's 00XX begins with the year 0, which `date` has not.
        return Resolved(reason=OUT_OF_REACH)
    return Resolved(f"{number - 1:02}", "text", mod=within(match)) if number <= 21 else None
