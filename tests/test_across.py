"""Words tested across articles: what one article repeats is no habit of its side."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array
from scipy.stats import mannwhitneyu

from analysis.compare import across, parts, vocabulary

SOURCES = ["x", "y"]


def made(counts: dict[str, list[int]], articles: int = 30, length: int = 200):
    """Units of articles, half of each source: of each term so many in each article, then filling words."""
    rows, known = [], []
    for place in range(2 * articles):
        name = f"{'xy'[place // articles]}{place:03}"
        known.append({"article_id": name, "source": name[0]})
        words = [term for term, numbers in counts.items() for _ in range(numbers[place])]
        words += [f"filling {number % 7}" for number in range(length - len(words))]
        rows += [
            {"article_id": name, "paragraph": 1, "sentence": 1, "start": at, "end": at + 1, "term": word}
            for at, word in enumerate(words)
        ]
    return pd.DataFrame(rows).assign(function_word=False), pd.DataFrame(known)


def judged(counts, sources=SOURCES, **options):
    found, articles = made(counts, **options)
    compared = vocabulary.compare(vocabulary.counts(found, articles, sources))
    tested = across.tested(compared, found, articles, sources)
    return vocabulary.with_verdict(tested, across.bound(tested), ["X", "Y"]).set_index("term"), compared


def test_a_word_that_one_article_repeats_is_not_distinctive_though_words_alone_would_make_it_so():
    table, alone = judged({"burst": [100] + 59 * [0], "habit": 30 * [4] + 30 * [1]})
    assert alone.set_index("term").loc["burst", "p_holm"] < 1e-6
    assert not table.loc["burst", "distinctive"]
    assert table.loc["habit", "distinctive"]
    assert table.loc["habit", "label"] == "X"


def test_a_word_that_every_article_of_one_side_has_and_none_of_the_other_is_distinctive():
    table, _ = judged({"only": 30 * [1] + 30 * [0], "rare": 4 * [1] + 56 * [0]})
    assert table.loc["only", "distinctive"]
    assert table.loc["only", "upper"] == np.inf
    assert np.isnan(table.loc["rare", "p"])
    assert not table.loc["rare", "distinctive"]
    assert (table.loc["only", "articles_a"], table.loc["only", "articles_b"]) == (30, 0)


def test_swapping_the_sides_turns_every_sign():
    counts = {"habit": 30 * [4] + 30 * [1], "burst": [90] + 59 * [0], "even": 60 * [2]}
    forth, back = judged(counts)[0], judged(counts, SOURCES[::-1])[0]
    back = back.reindex(forth.index)
    np.testing.assert_allclose(forth["lower"], -back["upper"])
    np.testing.assert_allclose(forth["p"], back["p"])
    np.testing.assert_allclose(forth["log_ratio_conservative"], -back["log_ratio_conservative"])


def test_where_chance_alone_deals_articles_hardly_a_word_is_found():
    rng = np.random.default_rng(7)
    # Words as they stand in texts: an article that has one has it again.
    bursts = {f"word {n}": (rng.poisson(2, 60) * rng.geometric(0.5, 60)).tolist() for n in range(200)}
    found, articles = made(bursts, length=2000)
    counted = parts.count(found, "article")
    sides = [np.arange(30), np.arange(30, 60)]
    chosen = counted.counts[counted.terms.get_indexer(pd.Index(bursts))]
    p = across.rank_sum(chosen, counted.sizes, sides)
    assert 0.02 < (p < 0.05).mean() < 0.09
    low, high = across.intervals(chosen, counted.sizes, sides)
    assert ((low > 0) | (high < 0)).mean() < 0.02
    fisher = vocabulary.compare(vocabulary.counts(found, articles, SOURCES)).set_index("term")["p"]
    assert (fisher[list(bursts)] < 0.05).mean() > 0.2


def test_rank_sum_and_interval_are_those_of_the_formulas():
    rng = np.random.default_rng(3)
    counts, sizes = rng.poisson(3, (1, 50)), rng.integers(100, 400, 50)
    sides = [np.arange(20), np.arange(20, 50)]
    shares = counts[0] / sizes
    expected = mannwhitneyu(shares[:20], shares[20:], method="asymptotic").pvalue
    assert across.rank_sum(csr_array(counts), sizes, sides)[0] == pytest.approx(expected)
    variance = 0
    ratio = []
    for side in sides:
        c, n = counts[0][side], sizes[side]
        share = c.sum() / n.sum()
        variance += len(side) / (len(side) - 1) * ((c - share * n) ** 2).sum() / c.sum() ** 2
        ratio.append(share)
    low, high = across.intervals(csr_array(counts), sizes, sides)
    middle = np.log2(ratio[0] / ratio[1])
    assert (low[0] + high[0]) / 2 == pytest.approx(middle)
    assert (high[0] - low[0]) / 2 == pytest.approx(1.959964 * np.sqrt(variance) / np.log(2), rel=1e-5)


@pytest.mark.parametrize(("number", "part"), [(across.ENOUGH, "article"), (across.ENOUGH - 1, "paragraph")])
def test_articles_are_the_cases_as_soon_as_each_side_has_enough(number, part):
    articles = pd.DataFrame({"source": ["x"] * number + ["y"] * 500})
    assert across.cases(articles, SOURCES).part == part
    assert across.cases(articles, SOURCES[::-1]).part == part


def test_the_clearest_come_first_and_where_none_is_clear_some_are_drawn_all_the_same():
    table, _ = judged({"habit": 30 * [4] + 30 * [1], "seldom": 6 * [1] + 54 * [0], "often": 50 * [1] + 10 * [2]})
    chosen = across.clearest(table.reset_index(), 2)
    assert chosen.loc[chosen["side"] == 0, "term"].tolist() == ["habit", "seldom"]
    none, _ = judged({"seldom": 6 * [1] + 54 * [0]})
    assert not none["distinctive"].any()
    assert "seldom" in across.clearest(none.reset_index(), 8)["term"].tolist()
