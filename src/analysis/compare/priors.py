"""What one expects of a term before reading: the priors of the log-odds."""

from collections.abc import Mapping, Sequence

import pandas as pd
from wordfreq import word_frequency

LEAST = 1e-8  # of a term that general English, as listed, does not have


def general_english(forms: Mapping[str, Sequence[str]], strength: float) -> pd.Series:
    """Return pseudo-counts after the frequencies of general English, as the package wordfreq has them.

    Parameters
    ----------
    forms : mapping
        For each term compared the forms it gathers, whose frequencies are added.
    strength : float
        Sum of all pseudo-counts, in tokens.

    Returns
    -------
    Series
        Indexed by term: strength x frequency, at least 1e-8, so scaled that they add up to the strength.
    """
    shares = {term: max(sum(word_frequency(form, "en") for form in own), LEAST) for term, own in forms.items()}
    return _scaled(pd.Series(shares, dtype="float64"), strength)


def flat(forms: Mapping[str, Sequence[str]], strength: float) -> pd.Series:
    """Return pseudo-counts that are the same for each term; see `general_english`."""
    return _scaled(pd.Series(1.0, index=list(forms)), strength)


def _scaled(shares: pd.Series, strength: float) -> pd.Series:
    return shares / shares.sum() * strength
