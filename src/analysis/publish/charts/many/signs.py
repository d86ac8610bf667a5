"""Bars in place of signs: how many things of each category each source has, by the side that they belong to."""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from ... import theme

_HEIGHT = 14  # pixels of a bar
_SIGN = 6.6  # pixels, at most, of a letter of the numbers to the right of a bar
_LETTER = 13  # pixels that a part must be wide to hold its letter
_PALE = 0.25


def parts_of(counted: pd.DataFrame, letters: Mapping[str, str]) -> pd.DataFrame:
    """Return the parts of each bar, one a side that occurs.

    Parameters
    ----------
    counted : DataFrame
        category, label, and of each side its count and its mark (`SIDE mark`).
    letters : mapping
        Of each side, in the order of a bar, its letter: "" where it is the report's own voice.

    Returns
    -------
    DataFrame
        category, label, side, sign (its letter), first and last (from where to where), count and mark.
    """
    rows = []
    for row in counted.to_dict("records"):
        first = 0
        for side in letters:
            if row[side]:
                part = {"side": side, "sign": letters[side], "first": first, "last": first + row[side]}
                rows.append(
                    {**{name: row[name] for name in ("category", "label")}, **part}
                    | {"count": row[side], "mark": row[f"{side} mark"]}
                )
                first += row[side]
    return pd.DataFrame(rows, columns=["category", "label", "side", "sign", "first", "last", "count", "mark"])


def layers(
    parts: pd.DataFrame,
    counted: pd.DataFrame,
    sources: pd.DataFrame,
    place: dict,
    side: str,
) -> tuple[list[alt.Chart], alt.Scale]:
    """Return the layers of the bars, and the scale that numbers beside them take.

    Parameters
    ----------
    parts : DataFrame
        As `parts_of` returns it.
    counted : DataFrame
        category, label, count, said (what is written beside the bar).
    sources : DataFrame
        sources.csv.
    place : dict
        The channels y and yOffset.
    side : str
        What a side is called in the tooltip.
    """
    most = int(counted["count"].max())
    beside = 12 + _SIGN * counted["said"].map(len).max()
    wide, narrow = (
        round(most * plot / (plot - beside))
        for plot in (theme.WIDTH - 2 * theme.PADDING, theme.NARROW - 2 * theme.PADDING)
    )
    end = f"({theme.WIDE} ? {wide} : {narrow})"
    scale = alt.Scale(domainMin=0, domainMax=alt.expr(end), nice=False, zero=True)
    x = alt.X("first:Q", scale=scale, axis=None)
    tooltip = theme.tooltip(category="Category", label="Source", side=side, count="Number")
    look = {"color": theme.colour(sources), "stroke": theme.outline(sources), "tooltip": tooltip}
    base = alt.Chart(parts.assign(middle=(parts["first"] + parts["last"]) / 2))
    # A letter stands only where its part has room for it, in the width that is drawn.
    room = f"datum.sign != '' && datum.count * width / {end} > {_LETTER}"
    return [
        base.transform_filter("datum.sign == ''")
        .mark_bar(height=_HEIGHT, strokeWidth=1)
        .encode(x=x, x2="last:Q", **look, **place),
        base.transform_filter("datum.sign != ''")
        .mark_bar(height=_HEIGHT, strokeWidth=1, fillOpacity=_PALE)
        .encode(x=x, x2="last:Q", **look, **place),
        base.transform_filter(room)
        .mark_text(baseline="middle", fontSize=11)
        .encode(x=alt.X("middle:Q", scale=scale, axis=None), text="sign:N", tooltip=tooltip, **place),
    ], scale
