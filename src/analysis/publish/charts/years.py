"""Which years stand beside which actor."""

import altair as alt
import pandas as pd

from .. import theme
from ..chart_marks import Marks, in_order, table
from ..words import listed


def years(
    paired: pd.DataFrame, events: pd.DataFrame, sources: pd.DataFrame, *, order: list[str], undated: pd.DataFrame
) -> alt.LayerChart:
    """Draw which years stand beside which actor, true to scale.

    Parameters
    ----------
    paired : DataFrame
        Counts of pairs of a mention and a year of its sentence: category, label, year, count, spans.
    events : DataFrame
        Dates on record to compare with: key (a letter), label, year.
    sources : DataFrame
        sources.csv.
    order : list of str
        The categories (actors), from top to bottom.
    undated : DataFrame
        Counts of mentions in sentences that name no year: category, label, count, spans.
    """
    labels = list(sources["label"])
    named = {label: sorted(set(paired.loc[paired["label"] == label, "year"])) for label in labels}
    spoken = [f"{label} speaks of {listed(map(str, named[label]), none='no year')}" for label in labels]
    drawn = [*paired["year"], *events["year"]] or [0]  # where no year is spoken of, an empty axis
    first, last = min(drawn), max(drawn)
    # To the right of the last year there is room for the numbers, and for the mentions beside no year.
    scale = alt.Scale(domain=[first - 1, last + 1 + 0.22 * (last - first)], nice=False)
    ticks = [year for year in range(first // 5 * 5, last + 1, 5) if year >= first]
    y = alt.Y("category:N", sort=order, title=None, axis=alt.Axis(grid=True))
    offset = alt.YOffset("label:N", sort=labels, scale=alt.Scale(paddingOuter=0.6))
    x = alt.X("year:Q", scale=scale, title=None, axis=alt.Axis(format="d", grid=False, values=ticks))
    above = alt.Legend(offset=40)  # clear of the letters
    paired, undated = in_order(paired, order, labels, ["year"]), in_order(undated, order, labels, [])
    marks = Marks()
    dated = paired.assign(mark=marks.counts(paired, "{category} beside {year} in {label}")).drop(columns="spans")
    others = undated.assign(
        mark=marks.counts(undated, "{category} beside no year in {label}"), shown="+" + undated["count"].astype(str)
    ).drop(columns="spans")
    base = alt.Chart(dated)
    tooltip = theme.tooltip(category="Actor", label="Source", year="Year", count="Mentions")
    point = base.mark_point(filled=True, opacity=1).encode(
        x=x,
        y=y,
        yOffset=offset,
        color=theme.colour(sources, legend=above),
        shape=theme.shape(sources, legend=above),
        size=alt.Size("count:Q", scale=alt.Scale(domain=[1, 9], range=[40, 200]), legend=None),
        tooltip=tooltip,
    )
    number = base.transform_filter("datum.count > 1").mark_text(align="left", dx=7, fontSize=11)
    number = number.encode(x=x, y=y, yOffset=offset, text="count:Q", tooltip=tooltip)
    aside = alt.Chart(others).mark_text(align="right", fontSize=11, color=theme.QUIET)
    aside = aside.encode(
        x=alt.value("width"),
        y=y,
        yOffset=offset,
        text="shown:N",
        tooltip=theme.tooltip(category="Actor", label="Source", count="Mentions beside no year"),
    )
    named_events = ", ".join(f"{row.key} {row.label} ({row.year})" for row in events.itertuples())
    told = [
        f"{row.category} in {row.label}, {row.year}: {row.count}"
        for row in paired.sort_values(["label", "year"]).itertuples()
    ]
    aside_told = [f"{row.category} in {row.label}: {row.count}" for row in undated.itertuples()]
    return theme.finish(
        alt.layer(*_events(events, scale), point, number, aside),
        title="; ".join(spoken),
        measure=(
            "Mentions of actors beside each year that their sentence names; a number where there is more than one. "
            "One beside two years counts for both; those beside none stand at the right. Letters: events on record."
        ),
        description=f"{'; '.join(spoken)}. Counts: {'; '.join(told)}. "
        f"Beside no year: {'; '.join(aside_told) or 'none'}.",
        shows=f"{'; '.join(spoken)}.",
        limit="It shows which years stand in the same sentence as an actor, not when the actor did what is told.",
        foot=f"Names: actors.csv. Events: {named_events}. {theme.BODY}",
        height=150 + 44 * len(order),
        table=table(
            pd.concat([dated, others.assign(year="none")])[["category", "label", "year", "count", "mark"]],
            {"category": "Actor", "label": "Source", "year": "Year", "count": "Mentions"},
            {"count": "mark"},
        ),
        marks=marks,
    )


def _events(events: pd.DataFrame, scale: alt.Scale) -> list[alt.Chart]:
    """Draw events as dashed lines with their letters, and the head of the column for mentions without a year."""
    x = alt.X("year:Q", scale=scale)
    small = {"color": theme.QUIET, "fontSize": 11}
    rules = alt.Chart(events).mark_rule(color=theme.RULE, strokeDash=[3, 3]).encode(x=x)
    keys = events.groupby("year", as_index=False)["key"].agg(", ".join)
    # Letters stand on two levels, so that those of neighbouring years do not touch.
    letters = [
        alt.Chart(keys.iloc[level::2]).mark_text(**small).encode(x=x, y=alt.value(-8 - 13 * level), text="key:N")
        for level in (0, 1)
    ]
    head = alt.Chart(pd.DataFrame({"head": ["none"]})).mark_text(align="right", **small)
    return [rules, *letters, head.encode(x=alt.value("width"), y=alt.value(-8), text="head:N")]
