"""What was measured of very many articles, and the arithmetic with it."""

import shutil

import pandas as pd
import pytest
from support import ROOT

from analysis.compare import scale
from analysis.measure import BadInput
from analysis.publish import charts

MEASURED = pd.DataFrame(
    [
        ("all", 1, 5000, 30.0, 40.0, 500, 1200),
        ("all", 10, 50000, 300.0, 380.0, 550, 1300),
        ("conc", 1, 5000, 30.0, 16.0, 1000, 1000),
        ("conc", 10, 50000, 300.0, 100.0, 5000, 5000),
        ("terms", 1, 5000, 30.0, 9.0, 400, 900),
    ],
    columns=list(scale.MEASURED),
)
ABOUT = pd.DataFrame(
    [
        *[("input", "articles", "5000"), ("input", "megabytes", "30")],
        *[("seconds per megabyte", scale.SERIAL, "0.02"), ("seconds per megabyte", "statements", "0.98")],
        *[("bytes per byte", "sent", "1.5"), ("bytes per byte", "terms", "0.25"), ("bytes per byte", "actors", "0.05")],
    ],
    columns=list(scale.ABOUT),
)


@pytest.fixture
def book(tmp_path):
    folder = tmp_path / scale.FOLDER
    folder.mkdir(parents=True)
    MEASURED.to_csv(folder / "measured.csv", index=False)
    ABOUT.to_csv(folder / "about.csv", index=False)
    return tmp_path


def test_ratios_are_of_the_sizes_that_both_were_measured_at(book):
    record = scale.read(book)
    found = scale.beside(record, "all", "conc")
    assert found.to_dict("list") == {
        **{"articles": [5000, 50000], "seconds": [2.5, 3.8]},
        **{"largest_mb": [0.5, 0.11], "together_mb": [1.2, 0.26]},
    }
    assert scale.beside(record, "terms", "conc")["articles"].tolist() == [5000]
    assert scale.growth(record, "all").to_dict() == pytest.approx(
        {"articles": 10, "seconds": 9.5, "largest_mb": 1.1, "together_mb": 1300 / 1200}
    )


def test_what_is_reckoned_by_hand(book):
    # A million articles have 6,000 MB; of the 1 second for each, 0.02 are one process's alone.
    found = scale.reckoned(scale.read(book), 1_000_000, 64)
    each = 0.02 + 0.98 / 64
    assert found._asdict() == pytest.approx(
        {
            **{"gigabytes": 6.0, "tables": 1.8, "sent": 9.0},
            **{"share": 0.02, "times": 1 / each, "hours": 6000 * each / 3600},
        }
    )
    one = scale.reckoned(scale.read(book), 1_000_000, 1)
    assert (one.times, one.hours) == pytest.approx((1, 6000 / 3600))


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [("name", "other", "one of all"), ("seconds", "fast", "above 0"), ("repeat", "0", "above 0")],
)
def test_a_cell_that_no_benchmark_writes_is_named(book, column, value, says):
    path = book / scale.FOLDER / "measured.csv"
    table = MEASURED.astype("str")
    table.loc[1, column] = value
    table.to_csv(path, index=False)
    with pytest.raises(BadInput, match=says) as error:
        scale.read(book)
    assert (error.value.row, error.value.column, error.value.value) == (3, column, value)


def test_a_record_that_is_not_there_is_named(book):
    shutil.rmtree(book / scale.FOLDER)
    with pytest.raises(BadInput, match="measured.csv"):
        scale.read(book)


def test_the_chart_has_each_measurement_once_and_no_name_on_another(book):
    measured = scale.read(book).measured
    drawn = measured.assign(category=measured["name"], ours=measured["name"].isin(scale.OURS))
    chart = charts.growth(drawn, title="A title", foot="A foot.").to_dict()
    rows = chart["usermeta"]["table"]["rows"]
    assert [(row["category"], row["articles"], row["seconds"]) for row in rows] == [
        *[("all", 5000, 40.0), ("terms", 5000, 9.0), ("conc", 5000, 16.0)],
        *[("all", 50000, 380.0), ("conc", 50000, 100.0)],
    ]
    assert "all: 5,000 articles in 40.0 seconds, 50,000 articles in 380.0 seconds" in chart["description"]
    (names,) = [layer for layer in chart["layer"] if layer["mark"]["type"] == "text"]
    ends = chart["datasets"][names["data"]["name"]]
    assert sorted(end["category"] for end in ends) == ["all", "conc", "terms"]


def test_names_at_one_place_stand_above_each_other(book):
    record = scale.read(book).measured
    same = record[record["repeat"] == 1].assign(seconds=10.0, ours=True)
    chart = charts.growth(same.assign(category=same["name"]), title="A title", foot="A foot.").to_dict()
    (names,) = [layer for layer in chart["layer"] if layer["mark"]["type"] == "text"]
    at = sorted(end["at"] for end in chart["datasets"][names["data"]["name"]])
    assert at[1] == pytest.approx(10) and at[2] / at[1] == pytest.approx(at[1] / at[0]) and at[1] / at[0] > 1.2


def test_the_record_of_this_project_is_read_and_reckoned_with():
    record = scale.read(ROOT)
    assert {"all", "three", "terms", "one", "conc", "countvectorizer", "spacy", "nltk"} <= set(record.measured["name"])
    assert 0 < scale.reckoned(record, 1_000_000, 64).share < 1
