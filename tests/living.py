"""Watch the charts of a page come alive: what is loaded when, what changes, what a mark tells."""

import io
import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from browsing import ARGUMENTS, PATIENCE, Setting
from PIL import Image, ImageChops
from playwright.sync_api import Locator, Page, Route, sync_playwright
from support import HTML

# Every layout shift from now on, in a page that has come to rest.
SHIFTS = r"""() => {
  window.shifts = [];
  const now = performance.now();
  const late = list => list.getEntries().filter(shift => shift.startTime > now);
  new PerformanceObserver(list => shifts.push(...late(list).map(({value}) => value))).observe({type: 'layout-shift'});
}"""
FRAMES = "async () => { for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame); }"
TOLD = r"""() => {
  const tip = document.getElementById('vg-tooltip-element');
  if (!tip || tip.hidden) return null;
  const {left, top, right, bottom, width} = tip.getBoundingClientRect();
  const rows = [...tip.querySelectorAll('dt')].map(dt => [dt.textContent, dt.nextElementSibling.textContent]);
  return {rows: Object.fromEntries(rows), text: tip.textContent, markup: tip.innerHTML, width,
    inside: left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight};
}"""
TIP = "#vg-tooltip-element"


@dataclass
class Chart:
    """What was seen of one chart: pixels that changed, and what one of its marks told."""

    page: str
    figure: str
    setting: Setting
    changed: dict[str, float] = field(default_factory=dict)
    mark: str = ""
    told: dict[str, Any] | None = None


@dataclass
class Watched:
    """What was seen of one page."""

    page: str
    early: list[str] = field(default_factory=list)
    faraway: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    shifts: list[float] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)


@contextmanager
def opened(executable: str, setting: Setting, **options: Any) -> Iterator[Page]:
    """Open a window with one page in it, nothing loaded yet."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS, timeout=PATIENCE)
        try:
            scheme = "dark" if setting.scheme == "dark" else "light"
            size = {"width": setting.width, "height": 800}
            # Without motion, scrolling is done when it is asked for.
            context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce", **options)
            context.set_default_timeout(PATIENCE)
            yield context.new_page()
        finally:
            browser.close()


def listen(page: Page, watched: Watched) -> None:
    """Note what a page asks for and what goes wrong."""
    page.on("pageerror", lambda error: watched.errors.append(f"page error: {error}"))
    page.on(
        "console",
        lambda line: watched.errors.append(f"console: {line.text}") if line.type in ("error", "warning") else None,
    )
    page.on("requestfailed", lambda request: watched.errors.append(f"failed: {request.url}"))
    page.on("request", lambda request: watched.requests.append(request.url))


def watch(executable: str, setting: Setting, names: list[str]) -> list[Watched]:
    """Open pages from the disk, and scroll to each of their charts."""
    with opened(executable, setting) as page:
        return [_watch(page.context.new_page(), setting, name) for name in names]


def live(requests: list[str]) -> list[str]:
    """Return those requests that load what makes charts live."""
    return [url for url in requests if "/_static/vega.js" in url or "/_static/live/" in url]


def alive(page: Page, figure: str) -> Locator:
    """Scroll to a chart and wait until it is live."""
    page.locator(f'.tt-chart[data-figure="{figure}"]').scroll_into_view_if_needed()
    found = page.locator(f'.tt-chart[data-figure="{figure}"] > svg.tt-live:visible')
    found.wait_for()
    return found


def centre(mark: Locator) -> tuple[float, float]:
    """Return the middle of a mark, in the window."""
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _watch(page: Page, setting: Setting, name: str) -> Watched:
    watched = Watched(name)
    listen(page, watched)
    page.goto((HTML / name).as_uri(), wait_until="load")
    page.evaluate("async () => { await document.fonts.ready; }")
    page.evaluate(FRAMES)
    page.evaluate(SHIFTS)
    watched.early = live(watched.requests)
    # What a figure is made live from is held back until its drawing was photographed.
    held: dict[str, Route] = {}
    page.route("**/_static/live/*", lambda route: held.update({route.request.url.split("/")[-1]: route}))
    page.mouse.move(3, 3)
    page.evaluate(FRAMES)
    far = """() => [...document.querySelectorAll('.tt-chart[data-figure]')]
      .filter(chart => chart.getBoundingClientRect().top > 1.5 * innerHeight).map(chart => chart.dataset.figure)"""
    loaded = live(watched.requests)
    watched.faraway = [figure for figure in page.evaluate(far) if any(url.endswith(f"/{figure}.js") for url in loaded)]
    for figure in page.evaluate("() => [...document.querySelectorAll('[data-figure]')].map(e => e.dataset.figure)"):
        watched.charts.append(_chart(page, held, Chart(name, figure, setting)))
    watched.shifts = page.evaluate("shifts")
    page.close()
    return watched


def _difference(before: bytes, after: bytes) -> dict[str, float]:
    """Return in how many pixels two pictures differ, and the most by which one of their colours does, of 255."""
    one, two = (Image.open(io.BytesIO(picture)).convert("RGB") for picture in (before, after))
    if one.size != two.size:
        return {"pixels": math.inf, "most": 255}
    channels = ImageChops.difference(one, two).split()
    most = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
    counts = most.histogram()
    return {"pixels": sum(counts[1:]), "most": max(value for value, count in enumerate(counts) if count)}


def _chart(page: Page, held: dict[str, Route], chart: Chart) -> Chart:
    place = page.locator(f'.tt-chart[data-figure="{chart.figure}"]')
    drawn = place.locator("> svg:visible")
    drawn.evaluate("svg => svg.scrollIntoView({block: 'center'})")
    found = place.locator("> svg.tt-live:visible")
    deadline = time.monotonic() + PATIENCE / 1000
    while f"{chart.figure}.js" not in held and not found.count():
        assert time.monotonic() < deadline, f"{chart.figure} never asks for its script"
        page.wait_for_timeout(20)
    before = drawn.screenshot()
    if f"{chart.figure}.js" in held:
        held[f"{chart.figure}.js"].continue_()
    found.wait_for()
    after = found.screenshot()
    chart.changed = _difference(before, after)
    if not found.locator("a").count():  # of texts that are not part of the book: no mark leads anywhere
        return chart
    link = found.locator("a").first
    chart.mark = (link.get_attribute("href") or "").partition("#")[2]
    page.mouse.move(*centre(link))
    page.locator(TIP).wait_for()
    chart.told = page.evaluate(TOLD)
    page.keyboard.press("Escape")
    page.locator(TIP).wait_for(state="hidden")
    page.mouse.move(3, 3)  # away from the marks
    return chart
