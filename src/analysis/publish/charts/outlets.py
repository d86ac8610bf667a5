"""The outlets of everything that was read: how many articles each has, and how it is compared."""

import altair as alt
import pandas as pd

from .. import theme
from ..chart_marks import Marks, table
from ..words import plural
from . import names

# Up to so many outlets each have a row. Of more the largest have one, and the others of a side share a last one.
FEW, LARGEST = 25, 20
NEITHER = "not compared"
_ROW = 28  # pixels: two lines of a long name have room
_ROOM = 1.18  # of the longest line: at its end stands its number


def outlets(counted: pd.DataFrame, sources: pd.DataFrame) -> alt.LayerChart:
    """Draw how many articles each outlet has: a row an outlet, those of the first side on top, then the second's.

    Where there are many, those that have no row of their own are ticks in a row together, each at its number.

    Parameters
    ----------
    counted : DataFrame
        One row an outlet: category (its name), label (as what it is compared; "" if it is not), count (its articles),
        spans (the first word of each of these; none where they are not in the book).
    sources : DataFrame
        The two sources compared.
    """
    sides = _sides(counted, sources)
    labels = list(sides["label"])
    counted = counted.assign(label=counted["label"].where(counted["label"].isin(labels), NEITHER))
    counted = _ordered(counted, labels)
    marks = Marks()
    opens = counted["spans"].map(len) == counted["count"]
    counted["mark"] = None
    counted.loc[opens, "mark"] = marks.counts(
        counted[opens], "articles of {category}, compared as {label}, each by its first word"
    )
    counted["alone"] = _alone(counted)
    counted["at"], rows = _rows(counted)
    drawn = counted.drop(columns="spans").assign(zero=0)
    alone, others = drawn[drawn["alone"]], drawn[~drawn["alone"]]
    most = max(int(counted["count"].max()), 1)
    across = {"title": "articles", "scale": alt.Scale(domain=[0, most * _ROOM], nice=False), "axis": _axis(most)}
    x, foot = alt.X("count:Q", **across), alt.X("zero:Q", **across)
    y = alt.Y(
        "at:Q", title=None, scale=alt.Scale(domain=[rows["at"].iloc[-1] + 1, -0.7], nice=False), axis=_names(rows)
    )
    tooltip = theme.tooltip(category="Outlet", label="Compared as", count="Articles")
    look = {"color": theme.colour(sides), "shape": theme.shape(sides)}
    line = alt.Chart(alone.drop(columns="mark")).mark_rule(strokeWidth=3, opacity=0.55)
    layers = [line.encode(x=foot, x2="count:Q", y=y, color=theme.colour(sides))]
    opened, closed = alone[alone["mark"].notna()], alone[alone["mark"].isna()].drop(columns="mark")
    # Only what leads somewhere has a key, and a tooltip.
    for own, leads in ((opened, {"tooltip": tooltip}), (closed, {})):
        if len(own):
            base = alt.Chart(own)
            number = base.mark_text(align="left", dx=9).encode(x=x, y=y, text=theme.count("count"), **leads)
            layers += [base.mark_point(filled=True, size=80, opacity=1).encode(x=x, y=y, **look, **leads), number]
    if len(others):
        tick = alt.Chart(others.drop(columns="mark")).mark_tick(thickness=1.5, size=13, opacity=0.55)
        note = alt.Chart(rows[rows["note"] != ""]).mark_text(align="left", baseline="top", dy=12)
        layers += [tick.encode(x=x, y=y, color=theme.colour(sides)), note.encode(x=foot, y=y, text="note:N")]
    title = _title(counted, labels, len(counted))
    together = " Outlets that share a row are ticks in it, each at its number." if len(others) else ""
    said = {**{at: f"{number:,}" for at, number in zip(alone["at"], alone["count"], strict=True)}, **_notes(rows)}
    shown = [f"{row.category} ({row.label}): {said[row.at]}" for row in rows.itertuples()]
    heads = {"category": "Outlet", "label": "Compared as", "count": "Articles"}
    made = table(drawn, heads, {"count": "mark"})
    for row in made["rows"]:
        row["marks"] = {column: key for column, key in row["marks"].items() if key is not None}
    return theme.finish(
        alt.layer(*layers),
        title=title,
        measure=f"Number of articles of each outlet that was read, and as what it is compared.{together}",
        description=f"Number of articles of each outlet. {'; '.join(shown)}.",
        shows=f"{title}.",
        limit="These are the articles that were read, not all that an outlet published.",
        foot="Everything that was read, also what is not compared: data/outlets.csv.",
        height=round(110 + _ROW * (rows["at"].iloc[-1] + 1.7)),
        table=made,
        marks=marks,
    )


def _sides(counted: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Return the sources, and a grey one for the outlets that are not compared, if there are any."""
    if counted["label"].isin(sources["label"]).all():
        return sources[["label", "colour", "shape"]]
    grey = pd.DataFrame([{"label": NEITHER, "colour": theme.QUIET, "shape": "diamond"}])
    return pd.concat([sources[["label", "colour", "shape"]], grey], ignore_index=True)


def _ordered(counted: pd.DataFrame, labels: list[str]) -> pd.DataFrame:
    """Sort outlets by their sides, then by their articles, of equals the first in the alphabet."""
    ranked = counted.assign(_side=counted["label"].map(labels.index))
    ranked = ranked.sort_values(["_side", "count", "category"], ascending=[True, False, True])
    return ranked.drop(columns="_side").reset_index(drop=True)


def _alone(counted: pd.DataFrame) -> pd.Series:
    """Return which outlets have a row of their own: the largest, at least one of each side, and no other left alone."""
    if len(counted) <= FEW:
        return pd.Series(data=True, index=counted.index)
    first = ~counted["label"].duplicated()
    largest = counted.assign(_first=first).sort_values(["_first", "count"], ascending=[False, False], kind="stable")
    alone = pd.Series(counted.index.isin(largest.index[:LARGEST]), index=counted.index)
    left = counted["label"].where(~alone).map(counted.loc[~alone, "label"].value_counts())
    return alone | (left == 1)


def _rows(counted: pd.DataFrame) -> tuple[pd.Series, pd.DataFrame]:
    """Return in which row each outlet stands, and the rows: at, category, label, note (what is said under it)."""
    at, rows, place = pd.Series(0.0, index=counted.index), [], 0.0
    for label, side in counted.groupby("label", sort=False):
        for index, row in side[side["alone"]].iterrows():
            rows.append({"at": place, "category": row["category"], "label": label, "note": ""})
            at[index] = place
            place += 1
        own = side[~side["alone"]]
        if len(own):
            few, most = own["count"].min(), own["count"].max()
            each = f"{few:,}" if few == most else f"{few:,} to {most:,}"
            note = f"{each} each, {own['count'].sum():,} in all"
            rows.append({"at": place, "category": f"{len(own):,} others", "label": label, "note": note})
            at[own.index] = place
            place += 2
        # A little room between the sides.
        place += 0.4
    return at, pd.DataFrame(rows).assign(zero=0)


def _notes(rows: pd.DataFrame) -> dict[float, str]:
    noted = rows[rows["note"] != ""]
    return dict(zip(noted["at"], noted["note"], strict=True))


def _names(rows: pd.DataFrame) -> alt.Axis:
    at = [round(float(value), 1) for value in rows["at"]]
    said = {f"{value:g}": name for value, name in zip(at, rows["category"], strict=True)}
    return names.axis(said, values=at, grid=False)


def _axis(most: int) -> alt.Axis:
    """Return an axis of counts, with ticks only at whole numbers."""
    whole = {"values": list(range(most + 1))} if most < 6 else {"tickCount": 5}
    return alt.Axis(format=",d", **whole)


def _title(counted: pd.DataFrame, labels: list[str], number: int) -> str:
    of = counted.groupby("label")["count"].sum().reindex(labels, fill_value=0)
    first, second, *rest = labels
    left = f"; {of[NEITHER]:,} are not compared" if rest else ""
    return (
        f"{plural(int(of.sum()), 'article')} of {plural(number, 'outlet')}: {of[first]:,} of {first} are compared with "
        f"{of[second]:,} of {second}{left}"
    )
