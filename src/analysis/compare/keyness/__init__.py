"""How much more often one side uses a term than the other, how surely, and how evenly.

All functions take counts and totals of two sides, as numbers or arrays that broadcast, and treat the sides
alike: swapping them turns every sign and leaves every size. Counts are whole numbers from 0 to their total,
totals are positive; else there is a ValueError. All of them take tokens as independent draws, which the
tokens of a text are not: they describe, they do not test.
"""

from .dispersion import dispersion
from .divergence import jensen_shannon
from .likelihood import fisher, holm, log_likelihood
from .odds import log_odds
from .ratio import log_ratio, log_ratio_conservative, log_ratio_interval

__all__ = [
    "dispersion",
    "fisher",
    "holm",
    "jensen_shannon",
    "log_likelihood",
    "log_odds",
    "log_ratio",
    "log_ratio_conservative",
    "log_ratio_interval",
]
