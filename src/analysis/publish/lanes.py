"""Where what would overlap is put side by side."""

from collections.abc import Iterable


def lanes(stretches: Iterable[tuple[float, float]]) -> list[int]:
    """Return for each stretch, in the order of their starts, the first lane in which it overlaps none before it.

    Examples
    --------
    >>> lanes([(0, 4), (2, 6), (4, 9)])
    [0, 1, 0]
    """
    ends: list[float] = []
    found = []
    for start, end in stretches:
        free = next((lane for lane, last in enumerate(ends) if last <= start), len(ends))
        ends[free : free + 1] = [end]
        found.append(free)
    return found
