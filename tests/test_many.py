"""Charts of many articles: each draws few things one by one and many together, and loses none."""

import pandas as pd
import pytest

from analysis.compare import reading
from analysis.compare.voices import OWN
from analysis.publish import charts, words
from analysis.publish.charts.many import MOST, bars

ONE, OTHER = LABELS = ["The Herald", "The Post"]
SOURCES = pd.DataFrame(
    {"source": ["h", "p"], "label": LABELS, "colour": ["#08305A", "#C97A10"], "shape": ["circle", "square"]}
)
NAMED = ["NATO", "Russia"]
WORDS = {"limit": "x", "foot": "x."}


def placed(count: int, **columns) -> pd.DataFrame:
    """Return spans at places from the first word of a text to its end.

    Three of four are of the first source; those of the second stand rather at the beginning.
    """
    rows = [
        {
            "category": NAMED[at % 3 == 0],
            "label": LABELS[at % 4 == 0],
            "position": (at / (count - 1)) ** (2 if at % 4 == 0 else 1),
            "spans": (f"a/x/{at}-{at + 1}",),
            "side": [OWN, "Russia", "West"][at // 3 % 3],
        }
        for at in range(count)
    ]
    return pd.DataFrame(rows).assign(**columns)


def course(count: int) -> dict:
    frame = placed(count).drop(columns="side")
    return charts.course(frame, SOURCES, what="mentions", order=NAMED, **WORDS).to_dict()


def owners(count: int) -> dict:
    sides = [OWN, "Russia", "West"]
    drawn = charts.owners(placed(count), SOURCES, what="marks", short="Marks", order=NAMED, sides=sides, **WORDS)
    return drawn.to_dict()


def doers(count: int) -> dict:
    sides = [OWN, "Russia", "West"]
    return charts.doers(placed(count), SOURCES, what="acts", order=NAMED, sides=sides, who="done by", **WORDS).to_dict()


def runs(count: int) -> pd.DataFrame:
    """Return runs of three words each, ten to an article."""
    frame = placed(count)
    at = pd.Series(range(count)) % 10
    three = [tuple(f"a{nth // 10}/segments/{10 * nth + word}" for word in range(3)) for nth in range(count)]
    frame = frame.assign(
        category=frame["side"], speaker="x", spoken=frame["side"].where(frame["side"] == OWN, "direct")
    )
    return frame.assign(
        first=at / 10, last=(at + 1) / 10, spans=three, label=[LABELS[nth // 10 % 2] for nth in range(count)]
    )


def voice_course(count: int) -> dict:
    return charts.voice_course(runs(count), SOURCES, order=[OWN, "Russia", "West"], **WORDS).to_dict()


def told(count: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return dated sentences of four articles, of which the last has no certain day of publication."""
    frame = placed(count)
    article = pd.Series(range(count)) % 4
    frame = frame.assign(article_id=article.map("a{}".format), label=article.map([ONE, OTHER, ONE, OTHER].__getitem__))
    time = 2000.0 + pd.Series(range(count)) % 7
    frame = frame.assign(sentence=range(count), time=time, year=time.astype("int64"))
    own = pd.DataFrame({"article_id": ["a0", "a1", "a2", "a3"], "label": [ONE, OTHER, ONE, OTHER], "time": 2004.0})
    return frame, own.assign(certain=[True, True, True, False])


def telling(count: int) -> dict:
    frame, own = told(count)
    return charts.telling(frame, own, SOURCES, back_to={label: [1990] for label in LABELS}, limit="x").to_dict()


def spots(count: int, *, day: bool) -> pd.DataFrame:
    """Return mentions at their times: single ones, and each tenth of a longer time."""
    unit = [at % 29 - 14 if day else 2000 + at % 20 for at in range(count)]
    frame = placed(count).assign(
        first=unit, first_shown=True, count=1, sure=True, direct=[at % 2 == 0 for at in range(count)]
    )
    frame["last"] = frame["first"] + [int(at % 10 == 9) for at in range(count)]
    frame["edtf"] = frame["first"].astype(str)
    return frame.assign(begin=frame["first"] + 0.0, end=frame["last"] + 1.0, time=frame["first"] + 0.5, weekday="Mon")


def years(count: int) -> dict:
    events = pd.DataFrame(columns=["key", "short", "label", "year", "time", "begin", "end"])
    undated = placed(8).groupby(["category", "label"])["spans"].agg(lambda own: sum(own, ())).reset_index()
    undated = undated.assign(first_shown=True, count=undated["spans"].map(len))
    return charts.years(spots(count, day=False), events, SOURCES, order=NAMED, undated=undated, limit="x").to_dict()


def days(count: int) -> dict:
    published = pd.DataFrame({"label": LABELS, "articles": 9, "edtf": "", "weekday": -1, "sure": True})
    return charts.days(spots(count, day=True), published, SOURCES, order=NAMED, limit="x").to_dict()


def sentences(count: int, articles: int) -> pd.DataFrame:
    rows = [
        {
            "article_id": f"a{at % articles}",
            "label": LABELS[at % articles % 2],
            "number": at // articles + 1,
            "first": 5 * (at // articles),
            "last": 5 * (at // articles) + 5,
            "words": 3 + at % articles % 7,
            "body": at // articles > 0,  # the first is site furniture
            "spans": tuple(f"a{at % articles}/segments/{at}-{word}" for word in range(5)),
        }
        for at in range(count)
    ]
    return pd.DataFrame(rows)


def reading_order(articles: int) -> dict:
    scars = pd.DataFrame([{"label": ONE, "word": 3, "kind": "cut", "spans": ("a0/scars/1-2",)}])
    return charts.reading_order(sentences(240, articles), scars, SOURCES).to_dict()


def told_by(count: int) -> dict:
    parts = [(label, part) for label in LABELS for part in ("both", "one", "none")]
    counted = pd.DataFrame(parts, columns=["label", "part"]).assign(count=4, spans=[tuple("abcd")] * 6)
    strip = placed(count).assign(says="x", kind="claim", part="both", first=range(count))
    return charts.told_by(counted, strip.assign(last=strip["first"] + 1), SOURCES).to_dict()


def table(spec: dict) -> pd.DataFrame:
    return pd.DataFrame(spec["usermeta"]["table"]["rows"])


def rows(spec: dict) -> int:
    return sum(len(own) for own in spec["datasets"].values())


SWITCHED = [course, owners, doers, voice_course, telling, told_by]


@pytest.mark.parametrize("chart", SWITCHED)
def test_a_chart_of_more_than_so_many_things_takes_its_other_form(chart):
    few, more, many = (chart(count) for count in (MOST, MOST + 1, 20 * MOST))
    assert rows(few) >= MOST
    # What is put together grows with its categories, not with its things.
    assert rows(more) < MOST
    assert rows(many) < MOST
    assert len(many["usermeta"]["table"]["rows"]) < MOST
    assert few["usermeta"]["measure"] != more["usermeta"]["measure"]
    assert set(more["usermeta"]) == set(few["usermeta"])


@pytest.mark.parametrize(("chart", "count"), [(days, 30), (years, 16)])
def test_marks_of_times_that_have_no_room_are_put_together(chart, count):
    assert "the larger a mark" not in chart(count)["usermeta"]["measure"]
    many = chart(20 * MOST)
    assert "the larger a mark" in many["usermeta"]["measure"]
    assert rows(many) < 2 * MOST


@pytest.mark.parametrize("chart", [*SWITCHED, days, years])
def test_every_mark_drawn_and_every_number_of_the_table_leads_somewhere(chart):
    spec = chart(4 * MOST)
    keys = {mark["key"] for mark in spec["usermeta"]["marks"]}
    drawn = {row["mark"] for own in spec["datasets"].values() for row in own if "mark" in row}
    assert drawn and drawn <= keys
    assert {key for row in spec["usermeta"]["table"]["rows"] for key in row["marks"].values()} <= keys


@pytest.mark.parametrize("count", [MOST + 1, 3 * MOST])
def test_no_span_of_the_course_is_lost(count):
    frame, found = placed(count), table(course(count))
    assert found["count"].sum() == count
    sums = found.groupby(["category", "label"])["count"].sum()
    pd.testing.assert_series_equal(sums, frame.groupby(["category", "label"]).size(), check_names=False)
    # The first word and the end of a text are in its first and its last tenth.
    assert set(found["where"]) == {bars.said(tenth) for tenth in range(10)}


def test_tenths_are_those_of_the_places():
    assert list(bars.tenth(pd.Series([0.0, 0.0999, 0.1, 0.3, 0.7, 0.999, 1.0]))) == [0, 0, 1, 3, 7, 9, 9]
    # Of n words the k-th stands at k/n; where that is a whole tenth, rounding must not put it into the one before.
    assert list(bars.tenth(pd.Series([1 - 0.9, 0.8 - 0.1]))) == [1, 7]
    for words_ in (10, 30, 70, 190, 1010):
        places = pd.Series(range(words_)) / words_
        assert bars.tenth(places).value_counts().eq(words_ // 10).all()


def test_swapping_the_sources_swaps_the_picture():
    frame = placed(2 * MOST).drop(columns="side")
    other = frame.assign(label=frame["label"].map({ONE: OTHER, OTHER: ONE}))
    one, two = (charts.course(own, SOURCES, what="x", order=NAMED, **WORDS).to_dict() for own in (frame, other))

    def edges(spec: dict) -> pd.DataFrame:
        """Return how far from the line of its row each bar goes, below it or above."""
        found = pd.DataFrame([row for own in spec["datasets"].values() for row in own if "top" in row])
        found["far"] = found["bottom"] - found["category"].map(NAMED.index)
        return found.set_index(["category", "label", "low"])["far"].unstack("label")[LABELS]

    before, after = edges(one), edges(two)
    assert after[OTHER].to_numpy() == pytest.approx(-before[ONE].to_numpy(), abs=1e-3)
    assert after[ONE].to_numpy() == pytest.approx(-before[OTHER].to_numpy(), abs=1e-3)
    assert after[ONE].to_numpy() != pytest.approx(before[ONE].to_numpy(), abs=1e-2)


def test_bars_of_one_voice_stand_beside_the_line_and_the_other_beyond_them():
    spec = charts.course(placed(2 * MOST), SOURCES, what="x", order=NAMED, **WORDS).to_dict()
    found = pd.DataFrame([row for own in spec["datasets"].values() for row in own if "top" in row])
    assert (found.groupby(["category", "label", "low"]).size() <= 2).all()
    row = found["category"].map(NAMED.index)
    own = found["fill"] == 1
    assert (found.loc[own, "top"] == row[own]).all()
    # The first source goes up from the line, the second down.
    assert (found["bottom"] < row).tolist() == (found["label"] == ONE).tolist()
    for _, both in found.groupby(["category", "label", "low"]):
        if len(both) == 2:
            ends = both.loc[both["fill"] == 1, "bottom"].item()
            assert both.loc[both["fill"] < 1, "top"].item() == pytest.approx(ends, abs=1e-3)


@pytest.mark.parametrize("chart", [owners, doers])
def test_the_parts_of_a_bar_are_its_whole(chart):
    count = 2 * MOST
    spec, frame = chart(count), placed(count)
    found = table(spec)
    assert found["count"].sum() == count
    parts = pd.DataFrame([row for own in spec["datasets"].values() for row in own if "sign" in row])
    sizes = parts.assign(size=parts["last"] - parts["first"]).set_index(["category", "label", "side"])["size"]
    expected = frame.groupby(["category", "label", "side"]).size()
    pd.testing.assert_series_equal(sizes.sort_index(), expected, check_names=False)
    for (_, _), own in parts.groupby(["category", "label"]):
        assert list(own["first"]) == [0, *own["last"][:-1]]


def test_each_word_of_a_run_is_counted_in_the_tenth_where_it_stands():
    count = 20 * 20  # whole articles of ten runs with three words each: a run is a tenth
    spec, frame = voice_course(count), runs(count)
    found = table(spec)
    assert found["words"].sum() == 3 * count
    assert found.groupby(["label", "where"])["words"].sum().nunique() == 1
    points = pd.DataFrame([row for own in spec["datasets"].values() for row in own if "share" in row])
    for row in points.itertuples():
        own = frame[(frame["label"] == row.label) & ((frame["first"] * 10).round() == row.tenth)]
        assert (row.given, row.words) == (3 * (own["category"] != OWN).sum(), 3 * len(own))
        assert row.share == pytest.approx(row.given / row.words, abs=1e-4)


def test_times_are_counted_from_the_publication_of_their_own_article():
    frame, own = told(4 * MOST)
    spec = telling(4 * MOST)
    found = table(spec)
    left = frame["article_id"] == "a3"
    assert found["dates"].sum() == (~left).sum()
    assert f"one article with no certain day of publication ({left.sum()} dates)" in spec["usermeta"]["measure"]
    first = frame[~left & (frame["label"] == ONE) & (frame["position"] < 0.1)]
    expected = (first["time"] - 2004).quantile([0.25, 0.5, 0.75])
    assert found.loc[0, ["low", "middle", "high"]].tolist() == pytest.approx(expected.tolist(), abs=0.01)
    # A later publication makes all of it longer ago.
    later = charts.telling(frame, own.assign(time=2005.0), SOURCES, back_to={}, limit="x").to_dict()
    assert (table(later)["low"] - found["low"]).round(6).eq(-1).all()


@pytest.mark.parametrize("chart", [days, years])
def test_no_mention_is_lost_between_the_picture_and_the_table(chart):
    count = 10 * MOST
    spec = chart(count)
    found = table(spec)
    found = found[found["unit"] != "none"]
    assert found["count"].sum() == count
    longer = found["unit"].str.contains(" to ")
    assert longer.any()
    assert f"{found.loc[longer, 'count'].sum():,} mentions" in spec["usermeta"]["measure"]
    if chart is years:
        assert found["full"].sum() == count / 2


def test_years_far_from_the_others_are_put_together_at_the_ends():
    frame = spots(4 * MOST, day=False)
    frame.loc[[0, 5, 10], ["first", "last"]] = [1797, 1797]
    events = pd.DataFrame(columns=["key", "short", "label", "year", "time", "begin", "end"])
    undated = frame.head(0)[["category", "label", "first_shown", "count", "spans"]]
    spec = charts.years(frame, events, SOURCES, order=NAMED, undated=undated, limit="x").to_dict()
    found = table(spec)
    assert found.loc[found["unit"].str.startswith("before"), "count"].sum() == 3
    assert found["count"].sum() == len(frame)
    drawn = [row for own in spec["datasets"].values() for row in own if "place" in row]
    first = min(row["place"] for row in drawn)
    assert first > 1990
    assert all(row["unit"].startswith("before") for row in drawn if row["place"] == first)


@pytest.mark.parametrize("articles", [4, 60])
def test_each_article_is_counted_once_by_its_length_without_site_furniture(articles):
    spec = reading_order(articles)
    found = table(spec)
    assert found["count"].sum() == articles
    body = sentences(240, articles).query("body")
    lengths = body.groupby(["label", "article_id"])["words"].sum()
    for row in found.itertuples():
        low, high = map(int, row.long.replace(",", "").replace("or more", "to 99999").split(" to "))
        assert found.at[row.Index, "count"] == lengths[row.label].between(low, high).sum()
    medians = {row["label"]: row["median"] for own in spec["datasets"].values() for row in own if "median" in row}
    assert medians == lengths.groupby("label").median().to_dict()


def test_a_pair_of_articles_is_drawn_by_sentences_whatever_their_number():
    assert len(table(reading_order(2))) == 240 + 1


def test_the_words_before_a_place_are_those_that_begin_before_it():
    tokens = pd.DataFrame({"article_id": "a", "start": [0, 4, 9], "unit": "token", "body": True})
    spans = pd.DataFrame({"article_id": "a", "start": [0, 1, 4, 9, 20]}, index=[3, 1, 4, 0, 2])
    assert reading.words_before(spans, tokens).to_dict() == {3: 0, 1: 1, 4: 1, 0: 2, 2: 3}


def test_a_sentence_never_lists_hundreds_of_years():
    assert words.listed_years([1999, 1990, 1999]) == "1999, 1990 and 1999"
    assert len(words.listed_years(range(1500, 2000))) < 60
    assert "1999 (twelve times)" in words.listed_years([1999] * 12 + list(range(1950, 1960)))
