"""Pronouns, which no mention counts: where they stand, and how many there are beside the mentions.

Personal and possessive pronouns are found, those of pronouns.csv. "It", "they" and their like may refer to things,
or to nothing, and nobody is looked for behind any of them. So the share is an upper bound of what is left out
through these words. Reflexive, relative and demonstrative pronouns ("itself", "who", "this") are not in the list.
"""

from functools import cache
from pathlib import Path

import pandas as pd

from ..measure import Corpus, segment
from ..measure.tables import read_table
from . import counting


def find(segments: pd.DataFrame) -> pd.DataFrame:
    """Return the tokens of the body that are pronouns.

    A contraction counts by its first part: "we've" is "we". What stands in full capitals does not count, because
    "US" and "IT" are abbreviations; "I" does.

    Returns
    -------
    DataFrame
        The rows of the layer `segments`, with `pronoun` and its grammatical `number`.
    """
    tokens = segment.of(segments, "token")
    numbers = _words()
    pronoun = tokens["term"].str.partition("'")[0].astype("object")
    written = tokens["surface"].str.extract(r"^([^'’]*)", expand=False).astype("object")
    capitals = written.str.isupper().astype(bool) & (written.str.len() > 1)
    # The number of a token in its article gives way to that of the grammar.
    found = tokens.assign(pronoun=pronoun, number=pronoun.map(numbers))
    return found[pronoun.isin(numbers) & ~capitals].reset_index(drop=True)


def shares(found: pd.DataFrame, mentions: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Return how many pronouns each source has, and their share.

    Parameters
    ----------
    found : DataFrame
        Pronouns, as `find` returns them.
    mentions : DataFrame
        The layer `actors`.
    corpus : Corpus
        Its articles and sources are used.

    Returns
    -------
    DataFrame
        Indexed by the label of the source: `pronouns`, `mentions`, and `share`, of the pronouns among both
        together (nan where there are neither).
    """
    counts = pd.DataFrame({"pronouns": counting.totals(found, corpus), "mentions": counting.totals(mentions, corpus)})
    return counts.assign(share=counts["pronouns"] / counts.sum(axis=1))


@cache
def _words() -> dict[str, str]:
    path = Path(__file__).with_name("pronouns.csv")
    table = read_table(path, ("pronoun", "number", "note"), required=("pronoun", "number"), keys=[["pronoun"]])
    return dict(zip(table["pronoun"], table["number"], strict=True))
