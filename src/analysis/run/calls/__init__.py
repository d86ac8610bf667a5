"""How the command `twicetold` is called.

Nothing is imported here that takes long, so that help and completion come at once. An option that is left out and has
no default here is not passed on: the function that does it has one.
"""

import argparse
from importlib.metadata import version
from pathlib import Path

import shtab

from . import analyst, annotate, new
from .adding import add, add_json

ENDS = """\
exit codes:
  0    done
  1    the input or the book is at fault: stderr says what, where, and what would be right
  2    a wrong call
  130  interrupted (Ctrl-C, kill)
  141  the program that was to read the output stopped reading

Example: twicetold check"""
FORMATS = ("text", "bibtex", "ris", "csl")


def parser() -> argparse.ArgumentParser:
    """Return what reads a call: `action` (its name in `actions`), `root`, and what the action is given."""
    made = argparse.ArgumentParser(
        prog="twicetold",
        description="Make, check, run and build a book made of notebooks.",
        epilog=ENDS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--version", action="version", version=f"%(prog)s {version('twicetold')}")
    text = "folder of the book (default: the one you are in, or above it)"
    made.add_argument("--root", type=Path, metavar="DIR", help=text).complete = shtab.DIRECTORY
    actions = made.add_subparsers(required=True, metavar="ACTION")
    new.add_new(actions)
    annotate.add_annotate(actions)
    _add_book(actions)
    _add_results(actions)
    analyst.add_actors(actions)
    analyst.add_coding(actions)
    text = "print a script with which a shell completes calls of this command"
    completion = add(actions, "completion", text, "completion bash")
    shtab.add_argument_to(completion, "shell", parent=made, help="which shell (default: %(default)s)")
    return made


def _add_book(actions) -> None:
    text = "check the data and the pages, and name every fault"
    more = (
        "Check the data (hashes, dates, names, offsets), what the pages refer to, and the settings. Every "
        "fault is named with its file, row, column and value, and what would be right. Notes are no faults."
    )
    check = add(actions, "check", text, "check --json", more, action="check")
    add_json(check, "print the faults as a list in JSON")
    text = "run the notebooks and store their outputs"
    notebooks = add(actions, "notebooks", text, "notebooks --changed", action="notebooks")
    notebooks.add_argument("--changed", action="store_true", help="only those whose code or data have changed")
    add_json(notebooks, "say as JSON which were run, and which figures have a new version")
    add(actions, "build", "check the data and build the book into _build/html", "build", action="build")
    text = "show the book in a browser, and build it again when something changes"
    more = (
        "Build the book if need be and serve it on this machine. When its data, notebooks, pages or settings change, "
        "the notebooks that have changed are run, the book is built again, and the open pages are reloaded. What is "
        "at fault is said, and the book stays as it was until the next change. Ctrl-C ends it."
    )
    serve = add(actions, "serve", text, "serve --open", more, action="serve")
    text = "port to serve it at; 0 for any that is free (default: 8000, or the next that is free)"
    serve.add_argument("--port", type=_port, metavar="N", help=text)
    serve.add_argument("--open", dest="opened", action="store_true", help="open it in the browser")


def _add_results(actions) -> None:
    text = "write all figures, with data, evidence and citations, into _build/html/figures"
    add_json(add(actions, "figures", text, "figures", action="figures"), "say as JSON what was written")
    cite = add(actions, "cite", "print how to cite a figure", "cite fig-actor-mentions --format ris", action="cite")
    cite.add_argument("figure", metavar="ID", help="name of the figure, as fig-actor-mentions")
    text = "default: text (APA); csl is JSON"
    cite.add_argument("--format", dest="form", choices=FORMATS, default="text", help=text)
    text = "pack the book and all it was made from into one zip in _build"
    add(actions, "archive", text, "archive", action="archive")
    add(actions, "pdf", "print the whole book into one PDF in _build", "pdf", action="pdf")


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 2**16):
        msg = f"expected a whole number from 0 to {2**16 - 1}, got {text!r}"
        raise argparse.ArgumentTypeError(msg)
    return int(text)
