"""Where patterns may begin: never fewer places than those where they match."""

import re
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.measure import heads
from analysis.measure.dates import grammar

LINES = grammar.lines()


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.rule}-{line.example}")
@settings(max_examples=3, suppress_health_check=list(HealthCheck), deadline=None)
@given(data=st.data())
def test_whatever_a_line_of_the_grammar_matches_begins_with_one_of_its_beginnings(line, data):
    # What stands around a match is no part of it.
    sign = r"[^()\[\]]|\[[^\]]*\]"
    around = rf"\(\?(?:=|!|<=|<!)(?:{sign}|\((?:{sign}|\((?:{sign})*\))*\))*\)"
    inside = re.sub(around, "", line.pattern.pattern)
    text = heads.fold(data.draw(st.from_regex(re.compile(inside, re.IGNORECASE), fullmatch=True)))
    assert text.startswith(tuple(heads.beginnings(line.pattern.pattern)))


def test_folding_makes_equal_what_an_expression_takes_for_equal():
    signs = [chr(point) for point in range(sys.maxunicode + 1) if not 0xD800 <= point < 0xE000]
    cased = "".join(sign for sign in signs if sign.lower() != sign or sign.upper() != sign)
    folded = dict(zip(cased, heads.fold(cased), strict=True))
    apart = {
        (sign, other)
        for sign in cased
        for other in re.findall(re.escape(sign), cased, re.IGNORECASE)
        if folded[sign] != folded[other]
    }
    assert not apart


def test_all_digits_and_all_white_space_are_one():
    spaces = "".join(sign for sign in map(chr, range(sys.maxunicode + 1)) if re.match(r"\s", sign))
    assert set(heads.fold(spaces)) == {" "}
    assert heads.fold("1990 0") == "0000 0"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("(?<![0-9])in the May", {"in the m"}),
        (r"a\s+b", {"a b", "a  "}),
        (r"a\s*b", {"ab", "a b", "a  "}),
        ("(?:ab)?cd", {"abcd", "cd"}),
        ("a{2,3}b", {"aab", "aaab"}),
        ("[^a]b", {""}),
        (r"x\wy", {"x"}),
        ("(?:a|)", {""}),
        ("a|ab", {"a"}),
        ("(?i:İs)", {"is"}),
    ],
)
def test_beginnings(pattern, expected):
    assert heads.beginnings(pattern) == expected


@given(st.text(alphabet="ab 1Aſ\n", max_size=30))
def test_every_place_where_a_pattern_matches_is_found(text):
    patterns = ["ab", "(?i:s)", r"a\s+b", "[^b]a", "1+", "b?a"]
    found = {(at, number) for at, numbers in heads.Heads(patterns).find(text) for number in numbers}
    compiled = [re.compile(pattern) for pattern in patterns]
    assert found >= {
        (at, number) for at in range(len(text)) for number, one in enumerate(compiled) if one.match(text, at)
    }
