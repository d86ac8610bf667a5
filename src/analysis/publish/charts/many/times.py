"""Mentions at their time, put together: how many of each actor belong to each year, or day around publication."""

from collections.abc import Callable, Sequence
from itertools import chain
from typing import NamedTuple

import altair as alt
import pandas as pd

from ... import theme
from ...chart_marks import Marks, in_order
from . import bars

ROW = 62  # pixels of an actor
_PALE = 0.3
_AWAY = 0.25  # of a row, from its line to the marks of either source
APART = 2  # units between those of the window and what is put together at its ends
_CELL = ["category", "label"]


class Times(NamedTuple):
    """Mentions by time: those drawn, those of each row together, and those of longer times."""

    drawn: pd.DataFrame
    whole: pd.DataFrame
    longer: pd.DataFrame


def times(
    spots: pd.DataFrame,
    window: tuple[int, int],
    marks: Marks,
    *,
    said: Callable[[int], str],
    how: str,
    labels: Sequence[str],
    order: Sequence[str],
) -> Times:
    """Put the mentions of each unit of time together, and at its ends what lies before or after a window.

    Parameters
    ----------
    spots : DataFrame
        category, label, first and last (units of time), full (whether it is drawn full), spans.
    window : tuple of int
        The first and the last unit that has a place of its own.
    marks : Marks
        Gets the marks.
    said : callable
        From a unit to what it is called.
    how : str
        What it means that a mention is drawn full.
    labels, order : sequence of str
        The sources, and the categories from top to bottom.

    Returns
    -------
    Times
        Each with category, label, unit (what time, to be read), count and full (how many are drawn full), with their
        marks, `count mark` and `full mark`; drawn with place (the unit, or one before or after the window). A time of
        more than one unit that does not lie before or after the window has no place: it is among the longer ones.
    """
    low, high = window
    early, late = spots["last"] < low, spots["first"] > high
    one = (spots["first"] == spots["last"]) | early | late
    first, last = spots["first"].map(said), spots["last"].map(said)
    found = spots.assign(
        place=spots["first"].mask(early, low - APART).mask(late, high + APART).astype("int64"),
        unit=first.mask(early, f"before {said(low)}")
        .mask(late, f"after {said(high)}")
        .where(one, first + " to " + last),
    )
    parts = [
        _counted(found[one], ["place", "unit"], labels, order),
        _counted(found[one], [], labels, order).assign(unit="all drawn"),
        _counted(found[~one], ["place", "unit"], labels, order),
    ]
    for own in parts:
        own["count mark"] = marks.counts(own, "{category}, {unit}, in {label}")
        own["full mark"] = marks.counts(own.assign(spans=own["full spans"]), "{category}, {unit}, in {label}, " + how)
    return Times(*(own.drop(columns=["spans", "full spans"]) for own in parts))


def _counted(found: pd.DataFrame, columns: list[str], labels: Sequence[str], order: Sequence[str]) -> pd.DataFrame:
    """Count mentions, each once though two of its dates may lie in one unit."""
    groups = [rows.groupby([*_CELL, *columns])["spans"] for rows in (found, found[found["full"]])]
    every, full = (own.agg(lambda rows: tuple(dict.fromkeys(chain.from_iterable(rows)))) for own in groups)
    counted = pd.DataFrame({"spans": every, "full spans": full}, dtype="object").reset_index()
    counted["full spans"] = [own if isinstance(own, tuple) else () for own in counted["full spans"]]
    counted = counted.assign(count=counted["spans"].map(len), full=counted["full spans"].map(len))
    return in_order(counted, order, labels, columns[:1])


def layers(
    found: Times,
    sources: pd.DataFrame,
    x: dict,
    order: Sequence[str],
    *,
    sizes: tuple[int, int],
    end: float,
    how: str,
) -> list:
    """Return the layers of the marks, and of the numbers at their right.

    Parameters
    ----------
    found : Times
        What is drawn.
    sources : DataFrame
        sources.csv.
    x : dict
        What the channel x has.
    order : sequence of str
        The categories from top to bottom.
    sizes : tuple of int
        Of the largest mark, in square pixels, in the wide drawing and in the narrow one.
    end : float
        Where on the axis the numbers begin.
    how : str
        What it means that a mention is drawn full.
    """
    labels = list(sources["label"])
    y = bars.rows(order)
    most = max(found.drawn["count"].max(), 2) if len(found.drawn) else 2
    size = alt.Size(
        "count:Q",
        scale=alt.Scale(domain=[1, most], range=[10, alt.expr(f"{theme.WIDE} ? {sizes[0]} : {sizes[1]}")]),
        legend=None,
    )
    row, way = bars.places(found.drawn, labels, order)
    drawn = found.drawn.assign(y=row + _AWAY * way, mark=found.drawn["count mark"], fill=1.0)
    partly = drawn["full"] < drawn["count"]
    # Behind the part that is full stands all, pale.
    inner = drawn[partly & drawn["full"].gt(0)]
    inner = inner.assign(count=inner["full"], mark=inner["full mark"], unit=inner["unit"] + f", {how}")
    drawn["fill"] = drawn["fill"].mask(partly, _PALE)
    points = pd.concat([drawn, inner])[[*_CELL, "unit", "count", "place", "y", "fill", "mark"]]
    row, way = bars.places(found.whole, labels, order)
    numbers = found.whole.assign(at=end, y=row + _AWAY * way, mark=found.whole["count mark"])
    return [
        alt.Chart(points)
        .mark_point(filled=True, opacity=1, strokeWidth=1)
        .encode(
            x=alt.X("place:Q", **x),
            y=alt.Y("y:Q", **y),
            color=theme.colour(sources),
            stroke=theme.outline(sources),
            shape=theme.shape(sources),
            size=size,
            fillOpacity=alt.FillOpacity("fill:Q", scale=None),
            tooltip=theme.tooltip(category="Actor", label="Source", unit="Time", count="Mentions"),
        ),
        alt.Chart(numbers[[*_CELL, "count", "at", "y", "mark"]])
        .mark_text(align="left", baseline="middle", fontSize=11)
        .encode(
            x=alt.X("at:Q", **x),
            y=alt.Y("y:Q", **y),
            text=theme.count("count"),
            tooltip=theme.tooltip(category="Actor", label="Source", count="Mentions drawn"),
        ),
    ]


def each(found: Times) -> str:
    """Return the counts in words, row by row."""
    said = {cell: [] for cell in found.whole[_CELL].itertuples(index=False, name=None)}
    for name, label, unit, count in found.drawn[[*_CELL, "unit", "count"]].itertuples(index=False, name=None):
        said[name, label].append(f"{unit}: {count:,}")
    return "; ".join(f"{name} in {label}, {', '.join(own)}" for (name, label), own in said.items())
