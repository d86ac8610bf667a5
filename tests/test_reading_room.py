"""The reading room: the whole text in order, an anchor for each sentence, each span marked where it stands."""

import gzip
import re
from collections import Counter, defaultdict
from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from support import NOTEBOOKS, ROOT
from test_hostile import HOSTILE
from test_publish import BACKGROUNDS, contrast

from analysis.measure import load, measure, segment
from analysis.publish import reading_room, text_marks, words
from analysis.publish.figures import stored
from analysis.publish.rights import Shown

CORPUS = load(ROOT)
MEASURED = measure(CORPUS)
PAGE = "book/reading-room.html"
LARGEST = 45_000  # bytes, compressed as a server sends them


def room(corpus=CORPUS, spans=MEASURED, page=1):
    book = SimpleNamespace(corpus=corpus, layers=spans, shown=Shown(corpus.articles, spans))
    return html.fragment_fromstring(reading_room.texts(book, list(text_marks.NAMES), page))


def articles(tree):
    return {part.get("data-article"): part for part in tree.xpath(".//*[@data-article]")}


def words_of(part) -> str:
    """The text of an article, without the numbers of its sentences, paragraphs parted by a space."""
    paragraphs = part.xpath(".//*[@class='tt-room-words']/p")
    return squeeze(" ".join("".join(p.xpath(".//text()[not(ancestor::a)]")) for p in paragraphs))


def marked(part, layer: str) -> list[str]:
    """The marks of a layer: the text of each, put together from its pieces."""
    pieces = defaultdict(str)
    for element in part.xpath(f".//*[@data-m][contains(@class, 'tt-l-{layer}')]"):
        pieces[int(element.get("data-m"))] += "".join(element.xpath(".//text()[not(ancestor::a)]"))
    return [squeeze(pieces[number]) for number in sorted(pieces)]


def squeeze(text: str) -> str:
    return " ".join(text.split())


def runs(text: str) -> set[str]:
    found = re.findall(r"\w+", text.lower())
    return {" ".join(found[i : i + 5]) for i in range(len(found) - 4)}


@pytest.mark.parametrize("article", list(CORPUS.articles.itertuples()), ids=lambda article: article.article_id)
def test_each_report_is_there_whole_and_in_order(article):
    assert words_of(articles(room())[article.article_id]) == squeeze(article.text)


def test_reports_stand_by_source_in_the_order_of_the_tables():
    more = pd.concat([CORPUS.articles, CORPUS.articles.assign(article_id=lambda table: table["article_id"] + "-b")])
    corpus = replace(CORPUS, articles=more.iloc[::-1].reset_index(drop=True))
    tree = room(corpus, measure(corpus))
    assert [part.get("data-source") for part in tree.xpath("./section")] == list(CORPUS.labels)
    expected = [name for source in CORPUS.labels for name in corpus.articles.query("source == @source")["article_id"]]
    assert list(articles(tree)) == expected
    assert len(set(tree.xpath(".//@id"))) == len(tree.xpath(".//@id"))


@pytest.mark.parametrize("display", ["full", "excerpts", "none"])
def test_an_article_has_its_title_where_it_is_known(display):
    rows = CORPUS.articles.assign(title=["A <b>title</b>", "unknown"], display=display)
    first, second = articles(room(replace(CORPUS, articles=rows))).values()
    assert [head.text_content() for head in first.xpath("./h3")] == ["A <b>title</b>"]
    assert not first.xpath(".//b")
    assert not second.xpath(".//h3")
    assert not room(replace(CORPUS, articles=rows.assign(title=""))).xpath(".//h3")


@pytest.mark.parametrize("display", ["full", "excerpts", "none"])
def test_each_sentence_has_its_anchor_and_a_link_to_it_once(display):
    tree = room(replace(CORPUS, articles=CORPUS.articles.assign(display=display)))
    sentences = segment.of(MEASURED["segments"], "sentence", body=False)
    expected = [f"{row.article_id}.s{row.number}" for row in sentences.itertuples()]
    assert tree.xpath(".//*[@class='tt-sentence']/@id") == expected
    assert tree.xpath(".//*[@class='tt-sentence']/a/@href") == [f"#{name}" for name in expected]
    if display == "full":
        shown = [squeeze("".join(s.xpath(".//text()[not(ancestor::a)]"))) for s in tree.find_class("tt-sentence")]
        assert shown == [squeeze(surface) for surface in sentences["surface"]]


@pytest.mark.parametrize("layer", text_marks.NAMES)
def test_the_marks_of_a_layer_are_its_spans(layer):
    table = text_marks.layers(CORPUS, MEASURED)[layer]
    for name, part in articles(room()).items():
        own = table[table["article_id"] == name].sort_values(["start", "end"], ascending=[True, False], kind="stable")
        assert marked(part, layer) == [squeeze(surface) for surface in own["surface"]]
        items = part.xpath(f".//li[@data-layer='{layer}']")
        assert len(items) == len(own) == len({item.get("id") for item in items})
    assert len(table) > 0


def test_keywords_are_the_words_of_the_notebook_on_vocabulary():
    first, second = CORPUS.sources["label"]
    expected = Counter()
    for row in stored(NOTEBOOKS)["fig-keyness"].table["rows"]:
        expected[f"{row['count_a']} in {first}, {row['count_b']} in {second}"] += row["count_a"] + row["count_b"]
    table = text_marks.keywords(CORPUS, MEASURED)
    assert table["counts"].value_counts().to_dict() == expected


def test_a_mark_says_what_it_is():
    said = {item.get("id"): squeeze(item.text_content()) for item in room().xpath(".//li")}
    assert any(text.endswith("James Baker Actors: James Baker · name") for text in said.values())
    assert any(text.endswith("the German Chancellor Actors: Helmut Kohl · inferred") for text in said.values())
    assert any(text.endswith("Thursday Dates: 2022-01-13") for text in said.values())
    assert any(text.endswith("Units: Shevardnadze reconfirmed the promise · claim") for text in said.values())
    assert any(
        "Scars: wording · The promise is reconfirmed" in text and "· Upstream: EFE" in text for text in said.values()
    )


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=8), st.integers(0, 10), st.integers(1, 25))
def test_overlapping_marks_keep_the_text_and_each_its_own_stretch(places, start, length):
    text = "".join(chr(0x1D400 + i) if i % 5 else "<" for i in range(45))
    found = sorted(text_marks.Mark("actors", i, a, a + n, text[a : a + n], (), "") for i, (a, n) in enumerate(places))
    found.sort(key=lambda mark: (mark.start, -mark.end, mark.number))
    end = start + length
    pieces = text_marks.cut(start, end, found)
    assert "".join(text[piece.start : piece.end] for piece in pieces) == text[start:end]
    for mark in found:
        inside = "".join(text[piece.start : piece.end] for piece in pieces if mark in piece.within)
        assert inside == text[max(mark.start, start) : max(min(mark.end, end), max(mark.start, start))]
    tree = html.fragment_fromstring(reading_room._marked(text, pieces), create_parent="main")
    assert tree.text_content() == text[start:end]
    for mark in found:
        own = tree.xpath(f".//*[@data-m='{mark.number}']")
        assert "".join(element.text_content() for element in own) == text[max(mark.start, start) : min(mark.end, end)]
        edges = [element for element in own if "tt-begun" not in element.get("class")]
        assert len(edges) == (1 if own and mark.start >= start else 0)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_text(text):
    rows = CORPUS.articles.assign(text=f"NATO. {text} In 1990.", published="1990")
    rows = rows.assign(outlet=text, place=text, genre=text, title=text)
    notes = {"start": 0, "end": 4, "surface": "NATO", "kind": text, "note": text, "upstream": text, "url": ""}
    scars = pd.DataFrame([{"article_id": name, **notes} for name in rows["article_id"]])
    labels = CORPUS.sources.assign(label=[text, f"{text} 2"])
    tables = CORPUS.tables | {"scars": scars, "boilerplate": CORPUS.tables["boilerplate"].head(0), "sources": labels}
    corpus = replace(CORPUS, articles=rows, tables=tables)
    tree = room(corpus, measure(corpus))
    known = {"section", "div", "h2", "h3", "p", "span", "a", "svg", "path", "details", "summary", "ul", "li", "q"}
    assert {element.tag for element in tree.iterdescendants()} <= known
    assert not [name for name in tree.xpath(".//@*") if name.attrname.startswith("on")]
    assert set(tree.xpath(".//a[not(starts-with(@href, '#'))]/@href")) <= set(rows["url"])
    for article, part in zip(rows.itertuples(), articles(tree).values(), strict=True):
        assert words_of(part) == squeeze(article.text)
        assert all(squeeze(text) in squeeze(item.text_content()) for item in part.xpath(".//li[@data-layer='scars']"))
    switches = html.fragment_fromstring(reading_room.switches(corpus, list(text_marks.NAMES)), create_parent="main")
    assert {element.tag for element in switches.iterdescendants()} == {"fieldset", "legend", "label", "input", "span"}


@pytest.mark.parametrize("display", ["excerpts", "none"])
def test_text_that_may_not_be_shown_is_nowhere_on_the_page(display):
    rows = CORPUS.articles.assign(display=display)
    shown = Shown(rows, MEASURED)
    tree = room(replace(CORPUS, articles=rows))
    sentences = segment.of(MEASURED["segments"], "sentence", body=False)
    may = [shown.allows(row.article_id, row.start, row.end) for row in sentences.itertuples()]
    assert any(may) == (display == "excerpts")
    seen = set().union(*map(runs, sentences.loc[may, "surface"]))
    hidden = set().union(*map(runs, sentences.loc[[not one for one in may], "surface"])) - seen
    source = html.tostring(tree, encoding="unicode")
    for address in rows["url"]:  # of the publisher's making: its words may be those of the text
        source = source.replace(address, "")
    page = " ".join(re.findall(r"\w+", source.lower()))
    assert not [run for run in hidden if run in page]
    holders = tree.find_class("tt-not-shown")
    assert len(holders) == may.count(False)
    tokens = segment.of(MEASURED["segments"], "token", body=False).groupby(["article_id", "sentence"]).size()
    counts = [tokens[row.article_id, row.number] for row in sentences.itertuples()]
    said = [f"[not shown: {words.plural(n, 'word')}]" for n, one in zip(counts, may, strict=True) if not one]
    assert [holder.text_content() for holder in holders] == said
    for quoted in tree.iter("q"):
        # A long one is shown by its beginning and its end; there a word may be cut.
        head, cut, tail = quoted.text_content().partition(" … ")
        whole = [head.rsplit(None, 1)[0], tail.split(None, 1)[-1]] if cut else [head]
        assert all(runs(part) <= seen for part in whole)
    assert all(item.xpath("./a/@href")[0][1:] in _anchors(sentences[may]) for item in tree.iter("li"))
    # What is counted may be told: the strip has every span.
    assert len(tree.xpath(".//path")) == len(room().xpath(".//path"))


def _anchors(sentences) -> set[str]:
    return {f"{row.article_id}.s{row.number}" for row in sentences.itertuples()}


def test_a_new_layer_appears_by_itself(monkeypatch):
    tokens = segment.of(MEASURED["segments"], "token").query("term == 'negotiations'")
    new = tokens[["span_id", "article_id", "start", "end", "surface"]].assign(role="content", speaker="lavrov")
    monkeypatch.setattr(text_marks, "NAMES", (*text_marks.NAMES, "novelty"))
    tree = room(spans=MEASURED | {"novelty": new})
    assert len(tree.xpath(".//*[@data-m][contains(@class, 'tt-l-novelty')]")) == len(new) > 0
    assert {item.findtext("span") for item in tree.xpath(".//li[@data-layer='novelty']")} == {
        "Novelty: content · lavrov"
    }
    assert 'value="novelty"' in reading_room.switches(CORPUS, list(text_marks.NAMES))
    assert '[value="novelty"]:checked' in reading_room.stylesheet()


def test_each_layer_has_a_letter_of_its_own():
    letters = reading_room.letters(text_marks.NAMES)
    assert set(letters) == set(text_marks.NAMES)
    assert len(set(letters.values())) == len(letters)


def test_the_colours_of_the_layers_stand_out():
    css = (ROOT / "book" / "assets" / "reading-room.css").read_text("utf-8")
    found = re.findall(r"(--tt-\w+): (#[0-9a-f]{6});", css)
    light, dark = dict(found[: len(found) // 2]), dict(found[len(found) // 2 :])
    assert set(light) == set(dark)
    assert all(contrast(colour, BACKGROUNDS["colour"]) >= 3 for colour in light.values())
    assert all(contrast(colour, BACKGROUNDS["colour_dark"]) >= 3 for colour in dark.values())


def test_the_page_is_small_and_no_other_loads_its_files(pages):
    page = pages[PAGE]
    assert len(gzip.compress(html.tostring(page.tree))) < LARGEST
    for name, other in pages.items():
        files = " ".join(other.tree.xpath("//script/@src | //link/@href"))
        for file in ("reading-room.js", "reading-room.css", "layers.css"):
            assert (f"_static/{file}" in files) == (name == PAGE), f"{name}: {file}"


def test_the_built_page_has_every_switch_and_says_where_each_layer_counts(pages):
    body = pages[PAGE].body
    source = (ROOT / "book" / "reading-room.md").read_text("utf-8")
    values = body.xpath(".//input[@name='layers']/@value")
    assert sorted(values) == sorted(text_marks.NAMES)
    assert body.xpath(".//input[@name='layers'][@checked]/@value") == list(reading_room.AT_FIRST)
    for name in values:
        key = body.xpath(f".//p[contains(@class, 'tt-l-{name}')]")[0]
        counted = key.xpath(".//a/@href")
        assert bool(counted) == (f"\n{name}: notebooks/" in source)
        assert all(address.startswith("../notebooks/") for address in counted)
        total = sum(int(n) for n in re.findall(r"(\d+) in ", key.text_content()))
        assert total == len(text_marks.layers(CORPUS, MEASURED)[name])
