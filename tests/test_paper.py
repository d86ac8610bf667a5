"""The book on paper: every page in it, links that lead somewhere, figures with their numbers, drawn as vectors."""

import ctypes
import os
import re
import sys
from collections import Counter
from types import SimpleNamespace

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from lxml import html
from support import HTML, NOTEBOOKS, ROOT, VEGA, code_cells, read_notebook, report, toc

from analysis.measure import BadInput, load
from analysis.publish import about, chapter, drawing, paper
from analysis.publish.address import Address
from analysis.run import build, command, keep

SITE = Address("", "https://example.org/told/")


def plain(text: str) -> str:
    """Return a text without what a line break may have done to it."""
    return re.sub(r"\s+", "", text).replace("\ufffe", "-")


@pytest.fixture(scope="module")
def chapters(pages):
    """The pages of _toc.yml in order: name, heading, figures with number and caption."""
    found = []
    for name in toc():
        body = pages[f"{name}.html"].body
        heading = "".join(body.xpath(".//h1//text()[not(ancestor::a[contains(@class, 'headerlink')])]"))
        figures = {
            figure.get("id"): [
                "".join(figure.xpath(f".//*[@class='{part}']//text()")).strip()
                for part in ("caption-number", "caption-text")
            ]
            for figure in body.xpath(".//figure[@id]")
        }
        found.append(SimpleNamespace(name=name, heading=heading.strip(), figures=figures, body=body))
    return found


def write(target, **changes):
    what = {"about": about.read(ROOT), "address": SITE, "edition": "Version 1; commit 0", **changes}
    paper.write(ROOT, HTML, target, **what)


# == The document, before it is printed ==


@pytest.fixture(scope="module")
def document(pages):
    text = paper.document(ROOT, HTML, about=about.read(ROOT), address=SITE, edition="Version 1; commit 0")
    return html.document_fromstring(text)


def test_no_id_stands_twice_and_every_link_leads_to_one(document):
    ids = Counter(document.xpath("//@id"))
    assert not [name for name, count in ids.items() if count > 1]
    dead = [link for link in document.xpath("//a/@href") if link.startswith("#") and link[1:] not in ids]
    assert not dead, report(dead)
    other = [link for link in document.xpath("//a/@href") if not link.startswith(("#", "http://", "https://"))]
    assert not other, report(other)


def test_a_link_to_a_page_leads_to_its_place_in_the_document(document):
    links = document.xpath("//article[@id='book-findings']//a/@href")
    assert "#notebooks-06-timeline--fig-actor-mentions-by-year" in links
    assert "#book-limits" in links


def test_a_link_to_a_file_leads_to_the_published_book_or_is_plain_text():
    def lead(href: str, address: Address, kind: str = "") -> str:
        tree = html.document_fromstring(
            f'<article><p class="{kind}"><a href="{href}">there</a></p><figure id="fig-a"></figure></article>'
        )
        one = chapter.Chapter("book/a", "", tree, [])
        chapter.connect({one.name: one}, address)
        return html.tostring(one.article.find("p")[0], encoding="unicode", with_tail=False)

    nowhere = Address("", "")
    assert lead("../figures/fig-a.csv", SITE) == '<a href="https://example.org/told/figures/fig-a.csv">there</a>'
    assert lead("../figures/fig-a.csv", nowhere) == "<span>there</span>"
    assert lead("../figures/fig-a.html", nowhere) == '<a href="#book-a--fig-a">there</a>'
    cited = lead("../figures/fig-a.html", SITE, "tt-cite-line")
    assert cited == '<a href="https://example.org/told/figures/fig-a.html">there</a>'
    assert lead("a.html#gone", nowhere) == '<a href="#book-a">there</a>'


def test_what_is_for_a_screen_is_not_on_paper(document):
    for path in (
        "//button",
        "//input",
        "//fieldset",
        "//article//script",
        "//*[@hidden]",
        "//*[contains(@class, 'cell_input')]",
        "//details",
    ):
        assert not document.xpath(path), path
    assert not document.xpath("//*[contains(@class, 'tt-chart-narrow') or contains(@class, 'tt-screen')]")


def test_evidence_is_told_by_the_numbers_of_its_sentences():
    quote = '<li><a class="tt-place" href="r.html#a.s{0}">{0}</a> Words <mark>of</mark> theirs.</li>'
    items = "".join(quote.format(number) for number in (2, 5, 5))
    folded = '<details class="tt-evidence"><summary>NATO (3)</summary>{}</details>'
    tree = html.document_fromstring(
        f"<article>{folded.format(f'<p>One: 3 in 2 sentences</p><ul>{items}</ul>')}"
        f"{folded.format('<p>None of this kind.</p>')}</article>"
    )
    chapter._for_paper(tree.find(".//article"))
    told, other = tree.find(".//article")
    assert told.text_content() == "NATO (3) One: 3 in 2 sentences: 2, 5."
    assert "None of this kind." in other.text_content()


def test_a_drawing_has_its_description_inside_no_links_and_text_set_from_the_left():
    svg = (
        '<svg class="a" aria-label="Three &lt; four"><a xlink:href="../figures/x.html"><text text-anchor="end" '
        'transform="translate(9,9)" font-size="10px">a &amp;  b</text></a><text text-anchor="middle" font-size="10px"'
        ' font-weight="bold">b</text><text text-anchor="start">c</text></svg>'
    )
    made = drawing.for_paper(svg)
    assert "<title>Three &lt; four</title>" in made
    assert "href" not in made and '"end"' not in made and '"middle"' not in made
    end, middle = (float(x) for x in re.findall(r'<text x="(-[\d.]+)"', made))
    assert end == pytest.approx(-10 * drawing._width("a & b", bold=False), abs=0.01)
    assert middle == pytest.approx(-5 * drawing._width("b", bold=True), abs=0.01)
    assert drawing._width("b", bold=True) > drawing._width("b", bold=False) > 0.4


# == Printed ==


def test_without_what_it_needs_from_the_system_one_line_says_so(tmp_path, monkeypatch, capsys):
    target = tmp_path / "book.pdf"
    target.write_text("the old one")
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(BadInput, match="libpango-1.0-0"):
        write(target)
    assert target.read_text() == "the old one"
    monkeypatch.setattr(keep, "pdf", lambda *_: write(target))
    monkeypatch.setattr(build, "current", lambda _: HTML)
    assert command.main(["--root", str(ROOT), "pdf"]) == 1
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1) and "apt install" in err


@pytest.fixture(scope="module")
def printed(pages, tmp_path_factory):
    """The book, printed and opened."""
    target = tmp_path_factory.mktemp("paper") / "book.pdf"
    try:
        write(target)
    except BadInput as error:
        if os.environ.get("CI", "").lower() in ("true", "1"):
            pytest.fail(str(error), pytrace=False)
        pytest.skip(str(error))
    pdf = pypdfium2.PdfDocument(target)
    yield pdf
    pdf.close()


@pytest.fixture(scope="module")
def sheets(printed) -> list[str]:
    """The text of each page."""
    texts = []
    for page in printed:
        texts.append(page.get_textpage().get_text_range())
    return texts


def outline(printed) -> list[tuple[int, str, int]]:
    return [(mark.level, mark.get_title().strip(), mark.get_dest().get_index()) for mark in printed.get_toc()]


def objects(printed):
    for page in printed:
        yield from page.get_objects(max_depth=9)


@pytest.mark.slow
def test_the_outline_has_every_page_in_order_where_it_is(printed, sheets, chapters):
    top = [(title, index) for level, title, index in outline(printed) if level == 0]
    assert [title for title, _ in top][-len(chapters) :] == [one.heading for one in chapters]
    assert [index for _, index in top] == sorted(index for _, index in top)
    for _, title, index in outline(printed):
        assert plain(title) in plain(sheets[index]), f"{title} is not on page {index + 1}"


@pytest.mark.slow
def test_the_contents_give_the_page_where_each_chapter_and_figure_is(printed, sheets, chapters):
    starts = [index for level, _, index in outline(printed) if level == 0][-len(chapters) :]
    lines = "\n".join(sheets[: starts[0]])
    for one, start in zip(chapters, starts, strict=True):
        assert re.search(rf"^{re.escape(one.heading)}[ .]*{start + 1}\s*$", lines, re.M), one.heading
        for number, caption in one.figures.values():
            line = re.search(rf"^{re.escape(number)} [^.]*.*?[ .](\d+)\s*$", lines, re.M | re.S)
            assert line, f"{number} is not in the contents"
            assert plain(f"{number} {caption}") in plain(sheets[int(line[1]) - 1]), number


@pytest.mark.slow
def test_every_figure_of_the_notebooks_is_there_with_the_number_of_the_book(sheets, chapters):
    named = {
        cell["metadata"]["mystnb"]["figure"]["name"]
        for path in NOTEBOOKS
        for cell in code_cells(read_notebook(path))
        if "figure" in cell["metadata"].get("mystnb", {})
        # A chart for many articles is not drawn for two.
        and any(VEGA in output.get("data", {}) for output in cell["outputs"])
    }
    figures = {name: figure for one in chapters for name, figure in one.figures.items()}
    assert set(figures) == named
    text = plain("".join(sheets))
    missing = [f"{number} {caption}" for number, caption in figures.values() if plain(number + caption) not in text]
    assert not missing, report(missing)


@pytest.mark.slow
def test_every_link_leads_to_a_page_or_to_the_web(printed):
    problems, inside = [], 0
    for number, page in enumerate(printed, 1):
        position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
        while pdfium.FPDFLink_Enumerate(page, position, link):
            action = pdfium.FPDFLink_GetAction(link)
            kind = pdfium.FPDFAction_GetType(action) if action else 0
            if kind == pdfium.PDFACTION_URI:
                size = pdfium.FPDFAction_GetURIPath(printed, action, None, 0)
                raw = ctypes.create_string_buffer(size)
                pdfium.FPDFAction_GetURIPath(printed, action, raw, size)
                if not raw.value.startswith((b"http://", b"https://")):
                    problems.append(f"page {number}: {raw.value}")
                continue
            goal = pdfium.FPDFLink_GetDest(printed, link)
            inside += 1
            if not goal or pdfium.FPDFDest_GetDestPageIndex(printed, goal) < 0:
                problems.append(f"page {number}: a link inside leads nowhere")
    assert not problems, report(problems)
    assert inside > 50


@pytest.mark.slow
def test_the_findings_are_there_in_full(sheets, chapters):
    findings = next(one.body for one in chapters if one.name == "book/findings")
    text = plain("".join(sheets))
    # Links get the page they lead to, so the paragraphs are compared up to their first link.
    parts = [paragraph.xpath("string((.//text()[not(ancestor::a)])[1])") for paragraph in findings.iter("p", "h2")]
    missing = [part for part in parts if plain(part) not in text]
    assert not missing, report(missing)


@pytest.mark.slow
def test_charts_are_drawn_in_the_colours_of_the_sources_and_nothing_is_a_picture(printed):
    filled = Counter()
    for item in objects(printed):
        assert item.type != pdfium.FPDF_PAGEOBJ_IMAGE, "a picture instead of a drawing"
        if item.type == pdfium.FPDF_PAGEOBJ_PATH:
            parts = [ctypes.c_uint() for _ in range(4)]
            pdfium.FPDFPageObj_GetFillColor(item, *parts)
            filled["#" + "".join(f"{part.value:02X}" for part in parts[:3])] += 1
    for colour in load(ROOT).sources["colour"]:
        assert filled[colour.upper()] > 50, f"{colour}: {filled.most_common(8)}"


@pytest.mark.slow
def test_all_fonts_are_embedded_and_vietnamese_letters_are_there(printed, sheets):
    fonts: dict[str, int] = {}
    for item in objects(printed):
        if item.type == pdfium.FPDF_PAGEOBJ_TEXT:
            font = pdfium.FPDFTextObj_GetFont(item)
            name = ctypes.create_string_buffer(200)
            pdfium.FPDFFont_GetBaseFontName(font, name, 200)
            fonts[name.value.decode()] = pdfium.FPDFFont_GetIsEmbedded(font)
    assert all(value == 1 for value in fonts.values()), fonts
    assert any("Twice-Told-Sans" in name or "TwiceToldSans" in name for name in fonts), fonts
    assert any("Serif" in name or "Tinos" in name or "Times" in name for name in fonts), fonts
    assert "Lao Động" in "".join(sheets)


@pytest.mark.slow
def test_the_pdf_says_what_it_is_and_can_be_read_aloud(printed):
    what = about.read(ROOT)
    told = printed.get_metadata_dict()
    assert told["Title"] == what.title
    assert told["Author"] == ", ".join(map(about.full_name, what.authors))
    assert pdfium.FPDFCatalog_IsTagged(printed)
