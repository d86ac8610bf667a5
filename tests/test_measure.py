"""The instruments: spans that give their surface back, boundaries and counts checked by hand."""

import gc
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from nltk import redos

from analysis.measure import LAYERS, actors, characters, frames, load, measure, segment, spans
from analysis.measure import sentences as boundaries
from analysis.measure.patterns import WordLists, cased
from analysis.measure.spans import Unit

ROOT = Path(__file__).parents[1]
CORPUS = load(ROOT)
MEASURED = measure(CORPUS)
NO_BOILERPLATE = {"boilerplate": CORPUS.tables["boilerplate"].iloc[:0]}


def article(text, published="2022-01-13"):
    return pd.DataFrame([{"article_id": "a", "source": "s", "published": published, "text": text}])


def segments(text):
    return segment.find(article(text), tables=NO_BOILERPLATE)


def sentences(text):
    return list(segment.of(segments(text), "sentence")["surface"])


def tokens(text):
    return list(segment.of(segments(text), "token")["term"])


# --- every layer


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_offsets_give_the_surface_back(layer):
    found = MEASURED[layer.name]
    assert len(found)
    assert spans.faults(CORPUS.articles, found).empty
    assert list(found.columns) == [*spans.KEY, *layer.columns]
    assert found["span_id"].is_unique


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_an_instrument_treats_each_article_by_itself(layer):
    turned = CORPUS.articles.iloc[::-1].reset_index(drop=True)
    needed = {name: MEASURED[name] for name in layer.needs}
    again = layer.find(turned, MEASURED["segments"], tables=CORPUS.tables, **needed)
    first = MEASURED[layer.name].sort_values("span_id").reset_index(drop=True)
    pd.testing.assert_frame_equal(again.sort_values("span_id").reset_index(drop=True), first)


@pytest.mark.parametrize("name", ["actors", "statements", "dates", "frames"])
def test_nothing_is_found_in_boilerplate(name):
    found = MEASURED[name].merge(MEASURED["boilerplate"], on="article_id", suffixes=("", "_out"))
    assert not ((found["start"] < found["end_out"]) & (found["end"] > found["start_out"])).any()


def test_what_a_call_has_made_goes_with_it():
    """Else the memory of a process grows with all that it has measured."""

    def kept():
        measure(CORPUS)
        gc.collect()
        return sum(str(getattr(type(one), "__module__", "")).startswith("analysis.") for one in gc.get_objects())

    kept()
    assert kept() == kept()


def test_a_wrong_offset_is_seen():
    moved = MEASURED["actors"].assign(start=MEASURED["actors"]["start"] + 1)
    assert len(spans.faults(CORPUS.articles, moved)) == len(moved)


# --- segments


def test_sentences_of_both_reports_as_counted_by_hand():
    body = segment.of(MEASURED["segments"], "sentence")
    by_hand = {"brasov-2022": [2, 1, 1, 1, 1, 1, 1, 2, 3, 1], "laodong-2026": [2, 1, 2, 2, 1, 2, 2, 1, 2, 2, 1, 1]}
    for name, expected in by_hand.items():
        assert list(body[body["article_id"] == name].groupby("paragraph").size()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Rogozin left. He spoke.", ["Mr. Rogozin left.", "He spoke."]),
        ("In 1999 and 2004. the exclusion of any", ["In 1999 and 2004. the exclusion of any"]),
        (
            "“the threat from Russia.” invasion of Ukraine. Then",
            ["“the threat from Russia.” invasion of Ukraine.", "Then"],
        ),
        ("The U.S. Army came. It left.", ["The U.S. Army came.", "It left."]),
        ("One!\nTwo?\r\n\r\nThree", ["One!", "Two?", "Three"]),
        ("“No!” he said. “Yes.” She left.", ["“No!” he said.", "“Yes.”", "She left."]),
        ("Rep. Clyburn (D-Ga.), who left, spoke.", ["Rep. Clyburn (D-Ga.), who left, spoke."]),
        ("“Mr. Rogozin left,” said Lt. Gen. Baker.", ["“Mr. Rogozin left,” said Lt. Gen. Baker."]),
        ("“It ends Feb. 10.” Then he left.", ["“It ends Feb. 10.”", "Then he left."]),
        ("It began in Feb. Then he left.", ["It began in Feb. Then he left."]),
        ("no stop at all", ["no stop at all"]),
    ],
)
def test_sentence_boundaries(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russia’s and Russia's", ["russia", "'s", "and", "russia", "'s"]),
        ("don’t don't", ["don't", "don't"]),
        ("the 57-member U.S. body, 1,000.5 km", ["the", "57-member", "u.s.", "body", "1,000.5", "km"]),
        ('“an inch” "covenants"', ["an", "inch", "covenants"]),
        ("cafe\u0301 Động 💬 ok", ["cafe\u0301", "động", "ok"]),
        ("it's its", ["it", "'s", "its"]),
        ("a_b", ["a", "b"]),
    ],
)
def test_tokens(text, expected):
    assert tokens(text) == expected


TEXT = st.text(st.sampled_from("aZé\u0301đ5 .,!?\n\r\t'’-_“”\"💬\u200f·"), max_size=80)


def test_what_never_ends_a_sentence_is_cut_at_white_space_and_loses_no_word():
    text = " ".join(f"word{number}" for number in range(30_000))
    found = segments(text)
    pieces = segment.of(found, "sentence")
    assert pieces["surface"].str.len().max() <= boundaries.LONG
    assert pieces["surface"].str.len().iloc[:-1].min() > boundaries.LONG - 20
    assert tokens(text) == text.split()
    assert [text[start:end] for start, end in zip(found["start"], found["end"], strict=True)] == list(found["surface"])
    # Where there is no white space either, it is cut all the same.
    assert [len(piece) for piece in sentences("x" * (boundaries.LONG + 5))] == [boundaries.LONG, 5]


SIGNS = [
    "Mr.",
    "U.S.",
    "word",
    "Next",
    "A.",
    "2004.",
    "end.",
    "end!",
    "?",
    "...",
    ". . .",
    "”",
    "“Yes.”",
    "(so.)",
    ".",
    '"',
]


@given(st.lists(st.tuples(st.sampled_from(SIGNS), st.sampled_from(["", " ", "  ", "\t", "\u00a0", "--"])), max_size=14))
@example([("word", ""), (".", " "), ("end.", ""), ("”", " "), ("Next", "")])
@example([("end!", ""), ("?", " "), (".", " "), (".", " "), ("Next", "")])
def test_punkt_says_the_same_when_it_is_asked_about_each_stop(pieces):
    text = "".join(sign + space for sign, space in pieces).strip()
    lines = (np.array([0])[: len(text)], np.array([len(text)])[: len(text)])
    starts, ends, _, _ = boundaries.by_punkt(text, characters.points(text), lines)
    expected = list(boundaries.punkt().span_tokenize(text))
    assert list(zip(starts.tolist(), ends.tolist(), strict=True)) == expected


def test_both_reports_have_the_sentences_that_punkt_finds():
    for text in CORPUS.articles["text"]:
        found = re.finditer(r"[^\s](?:[^\n\r]*[^\s])?", text)
        lines = [match.span() for match in found]
        places = tuple(np.array(own) for own in zip(*lines, strict=True))
        starts, ends, _, _ = boundaries.by_punkt(text, characters.points(text), places)
        tokenize = boundaries.punkt().span_tokenize
        expected = [(line + start, line + stop) for line, end in lines for start, stop in tokenize(text[line:end])]
        assert list(zip(starts.tolist(), ends.tolist(), strict=True)) == expected


def test_a_long_article_is_not_given_up():
    # NLTK would count the time that is taken with its matches.
    segment.sentences.punkt()
    assert redos.DEFAULT_TIMEOUT is None


@given(st.text(st.sampled_from("ab .\n\r\t\x1f\x85\u2028"), max_size=30))
def test_what_stands_around_paragraphs_is_all_but_these(text):
    assert segment.gaps(text) == segment._LINE.sub("", text)


@pytest.mark.parametrize("at_once", [1, 3000])
def test_how_many_articles_are_cut_at_once_makes_no_difference(monkeypatch, at_once):
    several = pd.concat([CORPUS.articles.assign(article_id=["a", "b"]), article(""), article("One. Two.")])
    several = several.assign(article_id=list("abcd"))
    whole = segment.counted(several)
    monkeypatch.setattr(segment, "_AT_ONCE", at_once)
    assert len(list(segment._in_groups(several))) > 1
    for one, other in zip(whole, segment.counted(several), strict=True):
        pd.testing.assert_frame_equal(one, other, check_categorical=False)
        assert one.dtypes.astype(str).tolist() == other.dtypes.astype(str).tolist()
    assert [len(table) for table in segment.counted(several.iloc[:0])] == [0, 0]


@given(TEXT)
def test_segments_nest_do_not_overlap_and_lose_no_letter(text):
    found = segments(text)
    assert spans.faults(article(text), found).empty
    for unit in ("paragraph", "sentence", "token"):
        own = segment.of(found, unit)
        assert (own["start"].to_numpy()[1:] >= own["end"].to_numpy()[:-1]).all()
        assert list(own["number"]) == list(range(1, len(own) + 1))
        covered = {i for row in own.itertuples() for i in range(row.start, row.end)}
        assert covered >= {i for i, sign in enumerate(text) if sign.isalnum()}


# --- patterns


def matches(patterns, text):
    """Return what the patterns of one list find in a text that is one sentence."""
    units = [Unit(0, len(text), 1)]
    return [
        (one.start, one.end, one.pattern) for _, found in WordLists({"": patterns}).find(text, units) for one in found
    ]


def test_the_longest_name_wins_and_mentions_do_not_overlap():
    found = matches(["NATO", "Russia", "NATO-Russia Council"], "a NATO‑Russia Council, NATO")
    assert found == [(2, 21, "NATO-Russia Council"), (23, 27, "NATO")]


def test_case_of_a_pattern():
    text = "US us Promised PROMISES The West the west THE WEST"
    assert [pattern for *_, pattern in matches(["US", "promis*", "the West"], text)] == [
        *("US", "promis*", "promis*", "the West", "the West")
    ]


def test_a_pattern_is_text_and_no_expression():
    assert matches(["a.c", "(x"], "abc a.c (x") == [(4, 7, "a.c"), (8, 10, "(x")]


PIECES = ["nato", "NATO", "na", "US", "u.s.", "a.c", "o", "so*", "promis*", "a*", "“so", "'92", "straße", "is", "x_y"]
WORDS = [*(piece.strip("*") for piece in PIECES), "IS", "STRASSE", "ſo", "İs", "Kelvin", "–", "_", "9", "promised"]


@given(
    st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=2).map(" ".join), min_size=1, max_size=6),
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(["", " ", "  ", "-", "."])), max_size=12),
)
@example(["i", "is"], [("İs", "")])
@example(["so*"], [("ſo", "")])
def test_patterns_are_found_as_by_one_long_alternation(patterns, pieces):
    text = "".join(word + space for word, space in pieces)
    known = sorted(set(patterns), key=lambda pattern: (-len(pattern), pattern))
    one = re.compile("|".join(f"(?P<p{i}>{cased(pattern)})" for i, pattern in enumerate(known)))
    expected = [(m.start(), m.end(), known[int(m.lastgroup[1:])]) for m in one.finditer(text)]
    assert matches(patterns, text) == expected


def test_several_lists_are_found_at_once_and_no_match_leaves_its_sentence():
    text = "No promise. Made in the West Wing."
    lists = WordLists({"one": ["promise Made", "the West"], "two": ["West Wing", "West"]})
    found = [
        (unit.number, one.list, text[one.start : one.end])
        for unit, ones in lists.find(text, [Unit(0, 11, 1), Unit(12, 34, 2)])
        for one in ones
    ]
    assert found == [(2, "one", "the West"), (2, "two", "West Wing")]


# --- actors


def of_actor(name, article_id):
    found = MEASURED["actors"]
    return found[(found["actor"] == name) & (found["article_id"] == article_id)]


@pytest.mark.parametrize(
    ("name", "words", "counts"),
    [
        ("ukraine", r"\bUkraine\b", (3, 0)),
        ("osce", r"\bOSCE\b|57-member organization", (6, 0)),
        ("lavrov", r"\bLavrov\b", (1, 1)),
        ("gorbachev", r"\bGorbachev\b", (2, 1)),
        ("us", r"\bUnited States\b|\bUS\b|\bWashington\b", (10, 2)),
        ("germany", r"\bGerman(y)?\b", (1, 2)),
    ],
)
def test_mentions_against_a_plain_search(name, words, counts):
    for article_id, text, count in zip(CORPUS.articles["article_id"], CORPUS.articles["text"], counts, strict=True):
        assert len(of_actor(name, article_id)) == len(re.findall(words, text)) == count


def test_someone_not_named_is_marked_as_inferred():
    inferred = MEASURED["actors"].query("kind == 'inferred'")
    assert list(inferred["surface"]) == [
        *("our partners", "the German Chancellor", "the US Secretary of State at that time")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russian Foreign Minister Sergei Lavrov", [("russia", "adjective"), ("lavrov", "name")]),
        ("the Russian ambassador", [("lukashevich", "description"), ("russia", "adjective")]),
        ("the Russian side", [("russia", "description")]),
        ("the NATO-Russia Council", [("nato-russia-council", "name")]),
        ("the US Secretary of State at that time", [("baker", "inferred"), ("us", "name")]),
        ("the Russian embassy in Belgium", [("russian-embassy-belgium", "name")]),
    ],
)
def test_a_name_holds_no_other_mention_but_a_title_or_description_does(text, expected):
    found = actors.find(article(text), segments(text), tables=CORPUS.tables)
    assert list(zip(found["actor"], found["kind"], strict=True)) == expected


def test_mentions_of_one_actor_never_overlap():
    for _, own in MEASURED["actors"].groupby(["article_id", "actor"]):
        assert (own["start"].to_numpy()[1:] >= own["end"].to_numpy()[:-1]).all()


# --- frames


def test_a_stretch_may_count_for_two_frames_and_is_then_two_rows():
    tables = {
        "indicators": pd.DataFrame({"frame": ["x", "y"], "pattern": ["promis*", "promise"], "written_from": ["", ""]})
    }
    found = frames.find(article("a promise"), segments("a promise"), tables=tables)
    assert list(found["frame"]) == ["x", "y"]
    assert found["span_id"].is_unique
