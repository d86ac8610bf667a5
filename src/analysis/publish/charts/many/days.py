"""Mentions of actors by the days around the publication of each of many articles."""

import altair as alt
import pandas as pd

from ....compare.timeline import AROUND
from ... import theme
from ...chart_marks import Marks, table
from ...words import listed, plural
from . import times

_ROOM = 4  # days that the numbers at the right take
_SIZES = (650, 240)  # pixels: those of the day of publication stand out
_HOW = "by a day that is certain"


def days(
    spots: pd.DataFrame, published: pd.DataFrame, sources: pd.DataFrame, *, order: list[str], limit: str, title: str
) -> alt.LayerChart:
    """Draw how many mentions are dated by which day before or after the publication of their article.

    Parameters
    ----------
    spots, published, sources, order, limit
        As for the chart that draws them one by one. Mentions of all kinds are counted.
    title : str
        That of the chart.
    """
    labels = [label for label in sources["label"] if label in set(published["label"])]
    spots = spots[spots["first_shown"] & spots["label"].isin(labels)]
    spots = spots.assign(full=spots["sure"].astype("bool"))
    marks = Marks()
    window = (-AROUND, AROUND)
    found = times.times(spots, window, marks, said=_said, how=_HOW, labels=labels, order=order)
    end = AROUND + 1
    weeks = [day for day in range(-AROUND, AROUND + 1) if day % 7 == 0]
    expression = "datum.value == 0 ? 'published' : datum.value > 0 ? '+' + datum.value : '−' + abs(datum.value)"
    x = {
        "scale": alt.Scale(domain=[-AROUND - 0.6, end + _ROOM], nice=False),
        "axis": alt.Axis(values=weeks, labelExpr=expression, grid=False),
        "title": "days before and after publication",
    }
    zero = alt.Chart(pd.DataFrame({"day": [0]})).mark_rule(color=theme.QUIET, strokeDash=[2, 3])
    zero = zero.encode(x=alt.X("day:Q", **x))
    longer = (
        f" Times of several days, as a week, are in the table: {plural(int(found.longer['count'].sum()), 'mention')}."
        if len(found.longer)
        else ""
    )
    pale = "" if spots["full"].all() else " Pale: of these, by a day that is inferred."
    articles = listed(f"{row.articles:,} in {row.label}" for row in published.itertuples() if row.label in labels)
    return theme.finish(
        alt.layer(zero, *times.layers(found, sources, x, order, sizes=_SIZES, end=end, how=_HOW)),
        title=title,
        measure="Mentions of actors that are dated directly by a day near the publication of their article, by days "
        "before and after it: the larger a mark, the more. To the right, how many are drawn. A mention of two days "
        f"stands at both.{pale}{longer}",
        description=f"{title}. Articles, each counted from its own publication: {articles}. "
        f"{times.each(found) or 'None'}.",
        shows=f"{title}, of the actors drawn.",
        limit=limit,
        foot=f"Names: actors.csv. {theme.BODY}",
        height=100 + times.ROW * len(order),
        table=table(
            pd.concat([found.drawn, found.longer]),
            {
                **{"category": "Actor", "label": "Source", "unit": "Days after publication"},
                **{"count": "Mentions", "full": "By a certain day"},
            },
            {"count": "count mark", "full": "full mark"},
        ),
        marks=marks,
    )


def _said(day: int) -> str:
    """Return a day as it stands in a table: how many days after publication.

    >>> [_said(day) for day in (-3, 0, 1)]
    ['−3', '0', '+1']
    """
    return f"{day:+d}".replace("-", "−") if day else "0"
