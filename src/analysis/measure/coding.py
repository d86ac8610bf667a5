"""The hand coding: passes over the sentences, decisions where they differ, and the codes that stand.

A file of `data/coding/passes/` is one coder's one pass and is named for both: `author-1.csv`. Each row is a
stretch of a sentence, its level and category; a row with the category `none` says that the sentence was
coded on that level and nothing applied. Two passes of one coder measure stability, those of two coders
reproducibility (Krippendorff 2018, ch. 12).

What stands: a code that every pass of the chief coder has, the one with most passes (of several, the first in
the alphabet) of those who coded the sentence on that level; where any passes differ, what `decisions.csv` says,
with its reason. What differs and is not decided is open: it stands if the chief coder's passes agree on it.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from . import codebook, segment
from .annotations import PLACE, placed
from .codebook import NONE
from .errors import Faults
from .tables import Form, check_choice, collect_table, is_whole_number, known

PASS: Form = (
    (*PLACE, "level", "category", "actor", "note"),
    (*PLACE, "level", "category"),
    ((*PLACE[:3], "level", "category", "actor"),),
)
# From the id of an article to its sentences, or to None while nobody knows what they should be.
Sentences = Callable[[str], pd.DataFrame | None]
# A cell: one category, in one sentence, and for a role of one actor.
CELL = ["article_id", "sentence", "level", "category", "actor"]
_UNIT = CELL[:3]
DECISIONS = ("stands", "does not stand")
# Whose words a coded frame stands in: an actor's, or one of these.
OWNERS = ("own", "not named")

TABLES: dict[str, Form] = {
    "coding/decisions.csv": ((*CELL, "decision", "reason"), (*CELL[:4], "decision", "reason"), (tuple(CELL),)),
    "coding/owners.csv": (
        ("article_id", "sentence", "category", "owner", "note"),
        ("article_id", "sentence", "category", "owner"),
        (("article_id", "sentence", "category"),),
    ),
}


def read(
    faults: Faults, data: Path, tables: Mapping[str, pd.DataFrame], articles: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Read and check all passes, and work out which codes stand.

    At fault is what names something that no table has, a stretch that is not inside one sentence, and a decision on
    nothing that any passes differ in.

    Returns
    -------
    dict of str to DataFrame
        `passes`: every row of every file, with `coder`, `number` (of the pass) and `sentence` (its number in
        the article); `decisions`, with whole numbers; `codes`: the rows that stand, those of `none` left out;
        `owners`, with whole numbers.
    """
    segmented = not faults.doubtful(data / "boilerplate.csv")
    ids = known(faults, data / "articles.csv", articles["article_id"])
    unread = set(articles.loc[articles["text"] == "", "article_id"])

    @cache
    def sentences(article_id: str) -> pd.DataFrame | None:
        # Only of articles that are coded: that is a few, of what may be thousands.
        own = articles[articles["article_id"] == article_id]
        sure = segmented and article_id not in unread and not (ids is None and own.empty)
        return segment.of(segment.find(own, tables=tables), "sentence") if sure else None

    files = sorted((data / "coding" / "passes").glob("*.csv"))
    read = [_read_pass(faults, data, path, tables, articles, sentences) for path in files]
    columns = [*CELL, *PLACE[1:], "note", "row", "coder", "number"]
    passes = pd.concat(read, ignore_index=True) if read else pd.DataFrame(columns=columns)
    # What the passes differ in is known once all of them are read.
    unsure = any(map(faults.doubtful, files))
    differ = None if unsure else set(differing(passes)[CELL].itertuples(index=False, name=None))
    decisions = _decided(faults, data / "coding" / "decisions.csv", tables["decisions"], differ, sentences)
    owners = _read_owners(faults, data, tables, sentences)
    standing = passes.iloc[:0] if faults else _standing(passes, decisions)
    return {"passes": passes, "decisions": decisions, "codes": standing, "owners": owners}


def differing(passes: pd.DataFrame) -> pd.DataFrame:
    """Return the cells that some passes have and others, which coded the same sentence, have not.

    Returns
    -------
    DataFrame
        The columns of a cell, `has` and `has_not`: the names of the passes, joined by commas.
    """
    named = passes.assign(by=passes["coder"] + "-" + passes["number"].astype("str"))
    coded = named.groupby(["article_id", "sentence", "level"], sort=False)["by"].agg(set)
    rows = []
    for cell, own in named[named["category"] != NONE].groupby(CELL, sort=False):
        without = coded[cell[:3]] - set(own["by"])
        if without:
            rows.append({**dict(zip(CELL, cell, strict=True)), "has": sorted(set(own["by"])), "has_not": without})
    found = pd.DataFrame(rows, columns=[*CELL, "has", "has_not"])
    lists = {column: [", ".join(sorted(names)) for names in found[column]] for column in ("has", "has_not")}
    return found.assign(**lists).sort_values(CELL, ignore_index=True)


def _read_pass(
    faults: Faults,
    data: Path,
    path: Path,
    tables: Mapping[str, pd.DataFrame],
    articles: pd.DataFrame,
    sentences: Sentences,
) -> pd.DataFrame:
    name = re.fullmatch(r"(?P<coder>[\w-]+)-(?P<number>[1-9][0-9]{0,8})", path.stem)
    if not name:
        faults.add(path, "a name of coder and pass, as author-1.csv", value=path.name)
    columns, required, keys = PASS
    rows = collect_table(faults, path, columns, required=required, keys=keys)
    _check_codes(faults, data, path, rows, tables)
    kept = _in_sentences(faults, path, placed(faults, data, path, rows, articles), sentences)
    if not (faults.doubtful(path) or faults.doubtful(data / "codebook" / "levels.csv", "level", "unit")):
        _check_cells(faults, path, kept, dict(zip(tables["levels"]["level"], tables["levels"]["unit"], strict=True)))
    coder, number = (name["coder"], int(name["number"])) if name else ("", 0)
    return kept.assign(coder=coder, number=number)


def _check_codes(
    faults: Faults, data: Path, path: Path, rows: pd.DataFrame, tables: Mapping[str, pd.DataFrame]
) -> None:
    """Check levels, categories and actors of a pass against the codebook and the actors."""
    folder = data / "codebook"
    unit_of = dict(zip(tables["levels"]["level"], tables["levels"]["unit"], strict=True))
    levels = known(faults, folder / "levels.csv", tables["levels"]["level"])
    actors = known(faults, data / "actors.csv", tables["actors"]["actor"])
    units_known = not faults.doubtful(folder / "levels.csv", "unit")
    categories_known = levels is not None and not faults.doubtful(folder / "categories.csv", "category", "level")
    table = tables["categories"]
    categories = {level: [NONE, *table.loc[table["level"] == level, "category"]] for level in unit_of}
    for line in rows.itertuples():
        check_choice(faults, path, line, "level", levels, "a level of levels.csv:")
        if line.level not in unit_of:
            continue
        if categories_known:
            check_choice(faults, path, line, "category", categories[line.level])
        if units_known and unit_of[line.level] == "actor" and line.category != NONE:
            check_choice(faults, path, line, "actor", actors, "an actor of actors.csv:")
        elif units_known and line.actor:
            faults.add(path, "nothing: no role is coded here", row=line.row, column="actor", value=line.actor)


def _in_sentences(faults: Faults, path: Path, rows: pd.DataFrame, sentences: Sentences) -> pd.DataFrame:
    """Return the rows of which it is known in which sentence they lie, with its number."""
    numbers: dict[int, int] = {}
    columns: dict[str, list[list[int]]] = {}
    for line in rows.itertuples():
        own = sentences(line.article_id)
        if own is None:
            continue
        if line.article_id not in columns:
            columns[line.article_id] = [own[name].tolist() for name in ("start", "end", "number")]
        starts, ends, all_numbers = columns[line.article_id]
        at = bisect_right(starts, line.start) - 1
        if at < 0 or ends[at] < line.end:
            faults.add(path, "a stretch inside one sentence", row=line.row, column="surface", value=line.surface)
        else:
            numbers[line.Index] = all_numbers[at]
    return rows.loc[list(numbers)].assign(sentence=pd.Series(numbers, dtype="int64"))


def _check_cells(faults: Faults, path: Path, rows: pd.DataFrame, unit_of: Mapping[str, str]) -> None:
    coded: dict[tuple[str, int, str], list[tuple[str, int]]] = {}
    for line in rows.itertuples():
        coded.setdefault((line.article_id, line.sentence, line.level), []).append((line.category, line.row))
    for (_, _, level), own in coded.items():
        row_of = dict(reversed(own))
        if NONE in row_of and len(own) > 1:
            expected = "no other code of this sentence on this level, or another category"
            faults.add(path, expected, row=row_of[NONE], column="category", value=NONE)
        elif unit_of[level] == "sentence":
            for category, row in own:
                if row != row_of[category]:
                    faults.add(path, "each category once in a sentence", row=row, column="category", value=category)


def _decided(
    faults: Faults,
    path: Path,
    decisions: pd.DataFrame,
    differ: Collection[tuple[str, int, str, str, str]] | None,
    sentences: Sentences,
) -> pd.DataFrame:
    """Check the decisions against the cells that the passes differ in, where these are known."""
    empty = faults.rows(path)
    for line in decisions.itertuples():
        check_choice(faults, path, line, "decision", DECISIONS)
        if differ is None or line.row in empty or sentences(line.article_id) is None:
            continue
        number = int(line.sentence) if is_whole_number(line.sentence) else 0
        cell = (line.article_id, number, line.level, line.category, line.actor)
        if cell not in differ:
            value = ", ".join(filter(None, (line.article_id, line.sentence, line.level, line.category, line.actor)))
            faults.add(path, "a code that some passes have and others have not", row=line.row, value=value)
    return _numbered(decisions)


def _read_owners(faults: Faults, data: Path, tables: Mapping[str, pd.DataFrame], sentences: Sentences) -> pd.DataFrame:
    """Return whose words each frame stands in, by a reader's judgement."""
    path, owners = data / "coding" / "owners.csv", tables["owners"]
    actors = known(faults, data / "actors.csv", tables["actors"]["actor"])
    owning = None if actors is None else [*OWNERS, *actors]
    frames = codebook.known_frames(faults, data, tables)
    empty = faults.rows(path)
    for line in owners.itertuples():
        own = None if line.row in empty else sentences(line.article_id)
        if own is not None and line.sentence not in set(map(str, own["number"])):
            value = f"{line.article_id}, {line.sentence}"
            faults.add(path, "an article and the number of a sentence in it", row=line.row, value=value)
        check_choice(faults, path, line, "category", frames, "a category of categories.csv, for sentences:")
        check_choice(faults, path, line, "owner", owning, "own, not named, or an actor of actors.csv:")
    return _numbered(owners)


def _numbered(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose sentence is a number, as a number."""
    whole = [is_whole_number(number) for number in rows["sentence"]]
    return rows[np.array(whole, dtype=bool)].astype({"sentence": "int64"})


def _standing(passes: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that stand: of each cell those of the first pass that has it."""
    coded = passes[passes["category"] != NONE].reset_index(drop=True)
    if coded.empty:
        return coded
    rank = {coder: place for place, coder in enumerate(_by_passes(passes))}
    # By sentence and level the coder who decides there, and how many passes that coder made.
    chiefs = passes.groupby(_UNIT)["coder"].agg(lambda coders: min(coders, key=rank.get)).to_dict()
    made = passes.groupby([*_UNIT, "coder"])["number"].nunique().to_dict()
    decided = dict(zip(decisions[CELL].itertuples(index=False, name=None), decisions["decision"], strict=True))
    cells: dict[tuple, list[tuple[str, int, int]]] = {}
    for *cell, coder, number, row in coded.reset_index()[[*CELL, "coder", "number", "index"]].itertuples(index=False):
        cells.setdefault(tuple(cell), []).append((coder, number, row))
    kept = []
    for cell, rows in cells.items():
        chief = chiefs[cell[:3]]
        agreed = len({number for coder, number, _ in rows if coder == chief}) == made[*cell[:3], chief]
        if decided.get(cell, DECISIONS[0] if agreed else DECISIONS[1]) == DECISIONS[0]:
            kept += [row for *by, row in rows if by == list(rows[0][:2])]
    standing = coded.loc[kept]
    return standing.sort_values(["article_id", "start", "end"], kind="stable", ignore_index=True)


def _by_passes(passes: pd.DataFrame) -> list[str]:
    made = passes.drop_duplicates(["coder", "number"])["coder"].value_counts()
    return sorted(made.index, key=lambda coder: (-made[coder], coder))
