"""Run the instruments over any number of articles, on one machine or many, and write what they find as Parquet.

The rooms, in the order of the work: `partitions` parts the input in the same way every time; `work` measures one
partition and writes its tables, whole or not at all; `output` is the folder they lie in, with its manifest, and says
what is done already; this module sends one to the others, over Dask.

Nothing that is written depends on how many workers there are, on which of them did what, or on when. So a run that
was killed goes on where it was, and ends with the same bytes as one that was not.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from distributed import Client, LocalCluster
from distributed import wait as wait_for

from ...measure import BadInput
from ..failures import AnnotationFailed
from . import output, partitions, work

# Partitions that wait at each worker, beside the one that it has: so none is idle, and few lie in memory.
_AHEAD = 2
# Seconds that a cluster has to answer.
_PATIENCE = 10


class Wanted(NamedTuple):
    """What is to be done.

    Attributes
    ----------
    layers : sequence of str
        Names of `work.LAYERS`.
    tables : mapping of str to DataFrame
        `actors` and `indicators`, as in a book's data.
    columns : mapping of str to str
        Which column of the input is which, where its name does not say it; as for `intake.read`.
    today : date
        Nothing later than the day after it is taken for a date of publication.
    date_order, encoding : str or None
        As for `intake.read`.
    """

    layers: Sequence[str]
    tables: Mapping[str, pd.DataFrame]
    columns: Mapping[str, str]
    today: date
    date_order: str | None = None
    encoding: str | None = None


def annotate(
    inputs: Sequence[Path],
    out: Path,
    wanted: Wanted,
    *,
    scheduler: str | None = None,
    workers: int | None = None,
    tell: Callable[[output.Done], None] = lambda _: None,
) -> output.Totals:
    """Measure articles, partition by partition.

    Parameters
    ----------
    inputs : sequence of path
        Files, folders or patterns; see `partitions.expand`.
    out : path
        The folder for the tables; one that an earlier run with the same input and settings has left is gone on with.
    wanted : Wanted
        What is to be done.
    scheduler : str, optional
        Address of a running Dask cluster, whose workers see the same files at the same places. Without it, one
        process per core is started here.
    workers : int, optional
        How many processes are started here.
    tell : function, optional
        Is told of each partition that is done, those of an earlier run among them.

    Returns
    -------
    Totals

    Raises
    ------
    BadInput
        If the input cannot be read, or `out` was made from other input or with other settings.
    AnnotationFailed
        If a partition could not be measured or written: the disk is full, say. What was done stays.
    """
    inputs = partitions.expand(inputs)
    wanted = wanted._replace(today=output.begun(out) or wanted.today)
    made = output.open_folder(out, inputs, wanted)
    with _cluster(scheduler, workers) as client:
        running: dict = {}
        most = _AHEAD * max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
        for part in partitions.read(inputs, wanted):
            if done := made.done(part.number):
                tell(done)
                continue
            future = client.submit(work.measure, part, made.folder, wanted, pure=False, retries=2)
            running[future] = part
            while len(running) >= most:
                _finish(running, made, tell)
        while running:
            _finish(running, made, tell)
    return made.close()


def _finish(running: dict, made: output.Folder, tell: Callable[[output.Done], None]) -> None:
    """Wait for the next partitions that are measured, and put them on record."""
    for future in wait_for(list(running), return_when="FIRST_COMPLETED").done:
        part = running.pop(future)
        try:
            tell(made.record(future.result()))
        except BadInput:
            raise
        except Exception as error:
            msg = f"{part.file}, rows {part.first} to {part.last}: {type(error).__name__}: {error}"
            raise AnnotationFailed(msg) from error


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
        yield client
