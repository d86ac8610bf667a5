"""A new book about one's own articles: `twicetold new DIR --articles PATH`.

It is made beside the place where it shall stand and moved there when it is whole: what is interrupted leaves nothing.
"""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ...measure import BadInput, load
from .. import suggest
from ..notebooks import run_all
from . import data, pages

# How many names are proposed as actors, at most, and how often each must be found.
ACTORS, LEAST = 100, 3


class Wanted(NamedTuple):
    """What a new book shall be: its title, the outlets compared (none: the two with most articles), what it shows."""

    title: str
    author: str
    today: str
    compare: Sequence[str] = ()
    display: str = "excerpts"


def make(folder: Path, articles: pd.DataFrame, wanted: Wanted, *, run: bool = True) -> None:
    """Make a book.

    Parameters
    ----------
    folder : Path
        Where it shall stand: a folder that is not there yet, or an empty one.
    articles : DataFrame
        As the intake returns them.
    wanted : Wanted
        What the book shall be.
    run : bool
        Whether the notebooks are run.

    Raises
    ------
    BadInput
        If the folder is not empty, or an outlet to be compared has no article.
    """
    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput(folder, "a folder that is not there yet, or an empty one", value="something is there")
    used, sides = compared(articles, wanted.compare)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as place:
        root = Path(place) / folder.name
        data.write(root, used, sides, display=wanted.display)
        pages.write(root, sides, title=wanted.title, author=wanted.author, today=wanted.today)
        rows = suggest.suggest(load(root), least=min(LEAST, len(used)))["rows"]
        suggest.add(root / "data" / "actors.csv", rows[:ACTORS])
        if run:
            run_all(root / "notebooks")
        if folder.exists():
            folder.rmdir()
        shutil.move(root, folder)


def compared(articles: pd.DataFrame, wanted: Sequence[str]) -> tuple[pd.DataFrame, Mapping[str, str]]:
    """Return the articles of the outlets that are compared, with their `side`, and the label of each side by its id.

    Of no two outlets named, the two with most articles are compared; of equals the first in the alphabet.

    Raises
    ------
    BadInput
        If an outlet has no article, or there are not two.
    """
    counts = articles["source"].value_counts()
    known = sorted(counts.index, key=lambda name: (-counts[name], name))
    for name in wanted:
        if name not in counts:
            raise BadInput("--compare", f"an outlet of the articles: {', '.join(known[:20])}", value=name)
    chosen = list(dict.fromkeys(wanted)) or known[:2]
    if len(chosen) != 2:
        raise BadInput("--compare", "two outlets to compare", value=", ".join(chosen) or "none")
    sides = {f"source-{number}": name for number, name in enumerate(chosen, start=1)}
    of_outlet = {name: side for side, name in sides.items()}
    used = articles[articles["source"].isin(chosen)]
    return used.assign(side=used["source"].map(of_outlet)).reset_index(drop=True), sides
