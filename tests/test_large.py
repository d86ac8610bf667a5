"""What holds of a book of many articles: measured once, drawn from openly, paged."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from lxml import html
from support import ROOT

from analysis.measure import LAYERS, Corpus, kept, layer, load, measure, segment
from analysis.measure.memo import keep_last
from analysis.publish import (
    chart_marks,
    counted,
    drawn,
    evidence,
    landing,
    reading_room,
    rights,
    rooms,
    tables,
    text_marks,
)
from analysis.publish.chart_marks import LEAST, MOST, Marks

CORPUS = load(ROOT)


def many(number: int = 60, root=None) -> Corpus:
    """The articles of this book again and again under other names, all but those that were coded by hand."""
    copies = [
        CORPUS.articles.assign(article_id=CORPUS.articles["article_id"] + f"-{copy}") for copy in range(number // 2)
    ]
    empty = {
        name: table.iloc[:0]
        for name, table in CORPUS.tables.items()
        if "article_id" in table and name not in ("actors", "sources")
    }
    articles = pd.concat(copies, ignore_index=True)
    return replace(CORPUS, root=root or CORPUS.root, articles=articles, tables={**CORPUS.tables, **empty})


@pytest.fixture
def large(monkeypatch, tmp_path):
    monkeypatch.setattr(kept, "LARGE", 10_000)
    return many(10, tmp_path)


def at_once(corpus):
    return layer.find(corpus.articles, corpus.tables, LAYERS, {})


def written(corpus):
    """Return the file of each layer that is kept, and when it was written."""
    places = (corpus.root / "_build" / "measured").iterdir()
    return {place.name.rpartition("-")[0]: (place, place.stat().st_mtime_ns) for place in places}


def same(one, other):
    for own in LAYERS:
        pd.testing.assert_frame_equal(one[own.name], other[own.name])


@pytest.mark.slow
def test_a_large_corpus_is_measured_in_parts_and_kept_and_nothing_is_other_than_at_once(large):
    expected = at_once(large)
    same(measure(large), expected)
    before = written(large)
    assert set(before) == {one.name for one in LAYERS}
    same(measure(large), expected)
    assert written(large) == before


@pytest.mark.slow
def test_of_a_changed_table_only_what_depends_on_it_is_measured_again(large):
    measure(large)
    before = written(large)
    actors = large.tables["actors"].assign(names=large.tables["actors"]["names"].str.replace("NATO", "Nato pact"))
    changed = replace(large, tables={**large.tables, "actors": actors})
    same(measure(changed), at_once(changed))
    after = written(large)
    assert {name for name in before if after[name] != before[name]} == {"actors", "statements"}


def test_an_instrument_sees_no_table_that_it_does_not_name():
    greedy = layer.Layer("greedy", lambda *_, tables: tables["actors"], (), 1)
    with pytest.raises(KeyError):
        kept.measured(CORPUS, [LAYERS[0], greedy])


@pytest.mark.slow
def test_what_was_kept_of_another_text_or_in_part_is_not_taken(large):
    measure(large)
    before = written(large)
    changed = replace(large, articles=large.articles.assign(text=large.articles["text"] + " Moscow said so."))
    same(measure(changed), at_once(changed))
    after = written(large)
    assert not set(before.values()) & set(after.values())
    for place, _ in after.values():
        place.write_bytes(place.read_bytes()[:1000])
    same(measure(changed), at_once(changed))


def test_a_small_corpus_is_not_kept(tmp_path):
    measure(replace(CORPUS, root=tmp_path))
    assert not (tmp_path / "_build").exists()


def test_a_function_that_keeps_its_last_result_asks_again_for_another_table():
    asked = []

    @keep_last
    def size(table):
        asked.append(table)
        return len(table)

    one, other = pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [1, 2]})
    assert [size(one), size(one), size(other), size(one)] == [1, 1, 2, 1]
    assert len(asked) == 3


def test_a_list_is_drawn_from_only_in_a_book_of_many_articles_and_always_alike():
    longer = pd.DataFrame({"n": range(300)})
    assert drawn.draw(longer, drawn.FEW).rows is longer
    endless = pd.DataFrame({"a": range(drawn.WHOLE + 1)})
    assert len(drawn.draw(endless, drawn.FEW).rows) == drawn.WHOLE
    assert drawn.draw(endless, drawn.FEW).told == "401; shown are 400, drawn at random"
    assert len(drawn.draw(longer.head(drawn.DRAWN), drawn.FEW + 1).rows) == drawn.DRAWN
    some = drawn.draw(longer, drawn.FEW + 1).rows
    assert len(some) == drawn.DRAWN
    assert some["n"].is_monotonic_increasing
    pd.testing.assert_frame_equal(some, drawn.draw(longer, drawn.FEW + 1).rows)


@pytest.mark.parametrize("number", [0, 1, drawn.DRAWN - 1, drawn.DRAWN, drawn.DRAWN + 1, 499])
def test_what_may_be_read_is_drawn_first_and_the_list_says_among_how_many(number):
    longer = pd.DataFrame({"n": range(500)})
    may = pd.Series(np.isin(longer["n"], np.random.default_rng(1).choice(500, number, replace=False)))
    some = drawn.draw(longer, drawn.FEW + 1, may)
    assert len(some.rows) == drawn.DRAWN
    assert some.rows["n"].is_monotonic_increasing
    assert some.rows["n"].is_unique
    assert may[some.rows.index].sum() == min(number, drawn.DRAWN)
    assert some.told.startswith(f"500; shown are {drawn.DRAWN}, ")
    assert (f" {number} whose sentence may be shown" in some.told) == (number > 0)


@pytest.fixture
def excerpts(monkeypatch):
    """A large book that shows excerpts, as a notebook knows it once it has said so."""
    monkeypatch.setattr(chart_marks, "_SHOWN", [])
    corpus = many(60)
    corpus = replace(corpus, articles=corpus.articles.assign(display="excerpts"))
    layers = at_once(corpus)
    chart_marks.prefer(rights.Shown(corpus.articles, layers))
    return corpus, layers


def test_a_mark_keeps_first_what_may_be_read_and_its_page_shows_all_of_that(excerpts):
    corpus, layers = excerpts
    shown = rights.Shown(corpus.articles, layers)
    tokens = segment.of(layers["segments"], "token")
    marks, rare = Marks(), tokens[tokens["term"] == "promised"]
    marks.count("words", tuple(tokens["span_id"]))
    marks.count("word", tuple(rare["span_id"]))
    listed = {mark["key"]: mark for mark in marks.listed()}
    spans = counted.in_sentences(tokens, corpus.articles, layers["segments"]).set_index("span_id")
    for own, found in (("words", tokens), ("word", rare)):
        mark = listed[own]
        may = [shown.allows(row.article_id, row.start, row.end) for row in found.itertuples()]
        figure = SimpleNamespace(path=None, marks={own: mark})
        rows = counted.evidence(figure, spans, shown)
        assert (rows["sentence_text"] != "").sum() == min(sum(may), len(mark["spans"]))
        some, line = landing._some(rows, mark, SimpleNamespace(corpus=corpus))
        assert (some["sentence_text"] != "").sum() == (rows["sentence_text"] != "").sum()
        assert len(some) >= drawn.DRAWN
        assert f"{sum(may):,} whose sentence may be shown" in line
    assert len(listed["words"]["spans"]) == MOST // 2
    assert listed["words"]["value"] == len(tokens)


def test_marks_of_a_figure_with_many_spans_keep_their_values_and_some_spans():
    marks = Marks()
    marks.count("few", ["a", "b"])
    marks.count("many", [str(number) for number in range(MOST)])
    few, more = marks.listed()
    assert (few["value"], few["spans"]) == (2, ["a", "b"])
    assert more["value"] == MOST
    assert LEAST <= len(more["spans"]) <= MOST // 2
    assert [int(span) for span in more["spans"]] == sorted(map(int, more["spans"]))
    small = Marks()
    small.count("all", [str(number) for number in range(MOST)])
    assert len(small.listed()[0]["spans"]) == MOST


def test_a_long_table_says_how_many_of_its_rows_are_shown():
    frame = pd.DataFrame({"n": range(tables.MOST + 1)})
    tree = html.fragment_fromstring(tables.render(frame, {"n": "N"}, caption="Numbers"))
    assert len(tree.xpath(".//tbody/tr")) == tables.MOST
    assert f"the first {tables.MOST:,} of {tables.MOST + 1:,} rows" in tree.text_content()


def test_every_article_of_a_large_book_has_its_page_and_every_address_leads_to_its_sentence(monkeypatch):
    monkeypatch.setattr(rooms, "PAGE", 3)
    corpus = many(2 * (2 * rooms.PAGE + 1))
    layers = at_once(corpus)
    book = SimpleNamespace(corpus=corpus, layers=layers, shown=rights.Shown(corpus.articles, layers))
    assert rooms.number(corpus.articles) == 3
    found = {}
    for page in (1, 2, 3):
        tree = html.fragment_fromstring(reading_room.texts(book, list(text_marks.NAMES), page))
        found |= {f"../{rooms.name(page)}.html#{name}": page for name in tree.xpath(".//@id")}
        held = tree.xpath(".//@data-article")
        assert len(held) == (2 if page == 3 else 2 * rooms.PAGE)
    sentences = layers["segments"].query("unit == 'sentence'")
    for row in sentences.itertuples():
        assert rooms.address(corpus.articles, row.article_id, row.number) in found
    links = html.fragment_fromstring(reading_room.turn(corpus, 2)).xpath(".//a/@href")
    assert links == ["../book/reading-room.html", "../book/reading-room-3.html"]


def test_evidence_of_many_places_is_drawn_and_leads_to_their_pages():
    corpus = many(60)
    layers = at_once(corpus)
    mentions = layers["actors"]
    tree = html.fragment_fromstring(evidence.render(mentions, corpus, layers, caption="All"))
    assert len(tree.xpath(".//mark")) == drawn.DRAWN
    assert f"All ({len(mentions):,}; shown are {drawn.DRAWN}, drawn at random)" in tree.text_content()
    addresses = tree.xpath(".//a/@href")
    assert {address.split("#")[0] for address in addresses} <= {f"../{rooms.name(page)}.html" for page in (1, 2)}


def test_excerpts_are_the_same_whether_articles_are_looked_at_together_or_alone():
    corpus = many(8)
    corpus = replace(corpus, articles=corpus.articles.assign(display="excerpts"))
    layers = at_once(corpus)
    together = rights.Shown(corpus.articles, layers)
    for article in corpus.articles.itertuples():
        alone = rights.Shown(corpus.articles[corpus.articles["article_id"] == article.article_id], layers)
        for start in np.arange(0, len(article.text) - 40, 17):
            place = (article.article_id, int(start), int(start) + 20)
            assert together.allows(*place) == alone.allows(*place)


def test_of_many_lists_the_largest_are_shown_in_their_order_and_it_is_said(monkeypatch):
    shown, said = [], []
    monkeypatch.setattr(evidence, "show", lambda spans, *_, caption: shown.append((caption, len(spans))))
    monkeypatch.setattr(evidence.prose, "say", lambda template, names: said.append(template.format(**names)))
    groups = {str(year): pd.DataFrame({"a": range(1 + year % 70)}) for year in range(1950, 2020)}
    evidence.show_each(groups, None, {}, what="years")
    assert said == ["Of 70 years the 50 with most are listed."]
    assert len(shown) == evidence.MOST
    assert shown == sorted(shown)
    assert min(size for _, size in shown) == 21
    evidence.show_each({"1999": pd.DataFrame({"a": [1]})}, None, {}, what="years")
    assert shown[-1] == ("1999", 1)
    assert len(said) == 1
