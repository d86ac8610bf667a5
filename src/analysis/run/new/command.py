"""The command `twicetold new`."""

import json
import sys
from datetime import date
from pathlib import Path

from ...measure import BadInput
from .. import intake
from . import Wanted, check_free, make

COLUMNS = ("source", "text", "title", "published", "url", "language", "article_id", "file")
DISPLAYS = {"full": "whole texts", "excerpts": "the sentences that are evidence", "none": "no text"}


def add(actions) -> None:
    """Add `new` to the actions of the command."""
    parser = actions.add_parser(
        "new",
        help="make a book about your own articles",
        description="Read articles and make a book about them in DIR, which must be empty or not there yet. "
        "What can't be used is listed in DIR/data/intake.csv, with its row and the reason.",
        epilog='Example: twicetold new my-book --articles articles.csv --compare "The Herald" "The Post"',
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="where the book shall stand")
    parser.add_argument(
        "--articles",
        type=Path,
        required=True,
        metavar="PATH",
        help="a CSV, TSV, JSON Lines or Parquet file; or a folder of .txt, .md or .html files",
    )
    sides = parser.add_mutually_exclusive_group()
    sides.add_argument("--compare", nargs=2, metavar=("A", "B"), help="two outlets (default: those with most articles)")
    sides.add_argument("--against-rest", metavar="A", help="one outlet, compared with all others")
    parser.add_argument("--title", help="title of the book (default: the names of the two sides)")
    parser.add_argument("--author", default="The authors of this book", help="who is to be cited; CITATION.cff has it")
    shown = ", ".join(f"{name}: {what}" for name, what in DISPLAYS.items())
    parser.add_argument(
        "--display", choices=DISPLAYS, default="excerpts", help=f"what the book shows of an article ({shown})"
    )
    parser.add_argument(
        "--copies",
        choices=("twice", "once"),
        default="twice",
        help="whether an article that was printed again, nearly or exactly, counts each time (default) or once",
    )
    for name in COLUMNS:
        option = f"--{name.replace('_', '-')}-column"
        parser.add_argument(option, dest=f"column_{name}", metavar="NAME", help=f"the column that has the {name}")
    parser.add_argument("--date-order", choices=("dmy", "mdy"), help="how 12/11/2017 is to be read")
    parser.add_argument("--encoding", help="encoding of the files, where it is known")
    parser.add_argument("--no-run", dest="run", action="store_false", help="leave the notebooks to `make book`")
    parser.add_argument("--json", dest="as_json", action="store_true", help="say as JSON what was read and made")
    parser.set_defaults(action=act, without_book=True)


def act(*, folder: Path, articles: Path, as_json: bool, run: bool, **given) -> None:
    """Make a book; see `add` for what is given."""
    check_free(folder)
    today = date.today()
    columns = {name: given[f"column_{name}"] for name in COLUMNS if given[f"column_{name}"]}
    read = intake.read(
        articles, today=today, columns=columns, date_order=given["date_order"], encoding=given["encoding"]
    )
    if read.articles.empty:
        first = read.rejected.iloc[0]
        why = intake.reasons()[first["reason"]]
        raise BadInput(articles, f"articles that can be used ({len(read.rejected):,} can't, this first)", value=why)
    if problem := intake.refused(read):
        raise problem
    print(f"{articles}: {len(read.articles):,} articles read, {len(read.rejected):,} not used", file=sys.stderr)
    compare = given["compare"] or ([given["against_rest"]] if given["against_rest"] else [])
    about = {"title": given["title"] or "", "author": given["author"], "today": str(today)}
    made = make(
        folder,
        read,
        Wanted(**about, compare=compare, display=given["display"], copies=given["copies"]),
        run=run,
    )
    if as_json:
        print(json.dumps(made, ensure_ascii=False))
        return
    print(f"{folder}: a book about {made['articles']:,} articles, {' and '.join(made['sides'])}")
    print(f"Next: cd {folder} && make book; then README.md says what is yours to do")
