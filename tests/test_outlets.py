"""The chart of the outlets that were read: each is there once, at its number, however many there are."""

import re
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from support import ROOT
from test_hostile import HOSTILE
from test_many import LABELS, ONE, OTHER, SOURCES

from analysis.compare import intake_record
from analysis.measure import load, measure, segment
from analysis.publish import charts, counted, landing, renderer, theme, words
from analysis.publish.charts.outlets import FEW, LARGEST, NEITHER
from analysis.publish.figures import Figure

CORPUS = load(ROOT)
NUMBERS = [2, 3, 20, FEW, FEW + 1, 205]


def read(number: int, *, rest: bool = False) -> pd.DataFrame:
    """Return outlets, the two compared being small ones; with `rest` all others are compared with the first."""
    names = [*LABELS, *(f"Outlet {at}" for at in range(number - 2))]
    counts = [2, 1, *(1 + at * at % 97 for at in range(number - 2))]
    labels = [ONE, *[OTHER] * (number - 1)] if rest else [ONE, OTHER, *[""] * (number - 2)]
    rows = pd.DataFrame({"category": names, "label": labels, "count": counts})
    spans = [
        tuple(f"{row.category}-{at}/segments/0-3" for at in range(row.count_ if row.label else 0))
        for row in rows.rename(columns={"count": "count_"}).itertuples()
    ]
    return rows.assign(spans=spans)


def drawn(spec: dict, *kinds: str) -> pd.DataFrame:
    """Return what is drawn as marks of some kinds."""
    found = [layer for layer in spec["layer"] if layer["mark"]["type"] in kinds]
    rows = [row for layer in found for row in spec["datasets"][layer["data"]["name"]]]
    return pd.DataFrame(rows, columns=["category", "label", "count", "at", "mark"])


each = pytest.mark.parametrize(
    ("number", "rest"), [(number, rest) for number in NUMBERS for rest in (False, True)], ids=str
)


@each
def test_every_outlet_is_drawn_once_at_its_number_and_in_the_table(number, rest):
    found = read(number, rest=rest)
    spec = charts.outlets(found, SOURCES).to_dict()
    expected = sorted(zip(found["category"], found["count"], strict=True))
    shown = drawn(spec, "point", "tick")
    assert sorted(zip(shown["category"], shown["count"], strict=True)) == expected
    rows = spec["usermeta"]["table"]["rows"]
    assert sorted((row["category"], row["count"]) for row in rows) == expected
    assert words.plural(int(found["count"].sum()), "article") in spec["usermeta"]["title"]
    assert {row["label"] for row in rows} <= {*LABELS, NEITHER}


@each
def test_few_have_a_row_each_and_of_many_the_largest_and_those_compared(number, rest):
    found = read(number, rest=rest)
    spec = charts.outlets(found, SOURCES).to_dict()
    alone, together = drawn(spec, "point"), drawn(spec, "tick")
    if number <= FEW:
        assert together.empty
    else:
        assert len(alone) == LARGEST
        assert set(alone["label"]) == {ONE, OTHER} | (set() if rest else {NEITHER})
        (place,) = together["at"].unique()
        assert place == alone["at"].max() + 1
        # But for the one of each side that is always named, none is smaller than one of those together.
        assert alone["count"].nlargest(LARGEST - 2).min() >= together["count"].max()
        (note,) = [row for data in spec["datasets"].values() for row in data if row.get("note")]
        assert note["category"] == f"{len(together)} others"
        assert note["note"].endswith(f" each, {together['count'].sum():,} in all")
        assert note["note"] in spec["description"]
    assert alone["at"].is_unique
    # Sides stand together, the first on top.
    order = alone.sort_values("at")["label"].unique()
    assert list(order) == [label for label in (*LABELS, NEITHER) if label in set(alone["label"])]


@each
def test_a_mark_counts_the_articles_of_its_outlet_and_none_leads_nowhere(number, rest):
    found = read(number, rest=rest)
    spec = charts.outlets(found, SOURCES).to_dict()
    marks = {mark["key"]: mark for mark in spec["usermeta"]["marks"]}
    compared = found[found["label"] != ""]
    assert sorted(mark["value"] for mark in marks.values()) == sorted(compared["count"])
    for row in spec["usermeta"]["table"]["rows"]:
        if row["label"] == NEITHER:
            assert row["marks"] == {}
        else:
            mark = marks[row["marks"]["count"]]
            assert mark["value"] == row["count"]
            assert mark["name"].startswith(f"articles of {row['category']}, compared as {row['label']},")
            assert all(span.startswith(f"{row['category']}-") for span in mark["spans"])
    for layer in spec["layer"]:
        leads = ["mark" in row for row in spec["datasets"][layer["data"]["name"]]]
        assert all(leads) if "tooltip" in layer["encoding"] else not any(leads)


@pytest.mark.parametrize("width", [theme.NARROW, theme.WIDTH])
@pytest.mark.parametrize("number", NUMBERS)
def test_it_can_be_drawn_in_both_widths(number, width):
    spec = charts.outlets(read(number), SOURCES).to_dict()
    drawing = renderer.svg(spec, width=width, role="wide")
    named = {name for name in drawn(spec, "point")["category"] if name not in LABELS}
    assert set(re.findall(r">(Outlet \d+)<", drawing)) == named
    assert len(named) + len(LABELS) <= FEW


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_name_is_a_name(text):
    found = read(4)
    found["category"] = [*found["category"].head(3), text]
    spec = charts.outlets(found, SOURCES).to_dict()
    assert text in {row["category"] for row in spec["usermeta"]["table"]["rows"]}
    assert "<script" not in renderer.figure(spec)


def test_what_was_read_is_set_beside_what_the_book_has():
    names = list(CORPUS.articles["outlet"])
    outlets = pd.DataFrame({"outlet": ["Elsewhere", *names], "compared_as": "", "articles": [7, 1, 2], "words": 1})
    record = intake_record.Record(outlets, pd.DataFrame(), pd.DataFrame())
    segments = measure(CORPUS)["segments"]
    found = intake_record.by_outlet(record, CORPUS, segments)
    assert found["category"].tolist() == list(outlets["outlet"])
    assert found["label"].tolist() == ["", *CORPUS.articles["source"].map(CORPUS.labels)]
    assert found["count"].tolist() == [7, 1, 2]
    first = segment.of(segments, "token", body=False).drop_duplicates("article_id").set_index("article_id")["span_id"]
    assert found["spans"].tolist() == [(), *((first[name],) for name in CORPUS.articles["article_id"])]
    # Of the last outlet two articles are on record and one is in the book: its number leads nowhere.
    rows = charts.outlets(found, CORPUS.sources).to_dict()["usermeta"]["table"]["rows"]
    assert {row["category"]: bool(row["marks"]) for row in rows} == {
        "Elsewhere": False,
        names[0]: True,
        names[1]: False,
    }


@pytest.mark.parametrize("rest", [False, True])
def test_the_page_says_which_numbers_lead_nowhere(rest):
    figure = Figure(Path("x.ipynb"), "", charts.outlets(read(3, rest=rest), SOURCES).to_dict(), b"")
    rows = pd.DataFrame({name: [] for name in counted.COLUMNS})
    book = SimpleNamespace(figures={"fig-x": figure}, evidence={"fig-x": rows}, corpus=CORPUS)
    assert ("it leads nowhere" in landing._evidence(book, "fig-x")) == (not rest)
