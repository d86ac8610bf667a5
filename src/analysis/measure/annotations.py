"""What a person marked in the articles: boilerplate, the scars of translation and extraction, and codes.

All are data (boilerplate.csv, scars.csv, coding/), turned into layers of spans like any other.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from . import spans
from .errors import Faults
from .tables import Form, check_address, check_choice, is_whole_number, known

BOILERPLATE_COLUMNS = ("kind", "note")
SCAR_COLUMNS = ("kind", "note", "upstream", "url")
CODE_COLUMNS = ("level", "category", "actor")
UNIT_COLUMNS = ("unit", "kind")
ACT_COLUMNS = ("group_id", "act", "told_as", "role", "actor")
SCARS = ("cut", "quotation", "spelling", "wording")
# Those that may touch what is said; a spelling or a quotation mark does not.
DOUBTS = ("cut", "wording")
PLACE = ("article_id", "start", "end", "surface")

TABLES: dict[str, Form] = {
    "boilerplate.csv": ((*PLACE, *BOILERPLATE_COLUMNS), (*PLACE, "kind"), (("article_id", "start"),)),
    "scars.csv": (
        (*PLACE, *SCAR_COLUMNS),
        (*PLACE, "kind", "note"),
        (("article_id", "start", "end", "kind"),),
    ),
}


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


def find_codes(articles: pd.DataFrame, segments: pd.DataFrame, *, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the codes given by hand: the stretches that a coder held to be evidence of a category.

    Returns
    -------
    DataFrame
        Spans with `level`, `category` and, for a role, `actor`: the coding after disagreements were
        decided (`coding.read`). A stretch may have several codes and is then several rows.
    """
    return _layer("codes", articles, tables["codes"], CODE_COLUMNS)


def find_units(articles: pd.DataFrame, segments: pd.DataFrame, *, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the units of content as coded by hand: what is claimed, what happened, what is demanded.

    Returns
    -------
    DataFrame
        Spans with `unit` and its `kind` (claim, event, demand). A unit is all its spans, in whatever article
        they stand; two units may share words.
    """
    return _layer("units", articles, tables["units"], UNIT_COLUMNS)


def find_acts(articles: pd.DataFrame, segments: pd.DataFrame, *, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return who does what to whom, as coded by hand.

    Returns
    -------
    DataFrame
        Spans with `group_id` (the act they belong to), `act`, `told_as` (fact, alleged, possible, not to happen),
        `role` (agent, act, patient) and, for agent and patient, `actor`.
    """
    acts = tables["roles"]
    named = acts.assign(group_id=acts["article_id"] + "/acts/" + acts["group"])
    return _layer("acts", articles, named, ACT_COLUMNS)


def check(
    faults: Faults, data: Path, tables: Mapping[str, pd.DataFrame], articles: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Return the tables of this module with whole numbers as offsets.

    At fault is a span that does not say what stands at its offsets, and one that says of it what is not known.
    """
    found = {
        name: placed(faults, data, data / f"{name}.csv", tables[name], articles) for name in ("boilerplate", "scars")
    }
    for line in tables["scars"].itertuples():
        check_choice(faults, data / "scars.csv", line, "kind", SCARS)
        check_address(faults, data / "scars.csv", line)
    _check_boilerplate(faults, data / "boilerplate.csv", found["boilerplate"], articles)
    return found


def placed(faults: Faults, data: Path, path: Path, notes: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return hand-made spans with whole numbers as offsets.

    At fault is a row that names no article, and one that does not say what stands at its offsets. Those rows are
    left out, and those of articles that could not be read.
    """
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    ids = known(faults, data / "articles.csv", articles["article_id"])
    for line in notes.itertuples():
        if ids is not None and line.article_id not in ids:
            faults.add(path, "an article of articles.csv", row=line.row, column="article_id", value=line.article_id)
        bad = [column for column in ("start", "end") if not is_whole_number(getattr(line, column))]
        for column in bad:
            expected = "a whole number, counted from 0"
            faults.add(path, expected, row=line.row, column=column, value=getattr(line, column))
        text = texts.get(line.article_id)
        if text and not bad and (stands := text[int(line.start) : int(line.end)]) != line.surface:
            expected = f"what stands at {line.start} to {line.end}: {stands[:80]!r}"
            faults.add(path, expected, row=line.row, column="surface", value=line.surface)
    wrong = faults.rows(path, *PLACE)
    sure = [line.row not in wrong and bool(texts.get(line.article_id)) for line in notes.itertuples()]
    # The types of a table of spans, so that they can be joined.
    return notes[np.array(sure, dtype=bool)].astype({"article_id": "str", "start": "int64", "end": "int64"})


def _layer(name: str, articles: pd.DataFrame, notes: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    kept = [*PLACE, *columns]
    rows = []
    for _, own in spans.each(articles[articles["article_id"].isin(notes["article_id"])], notes):
        rows += own.sort_values(["start", "end"], kind="stable")[kept].to_dict("records")
    return spans.table(name, rows, columns)


def _check_boilerplate(faults: Faults, path: Path, boilerplate: pd.DataFrame, articles: pd.DataFrame) -> None:
    marked = articles[articles["article_id"].isin(boilerplate["article_id"])]
    for article, own in spans.each(marked, boilerplate):
        body = article.text
        for line in own.itertuples():
            before, after = article.text[: line.start], article.text[line.end :]
            if before.rstrip(" ")[-1:] not in ("", "\n", "\r") or after.lstrip(" ")[:1] not in ("", "\n", "\r"):
                expected = "a stretch of whole lines, so that no sentence is half analysed"
                faults.add(path, expected, row=line.row, column="surface", value=line.surface)
            body = body[: line.start] + " " * (line.end - line.start) + body[line.end :]
        if not body.strip():
            expected = f"some text of {article.article_id} that is not boilerplate: with this row none is left"
            faults.add(path, expected, row=line.row, column="surface", value=line.surface)
