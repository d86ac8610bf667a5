"""Where in each report something stands."""

import altair as alt
import pandas as pd

from .. import theme
from ..chart_marks import Marks, table
from ..words import listed, times


def course(
    placed: pd.DataFrame, sources: pd.DataFrame, *, what: str, order: list[str], limit: str, foot: str
) -> alt.LayerChart:
    """Draw where in each report the spans of each category stand, from its first word to its last.

    Parameters
    ----------
    placed : DataFrame
        One row a span: category, label, position (0 to 1), spans (the span itself).
    sources : DataFrame
        sources.csv.
    what : str
        What is drawn, in the plural.
    order : list of str
        The categories, from top to bottom.
    limit : str
        What may not be claimed from the places, as a sentence.
    foot : str
        Source and method in one line.
    """
    labels = list(sources["label"])
    middle = placed.groupby("label")["position"].agg(lambda places: int((places < 0.5).sum()))
    total = placed.groupby("label").size()
    halves = listed(f"{middle.get(label, 0)} of {total.get(label, 0)} in {label}" for label in labels)
    marks = Marks()
    names = placed.assign(nth=placed.groupby(["category", "label"]).cumcount() + 1)
    drawn = placed.assign(mark=marks.counts(names, "{category} {nth} in {label}")).drop(columns="spans")
    points = (
        alt.Chart(drawn)
        .mark_point(filled=True, size=60, opacity=0.85)
        .encode(
            x=alt.X(
                "position:Q",
                title="place in the text",
                scale=alt.Scale(domain=[0, 1], nice=False),
                axis=alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1]),
            ),
            y=alt.Y("category:N", sort=order, title=None, axis=alt.Axis(grid=True)),
            yOffset=alt.YOffset("label:N", sort=labels, scale=alt.Scale(paddingOuter=0.6)),
            color=theme.colour(sources),
            shape=theme.shape(sources),
            tooltip=[
                *theme.tooltip(category="Category", label="Source"),
                alt.Tooltip("position:Q", title="Place", format=".0%"),
            ],
        )
    )
    tally = placed.groupby(["category", "label"]).size()
    each = [
        f"{name}: {listed(f'{times(int(tally.get((name, label), 0)))} in {label}' for label in labels)}"
        for name in order
    ]
    return theme.finish(
        alt.layer(points),
        title=f"In the first half of the text: {halves}",
        measure=f"Each mark is one of the {what}, at its place in the text",
        description=f"Places of {what} in each report. {'; '.join(each)}. In the first half of the text: {halves}.",
        limit=limit,
        foot=f"{foot} {theme.BODY}",
        height=100 + 40 * len(order),
        table=table(
            drawn,
            {"category": "Category", "label": "Source", "position": "Place in the text (0 to 1)"},
            {"position": "mark"},
        ),
        marks=marks,
    )
