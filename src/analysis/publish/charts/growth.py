"""How the time that programs take grows with the articles."""

from math import log10

import altair as alt
import pandas as pd

from .. import theme
from ..chart_marks import Marks, table

_GAP = 0.11  # decades between two names, one above the other
_ROOM = 10  # times the most articles: so far goes the axis, for the names


def growth(measured: pd.DataFrame, *, title: str, foot: str) -> alt.LayerChart:
    """Draw the seconds that each program takes against the articles it is given, both in decades.

    Parameters
    ----------
    measured : DataFrame
        One row for each program and size: category (what the program is called), ours (whether it is this book's),
        articles, megabytes, seconds, largest_mb, together_mb. Programs in the order in which they are told.
    title : str
        What the chart shows, in words, computed.
    foot : str
        Source and method in one line.
    """
    drawn = measured.sort_values("articles", kind="stable").assign(seconds=measured["seconds"].round(2))
    ends = drawn.drop_duplicates("category", keep="last")
    sizes = sorted(drawn["articles"].unique().tolist())
    ends = ends.assign(at=_apart(ends["seconds"]))
    low, high = drawn["seconds"].min(), drawn["seconds"].max()
    x_axis = alt.Axis(values=sizes, format=",d", grid=False, labelOverlap=False)
    x = alt.X(
        "articles:Q",
        title="articles",
        axis=x_axis,
        scale=alt.Scale(type="log", domain=[sizes[0] * 0.8, sizes[-1] * _ROOM], nice=False),
    )
    ticks = [step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000) if low / 2 <= step <= high * 2]
    y_axis = alt.Axis(values=ticks, format=",d", labelOverlap=False)
    y_scale = alt.Scale(type="log", domain=[ticks[0], ticks[-1]], nice=False)
    y = alt.Y("seconds:Q", title="seconds", axis=y_axis, scale=y_scale)
    look = alt.Color("ours:N", legend=None, scale=alt.Scale(domain=[True, False], range=[theme.INK, theme.QUIET]))
    dash = alt.StrokeDash("ours:N", legend=None, scale=alt.Scale(domain=[True, False], range=[[1, 0], [4, 3]]))
    heads = {"category": "Program", "articles": "Articles", "megabytes": "Megabytes of text", "seconds": "Seconds"}
    heads |= {"largest_mb": "Largest process (MB)", "together_mb": "All processes (MB)"}
    each = [
        f"{name}: " + ", ".join(f"{row.articles:,} articles in {row.seconds:,.1f} seconds" for row in own.itertuples())
        for name, own in drawn.groupby("category", sort=False)
    ]
    base = alt.Chart(drawn)
    name = alt.Chart(ends)
    y_name = alt.Y("at:Q", scale=y_scale, axis=y_axis, title="seconds")
    return theme.finish(
        alt.layer(
            base.mark_line(strokeWidth=1.5).encode(x=x, y=y, color=look, strokeDash=dash, detail="category:N"),
            base.mark_point(filled=True, size=45, opacity=1).encode(x=x, y=y, color=look),
            name.mark_text(align="left", dx=9).encode(x=x, y=y_name, text="category:N", color=look),
        ),
        title=title,
        measure="Seconds of the whole process, from its start to its end, by the number of articles that it is given; "
        "both axes in decades.",
        description=f"Seconds by articles. {'. '.join(each)}.",
        shows=f"{title}, on one machine and one set of articles.",
        limit="The programs do different things: the table says what. Another machine, other articles or a later "
        "version take other times.",
        foot=foot,
        height=430,
        table=table(drawn, heads, {}),
        marks=Marks(),
    )


def _apart(seconds: pd.Series) -> list[float]:
    """Return where names stand so that none lies on another, as near to their lines as there is room.

    Names that would overlap are put together and spread around their middle, until none do (pool adjacent violators).
    """
    order = seconds.sort_values(kind="stable")
    groups: list[list[float]] = []
    for value in order:
        groups.append([log10(value)])
        while len(groups) > 1 and _places(groups[-1])[0] < _places(groups[-2])[-1] + _GAP:
            last = groups.pop()
            groups[-1] += last
    places = dict(zip(order.index, (10**place for group in groups for place in _places(group)), strict=True))
    return [places[index] for index in seconds.index]


def _places(group: list[float]) -> list[float]:
    first = sum(group) / len(group) - _GAP * (len(group) - 1) / 2
    return [first + _GAP * number for number in range(len(group))]
