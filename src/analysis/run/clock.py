"""The date of everything that is built: the only clock of a build."""

import os
from pathlib import Path

from ..measure import BadInput
from ..publish import edition

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
    date = edition.git(root, "log", "-1", "--format=%ct")
    return int(date) if date else None
