"""Who is mentioned when articles were published: the share of articles in each month or week."""

import json
from datetime import date, timedelta
from math import ceil

import altair as alt
import pandas as pd

from ...compare import publication as course
from .. import theme
from ..chart_marks import Marks, table
from ..words import capital, listed, plural, share

# Pixels of a row, of the articles beneath, and of the name above each.
_ROW, _BARS, _NAME = 72, 54, 34
_TICKS = 8
_STEPS = (1, 2, 5)
_ARTICLES = "Articles"
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def publication(counted: pd.DataFrame, left_out: pd.DataFrame, *, limit: str, foot: str) -> alt.LayerChart:
    """Draw the share of articles that mention each actor, by month of publication, and by week on demand.

    One row an actor, all with one scale, and the number of articles beneath. A period without articles is a gap:
    nothing is drawn in it or across it.

    Parameters
    ----------
    counted : DataFrame
        Rows of `compare.publication.shares`, of the resolutions to be drawn, the first shown first; with
        `category`, the actor's label. With `spans` each point leads to the mentions.
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
    opens, apart = "spans" in drawn, _apart(shown, left_out)
    if opens:
        drawn["mark"] = marks.counts(drawn, "{category}, {period}: mentions")
    drawn["first_shown"] = drawn["resolution"] == resolutions[0]
    # Many weeks have no room for points: only those that no line leads to.
    alone = drawn.groupby(["resolution", "category", "run"])["articles"].transform(lambda own: (own > 0).sum() == 1)
    drawn["point"] = opens | (drawn["resolution"] == "month") | alone.astype(bool)
    filled = drawn[drawn["articles"] > 0]
    x = alt.X("middle:T", scale=_scale(drawn), axis=_axis(drawn), title=None)
    start = alt.X("start:T", scale=_scale(drawn), title=None)
    keep = ["category", "start", "end", "middle", "run", "low_y", "y", "high_y", "point", "first_shown"]
    keep += ["period", "articles", "mentioning", "mentions", "mark"] if opens else []
    base = alt.Chart(filled[keep])
    bars = alt.Chart(filled[filled["category"] == names[0]][["start", "end", "articles", "top", "first_shown"]])
    bases, whole = _levels(names), _runs(filled)
    y_axis, top = _y(shown, names), bases[names[0]] + _ROW + _NAME - 8
    y_scale = alt.Scale(domain=[0, top], nice=False)
    y = alt.Y("y:Q", scale=y_scale, axis=y_axis, title=None)
    switched = "by_week ? !datum.first_shown : datum.first_shown" if len(resolutions) > 1 else "datum.first_shown"
    told = theme.tooltip(
        category="Actor", period="Published", mentions="Mentions", mentioning="In articles", articles="Of articles"
    )
    layers = [
        base.mark_rect(color=theme.RULE, opacity=0.55)
        .transform_filter(switched)
        .encode(x=start, x2="end:T", y=alt.Y("low_y:Q", scale=y_scale, axis=y_axis, title=None), y2="high_y:Q"),
        bars.mark_rect(color=theme.QUIET)
        .transform_filter(switched)
        .encode(x=start, x2="end:T", y=alt.Y("top:Q", scale=y_scale), y2=alt.datum(0)),
        alt.Chart(whole)
        .mark_rule(color=theme.QUIET, strokeDash=[3, 3])
        .transform_filter(switched)
        .encode(x=start, x2="end:T", y=alt.Y("whole_y:Q", scale=y_scale)),
        base.mark_line(color=theme.INK, strokeWidth=1.25, strokeJoin="round")
        .transform_filter(switched)
        .encode(x=x, y=y, detail=["category:N", "run:Q"]),
        base.mark_point(color=theme.INK, filled=True, opacity=1, size=9)
        .transform_filter(f"({switched}) && datum.point")
        .encode(x=x, y=y, **({"tooltip": told} if opens else {})),
        alt.Chart(pd.DataFrame({"name": list(bases), "at": [level + 8 for level in _tops(bases)]}))
        .mark_text(align="left", baseline="bottom", fontSize=13, fontWeight="bold")
        .encode(x=alt.value(0), y=alt.Y("at:Q", scale=y_scale), text="name:N"),
    ]
    chart = alt.layer(*layers)
    if len(resolutions) > 1:
        chart = chart.add_params(theme.switch("by_week", "by week"))
    found, described = _said(shown[0], names), _described(shown, names)
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
        f"{described} {apart}",
        shows=f"{found}.",
        limit=limit,
        foot=f"{foot} {apart}",
        height=int(top) + 40,
        table=_table(drawn, names, opens),
        marks=marks,
    )


def _order(counted: pd.DataFrame) -> list[str]:
    """Return the actors, those in most articles first."""
    sums = counted.groupby("category")["mentioning"].sum().reset_index()
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
    sums = counted.groupby("category")[["mentioning", "articles"]].transform("sum")
    placed = counted.assign(
        **{f"{part}_y": (levels + _ROW * counted[part].clip(upper=most) / most).round(2) for part in ("low", "high")},
        y=(levels + _ROW * counted["share"] / most).round(2),
        whole_y=(levels + _ROW * sums["mentioning"] / sums["articles"] / most).round(2),
        top=(_BARS * counted["articles"] / largest).round(2),
        most=most,
        largest=largest,
        middle=[(row.start + (row.end - row.start) / 2).isoformat() for row in counted.itertuples()],
    )
    return placed.assign(**{name: placed[name].map(date.isoformat) for name in ("start", "end")})


def _runs(filled: pd.DataFrame) -> pd.DataFrame:
    """Return for each run of periods with articles where the line of all articles is drawn: not across a gap."""
    groups = filled.groupby(["first_shown", "category", "run"], as_index=False)
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


def _whole(value: float) -> str:
    """Return a share that no line of a title parts from its sign."""
    return share(value).replace(" ", "\u00a0")


def _period(name: str) -> str:
    """Return a period as it stands in a sentence."""
    year, _, part = name.partition("-")
    return f"week {int(part[1:])} of {year}" if part.startswith("W") else f"{_MONTHS[int(part) - 1]} {year}"


def _said(counted: pd.DataFrame, names: list[str]) -> str:
    """Say of each actor in which period it stands out, or that it does in none."""
    resolution, out = counted["resolution"].iloc[0], course.standing_out(counted)
    parts, never = [], []
    for name in names:
        peaks = out[out["category"] == name]
        if peaks.empty:
            never.append(name)
        else:
            first = peaks.iloc[0]
            unit = "" if parts else " of articles"
            parts.append(f"{name} in {_period(first['period'])} ({_whole(first['share'])}{unit})")
    said = [f"clearly more often than overall: {listed(parts)}"] if parts else []
    said += [f"{listed(never)} in no {resolution} clearly more than in others"] if never else []
    return capital("; ".join(said))


def _apart(shown: list[pd.DataFrame], left_out: pd.DataFrame) -> str:
    """Say how many articles are in no period, and why."""
    said: dict[str, str] = {}
    for one in shown:
        resolution = one["resolution"].iloc[0]
        own = left_out[left_out["resolution"] == resolution]
        number, reasons = own["articles"].sum(), ", ".join(f"{row.reason} {row.articles:,}" for row in own.itertuples())
        total = one.drop_duplicates("period")["articles"].sum() + number
        text = f"{number:,} of {total:,} articles are not drawn: {reasons}." if number else "All articles are drawn."
        said.setdefault(text, resolution)
    first, *others = said
    return " ".join([first, *(f"By {said[text]}: {text[:1].lower()}{text[1:]}" for text in others)])


def _described(shown: list[pd.DataFrame], names: list[str]) -> str:
    """Describe the course of each actor with its numbers."""
    parts = []
    for one in shown:
        resolution, own = one["resolution"].iloc[0], one[one["category"] == names[0]]
        gaps = own.loc[own["articles"] == 0, "period"]
        parts.append(
            f"{len(own)} {resolution}s, {own['period'].iloc[0]} to {own['period'].iloc[-1]}, {len(gaps)} of them "
            f"without articles{_named(gaps)}; {own['articles'].min()} to {own['articles'].max()} articles a "
            f"{resolution}, {own['articles'].sum():,} in all."
        )
    out = course.standing_out(shown[0])
    for name in names:
        own, peaks = shown[0][shown[0]["category"] == name], out[out["category"] == name]
        high = own.loc[own["share"].idxmax()]
        number, whole = plural(len(peaks), shown[0]["resolution"].iloc[0]), own["mentioning"].sum()
        parts.append(
            f"{name}: in {whole:,} articles ({share(whole / own['articles'].sum())}), "
            f"{own['mentions'].sum():,} mentions; the largest share {share(high['share'])} in {high['period']} "
            f"({high['mentioning']} of {high['articles']}); clearly more than in all articles together in {number}."
        )
    return " ".join(parts)


def _named(gaps: pd.Series) -> str:
    return f" ({', '.join(gaps)})" if 0 < len(gaps) <= _TICKS else ""


def _table(drawn: pd.DataFrame, names: list[str], opens: bool) -> dict:
    """Return the data: one row a period, with the articles, and those that mention each actor."""
    keys = ["resolution", "period"]
    rows = drawn[drawn["category"] == names[0]][[*keys, "start", "articles"]].reset_index(drop=True)
    heads = {"resolution": "By", "period": "Published", "start": "From", "articles": "Articles"}
    leads = {}
    for name in names:
        own = drawn[drawn["category"] == name].reset_index(drop=True)
        rows[f"{name} in"], rows[f"{name} mentions"] = own["mentioning"], own["mentions"]
        heads |= {f"{name} in": f"{name}: in articles", f"{name} mentions": f"{name}: mentions"}
        if opens:
            rows[f"{name} mark"] = own["mark"]
            leads[f"{name} mentions"] = f"{name} mark"
    return table(rows, heads, leads)
