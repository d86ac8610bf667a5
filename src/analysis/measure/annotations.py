"""What a person marked in the articles: boilerplate, and the scars of translation and extraction.

Both are data (boilerplate.csv, scars.csv), turned into layers of spans like any other.
"""

from collections.abc import Mapping

import pandas as pd

from . import spans

BOILERPLATE_COLUMNS = ("kind", "note")
SCAR_COLUMNS = ("kind", "note", "upstream", "url")


def find_boilerplate(
    articles: pd.DataFrame, segments: pd.DataFrame, *, tables: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """Return the marked site furniture: kept and shown, not analysed.

    Returns
    -------
    DataFrame
        Spans with `kind` and `note`.
    """
    return _layer("boilerplate", articles, tables["boilerplate"], BOILERPLATE_COLUMNS)


def find_scars(articles: pd.DataFrame, segments: pd.DataFrame, *, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the text-critical notes: places where the text as received shows damage or doubt.

    Returns
    -------
    DataFrame
        Spans with `kind` (cut, quotation, spelling, wording), `note`, and, where an earlier version of the
        text is known, its wording (`upstream`) and `url`.
    """
    return _layer("scars", articles, tables["scars"], SCAR_COLUMNS)


def _layer(name: str, articles: pd.DataFrame, notes: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    kept = ["article_id", "start", "end", "surface", *columns]
    rows = []
    for _, own in spans.each(articles, notes):
        rows += own.sort_values(["start", "end"])[kept].to_dict("records")
    return spans.table(name, rows, columns)
