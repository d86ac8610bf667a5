"""In which order a report tells of which time."""

import altair as alt
import pandas as pd

from .. import theme
from ..chart_marks import Marks, table
from ..words import listed, times
from .many import MOST
from .many.telling import telling as by_tenths


def telling(
    told: pd.DataFrame, own: pd.DataFrame, sources: pd.DataFrame, *, back_to: dict[str, list[int]], limit: str
) -> alt.LayerChart:
    """Draw the order of telling against the order of events, one line a report.

    Up to `many.MOST` sentences are drawn one by one; of more, how far back they reach in each tenth of the articles.

    Parameters
    ----------
    told : DataFrame
        As `timeline.telling` returns it: label, sentence, position (0 to 1), year, time (decimal years), spans.
    own : DataFrame
        As `timeline.own_times` returns it: label, time (decimal years).
    sources : DataFrame
        sources.csv.
    back_to : dict
        The years that each source goes back to, by its label.
    limit : str
        What may not be claimed, as a sentence.
    """
    labels = list(sources["label"])
    marks = Marks()
    told = told[told["label"].isin(labels)]
    if len(told) > MOST:
        return by_tenths(told, own, sources, limit=limit)
    told = told.sort_values(
        ["label", "position"], key=lambda own: own.map(labels.index) if own.name == "label" else own
    )
    told = told.reset_index(drop=True)
    drawn = told.assign(
        count=told["spans"].map(len), mark=marks.counts(told, "{year} in {label}, sentence {sentence}")
    ).drop(columns=["spans", "article_id"], errors="ignore")
    back = listed(f"{times(len(back_to[label]))} in {label}" for label in labels)
    first, last = (int(drawn["time"].min()), int(drawn["time"].max())) if len(drawn) else (0, 1)
    last = max(last, *own["time"].map(int)) if len(own) else last
    scale = alt.Scale(domain=[first - 1.5, last + 2], nice=False)
    ticks = [year + 0.5 for year in range(first // 5 * 5, last + 1, 5) if year >= first]
    place = {
        "x": theme.place("position"),
        "y": alt.Y(
            "time:Q",
            scale=scale,
            title=None,
            axis=alt.Axis(format="d", values=ticks, labelExpr="floor(datum.value)"),
        ),
    }
    base = alt.Chart(drawn)
    line = base.mark_line(strokeWidth=1.5, interpolate="step-after").encode(
        **place, color=theme.colour(sources), detail="label:N", order="position:Q"
    )
    present = alt.Chart(own.loc[own["label"].isin(labels), ["label", "time"]]).mark_rule(strokeDash=[3, 3])
    present = present.encode(y=place["y"], color=theme.colour(sources))
    point = base.mark_point(filled=True, opacity=1, size=64).encode(
        **place,
        color=theme.colour(sources),
        shape=theme.shape(sources),
        tooltip=theme.tooltip(label="Source", sentence="Sentence", year="Year", count="Dates"),
    )
    rows = [f"{label}: {listed(map(str, drawn.loc[drawn['label'] == label, 'year']))}" for label in labels]
    return theme.finish(
        alt.layer(present, line, point),
        title=f"Back to an earlier year: {back}",
        measure="The years that each report tells of (upwards), in the order in which it tells of them (to the right). "
        "Each mark is a year that a date in a sentence means; dashed, each report’s own time.",
        description=f"Years in the order of telling. {'; '.join(rows)}. Back to an earlier year: {back}.",
        shows=f"From its own time on, in the order in which its sentences are dated, each report goes back to an "
        f"earlier year: {back}.",
        limit=limit,
        foot=f"Instrument: dates. {theme.BODY}",
        height=360,
        table=table(
            drawn,
            {
                **{"label": "Source", "sentence": "Sentence", "position": "Place in the text (0 to 1)"},
                **{"year": "Year", "count": "Dates"},
            },
            {"count": "mark"},
        ),
        marks=marks,
    )
