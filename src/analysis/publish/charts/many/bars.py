"""Things counted by the tenth of the text that they stand in, and bars up and down from the line of a row."""

from collections.abc import Sequence
from itertools import chain

import altair as alt
import numpy as np
import pandas as pd

from ... import theme
from .. import names

TENTHS = 10
PALE = 0.45  # how full the colour is of words that a report gives to others
REACH = 0.44  # of a row: how far its longest bar goes
END = 1.14  # of the axis, where a text ends at 1: at the right there is room for numbers


def tenth(position: pd.Series) -> pd.Series:
    """Return in which tenth of its text a place lies, 0 to 9; its end belongs to the last.

    Examples
    --------
    >>> list(tenth(pd.Series([0.0, 0.1, 0.55, 1.0])))
    [0, 1, 5, 9]
    """
    # A place is a share of whole words: what rounding takes from it would put it into the tenth before.
    return np.floor(TENTHS * position.astype("float64") + 1e-9).clip(0, TENTHS - 1).astype("int64")


def said(number: int) -> str:
    """Return a tenth to be read.

    >>> said(0), said(9)
    ('0 to 10 %', '90 to 100 %')
    """
    step = 100 // TENTHS
    return f"{step * number} to {step * (number + 1)} %"


def gathered(rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Put the rows of each group together: the columns, `count` (the rows) and `spans` (all of theirs)."""
    groups = rows.groupby(list(columns), sort=False)["spans"]
    found = pd.DataFrame({"count": groups.size(), "spans": groups.agg(lambda own: tuple(chain.from_iterable(own)))})
    return found.reset_index()


def stacked(parts: pd.DataFrame, bar: Sequence[str], labels: Sequence[str], order: Sequence[str]) -> pd.DataFrame:
    """Add from where to where each part of a bar goes, as `top` and `bottom`: up for the first source, else down.

    Parameters
    ----------
    parts : DataFrame
        category (its row), label, height, and the columns of `bar`; of one bar the part nearest to the line first.
    bar : sequence of str
        The columns that tell bars apart.
    labels, order : sequence of str
        The sources, and the categories from top to bottom.
    """
    reach = parts.groupby(list(bar), sort=False)["height"].cumsum()
    row, way = places(parts, labels, order)
    scale = way * REACH / reach.max()
    return parts.assign(top=(row + scale * (reach - parts["height"])).round(4), bottom=(row + scale * reach).round(4))


def even(parts: pd.DataFrame, bar: Sequence[str], height: float, order: Sequence[str]) -> pd.DataFrame:
    """Return where in each row, above and below its line, a bar of some height would end."""
    far = REACH * height / parts.groupby(list(bar), sort=False)["height"].sum().max()
    return pd.DataFrame({"y": [round(at + way * far, 4) for at in range(len(order)) for way in (-1, 1)]})


def places(rows: pd.DataFrame, labels: Sequence[str], order: Sequence[str]) -> tuple[pd.Series, pd.Series]:
    """Return in which row, counted from the top, something stands, and whether above (-1) or below (1) its line."""
    row = rows["category"].map({name: at for at, name in enumerate(order)})
    return row, rows["label"].map({label: 1 if at else -1 for at, label in enumerate(labels)})


def rows(order: Sequence[str]) -> dict:
    """Return what the channel y of rows has, with their names at the side."""
    axis = names.axis({str(at): name for at, name in enumerate(order)}, values=list(range(len(order))), grid=True)
    return {"scale": alt.Scale(domain=[len(order) - 0.5, -0.5], nice=False), "title": None, "axis": axis}


def course() -> dict:
    """Return what the channel x of places in a text has, with room for numbers at its right."""
    axis = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1], grid=False)
    scale = alt.Scale(domain=[0, END], nice=False)
    return {"scale": scale, "axis": axis, "title": "place in the text"}


def layer(base: alt.Chart, sources: pd.DataFrame, x: dict, y: dict, tooltip: list[alt.Tooltip]) -> alt.Chart:
    """Return the layer of bars: low and high (on x), top and bottom (on y), label, fill (how full)."""
    return base.mark_rect().encode(
        x=alt.X("low:Q", **x),
        x2="high:Q",
        y=alt.Y("top:Q", **y),
        y2="bottom:Q",
        color=theme.colour(sources),
        fillOpacity=alt.FillOpacity("fill:Q", scale=None),
        tooltip=tooltip,
    )


def inset(number: pd.Series, width: float) -> dict[str, pd.Series]:
    """Return from where to where each bar of a row goes, with a little room between neighbours."""
    return {"low": ((number + 0.05) * width).round(4), "high": ((number + 0.95) * width).round(4)}
