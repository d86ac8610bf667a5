"""What counts as a mention, what is left to pronouns, and which side an actor is on when."""

import re
import shutil

import pandas as pd
import pytest
from lxml import html
from support import ROOT, cells, store

from analysis.compare import dated_sides, pronouns
from analysis.measure import BadInput, actors, codebook, load, measure, segment
from analysis.publish import codebook_page, rights, rooms

CORPUS = load(ROOT)
SPANS = measure(CORPUS)
RULES = CORPUS.tables["mentions"]
EXAMPLES = CORPUS.tables["mention-examples"]
ACTORS = CORPUS.tables["actors"]


@pytest.fixture
def book(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


def fault(book):
    with pytest.raises(BadInput) as caught:
        load(book)
    return str(caught.value)


# --- rules and their examples


def held(example, mentions):
    """Return actor and kind of each mention in the place of an example, also of one that lies across its edge."""
    own = mentions[mentions["article_id"] == example.article_id]
    own = own[(own["start"] < example.end) & (own["end"] > example.start)]
    inside = (own["start"] >= example.start) & (own["end"] <= example.end)
    kinds = own["kind"].where(inside, own["kind"] + " across the edge")
    return list(zip(own["actor"], kinds, strict=True))


def broken(**changes):
    """Return the rules whose examples fail where cells of actors.csv are others: actor=(column, value)."""
    table = ACTORS.set_index("actor", drop=False)
    for actor, (column, value) in changes.items():
        table.loc[actor.replace("_", "-"), column] = value
    changed = CORPUS.tables | {"actors": table.reset_index(drop=True)}
    mentions = actors.find(CORPUS.articles, SPANS["segments"], tables=changed)
    return {row.rule for row in EXAMPLES.itertuples() if held(row, mentions) != codebook.held(row.mentions)}


@pytest.mark.parametrize("example", list(EXAMPLES.itertuples()), ids=lambda row: f"{row.rule}-{row.start}")
def test_an_example_holds_exactly_the_mentions_that_it_says(example):
    assert held(example, SPANS["actors"]) == codebook.held(example.mentions)


def test_every_rule_has_an_example_and_every_kind_of_mention_occurs_in_one():
    assert set(EXAMPLES.loc[EXAMPLES["kind"] == "example", "rule"]) == set(RULES["rule"])
    kinds = {kind for cell in EXAMPLES["mentions"] for _, kind in codebook.held(cell)}
    assert kinds == set(codebook.ALIAS_KINDS.values())


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({"nato_russia_council": ("names", "A Council")}, {"in-name"}),
        ({"russian_embassy_belgium": ("names", "An embassy")}, {"in-name"}),
        ({"lavrov": ("names", "Russian Foreign Minister Sergey Lavrov")}, {"in-title"}),
        ({"baker": ("descriptions", "US Secretary of State")}, {"title"}),
        ({"kohl": ("inferred", "")}, {"inferred"}),
        ({"us": ("names", "United States|us|Washington")}, {"case"}),
        ({"lukashevich": ("descriptions", "")}, {"in-description"}),
        ({"nato": ("descriptions", "the bloc")}, {"case", "description"}),
        ({"russia": ("names", "Russia|Moscow")}, {"capital-city"}),
        ({"ryabkov": ("descriptions", "he")}, {"pronoun", "damage"}),
        ({"nato_members": ("descriptions", "these countries|new members")}, {"group"}),
    ],
    ids=lambda value: " ".join(sorted(value)),
)
def test_the_examples_notice_a_broken_rule(changes, rules):
    assert rules <= broken(**changes)


def test_the_sign_of_a_possessive_is_outside_the_mention():
    assert not SPANS["actors"]["surface"].str.contains(r"['’]s\b", regex=True).any()
    texts = CORPUS.articles.set_index("article_id")["text"]
    behind = {texts[row.article_id][row.end : row.end + 2] for row in SPANS["actors"].itertuples()}
    assert {"'s", "’s"} <= behind


@pytest.mark.parametrize(
    ("name", "column", "value", "expected"),
    [
        ("mentions", "counts", "maybe", ["one of yes, no"]),
        ("mentions", "definition", "", ["a value"]),
        ("mentions", "label", "Adjective", ["a value used once"]),
        ("mention-examples", "rule", "gone", ["a rule of mentions.csv: name, adjective"]),
        ("mention-examples", "kind", "picture", ["example, counter-example"]),
        ("mention-examples", "mentions", "nobody:name", ["an actor of actors.csv", "'nobody:name'"]),
        ("mention-examples", "mentions", "gorbachev:verb", ["name, adjective, description, inferred"]),
        ("mention-examples", "mentions", "gorbachev", ["as russia:name"]),
        ("mention-examples", "surface", "other words", ["what stands at"]),
        ("mention-examples", "start", "1o", ["a whole number"]),
        ("mention-examples", "article_id", "gone", ["an article of articles.csv"]),
    ],
)
def test_a_bad_rule_or_example_is_named(book, name, column, value, expected):
    table = cells(book, f"codebook/{name}.csv")
    table.loc[0, column] = value
    store(book, f"codebook/{name}.csv", table)
    message = fault(book)
    row = 3 if value == "Adjective" else 2
    for part in (f"{name}.csv, row {row}, column '{column}'", *expected):
        assert part in message


def test_the_rules_stand_also_where_no_article_has_an_example(book):
    store(book, "codebook/mention-examples.csv", cells(book, "codebook/mention-examples.csv").iloc[:0])
    corpus = load(book)
    page = codebook_page.mentions(corpus, SPANS, rights.Shown(corpus.articles, SPANS))
    assert page.count("None given yet.") == page.count("<section") == len(RULES)


# --- the page


def page(display="full", **tables):
    corpus = load(ROOT)
    corpus.tables.update(tables)
    articles = corpus.articles.assign(display=display)
    return html.fragment_fromstring(
        codebook_page.mentions(corpus, SPANS, rights.Shown(articles, SPANS)), create_parent="div"
    )


def test_the_page_shows_each_rule_with_its_examples_and_leads_to_their_sentences():
    tree = page()
    labels = ACTORS.set_index("actor")["label"]
    for rule in RULES.itertuples():
        own = EXAMPLES[EXAMPLES["rule"] == rule.rule]
        own = pd.concat([own[own["kind"] == kind] for kind in codebook.KINDS])
        section = tree.get_element_by_id(f"rule-{rule.rule}")
        terms = [term.text for term in section.iter("dt")]
        assert terms[:3] == ["Counts", "Definition", "Example"]
        assert [cell.text_content() for cell in section.iter("dd")][:2] == [rule.counts.capitalize(), rule.definition]
        assert [quote.text_content() for quote in section.find_class("tt-quoted")] == list(own["surface"])
        told = [cell.text_content() for cell in section.find_class("tt-holds")]
        for line, text in zip(own.itertuples(), told, strict=True):
            expected = [f"{labels[actor]} ({kind})" for actor, kind in codebook.held(line.mentions)] or ["none"]
            assert re.split(r", | and (?=[^()]*\(\w+\)$)", text.removeprefix("Mentions: ")) == expected
        sentences = segment.of(SPANS["segments"], "sentence")
        for line, link in zip(own.itertuples(), section.iter("a"), strict=True):
            around = sentences[(sentences["article_id"] == line.article_id) & (sentences["start"] <= line.start)]
            assert link.get("href").endswith(f"#{rooms.anchor(line.article_id, around['number'].max())}")


def test_the_page_keeps_to_what_may_be_shown_and_takes_tables_as_text():
    text = page("none").text_content()
    assert "at the OSCE meeting" not in text
    assert text.count("(text not shown)") == len(EXAMPLES)
    hostile = "<script>alert(1)</script>"
    tree = page(**{"mentions": RULES.assign(label=hostile, definition=hostile)})
    assert not tree.xpath(".//script")
    assert hostile in tree.text_content()


# --- pronouns


def found_in(text, marked=()):
    articles = pd.DataFrame([{"article_id": "a", "text": text}])
    lines = [{"article_id": "a", "start": text.index(line), "end": text.index(line) + len(line)} for line in marked]
    boilerplate = pd.DataFrame(lines, columns=["article_id", "start", "end"])
    return pronouns.find(segment.find(articles, tables={"boilerplate": boilerplate}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Between us, the US and U.S. envoys.", ["us"]),
        ("Us too; it, IT and its.", ["us", "it", "its"]),
        ("We’ve said they're late; I'm not, I said.", ["we", "they", "i", "i"]),
        ("It’s Russia’s.", ["it"]),
        ("He himself said this of those who left.", ["he"]),
        ("“Our partners”, YOU SAID.", ["our"]),
        ("The cat sat.", []),
    ],
)
def test_which_words_are_pronouns(text, expected):
    assert list(found_in(text)["pronoun"]) == expected


def test_pronouns_outside_the_body_do_not_count():
    text = "He left.\n\nRead our policy."
    assert list(found_in(text)["surface"]) == ["He", "our"]
    assert list(found_in(text, ["Read our policy."])["surface"]) == ["He"]


def test_every_word_of_the_list_is_found_with_its_number():
    words = pd.read_csv(ROOT / "src/analysis/compare/pronouns.csv", dtype=str)
    found = found_in(" and ".join(words["pronoun"]).replace("i ", "I ", 1))
    assert list(found["pronoun"]) == list(words["pronoun"])
    assert list(found["number"]) == list(words["number"])
    assert set(words["number"]) == {"singular", "plural", "either"}


def test_pronouns_of_the_reports_against_a_plain_search():
    found = pronouns.find(SPANS["segments"])
    words = r"\b(I|me|my|mine|[Ww]e|us|[Oo]urs?|[Yy]ou|[Yy]ours?|[Hh]e|him|[Hh]is|[Ss]he|hers?"
    words += r"|[Ii]ts?|[Tt]hey|them|[Tt]heirs?)\b"
    for article in CORPUS.articles.itertuples():
        boilerplate = SPANS["boilerplate"][SPANS["boilerplate"]["article_id"] == article.article_id]
        body = article.text[: boilerplate["start"].min()] if len(boilerplate) else article.text
        own = found[found["article_id"] == article.article_id]
        assert [(match.start(), match.group()) for match in re.finditer(words, body)] == list(
            zip(own["start"], own["surface"], strict=True)
        )
    assert found["span_id"].isin(SPANS["segments"]["span_id"]).all()


def test_shares_are_of_pronouns_and_mentions_together():
    found = pronouns.find(SPANS["segments"])
    shares = pronouns.shares(found, SPANS["actors"], CORPUS)
    assert list(shares.index) == list(CORPUS.labels.values())
    assert shares["pronouns"].sum() == len(found)
    assert shares["mentions"].sum() == len(SPANS["actors"])
    assert shares["share"].equals(shares["pronouns"] / (shares["pronouns"] + shares["mentions"]))
    nothing = pronouns.shares(found.iloc[:0], SPANS["actors"].iloc[:0], CORPUS)
    assert list(nothing["pronouns"]) == [0, 0]
    assert nothing["share"].isna().all()


# --- sides

SIDE = {"actor": "shevardnadze", "side": "other", "edtf": "1992-03-10/2003-11-23", "note": ""}


def side(earliest, latest, *, actor="shevardnadze", **row):
    mentions = pd.DataFrame({"actor": [actor], "earliest": [earliest], "latest": [latest]}, index=[7])
    found = dated_sides.side_at(mentions, ACTORS, pd.DataFrame([SIDE | row]))
    assert list(found.index) == [7]
    return found.loc[7]


@pytest.mark.parametrize(
    ("earliest", "latest", "expected"),
    [
        ("1992-03-10", "1992-03-10", "other"),
        ("1992-03-09", "1992-03-09", "Soviet Union"),
        ("2003-11-23", "2003-11-23", "other"),
        ("2003-11-24", "2003-11-24", "Soviet Union"),
        ("1992-03-10", "2003-11-23", "other"),
        ("1999-01-01", "1999-12-31", "other"),
        ("1992-01-01", "1992-12-31", "Soviet Union"),
        ("2003-01-01", "2003-12-31", "Soviet Union"),
        ("1990-01-01", "2010-12-31", "Soviet Union"),
        ("1990-01-01", "1990-12-31", "Soviet Union"),
        ("1999-01-01", "", "Soviet Union"),
        ("", "1999-01-01", "Soviet Union"),
        ("", "", "Soviet Union"),
    ],
)
def test_a_dated_side_holds_for_what_lies_wholly_inside_its_interval(earliest, latest, expected):
    assert side(earliest, latest) == expected
    assert side(earliest, latest, actor="gorbachev") == "Soviet Union"
    assert side(earliest, latest, actor="kohl") == "West"


def test_an_open_interval_has_no_last_or_no_first_day():
    assert side("2026-02-18", "2026-02-18", edtf="1992-03/..") == "other"
    assert side("1992-02-29", "1992-03-01", edtf="1992-03/..") == "Soviet Union"
    assert side("1800-01-01", "2003-12-31", edtf="../2003") == "other"
    assert side("2026-02-18", "", edtf="1992-03/..") == "Soviet Union"


def test_of_several_intervals_the_one_around_the_mention_counts_and_rows_are_kept_apart():
    sides = pd.DataFrame([SIDE | {"edtf": "1990/1991", "side": "Russia"}, SIDE | {"edtf": "1992/2003"}])
    times = [("1991-12-31", "1991-12-31"), ("1992-01-01", "1992-01-01"), ("1991-12-31", "1992-01-01")]
    mentions = pd.DataFrame([("shevardnadze", *time) for time in times], columns=["actor", "earliest", "latest"])
    assert list(dated_sides.side_at(mentions, ACTORS, sides)) == ["Russia", "other", "Soviet Union"]
    assert list(dated_sides.side_at(mentions, ACTORS, sides.iloc[:0])) == ["Soviet Union"] * 3
    assert dated_sides.side_at(mentions.iloc[:0], ACTORS, sides).empty


@pytest.mark.parametrize(
    ("rows", "row", "column", "expected"),
    [
        ([{"actor": "nobody"}], 2, "actor", "an actor of actors.csv"),
        ([{"side": "Georgia"}], 2, "side", "a side of actors.csv: Russia, Soviet Union"),
        ([{"edtf": "1992"}], 2, "edtf", "an interval in EDTF"),
        ([{"edtf": "[1992..2003]"}], 2, "edtf", "an interval in EDTF"),
        ([{"edtf": "1992/"}], 2, "edtf", "an interval in EDTF"),
        ([{"edtf": "2003/1992"}], 2, "edtf", "an interval in EDTF"),
        ([{"edtf": "then/now"}], 2, "edtf", "an interval in EDTF"),
        ([{"edtf": ""}], 2, "edtf", "a value"),
        ([{"edtf": "1990/1995"}, {"edtf": "1995/2003"}], 3, "edtf", "shares no day with another of shevardnadze"),
        ([{"edtf": "1990/1995-03-10"}, {"edtf": "1995-03-10/2003"}], 3, "edtf", "(1990/1995-03-10)"),
        ([{"edtf": "1995-03-10/2003"}, {"edtf": "1990/1995-03-10"}], 3, "edtf", "(1995-03-10/2003)"),
        ([{"edtf": "1995/.."}, {"edtf": "../1995"}], 3, "edtf", "(1995/..)"),
        ([{}, {}], 3, "actor, edtf", "a value used once"),
    ],
)
def test_a_bad_side_is_named(book, rows, row, column, expected):
    store(book, "sides.csv", pd.DataFrame([SIDE | changes for changes in rows]))
    message = fault(book)
    assert f"sides.csv, row {row}, column '{column}'" in message
    assert expected in message


def test_intervals_that_meet_other_actors_and_no_rows_at_all_are_allowed(book):
    rows = [{"edtf": "1990/1994"}, {"edtf": "1995/.."}, {"edtf": "1990/..", "actor": "gorbachev"}]
    store(book, "sides.csv", pd.DataFrame([SIDE | changes for changes in rows]))
    assert len(load(book).tables["sides"]) == 3
    store(book, "sides.csv", pd.DataFrame(columns=list(SIDE)))
    assert load(book).tables["sides"].empty
    (book / "data" / "sides.csv").unlink()
    assert "sides.csv" in fault(book)
