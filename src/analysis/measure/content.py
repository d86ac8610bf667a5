"""What is told, as coded by hand: who does what to whom, and which units of content a stretch belongs to.

Rows of a group are one act with its agents and patients, in one article. Rows of a unit are what either report says
of one claim, event or demand.
"""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from .annotations import PLACE, placed
from .errors import Faults
from .tables import Form, check_choice, known

# An act, who does it, and to whom.
PARTS = ("agent", "act", "patient")
TOLD_AS = ("fact", "alleged", "possible", "not to happen")
UNIT_KINDS = ("claim", "event", "demand")

TABLES: dict[str, Form] = {
    "coding/roles.csv": (
        ("group", "act", "told_as", "role", "actor", *PLACE, "note"),
        ("group", "act", "told_as", "role", *PLACE),
        (("group", "role", "actor", "start"),),
    ),
    "coding/units.csv": (
        ("unit", "kind", "label", *PLACE, "note"),
        ("unit", "kind", "label", *PLACE),
        (("unit", *PLACE[:3]),),
    ),
}


def check(
    faults: Faults, data: Path, tables: Mapping[str, pd.DataFrame], articles: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Return `roles` and `units` with whole numbers as offsets.

    At fault is a row whose place, act, part or actor is none, and rows of a group or a unit that do not go together.
    """
    return {"roles": _roles(faults, data, tables, articles), "units": _units(faults, data, tables, articles)}


def _roles(faults: Faults, data: Path, tables: Mapping[str, pd.DataFrame], articles: pd.DataFrame) -> pd.DataFrame:
    """Return who does what to whom: a group of rows is one act, with its agents and patients."""
    path, roles = data / "coding" / "roles.csv", tables["roles"]
    acts = known(faults, data / "codebook" / "acts.csv", tables["acts"]["act"])
    actors = known(faults, data / "actors.csv", tables["actors"]["actor"])
    for line in roles.itertuples():
        check_choice(faults, path, line, "act", acts, "an act of acts.csv:")
        check_choice(faults, path, line, "told_as", TOLD_AS)
        check_choice(faults, path, line, "role", PARTS)
        if line.role == "act" and line.actor:
            faults.add(path, "nothing: an act is no actor", row=line.row, column="actor", value=line.actor)
        if line.role in PARTS and line.role != "act":
            check_choice(faults, path, line, "actor", actors, "an actor of actors.csv:")
    kept = placed(faults, data, path, roles, articles)
    # What is wrong with one row of a group would be wrong with the group.
    for group, own in () if faults.doubtful(path) else roles.groupby("group", sort=False):
        if list(own["role"]).count("act") != 1:
            expected = "a group with exactly one row of the role 'act'"
            faults.add(path, expected, row=int(own["row"].iloc[0]), column="group", value=group)
        for column in ("act", "told_as", "article_id"):
            _check_same(faults, path, own, column, f"the {column} of the other rows of group {group}")
    return kept


def _units(faults: Faults, data: Path, tables: Mapping[str, pd.DataFrame], articles: pd.DataFrame) -> pd.DataFrame:
    """Return the units of content: a unit is all its rows, in whatever article they stand."""
    path, units = data / "coding" / "units.csv", tables["units"]
    for line in units.itertuples():
        check_choice(faults, path, line, "kind", UNIT_KINDS)
    kept = placed(faults, data, path, units, articles)
    for unit, own in () if faults.doubtful(path) else units.groupby("unit", sort=False):
        for column in ("kind", "label"):
            _check_same(faults, path, own, column, f"the {column} of the other rows of unit {unit}")
    return kept


def _check_same(faults: Faults, path: Path, rows: pd.DataFrame, column: str, expected: str) -> None:
    # Of rows that differ, the fewer are taken to be wrong.
    ((usual, _),) = Counter(rows[column]).most_common(1)
    for row, value in zip(rows["row"], rows[column], strict=True):
        if value != usual:
            faults.add(path, expected, row=row, column=column, value=value)
