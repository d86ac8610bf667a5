"""Events on record as lines across a chart of time, their names above them like flags."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import altair as alt
import pandas as pd

from .. import theme

_LETTER, _GAP = 6.5, 4  # pixels of a letter on average, and at each side of a name
_ROW, _FOOT = 14, 8  # pixels of a row of names, and beneath the lowest
MOST = 10  # rows of names that a chart has room for
_CLEAR = 3  # pixels between a name and the line of another
_STEPS = 5000
_LONG = 0.1  # years that last long enough to be drawn as a band


class Flag(NamedTuple):
    """A name above a line: what it says, whether it stands to the left of its line, in which row from below."""

    text: str
    left: bool
    row: int


def width_of(text: str) -> float:
    """Return about how many pixels a name takes."""
    return _LETTER * len(text) + 2 * _GAP


def flags(texts: Sequence[str], places: Sequence[float], room: tuple[float, float]) -> list[Flag] | None:
    """Place names beside and above their lines, so that no two meet and no line runs through a name.

    It takes as few rows as there can be.

    Parameters
    ----------
    texts : sequence of str
        The names.
    places : sequence of float
        The pixels at which their lines are, ascending.
    room : tuple of float
        From where to where a name may stand, in pixels.

    Returns
    -------
    list of Flag or None
        None if `MOST` rows do not do, or no way is found in some thousand steps.

    Examples
    --------
    >>> [(flag.left, flag.row) for flag in flags(["one", "two", "three"], [0, 5, 90], (0, 100))]
    [(False, 1), (False, 0), (True, 0)]
    """
    sides = [_sides(text, at, room) for text, at in zip(texts, places, strict=True)]
    for rows in range(MOST + 1):
        found = _placed(sides, places, rows)
        if found is not None:
            return [Flag(text, left, row) for text, (left, row, _) in zip(texts, found, strict=True)]
    return None


def _sides(text: str, at: float, room: tuple[float, float]) -> list[tuple[bool, tuple[float, float]]]:
    """Return where a name may stand: to the right of its line, to the left."""
    both = [(False, (at + _GAP, at + width_of(text))), (True, (at - width_of(text), at - _GAP))]
    return [(left, span) for left, span in both if room[0] <= span[0] and span[1] <= room[1]]


def _placed(sides: list, places: Sequence[float], rows: int) -> list[tuple[bool, int, tuple[float, float]]] | None:
    """Try each name in turn on each side and in each row, and go back where there is no place left."""
    choices = [[(left, row, span) for row in range(rows) for left, span in own] for own in sides]
    found: list[tuple[bool, int, tuple[float, float]]] = []
    tried = [0]
    for _ in range(_STEPS):
        nth = len(found)
        if nth == len(choices):
            return found
        while tried[nth] < len(choices[nth]):
            choice = choices[nth][tried[nth]]
            tried[nth] += 1
            if not any(_meet(places[nth], choice, places[k], other) for k, other in enumerate(found)):
                found.append(choice)
                tried.append(0)
                break
        else:
            if not found:
                return None
            found.pop()
            tried.pop()
    return None


def _meet(at: float, one: tuple[bool, int, tuple[float, float]], place: float, before: tuple) -> bool:
    """Return whether a name meets that of an earlier event, or the line of one runs through the other's name.

    In one row, names stand in the order of their events, or neighbours would seem to be the other way round.
    """
    (_, row, span), (_, level, taken) = one, before
    if row == level:
        return span[0] < taken[1]
    (low, line) = (span, place) if row < level else (taken, at)
    return low[0] - _CLEAR < line < low[1] + _CLEAR


def joined(keys: Sequence[str], places: Sequence[float]) -> list[tuple[str, float]]:
    """Join the letters of events that are too near each other to stand side by side.

    >>> joined(["a", "b", "c"], [0, 3, 90])
    [('a–b', 1.5), ('c', 90.0)]
    """
    found: list[tuple[list[str], list[float]]] = []
    for key, at in zip(keys, places, strict=True):
        found.append(([key], [float(at)]))
        while len(found) > 1 and _near(found[-2], found[-1]):
            (last, ends), (first, starts) = found.pop(), found.pop()
            found.append(([*first, *last], [*starts, *ends]))
    return [_one(*group) for group in found]


def _one(keys: list[str], places: list[float]) -> tuple[str, float]:
    return keys[0] if len(keys) == 1 else f"{keys[0]}–{keys[-1]}", (places[0] + places[-1]) / 2


def _near(before: tuple[list[str], list[float]], after: tuple[list[str], list[float]]) -> bool:
    (text, at), (other, place) = _one(*before), _one(*after)
    return place - at < (width_of(text) + width_of(other)) / 2


class Head(NamedTuple):
    """What stands above a chart: its layers, its heights in pixels (wide, narrow), whether there are letters."""

    layers: list[alt.Chart]
    heights: tuple[int, int]
    letters: bool

    @property
    def offset(self) -> alt.Expr:
        """The height in the drawing that is drawn."""
        return alt.expr(f"{theme.WIDE} ? {self.heights[0]} : {self.heights[1]}")


def head(events: pd.DataFrame, domain: tuple[float, float], across: dict[str, Any], *, margin: int, aside: int) -> Head:
    """Draw events as lines through a chart and bands, and their names or letters above it.

    There are names where they fit into `MOST` rows, in the wide drawing and in the narrow one; otherwise letters.

    Parameters
    ----------
    events : DataFrame
        As `timeline.keyed` returns it: key, short, time, begin, end.
    domain : tuple of float
        The years at both ends of the chart.
    across : dict
        What its channel x has: scale, axis, title.
    margin, aside : int
        Pixels at the left of the chart, where names may stand, and at its right end, where none may.
    """
    x = alt.X("time:Q", **across)
    small = {"color": theme.QUIET, "fontSize": 11, "baseline": "middle"}
    long = events["end"] - events["begin"] > _LONG
    drawn = [
        alt.Chart(events.loc[long, ["begin", "end"]])
        .mark_rect(color=theme.RULE, opacity=0.35)
        .encode(x=alt.X("begin:Q", **across), x2="end:Q"),
        alt.Chart(events.loc[~long, ["time"]]).mark_rule(color=theme.RULE, strokeDash=[3, 3]).encode(x=x),
    ]
    heights, letters = [], False
    for width, shown in ((theme.WIDTH, theme.WIDE), (theme.NARROW, f"!({theme.WIDE})")):
        plot = width - 2 * theme.PADDING - margin
        places = [plot * (time - domain[0]) / (domain[1] - domain[0]) for time in events["time"]]
        found = flags(list(events["short"]), places, (-margin, plot - aside))
        if found is None:
            letters = True
            groups = joined(list(events["key"]), places)
            rows = [(text, domain[0] + at * (domain[1] - domain[0]) / plot, "center", 0) for text, at in groups]
        else:
            rows = [
                (flag.text, time, "right" if flag.left else "left", flag.row)
                for flag, time in zip(found, events["time"], strict=True)
            ]
        table = pd.DataFrame(rows, columns=["text", "time", "align", "row"])
        table["y"] = -_FOOT - _ROW * table["row"]
        heights.append(_FOOT + _ROW * max(2, int(table["row"].max() + 1 if len(table) else 0)))
        own = alt.Chart(table).transform_filter(shown)
        y = alt.Y("y:Q", scale=None, axis=None)
        drawn.append(
            own.transform_filter("datum.align != 'center'")
            .mark_rule(color=theme.RULE)
            .encode(x=x, y=y, y2=alt.value(0))
        )
        drawn += [
            own.transform_filter(f"datum.align == '{align}'")
            .mark_text(align=align, dx=dx, **small)
            .encode(x=x, y=y, text="text:N")
            for align, dx in (("left", _GAP), ("right", -_GAP), ("center", 0))
            if (table["align"] == align).any()
        ]
    return Head(drawn, (heights[0], heights[1]), letters)


def said(events: pd.DataFrame, *, letters: bool) -> str:
    """Name all events for the foot of a chart."""
    return ", ".join(f"{row.key} " * letters + f"{row.label} ({row.year})" for row in events.itertuples())
