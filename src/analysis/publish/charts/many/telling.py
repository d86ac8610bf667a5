"""How far back in time a report's dates reach, by tenth of the text."""

import altair as alt
import pandas as pd

from ... import theme
from ...chart_marks import Marks, table
from ...words import listed, plural
from . import bars

_APART = 0.016  # of the text, between the marks of two sources in one tenth
_QUARTILES = {"low": 0.25, "middle": 0.5, "high": 0.75}


def telling(told: pd.DataFrame, own: pd.DataFrame, sources: pd.DataFrame, *, limit: str) -> alt.LayerChart:
    """Draw the median and the quartiles of the time told of, counted from the publication of its article.

    Parameters
    ----------
    told, own, sources, limit
        As for the chart that draws each sentence. An article with no certain day of publication is left out.
    """
    labels = list(sources["label"])
    published = own[own["certain"]].set_index("article_id")["time"]
    known = told["article_id"].isin(published.index)
    left = told[~known]
    told = told[known]
    told = told.assign(years=told["time"] - told["article_id"].map(published), tenth=bars.tenth(told["position"]))
    marks = Marks()
    drawn = _quartiles(told, labels, marks)
    found = _found(told.groupby("label")["years"].quantile(_QUARTILES["low"]).reindex(labels).dropna())
    first, last = (drawn["low"].min(), drawn["high"].max()) if len(drawn) else (0, 0)
    y = {
        "scale": alt.Scale(domain=[min(first, -1), max(last, 0.1)], nice=True),
        "title": None,
        "axis": alt.Axis(tickCount=5, labelExpr="datum.value == 0 ? 'published' : datum.label + ' years'"),
    }
    base = alt.Chart(drawn).encode(x=theme.place("at"), color=theme.colour(sources))
    tooltip = [
        *theme.tooltip(label="Source", where="Place", dates="Dates"),
        *(
            alt.Tooltip(f"{name}:Q", title=title, format="+.2f")
            for name, title in (
                ("low", "A quarter lies before (years)"),
                ("middle", "Half"),
                ("high", "Three quarters"),
            )
        ),
    ]
    without = (
        f" Left out: {plural(left['article_id'].nunique(), 'article')} with no certain day of publication "
        f"({plural(sum(map(len, left['spans'])), 'date')})."
        if len(left)
        else ""
    )
    return theme.finish(
        alt.layer(
            alt.Chart(pd.DataFrame({"y": [0]})).mark_rule(color=theme.QUIET).encode(y=alt.Y("y:Q", **y)),
            base.mark_rule(strokeWidth=5, opacity=0.45).encode(y=alt.Y("low:Q", **y), y2="high:Q", tooltip=tooltip),
            base.mark_point(filled=True, size=64, opacity=1).encode(
                y=alt.Y("middle:Q", **y), shape=theme.shape(sources), tooltip=tooltip
            ),
        ),
        title=found,
        measure="The times that dates in sentences mean, in years before (−) and after the publication of their "
        "article, by the tenth of the article that they stand in. Marks: half lie before and half after; lines: from "
        f"where a quarter lies before to where three quarters do.{without}",
        description=f"Years from publication, a quarter and half of the times before, by tenth of the articles. "
        f"{'. '.join(_each(drawn, label) for label in labels)}. {found}.",
        shows=f"{found}, counted from the publication of each article.",
        limit=limit,
        foot=f"Instrument: dates. {theme.BODY}",
        height=360,
        table=table(
            drawn,
            {
                **{"label": "Source", "where": "Place in the text", "dates": "Dates"},
                **{"low": "A quarter before (years)", "middle": "Half before", "high": "Three quarters before"},
            },
            {"dates": "counted", "low": "mark", "middle": "mark", "high": "mark"},
        ),
        marks=marks,
    )


def _quartiles(told: pd.DataFrame, labels: list[str], marks: Marks) -> pd.DataFrame:
    """Return the quartiles of each source and tenth, computed from the dates there."""
    found = bars.gathered(told, ["label", "tenth"]).set_index(["label", "tenth"])
    groups = told.groupby(["label", "tenth"])["years"]
    levels = pd.DataFrame({name: groups.quantile(level).round(2) + 0.0 for name, level in _QUARTILES.items()})
    rows = []
    for label, tenth in [(label, tenth) for label in labels for tenth in range(bars.TENTHS)]:
        if (label, tenth) not in found.index:
            continue
        spans = found.at[(label, tenth), "spans"]
        where = f"{label}, {bars.said(tenth)} of the text"
        counted = marks.count(f"dates in {where}", spans)
        own = levels.loc[(label, tenth)].to_dict()
        made = marks.computed(
            f"median in {where}",
            f"Years from publication in {where}: median (quartiles {own['low']:+.2f} and {own['high']:+.2f})",
            own["middle"],
            [counted],
            call="median(time told of - time of publication)",
        )
        at = (tenth + 0.5) / bars.TENTHS + _APART * (2 * labels.index(label) - len(labels) + 1)
        rows.append(
            {
                **{"label": label, "where": bars.said(tenth), "at": round(at, 4), "dates": len(spans)},
                **{**own, "counted": counted, "mark": made},
            }
        )
    columns = ["label", "where", "at", "dates", *_QUARTILES, "counted", "mark"]
    return pd.DataFrame(rows, columns=columns)


def _found(lowest: pd.Series) -> str:
    """Say how long before publication a quarter of the times lie, by the label of each source."""
    if lowest.empty:
        return "No article has a certain day of publication"
    days = (365.25 * lowest).round().astype("int64")
    if (days < 0).all():
        said = (f"{_size(-own)} in {label}" for label, own in days.items())
        return f"A quarter of the times told of lie so long before publication, or longer: {listed(said)}"
    ways = (f"{_size(abs(own))} {'before' if own < 0 else 'after'} in {label}" for label, own in days.items())
    return f"A quarter of the times told of lie so long before or after publication, or earlier: {listed(ways)}"


def _size(days: int) -> str:
    return f"{days / 365.25:.1f} years" if days >= 180 else plural(days, "day")


def _each(drawn: pd.DataFrame, label: str) -> str:
    own = drawn[drawn["label"] == label]
    rows = [f"{row.low:+.2f} and {row.middle:+.2f} ({row.dates:,} dates)" for row in own.itertuples()]
    return f"{label}: {'; '.join(rows)}".replace("-", "−")
