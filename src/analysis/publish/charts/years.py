"""When a report speaks of whom: actors by the years that it tells of."""

from math import ceil

import altair as alt
import pandas as pd

from .. import theme
from ..chart_marks import Marks, in_order, table
from ..words import listed
from . import events as on_record
from . import names
from . import spots as at_time
from .many import MOST
from .many.years import years as put_together

_DIRECT = theme.switch("direct_only", "only what is dated directly")
_ASIDE = 34  # pixels at the right for mentions with no date
_NEAR = 8  # pixels that two marks of one lane must lie apart
_ROW = 9  # times of one actor in one source whose numbers can be told apart
_LEVELS = 3  # of marks one above the other that a lane may have


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

    Up to `many.MOST` times are drawn one by one, where their marks have room; of more, how many mentions there are by
    year.

    Parameters
    ----------
    spots : DataFrame
        As `timeline.in_years` returns it.
    events : DataFrame
        Dates on record to compare with, as `timeline.keyed` returns them.
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
    exact = direct[direct["first"] == direct["last"]]
    named = {label: sorted(set(exact.loc[exact["label"] == label, "first"])) for label in labels}
    told = [f"{label} tells of {listed(map(str, named[label]), none='no year')}" for label in labels]
    spoken = f"Beside these actors, {'; '.join(told)}"
    margin = names.margin(order)
    drawn = pd.concat([spots[["begin", "end"]], events[["begin", "end"]]])
    first, last, domain = _domain(drawn, margin)
    # A year's name stands at its middle.
    ticks = [year + 0.5 for year in range(first, last + 1) if year % 5 == 0 or last - first < 5] if len(drawn) else []
    across = {
        "scale": alt.Scale(domain=list(domain), nice=False),
        "title": None,
        "axis": alt.Axis(format="d", grid=False, values=ticks, labelExpr="floor(datum.value)", labelSeparation=6),
    }
    head = on_record.head(events, domain, across, margin=margin, aside=_ASIDE)
    marks = Marks()
    by = spots["direct"].map({True: "dated directly", False: "by the running date"})
    year = [str(row.first) if row.first == row.last else f"{row.first} to {row.last}" for row in spots.itertuples()]
    dated = at_time.prepared(
        spots.assign(year=year, by=by),
        marks,
        order=order,
        labels=labels,
        then=["first", "last", "direct"],
        name="{category}, {year}, in {label}, {by}, {kinds}",
    )
    dated["level"] = at_time.levels(
        dated, ["category", "label", "direct"], "time", _NEAR * (domain[1] - domain[0]) / (theme.WIDTH - margin)
    )
    row = dated[dated["first_shown"]].groupby(["category", "label"]).size()
    if len(dated) > MOST or (len(dated) and (max(dated["level"]) >= _LEVELS or row.max() > _ROW)):
        return put_together(spots, events, sources, order=order, undated=undated, limit=limit)
    # Behind a mark there is its number; behind the line of one that lasts longer than a year.
    dated["beside"] = dated["end"].where(dated["end"] - dated["begin"] > 1.01, dated["time"])
    others = in_order(undated, order, labels, ["first_shown"])
    others["kinds"] = others["first_shown"].map(theme.KINDS)
    others["mark"] = marks.counts(others, "{category}, no date, in {label}, {kinds}")
    others = others.assign(shown="+" + others["count"].astype(str), direct=True, level=0).drop(columns="spans")
    dated, others = (own.assign(lane=_lane(own["label"], own["direct"], own["level"])) for own in (dated, others))
    levels = range(int(dated["level"].max()) + 1 if len(dated) else 1)
    lanes = pd.MultiIndex.from_product([labels, [True, False], levels]).to_frame(name=["label", "direct", "level"])
    place = {
        "x": alt.X("time:Q", **across),
        "y": alt.Y(
            "category:N",
            sort=order,
            title=None,
            scale=alt.Scale(padding=0),
            axis=names.axis(dict(zip(order, order, strict=True)), grid=True, tickBand="extent"),
        ),
        "yOffset": alt.YOffset("lane:N", scale=alt.Scale(domain=list(_lane(**lanes)), paddingOuter=0.5)),
    }
    tooltip = {"category": "Actor", "label": "Source", "edtf": "Date (EDTF)", "by": "How", "count": "Mentions"}
    layers = at_time.layers(
        dated.drop(columns=["first", "last", "sure"]),
        sources,
        place,
        ("begin", "end", "beside"),
        tooltip=theme.tooltip(**tooltip),
        legend=alt.Legend(offset=head.offset),
    )
    layers = [*head.layers, *(layer.transform_filter("datum.direct || !direct_only") for layer in layers)]
    layers += _aside(others, place) if len(others) else []
    rows = pd.concat([dated, others.assign(year="none", edtf="", by="no date")], ignore_index=True)
    told = [
        f"{row.category} in {row.label}, {row.year}, {row.by}: {row.count:,}"
        for row in rows[rows["first_shown"].astype(bool)].itertuples()
    ]
    key = f"{'Letters' if head.letters else 'Names'} above: events on record." if len(events) else ""
    return theme.finish(
        alt.layer(*layers).add_params(theme.BY_NAME, _DIRECT),
        title=spoken,
        measure="Mentions of actors by the time that they belong to; a number where there is more than one in a year, "
        "a line as long as the time may last. Filled: dated directly, by a date in their sentence. Hollow: by a date "
        f"in the sentence before.{at_time.inferred(dated)} {at_time.most_dated(order)} {key}".rstrip(),
        description=f"{spoken}. Counts: {'; '.join(told) or 'none'}.",
        shows=f"{spoken}, where mentions of the actors drawn are dated directly.",
        limit=limit,
        foot=f"Names: actors.csv. Events: {on_record.said(events, letters=head.letters) or 'none'}. {theme.BODY}",
        height=55 + max(head.heights) + (16 + 44 * len(levels)) * max(len(order), 1),
        table=table(
            rows[["category", "label", "year", "edtf", "by", "kinds", "count", "mark"]],
            {
                **{"category": "Actor", "label": "Source", "year": "Year", "edtf": "Dates (EDTF)"},
                **{"by": "How", "kinds": "Mentions", "count": "Number"},
            },
            {"count": "mark"},
        ),
        marks=marks,
    )


def _domain(drawn: pd.DataFrame, margin: int) -> tuple[int, int, tuple[float, float]]:
    """Return the first and the last year, and from when to when the axis goes: at its end there is room aside."""
    # Where no year is told of, the axis is empty.
    first, last = (int(drawn["begin"].min()), ceil(drawn["end"].max()) - 1) if len(drawn) else (0, 0)
    plot = theme.NARROW - 2 * theme.PADDING - margin
    span = (last + 1 - first + 1) * plot / max(plot - _ASIDE, plot / 2)
    return first, last, (first - 0.5, round(first - 0.5 + span, 3))


def _lane(label: pd.Series, direct: pd.Series, level: pd.Series) -> pd.Series:
    kind = direct.astype("bool").map({True: " direct ", False: " running "})
    return label.astype("str") + kind.astype("str") + level.astype("str")


def _aside(others: pd.DataFrame, place: dict) -> list[alt.Chart]:
    """Count mentions with no date at the right, under a head of their own."""
    right = {"x": alt.value("width")}
    small = {"align": "right", "fontSize": 11, "color": theme.QUIET}
    head = alt.Chart(pd.DataFrame({"head": [["no", "date"]]})).mark_text(**small, lineHeight=12, baseline="bottom")
    tooltip = theme.tooltip(category="Actor", label="Source", count="Mentions with no date")
    counts = alt.Chart(others).transform_filter(theme.SHOWN).mark_text(**small)
    return [
        counts.encode(**{**place, **right}, text="shown:N", tooltip=tooltip),
        head.encode(**right, y=alt.value(-16), text="head:N"),
    ]
