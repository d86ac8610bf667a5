"""Rates tested across articles: what one article is full of is no habit of its side."""

import numpy as np
import pandas as pd
import pytest

from analysis.compare import across, rates
from analysis.publish import charts, tested
from analysis.publish.words import listed

SOURCES = ["x", "y"]
LABELS = ["The Herald", "The Post"]
TABLE = pd.DataFrame(
    {"source": SOURCES, "label": LABELS, "colour": ["#08305A", "#C97A10"], "shape": ["circle", "square"]}
)
COUNTS = {
    "burst": [100] + 59 * [0],
    "habit": 30 * [4] + 30 * [1],
    "even": 60 * [2],
    "only": 30 * [0] + 30 * [3],
    "rare": [2, 1] + 58 * [0],
}


def made(counts: dict[str, list[int]] = COUNTS, articles: int = 30, length: int = 200):
    """Return spans, the length of each article, and the articles, half of each source."""
    names = [f"{'xy'[place // articles]}{place:03}" for place in range(2 * articles)]
    spans = pd.DataFrame(
        [
            {"article_id": name, "category": category, "span_id": f"{name}/{category}/{nth}"}
            for category, numbers in counts.items()
            for name, number in zip(names, numbers, strict=False)
            for nth in range(number)
        ]
    )
    size = pd.Series([length + 7 * (place % 5) for place in range(len(names))], index=names)
    return spans, size, pd.DataFrame({"article_id": names, "source": [name[0] for name in names]})


def compared(sources=SOURCES, **options) -> pd.DataFrame:
    spans, size, articles = made(**options)
    return rates.compare(spans, size, articles, sources).set_index("category")


def test_only_what_the_articles_bear_out_is_told_from_chance():
    table = compared()
    assert table["more"].to_dict() == {"burst": -1, "habit": 0, "even": -1, "only": 1, "rare": -1}
    assert np.isnan(table.at["rare", "p"])
    assert table.at["burst", "articles_a"] == 1
    assert (table.at["only", "rate_a"], table.at["only", "upper"]) == (0, pytest.approx(table.at["only", "upper"]))
    assert table.at["only", "upper"] < 0


def test_rates_are_counts_over_lengths_and_lie_in_their_intervals():
    spans, size, articles = made()
    table = compared()
    long = size[articles.loc[articles["source"] == "x", "article_id"]].sum()
    assert table.at["habit", "rate_a"] == pytest.approx(120 / long)
    some = table[table["count_a"] > 0]
    assert (some["low_a"] <= some["rate_a"]).all()
    assert (some["rate_a"] <= some["high_a"]).all()
    # One article alone has it: the interval is far wider than that of what every article has.
    assert table.at["burst", "high_a"] / table.at["burst", "rate_a"] > 5
    assert table.at["even", "high_a"] / table.at["even", "rate_a"] < 1.05
    assert np.isnan(table.at["only", "low_a"])


def test_swapping_the_sides_turns_every_sign():
    forth, back = compared(), compared(SOURCES[::-1])
    np.testing.assert_allclose(forth["lower"], -back["upper"])
    np.testing.assert_allclose(forth["p"], back["p"])
    np.testing.assert_allclose(forth["log_ratio"], -back["log_ratio"])
    assert forth["more"].map({0: 1, 1: 0, -1: -1}).equals(back["more"])


def test_the_order_of_the_rows_does_not_matter():
    spans, size, articles = made()
    mixed = spans.sample(frac=1, random_state=3), size.sample(frac=1, random_state=4), articles[::-1]
    again = rates.compare(*mixed, SOURCES).set_index("category")
    pd.testing.assert_frame_equal(again, compared())


@pytest.mark.parametrize(("number", "some"), [(across.ENOUGH, True), (across.ENOUGH - 1, False)])
def test_articles_are_compared_as_soon_as_each_side_has_enough_of_them(number, some):
    spans, size, articles = made(articles=number, counts={"even": 2 * number * [1]})
    assert (rates.compare(spans, size, articles, SOURCES) is not None) is some


def test_articles_of_which_nothing_could_be_counted_are_no_cases():
    spans, size, articles = made()
    empty = pd.DataFrame({"article_id": [f"x9{place}" for place in range(9)], "source": "x"})
    size = pd.concat([size, pd.Series(0, index=empty["article_id"])])
    more = rates.compare(spans, size, pd.concat([articles, empty]), SOURCES).set_index("category")
    pd.testing.assert_frame_equal(more, compared())


def test_where_all_articles_are_alike_nothing_is_told_apart():
    names = [f"{side}{place}" for side in SOURCES for place in range(20)]
    spans = pd.DataFrame({"article_id": np.repeat(names, 10), "category": "own voice"})
    articles = pd.DataFrame({"article_id": names, "source": [name[0] for name in names]})
    table = rates.compare(spans, pd.Series(10, index=names), articles, SOURCES)
    assert table["more"].tolist() == [-1]
    assert table["p"].tolist() == [1]


def test_nothing_counted_is_an_empty_table():
    _, size, articles = made()
    assert rates.compare(pd.DataFrame(columns=["article_id", "category"]), size, articles, SOURCES).empty


def drawn(order: list[str]) -> dict:
    """Return the chart of these categories."""
    spans, size, articles = made()
    spans = spans.assign(label=spans["article_id"].str[0].map(dict(zip(SOURCES, LABELS, strict=True))))
    cells = pd.MultiIndex.from_product([order, LABELS], names=["category", "label"])
    counted = spans.groupby(["category", "label"])["span_id"].agg(tuple).reindex(cells).reset_index(name="spans")
    counted["spans"] = [own if isinstance(own, tuple) else () for own in counted["spans"]]
    counted["count"] = counted["spans"].map(len)
    of = pd.DataFrame(
        {"label": LABELS, "spans": [tuple(map(str, range(size[size.index.str[0] == side].sum()))) for side in SOURCES]}
    )
    return charts.paired_counts(
        counted,
        TABLE,
        what="mentions",
        order=order,
        limit="x",
        foot="x.",
        rated=rates.compare(spans, size, articles, SOURCES),
        of=of,
    ).to_dict()


def test_counts_that_are_all_equal_have_no_widest_gap():
    equal = pd.DataFrame(
        [(name, label, 2, ("a", "b")) for name in ("one", "other") for label in LABELS],
        columns=["category", "label", "count", "spans"],
    )
    given = {"what": "mentions", "order": ["one", "other"], "limit": "x", "foot": "x."}
    meta = charts.paired_counts(equal, TABLE, **given).to_dict()["usermeta"]
    assert meta["title"].startswith("No gap: ")
    apart = equal.assign(count=[2, 2, 2, 1], spans=[("a", "b")] * 3 + [("a",)])
    assert (
        charts.paired_counts(apart, TABLE, **given).to_dict()["usermeta"]["title"] == "The widest gap: other (2 and 1)"
    )


def test_the_chart_draws_rates_and_each_opens_its_count_and_all_words():
    meta = drawn(["habit", "only", "burst"])["usermeta"]
    marks = {mark["key"]: mark for mark in meta["marks"]}
    rows = {(row["category"], row["label"]): row for row in meta["table"]["rows"]}
    habit = rows["habit", LABELS[0]]
    rate = marks[habit["marks"]["rate"]]
    count, words = (marks[key]["value"] for key in rate["from"])
    assert (count, habit["count"]) == (120, 120)
    assert rate["value"] == habit["rate"] == round(1000 * count / words, 3)
    assert rows["only", LABELS[0]]["rate"] == 0
    assert rows["only", LABELS[0]]["verdict"] == "yes"
    assert rows["burst", LABELS[0]]["verdict"] == "not distinguishable"
    assert "two of three can be told from chance" in meta["title"]


def said(monkeypatch, **options) -> tuple[str, list[pd.DataFrame]]:
    """Return what `tested.show` says and the tables it shows."""
    sentences, shown = [], []
    monkeypatch.setattr(
        tested.prose,
        "say",
        lambda text, names=None, /, **values: sentences.append(text.format(**(names or {}), **values)),
    )
    monkeypatch.setattr(tested.tables, "show", lambda table, heads, **_: shown.append(table))
    spans, size, articles = made(**options)
    rated = rates.compare(spans, size, articles, SOURCES)
    group = tested.Group("mentions", "words", 1000, rated)
    tested.show([group], dict(zip(("first", "second"), LABELS, strict=True)), key="mentions")
    return " ".join(sentences), shown


def test_what_is_said_names_each_side_and_what_it_has_more_of(monkeypatch):
    text, (table,) = said(monkeypatch)
    assert "That holds for 2 of 4 that count so many" in text
    assert f"More in {LABELS[0]}: {listed(['habit'])}. More in {LABELS[1]}: {listed(['only'])}." in text
    verdicts = table.set_index("category")["verdict"]
    assert verdicts["rare"] == "too few to test"
    assert verdicts["burst"] == "not distinguishable"
    assert list(table["category"][:2]) == ["habit", "only"] or list(table["category"][:2]) == ["only", "habit"]


def test_with_few_articles_it_says_that_nothing_was_tested(monkeypatch):
    text, shown = said(monkeypatch, articles=2, counts={"even": 4 * [9]})
    assert "fewer than 20 articles" in text
    assert not shown
