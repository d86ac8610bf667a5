"""Read the date of publication, and never guess.

A date is read by the forms of date_forms.csv, as a whole, and only where one reading is left; libraries that read
any date (dateutil, dateparser) fill in what is missing and swap day and month in silence. Days are as they are
written: a time and its zone are left out, because the day an outlet prints is the day it means.
"""

import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from ...measure.calendar import UNKNOWN
from ...measure.dates import grammar
from ...measure.tables import read_table
from .record import printable

ORDERS = ("dmy", "mdy")
# Newspapers begin with the Relation of Strasbourg, 1605.
_FIRST = 1600
_LONGEST = 80


def read_date(given: str, *, today: date, order: str | None = None) -> tuple[str, str]:
    """Read a date as it was given.

    Parameters
    ----------
    given : str
        What stands in the file.
    today : date
        Later than the day after this, nothing can have been published.
    order : "dmy" or "mdy", optional
        How dates as 12/11/2017 and 12/11/17 are to be read.

    Returns
    -------
    tuple of (str, str)
        The date in EDTF, `XXXX` where it is not known, and a sentence: what was given, and how it was read or why
        it could not be.

    Examples
    --------
    >>> read_date("January 12, 2022", today=date(2026, 1, 1))
    ('2022-01-12', 'Given as "January 12, 2022": a month in words.')
    >>> read_date("12/11/2017", today=date(2026, 1, 1))[0]
    'XXXX'
    """
    if order not in (None, *ORDERS):
        msg = f"{order!r} is none of {', '.join(ORDERS)}"
        raise ValueError(msg)
    text = " ".join(given.split())
    if not text:
        return UNKNOWN, "No date was given."
    shown = printable(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")
    edtf, why = _read(text, order) if len(text) <= _LONGEST else ("", "it is too long for a date")
    if edtf:
        why, edtf = _sensible(edtf, why, today)
    if not edtf:
        return UNKNOWN, f'Given as "{shown}", which was not read: {why}.'
    return edtf, f'Given as "{shown}": {why}.'


def _read(text: str, order: str | None) -> tuple[str, str]:
    if text == UNKNOWN:
        return "", "it says that the date is unknown"
    for form, pattern, how in _forms():
        if match := pattern.fullmatch(text):
            parts = match.groupdict()
            if form == "numeric":
                return _numeric(parts, order)
            return _spelt(parts, how)
    return "", "it has none of the forms of a date that can be read in one way only"


def _spelt(parts: dict[str, str | None], how: str) -> tuple[str, str]:
    month = parts.get("month") or _month(parts.get("name"))
    edtf = "-".join(part.zfill(2) for part in (parts["year"], month, parts.get("day")) if part)
    if _first_day(edtf) is None:
        return "", "there is no such day"
    weekday = parts.get("weekday")
    if weekday and weekday[:3].casefold() != _days()[date.fromisoformat(edtf).weekday()]:
        return f"{edtf}?", f"{how}; uncertain, because that day was no {weekday}"
    doubt = parts.get("doubt") or ""
    return edtf + doubt, how


def _numeric(parts: dict[str, str | None], order: str | None) -> tuple[str, str]:
    one, other, year = (int(parts[name] or 0) for name in ("one", "other", "year"))
    short = len(parts["year"] or "") == 2
    readings = {"dmy": (other, one), "mdy": (one, other)}
    days = {
        name: edtf
        for name, (month, day) in readings.items()
        if _first_day(edtf := f"{2000 + year if short else year:04}-{month:02}-{day:02}")
    }
    if not days:
        return "", "there is no such day"
    if order is None and short:
        return "", "a year of two digits can be read in several ways (an order of day and month was not said)"
    if order is None and len(set(days.values())) > 1:
        return "", "day and month can be read in two ways (an order was not said)"
    if not short and len(set(days.values())) == 1:
        return next(iter(days.values())), "day, month and year in digits, with one reading"
    if order not in days:
        return "", f"it does not fit the order that was said, {order}"
    return days[order], f"read in the order that was said, {order}" + (", the year as of this century" if short else "")


def _sensible(edtf: str, why: str, today: date) -> tuple[str, str]:
    first = _first_day(edtf.rstrip("?~%"))
    if first is None or first.year < _FIRST:
        return f"it is before {_FIRST}", ""
    if first > today + timedelta(days=1):
        return "it is in the future", ""
    return why, edtf


def _first_day(edtf: str) -> date | None:
    try:
        return date.fromisoformat(edtf + "-01" * (2 - edtf.count("-")))
    except ValueError:
        return None


def _month(name: str | None) -> str:
    if not name:
        return ""
    word = name.casefold().rstrip(".")
    return grammar.words("month").get(word) or grammar.words("short_month")[f"{word}."]


@cache
def _days() -> list[str]:
    return [word[:3] for word, number in sorted(grammar.words("weekday").items(), key=lambda item: int(item[1]))]


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    columns = ("form", "pattern", "how", "example")
    table = read_table(Path(__file__).with_name("date_forms.csv"), columns, required=columns)
    months = [*grammar.words("month"), *(word.rstrip(".") + r"\.?" for word in grammar.words("short_month"))]
    parts = {
        "{name}": f"(?P<name>{'|'.join(months)})",
        "{weekday}": f"(?:(?P<weekday>(?:{'|'.join(_days())})[a-z]*)\\.?,? )?",
        "{day}": "(?P<day>[0-9]{1,2})",
        "{year}": "(?P<year>[0-9]{4})",
        "{time}": r"(?:,?(?: at| -| \||T)? ?[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:[.,][0-9]+)?)?"
        r"(?: ?[ap]\.?m\.?)?(?: ?(?:Z|\(?[A-Z]{2,5}\)?|(?:GMT|UTC)?[+-][0-9]{2}:?[0-9]{0,2}(?: \([A-Z]{2,5}\))?))?)?",
    }
    forms = []
    for row in table.itertuples():
        pattern = row.pattern
        for part, meaning in parts.items():
            pattern = pattern.replace(part, meaning)
        forms.append((row.form, re.compile(pattern, re.IGNORECASE | re.ASCII), row.how))
    return tuple(forms)
