"""How far two passes over the same sentences agree.

Krippendorff's alpha (2018, ch. 12) by NLTK's agreement module, one value a sentence: whether it has the
category or not; for a role, the set of actors in it, with the MASI distance of Passonneau (2006) between
sets. Two passes by one coder show *stability*, the weakest kind of reliability; passes by two coders show
*reproducibility*.

Beside alpha stand prevalence and the four counts it comes from: with few sentences and rare categories
alpha swings with a single code, and where neither pass used a category it is undefined.
"""

from collections.abc import Mapping
from functools import lru_cache
from itertools import combinations

import numpy as np
import pandas as pd
from nltk.metrics import masi_distance
from nltk.metrics.agreement import AnnotationTask

from ..measure.codebook import NONE
from .parts import SEED

DRAWS = 1000
SENTENCE = ["article_id", "sentence"]


def pairs(passes: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of passes that can be compared, and what each pair measures.

    Parameters
    ----------
    passes : DataFrame
        As `coding.read` returns it.

    Returns
    -------
    DataFrame
        Columns first, second (coder and number, as `author-1`) and measures: `stability` for two passes of
        one coder, `reproducibility` for the first passes of two coders on a level. Passes that have no sentence in
        common on any level are no pair.
    """
    cells = {
        made: {
            level: set(rows[SENTENCE].itertuples(index=False, name=None))
            for level, rows in own.groupby("level", sort=False)
        }
        for made, own in passes.groupby(["coder", "number"])
    }
    rows = []
    for one, two in combinations(sorted(cells), 2):
        common = [level for level, held in cells[one].items() if held & cells[two].get(level, set())]
        firsts = [level for level in common if one == _first(cells, one, level) and two == _first(cells, two, level)]
        if common and (one[0] == two[0] or firsts):
            measures = "stability" if one[0] == two[0] else "reproducibility"
            rows.append((f"{one[0]}-{one[1]}", f"{two[0]}-{two[1]}", measures))
    return pd.DataFrame(rows, columns=["first", "second", "measures"])


def _first(cells: Mapping[tuple[str, int], Mapping[str, set]], made: tuple[str, int], level: str) -> tuple[str, int]:
    """Return a coder's first pass on a level."""
    return min(other for other, levels in cells.items() if other[0] == made[0] and level in levels)


def table(passes: pd.DataFrame, categories: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """Return the agreement of two passes for each category.

    Parameters
    ----------
    passes, categories : DataFrame
        As `coding.read` returns it, and categories.csv.
    first, second : str
        Names of two passes, as `pairs` gives them. Only sentences that both coded on a level are compared.

    Returns
    -------
    DataFrame
        Columns level, category, label, sentences, both, first_only, second_only, neither (sentences),
        prevalence (share of all values that have the category, 0 to 1), agreement (share of sentences with the
        same value), alpha (missing where undefined), low and high (95 %, percentiles of the bootstrap over
        sentences, in draws where alpha is defined), defined (share of draws in which it is).
    """
    named = passes.assign(by=passes["coder"] + "-" + passes["number"].astype("str"))
    one, two = (named[named["by"] == name] for name in (first, second))
    rows = []
    for category in categories.itertuples():
        values = _values(one, two, category.level, category.category)
        held = np.array([[value != _ABSENT for value in pair] for pair in values], dtype=bool).reshape(-1, 2)
        alpha, low, high, defined = interval(values)
        rows.append(
            {
                **{"level": category.level, "category": category.category, "label": category.label},
                **{"sentences": len(values), "both": int((held[:, 0] & held[:, 1]).sum())},
                **{"first_only": int((held[:, 0] & ~held[:, 1]).sum())},
                **{"second_only": int((~held[:, 0] & held[:, 1]).sum())},
                **{"neither": int((~held[:, 0] & ~held[:, 1]).sum())},
                **{"prevalence": float(held.mean()) if len(values) else 0.0},
                **{"agreement": float(np.mean([a == b for a, b in values])) if values else 0.0},
                **{"alpha": alpha, "low": low, "high": high, "defined": defined},
            }
        )
    return pd.DataFrame(rows)


def all_pairs(passes: pd.DataFrame, categories: pd.DataFrame) -> pd.DataFrame:
    """Return `table` for every pair of passes, with the columns of `pairs`, on the levels that both coded."""
    found = [
        table(passes, categories, pair.first, pair.second).assign(**pair._asdict()).query("sentences > 0")
        for pair in pairs(passes).itertuples(index=False)
    ]
    columns = ["level", "category", "label", "alpha", "low", "high", "first", "second", "measures"]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=columns)


def alpha(values: list[tuple[frozenset, frozenset]]) -> float:
    """Return Krippendorff's alpha of two values an item, or not a number where it is undefined.

    Examples
    --------
    >>> yes, no = frozenset({"yes"}), frozenset({"no"})
    >>> round(alpha([(yes, yes), (yes, no), (no, no), (no, no)]), 3)  # 1 - (1/4) / (2*3*5 / (8*7))
    0.533
    >>> alpha([(no, no), (no, no)])
    nan
    """
    return _alpha(tuple(sorted((tuple(sorted(a)), tuple(sorted(b))) for a, b in values)))


def interval(values: list[tuple[frozenset, frozenset]]) -> tuple[float, float, float, float]:
    """Return alpha, its bounds by the bootstrap over items, and the share of draws in which it is defined."""
    found = alpha(values)
    if np.isnan(found):
        return found, np.nan, np.nan, 0.0
    generator = np.random.default_rng(SEED)
    drawn = [alpha([values[at] for at in generator.integers(len(values), size=len(values))]) for _ in range(DRAWS)]
    defined = np.array(drawn)[~np.isnan(drawn)]
    low, high = np.percentile(defined, [2.5, 97.5])
    return found, float(low), float(high), len(defined) / DRAWS


_ABSENT = frozenset({NONE})
# What a category that has no actor is given: the empty name.
_GIVEN = frozenset({""})


# The same values come again and again in the draws.
@lru_cache(maxsize=100_000)
def _alpha(values: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]) -> float:
    every = [frozenset(value) for pair in values for value in pair]
    distinct = set(every)
    if len(distinct) < 2:
        return float("nan")
    if len(distinct) == 2 and distinct == {_ABSENT, _GIVEN}:
        # The same by Krippendorff's (2018) formula for two values, because the draws of a few hundred sentences
        # take NLTK seconds a category; a test compares the two.
        given, size = every.count(_GIVEN), len(every)
        apart = sum(a != b for a, b in values)
        return 1 - apart / len(values) * size * (size - 1) / (2 * given * (size - given))
    return by_nltk(values)


def by_nltk(values: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]) -> float:
    """Return alpha as NLTK computes it, of values of any kind."""
    rows = [
        (coder, item, frozenset(value))
        for item, pair in enumerate(values)
        for coder, value in zip("ab", pair, strict=True)
    ]
    return AnnotationTask(rows, distance=masi_distance).alpha()


def _values(one: pd.DataFrame, two: pd.DataFrame, level: str, category: str) -> list[tuple[frozenset, frozenset]]:
    """Return, for each sentence that both coded on a level, what either says of a category."""
    sides = []
    for rows in (one, two):
        own = rows[rows["level"] == level]
        # A role's value is its actors; any other category's is that it applies, the empty name.
        given = own[own["category"] == category].groupby(SENTENCE)["actor"].agg(frozenset)
        sides.append({sentence: given.get(sentence, _ABSENT) for sentence in own.groupby(SENTENCE).groups})
    return [(sides[0][sentence], sides[1][sentence]) for sentence in sides[0] if sentence in sides[1]]
