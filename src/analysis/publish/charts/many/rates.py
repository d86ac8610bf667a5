"""How often each source has something in a thousand words, with intervals across articles."""

import altair as alt
import numpy as np
import pandas as pd

from ... import theme
from ...chart_marks import Marks, in_order, table
from ...words import capital, listed, number
from .. import names

UNIT = 1000
_SIDES = ("a", "b")
_ROOM = 44  # pixels that a number takes


def rates(
    counted: pd.DataFrame,
    rated: pd.DataFrame,
    of: pd.DataFrame,
    sources: pd.DataFrame,
    *,
    what: str,
    order: list[str],
    limit: str,
    foot: str,
) -> alt.LayerChart:
    """Draw the rates of two sources with their intervals, one row a category and a line in it a source.

    Parameters
    ----------
    counted, sources, what, order, limit, foot
        As for the chart of counts.
    rated, of
        The rates, and the words that they are rates of, as the chart of counts has them.
    """
    labels = list(sources["label"])
    drawn, marks = _drawn(counted, rated, of, labels, order)
    first_shown = drawn[drawn["first_shown"]]
    switch = not drawn["first_shown"].all()
    base = alt.Chart(drawn).transform_filter(theme.SHOWN) if switch else alt.Chart(drawn)
    most = float(drawn[["rate", "high"]].max(axis=None))
    # At the right there is room for the numbers, in either width.
    plots = [width - 2 * theme.PADDING - names.margin(order) for width in (theme.WIDTH, theme.NARROW)]
    wide, narrow = (round(most * plot / (plot - _ROOM), 3) for plot in plots)
    end = alt.expr(f"{theme.WIDE} ? {wide} : {narrow}")
    x = {"scale": alt.Scale(domainMin=0, domainMax=end, nice=False), "title": f"{what} per {UNIT:,} words"}
    place = {
        "y": alt.Y("category:N", sort=order, title=None, axis=names.axis({name: name for name in order}, grid=False)),
        "yOffset": alt.YOffset("label:N", scale=alt.Scale(domain=labels)),
    }
    tooltip = [
        *theme.tooltip(category="Category", label="Source", count="Count", said="Per 1,000 words"),
        *theme.tooltip(bounds="95 % interval", verdict="Told apart"),
    ]
    look = {"color": theme.colour(sources), "shape": theme.shape(sources), "tooltip": tooltip, **place}
    layered = alt.layer(
        base.mark_rule(strokeWidth=2, opacity=0.45).encode(
            x=alt.X("low:Q", **x), x2="high:Q", color=theme.colour(sources), tooltip=tooltip, **place
        ),
        base.transform_filter("datum.clear")
        .mark_point(filled=True, size=90, opacity=1)
        .encode(x=alt.X("rate:Q", **x), **look),
        base.transform_filter("!datum.clear")
        .mark_point(filled=False, fill="transparent", size=90, strokeWidth=1.5, opacity=1)
        .encode(x=alt.X("rate:Q", **x), **look),
        base.mark_text(align="left", baseline="middle", dx=8).encode(
            x=alt.X("end:Q", **x), text="said:N", tooltip=tooltip, **place
        ),
    )
    told = first_shown.drop_duplicates("category")
    clear = int(told["clear"].sum())
    verdict = f"{number(clear) if clear else 'none'} of {number(len(told))} can be told from chance"
    rows = [
        f"{name}: "
        + ", ".join(f"{row.said} in {row.label} ({row.bounds})" for row in own.itertuples())
        + ("" if own["clear"].iloc[0] else ", not distinguishable")
        for name, own in first_shown.groupby("category", sort=False)
    ]
    furthest = _furthest(first_shown, labels)
    heads = {"category": "Category", "label": "Source"} | ({"kinds": "Which"} if switch else {})
    heads |= {"count": capital(what), "rate": "Per 1,000 words", "low": "from", "high": "to", "verdict": "Told apart"}
    return theme.finish(
        layered.add_params(theme.BY_NAME) if switch else layered,
        title=f"{capital(what)} per {UNIT:,} words: {verdict}{furthest and '; furthest apart '}{furthest}",
        measure=f"Number of {what} per {UNIT:,} words in {listed(labels)}. Line: 95 % interval of each rate, across "
        "articles. Filled: the two rates can be told from chance, by interval and rank-sum test, corrected for the "
        "number of rates; hollow: they can’t.",
        description=f"{capital(what)} per {UNIT:,} words, with 95 % intervals. {'; '.join(rows)}.",
        shows=f"Of the numbers of {what} per {UNIT:,} words in {listed(labels)}, {verdict}"
        f"{furthest and ', furthest apart '}{furthest}.",
        limit=limit,
        foot=f"{foot} {theme.BODY} Intervals after Rao & Scott (1992).",
        height=130 + 40 * len(order),
        table=table(
            drawn.assign(kinds=drawn["first_shown"].map(theme.KINDS)),
            heads,
            {"count": "count mark", "rate": "mark", "low": "mark", "high": "mark"},
        ),
        marks=marks,
    )


def _drawn(
    counted: pd.DataFrame, rated: pd.DataFrame, of: pd.DataFrame, labels: list[str], order: list[str]
) -> tuple[pd.DataFrame, Marks]:
    """Return a row for each category, source and kind of counting, with the mark of its rate, and the marks."""
    counted = counted if "first_shown" in counted else counted.assign(first_shown=True)
    rated = rated if "first_shown" in rated else rated.assign(first_shown=True)
    long = pd.concat(
        rated.assign(label=label).rename(columns={f"{name}_{side}": name for name in ("rate", "low", "high")})
        for side, label in zip(_SIDES, labels, strict=True)
    )[["category", "label", "first_shown", "rate", "low", "high", "more"]]
    rows = in_order(counted, order, labels, ["first_shown"]).merge(
        long, on=["category", "label", "first_shown"], how="left", sort=False
    )
    for name in ("rate", "low", "high"):
        rows[name] = (UNIT * rows[name]).round(3)
    rows["rate"] = rows["rate"].fillna(0.0)
    rows["clear"] = rows["more"].fillna(-1) >= 0
    rows["verdict"] = rows["clear"].map({True: "yes", False: "not distinguishable"})
    rows["said"] = rows["rate"].map("{:.2f}".format)
    rows["bounds"] = [
        "no interval" if np.isnan(low) else f"{low:.2f} to {high:.2f}"
        for low, high in rows[["low", "high"]].itertuples(index=False)
    ]
    rows["end"] = rows["high"].fillna(rows["rate"])
    marks = Marks()
    words = of.set_index("label")["spans"]
    wholes = {label: marks.count(f"all words of {label}", words[label]) for label in labels}
    rows = rows.assign(kinds=rows["first_shown"].map({True: "", False: ", names only"}))
    rows["count mark"] = marks.counts(rows, "{category} in {label}{kinds}")
    rows["mark"] = [
        marks.computed(
            f"{row['category']} rate in {row['label']}{row['kinds']}",
            f"{row['category']} in {row['label']}{row['kinds']}: per {UNIT:,} words ({row['bounds']})",
            row["rate"],
            [row["count mark"], wholes[row["label"]]],
            call=f"{UNIT} * {row['count']} / {len(words[row['label']])}; rates.compare(mentions, words, articles, "
            "sources)",
        )
        for row in rows.to_dict("records")
    ]
    return rows.drop(columns=["spans", "kinds", "more"]), marks


def _furthest(drawn: pd.DataFrame, labels: list[str]) -> str:
    """Return the category told apart whose rates differ most by their ratio, with both rates; "" if there is none."""
    wide = drawn[drawn["clear"]].pivot(index="category", columns="label", values="rate").reindex(columns=labels)
    if wide.empty:
        return ""
    ratio = np.log(wide[labels[0]].clip(lower=1e-9) / wide[labels[1]].clip(lower=1e-9)).abs()
    name = ratio.sort_index().idxmax()
    return f"{name} ({listed(f'{wide.at[name, label]:.2f} in {label}' for label in labels)})"
