"""What each word adds to the difference between two vocabularies."""

import altair as alt
import pandas as pd

from .. import theme
from ..chart_marks import Marks, table
from ..words import plural
from .compared import band, bounds_said, count_columns, dealt, drawn_anew, opened, whole

# Contributions are small: they are drawn in thousandths of a bit.
_SCALE = 1000


def word_shift(
    compared: pd.DataFrame,
    occurrences: pd.DataFrame,
    sources: pd.DataFrame,
    *,
    clear: int,
    bounds: tuple[float, float],
    divergence: float,
    part: str = "paragraph",
) -> alt.LayerChart:
    """Draw what each term adds to the Jensen-Shannon divergence, the sides left and right of zero.

    Parameters
    ----------
    compared : DataFrame
        Rows of `compare.vocabulary.compare`, those to be drawn, with `label` (the side that has more), `low` and
        `high` (as `compare.null.share_intervals` returns them), `terms` (the number of all terms compared),
        `first_shown` (drawn without function words) and `all_shown` (drawn with them).
    occurrences : DataFrame
        Every term of each source: term, label, spans.
    sources : DataFrame
        The two sources compared, the first side first.
    clear : int
        How many words that are not function words add more than random deals reach, of all.
    bounds : tuple of float
        What the largest contribution seldom exceeds where paragraphs, or articles, are dealt at random, in bits: of
        words that are not function words, and of all.
    divergence : float
        The divergence of the two sources, over all terms, in bits.
    part : str
        What was dealt and drawn anew: each "paragraph", or each "article" as a whole.
    """
    first, second = sources["label"]
    sides = "two texts" if part == "paragraph" else "sides"
    marks = Marks()
    drawn = compared.assign(
        share=_SCALE * compared["jensen_shannon"],
        low=_SCALE * compared["low"],
        high=_SCALE * compared["high"],
        **opened(
            compared.assign(low_said=bounds_said(compared["low"], 4), high_said=bounds_said(compared["high"], 4)),
            occurrences,
            (first, second),
            marks,
            value="jensen_shannon",
            name="{term}: share of the divergence, in bits (95 % of draws from {low_said} to {high_said})",
            call=f"jensen_shannon({{numbers}}); null.share_intervals(words, articles, sources, {drawn_anew(part)})",
        ),
    ).sort_values(["share", "term"], ascending=[False, True])
    bound, wide = bounds
    deals = pd.DataFrame({"bound": [_SCALE * bound, _SCALE * wide], "first_shown": [True, False]})
    deals["mark"] = [
        dealt(marks, (first, second), "jensen_shannon", bound, part=part),
        dealt(marks, (first, second), "jensen_shannon", wide, words=" with function words", keep="None", part=part),
    ]
    said = "Divergence of the two vocabularies, in bits: the sum of the shares of all words"
    call = "sum(abs(jensen_shannon)), over all words"
    marks.computed("divergence", said, divergence, whole(marks, (first, second)), call=call)
    drawn = drawn.assign(
        bound=drawn["function_word"].map({False: _SCALE * bound, True: _SCALE * wide}),
        deals=drawn["function_word"].map({False: deals["mark"][0], True: deals["mark"][1]}),
    )
    least, most = drawn["low"].min(), drawn["high"].max()
    room = 0.14 * (most - least)
    # To the right of the axis there is room for two columns of counts.
    scale = alt.Scale(
        domain=[min(least, -_SCALE * max(bounds)), max(most, _SCALE * max(bounds)) + 3 * room], nice=False
    )
    y = alt.Y("term:N", sort=list(drawn["term"]), title=None, axis=alt.Axis(grid=False))
    tooltip = [
        *theme.tooltip(term="Word", count_a=first, count_b=second),
        alt.Tooltip("share:Q", title="Thousandths of a bit", format="+.2f"),
    ]
    switch = theme.switch("function_words", "with function words")
    shown = "function_words ? datum.all_shown : datum.first_shown"
    base = alt.Chart(drawn).transform_filter(shown)
    zero = alt.Chart(pd.DataFrame({"x": [0]})).mark_rule(color=theme.QUIET).encode(x="x:Q")
    step = 5 if max(most, -least) >= 6 else 1
    ticks = [tick for tick in range(-500, 501, step) if least <= tick <= most]
    x = alt.X("share:Q", scale=scale, axis=alt.Axis(values=ticks), title="thousandths of a bit")
    bar = base.mark_bar(height=9, opacity=0.55).encode(x=x, y=y, color=theme.colour(sources), tooltip=tooltip)
    interval = base.mark_rule(strokeWidth=1.5).encode(
        x=alt.X("low:Q", scale=scale), x2="high:Q", y=y, color=theme.colour(sources), tooltip=tooltip
    )
    point = base.mark_point(filled=True, size=50, opacity=1).encode(
        x=x, y=y, color=theme.colour(sources), shape=theme.shape(sources), tooltip=tooltip
    )
    numbers, heads = count_columns(drawn, sources, scale, (most + room, most + 2.2 * room), shown)
    ends = [
        f"{row.term} {row.count_a:,} to {row.count_b:,} ({row.share:+.2f})".replace("-", "−")
        for row in drawn.itertuples()
    ]
    verdict = (
        "no word adds more than random deals reach"
        if clear == 0
        else f"{plural(clear, 'word')} {'adds' if clear == 1 else 'add'} more than random deals reach"
    )
    named = {"term": "Word", "count_a": first, "count_b": second, "function_word": "Function word"}
    return theme.finish(
        alt.layer(
            *band(deals, scale, "function_words != datum.first_shown"), zero, bar, interval, point, numbers, heads
        ).add_params(switch),
        title=f"What sets the vocabularies apart: {verdict}",
        measure=(
            f"What each word adds to the divergence of the two vocabularies ({divergence:.2f} bits), on the side of "
            f"the source that uses it more. Lines: 95 % of draws of {part}s. Grey: where the largest value lies "
            "in 95 % of random deals. To the right: how often each word stands in each source."
        ),
        description=f"Contributions of words to the Jensen-Shannon divergence, in thousandths of a bit, counts in "
        f"{first} to {second}: {', '.join(ends)}. In 95 % of random deals the largest is below {_SCALE * bound:.2f}, "
        f"with function words below {_SCALE * wide:.2f}.",
        shows=f"The vocabularies of {first} and {second} differ by {divergence:.2f} bits of at most 1; {verdict}, "
        f"of {int(compared['terms'].iloc[0])} compared.",
        limit=f"The grey band and the lines say what {part}s of these {sides} give "
        "when dealt or drawn again; they say nothing of other texts of the same outlets.",
        foot="Jensen-Shannon divergence after Gallagher et al. (2021).",
        height=100 + 21 * int(drawn["first_shown"].sum()),
        table=table(
            drawn,
            {
                **named,
                "share": "Thousandths of a bit",
                "low": "from",
                "high": "to",
                "bound": "95 % of random deals below",
            },
            {
                "count_a": "mark_a",
                "count_b": "mark_b",
                "share": "mark",
                "low": "mark",
                "high": "mark",
                "bound": "deals",
            },
        ),
        marks=marks,
    )
