"""How the book as a whole is cited: as text (APA) and BibTeX, from CITATION.cff and the edition."""

from typing import NamedTuple

from docutils import nodes

from .about import About
from .address import Address
from .citation import addresses, apa, bibtex_entry, bibtex_name, latex
from .edition import Edition

KIND = "Reproducible analysis book"


class BookCitation(NamedTuple):
    """What a citation of the book says."""

    about: About
    address: Address
    edition: Edition

    @property
    def version(self) -> str:
        """Version and edition of the book, in words."""
        return "; ".join(filter(None, (self.about.version and f"Version {self.about.version}", str(self.edition))))

    def text(self) -> tuple[str, str, str]:
        """Return the citation in the style of the American Psychological Association (7th edition).

        Returns
        -------
        tuple of str
            What stands before the title, the title, which is set in italics, and what stands after it.
        """
        where = addresses(self.about, self.address.site)
        before = f"{apa(self.about.authors)} ({self.about.year or 'n.d.'}). "
        return before, self.about.title, f" ({self.version}) [{KIND}]. {where}".rstrip()

    def bibtex(self) -> str:
        """Return the citation as an entry of BibTeX."""
        fields = {
            "author": " and ".join(bibtex_name(author) for author in self.about.authors),
            "title": f"{{{latex(self.about.title)}}}",
            "year": self.about.year,
            "howpublished": KIND,
            "note": latex(self.version),
            "doi": self.about.bare_doi,
            "url": self.address.site,
        }
        return bibtex_entry("twicetold", fields)

    def nodes(self) -> list[nodes.Node]:
        """Return the citation as it stands on a page: the text, the entry, and whether there is a DOI."""
        before, title, after = self.text()
        quoted = nodes.paragraph("", "", nodes.Text(before), nodes.emphasis("", title), nodes.Text(after))
        entry = nodes.literal_block(self.bibtex(), self.bibtex(), language="bibtex")
        if self.about.bare_doi:
            link = nodes.reference("", self.about.bare_doi, refuri=f"https://doi.org/{self.about.bare_doi}")
            told = nodes.paragraph("", "", nodes.Text("The DOI of the book is "), link, nodes.Text("."))
        else:
            told = nodes.paragraph("", "There is no DOI; none is given until one exists.")
        return [nodes.block_quote("", quoted), entry, told]
