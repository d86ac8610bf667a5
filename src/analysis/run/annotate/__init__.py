"""Run the instruments over any number of articles, on one machine or many, and write what they find as Parquet.

The rooms, in the order of the work: `inputs` says what is to be read, here or at an address; `partitions` parts it in
the same way every time, and `names` gives every article an id; `work` measures one partition and writes its tables,
whole or not at all, and `apart` one that ends the process which does so; `lean` has the workers that are started here
hold less; `output` is the folder the tables lie in, and says what is done already; `manifest` says what they are made
from and with; this module sends one to the others, over Dask.

Nothing that is written depends on how many workers there are, on which of them did what, or on when. So a run that
was killed goes on where it was, and ends with the same bytes as one that was not.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

import dask
import pandas as pd
from distributed import Client, Future, KilledWorker, LocalCluster
from distributed import wait as wait_for

from ...measure import BadInput
from ..failures import AnnotationFailed
from ..intake.record import printable
from . import apart, output, partitions
from .inputs import TellLeftOut, expand, size_of
from .lean import Lean

# Partitions that wait at each worker, beside the one that it has: so none is idle, and few lie in memory.
_AHEAD = 2
# Seconds: that a cluster has to answer, after which its workers are looked for, and that it may have lost them all.
_PATIENCE, _LOOK, _LONELY = 10, 5, 60
# A partition is small beside what a worker has, and goes to it whole: of that Dask need not warn. Nor should it keep
# the last thousand messages to each worker, which hold the partitions, if these are below a megabyte.
# Nor do our workers watch themselves at work, which nobody looks at: that takes twenty megabytes in each.
_DASK = {
    "distributed.admin.large-graph-warning-threshold": "1 GB",
    "distributed.admin.low-level-log-length": 10,
    "distributed.worker.profile.enabled": False,
}


class Wanted(NamedTuple):
    """What is to be done.

    Attributes
    ----------
    layers : sequence of str
        Names of `work.LAYERS`.
    tables : mapping of str to DataFrame
        `actors`, `indicators`, and what says what these are of, `levels` and `categories`, as in a book's data.
    columns : mapping of str to str
        Which column of the input is which, where its name does not say it; as for `intake.read`.
    today : date
        Nothing later than the day after it is taken for a date of publication, in inputs that are new to the folder;
        in others it is the day on which they were new.
    date_order, encoding : str or None
        As for `intake.read`.
    """

    layers: Sequence[str]
    tables: Mapping[str, pd.DataFrame]
    columns: Mapping[str, str]
    today: date
    date_order: str | None = None
    encoding: str | None = None


class Step(NamedTuple):
    """A partition that is on record.

    Attributes
    ----------
    done : output.Done
        What it holds.
    share : float or None
        Of the bytes of all inputs, packed as they are, the part that it makes up; None if nobody knows how many.
    before : bool
        Whether an earlier run has done it.
    """

    done: output.Done
    share: float | None
    before: bool


def annotate(
    inputs: Sequence[Path | str],
    out: Path,
    wanted: Wanted,
    *,
    scheduler: str | None = None,
    workers: int | None = None,
    tell: Callable[[Step], None] = lambda _: None,
    tell_aside: Callable[[partitions.Partition], None] = lambda _: None,
    tell_left_out: TellLeftOut = lambda *_: None,
    tell_waiting: Callable[[str | None], None] = lambda _: None,
) -> output.Totals:
    """Measure articles, partition by partition.

    An article at which an instrument fails, or which ends the process that measures it, is a row of `rejected`.

    Parameters
    ----------
    inputs : sequence of path or str
        Files, folders, patterns, and addresses of these; see `inputs.expand`.
    out : path
        The folder for the tables; one that an earlier run with the same settings has left is gone on with. All that
        it was made from has to be given again; more is added to it.
    wanted : Wanted
        What is to be done.
    scheduler : str, optional
        Address of a running Dask cluster, whose workers see `out` at the same place. Without it, one
        process per core is started here.
    workers : int, optional
        How many processes are started here.
    tell : function, optional
        Is told of each partition that is done, those of an earlier run among them.
    tell_aside : function, optional
        Is told of each partition that has ended processes, before the article that does so is looked for.
    tell_left_out : function, optional
        Is told of each folder what in it may be data and is not read, and why; see `inputs.expand`.
    tell_waiting : function, optional
        Is told the address of a cluster of which a first worker is waited for, which may stand in a queue for hours;
        and None when one is there.

    Returns
    -------
    Totals

    Raises
    ------
    BadInput
        If the input cannot be read, or `out` was made from what is not given again or with other settings.
    AnnotationFailed
        If a partition could not be measured or written: the disk is full, say, or no worker is left. What was done
        stays.
    """
    inputs = _outside(out, expand(inputs, tell_left_out))
    sizes = [size_of(one) for one in inputs]
    # Of one file at an address it may be unknown, and then of all together.
    size = None if None in sizes else sum(sizes)

    def told(part: partitions.Partition, done: output.Done, *, before: bool) -> None:
        tell(Step(done, part.size / size if size else None, before))

    with output.locked(out), dask.config.set(_DASK):
        made = output.open_folder(out, inputs, wanted)
        with _cluster(scheduler, workers) as client:
            for part in _run(client, made, wanted, told, tell_waiting):
                tell_aside(part)
                _sift(client, part, made, wanted, told)
        return made.close()


def _outside(out: Path, inputs: list) -> list:
    """Return inputs without what an earlier call has written: a pattern or a folder finds that too."""
    out = out.resolve()
    for one in inputs:
        if isinstance(one, Path) and one.is_dir() and out.is_relative_to(one.resolve()):
            raise BadInput("--out", "a folder that is not in one of texts that are read", value=str(out))
    found = [one for one in inputs if not (isinstance(one, Path) and one.resolve().is_relative_to(out))]
    if not found:
        raise BadInput("--out", "another folder than the one that is read", value=str(out))
    return found


def _run(
    client: Client,
    made: output.Folder,
    wanted: Wanted,
    told: Callable[..., None],
    tell_waiting: Callable[[str | None], None],
) -> list[partitions.Partition]:
    """Have every partition measured that is not done yet; return those over which processes have ended."""
    running: dict = {}
    aside: list[partitions.Partition] = []
    begun = False
    for part in partitions.read(made.inputs, wanted, made.here, made.entries):
        if done := made.done(part.number):
            told(part, done, before=True)
            continue
        if not begun:
            _wait_for_worker(client, tell_waiting)
            begun = True
        # Dask does again what a worker that died had; what fails by itself, as on a full disk, would fail again.
        running[client.submit(apart.attempt, part, made.folder, wanted, pure=False)] = part
        # Of a cluster workers come and go.
        while len(running) >= _AHEAD * max(1, client.scheduler_info(n_workers=0)["n_workers"]):
            aside += _finish(client, running, made, told)
    while running:
        aside += _finish(client, running, made, told)
    return aside


def _wait_for_worker(client: Client, tell_waiting: Callable[[str | None], None]) -> None:
    """Wait until a first worker is there, however long it takes."""
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError:
        tell_waiting(client.scheduler.address)
        client.wait_for_workers(1)
        tell_waiting(None)


def _sift(
    client: Client, part: partitions.Partition, made: output.Folder, wanted: Wanted, told: Callable[..., None]
) -> None:
    """Have a partition measured that was put aside, when nothing else is."""
    running = {client.submit(apart.sift, part, made.folder, wanted, pure=False): part}
    while running:
        if _finish(client, running, made, told):
            raise AnnotationFailed(f"{part.shown}: the workers that it was given to were killed, and not by an article")


def _finish(
    client: Client, running: dict, made: output.Folder, told: Callable[..., None]
) -> list[partitions.Partition]:
    """Wait for the next partitions that are measured, and put them on record; return those that are to be put aside."""
    aside = []
    for future in _next(client, list(running)):
        part = running.pop(future)
        try:
            found = future.result(timeout=_LOOK)
            done = made.record(found) if found else None
        except BadInput:
            raise
        except KilledWorker:
            # Of those that only waited at workers that died, too, if these were many.
            done = None
        except Exception as error:
            if isinstance(error, TimeoutError) and future.status != "error":
                # The worker that had done it is gone with what it would answer: another one does it again.
                running[future] = part
                continue
            why = " ".join(f"{type(error).__name__}: {error}".split())
            raise AnnotationFailed(f"{part.shown}: {printable(why)}") from error
        if done:
            told(part, done, before=False)
        else:
            aside.append(part)
    return aside


def _next(client: Client, running: list) -> Iterable[Future]:
    """Wait for what is done next, as long as a worker is there that may do it: a cluster may lose all it has."""
    without = 0
    while without < _LONELY:
        try:
            return wait_for(running, timeout=_LOOK, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            without = 0 if client.scheduler_info(n_workers=1)["workers"] else without + _LOOK
    raise AnnotationFailed(f"for {_LONELY} seconds the cluster has had no worker; what is done stays")


@contextmanager
def _cluster(scheduler: str | None, workers: int | None) -> Iterator[Client]:
    if scheduler:
        try:
            client = Client(scheduler, timeout=_PATIENCE)
        except (OSError, ValueError) as error:
            raise BadInput("--scheduler", "the address of a running Dask scheduler", value=scheduler) from error
        with client:
            yield client
        return
    own = workers or len(os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1))
    with (
        LocalCluster(n_workers=own, threads_per_worker=1, dashboard_address=":0", silence_logs=50) as cluster,
        Client(cluster) as client,
    ):
        client.register_plugin(Lean())
        yield client
