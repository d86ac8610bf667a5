"""Run the notebooks and store their outputs, the same on every machine."""

import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from ..measure import load, measure
from ..measure.corpus import find_root
from ..publish import address, versions
from ..publish.edition import git
from ..publish.figures import Figure, read, stored
from .checks import code_fingerprint, data_fingerprint, is_current
from .failures import NotebookFailed

# What a notebook keeps of its environment: nothing that differs between machines.
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def run(path: Path, running: set[NotebookClient] | None = None) -> None:
    """Run a notebook in its own folder and store its outputs; a notebook that fails stays as it was.

    Parameters
    ----------
    path : Path
        The notebook.
    running : set of NotebookClient, optional
        What runs it is in there as long as it does.

    Raises
    ------
    NotebookFailed
        If a cell fails or takes too long, or the kernel dies.
    """
    notebook = read(path)
    made_from = {"data": data_fingerprint(find_root(path.parent)), "code": code_fingerprint(notebook)}
    client = NotebookClient(
        notebook,
        # Of a cell: one that measures some ten thousand articles takes its time.
        timeout=1800,
        record_timing=False,
        resources={"metadata": {"path": path.parent}},
        # The kernel's own notes on how it talks to us are nothing to a reader of this output.
        extra_arguments=["--log-level=ERROR"],
    )
    running = set() if running is None else running
    running.add(client)
    try:
        client.execute()
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        raise NotebookFailed(str(error)) from error
    finally:
        running.discard(client)
    notebook.metadata = nbformat.from_dict({**METADATA, "twicetold": made_from})
    fresh = path.with_suffix(".ipynb.new")
    nbformat.write(notebook, fresh)
    fresh.replace(path)


def run_all(folder: Path, *, changed: bool = False, workers: int = 2) -> list[Path]:
    """Run the notebooks of a folder, a few at a time, and say so; return the paths of those that were run.

    Parameters
    ----------
    folder : Path
        Where the notebooks are.
    changed : bool
        Leave out those whose outputs are of the data and the code as they are now.
    workers : int
        How many are run at a time.
    """
    paths = sorted(folder.glob("*.ipynb"))
    if changed:
        data = data_fingerprint(find_root(folder))
        paths = [path for path in paths if not is_current(read(path), data)]
    if paths:
        # What they all need is measured once, if it is much; the notebooks find it kept.
        measure(load(find_root(folder)))
    running: set[NotebookClient] = set()
    with ThreadPoolExecutor(workers) as pool:
        try:
            for number, path in enumerate(pool.map(partial(_run_and_tell, running), paths), start=1):
                print(f"{number} of {len(paths)} notebooks: {path.stem}", file=sys.stderr, flush=True)
        except KeyboardInterrupt:
            # Else those that run would be waited for, and Ctrl-C does not reach them.
            for client in list(running):
                if client.km is not None and client.km.has_kernel:
                    client.km.provisioner.process.kill()
            raise
    return paths


def run_and_record(root: Path, today: str, *, changed: bool = False) -> tuple[list[Path], list[str]]:
    """Run the notebooks of a book, and put on record which figures are new or have other data.

    Parameters
    ----------
    root : Path
        The folder of the book.
    today : str
        Today, as YYYY-MM-DD.
    changed : bool
        As in `run_all`.

    Returns
    -------
    tuple of (list of Path, list of str)
        The notebooks that were run, and the figures that have a new version.
    """
    before, settled = committed(root)
    paths = run_all(root / "notebooks", changed=changed)
    figures = stored(sorted((root / "notebooks").glob("*.ipynb")))
    return paths, versions.update(root, before, figures, today, settled)


def _run_and_tell(running: set[NotebookClient], path: Path) -> Path:
    run(path, running)
    return path


def committed(root: Path) -> tuple[dict[str, Figure], int | None]:
    """Return the figures as they are committed, and how many rows of their versions are.

    Outside a checkout these are the figures as they are stored now. All their versions stay, unless each is a first
    one and the book has no address: nobody can have cited them.
    """
    names = git(root, "ls-tree", "--name-only", "HEAD", "notebooks/").splitlines()
    if not names:
        unseen = not address.read(root).site and (versions.read(root)["version"] == "1").all()
        return stored(sorted((root / "notebooks").glob("*.ipynb"))), 0 if unseen else None
    with TemporaryDirectory() as folder:
        for name in names:
            if name.endswith(".ipynb"):
                (Path(folder) / Path(name).name).write_text(git(root, "show", f"HEAD:{name}"), encoding="utf-8")
        figures = stored(sorted(Path(folder).glob("*.ipynb")))
    rows = git(root, "show", "HEAD:book/figures.csv").splitlines()
    return figures, max(len(rows) - 1, 0)
