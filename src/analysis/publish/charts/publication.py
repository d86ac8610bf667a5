"""Who is mentioned when articles were published: the share of articles in each month or week."""

import json
from datetime import date, timedelta
from math import ceil

import altair as alt
import pandas as pd

from .. import theme
from ..chart_marks import Marks, table
from .publication_words import apart, described, said

# Pixels of a row, of the articles beneath, and of the name above each.
_ROW, _BARS, _NAME = 72, 54, 34
_TICKS = 8
# What has one line.
_SERIES = ["resolution", "category", "first_shown"]
_STEPS = (1, 2, 5)
_ARTICLES = "Articles"


def publication(counted: pd.DataFrame, left_out: pd.DataFrame, *, limit: str, foot: str) -> alt.LayerChart:
    """Draw the share of articles that mention each actor, by month of publication, and by week on demand.

    One row an actor, all with one scale, and the number of articles beneath. A period without articles is a gap:
    nothing is drawn in it or across it.

    Parameters
    ----------
    counted : DataFrame
        Rows of `compare.publication.shares`, of the resolutions to be drawn, the first shown first; with
        `category`, the actor's label; the switch "names only" draws those by name in place of all mentions. With
        `spans` each point leads to the mentions.
    left_out : DataFrame
        How many articles have no period: resolution, reason, articles.
    limit : str
        What may not be claimed, as a sentence.
    foot : str
        Source and method in one line.
    """
    resolutions, names = list(counted["resolution"].unique()), _order(counted)
    shown = [_placed(counted[counted["resolution"] == one], names) for one in resolutions]
    marks = Marks()
    drawn = pd.concat(shown, ignore_index=True)
    opens, every = "spans" in drawn, [one[one["first_shown"]] for one in shown]
    if opens:
        drawn["mark"] = marks.counts(drawn, "{category}, {period}, {kinds}")
    # Many weeks have no room for points: only those that no line leads to.
    alone = drawn.groupby([*_SERIES, "run"])["articles"].transform(lambda own: (own > 0).sum() == 1)
    drawn["point"] = opens | (drawn["resolution"] == "month") | alone.astype(bool)
    filled = drawn[drawn["articles"] > 0]
    x = alt.X("middle:T", scale=_scale(drawn), axis=_axis(drawn), title=None)
    start = alt.X("start:T", scale=_scale(drawn), title=None)
    keep = [*_SERIES, "start", "end", "middle", "run", "low_y", "y", "high_y", "point"]
    keep += ["kinds", "period", "articles", "mentioning", "mentions", "mark"] if opens else []
    base = alt.Chart(filled[keep]).transform_filter(theme.SHOWN)
    once = filled[(filled["category"] == names[0]) & filled["first_shown"]]
    bases = _levels(names)
    y_axis, top = _y(shown, names), bases[names[0]] + _ROW + _NAME - 8
    y_scale = alt.Scale(domain=[0, top], nice=False)
    y = alt.Y("y:Q", scale=y_scale, axis=y_axis, title=None)
    chosen = f"datum.resolution == '{resolutions[0]}'"
    if len(resolutions) > 1:
        chosen = f"datum.resolution == (by_week ? '{resolutions[1]}' : '{resolutions[0]}')"
    told = theme.tooltip(
        **{"category": "Actor", "period": "Published", "kinds": "Counted", "mentions": "Mentions"},
        **{"mentioning": "In articles", "articles": "Of articles"},
    )
    layers = [
        base.mark_rect(color=theme.RULE, opacity=0.55).encode(
            x=start, x2="end:T", y=alt.Y("low_y:Q", scale=y_scale, axis=y_axis, title=None), y2="high_y:Q"
        ),
        alt.Chart(once[["resolution", "start", "end", "top"]])
        .mark_rect(color=theme.QUIET)
        .encode(x=start, x2="end:T", y=alt.Y("top:Q", scale=y_scale), y2=alt.datum(0)),
        alt.Chart(_runs(filled))
        .transform_filter(theme.SHOWN)
        .mark_rule(color=theme.QUIET, strokeDash=[3, 3])
        .encode(x=start, x2="end:T", y=alt.Y("whole_y:Q", scale=y_scale)),
        base.mark_line(color=theme.INK, strokeWidth=1.25, strokeJoin="round").encode(
            x=x, y=y, detail=["category:N", "run:Q"]
        ),
        base.transform_filter("datum.point")
        .mark_point(color=theme.INK, filled=True, opacity=1, size=9)
        .encode(x=x, y=y, **({"tooltip": told} if opens else {})),
    ]
    heads = alt.Chart(pd.DataFrame({"name": list(bases), "at": [level + 8 for level in _tops(bases)]}))
    heads = heads.mark_text(align="left", baseline="bottom", fontSize=13, fontWeight="bold")
    heads = heads.encode(x=alt.value(0), y=alt.Y("at:Q", scale=y_scale), text="name:N")
    chart = alt.layer(*(layer.transform_filter(chosen) for layer in layers), heads).add_params(theme.BY_NAME)
    if len(resolutions) > 1:
        chart = chart.add_params(theme.switch("by_week", "by week"))
    found, not_drawn = said(every[0], names), apart(every, left_out)
    each = " (or ".join(resolutions) + ")" * (len(resolutions) - 1)
    return theme.finish(
        chart,
        title=found,
        measure=(
            f"Share of the articles of each {each} that mention the actor, by date of publication. "
            "Grey: 95 % interval, cut at the top of the row. Dashed: share of all articles. Beneath: number of "
            "articles; where there are none, there is a gap."
        ),
        description=f"Share of articles that mention an actor, by {' and by '.join(resolutions)} of publication. "
        f"{described(every, names)} {not_drawn}",
        shows=f"{found}.",
        limit=limit,
        foot=f"{foot} {not_drawn}",
        height=int(top) + 40,
        table=_table(drawn, names, opens),
        marks=marks,
    )


def _order(counted: pd.DataFrame) -> list[str]:
    """Return the actors, those in most articles first."""
    every = counted[counted["kinds"] == theme.KINDS[True]]
    sums = every.groupby("category")["mentioning"].sum().reset_index()
    return list(sums.sort_values(["mentioning", "category"], ascending=[False, True])["category"])


def _levels(names: list[str]) -> dict[str, float]:
    """Return where the foot of each row stands, the first name on top and the articles at the bottom."""
    rows = {_ARTICLES: 0.0}
    for nth, name in enumerate(reversed(names)):
        rows[name] = float(_BARS + _NAME + nth * (_ROW + _NAME))
    return rows


def _tops(levels: dict[str, float]) -> list[float]:
    return [level + (_BARS if name == _ARTICLES else _ROW) for name, level in levels.items()]


def _placed(counted: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Add to the counts of one resolution where they are drawn."""
    levels = counted["category"].map(_levels(names))
    most, largest = _nice(counted["share"].max()), _nice(counted["articles"].max())
    sums = counted.groupby(["category", "kinds"])[["mentioning", "articles"]].transform("sum")
    placed = counted.assign(
        **{f"{part}_y": (levels + _ROW * counted[part].clip(upper=most) / most).round(2) for part in ("low", "high")},
        y=(levels + _ROW * counted["share"] / most).round(2),
        whole_y=(levels + _ROW * sums["mentioning"] / sums["articles"] / most).round(2),
        top=(_BARS * counted["articles"] / largest).round(2),
        first_shown=counted["kinds"] == theme.KINDS[True],
        most=most,
        largest=largest,
        middle=[(row.start + (row.end - row.start) / 2).isoformat() for row in counted.itertuples()],
    )
    return placed.assign(**{name: placed[name].map(date.isoformat) for name in ("start", "end")})


def _runs(filled: pd.DataFrame) -> pd.DataFrame:
    """Return for each run of periods with articles where the line of all articles is drawn: not across a gap."""
    groups = filled.groupby([*_SERIES, "run"], as_index=False)
    return groups.agg(start=("start", "min"), end=("end", "max"), whole_y=("whole_y", "first"))


def _nice(value: float) -> float:
    """Return the next number of the form 1, 2, 4, 5 or 6 times a power of ten; a share is at most 1."""
    power = 1.0
    while power > value > 0:
        power /= 10
    while power * 10 <= value:
        power *= 10
    return next((round(step * power, 10) for step in (1, 2, 4, 5, 6, 8, 10) if step * power >= value), 1.0)


def _y(shown: list[pd.DataFrame], names: list[str]) -> alt.Axis:
    """Return the axis of all rows: at the foot and the top of each, the values that these stand for."""
    levels = _levels(names)
    labels = []
    for one in shown:
        said = {}
        for (name, level), top in zip(levels.items(), _tops(levels), strict=True):
            articles = name == _ARTICLES
            said[f"{level:g}"] = "0" if articles else "0 %"
            said[f"{top:g}"] = f"{one['largest'].iloc[0]:,.0f}" if articles else f"{100 * one['most'].iloc[0]:g} %"
        labels.append(json.dumps(said))
    chosen = f"(by_week ? {labels[1]} : {labels[0]})" if len(labels) > 1 else labels[0]
    values = sorted([*levels.values(), *_tops(levels)])
    return alt.Axis(values=values, labelExpr=f"{chosen}[datum.value]", grid=True, labelOverlap=False)


def _scale(drawn: pd.DataFrame) -> alt.Scale:
    # In UTC, which has no summer time: the place of a reader makes no difference.
    return alt.Scale(type="utc", domain=[_milliseconds(drawn["start"].min()), _milliseconds(drawn["end"].max())])


def _axis(drawn: pd.DataFrame) -> alt.Axis:
    """Return the axis of time: the first of January of years, or the first day of months where there are few."""
    first, last = (date.fromisoformat(day) for day in (drawn["start"].min(), drawn["end"].max()))
    years = [year for year in range(first.year, last.year + 1) if first <= date(year, 1, 1) <= last]
    if len(years) > 2:
        step = _step(len(years), _TICKS + 2)
        days, form = [date(year, 1, 1) for year in years if (year - years[0]) % step == 0], "%Y"
    else:
        months = [12 * first.year + first.month - 1 + nth for nth in range(12 * 3 + 2)]
        days = [date(month // 12, month % 12 + 1, 1) for month in months]
        days = [day for day in days if first <= day <= last]
        days, form = days[:: ceil(len(days) / 6)], "%b %Y"
    values = [_milliseconds(day.isoformat()) for day in days]
    return alt.Axis(values=values, format=form, grid=False, ticks=True, tickColor=theme.RULE, labelOverlap=True)


def _step(count: int, most: int) -> int:
    """Return the least of 1, 2, 5, 10, 20, ... by which a number of ticks comes down to the most there may be."""
    power = 1
    while True:
        for step in _STEPS:
            if count / (step * power) <= most:
                return step * power
        power *= 10


def _milliseconds(day: str) -> int:
    return (date.fromisoformat(day) - date(1970, 1, 1)) // timedelta(milliseconds=1)


def _table(drawn: pd.DataFrame, names: list[str], opens: bool) -> dict:
    """Return the data: by period, all mentions and names only: the articles, and those that mention each actor."""
    keys = ["resolution", "period", "kinds"]
    rows = drawn[drawn["category"] == names[0]][[*keys, "start", "articles"]].reset_index(drop=True)
    heads = {"resolution": "By", "period": "Published", "start": "From", "articles": "Articles", "kinds": "Mentions"}
    leads = {}
    for name in names:
        own = drawn[drawn["category"] == name].reset_index(drop=True)
        rows[f"{name} in"], rows[f"{name} mentions"] = own["mentioning"], own["mentions"]
        heads |= {f"{name} in": f"{name}: in articles", f"{name} mentions": f"{name}: mentions"}
        if opens:
            rows[f"{name} mark"] = own["mark"]
            leads[f"{name} mentions"] = f"{name} mark"
    return table(rows, heads, leads)
