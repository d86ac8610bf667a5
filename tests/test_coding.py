"""The codebook and the hand coding: whole, consistent, and every fault in them named."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from support import cells, store

from analysis.compare import agreement, framing
from analysis.measure import BadInput, codebook, coding, load, measure, segment
from analysis.publish import codebook_page, rights

ROOT = Path(__file__).parents[1]
CORPUS = load(ROOT)
SPANS = measure(CORPUS)
SENTENCES = segment.of(SPANS["segments"], "sentence")
FIRST, SECOND = "coding/passes/author-1.csv", "coding/passes/author-2.csv"


@pytest.fixture
def book(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


def first_row(table, **where):
    """Return the index of the first row with these values."""
    chosen = table
    for column, value in where.items():
        chosen = chosen[chosen[column] == value]
    return chosen.index[0]


def fault(book):
    with pytest.raises(BadInput) as caught:
        load(book)
    return str(caught.value)


# The codebook


def test_every_category_has_its_rules_an_example_and_a_counter_example():
    tables = CORPUS.tables
    for row in tables["categories"].itertuples():
        assert row.definition and row.include and row.exclude, row.category
        own = tables["examples"][tables["examples"]["category"] == row.category]
        coded = tables["codes"]["category"] == row.category
        # What stands in neither report can have no example from them.
        assert set(own["kind"]) == ({"example", "counter-example"} if coded.any() else {"counter-example"}), (
            row.category
        )


def test_examples_are_coded_as_they_say():
    """An example lies in a sentence with the code; a counter-example is no part of the evidence for it."""
    codes = CORPUS.tables["codes"]
    for row in CORPUS.tables["examples"].itertuples():
        own = codes[(codes["category"] == row.category) & (codes["article_id"] == row.article_id)]
        overlaps = ((own["start"] < row.end) & (own["end"] > row.start)).any()
        if row.kind == "example":
            assert overlaps, (row.category, row.surface)
        else:
            held = ((own["start"] <= row.start) & (own["end"] >= row.end)).any()
            assert not held, (row.category, row.surface)


def test_the_codebook_page_shows_every_rule_and_respects_what_may_be_shown():
    shown = rights.Shown(CORPUS.articles, SPANS)
    page = "".join(codebook_page.render(level, CORPUS, SPANS, shown) for level in CORPUS.tables["levels"]["level"])
    for row in CORPUS.tables["categories"].itertuples():
        assert f'id="code-{row.category}"' in page
    assert page.count("<dt>Definition</dt>") == len(CORPUS.tables["categories"])
    assert "putting great pressure on the regional security situation" in page
    hidden = rights.Shown(CORPUS.articles.assign(display="none"), SPANS)
    page = "".join(codebook_page.render(level, CORPUS, SPANS, hidden) for level in CORPUS.tables["levels"]["level"])
    assert "putting great pressure on the regional security situation" not in page
    assert "(text not shown)" in page


# The coding


def test_every_sentence_is_coded_on_every_level_in_every_pass():
    passes = CORPUS.tables["passes"]
    for (coder, number), own in passes.groupby(["coder", "number"]):
        for level in CORPUS.tables["levels"]["level"]:
            coded = own.loc[own["level"] == level, ["article_id", "sentence"]].drop_duplicates()
            assert len(coded) == len(SENTENCES), (coder, number, level)


def test_every_disagreement_is_decided_with_a_reason():
    decided = framing.decided(CORPUS)
    assert len(decided) == len(coding.differing(CORPUS.tables["passes"]))
    assert set(decided["decision"]) <= set(coding.DECISIONS)
    assert decided["reason"].str.len().gt(10).all()


def cell_set(rows):
    return set(rows[coding.CELL].itertuples(index=False, name=None))


def test_what_stands_is_what_the_passes_agree_on_and_what_was_decided():
    passes, codes = CORPUS.tables["passes"], CORPUS.tables["codes"]
    passes = passes[passes["category"] != codebook.NONE]
    one, two = (cell_set(passes[passes["number"] == number]) for number in (1, 2))
    decisions = CORPUS.tables["decisions"]
    kept = cell_set(decisions[decisions["decision"] == "stands"])
    assert cell_set(codes) == (one & two) | kept
    assert kept <= one ^ two


def test_a_decision_turned_round_changes_what_stands(book):
    table = cells(book, "coding/decisions.csv")
    before = cell_set(load(book).tables["codes"])
    other = {"stands": "does not stand", "does not stand": "stands"}
    table.loc[0, "decision"] = other[table.loc[0, "decision"]]
    store(book, "coding/decisions.csv", table)
    assert len(before ^ cell_set(load(book).tables["codes"])) == 1


def test_a_disagreement_without_a_decision_is_open_and_does_not_stand(book):
    table = cells(book, "coding/decisions.csv")
    store(book, "coding/decisions.csv", table.iloc[1:])
    corpus = load(book)
    assert list(framing.decided(corpus)["decision"]).count("open") == 1
    gone = tuple(table.loc[0, coding.CELL])
    assert (gone[0], int(gone[1]), *gone[2:]) not in cell_set(corpus.tables["codes"])


@pytest.mark.parametrize("name", ["other", "anna"])
def test_another_coder_is_picked_up_as_reproducibility_and_changes_nothing_that_stands(book, name):
    table = cells(book, SECOND)
    # The other coder sees no conflict anywhere; where that leaves nothing on its level, there is none.
    generic = table[table["level"] == "generic"]
    sentence = CORPUS.tables["passes"].set_index(["article_id", "start"])["sentence"].to_dict()
    where = [sentence[row.article_id, int(row.start)] for row in generic.itertuples()]
    alone = generic.groupby([generic["article_id"], where])["category"].transform(lambda own: set(own) == {"conflict"})
    table.loc[generic.index[alone], "category"] = "none"
    store(book, f"coding/passes/{name}-1.csv", table[table["category"] != "conflict"])
    corpus = load(book)
    pairs = agreement.pairs(corpus.tables["passes"])
    assert sorted(pairs["measures"]) == ["reproducibility", "stability"]
    made = agreement.all_pairs(corpus.tables["passes"], corpus.tables["categories"])
    conflict = made[(made["category"] == "conflict") & (made["measures"] == "reproducibility")].iloc[0]
    assert conflict["both"] == 0
    assert min(conflict["first_only"], conflict["second_only"]) == 0
    assert conflict["alpha"] < 0
    assert cell_set(corpus.tables["codes"]) == cell_set(CORPUS.tables["codes"])


def test_without_any_coding_the_data_load(book):
    shutil.rmtree(book / "data" / "coding" / "passes")
    store(book, "coding/decisions.csv", cells(book, "coding/decisions.csv").iloc[:0])
    corpus = load(book)
    assert corpus.tables["codes"].empty
    assert measure(corpus)["codes"].empty


FAULTS = [
    (FIRST, {"level": "dispute"}, "category", "gone", ["none, broken-promise"]),
    (FIRST, {"level": "dispute"}, "level", "gone", ["a level of levels.csv: functions, generic, dispute, roles"]),
    (FIRST, {"category": "promise-maker"}, "actor", "nobody", ["an actor of actors.csv"]),
    (FIRST, {"category": "talks"}, "actor", "russia", ["nothing: no role is coded here"]),
    (FIRST, {"category": "talks"}, "surface", "other words", ["what stands at"]),
    ("coding/decisions.csv", {"decision": "stands"}, "decision", "maybe", ["stands, does not stand"]),
    ("coding/decisions.csv", {"decision": "stands"}, "sentence", "1", ["a code that some passes have and others"]),
    ("coding/roles.csv", {"role": "agent"}, "role", "victim", ["agent, act, patient"]),
    ("coding/roles.csv", {"role": "agent"}, "actor", "nobody", ["an actor of actors.csv"]),
    ("coding/roles.csv", {"role": "act"}, "actor", "russia", ["nothing: an act is no actor"]),
    ("coding/roles.csv", {"role": "act"}, "told_as", "rumour", ["fact, alleged, possible, not to happen"]),
    ("coding/roles.csv", {"role": "act"}, "act", "dances", ["an act of acts.csv"]),
    ("coding/roles.csv", {"role": "act"}, "role", "patient", ["an actor of actors.csv"]),
    ("coding/units.csv", {"unit": "promise"}, "kind", "story", ["claim, event, demand"]),
    ("coding/units.csv", {"unit": "promise"}, "label", "Another", ["the label of the other rows of unit promise"]),
    ("codebook/levels.csv", {"level": "roles"}, "unit", "page", ["sentence, span, actor"]),
    ("codebook/categories.csv", {"level": "roles"}, "level", "gone", ["a level of levels.csv"]),
    ("codebook/examples.csv", {"kind": "example"}, "kind", "picture", ["example, counter-example"]),
    ("codebook/examples.csv", {"kind": "example"}, "category", "gone", ["a category of categories.csv"]),
    ("coding/owners.csv", {"owner": "own"}, "owner", "nobody", ["own, not named, or an actor of actors.csv"]),
    ("coding/owners.csv", {"owner": "own"}, "category", "threat", ["a category of categories.csv, for sentences"]),
    ("codebook/indicators.csv", {"frame": "talks"}, "written_from", "gone", ["articles of articles.csv"]),
    ("codebook/indicators.csv", {"frame": "talks"}, "frame", "threat", ["a category of categories.csv, for sentences"]),
    ("codebook/validation.csv", {"frame": "talks"}, "both", "many", ["a number of sentences"]),
]


@pytest.mark.parametrize(("name", "where", "column", "value", "expected"), FAULTS)
def test_a_bad_cell_is_named_with_what_would_be_right(book, name, where, column, value, expected):
    table = cells(book, name)
    row = first_row(table, **where)
    table.loc[row, column] = value
    store(book, name, table)
    message = fault(book)
    # Of rows that must agree, either may be named.
    assert Path(name).name in message
    for part in expected:
        assert part in message


def test_a_stretch_across_two_sentences_is_refused(book):
    table = cells(book, FIRST)
    text = CORPUS.articles.set_index("article_id").at["brasov-2022", "text"]
    row = first_row(table, article_id="brasov-2022", category="broken-promise")
    start, end = 248, 298
    table.loc[row, ["start", "end", "surface"]] = [str(start), str(end), text[start:end]]
    store(book, FIRST, table)
    assert "a stretch inside one sentence" in fault(book)


def test_none_beside_another_code_is_refused(book):
    table = cells(book, FIRST)
    row = table.loc[[first_row(table, category="talks")]].assign(category="none")
    store(book, FIRST, pd.concat([table, row]))
    assert "no other code of this sentence on this level" in fault(book)


def test_a_frame_twice_in_a_sentence_is_refused(book):
    table = cells(book, FIRST)
    row = table.loc[[first_row(table, category="talks")]]
    start = int(row["start"].iloc[0])
    row = row.assign(start=str(start + 4), surface=row["surface"].iloc[0][4:])
    store(book, FIRST, pd.concat([table, row]))
    assert "each category once in a sentence" in fault(book)


def test_a_file_that_names_no_coder_is_refused(book):
    folder = book / "data" / "coding" / "passes"
    (folder / "author-1.csv").rename(folder / "first.csv")
    assert "a name of coder and pass" in fault(book)


# Agreement


def test_alpha_is_that_of_a_published_example():
    """Krippendorff's example of two observers and ten nominal items (2018, ch. 12): alpha 0.095."""
    one = "0100000010"
    two = "1110010000"
    values = [(frozenset({a}), frozenset({b})) for a, b in zip(one, two, strict=True)]
    assert agreement.alpha(values) == pytest.approx(0.095, abs=0.0005)


def test_sets_of_actors_that_overlap_agree_in_part():
    a, ab, c = frozenset({"a"}), frozenset({"a", "b"}), frozenset({"c"})
    rest = [(a, a), (c, c), (a, a), (c, c)]
    none, part, whole = (agreement.alpha([*rest, (ab, other)]) for other in (c, a, ab))
    assert none < part < whole == 1


def test_the_order_of_the_passes_makes_no_difference():
    passes, categories = CORPUS.tables["passes"], CORPUS.tables["categories"]
    one = agreement.table(passes, categories, "author-1", "author-2")
    two = agreement.table(passes, categories, "author-2", "author-1")
    assert one["alpha"].equals(two["alpha"])
    assert list(one["first_only"]) == list(two["second_only"])


def test_the_four_counts_are_all_sentences_and_alpha_lies_in_its_interval():
    made = agreement.all_pairs(CORPUS.tables["passes"], CORPUS.tables["categories"])
    assert (made[["both", "first_only", "second_only", "neither"]].sum(axis=1) == made["sentences"]).all()
    assert (made["sentences"] == len(SENTENCES)).all()
    defined = made.dropna(subset="alpha")
    assert ((defined["low"] <= defined["alpha"]) & (defined["alpha"] <= defined["high"])).all()
    unused = made[made["alpha"].isna()]
    assert list(unused["category"]) == ["human-interest", "economic-consequences"]
    assert (unused["neither"] == unused["sentences"]).all()
