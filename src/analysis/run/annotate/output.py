"""The folder that the tables lie in: what was asked for, which partitions are done, and what they hold together.

`manifest.json` says what the tables were made from and with, and at the end how many rows there are. For each
partition that is done `parts/` has a record, which is written last: without one it is done again.
"""

import hashlib
import json
import shutil
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ... import measure
from ...measure import BadInput
from ...measure.corpus import TABLES
from ..calls.annotate import MANIFEST, RECORDS

if TYPE_CHECKING:
    from . import Wanted

# On whose versions the spans depend, and the bytes they are written in.
_UNDER = ("twicetold", "ahocorasick-rs", "nltk", "pandas", "pyarrow", "regex")


class Done(NamedTuple):
    """A partition that is done: where its records stood, characters measured, rows and sha256 of its files."""

    number: int
    file: str
    first: int
    last: int
    characters: int
    rows: dict[str, int]
    files: dict[str, str]


class Totals(NamedTuple):
    """All partitions together."""

    partitions: int
    characters: int
    rows: dict[str, int]


class Folder:
    """An output folder that is open."""

    def __init__(self, folder: Path, asked: dict[str, Any]) -> None:
        self.folder = folder
        self._asked = asked

    def _place(self, number: int) -> Path:
        return self.folder / RECORDS / f"{number:06}.json"

    def done(self, number: int) -> Done | None:
        """Return the record of a partition, if it is done and its files are there."""
        try:
            found = Done(**json.loads(self._place(number).read_text("utf-8")))
        except FileNotFoundError:
            return None
        return found if all((self.folder / name).is_file() for name in found.files) else None

    def record(self, done: Done) -> Done:
        """Put on record that a partition is done."""
        _write(self._place(done.number), done._asdict())
        return done

    def close(self) -> Totals:
        """Write the manifest of a whole run."""
        records = [Done(**json.loads(path.read_text("utf-8"))) for path in sorted((self.folder / RECORDS).iterdir())]
        rows: dict[str, int] = {}
        for one in records:
            for name, count in one.rows.items():
                rows[name] = rows.get(name, 0) + count
        totals = Totals(len(records), sum(one.characters for one in records), dict(sorted(rows.items())))
        _write(self.folder / MANIFEST, {**self._asked, "complete": True, **totals._asdict()})
        return totals


def begun(folder: Path) -> date | None:
    """Return the day on which an earlier run began, which its dates were read by; None if there was none."""
    path = folder / MANIFEST
    return date.fromisoformat(json.loads(path.read_text("utf-8"))["settings"]["today"]) if path.is_file() else None


def open_folder(folder: Path, inputs: Sequence[Path], wanted: "Wanted") -> Folder:
    """Make the folder, or go on with one that an earlier run has left.

    Raises
    ------
    BadInput
        If something else is in it, or what it was made from or with differs.
    """
    asked = _asked(inputs, wanted)
    path = folder / MANIFEST
    if path.is_file():
        before = json.loads(path.read_text("utf-8"))
        for name, value in asked.items():
            if before.get(name) != value:
                expected = f"what it was made with before, {json.dumps(before.get(name))}; or another folder"
                raise BadInput(path, expected, column=name, value=json.dumps(value))
    elif folder.exists() and any(folder.iterdir()):
        raise BadInput(folder, "an empty folder, a new one, or one that this command has made", value="other files")
    for name in (RECORDS, *wanted.layers):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for left in folder.glob(".new-*"):
        shutil.rmtree(left, ignore_errors=True)
    if not path.is_file():
        _write(path, {**asked, "complete": False})
    return Folder(folder.resolve(), asked)


def _asked(inputs: Sequence[Path], wanted: "Wanted") -> dict[str, Any]:
    """Return all that the tables depend on."""
    from .partitions import CHARACTERS, MANY

    versions = {one.name: one.version for one in measure.LAYERS if one.name in wanted.layers}
    tables = {
        name: hashlib.sha256(table.to_csv(index=False).encode()).hexdigest() for name, table in wanted.tables.items()
    }
    return {
        "inputs": [{"name": path.name, "sha256": _sha256(path)} for path in inputs],
        "layers": {name: versions.get(name) for name in wanted.layers},
        "tables": dict(sorted(tables.items())),
        # A book that is made of the tables has the actors that were looked for.
        "actors": wanted.tables["actors"][list(TABLES["actors.csv"][0])].to_dict("records"),
        "settings": {
            **{"columns": dict(wanted.columns), "date_order": wanted.date_order, "encoding": wanted.encoding},
            **{"today": str(wanted.today), "characters": CHARACTERS, "articles": MANY},
        },
        "versions": {name: version(name) for name in _UNDER},
    }


def _sha256(path: Path) -> str:
    files = [path] if path.is_file() else sorted(one for one in path.rglob("*") if one.is_file())
    found = hashlib.sha256()
    for file in files:
        found.update(file.relative_to(path).as_posix().encode() + b"\0")
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                found.update(block)
    return found.hexdigest()


def _write(path: Path, content: dict[str, Any]) -> None:
    fresh = path.with_name(f".new-{path.name}")
    fresh.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    fresh.replace(path)
