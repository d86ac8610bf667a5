"""The directive `chart`: a figure of a notebook, shown on a prose page with a way back to its evidence."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from . import renderer


class Found(NamedTuple):
    """A figure in a notebook: where it is, what its caption says, what is drawn."""

    path: Path
    caption: str
    spec: dict


def charts(env: BuildEnvironment) -> Iterator[tuple[str, Found]]:
    """Yield name and place of every captioned chart in the notebooks of a book."""
    paths = sorted(Path(env.doc2path(name)) for name in env.found_docs)
    for path in (path for path in paths if path.suffix == ".ipynb"):
        for cell in _cells(path):
            figure = cell["metadata"].get("mystnb", {}).get("figure", {})
            for output in cell.get("outputs", []):
                spec = output.get("data", {}).get(renderer.MIME)
                if spec and "name" in figure:
                    yield figure["name"], Found(path, figure.get("caption", ""), spec)


def _cells(path: Path) -> list[dict]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError) as error:
        msg = f"{path}: expected a notebook (JSON with cells), found {error!r}"
        raise ExtensionError(msg) from error


class Chart(SphinxDirective):
    """Show a chart of a notebook, with its caption and a link to its place there."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the drawn chart and its caption."""
        name = self.arguments[0]
        known = dict(charts(self.env))
        if name not in known:
            msg = f"no notebook has a chart named {name!r}; there are {', '.join(sorted(known))}"
            raise self.error(msg)
        found = known[name]
        self.env.note_dependency(str(found.path))
        # A numbered reference, so that a build with -n checks it and shows the number the figure has there.
        link = addnodes.pending_xref(
            "",
            nodes.inline("", "Fig. {number}: evidence and code"),
            refdomain="std",
            reftype="numref",
            reftarget=name,
            refexplicit=True,
            refwarn=True,
            refdoc=self.env.docname,
        )
        text = nodes.paragraph("", f"{found.caption} ", link, classes=["tt-chart-caption"])
        drawn = nodes.raw("", renderer.figure(found.spec), format="html")
        return [nodes.container("", drawn, text, classes=["tt-embed"])]
