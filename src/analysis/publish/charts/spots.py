"""Mentions at their place in time: what the charts of years and of days have in common."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from .. import theme
from ..chart_marks import Marks, in_order
from ..words import number

# How full a mark is: dated directly, by a day that is inferred, by the running date.
_FULL, _PALE, _HOLLOW = 1.0, 0.35, 0.0
_SIZE = alt.Size("count:Q", scale=alt.Scale(domain=[1, 12], range=[36, 150], clamp=True), legend=None)


def most_dated(order: list[str]) -> str:
    """Say which of the actors are drawn.

    >>> most_dated(["NATO"]), most_dated([])
    ('Of the actors the one that is dated most.', 'No actor is dated.')
    """
    if not order:
        return "No actor is dated."
    return f"Of the actors the {number(len(order))} that {'is' if len(order) == 1 else 'are'} dated most."


def prepared(
    spots: pd.DataFrame, marks: Marks, *, order: Sequence[str], labels: Sequence[str], then: Sequence[str], name: str
) -> pd.DataFrame:
    """Sort counts of mentions, add them to the marks, and add what is drawn of each.

    Parameters
    ----------
    spots : DataFrame
        category, label, direct, sure, first_shown, count, spans.
    marks : Marks
        Those of the figure.
    order, labels, then : sequences of str
        The categories and sources in their order, and the columns that decide after them.
    name : str
        The names of marks, from the columns: "{category} in {label}, {kinds}".

    Returns
    -------
    DataFrame
        Without spans; with kinds, mark (its key), fill, and shown (the text beside the mark).
    """
    found = in_order(spots, order, labels, [*then, "first_shown"])
    found["kinds"] = found["first_shown"].map(theme.KINDS)
    found["mark"] = marks.counts(found, name)
    sure, direct = found["sure"].astype("bool"), found["direct"].astype("bool")
    number = found["count"].astype("str").where(found["count"] > 1, "")
    return found.assign(
        fill=sure.map({True: _FULL, False: _PALE}).where(direct, _HOLLOW),
        shown=number + sure.map({True: "", False: "?"}),
    ).drop(columns="spans")


def inferred(spots: pd.DataFrame) -> str:
    """Return what a pale mark means, as a sentence behind others; "" if there is none."""
    return "" if spots["sure"].all() else " Pale, with a question mark: by a day that is inferred."


def levels(spots: pd.DataFrame, lane: Sequence[str], at: str, near: float) -> list[int]:
    """Return for each mark of a lane on which level it is drawn, so that none covers another.

    Parameters
    ----------
    spots : DataFrame
        As `prepared` returns it.
    lane : sequence of str
        The columns that tell lanes apart.
    at : str
        The column of places, and `near`: how far marks of one level lie apart at least.
    """
    found, taken = dict[int, int](), dict[tuple, float]()
    for index, row in spots.sort_values(at, kind="stable").to_dict("index").items():
        own, level = tuple(row[name] for name in (*lane, "first_shown")), 0
        while row[at] - taken.get((*own, level), float("-inf")) < near:
            level += 1
        found[index], taken[*own, level] = level, row[at]
    return [found[index] for index in spots.index]


def layers(
    spots: pd.DataFrame,
    sources: pd.DataFrame,
    place: dict[str, Any],
    edges: tuple[str, str, str],
    *,
    tooltip: list[alt.Tooltip],
    legend: alt.Legend | None,
) -> list[alt.Chart]:
    """Return the layers of the marks: how long each time lasts, the mark, and the text beside it.

    Parameters
    ----------
    spots : DataFrame
        As `prepared` returns it.
    sources : DataFrame
        sources.csv.
    place : dict
        The channels of the place: x (of the mark), y and what else.
    edges : tuple of str
        The columns that say from when to when a time lasts, and behind which place the text stands.
    tooltip, legend
        What a mark tells, and how the sources are told apart.
    """
    if spots.empty:
        return []
    colour = theme.colour(sources, legend=legend)
    base = alt.Chart(spots).transform_filter(theme.SHOWN)
    first, behind = (
        {**place, "x": alt.X(f"{edge}:Q", **{name: place["x"][name] for name in ("scale", "axis", "title")})}
        for edge in (edges[0], edges[2])
    )
    fill = alt.FillOpacity("fill:Q", scale=alt.Scale(domain=[0, 1], range=[0, 1]), legend=None)
    return [
        base.transform_filter(f"datum.{edges[1]} > datum.{edges[0]}")
        .mark_rule(strokeWidth=1.5)
        .encode(**first, x2=f"{edges[1]}:Q", color=colour),
        # No line shows through a mark that is not full.
        base.transform_filter("datum.fill < 1")
        .mark_point(filled=True, opacity=1, color="white")
        .encode(**place, shape=theme.shape(sources, legend=legend), size=_SIZE),
        base.mark_point(filled=True, opacity=1).encode(
            **place,
            color=colour,
            stroke=theme.outline(sources),
            shape=theme.shape(sources, legend=legend),
            size=_SIZE,
            fillOpacity=fill,
            strokeWidth=alt.condition("datum.fill < 1", alt.value(1.5), alt.value(0)),
            tooltip=tooltip,
        ),
        base.transform_filter("datum.shown != ''")
        .mark_text(align="left", dx=9, fontSize=11)
        .encode(**behind, text="shown:N", tooltip=tooltip),
    ]
