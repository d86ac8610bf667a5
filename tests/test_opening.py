"""In a browser: following a mark of a chart shows what it counts, and nothing else, with scripts and without."""

import pytest
from browsing import ARGUMENTS, PATIENCE
from playwright.sync_api import sync_playwright
from support import HTML, NOTEBOOKS, report

from analysis.publish.figures import stored

FIGURES = stored(NOTEBOOKS)
# The sections that are seen, with the number of highlights seen in each but not in one inside it.
SEEN = """() => [...document.querySelectorAll('.tt-mark')].filter(section => section.checkVisibility()).map(section =>
  [section.id, [...section.querySelectorAll('mark')].filter(mark =>
    mark.checkVisibility() && mark.closest('.tt-mark') === section).length])"""


@pytest.fixture(scope="module", params=[True, False], ids=["scripts", "no-scripts"])
def window(request, browser):
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser, args=ARGUMENTS, timeout=PATIENCE)
        context = opened.new_context(viewport={"width": 1280, "height": 800}, java_script_enabled=request.param)
        context.set_default_timeout(PATIENCE)
        yield context.new_page()
        opened.close()


@pytest.mark.parametrize(
    "window", [pytest.param(True, marks=pytest.mark.slow), False], indirect=True, ids=["scripts", "no-scripts"]
)
@pytest.mark.parametrize("name", FIGURES)
def test_each_mark_has_a_page_that_shows_it_alone(name, window):
    figure = FIGURES[name]
    address = (HTML / "figures" / f"{name}.html").as_uri()
    window.goto(address)
    assert window.evaluate(SEEN) == []
    at_each = f"keys => keys.map(key => {{ location.hash = encodeURIComponent(key); return ({SEEN})(); }})"
    for (key, mark), sections in zip(figure.marks.items(), window.evaluate(at_each, list(figure.marks)), strict=True):
        seen = dict(sections)
        if "spans" in mark:
            # A count that belongs to a computed mark stands inside its section.
            around = {other for other, outer in figure.marks.items() if key in outer.get("from", ())}
            assert set(seen) - around == {key}, key
            assert seen[key] == mark["value"], key
            assert sum(seen.values()) == mark["value"], key
        else:
            assert key in seen
            assert set(seen) - {key} <= set(mark["from"]), key


@pytest.mark.parametrize(
    "window", [True, pytest.param(False, marks=pytest.mark.slow)], indirect=True, ids=["scripts", "no-scripts"]
)
@pytest.mark.parametrize("name", [name for name, figure in FIGURES.items() if figure.marks])
def test_a_click_on_a_mark_in_its_chapter_leads_there(name, window, request):
    page = HTML / "notebooks" / f"{FIGURES[name].path.stem}.html"
    window.goto(f"{page.as_uri()}#{name}")
    window.locator(f"[data-figure='{name}']").scroll_into_view_if_needed()
    if "no-scripts" not in request.node.callspec.id:
        window.locator(f"[data-figure='{name}'] svg.tt-live").wait_for()
    marks = window.locator(f"[data-figure='{name}'] .role-mark :is(path, rect, line, text)").filter(visible=True)
    window.mouse.move(0, 0)
    mark = next(mark for mark in marks.all() if mark.evaluate("mark => !!(mark.closest('a') || mark.__data__?.href)"))
    box = mark.bounding_box()
    window.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    window.wait_for_url(f"**/figures/{name}.html#*")
    assert window.evaluate(SEEN)


# The marks that lead somewhere, and what a finger or a pointer at the middle of each would meet.
COVERED = """name => {
  const drawings = [...document.querySelectorAll(`[data-figure='${name}'] svg`)].filter(one => one.checkVisibility());
  const links = drawings.flatMap(one => [...one.querySelectorAll('a')]);
  const said = links.map(link => {
    link.scrollIntoView({block: 'center'});
    const shape = link.querySelector('path, rect, line, text') || link;
    const box = shape.getBoundingClientRect();
    if (box.width < 2) return [0, 0];  // a sentence of one word on a phone: the table has its link
    const met = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)?.closest('a');
    const address = one => one?.getAttribute('href') || one?.getAttribute('xlink:href');
    return [address(link), address(met)];
  });
  return said.filter(([own, met]) => own !== met);
}"""


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("window", [False], indirect=True, ids=["no-scripts"])
def test_no_mark_is_covered_by_another(name, window):
    window.goto((HTML / "figures" / f"{name}.html").as_uri())
    covered = []
    for width in (360, 1280):
        window.set_viewport_size({"width": width, "height": 800})
        covered += [f"{width} px: {own}: {met}" for own, met in window.evaluate(COVERED, name)]
    assert not covered, report(covered)


@pytest.mark.parametrize("window", [True], indirect=True, ids=["scripts"])
def test_a_citation_is_copied_with_one_click(window):
    name = "fig-actor-mentions"
    window.context.grant_permissions(["clipboard-read", "clipboard-write"])
    window.goto((HTML / "figures" / f"{name}.html").as_uri())
    window.get_by_text("Cite", exact=True).click()
    for block in window.locator(".tt-cite .highlight").all():
        block.hover()
        block.locator("button.copybtn").click()
        said = block.locator("pre").inner_text().strip()
        assert window.evaluate("navigator.clipboard.readText()").replace("\r", "").strip() == said
