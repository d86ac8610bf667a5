"""Dates that may be uncertain, after the Extended Date/Time Format (EDTF, Library of Congress, 2019).

Parsing is the `edtf` package's; here is only what it lacks: bounds of open sets and intervals, of winters, of
uncertain seasons, and of a year that is unknown.
"""

import contextlib
import math
import re
from calendar import monthrange
from datetime import date
from functools import cache
from time import struct_time

from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

# A year of which nothing is known.
UNKNOWN = "XXXX"
_PLAIN = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>[0-9]{2}))?)?[?~%]?")
EXAMPLES = "a date in EDTF, as 2022-01-13, 2016-12, 2026-02-18? (uncertain) or [2016-12..] (from then on)"


def shown(edtf: str) -> str:
    """Return a date as a reader sees it: EDTF, or, of a year of which nothing is known, that there is none."""
    return "no date" if edtf == UNKNOWN else edtf


@cache
def bounds(edtf: str) -> tuple[date | None, date | None]:
    """Return the earliest and the latest day that an EDTF expression allows.

    Parameters
    ----------
    edtf : str
        An expression of EDTF, level 0 to 2.

    Returns
    -------
    tuple of (date or None, date or None)
        None stands for a side that is open or unknown.

    Raises
    ------
    ValueError
        If the expression is not EDTF.

    Examples
    --------
    >>> bounds("2016-12")
    (datetime.date(2016, 12, 1), datetime.date(2016, 12, 31))
    >>> bounds("[2016-12..]")
    (datetime.date(2016, 12, 1), None)
    >>> bounds("2021-24")
    (datetime.date(2021, 12, 1), datetime.date(2022, 2, 28))
    """
    if edtf == UNKNOWN:
        return None, None
    # Plain dates and stretches are by far the most frequent, and the parser takes a hundred times as long for them.
    if all(edges := [_plain(edge) for edge in edtf.split("/")]) and edges == sorted(edges) and len(edges) <= 2:
        return edges[0][0], edges[-1][1]
    if winter := re.fullmatch(r"([0-9]{4})-24([?~%]?)", edtf):
        # A winter runs into the next year, and ends with February.
        first = int(winter[1])
        return bounds(f"{first}-12")[0], bounds(f"{first + 1:04}-02")[1]
    if season := re.fullmatch(r"([0-9]{4}-2[1-3])[?~%]", edtf):
        return bounds(season[1])
    if edtf.startswith("[") and edtf.endswith("..]"):
        return bounds(edtf[1:-3])[0], None
    if edtf.startswith("[..") and edtf.endswith("]"):
        return None, bounds(edtf[3:-1])[1]
    try:
        parsed = parse_edtf(edtf)
        earliest, latest = _day(parsed.lower_strict()), _day(parsed.upper_strict())
    except (EDTFParseException, TypeError, AttributeError, ValueError) as error:
        msg = f"{edtf!r} is not {EXAMPLES}"
        raise ValueError(msg) from error
    if earliest and latest and earliest > latest:
        msg = f"{edtf!r} ends before it begins"
        raise ValueError(msg)
    return earliest, latest


def is_one_day(edtf: str) -> bool:
    """Tell whether an expression names a single day, certain or not.

    Examples
    --------
    >>> is_one_day("2026-02-18?"), is_one_day("2016-12")
    (True, False)
    """
    earliest, latest = bounds(edtf)
    return earliest is not None and earliest == latest


def is_uncertain(edtf: str) -> bool:
    """Tell whether an expression is marked as uncertain (`?`), approximate (`~`) or both (`%`)."""
    return any(mark in edtf for mark in "?~%")


def _plain(edtf: str) -> tuple[date, date] | None:
    """Return the first and last day of a year, a month or a day, None for another expression and for no such day."""
    if not (parts := _PLAIN.fullmatch(edtf)):
        return None
    year, month, day = int(parts["year"]), parts["month"], parts["day"]
    first, last = int(month or 1), int(month or 12)
    with contextlib.suppress(ValueError):
        return date(year, first, int(day or 1)), date(year, last, int(day or monthrange(year, last)[1]))
    return None


def _day(value: struct_time | float) -> date | None:
    if isinstance(value, float) and math.isinf(value):
        return None
    return date(*value[:3])
