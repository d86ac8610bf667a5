"""What the tables are made from and with, as the manifest has it, and whether that is what they were made from before.

An input is known by its content, or by its address: it may have been moved, and others may have come.
"""

import hashlib
import json
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ... import measure
from ...measure import BadInput
from ...measure.corpus import TABLES
from ..calls.annotate import CODEBOOK
from ..intake.folder import files
from .inputs import Remote, labels
from .partitions import CHARACTERS, MANY

if TYPE_CHECKING:
    from . import Wanted

# On whose versions the spans depend, and the bytes they are written in.
_UNDER = ("twicetold", "ahocorasick-rs", "nltk", "pandas", "pyarrow", "regex")

# What an input has to be of which there is a part on record, or of one after it: a part follows from all before.
AS_IT_WAS = (
    "what it was, for there are tables of it or of what comes after it: put that back, or give another --out "
    "(new texts: in another folder)"
)

Content = dict[str, Any]


def asked(inputs: Sequence[Path | Remote], wanted: "Wanted") -> Content:
    """Return all that the tables depend on."""
    versions = {one.name: one.version for one in measure.LAYERS if one.name in wanted.layers}
    tables = {
        name: hashlib.sha256(table.to_csv(index=False).encode()).hexdigest() for name, table in wanted.tables.items()
    }
    return {
        "inputs": [
            {**_input(one, name), "first_given": str(wanted.today)}
            for one, name in zip(inputs, labels(inputs), strict=True)
        ],
        "layers": {name: versions.get(name) for name in wanted.layers},
        # A book that is made of the tables has the actors and the frames that were looked for.
        "actors": _rows(wanted, "actors.csv"),
        "codebook": {name: _rows(wanted, name) for name in CODEBOOK},
        "tables": dict(sorted(tables.items())),
        "settings": {
            **{"columns": dict(wanted.columns), "date_order": wanted.date_order, "encoding": wanted.encoding},
            **{"characters": CHARACTERS, "articles": MANY},
        },
        "versions": {name: version(name) for name in _UNDER},
    }


def _rows(wanted: "Wanted", name: str) -> list[dict[str, str]]:
    return wanted.tables[Path(name).stem][list(TABLES[name][0])].to_dict("records")


def _input(one: Path | Remote, name: str) -> dict[str, Any]:
    if isinstance(one, Remote):
        return {"name": name, "url": one.url, "sha256": None}
    return {"name": name, "sha256": sha256(one)}


def in_order(
    path: Path, before: list[dict], now: list[dict], inputs: Sequence[Path | Remote], begun: int
) -> tuple[list[Path | Remote], list[dict]]:
    """Return the inputs in their order, those of an earlier run first as they were, and what the manifest says of each.

    So what is added, wherever its name would stand among the others, changes no part that is done; nor does a file
    that has been moved. Of the earlier ones only the first `begun` must be there, for of the others there is no part.

    Raises
    ------
    BadInput
        If one of these is not among them, or is no more what it was.
    """
    found = _matched(before, now)
    left = sorted(set(range(len(now))) - set(found.values()))
    for at, entry in enumerate(before[:begun]):
        if at not in found:
            changed = any(now[place]["name"] == entry["name"] for place in left)
            if changed:
                raise BadInput(path, AS_IT_WAS, column="inputs", value=f"another {entry['name']}")
            expected = "all that it was made from before, and what is new beside that; or give another --out"
            raise BadInput(path, expected, column="inputs", value=f"no {entry['name']}")
    kept = [before[at] for at in sorted(found)]
    names = labels([inputs[place] for place in left], {one["name"] for one in kept})
    new = [{**now[place], "name": name} for place, name in zip(left, names, strict=True)]
    return [inputs[place] for place in (*(found[at] for at in sorted(found)), *left)], [*kept, *new]


def _matched(before: list[dict], now: list[dict]) -> dict[int, int]:
    """Return where each input of an earlier run stands among those that are given now, if it does."""
    found: dict[int, int] = {}
    # First those that are called the same: of two with the same content one may be missing.
    for same in (lambda one: (_identity(one), one["name"]), _identity):
        places: dict[Any, list[int]] = {}
        taken = set(found.values())
        for place, own in enumerate(now):
            if place not in taken:
                places.setdefault(same(own), []).append(place)
        for at, entry in enumerate(before):
            if at not in found and (alike := places.get(same(entry))):
                found[at] = alike.pop(0)
    return found


def _identity(one: dict[str, Any]) -> tuple[str, str]:
    """Return what tells an input from others: what lies at an address is known only when it has been fetched."""
    return ("url", one["url"]) if "url" in one else ("sha256", one["sha256"])


def compare(path: Path, before: Content, now: Content) -> None:
    """Refuse to go on with what was made with other settings."""
    for name, value in now.items():
        if name != "inputs" and before.get(name) != value:
            then, given = map(json.dumps, _differing(before.get(name), value))
            raise BadInput(path, f"what it was made with before, {then}; or another folder", column=name, value=given)


def _differing(before: Any, now: Any) -> tuple[Any, Any]:
    """Return of two values what differs, so that it can be said on one line."""
    if isinstance(before, dict) and isinstance(now, dict):
        names = [name for name in {**before, **now} if before.get(name) != now.get(name)]
        if len(names) == 1 and isinstance(before.get(names[0]), list) and isinstance(now.get(names[0]), list):
            one, other = _differing(before[names[0]], now[names[0]])
            return {names[0]: one}, {names[0]: other}
        return {name: before.get(name) for name in names}, {name: now.get(name) for name in names}
    if isinstance(before, list) and isinstance(now, list):
        if len(before) != len(now):
            return f"{len(before):,} of them", f"{len(now):,} of them"
        return next((one, other) for one, other in zip(before, now, strict=True) if one != other)
    return before, now


def sha256(path: Path) -> str:
    """Return the hash of a file; of a folder, that of the names and the hashes of its files, but for hidden ones."""
    if not path.is_dir():
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    found = hashlib.sha256()
    for name, file in sorted(files(path)):
        if file.is_file():
            found.update(f"{name}\0{sha256(file)}\n".encode())
    return found.hexdigest()
