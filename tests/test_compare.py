"""The arithmetic: published values, hand counts, and signs that turn when the sides are swapped."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.compare import counting, keyness, reading, timeline, vocabulary
from analysis.measure import load, measure, segment

ROOT = Path(__file__).parents[1]
CORPUS = load(ROOT)
MEASURED = measure(CORPUS)
COUNTED = vocabulary.counts(MEASURED["segments"], CORPUS.articles, ["brasov", "laodong"])

COUNT = st.integers(0, 50)
TOTAL = st.integers(50, 10_000)


def test_log_ratio_against_published_values():
    # Gold values of the pandas-association-measures project.
    case = (1189, 968, 168329, 19552238)
    assert keyness.log_ratio(*case) == pytest.approx(7.156576, abs=1e-6)
    lower, upper = keyness.log_ratio_interval(*case, comparisons=599)
    assert lower == pytest.approx(6.910069, abs=1e-6)
    assert upper > 7.156576


@given(COUNT, COUNT, TOTAL, TOTAL)
def test_swapping_the_sides_turns_the_sign(a, b, n_a, n_b):
    assert keyness.log_ratio(a, b, n_a, n_b) == pytest.approx(-keyness.log_ratio(b, a, n_b, n_a))
    lower, upper = keyness.log_ratio_interval(a, b, n_a, n_b)
    turned = keyness.log_ratio_interval(b, a, n_b, n_a)
    np.testing.assert_allclose((lower, upper), (-turned[1], -turned[0]), atol=1e-6)


@given(st.integers(1, 50), st.integers(1, 50), TOTAL, TOTAL)
def test_the_interval_holds_the_log_ratio_and_grows_with_the_comparisons(a, b, n_a, n_b):
    lower, upper = keyness.log_ratio_interval(a, b, n_a, n_b)
    assert lower < keyness.log_ratio(a, b, n_a, n_b) < upper
    wider = keyness.log_ratio_interval(a, b, n_a, n_b, comparisons=100)
    assert wider[0] < lower
    assert wider[1] > upper


@pytest.mark.parametrize("case", [(1, 1, 0, 10), (-1, 1, 10, 10), (11, 1, 10, 10), (0.5, 1, 10, 10)])
def test_impossible_counts_are_refused(case):
    with pytest.raises(ValueError, match="must be"):
        keyness.log_ratio(*case)
    with pytest.raises(ValueError, match="must be"):
        keyness.log_ratio_interval(*case)


def test_every_token_is_counted_once():
    tokens = counting.with_source(segment.of(MEASURED["segments"], "token"), CORPUS.articles)
    assert dict(COUNTED.sum()) == dict(tokens.groupby("source").size())


def test_counts_of_words_as_counted_by_hand():
    by_hand = {"promised": (1, 1), "osce": (5, 0), "states": (6, 0), "treaty": (0, 2), "thursday": (3, 0)}
    for term, counts in by_hand.items():
        assert tuple(COUNTED.loc[term]) == counts


def test_no_word_of_these_two_reports_is_distinguishable():
    compared = vocabulary.compare(COUNTED)
    assert not compared["distinguishable"].any()
    assert len(compared) == len(COUNTED)


def test_comparing_the_other_way_round_gives_the_same_words_and_the_opposite_signs():
    forth = vocabulary.compare(COUNTED).set_index("term").sort_index()
    back = vocabulary.compare(COUNTED[["laodong", "brasov"]]).set_index("term").sort_index()
    np.testing.assert_allclose(forth["log_ratio"], -back["log_ratio"])
    np.testing.assert_allclose(forth["lower"], -back["upper"])
    assert list(forth["distinguishable"]) == list(back["distinguishable"])


def test_a_clear_difference_is_distinguishable():
    counted = pd.DataFrame({"x": [90, 10], "y": [10, 90]}, index=pd.Index(["p", "q"], name="term"))
    compared = vocabulary.compare(counted).set_index("term")
    assert compared["distinguishable"].all()
    assert list(compared.loc[["p", "q"], "log_ratio"] > 0) == [True, False]


def test_places_run_from_the_first_word_to_the_last():
    tokens = segment.of(MEASURED["segments"], "token")
    place = reading.position(tokens, MEASURED["segments"])
    for _, own in place.groupby(tokens["article_id"]):
        assert list(own) == pytest.approx([i / len(own) for i in range(len(own))])


def test_each_span_is_in_the_sentence_that_holds_it():
    located = reading.in_sentence(MEASURED["actors"], MEASURED["segments"])
    assert list(located["span_id"]) == list(MEASURED["actors"]["span_id"])
    sentences = segment.of(MEASURED["segments"], "sentence").set_index(["article_id", "number"])
    for row in located.itertuples():
        sentence = sentences.loc[(row.article_id, row.sentence)]
        assert sentence.start <= row.start < row.end <= sentence.end


def test_words_of_all_sentences_add_up():
    extent = reading.sentence_extent(MEASURED["segments"])
    tokens = segment.of(MEASURED["segments"], "token", body=False)
    assert dict(extent.groupby("article_id")["words"].sum()) == dict(tokens.groupby("article_id").size())


def test_mentions_are_paired_with_the_years_of_their_sentence_and_none_is_lost():
    paired = timeline.mentions_by_year(*(MEASURED[name] for name in ("actors", "dates", "segments", "scars")))
    assert set(paired["span_id"]) == set(MEASURED["actors"]["span_id"])
    assert not paired.duplicated(["span_id", "year"]).any()
    # By hand, up to the cut after "1999 and 2004.": NATO, the Alliance. Two more stand behind it.
    nato = paired[(paired["actor"] == "nato") & (paired["article_id"] == "brasov-2022")]
    by_year = nato.groupby("year").size()
    assert (by_year[1999], by_year[2004]) == (2, 2)
    # By hand: the first paragraph has "NATO cancel" and "the Bucharest summit in 2008"; Rogozin's has NATO twice.
    nato = paired[(paired["actor"] == "nato") & (paired["article_id"] == "laodong-2026")]
    assert nato.groupby("year").size()[2008] == 3


def test_counts_by_source_have_every_pair_and_lose_nothing():
    mentions = counting.named(MEASURED["actors"], "actor", CORPUS.tables["actors"])
    counted = counting.by_source(mentions, CORPUS)
    assert counted["count"].sum() == len(mentions)
    assert len(counted) == mentions["category"].nunique() * len(CORPUS.sources)
    assert "Ukraine" in counting.in_one_only(counted, "Brasov.co 2022")
    assert counting.largest(counted, 2) == ["Russia", "NATO"]


def test_no_tie_is_cut_and_each_side_is_drawn():
    compared = vocabulary.compare(COUNTED).query("not function_word")
    for most in (1, 3, 8, 20):
        chosen = vocabulary.strongest(compared, most)
        for side, sign in enumerate((1, -1)):
            own = chosen[chosen["side"] == side]
            rest = compared[(compared["log_ratio"] * sign > 0) & ~compared["term"].isin(own["term"])]
            assert len(own)
            assert own["log_ratio"].abs().min() > rest["log_ratio"].abs().max() + 1e-9


def test_a_date_across_new_year_counts_for_both_years():
    week = MEASURED["dates"].query("surface == 'next week'").assign(earliest="2021-12-27", latest="2022-01-02")
    paired = timeline.mentions_by_year(MEASURED["actors"], week, MEASURED["segments"], MEASURED["scars"].iloc[:0])
    assert set(paired["year"].dropna()) == {2021, 2022}


def test_events_get_letters_in_the_order_of_time():
    keyed = timeline.keyed(CORPUS.tables["events"])
    assert list(keyed["year"]) == sorted(keyed["year"])
    assert keyed["key"].is_unique
