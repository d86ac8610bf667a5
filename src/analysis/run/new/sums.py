"""Sums over all articles that were measured, of which a book shows some: data/annotations, see `compare.annotated`.

Part by part: what is held is sums, never the rows of a table.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from ...compare import annotated as record
from ...compare import publication
from ...measure.tables import store
from . import sides
from .annotated import Tables
from .draw import Drawn

# Terms that are kept: of those that stand so often on both sides together the most frequent.
LEAST, MOST = 5, 20_000
# Actors whose course over publication time is kept: as many as the chart of a book has.
ACTORS = 3
# Rows of sums that are added up at once.
_ROWS = 2_000_000
_TERMS = ["side", "term"]
_COURSE = ["resolution", "period", "side", "actor", "kinds"]


def write(root: Path, drawn: Drawn, shown: Collection[str]) -> None:
    """Write data/annotations of a book.

    Parameters
    ----------
    root : Path
        The folder of the book.
    drawn : Drawn
        The articles, and the tables that they were drawn from.
    shown : collection of str
        The ids of the articles that the book has.
    """
    side_of = sides.of_outlets(drawn.compared)
    articles = pd.DataFrame(
        [(source, published, number) for (source, published), number in sorted(drawn.articles.items())],
        columns=["source", "published", "number"],
    )
    articles = articles.assign(side=articles["source"].map(side_of)).dropna(subset="side")
    counts = _counts(drawn.tables, side_of, set(shown))
    terms, left = _terms(drawn.tables, side_of)
    placed = articles.loc[articles.index.repeat(articles["number"])].assign(article_id="")
    periods = {one: publication.placed(placed, one) for one in publication.RESOLUTIONS}
    course = _course(drawn.tables, side_of, periods, placed["side"].to_numpy())
    about = [*_about(drawn, articles, counts), *left]
    for resolution, table in periods.items():
        number = table["reason"].value_counts()
        about += [(one, resolution, number[one]) for one in publication.REASONS if one in number]
    tables = {"about": pd.DataFrame(about, columns=list(record.COLUMNS["about"])), "counts": counts, "terms": terms}
    tables |= {"publication": course, "reasons": drawn.reasons}
    folder = root / record.FOLDER
    folder.mkdir(parents=True)
    for name, table in tables.items():
        store(table[list(record.COLUMNS[name])], folder / f"{name}.csv")


def _about(drawn: Drawn, articles: pd.DataFrame, counts: pd.DataFrame) -> Iterator[tuple[str, str, Any]]:
    """Yield the rows of about.csv: item, of, value."""
    manifest = drawn.tables.manifest
    yield "manifest", "", drawn.tables.sha256
    for name, version in {**manifest.get("versions", {}), **manifest["layers"]}.items():
        yield "version", name, "" if version is None else version
    yield "rule", "", record.RULE
    yield "most", "", drawn.most
    yield "articles", "", sum(drawn.articles.values())
    for side, number in articles.groupby("side")["number"].sum().items():
        yield "articles", side, number
    shown = counts[(counts["part"] == record.DRAWN) & (counts["layer"] == "articles")]
    for row in shown.itertuples():
        yield "drawn", row.side, row.rows


def _sided(table: Any, side_of: Mapping[str, str]) -> Any:
    """Return a table of Arrow with the side of each row; rows of outlets that are not compared are left out."""
    import pyarrow as arrow
    import pyarrow.compute as at

    sources = arrow.array(list(side_of), table["source"].type)
    side = at.take(arrow.array(list(side_of.values())), at.index_in(table["source"], value_set=sources))
    table = table.append_column("side", side)
    return table.filter(at.is_valid(side))


def _counts(tables: Tables, side_of: Mapping[str, str], shown: set[str]) -> pd.DataFrame:
    """Return the rows of counts.csv."""
    import pyarrow as arrow
    import pyarrow.compute as at

    sums: Counter = Counter()
    having: Counter = Counter()

    def add(layer: str, table: Any) -> None:
        # `size` says how much a row counts.
        drawn = arrow.array(sorted(shown), table["article_id"].type)
        table = table.append_column("drawn", at.is_in(table["article_id"], value_set=drawn))
        for category in ([], ["category"]) if "category" in table.column_names else ([],):
            keys = ["side", "drawn", *category]
            each = table.group_by([*keys, "article_id"]).aggregate([("size", "sum")])
            for row in each.group_by(keys).aggregate([("size_sum", "sum"), ("article_id", "count")]).to_pylist():
                name = (row["category"] or record.NO_CATEGORY) if category else ""
                for part in record.PARTS if row["drawn"] else (record.ALL,):
                    sums[part, row["side"], layer, name] += row["size_sum_sum"]
                    having[part, row["side"], layer, name] += row["article_id_count"]

    for _, table in tables.each("articles", ("article_id", "source")):
        add("articles", _ones(_sided(table, side_of)))
    for _, table in tables.each("terms", ("article_id", "source", "count")):
        add("words", _sided(table, side_of).rename_columns({"count": "size"}))
    for layer, column in record.CATEGORIES.items():
        # A statement has several rows.
        group = ["group_id"] if layer == "statements" else []
        for _, table in tables.each(layer, ("article_id", "source", column, *group)) if layer in tables.layers else ():
            own = _sided(table, side_of).rename_columns({column: "category"})
            own = own.group_by(["side", "article_id", "category", *group]).aggregate([]) if group else own
            add(layer, _ones(own))
    rows = [(*key, int(sums[key]), int(having[key])) for key in sorted(sums)]
    made = pd.DataFrame(rows, columns=list(record.COLUMNS["counts"]))
    none = [
        (part, side, layer, "", 0, 0)
        for part in record.PARTS
        for side in record.SIDES
        for layer in tables.layers
        if layer in record.CATEGORIES and (part, side, layer, "") not in sums
    ]
    return pd.concat([made, pd.DataFrame(none, columns=made.columns)], ignore_index=True)


def _ones(table: Any) -> Any:
    """Return a table of Arrow with a column `size`, which is 1."""
    import numpy as np
    import pyarrow as arrow

    return table.append_column("size", arrow.array(np.ones(len(table), dtype="int64")))


def _together(held: list[pd.DataFrame], keys: list[str], *, more: int = 0) -> list[pd.DataFrame]:
    """Return sums added up, as one table, if they have more than so many rows."""
    if sum(map(len, held)) <= more:
        return held
    return [pd.concat(held).groupby(keys).sum().reset_index()]


def _terms(tables: Tables, side_of: Mapping[str, str]) -> tuple[pd.DataFrame, list[tuple[str, str, int]]]:
    """Return the rows of terms.csv, and what is said in about.csv of those that are left out."""
    held: list[pd.DataFrame] = []
    for _, table in tables.each("terms", ("term", "count", "source")):
        summed = _sided(table, side_of).group_by(_TERMS).aggregate([("count", "sum"), ("count", "count")])
        # An article has a term in one row.
        held.append(summed.rename_columns({"count_sum": "rows", "count_count": "articles"}).to_pandas())
        held = _together(held, _TERMS, more=_ROWS)
    (every,) = _together(held, _TERMS)
    every = every.pivot(index="term", columns="side", values=["rows", "articles"]).fillna(0).astype("int64")
    every = every.set_axis([*record.SIDES, *(f"articles_{side}" for side in record.SIDES)], axis=1).reset_index()
    every = every.assign(total=every[list(record.SIDES)].sum(axis=1))
    every = every.sort_values(["total", "term"], ascending=[False, True], kind="stable")
    kept = every["total"].ge(LEAST).to_numpy() & (pd.RangeIndex(len(every)) < MOST)
    left = every[~kept]
    said = [("terms_left_out", "", len(left)), ("least", "terms", LEAST), ("most", "terms", MOST)]
    said += [("occurrences_left_out", side, int(left[side].sum())) for side in record.SIDES]
    return every[kept].drop(columns="total"), said


def _course(tables: Tables, side_of: Mapping[str, str], periods: Mapping[str, pd.DataFrame], side: Any) -> pd.DataFrame:
    """Return the rows of publication.csv: of the actors mentioned most, in every period from the first to the last."""
    columns = list(record.COLUMNS["publication"])
    if "actors" not in tables.layers:
        return pd.DataFrame(columns=columns)
    known = {
        resolution: dict(table.loc[table["period"] != "", ["published", "period"]].drop_duplicates().to_numpy())
        for resolution, table in periods.items()
    }
    held: list[pd.DataFrame] = []
    every: Counter = Counter()
    for number, table in tables.each("actors", ("article_id", "source", "actor", "kind")):
        own = _sided(table, side_of).to_pandas()
        every.update(own["actor"].value_counts().to_dict())
        dates = tables.read("articles", number, ("article_id", "published")).to_pandas()
        published = own["article_id"].map(dates.set_index("article_id")["published"])
        for resolution, names in known.items():
            dated = own.assign(resolution=resolution, period=published.map(names)).dropna(subset="period")
            named = dated[dated["kind"] == "name"]
            for kinds, counted in ((publication.ALL, dated), (publication.NAMES, named)):
                each = counted.assign(kinds=kinds).groupby(_COURSE)["article_id"]
                held.append(each.agg(mentioning="nunique", mentions="size").reset_index())
        held = _together(held, _COURSE, more=_ROWS)
    most = sorted(every, key=lambda name: (-every[name], name))[:ACTORS]
    if not most:
        return pd.DataFrame(columns=columns)
    found = pd.concat(_together(held, _COURSE))
    rows = []
    for resolution, table in periods.items():
        sizes = table.assign(side=side)[table["period"] != ""].groupby(["period", "side"]).size()
        for period in publication.between(sizes.index.get_level_values("period"), resolution):
            rows += [
                (resolution, period, side, int(sizes.get((period, side), 0)), actor, kinds)
                for actor in most
                for kinds in publication.KINDS
                for side in record.SIDES
            ]
    made = pd.DataFrame(rows, columns=columns[:6])
    made = made.merge(found, on=_COURSE, how="left")
    return made.fillna({"mentioning": 0, "mentions": 0}).astype({"mentioning": "int64", "mentions": "int64"})
