"""The date of everything that is built: the only clock of a build."""

import os
import subprocess
from pathlib import Path

from ..measure import BadInput

VARIABLE = "SOURCE_DATE_EPOCH"


def source_date(root: Path) -> int | None:
    """Return the date that all that is built from a checkout carries, in seconds since 1970 (UTC).

    It is SOURCE_DATE_EPOCH where that is set, else the date of the commit, else None.

    Raises
    ------
    BadInput
        If SOURCE_DATE_EPOCH is no whole number.
    """
    given = os.environ.get(VARIABLE, "")
    if given:
        if not (given.isascii() and given.isdigit()):
            raise BadInput(VARIABLE, "seconds since 1970, a whole number", value=given)
        return int(given)
    top = _git(root, "rev-parse", "--show-toplevel")
    # A copy that lies inside another repository has nothing of that one's date.
    date = _git(root, "log", "-1", "--format=%ct") if top and Path(top).resolve() == root.resolve() else ""
    return int(date) if date else None


def _git(root: Path, *arguments: str) -> str:
    """Return what git says of a checkout, or "" if there is no git or no checkout."""
    try:
        command = ["git", "-C", str(root), *arguments]
        return subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
