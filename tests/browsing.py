"""Open every page of the book in a real browser and note what was seen."""

import os
import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Page, Request, sync_playwright
from support import HTML

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--no-first-run"),
    "--host-resolver-rules=MAP * ~NOTFOUND",  # whatever a page asks of the network fails, online as offline
]
PATIENCE = 180_000  # milliseconds that a busy machine may take for one step
SCREENSHOTS = HTML.parent / "screenshots"


@dataclass(frozen=True)
class Setting:
    """How the book is looked at."""

    width: int
    scheme: str
    scripts: bool = True

    def __str__(self) -> str:
        return f"{self.width}-{self.scheme}{'' if self.scripts else '-no-scripts'}"


# What `make test` looks at; other settings are left to `make test-all`.
QUICK = (Setting(360, "light"), Setting(1280, "dark"))


def in_settings(settings: Iterable[Setting], quick: Iterable[Setting] = QUICK) -> pytest.MarkDecorator:
    """Let a test be run in each of some settings."""
    slow = pytest.mark.slow
    return pytest.mark.parametrize(
        "setting", [pytest.param(one, marks=() if one in quick else slow) for one in settings], ids=str
    )


def in_each_setting(request: pytest.FixtureRequest, look: Callable[[Setting], list]) -> dict[Setting, list]:
    """Look at the book in the settings of those tests of a module that are run: two windows at a time."""
    tests = [item for item in request.session.items if item.path == request.path]
    params = [item.callspec.params for item in tests if hasattr(item, "callspec")]
    wanted = list(dict.fromkeys(one["setting"] for one in params if "setting" in one))
    with ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
        return dict(zip(wanted, pool.map(look, wanted), strict=True))


@dataclass
class Visit:
    """What was seen of one page."""

    page: str
    setting: Setting
    address: str = ""
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    seen: dict[str, Any] = field(default_factory=dict)
    violations: list[dict[str, Any]] = field(default_factory=list)


# Read in the page: charts, headings, what sticks out. Sizes in CSS pixels as rendered.
LOOK = r"""() => {
  const shown = element => {
    const box = element.getBoundingClientRect(), style = getComputedStyle(element);
    return box.width > 1 && box.height > 1 && style.visibility === 'visible' && Number(style.opacity) > 0.1;
  };
  const parts = colour => (colour.match(/[\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const luminance = colour => {
    const linear = v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    const [r, g, b] = parts(colour).slice(0, 3).map(v => linear(v / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = element => {
    for (let up = element; up; up = up.parentElement) {
      const colour = getComputedStyle(up).backgroundColor, alpha = parts(colour)[3];
      if (alpha === undefined || alpha > 0.99) return luminance(colour);
    }
    return getComputedStyle(document.documentElement).colorScheme === 'dark' ? 0 : 1;
  };
  const contrast = (colour, behind) => {
    const one = luminance(colour);
    return (Math.max(one, behind) + 0.05) / (Math.min(one, behind) + 0.05);
  };
  const groups = new Map();
  for (const svg of document.querySelectorAll('svg[role="graphics-document"][aria-label]')) {
    groups.set(svg.parentElement, [...(groups.get(svg.parentElement) || []), svg]);
  }
  const charts = [...groups.values()].map(drawings => {
    const visible = drawings.filter(shown), one = visible[0];
    const chart = {label: drawings[0].getAttribute('aria-label'), visible: visible.length, marks: 0, texts: []};
    if (!one) return chart;
    const frame = one.getBoundingClientRect(), behind = ground(one);
    chart.box = [frame.left, frame.top, frame.width, frame.height].map(Math.round);
    chart.marks = [...one.querySelectorAll('.role-mark path, .role-mark line, .role-mark rect')].filter(mark => {
      const box = mark.getBoundingClientRect();
      return box.width + box.height > 1;
    }).length;
    chart.texts = [...one.querySelectorAll('text')].filter(text => text.textContent.trim() && shown(text)).map(text => {
      const box = text.getBoundingClientRect(), matrix = text.getScreenCTM(), style = getComputedStyle(text);
      return {
        text: text.textContent,
        size: parseFloat(style.fontSize) * Math.sqrt(Math.abs(matrix.a * matrix.d - matrix.b * matrix.c)),
        contrast: contrast(style.fill, behind),
        inside: box.left >= frame.left - 2 && box.right <= frame.right + 2
          && box.top >= frame.top - 2 && box.bottom <= frame.bottom + 2,
      };
    });
    return chart;
  });
  // Of the marks of a figure's page one is open at a time (test_figures.py opens each), and a phone shows one
  // report of the reading room at a time (test_reading_room_browser.py opens each).
  const out = h => h.closest('[data-out]') && !h.getClientRects().length;
  const all = [...document.querySelectorAll('article :is(h1, h2, h3):not(.tt-mark *)')];
  const headings = all.filter(h => !out(h)).map(h => ({
    tag: h.tagName, text: h.innerText.trim(), shown: shown(h), contrast: contrast(getComputedStyle(h).color, ground(h)),
  }));
  const scrolls = element => {
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
      if (['auto', 'scroll'].includes(getComputedStyle(up).overflowX)) return true;
    }
    return false;
  };
  const outside = [...document.querySelectorAll('article *')].filter(element =>
    !element.ownerSVGElement && shown(element) && !scrolls(element)
    && (element.getBoundingClientRect().right > innerWidth + 1 || element.getBoundingClientRect().left < -1));
  return {
    charts, headings,
    main_headings: [...document.querySelectorAll('h1')].filter(shown).length,
    sideways: Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - innerWidth,
    outside: outside.slice(0, 5).map(element => element.outerHTML.slice(0, 120)),
    ground: ground(document.querySelector('article') || document.body),
  };
}"""
# Down the page and up again, so that what waits to be seen is seen.
SCROLL = r"""async () => {
  const frame = () => new Promise(requestAnimationFrame);
  for (let y = 0; y < document.body.scrollHeight; y += innerHeight) { scrollTo(0, y); await frame(); }
  scrollTo(0, 0);
  await document.fonts.ready;
}"""
# Whether every chart that is to be seen is live.
LIVE = r"""() => [...document.querySelectorAll('.tt-chart[data-figure] > svg')]
  .every(svg => getComputedStyle(svg).display === 'none' || svg.classList.contains('tt-live'))"""
# Without its preload: from the disk it may not fetch stylesheets a second time, and no rule here needs it.
# Contrast, by far the slowest rule, on the wide screen only: the narrow one has the same words in the same colours.
AXE = r"""async () => {
  const rules = {'color-contrast': {enabled: innerWidth > 1000}};
  const {violations} = await axe.run(document, {resultTypes: ['violations'], preload: false, rules});
  const place = node => ({target: node.target.join(' '), html: node.html.replace(/\s+/g, ' ').slice(0, 160)});
  return violations.map(({id, help, nodes}) => ({id, help, nodes: nodes.map(place)}));
}"""


def find_browser() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def browse(executable: str, setting: Setting, names: Iterable[str], *, axe: bool, photographs: bool) -> list[Visit]:
    """Open pages of the book from the disk, one after the other in one window."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    visits: list[Visit] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS, timeout=PATIENCE)
        try:
            context = browser.new_context(
                viewport={"width": setting.width, "height": 800},
                color_scheme="dark" if setting.scheme == "dark" else "light",
                java_script_enabled=setting.scripts,
                reduced_motion="reduce",
            )
            context.set_default_timeout(PATIENCE)
            page = context.new_page()
            page.on("pageerror", lambda error: visits[-1].errors.append(f"page error: {error}"))
            page.on("console", lambda said: visits[-1].errors.extend(_complaint(said)))
            page.on("requestfailed", lambda request: visits[-1].errors.extend(_failure(request, setting)))
            page.on("request", lambda request: visits[-1].requests.append(request.url))
            for name in names:
                visits.append(Visit(name, setting))
                _visit(page, visits[-1], axe=axe)
                if photographs:
                    picture = Path(name).with_suffix("").as_posix().replace("/", "-")
                    page.screenshot(path=SCREENSHOTS / f"{picture}-{setting}.png", full_page=True)
            return visits
        finally:
            browser.close()


def search(executable: str, word: str) -> tuple[list[str], list[str]]:
    """Search the book for a word; return the titles found and what went wrong."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS, timeout=PATIENCE)
        try:
            page = browser.new_page()
            errors: list[str] = []
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.on("requestfailed", lambda request: errors.append(request.url))
            page.goto(f"{(HTML / 'search.html').as_uri()}?q={word}")
            said = "/found|did not match/.test(document.querySelector('#search-results').innerText)"
            page.wait_for_function(said, timeout=PATIENCE)
            return page.locator("#search-results li a").all_inner_texts(), errors
        finally:
            browser.close()


def _failure(request: Request, setting: Setting) -> list[str]:
    # Where scripts are forbidden, none is fetched, and that is as it should be. What is not there fails otherwise than
    # what is given up (a small picture for the tab) because the window goes on to the next page.
    forbidden = request.resource_type == "script" and not setting.scripts
    given_up = request.failure == "net::ERR_ABORTED"
    return [] if forbidden or given_up else [f"failed: {request.url} ({request.failure})"]


def _complaint(said: ConsoleMessage) -> list[str]:
    return [f"console: {said.text}"] if said.type == "error" else []


def _visit(page: Page, visit: Visit, *, axe: bool) -> None:
    leads_on = visit.page == "index.html"
    page.goto((HTML / visit.page).as_uri(), wait_until="commit" if leads_on else "load")
    if leads_on:
        page.wait_for_url("**/book/**", wait_until="load")
    if visit.setting.scripts:
        page.evaluate(SCROLL)
        page.wait_for_function(LIVE)
    visit.address = page.url
    visit.seen = page.evaluate(LOOK)
    if axe and not leads_on:
        page.evaluate(AXE_SCRIPT)
        visit.violations = page.evaluate(AXE)
