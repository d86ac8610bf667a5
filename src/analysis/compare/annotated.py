"""Sums over very many articles, of which a book shows a draw: kept with what they were made from, and compared.

Five tables in data/annotations, which `twicetold new --annotations` writes. A book that shows all of its articles
has none of them.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..measure import Corpus
from ..measure.errors import BadInput, Faults
from ..measure.tables import as_given, is_whole_number, read_table
from . import publication, vocabulary
from .rankings import ranked
from .units import function_words

FOLDER = Path("data") / "annotations"
SIDES = ("first", "second")
# Whether a row of counts.csv is of all articles, or of those that the book shows.
ALL, DRAWN = PARTS = ("all", "drawn")
# The layers that have categories, and the column of these.
CATEGORIES = {
    **{"actors": "actor", "statements": "verb_class", "dates": "type"},
    **{"frames": "frame", "stance": "stance"},
}
# From so many rows on among all articles of a side, two rates are compared.
OFTEN = 50
NO_CATEGORY = "no class"
# A word is told as distinctive of a side if it stands in so many of its articles.
IN_ARTICLES = 5
RULE = "those whose texts have the least SHA-256 (in UTF-8, the hash in hexadecimal)"
COLUMNS = {
    "about": ("item", "of", "value"),
    "counts": ("part", "side", "layer", "category", "rows", "articles"),
    "terms": ("term", "first", "second", "articles_first", "articles_second"),
    "publication": ("resolution", "period", "side", "articles", "actor", "kinds", "mentioning", "mentions"),
    "reasons": ("kind", "what", "count", "first"),
}
_NUMBERS = {
    "counts": ("rows", "articles"),
    "terms": ("first", "second", "articles_first", "articles_second"),
    "publication": ("articles", "mentioning", "mentions"),
    "reasons": ("count",),
}
_KEYS = {
    "about": ("item", "of"),
    "counts": ("part", "side", "layer", "category"),
    "terms": ("term",),
    "publication": ("resolution", "period", "side", "actor", "kinds"),
    "reasons": ("kind", "what"),
}
_ONE_OF = (
    ("counts", "part", PARTS),
    ("counts", "side", SIDES),
    ("publication", "side", SIDES),
    ("publication", "kinds", publication.KINDS),
    ("publication", "resolution", publication.RESOLUTIONS),
)
# What about.csv must say: item, and of what; all but the rule are numbers.
_SAID = (
    *(("rule", ""), ("most", ""), ("articles", ""), ("terms_left_out", ""), ("least", "terms"), ("most", "terms")),
    *(("occurrences_left_out", side) for side in SIDES),
)
# What no term is: the words that are left out of terms.csv, taken together.
_OTHERS = ""


class Record(NamedTuple):
    """The five tables, with the numbers as numbers.

    `about` has item, of and value; `counts` for each part, side and layer the rows of each category and the articles
    that have one, and with the category "" those of all categories; "words" and "articles" are there as layers;
    `terms` for each term its occurrences and articles by side; `publication` and `reasons` as their columns say.
    """

    about: pd.DataFrame
    counts: pd.DataFrame
    terms: pd.DataFrame
    publication: pd.DataFrame
    reasons: pd.DataFrame

    def number(self, layer: str, side: str, part: str = ALL) -> int:
        """Return how many rows of a layer a side has."""
        found = self.counts.set_index(["part", "side", "layer", "category"])["rows"]
        return int(found.get((part, side, layer, ""), 0))

    def said(self, item: str, of: str = "") -> str:
        """Return what about.csv says of something, or "" where it says nothing."""
        own = self.about[(self.about["item"] == item) & (self.about["of"] == of)]
        return own["value"].iloc[0] if len(own) else ""


def read(root: Path) -> Record | None:
    """Return the sums on record in a book; None if it has none.

    Raises
    ------
    BadInput
        If a table is missing or has other columns, or a cell is none that the command writes.
    """
    folder = root / FOLDER
    if not folder.is_dir():
        return None
    found = {name: read_table(folder / f"{name}.csv", columns, keys=[_KEYS[name]]) for name, columns in COLUMNS.items()}
    faults = Faults()
    cells = [
        *((name, column, "a whole number", is_whole_number) for name, own in _NUMBERS.items() for column in own),
        *((name, column, f"one of {', '.join(choice)}", choice.__contains__) for name, column, choice in _ONE_OF),
    ]
    for name, column, expected, is_right in cells:
        for row, value in zip(found[name]["row"], found[name][column], strict=True):
            if not is_right(value):
                faults.add(folder / f"{name}.csv", expected, row=row, column=column, value=value)
    faults.stop()
    made = {
        name: table[list(COLUMNS[name])].map(as_given).astype(dict.fromkeys(_NUMBERS.get(name, ()), "int64"))
        for name, table in found.items()
    }
    _check_periods(folder / "publication.csv", made["publication"].assign(row=found["publication"]["row"]))
    record = Record(**made)
    _check_about(folder / "about.csv", record)
    for part, side in ((part, side) for part in PARTS for side in SIDES):
        if not (record.number("articles", side, part) and record.number("words", side, part)):
            expected = f"rows of articles and words of the side {side}, {part}, that are not 0"
            raise BadInput(folder / "counts.csv", expected, column="rows")
    return record


def _check_about(path: Path, record: Record) -> None:
    """Refuse an about.csv that does not say what a book says of it."""
    wanted = [*_SAID, *((row.item, row.of) for row in record.about.itertuples() if row.item in publication.REASONS)]
    for item, of in wanted:
        value = record.said(item, of)
        if not value or (item != "rule" and not is_whole_number(value)):
            raise BadInput(path, f"a row with the item {item!r} of {of!r}, and its value", column="value", value=value)


def _check_periods(path: Path, table: pd.DataFrame) -> None:
    """Refuse what no shares could be made of."""
    faults = Faults()
    for line in table.itertuples():
        try:
            right = publication.period_of(publication.bounds(line.period)[0], line.resolution) == line.period
        except ValueError:
            right = False
        if not right:
            expected = "a month or a week, as its resolution says"
            faults.add(path, expected, row=line.row, column="period", value=line.period)
        if line.mentioning > line.articles or line.mentions < line.mentioning:
            expected = "at most as many articles as there are, and at least one mention in each"
            faults.add(path, expected, row=line.row, column="mentioning", value=line.mentioning)
    faults.stop()


def labels(corpus: Corpus) -> dict[str, dict[str, str]]:
    """Return what a book calls the categories of the layers actors and frames, by their ids."""
    actors, categories = corpus.tables["actors"], corpus.tables["categories"]
    return {
        "actors": dict(zip(actors["actor"], actors["label"], strict=True)),
        "frames": dict(zip(categories["category"], categories["label"], strict=True)),
    }


def rates(record: Record, labels: Mapping[str, Mapping[str, str]] | None = None) -> pd.DataFrame:
    """Return how often each category stands per 1,000 words, among all articles and among those that are shown.

    Parameters
    ----------
    record : Record
        As `read` returns it.
    labels : mapping, optional
        What categories are called, by layer and id; see `labels`.

    Returns
    -------
    DataFrame
        One row a category: layer, category, and for each side `all_first` (per 1,000 words of all articles),
        `drawn_first` (of those shown), `count_first` (rows among all), and the same of the second. A layer that
        found nothing is one row, of the category "all".
    """
    labels = labels or {}
    own = record.counts[record.counts["layer"].isin(CATEGORIES)]
    named = own[own["category"] != ""]
    empty = own[(own["category"] == "") & ~own["layer"].isin(named["layer"])]
    chosen = pd.concat([named, empty])
    wide = chosen.pivot_table("rows", ["layer", "category"], ["part", "side"], aggfunc="sum", fill_value=0)
    columns = {}
    for side in SIDES:
        for part in PARTS:
            rows = wide.get((part, side), pd.Series(0, index=wide.index))
            columns[f"{part}_{side}"] = 1000 * rows / record.number("words", side, part)
            if part == ALL:
                columns[f"count_{side}"] = rows.astype("int64")
    table = pd.DataFrame(columns, index=wide.index).reset_index()
    total = table["count_first"] + table["count_second"]
    table = table.assign(_layer=table["layer"].map(list(CATEGORIES).index), _total=total)
    table = table.sort_values(["_layer", "_total", "category"], ascending=[True, False, True], kind="stable")
    names = [
        labels.get(layer, {}).get(name, name) or "all"
        for layer, name in zip(table["layer"], table["category"], strict=True)
    ]
    return table.drop(columns=["_layer", "_total"]).assign(category=names).reset_index(drop=True)


def not_measured(record: Record) -> list[str]:
    """Return in words what no rates are had of: layers that were not measured, and names that were not looked for."""
    layers = set(record.counts["layer"])
    missing = [layer for layer in CATEGORIES if layer not in layers]
    told = [f"not measured: {', '.join(missing)} (they are named by `--layers`)"] if missing else []
    own = record.counts[record.counts["layer"] == "actors"]
    if len(own) and not own["rows"].sum():
        told.append("of actors no name was found: those looked for are of the book that `annotate` is called in")
    return told


def farthest(table: pd.DataFrame, *, least: int = OFTEN) -> pd.Series | None:
    """Return the side of a row of `rates` whose rate in the draw is farthest from that of all articles.

    Parameters
    ----------
    table : DataFrame
        As `rates` returns it.
    least : int
        How often a category must stand among all articles of a side.

    Returns
    -------
    Series or None
        layer, category, side, all and drawn (rates), times (the larger by the smaller); None if no category stands so
        often on a side.
    """
    sides = [
        pd.DataFrame(
            {
                **{"layer": table["layer"], "category": table["category"], "side": side},
                **{"all": table[f"all_{side}"], "drawn": table[f"drawn_{side}"], "count": table[f"count_{side}"]},
            }
        )
        for side in SIDES
    ]
    both = pd.concat(sides, ignore_index=True)
    both = both[(both["count"] >= least) & (both["category"] != NO_CATEGORY)]
    if both.empty:
        return None
    with np.errstate(divide="ignore"):
        times = np.maximum(both["all"], both["drawn"]) / np.minimum(both["all"], both["drawn"])
    return both.assign(times=times).sort_values("times", ascending=False, kind="stable").iloc[0]


def compared(record: Record) -> pd.DataFrame:
    """Compare the words of both sides over all articles: see `vocabulary.compare`.

    The words that are not in terms.csv count for the length of a side.

    Returns
    -------
    DataFrame
        Rows of `vocabulary.compare`, without a test, with articles_first and articles_second (with the term).

    Raises
    ------
    ValueError
        If there are no terms.
    """
    counted = record.terms.set_index("term")[list(SIDES)]
    left = [record.number("words", side) - int(counted[side].sum()) for side in SIDES]
    if any(left):
        counted = pd.concat([counted, pd.DataFrame([left], index=[_OTHERS], columns=list(SIDES))])
    table = vocabulary.compare(counted, function_words=function_words(), exact=False)
    table = table[table["term"] != _OTHERS]
    return table.merge(record.terms.drop(columns=list(SIDES)), on="term")


def clearest(table: pd.DataFrame, side: str, most: int) -> pd.DataFrame:
    """Return the terms that are most distinctive of a side: by the conservative log ratio, the end nearer to 0.

    Only those that stand in at least `IN_ARTICLES` articles of the side: a word that one article repeats is its own.

    Parameters
    ----------
    table : DataFrame
        As `compared` returns it. Function words are left out.
    side : str
        One of `SIDES`.
    most : int
        How many terms.
    """
    sign = 1 if side == SIDES[0] else -1
    often = table[f"articles_{side}"] >= IN_ARTICLES
    own = table[often & (sign * table["log_ratio_conservative"] > 0) & ~table["function_word"]]
    return ranked(own, "log_ratio_conservative").head(most)


def course(record: Record, labels: Mapping[str, str]) -> pd.DataFrame:
    """Return counts and shares over publication time of all articles of both sides.

    As `publication.course` returns them, but without spans, and with what `labels` calls the actors.
    """
    table = record.publication
    keys = ["resolution", "period", "actor", "kinds"]
    summed = table.groupby(keys, sort=False)[["articles", "mentioning", "mentions"]].sum().reset_index()
    ends = [publication.bounds(period) for period in summed["period"]]
    summed = summed.assign(start=[start for start, _ in ends], end=[end for _, end in ends])
    names = [labels.get(actor, actor) for actor in summed["actor"]]
    return publication.shares(summed.assign(actor=names)[list(publication.COLUMNS)])


def left_out(record: Record) -> pd.DataFrame:
    """Return how many articles have no period, and why: resolution, reason, articles."""
    own = record.about[record.about["item"].isin(publication.REASONS)]
    table = pd.DataFrame({"resolution": own["of"], "reason": own["item"], "articles": own["value"].astype("int64")})
    return table.reset_index(drop=True)
