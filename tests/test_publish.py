"""Colours that can be told apart, marks where they belong, sentences whose numbers are kept."""

import dataclasses
import html
import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.measure import load, measure, segment
from analysis.publish import evidence, prose, words

ROOT = Path(__file__).parents[1]
CORPUS = load(ROOT)
MEASURED = measure(CORPUS)

# The theme's page colours.
BACKGROUNDS = {"colour": "#ffffff", "colour_dark": "#14181e"}

# Machado, Oliveira & Fernandes (2009), severity 1, on linear RGB.
VISION = {
    "usual": np.eye(3),
    "grey": np.tile([0.2126, 0.7152, 0.0722], (3, 1)),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}


def luminance(colour, vision):
    values = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    return float(np.clip(VISION[vision] @ linear, 0, 1) @ [0.2126, 0.7152, 0.0722])


def contrast(one, other, vision="usual"):
    """The ratio of WCAG 2."""
    low, high = sorted(luminance(colour, vision) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", BACKGROUNDS)
@pytest.mark.parametrize("vision", VISION)
def test_the_sources_stand_out_from_the_page_and_from_each_other(theme, vision):
    colours = list(CORPUS.sources[theme])
    for colour in colours:
        assert contrast(colour, BACKGROUNDS[theme], vision) >= 3
    for one, other in combinations(colours, 2):
        assert contrast(one, other, vision) >= 3
    assert CORPUS.sources["shape"].is_unique


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=5)


@given(st.text(st.sampled_from("ab<&>\"'💬é"), max_size=30), SPANS, st.integers(0, 10))
def test_marking_loses_no_character_and_marks_only_the_spans(text, spans, offset):
    shown = evidence.mark(text, spans, offset)
    assert html.unescape(re.sub(r"</?mark>", "", shown)) == text
    inside = {i - offset for start, end in spans for i in range(start, end)}
    marked = [html.unescape(piece) for piece in re.findall(r"<mark>(.*?)</mark>", shown)]
    assert sum(map(len, marked)) == len(inside & set(range(len(text))))


def test_the_sentences_of_a_count_mark_exactly_its_spans():
    spans = MEASURED["actors"].query("actor == 'ukraine'")
    shown = evidence.render(spans, CORPUS, MEASURED, caption="Ukraine")
    assert re.findall(r"<mark>(.*?)</mark>", shown) == ["Ukraine"] * 3
    assert shown.count("<li") == 3
    assert "Ukraine (3)" in shown


def test_text_is_not_shown_where_the_display_setting_forbids_it():
    hidden = dataclasses.replace(CORPUS, articles=CORPUS.articles.assign(display="none"))
    spans = MEASURED["actors"].query("actor == 'ukraine'")
    shown = evidence.render(spans, hidden, MEASURED, caption="count")
    assert "Ukraine" not in shown
    assert "enlargement" not in shown
    assert shown.count("<mark>") == 3
    for row in hidden.articles.itertuples():
        assert "NATO" not in evidence.article(row, MEASURED["scars"], MEASURED["segments"])


def test_a_shown_article_is_complete():
    for row in CORPUS.articles.itertuples():
        shown = evidence.article(row, MEASURED["scars"], MEASURED["segments"])
        text = re.sub(r'<ul class="tt-notes">.*?</ul>|<p class="tt-article-head">.*?</p>', "", shown)
        assert html.unescape(re.sub(r"<[^>]+>", "", text)) == re.sub(r"\n+", "", row.text)
        assert shown.count("<li>") == (MEASURED["scars"]["article_id"] == row.article_id).sum()
        furniture = segment.of(MEASURED["segments"], "paragraph", body=False).query("~body")
        assert shown.count("tt-boilerplate") == (furniture["article_id"] == row.article_id).sum()


def test_a_sentence_must_use_what_it_is_given():
    with pytest.raises(ValueError, match="uses"):
        prose.say("{a}", a=1, b=2)
    with pytest.raises(ValueError, match="uses"):
        prose.say("{a} {b}", a=1)


@pytest.mark.parametrize("text", ["*a*", "<b>", "[x](y)", "{{ x }}", "$x$", "`x`", "a_b_c", "1. x", "# x", "::: x"])
def test_a_value_in_a_sentence_is_never_markup(text):
    bare = re.sub(r"\\(.)", r"\1", prose.escape(text))
    assert bare == text
    unescaped = re.sub(r"\\.", "", prose.escape(text))
    assert not re.search(r"[*<>\[\](){}$`_#:.]", unescaped)


def test_numbers_in_words():
    frame = pd.DataFrame({"value": range(13)})
    assert [words.times(value) for value in frame["value"]][:4] == ["never", "once", "twice", "three times"]
    assert words.plural(0, "mention") == "no mentions"
