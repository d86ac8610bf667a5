"""Coding one's own articles by hand: sentences are drawn into a sheet, and filled sheets are read back.

`twicetold coding sample` writes a sheet, `twicetold coding check` reads it, compares coders and scores the indicators.
A sheet holds sentences of articles that may not be shown to everybody, so it may not lie where a book or an archive
would take it from.
"""

import csv
import io
import json
import re
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd

from ...compare import agreement, sampling, validation
from ...compare.parts import SEED
from ...measure import BadInput, Corpus, coding, frames, segment
from ...measure.codebook import NONE
from ...measure.errors import ManyFaults
from ...publish.archive import FOLDERS
from .. import whole
from . import report, sheet

SENTENCES = 200
# What a category can be given to as a whole; a role needs an actor, for which a sheet has no place.
_UNITS = ("sentence", "span")
_SAMPLE = "twicetold coding sample"


def levels(corpus: Corpus) -> list[str]:
    """Return the levels that a sheet can be of, those of whole sentences first."""
    known = corpus.tables["levels"]
    return [level for unit in _UNITS for level in known.loc[known["unit"] == unit, "level"]]


def sample(
    corpus: Corpus,
    root: Path,
    *,
    coder: str,
    number_of_pass: int,
    sentences: int = SENTENCES,
    seed: int = SEED,
    level: str | None,
    out: Path | None,
) -> str:
    """Write a sheet; return what was done.

    Raises
    ------
    BadInput
        If an argument can't be used, the file is there already, or it would lie where a book is made from.
    """
    if not re.fullmatch(r"\w[\w-]*", coder):
        raise BadInput(_SAMPLE, "--coder: a name of letters, digits, _ and -", value=coder)
    for name, value in (("--sentences", sentences), ("--pass", number_of_pass)):
        if value < 1:
            raise BadInput(_SAMPLE, f"{name} of 1 or more", value=value)
    known = levels(corpus)
    if (level or (known or [None])[0]) not in known:
        raise BadInput(_SAMPLE, f"--level: one of {', '.join(known) or 'levels.csv, which has none'}", value=level)
    level = level or known[0]
    categories = corpus.tables["categories"]
    own = list(categories.loc[categories["level"] == level, "category"])
    if not own or {*own} & {*sheet.HEAD, *sheet.TAIL}:
        expected = f"categories of the level, of other names than {', '.join([*sheet.HEAD, *sheet.TAIL])}"
        raise BadInput(root / "data" / "codebook" / "categories.csv", expected, value=", ".join(own) or level)
    path = out or root / "coding" / f"{coder}-{number_of_pass}-{level}.csv"
    _check_place(path, root)
    every = sampling.sentences(corpus, segment.find(corpus.articles, tables=corpus.tables))
    fits = every["surface"].str.len() <= sheet.LONGEST
    drawn = sampling.draw(every[fits], sentences, seed=seed)
    if out is None:
        path.parent.mkdir(exist_ok=True)
    whole.write({path: sheet.write(drawn, own, f"{coder}-{number_of_pass}")})
    return report.of_sample(path, drawn, corpus, own, int((~fits).sum()))


def _check_place(path: Path, root: Path) -> None:
    if path.suffix.lower() != ".csv":
        raise BadInput(path, "a file whose name ends in .csv")
    if path.exists():
        raise BadInput(path, "a file that is not there yet: a sheet that may be filled in is not written over")
    for folder in (*FOLDERS, "_build"):
        if path.resolve().is_relative_to((root / folder).resolve()):
            raise BadInput(path, f"a file outside {folder}/: a sheet holds sentences that may not be published")


def read(corpus: Corpus, sheets: Sequence[Path]) -> tuple[dict[str, dict[str, Any]], pd.DataFrame]:
    """Read filled sheets.

    Returns
    -------
    tuple of dict and DataFrame
        By path: pass, level, sentences (rows) and coded. And the codes of all sheets, as the passes of
        `coding.read`, with `source`.

    Raises
    ------
    ManyFaults
        All that is wrong with all sheets.
    """
    known = sampling.sentences(corpus, segment.find(corpus.articles, tables=corpus.tables))
    faults: list[BadInput] = []
    tables: dict[str, pd.DataFrame] = {}
    for path in dict.fromkeys(sheets):
        try:
            tables[str(path)] = sheet.read(path, known, corpus.tables["categories"], levels(corpus))
        except ManyFaults as error:
            faults += error.faults
        except BadInput as error:
            faults.append(error)
    faults += _twice(tables)
    if faults:
        raise ManyFaults(faults)
    about = {
        path: {
            **{"pass": table["made_by"].iloc[0], "level": table["level"].iloc[0], "sentences": len(table)},
            **{"coded": int(table["given"].map(bool).sum())},
        }
        for path, table in tables.items()
    }
    return about, _as_passes(pd.concat(tables.values(), ignore_index=True))


def _twice(tables: dict[str, pd.DataFrame]) -> list[BadInput]:
    """Return the sentences that two sheets of one pass both code on one level."""
    faults = []
    for (one, first), (two, second) in combinations(tables.items(), 2):
        keys = ["made_by", "level", "article_id", "sentence"]
        first, second = (table[table["given"].map(bool)] for table in (first, second))
        for line in second.merge(first[[*keys, "row"]], on=keys, suffixes=("", "_first")).itertuples():
            expected = f"a sentence that {line.made_by} has not coded in {one} (row {line.row_first}), or another pass"
            faults.append(BadInput(two, expected, row=line.row, column="pass", value=line.made_by))
    return faults


def _as_passes(filled: pd.DataFrame) -> pd.DataFrame:
    made = filled[filled["given"].map(bool)].explode("given", ignore_index=True).rename(columns={"given": "category"})
    parts = made["made_by"].astype("str").str.extract(r"(?P<coder>.+)-(?P<number>\d+)")
    return made.assign(actor="", coder=parts["coder"], number=parts["number"].astype("int64"))


def check(corpus: Corpus, root: Path, sheets: Sequence[Path], *, added: bool, as_json: bool) -> str:
    """Do what `twicetold coding check` does; return what to print.

    Raises
    ------
    ManyFaults
        All that is wrong with the sheets.
    BadInput
        If a pass is there already.
    """
    about, passes = read(corpus, sheets)
    found = {
        "sheets": about,
        "counts": counts(passes, corpus),
        "agreement": _records(agreement.all_pairs(passes, corpus.tables["categories"])),
        "indicators": scores(passes, corpus),
        "added": [],
    }
    if added:
        found["added"] = [str(path) for path in add(passes, corpus, root)]
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n" if as_json else report.of_check(found)


def counts(passes: pd.DataFrame, corpus: Corpus) -> list[dict[str, Any]]:
    """Return how many sentences of each source each pass gave each category, `none` last, and how many it coded."""
    named = corpus.tables["categories"]
    rows = []
    for (coder, made, level), own in passes.groupby(["coder", "number", "level"]):
        coded = own.drop_duplicates(["article_id", "sentence"])["source"].value_counts()
        sizes = own.groupby(["category", "source"]).size()
        for category in [*named.loc[named["level"] == level, "category"], NONE]:
            for source, label in corpus.labels.items():
                row = {"pass": f"{coder}-{made}", "level": level, "category": category, "source": label}
                row |= {"sentences": int(sizes.get((category, source), 0)), "coded": int(coded.get(source, 0))}
                rows.append(row)
    return rows


def scores(passes: pd.DataFrame, corpus: Corpus) -> list[dict[str, Any]]:
    """Return how far the indicators find what each pass found, in all sentences (source None) and in each source's."""
    segments = segment.find(corpus.articles, tables=corpus.tables)
    layers = {"segments": segments, "frames": frames.find(corpus.articles, segments, tables=corpus.tables)}
    sources = corpus.articles.set_index("article_id")["source"].map(corpus.labels)
    rows = []
    for (coder, made), own in passes.groupby(["coder", "number"]):
        tables = {**corpus.tables, "passes": own, "codes": own[own["category"] != NONE]}
        counted, _ = validation.crosswise(layers, tables)
        counted = counted.assign(source=counted["article_id"].map(sources))
        for keys in (["frame"], ["frame", "source"]):
            summed = counted.groupby(keys, sort=False)[validation.COUNTS].sum().reset_index()
            rows.append(validation.rates(summed).assign(**{"pass": f"{coder}-{made}"}))
    if not rows:
        return []
    found = pd.concat(rows, ignore_index=True)
    found["source"] = found["source"].astype("object").where(found["source"].notna(), None)
    rank = {None: -1} | {label: place for place, label in enumerate(corpus.labels.values())}
    order = list(corpus.tables["categories"]["category"])
    found = found.assign(_frame=found["frame"].map(order.index), _source=[rank[label] for label in found["source"]])
    found = found.sort_values(["pass", "_frame", "_source"], kind="stable").drop(columns=["_frame", "_source"])
    return _records(found[["pass", *found.columns.drop("pass")]])


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table for JSON, which knows no missing number but null."""
    return [
        {name: None if value != value else value for name, value in row.items()} for row in table.to_dict("records")
    ]


def add(passes: pd.DataFrame, corpus: Corpus, root: Path) -> list[Path]:
    """Write passes into data/coding/passes/, all of them or none; none takes the place of another.

    The evidence is the sentence as a whole, because a sheet has no stretch of it.
    """
    folder = root / "data" / "coding" / "passes"
    columns = list(coding.PASS[0])
    files = {}
    for (coder, made), own in passes.groupby(["coder", "number"]):
        path = folder / f"{coder}-{made}.csv"
        if path.exists():
            expected = f"a pass that is not there yet: draw the sheet with --pass {made + 1}, or take the file away"
            raise BadInput(path, expected)
        file = io.StringIO(newline="")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(own.sort_values(["article_id", "start", "level"], kind="stable")[columns].to_numpy().tolist())
        files[path] = file.getvalue().encode()
    if not files:
        raise BadInput("twicetold coding check", "sheets in which something is coded, to add", value="nothing coded")
    folder.mkdir(parents=True, exist_ok=True)
    whole.write(files)
    return list(files)
