"""Citations: the same facts in each format, well-formed for strict readers, whatever the names hold."""

import json

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string
from support import HTML, NOTEBOOKS

from analysis.publish.about import About
from analysis.publish.address import Address
from analysis.publish.citation import Citation
from analysis.publish.edition import Edition
from analysis.publish.figures import stored

EDITION = Edition("0831d0f0831d0f0831d0f", False, "ab" * 32)
# The variables of the Citation Style Language that a figure uses.
CSL = {"id", "type", "title", "author", "container-title", "issued", "version", "note", "language", "DOI", "URL"}


def cite(title="A title", authors=({"name": "A, B and C"},), doi="", site="https://example.org/told/") -> Citation:
    about = About("A Promise, Twice Told", authors, "0.1.0", "2026-11-22", doi, "MIT")
    return Citation("fig-x", title, "2", "2026-11-21", about, Address("", site), EDITION)


TITLES = st.text(st.sampled_from("aĐộ ,{}\\&%$#_^~\"'@-=\n1"), min_size=1, max_size=25).filter(str.strip)


@given(TITLES)
def test_any_title_survives_each_format(title):
    citation = cite(title)
    item = json.loads(citation.csl())[0]
    assert item["title"] == title
    record = rispy.loads(citation.ris())[0]
    assert record["title"] == " ".join(title.split())
    fields = parse_string(citation.bibtex(), "bibtex").entries["fig-x-v2"].fields
    assert fields["year"] == "2026"
    assert fields["url"] == citation.url


def test_each_format_names_version_commit_fingerprint_and_permalink():
    citation = cite(doi="10.5281/zenodo.1")
    for text in (citation.text(), citation.bibtex(), citation.ris(), citation.csl()):
        for fact in ("2026", "0831d0f0831d", "abababababab", "https://example.org/told/figures/fig-x.html", "10.5281"):
            assert fact in text
        assert "#version-2" in text
    assert set(json.loads(citation.csl())[0]) == CSL


def test_no_doi_is_invented():
    for text in (cite().text(), cite().bibtex(), cite().ris(), cite().csl()):
        assert "doi" not in text.lower()
        assert "DO  -" not in text


def test_people_are_cited_as_people_and_entities_as_entities():
    people = (
        {"family-names": "Beauvoir", "given-names": "Simone Lucie", "name-particle": "de"},
        {"name": "Team, Inc."},
    )
    citation = cite(authors=people)
    assert citation.text().startswith("de Beauvoir, S. L., & Team, Inc. (2026). ")
    first, second = parse_string(citation.bibtex(), "bibtex").entries["fig-x-v2"].persons["author"]
    assert (first.last_names, first.first_names, first.middle_names) == (["Beauvoir"], ["Simone"], ["Lucie"])
    assert str(second) == "{Team, Inc.}"
    assert rispy.loads(citation.ris())[0]["authors"] == ["de Beauvoir, Simone Lucie", "Team, Inc."]
    assert json.loads(citation.csl())[0]["author"][1] == {"literal": "Team, Inc."}


@pytest.mark.parametrize("name", stored(NOTEBOOKS))
def test_the_files_of_the_book_are_well_formed(name):
    folder = HTML / "figures"
    entries = parse_string((folder / f"{name}.bib").read_text("utf-8"), "bibtex").entries
    assert [key.startswith(f"{name}-v") for key in entries] == [True]
    record = rispy.loads((folder / f"{name}.ris").read_text("utf-8"))
    assert [entry["type_of_reference"] for entry in record] == ["FIGURE"]
    item = json.loads((folder / f"{name}.csl.json").read_text("utf-8"))[0]
    assert item["title"] == record[0]["title"]
    assert set(item) <= CSL
