"""The built pages: whole, linked, captioned, and asking nobody for anything."""

import re
import socket
import zlib
from collections import Counter
from pathlib import Path, PurePosixPath
from posixpath import normpath

import pytest
from addresses import fault_of, foreign, goes, in_css, loads
from support import HTML, NOTEBOOKS, ROOT, VEGA, Page, chart_outputs, read_notebook, report, toc

TEXT = {".html", ".js", ".css", ".svg", ".json", ".txt", ".md", ".ipynb", ".csv", ".xml", ".map", ".buildinfo", ""}
LEFTOVER = re.compile(
    r"\{(glue|numref|ref|doc|cite|term|eq|download|abbr|sub|sup)[:}]|:::|```|\bnan\b|\bNaN\b|Traceback|WARNING"
    r"|<IPython|\{\{|\}\}|\{[a-z_]+\}|%\([a-z]+\)s|\]\([^)]*\)"
)


@pytest.fixture(scope="module")
def files(pages) -> set[str]:
    return {path.relative_to(HTML).as_posix() for path in HTML.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def chapters(pages) -> dict[str, Page]:
    """The pages of _toc.yml, by name."""
    return {name: pages[f"{name}.html"] for name in toc() if f"{name}.html" in pages}


def test_every_page_of_the_contents_is_built(pages):
    missing = [name for name in toc() if f"{name}.html" not in pages]
    assert not missing, f"in _toc.yml, but not built: {missing}"


def test_the_first_page_leads_to_the_front_page(pages):
    assert [url for _, url in loads(pages["index.html"])] == [f"{toc()[0]}.html"]


def test_every_link_and_every_file_loaded_is_there(pages, files):
    problems = [
        f"{page.name}: <{tag}> {url!r} {fault}"
        for page in pages.values()
        for tag, url in [*loads(page), *goes(page)]
        if (fault := fault_of(url, page.name, files, pages))
    ]
    assert not problems, report(problems)


def test_every_file_that_a_stylesheet_names_is_there(files):
    problems = [
        f"{name}: {url!r} {fault}"
        for name in sorted(files)
        if name.endswith(".css")
        for url in in_css((HTML / name).read_text("utf-8"))
        if (fault := "is on a foreign host" if foreign(url) else fault_of(url, name, files, {}))
    ]
    assert not problems, report(problems)


def test_no_template_of_a_theme_is_published(files):
    assert not [name for name in files if name.startswith("_static/") and name.endswith(".html")]


def test_every_id_is_on_its_page_once(pages):
    problems = [
        f"{page.name}: id {name!r} stands {count} times"
        for page in pages.values()
        for name, count in Counter(page.tree.xpath("//@id")).items()
        if count > 1 or not name
    ]
    assert not problems, report(problems)


def test_no_page_loads_from_a_foreign_host(pages):
    problems = [f"{page.name}: <{tag}> {url}" for page in pages.values() for tag, url in loads(page) if foreign(url)]
    for page in pages.values():
        for script in page.tree.xpath(
            "//script[not(@src)][not(@type) or contains(@type, 'javascript') or @type='module']"
        ):
            problems += [
                f"{page.name}: an inline script names {url}"
                for url in re.findall(r"https?://[^\s'\"]+", script.text or "")
            ]
    assert not problems, report(problems)


def test_no_file_of_the_book_tells_where_it_was_built(files):
    places = [re.escape(text) for text in {str(ROOT), str(HTML), str(Path.home()) + "/"} if len(text) > 4]
    if len(socket.gethostname()) > 5 and socket.gethostname() != "localhost":
        places.append(rf"\b{re.escape(socket.gethostname())}\b")
    own = [
        *places,
        r"(?<![\w./~:-])/(?:work|home|root|tmp|Users|builds?)/\w",
        r"\bfile:///",
        r"\blocalhost\b",
        r"127\.0\.0\.1",
    ]
    problems = []
    for name in sorted(files):
        path = HTML / name
        if path.suffix not in TEXT and name != "objects.inv":
            continue
        data = path.read_bytes()
        text = (zlib.decompress(data.split(b"zlib.\n", 1)[1]) if name == "objects.inv" else data).decode("utf-8")
        # In scripts and styles of others such words are theirs; a place of this machine is ours anywhere.
        found = re.search("|".join(places if name.startswith("_static/") else own), text)
        if found:
            problems.append(f"{name}: {text[max(0, found.start() - 40) : found.end() + 40]!r}")
    assert not problems, report(problems)


def test_every_page_has_a_language_a_title_and_a_description(chapters):
    problems, titles, descriptions = [], Counter(), Counter()
    for name, page in chapters.items():
        tree = page.tree
        title = "".join(tree.xpath("//head/title/text()")).strip()
        found = [text.strip() for text in tree.xpath("//head/meta[@name='description']/@content")]
        titles[title] += 1
        descriptions.update(found)
        if not tree.get("lang"):
            problems.append(f"{name}: no language")
        if not title or title.startswith("<"):
            problems.append(f"{name}: no title")
        if len(found) != 1 or not 40 <= len(found[0]) <= 320:
            problems.append(f"{name}: expected one description of 40 to 320 characters, got {found}")
    problems += [f"two pages have the title {text!r}" for text, count in titles.items() if count > 1]
    problems += [f"two pages have the description {text!r}" for text, count in descriptions.items() if count > 1]
    assert not problems, report(problems)


def test_every_page_has_one_main_heading_and_skips_no_level(chapters):
    problems = []
    for name, page in chapters.items():
        frame = [h for h in page.tree.xpath("//h1") if h not in set(page.body.iter("h1")) and not _print_only(h)]
        levels = [int(str(heading.tag)[1]) for heading in page.body.iter("h1", "h2", "h3", "h4", "h5", "h6")]
        if levels.count(1) != 1 or levels[:1] != [1] or frame:
            problems.append(f"{name}: expected one <h1>, and that first; got {levels} and {len(frame)} more around it")
        problems += [f"{name}: <h{b}> follows <h{a}>" for a, b in zip(levels, levels[1:], strict=False) if b > a + 1]
    assert not problems, report(problems)


def _print_only(element) -> bool:
    return any("onlyprint" in ancestor.get("class", "") for ancestor in element.iterancestors())


def test_every_chart_of_a_notebook_is_drawn_and_described_on_its_page(pages):
    problems = []
    for path in NOTEBOOKS:
        page = pages[f"notebooks/{path.stem}.html"]
        drawn = page.body.xpath(".//figure//*[local-name()='svg'][@role='graphics-document']/@aria-label")
        for output in chart_outputs(read_notebook(path)):
            description = output["data"][VEGA]["description"]
            if description not in drawn:
                problems.append(f"{page.name}: not drawn as a named <svg> in a <figure>: {description[:80]!r}")
    assert not problems, report(problems)


def test_every_drawing_has_a_name_or_is_hidden_from_readers_aloud(pages):
    problems = []
    for page in pages.values():
        for svg in page.tree.xpath("//*[local-name()='svg']"):
            named = svg.get("role") in ("img", "graphics-document") and svg.get("aria-label", "").strip()
            if not named and svg.get("aria-hidden") != "true":
                problems.append(f"{page.name}: <svg class={svg.get('class')!r}> has no role and label")
        problems += [
            f"{page.name}: <img src={img.get('src')!r}> has no alt" for img in page.tree.xpath("//img[not(@alt)]")
        ]
    assert not problems, report(problems)


def test_every_figure_has_a_number_and_a_caption(chapters):
    problems, numbers = [], Counter()
    for page in chapters.values():
        for figure in page.body.iter("figure"):
            number = "".join(figure.xpath("./figcaption//*[contains(@class, 'caption-number')]//text()")).strip()
            caption = "".join(figure.xpath("./figcaption//*[contains(@class, 'caption-text')]//text()")).strip()
            numbers[number] += 1
            if not re.fullmatch(r"Fig(\.|ure) \d+(\.\d+)*:?", number) or not caption:
                problems.append(f"{page.name}: figure #{figure.get('id')}: number {number!r}, caption {caption!r}")
    problems += [f"two figures are numbered {number!r}" for number, count in numbers.items() if count > 1]
    assert not problems, report(problems)


def test_every_chart_is_a_figure_or_leads_to_the_figure_it_repeats(pages):
    problems = []
    for page in pages.values():
        for svg in page.tree.xpath("//*[local-name()='svg'][@role='graphics-document'][not(ancestor::figure)]"):
            if svg.get("aria-label") not in _repeated(svg, page, pages):
                problems.append(f"{page.name}: a chart that is no figure and leads to none: {svg.get('aria-label')!r}")
    assert not problems, report(problems)


def _repeated(svg, page, pages) -> list[str]:
    """Return the labels of the drawings in the figures that are linked beside a drawing."""
    in_text = ".//a[@href][not(ancestor::*[local-name()='svg'])]"  # those in a drawing lead to evidence
    beside = next((links for up in svg.iterancestors() if (links := up.xpath(in_text))), [])
    labels = []
    for link in beside:
        path, _, fragment = link.get("href", "").partition("#")
        target = pages.get(normpath(str(PurePosixPath(page.name).parent / path)) if path else page.name)
        figures = target.tree.xpath("//figure[@id=$name]", name=fragment) if target and fragment else []
        labels += [label for figure in figures for label in figure.xpath(".//*[@role='graphics-document']/@aria-label")]
    return labels


def test_no_markup_is_left_unresolved(chapters):
    problems = []
    for name, page in chapters.items():
        words = page.body.xpath(
            ".//text()[not(ancestor::pre or ancestor::code or ancestor::script or ancestor::style)]"
        )
        said = page.body.xpath(".//@aria-label") + page.tree.xpath("//head/title/text() | //head/meta/@content")
        for text in words + said:
            found = LEFTOVER.search(str(text))
            if found:
                problems.append(f"{name}: {found[0]!r} in {str(text)[max(0, found.start() - 40) : found.end() + 40]!r}")
    assert not problems, report(problems)
