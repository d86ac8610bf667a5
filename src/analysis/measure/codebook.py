"""The codebook: what is coded, by which rules, with which examples, and which words are signs of it.

Levels hold categories. A category of the sentences of a text is also called a frame, and may have
indicators: patterns of the word-list language (`patterns`) that an instrument looks for.

Rules settle what counts as a mention of an actor; each has examples, with the mentions that they hold.
"""

from collections.abc import Collection, Mapping
from pathlib import Path

import pandas as pd

from .annotations import PLACE, placed
from .errors import Faults
from .tables import Form, check_choice, check_pattern, is_whole_number, known, split_list

# What a code is given to: a sentence as a whole, a stretch of it, or an actor named in it.
UNITS = ("sentence", "span", "actor")
KINDS = ("example", "counter-example")
NONE = "none"
# The columns of actors.csv that list what an actor is called, and the kind of mention that each makes.
ALIAS_KINDS = {"names": "name", "adjectives": "adjective", "descriptions": "description", "inferred": "inferred"}

TABLES: dict[str, Form] = {
    "codebook/levels.csv": (
        ("level", "label", "unit", "reference", "note"),
        ("level", "label", "unit"),
        (("level",), ("label",)),
    ),
    "codebook/categories.csv": (
        ("level", "category", "label", "definition", "include", "exclude"),
        ("level", "category", "label", "definition"),
        (("category",), ("label",)),
    ),
    "codebook/examples.csv": (
        ("category", "kind", *PLACE, "note"),
        ("category", "kind", *PLACE),
        (("category", "kind", "article_id", "start"),),
    ),
    "codebook/acts.csv": (("act", "label", "definition"), ("act", "label", "definition"), (("act",), ("label",))),
    "codebook/mentions.csv": (
        ("rule", "label", "counts", "definition"),
        ("rule", "label", "counts", "definition"),
        (("rule",), ("label",)),
    ),
    # `mentions`: all that the place holds, as actor:kind in the order of the text, or nothing.
    "codebook/mention-examples.csv": (
        ("rule", "kind", *PLACE, "mentions", "note"),
        ("rule", "kind", *PLACE),
        (("rule", "kind", "article_id", "start"),),
    ),
    # Scores on texts that are not part of the book: counts of sentences, and which patterns were scored.
    "codebook/validation.csv": (
        ("frame", "tested_on", "indicators", "both", "indicator_only", "hand_only", "neither", "note"),
        ("frame", "tested_on", "indicators", "both", "indicator_only", "hand_only", "neither"),
        (("frame", "tested_on"),),
    ),
    "codebook/indicators.csv": (
        ("frame", "pattern", "written_from", "note"),
        ("frame", "pattern"),
        (("frame", "pattern"),),
    ),
}


def frames(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the categories that sentences are coded by."""
    levels = tables["levels"]
    whole = set(levels.loc[levels["unit"] == "sentence", "level"])
    categories = tables["categories"]
    return categories[categories["level"].isin(whole)].reset_index(drop=True)


def known_frames(faults: Faults, data: Path, tables: Mapping[str, pd.DataFrame]) -> Collection[str] | None:
    """Return the categories that sentences are coded by, or None while nobody knows which they should be."""
    folder = data / "codebook"
    unsure = faults.doubtful(folder / "levels.csv", "level", "unit") or faults.doubtful(
        folder / "categories.csv", "category", "level"
    )
    return None if unsure else list(frames(tables)["category"])


def check(
    faults: Faults, data: Path, tables: Mapping[str, pd.DataFrame], articles: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Return the tables of examples with whole numbers as offsets.

    At fault is what names something that another table of the codebook does not have, and an example that is not in
    its article.
    """
    folder = data / "codebook"
    for line in tables["levels"].itertuples():
        check_choice(faults, folder / "levels.csv", line, "unit", UNITS)
    levels = known(faults, folder / "levels.csv", tables["levels"]["level"])
    for line in tables["categories"].itertuples():
        check_choice(faults, folder / "categories.csv", line, "level", levels, "a level of levels.csv:")
        if line.category == NONE:
            expected = f"another name: '{NONE}' says in a coding that no category applies"
            faults.add(folder / "categories.csv", expected, row=line.row, column="category", value=line.category)
    categories = known(faults, folder / "categories.csv", tables["categories"]["category"])
    for line in tables["examples"].itertuples():
        check_choice(faults, folder / "examples.csv", line, "category", categories, "a category of categories.csv:")
        check_choice(faults, folder / "examples.csv", line, "kind", KINDS)
    sentence_frames = known_frames(faults, data, tables)
    ids = known(faults, data / "articles.csv", articles["article_id"])
    _check_indicators(faults, folder / "indicators.csv", tables["indicators"], sentence_frames, ids)
    _check_scores(faults, folder / "validation.csv", tables["validation"], sentence_frames)
    _check_mentions(faults, folder, tables, known(faults, data / "actors.csv", tables["actors"]["actor"]))
    return {
        name: placed(faults, data, folder / f"{name}.csv", tables[name], articles)
        for name in ("examples", "mention-examples")
    }


def held(mentions: str) -> list[tuple[str, str]]:
    """Return actor and kind of each mention that an example of mention-examples.csv holds.

    Examples
    --------
    >>> held("russia:adjective|lavrov:name")
    [('russia', 'adjective'), ('lavrov', 'name')]
    """
    return [(actor, kind) for actor, _, kind in (item.partition(":") for item in split_list(mentions))]


def _check_mentions(
    faults: Faults, folder: Path, tables: Mapping[str, pd.DataFrame], actors: Collection[str] | None
) -> None:
    for line in tables["mentions"].itertuples():
        check_choice(faults, folder / "mentions.csv", line, "counts", ("yes", "no"))
    path = folder / "mention-examples.csv"
    rules = known(faults, folder / "mentions.csv", tables["mentions"]["rule"])
    for line in tables["mention-examples"].itertuples():
        check_choice(faults, path, line, "rule", rules, "a rule of mentions.csv:")
        check_choice(faults, path, line, "kind", KINDS)
        for actor, kind in held(line.mentions):
            if kind not in ALIAS_KINDS.values() or (actors is not None and actor not in actors):
                right = f"an actor of actors.csv with one of {', '.join(ALIAS_KINDS.values())}, as russia:name"
                faults.add(path, right, row=line.row, column="mentions", value=f"{actor}:{kind}")


def _check_indicators(
    faults: Faults,
    path: Path,
    indicators: pd.DataFrame,
    known_frames: Collection[str] | None,
    articles: Collection[str] | None,
) -> None:
    for line in indicators.itertuples():
        check_choice(faults, path, line, "frame", known_frames, "a category of categories.csv, for sentences:")
        check_pattern(faults, path, line.row, "pattern", line.pattern)
        if articles is not None and not all(name in articles for name in split_list(line.written_from)):
            expected = "articles of articles.csv, parted by |, or nothing"
            faults.add(path, expected, row=line.row, column="written_from", value=line.written_from)


def _check_scores(faults: Faults, path: Path, scores: pd.DataFrame, known_frames: Collection[str] | None) -> None:
    for line in scores.itertuples():
        check_choice(faults, path, line, "frame", known_frames, "a category of categories.csv, for sentences:")
        for column in ("both", "indicator_only", "hand_only", "neither"):
            value = getattr(line, column)
            if not is_whole_number(value):
                faults.add(path, "a number of sentences", row=line.row, column=column, value=value)
