"""Which time each mention of an actor belongs to, by readers: what the rules for it are measured against.

A row is one mention (its place and its actor), the time that each of two readers gave it, and the one that was
decided on, with a reason where they differ. A time is EDTF, several joined by `|`, or one of `OPEN`.
"""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pandas as pd

from . import calendar
from .annotations import PLACE, placed
from .errors import Faults
from .tables import Form, check_choice, known, split_list

# The report's own time; and some time before it that the text does not tell.
OPEN = ("present", "past")
TIMES = ("first", "second", "time")

TABLES: dict[str, Form] = {
    "coding/mention-dates.csv": (
        (*PLACE, "actor", *TIMES, "note"),
        (*PLACE, "actor", *TIMES),
        (("article_id", "start", "end", "actor"),),
    ),
}


def check(
    faults: Faults, data: Path, tables: Mapping[str, pd.DataFrame], articles: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Return the readers' dates with whole numbers as offsets.

    At fault is a row whose place, actor or time is none, and one whose times differ without a reason beside what was
    decided.
    """
    path = data / "coding" / "mention-dates.csv"
    actors = known(faults, data / "actors.csv", tables["actors"]["actor"])
    for line in tables["mention-dates"].itertuples():
        check_choice(faults, path, line, "actor", actors, "an actor of actors.csv:")
        for column in TIMES:
            value = getattr(line, column)
            if not all(map(_is_time, split_list(value))):
                expected = f"{calendar.EXAMPLES}, or one of {', '.join(OPEN)}"
                faults.add(path, expected, row=line.row, column=column, value=value)
    unsure = faults.rows(path, *TIMES)
    for line in tables["mention-dates"].itertuples():
        if line.row not in unsure and not line.first == line.second == line.time and not line.note:
            faults.add(path, "a reason, since the times differ", row=line.row, column="note", value="")
    return {"mention-dates": placed(faults, data, path, tables["mention-dates"], articles)}


def years(time: str, published: str) -> frozenset[str]:
    """Return the years of a time: those of its days, the year of publication for the present, or `past`.

    Examples
    --------
    >>> sorted(years("1999|2004", "2022-01-13")), sorted(years("present", "2022-01-13")), sorted(years("past", "2022"))
    (['1999', '2004'], ['2022'], ['past'])
    """
    found: set[str] = set()
    for part in split_list(time):
        if part == OPEN[1]:
            found.add(part)
            continue
        known = [day.year for day in calendar.bounds(published if part == OPEN[0] else part) if day]
        found.update(map(str, range(min(known), max(known) + 1) if known else ()))
    return frozenset(found)


def days(time: str, published: str) -> frozenset[str]:
    """Return the days of a time, that of publication for the present, or `past`; an open end is left out.

    Examples
    --------
    >>> sorted(days("2022-01-09/2022-01-10|past", "2022-01-13")), sorted(days("present", "2022-01-13"))
    (['2022-01-09', '2022-01-10', 'past'], ['2022-01-13'])
    """
    found: set[str] = set()
    for part in split_list(time):
        if part == OPEN[1]:
            found.add(part)
            continue
        known = [day for day in calendar.bounds(published if part == OPEN[0] else part) if day]
        length = (max(known) - min(known)).days + 1 if known else 0
        found.update(str(min(known) + timedelta(days=number)) for number in range(length))
    return frozenset(found)


def _is_time(value: str) -> bool:
    if value in OPEN:
        return True
    try:
        calendar.bounds(value)
    except ValueError:
        return False
    return True
