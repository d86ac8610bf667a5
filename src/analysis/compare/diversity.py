"""How varied the words of a text are, at a size that does not depend on its length."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import gammaln, stdtrit

from .parts import count

SAMPLE = 42  # tokens, as in the published measure


def hd_d(counts: ArrayLike, *, sample: int = SAMPLE) -> float:
    """Return HD-D (McCarthy & Jarvis 2007): how many different terms a random sample of a text has, as a share.

    Parameters
    ----------
    counts : array_like
        How often each term stands in the text.
    sample : int
        Size of the sample, in tokens, drawn without replacement.

    Returns
    -------
    float
        Expected number of terms by the size of the sample: 1 if no term ever comes twice. Exact, by the
        hypergeometric distribution; nothing is drawn.

    Raises
    ------
    ValueError
        If the text is shorter than the sample.

    Examples
    --------
    Of "x x y" every sample of two has x; two of three have y: (1 + 2/3) / 2.

    >>> round(hd_d([2, 1], sample=2), 4)
    0.8333
    """
    counts = np.asarray(counts, dtype=float)
    total = counts.sum()
    if total < sample:
        msg = f"a text of {total:g} tokens is shorter than a sample of {sample}"
        raise ValueError(msg)
    rest = total - counts
    with np.errstate(invalid="ignore"):
        missed = gammaln(rest + 1) - gammaln(rest - sample + 1) - gammaln(total + 1) + gammaln(total - sample + 1)
    return float(np.sum(1 - np.where(rest >= sample, np.exp(missed), 0.0)) / sample)


def diversity(found: pd.DataFrame, *, sample: int = SAMPLE, alpha: float = 0.05) -> pd.DataFrame:
    """Return size and diversity of each article's vocabulary.

    Parameters
    ----------
    found : DataFrame
        The units counted, as `units.units` returns them.
    sample : int
        See `hd_d`.
    alpha : float
        One minus the confidence of each interval.

    Returns
    -------
    DataFrame
        One row an article: `article_id`, `tokens`, `types` (different terms), `once` (those that come once),
        `hd_d`, and `lower` and `upper`: its interval by the jackknife over paragraphs (Tukey 1958), each left
        out in turn. Missing where the text, or what is left of it, is shorter than the sample.
    """
    rows = []
    for article_id, own in found.groupby("article_id"):
        parts = count(own).counts.toarray()
        counts = parts.sum(axis=1)
        value, half = _jackknife(parts, sample, alpha)
        sizes = {"tokens": int(counts.sum()), "types": len(counts), "once": int((counts == 1).sum())}
        rows.append({"article_id": article_id, **sizes, "hd_d": value, "lower": value - half, "upper": value + half})
    return pd.DataFrame(rows)


def by_source(varied: pd.DataFrame) -> pd.DataFrame:
    """Sum up the diversity of articles by source: for many articles, of which each has hardly an interval.

    Parameters
    ----------
    varied : DataFrame
        As `diversity` returns it, with `label`.

    Returns
    -------
    DataFrame
        One row a source: `label`, `articles` (those as long as a sample or longer), `tokens` (median), and
        `lower`, `hd_d` and `upper`: first quartile, median and third quartile.
    """
    known = varied.dropna(subset="hd_d").groupby("label", sort=False)
    low, middle, high = (known["hd_d"].quantile(share) for share in (0.25, 0.5, 0.75))
    table = {"articles": known.size(), "tokens": known["tokens"].median(), "lower": low, "hd_d": middle, "upper": high}
    return pd.DataFrame(table).reset_index()


def _jackknife(parts: np.ndarray, sample: int, alpha: float) -> tuple[float, float]:
    """Return HD-D of a text and half the width of its interval."""
    counts, number = parts.sum(axis=1), parts.shape[1]
    if counts.sum() < sample:
        return np.nan, np.nan
    value = hd_d(counts, sample=sample)
    if number < 2 or (counts.sum() - parts.sum(axis=0)).min() < sample:
        return value, np.nan
    left = np.array([hd_d(counts - parts[:, place], sample=sample) for place in range(number)])
    error = np.sqrt((number - 1) / number * np.sum((left - left.mean()) ** 2))
    return value, float(stdtrit(number - 1, 1 - alpha / 2) * error)
