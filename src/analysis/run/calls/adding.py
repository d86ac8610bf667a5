"""What each action has: a line for the list, a description and an example."""

import argparse
import textwrap


def add(
    actions, name: str, text: str, example: str, description: str = "", *, action: str | None = None
) -> argparse.ArgumentParser:
    """Add an action to those of a parser; `action` is its name in `actions`, if it is one that does something."""
    made = actions.add_parser(
        name,
        help=text,
        description=textwrap.fill(description or f"{text[0].upper()}{text[1:]}.", 78),
        # On one line, to be copied.
        epilog=f"Example: twicetold {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    if action:
        made.set_defaults(action=action)
    return made


def add_json(parser: argparse.ArgumentParser, text: str) -> None:
    """Add the option that has something said as JSON."""
    parser.add_argument("--json", dest="as_json", action="store_true", help=text)


def whole_number(text: str) -> int:
    """Return a number that an option is given."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 10_000):
        msg = f"expected a whole number from 1 on, got {text!r}"
        raise argparse.ArgumentTypeError(msg)
    return int(text)
