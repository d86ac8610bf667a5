"""Measure a partition though an article in it may end the process that does so: by a fault in C, or for want of memory.

Such an article takes with it the process of the worker, and Dask gives what that had to the next one, which it takes
too. So whoever begins a partition leaves a mark. Who finds one there measures in a process of its own, which may end;
if it does, the partition is put aside. When nothing else runs, which may want the memory or be taken for the cause,
it is measured half by half, each half in a process of its own, until the articles that end theirs are alone.

What is found in the halves is put together, so that articles that are too large only together are all measured. That
a process was killed from outside costs another one, and changes nothing.
"""

import os
import pickle
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ..intake.record import Rejected, rejected
from . import work
from .output import FRESH, Done
from .partitions import Partition

if TYPE_CHECKING:
    from . import Wanted

# What `rejected` says of such an article. How the process ended is not the same every time.
ENDS = "ends the process that measures it"


def attempt(part: Partition, folder: Path, wanted: "Wanted") -> Done | None:
    """Measure a partition and write its tables, as `work.measure` does.

    Returns
    -------
    Done or None
        None if two processes have ended over it: nothing is written, and it is to be sifted.
    """
    mark = folder / f"{FRESH}begun-{part.number:06}"
    try:
        found = work.find(part, wanted) if _first(mark) else _trial(part, wanted)
        done = work.write(part, found, folder) if found else None
    except Exception:
        # What fails has not ended the process.
        mark.unlink(missing_ok=True)
        raise
    mark.unlink(missing_ok=True)
    return done


def _first(mark: Path) -> bool:
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def sift(part: Partition, folder: Path, wanted: "Wanted") -> Done:
    """Measure a partition that was put aside and write its tables, without the articles that end their process.

    Of these each becomes a row of `rejected`.

    Raises
    ------
    RuntimeError
        If a process ends even when it is given no article.
    """
    return work.write(part, _sifted(part, wanted), folder)


def _sifted(part: Partition, wanted: "Wanted") -> work.Found:
    if found := _trial(part, wanted):
        return found
    if not part.records:
        msg = "a process that measures ends even if it is given no article"
        raise RuntimeError(msg)
    if len(part.records) == 1:
        none = _sifted(part._replace(records=[], names=[]), wanted)
        # Once more: it may have been killed from outside.
        return _trial(part, wanted) or none._replace(rejected=[*none.rejected, _rejected(part)])
    half = len(part.records) // 2
    one = part._replace(records=part.records[:half], names=part.names[:half])
    other = part._replace(records=part.records[half:], names=part.names[half:], notes=[], rejected=[])
    return work.joined(_sifted(one, wanted), _sifted(other, wanted))


def _rejected(part: Partition) -> Rejected:
    """Return the row of the only article of a partition."""
    (record,) = part.records
    text = record.values.get(part.columns["text"], "")
    return rejected(record, "instrument", ENDS, text if isinstance(text, str) else "")


def _trial(part: Partition, wanted: "Wanted") -> work.Found | None:
    """Return what is found in a partition by a process of its own; None if that ends."""
    # Dask's processes may have no children of multiprocessing. The child finds its modules where this one does.
    command = [sys.executable, "-P", "-c", f"from {__name__} import answer; answer()"]
    places = os.pathsep.join(place or str(Path.cwd()) for place in sys.path)
    child = subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": places},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # A Ctrl-C is for the call; the child ends with this process.
        start_new_session=True,
    )
    with child:
        with suppress(BrokenPipeError):
            child.stdin.write(pickle.dumps((part, wanted)))
            child.stdin.flush()
        # That its input stays open tells the child that this process is there.
        said = child.stdout.read()
        with suppress(BrokenPipeError):
            child.stdin.close()
    if child.returncode:
        return None
    found, error = pickle.loads(said)
    if error:
        raise RuntimeError(error)
    return found


def answer() -> None:
    """Measure the partition that comes in, and send out what is found or why it can't be: what the process is for."""
    # What else is printed must not get into the answer.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    part, wanted = pickle.load(sys.stdin.buffer)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        said = work.find(part, wanted), ""
    except Exception as error:
        said = None, f"{type(error).__name__}: {error}"
    pickle.dump(said, out)
    out.flush()
    os._exit(0)


def _end_with_parent() -> None:
    # Not by way of `sys.stdin`: that a thread holds it is a fatal error, in many words, when Python ends.
    while os.read(0, 1 << 16):
        pass
    os._exit(1)
