"""The figures of a book: charts in its notebooks' stored outputs, each with a name and a caption."""

from binascii import a2b_base64
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import nbformat

from ..measure import BadInput
from .renderer import MIME


class Figure(NamedTuple):
    """A figure: the notebook it is in, its caption, its Vega-Lite JSON and its PNG."""

    path: Path
    caption: str
    spec: dict
    png: bytes


def stored(paths: Iterable[Path]) -> dict[str, Figure]:
    """Return the figures of notebooks by their names, as their outputs are stored.

    A figure is a code cell with `mystnb.figure.name` in its metadata and a chart in its outputs.

    Raises
    ------
    BadInput
        If a file is no notebook.
    """
    figures = {}
    for path in paths:
        for cell in read(path).cells:
            about = cell.metadata.get("mystnb", {}).get("figure", {})
            for output in cell.get("outputs", []):
                data = output.get("data", {})
                if "name" in about and MIME in data:
                    png = a2b_base64(data.get("image/png", ""))
                    figures[about["name"]] = Figure(path, about.get("caption", ""), data[MIME], png)
    return figures


def read(path: Path) -> nbformat.NotebookNode:
    """Read a notebook; a file that is none raises `BadInput`."""
    try:
        return nbformat.read(path, as_version=4)
    except (ValueError, AttributeError, nbformat.reader.NotJSONError, nbformat.ValidationError) as error:
        raise BadInput(path, "a notebook (JSON of nbformat 4)", value=error) from None
