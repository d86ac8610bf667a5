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
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pandas as pd

from . import codebook, segment
from .annotations import PLACE, placed
from .codebook import NONE
from .errors import BadInput
from .tables import Form, check_choice, read_table

PASS: Form = (
    (*PLACE, "level", "category", "actor", "note"),
    (*PLACE, "level", "category"),
    ((*PLACE[:3], "level", "category", "actor"),),
)
# From the id of an article to its sentences.
Sentences = Callable[[str], pd.DataFrame]
# A cell: one category, in one sentence, and for a role of one actor.
CELL = ["article_id", "sentence", "level", "category", "actor"]
_UNIT = CELL[:3]
DECISIONS = ("stands", "does not stand")
# An act, who does it, and to whom.
PARTS = ("agent", "act", "patient")
TOLD_AS = ("fact", "alleged", "possible", "not to happen")
# Whose words a coded frame stands in: an actor's, or one of these.
OWNERS = ("own", "not named")
UNIT_KINDS = ("claim", "event", "demand")

TABLES: dict[str, Form] = {
    "coding/decisions.csv": ((*CELL, "decision", "reason"), (*CELL[:4], "decision", "reason"), (tuple(CELL),)),
    "coding/owners.csv": (
        ("article_id", "sentence", "category", "owner", "note"),
        ("article_id", "sentence", "category", "owner"),
        (("article_id", "sentence", "category"),),
    ),
    "coding/roles.csv": (
        ("group", "act", "told_as", "role", "actor", *PLACE, "note"),
        ("group", "act", "told_as", "role", *PLACE),
        (("group", "role", "actor", "start"),),
    ),
    "coding/units.csv": (
        ("unit", "kind", "label", *PLACE, "note"),
        ("unit", "kind", "label", *PLACE),
        (("unit", *PLACE[:3]),),
    ),
}


def read(data: Path, tables: Mapping[str, pd.DataFrame], articles: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Read and check all passes, and work out which codes stand.

    Returns
    -------
    dict of str to DataFrame
        `passes`: every row of every file, with `coder`, `number` (of the pass) and `sentence` (its number in
        the article); `decisions`, with whole numbers; `codes`: the rows that stand, those of `none` left out;
        `owners`, `roles` and `units`, with whole numbers.

    Raises
    ------
    BadInput
        If a row names what the codebook, the actors or the articles do not have, if a stretch is not inside
        one sentence, or if a decision is on nothing that any passes differ in.
    """

    @cache
    def sentences(article_id: str) -> pd.DataFrame:
        # Only of articles that are coded: that is a few, of what may be thousands.
        own = articles[articles["article_id"] == article_id]
        return segment.of(segment.find(own, tables=tables), "sentence")

    files = sorted((data / "coding" / "passes").glob("*.csv"))
    read = [_read_pass(path, tables, articles, sentences) for path in files]
    columns = [*CELL, *PLACE[1:], "note", "row", "coder", "number"]
    passes = pd.concat(read, ignore_index=True) if read else pd.DataFrame(columns=columns)
    decisions = _decided(data / "coding" / "decisions.csv", tables["decisions"], passes)
    roles = _read_roles(data / "coding" / "roles.csv", tables, articles)
    units = _read_units(data / "coding" / "units.csv", tables, articles)
    owners = _read_owners(data / "coding" / "owners.csv", tables, sentences)
    standing = _standing(passes, decisions)
    made = {"passes": passes, "decisions": decisions, "codes": standing}
    return {**made, "owners": owners, "roles": roles, "units": units}


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
    path: Path, tables: Mapping[str, pd.DataFrame], articles: pd.DataFrame, sentences: Sentences
) -> pd.DataFrame:
    name = re.fullmatch(r"(?P<coder>[\w-]+)-(?P<number>[1-9]\d*)", path.stem)
    if not name:
        raise BadInput(path, "a name of coder and pass, as author-1.csv", value=path.name)
    columns, required, keys = PASS
    rows = read_table(path, columns, required=required, keys=keys)
    level_of = dict(zip(tables["categories"]["category"], tables["categories"]["level"], strict=True))
    unit_of = dict(zip(tables["levels"]["level"], tables["levels"]["unit"], strict=True))
    for line in rows.itertuples():
        check_choice(path, line, "level", list(unit_of), "a level of levels.csv:")
        known = [NONE, *(category for category, level in level_of.items() if level == line.level)]
        check_choice(path, line, "category", known)
        takes_actor = unit_of[line.level] == "actor" and line.category != NONE
        if takes_actor:
            check_choice(path, line, "actor", list(tables["actors"]["actor"]), "an actor of actors.csv:")
        elif line.actor:
            raise BadInput(path, "nothing: no role is coded here", row=line.row, column="actor", value=line.actor)
    rows = _in_sentences(path, placed(path, rows, articles), sentences)
    _check_cells(path, rows, unit_of)
    return rows.assign(coder=name["coder"], number=int(name["number"]))


def _in_sentences(path: Path, rows: pd.DataFrame, sentences: Sentences) -> pd.DataFrame:
    numbers = []
    for line in rows.itertuples():
        own = sentences(line.article_id)
        held = own[(own["start"] <= line.start) & (own["end"] >= line.end)]
        if held.empty:
            raise BadInput(path, "a stretch inside one sentence", row=line.row, column="surface", value=line.surface)
        numbers.append(int(held["number"].iloc[0]))
    return rows.assign(sentence=pd.Series(numbers, index=rows.index, dtype="int64"))


def _check_cells(path: Path, rows: pd.DataFrame, unit_of: Mapping[str, str]) -> None:
    for (_, _, level), own in rows.groupby(["article_id", "sentence", "level"], sort=False):
        if (own["category"] == NONE).any() and len(own) > 1:
            line = own[own["category"] == NONE].iloc[0]
            expected = "no other code of this sentence on this level, or another category"
            raise BadInput(path, expected, row=line["row"], column="category", value=NONE)
        again = own[own.duplicated("category")]
        if unit_of[level] == "sentence" and len(again):
            line = again.iloc[0]
            expected = "each category once in a sentence"
            raise BadInput(path, expected, row=line["row"], column="category", value=line["category"])


def _decided(path: Path, decisions: pd.DataFrame, passes: pd.DataFrame) -> pd.DataFrame:
    open_cells = set(differing(passes)[CELL].itertuples(index=False, name=None))
    for line in decisions.itertuples():
        check_choice(path, line, "decision", DECISIONS)
        number = int(line.sentence) if line.sentence.isascii() and line.sentence.isdigit() else 0
        if (line.article_id, number, line.level, line.category, line.actor) not in open_cells:
            value = ", ".join(filter(None, (line.article_id, line.sentence, line.level, line.category, line.actor)))
            raise BadInput(path, "a code that some passes have and others have not", row=line.row, value=value)
    return decisions.astype({"sentence": "int64"})


def _read_owners(path: Path, tables: Mapping[str, pd.DataFrame], sentences: Sentences) -> pd.DataFrame:
    """Return whose words each frame stands in, by a reader's judgement."""
    owners = tables["owners"]
    known = [*OWNERS, *tables["actors"]["actor"]]
    frames = list(codebook.frames(tables)["category"])
    for line in owners.itertuples():
        if line.sentence not in set(map(str, sentences(line.article_id)["number"])):
            value = f"{line.article_id}, {line.sentence}"
            raise BadInput(path, "an article and the number of a sentence in it", row=line.row, value=value)
        check_choice(path, line, "category", frames, "a category of categories.csv, for sentences:")
        check_choice(path, line, "owner", known, "own, not named, or an actor of actors.csv:")
    return owners.astype({"sentence": "int64"})


def _read_roles(path: Path, tables: Mapping[str, pd.DataFrame], articles: pd.DataFrame) -> pd.DataFrame:
    """Return who does what to whom: a group of rows is one act, with its agents and patients."""
    roles = placed(path, tables["roles"], articles)
    for line in roles.itertuples():
        check_choice(path, line, "act", list(tables["acts"]["act"]), "an act of acts.csv:")
        check_choice(path, line, "told_as", TOLD_AS)
        check_choice(path, line, "role", PARTS)
        if line.role == "act" and line.actor:
            raise BadInput(path, "nothing: an act is no actor", row=line.row, column="actor", value=line.actor)
        if line.role != "act":
            check_choice(path, line, "actor", list(tables["actors"]["actor"]), "an actor of actors.csv:")
    for group, own in roles.groupby("group", sort=False):
        if list(own["role"]).count("act") != 1:
            expected = "a group with exactly one row of the role 'act'"
            raise BadInput(path, expected, row=int(own["row"].iloc[0]), column="group", value=group)
        for column in ("act", "told_as", "article_id"):
            _check_same(path, own, column, f"the {column} of the other rows of group {group}")
    return roles


def _read_units(path: Path, tables: Mapping[str, pd.DataFrame], articles: pd.DataFrame) -> pd.DataFrame:
    """Return the units of content: a unit is all its rows, in whatever article they stand."""
    units = placed(path, tables["units"], articles)
    for line in units.itertuples():
        check_choice(path, line, "kind", UNIT_KINDS)
    for unit, own in units.groupby("unit", sort=False):
        for column in ("kind", "label"):
            _check_same(path, own, column, f"the {column} of the other rows of unit {unit}")
    return units


def _check_same(path: Path, rows: pd.DataFrame, column: str, expected: str) -> None:
    other = rows[rows[column] != rows[column].iloc[0]]
    if len(other):
        line = other.iloc[0]
        raise BadInput(path, expected, row=int(line["row"]), column=column, value=line[column])


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
    kept = []
    for cell, rows in coded.groupby(CELL, sort=False):
        chief = chiefs[cell[:3]]
        agreed = rows[rows["coder"] == chief]["number"].nunique() == made[*cell[:3], chief]
        if decided.get(cell, DECISIONS[0] if agreed else DECISIONS[1]) == DECISIONS[0]:
            first = rows[["coder", "number"]].iloc[0]
            kept.append(rows[(rows["coder"] == first["coder"]) & (rows["number"] == first["number"])])
    standing = pd.concat(kept) if kept else coded.iloc[:0]
    return standing.sort_values(["article_id", "start", "end"], kind="stable", ignore_index=True)


def _by_passes(passes: pd.DataFrame) -> list[str]:
    made = passes.drop_duplicates(["coder", "number"])["coder"].value_counts()
    return sorted(made.index, key=lambda coder: (-made[coder], coder))
