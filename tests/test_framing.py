"""Frames and voices: whose words, how far word lists can be trusted, and charts that say so."""

import dataclasses
import re
from pathlib import Path

import pandas as pd
import pytest
from support import NOTEBOOKS

from analysis.compare import acting, agreement, counting, framing, heard, validation, voices
from analysis.measure import codebook, frames, load, measure, segment, stance
from analysis.publish import charts, side_by_side
from analysis.publish.figures import stored

ROOT = Path(__file__).parents[1]
CORPUS = load(ROOT)
SPANS = measure(CORPUS)
FRAMES = codebook.frames(CORPUS.tables)
TEXTS = CORPUS.articles.set_index("article_id")["text"]


def at(article_id: str, surface: str) -> pd.DataFrame:
    """Return a span of a text by its words, which must stand there once."""
    text = TEXTS[article_id]
    assert text.count(surface) == 1
    start = text.index(surface)
    place = {"article_id": [article_id], "start": [start], "end": [start + len(surface)], "surface": [surface]}
    return pd.DataFrame({"span_id": ["x"], **place}).astype({"article_id": "str"})


# Whose words

OWNERS = [
    ("brasov-2022", "Russia’s “blackmail”", "us", "West"),
    ("brasov-2022", "the security guarantees demanded by Russia", "ryabkov", "Russia"),
    ("brasov-2022", "NATO will not extend “an inch” to the East", "lukashevich", "Russia"),
    ("brasov-2022", "not willing to make any concessions", "ryabkov", "Russia"),
    ("laodong-2026", "the Russian side not only requested a binding legal document", "russia", "Russia"),
    ("laodong-2026", "shorten the time to deploy strategic forces", "", "Russia"),
    ("laodong-2026", "promised Soviet leader Mikhail Gorbachev not to expand NATO", "", voices.OWN),
    ("brasov-2022", "NATO had tricked the USSR and Russia", "russia", "Russia"),
    ("brasov-2022", "“many systemic problems”", "lukashevich", "Russia"),
    ("brasov-2022", "Discussions on the proposal took place on Sunday", "", voices.OWN),
    ("brasov-2022", "dialogue between us is vital", "lukashevich", "Russia"),
    ("brasov-2022", "If no agreement is reached", "ryabkov", "Russia"),
    ("brasov-2022", "Moscow does not rule out a possible deployment", "ryabkov", "Russia"),
    ("laodong-2026", "forgotten or ignored whenever they find it convenient", "russian-embassy-belgium", "Russia"),
    ("laodong-2026", "NATO's expansion is completely contrary to the commitments", "russian-delegation", "Russia"),
    ("laodong-2026", "However, this constructive proposal has not received support", "", voices.OWN),
    ("laodong-2026", "he had directly transferred documents", "lavrov", "Russia"),
]


@pytest.mark.parametrize(("article_id", "surface", "speaker", "side"), OWNERS)
def test_a_span_belongs_to_whoever_says_it(article_id, surface, speaker, side):
    found = voices.owned(at(article_id, surface), CORPUS, SPANS).iloc[0]
    assert (found["speaker"], found["side"]) == (speaker, side)
    assert bool(found["statement"]) == (side != voices.OWN)


def statements(*rows) -> dict[str, pd.DataFrame]:
    """Return layers with hand-made statements: group, role, start, end, actor, parent."""
    made = [
        {
            **{"span_id": f"s{i}", "article_id": "a", "start": start, "end": end, "surface": "x" * (end - start)},
            **{"group_id": group, "role": role, "kind": "indirect", "verb": "say", "verb_class": "neutral"},
            **{"actor": actor, "resolved": "", "parent": parent},
        }
        for i, (group, role, start, end, actor, parent) in enumerate(rows)
    ]
    table = pd.DataFrame(made).astype({"article_id": "str"})
    return {**SPANS, "statements": table, "actors": SPANS["actors"].iloc[:0]}


def owner(start: int, end: int, layers) -> tuple[str, str]:
    span = pd.DataFrame({"span_id": ["x"], "article_id": ["a"], "start": [start], "end": [end], "surface": ["x"]})
    found = voices.owned(span.astype({"article_id": "str"}), CORPUS, layers).iloc[0]
    return found["statement"], found["side"]


def test_the_outermost_statement_of_saying_owns_a_span():
    layers = statements(
        ("outer", "speaker", 0, 8, "russia", ""),
        ("outer", "cue", 9, 13, "russia", ""),
        ("outer", "content", 14, 100, "russia", ""),
        ("inner", "cue", 40, 44, "us", "outer"),
        ("inner", "content", 50, 80, "us", "outer"),
    )
    assert owner(55, 60, layers) == ("outer", "Russia")
    assert owner(120, 130, layers) == ("", voices.OWN)
    assert owner(90, 110, layers) == ("", voices.OWN)  # half is not more than half
    assert owner(89, 110, layers) == ("outer", "Russia")


def test_a_span_that_names_who_says_it_is_judged_by_the_rest():
    layers = statements(
        ("one", "speaker", 0, 30, "russia", ""),
        ("one", "cue", 31, 40, "russia", ""),
        ("one", "content", 41, 60, "russia", ""),
    )
    assert owner(0, 60, layers) == ("one", "Russia")
    assert owner(0, 40, layers) == ("", voices.OWN)  # who says it, and nothing of what


def test_what_is_no_statement_of_saying_takes_no_words_from_whoever_tells_of_it():
    layers = statements(("wish", "cue", 10, 14, "us", ""), ("wish", "content", 15, 80, "us", ""))
    layers["statements"]["verb_class"] = ""
    assert owner(20, 70, layers) == ("", voices.OWN)


def test_every_word_of_the_body_counts_once():
    counted = voices.words(CORPUS, SPANS)
    tokens = segment.of(SPANS["segments"], "token")
    assert list(counted["span_id"]) == list(tokens["span_id"])
    spoken = heard.speakers(CORPUS, SPANS)
    runs = voices.runs(CORPUS, SPANS)
    for article_id, own in tokens.groupby("article_id"):
        given = spoken.loc[spoken["article_id"] == article_id, "words"].sum()
        told = counted[(counted["article_id"] == article_id) & (counted["side"] == voices.OWN)]
        assert given + len(told) == len(own)
        spans = [span for spans in runs.loc[runs["article_id"] == article_id, "spans"] for span in spans]
        assert spans == list(own["span_id"])


def test_who_is_heard_is_not_among_those_never_heard():
    silent = heard.unheard(CORPUS, SPANS)
    said = counting.with_label(SPANS["statements"], CORPUS)[["label", "actor"]].drop_duplicates()
    assert silent.merge(said, on=["label", "actor"]).empty
    assert {"nato", "ukraine"} <= set(silent.loc[silent["label"] == CORPUS.labels["brasov"], "actor"])
    assert "bucharest" not in set(silent["actor"])  # a place
    assert not {"carpenter", "efe", "agerpres"} & set(silent["actor"])  # who is spoken through, too, is heard
    assert (silent["count"] == silent["spans"].map(len)).all()


def test_who_speaks_in_one_article_is_heard_in_its_source():
    one = dataclasses.replace(CORPUS, articles=CORPUS.articles.assign(source=CORPUS.articles["source"].iloc[0]))
    apart, together = heard.unheard(CORPUS, SPANS), heard.unheard(one, SPANS)
    said = set(SPANS["statements"]["actor"])
    assert set(apart["actor"]) & said  # in the other report
    assert not set(together["actor"]) & said
    assert set(together["actor"]) <= set(apart["actor"])


def test_the_speakers_of_a_source_have_the_words_of_those_of_its_articles():
    apart = counting.with_label(heard.speakers(CORPUS, SPANS), CORPUS)
    together = heard.by_source(apart)
    assert together["words"].is_monotonic_decreasing
    for column in ("statements", "words", "direct"):
        assert together.groupby("label")[column].sum().equals(apart.groupby("label")[column].sum())
    twice = heard.by_source(pd.concat([apart, apart.assign(article_id="x-" + apart["article_id"])]))
    assert twice["articles"].eq(2 * together["articles"]).all()
    assert twice["words"].eq(2 * together["words"]).all()
    assert twice["verbs"].str.split(", ").map(len).le(heard.VERBS).all()


def test_words_that_may_be_a_speakers_follow_one_and_are_counted_as_the_reports_own():
    counted, maybe = voices.words(CORPUS, SPANS), voices.continuing(CORPUS, SPANS)
    own = counted[counted["side"] == voices.OWN]
    assert set(maybe["span_id"]) <= set(own["span_id"])
    given = {(row.article_id, row.sentence) for row in counted[counted["statement"] != ""].itertuples()}
    found = {(row.article_id, row.sentence) for row in maybe.itertuples()}
    assert {("laodong-2026", 10), ("laodong-2026", 18)} <= found  # read by hand
    assert not found & given
    assert all((article_id, number - 1) in given for article_id, number in found)
    assert ("laodong-2026", 1) not in found  # the first sentence follows none
    assert ("laodong-2026", 15) not in found  # follows one that may itself go on, and no speaker's words


def test_halves_are_cut_at_the_middle():
    runs = pd.DataFrame(
        {"label": ["A", "A"], "category": [voices.OWN, "West"], "first": [0.0, 0.6], "last": [0.6, 1.0]}
    )
    found = voices.halves(runs)
    assert found.loc["A"].round(6).to_dict() == {"before": 1.0, "after": 0.2}


def test_a_claim_is_shown_with_its_speaker_verb_and_marks():
    claims = voices.claims(CORPUS, SPANS).set_index("surface")["said"]
    assert claims["NATO had tricked the USSR and Russia into extending the Alliance to the East"] == (
        "Russia; insist (assertive)"
    )
    (said,) = [said for surface, said in claims.items() if surface.startswith("all previous verbal promises")]
    assert "Russian embassy in Belgium" in said
    assert "Reality has proven" in said


# Marks of distance and certainty

MARKS = [
    ("It was “blackmail”.", "quotation marks", "“blackmail”"),
    ('the issue of "covenants" has', "quotation marks", '"covenants"'),
    ('evidence of "not expanding" commitments', "quotation marks", '"not expanding"'),
    ("to maintain “spheres of influence.”", "quotation marks", "“spheres of influence.”"),
    ("the alleged threat", "distance", "alleged"),
    ("these so-called reforms", "distance", "so-called"),
    ("In fact, it was so.", "certainty", "In fact"),
    ("Reality has proven that", "certainty", "Reality has proven"),
    ("To prove this, he", "certainty", "To prove this"),
    ("a possible deployment", "hedge", "possible"),
    ("It may rain.", "hedge", "may"),
]
UNMARKED = [
    "It could not be so.",
    "In May 2026 it rained.",
    '"We have not received an adequate answer," he said.',
    'He closed it," the man said. "And then',
    'a 5" gun and a 6" gun',
]


def marks(text: str) -> list[tuple[str, str]]:
    articles = pd.DataFrame({"article_id": ["a"], "text": [text]}).astype({"article_id": "str"})
    empty = {"boilerplate": SPANS["boilerplate"].iloc[:0]}
    found = stance.find(articles, segment.find(articles, tables=empty), tables={})
    return list(zip(found["stance"], found["surface"], strict=True))


@pytest.mark.parametrize(("text", "name", "surface"), MARKS)
def test_a_mark_of_stance_is_found(text, name, surface):
    assert (name, surface) in marks(text)


@pytest.mark.parametrize("text", UNMARKED)
def test_what_is_no_mark_is_not_found(text):
    assert marks(text) == []


def test_marks_in_one_class_do_not_overlap():
    for _, own in SPANS["stance"].groupby(["article_id", "stance"]):
        assert (own["start"].iloc[1:].to_numpy() >= own["end"].iloc[:-1].to_numpy()).all()


# Indicators


def test_no_pattern_is_looked_for_in_the_text_that_it_alone_was_written_from():
    written = {(row.frame, row.pattern): row.written_from for row in CORPUS.tables["indicators"].itertuples()}
    found = SPANS["frames"]
    assert set(found["article_id"]) == set(CORPUS.articles["article_id"])
    assert all(written[row.frame, row.pattern] != row.article_id for row in found.itertuples())


def test_a_pattern_left_out_hides_none_that_counts():
    articles = pd.DataFrame({"article_id": ["a", "b"], "text": ["A legal document."] * 2}).astype({"article_id": "str"})
    segments = segment.find(articles, tables={"boilerplate": SPANS["boilerplate"].iloc[:0]})
    rows = [("law", "legal document", "a"), ("law", "legal", "b"), ("law", "document", "")]
    indicators = pd.DataFrame(rows, columns=["frame", "pattern", "written_from"])
    found = frames.find(articles, segments, tables={"indicators": indicators})
    patterns = found.groupby("article_id")["pattern"].agg(list).to_dict()
    assert patterns == {"a": ["legal", "document"], "b": ["legal document"]}


def test_the_chart_of_indicators_and_their_scores_count_the_same_sentences():
    owned = framing.owned_indicators(CORPUS, SPANS, FRAMES)
    counts, _ = validation.crosswise(SPANS, CORPUS.tables)
    drawn = owned.groupby(["article_id", "frame"]).size()
    assert drawn.sum() == (counts["both"] + counts["indicator_only"]).sum()
    for row in counts.itertuples():
        assert drawn.get((row.article_id, row.frame), 0) == row.both + row.indicator_only


def test_the_scores_are_the_sentences_behind_them():
    counts, outcomes = validation.crosswise(SPANS, CORPUS.tables)
    for row in counts.itertuples():
        own = outcomes[(outcomes["article_id"] == row.article_id) & (outcomes["frame"] == row.frame)]
        for outcome in validation.COUNTS:
            assert (own["outcome"] == outcome).sum() == getattr(row, outcome)
    codes = CORPUS.tables["codes"]
    hand = codes[codes["category"].isin(FRAMES["category"])].groupby(["article_id", "category"]).size()
    for (article_id, frame), size in hand.items():
        row = counts[(counts["article_id"] == article_id) & (counts["frame"] == frame)].iloc[0]
        assert row["both"] + row["hand_only"] == size


def test_a_score_on_record_is_void_when_a_pattern_changes_and_makes_nothing_usable():
    indicators = pd.concat(
        [CORPUS.tables["indicators"], pd.DataFrame([{"frame": "talks", "pattern": "summit talks", "written_from": ""}])]
    )
    after = validation.all_scores(
        type(CORPUS)(CORPUS.root, CORPUS.articles, {**CORPUS.tables, "indicators": indicators}), SPANS
    )
    on_record = after[after["tested_on"] == "news on NATO"].set_index("frame")["verdict"]
    assert on_record["talks"] == validation.VOID
    assert validation.VOID not in set(on_record.drop("talks"))
    assert validation.verdicts(after)["talks"] != "usable"


@pytest.mark.parametrize(
    ("both", "wrong", "missed", "verdict"),
    [(5, 0, 0, "usable"), (4, 0, 0, "untested"), (4, 2, 2, "usable"), (4, 3, 2, "not usable"), (4, 2, 3, "not usable")],
)
def test_the_rule_for_trust_at_its_edges(both, wrong, missed, verdict):
    counts = pd.DataFrame({"both": [both], "indicator_only": [wrong], "hand_only": [missed], "neither": [0]})
    assert validation.rates(counts)["verdict"].iloc[0] == verdict


def test_one_failed_test_is_enough():
    scores = pd.DataFrame({"frame": ["a"] * 3, "verdict": ["usable", "untested", "not usable"]})
    assert validation.verdicts(scores)["a"] == "not usable"
    assert validation.verdicts(scores.iloc[:2])["a"] == "usable"
    assert validation.verdicts(scores.iloc[1:2])["a"] == "untested"
    void = pd.DataFrame({"frame": ["a", "a"], "verdict": ["usable", validation.VOID]})
    assert validation.verdicts(void)["a"] == validation.VOID


def test_where_no_indicator_is_found_the_tables_have_their_columns():
    articles = pd.DataFrame({"article_id": ["a"], "text": ["The cat sat."]}).astype({"article_id": "str"})
    segments = segment.find(articles, tables={"boilerplate": SPANS["boilerplate"].iloc[:0]})
    for indicators in (CORPUS.tables["indicators"], CORPUS.tables["indicators"].iloc[:0]):
        found = frames.find(articles, segments, tables={"indicators": indicators})
        assert list(found) == list(SPANS["frames"])
        assert found.empty


def test_scores_stand_beside_the_counts_they_are_of():
    scores = validation.all_scores(CORPUS, SPANS)
    beside = validation.beside(scores, CORPUS)
    labels = list(CORPUS.labels.values())
    assert len(beside) == len(FRAMES) * len(labels)
    said = beside.set_index(["category", "label"])
    outlets = CORPUS.articles.set_index("outlet")["source"].map(CORPUS.labels)
    for row in scores.itertuples():
        where = "on this source" if row.tested_on in outlets else f"on {row.tested_on}"
        for label in [outlets[row.tested_on]] if row.tested_on in outlets else labels:
            told = said.loc[(row.label, label), [f"Precision {where}", f"Recall {where}"]]
            assert list(told) == [row.precision_said, row.recall_said]
    drawn = stored(NOTEBOOKS)["fig-frame-indicators"].frame()
    assert {"Precision on this source", "Recall on news on NATO"} <= set(drawn)


def test_a_readers_owners_are_compared_side_by_side():
    owned = framing.owned_codes(CORPUS, SPANS, FRAMES)
    read = framing.owners_read(owned, CORPUS, SPANS)
    assert len(read) == len(CORPUS.tables["owners"]) == len(owned)
    first = read[(read["outlet"] == "Brasov.co") & (read["sentence"] == 1)].iloc[0]
    assert (first["rule"], first["read"]) == ("Russia", "Russia")
    none = type(CORPUS)(CORPUS.root, CORPUS.articles, {**CORPUS.tables, "owners": CORPUS.tables["owners"].iloc[:0]})
    assert framing.owners_read(owned, none, SPANS).empty


# Counts and charts


def test_a_frame_counts_its_sentences_and_its_owners_add_up():
    owned = framing.owned_codes(CORPUS, SPANS, FRAMES)
    codes = CORPUS.tables["codes"]
    assert len(owned) == codes["category"].isin(FRAMES["category"]).sum()
    counts = framing.counts(owned, FRAMES, voices.OWN, list(CORPUS.labels.values()))
    assert counts["count"].sum() == len(owned)
    assert counts["own"].sum() == (owned["side"] == voices.OWN).sum()


def owners(pair):
    owned = framing.owned_codes(CORPUS, SPANS, FRAMES)
    totals = counting.totals(segment.of(SPANS["segments"], "sentence"), CORPUS).to_dict()
    return charts.owners(
        owned,
        pair,
        what="sentences with a frame",
        short="Frames",
        order=framing.by_size(owned, FRAMES),
        sides=voices.sides(owned, CORPUS),
        totals={(name, label): size for name in FRAMES["label"] for label, size in totals.items()},
        limit="x",
        foot="y",
    )


def test_the_frame_matrix_turns_over_with_the_sources():
    one, two = (owners(pair).to_dict()["usermeta"]["table"] for pair in (CORPUS.sources, CORPUS.sources.iloc[::-1]))
    strip = [[{k: v for k, v in row.items() if k != "marks"} for row in table["rows"]] for table in (one, two)]
    assert strip[0] != strip[1]
    assert sorted(map(str, strip[0])) == sorted(map(str, strip[1]))
    first, second = CORPUS.sources["label"]
    assert [row["label"] for row in strip[0][:2]] == [first, second]
    assert [row["label"] for row in strip[1][:2]] == [second, first]


def test_each_sign_of_the_frame_matrix_is_filled_only_in_the_reports_own_voice():
    spec = owners(CORPUS.sources).to_dict()
    owned = framing.owned_codes(CORPUS, SPANS, FRAMES).set_index("span_id")["side"]
    spans = {mark["key"]: mark["spans"] for mark in spec["usermeta"]["marks"]}
    signs = [row for data in spec["datasets"].values() for row in data if "sign" in row]
    assert len(signs) == len(owned)
    for row in signs:
        (span,) = spans[row["mark"]]
        assert owned[span] == row["side"]
        assert (row["sign"] == "") == (row["side"] == voices.OWN)


def test_no_chart_of_frames_without_whose_words():
    """The figures of the page on framing tell apart the report's own voice, each in its own data."""
    drawn = {name: figure for name, figure in stored(NOTEBOOKS).items() if name.startswith("fig-frame")}
    assert set(drawn) >= {"fig-frame-matrix", "fig-frame-course", "fig-frame-indicators"}
    for name, figure in drawn.items():
        rows = [row for data in figure.spec["datasets"].values() for row in data if "mark" in row]
        assert any(row.get("side") == voices.OWN for row in rows), name
        assert any(row.get("side") not in (None, voices.OWN) for row in rows), name


def test_quotations_side_by_side_are_escaped_and_respect_what_may_be_shown():
    owned = framing.owned_codes(CORPUS, SPANS, FRAMES).head(3).assign(said="<b>who</b>")
    for make in (side_by_side.quoted, side_by_side.folded):
        page = make(owned, side_by_side.told(CORPUS, SPANS, CORPUS.sources["source"]), "<i>x</i>")
        assert page.count("&lt;b&gt;who") == len(owned)
        assert "<b>who" not in page
        assert "&lt;i&gt;x" in page
        assert owned["surface"].iloc[0][:20] in page
        hidden = type(CORPUS)(CORPUS.root, CORPUS.articles.assign(display="none"), CORPUS.tables)
        page = make(owned, side_by_side.told(hidden, SPANS, CORPUS.sources["source"]), "x")
        assert owned["surface"].iloc[0][:20] not in page


def test_who_does_what_to_whom():
    acts = acting.acts(CORPUS, SPANS)
    told = {(row.place, row.agents, row.category, row.patients, row.told_as) for row in acts.itertuples()}
    assert ("Brasov.co 1", "United States", "promises", "Mikhail Gorbachev", "fact") in told
    assert ("Brasov.co 1", "NATO", "expands", "", "not to happen") in told
    assert ("Lao Động 7", "NATO members", "hides", "", "alleged") in told
    assert len(acts) == CORPUS.tables["roles"]["group"].nunique()


# What is typed in the prose


def test_numbers_typed_in_the_prose_are_those_of_the_tables():
    method = (ROOT / "book" / "method.md").read_text("utf-8")
    recorded = CORPUS.tables["validation"].iloc[0]
    sentences = recorded[validation.COUNTS].astype("int64").sum()
    articles = re.search(r"in (\d+) articles", recorded["note"])[1]
    assert f"{sentences} sentences that name NATO in {articles} news articles" in method
    assert f"bootstrap over sentences, {agreement.DRAWS:,} draws" in method
