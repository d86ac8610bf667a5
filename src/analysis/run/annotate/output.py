"""The folder that the tables lie in: what was asked for, which partitions are done, and what they hold together.

`manifest.json` says what the tables were made from and with, and at the end how many rows there are. For each
partition that is done `parts/` has a record, which is written last: without one, or if a file is no more as the
record has it, the partition is done again.
"""

import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ... import measure
from ...measure import BadInput
from ...measure.corpus import TABLES
from ..calls.annotate import CODEBOOK, MANIFEST, RECORDS
from ..intake.folder import files
from .inputs import Given, Remote, labels

if TYPE_CHECKING:
    from . import Wanted

try:
    import fcntl
except ImportError:  # not on Windows
    fcntl = None

# What is being written; nothing counts until it has its own name.
FRESH = ".new-"
# On whose versions the spans depend, and the bytes they are written in.
_UNDER = ("twicetold", "ahocorasick-rs", "nltk", "pandas", "pyarrow", "regex")


class Done(NamedTuple):
    """A partition that is done: where its records stood, characters measured, rows and sha256 of its files.

    `place` is that of its input among all, from 0.
    """

    number: int
    place: int
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
    """An output folder that is open.

    Attributes
    ----------
    folder : Path
        Where it is.
    inputs : list of (Path or Remote)
        What it is made from, in the order in which it is read.
    given : list of Given
        What each is called, and the day on which it was first given.
    """

    def __init__(self, folder: Path, inputs: Sequence[Path | Remote], asked: dict[str, Any]) -> None:
        self.folder = folder
        self.inputs = list(inputs)
        self.given = [Given(known["name"], date.fromisoformat(known["first_given"])) for known in asked["inputs"]]
        self._asked = asked

    def _place(self, number: int) -> Path:
        return self.folder / RECORDS / f"{number:06}.json"

    def done(self, number: int) -> Done | None:
        """Return the record of a partition, if it is done and its files are as they were written."""
        try:
            found = Done(**json.loads(self._place(number).read_text("utf-8")))
            sound = all(_sha256(self.folder / name) == own for name, own in found.files.items())
        except (FileNotFoundError, ValueError, TypeError, AttributeError):
            # Not there, or torn when the power went.
            return None
        return found if sound else None

    def record(self, done: Done) -> Done:
        """Put on record that a partition is done."""
        _write(self._place(done.number), done._asdict())
        return done

    @contextmanager
    def here(self, place: int, one: Path | Remote) -> Iterator[Path]:
        """Have an input here while it is read: one at an address is fetched, checked and, after it, removed.

        Raises
        ------
        BadInput
            If it is not what it was when the folder was begun; and what was raised while it was read, of its address.
        """
        if isinstance(one, Path):
            yield one
            return
        into = Path(tempfile.mkdtemp(prefix=FRESH, dir=self.folder))
        try:
            path = one.fetch(into)
            known = self._asked["inputs"][place]
            if known["sha256"] != (found := _sha256(path)):
                if known["sha256"]:
                    raise BadInput(one.url, "what it was when this folder was begun, or another folder", value="other")
                known["sha256"] = found
                _write(self.folder / MANIFEST, {**self._asked, "complete": False})
            yield path
        except BadInput as error:
            if not str(error.file).startswith(str(into)):
                raise
            raise BadInput(one.url, error.expected, row=error.row, column=error.column, value=error.value) from None
        finally:
            shutil.rmtree(into, ignore_errors=True)

    def close(self) -> Totals:
        """Write the manifest of a whole run, and clear away what processes that were killed have left."""
        _tidy(self.folder)
        paths = sorted((self.folder / RECORDS).glob("[0-9]*.json"))
        records = [Done(**json.loads(path.read_text("utf-8"))) for path in paths]
        rows: dict[str, int] = {}
        for one in records:
            for name, count in one.rows.items():
                rows[name] = rows.get(name, 0) + count
        totals = Totals(len(records), sum(one.characters for one in records), dict(sorted(rows.items())))
        _write(self.folder / MANIFEST, {**self._asked, "complete": True, **totals._asdict()})
        return totals


def _before(folder: Path) -> dict[str, Any] | None:
    """Return the manifest that an earlier run has left."""
    path = folder / MANIFEST
    if not path.is_file():
        return None
    try:
        found = json.loads(path.read_text("utf-8"))
        for one in found["inputs"]:
            date.fromisoformat(one["first_given"])
    except (ValueError, TypeError, KeyError):
        expected = "a manifest as this version of the command writes it; give another folder, or remove this one"
        raise BadInput(path, expected, value="something else") from None
    return found


def open_folder(folder: Path, inputs: Sequence[Path | Remote], wanted: "Wanted") -> Folder:
    """Make the folder, or go on with one that an earlier run has left, from the same inputs or from more of them.

    Raises
    ------
    BadInput
        If something else is in it, or what it was made from or with differs.
    """
    asked = _asked(inputs, wanted)
    path = folder / MANIFEST
    before = _before(folder)
    if before:
        try:
            _compare(path, before, asked)
            inputs, asked["inputs"] = _in_order(path, before["inputs"], asked["inputs"], inputs, _begun(folder))
        except BadInput:
            if _begun(folder):
                raise
            # There is nothing to go on with.
            _begin_anew(folder)
            before = None
    elif folder.exists() and any(not one.name.startswith(FRESH) for one in folder.iterdir()):
        raise BadInput(folder, "an empty folder, a new one, or one that this command has made", value="other files")
    folder.mkdir(parents=True, exist_ok=True)
    _tidy(folder)
    # First of all: without it, what else is there would be no folder to go on with.
    if not before or before["inputs"] != asked["inputs"]:
        _write(path, {**asked, "complete": False})
    for name in (RECORDS, *wanted.layers):
        (folder / name).mkdir(exist_ok=True)
    return Folder(folder.resolve(), inputs, asked)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Have a folder to oneself: two calls that write into it at once would clear away what the other has begun.

    Raises
    ------
    BadInput
        If another call has it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if fcntl is None:
        yield
        return
    place = os.open(folder, os.O_RDONLY)
    try:
        try:
            # Of the operating system: it goes with the process, however that ends.
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BadInput(folder, "a folder that no other call is writing into", value="one that is at work") from None
        try:
            yield
        finally:
            with suppress(OSError):
                # If nothing came of it.
                folder.rmdir()
    finally:
        os.close(place)


def _begin_anew(folder: Path) -> None:
    """Clear a folder in which no partition is on record."""
    for inner in [one for one in folder.iterdir() if one.is_dir()]:
        for left in inner.glob("part-*.parquet"):
            left.unlink()
        with suppress(OSError):
            inner.rmdir()


def _tidy(folder: Path) -> None:
    """Remove what an earlier run had begun to write, and tables of no part on record: they may be of no input now."""
    for left in (*folder.glob(f"{FRESH}*"), *(folder / RECORDS).glob(f"{FRESH}*")):
        left.unlink() if left.is_file() else shutil.rmtree(left, ignore_errors=True)
    done = {record.stem for record in (folder / RECORDS).glob("[0-9]*.json")}
    for table in folder.glob("*/part-*.parquet"):
        if table.stem.removeprefix("part-") not in done:
            table.unlink()


def _begun(folder: Path) -> int:
    """Return how many of the inputs have a partition on record: up to the last of these, all count."""
    found = 0
    for record in (folder / RECORDS).glob("[0-9]*.json"):
        try:
            found = max(found, 1 + Done(**json.loads(record.read_text("utf-8"))).place)
        except (ValueError, TypeError, AttributeError):
            # Torn, and of which input nobody knows.
            return sys.maxsize
    return found


def _in_order(
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
    left = [place for place in range(len(now)) if place not in found.values()]
    for at, known in enumerate(before[:begun]):
        if at not in found:
            changed = any(now[place]["name"] == known["name"] for place in left)
            expected = (
                "all that it was made from before, as it was, and what is new beside that (texts: in another folder); "
                "or another folder for the tables"
            )
            value = f"another {known['name']}" if changed else f"no {known['name']}"
            raise BadInput(path, expected, column="inputs", value=value)
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
        for at, known in enumerate(before):
            if at not in found and (alike := places.get(same(known))):
                found[at] = alike.pop(0)
    return found


def _identity(one: dict[str, Any]) -> tuple[str, str]:
    """Return what tells an input from others: what lies at an address is known only when it has been fetched."""
    return ("url", one["url"]) if "url" in one else ("sha256", one["sha256"])


def _compare(path: Path, before: dict[str, Any], asked: dict[str, Any]) -> None:
    """Refuse to go on with what was made with other settings."""
    for name, value in asked.items():
        if name != "inputs" and before.get(name) != value:
            then, now = map(json.dumps, _differing(before.get(name), value))
            raise BadInput(path, f"what it was made with before, {then}; or another folder", column=name, value=now)


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


def _asked(inputs: Sequence[Path | Remote], wanted: "Wanted") -> dict[str, Any]:
    """Return all that the tables depend on."""
    from .partitions import CHARACTERS, MANY

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
    return {"name": name, "sha256": _sha256(one)}


def _sha256(path: Path) -> str:
    """Return the hash of a file; of a folder, that of the names and the hashes of its files, but for hidden ones."""
    if not path.is_dir():
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    found = hashlib.sha256()
    for name, file in sorted(files(path)):
        if file.is_file():
            found.update(f"{name}\0{_sha256(file)}\n".encode())
    return found.hexdigest()


def _write(path: Path, content: dict[str, Any]) -> None:
    """Write a file, whole or not at all, even if the power goes."""
    fresh = path.with_name(f"{FRESH}{path.name}")
    try:
        with fresh.open("w", encoding="utf-8") as stream:
            stream.write(json.dumps(content, ensure_ascii=False, indent=1) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(path)
    except OSError as error:
        # A full disk does not say for what it was too full.
        raise OSError(error.errno, error.strerror, str(path)) from None
