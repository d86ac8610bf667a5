"""The directive `chart`: a figure of a notebook, shown on a prose page with a way back to its evidence."""

from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from . import renderer
from .figures import stored


class Chart(SphinxDirective):
    """Show a chart of a notebook, with its caption and a link to its place there."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the drawn chart and its caption."""
        name = self.arguments[0]
        documents = sorted(Path(self.env.doc2path(document)) for document in self.env.found_docs)
        known = stored(path for path in documents if path.suffix == ".ipynb")
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
