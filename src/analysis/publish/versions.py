"""The permanent names of the figures, and which version of each is current.

book/figures.csv has one row a version: rows are added, never changed. A figure whose data change keeps its
name and gets a new version, with a note of what changed; one that is given up keeps its name, too.
"""

import csv
import io
import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from ..measure import BadInput
from ..measure.tables import read_table
from .edition import sha256
from .figures import NAME, NAME_EXPECTED, Figure

COLUMNS = ("figure", "version", "date", "sha256", "change")
WITHDRAWN = "withdrawn"
_FIRST = "First version."


def path(root: Path) -> Path:
    """Return where a book keeps the versions of its figures."""
    return root / "book" / "figures.csv"


def read(root: Path) -> pd.DataFrame:
    """Return all versions of all figures, as in the file: none, if there is no file.

    Raises
    ------
    BadInput
        If a name or a date is none, or the versions of a figure are not 1, 2, 3 in this order.
    """
    if not path(root).exists():
        return pd.DataFrame(columns=[*COLUMNS, "row"])
    table = read_table(path(root), COLUMNS, keys=[["figure", "version"]])
    for row in table.itertuples():
        if not NAME.fullmatch(row.figure):
            raise BadInput(path(root), NAME_EXPECTED, row=row.row, column="figure", value=row.figure)
        if not _is_date(row.date):
            raise BadInput(path(root), "a date, as 2026-11-22", row=row.row, column="date", value=row.date)
        if not re.fullmatch(rf"[0-9a-f]{{64}}|{WITHDRAWN}", row.sha256):
            expected = f"a sha256 in hex, or {WITHDRAWN!r}"
            raise BadInput(path(root), expected, row=row.row, column="sha256", value=row.sha256)
    for row, nth in zip(table.itertuples(), table.groupby("figure").cumcount() + 1, strict=True):
        if row.version != str(nth):
            raise BadInput(
                path(root), f"version {nth} of {row.figure}", row=row.row, column="version", value=row.version
            )
    return table


def current(versions: pd.DataFrame) -> pd.DataFrame:
    """Return the last version of each figure, indexed by its name."""
    return versions.drop_duplicates("figure", keep="last").set_index("figure")


def digest(figure: Figure) -> str:
    """Return a hash of a figure's data: its table, and which spans each mark counts."""
    marks = {key: [mark["value"], mark.get("spans", mark.get("from"))] for key, mark in figure.marks.items()}
    data = [list(figure.table["heads"]), figure.table["rows"], marks]
    return sha256(json.dumps(data, sort_keys=True).encode())


def check(root: Path, figures: Mapping[str, Figure]) -> None:
    """Refuse figures that are not the ones on record.

    Raises
    ------
    BadInput
        If a figure is not on record, or was changed since, or one on record is not there.
    """
    known = current(read(root))
    for name, row in known.iterrows():
        if name not in figures and row["sha256"] != WITHDRAWN:
            raise BadInput(
                path(root),
                f"a figure with this name, for names are permanent; to give it up, add a version with {WITHDRAWN!r} "
                "as its sha256, and say why",
                row=row["row"],
                column="figure",
                value=name,
            )
    for name, figure in figures.items():
        if name not in known.index or known.loc[name, "sha256"] != digest(figure):
            raise BadInput(
                path(root),
                "the data of each figure as they are now: run `make notebooks`",
                column="sha256",
                value=f"{name} has other data" if name in known.index else f"{name} is not on record",
            )


def update(
    root: Path, before: Mapping[str, Figure], after: Mapping[str, Figure], today: str, settled: int | None = None
) -> list[str]:
    """Add a version for each figure that is new or whose data changed; return the names of those not on record yet.

    Parameters
    ----------
    root : Path
        The folder of the book.
    before, after : mapping
        The figures as they were and as they are; from these it is said what changed.
    today : str
        Today, as YYYY-MM-DD.
    settled : int, optional
        How many rows of the file stay whatever happens; later ones, which nobody can have cited yet, are
        made anew. By default all stay.
    """
    recorded = read(root)
    # What is made anew and comes out the same keeps its date and its note.
    same_as = {tuple(row[:2] + row[3:4]): row for row in recorded[list(COLUMNS)].values.tolist()}
    versions = recorded.iloc[:settled]
    known = current(versions)
    rows = []
    for name, figure in after.items():
        last = known.loc[name] if name in known.index else None
        if last is None or last["sha256"] != digest(figure):
            same = last is not None and name in before and digest(before[name]) == last["sha256"]
            change = _FIRST if last is None else describe(before[name] if same else None, figure)
            number = 1 if last is None else int(last["version"]) + 1
            row = [name, str(number), today, digest(figure), change]
            rows.append(same_as.get((row[0], row[1], row[3]), row))
    if rows or settled is not None:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerows([COLUMNS, *versions[list(COLUMNS)].values.tolist(), *rows])
        fresh = path(root).with_suffix(".csv.new")
        fresh.write_text(text.getvalue(), encoding="utf-8")
        fresh.replace(path(root))
    return [row[0] for row in rows if row not in same_as.values()]


def describe(before: Figure | None, after: Figure) -> str:
    """Say what changed in the data of a figure, from one version to the next."""
    if before is None:
        return "The data changed."
    if before.table["heads"] != after.table["heads"]:
        return "The columns of the data changed."
    singles = all(mark["value"] == 1 for figure in (before, after) for mark in figure.marks.values())
    changes = _passages(before, after) if singles else _numbers(before, after)
    if not changes:
        return "The same numbers, counted at other places of the text."
    return "; ".join(changes) + "."


def _numbers(before: Figure, after: Figure) -> list[str]:
    """Say of each mark whose value changed what it was and what it is."""
    keys = [*before.marks, *(key for key in after.marks if key not in before.marks)]
    changes = []
    for key in keys:
        old, new = (figure.marks.get(key, {"name": "", "value": "not there"}) for figure in (before, after))
        if old["value"] != new["value"]:
            changes.append(f"{new['name'] or old['name']}: {old['value']} before, {new['value']} now")
        elif old["name"] != new["name"]:
            changes.append(f"{old['name']} before, {new['name']} now")
    return changes


def _passages(before: Figure, after: Figure) -> list[str]:
    """Say which passages are no longer counted, and which are now: their marks are numbered and shift."""
    old, new = (
        [span for mark in figure.marks.values() for span in mark.get("spans", ())] for figure in (before, after)
    )
    gone = [f"no longer counted: {_place(span)}" for span in old if span not in set(new)]
    return gone + [f"now counted: {_place(span)}" for span in new if span not in set(old)]


def _place(span_id: str) -> str:
    """Return where a span stands.

    Examples
    --------
    >>> _place("brasov-2022/actors/12-16")
    'characters 12 to 16 of brasov-2022'
    """
    article, _, rest = span_id.partition("/")
    start, _, end = rest.split("/")[1].partition("-")
    return f"characters {start} to {end} of {article}"


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
