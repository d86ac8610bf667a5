"""The side of an actor where it changed: rows of sides.csv, besides the one side that actors.csv gives.

A row holds for an interval of EDTF, its first and last day included; an open side is written as two dots.
"""

from datetime import date
from pathlib import Path

import pandas as pd

from . import calendar
from .errors import Faults
from .tables import Form, check_choice, known

INTERVAL = "an interval in EDTF, as 1992-03-10/2003-11-23 or 2003/.. (from then on)"

TABLES: dict[str, Form] = {
    "sides.csv": (("actor", "side", "edtf", "note"), ("actor", "side", "edtf"), (("actor", "edtf"),)),
}


def check(faults: Faults, data: Path, sides: pd.DataFrame, actors: pd.DataFrame) -> None:
    """Check dated sides.

    At fault is a row that names no actor or no side of actors.csv, whose time is no interval, or shares a day with
    another of its actor.
    """
    path = data / "sides.csv"
    ids, known_sides = (known(faults, data / "actors.csv", actors[column]) for column in ("actor", "side"))
    taken: dict[str, list[tuple[date, date, str]]] = {}
    for line in sides.itertuples():
        check_choice(faults, path, line, "actor", ids, "an actor of actors.csv:")
        # Sides are what charts and tables are ordered by: a new one is a row of actors.csv first.
        check_choice(faults, path, line, "side", known_sides, "a side of actors.csv:")
        try:
            first, last = days(line.edtf)
        except ValueError:
            faults.add(path, INTERVAL, row=line.row, column="edtf", value=line.edtf)
            continue
        for begin, end, edtf in taken.setdefault(line.actor, []):
            if first <= end and begin <= last:
                right = f"a time that shares no day with another of {line.actor} ({edtf})"
                faults.add(path, right, row=line.row, column="edtf", value=line.edtf)
        taken[line.actor].append((first, last, line.edtf))


def days(interval: str) -> tuple[date, date]:
    """Return the first and the last day of an interval; an open side is the first or last day that there is.

    Raises
    ------
    ValueError
        If the expression is no interval of EDTF, or has a side that is unknown: nothing can be said to lie in it.

    Examples
    --------
    >>> days("1992-03/2003")
    (datetime.date(1992, 3, 1), datetime.date(2003, 12, 31))
    """
    begin, slash, end = interval.partition("/")
    if not (begin and slash and end):
        msg = f"{interval!r} is not {INTERVAL}"
        raise ValueError(msg)
    first, last = calendar.bounds(interval)
    return first or date.min, last or date.max
