"""How many words a report gives to speakers, by tenth of the text."""

from itertools import chain

import altair as alt
import numpy as np
import pandas as pd

from ....compare.voices import OWN
from ... import theme
from ...chart_marks import Marks, in_order, table
from ...words import listed, share
from . import bars


def voice_course(
    runs: pd.DataFrame, sources: pd.DataFrame, *, order: list[str], limit: str, foot: str
) -> alt.LayerChart:
    """Draw the share of words given to speakers in each tenth of the texts, a line a source.

    Parameters
    ----------
    runs, sources, order, limit, foot
        As for the chart that draws the runs one by one.
    """
    labels = list(sources["label"])
    counted = _counted(runs[runs["label"].isin(labels)])
    marks = Marks()
    sides = counted.groupby(["category", "label", "tenth"], sort=False)["span"].agg(words="size", spans=tuple)
    sides = in_order(sides.reset_index(), order, labels, ["tenth"])
    sides["where"] = sides["tenth"].map(bars.said)
    sides["mark"] = marks.counts(sides, "{category} in {label}, words in {where} of the text")
    drawn = _shares(sides, labels, marks)
    told = listed(f"{100 * row.low:.0f} to {share(row.high)} in {row.label}" for row in _ranges(drawn, labels))
    y = alt.Y("share:Q", title=None, axis=alt.Axis(format="%", tickCount=5), scale=alt.Scale(domainMin=0, nice=True))
    base = alt.Chart(drawn).encode(x=theme.place("at"), y=y, color=theme.colour(sources))
    tooltip = [
        *theme.tooltip(label="Source", where="Place", given="Words given to speakers", words="Of"),
        alt.Tooltip("share:Q", title="Share", format=".1%"),
    ]
    each = [
        f"{label}: {', '.join(share(value) for value in drawn.loc[drawn['label'] == label, 'share'])}"
        for label in labels
    ]
    return theme.finish(
        alt.layer(
            base.mark_line(strokeWidth=1.5),
            base.mark_point(filled=True, size=64, opacity=1).encode(shape=theme.shape(sources), tooltip=tooltip),
        ),
        title=f"Words given to speakers, from tenth to tenth of the text: {told}",
        measure="The share of the words of each tenth of a source’s articles, from their beginning to their end, that "
        "are given to speakers, by quoting or telling what they say.",
        description=f"Share of words given to speakers, by tenth of the articles. {'. '.join(each)}.",
        shows=f"Of the words in a tenth of the articles, given to speakers: {told}.",
        limit=limit,
        foot=f"{foot} {theme.BODY}",
        height=330,
        table=table(
            sides,
            {"category": "Whose words", "label": "Source", "where": "Place in the text", "words": "Words"},
            {"words": "mark"},
        ),
        marks=marks,
    )


def _counted(runs: pd.DataFrame) -> pd.DataFrame:
    """Return each word of the runs with the tenth that it begins in: category, label, tenth, span."""
    sizes = runs["spans"].map(len).to_numpy()
    run = np.repeat(np.arange(len(runs)), sizes)
    nth = np.arange(len(run)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    first, last = (runs[edge].to_numpy("float64") for edge in ("first", "last"))
    at = pd.Series(first[run] + (last - first)[run] * nth / sizes[run])
    return pd.DataFrame(
        {
            "category": runs["category"].to_numpy()[run],
            "label": runs["label"].to_numpy()[run],
            "tenth": bars.tenth(at),
            "span": list(chain.from_iterable(runs["spans"])),
        }
    )


def _shares(sides: pd.DataFrame, labels: list[str], marks: Marks) -> pd.DataFrame:
    """Return the share of words given to speakers for each source and tenth, computed from the counts of all sides."""
    rows = []
    for (label, tenth), own in sides.groupby(["label", "tenth"]):
        given = own[own["category"] != OWN]
        numbers = {"given": int(given["words"].sum()), "words": int(own["words"].sum())}
        value = numbers["given"] / numbers["words"]
        said = f"Share of words given to speakers in {label}, {bars.said(tenth)} of the text"
        key = marks.computed(said, said, value, list(own["mark"]), call="{given} / {words}".format(**numbers))
        at = (tenth + 0.5) / bars.TENTHS
        rows.append({"label": label, "tenth": tenth, "at": at, **numbers, "share": round(value, 4), "mark": key})
    found = pd.DataFrame(rows).assign(where=lambda own: own["tenth"].map(bars.said))
    return found.sort_values(
        ["label", "tenth"], key=lambda own: own.map(labels.index) if own.name == "label" else own, ignore_index=True
    )


def _ranges(drawn: pd.DataFrame, labels: list[str]) -> list:
    found = drawn.groupby("label")["share"].agg(low="min", high="max").reindex(labels).dropna()
    return list(found.reset_index().itertuples())
