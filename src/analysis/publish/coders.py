"""What can be said of a hand coding: by how many it was made, how often, and what nobody has coded."""

from collections.abc import Sequence

import pandas as pd

from ..compare.validation import ENOUGH
from .words import capital, listed, number, plural

NOBODY = "Nobody has coded these texts."


def hands(passes: pd.DataFrame) -> str:
    """Return by how many people and in how many passes something was coded, and what that says.

    Parameters
    ----------
    passes : DataFrame
        As `coding.read` returns it: columns coder and number are used.

    Examples
    --------
    >>> hands(pd.DataFrame({"coder": ["a", "a"], "number": [1, 2]}))
    'Coded by one hand, in two passes; another person may code otherwise.'
    >>> hands(pd.DataFrame({"coder": [], "number": []}))
    'Nobody has coded these texts.'
    """
    made = passes[["coder", "number"]].drop_duplicates()
    if made.empty:
        return NOBODY
    by, times = plural(made["coder"].nunique(), "hand"), plural(len(made), "pass", "passes")
    return f"Coded by {by}, in {times}; another person may code otherwise."


def coded_part(extent: pd.DataFrame) -> str:
    """Return how many sentences were coded, in a sentence for each part of the levels that differ in it.

    Parameters
    ----------
    extent : DataFrame
        As `framing.extent` returns it.

    Examples
    --------
    >>> rows = [("Generic", "A", 9, 9), ("Generic", "B", 7, 7), ("Local", "A", 2, 9), ("Local", "B", 0, 7)]
    >>> coded_part(pd.DataFrame(rows, columns=["level", "label", "coded", "sentences"]))
    'Generic: all sentences. Local: two of the nine sentences of A and none of the seven of B.'
    """
    said: dict[str, list[str]] = {}
    for level, own in extent.groupby("level", sort=False):
        said.setdefault(_part(own), []).append(level)
    if len(said) == 1:
        return f"{capital(next(iter(said)))} were coded."
    return " ".join(f"{listed(levels)}: {part}." for part, levels in said.items())


def _part(own: pd.DataFrame) -> str:
    if (own["coded"] == own["sentences"]).all():
        return "all sentences"
    if not own["coded"].any():
        return "no sentences"
    nouns = [" sentences", *[""] * (len(own) - 1)]
    return listed(
        f"{number(row.coded)} of the {number(row.sentences)}{noun} of {row.label}"
        for row, noun in zip(own.itertuples(), nouns, strict=True)
    )


def not_validated(unvalidated: Sequence[str], passes: pd.DataFrame) -> str:
    """Return what a chart of indicators says first, if the indicators of some frames were not tested on this corpus.

    Parameters
    ----------
    unvalidated : sequence of str
        Labels of frames, as `validation.unvalidated` returns them.
    passes : DataFrame
        As `coding.read` returns it.

    Examples
    --------
    >>> not_validated(["Conflict"], pd.DataFrame({"coder": []}))
    'Not validated on this corpus: no sentence of it has been coded by hand.'
    >>> not_validated(["Conflict", "Morality"], pd.DataFrame({"coder": ["a"]}))
    'Not validated on this corpus (fewer than five sentences coded with it in either source): Conflict and Morality.'
    >>> not_validated([], pd.DataFrame({"coder": ["a"]}))
    ''
    """
    if not unvalidated:
        return ""
    if passes.empty:
        return "Not validated on this corpus: no sentence of it has been coded by hand."
    few = f"fewer than {number(ENOUGH)} sentences coded with it in either source"
    return f"Not validated on this corpus ({few}): {listed(unvalidated)}."
