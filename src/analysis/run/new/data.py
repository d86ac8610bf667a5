"""The data of a new book: its articles and the tables around them; what nobody has filled in yet has a head only."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from ...measure.corpus import TABLES
from ...measure.tables import no_formula, split_list
from ..suggest import as_csv
from . import template

# The levels of the codebook that fit news on any matter; the others were drawn up for one dispute.
LEVELS = ("functions", "generic")
RIGHTS = "Not stated. The text belongs to its publisher; see there for what may be done with it."


def write(
    root: Path,
    articles: pd.DataFrame,
    sides: Mapping[str, str],
    *,
    display: str,
    known: Mapping[str, Sequence[Mapping[str, str]]] | None = None,
) -> None:
    """Write data/ of a new book.

    Parameters
    ----------
    root : Path
        The folder of the book.
    articles : DataFrame
        As `intake.read` returns them, with `side`: the source that each is compared as.
    sides : mapping
        The label of each source, by its id; the two that are compared come first.
    display : str
        What the book may show of the articles: full, excerpts or none.
    known : mapping, optional
        Rows of tables of the codebook, by file, if they are not to be the generic ones.
    """
    data = root / "data"
    rows = [_stored(data, row, display) for row in articles.itertuples()]
    colours = pd.read_csv(template.folder() / "data" / "sources.csv", dtype=str)
    labels = list(map(no_formula, sides.values()))
    sources = colours.head(len(sides)).assign(source=list(sides), label=labels).to_dict("records")
    made = {"articles.csv": rows, "sources.csv": sources, **codebook()}
    for name, given in (known or {}).items():
        # The words came from texts that this book may not have.
        own = {"written_from": "", "note": ""} if name.endswith("indicators.csv") else {}
        made[name] = [{column: no_formula(cell) for column, cell in {**row, **own}.items()} for row in given]
    for name, (columns, _, _) in TABLES.items():
        path = data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_csv(made.get(name, []), columns=list(columns)), encoding="utf-8")


def _stored(data: Path, row, display: str) -> dict[str, str]:
    """Write an article's text and return its row of articles.csv."""
    file = Path("articles") / f"{row.article_id}.txt"
    (data / file).parent.mkdir(parents=True, exist_ok=True)
    (data / file).write_bytes(row.text.encode("utf-8"))
    given = {"article_id": row.article_id, "source": row.side}
    given |= {"outlet": no_formula(row.source), "title": no_formula(row.title)}
    given |= {"published": row.published, "published_evidence": row.published_evidence}
    given |= {"language": row.language, "url": row.url, "rights": RIGHTS, "display": display}
    given |= {"file": file.as_posix(), "sha256": row.sha256}
    return dict.fromkeys(TABLES["articles.csv"][0], "") | given


def codebook() -> dict[str, list[dict[str, str]]]:
    """Return the rows of the codebook that fit any book: those of the generic levels, in no article's own words."""
    read = {
        name: pd.read_csv(template.folder() / "data" / "codebook" / f"{name}.csv", dtype=str, keep_default_na=False)
        for name in ("levels", "categories", "indicators", "mentions")
    }
    read["levels"] = read["levels"][read["levels"]["level"].isin(LEVELS)]
    read["categories"] = read["categories"][read["categories"]["level"].isin(LEVELS)]
    frames = read["categories"]["category"]
    indicators = read["indicators"][read["indicators"]["frame"].isin(frames)]
    names = _names()
    general = [not (_names_one(row.pattern, names) or _is_wording(row)) for row in indicators.itertuples()]
    read["indicators"] = indicators[np.array(general, dtype=bool)].assign(written_from="", note="")
    return {f"codebook/{name}.csv": table.to_dict("records") for name, table in read.items()}


def _names() -> set[str]:
    """Return the names and adjectives of the template's own actors, in small letters and without articles."""
    actors = pd.read_csv(template.folder() / "data" / "actors.csv", dtype=str, keep_default_na=False)
    cells = [*actors["names"], *actors["adjectives"]]
    return {name.casefold().removeprefix("the ") for cell in cells for name in split_list(cell)}


def _is_wording(row) -> bool:
    """Say whether an indicator is a phrase that only one of the template's lists has, and not from the definition."""
    return " " in row.pattern and len(split_list(row.written_from)) == 1 and "definition" not in row.note


def _names_one(pattern: str, names: set[str]) -> bool:
    return any(f" {name} " in f" {pattern.casefold()} " for name in names)
