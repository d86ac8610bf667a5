"""Publication time: periods, shares, what has no period, the chart's gaps, the counts on record."""

import shutil
from datetime import date, timedelta
from itertools import product

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import ROOT, store

from analysis.compare import publication, publication_record
from analysis.measure import BadInput, load, measure
from analysis.publish import charts, renderer, theme
from analysis.publish.figures import read

NEW_YEAR = ["2020-12-27", "2020-12-28", "2020-12-31", "2021-01-01", "2021-01-03", "2021-01-04"]


def articles(*dates):
    return pd.DataFrame({"article_id": [f"a{nth}" for nth in range(len(dates))], "published": list(dates)})


def mentions(*found):
    """Return mentions of (article, actor), by name, or of (article, actor, kind)."""
    rows = [
        (article, actor, kind[0] if kind else "name", f"{article}/actors/{nth}-{nth + 1}")
        for nth, (article, actor, *kind) in enumerate(found)
    ]
    return pd.DataFrame(rows, columns=["article_id", "actor", "kind", "span_id"])


def every(counted):
    """Return the counts of all mentions, not those of names only."""
    return counted[counted["kinds"] == publication.ALL]


def reasons(*dates, resolution="month"):
    return list(publication.placed(articles(*dates), resolution)["reason"])


def monthly(year=2020, months=14, skip=()):
    """Return an article on the 15th of each month, but for some."""
    days = [date(year + nth // 12, nth % 12 + 1, 15) for nth in range(months) if nth not in skip]
    return [day.isoformat() for day in days]


def test_weeks_across_new_year_are_those_of_iso_8601():
    made = publication.placed(articles(*NEW_YEAR), "week")
    assert list(made["period"]) == ["2020-W52", *["2020-W53"] * 4, "2021-W01"]
    assert list(publication.placed(articles(*NEW_YEAR), "month")["period"]) == ["2020-12"] * 3 + ["2021-01"] * 3


@given(st.dates(min_value=date(1, 1, 1), max_value=date(9998, 12, 31)), st.sampled_from(publication.RESOLUTIONS))
def test_a_day_lies_in_its_period_and_the_next_one_begins_where_it_ends(day, resolution):
    name = publication.period_of(day, resolution)
    start, end = publication.bounds(name)
    assert start <= day < end
    assert publication.period_of(end - timedelta(days=1), resolution) == name
    assert publication.period_of(end, resolution) > name


@pytest.mark.parametrize("name", ["2020-13", "2021-W53", "2020", "2020-W00", "soon", "2020-W1", "２０２０-01"])
def test_what_is_no_period_is_refused(name):
    with pytest.raises(ValueError, match="."):
        publication.bounds(name)


def test_periods_without_articles_are_kept_as_gaps():
    counted = publication.counts(mentions(("a0", "x")), articles("2019-11-30", "2020-02-01"), ["x", "y"], "month")
    assert list(counted["period"].unique()) == ["2019-11", "2019-12", "2020-01", "2020-02"]
    own = every(publication.shares(counted)).query("actor == 'x'")
    assert list(own["articles"]) == [1, 0, 0, 1]
    assert list(own["share"].isna()) == [False, True, True, False]
    assert own["low"].isna().equals(own["share"].isna())
    assert own["run"].iloc[0] != own["run"].iloc[-1]


def test_articles_that_mention_an_actor_are_counted_once_and_their_mentions_all():
    found = mentions(("a0", "x"), ("a0", "x"), ("a1", "x"), ("a2", "y"), ("a3", "x"))
    own = every(publication.course(found, articles("2020-05-01", "2020-05-31", "2020-05-09", ""), ["x"]))
    (row,) = own[own["resolution"] == "month"].itertuples()
    assert (row.period, row.articles, row.mentioning, row.mentions) == ("2020-05", 3, 2, 3)
    assert row.spans == tuple(found["span_id"].iloc[:3])
    # Two of three: exact bounds after Clopper and Pearson.
    assert (row.share, row.low, row.high) == pytest.approx((2 / 3, 0.094299, 0.991596), abs=1e-6)


def test_mentions_by_name_are_counted_apart():
    found = mentions(("a0", "x", "adjective"), ("a0", "x"), ("a1", "x", "adjective"), ("a1", "x", "description"))
    own = publication.counts(found, articles("2020-05-01", "2020-05-31"), ["x"], "month")
    assert own[["kinds", "mentioning", "mentions"]].values.tolist() == [["all", 2, 4], ["names only", 1, 1]]
    kept = record()[0].pivot_table(index=["resolution", "period", "actor"], columns="kinds", values="mentions")
    assert (kept["names only"] <= kept["all"]).all()
    assert (kept["names only"] < kept["all"]).any()


def test_what_has_no_period_is_counted_with_its_reason():
    dates = [
        "2020-05-04",
        "",
        " ",
        "XXXX",
        "12/30/17",
        "2020",
        "2020-05",
        "2020-05-04?",
        "[2020-05..]",
        "2020-05-01/2020-05-09",
    ]
    none, bad, coarse = publication.UNKNOWN, publication.MALFORMED, publication.COARSE
    assert reasons(*dates) == ["", none, none, none, bad, coarse, "", "", coarse, ""]
    assert reasons(*dates, resolution="week") == ["", none, none, none, bad, coarse, coarse, "", coarse, coarse]
    apart = publication.by_reason(publication.left_out(articles(*dates)))
    assert apart.values.tolist() == [
        *(["month", none, 3], ["month", bad, 1], ["month", coarse, 2]),
        *(["week", none, 3], ["week", bad, 1], ["week", coarse, 4]),
    ]
    counted = every(publication.course(mentions(), articles(*dates), ["x"]))
    for resolution in publication.RESOLUTIONS:
        drawn = counted.loc[counted["resolution"] == resolution, "articles"].sum()
        assert drawn + apart.loc[apart["resolution"] == resolution, "articles"].sum() == len(dates)


@pytest.mark.parametrize("resolution", publication.RESOLUTIONS)
@pytest.mark.parametrize("absurd", ["0001-11-30", "2150-01-01", "9999-12-31", "1066-10-14"])
def test_an_absurd_date_does_not_stretch_the_axis(absurd, resolution):
    made = publication.placed(articles(*monthly(), absurd), resolution)
    assert list(made["reason"]) == [""] * 14 + [publication.DISTANT]
    counted = publication.counts(mentions(), articles(*monthly(), absurd), ["x"], resolution)
    assert counted["period"].iloc[0][:4] == "2020"
    assert counted["period"].iloc[-1][:4] == "2021"


def test_absurd_dates_on_both_sides_are_set_apart():
    assert reasons("0001-01-01", *monthly() * 3, "2050-01-01") == [
        publication.DISTANT,
        *[""] * 42,
        publication.DISTANT,
    ]


def test_a_far_date_counts_where_it_is_not_the_exception():
    assert set(reasons("2022-01-13", "2026-02-18?")) == {""}
    assert set(reasons(*monthly(1990, 2), *monthly(2020, 14))) == {""}
    assert set(reasons(*monthly(2020, 14), "2021-09-01")) == {""}


def test_dates_before_1900_are_as_good_as_others():
    old = monthly(1898, 14, skip=(5,))
    own = publication.course(mentions(("a0", "x")), articles(*old), ["x"])
    months = every(own[own["resolution"] == "month"])
    assert (months["period"].iloc[0], months["period"].iloc[-1], len(months)) == ("1898-01", "1899-02", 14)
    spec = drawn(own).to_dict()
    (first, _) = spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert first == (date(1898, 1, 1) - date(1970, 1, 1)).days * 86_400_000
    assert "<svg" in renderer.svg(spec, width=330, role="narrow")


def test_there_is_enough_to_draw_from_twelve_periods_of_three_articles_on():
    def resolutions(*dates, each=3):
        several = [day for day in dates for _ in range(each)]
        return publication.drawable(publication.course(mentions(), articles(*several), ["x"]))

    assert resolutions() == resolutions("") == resolutions("2022-01-13", "2026-02-18") == []
    assert resolutions(*monthly(months=11)) == []
    assert resolutions(*monthly(months=12)) == ["month", "week"]
    assert resolutions(*monthly(months=12), each=2) == []
    weeks = [(date(2020, 1, 1) + timedelta(days=7 * nth)).isoformat() for nth in range(12)]
    assert resolutions(*weeks) == ["week"]


def test_a_period_stands_out_only_beyond_chance():
    dates = [day for day in monthly(months=12) for _ in range(40)]
    # In each month two to eight of forty; eight would stand out if it were the only month.
    found = [(f"a{40 * month + nth}", "x") for month in range(12) for nth in range((2, 4, 8)[month % 3])]
    months = every(publication.course(mentions(*found), articles(*dates), ["x"])).query("resolution == 'month'")
    assert publication.standing_out(months).empty
    assert len(publication.standing_out(months, alpha=0.6 * 12)) == 4
    more = mentions(*found, *[(f"a{nth}", "x") for nth in range(122, 160)])  # and all of April
    own = every(publication.course(more, articles(*dates), ["x"]))
    (row,) = publication.standing_out(own[own["resolution"] == "month"]).itertuples()
    assert (row.period, row.share, row.whole) == ("2020-04", 1.0, (56 + 38) / 480)


def drawn(counted, left_out=None):
    apart = publication.by_reason(publication.left_out(articles())) if left_out is None else left_out
    some = [resolution for resolution, number in publication.filled(counted).items() if number >= publication.ENOUGH]
    chosen = counted[counted["resolution"].isin(some)]
    return charts.publication(chosen.assign(category=chosen["actor"]), apart, limit="L.", foot="F.")


def record():
    kept = publication_record.read(ROOT)
    counted = publication.shares(kept.counted)
    return counted.assign(category=counted["actor"].map(kept.labels)), kept


def layers(spec):
    """Return each layer with its rows."""
    return [
        (layer["mark"]["type"], layer["encoding"], spec["datasets"][layer["data"]["name"]]) for layer in spec["layer"]
    ]


def specs():
    gappy = publication.course(
        mentions(("a0", "x"), ("a7", "x")), articles(*monthly(months=20, skip=(3, 8, 9, 11))), ["x"]
    )
    counted, kept = record()
    return [
        (drawn(gappy).to_dict(), gappy.assign(category=gappy["actor"])),
        (charts.publication(counted, kept.left_out, limit="L.", foot="F.").to_dict(), counted),
    ]


@pytest.mark.parametrize(("spec", "counted"), specs(), ids=["hand-made", "on record"])
def test_no_line_and_no_mark_lies_in_a_gap(spec, counted):
    gaps = counted.loc[counted["articles"] == 0, ["resolution", "start", "end"]].drop_duplicates()
    assert set(gaps["resolution"]) == {"month", "week"}
    seen = 0
    for kind, encoding, rows in layers(spec):
        frame = pd.DataFrame(rows)
        if kind == "line":
            keys = [channel["field"] for channel in encoding["detail"]]
            groups = frame.groupby(["resolution", "first_shown", *keys])
            frame = groups.agg(start=("start", "min"), end=("end", "max")).reset_index()
        if "start" not in frame:
            continue
        seen += 1
        for gap in gaps.itertuples():
            own = frame[frame["resolution"] == gap.resolution]
            across = (own["start"] < gap.end.isoformat()) & (own["end"] > gap.start.isoformat())
            assert not across.any(), (kind, gap.start)
    assert seen >= 5


def test_a_week_between_two_gaps_is_a_point_and_others_are_on_the_line():
    spec, _ = specs()[1]
    ((_, _, rows),) = [layer for layer in layers(spec) if layer[0] == "point"]
    points = {row["start"] for row in rows if row["point"] and row["resolution"] == "week"}
    assert points == {publication.bounds(week)[0].isoformat() for week in ("2014-W26", "2014-W28")}
    (steps,) = (layer["transform"] for layer in spec["layer"] if layer["mark"]["type"] == "point")
    assert "datum.point" in [step["filter"] for step in steps]


@pytest.mark.parametrize(("spec", "counted"), specs(), ids=["hand-made", "on record"])
def test_the_table_is_the_data(spec, counted):
    rows = spec["usermeta"]["table"]["rows"]
    assert len(rows) == len(counted.drop_duplicates(["resolution", "period", "kinds"]))
    for name in counted["category"].unique():
        own = counted[counted["category"] == name]
        expected = own[["resolution", "period", "kinds", "articles", "mentioning", "mentions"]].values.tolist()
        columns = ("resolution", "period", "kinds", "articles", f"{name} in", f"{name} mentions")
        assert [[row[column] for column in columns] for row in rows] == expected


def test_what_is_drawn_is_to_scale():
    spec, counted = specs()[1]
    for resolution, kinds in product(("month", "week"), publication.KINDS):
        shares = counted[
            (counted["resolution"] == resolution) & (counted["articles"] > 0) & (counted["kinds"] == kinds)
        ]
        ((_, _, rows),) = [layer for layer in layers(spec) if layer[0] == "line"]
        first_shown = kinds == publication.ALL
        own = pd.DataFrame([r for r in rows if (r["resolution"], r["first_shown"]) == (resolution, first_shown)])
        for name in shares["category"].unique():
            y = own.loc[own["category"] == name, "y"].reset_index(drop=True)
            share = shares.loc[shares["category"] == name, "share"].reset_index(drop=True)
            scale = 72 * (share - share.iloc[0]) / {"month": 0.5, "week": 1}[resolution]
            assert (y - y.iloc[0]).tolist() == pytest.approx(scale.tolist(), abs=0.011)
    assert [param["name"] for param in spec["params"]] == ["names_only", "by_week"]
    for layer in spec["layer"]:
        if layer["mark"]["type"] in ("line", "point"):
            assert theme.SHOWN in [step["filter"] for step in layer["transform"]]


def test_each_point_leads_to_its_mentions_where_there_are_texts():
    (spec, counted), (other, _) = specs()
    marks = {mark["key"]: mark for mark in spec["usermeta"]["marks"]}
    assert sum(mark["value"] for mark in marks.values()) == counted["mentions"].sum() == 8
    assert {row["marks"]["x mentions"] for row in spec["usermeta"]["table"]["rows"]} == set(marks)
    points = [layer for layer in layers(spec) if "tooltip" in layer[1]]
    assert {row["mark"] for _, _, rows in points for row in rows} <= set(marks)
    assert not other["usermeta"]["marks"]
    assert not [layer for layer in layers(other) if "tooltip" in layer[1]]


def test_no_number_is_drawn_as_a_mark():
    spec, _ = specs()[1]
    texts = [row for kind, _, rows in layers(spec) if kind == "text" for row in rows]
    assert [row["name"] for row in texts] == ["Articles", "NATO", "Ukraine", "Russia"]


def test_with_two_articles_the_notebook_says_why_there_is_no_chart():
    corpus = load(ROOT)
    found = measure(corpus)["actors"]
    own = publication.course(found, corpus.articles, ["russia"])
    assert publication.filled(own) == {"month": 2, "week": 2}
    cells = {cell["id"]: cell for cell in read(ROOT / "notebooks" / "06-timeline.ipynb").cells}
    said = [
        "".join(output["data"]["text/markdown"])
        for output in cells["publication-said"]["outputs"]
        if "text/markdown" in output["data"]
    ]
    assert said == [
        "A course over publication time takes at least twelve months or weeks with articles, three in each on average. "
        "Articles with a date\\: two, in two months and two weeks, so it is not drawn here."
    ]
    assert not cells["fig-mentions-by-publication"]["outputs"]


def test_the_counts_on_record_add_up():
    counted, kept = record()
    assert kept.about["articles"] == "5000"
    assert publication.filled(counted) == {"month": 98, "week": 417}
    for name in kept.labels:
        own = counted[counted["actor"] == name].groupby("resolution")[["mentioning", "mentions"]].sum()
        assert own.loc["month"].equals(own.loc["week"])
    assert all(f"{label} (" in kept.source for label in kept.labels.values())


def test_a_book_without_such_counts_has_none(tmp_path):
    assert publication_record.read(tmp_path) is None


FAULTS = [
    ("counts.csv", 2, "articles", "7", "one number of articles"),
    ("counts.csv", 4, "articles", "0", "at most as many articles"),
    ("counts.csv", 2, "kinds", "some", "one of all, names only"),
    ("counts.csv", 2, "mentioning", "8", "at most as many articles"),
    ("counts.csv", 2, "mentions", "many", "a whole number"),
    ("counts.csv", 2, "actor", "gone", "one of russia, nato, ukraine"),
    ("counts.csv", 5, "period", "2020-08", "each after the one before"),
    ("counts.csv", 2, "period", "2012-W19", "a month or week as its resolution says"),
    ("about.csv", 4, "value", "4999", "4999 articles in all"),
    ("about.csv", 6, "value", "0" * 12, "the fingerprint of the names"),
    ("about.csv", 3, "item", "hash", "a row with the item 'sha256'"),
]


@pytest.mark.parametrize(("name", "row", "column", "value", "expected"), FAULTS)
def test_counts_at_fault_are_refused(name, row, column, value, expected, tmp_path):
    shutil.copytree(ROOT / "data" / "publication", tmp_path / "data" / "publication")
    table = pd.read_csv(tmp_path / "data" / "publication" / name, dtype=str, keep_default_na=False)
    table.loc[row - 2, column] = value
    store(tmp_path, f"publication/{name}", table)
    with pytest.raises(BadInput, match=expected):
        publication_record.read(tmp_path)


def test_it_is_said_whether_the_names_are_those_of_now():
    _, kept = record()
    actors = load(ROOT).tables["actors"]
    assert publication_record.current(kept, actors)
    other = actors.assign(names=actors["names"].where(actors["actor"] != "nato", "NATO"))
    assert not publication_record.current(kept, other)


def test_no_text_and_no_outlet_is_on_record():
    folder = ROOT / "data" / "publication"
    assert sorted(path.name for path in folder.iterdir()) == ["about.csv", "counts.csv"]
    table = pd.read_csv(folder / "counts.csv", dtype=str)
    assert list(table) == ["resolution", "period", "articles", "actor", "kinds", "mentioning", "mentions"]
    assert not table[["articles", "mentioning", "mentions"]].stack().str.contains(r"\D").any()
