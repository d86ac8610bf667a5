"""Two vocabularies as one picture: what only one report says, what both say, and how surely."""

import altair as alt
import pandas as pd

from .. import theme
from ..chart_marks import Marks, table
from ..words import number, plural

# Half of the gap between the sides, where the words stand; the sides take what is left, to 1.
_GAP = 0.42
_REACH = 0.88


def vocabularies(
    chosen: pd.DataFrame, sources: pd.DataFrame, *, places: dict[str, tuple[str, ...]], clear: int
) -> alt.LayerChart:
    """Draw counts of words left and right of the words, in groups: only one report, both, only the other.

    Parameters
    ----------
    chosen : DataFrame
        One row a term and source, those to be drawn, groups and terms in the order they shall have: term, group
        (that of the term), label, count, spans, distinctive (whether the term is distinctive of a side).
    sources : DataFrame
        The two sources compared, the first to the left.
    places : dict
        For each group, in their order, the first place of each of its terms, drawn or not (`span_id`).
    clear : int
        How many terms are distinctive, of all.
    """
    first, second = sources["label"]
    marks = Marks()
    keyed = chosen.assign(mark=marks.counts(chosen, "{term} in {label}")).drop(columns="spans")
    sizes = {group: len(own) for group, own in places.items()}
    groups = {group: marks.count(f"{group}: each word once", own) for group, own in places.items()}
    rows = _rows(keyed, sizes)
    order = [row["row"] for row in rows]
    most = max(int(keyed["count"].max()), 1) if len(keyed) else 1
    unit = (_REACH - _GAP) / most
    sign = keyed["label"].map({first: -1, second: 1})
    drawn = keyed.assign(
        row=keyed["term"].map({row["term"]: row["row"] for row in rows}),
        base=sign * _GAP,
        place=sign * (_GAP + unit * keyed["count"]),
        side=sign,
    )
    present = drawn[drawn["count"] > 0]
    scale = alt.Scale(domain=[-1, 1], nice=False)
    y = alt.Y("row:O", sort=None, scale=alt.Scale(domain=order), axis=None)
    x = alt.X("place:Q", scale=scale, axis=None)
    tooltip = theme.tooltip(term="Word", label="Source", count="Count")
    look = {"color": theme.colour(sources), "shape": theme.shape(sources)}
    base = alt.Chart(present)
    bar = base.mark_rule(strokeWidth=3, opacity=0.55).encode(
        x=alt.X("base:Q", scale=scale, axis=None), x2="place:Q", y=y, color=theme.colour(sources)
    )
    sure, unsure = base.transform_filter("datum.distinctive"), base.transform_filter("!datum.distinctive")
    points = [
        sure.mark_point(filled=True, size=80, opacity=1).encode(x=x, y=y, tooltip=tooltip, **look),
        unsure.mark_point(filled=False, fill="white", size=55, opacity=1, strokeWidth=2).encode(
            x=x, y=y, tooltip=tooltip, **look
        ),
    ]
    numbers = [
        base.transform_filter(f"datum.side == {side}")
        .mark_text(align=align, dx=9 * side)
        .encode(x=x, y=y, text=theme.count("count"), tooltip=tooltip)
        for side, align in ((-1, "right"), (1, "left"))
    ]
    words = alt.Chart(pd.DataFrame([row for row in rows if row["term"]]))
    words = words.mark_text(fontSize=12).encode(x=alt.datum(0, scale=scale), y=y, text="term:N")
    heads = pd.DataFrame([row for row in rows if row["said"]])
    heads = alt.Chart(heads.assign(mark=heads["label"].map(groups), count=heads["label"].map(sizes)))
    heads = heads.mark_text(fontSize=12, fontWeight="bold", color=theme.INK).encode(
        x=alt.datum(0, scale=scale), y=y, text="said:N", tooltip=theme.tooltip(label="Group", count="Words")
    )
    counted = [f"{group}: {size:,}" for group, size in sizes.items()]
    both = list(sizes)[1]
    told = "none can be told from chance" if clear == 0 else f"{number(clear)} can be told from chance"
    wide = chosen.pivot(index="term", columns="label", values="count").reindex(chosen["term"].unique())
    each = [f"{term}: {int(row[first]):,}, {int(row[second]):,}" for term, row in wide.iterrows()]
    total = sum(sizes.values())
    return theme.finish(
        alt.layer(bar, *points, *numbers, words, heads),
        title=f"Function words left out, {sizes[both]:,} of {plural(total, 'word')} stand in both sources; "
        f"of single words, {told}",
        measure=f"The most frequent words of each group (of equal counts those first in the alphabet), and how often "
        f"each stands in {first} (left) and {second} (right). A filled mark: distinctive; a hollow one: not "
        "distinguishable.",
        description=f"Number of occurrences of words, {first} and {second}. {'; '.join(each)}. Words in all: "
        f"{', '.join(counted)}; distinctive: {clear:,}.",
        shows=f"Function words left out, {first} and {second} use {plural(total, 'word')}; {sizes[both]:,} of them "
        f"stand in both; of single words, {told}.",
        limit="A word that stands in one source only is not a word that the other avoids.",
        foot=f"Names of an actor count as one word. {theme.BODY}",
        height=70 + 19 * len(rows),
        table=table(
            drawn.assign(size=drawn["group"].map(sizes), words=drawn["group"].map(groups)),
            {
                **{"term": "Word", "label": "Source", "count": "Count", "distinctive": "Distinctive"},
                **{"group": "Group", "size": "Words in the group"},
            },
            {"count": "mark", "size": "words"},
        ),
        marks=marks,
    )


def _rows(chosen: pd.DataFrame, sizes: dict[str, int]) -> list[dict[str, str]]:
    """Return the rows of the chart from top to bottom: a heading for each group, then its terms; between them room."""
    rows = []
    for group, size in sizes.items():
        terms = list(chosen.loc[chosen["group"] == group, "term"].unique())
        if rows:
            rows.append({"row": f"before {group}", "term": "", "said": ""})
        rows.append({"row": f"group {group}", "term": "", "said": f"{group} ({size:,})", "label": group})
        rows += [{"row": f"term {term}", "term": term, "said": ""} for term in terms]
    return rows
