"""The book in a real browser, opened from the disk: at two widths, in light and dark, with scripts and without."""

from collections.abc import Callable

import pytest
from browsing import (
    ARGUMENTS,
    PATIENCE,
    QUICK,
    SCREENSHOTS,
    Setting,
    Visit,
    browse,
    in_each_setting,
    in_settings,
    search,
)
from playwright.sync_api import sync_playwright
from support import HTML, NOTEBOOKS, VEGA, chart_outputs, read_notebook, report, toc

WITH_SCRIPTS = [Setting(width, scheme) for width in (360, 1280) for scheme in ("light", "dark")]
WITHOUT_SCRIPTS = [Setting(360, "light", scripts=False), Setting(1280, "dark", scripts=False)]
NARROW = [setting for setting in WITH_SCRIPTS + WITHOUT_SCRIPTS if setting.width == 360]
SMALLEST_TEXT = 11  # pixels
# Rules of axe-core that a page may break, each with the reason; better none.
ALLOWED: dict[str, str] = {}

in_every_setting = in_settings(WITH_SCRIPTS + WITHOUT_SCRIPTS)
# Of the rules of axe-core only contrast tells light from dark, and it is measured at full width.
WITH_AXE = [setting for setting in WITH_SCRIPTS if (setting.width, setting.scheme) != (360, "dark")]


@pytest.fixture(scope="module")
def visits(request, pages, browser) -> dict[Setting, list[Visit]]:
    """The pages of the book, seen in every setting that is asked for; of those of figures, in the quick ones, three."""
    figures = sorted(name for name in pages if name.startswith("figures/"))
    few = {name: page for name, page in pages.items() if name not in figures[3:]}
    axe = _asked_for(request, test_every_page_passes_the_accessibility_rules)
    photographed = _asked_for(request, test_every_page_was_photographed)
    return in_each_setting(
        request,
        lambda one: browse(
            *(browser, one, few if one in QUICK else pages), axe=one in axe, photographs=one in photographed
        ),
    )


def _asked_for(request: pytest.FixtureRequest, test: Callable) -> list[Setting]:
    """Return the settings in which a test is run."""
    items = [item for item in request.session.items if getattr(item, "originalname", "") == test.__name__]
    return [item.callspec.params["setting"] for item in items]


@in_every_setting
def test_no_page_has_an_error(setting, visits):
    problems = [f"{visit.page}: {error}" for visit in visits[setting] for error in visit.errors]
    assert not problems, report(problems)


@in_every_setting
def test_no_page_asks_for_anything_outside_the_book(setting, visits):
    inside = (HTML.as_uri() + "/", "data:", "blob:")
    problems = [
        f"{visit.page}: {url}" for visit in visits[setting] for url in visit.requests if not url.startswith(inside)
    ]
    assert not problems, report(problems)


@in_every_setting
def test_the_first_page_opens_the_front_page(setting, visits):
    address = next(visit.address for visit in visits[setting] if visit.page == "index.html")
    assert address.split("#")[0] == (HTML / f"{toc()[0]}.html").as_uri()


@in_every_setting
def test_every_chart_is_drawn_once(setting, visits):
    problems = []
    drawn = {visit.page: visit.seen["charts"] for visit in visits[setting]}
    for name, charts in drawn.items():
        for chart in charts:
            if chart["visible"] != 1 or not chart["marks"] or not chart["texts"]:
                problems.append(
                    f"{name}: {chart['visible']} drawings to be seen, expected one; in it {chart['marks']} marks, "
                    f"{len(chart['texts'])} labels: {chart['label'][:80]!r}"
                )
    for path in NOTEBOOKS:
        described = [output["data"][VEGA]["description"] for output in chart_outputs(read_notebook(path))]
        found = [chart["label"] for chart in drawn[f"notebooks/{path.stem}.html"]]
        problems += [f"{path.stem}: no drawing of {text[:80]!r}" for text in described if text not in found]
    assert not problems, report(problems)


@in_every_setting
def test_every_word_in_a_chart_is_whole_large_and_dark_enough(setting, visits):
    problems = []
    for visit in visits[setting]:
        for chart in visit.seen["charts"]:
            faults = {
                f"lower than {SMALLEST_TEXT} px": [t for t in chart["texts"] if t["size"] < SMALLEST_TEXT - 0.01],
                "with a contrast below 4.5": [t for t in chart["texts"] if t["contrast"] < 4.5],
                "outside the drawing": [t for t in chart["texts"] if not t["inside"]],
            }
            for fault, texts in faults.items():
                if texts:
                    one = f"{texts[0]['size']:.1f} px, contrast {texts[0]['contrast']:.2f}"
                    words = ", ".join(text["text"] for text in texts)
                    problems.append(f"{visit.page}, chart {chart['label'][:40]!r}: {fault} ({one}): {words}")
    assert not problems, report(problems)


@in_settings(NARROW)
def test_no_page_scrolls_sideways_on_a_phone(setting, visits):
    problems = []
    for visit in visits[setting]:
        if visit.seen["sideways"] > 0:
            problems.append(f"{visit.page}: {visit.seen['sideways']} px wider than the screen")
        problems += [f"{visit.page}: sticks out of the screen: {element}" for element in visit.seen["outside"]]
    assert not problems, report(problems)


@in_every_setting
def test_every_heading_can_be_read(setting, visits):
    problems = []
    for visit in visits[setting]:
        headings = visit.seen["headings"]
        if visit.page.removesuffix(".html") in toc() and visit.seen["main_headings"] != 1:
            problems.append(f"{visit.page}: {visit.seen['main_headings']} main headings to be seen, expected one")
        problems += [
            f"{visit.page}: {heading['tag']} {heading['text']!r}: "
            f"{'seen' if heading['shown'] else 'not seen'}, contrast {heading['contrast']:.2f}"
            for heading in headings
            if not heading["shown"] or heading["contrast"] < 4.5
        ]
    assert not problems, report(problems)


@in_settings(WITH_SCRIPTS)
def test_a_reader_who_asks_for_dark_gets_dark(setting, visits):
    for visit in visits[setting]:
        dark = visit.seen["ground"] < 0.1
        assert dark == (setting.scheme == "dark"), f"{visit.page}: luminance of the ground {visit.seen['ground']:.2f}"


@in_settings(WITH_AXE, quick=QUICK[:1])
def test_every_page_passes_the_accessibility_rules(setting, visits):
    problems = [
        f"{visit.page}: {rule['id']} ({rule['help']}), {len(rule['nodes'])} times, first {rule['nodes'][0]['target']}: "
        f"{rule['nodes'][0]['html']}"
        for visit in visits[setting]
        for rule in visit.violations
        if rule["id"] not in ALLOWED
    ]
    assert not problems, report(problems)


@in_settings(WITH_SCRIPTS, quick=())
def test_every_page_was_photographed(setting, visits):
    names = [visit.page.removesuffix(".html").replace("/", "-") for visit in visits[setting]]
    pictures = [f"{name}-{setting}.png" for name in names]
    missing = [picture for picture in pictures if not (SCREENSHOTS / picture).is_file()]
    assert not missing, report(missing)


def test_the_search_finds_a_page_by_its_words(pages, browser):
    found, errors = search(browser, "NATO")
    assert not errors, report(errors)
    assert found, "a search for NATO finds no page"
    assert search(browser, "xyzzyx") == ([], [])


def test_a_thumbnail_has_its_own_colours_in_the_dark(pages, browser):
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=ARGUMENTS, timeout=PATIENCE)
        page = chromium.new_page(color_scheme="dark")
        page.goto((HTML / "book" / "figures.html").as_uri())
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        images = "images => images.map(image => getComputedStyle(image).filter)"
        found = page.locator(".tt-thumbnails img").evaluate_all(images)
        chromium.close()
    assert found
    assert set(found) == {"none"}
