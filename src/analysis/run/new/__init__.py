"""A new book about one's own articles: `twicetold new DIR --articles PATH`, or some of very many `--annotations`.

It is made beside the place where it shall stand and moved there when it is whole: what is interrupted leaves nothing.
"""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ...compare import duplicates
from ...compare.annotated import SIDES
from ...measure import BadInput, load
from ...measure.tables import no_formula
from .. import suggest
from ..intake import Intake
from ..notebooks import run_and_record
from . import data, pages, report, sides, sums
from .draw import Drawn

# How many names are proposed as actors, at most, and how often each must be found.
ACTORS, LEAST = 100, 3


class Wanted(NamedTuple):
    """What a new book shall be.

    `title` is "" for the names of the two sides. `compare` names two outlets, or one that is set against all others;
    none stands for the two with most articles. `copies` is "twice" where articles that were printed again count each
    time, and "once" where only the first does.
    """

    title: str
    author: str
    today: str
    compare: Sequence[str] = ()
    display: str = "excerpts"
    copies: str = "twice"


def make(folder: Path, intake: Intake, wanted: Wanted, *, of: Drawn | None = None, run: bool = True) -> dict[str, Any]:
    """Make a book.

    Parameters
    ----------
    folder : Path
        Where it shall stand: a folder that is not there yet, or an empty one.
    intake : Intake
        What was read of the articles.
    wanted : Wanted
        What the book shall be.
    of : Drawn, optional
        What the articles were drawn from, where there are more; it says which outlets are compared.
    run : bool
        Whether the notebooks are run.

    Returns
    -------
    dict
        articles (how many are compared), sides (their labels), read, not_used, copies (pairs found), actors (how many
        are proposed).

    Raises
    ------
    BadInput
        If the folder is not empty, or an outlet to be compared has no article.
    """
    folder = folder.resolve()
    check_free(folder)
    found = duplicates.find(intake.articles)
    kept = duplicates.keep_first(intake.articles, found, within_source=False)
    articles = kept if wanted.copies == "once" else intake.articles
    articles = sides.put(articles, of.compared) if of else sides.assign(articles, wanted.compare)
    if of and set(articles["side"]) != set(SIDES):
        raise BadInput("--copies", "articles of both sides; of one, all that were drawn are copies", value="once")
    labels = sides.labels(articles)
    used = articles[articles["side"] != ""]
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as place:
        root = Path(place) / folder.name
        data.write(root, used, labels, display=wanted.display, known=of.tables.manifest["codebook"] if of else None)
        report.write(root, intake, of.outlets if of else report.outlets(articles), found)
        if of:
            sums.write(root, of, used["article_id"])
        title = wanted.title or " and ".join(labels.values())
        drawn = of.told(len(used)) if of else ""
        pages.write(root, labels, title=title, author=wanted.author, today=wanted.today, drawn=drawn)
        actors = _add_actors(root, of.tables.manifest["actors"] if of else [], len(used))
        if run:
            run_and_record(root, wanted.today)
        if folder.exists():
            folder.rmdir()
        shutil.move(root, folder)
    return {
        **{"articles": len(used), "sides": list(labels.values()), "read": len(intake.articles)},
        **{"not_used": len(intake.rejected), "copies": len(found.pairs), "actors": actors},
    }


def check_free(folder: Path) -> None:
    """Refuse a place where something is."""
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        raise BadInput(folder, "a folder that is not there yet, or an empty one", value="something is there")


def _add_actors(root: Path, known: list[dict[str, str]], articles: int) -> int:
    """Fill actors.csv with those that were looked for, or else the names found most often; return how many."""
    rows = [{name: no_formula(cell) for name, cell in row.items()} for row in known]
    rows = rows or suggest.suggest(load(root), least=min(LEAST, articles))["rows"][:ACTORS]
    suggest.add(root / "data" / "actors.csv", rows)
    return len(rows)
