"""Which time a mention belongs to, and the counts that the charts of actors over time are made from."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import cells, copy_project, store

from analysis.compare import cooccurrence, counting, dating, timeline
from analysis.measure import BadInput, load, measure, mention_dates
from analysis.publish import charts, renderer
from analysis.publish.charts import events, names

ROOT = Path(__file__).parents[1]
CORPUS = load(ROOT)
LAYERS = measure(CORPUS)
MENTIONS = counting.named(LAYERS["actors"], "actor", CORPUS.tables["actors"])
FOUND = dating.dated(MENTIONS, CORPUS, LAYERS)


def made(text: str, published: str = "2022-01-13", scars: tuple = ()):
    """Return a corpus of one article, of the first source, its layers, and its mentions with their times."""
    articles = CORPUS.articles.iloc[:1].assign(article_id="a", text=text, published=published)
    notes = CORPUS.tables["scars"].iloc[: len(scars)].copy()
    for at, surface in enumerate(scars):
        start = text.index(surface)
        place = {"article_id": "a", "start": start, "end": start + len(surface), "surface": surface, "kind": "cut"}
        for column, value in place.items():
            notes.loc[notes.index[at], column] = value
    none = {name: table.iloc[:0] for name, table in CORPUS.tables.items() if "article_id" in table}
    corpus = type(CORPUS)(CORPUS.root, articles, {**CORPUS.tables, **none, "scars": notes})
    layers = measure(corpus)
    mentions = counting.named(layers["actors"], "actor", corpus.tables["actors"])
    return corpus, layers, dating.dated(mentions, corpus, layers)


def times(text: str, **options) -> list[tuple[str, str, str]]:
    found = made(text, **options)[2]
    return [(row.surface, row.edtf, row.rule) for row in found.itertuples()]


# The rules

CASES = [
    ("NATO grew in 1999.", [("NATO", "1999", "same clause")]),
    ("NATO grew in 1999 and 2004.", [("NATO", "1999", "same clause"), ("NATO", "2004", "same clause")]),
    ("NATO grew, while in 1990 it was small.", [("NATO", "1990", "same sentence")]),
    # The nearest clause with a date.
    ("In 1990 it was small, NATO grew, and in 2004 it was large.", [("NATO", "2004", "same sentence")]),
    ("In 1990 it met. NATO grew.", [("NATO", "1990", "running date")]),
    ("In 1990 it met. It rained. NATO grew.", [("NATO", "2022-01-13", "present")]),
    # Of several the nearest, with those joined to it.
    (
        "NATO met on Monday with Ukraine and on Tuesday with Georgia.",
        [
            ("NATO", "2022-01-10", "same clause"),
            ("Ukraine", "2022-01-10", "same clause"),
            ("Georgia", "2022-01-11", "same clause"),
        ],
    ),
    # The sentence has a date, though not for what is said.
    (
        "In 1990 it met. NATO said on Thursday that Ukraine grew.",
        [("NATO", "2022-01-13", "same clause"), ("Ukraine", "2022-01-13", "present")],
    ),
    ("NATO grew for three months.", [("NATO", "2022-01-13", "present")]),
    # Who says it, and what is said.
    (
        "Lavrov said on Thursday that NATO grew.",
        [("Lavrov", "2022-01-13", "same clause"), ("NATO", "2022-01-13", "present")],
    ),
    (
        "Lavrov said that NATO grew in 1999.",
        [("Lavrov", "2022-01-13", "present"), ("NATO", "1999", "same clause")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_mention_belongs_to_a_time_by_a_rule(text, expected):
    assert times(text) == expected


def test_the_sides_of_a_cut_do_not_count_for_each_other():
    text = "NATO grew in 1999. and Ukraine too."
    assert times(text)[1][1:] == ("1999", "same sentence") or times(text)[1][1:] == ("1999", "same clause")
    assert times(text, scars=("1999. and",))[1][2] not in dating.DIRECT


def test_inside_a_cut_nobodys_words_are_told_apart():
    # "next week" stands in what leaders are told to have said, by a sentence that somebody cut.
    text = "Lavrov said that Moscow expects a response to its plan, described by some leaders as “next week.” bad ”."
    dated = ("Moscow", "2022-01-17/2022-01-23", "same sentence")
    assert dated not in times(text)
    assert dated in times(text, scars=("described by some leaders as “next week.” bad ”",))


def test_a_stretch_from_one_year_to_another_is_one_time():
    assert times("NATO grew from 1999 to 2004.") == [("NATO", "1999/2004", "same clause")]
    assert [row[1] for row in times("NATO grew since 1999.")] == ["1999"]


def test_where_the_day_of_publication_is_not_known_nothing_is_present():
    corpus, _, found = made("NATO grew. NATO shrank in 1999.", published="XXXX")
    assert list(found["edtf"]) == ["", "1999"]
    assert timeline.undated(found, corpus).query("first_shown")["count"].sum() == 1
    assert timeline.in_years(found, corpus).query("first_shown")["count"].sum() == 1


def test_no_mention_is_lost_and_none_has_a_date_twice():
    assert list(dict.fromkeys(FOUND["span_id"])) == list(MENTIONS["span_id"])
    assert not FOUND.duplicated(["span_id", "date", "edtf"]).any()
    assert set(FOUND["rule"]) == set(dating.RULES)
    dates = set(LAYERS["dates"]["span_id"])
    assert (FOUND["date"].isin(dates) == (FOUND["rule"] != "present")).all()


# By hand in the two reports.
BY_HAND = [
    ("brasov-2022", "James Baker", {"1990"}),
    ("brasov-2022", "Geneva", {"2022-01-09", "2022-01-10"}),
    ("brasov-2022", "NATO-Russia Council", {"2022-01-12"}),
    ("brasov-2022", "Cuba", {"2022-01-13"}),
    ("brasov-2022", "Western leaders", {"2022-01-17/2022-01-23"}),
    ("laodong-2026", "Dmitry Rogozin", {"2008"}),
    ("laodong-2026", "Georgian leaders", {"2008-08"}),
    ("laodong-2026", "Sergey Lavrov", {"2016-12"}),
]


@pytest.mark.parametrize(("article_id", "surface", "edtf"), BY_HAND)
def test_times_by_hand(article_id, surface, edtf):
    own = FOUND[(FOUND["article_id"] == article_id) & (FOUND["surface"] == surface)]
    first = own[own["span_id"] == own["span_id"].iloc[0]]
    assert set(first["edtf"]) == edtf


# Against readers


def test_the_scores_are_those_of_the_readers_years():
    scored = dating.scored(FOUND, CORPUS).set_index("rule")
    coded = CORPUS.tables["mention-dates"]
    assert scored.at["all", "mentions"] == len(coded) == len(MENTIONS)
    assert (
        scored.loc[list(dating.RULES), ["mentions", "right"]].sum().tolist()
        == scored.loc["all", ["mentions", "right"]].tolist()
    )
    wrong = coded.assign(time="1900")
    tables = {**CORPUS.tables, "mention-dates": wrong}
    assert dating.scored(FOUND, type(CORPUS)(ROOT, CORPUS.articles, tables))["right"].sum() == 0
    assert dating.agreement(CORPUS)[0] == len(coded)


def test_what_readers_and_rules_do_not_share_is_counted():
    assert dating.apart(FOUND, CORPUS) == (0, 0)
    other = CORPUS.tables["mention-dates"].copy()
    other.loc[other.index[0], "actor"] = "nato"
    changed = type(CORPUS)(ROOT, CORPUS.articles, {**CORPUS.tables, "mention-dates": other.iloc[:-1]})
    assert dating.apart(FOUND, changed) == (1, 2)
    assert dating.scored(FOUND, changed).set_index("rule").at["all", "mentions"] == len(other) - 2


def test_years_of_a_time():
    assert mention_dates.years("2021-12-27/2022-01-02", "2022-01-13") == {"2021", "2022"}
    assert mention_dates.years("present", "2026-02-18?") == {"2026"}
    assert mention_dates.years("past", "2026") == {"past"}


def test_days_are_compared_as_days_however_they_are_written():
    assert mention_dates.days("2022-01-09|2022-01-10", "") == mention_dates.days("2022-01-09/2022-01-10", "")
    assert len(mention_dates.days("2016-12", "")) == 31
    by_day, by_year = (
        dating.scored(FOUND, CORPUS, times).set_index("rule")["right"]
        for times in (mention_dates.days, mention_dates.years)
    )
    assert (by_day <= by_year).all() and by_day["all"] < by_year["all"]


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("actor", "nobody", "an actor of actors.csv"),
        ("time", "long ago", "present, past"),
        ("surface", "nonsense", "what stands at"),
        ("second", "1812", "a reason, since the times differ"),
    ],
)
def test_a_fault_in_the_readers_dates_is_named(tmp_path, column, value, expected):
    book = copy_project(tmp_path / "book")
    table = cells(book, "coding/mention-dates.csv")
    table.loc[0, column] = value
    store(book, "coding/mention-dates.csv", table)
    with pytest.raises(BadInput, match=expected) as error:
        load(book)
    assert "row 2" in str(error.value) or "mention-dates.csv" in str(error.value)


# Counts


def test_years_count_every_mention_once_a_year_and_by_name_only_names():
    spots = timeline.in_years(FOUND, CORPUS)
    every, named = (spots[spots["first_shown"] == shown] for shown in (True, False))
    with_date = FOUND[FOUND["rule"] != "present"]
    pairs = with_date.assign(year=with_date["earliest"].str[:4]).drop_duplicates(["span_id", "year"])
    assert every["count"].sum() == len(pairs)
    assert named["count"].sum() == (pairs["kind"] == "name").sum()
    # By hand: NATO and "the Alliance" beside 1999 and 2004 in the earlier report, once more behind the cut.
    nato = every[(every["category"] == "NATO") & every["direct"]].set_index(["label", "first"])["count"]
    assert nato.loc[("Brasov.co 2022", 1999)] == nato.loc[("Brasov.co 2022", 2004)] == 2


def test_a_date_across_new_year_lies_in_both_years_and_one_of_centuries_in_none():
    week = FOUND.iloc[:1].assign(earliest="2021-12-27", latest="2022-01-02", rule="same clause")
    row = timeline.in_years(week, CORPUS).iloc[0]
    assert (row["first"], row["last"]) == (2021, 2022)
    century = week.assign(earliest="1901-01-01", latest="2000-12-31")
    assert timeline.in_years(century, CORPUS).empty
    assert len(timeline.undated(century, CORPUS)) == 2
    dates = LAYERS["dates"].iloc[:1]
    assert list(timeline.by_year(dates.assign(earliest="2021-12-27", latest="2022-01-02"))["year"]) == [2021, 2022]
    assert timeline.by_year(dates.assign(earliest="1901-01-01", latest="2000-12-31")).empty


def test_days_around_publication_are_counted_from_it():
    corpus, _, found = made("NATO met on Sunday. NATO will meet next week. NATO grew in 2021. NATO met on 1 May.")
    near = timeline.around(found, corpus).query("first_shown")
    assert [(row.first, row.last, row.weekday) for row in near.itertuples()] == [(-4, -4, "Sun"), (4, 10, "Mon")]
    assert timeline.around(made("NATO met on Sunday.", published="2022")[2], corpus).empty


def test_the_order_of_telling():
    corpus, layers, _ = made("In 1990 it met. In 1871 it was small. In 2004 it grew; in 1999 it met.")
    told = timeline.telling(corpus, layers)
    assert list(told["year"]) == [1990, 1871, 2004, 1999]
    label = CORPUS.sources["label"].iloc[0]
    assert timeline.back_to(told, corpus, label) == [1990, 1871, 1999]
    assert timeline.back_to(told.assign(article_id="a"), made("x", published="XXXX")[0], label) == [1871, 1999]
    assert sum(map(len, told["spans"])) == 4
    assert told["position"].is_monotonic_increasing


def test_no_year_is_named_that_no_date_names():
    corpus, layers, found = made("In 2004 NATO grew. NATO was small in the 1980s. NATO met from 2014 to 2016.")
    told = timeline.telling(corpus, layers)
    assert list(told["year"])[:2] == [2004, "1980s"]
    assert 1984 not in set(told["year"]) and 1980 not in set(told["year"])
    label = CORPUS.sources["label"].iloc[0]
    assert "1980s" not in timeline.back_to(told, corpus, label)
    title = drawn(found, corpus)["usermeta"]["title"]
    assert title.startswith("Beside these actors, ") and "1980" not in title
    own = timeline.own_times(corpus)
    back_to = {label: timeline.back_to(told, corpus, label) for label in CORPUS.sources["label"]}
    spec = charts.telling(told, own, CORPUS.sources, back_to=back_to, limit="x").to_dict()
    assert "1980s" in [row["year"] for row in spec["usermeta"]["table"]["rows"]]


def test_whose_past_is_told():
    corpus, _, found = made("NATO grew in 1999. NATO met in 2022. Russia met in 1990. Russia shrank in 1991.")
    past = timeline.past(found, corpus).iloc[0]
    assert (past["dated"], past["past"], past["most"], past["times"]) == (4, 3, ["Russia"], 2)
    unknown, _, found = made("NATO grew in 1999.", published="[..2016]")
    assert timeline.past(found, unknown)["dated"].sum() == 0


def test_a_side_is_that_of_the_time():
    text = "In 1990 Eduard Shevardnadze spoke. In 1995 Eduard Shevardnadze spoke."
    corpus, _, found = made(text)
    sides = timeline.past_by_side(found, corpus).set_index("side")[CORPUS.sources["label"].iloc[0]]
    assert sides.to_dict() == {"Soviet Union": 1, "other": 1}


def test_a_day_as_a_part_of_its_year():
    assert timeline.decimal("2024-12-31") == 2024 + 365 / 366
    assert timeline.decimal("1871-07-02") == 1871 + (date(1871, 7, 2) - date(1871, 1, 1)).days / 365


def test_actors_are_together_in_the_sentences_that_mention_both():
    corpus, layers, _ = made("NATO and Russia met. Russia left. Russian envoys met NATO and Ukraine.")
    mentions = counting.named(layers["actors"], "actor", corpus.tables["actors"])
    order = ["Ukraine", "NATO", "Russia"]
    pairs = cooccurrence.together(mentions, layers["segments"], corpus, order)
    counted = pairs.set_index(["one", "other", "first_shown"])["count"]
    assert counted[("NATO", "Russia", True)] == 2
    assert counted[("NATO", "Russia", False)] == 1  # "Russian" is no name
    assert counted[("Ukraine", "NATO", True)] == 1
    sentences = set(layers["segments"].query("unit == 'sentence'")["span_id"])
    assert all(set(spans) <= sentences for spans in pairs["spans"])


# Charts


def drawn(found: pd.DataFrame, corpus=CORPUS, on_record: pd.DataFrame | None = None) -> dict:
    spots = timeline.in_years(found, corpus)
    on_record = timeline.keyed(CORPUS.tables["events"]) if on_record is None else on_record
    undated = timeline.undated(found, corpus)
    order = counting.largest(pd.concat([spots, undated]), 7)
    return charts.years(
        spots[spots["category"].isin(order)],
        on_record,
        CORPUS.sources,
        order=order,
        undated=undated[undated["category"].isin(order)],
        limit="x",
    ).to_dict()


def rows_of(spec: dict) -> list[dict]:
    """Return the marks of a chart, as they are drawn when no switch is on."""
    return [row for data in spec["datasets"].values() for row in data if row.get("first_shown") and "fill" in row]


def test_what_is_dated_by_rule_is_hollow_and_can_be_left_out():
    spec = drawn(FOUND)
    assert {(row["direct"], row["fill"]) for row in rows_of(spec)} == {(True, 1), (False, 0)}
    points = [layer for layer in spec["layer"] if layer["mark"]["type"] == "point"]
    assert points[-1]["encoding"]["fillOpacity"]["field"] == "fill"
    for layer in points:
        assert "datum.direct || !direct_only" in [step["filter"] for step in layer["transform"]]
    assert {param["name"] for param in spec["params"]} == {"names_only", "direct_only"}


def test_a_time_is_drawn_where_it_is_and_as_long_as_it_may_last():
    text = "NATO met in December 2016. Ukraine met in 1999. Russia met on Monday. "
    text += "Georgia met in August 2008. Georgia met in 2008."
    corpus, _, found = made(text, published="2022-01-13?")
    rows = {row["category"]: row for row in rows_of(drawn(found, corpus))}
    places = {name: (row["begin"], row["time"], row["end"]) for name, row in rows.items()}
    assert places["NATO"] == pytest.approx((2016.915, 2016.957, 2017.0), abs=0.002)
    assert places["Ukraine"] == (1999, 1999.5, 2000)
    assert places["Georgia"] == pytest.approx((2008, (2008.625 + 2008.5) / 2, 2009), abs=0.002)
    # A day that is inferred is pale and has a question mark.
    assert {name: (row["fill"], row["shown"]) for name, row in rows.items()} == {
        **dict.fromkeys(("NATO", "Ukraine"), (1, "")),
        "Georgia": (1, "2"),
        "Russia": (0.35, "?"),
    }


def test_marks_of_one_lane_do_not_cover_each_other():
    corpus, _, found = made("NATO met in December 2021. NATO met on Monday. NATO met in 1999.")
    rows = rows_of(drawn(found, corpus))
    assert {row["first_shown"]: row["level"] for row in rows} and sorted(row["level"] for row in rows) == [0, 0, 1]


# Names of events


def spot_events(*rows: tuple[str, str]) -> pd.DataFrame:
    made = [
        {"event": f"e{nth}", "label": f"Event {name}", "short": name, "edtf": edtf}
        for nth, (name, edtf) in enumerate(rows)
    ]
    return timeline.keyed(pd.DataFrame(made, columns=["event", "label", "short", "edtf"]))


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(1, 24), st.integers(0, 600)), max_size=12),
    st.integers(0, 180),
)
def test_no_name_of_an_event_meets_another_or_another_line(drawn_events, margin):
    placed = sorted(drawn_events, key=lambda one: one[1])
    texts, places = ["x" * length for length, _ in placed], [at for _, at in placed]
    found = events.flags(texts, places, (-margin, 640))
    if found is None:
        return
    assert [flag.text for flag in found] == texts
    spans = []
    for flag, at in zip(found, places, strict=True):
        width = events.width_of(flag.text)
        start = at - width if flag.left else at
        assert -margin <= start and start + width <= 640
        assert 0 <= flag.row < events.MOST
        spans.append((start + 4, start + width - 4) if width > 8 else (start, start))
    for one in range(len(found)):
        for other in range(len(found)):
            row, level = found[one].row, found[other].row
            if one < other and row == level:
                assert spans[one][1] <= spans[other][0]
            if row < level:  # the line of the other runs through this row
                assert not spans[one][0] < places[other] < spans[one][1]


def test_where_names_do_not_fit_there_are_letters_with_a_key():
    assert events.flags(["a name"] * 30, [5.0] * 30, (0, 300)) is None
    many = spot_events(*[(f"Meeting {nth}", f"{1985 + nth}") for nth in range(40)])
    spec = drawn(FOUND, on_record=many)
    texts = [row["text"] for data in spec["datasets"].values() for row in data if "text" in row]
    assert texts and not any("Meeting" in text for text in texts)
    assert "a Event Meeting 0 (1985)" in spec["usermeta"]["foot"]
    assert "an Event Meeting 39 (2024)" in spec["usermeta"]["foot"]
    few = drawn(FOUND)
    assert {"Bucharest", "Embassy"} <= {
        row["text"] for data in few["datasets"].values() for row in data if "text" in row
    }
    assert "Letters" not in few["usermeta"]["measure"]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("width", [680, 330])
def test_few_and_strange_times_are_drawn(width):
    one = made("NATO met in 1871.")
    none = made("NATO met.", published="XXXX")
    nothing = spot_events()
    same = spot_events(*[(f"Meeting {nth}", "2008-04-03") for nth in range(5)])
    for (corpus, _, found), on_record in ((one, nothing), (none, nothing), (one, same), (made("Rain."), nothing)):
        assert "<svg" in renderer.svg(drawn(found, corpus, on_record=on_record), width=width, role="narrow")


def test_years_before_1900_and_no_year_at_all_are_drawn():
    corpus, _, found = made("NATO met in 1871.")
    spec = drawn(found, corpus)
    scales = [
        layer["encoding"]["x"]["scale"]["domain"][0] for layer in spec["layer"] if "scale" in layer["encoding"]["x"]
    ]
    assert max(scales) < 1871
    corpus, _, found = made("NATO met.", published="XXXX")
    assert "no year" in drawn(found, corpus)["usermeta"]["title"]


def drawn_days(text: str, **options) -> dict:
    corpus, _, found = made(text, **options)
    near = timeline.around(found, corpus)
    order = counting.largest(near[near["first_shown"]], 7)
    return charts.days(near, timeline.publication_days(corpus), CORPUS.sources, order=order, limit="x").to_dict()


def said_in(spec: dict) -> list[str]:
    return [row["text"] for data in spec["datasets"].values() for row in data if row.get("part") in ("when", "none")]


def test_each_report_has_its_own_day_of_publication_as_zero():
    spec = drawn_days("NATO met on Sunday. Russia will meet next week.")
    rows = {row["category"]: row for row in rows_of(spec)}
    assert (rows["NATO"]["first"], rows["Russia"]["first"], rows["Russia"]["last"]) == (-4, 4, 10)
    assert said_in(spec) == ["published on Thu 13 January 2022"]
    named = {row["day"]: row["name"] for data in spec["datasets"].values() for row in data if "name" in row}
    assert {named[day][:2] for day in (0, 7)} == {"Th"} and named[-4][:2] == "Su"
    assert min(named) == -4 and max(named) == 10  # no more days than there is something to see


def test_each_row_of_the_days_has_its_name():
    names = ["NATO", "Russia", "Ukraine", "Georgia", "United States", "OSCE"]
    label, other = CORPUS.sources["label"]
    rows = [(name, side, at) for side in (label, other) for at, name in enumerate(names)]
    near = pd.DataFrame(rows, columns=["category", "label", "first"])
    near = near.assign(last=near["first"], edtf="2022-01-13", weekday="Thu", sure=True, first_shown=True, count=1)
    near["spans"] = [(str(number),) for number in near.index]
    published = pd.DataFrame({"label": [label, other], "articles": [1, 9], "edtf": ["2022-01-13", ""]})
    published = published.assign(weekday=[3, -1], sure=True)
    spec = charts.days(near, published, CORPUS.sources, order=names, limit="x").to_dict()
    axes = [layer["encoding"]["y"]["axis"] for layer in spec["layer"] if layer["encoding"].get("y", {}).get("axis")]
    assert axes and all(len(axis["values"]) == 2 * len(names) for axis in axes)
    assert all(f'"{value}"' in axis["labelExpr"] for axis in axes for value in axis["values"]), axes[0]


def test_a_day_of_publication_that_is_inferred_or_unknown_is_said_to_be():
    spec = drawn_days("NATO met on Sunday.", published="2022-01-13?")
    assert said_in(spec) == ["published on Thu 13 January 2022, a day that is inferred"]
    assert [(row["fill"], row["shown"]) for row in rows_of(spec)] == [(0.35, "?")]
    dashes = [layer["mark"].get("strokeDash") for layer in spec["layer"] if layer["mark"]["type"] == "rule"]
    assert [3, 3] in dashes and [1, 0] not in dashes
    assert said_in(drawn_days("NATO met on Sunday.", published="2022")) == ["its day of publication is not known"]
    none = ["published on Thu 13 January 2022", "No mention is dated within two weeks of publication."]
    assert said_in(drawn_days("NATO met in 1999.")) == none


def test_columns_have_names_where_there_is_room_and_numbers_where_not():
    found = cooccurrence.together(MENTIONS, LAYERS["segments"], CORPUS, order := ["Russia", "NATO", "United States"])
    spec = charts.together(found, CORPUS.sources, order=order, limit="x").to_dict()
    wide, narrow = (renderer.svg(spec, width=width, role="narrow") for width in (680, 330))
    assert wide.count(">United States<") == 2
    assert narrow.count(">United States<") == narrow.count(">United<") == narrow.count(">States<") == 1
    seven = counting.largest(counting.by_source(MENTIONS, CORPUS), 7)
    found = cooccurrence.together(MENTIONS, LAYERS["segments"], CORPUS, seven)
    spec = charts.together(found, CORPUS.sources, order=seven, limit="x").to_dict()
    wide, narrow = (renderer.svg(spec, width=width, role="narrow") for width in (680, 330))
    assert wide.count(">Russia<") == 2 and ">1 Russia<" not in wide
    assert narrow.count(">1 Russia<") == 1 and ">7<" in narrow and ">Russia<" not in narrow
    assert names.above(seven, 20) is None


# What is typed in the prose


def test_numbers_typed_in_the_prose_are_those_of_the_tables():
    method = (ROOT / "book" / "method.md").read_text("utf-8")
    judged = pd.read_csv(ROOT / "benchmarks" / "actors-precision.csv")
    right = judged.groupby("verdict")["names"].sum()
    reading = right[right.index.str.startswith("right if")].sum()
    assert f"Of {judged['names'].sum()} names" in method
    assert f"drawn at random, {right['right']} were judged right by one reader, {reading} more" in method
    findings = (ROOT / "book" / "findings.md").read_text("utf-8")
    told = timeline.telling(CORPUS, LAYERS)
    assert "goes back to 1990 near the beginning; in the later one the first is 2008, and 1990 comes near" in findings
    for label, near in zip(CORPUS.labels.values(), (lambda at: at < 0.25, lambda at: at > 0.75), strict=True):
        back = told[(told["label"] == label) & (told["year"] == 1990)]["position"]
        assert near(back.iloc[0])
    named = {label: set(own["category"]) for label, own in counting.with_label(MENTIONS, CORPUS).groupby("label")}
    earlier, later = (named[label] for label in CORPUS.labels.values())
    assert {"Ukraine", "OSCE", "Alexander Lukashevich"} <= earlier - later
    assert {"NATO members", "Dmitry Rogozin", "Dmitry Medvedev"} <= later - earlier
    past = timeline.past(FOUND, CORPUS)
    assert past.iloc[1]["past"] == past.iloc[1]["dated"]  # "in the later one all do"
    assert told.groupby("article_id")["year"].first().tolist() == [2022, 2008]  # "begins in its own time", "with 2008"
    direct = FOUND[FOUND["rule"].isin(dating.DIRECT)].groupby("article_id")["span_id"].nunique()
    assert (direct < MENTIONS.groupby("article_id").size() / 2).all()  # "more than half ... of each report" are not
