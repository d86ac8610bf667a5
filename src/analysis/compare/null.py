"""What each ranking finds where there is nothing to find: paragraphs dealt to two sides at random.

With one text a side no test across documents is possible. So the whole procedure is run on sides that chance
has made, and the largest value that it finds in the reports is set beside the largest of each draw. Words of a
paragraph stay together, so that a word which one paragraph repeats does not look like a habit of the report.
"""

import numpy as np
import pandas as pd

from .keyness import jensen_shannon
from .parts import DRAWS, SEED, by_paragraph, deal, resample
from .rankings import RANKINGS, Ranking, Sides

DIVERGENCE = "divergence"


def draws_of(
    found: pd.DataFrame,
    articles: pd.DataFrame,
    sources: list[str],
    prior: pd.Series,
    *,
    keep: list[str] | None = None,
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
    parts = by_paragraph(own)
    counts, sizes = parts.to_numpy(), parts.to_numpy().sum(axis=0)
    article_source = articles.set_index("article_id")["source"]
    of_source = parts.columns.get_level_values("article_id").map(article_source)
    totals = [int(sizes[of_source == source].sum()) for source in sources]
    # The smaller side is dealt: so it does not matter which of them comes first.
    target = min(totals) if len(sources) > 1 else totals[0] / 2
    if len(sizes) < 2:
        return pd.DataFrame(np.nan, index=range(draws), columns=[*(ranking.name for ranking in RANKINGS), DIVERGENCE])
    wanted = np.ones(len(parts), dtype=bool) if keep is None else parts.index.isin(keep)
    # As strong as the mean length of the two sides, over the terms compared.
    expected = prior.reindex(parts.index).to_numpy()
    expected = expected / expected.sum() * sizes.sum() / 2
    rows = []
    for side in np.array_split(deal(sizes, target, draws=draws, seed=seed), max(1, draws // 100)):
        a = side.astype("int64") @ counts.T
        b = counts.sum(axis=1) - a
        n_a, n_b = a.sum(axis=1, keepdims=True), b.sum(axis=1, keepdims=True)
        sides = Sides(a, b, n_a, n_b, expected, len(parts))
        values = {ranking.name: np.abs(ranking.value(sides)[:, wanted]).max(axis=1, initial=0) for ranking in RANKINGS}
        rows.append(pd.DataFrame({**values, DIVERGENCE: jensen_shannon(a, b, n_a, n_b)[0].sum(axis=1)}))
    return pd.concat(rows, ignore_index=True)


def bound(draws: pd.Series, alpha: float = 0.05) -> float:
    """Return what the largest value of a draw exceeds in no more than a share `alpha` of the draws."""
    return float(np.quantile(draws, 1 - alpha, method="higher"))


def share_as_large(draws: pd.Series, value: float) -> float:
    """Return the share of draws whose largest value is as large as one seen, that one counted as a draw, too."""
    if draws.isna().any():
        return float("nan")
    return float((np.sum(draws >= value - 1e-9) + 1) / (len(draws) + 1))


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
    for ranking in (*RANKINGS, Ranking(DIVERGENCE, "Divergence of all words", lambda _: None)):
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
    draws: int = DRAWS,
    seed: int = SEED,
    alpha: float = 0.05,
) -> pd.DataFrame:
    """Return an interval for what each term adds to the divergence: the bootstrap over paragraphs.

    The paragraphs of each report are drawn again with replacement, and the signed contribution computed for
    each draw: the interval holds the middle 95 % of them (percentiles; Efron 1979). It says how much hangs on
    single paragraphs, not what other texts would give.

    Returns
    -------
    DataFrame
        Indexed by term: `low` and `high`, in bits, positive on the first side.
    """
    parts = by_paragraph(found)
    article_source = articles.set_index("article_id")["source"]
    of_source = parts.columns.get_level_values("article_id").map(article_source)
    # In the order of their names, so that each side gets the same draws whichever comes first.
    again = {
        source: resample(int((of_source == source).sum()), draws=draws, seed=seed + place)
        @ parts.loc[:, of_source == source].to_numpy().T
        for place, source in enumerate(sorted(sources))
    }
    a, b = (again[source] for source in sources)
    contribution, direction = jensen_shannon(a, b, a.sum(axis=1, keepdims=True), b.sum(axis=1, keepdims=True))
    low, high = np.quantile(contribution * direction, [alpha / 2, 1 - alpha / 2], axis=0)
    return pd.DataFrame({"low": low, "high": high}, index=parts.index)
