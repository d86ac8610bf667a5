"""Whose words a report is made of, by number and along its course."""

from itertools import chain

import altair as alt
import pandas as pd

from ...compare.voices import OWN
from .. import theme
from ..chart_marks import Marks, in_order, table
from ..words import listed, share
from .many import MOST
from .many.voices import voice_course as by_tenths

# The report's own voice is filled; words given to others are outlined, the fuller the closer to their own words.
FILL = {OWN: 1.0, "direct": 0.55, "mixed": 0.28, "indirect": 0.06}
_GIVEN = {OWN: OWN, "direct": "quoted whole", "mixed": "quoted in part", "indirect": "in indirect speech"}
_KEY = (
    "From the fullest to the faintest: the report’s own voice; words quoted whole; quoted in part; in indirect speech."
)


def voices(
    counted: pd.DataFrame, sources: pd.DataFrame, *, order: list[str], totals: dict[str, int], limit: str, foot: str
) -> alt.LayerChart:
    """Draw how many words of each source are whose, and how they are given.

    Parameters
    ----------
    counted : DataFrame
        Columns category (whose words), label, spoken (direct, mixed, indirect, or "own voice"), spans (the words).
    sources : DataFrame
        sources.csv.
    order : list of str
        Whose words there are, from top to bottom, the report's own voice first.
    totals : dict
        The number of words of each source, by its label.
    limit : str
        What may not be claimed, as a sentence.
    foot : str
        Source and method in one line.
    """
    labels = list(sources["label"])
    marks = Marks()
    ranks = {spoken: rank for rank, spoken in enumerate(FILL)}
    parts = in_order(counted.assign(_rank=counted["spoken"].map(ranks)), order, labels, ["_rank"])
    parts["words"] = parts["spans"].map(len)
    parts["fill"] = parts["spoken"].map(FILL)
    parts["given"] = parts["spoken"].map(_GIVEN)
    parts["mark"] = marks.counts(parts, "{category} in {label}: {spoken}")
    parts["last"] = parts.groupby(["category", "label"])["words"].cumsum()
    parts["first"] = parts["last"] - parts["words"]
    whole = parts.groupby(["category", "label"])["spans"].agg(lambda lists: tuple(chain.from_iterable(lists))).to_dict()
    sums = pd.DataFrame([(name, label) for name in order for label in labels], columns=["category", "label"])
    sums["spans"] = [whole.get(cell, ()) for cell in sums.itertuples(index=False, name=None)]
    sums["count"] = sums["spans"].map(len)
    sums["mark"] = marks.counts(sums, "{category} in {label}, all words")
    sums["said"] = [
        f"{count:,} ({share(count / totals[label])})" for label, count in zip(sums["label"], sums["count"], strict=True)
    ]
    place = {
        "y": alt.Y("category:N", sort=order, axis=None),
        "yOffset": alt.YOffset("label:N", scale=alt.Scale(domain=["", *labels])),
    }
    scale = alt.Scale(domain=[0, 1.3 * max(sums["count"].max(), 1)], nice=False)
    tooltip = theme.tooltip(category="Whose words", label="Source", given="Given", words="Words")
    bars = (
        alt.Chart(parts.drop(columns=["spans", "_rank"]))
        .mark_bar(height=15)
        .encode(
            x=alt.X("first:Q", scale=scale, axis=None),
            x2="last:Q",
            **_look(sources),
            tooltip=tooltip,
            **place,
        )
    )
    heads = alt.Chart(pd.DataFrame({"category": order, "label": ""}))
    numbers = alt.Chart(sums.drop(columns="spans")).mark_text(align="left", baseline="middle", dx=6)
    own = sums[sums["category"] == OWN].set_index("label")["said"]
    told = listed(f"{own[label]} in {label}" for label in labels)
    wide = sums.pivot(index="category", columns="label", values="count")
    rows = [f"{name}: {', '.join(f'{wide.loc[name, label]:,}' for label in labels)}" for name in order]
    return theme.finish(
        alt.layer(
            bars,
            heads.mark_text(align="left", baseline="middle", fontSize=13, fontWeight="bold").encode(
                x=alt.value(0), text="category:N", **place
            ),
            numbers.encode(
                x=alt.X("count:Q", scale=scale, axis=None),
                text="said:N",
                tooltip=theme.tooltip(category="Whose words", label="Source", count="Words"),
                **place,
            ),
        ),
        title=f"Words in the report’s own voice: {told}",
        measure=f"Number of words, and their share of all. {_KEY}",
        description=f"Number of words, {' and '.join(labels)}. {'. '.join(rows)}.",
        shows=f"Words in the report’s own voice: {told}.",
        limit=limit,
        foot=f"{foot} {theme.BODY}",
        # Title and legend take their share, of which few rows have less to give.
        height=max(50 + 24 * (len(labels) + 1) * len(order), 150 + 52 * len(order)),
        table=table(sums, {"category": "Whose words", "label": "Source", "count": "Words"}, {"count": "mark"}),
        marks=marks,
    )


def voice_course(
    runs: pd.DataFrame, sources: pd.DataFrame, *, order: list[str], limit: str, foot: str
) -> alt.LayerChart:
    """Draw who speaks where in each source, from its first word to its last.

    Up to `many.MOST` runs are drawn one by one; of more, the share of words given to speakers in each tenth of the
    articles.

    Parameters
    ----------
    runs : DataFrame
        One row a run of words with one owner: category (whose), label, spoken, speaker (to be read), first and
        last (places, 0 to 1), spans (its words).
    sources : DataFrame
        sources.csv.
    order : list of str
        Whose words there are, from top to bottom.
    limit, foot : str
        As for `voices`.
    """
    if len(runs) > MOST:
        return by_tenths(runs, sources, order=order, limit=limit, foot=foot)
    labels = list(sources["label"])
    marks = Marks()
    drawn = in_order(runs, order, labels, ["first"])
    drawn["words"] = drawn["spans"].map(len)
    drawn["fill"] = drawn["spoken"].map(FILL)
    drawn["given"] = drawn["spoken"].map(_GIVEN)
    drawn["nth"] = drawn.groupby(["category", "label"]).cumcount() + 1
    drawn["mark"] = marks.counts(drawn, "{category} in {label}, run {nth}")
    longest = drawn.loc[drawn.groupby("label")["words"].idxmax()].set_index("label")
    told = listed(
        f"{longest.at[label, 'words']:,} words in {label} ({longest.at[label, 'speaker']})" for label in labels
    )
    place = {
        "y": alt.Y("category:N", sort=order, title=None, axis=alt.Axis(grid=True)),
        "yOffset": alt.YOffset("label:N", scale=alt.Scale(domain=labels, paddingOuter=0.35)),
    }
    bars = (
        alt.Chart(drawn.drop(columns="spans"))
        .mark_bar(height=13)
        .encode(
            x=theme.place("first"),
            x2="last:Q",
            **_look(sources),
            tooltip=theme.tooltip(
                category="Whose words", label="Source", speaker="Speaker", given="Given", words="Words"
            ),
            **place,
        )
    )
    sizes = drawn.groupby(["category", "label"]).size()
    rows = [
        f"{name}: {listed(f'{int(sizes.get((name, label), 0))} runs in {label}' for label in labels)}" for name in order
    ]
    return theme.finish(
        alt.layer(bars),
        title=f"The longest run of one voice: {told}",
        measure=f"Each bar is a run of words in one voice, at its place in the text. {_KEY}",
        description=f"Who speaks where in each report. {'. '.join(rows)}. The longest run of one voice: {told}.",
        shows=f"The longest run of one voice: {told}.",
        limit=limit,
        foot=f"{foot} {theme.BODY}",
        height=110 + 42 * len(order),
        table=table(
            drawn,
            {
                **{"category": "Whose words", "label": "Source", "nth": "Run", "speaker": "Speaker"},
                **{"first": "From (0 to 1)", "last": "To (0 to 1)", "words": "Words"},
            },
            {"words": "mark"},
        ),
        marks=marks,
    )


def _look(sources: pd.DataFrame) -> dict:
    """Return the channels that tell the source and how the words are given."""
    return {
        "color": theme.colour(sources),
        "stroke": theme.outline(sources),
        "fillOpacity": alt.FillOpacity("fill:Q", scale=None),
    }
