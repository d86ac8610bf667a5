"""Arithmetic on TIMEX3 values, and what they are in EDTF.

Units are D (day), W (week, from Monday), M (month), Q (quarter), Y (year), E (decade) and C (century). Seasons
are those of the north, by whole months; a winter is named by the year in which it begins.
"""

import calendar as names
import re
from datetime import date, timedelta

SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
_PARTS = {"Q": 3, "H": 6}
# How many months make a unit of which half a one is whole months, too.
MONTHS = {"Y": 12, "E": 120, "C": 1200}


def of_day(day: date, unit: str) -> str:
    """Return the unit of time that a day lies in.

    Examples
    --------
    >>> [of_day(date(1998, 3, 5), unit) for unit in "DWMQYEC"]
    ['1998-03-05', '1998-W10', '1998-03', '1998-Q1', '1998', '199', '19']
    """
    year, week, _ = day.isocalendar()
    values = {
        **{"D": day.isoformat(), "W": f"{year:04}-W{week:02}", "M": day.isoformat()[:7]},
        **{"Q": f"{day.year:04}-Q{(day.month + 2) // 3}", "Y": f"{day.year:04}"},
        **{"E": f"{day.year:04}"[:3], "C": f"{day.year:04}"[:2]},
    }
    return values[unit]


def moved(day: date, number: int, unit: str) -> date:
    """Return the day that is a number of units later, at most the last of its month.

    Examples
    --------
    >>> moved(date(1998, 3, 31), -1, "M"), moved(date(1998, 3, 5), 2, "W")
    (datetime.date(1998, 2, 28), datetime.date(1998, 3, 19))
    """
    if unit in "DW":
        return day + timedelta(days=number * (7 if unit == "W" else 1))
    months = number * ({"M": 1, "Q": 3} | MONTHS)[unit] + day.year * 12 + day.month - 1
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, names.monthrange(year, month + 1)[1]))


def years_on(value: str, number: int) -> str:
    """Return the same day, month or quarter a number of years later.

    Examples
    --------
    >>> years_on("1989-Q3", -1)
    '1988-Q3'
    """
    year = date(int(value[:4]) + number, 1, 1).year
    return f"{year:04}{value[4:]}"


def bounds(value: str) -> tuple[str, str] | None:
    """Return the first and last day, month or year, in ISO, of a value that names a stretch of the calendar.

    Examples
    --------
    >>> bounds("1998-W53"), bounds("1998-Q3"), bounds("1998-WI"), bounds("PRESENT_REF")
    (('1998-12-28', '1999-01-03'), ('1998-07', '1998-09'), ('1998-12', '1999-02'), None)
    """
    if week := re.fullmatch(r"([0-9]{4})-W([0-9]{2})(-WE)?", value):
        first = date.fromisocalendar(int(week[1]), int(week[2]), 6 if week[3] else 1)
        return first.isoformat(), date.fromisocalendar(int(week[1]), int(week[2]), 7).isoformat()
    if part := re.fullmatch(r"([0-9]{4})-([QH])([1-4])", value):
        months = _PARTS[part[2]]
        last = int(part[3]) * months
        return f"{part[1]}-{last - months + 1:02}", f"{part[1]}-{last:02}"
    if season := re.fullmatch(r"([0-9]{4})-(SP|SU|FA|WI)", value):
        first, last = SEASONS[season[2]]
        return f"{season[1]}-{first:02}", f"{int(season[1]) + (last < first):04}-{last:02}"
    if day := re.match(r"[0-9]{4}(?:-[0-9]{2}){0,2}(?=$|T)", value):
        return day[0], day[0]
    return None


def edtf(value: str, doubt: str = "") -> str:
    """Return a value in EDTF, each of its dates with a mark of doubt; "" if it names no date.

    Examples
    --------
    >>> edtf("1998-W10"), edtf("199"), edtf("2026-02-17", "?"), edtf("1998-03-05T12:00"), edtf("P3M")
    ('1998-03-02/1998-03-08', '199X', '2026-02-17?', '1998-03-05', '')
    """
    if re.fullmatch(r"[0-9]{2,3}", value):
        return value.ljust(4, "X") + doubt
    if (known := bounds(value)) is None:
        return ""
    # Nobody says on which day a season begins.
    doubt = {"": "~", "?": "%"}.get(doubt, doubt) if value[-2:] in SEASONS else doubt
    first, last = (f"{edge}{doubt}" for edge in known)
    return first if first == last else f"{first}/{last}"


def first_day(value: str) -> date | None:
    """Return the first day of a value, None if it names no date."""
    if re.fullmatch(r"[0-9]{2,3}", value):
        value = value.ljust(4, "0") if int(value) else ""
    known = bounds(value)
    return date.fromisoformat((known[0] + "-01-01")[:10]) if known else None


def unit_of(value: str) -> str:
    """Return the unit of a value that names a stretch of the calendar, "" for another.

    Examples
    --------
    >>> [unit_of(value) for value in ("1998", "1998-03", "1998-W10", "1998-Q1", "199", "P1Y")]
    ['Y', 'M', 'W', 'Q', 'E', '']
    """
    forms = {
        **{"D": r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T.*)?", "W": r"[0-9]{4}-W[0-9]{2}(?:-WE)?", "M": r"[0-9]{4}-[0-9]{2}"},
        **{"Q": r"[0-9]{4}-Q[1-4]", "Y": r"[0-9]{4}", "E": r"[0-9]{3}", "C": r"[0-9]{2}"},
    }
    return next((unit for unit, form in forms.items() if re.fullmatch(form, value)), "")
