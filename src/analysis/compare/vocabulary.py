"""Which terms the two sides use, how often, and which differences can be told apart from chance."""

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from ..measure import Corpus
from . import null
from .counting import with_label, with_source
from .keyness import dispersion, fisher, holm, log_ratio_interval
from .parts import count
from .rankings import RANKINGS, Sides, ranked
from .units import in_order, units

LEAST = 5  # occurrences on both sides together: fewer are no habit, whatever their interval


def terms(
    corpus: Corpus, layers: dict[str, pd.DataFrame], *, lemmas: bool = False, merged: bool = True
) -> pd.DataFrame:
    """Return the units of a corpus (see `units.units`): by default forms, with the names of each actor merged."""
    own = {"mentions": layers["actors"], "actors": corpus.tables["actors"]} if merged else {}
    return units(layers["segments"], lemmas=lemmas, **own)


def marked(found: pd.DataFrame) -> frozenset[str]:
    """Return the terms that are function words where they stand most: a headline may have "THE", and some text "IT"."""
    flags = found.groupby("term")["function_word"].mean() > 0.5
    return frozenset(flags.index[flags])


def counts(found: pd.DataFrame, articles: pd.DataFrame, sources: Sequence[str]) -> pd.DataFrame:
    """Count the units of each source.

    Returns
    -------
    DataFrame
        Indexed by `term`, one column of counts for each source, in the order given. A term that none of
        them has is left out.
    """
    table = with_source(found, articles).groupby(["term", "source"]).size().unstack(fill_value=0)
    table = table.reindex(columns=list(sources), fill_value=0).rename_axis(columns=None)
    return table[table.sum(axis=1) > 0]


def compare(
    counted: pd.DataFrame,
    *,
    function_words: Collection[str] = (),
    prior: pd.Series | None = None,
    alpha: float = 0.05,
    exact: bool = True,
) -> pd.DataFrame:
    """Compare the use of each term by two sources.

    Parameters
    ----------
    counted : DataFrame
        Two columns of counts, indexed by term, as `counts` returns them.
    function_words : collection of str
        The terms that are.
    prior : Series, optional
        Pseudo-count of each term, for the log-odds (see `priors`); flat, as strong as the mean length of
        the two sides, if none is given.
    alpha : float
        One minus the confidence of all intervals together.
    exact : bool
        Whether Fisher's exact test is done, which takes longest of all.

    Returns
    -------
    DataFrame
        One row a term, sorted by the size of the log ratio, then by count, then by term: `term`, `count_a`
        and `count_b`, `per_1000_a` and `per_1000_b`, each measure of `rankings.RANKINGS` under its name
        (positive on the first side), `lower` and `upper` bound of the log ratio in bits, `p` of Fisher's exact
        test and `p_holm`, corrected for the number of terms (both only if `exact`), `function_word`, and
        `interval_clear`: whether the interval excludes 0.

    Raises
    ------
    ValueError
        If one side has no terms, or both.
    """
    if counted.empty:
        msg = "there must be terms to compare"
        raise ValueError(msg)
    sides = sides_of(counted, prior)
    a, b, n_a, n_b = sides[:4]
    lower, upper = log_ratio_interval(a, b, n_a, n_b, alpha=alpha, comparisons=len(counted))
    p = {}
    if exact:
        p["p"] = fisher(a, b, n_a, n_b)
        p["p_holm"] = holm(p["p"])
    table = pd.DataFrame(
        {
            "term": counted.index,
            "count_a": a,
            "count_b": b,
            "per_1000_a": 1000 * a / n_a,
            "per_1000_b": 1000 * b / n_b,
            **{ranking.name: ranking.value(sides) for ranking in RANKINGS},
            "lower": lower,
            "upper": upper,
            **p,
            "function_word": counted.index.isin(list(function_words)),
            "interval_clear": (lower > 0) | (upper < 0),
        }
    )
    return ranked(table, "log_ratio")


def sides_of(counted: pd.DataFrame, prior: pd.Series | None = None) -> Sides:
    """Return counts, totals and prior of two sides, from columns of counts."""
    a, b = (counted[name].to_numpy() for name in counted.columns)
    n_a, n_b = a.sum(), b.sum()
    if prior is None:
        prior = pd.Series((n_a + n_b) / 2 / len(counted), index=counted.index)
    return Sides(a, b, n_a, n_b, prior.reindex(counted.index).to_numpy(), len(counted))


def distinctive(
    total: ArrayLike, lower: ArrayLike, upper: ArrayLike, value: ArrayLike, bound: ArrayLike, *, least: int = LEAST
) -> np.ndarray:
    """Say which terms are distinctive: where count, interval and null agree. All others are not distinguishable.

    Parameters
    ----------
    total : array_like
        How often both sides together have the term: it must be `least` or more.
    lower, upper : array_like
        The interval of the log ratio: it must exclude 0.
    value : array_like
        The value by which the terms are ranked.
    bound : array_like
        What the largest value of a draw seldom exceeds (`null.bound`): the value must be larger in size.
    least : int
        The least count.

    Returns
    -------
    ndarray of int
        1 where the term is distinctive of the first side, -1 of the second, 0 where it is not distinguishable.

    Examples
    --------
    >>> distinctive([9, 4, 9, 9], [1, 1, 0, 1], [3, 3, 3, 3], [8, 8, 8, 5], 5).tolist()
    [1, 0, 0, 0]
    """
    total, lower, upper, value = (np.asarray(one, dtype=float) for one in (total, lower, upper, value))
    clear = np.where(lower > 0, 1, np.where(upper < 0, -1, 0))
    agree = (total >= least) & null.beyond(np.abs(value), bound) & (np.sign(value) == clear)
    return np.where(agree, clear, 0)


def least_clear(n_a: int, n_b: int, comparisons: int, *, alpha: float = 0.05) -> tuple[int, int]:
    """Return how often a term of one side only has to stand there before its interval excludes 0.

    Parameters
    ----------
    n_a, n_b : int
        Count of all tokens on each side.
    comparisons : int
        How many terms are compared.
    alpha : float
        One minus the confidence of all intervals together.

    Returns
    -------
    tuple of int
        For a term of the first side, and for one of the second; -1 where no count would do.

    Examples
    --------
    >>> least_clear(100, 100, 1)
    (6, 6)
    """
    found = []
    for own, other in ((n_a, n_b), (n_b, n_a)):
        low, _ = log_ratio_interval(np.arange(1, own + 1), 0, own, other, alpha=alpha, comparisons=comparisons)
        found.append(int(np.argmax(low > 0)) + 1 if (low > 0).any() else -1)
    return found[0], found[1]


def with_verdict(
    compared: pd.DataFrame, bound: ArrayLike, labels: Sequence[str], by: str = "log_ratio"
) -> pd.DataFrame:
    """Add to terms what `distinctive` says of them, ranked by a measure.

    Parameters
    ----------
    compared : DataFrame
        As `compare` returns it.
    bound : float or array_like
        What the largest value of the measure seldom exceeds where there is nothing to find; for each term, if
        function words are ranked apart.
    labels : sequence of str
        The two sides, the first first.
    by : str
        A measure of `rankings.RANKINGS`.

    Returns
    -------
    DataFrame
        With `label` (the side that has more), `distinctive` (bool), and `verdict` in words.
    """
    total = compared["count_a"] + compared["count_b"]
    sign = distinctive(total, compared["lower"], compared["upper"], compared[by], bound)
    words = {1: f"more in {labels[0]}", -1: f"more in {labels[1]}", 0: "not distinguishable"}
    return compared.assign(
        label=np.where(compared["log_ratio"] >= 0, labels[0], labels[1]),
        distinctive=sign != 0,
        verdict=[words[one] for one in sign],
    )


def groups(compared: pd.DataFrame, labels: Sequence[str]) -> pd.Series:
    """Return the group of each term: only the first side has it, both, or only the second."""
    names = [f"Only in {labels[0]}", "In both", f"Only in {labels[1]}"]
    place = np.select([compared["count_b"] == 0, compared["count_a"] == 0], [0, 2], default=1)
    return pd.Series(pd.Categorical.from_codes(place, names), index=compared.index, name="group")


def first_places(found: pd.DataFrame, compared: pd.DataFrame, labels: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return for each group (see `groups`) where each of its terms stands first: the `span_id` of these places."""
    firsts = in_order(found).drop_duplicates("term").set_index("term")["span_id"]
    return {
        str(group): tuple(firsts.reindex(own["term"].sort_values()))
        for group, own in compared.groupby(groups(compared, labels), observed=False)
    }


def most_frequent(compared: pd.DataFrame, labels: Sequence[str], most: int) -> pd.DataFrame:
    """Return the most frequent terms of each group, those of both sides by how they lean.

    Of terms with equal counts those first in the alphabet are taken.

    Returns
    -------
    DataFrame
        Rows of `compared` with `group` (see `groups`): groups in their order, the first side's terms with the most
        frequent at the top, the second side's with the most frequent at the bottom.
    """
    table = compared.assign(group=groups(compared, labels), total=compared["count_a"] + compared["count_b"])
    table = table.assign(name=table["term"].str.lower())
    table = table.sort_values(["total", "name"], ascending=[False, True], kind="stable").drop(columns="name")
    first, both, second = (own.head(most) for _, own in table.groupby("group", observed=False))
    both = both.sort_values(["log_ratio", "term"], ascending=[False, True], kind="stable")
    return pd.concat([first, both, second.iloc[::-1]], ignore_index=True)


def strongest(compared: pd.DataFrame, most: int, by: str = "log_ratio") -> pd.DataFrame:
    """Return the terms with the largest values of each side, without cutting through a tie.

    Parameters
    ----------
    compared : DataFrame
        As `compare` returns it, or some of its rows.
    most : int
        How many terms a side at most, unless the first tie alone is larger.
    by : str
        A measure of `rankings.RANKINGS`.

    Returns
    -------
    DataFrame
        The rows of the first side (`side` 0), then those of the second (1).
    """
    sides = []
    for side, sign in enumerate((1, -1)):
        own = ranked(compared[compared[by] * sign > 0], by)
        size = own[by].abs().round(9)
        upto = size.value_counts().sort_index(ascending=False).cumsum()
        kept = upto.index[(upto <= most) | (upto == upto.iloc[0])] if len(upto) else []
        sides.append(own[size.isin(kept)].assign(side=side))
    return pd.concat(sides, ignore_index=True)


def spread(found: pd.DataFrame, corpus: Corpus, terms: Sequence[str], part: str = "paragraph") -> pd.DataFrame:
    """Return how evenly terms are spread over the paragraphs, or articles, of each source: DPnorm.

    Parameters
    ----------
    found : DataFrame
        The units counted.
    corpus : Corpus
        The corpus.
    terms : sequence of str
        The terms to look at.
    part : str
        Over what: each "paragraph", or each "article" as a whole.

    Returns
    -------
    DataFrame
        One row a term: `term`, and for each source a column named by its label; missing where it has none.
    """
    columns = {}
    for label, own in with_label(found, corpus).groupby("label"):
        parts = count(own, part)
        columns[label] = dispersion(parts.of(terms), parts.sizes)[1]
    labels = [label for label in corpus.labels.values() if label in columns]
    return pd.DataFrame({"term": list(terms), **{label: columns[label] for label in labels}})
