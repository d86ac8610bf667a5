"""Who is mentioned together with whom: a matrix, one source above its diagonal and one below."""

from typing import Any

import altair as alt
import pandas as pd

from .. import theme
from ..chart_marks import Marks, table
from ..words import listed, times
from . import names

_FOOT, _LINE = 6, 13  # pixels beneath the head of a column, and of its lines
_SHOWN = {theme.WIDTH: theme.WIDE, theme.NARROW: f"!({theme.WIDE})"}


def together(pairs: pd.DataFrame, sources: pd.DataFrame, *, order: list[str], limit: str) -> alt.LayerChart:
    """Draw in how many sentences two actors are mentioned together.

    Parameters
    ----------
    pairs : DataFrame
        As `cooccurrence.together` returns it: one, other (actors), label, first_shown, count, spans (sentences).
    sources : DataFrame
        sources.csv; the first stands above the diagonal, the second below it.
    order : list of str
        The actors, from top to bottom and from left to right.
    limit : str
        What may not be claimed, as a sentence.
    """
    labels = list(sources["label"])[:2]
    marks = Marks()
    rank = {name: at for at, name in enumerate(order)}
    found = pairs[pairs["label"].isin(labels)].assign(
        _label=lambda own: own["label"].map(labels.index),
        _one=lambda own: own["one"].map(rank),
        _other=lambda own: own["other"].map(rank),
    )
    found = found.sort_values(["_label", "_one", "_other", "first_shown"], ignore_index=True)
    found["kinds"] = found["first_shown"].map(theme.KINDS)
    found["mark"] = marks.counts(found, "{one} with {other} in {label}, {kinds}")
    above = found["_label"] == 0
    drawn = found.assign(
        row=found["_one"].where(above, found["_other"]),
        column=found["_other"].where(above, found["_one"]),
        pair=found["one"] + " with " + found["other"],
    ).drop(columns=["spans", "_label", "_one", "_other"])
    shown = drawn[drawn["first_shown"].astype(bool)]
    tops = [_most(shown[shown["label"] == label], label) for label in labels]
    size = len(order)
    margin = names.margin([f"{size} {name}" for name in order])
    heads = {width: names.above(order, (width - 2 * theme.PADDING - margin) / max(size, 1)) for width in _SHOWN}
    plain = {str(at): name for at, name in enumerate(order)}
    # Where the columns are too narrow for names they have the numbers of the rows.
    numbered = {str(at): f"{at + 1} {name}" for at, name in enumerate(order)}
    x = {"scale": alt.Scale(domain=[-0.5, size - 0.5], nice=False), "title": None, "axis": _numbers(heads, size)}
    y = {"scale": alt.Scale(domain=[size - 0.5, -0.5], nice=False), "title": None}
    wide, narrow = (plain if heads[width] else numbered for width in _SHOWN)
    down = names.axis(wide, narrow, values=list(range(size)), grid=False)
    place = {"x": alt.X("column:Q", **x), "y": alt.Y("row:Q", axis=down, **y)}
    tooltip = theme.tooltip(pair="Actors", label="Source", count="Sentences")
    base = alt.Chart(drawn).transform_filter(theme.SHOWN)
    diagonal = pd.DataFrame({"row": range(size), "column": range(size)})
    depth = alt.FillOpacity("count:Q", scale=alt.Scale(domain=[0, 12], range=[0, 0.6], clamp=True), legend=None)
    legend = alt.Legend(offset=_height(heads))
    layers = [
        *_heads(heads, x),
        alt.Chart(diagonal).mark_point(shape="square", size=14, color=theme.RULE, filled=True).encode(**place),
        base.mark_point(filled=True, size=330, strokeWidth=1.5, opacity=1).encode(
            **place,
            color=theme.colour(sources, legend=legend),
            stroke=theme.outline(sources),
            shape=theme.shape(sources, legend=legend),
            fillOpacity=depth,
            tooltip=tooltip,
        ),
        base.mark_text(baseline="middle", fontSize=11).encode(**place, text=theme.count("count"), tooltip=tooltip),
    ]
    rows = [f"{row.pair} in {row.label}: {row.count:,}" for row in shown.itertuples()]
    title = f"Most often in one sentence: {'; '.join(tops)}"
    return theme.finish(
        alt.layer(*layers).add_params(theme.BY_NAME),
        title=title,
        measure=f"Number of sentences that mention both actors: {labels[0]} above the diagonal, {labels[1]} below it.",
        description=f"Number of sentences that mention both actors. {'; '.join(rows) or 'None'}.",
        shows=f"{title}.",
        limit=limit,
        foot=f"Names: actors.csv. {theme.BODY}",
        height=150 + 44 * size,
        table=table(
            drawn,
            {"label": "Source", "one": "Actor", "other": "With", "kinds": "Mentions", "count": "Sentences"},
            {"count": "mark"},
        ),
        marks=marks,
    )


def _numbers(heads: dict[int, list[list[str]] | None], size: int) -> alt.Axis:
    """Number the columns in the drawings that have no names above them."""
    wide, narrow = ("''" if heads[width] else "datum.value + 1" for width in _SHOWN)
    labels = f"{theme.WIDE} ? {wide} : {narrow}"
    return alt.Axis(orient="top", values=list(range(size)), labelExpr=labels, grid=False, labelOverlap=False)


def _heads(heads: dict[int, list[list[str]] | None], x: dict[str, Any]) -> list[alt.Chart]:
    """Name the columns in the drawings that have room for it, each line of a name above the next."""
    drawn = []
    for width, shown in _SHOWN.items():
        rows = [
            (column, -_FOOT - _LINE * (len(own) - 1 - nth), text)
            for column, own in enumerate(heads[width] or [])
            for nth, text in enumerate(own)
        ]
        if rows:
            text = alt.Chart(pd.DataFrame(rows, columns=["column", "y", "text"])).transform_filter(shown)
            text = text.mark_text(fontSize=11, baseline="bottom")
            drawn.append(text.encode(x=alt.X("column:Q", **x), y=alt.Y("y:Q", scale=None, axis=None), text="text:N"))
    return drawn


def _height(heads: dict[int, list[list[str]] | None]) -> alt.Expr:
    """Return the pixels that the heads of columns take beyond the axis, as an expression."""
    wide, narrow = (_FOOT + _LINE * max([0, *map(len, heads[width] or ())]) for width in _SHOWN)
    return alt.expr(f"{theme.WIDE} ? {wide} : {narrow}")


def _most(pairs: pd.DataFrame, label: str) -> str:
    if pairs.empty:
        return f"no two in {label}"
    top = pairs[pairs["count"] == pairs["count"].max()]
    return f"{listed(top['pair'])} ({times(int(top['count'].iloc[0]))}) in {label}"
