"""Which terms stay at the top, whatever is chosen: units, measure, prior, function words."""

from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

import pandas as pd

from ..measure import Corpus
from . import priors, vocabulary
from .rankings import BY_NAME, RANKINGS
from .units import forms

# The strengths of the prior, in the mean length of the two sides.
STRENGTHS = {"a tenth": 0.1, "as long as a source": 1.0, "ten times": 10.0}


class Choice(NamedTuple):
    """One way to rank terms."""

    lemmas: bool = False
    merged: bool = True
    function_words: bool = False
    measure: str = "log_ratio"
    prior: str = ""

    def said(self) -> str:
        """Return the choice in words."""
        units = f"{'lemmas' if self.lemmas else 'forms'}, names {'merged' if self.merged else 'as words'}"
        counted = f"{'with' if self.function_words else 'without'} function words"
        prior = f", prior {self.prior}" if self.prior else ""
        return f"{BY_NAME[self.measure].label}{prior}; {units}; {counted}"


def choices() -> list[Choice]:
    """Return every choice."""
    measures = [(ranking.name, "") for ranking in RANKINGS if ranking.name != "log_odds"]
    measures += [("log_odds", prior) for prior in (*STRENGTHS, "flat")]
    switches = product((False, True), (True, False), (False, True), measures)
    return [Choice(lemmas, merged, with_all, *measure) for lemmas, merged, with_all, measure in switches]


def rankings(corpus: Corpus, layers: dict[str, pd.DataFrame], sources: list[str], most: int = 5) -> pd.DataFrame:
    """Return the top terms of each side under every choice.

    Parameters
    ----------
    corpus, layers
        The corpus and its layers.
    sources : list of str
        The two sources compared.
    most : int
        How many terms a side; where the last are tied, those first in the alphabet.

    Returns
    -------
    DataFrame
        One row a choice and term: the fields of `Choice`, `choice` (in words), `side` (0 or 1), `rank` (from 1),
        `term`, `value`. A side on which a measure finds nothing has no rows.
    """
    return pd.DataFrame(_rows(corpus, layers, sources, most))


def _rows(corpus: Corpus, layers: dict[str, pd.DataFrame], sources: list[str], most: int) -> Iterator[dict[str, Any]]:
    compared, counted = {}, {}
    for choice in choices():
        units = (choice.lemmas, choice.merged)
        if units not in counted:
            *counted[units], closed = _counted(corpus, layers, sources, choice)
            compared[*units, ""] = vocabulary.compare(counted[units][0], function_words=closed, exact=False)
        key = (*units, choice.prior)
        if key not in compared:
            compared[key] = _with_prior(compared[*units, ""], *counted[units], choice.prior)
        table = compared[key] if choice.function_words else compared[key].query("not function_word")
        for side, sign in enumerate((1, -1)):
            own = table.assign(size=(table[choice.measure] * sign).round(9), total=table["count_a"] + table["count_b"])
            own = own[own["size"] > 0].sort_values(["size", "total", "term"], ascending=[False, False, True])
            for rank, row in enumerate(own.head(most).itertuples(), start=1):
                value = {"side": side, "rank": rank, "term": row.term, "value": row.size}
                yield {**choice._asdict(), "choice": choice.said(), **value}


def _counted(
    corpus: Corpus, layers: dict[str, pd.DataFrame], sources: list[str], choice: Choice
) -> tuple[pd.DataFrame, dict[str, tuple[str, ...]], frozenset[str]]:
    """Return the counts of the terms that a choice of units makes, the forms of each, and the function words."""
    found = vocabulary.terms(corpus, layers, lemmas=choice.lemmas, merged=choice.merged)
    counted = vocabulary.counts(found, corpus.articles, sources)
    there = set(counted.index)
    gathered = {term: own for term, own in forms(found, corpus).items() if term in there}
    return counted, gathered, vocabulary.marked(found)


def _with_prior(
    table: pd.DataFrame, counted: pd.DataFrame, gathered: dict[str, tuple[str, ...]], prior: str
) -> pd.DataFrame:
    """Return compared terms with the log-odds of another prior: nothing else depends on it."""
    make = priors.flat if prior == "flat" else priors.general_english
    pseudo = make(gathered, counted.sum().mean() * STRENGTHS.get(prior, 1.0))
    z = pd.Series(BY_NAME["log_odds"].value(vocabulary.sides_of(counted, pseudo)), index=counted.index)
    return table.assign(log_odds=table["term"].map(z))


def summary(table: pd.DataFrame) -> pd.DataFrame:
    """Say how often each term is among the top ones of its side, in capitals or not.

    Returns
    -------
    DataFrame
        One row a side and term, the most frequent first: `side`, `term`, `choices` (how many choices have it
        at the top), `of` (how many have anything on that side), `best` (its best rank).
    """
    of = table.groupby("side")["choice"].nunique()
    spelt = table.groupby(table["term"].str.lower())["term"].min()  # with its capitals, if any choice has them
    table = table.assign(term=table["term"].str.lower().map(spelt))
    found = table.groupby(["side", "term"]).agg(choices=("choice", "nunique"), best=("rank", "min")).reset_index()
    found = found.assign(of=found["side"].map(of))
    found = found.sort_values(["side", "choices", "best", "term"], ascending=[True, False, True, True])
    return found.reset_index(drop=True)


def one_by_one(table: pd.DataFrame) -> pd.DataFrame:
    """Return the top terms of the usual choice, and of each that differs from it in one thing.

    Returns
    -------
    DataFrame
        One row a choice: `choice`, and the terms of both sides, `first` and `second`.
    """
    usual = Choice()
    rows = []
    for choice in choices():
        switches = [choice.lemmas != usual.lemmas, choice.merged != usual.merged]
        switches += [choice.function_words != usual.function_words, choice.measure != usual.measure]
        if sum(switches) <= 1:
            own = table[table["choice"] == choice.said()].sort_values(["side", "rank"])
            sides = [", ".join(own.loc[own["side"] == side, "term"]) for side in (0, 1)]
            rows.append({"choice": choice.said(), "first": sides[0] or "none", "second": sides[1] or "none"})
    return pd.DataFrame(rows)
