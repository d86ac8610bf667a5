"""Names of actors at the side of a chart and above its columns."""

import json
import textwrap
from collections.abc import Sequence
from typing import Any

import altair as alt

from .. import theme

_CHARACTERS, _LINES = 18, 2  # of a name at the side
LETTER = 6.6  # pixels, at most, of a letter on average
_SMALL, _LEAST = 6.2, 7  # of a letter above a column, and as many there must be room for


def wrapped(name: str, characters: int = _CHARACTERS, most: int = _LINES) -> list[str]:
    """Return the lines of a name, each of so many characters, so many lines at most.

    >>> wrapped("NATO"), wrapped("Organization for Security and Co-operation in Europe")
    (['NATO'], ['Organization for', 'Security and …'])
    >>> wrapped("Lukashevich", 8)
    ['Lukashe…']
    """
    words = [word if len(word) <= characters else f"{word[: characters - 1]}…" for word in name.split()]
    lines = textwrap.wrap(" ".join(words), characters, break_on_hyphens=False)
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1][: characters - 2]} …"]


def margin(names: Sequence[str]) -> int:
    """Return the pixels that the longest line of some names takes at the side of a chart."""
    return round(10 + LETTER * max((len(line) for name in names for line in wrapped(name)), default=0))


def axis(names: dict[str, str], narrow: dict[str, str] | None = None, **options: Any) -> alt.Axis:
    """Return an axis with names at the side of a chart, in two lines where they are long; its width is `margin`.

    Parameters
    ----------
    names : dict
        The name for each value of the axis, as a script writes the value.
    narrow : dict, optional
        The names in the narrow drawing, where they are others; not shorter than those.
    options
        Of the axis.
    """
    wide = margin(list((narrow or names).values()))
    chosen = f"({theme.WIDE} ? {_lines(names)} : {_lines(narrow or names)})[datum.value]"
    # Two lines would begin at the middle of a row, and end beneath it.
    middle = {"condition": {"test": f"length({chosen} || []) > 1", "value": -7}, "value": 0}
    return alt.Axis(
        **{"minExtent": wide, "maxExtent": wide, "labelLimit": 0, "labelOverlap": False},
        **{"labelExpr": chosen, "labelOffset": middle, "labelLineHeight": 14, **options},
    )


def _lines(names: dict[str, str]) -> str:
    return json.dumps({value: wrapped(name) for value, name in names.items()})


def above(names: Sequence[str], pixels: float) -> list[list[str]] | None:
    """Return the lines of names above columns of so many pixels; None where these are too narrow for names.

    >>> above(["Russia", "Sergey Lavrov"], 50), above(["Russia"], 20)
    ([['Russia'], ['Sergey', 'Lavrov']], None)
    """
    characters = int((pixels - 4) / _SMALL)
    return [wrapped(name, characters, 3) for name in names] if characters >= _LEAST else None
