"""How many spans of each category stand in each tenth of the texts."""

import altair as alt
import pandas as pd

from ....compare.voices import OWN
from ... import theme
from ...chart_marks import Marks, in_order, table
from ...words import listed, times
from . import bars

_WHOSE = {True: "in the report’s own voice", False: "in words given to others"}
_BAR = ["category", "label", "tenth"]


def course(
    placed: pd.DataFrame, sources: pd.DataFrame, *, what: str, order: list[str], halves: str, limit: str, foot: str
) -> alt.LayerChart:
    """Draw how the spans of each category are distributed over the tenths of the texts.

    Parameters
    ----------
    placed, sources, what, order, limit, foot
        As for the chart that draws them one by one.
    halves : str
        What changes most between the halves of the text.
    """
    labels = list(sources["label"])
    told_apart = "side" in placed
    whole, parts, marks = _counted(placed, order, labels)
    drawn = bars.stacked(parts, _BAR, labels, order)
    drawn = drawn.assign(**bars.inset(drawn["tenth"], 1 / bars.TENTHS))
    row, way = bars.places(whole, labels, order)
    whole = whole.assign(at=1.02, y=row + 0.22 * way)
    x, y = bars.course(), bars.rows(order)
    tooltip = theme.tooltip(category="Category", label="Source", where="Place")
    tooltip += theme.tooltip(whose="Whose words") if told_apart else []
    tooltip += [*theme.tooltip(count="Number"), alt.Tooltip("height:Q", title="Share of all", format=".0%")]
    spread = alt.Chart(bars.even(parts, _BAR, 1 / bars.TENTHS, order).assign(low=0, high=1))
    layered = alt.layer(
        bars.layer(alt.Chart(drawn), sources, x, y, tooltip),
        spread.mark_rule(strokeDash=[2, 3], color=theme.QUIET).encode(
            x=alt.X("low:Q", **x), x2="high:Q", y=alt.Y("y:Q", **y)
        ),
        alt.Chart(whole)
        .mark_text(align="left", baseline="middle", fontSize=11)
        .encode(
            x=alt.X("at:Q", **x),
            y=alt.Y("y:Q", **y),
            text=theme.count("count"),
            tooltip=theme.tooltip(category="Category", label="Source", count="Number"),
        ),
    )
    heads = {"category": "Category", "label": "Source", "where": "Place in the text"}
    heads |= {"whose": "Whose words"} if told_apart else {}
    up, *down = labels
    return theme.finish(
        layered,
        title=f"What changes most between the halves: {halves}",
        measure=f"Of the {what} of each source, the share that stands in each tenth of its articles: {up} upwards, "
        f"{listed(down)} downwards; dotted, a tenth, as if they were spread evenly. To the right, how many there are"
        + (", by name or otherwise." if "kind" in placed else ".")
        + (" Full: in the report’s own voice; pale: in words that it gives to others." if told_apart else ""),
        description=f"Places of {what}, by tenth of the articles. {_each(whole, drawn, order, labels)}. "
        f"What changes most between the halves: {halves}.",
        shows=f"Of the {what}, those whose number changes most between the halves of the text: {halves}.",
        limit=limit,
        foot=f"{foot} {theme.BODY}",
        height=110 + 64 * len(order),
        table=table(drawn, {**heads, "count": "Number"}, {"count": "mark"}),
        marks=marks,
    )


def _counted(placed: pd.DataFrame, order: list[str], labels: list[str]) -> tuple[pd.DataFrame, pd.DataFrame, Marks]:
    """Return the counts of each category and source, whole and by tenth and voice, with their marks."""
    found = placed[placed["label"].isin(labels)]
    told_apart = "side" in found
    found = found.assign(tenth=bars.tenth(found["position"]), own=found["side"] == OWN if told_apart else True)
    # The report's own words stand next to the line.
    found = found.sort_values("own", ascending=False, kind="stable")
    whole = in_order(bars.gathered(found, ["category", "label"]), order, labels, [])
    parts = in_order(bars.gathered(found, [*_BAR, "own"]), order, labels, ["tenth"])
    parts = parts.assign(
        where=parts["tenth"].map(bars.said),
        whose=parts["own"].map(_WHOSE),
        fill=parts["own"].map({True: 1.0, False: bars.PALE}),
    )
    marks = Marks()
    whole["mark"] = marks.counts(whole, "{category} in {label}")
    name = "{category} in {label}, {where} of the text" + ", {whose}" * told_apart
    parts["mark"] = marks.counts(parts, name)
    sizes = whole.set_index(["category", "label"])["count"].rename("all")
    parts = parts.join(sizes, on=["category", "label"])
    parts["height"] = (parts["count"] / parts["all"]).round(4)
    return whole.drop(columns="spans"), parts.drop(columns=["spans", "all", "own"]), marks


def _each(whole: pd.DataFrame, parts: pd.DataFrame, order: list[str], labels: list[str]) -> str:
    """Return each category in words: how often, and how often in each tenth."""
    sizes = whole.set_index(["category", "label"])["count"]
    tenths = parts.groupby(["category", "label", "tenth"])["count"].sum()

    def by_tenth(name: str, label: str) -> str:
        if (name, label) not in sizes:
            return f"{times(0)} in {label}"
        own = tenths[name, label].reindex(range(bars.TENTHS), fill_value=0)
        return f"{times(int(sizes[name, label]))} in {label} ({', '.join(map('{:,}'.format, own))})"

    return "; ".join(f"{name}: {listed(by_tenth(name, label) for label in labels)}" for name in order)
