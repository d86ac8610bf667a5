"""What both tell and what one tells: the parts add up, the sides are treated alike, the proposal is scored fairly."""

import dataclasses
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from lxml import html
from support import ROOT
from test_hostile import HOSTILE, attributes, elements, said

from analysis.compare import alignment, counting
from analysis.compare.alignment import proposal
from analysis.measure import Corpus, load, measure, segment
from analysis.publish import charts, renderer, rooms, side_by_side

CORPUS = load(ROOT)
LAYERS = measure(CORPUS)
SOURCES = ["brasov", "laodong"]
FOUND = alignment.units(CORPUS, LAYERS, SOURCES)
PLACED = ("boilerplate", "scars", "codes", "roles", "units")


def made(texts: list[str], coded: list[tuple[str, int, str]] = (), *, noted: list[tuple[str, int, str]] = ()) -> Corpus:
    """Return a corpus of two sources, a and b, one article a text, those after the second of b.

    `coded` are units: name, number of the text, words; `noted` are text-critical notes: kind, number, words.
    """
    articles = pd.DataFrame(
        {
            "article_id": [f"text-{i}" for i in range(len(texts))],
            "source": ["a", *["b"] * (len(texts) - 1)],
            "outlet": "An outlet",
            "published": "2020-01-01",
            "display": "full",
            "text": texts,
        }
    )

    def placed(number: int, words: str) -> dict:
        start = texts[number].index(words)
        return {"article_id": f"text-{number}", "start": start, "end": start + len(words), "surface": words}

    tables = CORPUS.tables | {name: CORPUS.tables[name].iloc[:0] for name in PLACED}
    units = [
        {"unit": unit, "kind": "claim", "label": f"It says {unit}.", **placed(i, words)} for unit, i, words in coded
    ]
    scars = [
        {"kind": kind, "note": "A note.", "upstream": "", "url": "", **placed(i, words)} for kind, i, words in noted
    ]
    for name, rows in (("units", units), ("scars", scars)):
        empty = tables[name]
        tables[name] = pd.DataFrame(rows, columns=list(empty)).astype({"start": "int64", "end": "int64"})
    sources = pd.DataFrame({"source": ["a", "b"], "label": ["The A", "The B"], "colour": ["#000000", "#777777"]})
    tables["sources"] = sources.assign(colour_dark=sources["colour"], shape=["circle", "square"])
    return Corpus(ROOT, articles, tables)


def of(corpus: Corpus, function: str, sources: tuple[str, str] = ("a", "b")) -> pd.DataFrame:
    return getattr(alignment, function)(corpus, measure(corpus), list(sources))


# --- the coded units


def test_the_parts_are_all_words_of_the_body_each_once():
    parts = alignment.parts(CORPUS, LAYERS, SOURCES)
    body = segment.of(LAYERS["segments"], "token")
    assert list(parts["span_id"]) == list(body["span_id"])
    by_hand = {"brasov": 505, "laodong": 464}
    for source, own in parts.groupby("source"):
        assert own.groupby("part").size().sum() == by_hand[source]
        assert list(own["place"]) == list(range(len(own)))


def test_words_of_stretches_are_the_words_of_their_part():
    """Those of the chart's strip and those of its bar are the same words."""
    parts = alignment.parts(CORPUS, LAYERS, SOURCES).set_index("span_id")["part"]
    stretches = alignment.stretches(CORPUS, LAYERS, SOURCES)
    words = {part: set(own["spans"].explode()) for part, own in stretches.groupby("part")}
    assert words["both"] == set(parts.index[parts == "both"])
    assert words["one"] - words["both"] == set(parts.index[parts == "one"])
    assert (stretches["last"] - stretches["first"] == stretches["spans"].map(len)).all()
    assert set(stretches["span_id"]) == set(LAYERS["units"]["span_id"])


def test_units_and_tellers_are_those_of_the_table():
    table = CORPUS.tables["units"]
    tellers = table.groupby("unit")["article_id"].nunique()
    assert set(FOUND["unit"]) == set(table["unit"])
    assert (FOUND.set_index("unit")["told_by"] == "both").groupby("unit").first().equals(tellers == 2)
    assert list(FOUND["unit"].unique()) == list(table["unit"].unique())
    assert sum(FOUND["spans"].map(len)) == len(table)


def test_swapped_sources_mirror_each_other():
    turned = alignment.units(CORPUS, LAYERS, SOURCES[::-1])
    order = ["unit", "source"]
    pd.testing.assert_frame_equal(
        turned.sort_values(order, ignore_index=True), FOUND.sort_values(order, ignore_index=True)
    )
    for name in ("parts", "differing", "named", "stretches"):
        first, second = (getattr(alignment, name)(CORPUS, LAYERS, sources) for sources in (SOURCES, SOURCES[::-1]))
        columns = [column for column in ("source", "unit", "span_id", "name", "part") if column in first]
        key = [column for column in columns if column != "part"]
        pd.testing.assert_frame_equal(
            first.sort_values(key, ignore_index=True)[columns], second.sort_values(key, ignore_index=True)[columns]
        )
    one, other = (alignment.proposed(CORPUS, LAYERS, sources) for sources in (SOURCES, SOURCES[::-1]))
    mirror = {
        "article_a": "article_b",
        "article_b": "article_a",
        "sentence_a": "sentence_b",
        "sentence_b": "sentence_a",
    }
    pd.testing.assert_frame_equal(other.rename(columns=mirror)[list(one)], one)
    scores = [
        alignment.score(pairs, alignment.gold(CORPUS, LAYERS, sources), CORPUS, LAYERS, sources)
        for pairs, sources in ((one, SOURCES), (other, SOURCES[::-1]))
    ]
    assert scores[0] == scores[1]


def test_a_word_in_units_of_either_kind_is_told_by_both():
    corpus = made(
        ["Cats sleep and eat.", "Cats sleep."], [("x", 0, "Cats sleep"), ("x", 1, "Cats"), ("y", 0, "sleep and")]
    )
    parts = of(corpus, "parts")
    assert dict(zip(parts["surface"][:4], parts["part"][:4], strict=True)) == {
        **{"Cats": "both", "sleep": "both", "and": "one", "eat": "none"}
    }
    assert list(of(corpus, "units")["words"]) == [2, 1, 2]


def test_a_word_beside_a_stretch_is_not_in_it():
    corpus = made(["The cat’s bed.", "No."], [("x", 0, "cat")])
    assert list(of(corpus, "units")["words"]) == [1]
    assert list(of(corpus, "parts")["part"]) == ["none", "one", "none", "none", "none"]


def test_damage_that_may_touch_what_is_said_is_flagged_and_other_damage_is_not():
    flagged = set(FOUND.loc[FOUND["flags"].map(len) > 0, "unit"])
    by_hand = {"promise-reconfirmed", "years-of-growth", "no-further-enlargement", "debate-on-threat", "osce-key-forum"}
    by_hand |= {"blackmail-refused", "proposals-unacceptable", "on-paper", "documents-handed-over"}
    assert flagged == by_hand
    text = "Cats sleep. the dogs bark."
    coded = [("x", 0, "Cats sleep"), ("y", 0, "dogs")]
    for kind, flags in (("cut", [1, 0]), ("wording", [1, 0]), ("spelling", [0, 0]), ("quotation", [0, 0])):
        corpus = made([text, "No."], coded, noted=[(kind, 0, "sleep. the")])
        assert list(of(corpus, "units")["flags"].map(len)) == flags, kind


def test_the_words_that_differ_in_the_promise_by_hand():
    """Not: US and United States, Soviet and Soviet Union, German and Germany, Alliance and NATO, forms of promise."""
    own = alignment.differing(CORPUS, LAYERS, SOURCES).query("unit == 'promise'")
    words = own.groupby("source")["surface"].agg(list)
    assert words["brasov"] == [
        *("last", "extend", "inch", "East", "made", "James Baker"),
    ]
    assert words["laodong"] == [
        *("commitments", "Western leaders", "German", "Chancellor", "time", "expand"),
    ]


def test_no_word_that_differs_is_in_the_other_wording():
    differing = alignment.differing(CORPUS, LAYERS, SOURCES)
    assert set(differing["unit"]) == set(FOUND.loc[FOUND["told_by"] == "both", "unit"])
    for _, own in differing.groupby("unit"):
        terms = [set(side["term"]) for _, side in own.groupby("source")]
        assert not terms[0] & terms[1]
    same = made(["The cat slept.", "Cats sleep."], [("x", 0, "The cat slept"), ("x", 1, "Cats sleep")])
    assert of(same, "differing").empty


def test_names_and_years_are_in_the_part_they_stand_in():
    names = alignment.named(CORPUS, LAYERS, SOURCES)
    alone = names[names.groupby(["what", "name"])["source"].transform("nunique") == 1]
    found = {name: (set(own["source"]), list(own["part"])) for name, own in alone.groupby("name")}
    assert found["Ukraine"] == ({"brasov"}, ["one"] * 3)
    assert found["Bucharest"] == ({"laodong"}, ["one"] * 2)
    assert found["James Baker"] == ({"brasov"}, ["both"])
    assert found["1999"] == ({"brasov"}, ["one"])
    assert set(alone.loc[alone["what"] == "year", "name"]) == {"1999", "2004", "2008", "2015", "2016", "2022"}


def test_a_source_beyond_the_two_compared_does_not_count():
    corpus = made(["Cats sleep.", "Cats sleep.", "Dogs."], [("x", 0, "Cats"), ("x", 1, "Cats"), ("y", 2, "Dogs")])
    articles = corpus.articles.assign(source=["a", "b", "c"])
    corpus = dataclasses.replace(corpus, articles=articles)
    assert set(of(corpus, "units")["unit"]) == {"x"}
    assert set(of(corpus, "units", ("a", "c"))["told_by"]) == {"one"}
    assert set(of(corpus, "parts")["source"]) == {"a", "b"}


@pytest.mark.parametrize(
    "texts",
    [["Cats sleep.", "Dogs bark."], ["Cats sleep. Dogs bark.", "…"], ["…", "…"], ["Cats sleep.", "Cats sleep."]],
)
def test_without_coded_units_and_with_one_sentence_nothing_breaks(texts, recwarn):
    corpus = made(texts)
    layers = measure(corpus)
    about = side_by_side.told(corpus, layers, ["a", "b"])
    assert of(corpus, "units").empty and of(corpus, "stretches").empty and of(corpus, "differing").empty
    assert set(of(corpus, "parts")["part"]) <= {"none"}
    assert of(corpus, "named").empty
    sentences = pd.concat(proposal._sentences(corpus, layers, source) for source in "ab").reset_index(drop=True)
    assert np.isfinite(proposal._weights(proposal._features(corpus, layers), sentences)[0].data).all()
    pairs, coded = of(corpus, "proposed"), of(corpus, "gold")
    assert pairs.empty and coded.empty
    assert alignment.score(pairs, coded, corpus, layers, ["a", "b"]) is None
    assert side_by_side.both(of(corpus, "units"), of(corpus, "differing"), about) == '<div class="tt-told"></div>'
    assert side_by_side.one(of(corpus, "units"), about) == side_by_side.pairs(pairs, coded, about)
    assert not recwarn.list


# --- the proposal


def test_sentences_that_are_most_alike_are_proposed_and_the_weightiest_word_comes_first():
    first = "Cats sleep at night. Rome fell in 476. Dogs bark at strangers."
    second = "Strangers were barked at by dogs. Ships sail. The cats slept. Dogs."
    pairs = of(made([first, second]), "proposed")
    assert [(row.sentence_a, row.sentence_b) for row in pairs.itertuples()] == [(3, 1), (1, 3)]
    assert pairs["shared"].iloc[0][-1] == "dog"  # in three sentences; the others are in two
    assert pairs["similarity"].between(0.1, 1).all()
    assert pairs["similarity"].is_monotonic_decreasing


def test_of_very_many_pairs_those_stand_there_that_share_most_words(monkeypatch):
    corpus = made(["Cats sleep. Dogs bark at strangers daily.", "Cats slept. Strangers saw dogs bark at noon."])
    about = side_by_side.told(corpus, measure(corpus), ["a", "b"])
    pairs, coded = of(corpus, "proposed"), of(corpus, "gold")
    assert [len(row.shared) for row in pairs.itertuples()] == [2, 3]
    assert said(read(side_by_side.pairs(pairs, coded, about)).xpath("string(.//h3)")) == "Pair 1"
    assert "words in common" not in side_by_side.pairs(pairs, coded, about)
    monkeypatch.setattr(side_by_side, "MOST", 1)
    tree = read(side_by_side.pairs(pairs, coded, about))
    assert [said(one.text) for one in tree.xpath("//p[not(@class)]")][0] == (
        "The 1 that have most words in common, of 2 pairs."
    )
    (pair,) = tree.xpath("//p[@class='tt-pair']")
    assert all(word in pair.text for word in ("dog", "bark", "stranger"))


def test_the_cosine_by_hand():
    corpus = made(["Cats sleep. Ships sail.", "Cats bark. Birds fly. Fish swim."])
    (pair,) = of(corpus, "proposed").itertuples()
    # Five sentences; cat is in two of them, sleep and bark in one each.
    cat, other = np.log(5 / 2), np.log(5)
    assert pair.similarity == pytest.approx(cat**2 / (cat**2 + other**2), abs=1e-6)
    assert pair.shared == ("cat",)


def test_the_same_actor_and_the_same_year_make_sentences_alike_whatever_their_words():
    first = "In May 1997 Moscow agreed. Ships sail. Birds fly."
    second = "Fish swim. Others came round in 1997, the Russian side said. Horses run."
    (pair,) = of(made([first, second]), "proposed").itertuples()
    assert (pair.sentence_a, pair.sentence_b) == (1, 2)
    assert set(pair.shared) == {"Russia", "1997"}


def test_what_stands_in_a_date_counts_as_its_year_alone():
    (pair,) = of(
        made(["Ships sail on Thursday. Birds fly.", "Fish swim on Thursday. Horses run."]), "proposed"
    ).itertuples()
    assert pair.shared == ("2019",)  # the Thursday before 1 January 2020


def test_each_sentence_is_in_one_pair_and_below_the_threshold_there_is_none():
    pairs = alignment.proposed(CORPUS, LAYERS, SOURCES, threshold=0)
    assert len(pairs) >= len(alignment.proposed(CORPUS, LAYERS, SOURCES)) > 0
    for side in "ab":
        assert not pairs.duplicated([f"article_{side}", f"sentence_{side}"]).any()
    assert alignment.proposed(CORPUS, LAYERS, SOURCES, threshold=1.1).empty


def test_coded_pairs_by_hand():
    coded = alignment.gold(CORPUS, LAYERS, SOURCES)
    pairs = [(row.sentence_a, row.sentence_b, row.units) for row in coded.itertuples()]
    promise, broken, guarantees = ("promise",), ("promise-broken",), ("guarantees-demanded",)
    assert pairs == [
        *((1, 17, promise), (1, 18, promise), (2, 2, guarantees), (3, 17, promise), (3, 18, promise)),
        *((4, 5, broken), (4, 17, broken), (11, 2, guarantees)),
    ]
    # No two with a sentence in common: one of 1 and 3 with 17, the other with 18; 2 with 2; 4 with 5.
    score = alignment.score(alignment.proposed(CORPUS, LAYERS, SOURCES), coded, CORPUS, LAYERS, SOURCES)
    assert (score["coded"], score["reachable"], score["possible"]) == (8, 4, 14 * 19)


def test_a_perfect_proposal_scores_one_and_a_wrong_one_nothing():
    texts = ["Cats sleep. Dogs bark. Ships sail.", "Birds fly. Dogs bark. Cats sleep."]
    corpus = made(texts, [("x", 0, "Cats"), ("x", 1, "Cats"), ("y", 0, "Dogs"), ("y", 1, "Dogs")])
    layers, coded = measure(corpus), of(corpus, "gold")
    right, wrong = coded.drop(columns="units"), coded.drop(columns="units").assign(sentence_b=1)
    full = alignment.score(right, coded, corpus, layers, ["a", "b"])
    assert (full["hits"], full["possible"], full["reachable"], full["units_found"], full["units"]) == (2, 9, 2, 2, 2)
    assert list(alignment.rates(full)["share"]) == [1, 1]
    none = alignment.score(wrong.head(1), coded, corpus, layers, ["a", "b"])
    assert (none["hits"], none["units_found"], none["chance_share"]) == (0, 0, 1)
    assert list(alignment.rates(none)["share"]) == [0, 0]
    nothing = alignment.score(right.head(0), coded, corpus, layers, ["a", "b"])
    assert alignment.rates(nothing)["share"].isna().tolist() == [True, False]
    assert alignment.proposed(corpus, layers, ["a", "b"]).merge(right).shape[0] == 2


def test_what_chance_gives_is_what_all_draws_give():
    """Counted out over every way to draw two pairs of three and three sentences."""
    truth = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 0]], dtype=bool)
    draws = [
        sum(truth[row, column] for row, column in zip(rows, columns, strict=True))
        for rows in permutations(range(3), 2)
        for columns in permutations(range(3), 2)
    ]
    assert np.mean(draws) / 2 == pytest.approx(truth.mean())
    assert proposal._as_many(truth, 2, 1) == pytest.approx(np.mean([hits >= 1 for hits in draws]), abs=0.03)
    assert alignment.rates({"proposed": 3, "coded": 2, "hits": 1, "possible": 9})["chance"][0] == pytest.approx(2 / 9)


def test_articles_without_a_coded_unit_are_left_out_of_the_score():
    texts = ["Cats sleep. Dogs bark.", "Dogs bark. Cats sleep.", "Cats sleep. Dogs bark."]
    corpus = made(texts, [("x", 0, "Cats"), ("x", 1, "Cats")])
    layers, coded = measure(corpus), of(corpus, "gold")
    pairs = coded.drop(columns="units")
    score = alignment.score(pd.concat([pairs, pairs.assign(article_b="text-2")]), coded, corpus, layers, ["a", "b"])
    assert (score["proposed"], score["possible"]) == (1, 4)


# --- the page and the chart


def page(corpus: Corpus, layers: dict[str, pd.DataFrame], sources: list[str]) -> str:
    about = side_by_side.told(corpus, layers, sources)
    found = alignment.units(corpus, layers, sources)
    pairs, coded = alignment.proposed(corpus, layers, sources, threshold=0), alignment.gold(corpus, layers, sources)
    both = side_by_side.both(found, alignment.differing(corpus, layers, sources), about)
    return both + side_by_side.one(found, about) + side_by_side.pairs(pairs, coded, about)


def read(fragment: str):
    return html.fragment_fromstring(fragment, create_parent="main")


def test_each_wording_is_there_with_its_sentence_and_its_words_marked():
    tree = read(page(CORPUS, LAYERS, SOURCES))
    words = [" ".join(item.text_content().split()) for item in tree.xpath("//li[a]")]
    for row in CORPUS.tables["units"].itertuples():
        assert any(" ".join(row.surface.split()) in text for text in words), row.surface
    marked = [element.text_content() for element in tree.xpath("//mark")]
    assert sorted(marked) == sorted(alignment.differing(CORPUS, LAYERS, SOURCES)["surface"])
    notes = " ".join(tree.xpath("string(//main)").split())
    assert "Upstream: EFE has Baker repeat the promise" in notes
    assert len(tree.xpath("//*[@class='tt-doubt']")) == (FOUND["flags"].map(len) > 0).sum()
    assert {link.partition("#")[0] for link in tree.xpath("//a[@class='tt-place']/@href")} == {f"../{rooms.FIRST}.html"}


def test_a_word_is_marked_in_its_own_text_and_for_its_own_unit():
    coded = [("x", 0, "Big cats sleep"), ("x", 1, "Cats sleep now"), ("y", 0, "sleep, dogs"), ("y", 1, "dogs bark")]
    corpus = made(["Big cats sleep, dogs bark.", "Cats sleep now, dogs bark."], coded)
    tree = read(page(corpus, measure(corpus), ["a", "b"]))
    both = tree.xpath("//*[@class='tt-told']")[0]
    marked = [[mark.text for mark in side.iter("mark")] for side in both.xpath(".//*[contains(@class, 'tt-side ')]")]
    assert marked == [["Big"], ["now"], ["sleep"], ["bark"]]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(text):
    text = " ".join(text.split()) + " NATO cats sleep."
    corpus = made([text, text], [("x", 0, text), ("x", 1, text), (text, 0, text)], noted=[("cut", 0, text)])
    labels = corpus.tables["units"].assign(label=text, kind=text)
    named = corpus.tables["sources"].assign(label=[f"{text} 1", f"{text} 2"])
    scars = corpus.tables["scars"].assign(note=text, upstream=text, url="https://example.org/?a=1&b=<\"'>")
    corpus = dataclasses.replace(corpus, tables=corpus.tables | {"units": labels, "sources": named, "scars": scars})
    layers = measure(corpus)
    tree = read(page(corpus, layers, ["a", "b"]))
    assert elements(tree) <= {"div", "h3", "small", "p", "ul", "li", "a", "mark", "em"}
    assert attributes(tree) <= {"class", "href", "aria-label"}
    assert said(tree.xpath("string(.//h3)")) == said(f"{text} {text}")
    parts, stretches = of(corpus, "parts"), of(corpus, "stretches")
    drawing = read(renderer.figure(chart_of(corpus, parts, stretches).to_dict()))
    assert not [name for name in attributes(drawing) if name.startswith("on") or name in ("href", "xlink:href")]


def chart_of(corpus: Corpus, parts: pd.DataFrame, stretches: pd.DataFrame):
    counted = counting.by_source(parts.assign(category=parts["part"]), corpus, ["both", "one", "none"])
    counted = counted.rename(columns={"category": "part"})
    return charts.told_by(counted, counting.with_label(stretches, corpus), corpus.sources.head(2))


@pytest.mark.parametrize("display", ["none", "excerpts"])
def test_text_that_may_not_be_shown_is_not(display):
    corpus = dataclasses.replace(CORPUS, articles=CORPUS.articles.assign(display=display))
    about = side_by_side.told(corpus, LAYERS, SOURCES)
    shown = page(corpus, LAYERS, SOURCES)
    told = read(shown).xpath("string(//main)")
    for row in LAYERS["units"].itertuples():
        if len(row.surface.split()) > 5 and not about.shown.allows(row.article_id, row.start, row.end):
            assert row.surface not in told
    assert "in Poland and the Czech Republic" not in shown  # six words of a label, and of the text
    hidden = [row for row in LAYERS["units"].itertuples() if not about.shown.allows(row.article_id, row.start, row.end)]
    assert sum("text not shown" in item for item in read(shown).xpath("//li/text()")) >= len(hidden) > 0
    if display == "none":
        assert len(hidden) == len(LAYERS["units"])
        assert not read(shown).xpath("//mark | //em")


def test_the_chart_is_mirrored_with_its_sources_and_its_numbers_are_the_words():
    parts, stretches = (getattr(alignment, name)(CORPUS, LAYERS, SOURCES) for name in ("parts", "stretches"))
    marks = {mark["name"]: mark for mark in chart_of(CORPUS, parts, stretches).to_dict()["usermeta"]["marks"]}
    for label, source in (("Brasov.co 2022", "brasov"), ("Lao Động 2026", "laodong")):
        whole = [marks[f"{label}: words {part}"] for part in ("told by both", "only here", "not coded")]
        own = parts[parts["source"] == source]
        assert sum(mark["value"] for mark in whole) == len(own)
        assert [span for mark in whole for span in mark["spans"]] == list(
            own.sort_values("part", key=lambda part: part.map({"both": 0, "one": 1, "none": 2}), kind="stable")[
                "span_id"
            ]
        )
    turned = dataclasses.replace(
        CORPUS, tables=CORPUS.tables | {"sources": CORPUS.sources.iloc[::-1].reset_index(drop=True)}
    )
    title = chart_of(turned, parts, stretches).to_dict()["usermeta"]["title"]
    assert title == "Told by both: 67 of 464 words in Lao Động 2026 and 69 of 505 words in Brasov.co 2022"
