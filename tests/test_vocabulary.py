"""The comparison of vocabularies: units, counts, the null, the rule, and what hangs on a choice."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.compare import (
    collocation,
    concordance,
    counting,
    diversity,
    keyness,
    null,
    parts,
    priors,
    robustness,
    units,
    vocabulary,
)
from analysis.compare.rankings import RANKINGS
from analysis.measure import load, measure, segment

ROOT = Path(__file__).parents[1]
CORPUS = load(ROOT)
LAYERS = measure(CORPUS)
SOURCES = ["brasov", "laodong"]
LABELS = ["Brasov.co 2022", "Lao Động 2026"]
TERMS = vocabulary.terms(CORPUS, LAYERS)
PLAIN = vocabulary.terms(CORPUS, LAYERS, merged=False)
COUNTED = vocabulary.counts(TERMS, CORPUS.articles, SOURCES)
FORMS = units.forms(TERMS, CORPUS)
PRIOR = priors.general_english(FORMS, COUNTED.sum().mean())
COMPARED = vocabulary.compare(COUNTED, function_words=vocabulary.marked(TERMS), prior=PRIOR)


def segments_of(*texts: str) -> pd.DataFrame:
    articles = pd.DataFrame({"article_id": [f"a{i}" for i in range(len(texts))], "text": texts})
    nothing = pd.DataFrame({"article_id": [], "start": [], "end": []})
    return segment.find(articles, tables={"boilerplate": nothing})


def terms_of(text: str) -> list[str]:
    return list(units.units(segments_of(text))["term"])


# == Units ==


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Russia’s claim", ["russia", "'s", "claim"]),
        ("Russia's claim", ["russia", "'s", "claim"]),
        ("“NATO” and 'NATO' and «NATO»", ["nato", "and", "nato", "and", "nato"]),
        ("the 57-member body", ["the", "57-member", "body"]),
        ("the 57‑member body", ["the", "57-member", "body"]),
        ("U.S. troops, 2,500 of them, 19.5 % more", ["u.s.", "troops", "2,500", "of", "them", "19.5", "more"]),
        ("They don’t, they don't.", ["they", "don't", "they", "don't"]),
        ("in 1999 — 2004 –", ["in", "1999", "2004"]),
    ],
)
def test_numbers_quotes_hyphens_and_possessives(text, terms):
    assert terms_of(text) == terms


def test_every_word_is_counted_once_alone_or_in_a_name():
    words = segment.of(LAYERS["segments"], "token")
    assert len(PLAIN) == len(words)
    names = LAYERS["actors"].query("kind == 'name'")
    inside = sum(
        ((names["article_id"] == word.article_id) & (names["start"] < word.end) & (names["end"] > word.start)).any()
        for word in words.itertuples()
    )
    assert len(TERMS) == len(words) - inside + len(names)
    assert not TERMS["span_id"].duplicated().any()
    for _, own in TERMS.groupby("article_id"):
        assert (own["start"].to_numpy()[1:] >= own["end"].to_numpy()[:-1]).all()


def test_counts_as_counted_by_hand():
    by_hand = {"promised": (1, 1), "treaty": (0, 2), "thursday": (3, 0), "United States": (10, 2), "OSCE": (5, 0)}
    for term, counts in by_hand.items():
        assert tuple(COUNTED.loc[term]) == counts, term
    plain = vocabulary.counts(PLAIN, CORPUS.articles, SOURCES)
    for term, counts in {"osce": (5, 0), "states": (6, 0), "treaty": (0, 2)}.items():
        assert tuple(plain.loc[term]) == counts, term


def test_a_name_has_the_place_of_its_words():
    row = TERMS[TERMS["term"] == "United States"].iloc[0]
    words = segment.of(LAYERS["segments"], "token")
    word = words[(words["article_id"] == row.article_id) & (words["start"] == row.start)].iloc[0]
    assert (row.paragraph, row.sentence) == (word.paragraph, word.sentence)


def test_lemmas_gather_forms_and_function_words_stay_marked():
    lemmas = vocabulary.terms(CORPUS, LAYERS, lemmas=True)
    counted = vocabulary.counts(lemmas, CORPUS.articles, SOURCES)
    forms = units.forms(lemmas, CORPUS)
    assert "promised" not in counted.index
    assert {"promised"} <= set(forms["promise"])
    for term in ("promise", "country", "be"):
        assert counted.loc[term].sum() == TERMS["term"].isin(forms[term]).sum(), term
    assert "be" in vocabulary.marked(lemmas)
    assert len(lemmas) == len(TERMS)


def test_forms_of_an_actor_are_its_names_and_of_a_word_those_that_occur():
    assert {"russia", "moscow", "kremlin"} == set(FORMS["Russia"])
    assert "united states" in FORMS["United States"]
    assert "us" not in FORMS["United States"]  # its frequency is that of the pronoun
    assert FORMS["promised"] == ("promised",)


# == Priors ==


def test_a_prior_sums_to_its_strength_and_follows_general_english():
    prior = priors.general_english({"of": ("of",), "nato": ("nato",), "xqzzy": ("xqzzy",)}, 500)
    assert prior.sum() == pytest.approx(500)
    assert prior["of"] > prior["nato"] > prior["xqzzy"] > 0
    more = priors.general_english({"Russia": ("russia", "moscow"), "x": ("of",)}, 1)
    less = priors.general_english({"Russia": ("russia",), "x": ("of",)}, 1)
    assert more["Russia"] > less["Russia"]
    assert set(priors.flat({"a": ("a",), "b": ("b",)}, 10)) == {5.0}
    # The least frequency, by hand: 1e-8 of 1e-8 and that of "of".
    share = priors.word_frequency("of", "en")
    assert prior["xqzzy"] == pytest.approx(500 * 1e-8 / (1e-8 + share + priors.word_frequency("nato", "en")))


# == Comparison ==


def test_swapping_the_sources_turns_every_sign():
    back = vocabulary.compare(COUNTED[SOURCES[::-1]], function_words=vocabulary.marked(TERMS), prior=PRIOR)
    forth, back = (table.set_index("term").sort_index() for table in (COMPARED, back))
    for ranking in RANKINGS:
        np.testing.assert_allclose(forth[ranking.name], -back[ranking.name], atol=1e-9, err_msg=ranking.name)
    np.testing.assert_allclose(forth["lower"], -back["upper"])
    np.testing.assert_allclose(forth["upper"], -back["lower"])
    for unsigned in ("p", "p_holm", "interval_clear", "function_word"):
        np.testing.assert_allclose(forth[unsigned], back[unsigned])
    assert list(forth["count_a"]) == list(back["count_b"])


def test_intervals_and_p_are_corrected_for_all_terms():
    table = COMPARED
    sides = (table["count_a"], table["count_b"], table["count_a"].sum(), table["count_b"].sum())
    lower, upper = keyness.log_ratio_interval(*sides, comparisons=len(table))
    np.testing.assert_allclose(table["lower"], lower)
    np.testing.assert_allclose(table["upper"], upper)
    conservative = keyness.log_ratio_conservative(*sides, comparisons=len(table))
    np.testing.assert_allclose(table["log_ratio_conservative"], conservative)
    np.testing.assert_allclose(table["p_holm"], keyness.holm(keyness.fisher(*sides)))
    clear = pd.DataFrame({"x": [30, 70], "y": [3, 97]}, index=pd.Index(["p", "q"], name="term"))
    value = vocabulary.compare(clear).set_index("term").loc["p", "log_ratio_conservative"]
    assert 0 < value == pytest.approx(float(keyness.log_ratio_conservative(30, 3, 100, 100, comparisons=2)))


def test_how_often_a_word_of_one_side_has_to_stand():
    for n_a, n_b, comparisons in ((479, 449, 397), (50, 900, 10)):
        first, second = vocabulary.least_clear(n_a, n_b, comparisons)
        for count, clear in ((first, True), (first - 1, False)):
            assert (keyness.log_ratio_interval(count, 0, n_a, n_b, comparisons=comparisons)[0] > 0) == clear
        for count, clear in ((second, True), (second - 1, False)):
            assert (keyness.log_ratio_interval(0, count, n_a, n_b, comparisons=comparisons)[1] < 0) == clear
    assert vocabulary.least_clear(3, 3, 1000) == (-1, -1)


def test_nothing_to_compare_is_refused():
    nothing = pd.DataFrame({"x": [], "y": []}, index=pd.Index([], name="term"))
    with pytest.raises(ValueError, match="must be terms"):
        vocabulary.compare(nothing)


def test_a_term_is_a_function_word_only_if_it_always_is():
    found = units.units(segments_of("The US told us. It is the US."))
    assert found.loc[found["term"] == "us", "function_word"].tolist() == [False, True, False]
    assert "us" not in vocabulary.marked(found)
    assert {"the", "it", "is"} <= vocabulary.marked(found)


def test_names_are_not_taken_for_forms_of_words():
    found = units.units(segments_of("The United States left us. Leaves of the US. They met on Thursday."), lemmas=True)
    assert "unite" not in set(found["term"])
    assert {"united", "states", "thursday", "us", "meet"} <= set(found["term"])
    assert all(term == term.lower() for term in found["term"])


def test_spread_is_normed():
    spread = vocabulary.spread(TERMS, CORPUS, ["OSCE", "NATO"]).set_index("term")
    own = TERMS[TERMS["article_id"] == "brasov-2022"]
    counts = own.assign(osce=own["term"] == "OSCE").groupby("paragraph")["osce"].agg(["sum", "size"])
    dp, normed = keyness.dispersion(counts["sum"], counts["size"])
    assert dp < normed == pytest.approx(spread.loc["OSCE", LABELS[0]])
    assert np.isnan(spread.loc["OSCE", LABELS[1]])


def test_a_side_without_words_is_refused():
    with pytest.raises(ValueError, match="must be a positive"):
        vocabulary.compare(pd.DataFrame({"x": [1, 2], "y": [0, 0]}, index=pd.Index(["p", "q"], name="term")))


def test_a_clear_difference_is_distinctive_and_nothing_else():
    counted = pd.DataFrame({"x": [90, 10, 50], "y": [10, 90, 50]}, index=pd.Index(["p", "q", "r"], name="term"))
    judged = vocabulary.with_verdict(vocabulary.compare(counted), 1.0, ["X", "Y"]).set_index("term")
    assert dict(judged["verdict"]) == {"p": "more in X", "q": "more in Y", "r": "not distinguishable"}
    assert list(judged.loc[["p", "q"], "label"]) == ["X", "Y"]


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ((5, 0.1, 3.0, 2.0, 1.9), 1),
        ((4, 0.1, 3.0, 2.0, 1.9), 0),  # one occurrence too few
        ((5, 0.0, 3.0, 2.0, 1.9), 0),  # the interval touches 0
        ((5, -0.1, 3.0, 2.0, 1.9), 0),
        ((5, 0.1, 3.0, 2.0, 2.0), 0),  # as large as the bound, not larger
        ((5, -3.0, -0.1, -2.0, 1.9), -1),
        ((5, -3.0, 0.0, -2.0, 1.9), 0),
        ((5, -np.inf, -0.1, -2.0, 1.9), -1),
        ((5, 0.1, np.inf, -2.0, 1.9), 0),  # value and interval point to different sides
        ((0, -np.inf, np.inf, 0.0, 0.0), 0),
    ],
)
def test_the_rule_at_its_edges(case, said):
    assert vocabulary.distinctive(*case) == said
    total, lower, upper, value, bound = case
    assert vocabulary.distinctive(total, -upper, -lower, -value, bound) == -said


def test_no_tie_is_cut_and_each_side_is_drawn():
    content = COMPARED.query("not function_word")
    for by in ("log_ratio", "jensen_shannon", "log_odds"):
        for most in (1, 3, 8, 20):
            chosen = vocabulary.strongest(content, most, by)
            for side, sign in enumerate((1, -1)):
                own = chosen[chosen["side"] == side]
                rest = content[(content[by] * sign > 0) & ~content["term"].isin(own["term"])]
                assert len(own)
                assert own[by].abs().min() > rest[by].abs().max() + 1e-9


def test_each_term_is_in_one_group():
    groups = vocabulary.groups(COMPARED, LABELS)
    assert list(groups.cat.categories) == [f"Only in {LABELS[0]}", "In both", f"Only in {LABELS[1]}"]
    for group, own in COMPARED.groupby(groups, observed=False):
        assert ((own["count_a"] > 0) == (group != f"Only in {LABELS[1]}")).all()
        assert ((own["count_b"] > 0) == (group != f"Only in {LABELS[0]}")).all()
    picked = vocabulary.most_frequent(COMPARED, LABELS, 3)
    assert list(picked["group"].value_counts(sort=False)) == [3, 3, 3]


# == The null ==


@given(st.lists(st.integers(1, 90), min_size=2, max_size=20), st.floats(0.1, 0.9), st.integers(0, 9))
def test_a_deal_has_two_sides_one_as_large_as_wanted(sizes, share, seed):
    sizes = np.array(sizes)
    target = share * sizes.sum()
    sides = parts.deal(sizes, target, draws=50, seed=seed)
    first = sides @ sizes
    assert (sides.sum(axis=1) > 0).all() and (sides.sum(axis=1) < len(sizes)).all()
    # Nearer than half a paragraph, unless one side would have none.
    inner = (sides.sum(axis=1) > 1) & (sides.sum(axis=1) < len(sizes) - 1)
    assert (np.abs(first - target)[inner] <= sizes.max() / 2 + 1e-9).all()


def test_deals_are_seeded_and_differ():
    sizes = segment.of(LAYERS["segments"], "token").groupby(["article_id", "paragraph"]).size().to_numpy()
    sides = parts.deal(sizes, 449)
    np.testing.assert_array_equal(sides, parts.deal(sizes, 449))
    assert (sides != parts.deal(sizes, 449, seed=2)).any()
    assert len(np.unique(sides, axis=0)) > 1900
    # Every paragraph falls to both sides, about as often as its share.
    assert (np.abs(sides.mean(axis=0) - 0.48) < 0.08).all()


def test_one_paragraph_cannot_be_dealt():
    with pytest.raises(ValueError, match="two sides"):
        parts.deal(np.array([9]), 4)


def test_of_one_paragraph_nothing_is_known_and_nothing_is_distinctive():
    found = units.units(segments_of("One text of one paragraph only."))
    articles = pd.DataFrame({"article_id": ["a0"], "source": ["x"]})
    dealt = null.draws_of(found, articles, ["x"], pd.Series(1.0, index=found["term"]), draws=5)
    assert dealt.isna().all(axis=None)
    assert np.isnan(null.bound(dealt["log_ratio"]))
    assert vocabulary.distinctive(99, 1.0, 3.0, 2.0, null.bound(dealt["log_ratio"])) == 0


def draws(sources: list[str], **options) -> pd.DataFrame:
    return null.draws_of(TERMS, CORPUS.articles, sources, PRIOR, draws=200, **options)


def test_the_null_is_the_same_whichever_side_comes_first():
    pd.testing.assert_frame_equal(draws(SOURCES), draws(SOURCES[::-1]))


def test_a_draw_is_the_whole_procedure_on_dealt_paragraphs():
    found = draws(SOURCES)
    counted = parts.count(TERMS)
    by_paragraph = pd.DataFrame(counted.counts.toarray(), index=counted.terms)
    sides = parts.deal(counted.sizes, 449, draws=200)
    for draw in range(0, 200, 10):
        side = sides[draw]
        counted = pd.DataFrame(
            {"x": by_paragraph.loc[:, side].sum(axis=1), "y": by_paragraph.loc[:, ~side].sum(axis=1)}
        )
        compared = vocabulary.compare(counted, prior=PRIOR)
        for ranking in RANKINGS:
            assert found[ranking.name][draw] == pytest.approx(compared[ranking.name].abs().max()), ranking.name
        assert found[null.DIVERGENCE][draw] == pytest.approx(compared["jensen_shannon"].abs().sum())


def test_rankings_are_set_beside_their_own_draws():
    dealt, own = draws(SOURCES), {label: draws([source]) for source, label in zip(SOURCES, LABELS, strict=True)}
    against = null.against_chance(COMPARED, dealt, own, 0.4)
    names = [ranking.name for ranking in RANKINGS] + [null.DIVERGENCE]
    for name, row in zip(names, against.to_dict("records"), strict=True):
        assert row["value"] == (0.4 if name == null.DIVERGENCE else COMPARED[name].abs().max())
        assert row["bound"] == null.bound(dealt[name]) >= row["median"] == dealt[name].median()
        assert row["share"] == null.share_as_large(dealt[name], row["value"])
        assert [row[label] for label in LABELS] == [own[label][name].median() for label in LABELS]


def test_of_some_terms_the_largest_is_no_larger():
    kept = list(COMPARED.query("not function_word")["term"])
    some, every = draws(SOURCES, keep=kept), draws(SOURCES)
    assert (some <= every + 1e-12).all(axis=None)
    assert (some["log_likelihood"] < every["log_likelihood"]).any()


def test_a_report_against_itself_is_smaller():
    for source in SOURCES:
        own = draws([source])
        assert own["log_likelihood"].median() < draws(SOURCES)["log_likelihood"].median()


def test_a_planted_word_is_found_and_the_same_text_is_not():
    text = "\n".join(f"alpha beta gamma delta word{i} and other{i} here." for i in range(20))
    planted = "\n".join(f"alpha beta gamma planted planted word{i} and other{i} here." for i in range(20))
    for other, expected in ((planted, {"planted", "delta"}), (text, set())):
        segments = segments_of(text, other)
        articles = pd.DataFrame({"article_id": ["a0", "a1"], "source": ["x", "y"]})
        found = units.units(segments)
        counted = vocabulary.counts(found, articles, ["x", "y"])
        prior = pd.Series(1.0, index=counted.index)
        dealt = null.draws_of(found, articles, ["x", "y"], prior, draws=200)
        judged = vocabulary.with_verdict(
            vocabulary.compare(counted, prior=prior), null.bound(dealt["log_likelihood"]), ["X", "Y"], "log_likelihood"
        )
        assert set(judged.query("distinctive")["term"]) == expected


def test_bound_and_share_of_draws():
    values = pd.Series(range(1, 101), dtype=float)
    assert null.bound(values) == 96  # 96 is exceeded by 4 of 100, 95 by 5
    assert (values > null.bound(values)).mean() <= 0.05
    assert null.share_as_large(values, 96) == pytest.approx(6 / 101)
    assert null.share_as_large(values, 1000) == pytest.approx(1 / 101)
    assert list(null.beyond([96, 96 + 1e-12, 97], null.bound(values))) == [False, False, True]


def test_intervals_of_contributions_turn_with_the_sides():
    forth = null.share_intervals(TERMS, CORPUS.articles, SOURCES, draws=300)
    back = null.share_intervals(TERMS, CORPUS.articles, SOURCES[::-1], draws=300)
    np.testing.assert_allclose(forth["low"], -back["high"], atol=1e-12)
    np.testing.assert_allclose(forth["high"], -back["low"], atol=1e-12)
    assert (forth["low"] <= forth["high"]).all()


# == Words together ==


def test_terms_of_several_words_as_counted_by_hand():
    several = collocation.several_words(TERMS)
    placed = collocation.occurrences(several, TERMS, LAYERS["segments"])
    counts = placed.groupby(["term", "article_id"]).size()
    assert counts["foreign minister", "brasov-2022"] == 3
    assert counts["secretary of state"].to_dict() == {"brasov-2022": 1, "laodong-2026": 1}
    assert placed["term"].value_counts().to_dict() == several.set_index("term")["count"].to_dict()
    assert (several["count"] >= collocation.LEAST).all()
    texts = CORPUS.articles.set_index("article_id")["text"]
    for row in placed.itertuples():
        assert texts[row.article_id][row.start : row.end] == row.surface
    # The score of two words is the log-likelihood ratio of the second one after the first and elsewhere.
    row = several.set_index("term").loc["foreign minister"]
    words, size = TERMS["term"].value_counts(), len(TERMS)
    others = (words["minister"] - row["count"], words["foreign"], size - words["foreign"])
    by_hand = keyness.log_likelihood(row["count"], others[0], others[1], others[2])
    assert row["score"] == pytest.approx(float(by_hand), rel=1e-3)


def test_no_term_goes_across_sentences_and_none_is_only_a_part_of_another():
    segments = segments_of("We met old NATO. Members left. We met old NATO. Members left. An old man.")
    found = units.units(segments)
    several = collocation.several_words(found)
    assert set(several["term"]) == {"met old nato", "members left"}
    across = pd.DataFrame({"term": ["nato members"], "parts": [("nato", "members")]})
    assert len(collocation.occurrences(across, found, segments)) == 0


def test_where_nothing_stands_together_the_tables_are_empty():
    segments = segments_of("The cat sat.", "A dog ran.")
    found = units.units(segments)
    several = collocation.several_words(found)
    assert several.empty and list(several) == ["term", "parts", "words", "count", "score"]
    assert collocation.occurrences(several, found, segments).empty
    mentions = counting.named(LAYERS["actors"].iloc[:0], "actor", CORPUS.tables["actors"])
    assert collocation.beside(TERMS, mentions, CORPUS).empty


def test_the_score_beside_an_actor_is_that_of_its_window():
    mentions = counting.named(LAYERS["actors"], "actor", CORPUS.tables["actors"])
    near = collocation.beside(TERMS, mentions, CORPUS)
    assert (near["term"] != near["category"]).all()
    own = mentions[mentions["category"] == "Europe"]
    window = set()
    for mention in own.itertuples():
        units_of = TERMS[TERMS["article_id"] == mention.article_id].reset_index(drop=True)
        inside = units_of[(units_of["start"] < mention.end) & (units_of["end"] > mention.start)]
        sentence = inside["sentence"].iloc[0]
        first, last = inside.index.min(), inside.index.max()
        around = [*range(first - collocation.WINDOW, first), *range(last + 1, last + 1 + collocation.WINDOW)]
        around = units_of.loc[[i for i in around if i in units_of.index]]
        window |= set(around.loc[around["sentence"] == sentence, "span_id"])
    row = near.set_index(["category", "term"]).loc[("Europe", "security")]
    others = (TERMS["term"] == "security").sum() - row["count"]
    by_hand = keyness.log_likelihood(row["count"], others, len(window), len(TERMS) - len(window))
    assert row["score"] == pytest.approx(float(by_hand))


def test_words_beside_an_actor_are_in_its_window_and_sentence():
    mentions = counting.named(LAYERS["actors"], "actor", CORPUS.tables["actors"])
    near = collocation.beside(TERMS, mentions, CORPUS)
    row = near.set_index(["category", "term"]).loc[("Europe", "security")]
    assert (row["count"], row[LABELS[0]], row[LABELS[1]]) == (5, 3, 2)
    assert row["score"] > 0
    spans = TERMS.set_index("span_id")
    for found in near.itertuples():
        assert len(found.spans) == len(set(found.spans)) == found.count
        for span in found.spans:
            word = spans.loc[span]
            own = mentions[(mentions["category"] == found.category) & (mentions["article_id"] == word.article_id)]
            same = TERMS[(TERMS["article_id"] == word.article_id) & (TERMS["sentence"] == word.sentence)]
            assert same["start"].min() <= own["start"].max()
            between = [
                ((same["start"] >= min(mention.end, word.end)) & (same["end"] <= max(mention.start, word.start))).sum()
                for mention in own.itertuples()
            ]
            assert min(between) < collocation.WINDOW, found


def test_a_context_is_cut_at_whole_words_and_stays_in_the_sentence():
    text = "One two three four five NATO six seven eight nine ten."
    row = {"article_id": "a", "start": 24, "end": 28, "surface": "NATO", "sentence": 1}
    located = pd.DataFrame([{**row, "sentence_start": 0, "sentence_text": text}])
    cut = concordance.keyword_in_context(located, width=10).iloc[0]
    assert (cut.left, cut.right) == ("… four five", "six seven …")
    whole = concordance.keyword_in_context(located, width=99).iloc[0]
    assert f"{whole.left} NATO {whole.right}" == text


# == Diversity and choices ==


def test_diversity_of_one_word_and_of_words_that_never_come_twice():
    assert diversity.hd_d([50], sample=42) == pytest.approx(1 / 42)
    assert diversity.hd_d([1] * 50, sample=42) == pytest.approx(1)
    with pytest.raises(ValueError, match="shorter"):
        diversity.hd_d([1] * 41)


def test_diversity_is_the_mean_over_samples():
    counts = [5, 3, 2, 1, 1]
    rng = np.random.default_rng(1)
    words = np.repeat(np.arange(5), counts)
    drawn = np.mean([len(np.unique(rng.choice(words, 6, replace=False))) / 6 for _ in range(4000)])
    assert diversity.hd_d(counts, sample=6) == pytest.approx(drawn, abs=0.01)


def test_the_interval_of_diversity_is_the_jackknife():
    own = TERMS[TERMS["article_id"] == "laodong-2026"]
    row = diversity.diversity(own).iloc[0]
    paragraphs = sorted(own["paragraph"].unique())
    left = [diversity.hd_d(own[own["paragraph"] != one]["term"].value_counts()) for one in paragraphs]
    number = len(left)
    error = np.sqrt((number - 1) / number * sum((value - np.mean(left)) ** 2 for value in left))
    half = stats.t.ppf(0.975, number - 1) * error
    assert (row["lower"], row["upper"]) == pytest.approx((row["hd_d"] - half, row["hd_d"] + half))
    assert row["hd_d"] == pytest.approx(diversity.hd_d(own["term"].value_counts()))


def test_diversity_does_not_depend_on_the_length_of_a_text():
    once = diversity.diversity(TERMS)
    ratio = once["types"] / once["tokens"]
    half = TERMS[TERMS["paragraph"] % 2 == 0]
    shorter = diversity.diversity(half)
    assert ((shorter["types"] / shorter["tokens"]) > ratio + 0.05).all()  # what a plain ratio makes of half a text
    assert (np.abs(shorter["hd_d"] - once["hd_d"]) < 0.03).all()
    assert ((once["lower"] < once["hd_d"]) & (once["hd_d"] < once["upper"])).all()


def test_every_choice_is_tried_and_the_usual_one_is_the_comparison():
    tried = robustness.rankings(CORPUS, LAYERS, SOURCES)
    assert len(robustness.choices()) == len(set(robustness.choices())) == 2 * 2 * 2 * 8
    usual = tried[tried["choice"] == robustness.Choice().said()]
    content = COMPARED.query("not function_word")
    for side, sign in enumerate((1, -1)):
        own = content[content["log_ratio"] * sign > 0].assign(n=lambda t: t["count_a"] + t["count_b"])
        own = own.assign(size=own["log_ratio"].abs().round(9))
        top = own.sort_values(["size", "n", "term"], ascending=[False, False, True]).head(5)
        assert list(usual.loc[usual["side"] == side, "term"]) == list(top["term"])
    told = robustness.summary(tried)
    assert (told["choices"] <= told["of"]).all()
    one = told.iloc[0]
    assert one.choices == tried.query("side == @one.side and term == @one.term")["choice"].nunique()
    each = robustness.one_by_one(tried)
    assert len(each) == 1 + 3 + 7
    assert each["first"].iloc[0] == ", ".join(usual.loc[usual["side"] == 0, "term"])
    assert list(each["first"] == "none") == ["Conservative" in choice for choice in each["choice"]]
    assert one.best == tried.query("side == @one.side and term == @one.term")["rank"].min()
    # Each choice makes a difference: to the terms, or to their values.
    for name in robustness.Choice._fields:
        others = [field for field in robustness.Choice._fields if field != name]
        base = robustness.Choice(measure="log_odds", prior="as long as a source")
        same = tried.loc[(tried[others] == pd.Series(base._asdict())[others]).all(axis=1)]
        values = [tuple(zip(own["term"], own["value"].round(9), strict=True)) for _, own in same.groupby(name)]
        assert len(set(values)) == len(values) > (0 if name == "measure" else 1), name


def test_a_term_in_capitals_and_in_small_letters_is_one():
    table = pd.DataFrame({"side": 0, "term": ["OSCE", "osce", "on"], "choice": ["a", "b", "b"], "rank": [2, 1, 3]})
    told = robustness.summary(table)
    assert told[["term", "choices", "of", "best"]].values.tolist() == [["OSCE", 2, 2, 1], ["on", 1, 2, 3]]
