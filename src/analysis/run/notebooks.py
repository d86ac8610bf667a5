"""Run the notebooks and store their outputs, the same on every machine."""

from binascii import a2b_base64
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient

# What a notebook keeps of its environment: nothing that differs between machines.
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def run(path: Path) -> None:
    """Run a notebook in its own folder and store its outputs; a notebook that fails stays as it was.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell fails.
    """
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=300, record_timing=False, resources={"metadata": {"path": path.parent}})
    client.execute()
    notebook.metadata = nbformat.from_dict(METADATA)
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
    for cell in nbformat.read(path, as_version=4).cells:
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
