"""The command `twicetold`: what is called, and how it ends.

How it is called is in `calls`, which needs nothing that takes long to import; what it does is in `actions`.
"""

import os
import signal
import sys
import threading
from collections.abc import Sequence

from .calls import parser

# What the command ends with, as `twicetold --help` says. Those above 128 are what a shell makes of a signal.
DONE, AT_FAULT, INTERRUPTED, NOT_READ = 0, 1, 130, 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return what it ends with. A wrong call ends with SystemExit(2)."""
    if threading.current_thread() is threading.main_thread():
        # Whoever ends it by `kill`, as a scheduler does, leaves nothing half-done either.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        try:
            return _act(vars(parser().parse_args(arguments)))
        finally:
            # Here, where it can be caught, and not when Python ends.
            sys.stdout.flush()
    except KeyboardInterrupt:
        print("twicetold: interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return NOT_READ
    except OSError as error:
        _drop_output()
        from .intake.record import printable

        place = f"{error.filename}: " if error.filename else ""
        print(printable(f"twicetold: {place}{error.strerror or error}"), file=sys.stderr)
        return AT_FAULT


def _act(given: dict) -> int:
    name, root = given.pop("action"), given.pop("root")
    from ..measure import BadInput
    from ..measure.errors import ManyFaults
    from .actions import ACTIONS
    from .failures import AnnotationFailed, BuildFailed, NotebookFailed

    try:
        ACTIONS[name](root, **given)
    except (AnnotationFailed, BadInput, BuildFailed) as error:
        print(f"twicetold: {error}", file=sys.stderr)
        if isinstance(error, ManyFaults):
            print(f"twicetold: {len(error.faults)} faults", file=sys.stderr)
        return AT_FAULT
    except NotebookFailed as error:
        print(f"twicetold: a notebook failed\n{error}", file=sys.stderr)
        return AT_FAULT
    return DONE


def _drop_output() -> None:
    """Let nothing more be written where nothing can be: Python tries once more when it ends, and would say so."""
    if sys.stdout is sys.__stdout__:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
