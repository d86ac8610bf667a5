"""Which files of a folder are read: its tables, or all of it as one folder of texts."""

import re
from collections.abc import Collection
from pathlib import PurePosixPath
from typing import NamedTuple

from ...measure import BadInput
from .. import intake
from ..calls.annotate import MANIFEST, RECORDS
from ..intake.folder import PAGES, TEXTS, describing, is_metadata, kinds
from ..intake.packing import unpacked_name

# Texts that people lay beside tables, by their names without the ending.
_ABOUT = re.compile(
    r"(?:readme|licen[cs]e)(?:[^a-z].*)?|copying|copyright|notice|changes|changelog|authors|contributors|contributing"
    r"|citation",
    re.IGNORECASE,
)
_MANIFEST = re.compile(r"manifest(?:\.json|\.txt)?", re.IGNORECASE)
# A table as `work` names it, and the record of a partition.
_WRITTEN = re.compile(rf"(.*/|)(?:[^/]+/part-\d{{6,}}\.parquet|{RECORDS}/\d{{6,}}\.json)")


def _is_about(path: PurePosixPath) -> bool:
    return (_ABOUT.fullmatch(path.stem) or _MANIFEST.fullmatch(path.name)) is not None


class Tables(NamedTuple):
    """The tables that a folder stands for, none if it is one of texts; and what else is in it that may be data."""

    tables: list[str]
    left_out: list[str]


def among(names: Collection[str], place: str) -> Tables:
    """Return which of a folder's files, by their paths in it, are read.

    Left out without a word are what is hidden, what this command has written, and README, LICENSE, a manifest and the
    like.

    Raises
    ------
    BadInput
        If there are both texts and tables that do not describe them.
    """
    seen = {name for name in names if not any(part[:1] == "." for part in name.split("/"))}
    seen -= _ours(seen)
    names = sorted(seen)
    tables = [name for name in names if unpacked_name(name).endswith(intake.KINDS)]
    others = sorted(seen - {*tables})
    others = [name for name in others if not _is_about(PurePosixPath(name))]
    texts = [name for name in others if name.lower().endswith((*TEXTS, *PAGES))]
    if not texts or not tables:
        return Tables(tables, others if tables else [])
    about = describing(names)
    if len(about) == 1 and (is_metadata(about[0]) or {*map(unpacked_name, tables)} == {unpacked_name(about[0])}):
        return Tables([], [])
    expected = (
        "a folder of tables, or of texts with one table that describes them (metadata.csv); "
        f"for the tables, give {_patterns(tables, place)}"
    )
    raise BadInput(place, expected, value=kinds([*tables, *texts]))


def _ours(names: Collection[str]) -> set[str]:
    """Return what this command has written: a call made again finds that in its input."""
    found = set()
    for name in names:
        if (written := _WRITTEN.fullmatch(name)) and (manifest := f"{written[1]}{MANIFEST}") in names:
            found |= {name, manifest}
    return found


def _patterns(tables: Collection[str], place: str) -> str:
    """Return the patterns that stand for the tables of a folder, whichever of them are packed."""
    own: dict[str, str] = {}
    for name in tables:
        plain = name[: len(unpacked_name(name))]
        kind = PurePosixPath(plain).suffix
        own[kind] = own.get(kind) or ("" if plain == name else "*")
    return " ".join(f"'{place.rstrip('/')}/**/*{kind}{packed}'" for kind, packed in sorted(own.items()))
