"""Counts of spans by source: what the charts and sentences are made from."""

from collections.abc import Sequence

import pandas as pd

from ..measure import Corpus


def with_source(spans: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Add to each span the source of its article."""
    return spans.assign(source=spans["article_id"].map(articles.set_index("article_id")["source"]))


def with_label(spans: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Add to each span the label of its article's source."""
    return with_source(spans, corpus.articles).assign(label=lambda table: table["source"].map(corpus.labels))


def named(spans: pd.DataFrame, column: str, table: pd.DataFrame) -> pd.DataFrame:
    """Add to each span its `category`: the label that a table of the corpus gives to the value in `column`."""
    return spans.assign(category=spans[column].map(table.set_index(column)["label"]))


def gathered(spans: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Count spans by some columns, and keep which they are.

    Returns
    -------
    DataFrame
        The columns, sorted, `count`, and `spans`: a tuple of the `span_id` of each counted span, in the
        order given.
    """
    found = spans.groupby(list(columns))["span_id"].agg(tuple).rename("spans").reset_index()
    return found.assign(count=found["spans"].map(len).astype("int64"))[[*columns, "count", "spans"]]


def and_by_name(mentions: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Count mentions as `gathered` does, once all of them and once those by name, told apart by `first_shown`.

    A chart draws the first at first and, where it has the switch "names only", the second in their place.
    """
    both = [(True, mentions), (False, mentions[mentions["kind"] == "name"])]
    found = [gathered(own, columns).assign(first_shown=shown) for shown, own in both]
    return pd.concat(found, ignore_index=True).sort_values([*columns, "first_shown"], ignore_index=True)


def by_source(spans: pd.DataFrame, corpus: Corpus, categories: Sequence[str] | None = None) -> pd.DataFrame:
    """Count spans by category and source.

    Parameters
    ----------
    spans : DataFrame
        With `category`, as `named` adds it.
    categories : sequence of str, optional
        The categories to count, found or not; by default those that are found.

    Returns
    -------
    DataFrame
        Columns category, label, count, spans (the `span_id` of each): every category with every source,
        zeros included.
    """
    counted = gathered(with_label(spans, corpus), ["category", "label"]).set_index(["category", "label"])["spans"]
    complete = pd.MultiIndex.from_product(
        [sorted(spans["category"].unique()) if categories is None else categories, corpus.labels.values()],
        names=["category", "label"],
    )
    found = counted.reindex(complete).reset_index()
    found["spans"] = [own if isinstance(own, tuple) else () for own in found["spans"]]
    return found.assign(count=found["spans"].map(len).astype("int64"))[["category", "label", "count", "spans"]]


def by_source_and_name(mentions: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Count mentions as `by_source` does, once all of them and once those by name, told apart by `first_shown`."""
    categories = sorted(mentions["category"].unique())
    both = [(True, mentions), (False, mentions[mentions["kind"] == "name"])]
    return pd.concat(
        [by_source(own, corpus, categories).assign(first_shown=shown) for shown, own in both], ignore_index=True
    )


def totals(spans: pd.DataFrame, corpus: Corpus) -> pd.Series:
    """Count spans by the label of their source, zeros included."""
    counted = with_label(spans, corpus).groupby("label").size()
    return counted.reindex(list(corpus.labels.values()), fill_value=0)


def cross(spans: pd.DataFrame, columns: Sequence[str], corpus: Corpus) -> pd.DataFrame:
    """Count spans by some columns and by source.

    Returns
    -------
    DataFrame
        The columns, sorted, and one column of counts for each source, named by its label.
    """
    counted = with_label(spans, corpus).groupby([*columns, "label"]).size().unstack(fill_value=0)
    return counted.reindex(columns=list(corpus.labels.values()), fill_value=0).rename_axis(columns=None).reset_index()


def largest(counted: pd.DataFrame, most: int) -> list[str]:
    """Return the categories with the largest totals, the largest first, ties in the order of the alphabet."""
    totals = counted.groupby("category")["count"].sum().reset_index()
    return list(totals.sort_values(["count", "category"], ascending=[False, True])["category"].head(most))


def in_one_only(counted: pd.DataFrame, label: str) -> list[str]:
    """Return the categories that only one source has, the most frequent first."""
    own = counted[(counted["label"] == label) & (counted["count"] > 0)]
    others = counted[(counted["label"] != label) & (counted["count"] > 0)]
    alone = own[~own["category"].isin(others["category"])]
    return list(alone.sort_values(["count", "category"], ascending=[False, True])["category"])


def ordered(found: pd.Series, known: Sequence[str]) -> list[str]:
    """Return the values that occur, in the order of a table that knows them all."""
    there = set(found)
    return [value for value in known if value in there]
