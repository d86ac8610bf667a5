"""The book as it is published: under a sub-path, and with the address of its repository set."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from browsing import AXE, AXE_SCRIPT
from fontTools.ttLib import TTFont
from lxml import html
from serving import served, window
from support import HTML, ROOT, copy_project, environment, read_pages, report, run_command, toc

from analysis.publish import address

PREFIX = "/some/sub-path/"
REPOSITORY = "https://github.com/example/twice-told"
SITE = "https://example.github.io/twice-told/"
MISSING = ("nothing.html", "notebooks/gone.html", "book/older/deep/gone.html")
# Font and glyph of each icon.
ICON = """icons => icons.map(icon => {
  const style = getComputedStyle(icon, '::before');
  return [style.fontFamily.split(',')[0].replaceAll('"', ''), style.content.replaceAll('"', '')];
})"""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Path:
    """The book, built with the address of a repository and two moved pages."""
    root = copy_project(tmp_path_factory.mktemp("published") / "copy")
    config = root / "_config.yml"
    wanted = f'repository:\n  url: "{REPOSITORY}"\nhtml:\n  baseurl: ""\n'
    text, changed = re.subn(r"(?m)^repository:\n(?:  .*\n)+html:\n(?:  .*\n)+", wanted, config.read_text("utf-8"))
    assert changed == 1
    config.write_text(text, encoding="utf-8")
    moved = "old,new\nbook/how-to-cite.html,book/cite.html\nolder/notes/actors.html,notebooks/05-actors.html\n"
    (root / "book" / "redirects.csv").write_text(moved, encoding="utf-8")
    built = run_command(root, "build")
    assert built.returncode == 0, built.stderr[-3000:]
    return root / "_build" / "html"


@pytest.fixture(scope="module")
def published_pages(published):
    return read_pages(published)


def test_under_a_sub_path_every_page_opens_and_asks_for_nothing_else(pages, browser):
    with served(HTML, PREFIX) as site, window(browser) as (page, faults):
        for name in pages.keys() - {"index.html"}:
            page.goto(site + name, wait_until="load")
            faults += [f"{name}: no heading" for _ in range(not page.locator("h1").count())]
        page.goto(site)
        page.wait_for_url(f"{site}{toc()[0]}.html")
        page.goto(f"{site}search.html?q=NATO")
        page.wait_for_selector("#search-results li a")
        assert not faults, report(faults)


def test_a_missing_address_leads_home_where_the_site_is_known(published, browser):
    problems = []
    with served(published, "/twice-told/") as site:
        for scripts in (True, False):
            for name in MISSING:
                with window(browser, scripts=scripts) as (page, faults):
                    problems += _lead_home(page, faults, site, name)
    assert not problems, report(problems)


def test_a_missing_address_leads_home_where_the_site_is_not_known(browser):
    if address.read(ROOT).site:
        pytest.skip("the address of the site is set")
    problems = []
    with served(HTML, PREFIX) as site:
        for name in MISSING:
            with window(browser) as (page, faults):
                problems += _lead_home(page, faults, site, name)
    assert not problems, report(problems)


def _lead_home(page, faults, site, name) -> list[str]:
    reply = page.goto(site + name)
    problems = [f"{name}: status {reply.status}"] if reply.status != 404 else []
    # The page itself is the one request that fails; it comes with its own style.
    problems += [f"{name}: {fault}" for fault in faults if fault != f"404: {site}{name}"]
    faults.clear()
    if "Georgia" not in page.locator("h1").evaluate("heading => getComputedStyle(heading).fontFamily"):
        problems.append(f"{name}: no style")
    targets = page.locator("main a").evaluate_all("links => links.map(link => link.href)")
    replies = {target: page.request.get(target).status for target in targets}
    problems += [f"{name} leads to {target}: {status}" for target, status in replies.items() if status != 200]
    page.locator("main a").first.click()
    page.wait_for_url(f"{site}{toc()[0]}.html", wait_until="load")
    return problems + [f"{name} leads to {fault}" for fault in faults]


def test_a_missing_address_cannot_send_a_reader_to_another_host(browser):
    with served(HTML, "/") as site, window(browser) as (page, _):
        page.goto(f"{site}/example.org/book/gone.html")
        hosts = page.locator("main a").evaluate_all("links => links.map(link => link.host)")
        assert set(hosts) == {site.split("/")[2]}


def test_with_an_address_the_buttons_are_there(published_pages):
    problems = []
    for name in toc():
        tree = published_pages[f"{name}.html"].tree
        notebook = name.startswith("notebooks/")
        source = f"{REPOSITORY}/blob/main/{name}.{'ipynb' if notebook else 'md'}?plain=1"
        binder = f"https://mybinder.org/v2/gh/example/twice-told/main?urlpath=lab/tree/{name}.ipynb"
        wanted = {"source-buttons": [REPOSITORY, source], "launch-buttons": [binder] if notebook else []}
        for kind, links in wanted.items():
            found = tree.xpath(f"//*[contains(@class, 'dropdown-{kind}')]//a/@href")
            problems += [f"{name}: {kind} {found}, expected {links}"] if found != links else []
    problems += [name for name, page in published_pages.items() if "thebe" in html.tostring(page.tree).decode().lower()]
    assert not problems, report(problems)


def test_the_source_that_a_button_leads_to_is_in_the_repository():
    missing = [name for name in toc() if not any((ROOT / f"{name}{kind}").is_file() for kind in (".md", ".ipynb"))]
    assert not missing


def test_with_an_address_every_page_tells_its_own(published_pages):
    problems = []
    for name, page in published_pages.items():
        canonical = page.tree.xpath("//link[@rel='canonical']/@href")
        wanted = {
            "index.html": [f"{SITE}{toc()[0]}.html"],
            "404.html": [],
            "book/how-to-cite.html": [f"{SITE}book/cite.html"],
            "older/notes/actors.html": [f"{SITE}notebooks/05-actors.html"],
        }.get(name, [SITE + name])
        problems += [f"{name}: canonical {canonical}, expected {wanted}"] if canonical != wanted else []
    for name in toc():
        tree = published_pages[f"{name}.html"].tree
        for key in ("@property='og:url'", "@name='citation_public_url'"):
            found = tree.xpath(f"//meta[{key}]/@content")
            problems += [f"{name}: {key} {found}"] if found != [f"{SITE}{name}.html"] else []
    assert not problems, report(problems)


def test_with_an_address_every_page_with_a_figure_shows_it_to_previews(published, published_pages):
    problems, shown = [], 0
    for name in [f"{name}.html" for name in toc()] + ["index.html"]:
        found = published_pages[name].tree.xpath("//meta[@property='og:image']/@content")
        figures = published_pages[name].tree.xpath("//article//div[@class='tt-chart']")
        shown += len(found)
        if len(found) != bool(figures) and name != "index.html":
            problems.append(f"{name}: {len(figures)} figures, og:image {found}")
        problems += [f"{name}: no file {url}" for url in found if not (published / url.removeprefix(SITE)).is_file()]
    assert shown > 1
    assert not problems, report(problems)


def test_with_an_address_the_sitemap_lists_every_page(published, published_pages):
    found = html.fromstring((published / "sitemap.xml").read_bytes()).xpath("//loc/text()")
    apart = {"index.html", "404.html", "search.html", "genindex.html"}
    moved = {"book/how-to-cite.html", "older/notes/actors.html"}
    assert found == sorted(SITE + name for name in published_pages.keys() - apart - moved)
    assert {f"{SITE}{name}.html" for name in toc()} <= set(found)


def test_a_moved_page_leads_to_its_new_place(published, browser):
    with served(published, "/twice-told/") as site, window(browser) as (page, faults):
        for old, new in (
            ("book/how-to-cite.html", "book/cite.html"),
            ("older/notes/actors.html", "notebooks/05-actors.html"),
        ):
            page.goto(site + old, wait_until="commit")
            page.wait_for_url(site + new, wait_until="load")
        assert not faults, report(faults)


def test_with_an_address_the_pages_pass_the_tests_of_pages(published):
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(ROOT / "tests" / "test_pages.py")],
        cwd=ROOT,
        env=environment(TWICETOLD_HTML=str(published)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-3000:]
    assert " passed" in run.stdout


@pytest.mark.parametrize("width", [360, 1280])
def test_the_buttons_work_fit_and_can_be_used_by_all(width, published, browser):
    name = next(name for name in toc() if name.startswith("notebooks/"))
    glyphs = TTFont(published / "_static/vendor/fontawesome/webfonts/fa-solid-900.woff2").getBestCmap()
    with served(published, "/twice-told/") as site, window(browser, width=width) as (page, faults):
        page.goto(f"{site}{name}.html")
        for kind, words in (("launch-buttons", ["Binder"]), ("source-buttons", ["Repository", "Show source"])):
            page.click(f".dropdown-{kind} > button")
            page.wait_for_selector(f".dropdown-{kind} .dropdown-menu.show")
            assert [text.strip() for text in page.locator(f".dropdown-{kind} a").all_inner_texts()] == words
        icons = page.locator(".header-article-items i[class*=fa-]").evaluate_all(ICON)
        assert icons
        assert [icon for icon in icons if icon[0] != "Font Awesome 6 Free" or ord(icon[1]) not in glyphs] == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        page.evaluate(AXE_SCRIPT)
        assert [rule["id"] for rule in page.evaluate(AXE)] == []
        assert not faults, report(faults)
