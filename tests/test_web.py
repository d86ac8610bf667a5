"""Addresses, metadata, moved pages and the sitemap: right where an address is set, absent where none is."""

import pytest
from lxml import html
from support import HTML, ROOT, report, toc

from analysis.measure import BadInput
from analysis.publish import about, address, metadata, redirects, sitemap
from analysis.publish.address import Address

HOSTILE = '"><script>alert(1)</script>&lt;'
SITE = Address("https://github.com/example/twice-told", "https://example.github.io/twice-told/")
NOWHERE = Address("", "")


def configured(folder, text):
    (folder / "_config.yml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("url", "repository", "site"),
    [
        ("", "", ""),
        (
            "https://github.com/Example/Twice-Told",
            "https://github.com/Example/Twice-Told",
            "example.github.io/Twice-Told/",
        ),
        ("http://www.github.com/a/b.git/", "https://github.com/a/b", "a.github.io/b/"),
        ("https://github.com/Ann/ann.github.io", "https://github.com/Ann/ann.github.io", "ann.github.io/"),
        ("https://gitlab.com/group/part/book", "https://gitlab.com/group/part/book", ""),
        ("http://git.example.org:8080/~ann/book", "http://git.example.org:8080/~ann/book", ""),
    ],
)
def test_the_site_follows_the_repository(tmp_path, url, repository, site):
    found = address.read(configured(tmp_path, f'repository:\n  url: "{url}"\n'))
    assert found == Address(repository, f"https://{site}" if site else "")


def test_an_address_of_the_site_comes_first_and_ends_with_a_slash(tmp_path):
    text = (
        'repository:\n  url: "https://github.com/a/b"\n  branch: next\nhtml:\n  baseurl: "https://told.example.org/x"\n'
    )
    found = address.read(configured(tmp_path, text))
    assert found == Address("https://github.com/a/b", "https://told.example.org/x/", "next")
    assert found.page("book/a b.html#c") == "https://told.example.org/x/book/a%20b.html#c"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        *(
            (f"repository:\n  url: {value!r}\n", "repository: url")
            for value in (
                *("github.com/a/b", "ftp://github.com/a/b", "https://github.com/a", "https://github.com/a/b/tree/main"),
                *(
                    "https://github.com/a/b c",
                    "https://u:p@github.com/a/b",
                    "https://github.com/a/b?x=1",
                    "https:///a/b",
                ),
                *("https://github.com/a/<b>", "javascript:alert(1)", "https://github.com//b", "git@github.com:a/b.git"),
            )
        ),
        ("repository:\n  url: [a]\n", "repository: url"),
        ("repository: https://github.com/a/b\n", "repository"),
        ('repository:\n  branch: "a b"\n', "repository: branch"),
        ("html:\n  baseurl: /book/\n", "html: baseurl"),
    ],
)
def test_a_bad_address_is_refused_by_file_and_field(tmp_path, text, field):
    with pytest.raises(BadInput, match=rf"_config\.yml, column '{field}': got .+; expected \S"):
        address.read(configured(tmp_path, text))


def test_the_book_as_it_is_has_an_author_a_version_and_a_date():
    found = about.read(ROOT)
    assert all((found.title, found.authors, found.version, found.year, found.licence))


def test_what_the_citation_file_says_is_read_as_it_is_written(tmp_path):
    (tmp_path / "CITATION.cff").write_text(
        "title: 'A: b'\nversion: 1.10\ndate-released: 2026-01-02\ndoi: 10.1/x\nlicense: MIT\n"
        "authors:\n- {family-names: Beauvoir, given-names: Simone, name-particle: de}\n- name: Some people\n"
    )
    found = about.read(tmp_path)
    assert (found.title, found.version, found.date, found.year) == ("A: b", "1.10", "2026-01-02", "2026")
    assert [about.full_name(author) for author in found.authors] == ["Simone de Beauvoir", "Some people"]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("authors: [{name: A}]\n", "title"),
        ("title: A\n", "authors"),
        ("title: A\nauthors: [{family-names: ''}]\n", "authors"),
        ("title: A\nauthors: [{name: A}]\ndate-released: soon\n", "date-released"),
        ("title: A\nauthors: [{name: A}]\nversion: [1]\n", "version"),
    ],
)
def test_a_citation_file_that_lacks_something_is_refused(tmp_path, text, field):
    (tmp_path / "CITATION.cff").write_text(text)
    with pytest.raises(BadInput, match=rf"CITATION\.cff, column '{field}'"):
        about.read(tmp_path)


def tags_of(text):
    """Return the names and values of `meta` elements, and demand that there is nothing else."""
    head = html.document_fromstring(f"<html><head>{text}</head><body></body></html>").find("head")
    assert {element.tag for element in head} == {"meta"}
    return [(element.get("property") or element.get("name"), element.get("content")) for element in head]


def test_metadata_is_text_whatever_it_holds():
    book = about.About(HOSTILE, ({"name": HOSTILE},), HOSTILE, "2026-01-02", HOSTILE, HOSTILE)
    page = metadata.Page("a.html", f"Page {HOSTILE}", HOSTILE, "fig-x")
    found = dict(tags_of(metadata.tags(page, book, SITE, "en")))
    assert found["og:title"] == found["citation_title"] == f"Page {HOSTILE}"
    for name in ("og:site_name", "og:description", "citation_author", "citation_doi", "citation_inbook_title"):
        assert found[name] == HOSTILE
    assert found["og:url"] == found["citation_public_url"] == "https://example.github.io/twice-told/a.html"
    assert found["og:image"] == "https://example.github.io/twice-told/figures/fig-x.png"
    assert found["citation_publication_date"] == "2026/01/02"


def test_without_an_address_metadata_names_none():
    page = metadata.Page("a.html", "A", "About a", "fig-x")
    found = dict(tags_of(metadata.tags(page, about.read(ROOT), NOWHERE, "en")))
    assert not {"og:url", "og:image", "citation_public_url"} & set(found)
    assert "://" not in "".join(found.values())


def test_every_page_of_the_contents_tells_what_it_is(pages):
    book, problems = about.read(ROOT), []
    for name in toc():
        head = pages[f"{name}.html"].tree.find("head")
        found = [(meta.get("property") or meta.get("name"), meta.get("content")) for meta in head.iter("meta")]
        once = {key: value for key, value in found if [other for other, _ in found].count(key) == 1}
        front = name == toc()[0]
        wanted = {
            "og:type": "website" if front else "article",
            "og:site_name": book.title,
            "og:title": once.get("citation_title"),
            "og:description": once.get("description"),
            "twitter:card": "summary_large_image" if "og:image" in once else "summary",
            "citation_author": about.full_name(book.authors[0]),
            "citation_year": book.year,
            "citation_language": "en",
        }
        wanted |= {"citation_title": book.title} if front else {"citation_inbook_title": book.title}
        problems += [
            f"{name}: {key} is {once.get(key)!r}, expected {value!r}"
            for key, value in wanted.items()
            if not value or once.get(key) != value
        ]
    assert not problems, report(problems)


def test_without_an_address_the_book_has_no_button_and_tells_of_no_place(pages):
    if address.read(ROOT).repository:
        pytest.skip("the address of the repository is set")
    problems = []
    for page in pages.values():
        for wrong in (
            "//*[contains(@class, 'launch-buttons')]",
            "//*[contains(@class, 'source-buttons')]",
            "//*[contains(@class, 'source-repository-button')]",
            "//link[@rel='canonical']",
            "//meta[@property='og:url' or @property='og:image' or @name='citation_public_url']",
        ):
            problems += [f"{page.name}: {wrong}" for _ in page.tree.xpath(wrong)]
    problems += [name for name in ("sitemap.xml", "robots.txt") if (HTML / name).exists()]
    assert not problems, report(problems)


def moved(folder, *rows):
    (folder / "book").mkdir(exist_ok=True)
    (folder / "book" / "redirects.csv").write_text("\n".join(["old,new", *rows, ""]), encoding="utf-8")
    return folder


@pytest.fixture
def built(tmp_path):
    """A built book of two pages, the first a hostile one."""
    folder = tmp_path / "built"
    (folder / "book").mkdir(parents=True)
    (folder / "book" / "cite.html").write_text(
        '<html lang="en"><head><title>Cite &lt;b&gt; &amp;</title>'
        '<meta property="og:title" content="Cite &quot;&gt;&lt;b&gt;"><meta name="viewport" content="x"></head></html>'
    )
    (folder / "book" / "method.html").write_text("<html><head><title>Method</title></head></html>")
    return folder


def test_a_moved_page_leads_to_its_new_place(tmp_path, built):
    root = moved(tmp_path, "older/x/how.html,book/cite.html", "book/how.html,book/cite.html")
    assert redirects.write(root, built, SITE) == ["older/x/how.html", "book/how.html"]
    page = html.document_fromstring((built / "older/x/how.html").read_bytes())
    assert page.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=../../book/cite.html"]
    assert page.xpath("//link[@rel='canonical']/@href") == ["https://example.github.io/twice-told/book/cite.html"]
    assert page.xpath("//a/@href") == ["../../book/cite.html"]
    assert page.xpath("string(//a)") == page.xpath("string(//title)") == "Cite <b> &"
    assert page.xpath("//meta[@property='og:title']/@content") == ['Cite "><b>']
    assert not page.xpath("//b | //meta[@content='x']")
    nowhere = redirects.page(built, "book/how.html", "book/cite.html", NOWHERE)
    assert "canonical" not in nowhere
    assert 'url=cite.html"' in nowhere


@pytest.mark.parametrize(
    ("rows", "row", "column", "value"),
    [
        (["a.html,book/gone.html"], 2, "new", "book/gone.html"),
        (["book/method.html,book/cite.html"], 2, "old", "book/method.html"),
        (["Book/Method.html,book/cite.html"], 2, "old", "Book/Method.html"),
        (["a.html,book/cite.html", "b.html,a.html"], 3, "new", "a.html"),
        (["a.html,b.html", "b.html,a.html"], 2, "new", "b.html"),
        (["a.html,a.html"], 2, "new", "a.html"),
        (["a.html,book/cite.html", "a.html,book/method.html"], 3, "old", "a.html"),
        (["../a.html,book/cite.html"], 2, "old", "../a.html"),
        (["/a.html,book/cite.html"], 2, "old", "/a.html"),
        (["a.html/b.html,book/cite.html"], 2, "old", "a.html/b.html"),
        (["a,book/cite.html"], 2, "old", "a"),
        (["a.html,https://example.org/b.html"], 2, "new", "https://example.org/b.html"),
        (["a.html,"], 2, "new", ""),
    ],
)
def test_a_bad_row_of_moved_pages_is_refused_and_nothing_is_written(tmp_path, built, rows, row, column, value):
    before = sorted(built.rglob("*"))
    with pytest.raises(BadInput) as error:
        redirects.write(moved(tmp_path, *rows), built, SITE)
    place = f"{tmp_path / 'book' / 'redirects.csv'}, row {row}, column '{column}': got {value!r}; expected "
    assert str(error.value).startswith(place)
    assert sorted(built.rglob("*")) == before


@pytest.mark.parametrize("rows", [["a.html,book/cite.html", "b.html,a.html"], ["a.html,a.html"], ["a,book/cite.html"]])
def test_a_row_that_cannot_be_right_is_refused_before_a_book_is_built(tmp_path, rows):
    with pytest.raises(BadInput, match=r"redirects\.csv, row \d, column '(old|new)'"):
        redirects.read(moved(tmp_path, *rows))


def test_a_book_without_moved_pages_has_none(tmp_path, built):
    assert redirects.read(tmp_path) == []
    assert redirects.write(moved(tmp_path), built, SITE) == []
    assert redirects.read(ROOT) is not None


def test_the_sitemap_lists_the_pages_of_the_book_and_no_others(tmp_path, built):
    for name in ("index.html", "404.html", "search.html", "genindex.html", "book/old.html", "book/a&b.html"):
        (built / name).write_text("")
    sitemap.write(built, SITE, moved=["book/old.html"])
    found = html.fromstring((built / "sitemap.xml").read_bytes()).xpath("//loc/text()")
    pages = ("book/a%26b.html", "book/cite.html", "book/method.html")
    assert found == [f"https://example.github.io/twice-told/{page}" for page in pages]
    lines = (built / "robots.txt").read_text().splitlines()
    assert "Sitemap: https://example.github.io/twice-told/sitemap.xml" in lines


def test_without_an_address_there_is_no_sitemap(built):
    sitemap.write(built, NOWHERE, moved=[])
    assert not (built / "sitemap.xml").exists()
    assert not (built / "robots.txt").exists()
