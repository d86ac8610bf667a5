"""What charts of compared terms have in common: the counts that a term's value was computed from."""

import altair as alt
import pandas as pd

from ...compare.parts import DRAWS, SEED
from .. import theme
from ..chart_marks import Marks


def opened(
    compared: pd.DataFrame,
    occurrences: pd.DataFrame,
    labels: tuple[str, str],
    marks: Marks,
    *,
    value: str,
    name: str,
    call: str,
) -> dict[str, list[str]]:
    """Add the marks of each term: its two counts, and the value that was computed from them.

    Parameters
    ----------
    compared : DataFrame
        Rows of `compare.vocabulary.compare`.
    occurrences : DataFrame
        Every term of each source: term, label, spans.
    labels : tuple of str
        The two sources compared, the first side first.
    marks : Marks
        Gets the marks.
    value : str
        The column that was computed.
    name, call : str
        What was computed, as a reader shall see it, and the call that made it: templates with the columns of
        `compared`, and `numbers` for both counts and both totals.

    Returns
    -------
    dict of str to list
        Columns: the keys `mark` (of the value), `mark_a` and `mark_b` (of the counts), a row each.
    """
    found = occurrences.set_index(["term", "label"])["spans"].to_dict()
    of_side = occurrences.groupby("label")["spans"].agg(lambda own: [span for spans in own for span in spans])
    totals = [marks.count(_all(label), of_side.get(label, [])) for label in labels]
    sizes = [marks.found[key]["value"] for key in totals]
    keys: dict[str, list[str]] = {"mark": [], "mark_a": [], "mark_b": []}
    for row in compared.to_dict("records"):
        own = [marks.count(f"{row['term']} in {label}", found.get((row["term"], label), ())) for label in labels]
        shown = row | {"numbers": f"{row['count_a']}, {row['count_b']}, {sizes[0]}, {sizes[1]}"}
        keys["mark_a"].append(own[0])
        keys["mark_b"].append(own[1])
        key = f"{row['term']} {value.replace('_', ' ')}"
        made = marks.computed(key, name.format(**shown), row[value], [*own, *totals], call=call.format(**shown))
        keys["mark"].append(made)
    return keys


def dealt(
    marks: Marks,
    labels: tuple[str, str],
    column: str,
    bound: float,
    *,
    words: str = "",
    keep: str = "content",
    part: str = "paragraph",
) -> str:
    """Add the mark of what random deals reach; return its key. `opened` has added what is dealt.

    Parameters
    ----------
    marks : Marks
        Gets the mark.
    labels : tuple of str
        The two sources compared.
    column : str
        The ranking.
    bound : float
        What its largest value stays below in 95 % of the deals, in bits.
    words : str
        Which words are ranked, if not those that are not function words.
    keep : str
        The same, as the call has it.
    part : str
        What was dealt: each "paragraph", or each "article" as a whole.
    """
    draws = f"null.draws_of(words, articles, sources, prior, keep={keep}, {drawn_anew(part)})"
    name = f"Random deals{words}: the largest value, in bits, that 95 % of {DRAWS:,} deals stay below"
    call = f'null.bound({draws}["{column}"])'
    return marks.computed(f"random deals{words}", name, bound, whole(marks, labels), call=call)


def drawn_anew(part: str) -> str:
    """Return how a call has it what was dealt or drawn, how often and from which seed."""
    return ("" if part == "paragraph" else f'part="{part}", ') + f"draws={DRAWS}, seed={SEED}"


def whole(marks: Marks, labels: tuple[str, str]) -> list[str]:
    """Return the keys of the marks of all words of both sources."""
    return [next(key for key, mark in marks.found.items() if mark["name"] == _all(label)) for label in labels]


def band(deals: pd.DataFrame, scale: alt.Scale, shown: str = "true") -> list[alt.Chart]:
    """Return the layers that show what random deals reach: a grey band, and its name, which opens it.

    Parameters
    ----------
    deals : DataFrame
        A row a bound, of which one is drawn at a time: `bound` (in the unit of the axis), `mark`, and what
        `shown` needs.
    scale : Scale
        That of the axis.
    shown : str
        Which row is drawn, as a Vega expression.
    """
    base = alt.Chart(deals.assign(low=-deals["bound"], said="random deals")).transform_filter(shown)
    return [
        base.mark_rect(color=theme.RULE, opacity=0.45).encode(x=alt.X("low:Q", scale=scale), x2="bound:Q"),
        base.mark_text(fontSize=11, color=theme.QUIET).encode(
            x=alt.datum(0, scale=scale),
            y=alt.value(-8),
            text="said:N",
            tooltip=[*theme.tooltip(said="Grey"), alt.Tooltip("bound:Q", title="95 % of them below", format=".2f")],
        ),
    ]


def count_columns(
    drawn: pd.DataFrame, sources: pd.DataFrame, scale: alt.Scale, places: tuple[float, float], shown: str = ""
) -> list[alt.Chart]:
    """Return the layers that show, to the right of the axis, how often each term stands in each source.

    Parameters
    ----------
    drawn : DataFrame
        The terms drawn, in their order: term, count_a and count_b, mark_a and mark_b (`opened`), and what `shown`
        needs: first_shown and all_shown.
    sources : DataFrame
        The two sources compared, the first side first.
    scale : Scale
        That of the axis.
    places : tuple of float
        Where on the axis the columns stand.
    shown : str
        Which terms are drawn, as a Vega expression; all, if none is given.
    """
    labels = list(sources["label"])
    kept = drawn[["term", *(["first_shown", "all_shown"] if shown else [])]]
    counts = pd.concat(
        kept.assign(label=label, count=drawn[f"count_{side}"], mark=drawn[f"mark_{side}"], place=place)
        for label, side, place in zip(labels, "ab", places, strict=True)
    )
    base = alt.Chart(counts).transform_filter(shown) if shown else alt.Chart(counts)
    numbers = base.mark_text().encode(
        x=alt.X("place:Q", scale=scale),
        y=alt.Y("term:N", sort=list(drawn["term"]), title=None, axis=alt.Axis(grid=False)),
        text=theme.count("count"),
        tooltip=theme.tooltip(term="Word", label="Source", count="Count"),
    )
    heads = alt.Chart(pd.DataFrame({"label": labels, "place": list(places)}))
    heads = heads.mark_point(filled=True, size=60, opacity=1).encode(
        x=alt.X("place:Q", scale=scale), y=alt.value(-8), color=theme.colour(sources), shape=theme.shape(sources)
    )
    return [numbers, heads]


def bounds_said(bounds: pd.Series, decimals: int = 2) -> list[str]:
    """Return bounds of intervals as a reader shall see them."""
    return [f"{bound:.{decimals}f}".replace("inf", "∞").replace("-", "−") for bound in bounds]


def _all(label: str) -> str:
    return f"all words of {label}"
