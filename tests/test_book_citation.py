"""How the book is cited: from CITATION.cff alone, with a DOI where there is one."""

import pytest
from docutils import nodes
from pybtex.database import parse_string
from support import ROOT

from analysis.publish import about
from analysis.publish.address import Address
from analysis.publish.book_citation import BookCitation
from analysis.publish.edition import Edition

ABOUT = about.read(ROOT)
EDITION = Edition("0831d0f0831d0f0831d0f", False, "ab" * 32)
SITE = "https://example.org/told/"


def cite(site: str = SITE, **changes) -> BookCitation:
    return BookCitation(ABOUT._replace(**changes), Address("", site), EDITION)


def shown(citation: BookCitation) -> str:
    return "\n".join(node.astext() for node in citation.nodes())


@pytest.mark.parametrize("doi", ["10.5281/zenodo.1", "https://doi.org/10.5281/zenodo.1"])
def test_a_doi_is_told_in_the_text_the_entry_and_a_link(doi):
    citation = cite(doi=doi)
    assert citation.text()[2].endswith(f" https://doi.org/10.5281/zenodo.1 {SITE}")
    assert parse_string(citation.bibtex(), "bibtex").entries["twicetold"].fields["doi"] == "10.5281/zenodo.1"
    (link,) = (found for node in citation.nodes() for found in node.findall(nodes.reference))
    assert link["refuri"] == "https://doi.org/10.5281/zenodo.1"
    assert "no DOI" not in shown(citation)


def test_no_doi_is_invented_and_the_page_says_so():
    citation = cite(doi="")
    assert "doi" not in (citation.bibtex() + "".join(citation.text())).lower()
    assert "There is no DOI" in shown(citation)


def test_the_page_tells_what_the_file_says():
    changed = {"title": "A {Title} & more", "version": "3.2.1", "date": "2031-05-06"}
    citation = cite(authors=({"family-names": "Beauvoir", "given-names": "Simone", "name-particle": "de"},), **changed)
    assert "".join(citation.text()) == (
        "de Beauvoir, S. (2031). A {Title} & more (Version 3.2.1; commit 0831d0f0831d; data and code sha256 "
        f"abababababab) [Reproducible analysis book]. {SITE}"
    )
    entry = parse_string(citation.bibtex(), "bibtex").entries["twicetold"]
    assert (entry.fields["year"], entry.fields["url"]) == ("2031", SITE)
    assert "Version 3.2.1" in entry.fields["note"]
    assert entry.persons["author"][0].last_names == ["Beauvoir"]


def test_what_is_not_known_is_left_out():
    citation = cite(site="", version="", date="")
    assert "(n.d.)." in citation.text()[0]
    assert citation.text()[2].endswith("book].")
    assert not {"year", "url"} & set(parse_string(citation.bibtex(), "bibtex").entries["twicetold"].fields)


def test_the_page_has_no_fact_of_the_citation_typed_by_hand():
    page = (ROOT / "book" / "cite.md").read_text("utf-8")
    assert "{cite-book}" in page
    assert not [fact for fact in (ABOUT.version, f"({ABOUT.year})", "developers", "DOI") if fact in page]
