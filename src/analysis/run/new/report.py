"""What became of everything that was read: kept beside the data of a new book, and shown in it.

data/intake.csv has a row for each record that could not be used and for each that was read in a way one should know
of; data/outlets.csv one for each outlet; data/duplicates.csv one for each pair of articles that are the same or
nearly so.
"""

from pathlib import Path

import pandas as pd

from ...compare.duplicates import Duplicates
from ...compare.intake_record import COLUMNS
from ...measure.tables import store
from ..intake import Intake, reasons


def outlets(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the outlets of articles that have `side` and `label`: source, label, articles, words (by spaces)."""
    size = articles["text"].str.split().str.len()
    own = articles.assign(words=size).groupby(["source", "label"], sort=False)
    return own.agg(articles=("text", "size"), words=("words", "sum")).reset_index()


def write(root: Path, intake: Intake, outlets: pd.DataFrame, found: Duplicates) -> None:
    """Write the three tables into data/ of a book.

    Parameters
    ----------
    root : Path
        The folder of the book.
    intake : Intake
        What was read.
    outlets : DataFrame
        As the function of this name returns them.
    found : Duplicates
        The pairs of copies among all that were read.
    """
    data, says = root / "data", reasons()
    rejected = intake.rejected.assign(kind="not used", what=intake.rejected["reason"].map(says))
    notes = intake.notes.assign(kind="note", what=intake.notes["note"].map(says), excerpt="")
    rows = pd.concat([rejected, notes], ignore_index=True).rename(columns={"row": "line"})
    store(rows[list(COLUMNS["intake"])], data / "intake.csv")
    table = outlets.rename(columns={"source": "outlet", "label": "compared_as"})
    table = table[list(COLUMNS["outlets"])]
    store(table.sort_values(["articles", "outlet"], ascending=[False, True]), data / "outlets.csv")
    store(found.pairs, data / "duplicates.csv")
