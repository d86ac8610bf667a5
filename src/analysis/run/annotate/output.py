"""The folder that the tables lie in: what was asked for, which partitions are done, and what they hold together.

`manifest.json` says what the tables were made from and with, and at the end how many rows there are. For each
partition that is done `parts/` has a record, which is written last: without one, or if a file is no more as the
record has it, the partition is done again.
"""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ...measure import BadInput
from ..calls.annotate import MANIFEST, RECORDS
from . import manifest
from .inputs import Entry, Remote

if TYPE_CHECKING:
    from . import Wanted

try:
    import fcntl
except ImportError:  # not on Windows
    fcntl = None

# What is being written; nothing counts until it has its own name.
FRESH = ".new-"


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
    entries : list of Entry
        What each is called, and the day on which it was first given.
    """

    def __init__(self, folder: Path, inputs: Sequence[Path | Remote], asked: dict[str, Any]) -> None:
        self.folder = folder
        self.inputs = list(inputs)
        self.entries = [Entry(one["name"], date.fromisoformat(one["first_given"])) for one in asked["inputs"]]
        self._asked = asked

    def _place(self, number: int) -> Path:
        return self.folder / RECORDS / f"{number:06}.json"

    def done(self, number: int) -> Done | None:
        """Return the record of a partition, if it is done and its files are as they were written."""
        try:
            found = Done(**json.loads(self._place(number).read_text("utf-8")))
            sound = all(manifest.sha256(self.folder / name) == own for name, own in found.files.items())
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
            If it is not what it was when a part of it was put on record; and what was raised while it was read, of its
            address.
        """
        if isinstance(one, Path):
            yield one
            return
        into = Path(tempfile.mkdtemp(prefix=FRESH, dir=self.folder))
        try:
            path = one.fetch(into)
            entry = self._asked["inputs"][place]
            if entry["sha256"] != (found := manifest.sha256(path)):
                if entry["sha256"] and place < _begun(self.folder):
                    raise BadInput(one.url, manifest.AS_IT_WAS, value="other")
                entry["sha256"] = found
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
    asked = manifest.asked(inputs, wanted)
    path = folder / MANIFEST
    before = _before(folder)
    if before:
        try:
            manifest.compare(path, before, asked)
            inputs, asked["inputs"] = manifest.in_order(path, before["inputs"], asked["inputs"], inputs, _begun(folder))
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
def locked(folder: Path) -> Iterator[None]:
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
