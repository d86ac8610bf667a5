"""Mentions of actors by the years that many articles tell of."""

from math import pi

import altair as alt
import pandas as pd

from ... import theme
from ...chart_marks import Marks, in_order, table
from ...words import listed, plural
from .. import events as on_record
from .. import names
from ..spots import most_dated
from . import times

_YEARS = 30  # that have a place of their own
_REST = 0.05  # of the mentions, at each end, that may lie before and after these
_ROOM = 0.15  # of the axis, for the numbers at its right
_ASIDE = 40  # pixels there, where no event may be named
_CLEAR = 4  # years between the name of what is earlier or later and that of a year
_HOW = "dated directly"


def years(
    spots: pd.DataFrame,
    events: pd.DataFrame,
    sources: pd.DataFrame,
    *,
    order: list[str],
    undated: pd.DataFrame,
    limit: str,
) -> alt.LayerChart:
    """Draw how many mentions belong to which year.

    Parameters
    ----------
    spots, events, sources, order, undated, limit
        As for the chart that draws them one by one. Mentions of all kinds are counted.
    """
    labels = list(sources["label"])
    spots, undated = (own[own["first_shown"] & own["label"].isin(labels)] for own in (spots, undated))
    spots = spots.assign(full=spots["direct"].astype("bool"))
    marks = Marks()
    low, high = _window(spots)
    found = times.times(spots, (low, high), marks, said=str, how=_HOW, labels=labels, order=order)
    without = in_order(undated, order, labels, []).assign(unit="none", full=0)
    without["count mark"] = marks.counts(without, "{category}, no date, in {label}")
    without["full mark"] = marks.counts(
        without.assign(spans=[()] * len(without)), "{category}, no date, in {label}, " + _HOW
    )
    left, right = (
        edge if edge in set(found.drawn["place"]) else inner
        for edge, inner in ((low - times.APART, low), (high + times.APART, high))
    )
    span = (right - left + 2) / (1 - _ROOM)
    domain = (left - 1.0, round(left - 1 + span, 3))
    x = {
        "scale": alt.Scale(domain=list(domain), nice=False),
        "title": None,
        "axis": _axis((low, high), left < low, right > high),
    }
    there = events[events["begin"].ge(low) & events["end"].le(high + 1)]
    # A year is drawn around its number, and begins half before it.
    there = there.assign(**{edge: there[edge] - 0.5 for edge in ("begin", "end", "time")})
    head = on_record.head(there, domain, x, margin=names.margin(order), aside=_ASIDE)
    # The largest mark is hardly wider than a year.
    plots = [width - 2 * theme.PADDING - names.margin(order) for width in (theme.WIDTH, theme.NARROW)]
    sizes = tuple(min(650, max(40, round((1.3 * plot / span) ** 2 * pi / 4))) for plot in plots)
    title = "Beside these actors " + "; ".join(_most(spots[spots["full"]], label) for label in labels)
    counts = {
        "with no date": int(without["count"].sum()),
        "of times longer than a year": int(found.longer["count"].sum()),
    }
    rest = listed(f"{plural(count, 'mention')} {what}" for what, count in counts.items() if count)
    beyond = listed([f"before {low}"] * (left < low) + [f"after {high}"] * (right > high), none="")
    return theme.finish(
        alt.layer(*head.layers, *times.layers(found, sources, x, order, sizes=sizes, end=right + 1, how=_HOW)),
        title=title,
        measure="Dated mentions of actors, by name or otherwise, by the year that they belong to: the larger a mark, "
        "the more; to the right, how many are drawn. Full: dated directly, by a date in their sentence; pale: with "
        "those by a date in the sentence before. "
        + most_dated(order)
        + (f" What lies {beyond} is put together." if beyond else "")
        + (f" In the table only: {rest}." if rest else ""),
        description=f"{title}. Counts: {times.each(found) or 'none'}.",
        shows=f"{title}, as far as mentions of them are dated directly.",
        limit=limit,
        foot=f"Names: actors.csv. Events: {on_record.said(there, letters=head.letters) or 'none'}. {theme.BODY}",
        height=70 + max(head.heights) + times.ROW * len(order),
        table=table(
            pd.concat([found.drawn, found.longer, without]),
            {
                **{"category": "Actor", "label": "Source", "unit": "Year"},
                **{"count": "Mentions", "full": "Dated directly"},
            },
            {"count": "count mark", "full": "full mark"},
        ),
        marks=marks,
    )


def _window(spots: pd.DataFrame) -> tuple[int, int]:
    """Return the first and the last year with a bar of its own: all, or those of nearly all mentions."""
    single = spots[spots["first"] == spots["last"]]
    single = single if len(single) else spots
    told = single["first"].repeat(single["count"])
    first, last = int(told.min()), int(told.max())
    if last - first < _YEARS:
        return first, last
    low, high = (int(told.quantile(share, interpolation="nearest")) for share in (_REST, 1 - _REST))
    high = last if last - low < _YEARS else high
    low = first if high - first < _YEARS else low
    return max(low, high - _YEARS + 1), high


def _axis(window: tuple[int, int], earlier: bool, later: bool) -> alt.Axis:
    low, high = window
    step = 5 if high - low >= 5 else 1
    inside = range(low + _CLEAR * earlier, high + 1 - _CLEAR * later)
    values = [year for year in inside if year % step == 0]
    expression = f"datum.value < {low} ? 'earlier' : datum.value > {high} ? 'later' : format(datum.value, 'd')"
    return alt.Axis(
        values=[low - times.APART] * earlier + values + [high + times.APART] * later,
        labelExpr=expression,
        grid=False,
        labelOverlap="greedy",
    )


def _most(direct: pd.DataFrame, label: str) -> str:
    """Say of how many years a source tells, and of which most."""
    own = direct[(direct["label"] == label) & (direct["first"] == direct["last"])]
    sizes = own.groupby("first")["count"].sum()
    if sizes.empty:
        return f"{label} tells of no year"
    most = sorted(sizes.index, key=lambda year: (-sizes[year], year))[:3]
    told = listed(f"{year} ({sizes[year]:,})" for year in most)
    return f"{label} tells of {plural(len(sizes), 'year')}, most often of {told}"
