"""Words tested across articles: where each side has enough of them, articles are the cases, not words.

Counts of words in texts are not independent: an article that has a word once has it again. Tests that take each word
as a case (Fisher's, the log-likelihood ratio) then find differences where there are none; tests that take each article
as a case do not (Kilgarriff 2001; Lijffijt et al. 2016, who recommend the rank-sum test, among others). What else is
counted (mentions, frames, voices) is tested in the same way (`rates`).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.special import ndtri

from .keyness import holm, log_ratio_interval
from .parts import count
from .rankings import BY_NAME, RANKINGS, Ranking, ranked
from .vocabulary import LEAST

# Articles of each side from which on words are tested across articles. The normal approximation of the rank-sum test
# is held to be good from about so many cases a side.
ENOUGH = 20


class Cases(NamedTuple):
    """What words are compared by: the part that is dealt, and the rankings run on the deals."""

    part: str
    rankings: Sequence[Ranking]

    @property
    def many(self) -> bool:
        """Whether words are tested across articles."""
        return self.part == "article"


def cases(articles: pd.DataFrame, sources: Sequence[str]) -> Cases:
    """Return what words are compared by: whole articles if each source has at least `ENOUGH`, else paragraphs."""
    if enough(articles, sources):
        # Single words are tested; deals are needed for the divergence only.
        return Cases("article", [BY_NAME["jensen_shannon"]])
    return Cases("paragraph", RANKINGS)


def enough(articles: pd.DataFrame, sources: Sequence[str]) -> bool:
    """Return whether each source has at least `ENOUGH` articles."""
    return bool((articles["source"].value_counts().reindex(list(sources), fill_value=0) >= ENOUGH).all())


def tested(
    compared: pd.DataFrame, found: pd.DataFrame, articles: pd.DataFrame, sources: Sequence[str], *, alpha: float = 0.05
) -> pd.DataFrame:
    """Replace intervals and tests that take words as cases by such as take articles.

    Parameters
    ----------
    compared : DataFrame
        As `vocabulary.compare` returns it.
    found : DataFrame
        The units counted, as `units.units` returns them.
    articles : DataFrame
        With article_id and source.
    sources : sequence of str
        The two sources, the first side first.
    alpha : float
        One minus the confidence of all intervals together.

    Returns
    -------
    DataFrame
        The rows, with `articles_a` and `articles_b` (how many articles of each side have the term); `lower` and
        `upper` of the log ratio, in bits (`intervals`); `p` of the rank-sum test of the shares that the term has of
        each article's words (Mann and Whitney 1947; ties corrected), and `p_holm`; `interval_clear`; and
        `log_ratio_conservative`, the bound nearer to 0. Corrected for the number of terms that stand `LEAST` times
        or more on both sides together; of others p is missing, and the interval has no bounds.
    """
    own = found[found["article_id"].isin(articles.loc[articles["source"].isin(list(sources)), "article_id"])]
    parts = count(own, "article")
    of_source = pd.Index(parts.owners).map(articles.set_index("article_id")["source"])
    sides = [np.flatnonzero(of_source == source) for source in sources]
    table = test(parts.terms, parts.counts, parts.sizes, sides, alpha=alpha)
    for name, side in zip(("articles_a", "articles_b"), sides, strict=True):
        table[name] = np.asarray((parts.counts[:, side] > 0).sum(axis=1)).ravel()
    table = table.loc[compared["term"]]
    replaced = compared.assign(**{name: table[name].to_numpy() for name in table})
    return ranked(replaced, "log_ratio_conservative")


def clearest(compared: pd.DataFrame, most: int) -> pd.DataFrame:
    """Return the tested terms that differ most clearly, so many of each side at most.

    Parameters
    ----------
    compared : DataFrame
        As `tested` returns it, or some of its rows.
    most : int
        How many terms a side.

    Returns
    -------
    DataFrame
        The rows of the first side (`side` 0), then those of the second (1): those with the largest
        `log_ratio_conservative` first, and where that is 0 those with the least p.
    """
    own = compared[compared["p"].notna()].assign(_size=lambda rows: rows["log_ratio_conservative"].abs())
    own = own.sort_values(["_size", "p", "term"], ascending=[False, True, True], kind="stable").drop(columns="_size")
    sides = [own[own["log_ratio"] * sign > 0].head(most).assign(side=side) for side, sign in enumerate((1, -1))]
    return pd.concat(sides, ignore_index=True)


def bound(compared: pd.DataFrame, alpha: float = 0.05) -> np.ndarray:
    """Return for each term what `vocabulary.with_verdict` wants: 0 where the test is clear, else infinity."""
    return np.where(compared["p_holm"] < alpha, 0.0, np.inf)


def test(
    terms: pd.Index, counts: csr_array, sizes: np.ndarray, sides: Sequence[np.ndarray], *, alpha: float = 0.05
) -> pd.DataFrame:
    """Test those terms that stand `LEAST` times or more on both sides together.

    Parameters
    ----------
    terms : Index
        What is counted.
    counts, sizes, sides, alpha
        As for `intervals`.

    Returns
    -------
    DataFrame
        Indexed by term, all of them: `lower` and `upper` of the log ratio, in bits; `p` of the rank-sum test, and
        `p_holm`; `interval_clear`; and `log_ratio_conservative`, the bound nearer to 0. Where a term is not tested
        the interval has no bounds, and p is missing.
    """
    in_both = np.asarray(counts[:, np.concatenate(sides)].sum(axis=1)).ravel()
    frequent = np.flatnonzero(in_both >= LEAST)
    low, high = np.full(len(terms), -np.inf), np.full(len(terms), np.inf)
    low[frequent], high[frequent] = intervals(counts[frequent], sizes, sides, alpha=alpha)
    p = rank_sum(counts[frequent], sizes, sides)
    tests = pd.DataFrame({"p": p, "p_holm": holm(p)}, index=terms[frequent]).reindex(terms)
    return pd.DataFrame({"lower": low, "upper": high}, index=terms).assign(
        **tests,
        interval_clear=(low > 0) | (high < 0),
        log_ratio_conservative=np.maximum(low, 0) + np.minimum(high, 0),
    )


def intervals(
    counts: csr_array, sizes: np.ndarray, sides: Sequence[np.ndarray], *, alpha: float = 0.05
) -> tuple[np.ndarray, np.ndarray]:
    """Return bounds of the log ratio of each term, in bits, with articles as cases.

    The variance of each side's relative frequency is that of a ratio of sums over articles (Rao and Scott 1992),
    of its logarithm by the delta method; bounds are normal, at `alpha` divided by the number of terms
    (Bonferroni). Where a side has none, the articles that have the term are compared in place of its occurrences
    (`keyness.log_ratio_interval`).

    Parameters
    ----------
    counts : csr_array, shape (terms, articles)
        How often each term stands in each article.
    sizes : ndarray, shape (articles,)
        How many words each article has.
    sides : sequence of ndarray
        The places of each side's articles: two.
    alpha : float
        One minus the confidence of all intervals together.
    """
    shares, variances = zip(*(share(counts[:, side], sizes[side]) for side in sides), strict=True)
    having = [np.asarray((counts[:, side] > 0).sum(axis=1)).ravel() for side in sides]
    width = -ndtri(alpha / 2 / max(counts.shape[0], 1)) * np.sqrt(variances[0] + variances[1]) / np.log(2)
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = np.log2(shares[0] / shares[1])
        low, high = middle - width, middle + width
    alone = (shares[0] == 0) | (shares[1] == 0)
    by_article = log_ratio_interval(
        having[0][alone],
        having[1][alone],
        len(sides[0]),
        len(sides[1]),
        alpha=alpha,
        comparisons=max(counts.shape[0], 1),
    )
    low[alone], high[alone] = by_article
    return low, high


def share(counts: csr_array, sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the share that each term has of all words of some articles, and the variance of its natural logarithm.

    A ratio of sums over articles (Rao and Scott 1992), and the delta method. The variance is missing where no
    article has the term.
    """
    own, size, cases = counts.astype(float), sizes.astype(float), len(sizes)
    total = np.asarray(own.sum(axis=1)).ravel()
    found = total / size.sum()
    # Sum of (count - share * size) squared, without making the counts dense.
    squares = np.asarray(own.multiply(own).sum(axis=1)).ravel()
    residuals = squares - 2 * found * (own @ size) + found**2 * (size**2).sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        return found, cases / (cases - 1) * np.maximum(residuals, 0) / total**2


def rank_sum(counts: csr_array, sizes: np.ndarray, sides: Sequence[np.ndarray]) -> np.ndarray:
    """Return the two-sided p of the rank-sum test for each term: its share of each article's words, side by side.

    Where all articles have the same share there is nothing to tell them by: p is 1.
    """
    # Here, as `keyness.fisher` does: it takes longest of all to import, and few books have articles enough.
    from scipy.stats import mannwhitneyu

    found = [np.empty(0)]
    # Some terms at a time: their shares are dense.
    for rows in np.array_split(np.arange(counts.shape[0]), max(1, counts.size // 200_000)):
        shares = counts[rows].toarray() / sizes
        if len(rows):
            found.append(mannwhitneyu(shares[:, sides[0]], shares[:, sides[1]], axis=1, method="asymptotic").pvalue)
    return np.nan_to_num(np.concatenate(found), nan=1.0)
