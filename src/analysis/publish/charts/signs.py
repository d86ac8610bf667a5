"""Things of each category, with a letter for the side they belong to: a few as one sign each, many as bars."""

from collections.abc import Mapping, Sequence
from itertools import chain

import altair as alt
import pandas as pd

from ...compare.voices import UNNAMED
from .. import theme
from ..chart_marks import Marks, in_order, table
from ..words import capital, listed, share
from .many import MOST
from .many import signs as bars

_ROW = 24  # pixels
_LINE = 16
# To the right of the signs there is room for the numbers, in steps of a sign.
_ROOM = 7.5


def owners(
    owned: pd.DataFrame,
    sources: pd.DataFrame,
    *,
    what: str,
    short: str,
    order: list[str],
    sides: list[str],
    each: str = "a sentence",
    totals: Mapping[tuple[str, str], int] | None = None,
    caution: str = "",
    notes: dict[str, str] | None = None,
    scores: pd.DataFrame | None = None,
    limit: str,
    foot: str,
) -> alt.LayerChart:
    """Draw how often each source has something, told apart by whose words it stands in.

    Up to `many.MOST` things are drawn as one sign each, more as bars.

    Parameters
    ----------
    owned : DataFrame
        One row a sign: category, label, side (one of `sides`), spans (the stretch that counts).
    sources : DataFrame
        sources.csv.
    what : str
        What is counted, in the plural.
    short : str
        The same in a word or two, for the title.
    order : list of str
        The categories, from top to bottom.
    sides : list of str
        The report's own voice first; then whose words there are.
    each : str
        What one sign is.
    totals : mapping, optional
        What each count is a share of, by category and label.
    caution : str
        A sentence to stand before all others, with what the chart measures: that it was not validated.
    notes : dict, optional
        A line to stand at the right, beside the name of a category; without numbers, which would lead nowhere.
    scores : DataFrame, optional
        How far the counts can be trusted: category, label, and columns under their headings for the data table.
    limit : str
        What may not be claimed from the counts, as a sentence.
    foot : str
        Source and method in one line.
    """
    labels = list(sources["label"])
    own, *others = sides
    letters = {own: "", **initials(others)}
    names = {side: "in the report’s own voice" if side == own else f"in words of: {side}" for side in sides}
    counted, marks = _counted(owned, order, labels, names)
    scored = [] if scores is None else [name for name in scores if name not in ("category", "label")]
    if scored:
        counted = counted.merge(scores, on=["category", "label"], how="left")
    counted["said"] = [
        _of(count, totals[category, label]) if totals else f"{count:,}"
        for category, label, count in counted[["category", "label", "count"]].itertuples(index=False)
    ]
    many = len(owned) > MOST
    drawn = bars.parts_of(counted, letters) if many else _signs(owned, order, labels, letters, marks)
    layers = _layers(drawn, counted, sources, order, notes or {}, "Whose words", many=many)
    sums = counted.groupby("label")[["count", own]].sum().reindex(labels, fill_value=0)
    of_all = {label: f"{row[own]:,} of {row['count']:,}" if row["count"] else "none" for label, row in sums.iterrows()}
    told = listed(f"{of_all[label]} in {label}" for label in labels)
    return theme.finish(
        alt.layer(*layers),
        title=f"{short} in the report’s own voice: {told}",
        measure=f"{caution}{caution and ' '}Number of {what}{', and their share of all' if totals else ''}. "
        + (
            "Full colour: in the report’s own voice; pale: in words that it gives to others "
            f"({_key(letters)}; a letter stands where there is room)."
            if many
            else f"Each sign is {each}: filled in the report’s own voice, "
            f"hollow in words that it gives to others ({_key(letters)})."
        ),
        description=f"Number of {what}, {' and '.join(labels)}. {_rows(counted, order, labels, names) or 'None'}.",
        shows=f"Of the {what}, {told} stand in the report’s own voice; the rest are words given to others.",
        limit=limit,
        foot=f"{foot} {theme.BODY}",
        height=50 + _LINE * -(-len(caution) // theme.WRAP) + _ROW * (len(labels) + 1) * len(order),
        table=_table(counted, what, names, scored),
        marks=marks,
    )


def doers(
    acts: pd.DataFrame,
    sources: pd.DataFrame,
    *,
    what: str,
    order: list[str],
    sides: list[str],
    who: str,
    limit: str,
    foot: str,
) -> alt.LayerChart:
    """Draw how often each source tells of an act, told apart by the side of who does it.

    Parameters
    ----------
    acts : DataFrame
        One row an act: category (which act), label, side (of who does it, one of `sides`), spans (the act).
    sources, what, order, limit, foot
        As for `owners`.
    sides : list of str
        Whose acts there are.
    who : str
        What a side does, as "done by".
    """
    labels = list(sources["label"])
    letters = initials(sides)
    names = {side: f"{who}: {side}" for side in sides}
    counted, marks = _counted(acts, order, labels, names)
    counted["said"] = counted["count"].map("{:,}".format)
    many = len(acts) > MOST
    drawn = bars.parts_of(counted, letters) if many else _signs(acts, order, labels, letters, marks)
    layers = _layers(drawn, counted, sources, order, {}, capital(who), many=many)
    furthest = _furthest(counted, labels)
    return theme.finish(
        alt.layer(*layers),
        title=f"Furthest apart: {furthest}",
        measure=f"Number of {what}. Each part is a side, with its letter where there is room; {who} {_key(letters)}."
        if many
        else f"Number of {what}. Each sign is one, the letter its side; {who} {_key(letters)}.",
        description=f"Number of {what}, {' and '.join(labels)}. {_rows(counted, order, labels, names) or 'None'}.",
        shows=f"Of all {what}, the shares furthest apart: {furthest}.",
        limit=limit,
        foot=f"{foot} {theme.BODY}",
        height=50 + _ROW * (len(labels) + 1) * len(order),
        table=_table(counted, what, names),
        marks=marks,
    )


def initials(names: list[str]) -> dict[str, str]:
    """Return a letter for each name: the first of its own that no other has; a question mark for the last resort.

    Examples
    --------
    >>> initials(["Russia", "West", "Romania", "not named"])
    {'Russia': 'R', 'West': 'W', 'Romania': 'O', 'not named': '?'}
    """
    found: dict[str, str] = {}
    for name in names:
        letters = [sign for sign in name.upper() if sign.isalpha() and sign not in found.values()]
        found[name] = letters[0] if letters and name != UNNAMED else "?"
    return found


def _of(count: int, whole: int) -> str:
    return f"{count:,} of {whole:,} ({share(count / whole)})" if whole else "none looked at"


def _key(letters: dict[str, str]) -> str:
    return listed(f"{letter}: {side}" for side, letter in letters.items() if letter)


def _furthest(counted: pd.DataFrame, labels: list[str]) -> str:
    """Return the category whose share of all differs most between the first two sources, with its counts."""
    wide = counted.pivot(index="category", columns="label", values="count").reindex(columns=labels)
    whole = wide.sum()
    if not len(wide) or not whole.all():
        return "nothing to compare"
    shares = wide[labels[:2]] / whole
    name = (shares[labels[0]] - shares[labels[1]]).abs().sort_index().idxmax()
    return f"“{name}”, {listed(f'{wide.at[name, label]:,} of {whole[label]:,} in {label}' for label in labels)}"


def _counted(
    found: pd.DataFrame, order: list[str], labels: list[str], names: dict[str, str]
) -> tuple[pd.DataFrame, Marks]:
    """Return the counts of each category and source, whole and by side, each with its mark."""
    spans = (
        found.groupby(["category", "label", "side"])["spans"]
        .agg(lambda lists: tuple(chain.from_iterable(lists)))
        .to_dict()
    )
    marks = Marks()
    rows = []
    for name in order:
        for label in labels:
            parts = {side: spans.get((name, label, side), ()) for side in names}
            whole = tuple(chain.from_iterable(parts.values()))
            row = {
                "category": name,
                "label": label,
                "count": len(whole),
                "mark": marks.count(f"{name} in {label}", whole),
            }
            for side, own in parts.items():
                row |= {side: len(own), f"{side} mark": marks.count(f"{name} in {label}, {names[side]}", own)}
            rows.append(row)
    sides = [column for side in names for column in (side, f"{side} mark")]
    return pd.DataFrame(rows, columns=["category", "label", "count", "mark", *sides]), marks


def _signs(
    found: pd.DataFrame, order: list[str], labels: list[str], letters: dict[str, str], marks: Marks
) -> pd.DataFrame:
    """Return a sign for each thing counted, in order, with its place in its row and its letter."""
    signs = in_order(found.assign(_at=found["side"].map(list(letters).index)), order, labels, ["_at"])
    signs["nth"] = signs.groupby(["category", "label"]).cumcount() + 1
    keys = marks.counts(signs, "{category} in {label}: {nth}")
    return signs.assign(mark=keys, sign=signs["side"].map(letters))[
        ["category", "label", "side", "nth", "sign", "mark"]
    ]


def _rows(counted: pd.DataFrame, order: list[str], labels: list[str], names: dict[str, str]) -> str:
    wide = counted.set_index(["category", "label"])
    rows = []
    for name in order:
        numbers = {column: [int(wide.loc[(name, label), column]) for label in labels] for column in ("count", *names)}
        split = [
            f"{said} {listed(map('{:,}'.format, numbers[side]))}" for side, said in names.items() if any(numbers[side])
        ]
        rows.append("; ".join([f"{name}: {', '.join(map('{:,}'.format, numbers['count']))}", *split]))
    return ". ".join(rows)


def _table(counted: pd.DataFrame, what: str, names: dict[str, str], scored: Sequence[str] = ()) -> dict:
    heads = {"category": "Category", "label": "Source", "count": capital(what)}
    opens = {"count": "mark"} | {side: f"{side} mark" for side in names}
    heads |= {side: capital(said) for side, said in names.items()} | {name: name for name in scored}
    return table(counted, heads, opens)


def _layers(
    drawn: pd.DataFrame,
    counted: pd.DataFrame,
    sources: pd.DataFrame,
    order: list[str],
    notes: dict[str, str],
    side: str,
    *,
    many: bool,
) -> list[alt.Chart]:
    # A line for the name of the category, then one for each source.
    place = {
        "y": alt.Y("category:N", sort=order, axis=None),
        "yOffset": alt.YOffset("label:N", scale=alt.Scale(domain=["", *sources["label"]])),
    }
    layers, scale = (bars.layers if many else _sign_layers)(drawn, counted, sources, place, side)
    heads = pd.DataFrame({"category": order, "label": "", "note": [notes.get(name, "") for name in order]})
    head = alt.Chart(heads)
    number = alt.Chart(counted[["category", "label", "count", "said", "mark"]])
    return [
        *layers,
        head.mark_text(align="left", baseline="middle", fontSize=13, fontWeight="bold").encode(
            x=alt.value(0), text="category:N", **place
        ),
        head.mark_text(align="right", baseline="middle", color=theme.QUIET).encode(
            x=alt.value("width"), text="note:N", **place
        ),
        number.mark_text(align="left", baseline="middle", dx=6 if many else 16).encode(
            x=alt.X("count:Q", scale=scale, axis=None),
            **place,
            text="said:N",
            tooltip=theme.tooltip(category="Category", label="Source", count="Number"),
        ),
    ]


def _sign_layers(
    signs: pd.DataFrame, counted: pd.DataFrame, sources: pd.DataFrame, place: dict, side: str
) -> tuple[list[alt.Chart], alt.Scale]:
    """Return the layers of the signs, and the scale that the numbers beside them take."""
    most = int(counted["count"].max()) if len(counted) else 0
    scale = alt.Scale(domain=[0, max(most, 6) + _ROOM], nice=False)
    at = {"x": alt.X("nth:Q", scale=scale, axis=None), **place}
    look = {
        **{"color": theme.colour(sources), "shape": theme.shape(sources)},
        "tooltip": theme.tooltip(category="Category", label="Source", side=side),
    }
    base = alt.Chart(signs)
    lettered = base.transform_filter("datum.sign != ''")
    return [
        base.transform_filter("datum.sign == ''").mark_point(filled=True, size=130, opacity=1).encode(**at, **look),
        lettered.mark_point(filled=False, fill="transparent", size=210, strokeWidth=1.5, opacity=1).encode(
            **at, **look
        ),
        lettered.mark_text(baseline="middle", fontSize=11).encode(**at, text="sign:N", tooltip=look["tooltip"]),
    ], scale
