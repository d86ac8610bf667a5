"""Counts of a corpus whose texts are not part of the book, kept with what they were made from.

Two tables in data/publication: counts.csv, the counts of `publication.counts`, and about.csv, which says what was
counted: the set and its hash, how many articles have no period and why, the names that counted, the command.
`benchmarks/publication.py` writes both.
"""

import hashlib
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ..measure import BadInput
from ..measure.tables import read_table, split_list
from . import publication

FOLDER = Path("data") / "publication"
KINDS = ("names", "adjectives")  # as in actors.csv; descriptions are made for the texts that they describe
# Written as text: the period gives start and end.
COLUMNS = tuple(name for name in publication.COLUMNS if name not in ("start", "end"))
NUMBERS = ("articles", "mentioning", "mentions")
ABOUT = ("item", "of", "value")
ITEMS = ("set", "sha256", "articles", "command", "fingerprint")


class Record(NamedTuple):
    """Counts on record and what they were made from.

    `counted` is as `publication.counts` returns it, without spans; `about` has the items of about.csv on the set;
    `labels` leads from actor to label; `left_out` has resolution, reason, articles; `aliases` actor, kind, aliases.
    """

    counted: pd.DataFrame
    about: dict[str, str]
    labels: dict[str, str]
    left_out: pd.DataFrame
    aliases: pd.DataFrame

    @property
    def source(self) -> str:
        """What was counted, by which names, in two sentences."""
        own = self.aliases[self.aliases["aliases"] != ""].groupby("actor", sort=False)["aliases"].agg("|".join)
        names = [f"{self.labels[actor]} ({', '.join(split_list(cell))})" for actor, cell in own.items()]
        return f"{self.about['set']}. Names and adjectives counted: {', '.join(names)}."


def fingerprint(aliases: pd.DataFrame) -> str:
    """Return a hash of the aliases that counted: columns actor, kind, aliases.

    Examples
    --------
    >>> table = pd.DataFrame({"actor": ["a", "b"], "kind": ["names", "names"], "aliases": ["A", "B"]})
    >>> fingerprint(table) == fingerprint(table.iloc[::-1])
    True
    """
    lines = sorted("\t".join(row) for row in aliases[["actor", "kind", "aliases"]].itertuples(index=False))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


def aliases_of(actors: pd.DataFrame, chosen: list[str]) -> pd.DataFrame:
    """Return the aliases of some actors of actors.csv that such counts are made with: actor, kind, aliases."""
    rows = actors.set_index("actor")
    cells = [(actor, kind, rows.at[actor, kind]) for actor in chosen if actor in rows.index for kind in KINDS]
    return pd.DataFrame(cells, columns=["actor", "kind", "aliases"])


def read(root: Path) -> Record | None:
    """Return the counts on record in a book; None if it has none.

    Raises
    ------
    BadInput
        If a table is at fault, or the counts do not add up to what about.csv says.
    """
    folder = root / FOLDER
    if not folder.is_dir():
        return None
    path = folder / "about.csv"
    lines = read_table(path, ABOUT, required=("item", "value"), keys=[("item", "of")])
    about = {row.item: row.value for row in lines[lines["of"] == ""].itertuples()}
    for item in ITEMS:
        if item not in about:
            raise BadInput(path, f"a row with the item {item!r}", column="item")
    labels = _of(lines, "label")
    cells = [(actor, kind, _of(lines, kind).get(actor, "")) for actor in labels for kind in KINDS]
    aliases = pd.DataFrame(cells, columns=["actor", "kind", "aliases"])
    if fingerprint(aliases) != about["fingerprint"]:
        expected = f"the fingerprint of the names listed here, {fingerprint(aliases)}"
        raise BadInput(path, expected, column="value", value=about["fingerprint"])
    cells = [
        (resolution, reason, _number(path, "value", value))
        for reason in publication.REASONS
        for resolution, value in _of(lines, reason).items()
    ]
    left_out = pd.DataFrame(cells, columns=["resolution", "reason", "articles"])
    counted = _counts(folder / "counts.csv", list(labels))
    for resolution in publication.RESOLUTIONS:
        own = counted[counted["resolution"] == resolution].drop_duplicates("period")
        apart = left_out.loc[left_out["resolution"] == resolution, "articles"].sum()
        if own["articles"].sum() + apart != _number(path, "value", about["articles"]):
            expected = f"{about['articles']} articles in all (about.csv), with those that have no {resolution}"
            raise BadInput(folder / "counts.csv", expected, column="articles", value=own["articles"].sum() + apart)
    return Record(counted, about, labels, left_out, aliases)


def write(root: Path, counted: pd.DataFrame, about: list[tuple[str, str, str]]) -> None:
    """Write both tables; `about` has the rows of about.csv."""
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    counted[list(COLUMNS)].to_csv(folder / "counts.csv", index=False, lineterminator="\n")
    pd.DataFrame(about, columns=ABOUT).to_csv(folder / "about.csv", index=False, lineterminator="\n")


def current(record: Record, actors: pd.DataFrame) -> bool:
    """Return whether the names that were counted are still those of actors.csv."""
    return fingerprint(record.aliases) == fingerprint(aliases_of(actors, list(record.labels)))


def _of(lines: pd.DataFrame, item: str) -> dict[str, str]:
    own = lines[(lines["item"] == item) & (lines["of"] != "")]
    return dict(zip(own["of"], own["value"], strict=True))


def _counts(path: Path, actors: list[str]) -> pd.DataFrame:
    table = read_table(path, COLUMNS, required=COLUMNS, keys=[("resolution", "period", "actor", "kinds")])
    starts, ends = [], []
    before: dict[tuple[str, str, str], date] = {}
    for row in table.itertuples():
        if row.actor not in actors:
            raise BadInput(path, f"one of {', '.join(actors)}", row=row.row, column="actor", value=row.actor)
        if row.kinds not in publication.KINDS:
            raise BadInput(path, f"one of {', '.join(publication.KINDS)}", row=row.row, column="kinds", value=row.kinds)
        articles, mentioning, mentions = (_number(path, name, getattr(row, name), row.row) for name in NUMBERS)
        if mentioning > articles or mentions < mentioning or (mentions and not mentioning):
            expected = "at most as many articles as there are, and at least one mention in each"
            raise BadInput(path, expected, row=row.row, column="mentioning", value=mentioning)
        try:
            start, end = publication.bounds(row.period)
            right = publication.period_of(start, row.resolution) == row.period
        except ValueError:
            right = False
        series = (row.resolution, row.actor, row.kinds)
        if row.resolution not in publication.RESOLUTIONS or not right or before.get(series, start) != start:
            expected = "a month or week as its resolution says, each after the one before"
            raise BadInput(path, expected, row=row.row, column="period", value=row.period)
        before[series] = end
        starts.append(start)
        ends.append(end)
    table = table.assign(start=starts, end=ends).astype(dict.fromkeys(NUMBERS, "int64"))
    uneven = table.groupby(["resolution", "period"])["articles"].transform("nunique") > 1
    for row in table[uneven].itertuples():
        raise BadInput(path, "one number of articles for a period", row=row.row, column="articles", value=row.articles)
    return table[list(publication.COLUMNS)]


def _number(path: Path, column: str, value: str, row: int | None = None) -> int:
    if not (value.isascii() and value.isdigit()):
        raise BadInput(path, "a whole number", row=row, column=column, value=value)
    return int(value)
