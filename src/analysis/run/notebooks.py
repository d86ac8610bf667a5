"""Run the notebooks and store their outputs, the same on every machine."""

import hashlib
from binascii import a2b_base64
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from ..measure import BadInput
from ..measure.corpus import find_root

# What a notebook keeps of its environment: nothing that differs between machines.
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def fingerprint(root: Path) -> str:
    """Return a hash of a book's data: of the name and content of every file in `data/`."""
    found = hashlib.sha256()
    for path in sorted(path for path in (root / "data").rglob("*") if path.is_file()):
        found.update(f"{path.relative_to(root).as_posix()}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return found.hexdigest()


def stale(root: Path) -> list[Path]:
    """Return the notebooks whose stored outputs are not of the data as it is now."""
    now = fingerprint(root)
    paths = sorted((root / "notebooks").glob("*.ipynb"))
    return [path for path in paths if _read(path).metadata.get("twicetold", {}).get("data") != now]


def _read(path: Path) -> nbformat.NotebookNode:
    try:
        return nbformat.read(path, as_version=4)
    except (ValueError, nbformat.reader.NotJSONError) as error:
        raise BadInput(path, "a notebook (JSON of nbformat 4)", value=error) from None


def run(path: Path) -> None:
    """Run a notebook in its own folder and store its outputs; a notebook that fails stays as it was.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell fails.
    """
    notebook = _read(path)
    client = NotebookClient(notebook, timeout=300, record_timing=False, resources={"metadata": {"path": path.parent}})
    client.execute()
    notebook.metadata = nbformat.from_dict({**METADATA, "twicetold": {"data": fingerprint(find_root(path.parent))}})
    fresh = path.with_suffix(".ipynb.new")
    nbformat.write(notebook, fresh)
    fresh.replace(path)


def png_of(path: Path, figure: str) -> bytes:
    """Return the stored picture of a figure of a notebook.

    Raises
    ------
    LookupError
        If the notebook has no such figure, or has not been run.
    """
    for cell in _read(path).cells:
        if cell.metadata.get("mystnb", {}).get("figure", {}).get("name") == figure:
            for output in cell.outputs:
                if "image/png" in output.get("data", {}):
                    return a2b_base64(output.data["image/png"])
    msg = f"{path} holds no picture of {figure}"
    raise LookupError(msg)


def run_all(folder: Path, *, workers: int = 2) -> list[Path]:
    """Run all notebooks of a folder, a few at a time; return their paths."""
    paths = sorted(folder.glob("*.ipynb"))
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(run, paths))
    return paths
