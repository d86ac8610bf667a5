"""Counts of two sources, side by side."""

import altair as alt
import pandas as pd

from .. import theme
from ..chart_marks import Marks, in_order, table
from ..words import capital, listed
from .many.rates import rates


def paired_counts(
    counted: pd.DataFrame,
    sources: pd.DataFrame,
    *,
    what: str,
    order: list[str],
    limit: str,
    foot: str,
    rated: pd.DataFrame | None = None,
    of: pd.DataFrame | None = None,
) -> alt.LayerChart:
    """Draw counts of two sources as paired dots, one row a category; or, where they were tested, their rates.

    Parameters
    ----------
    counted : DataFrame
        Columns category, label, count, spans: every category for every source. With a column `first_shown` as well
        (all mentions; false: names only), and every category and source for both, the chart has a switch.
    sources : DataFrame
        sources.csv.
    what : str
        What is counted, in the plural.
    order : list of str
        The categories, from top to bottom.
    limit : str
        What may not be claimed from the counts, as a sentence.
    foot : str
        Source and method in one line.
    rated : DataFrame, optional
        As `compare.rates.compare` returns it, of the same things for one word; with `first_shown` as `counted` has it.
    of : DataFrame, optional
        The words that they are rates of: label, spans.
    """
    if rated is not None:
        return rates(counted, rated, of, sources, what=what, order=order, limit=limit, foot=foot)
    labels = list(sources["label"])
    first_shown = counted[counted["first_shown"]] if "first_shown" in counted else counted
    wide = first_shown.pivot(index="category", columns="label", values="count").reindex(index=order, columns=labels)
    gap = (wide[labels[0]] - wide[labels[1]]).abs()
    widest = [
        f"{name} ({wide.loc[name, labels[0]]:,} and {wide.loc[name, labels[1]]:,})"
        for name in gap[gap == gap.max()].index
    ]
    apart = gap.max() > 0
    same = f"No gap: {listed(labels)} have the same number of {what} everywhere"
    switch = "first_shown" in counted
    counted = counted if switch else counted.assign(first_shown=True)
    counted = in_order(counted, order, labels, ["first_shown"])
    marks = Marks()
    keys = marks.counts(
        counted.assign(kinds=counted["first_shown"].map({True: "", False: ", names only"})),
        "{category} in {label}{kinds}",
    )
    counts = counted.groupby(["first_shown", "category"])["count"]
    drawn = counted.assign(
        mark=keys,
        # A number stands on the outer side of its dot, so that two dots close by do not cover each other's.
        outer=counted["count"] == counts.transform("max"),
        # Two equal counts stand one above the other, or one dot would cover the other.
        shift=(2 * counted["label"].map(labels.index) - 1).where(counts.transform("nunique") == 1, 0),
    ).drop(columns="spans")
    y = alt.Y("category:N", sort=order, title=None, axis=alt.Axis(grid=False))
    most = int(counted["count"].max()) if len(counted) else 1
    # Room on both sides for the numbers; ticks only where a count can be.
    scale = alt.Scale(domain=[-0.12 * most, 1.12 * most], nice=False)
    ticks = list(range(0, most + 1, _step(most)))
    x = alt.X("count:Q", title=None, axis=alt.Axis(values=ticks), scale=scale)
    base = alt.Chart(drawn).transform_filter(theme.SHOWN) if switch else alt.Chart(drawn)
    link = base.mark_rule(color=theme.RULE, strokeWidth=3).encode(x="min(count):Q", x2="max(count):Q", y=y)
    tooltip = theme.tooltip(category="Category", label="Source", count="Count")
    look = {"color": theme.colour(sources), "shape": theme.shape(sources)}
    number = {"text": theme.count("count"), "x": x, "y": y, "tooltip": tooltip}
    layers = [link]
    for shift in sorted(drawn["shift"].unique()):
        at = base.transform_filter(f"datum.shift == {shift}")
        down = 8 * int(shift)
        point = at.mark_point(filled=True, size=110, opacity=1, yOffset=down)
        layers += [
            point.encode(x=x, y=y, tooltip=tooltip, **look),
            at.transform_filter("datum.outer").mark_text(align="left", dx=10, dy=down).encode(**number),
            at.transform_filter("!datum.outer").mark_text(align="right", dx=-10, dy=down).encode(**number),
        ]
    rows = [f"{name}: {', '.join(f'{int(wide.loc[name, label]):,}' for label in labels)}" for name in order]
    layered = alt.layer(*layers)
    heads = {"category": "Category", "label": "Source", "count": capital(what)}
    if switch:
        heads = {"category": "Category", "label": "Source", "kinds": "Which", "count": capital(what)}
    return theme.finish(
        layered.add_params(theme.BY_NAME) if switch else layered,
        title=f"The widest {'gap' if len(widest) == 1 else 'gaps'}: {listed(widest)}" if apart else same,
        measure=f"Number of {what} in {listed(labels)}",
        description=f"Number of {what}, {' and '.join(labels)}. {'; '.join(rows)}.",
        shows=f"In the number of {what}, {listed(labels)} are furthest apart for {listed(widest)}."
        if apart
        else f"{same}.",
        limit=limit,
        foot=f"{foot} {theme.BODY}",
        height=110 + 30 * len(order),
        table=table(drawn.assign(kinds=drawn["first_shown"].map(theme.KINDS)), heads, {"count": "mark"}),
        marks=marks,
    )


def _step(most: int) -> int:
    """Return how far ticks are apart: some six of them, and of large counts at round numbers.

    >>> _step(3), _step(17), _step(1822)
    (1, 3, 500)
    """
    step = max(1, round(most / 6))
    if step < 10:
        return step
    power = 10 ** (len(str(step)) - 1)
    return next(times * power for times in (1, 2, 5, 10) if times * power >= step)
