"""How `twicetold new` is called."""

import argparse
from pathlib import Path

import shtab

from .adding import add, add_json, whole_number

# What a column may hold, by the name that the library has for it.
COLUMNS = {
    "source": "the outlet",
    "text": "the article's text",
    "title": "the headline",
    "published": "the date of publication",
    "url": "the address",
    "language": "the language",
    "article_id": "the article's own number or name",
    "file": "the name of the file with the text",
}
# Articles of a side that a book shows, where there are more.
DRAW = 500
DISPLAYS = {"full": "whole texts", "excerpts": "the sentences that are evidence", "none": "no text"}


def add_new(actions) -> None:
    """Add `new`."""
    parser = add(
        actions,
        "new",
        "make a book about your own articles",
        'new my-book --articles articles.csv --compare "The Herald" "The Post"',
        "Read articles and make a book about them in DIR, which must be empty or not there yet. "
        "What can't be used is listed in DIR/data/intake.csv, with its row and the reason.",
        action="new",
    )
    text = "where the book shall stand"
    parser.add_argument("folder", type=Path, metavar="DIR", help=text).complete = shtab.DIRECTORY
    read = parser.add_mutually_exclusive_group(required=True)
    read.add_argument(
        "--articles",
        type=Path,
        metavar="PATH",
        help="a CSV, TSV, JSON Lines (also .gz, .bz2, .xz, .zst) or Parquet file; or a folder of .txt, .md or .html "
        "files, those of an outlet in a sub-folder of its name, or described in a metadata.csv or in front matter",
    ).complete = shtab.FILE
    text = "tables that `annotate` has written of very many articles: the book shows some, and has the sums of all"
    read.add_argument("--annotations", type=Path, metavar="TABLES", help=text).complete = shtab.DIRECTORY
    text = f"with --annotations, how many articles of each side are drawn to be shown (default: {DRAW})"
    parser.add_argument("--draw", type=whole_number, metavar="N", help=text)
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
    add_reading(parser)
    parser.add_argument("--no-run", dest="run", action="store_false", help="leave the notebooks to `make book`")
    add_json(parser, "say as JSON what was read and made")


def add_reading(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how a file is to be read."""
    for name, what in COLUMNS.items():
        option = f"--{name.replace('_', '-')}-column"
        parser.add_argument(option, dest=f"column_{name}", metavar="NAME", help=f"the column that has {what}")
    parser.add_argument("--date-order", choices=("dmy", "mdy"), help="how 12/11/2017 is to be read")
    parser.add_argument("--encoding", help="encoding of the files, where it is known")
