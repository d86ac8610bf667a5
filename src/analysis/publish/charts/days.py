"""When a report speaks of whom: actors by the days around its publication, one panel a report."""

import altair as alt
import pandas as pd

from ...compare.timeline import AROUND
from ...measure import calendar
from .. import theme
from ..chart_marks import Marks, table
from ..words import dated_in_words, listed, number, plural
from . import names
from . import spots as at_time
from .many import MOST
from .many.days import days as put_together

_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_UNIT = 30  # pixels of a row
_LEAST = 3  # days before and after the publication that are always drawn
# How many letters of a weekday stand where a day has so many pixels; where it has fewer, only Mondays are named.
_LETTERS = ((26, 3), (17, 2), (10, 1))
_NEAR = 0.5  # days that two marks of a row must lie apart
_LEVELS = 3  # of marks one above the other that a row has room for


def days(
    spots: pd.DataFrame, published: pd.DataFrame, sources: pd.DataFrame, *, order: list[str], limit: str
) -> alt.LayerChart:
    """Draw the days around the publication of each report that it tells of, beside which actor.

    One panel a report, each with its own day of publication as zero, all with one scale. Up to `many.MOST` times are
    drawn one by one, where their marks have room; of more, how many mentions there are by day.

    Parameters
    ----------
    spots : DataFrame
        As `timeline.around` returns it.
    published : DataFrame
        As `timeline.publication_days` returns it.
    sources, order, limit
        As for `years`.
    """
    labels = [label for label in sources["label"] if label in set(published["label"])]
    marks = Marks()
    dated = at_time.prepared(
        spots.assign(direct=True),
        marks,
        order=order,
        labels=labels,
        then=["first", "last"],
        name="{category}, {edtf}, in {label}, {kinds}",
    )
    dated["middle"] = (dated["first"] + dated["last"]) / 2
    dated["level"] = at_time.levels(dated, ["category", "label"], "middle", _NEAR)
    # A mention of two days is one mention.
    mentions = spots[spots["first_shown"]].groupby("label")["spans"].agg(lambda own: len(set().union(*own)))
    told = listed(f"{mentions.get(label, 0):,} in {label}" for label in labels)
    title = f"Mentions dated within days of publication: {told}"
    if len(dated) > MOST or (len(dated) and max(dated["level"]) >= _LEVELS):
        return put_together(spots, published, sources, order=order, limit=limit, title=title)
    panels = [_panel(row, order, dated) for row in published.itertuples() if row.label in labels]
    at, placed = 0.0, []
    for panel in panels:
        # Rounded, or a row would lie beside the place that the axis has a name for.
        placed.append(panel.assign(y=(panel["y"] + at).round(2)))
        at = round(at + float(panel["y"].max()) + 1, 2)
    rows = pd.concat(placed, ignore_index=True)
    spans = rows[rows["part"] == "actor"].set_index(["label", "text"])["y"]
    dated = dated.sort_values("label", key=lambda own: own.map(labels.index), kind="stable", ignore_index=True)
    dated["y"] = [spans[row.label, row.category] + 0.3 * row.level for row in dated.itertuples()]
    shown = dated[dated["first_shown"]]
    low = min([-_LEAST, *dated["first"]]) - 0.5
    high = max([_LEAST, *dated["last"]]) + 0.5
    actors = {f"{at:g}": name for (_, name), at in spans.items()}
    margin = names.margin(list(actors.values()))
    x = {"scale": alt.Scale(domain=[low, high], nice=False)}
    y = {"scale": alt.Scale(domain=[at - 0.5, 0.3], nice=False), "title": None}
    y["axis"] = names.axis(actors, values=list(spans), grid=False)
    place = {"x": alt.X("middle:Q", title="days before and after publication", axis=_days(low, high), **x)}
    place["y"] = alt.Y("y:Q", **y)
    tooltip = {"category": "Actor", "label": "Source", "edtf": "Date", "weekday": "Weekday", "count": "Mentions"}
    layers = [
        *_grounds(rows, published, low, high, x["scale"], y),
        *at_time.layers(
            dated.drop(columns=["direct", "sure"]),
            sources,
            place,
            ("first", "last", "last"),
            tooltip=theme.tooltip(**tooltip),
            legend=None,
        ),
        *_heads(rows, sources, margin, y),
        *_weekdays(rows, published, (low, high), margin, x["scale"], y),
    ]
    each = [f"{row.category} in {row.label}, {row.edtf} ({row.weekday}): {row.count:,}" for row in shown.itertuples()]
    when = rows.loc[rows["part"] == "when", ["label", "text"]]
    said = "; ".join(f"{row.label}: {row.text}" for row in when.itertuples())
    return theme.finish(
        alt.layer(*layers).add_params(theme.BY_NAME),
        title=title,
        measure="Mentions of actors that are dated directly by a day or a week near the publication, by days before "
        "and after it; a number where there is more than one, a line as long as the time may last. A mention of two "
        f"days stands at both.{at_time.inferred(dated)}",
        description=f"{title}. {said}. {'; '.join(each) or 'None'}.",
        shows=f"{title}, of the actors drawn.",
        limit=limit,
        foot=f"Names: actors.csv. {theme.BODY}",
        height=round(60 + _UNIT * at),
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


def _panel(published, order: list[str], dated: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a report: its name, when it was published, its weekdays, its actors or that there are none."""
    there = set(dated.loc[dated["label"] == published.label, "category"])
    own = [("actor", name) for name in order if name in there]
    rows = [("name", published.label), ("when", _when(published))]
    rows += [("weekdays", "")] * (published.weekday >= 0 and len(own) > 0) + own
    known = published.articles > 1 or published.weekday >= 0
    rows += [("none", f"No mention is dated within {number(AROUND // 7)} weeks of publication.")] * (known and not own)
    found = pd.DataFrame(rows, columns=["part", "text"]).assign(label=published.label)
    # The names of a report stand close together, and apart from the report before.
    height = found["part"].map({"name": 0.8, "when": 0.6, "weekdays": 0.9, "actor": 1.0, "none": 0.7})
    return found.assign(y=height.cumsum().round(2))


def _when(published) -> str:
    """Say when a report was published, and how sure that is."""
    if published.articles > 1:
        return f"{plural(published.articles, 'article')}, each counted from its own publication"
    first, last = calendar.bounds(published.edtf)
    if not first or first != last:
        return "its day of publication is not known"
    weekday = _NAMES[first.weekday()]
    return f"published on {weekday} {dated_in_words(first)}{'' if published.sure else ', a day that is inferred'}"


def _days(low: float, high: float) -> alt.Axis:
    """Return the axis of days: whole weeks before and after, or where there are none, its ends."""
    whole = [day for day in range(int(low), int(high) + 1) if day % 7 == 0]
    values = whole if len(whole) > 2 else sorted({int(low), 0, int(high)})
    said = "datum.value == 0 ? 'published' : datum.value > 0 ? '+' + datum.value : '−' + abs(datum.value)"
    return alt.Axis(values=values, labelExpr=said, grid=False)


def _grounds(rows: pd.DataFrame, published: pd.DataFrame, low: float, high: float, scale: alt.Scale, y: dict) -> list:
    """Draw a line beneath each row, and through the rows of each report its day of publication."""
    actors = rows[rows["part"] == "actor"]
    if actors.empty:
        return []
    lines = actors.assign(y=actors["y"] + 0.5, low=low, high=high)[["y", "low", "high"]]
    zeros = actors.groupby("label")["y"].agg(["min", "max"]).reset_index()
    zeros = zeros.merge(published[["label", "sure"]], on="label").assign(
        top=lambda own: own["min"] - 0.5, bottom=lambda own: own["max"] + 0.5, day=0
    )
    drawn = [
        alt.Chart(lines)
        .mark_rule(color=theme.RULE, opacity=0.6)
        .encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=alt.Y("y:Q", **y))
    ]
    for sure, dash in ((True, [1, 0]), (False, [3, 3])):
        own = zeros.loc[zeros["sure"] == sure, ["top", "bottom", "day"]]
        if len(own):
            rule = alt.Chart(own).mark_rule(color=theme.QUIET, strokeDash=dash)
            drawn.append(rule.encode(x=alt.X("day:Q", scale=scale), y=alt.Y("top:Q", **y), y2="bottom:Q"))
    return drawn


def _heads(rows: pd.DataFrame, sources: pd.DataFrame, margin: int, y: dict) -> list:
    """Name each report above its rows, with its mark; and say where there is nothing to draw."""
    height = alt.Y("y:Q", **y)
    own, others = (rows[rows["part"].isin(parts)] for parts in (["name"], ["when", "none"]))
    return [
        alt.Chart(own)
        .mark_point(filled=True, opacity=1, size=90)
        .encode(
            x=alt.value(6 - margin),
            y=height,
            color=theme.colour(sources, legend=None),
            shape=theme.shape(sources, legend=None),
        ),
        alt.Chart(own)
        .mark_text(align="left", fontSize=13, fontWeight="bold")
        .encode(x=alt.value(17 - margin), y=height, text="text:N"),
        alt.Chart(others)
        .mark_text(align="left", fontSize=11, color=theme.QUIET)
        .encode(x=alt.value(17 - margin), y=height, text="text:N"),
    ]


def _weekdays(
    rows: pd.DataFrame, published: pd.DataFrame, ends: tuple[float, float], margin: int, scale: alt.Scale, y: dict
) -> list:
    """Name the days above the rows of each report whose weekday of publication is known."""
    places = rows[rows["part"] == "weekdays"].set_index("label")["y"]
    known = published[(published["weekday"] >= 0) & published["label"].isin(places.index)]
    drawn = []
    for width, shown in ((theme.WIDTH, theme.WIDE), (theme.NARROW, f"!({theme.WIDE})")):
        pixels = (width - 2 * theme.PADDING - margin) / (ends[1] - ends[0])
        letters = next((letters for least, letters in _LETTERS if pixels >= least), 0)
        found = [
            (day, places[row.label], name[: letters or 3])
            for row in known.itertuples()
            for day in range(int(ends[0]), int(ends[1]) + 1)
            if (name := _NAMES[(row.weekday + day) % 7]) and (letters or name == "Mon")
        ]
        if found:
            text = alt.Chart(pd.DataFrame(found, columns=["day", "y", "name"])).transform_filter(shown)
            text = text.mark_text(fontSize=11, color=theme.QUIET)
            drawn.append(text.encode(x=alt.X("day:Q", scale=scale), y=alt.Y("y:Q", **y), text="name:N"))
    return drawn
