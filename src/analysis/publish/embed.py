"""Directives for prose pages: a figure of a notebook, all figures, all changes of figures, how to cite the book."""

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from . import landing, renderer
from .about import CITATION
from .book_citation import BookCitation


class Chart(SphinxDirective):
    """`chart`: show a figure of a notebook, with its caption and a link to its place there."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the drawn chart and its caption."""
        name, book = self.arguments[0], self.env.app.twicetold
        if name not in book.figures:
            msg = f"no notebook has a chart named {name!r}; there are {', '.join(sorted(book.figures))}"
            raise self.error(msg)
        found = book.figures[name]
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
        cite = nodes.raw("", f'<span class="tt-screen"> · {landing.cite_link(name)}</span>', format="html")
        text = nodes.paragraph("", f"{found.caption} ", link, cite, classes=["tt-chart-caption"])
        drawn = nodes.raw("", renderer.figure(book.specs[name], name), format="html")
        return [nodes.container("", drawn, text, classes=["tt-embed"], chart=name)]


class all_figures(nodes.General, nodes.Element):  # noqa: N801 (as docutils names its nodes)
    """Where the page of all figures has them: they are filled in when their numbers are known."""


class AllFigures(SphinxDirective):
    """`all-figures`: show every figure as a thumbnail that leads to its page."""

    def run(self) -> list[nodes.Node]:
        """Return the place for the thumbnails."""
        return [all_figures()]


class Errata(SphinxDirective):
    """`errata`: list what changed in the figures, version by version."""

    def run(self) -> list[nodes.Node]:
        """Return the list."""
        return [nodes.raw("", landing.errata(self.env.app.twicetold.versions), format="html")]


class CiteBook(SphinxDirective):
    """`cite-book`: say how the book is cited, as text and BibTeX, from CITATION.cff."""

    def run(self) -> list[nodes.Node]:
        """Return both, and whether there is a DOI."""
        book = self.env.app.twicetold
        self.env.note_dependency(str(book.root / CITATION))
        return BookCitation(book.about, book.address, book.edition).nodes()
