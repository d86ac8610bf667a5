"""Differences in vocabulary, with their intervals."""

from typing import NamedTuple

import altair as alt
import pandas as pd

from .. import theme
from ..chart_marks import Marks, table
from ..words import capital, plural
from .compared import band, bounds_said, count_columns, dealt, opened


def keyness(
    compared: pd.DataFrame,
    occurrences: pd.DataFrame,
    sources: pd.DataFrame,
    *,
    clear: int,
    bound: float | None,
    limit: float = 12.0,
) -> alt.LayerChart:
    """Draw log ratios with their intervals, the sides left and right of zero.

    Parameters
    ----------
    compared : DataFrame
        Rows of `compare.vocabulary.compare`, those to be drawn, with `label` (the side that has more),
        and `terms` (the number of all terms compared).
    occurrences : DataFrame
        Every term of each source: term, label, spans.
    sources : DataFrame
        The two sources compared, the first side first.
    clear : int
        How many terms are distinctive, of all that are ranked.
    bound : float or None
        What the largest log ratio seldom exceeds where paragraphs are dealt at random, in bits; None where words
        are tested across articles (`compare.across`).
    limit : float
        Where the axis ends, in bits; intervals that go on are cut there.
    """
    first, second = sources["label"]
    total = int(compared["terms"].max()) if len(compared) else 0
    judged = _across() if bound is None else _by_deals(total, bound)
    marks = Marks()
    drawn = compared.assign(
        low=compared["lower"].clip(-limit, limit),
        high=compared["upper"].clip(-limit, limit),
        **opened(
            compared.assign(low_said=bounds_said(compared["lower"]), high_said=bounds_said(compared["upper"])),
            occurrences,
            (first, second),
            marks,
            value="log_ratio",
            name="{term}: log ratio (95 % interval from {low_said} to {high_said})",
            call=f"log_ratio({{numbers}}); {judged.call}",
        ),
    ).sort_values(["log_ratio", "term"], ascending=[False, True])
    grey, heads_of, opens = [], {}, {}
    y = alt.Y("term:N", sort=list(drawn["term"]), title=None, axis=alt.Axis(grid=False))
    # To the right of the axis there is room for two columns of counts.
    scale = alt.Scale(domain=[-limit, 1.5 * limit], nice=False)
    if bound is not None:
        deals = dealt(marks, (first, second), "log_ratio", bound)
        drawn = drawn.assign(bound=bound, deals=deals)
        grey = band(pd.DataFrame({"bound": [bound], "mark": [deals]}), scale)
        heads_of, opens = {"bound": "95 % of random deals below"}, {"bound": "deals"}
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
    numbers, heads = count_columns(drawn, sources, scale, (1.2 * limit, 1.4 * limit))
    ends = [
        f"{row.term} {row.count_a:,} to {row.count_b:,} (log ratio {row.log_ratio:.1f})".replace("-", "−")
        for row in drawn.itertuples()
    ]
    verdict = "none can be told from chance" if clear == 0 else f"{plural(clear, 'word')} can be told from chance"
    named = {"term": "Word", "count_a": first, "count_b": second, "log_ratio": "Log ratio (bits)"}
    return theme.finish(
        alt.layer(*grey, zero, interval, point, numbers, heads),
        title=f"The largest differences in vocabulary: {verdict}",
        measure=f"Log ratio of the words that are not function words, with its 95 % interval, {judged.interval}, and "
        f"cut at ±{limit:g}. {judged.grey}To the right: how often each word stands in each source.",
        description=f"Of the words that are not function words, the {len(drawn)} with the largest "
        f"{judged.largest}, counts in {first} to {second}: {', '.join(ends)}. {judged.reach}{capital(verdict)}.",
        shows=f"Of the {total} words compared between {first} and {second}, {clear or 'none'} can be told from chance "
        f"by {judged.by}.",
        limit=f"{judged.limit}, and a word without a clear difference may still be used differently.",
        foot=judged.foot,
        height=90 + 21 * len(drawn),
        table=table(
            drawn,
            {**named, "lower": "from", "upper": "to", **heads_of},
            {
                **{"count_a": "mark_a", "count_b": "mark_b", "log_ratio": "mark", "lower": "mark", "upper": "mark"},
                **opens,
            },
        ),
        marks=marks,
    )


class _Judged(NamedTuple):
    """What a chart says of the way in which differences are told from chance."""

    call: str
    interval: str
    grey: str
    largest: str
    reach: str
    by: str
    limit: str
    foot: str


def _by_deals(total: int, bound: float) -> _Judged:
    return _Judged(
        call=f"log_ratio_interval({{numbers}}, alpha=0.05, comparisons={total})",
        interval=f"corrected for {total} terms",
        grey="Grey: where the largest lies in 95 % of random deals. ",
        largest="log ratios",
        reach=f"In 95 % of random deals the largest is below {bound:.1f}. ",
        by="count, interval and random deals together",
        limit="Words of a text are not independent draws: the intervals describe and do not test",
        foot="Log ratio after Hardie (2014), interval after Evert (2022).",
    )


def _across() -> _Judged:
    return _Judged(
        call="across.tested(words, articles, sources)",
        interval="across articles, corrected for the number of words tested",
        grey="",
        largest="differences across articles",
        reach="",
        by="count, interval and a test across articles together",
        limit="Articles differ in subject, author and date, too: a difference is one of these two sets of articles",
        foot="Log ratio after Hardie (2014), interval across articles after Rao & Scott (1992), rank-sum test.",
    )
