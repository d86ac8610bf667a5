"""What each ranking finds where there is nothing to find: paragraphs, or articles, dealt to two sides at random.

With one text a side no test across documents is possible. So the whole procedure is run on sides that chance
has made, and the largest value that it finds in the reports is set beside the largest of each draw. Words of a
paragraph stay together, so that a word which one paragraph repeats does not look like a habit of the report. Where
there are many articles whole articles are dealt, and words are tested across them (`across`).
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from .keyness import jensen_shannon
from .parts import DRAWS, SEED, count, deal, resample
from .rankings import RANKINGS, Ranking, Sides

DIVERGENCE = "divergence"
_NOISE = 1e-9  # by which sums of the same numbers may differ


def draws_of(
    found: pd.DataFrame,
    articles: pd.DataFrame,
    sources: list[str],
    prior: pd.Series,
    *,
    keep: list[str] | None = None,
    rankings: Sequence[Ranking] = RANKINGS,
    part: str = "paragraph",
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Return the largest value that each ranking finds in each draw.

    Parameters
    ----------
    found : DataFrame
        The units counted, as `units.units` returns them.
    articles : DataFrame
        With article_id and source.
    sources : list of str
        The sources whose paragraphs are dealt: two, to sides as large as they are; or one, to two halves, each
        about half as large as the report, so that values of small counts are larger than in the comparison.
    prior : Series
        Pseudo-count of each term, for the log-odds.
    keep : list of str, optional
        The terms that are ranked; all are counted.
    rankings : sequence of Ranking
        The rankings to run.
    part : str
        What is dealt: each "paragraph", or each "article" as a whole.
    draws, seed : int
        How often is dealt, and from which seed.

    Returns
    -------
    DataFrame
        One row a draw; a column for each ranking, under its name: the largest size of a value; and
        `divergence`, that of Jensen and Shannon over all terms, in bits. Missing where there is one paragraph
        only, which can't be dealt.
    """
    own = found[found["article_id"].isin(articles.loc[articles["source"].isin(sources), "article_id"])]
    parts = count(own, part)
    sizes = parts.sizes
    of_source = pd.Index(parts.owners).map(articles.set_index("article_id")["source"])
    totals = [int(sizes[of_source == source].sum()) for source in sources]
    # The smaller side is dealt: so it does not matter which of them comes first.
    target = min(totals) if len(sources) > 1 else totals[0] / 2
    if len(sizes) < 2:
        return pd.DataFrame(np.nan, index=range(draws), columns=[*(ranking.name for ranking in rankings), DIVERGENCE])
    wanted = np.ones(len(parts.terms), dtype=bool) if keep is None else parts.terms.isin(keep)
    # As strong as the mean length of the two sides, over the terms compared.
    expected = prior.reindex(parts.terms).to_numpy()
    expected = expected / expected.sum() * sizes.sum() / 2
    every = np.asarray(parts.counts.sum(axis=1)).ravel()
    rows = []
    for side in np.array_split(deal(sizes, target, draws=draws, seed=seed), max(1, draws // 100)):
        a = (parts.counts @ side.astype("int64").T).T
        b = every - a
        n_a, n_b = a.sum(axis=1, keepdims=True), b.sum(axis=1, keepdims=True)
        sides = Sides(a, b, n_a, n_b, expected, len(parts.terms))
        # What each term adds to the divergence is one of the rankings, and takes longest.
        contribution, direction = jensen_shannon(a, b, n_a, n_b)
        values = {
            ranking.name: contribution * direction if ranking.name == "jensen_shannon" else ranking.value(sides)
            for ranking in rankings
        }
        largest = {name: np.abs(value[:, wanted]).max(axis=1, initial=0) for name, value in values.items()}
        rows.append(pd.DataFrame({**largest, DIVERGENCE: contribution.sum(axis=1)}))
    return pd.concat(rows, ignore_index=True)


def bound(draws: pd.Series, alpha: float = 0.05) -> float:
    """Return what the largest value of a draw exceeds in no more than a share `alpha` of the draws."""
    return float(np.quantile(draws, 1 - alpha, method="higher"))


def beyond(value: ArrayLike, bound: ArrayLike) -> np.ndarray:
    """Return whether a value is larger than a bound of the draws. A deal of the texts as they stand is not beyond them.

    >>> beyond([0.5, 0.3 + 1e-12], 0.3).tolist()
    [True, False]
    """
    return np.asarray(value, dtype=float) > np.asarray(bound, dtype=float) + _NOISE


def share_as_large(draws: pd.Series, value: float) -> float:
    """Return the share of draws whose largest value is as large as one seen, that one counted as a draw, too."""
    if draws.isna().any():
        return float("nan")
    return float((np.sum(draws >= value - _NOISE) + 1) / (len(draws) + 1))


def against_chance(
    compared: pd.DataFrame, dealt: pd.DataFrame, halves: dict[str, pd.DataFrame], total: float
) -> pd.DataFrame:
    """Set the largest value of each ranking beside the largest of the draws.

    Parameters
    ----------
    compared : DataFrame
        The terms ranked, as `vocabulary.compare` returns them.
    dealt : DataFrame
        The draws of both reports, as `draws_of` returns them.
    halves : dict
        The draws of one report against itself, by its label.
    total : float
        The divergence of the reports, in bits.

    Returns
    -------
    DataFrame
        One row a ranking, and one for the divergence: `ranking`, `term` (that with the largest value; of several
        the first), `value`, `median` and `bound` (half, and 95 % of the draws stay below), `share` of
        draws with as large a value, and for each report a column named by its label: the median of its draws.
    """
    rows = []
    run = [ranking for ranking in RANKINGS if ranking.name in dealt]
    for ranking in (*run, Ranking(DIVERGENCE, "Divergence of all words", lambda _: None)):
        if ranking.name == DIVERGENCE:
            term, value = "", total
        else:
            best = compared.loc[compared[ranking.name].abs().idxmax()]
            term, value = (best["term"], float(abs(best[ranking.name]))) if best[ranking.name] else ("", 0.0)
        column = dealt[ranking.name]
        rows.append(
            {
                **{"ranking": ranking.label, "term": term, "value": value, "median": float(column.median())},
                **{"bound": bound(column), "share": share_as_large(column, value)},
                **{label: float(own[ranking.name].median()) for label, own in halves.items()},
            }
        )
    return pd.DataFrame(rows)


def share_intervals(
    found: pd.DataFrame,
    articles: pd.DataFrame,
    sources: list[str],
    *,
    part: str = "paragraph",
    draws: int = DRAWS,
    seed: int = SEED,
    alpha: float = 0.05,
) -> pd.DataFrame:
    """Return an interval for what each term adds to the divergence: the bootstrap over paragraphs, or articles.

    The parts of each source are drawn again with replacement, and the signed contribution computed for
    each draw: the interval holds the middle 95 % of them (percentiles; Efron 1979). It says how much hangs on
    single parts, not what other texts would give.

    Returns
    -------
    DataFrame
        Indexed by term: `low` and `high`, in bits, positive on the first side.
    """
    parts = count(found, part)
    of_source = pd.Index(parts.owners).map(articles.set_index("article_id")["source"])
    # In the order of their names, so that each side gets the same draws whichever comes first.
    again = {
        source: resample(int((of_source == source).sum()), draws=draws, seed=seed + place)
        for place, source in enumerate(sorted(sources))
    }
    own = {source: parts.counts[:, np.flatnonzero(of_source == source)] for source in sources}
    totals = [(again[source] @ parts.sizes[of_source == source])[:, None] for source in sources]
    found_low, found_high = [], []
    for terms in np.array_split(np.arange(len(parts.terms)), max(1, len(parts.terms) * draws // 4_000_000)):
        a, b = ((own[source][terms] @ again[source].T).T for source in sources)
        contribution, direction = jensen_shannon(a, b, *totals)
        low, high = np.quantile(contribution * direction, [alpha / 2, 1 - alpha / 2], axis=0)
        found_low.append(low)
        found_high.append(high)
    return pd.DataFrame({"low": np.concatenate(found_low), "high": np.concatenate(found_high)}, index=parts.terms)
