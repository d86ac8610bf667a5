"""Statements: who says what. Both reports by hand, each construction in both kinds of quotation marks, hostile text."""

import importlib.util
import json
import re
import sys

import numpy as np
import pandas as pd
import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from support import ROOT

from analysis.measure import actors, load, segment, spans, statements
from analysis.measure.statements import cues, quotes, reading, words
from analysis.measure.tables import read_table, split_list

CORPUS = load(ROOT)
NO_BOILERPLATE = {"boilerplate": CORPUS.tables["boilerplate"].iloc[:0]}
CLASSES = {"neutral", "assertive", "factive", "distancing", "directive", ""}


def measured(articles, tables=None):
    """Return the statements of articles, with the mentions of the project's own actors."""
    tables = CORPUS.tables if tables is None else tables
    segments = segment.find(articles, tables=tables)
    mentions = actors.find(articles, segments, tables=CORPUS.tables)
    return statements.find(articles, segments, tables=CORPUS.tables, actors=mentions)


def article(text, name="a"):
    return pd.DataFrame([{"article_id": name, "source": "s", "published": "2022", "text": text}])


def of(text):
    """Return the statements of a text as (speaker, cue, contents, kind, actor), in its order."""
    return parts(measured(article(text), NO_BOILERPLATE | {"actors": CORPUS.tables["actors"]}))


def parts(found):
    rows = []
    for _, own in found.groupby("group_id", sort=False):
        by_role = {role: list(part["surface"]) for role, part in own.groupby("role")}
        speaker, cue = (" ".join(by_role.get(role, [])) for role in ("speaker", "cue"))
        rows.append((speaker, cue, by_role["content"], own["kind"].iloc[0], own["actor"].iloc[0]))
    return rows


FOUND = measured(CORPUS.articles)
EMPTY = pd.DataFrame(columns=["span_id", "article_id", "start", "end", "surface", *actors.COLUMNS])


# --- the two reports, by hand: speaker, cue, kind, actor, how resolved, and how the content begins and ends

BRASOV = [
    (
        "the Russian ambassador",
        "said",
        "mixed",
        "lukashevich",
        "description",
        "The United States has",
        "Atlantic Alliance",
    ),
    ("The United States", "has promised", "mixed", "us", "name", "that NATO will not", "Atlantic Alliance"),
    ("Agerpres", "according to", "indirect", "agerpres", "name", "The OSCE, Aleks", "reports the EFE agency"),
    ("the EFE agency", "reports", "indirect", "efe", "name", "The OSCE, Aleks", "advanced by Moscow"),
    (
        "the Russian diplomat",
        "According to",
        "indirect",
        "lukashevich",
        "description",
        "this promise was",
        "Shevardnadze",
    ),
    ("the Kremlin", "insisted", "indirect", "russia", "name", "that NATO had tricked", "former Soviet Union"),
    ("the West", "is worried about", "indirect", "west", "name", "the Russian military", "border with Ukraine"),
    ("Lukashevich", "said", "direct", "lukashevich", "name", "“Unfortunately, we", "our partners,”"),
    ("Lukashevich", "noting", "mixed", "lukashevich", "name", "that all of Thursday’s", "invasion of Ukraine"),
    (
        *("The United States, with which Russia favors bilateral dialogue on the proposals", "said", "mixed"),
        *("us", "name", "that the 57-member organization", "“spheres of influence.”"),
    ),
    ("Russia", "favors", "indirect", "russia", "name", "bilateral dialogue", "on the proposals"),
    (
        "Ambassador Alexander Lukashevich",
        "said",
        "mixed",
        "lukashevich",
        "name",
        "the OSCE could not",
        "systemic problems”",
    ),
    ("he", "said", "direct", "lukashevich", "pronoun", "“European security", "security in Europe,”"),
    (
        *("Russian Deputy Foreign Minister Sergei Riabkov", "said", "mixed", "ryabkov", "name"),
        *("that the West had said", "demanded by Russia"),
    ),
    ("the West", "had said", "mixed", "west", "name", "“no” to the security", "demanded by Russia"),
    (
        *("Riabkov, the chief negotiator for the Russian delegation to the US consultations in Geneva", "said"),
        *("direct", "ryabkov", "name", "“The main problem", "on key requests,”"),
    ),
    (
        "the Russian deputy minister",
        "continued",
        "mixed",
        "ryabkov",
        "description",
        "If no agreement",
        "Cuba and Venezuela",
    ),
    ("Moscow", "does not rule out", "mixed", "russia", "name", "a possible deployment", "Cuba and Venezuela"),
    (
        "Russian Foreign Minister Sergei Lavrov",
        "said",
        "mixed",
        "lavrov",
        "name",
        "that Moscow expects",
        "unacceptable ”",
    ),
    ("Moscow", "expects", "mixed", "russia", "name", "to receive a written", "unacceptable ”"),
    ("some Western leaders", "described", "mixed", "west", "description", "its proposals", "unacceptable ”"),
]
LAODONG = [
    (
        *("a representative of the Russian embassy in Belgium", "presented", "indirect", "russian-embassy-belgium"),
        *("description", "Moscow's tough", "security issues"),
    ),
    ("the Russian side", "not only requested", "indirect", "russia", "description", "a binding legal", "document"),
    ("the Russian side", "also demanded", "indirect", "russia", "description", "that NATO cancel", "summit in 2008"),
    (
        *("the Russian diplomatic agency", "said", "indirect", "russian-embassy-belgium", "description"),
        *("that Moscow wants", "white paper"),
    ),
    (
        *("the Russian diplomatic agency", "Explaining", "indirect", "russian-embassy-belgium", "description"),
        *("this move", "this move"),
    ),
    ("We", "will resolutely request", "indirect", "russian-embassy-belgium", "pronoun", "the textification", "summit"),
    ("Moscow", "wants", "indirect", "russia", "name", "all agreements", "white paper"),
    (
        *("the embassy representative", "emphasized", "direct", "russian-embassy-belgium", "description"),
        *("We will resolutely request", 'find it convenient,"'),
    ),
    (
        "the Russian side",
        "affirmed",
        "mixed",
        "russia",
        "description",
        "that documentary",
        "archives of NATO countries",
    ),
    ("", "are said", "indirect", "", "", "these countries", "to the public"),
    ("Moscow", "has long opposed", "indirect", "russia", "name", "the eastern advance", "military alliance"),
    ("Moscow", "saying", "indirect", "russia", "name", "that this is the main", "tensions in Europe"),
    ("military analysis from Russia", "According to", "indirect", "", "", "the admission of", "the Russian border"),
    (
        *("the then Permanent Representative of Russia to NATO, Mr. Dmitry Rogozin", "strongly criticized"),
        *("indirect", "rogozin", "name", "the decision", "NATO summit"),
    ),
    ("He", "said", "mixed", "rogozin", "pronoun", 'that this move "gave', "of the same year"),
    (
        "former Russian President Dmitry Medvedev",
        "proposed",
        "indirect",
        "medvedev",
        "name",
        "signing",
        "Security Treaty",
    ),
    ("Russia", "has been mentioned", "mixed", "russia", "name", "the issue of", '"covenants"'),
    (
        "the Russian delegation",
        "pointed out",
        "indirect",
        "russian-delegation",
        "name",
        "that NATO's",
        "leaders in 1990",
    ),
    (
        *("the German Chancellor and the US Secretary of State at that time", "promised", "indirect"),
        *("", "", "not to expand NATO", "reunification negotiations"),
    ),
    (
        *("Russian Foreign Minister Sergey Lavrov", "revealed", "indirect", "lavrov", "name"),
        *("that he had directly", "NATO member countries"),
    ),
]
BY_HAND = [("brasov-2022", *row) for row in BRASOV] + [("laodong-2026", *row) for row in LAODONG]


def read(text):
    """Return a text as the rules read it."""
    ((_, reading),) = statements.readings(article(text), segment.find(article(text), tables=NO_BOILERPLATE))
    return reading


@pytest.mark.parametrize(
    ("name", "speaker", "cue", "kind", "actor", "resolved", "begins", "ends"),
    BY_HAND,
    ids=lambda value: str(value)[:24],
)
def test_each_statement_of_both_reports(name, speaker, cue, kind, actor, resolved, begins, ends):
    rows = FOUND[FOUND["article_id"] == name]
    for _, own in rows.groupby("group_id", sort=False):
        said = own[own["role"] == "content"]["surface"].tolist()
        who, verb = (" ".join(own.loc[own["role"] == role, "surface"]) for role in ("speaker", "cue"))
        if (who, verb) == (speaker, cue) and said[0].startswith(begins) and said[-1].endswith(ends):
            first = own.iloc[0]
            assert (first["kind"], first["actor"], first["resolved"]) == (kind, actor, resolved)
            return
    pytest.fail(f"no statement {speaker!r} {cue!r} {begins!r} … {ends!r}")


@pytest.mark.parametrize(
    "voice",
    [
        "Ambassador Lukashevich’s remarks come",
        "without any progress",
        "took place on Sunday",
        "The goal of this treaty",
        "However, this constructive proposal has not received support",
        "the situation remained unchanged",
        "Myths and Truths",
        "We don’t spam",
    ],
)
def test_the_reports_own_voice_is_no_statement(voice):
    texts = dict(zip(CORPUS.articles["article_id"], CORPUS.articles["text"], strict=True))
    places = [(name, text.find(voice)) for name, text in texts.items() if voice in text]
    assert len(places) == 1
    said = FOUND[(FOUND["role"] == "content") & (FOUND["article_id"] == places[0][0])]
    assert not ((said["start"] <= places[0][1]) & (said["end"] > places[0][1])).any()


def group(article_id, cue, begins):
    said = FOUND[(FOUND["article_id"] == article_id) & FOUND["surface"].str.startswith(begins)]
    own = FOUND[FOUND["group_id"].isin(said["group_id"]) & (FOUND["role"] == "cue") & (FOUND["surface"] == cue)]
    assert len(own) == 1
    return own.iloc[0]


@pytest.mark.parametrize(
    ("article_id", "inner", "begins", "outer", "outer_begins"),
    [
        ("brasov-2022", "has promised", "that NATO will not extend", "said", "The United States has promised"),
        ("brasov-2022", "described", "its proposals", "expects", "to receive"),
        ("brasov-2022", "expects", "to receive", "said", "that Moscow expects"),
        ("brasov-2022", "had said", "“no”", "said", "that the West had said"),
        ("laodong-2026", "wants", "all agreements", "said", "that Moscow wants"),
    ],
)
def test_what_stands_in_a_statement_has_it_as_parent(article_id, inner, begins, outer, outer_begins):
    held = group(article_id, inner, begins)
    assert held["parent"] == group(article_id, outer, outer_begins)["group_id"]


def test_the_classes_of_some_verbs_of_the_reports():
    classes = dict(zip(FOUND["verb"], FOUND["verb_class"], strict=True))
    expected = {"say": "neutral", "insist": "assertive", "note": "factive", "reveal": "factive", "demand": "directive"}
    assert {verb: classes[verb] for verb in expected} == expected


# --- each construction, in sentences made up for it, in both kinds of quotation marks

IN_BOTH = pytest.mark.parametrize("marks", ["“”", '""'], ids=["curly", "straight"])


def marked(text, marks):
    return text.replace("“", marks[0]).replace("”", marks[1])


@IN_BOTH
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“The pact is dead,” Lavrov said.", ("Lavrov", "said", ["“The pact is dead,”"], "direct", "lavrov")),
        ("“The pact is dead,” said Lavrov.", ("Lavrov", "said", ["“The pact is dead,”"], "direct", "lavrov")),
        (
            "“The pact,” Lavrov said, “is dead.”",
            ("Lavrov", "said", ["“The pact,”", "“is dead.”"], "direct", "lavrov"),
        ),
        (
            "“The pact is dead,” Lavrov said. “Nobody mourns it.”",
            ("Lavrov", "said", ["“The pact is dead,”", "“Nobody mourns it.”"], "direct", "lavrov"),
        ),
        (
            "Lavrov said on Monday: “The pact is dead.”",
            ("Lavrov", "said", ["“The pact is dead.”"], "direct", "lavrov"),
        ),
        ("Lavrov told reporters, “It is dead.”", ("Lavrov", "told", ["“It is dead.”"], "direct", "lavrov")),
        (
            "Lavrov said the pact was “dead and gone.”",
            ("Lavrov", "said", ["the pact was “dead and gone.”"], "mixed", "lavrov"),
        ),
        (
            "Lavrov called the pact “a dead letter.”",
            ("Lavrov", "called", ["the pact “a dead letter.”"], "mixed", "lavrov"),
        ),
        ("“Is the pact dead?” Lavrov asked.", ("Lavrov", "asked", ["“Is the pact dead?”"], "direct", "lavrov")),
        ("“The pact is dead,” Lavrov snarled.", ("Lavrov", "snarled", ["“The pact is dead,”"], "direct", "lavrov")),
        (
            "“The pact is dead,” Lavrov is quoted as saying.",
            ("Lavrov", "saying", ["“The pact is dead,”"], "direct", "lavrov"),
        ),
        ("“The pact is dead.” — Sergey Lavrov", ("Sergey Lavrov", "—", ["“The pact is dead.”"], "direct", "lavrov")),
        ("Sergey Lavrov: “The pact is dead.”", ("Sergey Lavrov", ":", ["“The pact is dead.”"], "direct", "lavrov")),
    ],
)
def test_quotations(text, expected, marks):
    speaker, cue, said, kind, actor = expected
    assert of(marked(text, marks)) == [(speaker, cue, [marked(part, marks) for part in said], kind, actor)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lavrov said that the pact was dead.", ("Lavrov", "said", ["that the pact was dead"])),
        ("Lavrov said the pact was dead.", ("Lavrov", "said", ["the pact was dead"])),
        ("Lavrov has not said whether he will go.", ("Lavrov", "has not said", ["whether he will go"])),
        ("Lavrov told reporters that it was dead.", ("Lavrov", "told", ["that it was dead"])),
        ("The pact, Lavrov said, was dead.", ("Lavrov", "said", ["The pact", "was dead"])),
        ("The pact was dead, Lavrov said on Monday.", ("Lavrov", "said", ["The pact was dead"])),
        ("According to Lavrov, the pact was dead.", ("Lavrov", "According to", ["the pact was dead"])),
        ("The pact was dead, according to Lavrov.", ("Lavrov", "according to", ["The pact was dead"])),
        ("As Lavrov said, the pact was dead.", ("Lavrov", "said", ["the pact was dead"])),
        ("The Pact Is Dead, Lavrov Says.", ("Lavrov", "Says", ["The Pact Is Dead"])),
        ("The pact was dead, records show.", ("records", "show", ["The pact was dead"])),
        ("Lavrov criticized the pact.", ("Lavrov", "criticized", ["the pact"])),
        ("Lavrov called for an end to ending pacts.", ("Lavrov", "called for", ["an end to ending pacts"])),
        ("The pact was criticized by Lavrov.", ("Lavrov", "was criticized", ["The pact"])),
        ("The pact is said to be dead.", ("", "is said", ["The pact", "to be dead"])),
        ("The pact is reportedly dead.", ("", "reportedly", ["The pact is", "dead"])),
        ("Lavrov demanded that the pact be kept.", ("Lavrov", "demanded", ["that the pact be kept"])),
        ("Lavrov refused to keep the pact.", ("Lavrov", "refused", ["to keep the pact"])),
        ("Lavrov’s claim that it was dead surprised them.", ("Lavrov", "claim", ["that it was dead surprised them"])),
        ("Lavrov is confident that it is dead.", ("Lavrov", "is confident", ["that it is dead"])),
        ("Lavrov, the chief negotiator, said it was dead.", ("Lavrov, the chief negotiator", "said", ["it was dead"])),
        ("In a statement Lavrov said it was dead.", ("Lavrov", "said", ["it was dead"])),
    ],
)
def test_constructions_without_quotation_marks(text, expected):
    assert [row[:3] for row in of(text)] == [expected]
    assert of(text)[0][3] == "indirect"


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ("Lavrov said it was dead, adding that he regretted it.", ["it was dead", "that he regretted it"]),
        ("Lavrov said it was dead and added that he regretted it.", ["it was dead", "that he regretted it"]),
        ("Lavrov said it was dead, but Kohl denied that.", ["it was dead", "that"]),
        ("Lavrov said it was dead, which nobody believed.", ["it was dead"]),
        ("Explaining the move, Lavrov said it was dead.", ["the move", "it was dead"]),
        ("Although Kohl denied it, Lavrov said it was dead.", ["it", "it was dead"]),
        ("A man who accused Kohl of lying said it was dead.", ["Kohl of lying", "it was dead"]),
    ],
)
def test_a_content_ends_where_the_next_one_or_the_report_goes_on(text, contents):
    found = measured(article(text), NO_BOILERPLATE)
    outer = found[(found["role"] == "content") & (found["parent"] == "")]
    assert list(outer.sort_values("start")["surface"]) == contents


def test_what_is_told_within_a_quotation_is_not_quoted_by_whoever_tells_it():
    rows = of("“The West says it is ready,” Lavrov said.")
    assert [(speaker, kind) for speaker, _, _, kind, _ in rows] == [("Lavrov", "direct"), ("The West", "indirect")]


@pytest.mark.parametrize(
    "text",
    [
        "The talks were held in Geneva on Monday.",
        "The reports of the demands went on.",
        "The book “Myths and Truths of the Old Promise” is sold out.",
        "The State Department has moved.",
        "It began with local support groups.",
        "The so-called “pact” is dead.",
    ],
)
def test_what_looks_like_a_statement_and_is_none(text):
    assert of(text) == []


@pytest.mark.parametrize(
    ("text", "speaker", "cue", "said"),
    [
        # The verb stands at the beginning, or is on no list.
        ("Said Baker, the secretary: “It is dead.”", "Baker, the secretary", "Said", ["“It is dead.”"]),
        ("Said Baker:\n“It is dead.”", "Baker", "Said", ["“It is dead.”"]),
        ("“Dead!” beamed Baker.", "Baker", "beamed", ["“Dead!”"]),
        ("“The pact is dead,” Baker spat.", "Baker", "spat", ["“The pact is dead,”"]),
        ("“The pact is dead,” the two write.", "the two", "write", ["“The pact is dead,”"]),
        # What goes on behind a tag.
        (
            *("“It is dead,” an envoy of Baker retaliated. “We mourn it.”", "an envoy of Baker", "retaliated"),
            ["“It is dead,”", "“We mourn it.”"],
        ),
        (
            *(
                "“It is dead,” said Ann (D-Ohio.), a friend of Baker. “We mourn it.”",
                "Ann",
            ),
            *("said", ["“It is dead,”", "“We mourn it.”"]),
        ),
        ("“It is dead,” said Lt. Gen. Baker. “So.”", "Lt. Gen. Baker", "said", ["“It is dead,”", "“So.”"]),
        (
            *("“It is dead,” Baker said before Ann called it “a pact of fools.” “So it is.”", "Baker", "said"),
            ["“It is dead,”", "“So it is.”"],
        ),
        ("“It is dead,” he said. “So it is.” Baker wrote in red.", "he", "said", ["“It is dead,”", "“So it is.”"]),
        # What only looks like a passive, an auxiliary, a day that speaks.
        ("“It is dead,” Baker said by telephone.", "Baker", "said", ["“It is dead,”"]),
        ("“It is dead,” Baker said in a film posted by Ann.", "Baker", "said", ["“It is dead,”"]),
        ("“It is dead,” May said.", "May", "said", ["“It is dead,”"]),
        ("“Is it dead?” Will wrote.", "Will", "wrote", ["“Is it dead?”"]),
        ("Baker later Thursday told Ann: “It is dead.”", "Baker", "told", ["“It is dead.”"]),
        # Whose a participle is, and a relative clause.
        ("The day ended with many marchers chanting “It is dead.”", "many marchers", "chanting", ["“It is dead.”"]),
        ("They saw a banner that read “It is dead.”", "that", "read", ["“It is dead.”"]),
        # A sentence before that is none of saying.
        ("Baker shrugged. “It is quite dead.”", "Baker", "", ["“It is quite dead.”"]),
        ("Baker walked even further: “It is quite dead.”", "Baker", "", ["“It is quite dead.”"]),
        ("Baker left a note on the table:\n“It is quite dead.”", "Baker", "", ["“It is quite dead.”"]),
        ("Baker said it. Nothing moved.\n“It is quite dead.”", "Baker", "", ["“It is quite dead.”"]),
        # Paragraphs of one quotation.
        ("Baker sent this:\n“It is quite dead.\n“So it is.”", "Baker", "", ["“It is quite dead.", "“So it is.”"]),
        # Signed, as in lists of what readers say.
        (
            "Ohio\n“It is quite dead.” Ann Baker, 45, Akron\n“No.” Bo Hill",
            "Ann Baker, 45, Akron",
            "",
            ["“It is quite dead.”"],
        ),
        ("Ohio\n“No.” Bo Hill\n“It is quite dead.” (Ann Baker)", "Ann Baker", "", ["“It is quite dead.”"]),
        (
            "Ohio\n“It is quite dead.”\nAnn Baker, Akron\n“It is not.”\nBo Hill",
            "Ann Baker, Akron",
            "",
            ["“It is quite dead.”"],
        ),
        ("Bo Hill\n“It is not dead.”\nAnn Baker\n“It is quite dead.”", "Ann Baker", "", ["“It is quite dead.”"]),
        ("Ann Baker, on Twitter: “It is quite dead.”", "Ann Baker", ":", ["“It is quite dead.”"]),
    ],
)
def test_whose_a_quotation_is(text, speaker, cue, said):
    rows = [row[:3] for row in of(text)]
    assert (speaker, cue, said) in rows
    assert not any(" said" in part for row in rows for part in row[2])


@pytest.mark.parametrize(("text", "speakers"), [("Will it end? Lavrov said it may.", ["Lavrov"])])
def test_an_auxiliary_is_no_name(text, speakers):
    assert [row[0] for row in of(text)] == speakers


def test_a_quotation_in_one_of_the_other_marks_does_not_end_it():
    text = '"The “old” and “new” pacts are dead," Baker said. “The "old" pact, too,” Ann said.'
    reading = read(text)
    found = [reading.surface(one.first, one.end) for one in reading.quotations]
    assert found == ['"The “old” and “new” pacts are dead,"', '“The "old" pact, too,”']


def test_a_paragraph_without_marks_between_two_of_a_quotation_is_part_of_it():
    text = "“It is quite dead.\nNobody mourns it.\nSo it is,” Baker said."
    (row,) = of(text)
    assert row[:3] == ("Baker", "said", ["“It is quite dead.", "Nobody mourns it.", "So it is,”"])


def actor_and_how(text):
    found = measured(article(text), NO_BOILERPLATE)
    return [(row.actor, row.resolved) for row in found.drop_duplicates("group_id").itertuples()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lavrov said it was dead. He said nobody mourned it.", [("lavrov", "name"), ("lavrov", "pronoun")]),
        ("Lavrov said it was dead.\n\n“Nobody mourns it at all, really.”", [("lavrov", "sentence before")]),
        ("Lavrov, who said it was dead, left.", [("lavrov", "pronoun")]),
        ("He said it was dead.", [("", "")]),
        ("Smith said it was dead. He said nobody mourned it.", [("", ""), ("", "")]),
        ("A critic of Lavrov said it was dead.", [("", "")]),
        ("A spokesman for NATO said it was dead.", [("nato", "description")]),
        ("Lavrov and Baker said it was dead.", [("", "")]),
        ("The Kremlin said it was dead.", [("russia", "name")]),
        ("The minister, Sergey Lavrov, said it was dead.", [("lavrov", "name")]),
        ("“I mourn it very much,” Lavrov said.", [("lavrov", "name")]),
        ("“I think it is dead,” Lavrov said.", [("lavrov", "name"), ("lavrov", "pronoun")]),
    ],
)
def test_who_speaks_is_resolved_or_left_open(text, expected):
    assert actor_and_how(text)[-len(expected) :] == expected


def test_without_actors_nobody_is_resolved_and_the_rest_is_the_same():
    segments = segment.find(CORPUS.articles, tables=CORPUS.tables)
    found = statements.find(CORPUS.articles, segments, tables={}, actors=EMPTY)
    assert set(found["actor"]) == set(found["resolved"]) == {""}
    same = [column for column in found if column not in ("actor", "resolved")]
    pd.testing.assert_frame_equal(found[same], FOUND[same])


# --- quotation marks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He “said” it.", ["“said”"]),
        ('He "said" it.', ['"said"']),
        ("He ''said'' it.", ["''said''"]),
        ("He ‘said’ it’s don’t.", ["‘said’"]),
        ("It’s the readers’ choice.", []),
        ("“He said ‘no’ to it.”", ["“He said ‘no’ to it.”"]),
        ("He said it. It was” so.", ["He said it. It was”"]),
        ("“One.” It was two” so.", ["“One.”", "It was two”"]),
        ("“It goes on\n“and on”", ["“It goes on", "“and on”"]),
        ('"It goes on\n"and on"', ['"It goes on', '"and on"']),
    ],
)
def test_quotations_whose_marks_are_broken(text, expected):
    reading = read(text)
    assert [reading.surface(one.first, one.end) for one in reading.quotations] == expected


def test_a_quotation_is_of_marks_that_are_known():
    assert not quotes.DOUBLE & {"'", "’", "‘"}


# --- properties


def check(articles, found):
    assert spans.faults(articles, found).empty
    assert list(found.columns) == [*spans.KEY, *statements.COLUMNS]
    assert found["span_id"].is_unique
    assert set(found["role"]) <= {"speaker", "cue", "content"}
    assert set(found["kind"]) <= {"direct", "indirect", "mixed"}
    assert set(found["verb_class"]) <= CLASSES
    assert ((found["actor"] == "") == (found["resolved"] == "")).all()
    for _, own in found.groupby("group_id"):
        assert "content" in set(own["role"])
        assert (own["role"] != "content").sum() == own.loc[own["role"] != "content", "role"].nunique()
        assert len(own.drop(columns=[*spans.KEY, "role"]).drop_duplicates()) == 1
    anchors = found[found["role"] != "speaker"].groupby("group_id").agg({"start": "min"})
    contents = found[found["role"] == "content"]
    for row in found[(found["parent"] != "") & (found["role"] == "cue")].itertuples():
        around = contents[contents["group_id"] == row.parent]
        assert ((around["start"] <= row.start) & (row.end <= around["end"])).any()
    assert set(found["parent"]) - {""} <= set(anchors.index)
    for name in anchors.index:
        above, way = name, set()
        while above:
            assert above not in way
            way.add(above)
            above = found.loc[found["group_id"] == above, "parent"].iloc[0]


def test_properties_on_the_reports():
    check(CORPUS.articles, FOUND)
    assert FOUND.equals(FOUND.sort_values(["article_id", "start"], kind="stable"))


PIECES = ["“", "”", '"', "''", "‘", "’", ",", ".", "?", ":", "—", "\n", "\n\n", "said", "Lavrov", "that", "and", "who"]
PIECES += ["he", "noting", "according to", "the", "by", "was", "promised", "to", "criticized", "claim", "not", "(", ")"]


@given(st.lists(st.sampled_from(PIECES), max_size=40), st.booleans())
def test_properties_on_words_thrown_together(pieces, spaced):
    articles = article((" " if spaced else "").join(pieces))
    check(articles, measured(articles, NO_BOILERPLATE))


@given(st.text(max_size=200))
def test_properties_on_any_text(text):
    articles = article(text)
    check(articles, measured(articles, NO_BOILERPLATE))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "“",
        "”",
        '"' * 10_000,
        "“ " * 10_000,
        "a ” " * 5_000,
        "Lavrov said " * 3_000,
        "a, he said, " * 3_000,
        "“No,” he said. " * 1_000,
        "said that " * 3_000,
        "and noting " * 3_000,
        "who said " * 3_000,
        "according to " * 3_000,
    ],
    ids=range(13),
)
def test_hostile_texts_are_read_to_their_end(text):
    articles = article(text)
    found = measured(articles, NO_BOILERPLATE)
    assert spans.faults(articles, found).empty


def test_articles_are_read_by_themselves_and_always_alike():
    turned = measured(CORPUS.articles.iloc[::-1].reset_index(drop=True))
    for name, own in FOUND.groupby("article_id"):
        again = turned[turned["article_id"] == name].reset_index(drop=True)
        pd.testing.assert_frame_equal(again, own.reset_index(drop=True))
    pd.testing.assert_frame_equal(measured(CORPUS.articles), FOUND)


# --- the lists


def test_the_list_of_cues_is_in_order():
    table = read_table(words.FOLDER / "cues.csv", cues.COLUMNS, keys=[["pattern", "part"]])
    takes = {"that", "clause", "wh", "to", "noun", "quote", "tag", "addressee", "raising", "phrase"}
    assert set().union(*table["takes"].map(split_list)) == takes
    assert set(table["verb_class"]) == CLASSES
    assert set(table["part"]) == {"verb", "adjective", "noun", "adverb", "phrase"}
    assert list(zip(table["pattern"], table["part"], strict=True)) == sorted(
        zip(table["pattern"], table["part"], strict=True)
    )
    known = (ROOT / "book" / "references.bib").read_text("utf-8")
    assert all(f"{{{key}," in known for cell in table["reference"] for key in split_list(cell))


# --- the benchmark


@pytest.fixture(scope="module")
def benchmark():
    path = ROOT / "benchmarks" / "statements.py"
    spec = importlib.util.spec_from_file_location("benchmark_statements", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


#       0         1         2         3
#       0123456789012345678901234567890123456789
TEXT = 'Ann said: "One two." Bob: "Three." Four.'
ANNOTATIONS = """T1\tSource 0 3\tAnn
T2\tCue 4 8\tsaid
T3\tContent 10 20\t"One two."
T4\tSource 21 24\tBob
T5\tContent 26 34;35 40\t"Three." Four.
T6\tCue 24 25\t:
T7\tAttribution 4 8\tsaid
E1\tAttribution:T7 Content:T3 Source:T1 Cue:T2
E2\tAttribution:T7 Content2:T5 Source:T4 Cue:T6
"""


def test_the_scores_of_a_small_text_counted_by_hand(benchmark, tmp_path):
    (tmp_path / "x_1a2b.ann").write_text(ANNOTATIONS, "utf-8")
    gold = benchmark.read_annotations(tmp_path / "x_1a2b.ann")
    assert gold[1] == benchmark.Statement(((21, 24),), ((24, 25),), ((26, 34), (35, 40)))
    found = [
        benchmark.Statement(((0, 3),), ((4, 9),), ((10, 20),)),
        benchmark.Statement(((0, 3),), (), ((26, 34),)),
    ]
    row = benchmark.counts(TEXT, gold, found)
    assert row == [
        *(18, 18, 23),  # content: 10 + 8 found, all right, of 10 + 8 + 5
        *(0, 0, 5),  # outside quotation marks: only "Four." is annotated
        *(1, 1, 2),  # speakers: the two found are one span
        *(1, 1, 2),  # cues
        *(1, 2, 2),  # pairs of contents whose speakers overlap
        *(1, 1),  # "Three." Four. does not end with a mark
    ]
    scores = benchmark.scores(row)
    assert scores["content_precision"] == 1 and scores["content_recall"] == round(18 / 23, 4)
    assert scores["content_f1"] == round(36 / 41, 4)
    assert scores["unquoted_content_f1"] == 0
    assert scores["source_f1"] == scores["cue_f1"] == round(2 / 3, 4)
    assert scores["linked_source_f1"] == 0.5 and scores["quotes_right_source"] == 1


def test_spans_are_paired_one_to_one_the_largest_overlap_first(benchmark):
    assert benchmark.pairs([[(0, 10)], [(4, 12)]], [[(5, 12)], [(0, 2)]]) == [(1, 0), (0, 1)]
    assert benchmark.pairs([[(0, 5)]], [[(5, 9)]]) == []
    assert benchmark.pairs([[(0, 9)]], [[(0, 4)], [(4, 9)]]) == [(0, 1)]


def test_quoted_is_what_stands_between_marks_on_a_line(benchmark):
    quoted = lambda text: "".join(text[i] for i in sorted(benchmark.quoted(text)))  # noqa: E731
    assert quoted('a "b" c “d” e') == '"b"“d”'
    assert quoted("a “b\nc” d ''e'' f") == "“b''e''"


def test_the_benchmark_prints_one_line_of_json(benchmark, tmp_path, monkeypatch, capsys):
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    (tmp_path / "text" / "x.txt").write_text(TEXT, "utf-8")
    for name, content in {"x_1a2b": ANNOTATIONS, "x_2c3d": "", "x-y_0000": ""}.items():
        (tmp_path / "attributions" / f"{name}.ann").write_text(content, "utf-8")
    monkeypatch.setattr(sys, "argv", ["statements.py", str(tmp_path)])
    benchmark.main()
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1
    printed = json.loads(lines[0])
    names = ["content_precision", "content_recall", "content_f1", "unquoted_content_f1", "source_f1", "cue_f1"]
    names += ["linked_source_f1", "quotes_right_source"]
    assert list(printed) == ["documents", *names, "intervals", "seconds"]
    assert printed["documents"] == 1 and list(printed["intervals"]) == names
    assert printed["quotes_right_source"] == 1
    monkeypatch.setattr(sys, "argv", ["statements.py", str(tmp_path), "--misses"])
    benchmark.main()
    assert "cue" in capsys.readouterr().out


def test_nested_statements_are_left_out_of_the_benchmark(benchmark):
    own = FOUND[FOUND["article_id"] == "brasov-2022"]
    outer = own[own["parent"] == ""]["group_id"].nunique()
    assert len(benchmark.outermost(own)) == outer < own["group_id"].nunique()


def test_an_interval_is_drawn_by_document_and_always_alike(benchmark):
    table = np.tile([[5, 10, 10] * 5 + [1, 2]], (6, 1))
    result = benchmark.result(table)
    assert result == benchmark.result(table)
    assert result["intervals"]["content_f1"] == [0.5, 0.5] == [result["content_f1"]] * 2


USUAL = sorted(reading._USUAL)
PIECES = [*"aBsdtx1.,'’-“”‘)? \n–…é", "Mr.", "’ll", "U.S.", "ve", "''", "--", "1,5", "²", "का", "e\u0301"]
BY_PATTERN = regex.compile(reading._PATTERN)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(st.sampled_from(USUAL), max_size=30))
def test_quicker_ways_find_the_same_tokens(text):
    patterns = [reading._TOKENS, *([reading._USUAL_TOKENS] if reading._USUAL.issuperset(text) else [])]
    expected = [match.span() for match in BY_PATTERN.finditer(text)]
    for pattern in patterns:
        assert [match.span() for match in pattern.finditer(text)] == expected


@pytest.mark.parametrize("pattern", [r"[^\W_]", r"[^\W\d_]", r"\d", r"\s", r"\S"])
def test_a_usual_character_is_of_the_same_class_to_both_kinds_of_expression(pattern):
    for sign in USUAL:
        assert bool(re.fullmatch(pattern, sign)) == bool(regex.fullmatch(pattern, sign)), sign
