"""When a report speaks of whom: actors by the years that it tells of, and by the days around its publication."""

import altair as alt
import pandas as pd

from .. import theme
from ..chart_marks import Marks, in_order, table
from ..words import listed

_DIRECT = theme.switch("direct_only", "only what is dated directly")

# How large a mark is drawn for how many mentions.
_SIZE = alt.Size("count:Q", scale=alt.Scale(domain=[1, 12], range=[36, 150], clamp=True), legend=None)


def years(
    spots: pd.DataFrame,
    events: pd.DataFrame,
    sources: pd.DataFrame,
    *,
    order: list[str],
    undated: pd.DataFrame,
    limit: str,
) -> alt.LayerChart:
    """Draw the years that each report tells of beside which actor, true to scale.

    Parameters
    ----------
    spots : DataFrame
        As `timeline.in_years` returns it: category, label, first and last (years), direct, first_shown, count, spans.
    events : DataFrame
        Dates on record to compare with: key (a letter), label, year, time (decimal years).
    sources : DataFrame
        sources.csv.
    order : list of str
        The categories (actors), from top to bottom.
    undated : DataFrame
        Mentions with no date: category, label, first_shown, count, spans.
    limit : str
        What may not be claimed, as a sentence.
    """
    labels = list(sources["label"])
    direct = spots[spots["direct"] & spots["first_shown"]]
    named = {label: sorted(set(direct.loc[direct["label"] == label, "first"])) for label in labels}
    spoken = "; ".join(f"{label} tells of {listed(map(str, named[label]), none='no year')}" for label in labels)
    drawn_years = [*spots["first"], *spots["last"], *events["year"]] or [0]  # where no year is told of, an empty axis
    first, last = min(drawn_years), max(drawn_years)
    # To the right of the last year there is room for the numbers, and for the mentions with no date.
    scale = alt.Scale(domain=[first - 1, last + 1.5 + 0.2 * (last - first)], nice=False)
    # A year's name stands at its middle.
    ticks = [year + 0.5 for year in range(first // 5 * 5, last + 1, 5) if year >= first]
    axis = alt.Axis(format="d", grid=False, values=ticks, labelExpr="floor(datum.value)")
    marks = Marks()
    spots = in_order(spots, order, labels, ["first", "last", "direct", "first_shown"])
    spots["year"] = [
        str(row.first) if row.first == row.last else f"{row.first} to {row.last}" for row in spots.itertuples()
    ]
    spots["by"] = spots["direct"].map({True: "dated directly", False: "by the running date"})
    spots["kinds"] = spots["first_shown"].map(theme.KINDS)
    dated = spots.assign(mark=marks.counts(spots, "{category}, {year}, in {label}, {by}, {kinds}")).drop(
        columns="spans"
    )
    dated = dated.assign(
        begin=dated["first"],
        end=dated["last"] + 1,
        middle=(dated["first"] + dated["last"] + 1) / 2,
        lane=dated["label"] + dated["direct"].map({True: " direct", False: " running"}),
    ).drop(columns=["first", "last"])
    others = in_order(undated, order, labels, ["first_shown"])
    others["kinds"] = others["first_shown"].map(theme.KINDS)
    others["lane"] = others["label"] + " direct"
    others = others.assign(
        mark=marks.counts(others, "{category}, no date, in {label}, {kinds}"), shown="+" + others["count"].astype(str)
    ).drop(columns="spans")
    lanes = [label + kind for label in labels for kind in (" direct", " running")]
    place = {
        "x": alt.X("middle:Q", scale=scale, title=None, axis=axis),
        "y": alt.Y("category:N", sort=order, title=None, axis=alt.Axis(grid=True)),
        "yOffset": alt.YOffset("lane:N", scale=alt.Scale(domain=lanes, paddingOuter=0.5)),
    }
    above = alt.Legend(offset=40)  # clear of the letters
    look = {"color": theme.colour(sources, legend=above), "shape": theme.shape(sources, legend=above)}
    tooltip = theme.tooltip(category="Actor", label="Source", year="Year", by="How", count="Mentions")
    base = alt.Chart(dated).transform_filter(theme.SHOWN).transform_filter("datum.direct || !direct_only")
    points = [
        base.transform_filter("datum.direct" if filled else "!datum.direct")
        .mark_point(filled=filled, opacity=1)
        .encode(**place, **look, size=_SIZE, tooltip=tooltip)
        for filled in (True, False)
    ]
    # Of what lasts longer than a year, the whole stretch.
    stretch = base.transform_filter("datum.end - datum.begin > 1").mark_rule(strokeWidth=1.5)
    stretch = stretch.encode(
        **{**place, "x": alt.X("begin:Q", scale=scale)}, x2="end:Q", color=theme.colour(sources, legend=above)
    )
    number = base.transform_filter("datum.count > 1").mark_text(align="left", dx=10, fontSize=11)
    number = number.encode(**place, text="count:Q", tooltip=tooltip)
    aside = alt.Chart(others).transform_filter(theme.SHOWN).mark_text(align="right", fontSize=11, color=theme.QUIET)
    aside = aside.encode(
        **{**place, "x": alt.value("width")},
        text="shown:N",
        tooltip=theme.tooltip(category="Actor", label="Source", count="Mentions with no date"),
    )
    layers = [*_events(events, scale, none=len(others) > 0), stretch, *points, number]
    layers += [aside] if len(others) else []
    keys = ", ".join(f"{row.key} {row.label} ({row.year})" for row in events.itertuples())
    rows = pd.concat([dated, others.assign(year="none", by="no date")], ignore_index=True)
    told = [
        f"{row.category} in {row.label}, {row.year}, {row.by}: {row.count}"
        for row in rows[rows["first_shown"].astype(bool)].itertuples()
    ]
    return theme.finish(
        alt.layer(*layers).add_params(theme.BY_NAME, _DIRECT),
        title=spoken,
        measure="Mentions of actors by the year that they belong to; a number where there is more than one. "
        "Filled: dated directly, by a date in their sentence. Hollow: by a date in the sentence before. "
        "At the right: mentions with no date. Letters: events on record.",
        description=f"{spoken}. Counts: {'; '.join(told) or 'none'}.",
        shows=f"{spoken}, where mentions of the actors drawn are dated directly.",
        limit=limit,
        foot=f"Names: actors.csv. Events: {keys}. {theme.BODY}",
        height=150 + 62 * len(order),
        table=table(
            rows[["category", "label", "year", "by", "kinds", "count", "mark"]],
            {
                **{"category": "Actor", "label": "Source", "year": "Year"},
                **{"by": "How", "kinds": "Mentions", "count": "Number"},
            },
            {"count": "mark"},
        ),
        marks=marks,
    )


def _events(events: pd.DataFrame, scale: alt.Scale, *, none: bool) -> list[alt.Chart]:
    """Draw events as dashed lines with their letters, and the head of the column for mentions with no date."""
    x = alt.X("time:Q", scale=scale)
    small = {"color": theme.QUIET, "fontSize": 11}
    rules = alt.Chart(events).mark_rule(color=theme.RULE, strokeDash=[3, 3]).encode(x=x)
    keys = events.groupby("year", as_index=False).agg(key=("key", ", ".join), time=("time", "mean"))
    # Letters stand on two levels, so that those of neighbouring years do not touch.
    letters = [
        alt.Chart(keys.iloc[level::2]).mark_text(**small).encode(x=x, y=alt.value(-8 - 13 * level), text="key:N")
        for level in (0, 1)
    ]
    head = alt.Chart(pd.DataFrame({"head": ["no date"]})).mark_text(align="right", **small)
    return [rules, *letters, *([head.encode(x=alt.value("width"), y=alt.value(-8), text="head:N")] if none else [])]


def days(spots: pd.DataFrame, sources: pd.DataFrame, *, order: list[str], limit: str) -> alt.LayerChart:
    """Draw the days around the publication of each report that it tells of, beside which actor.

    Parameters
    ----------
    spots : DataFrame
        As `timeline.around` returns it: category, label, edtf, first and last (days after the publication), weekday,
        first_shown, count, spans.
    sources, order, limit
        As for `years`.
    """
    labels = list(sources["label"])
    marks = Marks()
    spots = in_order(spots, order, labels, ["first", "last", "first_shown"])
    spots["kinds"] = spots["first_shown"].map(theme.KINDS)
    dated = spots.assign(mark=marks.counts(spots, "{category}, {edtf}, in {label}, {kinds}")).drop(columns="spans")
    dated = dated.assign(middle=(dated["first"] + dated["last"]) / 2)
    shown = dated[dated["first_shown"]]
    # A mention of two days is one mention.
    mentions = spots[spots["first_shown"]].groupby("label")["spans"].agg(lambda own: len(set().union(*own)))
    told = listed(f"{mentions.get(label, 0)} in {label}" for label in labels)
    edge = max(7, *dated["first"].abs(), *dated["last"].abs()) if len(dated) else 7
    scale = alt.Scale(domain=[-edge - 0.5, edge + 0.5], nice=False)
    axis = alt.Axis(
        values=list(range(-edge, edge + 1, 7)) if edge % 7 == 0 else [-edge, 0, edge],
        labelExpr="datum.value == 0 ? 'published' : datum.value > 0 ? '+' + datum.value : datum.value",
    )
    place = {
        "x": alt.X("middle:Q", scale=scale, title="days before and after publication", axis=axis),
        "y": alt.Y("category:N", sort=order, title=None, axis=alt.Axis(grid=True)),
        "yOffset": alt.YOffset("label:N", scale=alt.Scale(domain=labels, paddingOuter=0.5)),
    }
    above = alt.Legend(offset=14 + 26 * int(shown["label"].nunique()))  # clear of the weekdays
    look = {"color": theme.colour(sources, legend=above), "shape": theme.shape(sources, legend=above)}
    tooltip = theme.tooltip(category="Actor", label="Source", edtf="Date", weekday="Weekday", count="Mentions")
    base = alt.Chart(dated).transform_filter(theme.SHOWN)
    weekdays = shown[["label", "first", "weekday"]].drop_duplicates()
    layers = [
        alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=theme.RULE).encode(x=alt.X("zero:Q", scale=scale)),
        base.transform_filter("datum.last > datum.first")
        .mark_rule(strokeWidth=1.5)
        .encode(**{**place, "x": alt.X("first:Q", scale=scale)}, x2="last:Q", color=look["color"]),
        base.mark_point(filled=True, opacity=1).encode(**place, **look, size=_SIZE, tooltip=tooltip),
        base.transform_filter("datum.count > 1")
        .mark_text(align="left", dx=10, fontSize=11)
        .encode(**place, text="count:Q", tooltip=tooltip),
    ]
    # On two levels for each source, so that neighbouring days do not touch.
    layers += [
        alt.Chart(own)
        .mark_text(fontSize=11, color=theme.QUIET)
        .encode(x=alt.X("first:Q", scale=scale), y=alt.value(-8 - 13 * (2 * at + level)), text="weekday:N")
        for at, label in enumerate(labels)
        for level in (0, 1)
        if len(own := weekdays[weekdays["label"] == label].sort_values("first").iloc[level::2])
    ]
    each = [f"{row.category} in {row.label}, {row.edtf} ({row.weekday}): {row.count}" for row in shown.itertuples()]
    title = f"Mentions dated within days of publication: {told}"
    return theme.finish(
        alt.layer(*layers).add_params(theme.BY_NAME),
        title=title,
        measure="Mentions of actors that are dated directly by a day or a week near the publication, by days before "
        "and after it; a number where there is more than one. One of two days is drawn twice.",
        description=f"{title}. {'; '.join(each) or 'None'}.",
        shows=f"{title}, of the actors drawn.",
        limit=limit,
        foot=f"Names: actors.csv. {theme.BODY}",
        height=130 + 40 * max(len(order), 1),
        table=table(
            dated,
            {
                **{"category": "Actor", "label": "Source", "edtf": "Date", "weekday": "Weekday"},
                **{"kinds": "Mentions", "count": "Number"},
            },
            {"count": "mark"},
        ),
        marks=marks,
    )
