"""How the actions are called that help an analyst: names that no actor covers, sentences coded by hand."""

from argparse import SUPPRESS
from pathlib import Path

import shtab

from .adding import add, add_json


def add_actors(actions) -> None:
    """Add `actors suggest`."""
    actors = add(actions, "actors", "find names that no actor covers", "actors suggest", "Work on actors.csv.")
    suggest = add(
        actors.add_subparsers(required=True, metavar="ACTION"),
        "suggest",
        "propose rows for actors.csv",
        "actors suggest --least 2 --out proposed.csv",
        "Print rows for data/actors.csv, one for each name in the articles that no actor covers, and say "
        "which names may be variants of a listed actor. What is proposed is for you to decide, side and kind above "
        "all. data/actors.csv is left as it is, except with --add.",
        action="suggest",
    )
    suggest.add_argument("--least", type=int, default=1, metavar="N", help="only names found N times or more")
    target = suggest.add_mutually_exclusive_group()
    text = "write the rows there instead of printing them"
    target.add_argument("--out", type=Path, metavar="FILE", help=text).complete = shtab.FILE
    add_json(suggest, "rows, variants and spellings as JSON")
    target.add_argument("--add", dest="added", action="store_true", help="add the rows to data/actors.csv as well")


def add_coding(actions) -> None:
    """Add `coding sample` and `coding check`."""
    by_hand = add(actions, "coding", "code sentences by hand", "coding sample --coder anna", "Code one's own articles.")
    steps = by_hand.add_subparsers(required=True, metavar="ACTION")
    _add_sample(steps)
    check = add(
        steps,
        "check",
        "read filled sheets: agreement, and scores of the indicators",
        "coding check coding/anna-1-generic.csv coding/ben-1-generic.csv --add",
        "Read filled sheets, name everything that is wrong with them, and report how many sentences have "
        "each category, how far each two passes agree on the sentences that both coded, and how far the indicators "
        "find what each coder found. With --add the codes become part of the book: the notebooks use what "
        "lies in data/coding/passes/. Evidence of a code is then the sentence as a whole.",
        action="coding_check",
    )
    text = "a sheet, filled in"
    check.add_argument("sheets", nargs="+", type=Path, metavar="SHEET", help=text).complete = shtab.FILE
    check.add_argument("--add", dest="added", action="store_true", help="write data/coding/passes/CODER-PASS.csv")
    add_json(check, "print the report as JSON")


def _add_sample(steps) -> None:
    sample = add(
        steps,
        "sample",
        "draw sentences to code into a sheet",
        "coding sample --coder anna --sentences 100",
        "Draw sentences at random, as many of each source as far as there are, into a CSV that opens in a "
        "spreadsheet: one row a sentence, with the sentence before it to know what a pronoun means, and one column a "
        "category. Mark with x what applies, or the column none; a row without a mark is not coded yet. Rows stand in "
        "random order and do not say which article they are from. The same seed draws the same sentences, so that "
        "two people code the same. The sheet holds sentences of your articles whatever `display` says: it is a "
        "working file, kept outside data/ and all that is published.",
        action="coding_sample",
    )
    sample.add_argument("--coder", required=True, metavar="NAME", help="who will code: letters, digits, _ and -")
    sample.add_argument(
        "--pass", dest="number_of_pass", type=int, default=1, metavar="N", help="which of the coder's (default: 1)"
    )
    sample.add_argument("--sentences", type=int, default=SUPPRESS, metavar="N", help="how many (default: 200)")
    sample.add_argument("--seed", type=int, default=SUPPRESS, metavar="N", help="another seed draws others")
    sample.add_argument("--level", help="level of data/codebook/levels.csv (default: the first of whole sentences)")
    text = "default: coding/CODER-PASS-LEVEL.csv in the book"
    sample.add_argument("--out", type=Path, metavar="FILE", help=text).complete = shtab.FILE
