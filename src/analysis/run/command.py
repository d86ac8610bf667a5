"""The command `twicetold`."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from nbclient.exceptions import CellExecutionError

from ..compare.parts import SEED
from ..measure import BadInput, load
from ..measure.corpus import find_root
from ..measure.errors import ManyFaults
from ..publish import book, files, versions
from ..publish.citation import FORMATS
from ..publish.figures import stored
from . import check, coding
from .build import BuildFailed, build, current
from .checks import check_book
from .keep import archive, pdf
from .new import command as new
from .notebooks import committed, run_all
from .suggest import write as suggest

README_FIGURE = "fig-actor-mentions-by-year"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, or 1 where the input or the book is at fault, or 2 for a wrong call."""
    options = _parser().parse_args(arguments)
    given = {name: value for name, value in vars(options).items() if name not in ("root", "action", "without_book")}
    try:
        if options.without_book:
            options.action(**given)
        else:
            root = find_root(options.root)
            # The check says what is wrong besides the data, too.
            options.action(root, None if options.action is _check else load(root), **given)
    except (BadInput, BuildFailed) as error:
        print(f"twicetold: {error}", file=sys.stderr)
        if isinstance(error, ManyFaults):
            print(f"twicetold: {len(error.faults)} faults", file=sys.stderr)
        return 1
    except CellExecutionError as error:
        print(f"twicetold: a notebook failed\n{error}", file=sys.stderr)
        return 1
    return 0


def _check(root: Path, corpus: None, *, as_json: bool) -> None:
    faults, notes, checked = check.check(root)
    for note in notes:
        print(f"note: {note}", file=sys.stderr)
    if as_json:
        print(check.as_json(root, faults))
    faults.stop()
    if not as_json:
        print(f"{root}: {len(checked.articles)} articles of {len(checked.sources)} sources, all as recorded")


def _notebooks(root: Path, corpus, *, changed: bool) -> None:
    before, settled = committed(root)
    for path in run_all(root / "notebooks", changed=changed):
        print(path.relative_to(root))
    figures = stored(sorted((root / "notebooks").glob("*.ipynb")))
    for name in versions.update(root, before, figures, str(date.today()), settled):
        print(f"{name}: a new version, in {versions.path(root).relative_to(root)}")
    picture = root / "book" / "readme-figure.png"
    if README_FIGURE in figures and picture.is_file():
        picture.write_bytes(figures[README_FIGURE].png)


def _build(root: Path, corpus) -> None:
    check_book(root, corpus)
    print(build(root).relative_to(root))


def _figures(root: Path, corpus) -> None:
    folder = root / "_build" / "html" / "figures"
    for entry in files.write(book.read(root), folder)["figures"]:
        print(f"{(folder / entry['id']).relative_to(root)}: {len(entry['files'])} files, version {entry['version']}")


def _cite(root: Path, corpus, *, figure: str, form: str) -> None:
    known = book.read(root)
    last = versions.current(known.versions)
    if figure in last.index and figure not in known.figures:
        expected = f"a figure that is not withdrawn ({last.loc[figure, 'change']})"
        raise BadInput("twicetold cite", expected, value=figure)
    if figure not in known.figures:
        expected = f"the name of a figure: {', '.join(sorted(known.figures))}"
        raise BadInput("twicetold cite", expected, value=figure)
    citation = known.citation(figure)
    print({"text": citation.text, "bibtex": citation.bibtex, "ris": citation.ris, "csl": citation.csl}[form]().strip())


def _suggest(root: Path, corpus, *, least: int, added: bool, out: Path | None, as_json: bool) -> None:
    table, report = suggest(corpus, root, least=least, added=added, out=out, as_json=as_json)
    print(table, end="")
    print(report, file=sys.stderr)


def _coding_sample(root: Path, corpus, **given) -> None:
    print(coding.sample(corpus, root, **given), end="")


def _coding_check(root: Path, corpus, *, sheets: list[Path], **given) -> None:
    print(coding.check(corpus, root, sheets, **given), end="")


def _archive(root: Path, corpus) -> None:
    check_book(root, corpus)
    print(archive(root, corpus, current(root)).relative_to(root))


def _pdf(root: Path, corpus) -> None:
    check_book(root, corpus)
    print(pdf(root, current(root)).relative_to(root))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="twicetold",
        description="Check, run and build a book made of notebooks.",
        epilog="Example: twicetold check",
    )
    parser.add_argument("--root", type=Path, help="folder of the book (default: the one you are in, or above it)")
    parser.set_defaults(without_book=False)
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    for name, action, text in (
        ("figures", _figures, "write all figures, with data, evidence and citations, into _build/html/figures"),
        ("build", _build, "check the data and build the book into _build/html"),
        ("archive", _archive, "pack the book and all it was made from into one zip in _build"),
        ("pdf", _pdf, "print the whole book into one PDF in _build"),
    ):
        actions.add_parser(name, help=text, description=text).set_defaults(action=action)
    _add_check(actions)
    new.add(actions)
    text = "run the notebooks and store their outputs"
    notebooks = actions.add_parser("notebooks", help=text, description=text)
    notebooks.add_argument("--changed", action="store_true", help="only those whose code or data have changed")
    notebooks.set_defaults(action=_notebooks)
    text = "print how to cite a figure"
    cite = actions.add_parser("cite", help=text, description=text)
    cite.add_argument("figure", metavar="ID", help="name of the figure, as fig-actor-mentions")
    cite.add_argument("--format", dest="form", choices=FORMATS, default="text", help="default: text (APA)")
    cite.set_defaults(action=_cite)
    actors = actions.add_parser("actors", help="find names that no actor covers", description="Work on actors.csv.")
    _add_suggest(actors.add_subparsers(required=True, metavar="ACTION"))
    by_hand = actions.add_parser("coding", help="code sentences by hand", description="Code one's own articles.")
    _add_coding(by_hand.add_subparsers(required=True, metavar="ACTION"))
    return parser


def _add_check(actions) -> None:
    checks = actions.add_parser(
        "check",
        help="check the data and the pages, and name every fault",
        description="Check the data (hashes, dates, names, offsets), what the pages refer to, and the settings. Every "
        "fault is named with its file, row, column and value, and what would be right. Notes are no faults.",
        epilog="Example: twicetold check --json",
    )
    checks.add_argument("--json", dest="as_json", action="store_true", help="print the faults as a list in JSON")
    checks.set_defaults(action=_check)


def _add_suggest(actions) -> None:
    suggest = actions.add_parser(
        "suggest",
        help="propose rows for actors.csv",
        description="Print rows for data/actors.csv, one for each name in the articles that no actor covers, and say "
        "which names may be variants of a listed actor. What is proposed is for you to decide, side and kind above "
        "all. data/actors.csv is left as it is, except with --add.",
        epilog="Example: twicetold actors suggest --least 2 --out proposed.csv",
    )
    suggest.add_argument("--least", type=int, default=1, metavar="N", help="only names found N times or more")
    target = suggest.add_mutually_exclusive_group()
    target.add_argument("--out", type=Path, metavar="FILE", help="write the rows there instead of printing them")
    suggest.add_argument("--json", dest="as_json", action="store_true", help="rows, variants and spellings as JSON")
    target.add_argument("--add", dest="added", action="store_true", help="add the rows to data/actors.csv as well")
    suggest.set_defaults(action=_suggest)


def _add_coding(actions) -> None:
    sample = actions.add_parser(
        "sample",
        help="draw sentences to code into a sheet",
        description="Draw sentences at random, as many of each source as far as there are, into a CSV that opens in a "
        "spreadsheet: one row a sentence, with the sentence before it to know what a pronoun means, and one column a "
        "category. Mark with x what applies, or the column none; a row without a mark is not coded yet. Rows stand in "
        "random order and do not say which article they are from. The same seed draws the same sentences, so that "
        "two people code the same. The sheet holds sentences of your articles whatever `display` says: it is a "
        "working file, kept outside data/ and all that is published.",
        epilog="Example: twicetold coding sample --coder anna --sentences 100",
    )
    sample.add_argument("--coder", required=True, metavar="NAME", help="who will code: letters, digits, _ and -")
    sample.add_argument(
        "--pass", dest="number_of_pass", type=int, default=1, metavar="N", help="which of the coder's (default: 1)"
    )
    sample.add_argument(
        "--sentences", type=int, default=coding.SENTENCES, metavar="N", help="how many (default: %(default)s)"
    )
    sample.add_argument("--seed", type=int, default=SEED, metavar="N", help="another seed draws others")
    sample.add_argument("--level", help="level of data/codebook/levels.csv (default: the first of whole sentences)")
    sample.add_argument("--out", type=Path, metavar="FILE", help="default: coding/CODER-PASS-LEVEL.csv in the book")
    sample.set_defaults(action=_coding_sample)
    check = actions.add_parser(
        "check",
        help="read filled sheets: agreement, and scores of the indicators",
        description="Read filled sheets, name everything that is wrong with them, and report how many sentences have "
        "each category, how far each two passes agree on the sentences that both coded, and how far the indicators "
        "find what each coder found. With --add the codes become part of the book: the notebooks use what "
        "lies in data/coding/passes/. Evidence of a code is then the sentence as a whole.",
        epilog="Example: twicetold coding check coding/anna-1-generic.csv coding/ben-1-generic.csv --add",
    )
    check.add_argument("sheets", nargs="+", type=Path, metavar="SHEET", help="a sheet, filled in")
    check.add_argument("--add", dest="added", action="store_true", help="write data/coding/passes/CODER-PASS.csv")
    check.add_argument("--json", dest="as_json", action="store_true", help="print the report as JSON")
    check.set_defaults(action=_coding_check)


if __name__ == "__main__":
    sys.exit(main())
