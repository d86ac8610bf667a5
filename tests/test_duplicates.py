"""Copies of articles: found exactly, whatever their order, and none missed."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.compare import duplicates

WORDS = st.lists(st.sampled_from("abcd"), max_size=14).map(" ".join)


def frame(texts: list[str], sources: list[str] | None = None) -> pd.DataFrame:
    names = [f"a-{at}" for at in range(len(texts))]
    return pd.DataFrame({"article_id": names, "source": sources or ["one"] * len(texts), "text": texts})


def resemblance(one: str, other: str, size: int) -> float:
    def shingles(text):
        words = text.split()
        words += [""] * (size - len(words))
        return {tuple(words[at : at + size]) for at in range(len(words) - size + 1)}

    mine, theirs = shingles(one), shingles(other)
    return len(mine & theirs) / len(mine | theirs)


@given(st.lists(WORDS, max_size=8, unique=True), st.sampled_from([0.2, 0.5, 0.75, 1.0]), st.sampled_from([1, 2, 3]))
def test_the_pairs_are_those_of_a_comparison_of_all(texts, threshold, size):
    found = duplicates.find(frame(texts), threshold=threshold, size=size).pairs
    expected = {
        (f"a-{one}", f"a-{other}"): pytest.approx(resemblance(texts[one], texts[other], size))
        for one, other in combinations(range(len(texts)), 2)
        if resemblance(texts[one], texts[other], size) >= threshold
    }
    assert dict(zip(zip(found["one"], found["other"], strict=True), found["similarity"], strict=True)) == expected
    assert set(found["kind"]) <= {"near"}


@given(st.lists(WORDS, max_size=10))
def test_groups_are_what_pairs_connect(texts):
    articles = frame(texts)
    found = duplicates.find(articles, threshold=0.3, size=1)
    group = found.groups.set_index("article_id")["group"].to_dict()
    for row in found.pairs.itertuples():
        assert group[row.one] == group[row.other]
    assert set(group) == {*found.pairs["one"], *found.pairs["other"]}
    reached = {name: {name} for name in group}
    for _ in texts:
        for row in found.pairs.itertuples():
            both = reached[row.one] | reached[row.other]
            for name in both:
                reached[name] = both
    for name in group:
        assert {other for other in group if group[other] == group[name]} == reached[name]
    kept = duplicates.keep_first(articles, found)
    assert len(kept) == len(texts) - len(group) + len(set(group.values()))
    assert set(found.groups["first"]) <= set(kept["article_id"])


def words(seed: int, number: int) -> list[str]:
    return [f"w{value}" for value in np.random.default_rng(seed).integers(0, 5000, number)]


def test_an_agency_text_in_two_papers_is_found_and_a_common_frame_is_none():
    agency = words(1, 600)
    changed = [("other" if at % 20 == 0 else word) for at, word in enumerate(agency)]
    furniture = words(2, 150)
    texts = [
        " ".join(agency),
        "By our staff\n" + " ".join(changed).upper(),
        " ".join(agency + words(3, 250)),
        " ".join(words(4, 600) + furniture),
        " ".join(words(5, 600) + furniture),
        " ".join(agency).replace(" ", "  \n"),
    ]
    found = duplicates.find(frame(texts, ["one", "other", "other", "one", "other", "one"]))
    assert found.groups["article_id"].tolist() == ["a-0", "a-1", "a-2", "a-5"]
    kinds = dict(zip(zip(found.pairs["one"], found.pairs["other"], strict=True), found.pairs["kind"], strict=True))
    assert kinds[("a-0", "a-5")] == "exact"
    assert kinds[("a-0", "a-1")] == kinds[("a-0", "a-2")] == "near"
    assert found.groups["first"].eq("a-0").all()


def test_one_is_kept_within_a_source_or_across():
    text = " ".join(words(1, 50))
    articles = frame([text, text, text, "Something else"], ["one", "other", "one", "one"])
    found = duplicates.find(articles)
    assert duplicates.keep_first(articles, found)["article_id"].tolist() == ["a-0", "a-1", "a-3"]
    assert duplicates.keep_first(articles, found, within_source=False)["article_id"].tolist() == ["a-0", "a-3"]


@given(st.lists(WORDS, min_size=1, max_size=6, unique=True), st.randoms(use_true_random=False))
def test_the_order_of_articles_makes_no_difference_to_who_is_a_copy(texts, random):
    articles = frame(texts)
    order = list(range(len(texts)))
    random.shuffle(order)

    def pairs(found):
        return {(frozenset((row.one, row.other)), row.similarity) for row in found.pairs.itertuples()}

    shuffled = articles.iloc[order].reset_index(drop=True)
    assert pairs(duplicates.find(articles, size=2)) == pairs(duplicates.find(shuffled, size=2))


def test_no_articles_and_no_words():
    assert duplicates.find(frame([])).pairs.empty
    found = duplicates.find(frame(["", " ", "?!", "..."]))
    assert found.pairs[["one", "other", "kind"]].to_numpy().tolist()[0] == ["a-0", "a-1", "exact"]
    assert duplicates.keep_first(frame([]), duplicates.find(frame([]))).empty


@pytest.mark.parametrize(("threshold", "size"), [(0, 5), (1.1, 5), (0.5, 0)])
def test_a_threshold_that_means_nothing_is_refused(threshold, size):
    with pytest.raises(ValueError, match="threshold"):
        duplicates.find(frame(["a"]), threshold=threshold, size=size)


def test_many_candidates_are_looked_at_in_parts(monkeypatch):
    texts = [" ".join([*words(1, 30), f"end{at}"]) for at in range(40)]
    whole = duplicates.find(frame(texts)).pairs
    monkeypatch.setattr(duplicates, "_AT_ONCE", 50)
    pd.testing.assert_frame_equal(duplicates.find(frame(texts)).pairs, whole)
    assert len(whole) == 40 * 39 / 2
