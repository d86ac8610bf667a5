"""The look of all charts: one font, few colours with meaning, numeric sizes."""

import textwrap
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import vl_convert

from .chart_marks import Marks

# The renderer's own fonts lack Vietnamese letters, and what it falls back on differs between machines.
FONTS = Path(__file__).with_name("fonts")
FONT = "Twice Told Sans, Arial, Helvetica, sans-serif"
vl_convert.register_font_directory(str(FONTS))

WIDTH = 680
# Letters in a line under the title.
WRAP = 105
NARROW = 330
PADDING = 5  # around a drawing, in pixels
WIDE = "width > 400"  # true in the wide drawing, for an expression of a chart
INK = "#24292f"
QUIET = "#59636e"
RULE = "#c4cad1"


@alt.theme.register("twicetold", enable=True)
def _theme() -> alt.theme.ThemeConfig:
    text = {"labelFont": FONT, "titleFont": FONT, "labelColor": INK, "titleColor": QUIET, "titleFontWeight": "normal"}
    sizes = {"labelFontSize": 12, "titleFontSize": 12}
    return {
        "config": {
            "font": FONT,
            "background": None,
            "aria": False,
            "view": {"stroke": None},
            "title": {
                **{"font": FONT, "fontSize": 16, "anchor": "start", "frame": "bounds", "color": INK, "offset": 14},
                **{
                    "subtitleFont": FONT,
                    "subtitleFontSize": 12,
                    "subtitleColor": QUIET,
                    "subtitlePadding": 6,
                    "subtitleLineHeight": 16,
                },
            },
            "axis": {
                **{**text, **sizes, "domain": False, "ticks": False, "labelPadding": 6, "gridColor": RULE},
                **{"gridOpacity": 0.6, "labelLimit": 180},
            },
            "legend": {
                **text,
                **sizes,
                "orient": "top",
                "title": None,
                "symbolSize": 90,
                "symbolOpacity": 1,
                "labelLimit": 0,
            },
            "text": {"font": FONT, "fontSize": 12},
        }
    }


def colour(sources: pd.DataFrame, **options: Any) -> alt.Color:
    """Return the colour channel of the sources: one fixed colour each, on a column `label`."""
    scale = alt.Scale(domain=list(sources["label"]), range=list(sources["colour"]))
    return alt.Color("label:N", scale=scale, **options)


def outline(sources: pd.DataFrame) -> alt.Stroke:
    """Return the colour channel of the sources for the outline of a mark, on a column `label`."""
    return alt.Stroke("label:N", scale=alt.Scale(domain=list(sources["label"]), range=list(sources["colour"])))


def shape(sources: pd.DataFrame, **options: Any) -> alt.Shape:
    """Return the shape channel of the sources: one fixed shape each, on a column `label`."""
    scale = alt.Scale(domain=list(sources["label"]), range=list(sources["shape"]))
    return alt.Shape("label:N", scale=scale, **options)


def place(column: str) -> alt.X:
    """Return the axis of places in a text, on a column from 0 (its first word) to 1."""
    axis = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1])
    return alt.X(f"{column}:Q", title="place in the text", scale=alt.Scale(domain=[0, 1], nice=False), axis=axis)


# Columns that are counts.
_COUNTS = {"count", "count_a", "count_b", "words", "dates"}


def count(column: str) -> alt.Text:
    """Return the text of a mark that is a count: large ones have commas."""
    return alt.Text(f"{column}:Q", format=",")


def tooltip(**titles: str) -> list[alt.Tooltip]:
    """Return the tooltip of marks that lead to what they count: columns, and what a reader calls them."""
    return [
        alt.Tooltip(name, title=title, **({"format": ","} if name in _COUNTS else {})) for name, title in titles.items()
    ]


def switch(name: str, label: str) -> alt.Parameter:
    """Return a switch, off at first: a filter of the chart uses it by its name; the page shows it by its label."""
    return alt.param(name=name, value=False, bind=alt.binding_checkbox(name=label))


# Of mentions a chart draws all at first; with the switch, those by name in their place.
BY_NAME = switch("names_only", "names only")
SHOWN = "names_only ? !datum.first_shown : datum.first_shown"
KINDS = {True: "all", False: "names only"}

# What is left out of all counts, for the source line.
BODY = "Body text only; site furniture is left out."


def finish(
    chart: alt.LayerChart,
    *,
    title: str,
    measure: str,
    description: str,
    shows: str,
    limit: str,
    foot: str,
    height: int,
    table: dict[str, Any],
    marks: Marks,
) -> alt.LayerChart:
    """Give a chart what every chart has: words, size, its data as a table, and what its marks lead to.

    Parameters
    ----------
    chart : LayerChart
        A layered view; only such fit their width.
    title : str
        What the chart shows, in words, computed.
    measure : str
        What is counted, in what unit.
    description : str
        The chart in words, with its numbers, for whoever does not see it.
    shows : str
        What the chart shows, as a sentence that can be copied: with its measure and the names of the sources.
    limit : str
        What may not be claimed from the chart, as a sentence.
    foot : str
        Source and method in one line.
    height : int
        Outer height in pixels.
    table : dict
        The data as `chart_marks.table` returns them.
    marks : Marks
        What each mark counts or was computed from.
    """
    return chart.properties(
        width=WIDTH,
        height=height,
        autosize=alt.AutoSizeParams(type="fit", contains="padding"),
        title=alt.TitleParams(textwrap.wrap(title, 72), subtitle=textwrap.wrap(measure, WRAP)),
        description=description,
        usermeta={
            **{"title": title, "measure": measure, "shows": shows, "limit": limit, "foot": foot},
            **{"table": table, "marks": marks.listed()},
        },
    )
