"""How often each source has something for its length, tested across articles where each side has enough of them.

Mentions, frames, marks and words of a speaker come in bursts, as words do: who is mentioned once in an article is
mentioned again. So articles are the cases here, too (`across`), and what differs in length is compared by rates.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.special import ndtri

from ..measure import Corpus
from . import across
from .vocabulary import distinctive

COLUMNS = [
    *("category", "count_a", "count_b", "articles_a", "articles_b", "rate_a", "low_a", "high_a", "rate_b", "low_b"),
    *("high_b", "log_ratio", "lower", "upper", "log_ratio_conservative", "p", "p_holm", "more"),
]


def compare(
    spans: pd.DataFrame, size: pd.Series, articles: pd.DataFrame, sources: Sequence[str], *, alpha: float = 0.05
) -> pd.DataFrame | None:
    """Compare how often two sources have each category.

    Parameters
    ----------
    spans : DataFrame
        What is counted: article_id and category, a row each.
    size : Series
        Indexed by article_id: how much there is of each article that could have been counted, as its words, or its
        sentences. Articles of which there is nothing are left out.
    articles : DataFrame
        With article_id and source.
    sources : sequence of str
        The two sources, the first side first.
    alpha : float
        One minus the confidence of the intervals.

    Returns
    -------
    DataFrame or None
        None if a side has fewer than `across.ENOUGH` articles. Else one row a category, sorted by it: `count_a` and
        `count_b`; `articles_a` and `articles_b` (how many have it); `rate_a` and `rate_b`, what is counted for one
        of `size`, each with its own interval (`low_a` …; missing where nothing is counted); `log_ratio` of the rates
        in bits; of `across.test`, all categories together, `lower`, `upper`, `log_ratio_conservative`, `p` and
        `p_holm`; `more`: 0 or 1, the side that has more by the rule for words (`vocabulary.distinctive`), and -1
        where they can't be told apart.
    """
    of_source = articles.set_index("article_id")["source"]
    size = size[(size > 0) & size.index.map(of_source).isin(list(sources))].sort_index()
    owners = of_source[size.index]
    if not across.enough(owners.reset_index(), sources):
        return None
    own = spans[spans["article_id"].isin(size.index)]
    codes, categories = pd.factorize(own["category"], sort=True)
    shape = (len(categories), len(size))
    ones = np.ones(len(own), dtype="int64")
    counts = csr_array((ones, (codes, size.index.get_indexer(own["article_id"]))), shape=shape)
    found = pd.DataFrame({"category": categories})
    sides = [np.flatnonzero(owners == source) for source in sources]
    for name, side in zip("ab", sides, strict=True):
        there = counts[:, side]
        rate, variance = across.share(there, size.to_numpy()[side])
        width = -ndtri(alpha / 2) * np.sqrt(variance)
        found[f"count_{name}"] = np.asarray(there.sum(axis=1)).ravel()
        found[f"articles_{name}"] = np.asarray((there > 0).sum(axis=1)).ravel()
        found[f"rate_{name}"], found[f"low_{name}"], found[f"high_{name}"] = (
            *(rate, rate * np.exp(-width), rate * np.exp(width)),
        )
    with np.errstate(divide="ignore", invalid="ignore"):
        found["log_ratio"] = np.log2(found["rate_a"] / found["rate_b"])
    tests = across.test(pd.Index(categories), counts, size.to_numpy(), sides, alpha=alpha)
    found = found.join(tests, on="category")
    told = distinctive(
        found["count_a"] + found["count_b"],
        *(found[name] for name in ("lower", "upper", "log_ratio")),
        across.bound(found, alpha),
    )
    found["more"] = np.select([told == 1, told == -1], [0, 1], -1)
    return found[COLUMNS]


def by_name(
    mentions: pd.DataFrame, tokens: pd.DataFrame, corpus: Corpus, sources: Sequence[str]
) -> pd.DataFrame | None:
    """Compare mentions for each word as `compare` does, once all of them and once those by name, as `first_shown`."""
    length = tokens["article_id"].value_counts()
    found = []
    for shown, own in ((True, mentions), (False, mentions[mentions["kind"] == "name"])):
        rated = compare(own, length, corpus.articles, sources)
        if rated is None:
            return None
        found.append(rated.assign(first_shown=shown))
    return pd.concat(found, ignore_index=True)
