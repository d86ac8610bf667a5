"""How fast very many articles are measured, and what that would come to for more: kept with what it was measured on.

Two tables in data/scale. `measured.csv` has a line for each program and size of the input (`benchmarks/peers.py`
writes it), `about.csv` the machine, what each step takes for a megabyte and what is sent and written
(`benchmarks/scale.py`). What is reckoned from them here is arithmetic, by Amdahl's law (1967, Validity of the single
processor approach): it is no measurement.
"""

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ..measure import BadInput
from ..measure.tables import read_table

FOLDER = Path("data") / "scale"
MEASURED = ("name", "repeat", "articles", "megabytes", "seconds", "largest_mb", "together_mb")
ABOUT = ("item", "of", "value")
# What one process does for all workers: it reads the input, sends it and puts on record what is done.
SERIAL = "one process for all"
# What each line of measured.csv is called, and what it does; ours first.
NAMES = {
    "all": ("annotate: all layers", "all instruments"),
    "three": ("annotate: three layers", "segments, term counts, actors"),
    "terms": ("annotate: terms", "term counts"),
    "one": ("annotate: one worker", "all instruments, in one process"),
    "conc": ("Conc", "the build of a corpus"),
    "countvectorizer": ("CountVectorizer", "term counts"),
    "spacy": ("spaCy, blank", "tokens"),
    "nltk": ("NLTK", "tokens"),
    "scattertext": ("Scattertext", "a corpus in two categories"),
}
OURS = ("all", "three", "terms", "one")


class Record(NamedTuple):
    """The two tables: `measured` with its numbers as numbers, by size and then in the order of `NAMES`."""

    measured: pd.DataFrame
    about: pd.DataFrame

    def said(self, item: str, of: str) -> str:
        """Return what about.csv says of something.

        Raises
        ------
        KeyError
            If it does not say it.
        """
        return self._values().loc[(item, of)]

    def each(self, item: str) -> dict[str, float]:
        """Return all numbers of an item, by what they are of."""
        own = self._values().loc[item]
        return own.astype("float64").to_dict()

    def _values(self) -> pd.Series:
        return self.about.set_index(["item", "of"])["value"]


class Reckoned(NamedTuple):
    """What the measurements would come to for more articles and workers.

    Attributes
    ----------
    gigabytes : float
        Of text, in UTF-8.
    tables, sent : float
        Gigabytes that all tables weigh on disk, and that go to the workers.
    share : float
        Of the work, the part that is done by one process for all: by it alone no number of workers is faster than
        `1 / share` times one.
    times : float
        How many times as fast as one worker so many are.
    hours : float
        How long they take.
    """

    gigabytes: float
    tables: float
    sent: float
    share: float
    times: float
    hours: float


def read(root: Path) -> Record:
    """Return what was measured.

    Raises
    ------
    BadInput
        If a table is missing, or a cell is none that the benchmarks write.
    """
    path = root / FOLDER / "measured.csv"
    table = read_table(path, MEASURED, required=MEASURED, keys=[["name", "repeat"]])
    for row in table.itertuples():
        if row.name not in NAMES:
            raise BadInput(path, f"one of {', '.join(NAMES)}", row=row.row, column="name", value=row.name)
    for column in MEASURED[1:]:
        numbers = pd.to_numeric(table[column], errors="coerce")
        for row, value, number in zip(table["row"], table[column], numbers, strict=True):
            if not number > 0:
                raise BadInput(path, "a number above 0", row=row, column=column, value=value)
        table[column] = numbers
    order = table["name"].map(list(NAMES).index)
    table = table.assign(_order=order).sort_values(["repeat", "_order"]).drop(columns=["_order", "row"])
    return Record(table.reset_index(drop=True), read_table(root / FOLDER / "about.csv", ABOUT, keys=[["item", "of"]]))


def beside(record: Record, one: str, other: str) -> pd.DataFrame:
    """Return how much time and memory one program takes for that of another.

    Returns
    -------
    DataFrame
        One row for each size that both were measured at: articles, and the ratios `seconds`, `largest_mb` (of their
        largest processes) and `together_mb` (of all their processes together).
    """
    numbers = ["seconds", "largest_mb", "together_mb"]
    first, second = (record.measured[record.measured["name"] == name].set_index("articles") for name in (one, other))
    both = first.index.intersection(second.index)
    return (first.loc[both, numbers] / second.loc[both, numbers]).reset_index()


def growth(record: Record, name: str) -> pd.Series:
    """Return the largest measurement of a program for its smallest: articles, seconds, largest_mb, together_mb."""
    own = record.measured[record.measured["name"] == name].sort_values("articles")
    numbers = own[["articles", "seconds", "largest_mb", "together_mb"]]
    return numbers.iloc[-1] / numbers.iloc[0]


def reckoned(record: Record, articles: int, workers: int) -> Reckoned:
    """Reckon what so many articles of the same kind would take.

    Nothing else is reckoned with: no network that is too slow, no worker that waits, none that starts.
    """
    of = {name: float(record.said("input", name)) for name in ("articles", "megabytes")}
    megabytes = articles * of["megabytes"] / of["articles"]
    seconds, weights = record.each("seconds per megabyte"), record.each("bytes per byte")
    sent = weights.pop("sent")
    serial, whole = seconds[SERIAL], sum(seconds.values())
    share = serial / whole
    each = serial + (whole - serial) / workers
    gigabytes = megabytes / 1000
    return Reckoned(
        gigabytes, gigabytes * sum(weights.values()), gigabytes * sent, share, whole / each, megabytes * each / 3600
    )
