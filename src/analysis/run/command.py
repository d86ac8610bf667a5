"""The command `twicetold`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from nbclient.exceptions import CellExecutionError

from ..measure import BadInput, load
from ..measure.corpus import find_root
from ..publish.figures import stored
from .build import BuildFailed, build
from .checks import check_display, check_outputs
from .notebooks import run_all

README_FIGURE = "fig-actor-mentions-by-year"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, or 1 where the input or the book is at fault, or 2 for a wrong call."""
    options = _parser().parse_args(arguments)
    try:
        root = find_root(options.root)
        corpus = load(root)
        options.action(root, corpus)
    except (BadInput, BuildFailed) as error:
        print(f"twicetold: {error}", file=sys.stderr)
        return 1
    except CellExecutionError as error:
        print(f"twicetold: a notebook failed\n{error}", file=sys.stderr)
        return 1
    return 0


def _check(root: Path, corpus) -> None:
    print(f"{root}: {len(corpus.articles)} articles of {len(corpus.sources)} sources, all as recorded")


def _notebooks(root: Path, corpus) -> None:
    check_display(corpus)
    paths = run_all(root / "notebooks")
    for path in paths:
        print(path.relative_to(root))
    figures = stored(paths)
    if README_FIGURE in figures:
        (root / "book" / "readme-figure.png").write_bytes(figures[README_FIGURE].png)


def _build(root: Path, corpus) -> None:
    check_display(corpus)
    check_outputs(root)
    print(build(root).relative_to(root))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="twicetold",
        description="Check, run and build a book made of notebooks.",
        epilog="Example: twicetold check",
    )
    parser.add_argument("--root", type=Path, help="folder of the book (default: the one you are in, or above it)")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    for name, action, text in (
        ("check", _check, "check the data: hashes, dates, names, offsets"),
        ("notebooks", _notebooks, "run all notebooks and store their outputs"),
        ("build", _build, "check the data and build the book into _build/html"),
    ):
        actions.add_parser(name, help=text, description=text).set_defaults(action=action)
    return parser


if __name__ == "__main__":
    sys.exit(main())
