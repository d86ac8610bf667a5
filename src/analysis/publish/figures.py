"""The figures of a book: charts in its notebooks' stored outputs, each with a name and a caption."""

import re
from binascii import a2b_base64
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import pandas as pd

from ..measure import BadInput
from .chart_marks import INFINITE

# Of a chart in a notebook: the newest Vega-Lite type that JupyterLab and VS Code both know; they draw later versions
# under it, too.
MIME = "application/vnd.vegalite.v5+json"
# A name is part of addresses and file names, for good.
NAME = re.compile(r"fig(-[a-z0-9]+)+")
NAME_EXPECTED = "a figure's name: fig-, then small letters and digits parted by hyphens"


class Figure(NamedTuple):
    """A figure: the notebook it is in, its caption, its Vega-Lite JSON and its PNG."""

    path: Path
    caption: str
    spec: dict[str, Any]
    png: bytes

    @property
    def title(self) -> str:
        """What the chart shows, in words."""
        return self.spec["usermeta"]["title"]

    @property
    def table(self) -> dict[str, Any]:
        """The data: `heads` (column to heading) and `rows`, each with `marks` (column to key of a mark)."""
        stored = self.spec["usermeta"]["table"]
        return {"heads": dict(stored["heads"]), "rows": stored["rows"]}

    @property
    def marks(self) -> dict[str, dict[str, Any]]:
        """What each mark counts or was computed from, by its key; see `chart_marks.Marks`."""
        return {mark["key"]: mark for mark in self.spec["usermeta"]["marks"]}

    def frame(self) -> pd.DataFrame:
        """Return the data: the columns of `table`, infinite numbers as numbers."""
        rows = pd.DataFrame(self.table["rows"], columns=list(self.table["heads"]))
        for name in rows:
            if not rows[name].map(lambda value: isinstance(value, str) and value not in INFINITE).any():
                rows[name] = pd.to_numeric(rows[name].map(lambda value: INFINITE.get(value, value)))
        return rows


def stored(paths: Iterable[Path]) -> dict[str, Figure]:
    """Return the figures of notebooks by their names, as their outputs are stored; see `of`."""
    return of({path: read(path) for path in paths})


def of(notebooks: Mapping[Path, nbformat.NotebookNode]) -> dict[str, Figure]:
    """Return the figures of notebooks, given by their paths, by the figures' names.

    A figure is a code cell with `mystnb.figure.name` in its metadata and a chart in its outputs.

    Raises
    ------
    BadInput
        If a name is none, or two figures have the same.
    """
    figures: dict[str, Figure] = {}
    for path, notebook in notebooks.items():
        for cell in notebook.cells:
            about = cell.metadata.get("mystnb", {}).get("figure", {})
            for output in cell.get("outputs", []):
                data = output.get("data", {})
                if "name" in about and MIME in data:
                    if not NAME.fullmatch(about["name"]):
                        raise BadInput(path, NAME_EXPECTED, value=about["name"])
                    if about["name"] in figures:
                        raise BadInput(path, "a name that no other figure has", value=about["name"])
                    png = a2b_base64(data.get("image/png", ""))
                    figures[about["name"]] = Figure(path, about.get("caption", ""), data[MIME], png)
    return figures


def read(path: Path) -> nbformat.NotebookNode:
    """Read a notebook; a file that is none raises `BadInput`."""
    try:
        return nbformat.read(path, as_version=4)
    except (ValueError, AttributeError, nbformat.reader.NotJSONError, nbformat.ValidationError) as error:
        raise BadInput(path, "a notebook (JSON of nbformat 4)", value=error) from None
