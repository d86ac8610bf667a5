"""What two sources both tell, and what only one tells.

By hand: the units of content of `data/coding/units.csv` (`units`, `parts`, `stretches`, `named`, `differing`).
By rule, for any corpus: sentences that may tell the same (`proposed`), and how far they are those that share a
coded unit (`score`, `rates`). All functions take the two sources to compare and treat them alike.
"""

from .coded import BOTH, NONE, ONE, differing, named, parts, stretches, units
from .proposal import THRESHOLD, gold, proposed, rates, score

__all__ = [
    "BOTH",
    "NONE",
    "ONE",
    "THRESHOLD",
    "differing",
    "gold",
    "named",
    "parts",
    "proposed",
    "rates",
    "score",
    "stretches",
    "units",
]
