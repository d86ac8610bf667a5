"""How much of each report both tell, one tells, and how much is no content."""

import altair as alt
import pandas as pd

from ...compare.alignment import BOTH, NONE, ONE
from .. import theme
from ..chart_marks import Marks, table
from ..words import listed
from .many import MOST

# From top to bottom of a report's lines: name, numbers, bar, strip; in steps of its height.
_NAME, _NUMBERS, _BAR, _STRIP = 0.1, 0.29, (0.42, 0.66), (0.72, 0.86)
_TINTS = {BOTH: 1.0, ONE: 0.3, NONE: 0.5}
NAMES = {BOTH: "told by both", ONE: "only here", NONE: "not coded"}


def told_by(counted: pd.DataFrame, stretches: pd.DataFrame, sources: pd.DataFrame) -> alt.LayerChart:
    """Draw each report as a bar of its words: told by both, told only here, not coded as content.

    Up to `many.MOST` stretches stand in a strip under the bar, in the order of the text; of more there is the bar only.

    Parameters
    ----------
    counted : DataFrame
        Every part of every source: label, part (both, one, none), count (words), spans (its words).
    stretches : DataFrame
        One row a coded stretch: label, says (what its unit says), kind, part, first and last (words before it, and up
        to its end), spans (its words).
    sources : DataFrame
        The two sources compared, the first at the top.
    """
    labels = list(sources["label"])
    wide = counted.pivot(index="label", columns="part", values="count").reindex(index=labels, columns=list(NAMES))
    totals = wide.sum(axis=1)
    marks = Marks()
    bars = counted.assign(
        said=counted["part"].map(NAMES),
        row=counted["label"].map(labels.index),
        at=counted["part"].map(list(NAMES).index),
    ).sort_values(["row", "at"], kind="stable", ignore_index=True)
    bars["mark"] = marks.counts(bars, "{label}: words {said}")
    bars["last"] = bars.groupby("label")["count"].cumsum()
    bars["first"] = bars["last"] - bars["count"]
    strip = stretches[["label", "says", "kind", "part", "first", "last", "spans"]]
    strip = strip.assign(row=strip["label"].map(labels.index), said=strip["part"].map(NAMES))
    alone = len(strip) > MOST
    strip = strip[strip["label"].isin(labels) & (not alone)]
    strip = strip.sort_values(["row", "first", "last"], kind="stable", ignore_index=True)
    strip["count"] = strip["spans"].map(len)
    strip["mark"] = marks.counts(strip, "{says} ({kind}) in {label}, from word {first}")
    told = listed(f"{wide.loc[label, BOTH]} of {totals[label]} words in {label}" for label in labels)
    each = "; ".join(
        f"{label}: {listed(f'{wide.loc[label, part]} {NAMES[part]}' for part in NAMES)}" for label in labels
    )
    return theme.finish(
        alt.layer(*_layers(bars.drop(columns="spans"), strip.drop(columns="spans"), sources, int(totals.max()))),
        title=f"Told by both: {told}",
        measure="Words of each report in units of content (claims, events, demands) that both tell or that only it "
        "tells, and words not coded as content, such as who said it."
        + ("" if alone else " Bar: added up. Strip: in the order of the text."),
        description=f"Number of words by what they tell. {each}.",
        shows=f"By the hand coding, units that both reports tell take {told}.",
        limit="What a report does not tell it need not have left out: the two may report on different events. Where a "
        "unit begins and ends, and which two are one, is a coder’s judgement.",
        foot=f"Units: coding/units.csv. {theme.BODY}",
        height=70 + (92 if alone else 118) * len(labels),
        table=_table(bars, strip),
        marks=marks,
    )


def _layers(bars: pd.DataFrame, strip: pd.DataFrame, sources: pd.DataFrame, most: int) -> list[alt.Chart]:
    lines = alt.Scale(domain=[len(sources) - 0.08, 0], nice=False)
    across = alt.Scale(domain=[0, most], nice=False)
    look = _look(sources)
    said = {"label": "Source", "said": "Part"}

    def boxes(rows: pd.DataFrame, place: tuple[float, float], tooltip: list[alt.Tooltip]) -> alt.Chart:
        placed = _tinted(rows.assign(top=rows["row"] + place[0], bottom=rows["row"] + place[1]))
        return (
            alt.Chart(placed)
            .mark_rect(strokeWidth=1)
            .encode(
                x=alt.X("first:Q", scale=across, title="words", axis=alt.Axis(tickCount=5, grid=False)),
                x2="last:Q",
                y=alt.Y("top:Q", scale=lines, axis=None),
                y2="bottom:Q",
                tooltip=tooltip,
                **look,
            )
        )

    numbers = _tinted(
        bars.assign(
            across=bars["at"] * most / len(NAMES),
            down=bars["row"] + _NUMBERS,
            text=bars["count"].astype("str") + " " + bars["said"],
        )
    )
    heads = pd.DataFrame({"label": list(sources["label"]), "down": [i + _NAME for i in range(len(sources))]})
    y = alt.Y("down:Q", scale=lines)
    x = alt.X("across:Q", scale=across)
    return [
        boxes(bars[bars["count"] > 0], _BAR, theme.tooltip(**said, count="Words")),
        *([boxes(strip, _STRIP, theme.tooltip(says="Content", kind="Kind", **said, count="Words"))] * bool(len(strip))),
        alt.Chart(numbers)
        .mark_point(shape="square", size=90, xOffset=6, strokeWidth=1, opacity=1)
        .encode(x=x, y=y, **look),
        alt.Chart(numbers)
        .mark_text(align="left", baseline="middle", dx=15)
        .encode(x=x, y=y, text="text:N", tooltip=theme.tooltip(**said, count="Words")),
        alt.Chart(heads)
        .mark_text(align="left", baseline="middle", fontSize=13, fontWeight="bold")
        .encode(x=alt.value(0), y=y, text="label:N"),
    ]


def _look(sources: pd.DataFrame) -> dict[str, alt.Fill | alt.Stroke | alt.FillOpacity]:
    """Return the channels that tell the parts apart: the colour of the source, full or as a tint, and grey."""
    scale = alt.Scale(domain=[*sources["label"], NAMES[NONE]], range=[*sources["colour"], theme.RULE])
    return {
        "fill": alt.Fill("look:N", scale=scale, legend=None),
        "stroke": alt.Stroke("look:N", scale=scale, legend=None),
        "fillOpacity": alt.FillOpacity("tint:Q", scale=None),
    }


def _tinted(rows: pd.DataFrame) -> pd.DataFrame:
    coded = rows["part"] != NONE
    return rows.assign(look=rows["label"].where(coded, NAMES[NONE]), tint=rows["part"].map(_TINTS))


def _table(bars: pd.DataFrame, strip: pd.DataFrame) -> dict:
    rows = pd.concat(
        [bars.assign(item="all words " + bars["said"]), strip.assign(item=strip["kind"] + ": " + strip["says"])]
    )
    return table(
        rows.rename(columns={"count": "words", "first": "place"})[["label", "item", "said", "place", "words", "mark"]],
        {"label": "Source", "item": "Content", "said": "Part", "words": "Words"},
        {"words": "mark"},
    )
