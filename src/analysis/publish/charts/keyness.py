"""Differences in vocabulary, with their intervals."""

import altair as alt
import pandas as pd

from .. import theme
from ..chart_marks import Marks, table
from ..words import capital, plural


def keyness(
    compared: pd.DataFrame, occurrences: pd.DataFrame, sources: pd.DataFrame, *, limit: float = 12.0
) -> alt.LayerChart:
    """Draw log ratios with their intervals, the sides left and right of zero.

    Parameters
    ----------
    compared : DataFrame
        Rows of `compare.vocabulary.compare`, those to be drawn, with `label` (the side that has more)
        and `terms` (the number of all terms compared).
    occurrences : DataFrame
        Every term of each source: term, label, spans.
    sources : DataFrame
        The two sources compared, the first side first.
    limit : float
        Where the axis ends, in bits; intervals that go on are cut there.
    """
    first, second = sources["label"]
    total = int(compared["terms"].iloc[0])
    clear = int(compared["distinguishable"].sum())
    marks = Marks()
    drawn = compared.assign(
        low=compared["lower"].clip(-limit, limit),
        high=compared["upper"].clip(-limit, limit),
        **_opened(compared, occurrences, (first, second), marks),
    ).sort_values(["log_ratio", "term"], ascending=[False, True])
    y = alt.Y("term:N", sort=list(drawn["term"]), title=None, axis=alt.Axis(grid=False))
    # To the right of the axis there is room for two columns of counts.
    scale = alt.Scale(domain=[-limit, 1.5 * limit], nice=False)
    ticks = [tick for tick in range(-30, 31, 5) if abs(tick) < limit]
    x = alt.X("log_ratio:Q", scale=scale, axis=alt.Axis(values=ticks), title="log ratio in bits")
    tooltip = [
        *theme.tooltip(term="Word", count_a=first, count_b=second),
        alt.Tooltip("log_ratio:Q", title="Log ratio", format=".2f"),
    ]
    base = alt.Chart(drawn)
    zero = alt.Chart(pd.DataFrame({"x": [0]})).mark_rule(color=theme.QUIET).encode(x="x:Q")
    interval = base.mark_rule(strokeWidth=2, opacity=0.45).encode(
        x=alt.X("low:Q", scale=scale), x2="high:Q", y=y, color=theme.colour(sources), tooltip=tooltip
    )
    point = base.mark_point(filled=True, size=70, opacity=1).encode(
        x=x, y=y, color=theme.colour(sources), shape=theme.shape(sources), tooltip=tooltip
    )
    columns = [(first, "count_a", "mark_a", 1.2 * limit), (second, "count_b", "mark_b", 1.4 * limit)]
    counts = pd.concat(
        drawn[["term"]].assign(label=label, count=drawn[count], mark=drawn[mark], place=place)
        for label, count, mark, place in columns
    )
    numbers = (
        alt.Chart(counts)
        .mark_text()
        .encode(
            x=alt.X("place:Q", scale=scale),
            y=y,
            text="count:Q",
            tooltip=theme.tooltip(term="Word", label="Source", count="Count"),
        )
    )
    heads = alt.Chart(pd.DataFrame({"label": [first, second], "place": [place for *_, place in columns]}))
    heads = heads.mark_point(filled=True, size=60, opacity=1).encode(
        x=alt.X("place:Q", scale=scale), y=alt.value(-8), color=theme.colour(sources), shape=theme.shape(sources)
    )
    ends = [
        f"{row.term} {row.count_a} to {row.count_b} (log ratio {row.log_ratio:.1f})".replace("-", "−")
        for row in drawn.itertuples()
    ]
    verdict = "none can be told from chance" if clear == 0 else f"{plural(clear, 'interval')} clear of zero"
    named = {"term": "Word", "count_a": first, "count_b": second, "log_ratio": "Log ratio (bits)"}
    return theme.finish(
        alt.layer(zero, interval, point, numbers, heads),
        title=f"The largest differences in vocabulary: {verdict}",
        measure=(
            f"Log ratio of the words that are not function words, with its 95 % interval, corrected for {total} terms "
            f"and cut at ±{limit:g}. To the right: how often each word stands in each report."
        ),
        description=f"Of the words that are not function words, the {len(drawn)} with the largest log ratios, "
        f"counts in {first} to {second}: "
        f"{', '.join(ends)}. {capital(verdict)}.",
        shows=f"Of the {total} words compared between {first} and {second}, {clear or 'none'} can be told from chance "
        "by the interval of the log ratio.",
        limit="Words of a text are not independent draws: the intervals describe and do not test, "
        "and a word without a clear difference may still be used differently.",
        foot="Log ratio after Hardie (2014), interval after Evert (2022).",
        height=90 + 21 * len(drawn),
        table=table(
            drawn,
            {**named, "lower": "from", "upper": "to"},
            {"count_a": "mark_a", "count_b": "mark_b", "log_ratio": "mark", "lower": "mark", "upper": "mark"},
        ),
        marks=marks,
    )


def _opened(
    compared: pd.DataFrame, occurrences: pd.DataFrame, labels: tuple[str, str], marks: Marks
) -> dict[str, list[str]]:
    """Add the marks of each term: its two counts, and the log ratio that was computed from them."""
    found = occurrences.set_index(["term", "label"])["spans"].to_dict()
    of_side = occurrences.groupby("label")["spans"].agg(lambda own: [span for spans in own for span in spans])
    totals = [marks.count(f"all words of {label}", of_side.get(label, [])) for label in labels]
    sizes = [marks.found[key]["value"] for key in totals]
    keys: dict[str, list[str]] = {"mark": [], "mark_a": [], "mark_b": []}
    for row in compared.itertuples():
        own = [marks.count(f"{row.term} in {label}", found.get((row.term, label), ())) for label in labels]
        numbers = f"{row.count_a}, {row.count_b}, {sizes[0]}, {sizes[1]}"
        call = f"log_ratio({numbers}); log_ratio_interval({numbers}, alpha=0.05, comparisons={row.terms})"
        keys["mark_a"].append(own[0])
        keys["mark_b"].append(own[1])
        keys["mark"].append(
            marks.computed(f"{row.term} log ratio", _named(row), row.log_ratio, [*own, *totals], call=call)
        )
    return keys


def _named(row) -> str:
    """Return what was computed for a term, its interval included."""
    low, high = (f"{bound:.2f}".replace("inf", "∞").replace("-", "−") for bound in (row.lower, row.upper))
    return f"{row.term}: log ratio (95 % interval from {low} to {high})"
