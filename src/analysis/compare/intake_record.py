"""What became of everything that was read when a book was made of someone's own articles.

Three tables in data/, which `twicetold new` writes: outlets.csv, intake.csv and duplicates.csv. A book whose articles
were put there by hand has none of them.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ..measure import Corpus, segment
from ..measure.errors import Faults
from ..measure.tables import as_given, is_whole_number, read_table

COLUMNS = {
    "outlets": ("outlet", "compared_as", "articles", "words"),
    "intake": ("kind", "what", "file", "line", "detail", "excerpt"),
    "duplicates": ("one", "other", "kind", "similarity"),
}


def _is_share(text: str) -> bool:
    try:
        return 0 <= float(text) <= 1
    except ValueError:
        return False


# Table, column, what its cells have to be, and what is said of one that is not.
_CELLS: tuple[tuple[str, str, Callable[[str], bool], str], ...] = (
    ("outlets", "articles", is_whole_number, "a whole number"),
    ("outlets", "words", is_whole_number, "a whole number"),
    ("intake", "kind", ("not used", "note").__contains__, "not used or note"),
    ("duplicates", "kind", ("exact", "near").__contains__, "exact or near"),
    ("duplicates", "similarity", _is_share, "a number from 0 to 1"),
)


class Record(NamedTuple):
    """The three tables: outlets with numbers of articles and words; records not used, and notes; pairs of copies."""

    outlets: pd.DataFrame
    intake: pd.DataFrame
    duplicates: pd.DataFrame


def read(root: Path) -> Record | None:
    """Return what is on record of a book's intake; None where nothing is.

    Raises
    ------
    BadInput
        If one of the tables is missing, has other columns, or a cell that the command did not write.
    """
    data = root / "data"
    if not any((data / f"{name}.csv").exists() for name in COLUMNS):
        return None
    found = {name: read_table(data / f"{name}.csv", columns) for name, columns in COLUMNS.items()}
    faults = Faults()
    for name, column, fits, expected in _CELLS:
        for line in found[name].itertuples():
            if not fits(value := getattr(line, column)):
                faults.add(data / f"{name}.csv", expected, row=line.row, column=column, value=value)
    faults.stop()
    found = {name: table.assign(**table[[*COLUMNS[name]]].map(as_given)) for name, table in found.items()}
    found["outlets"] = found["outlets"].astype({"articles": "int64", "words": "int64"})
    found["duplicates"] = found["duplicates"].astype({"similarity": "float64"})
    return Record(**found)


def reasons(record: Record) -> pd.DataFrame:
    """Return how often each reason and each note occurs: kind, what, count, first (the first file and its line)."""
    first = record.intake["file"] + ", " + record.intake["line"]
    grouped = record.intake.assign(first=first).groupby(["kind", "what"], sort=True)
    return grouped.agg(count=("what", "size"), first=("first", "first")).reset_index()


def by_outlet(record: Record, corpus: Corpus, segments: pd.DataFrame) -> pd.DataFrame:
    """Return the outlets of everything that was read, with the articles that the book has of them.

    Returns
    -------
    DataFrame
        One row an outlet: category (its name), label (that of its source; "" where the book has no article of it),
        count (its articles, as on record), spans (the first word of each article that the book has).
    """
    first = segment.of(segments, "token", body=False).sort_values(["article_id", "start"]).groupby("article_id")
    articles = corpus.articles.assign(first=corpus.articles["article_id"].map(first["span_id"].first()))
    own = articles.dropna(subset="first").groupby("outlet")
    labels = own["source"].first().map(corpus.labels)
    words = own["first"].agg(tuple)
    names = record.outlets["outlet"]
    return pd.DataFrame(
        {
            "category": names,
            "label": names.map(labels).fillna(""),
            "count": record.outlets["articles"],
            "spans": [words.get(name, ()) for name in names],
        }
    )
