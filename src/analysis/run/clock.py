"""The commit that a book is built from, and its date: the only clock of a build."""

import os
import subprocess
from pathlib import Path

from ..measure import BadInput

VARIABLE = "SOURCE_DATE_EPOCH"


def source_date(root: Path) -> int | None:
    """Return the date that everything built from a checkout carries, in seconds since 1970 (UTC).

    It is SOURCE_DATE_EPOCH where that is set, else the date of the commit, else None.

    Raises
    ------
    BadInput
        If SOURCE_DATE_EPOCH is no whole number.
    """
    given = os.environ.get(VARIABLE, "")
    if given and not (given.isascii() and given.isdigit()):
        raise BadInput(VARIABLE, "seconds since 1970, a whole number", value=given)
    date = given or _git(root, "log", "-1", "--format=%ct")
    return int(date) if date else None


def commit(root: Path) -> str:
    """Return the commit of a checkout, with `-dirty` at its end if files differ from it, or "" without git."""
    return _git(root, "describe", "--always", "--dirty", "--exclude=*", "--abbrev=12")


def _git(root: Path, *arguments: str) -> str:
    """Return what git says of a checkout, or "" if there is no git or it does not keep this folder."""

    def said(*words: str) -> str:
        try:
            return subprocess.run(
                ["git", "-C", str(root), *words], capture_output=True, encoding="utf-8", check=True
            ).stdout.strip()
        except (OSError, subprocess.CalledProcessError):
            return ""

    # A copy that lies inside another repository is not kept by that one, and has nothing of its date.
    return said(*arguments) if said("ls-files", "data/articles.csv") else ""
