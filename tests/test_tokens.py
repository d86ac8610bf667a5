"""Words found by arrays: the same as by the pattern, sentence by sentence."""

import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support import ROOT

from analysis.measure import characters, load, segment, sentences, tokens

PIECES = ["word", "U", "S", "s", "don", "19", "552", "é", "e\u0301", "का", "x", "_", "½", "\U0001f468", "٣"]
SIGNS = ["", " ", "  ", ".", ",", "'", "’", "-", "‑", ". ", "\n", "\u00a0", "--", '"', ".’", "’-"]
BROKEN = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(SIGNS)), max_size=20)


def by_pattern(text, places):
    return [
        (start + one.start(), start + one.end())
        for start, end in places
        for one in tokens.PATTERN.finditer(text[start:end])
    ]


def by_arrays(text, places):
    edges = np.array([start for start, _ in places], dtype="int64")
    starts, ends = tokens.find(text, characters.kinds(characters.points(text), tokens.CLASSES), edges)
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


@given(BROKEN)
@example([("U", "."), ("S", "."), ("", "’"), ("s", " ")])
@example([("word", "’"), ("s", "-"), ("led", " "), ("19", ","), ("552", "."), ("s", "")])
@example([("x", "’"), ("s", "’"), ("s", "")])
@example([("s", "'"), ("s", "'"), ("s", "-"), ("x", "")])
def test_a_text_that_is_one_sentence(pieces):
    text = "".join(piece + sign for piece, sign in pieces).strip()
    whole = [(0, len(text))] if text else []
    assert by_arrays(text, whole) == by_pattern(text, whole)


@given(BROKEN, st.data())
def test_a_sentence_may_end_within_a_word(pieces, data):
    text = "".join(piece + sign for piece, sign in pieces).strip()
    cuts = sorted(data.draw(st.sets(st.integers(1, max(1, len(text) - 1)), max_size=4))) if len(text) > 1 else []
    # As sentences are: white space between two lies in neither.
    places = [
        (start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))
        for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)
        if (piece := text[start:end]).strip()
    ]
    assert by_arrays(text, places) == by_pattern(text, places)


@pytest.mark.parametrize("module", [tokens, sentences])
def test_no_character_of_a_class_is_left_out(module):
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    for bit, pattern in module.CLASSES.items():
        expected = {place for run in tokens.regex.finditer(f"(?:{pattern})+", every) for place in range(*run.span())}
        assert set(np.flatnonzero(characters.classes(tuple(module.CLASSES.items())) & bit).tolist()) == expected


@pytest.mark.parametrize("texts", [[], [""], ["", "A word.", ""], ["No end", "of a text"]])
def test_texts_do_not_run_into_each_other(texts):
    notes = pd.DataFrame({"article_id": [], "start": [], "end": []})
    articles = pd.DataFrame({"article_id": [f"a{i}" for i in range(len(texts))], "text": texts}, dtype="str")
    together = segment.find(articles, tables={"boilerplate": notes})
    alone = [segment.find(articles.iloc[[i]], tables={"boilerplate": notes}) for i in range(len(texts))]
    expected = pd.concat([together.iloc[:0], *alone], ignore_index=True)
    pd.testing.assert_frame_equal(together, expected)


def test_both_reports_have_the_words_that_the_pattern_finds():
    corpus = load(ROOT)
    segments = segment.find(corpus.articles, tables=corpus.tables)
    for name, own in segments.groupby("article_id"):
        text = corpus.articles.set_index("article_id").at[name, "text"]
        whole, words = (segment.of(own, unit, body=False) for unit in ("sentence", "token"))
        expected = by_pattern(text, zip(whole["start"], whole["end"], strict=True))
        assert list(zip(words["start"], words["end"], strict=True)) == expected
