"""The charts of the vocabulary: swapped sources turn them over, and a text runs from left to right."""

import re
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pandas as pd
import pytest
from support import NOTEBOOKS

from analysis.compare import counting, null, parts, priors, units, vocabulary
from analysis.measure import load, measure
from analysis.publish import charts, renderer
from analysis.publish.figures import stored
from analysis.publish.linked import linked

ROOT = Path(__file__).parents[1]
CORPUS = load(ROOT)
TERMS = vocabulary.terms(CORPUS, measure(CORPUS))
OCCURRENCES = counting.gathered(counting.with_label(TERMS, CORPUS), ["term", "label"])
BOUND = 3.3


def judged(pair: pd.DataFrame) -> pd.DataFrame:
    counted = vocabulary.counts(TERMS, CORPUS.articles, list(pair["source"]))
    compared = vocabulary.compare(counted, function_words=vocabulary.marked(TERMS))
    intervals = null.share_intervals(TERMS, CORPUS.articles, list(pair["source"]), draws=50).reset_index()
    table = vocabulary.with_verdict(compared, BOUND, list(pair["label"])).merge(intervals, on="term", sort=False)
    return table.assign(terms=len(compared), first_shown=~table["function_word"], all_shown=True)


def keyness(pair: pd.DataFrame):
    chosen = vocabulary.strongest(judged(pair).query("not function_word"), 8)
    return charts.keyness(chosen, OCCURRENCES, pair, clear=1, bound=BOUND)


def word_shift(pair: pd.DataFrame):
    chosen = vocabulary.strongest(judged(pair), 8, "jensen_shannon")
    return charts.word_shift(chosen, OCCURRENCES, pair, clear=1, bounds=(0.005, 0.006), divergence=0.46)


def picture(pair: pd.DataFrame, distinctive: str = "", clear: int = 0):
    labels = list(pair["label"])
    table = judged(pair).query("not function_word")
    picked = vocabulary.most_frequent(table.assign(distinctive=table["term"] == distinctive), labels, 8)
    drawn = picked[["term", "group", "distinctive"]].astype({"group": "str"}).merge(pair[["label"]], how="cross")
    drawn = drawn.merge(OCCURRENCES, on=["term", "label"], how="left")
    drawn["spans"] = [own if isinstance(own, tuple) else () for own in drawn["spans"]]
    drawn = drawn.assign(count=drawn["spans"].map(len))
    return charts.vocabularies(drawn, pair, places=vocabulary.first_places(TERMS, table, labels), clear=clear)


def rows(chart, signed: str) -> pd.DataFrame:
    """Return the data of the marks that have a signed value, by term and source."""
    found = [pd.DataFrame(data) for data in chart.to_dict()["datasets"].values()]
    (frame,) = (one for one in found if {"term", signed, "mark"} <= set(one))
    return frame.drop_duplicates(["term", "label"]).set_index(["term", "label"]).sort_index()


@pytest.mark.parametrize(
    ("draw", "signed", "low", "high"),
    [(keyness, "log_ratio", "low", "high"), (word_shift, "share", "low", "high"), (picture, "place", "base", "base")],
)
def test_swapped_sources_turn_a_chart_over(draw, signed, low, high):
    pair = CORPUS.sources.head(2)
    forth, back = draw(pair), draw(pair.iloc[::-1].reset_index(drop=True))
    one, other = rows(forth, signed), rows(back, signed)
    assert len(one) > 10
    assert list(one.index) == list(other.index)
    np.testing.assert_allclose(one[signed], -other[signed])
    np.testing.assert_allclose(one[low], -other[high])
    np.testing.assert_allclose(one[high], -other[low])
    # The first source is drawn on the side of the positive values, or to the left.
    first = one[one.index.get_level_values("label") == pair["label"].iloc[0]][signed]
    assert ((first < 0) if draw is picture else (first > 0)).all()


def test_a_distinctive_word_is_filled_and_said():
    pair = CORPUS.sources.head(2)
    table = judged(pair).query("not function_word")
    table = table.assign(distinctive=table["term"] == "OSCE")
    chart = charts.keyness(vocabulary.strongest(table, 8), OCCURRENCES, pair, clear=1, bound=BOUND)
    assert "one word can be told from chance" in chart.to_dict()["usermeta"]["title"].lower()
    spec = picture(pair, "OSCE", 1).to_dict()
    assert "of single words, one can be told from chance" in spec["usermeta"]["title"]
    points = [layer for layer in spec["layer"] if layer["mark"]["type"] == "point"]
    assert [(layer["mark"]["filled"], layer["transform"][0]["filter"]) for layer in points] == [
        (True, "datum.distinctive"),
        (False, "!datum.distinctive"),
    ]


def test_the_band_has_the_unit_and_both_sides_of_the_axis():
    pair = CORPUS.sources.head(2)
    for chart, bound in ((keyness(pair), BOUND), (word_shift(pair), 5.0)):
        spec = chart.to_dict()
        band = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "rect")
        row = spec["datasets"][band["data"]["name"]][0]
        assert (row["low"], row["bound"]) == pytest.approx((-bound, bound))
        assert (band["encoding"]["x"]["field"], band["encoding"]["x2"]["field"]) == ("low", "bound")
    shift = word_shift(pair).to_dict()
    filters = {layer["transform"][0]["filter"] for layer in shift["layer"] if "transform" in layer}
    assert filters == {"function_words != datum.first_shown", "function_words ? datum.all_shown : datum.first_shown"}


def test_what_random_deals_reach_is_computed_again():
    sources = ["brasov", "laodong"]
    counted = vocabulary.counts(TERMS, CORPUS.articles, sources)
    prior = priors.general_english(units.forms(TERMS, CORPUS), counted.sum().mean())
    closed = vocabulary.marked(TERMS)
    dealt = null.draws_of(
        TERMS, CORPUS.articles, sources, prior, keep=[term for term in counted.index if term not in closed]
    )
    figures = stored(NOTEBOOKS)
    for name, column in (("fig-keyness", "log_ratio"), ("fig-word-shift", "jensen_shannon")):
        mark = figures[name].marks["random-deals"]
        assert mark["value"] == pytest.approx(null.bound(dealt[column]), abs=1e-6), name
        assert f"draws={parts.DRAWS}, seed={parts.SEED}" in mark["call"]
        for row in figures[name].table["rows"]:
            if not row.get("function_word"):
                scale = 1000 if name == "fig-word-shift" else 1
                assert row["bound"] == pytest.approx(scale * mark["value"], abs=1e-3)
    every = null.bound(null.draws_of(TERMS, CORPUS.articles, sources, prior)["jensen_shannon"])
    shift = figures["fig-word-shift"]
    assert shift.marks["random-deals-with-function-words"]["value"] == pytest.approx(every, abs=1e-6)
    assert {round(row["bound"], 3) for row in shift.table["rows"] if row["function_word"]} == {round(1000 * every, 3)}
    apart = vocabulary.compare(counted)["jensen_shannon"].abs().sum()
    assert figures["fig-word-shift"].marks["divergence"]["value"] == pytest.approx(apart, abs=1e-6)
    intervals = null.share_intervals(TERMS, CORPUS.articles, sources)
    for row in figures["fig-word-shift"].table["rows"]:
        assert (row["low"], row["high"]) == pytest.approx(tuple(1000 * intervals.loc[row["term"]]), abs=1e-6)


def test_each_word_of_a_group_is_counted_once():
    figure = stored(NOTEBOOKS)["fig-vocabulary"]
    first = TERMS.drop_duplicates("term").set_index("span_id")["term"]
    for group, own in pd.DataFrame(figure.table["rows"]).groupby("group"):
        (mark,) = (mark for mark in figure.marks.values() if mark["name"].startswith(f"{group}:"))
        words = [first[span] for span in mark["spans"]]
        assert len(words) == len(set(words)) == mark["value"] == own["size"].iloc[0]
        assert set(own["term"]) <= set(words)


def test_a_text_runs_from_left_to_right():
    figure = stored(NOTEBOOKS)["fig-term-course"]
    places = {
        row["marks"]["position"]: (row["label"], row["position"], int(re.search(r"/(\d+)-\d+$", span)[1]))
        for row in figure.table["rows"]
        for span in figure.marks[row["marks"]["position"]]["spans"]
    }
    assert any("/terms/" in mark["spans"][0] for mark in figure.marks.values())
    for label in CORPUS.labels.values():
        own = sorted((start, position) for own, position, start in places.values() if own == label)
        assert len(own) > 5
        assert [position for _, position in own] == sorted(position for _, position in own)
    # And so it is drawn: what stands further on lies further to the right.
    nothing = pd.DataFrame(columns=["mark", "article_id", "sentence", "sentence_text"])
    drawn = renderer.svg(linked(figure.spec, nothing, ""), width=680, role="wide")
    found = re.findall(r'href="#([^"]*)"><path transform="translate\(([\d.]+),', drawn)
    across = {unquote(key): float(x) for key, x in found}
    assert set(across) == set(places)
    assert np.corrcoef([across[key] for key in places], [place[1] for place in places.values()])[0, 1] > 0.9999
