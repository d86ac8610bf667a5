"""Counts and places: each against what was counted by hand."""

from pathlib import Path

import pytest

from analysis.compare import counting, reading, timeline
from analysis.measure import load, measure, segment

ROOT = Path(__file__).parents[1]
CORPUS = load(ROOT)
MEASURED = measure(CORPUS)


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


def test_counts_by_source_have_every_pair_and_lose_nothing():
    mentions = counting.named(MEASURED["actors"], "actor", CORPUS.tables["actors"])
    counted = counting.by_source(mentions, CORPUS)
    assert counted["count"].sum() == len(mentions)
    assert len(counted) == mentions["category"].nunique() * len(CORPUS.sources)
    assert "Ukraine" in counting.in_one_only(counted, "Brasov.co 2022")
    assert counting.largest(counted, 2) == ["Russia", "NATO"]


def test_events_get_letters_in_the_order_of_time():
    keyed = timeline.keyed(CORPUS.tables["events"])
    assert list(keyed["year"]) == sorted(keyed["year"])
    assert keyed["key"].is_unique


def test_more_events_than_letters_share_none():
    events = CORPUS.tables["events"]
    many = events.iloc[[0] * 60].assign(
        event=[f"e{nth:02}" for nth in range(60)], edtf=[str(1960 + n) for n in range(60)]
    )
    keys = list(timeline.keyed(many)["key"])
    assert (keys[25:29], keys[-1]) == (["z", "aa", "ab", "ac"], "bh")
    assert len(set(keys)) == 60
    assert timeline.keyed(events.iloc[:0]).empty
    assert len(timeline.keyed(events.assign(edtf="XXXX"))) == 0


def test_an_event_lies_where_its_date_does():
    keyed = timeline.keyed(CORPUS.tables["events"].iloc[:2].assign(edtf=["1990", "2015-05"])).round(3)
    assert keyed[["begin", "end", "time"]].values.tolist() == [
        [1990, 1991, 1990.499],
        [2015.329, 2015.414, 2015.37],
    ]
