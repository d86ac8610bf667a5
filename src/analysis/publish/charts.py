"""The figures: each a pure function from a tidy frame to a chart.

Every frame has a column `label`, the name of a source as it stands in sources.csv, in whose order the
sources are drawn. Titles and descriptions are computed from the same frame as the marks.
"""

import altair as alt
import pandas as pd

from . import theme
from .words import capital, listed, plural, times

BODY = "Body text only; site furniture is left out."


def reading_order(sentences: pd.DataFrame, scars: pd.DataFrame, sources: pd.DataFrame) -> alt.LayerChart:
    """Draw each report as a bar of its sentences, to scale in words, with its damaged places marked.

    Parameters
    ----------
    sentences : DataFrame
        One row a sentence: label, number, first and last (words), words, body.
    scars : DataFrame
        One row a text-critical note: label, word (place), kind.
    sources : DataFrame
        sources.csv.
    """
    labels = list(sources["label"])
    body = sentences[sentences["body"]]
    words = body.groupby("label")["words"].sum().reindex(labels, fill_value=0)
    count = body.groupby("label").size().reindex(labels, fill_value=0)
    noted = scars.groupby("label").size().reindex(labels, fill_value=0)
    parts = [
        f"{label}: {words[label]} words in {plural(count[label], 'sentence')}, {plural(noted[label], 'noted place')}"
        for label in labels
    ]
    y = alt.Y("label:N", sort=labels, title=None, axis=None)
    shade = alt.condition("datum.shade == 0", alt.value(1), alt.value(0.62))
    drawn = sentences.assign(shade=sentences["number"] % 2)
    bars = (
        alt.Chart(drawn[drawn["body"]])
        .mark_bar(height=26, stroke="white", strokeWidth=1)
        .encode(
            x=alt.X(
                "first:Q", title="words from the beginning", axis=alt.Axis(tickCount=6), scale=alt.Scale(nice=False)
            ),
            x2="last:Q",
            y=y,
            color=theme.colour(sources, legend=None),
            opacity=shade,
            tooltip=["label", "number", "words"],
        )
    )
    furniture = (
        alt.Chart(drawn[~drawn["body"]])
        .mark_bar(height=26, color=theme.RULE)
        .encode(x="first:Q", x2="last:Q", y=y, tooltip=["label", "number"])
    )
    names = alt.Chart(pd.DataFrame({"label": labels, "first": 0})).mark_text(align="left", dy=-24, fontSize=13)
    marks = alt.Chart(scars).mark_point(shape="triangle-up", color=theme.INK, filled=True, size=45, yOffset=22)
    return theme.finish(
        alt.layer(
            bars,
            furniture,
            names.encode(x="first:Q", y=y, text="label:N"),
            marks.encode(x="word:Q", y=y, tooltip=["kind"]),
        ),
        title=capital(listed(f"{words[label]} words in {label}" for label in labels)),
        measure="Sentences in the order of the text, length in words. Grey: site furniture. Triangles: noted damage.",
        description=f"Each report as a bar of its sentences. {'; '.join(parts)}.",
        foot="Sentences by NLTK’s Punkt; damage as recorded in scars.csv.",
        height=240,
    )


def keyness(compared: pd.DataFrame, sources: pd.DataFrame, *, limit: float = 12.0) -> alt.LayerChart:
    """Draw log ratios with their intervals, the sides left and right of zero.

    Parameters
    ----------
    compared : DataFrame
        Rows of `compare.vocabulary.compare`, those to be drawn, with `label` (the side that has more)
        and `terms` (the number of all terms compared).
    sources : DataFrame
        The two sources compared, the first side first.
    limit : float
        Where the axis ends, in bits; intervals that go on are cut there.
    """
    first, second = sources["label"]
    total = int(compared["terms"].iloc[0])
    clear = int(compared["distinguishable"].sum())
    drawn = compared.assign(
        low=compared["lower"].clip(-limit, limit),
        high=compared["upper"].clip(-limit, limit),
        row=compared["term"] + "  " + compared["count_a"].astype(str) + " : " + compared["count_b"].astype(str),
    ).sort_values(["log_ratio", "term"], ascending=[False, True])
    y = alt.Y("row:N", sort=list(drawn["row"]), title=None, axis=alt.Axis(grid=False))
    scale = alt.Scale(domain=[-limit, limit], nice=False)
    x = alt.X("log_ratio:Q", scale=scale, axis=alt.Axis(tickCount=7), title="log ratio in bits")
    base = alt.Chart(drawn)
    zero = alt.Chart(pd.DataFrame({"x": [0]})).mark_rule(color=theme.QUIET).encode(x="x:Q")
    interval = base.mark_rule(strokeWidth=2, opacity=0.45).encode(
        x=alt.X("low:Q", scale=scale), x2="high:Q", y=y, color=theme.colour(sources)
    )
    point = base.mark_point(filled=True, size=70, opacity=1).encode(
        x=x,
        y=y,
        color=theme.colour(sources),
        shape=theme.shape(sources),
        tooltip=["term", "count_a", "count_b", "log_ratio"],
    )
    ends = [f"{row.term} {row.count_a} to {row.count_b}" for row in drawn.itertuples()]
    verdict = "none can be told from chance" if clear == 0 else f"{plural(clear, 'interval')} clear of zero"
    return theme.finish(
        alt.layer(zero, interval, point),
        title=f"The largest differences in vocabulary: {verdict}",
        measure=(
            f"Log ratio of the words that are not function words, with its 95 % interval, corrected for {total} terms "
            f"and cut at ±{limit:g}. Beside each word: its counts, {first} : {second}."
        ),
        description=f"Of the words that are not function words, the {len(drawn)} with the largest log ratios, "
        f"counts in {first} to {second}: "
        f"{', '.join(ends)}. {capital(verdict)}.",
        foot="Log ratio after Hardie (2014), interval after Evert (2022).",
        height=90 + 21 * len(drawn),
    )


def paired_counts(
    counted: pd.DataFrame, sources: pd.DataFrame, *, what: str, order: list[str], foot: str
) -> alt.LayerChart:
    """Draw counts of two sources as paired dots, one row a category.

    Parameters
    ----------
    counted : DataFrame
        Columns category, label, count: every category for every source.
    sources : DataFrame
        sources.csv.
    what : str
        What is counted, in the plural.
    order : list of str
        The categories, from top to bottom.
    foot : str
        Source and method in one line.
    """
    labels = list(sources["label"])
    wide = counted.pivot(index="category", columns="label", values="count").reindex(index=order, columns=labels)
    gap = (wide[labels[0]] - wide[labels[1]]).abs()
    widest = [
        f"{name} ({wide.loc[name, labels[0]]} and {wide.loc[name, labels[1]]})" for name in gap[gap == gap.max()].index
    ]
    # A number stands on the outer side of its dot, so that two dots close by do not cover each other's.
    other = counted["category"].map(wide.max(axis=1))
    drawn = counted.assign(outer=counted["count"] == other)
    y = alt.Y("category:N", sort=order, title=None, axis=alt.Axis(grid=False))
    most = int(counted["count"].max()) if len(counted) else 1
    # Room on both sides for the numbers; ticks only where a count can be.
    scale = alt.Scale(domain=[-0.12 * most, 1.12 * most], nice=False)
    ticks = list(range(0, most + 1, max(1, round(most / 6))))
    x = alt.X("count:Q", title=None, axis=alt.Axis(values=ticks), scale=scale)
    base = alt.Chart(drawn)
    link = base.mark_rule(color=theme.RULE, strokeWidth=3).encode(x="min(count):Q", x2="max(count):Q", y=y)
    point = base.mark_point(filled=True, size=110, opacity=1).encode(
        x=x,
        y=y,
        color=theme.colour(sources),
        shape=theme.shape(sources),
        tooltip=["category", "label", "count"],
    )
    number = {"text": "count:Q", "x": x, "y": y}
    right = base.transform_filter("datum.outer").mark_text(align="left", dx=10).encode(**number)
    left = base.transform_filter("!datum.outer").mark_text(align="right", dx=-10).encode(**number)
    rows = [f"{name}: {', '.join(str(int(wide.loc[name, label])) for label in labels)}" for name in order]
    return theme.finish(
        alt.layer(link, point, right, left),
        title=f"The widest {'gap' if len(widest) == 1 else 'gaps'}: {listed(widest)}",
        measure=f"Number of {what} in {listed(labels)}",
        description=f"Number of {what}, {' and '.join(labels)}. {'; '.join(rows)}.",
        foot=f"{foot} {BODY}",
        height=110 + 30 * len(order),
    )


def course(placed: pd.DataFrame, sources: pd.DataFrame, *, what: str, order: list[str], foot: str) -> alt.LayerChart:
    """Draw where in each report the spans of each category stand, from its first word to its last.

    Parameters
    ----------
    placed : DataFrame
        One row a span: category, label, position (0 to 1).
    sources : DataFrame
        sources.csv.
    what : str
        What is drawn, in the plural.
    order : list of str
        The categories, from top to bottom.
    foot : str
        Source and method in one line.
    """
    labels = list(sources["label"])
    middle = placed.groupby("label")["position"].agg(lambda places: int((places < 0.5).sum()))
    total = placed.groupby("label").size()
    halves = listed(f"{middle.get(label, 0)} of {total.get(label, 0)} in {label}" for label in labels)
    mark = (
        alt.Chart(placed)
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
            tooltip=["category", "label"],
        )
    )
    tally = placed.groupby(["category", "label"]).size()
    each = [
        f"{name}: {listed(f'{times(int(tally.get((name, label), 0)))} in {label}' for label in labels)}"
        for name in order
    ]
    return theme.finish(
        alt.layer(mark),
        title=f"In the first half of the text: {halves}",
        measure=f"Each mark is one of the {what}, at its place in the text",
        description=f"Places of {what} in each report. {'; '.join(each)}. In the first half of the text: {halves}.",
        foot=f"{foot} {BODY}",
        height=100 + 40 * len(order),
    )


def years(
    paired: pd.DataFrame, events: pd.DataFrame, sources: pd.DataFrame, *, order: list[str], undated: pd.DataFrame
) -> alt.LayerChart:
    """Draw which years stand beside which actor, true to scale.

    Parameters
    ----------
    paired : DataFrame
        Counts of pairs of a mention and a year of its sentence: category, label, year, count.
    events : DataFrame
        Dates on record to compare with: key (a letter), label, year.
    sources : DataFrame
        sources.csv.
    order : list of str
        The categories (actors), from top to bottom.
    undated : DataFrame
        Counts of mentions in sentences that name no year: category, label, count.
    """
    labels = list(sources["label"])
    named = {label: sorted(set(paired.loc[paired["label"] == label, "year"])) for label in labels}
    spoken = [f"{label} speaks of {listed(map(str, named[label]), none='no year')}" for label in labels]
    drawn = [*paired["year"], *events["year"]] or [0]  # where no year is spoken of, an empty axis
    first, last = min(drawn), max(drawn)
    # To the right of the last year there is room for the numbers, and for the mentions beside no year.
    scale = alt.Scale(domain=[first - 1, last + 1 + 0.22 * (last - first)], nice=False)
    ticks = [year for year in range(first // 5 * 5, last + 1, 5) if year >= first]
    y = alt.Y("category:N", sort=order, title=None, axis=alt.Axis(grid=True))
    offset = alt.YOffset("label:N", sort=labels, scale=alt.Scale(paddingOuter=0.6))
    x = alt.X("year:Q", scale=scale, title=None, axis=alt.Axis(format="d", grid=False, values=ticks))
    above = alt.Legend(offset=40)  # clear of the letters
    base = alt.Chart(paired)
    point = base.mark_point(filled=True, opacity=1).encode(
        x=x,
        y=y,
        yOffset=offset,
        color=theme.colour(sources, legend=above),
        shape=theme.shape(sources, legend=above),
        size=alt.Size("count:Q", scale=alt.Scale(domain=[1, 9], range=[40, 200]), legend=None),
        tooltip=["category", "label", "year", "count"],
    )
    number = base.transform_filter("datum.count > 1").mark_text(align="left", dx=7, fontSize=11)
    aside = alt.Chart(undated.assign(shown="+" + undated["count"].astype(str)))
    aside = aside.mark_text(align="right", fontSize=11, color=theme.QUIET).encode(
        x=alt.value("width"), y=y, yOffset=offset, text="shown:N"
    )
    named_events = ", ".join(f"{row.key} {row.label} ({row.year})" for row in events.itertuples())
    told = [
        f"{row.category} in {row.label}, {row.year}: {row.count}"
        for row in paired.sort_values(["label", "year"]).itertuples()
    ]
    return theme.finish(
        alt.layer(*_events(events, scale), point, number.encode(x=x, y=y, yOffset=offset, text="count:Q"), aside),
        title="; ".join(spoken),
        measure=(
            "Mentions of actors beside each year that their sentence names; a number where there is more than one. "
            "One beside two years counts for both; those beside none stand at the right. Letters: events on record."
        ),
        description=f"{'; '.join(spoken)}. Counts: {'; '.join(told)}.",
        foot=f"Names: actors.csv. Events: {named_events}. {BODY}",
        height=150 + 44 * len(order),
    )


def _events(events: pd.DataFrame, scale: alt.Scale) -> list[alt.Chart]:
    """Draw events as dashed lines with their letters, and the head of the column for mentions without a year."""
    x = alt.X("year:Q", scale=scale)
    small = {"color": theme.QUIET, "fontSize": 11}
    rules = alt.Chart(events).mark_rule(color=theme.RULE, strokeDash=[3, 3]).encode(x=x)
    keys = events.groupby("year", as_index=False)["key"].agg(", ".join)
    # Letters stand on two levels, so that those of neighbouring years do not touch.
    letters = [
        alt.Chart(keys.iloc[level::2]).mark_text(**small).encode(x=x, y=alt.value(-8 - 13 * level), text="key:N")
        for level in (0, 1)
    ]
    head = alt.Chart(pd.DataFrame({"head": ["none"]})).mark_text(align="right", **small)
    return [rules, *letters, head.encode(x=alt.value("width"), y=alt.value(-8), text="head:N")]
