"""Where in each report something stands."""

import json
import textwrap

import altair as alt
import pandas as pd

from ...compare.reading import swings
from ...compare.voices import OWN
from .. import theme
from ..chart_marks import Marks, in_order, table
from ..lanes import lanes
from ..words import listed, times
from .many import MOST
from .many.course import course as by_tenths

# Nearer than this, as a share of the text, marks would cover each other on a narrow screen.
_NEAR = 0.04


def course(
    placed: pd.DataFrame, sources: pd.DataFrame, *, what: str, order: list[str], limit: str, foot: str
) -> alt.LayerChart:
    """Draw where in each report the spans of each category stand, from its first word to its last.

    Up to `many.MOST` spans are drawn one by one; of more, how many stand in each tenth of the articles.

    Parameters
    ----------
    placed : DataFrame
        One row a span: category, label, position (0 to 1), spans (the span itself); and, if it shall be told
        apart, `side`: whose words the span stands in. Those in the report's own voice are then filled. With a
        column `kind` (of mention) the chart has the switch "names only".
    sources : DataFrame
        sources.csv.
    what : str
        What is drawn, in the plural.
    order : list of str
        The categories, from top to bottom.
    limit : str
        What may not be claimed from the places, as a sentence.
    foot : str
        Source and method in one line.
    """
    labels = list(sources["label"])
    changed = swings(placed, labels)
    halves = listed(
        f"{changed.at[label, 'category']} in {label} ({changed.at[label, 'before']:,} before the middle, "
        f"{changed.at[label, 'after']:,} after)"
        for label in labels
    )
    if len(placed) > MOST:
        return by_tenths(placed, sources, what=what, order=order, halves=halves, limit=limit, foot=foot)
    placed = in_order(placed, order, labels, ["position"])
    marks = Marks()
    names = placed.assign(nth=placed.groupby(["category", "label"]).cumcount() + 1)
    keys = marks.counts(names, "{category} {nth} in {label}")
    drawn = placed.assign(mark=keys, lane=_lanes(placed)).drop(columns="spans")
    deep = int(drawn["lane"].max()) + 1 if len(drawn) else 1
    # Away from the line between the sources: up for the first, down for the others.
    rows = [f"{labels[0]} {lane}" for lane in reversed(range(deep))]
    rows += [f"{label} {lane}" for label in labels[1:] for lane in range(deep)]
    drawn["lane"] = drawn["label"] + " " + drawn["lane"].astype(str)
    told_apart = "side" in drawn
    drawn["filled"] = drawn["side"] == OWN if told_apart else True
    whose = theme.tooltip(side="Whose words") if told_apart else []
    by_name = "kind" in drawn
    if by_name:
        drawn = drawn.assign(named=drawn["kind"] == "name").drop(columns="kind")
    base = alt.Chart(drawn)
    base = base.transform_filter("datum.named || !names_only") if by_name else base
    points = [
        base.transform_filter("datum.filled" if filled else "!datum.filled")
        .mark_point(filled=filled, size=size, opacity=1)
        .encode(
            x=theme.place("position"),
            y=alt.Y("category:N", sort=order, title=None, axis=alt.Axis(grid=True, labelExpr=_wrapped(order))),
            yOffset=alt.YOffset("lane:N", scale=alt.Scale(domain=rows, paddingOuter=0.8)),
            color=theme.colour(sources),
            shape=theme.shape(sources),
            tooltip=[
                *theme.tooltip(category="Category", label="Source"),
                *whose,
                alt.Tooltip("position:Q", title="Place", format=".0%"),
            ],
        )
        for filled, size in (((True, 64), (False, 52)) if told_apart else ((True, 42),))
    ]
    tally = placed.groupby(["category", "label"]).size()
    each = [
        f"{name}: {listed(f'{times(int(tally.get((name, label), 0)))} in {label}' for label in labels)}"
        for name in order
    ]
    return theme.finish(
        alt.layer(*points).add_params(theme.BY_NAME) if by_name else alt.layer(*points),
        title=f"What changes most between the halves: {halves}",
        measure=f"Each mark is one of the {what}, at its place in the text"
        + (": filled in the report’s own voice, hollow in words that it gives to others" if told_apart else ""),
        description=f"Places of {what} in each report. {'; '.join(each)}. "
        f"What changes most between the halves: {halves}.",
        shows=f"Of the {what}, those whose number changes most between the halves of the text: {halves}.",
        limit=limit,
        foot=f"{foot} {theme.BODY}",
        height=100 + (16 + 8 * len(rows)) * len(order),
        table=table(
            drawn,
            {"category": "Category", "label": "Source", "position": "Place in the text (0 to 1)"}
            | ({"side": "Whose words"} if told_apart else {})
            | ({"named": "By name"} if by_name else {}),
            {"position": "mark"},
        ),
        marks=marks,
    )


def _lanes(placed: pd.DataFrame) -> list[int]:
    """Return the lane of each mark among those of its category and source, which stand in order."""
    groups = placed.groupby(["category", "label"], sort=False)["position"]
    return [lane for _, own in groups for lane in lanes((at, at + _NEAR) for at in own)]


def _wrapped(order: list[str]) -> str:
    """Return the expression that breaks long names into lines, so that a narrow chart keeps room for its marks."""
    lines = {name: textwrap.wrap(name, 20) for name in order if len(name) > 20}
    return f"{json.dumps(lines, ensure_ascii=False)}[datum.label] || datum.label" if lines else "datum.label"
