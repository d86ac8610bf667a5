"""The statistics: published values, swapped sides, and what is refused."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from analysis.compare import keyness
from analysis.compare.rankings import RANKINGS, Sides

COUNT = st.integers(0, 50)
TOTAL = st.integers(50, 10_000)
ALPHA = st.floats(0.001, 0.2)


def test_log_ratio_against_published_values():
    # Gold values of the pandas-association-measures project.
    case = (1189, 968, 168329, 19552238)
    assert keyness.log_ratio(*case) == pytest.approx(7.156576, abs=1e-6)
    lower, upper = keyness.log_ratio_interval(*case, comparisons=599)
    assert lower == pytest.approx(6.910069, abs=1e-6)
    assert upper > 7.156576
    assert keyness.log_ratio_conservative(*case, comparisons=599) == pytest.approx(6.910069, abs=1e-6)


def test_log_likelihood_has_four_cells():
    assert keyness.log_likelihood(10, 5, 100, 200) == pytest.approx(7.329812, abs=1e-6)
    # The two-cell form, by hand: 2 (10 ln(10/5) + 5 ln(5/10)).
    assert 2 * (10 * np.log(2) + 5 * np.log(0.5)) == pytest.approx(6.9315, abs=1e-4)


def test_log_odds_against_published_values():
    a, b = np.array([1, 5, 1, 9]), np.array([100, 510, 100, 199])
    delta, z = keyness.log_odds(a, b, a.sum(), b.sum(), prior=0.01, prior_total=0.04)
    np.testing.assert_allclose(delta, [-0.609532, -1.034577, -0.609532, 1.520101], atol=1e-6)
    np.testing.assert_allclose(z, [-0.609502, -2.304405, -0.609502, 4.462925], atol=1e-6)


def test_dispersion_of_gries_toy_corpus():
    parts = ["b a m n i b e u p", "b a s a t b e w q n", "b c a g a b e s t a", "b a g h a b e a a t"]
    parts = [part.split() for part in (*parts, "b a h a a b e a x a t")]
    sizes = [len(part) for part in parts]
    counts = [[part.count(letter) for part in parts] for letter in "biqx"]
    dp, normed = keyness.dispersion(counts, sizes)
    np.testing.assert_allclose(dp, [0.02, 0.82, 0.80, 0.78], atol=1e-9)
    np.testing.assert_allclose(normed, [0.024, 1, 0.976, 0.951], atol=5e-4)


def test_a_term_that_does_not_occur_has_no_dispersion():
    dp, normed = keyness.dispersion([[0, 0], [3, 0]], [10, 10])
    assert np.isnan([dp[0], normed[0]]).all()
    assert (dp[1], normed[1]) == (0.5, 1)
    assert np.isnan(keyness.dispersion([3], [10])[1])


@pytest.mark.parametrize("case", [([1, 2], [5]), ([6], [5]), ([-1], [5]), ([0.5], [5]), ([0], [0]), ([], [])])
def test_impossible_parts_are_refused(case):
    with pytest.raises(ValueError, match="must be"):
        keyness.dispersion(*case)


@given(st.lists(st.tuples(COUNT, COUNT), min_size=1, max_size=30))
def test_contributions_are_never_negative_and_sum_to_the_divergence(pairs):
    a, b = np.array(pairs).T
    assume(a.sum() and b.sum())
    share, direction = keyness.jensen_shannon(a, b, a.sum(), b.sum())
    p, q = a / a.sum(), b / b.sum()

    def entropy(shares):
        return -sum(x * np.log2(x) for x in shares if x)

    assert (share >= 0).all()
    assert share.sum() == pytest.approx(entropy((p + q) / 2) - (entropy(p) + entropy(q)) / 2, abs=1e-9)
    assert -1e-9 <= share.sum() <= 1 + 1e-9
    assert set(direction) <= {-1, 0, 1}
    np.testing.assert_array_equal(direction, np.sign(a * b.sum() - b * a.sum()))


def test_divergence_of_the_same_and_of_nothing_in_common():
    assert keyness.jensen_shannon([2, 3], [4, 6], 5, 10)[0].sum() == pytest.approx(0)
    assert keyness.jensen_shannon([5, 0], [0, 7], 5, 7)[0].sum() == pytest.approx(1)


@given(COUNT, COUNT, TOTAL, TOTAL, ALPHA, st.integers(1, 500))
def test_swapping_the_sides_turns_every_sign_and_leaves_every_size(a, b, n_a, n_b, alpha, comparisons):
    forth, back = (a, b, n_a, n_b), (b, a, n_b, n_a)
    options = {"alpha": alpha, "comparisons": comparisons}
    for signed in (keyness.log_likelihood, keyness.log_ratio):
        assert signed(*forth) == pytest.approx(-signed(*back), abs=1e-9), signed.__name__
    for ranking in RANKINGS:
        sides = [Sides(*map(np.atleast_1d, case), np.array([0.5, 9.5]), 10) for case in (forth, back)]
        np.testing.assert_allclose(ranking.value(sides[0]), -ranking.value(sides[1]), atol=1e-6, err_msg=ranking.name)
    lower, upper = keyness.log_ratio_interval(*forth, **options)
    turned = keyness.log_ratio_interval(*back, **options)
    np.testing.assert_allclose((lower, upper), (-turned[1], -turned[0]), atol=1e-6)
    conservative = keyness.log_ratio_conservative(*forth, **options)
    assert conservative == pytest.approx(-keyness.log_ratio_conservative(*back, **options), abs=1e-6)
    prior = {"prior": 0.3, "prior_total": 7.0}
    np.testing.assert_allclose(keyness.log_odds(*forth, **prior), -np.array(keyness.log_odds(*back, **prior)))
    share, direction = keyness.jensen_shannon(*forth)
    other, turned = keyness.jensen_shannon(*back)
    assert (share, direction) == (pytest.approx(other), -turned)
    assert keyness.fisher(*forth) == pytest.approx(keyness.fisher(*back))


@given(COUNT, COUNT, TOTAL, TOTAL)
def test_all_signed_values_point_to_the_same_side(a, b, n_a, n_b):
    case = (a, b, n_a, n_b)
    sign = np.sign(a * n_b - b * n_a)
    assert np.sign(keyness.log_likelihood(*case)) in (0, sign)
    assert keyness.jensen_shannon(*case)[1] == sign
    if a and b:
        assert np.sign(keyness.log_ratio(*case).round(12)) == sign


@given(st.integers(1, 50), st.integers(1, 50), TOTAL, TOTAL)
def test_the_interval_holds_the_log_ratio_and_grows_with_the_comparisons(a, b, n_a, n_b):
    lower, upper = keyness.log_ratio_interval(a, b, n_a, n_b)
    ratio = keyness.log_ratio(a, b, n_a, n_b)
    assert lower < ratio < upper
    wider = keyness.log_ratio_interval(a, b, n_a, n_b, comparisons=100)
    assert wider[0] < lower
    assert wider[1] > upper
    conservative = keyness.log_ratio_conservative(a, b, n_a, n_b)
    assert conservative == (0 if lower <= 0 <= upper else min((lower, upper), key=abs))


def test_terms_on_one_side_only_have_defined_values():
    lower, upper = keyness.log_ratio_interval(0, 5, 100, 100)
    assert lower == -np.inf and np.isfinite(upper)
    assert keyness.log_ratio(0, 4, 100, 100) == pytest.approx(-3)
    assert keyness.log_ratio_conservative(0, 30, 100, 100) == keyness.log_ratio_interval(0, 30, 100, 100)[1] < 0
    assert keyness.log_likelihood(0, 0, 100, 100) == keyness.log_ratio(0, 0, 100, 100) == 0
    assert keyness.log_likelihood(100, 200, 100, 200) == 0  # no other word on either side
    assert keyness.log_likelihood(100, 0, 100, 100) == pytest.approx(2 * 200 * np.log(2))
    assert keyness.fisher(0, 0, 100, 100) == 1
    assert np.isfinite(keyness.log_odds(0, 5, 100, 100, prior=1e-8, prior_total=100)).all()


MEASURES = {
    "log_likelihood": {},
    "log_ratio": {},
    "log_ratio_interval": {},
    "log_ratio_conservative": {},
    "log_odds": {"prior": 0.1, "prior_total": 1},
    "jensen_shannon": {},
    "fisher": {},
}
IMPOSSIBLE = [(1, 1, 0, 10), (0, 0, 0, 10), (-1, 1, 10, 10), (11, 1, 10, 10), (0.5, 1, 10, 10), (1, np.nan, 10, 10)]


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize("case", [*IMPOSSIBLE, (1, 1, np.inf, 10), (1, 1, 10, -3), (1, 1, 10.5, 10)])
def test_impossible_counts_are_refused(name, case):
    with pytest.raises(ValueError, match="must be"):
        getattr(keyness, name)(*case, **MEASURES[name])


@pytest.mark.parametrize(
    "options", [{"alpha": 0}, {"alpha": 2}, {"alpha": -1}, {"comparisons": 0}, {"comparisons": -3}]
)
def test_impossible_confidence_is_refused(options):
    for of in (keyness.log_ratio_interval, keyness.log_ratio_conservative):
        with pytest.raises(ValueError, match="must be"):
            of(5, 1, 100, 100, **options)


@pytest.mark.parametrize("prior", [(0, 1), (-1, 1), (2, 1), (1, 1), (0.1, np.inf)])
def test_impossible_priors_are_refused(prior):
    with pytest.raises(ValueError, match="must be"):
        keyness.log_odds(1, 1, 10, 10, prior=prior[0], prior_total=prior[1])


@pytest.mark.parametrize("name", MEASURES)
def test_arrays_give_what_their_numbers_give(name):
    a, b = np.array([[3, 0, 7], [1, 1, 2]]), np.array([1, 4, 7])
    n_a, n_b = np.array([[20], [30]]), 25
    of = getattr(keyness, name)
    whole = np.array(of(a, b, n_a, n_b, **MEASURES[name]))
    for i, j in np.ndindex(2, 3):
        one = np.array(of(a[i, j], b[j], n_a[i, 0], n_b, **MEASURES[name]))
        np.testing.assert_allclose(whole[..., i, j], one)


@given(COUNT, COUNT, TOTAL, TOTAL)
def test_fisher_is_that_of_the_whole_table(a, b, n_a, n_b):
    assert keyness.fisher(a, b, n_a, n_b) == pytest.approx(fisher_exact([[a, b], [n_a - a, n_b - b]]).pvalue)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_holm_keeps_the_order_and_never_makes_smaller(values):
    corrected = keyness.holm(values)
    assert (corrected >= np.array(values) - 1e-12).all() and (corrected <= 1).all()
    order = np.argsort(values, kind="stable")
    assert (np.diff(corrected[order]) >= 0).all()
    assert corrected.min() == pytest.approx(min(1, min(values) * len(values)))


def test_what_is_no_p_is_refused():
    for values in ([1.2], [-0.1], [np.nan], [[0.1]]):
        with pytest.raises(ValueError, match="must be"):
            keyness.holm(values)
