"""Open a page in a browser on a slow line and note what came over it, and when its first chart could be read."""

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

# Lighthouse's slow 4G, so that what is needed first and what can wait are told apart by time.
LINE = {"offline": False, "latency": 150, "downloadThroughput": 1638.4 * 1024 / 8, "uploadThroughput": 750 * 1024 / 8}
PHONE = {"viewport": {"width": 412, "height": 823}, "device_scale_factor": 1.75, "is_mobile": True, "has_touch": True}
PATIENCE = 180_000  # milliseconds
# When the first chart stands in a painted page: an SVG with words laid out, or a canvas with something drawn on it.
WATCH = r"""() => {
  const words = svg => [...svg.querySelectorAll('text')].some(text => text.getBoundingClientRect().width > 1);
  const drawn = canvas => canvas.width > 1 && canvas.height > 1
    && canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(value => value > 0);
  const look = () => {
    const painted = performance.getEntriesByName('first-contentful-paint').length > 0;
    if (painted && ([...document.querySelectorAll('svg')].some(words)
        || [...document.querySelectorAll('canvas')].some(drawn))) {
      window.readable = performance.timeOrigin + performance.now();
    } else {
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
}"""
SCROLL = """async () => {
  for (let y = 0; y < document.body.scrollHeight; y += 400) {
    scrollTo({top: y, behavior: 'instant'});
    await new Promise(requestAnimationFrame);
  }
}"""


@dataclass
class Traffic:
    """What came over the line, as the browser's protocol tells it."""

    urls: list[str] = field(default_factory=list)
    clock: float = 0.0  # what to add to the browser's seconds for those of the calendar
    parts: dict[str, list[tuple[float, int]]] = field(default_factory=dict)  # of each file: when, bytes unpacked
    whole: dict[str, int] = field(default_factory=dict)  # of each file: bytes as they came, with their head

    def attach(self, page: Page) -> None:
        """Listen to a page, on a slow line without a cache."""
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.dataReceived", self._came)
        session.on("Network.loadingFinished", self._finished)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.send("Network.emulateNetworkConditions", LINE)

    def _asked(self, event: dict[str, Any]) -> None:
        self.clock = event["wallTime"] - event["timestamp"]
        self.urls.append(event["request"]["url"])

    def _came(self, event: dict[str, Any]) -> None:
        self.parts.setdefault(event["requestId"], []).append((event["timestamp"], event["dataLength"]))

    def _finished(self, event: dict[str, Any]) -> None:
        self.whole[event["requestId"]] = int(event["encodedDataLength"])

    def bytes(self) -> int:
        """Return the bytes that came so far."""
        return sum(self.whole.values())

    def bytes_until(self, milliseconds: float) -> int:
        """Return the bytes that came until a moment of the calendar.

        The protocol tells how much of a page came, packed, only when it is whole: of a file that came in part, the
        same share is taken of its bytes as they came as of its bytes unpacked.
        """
        end = milliseconds / 1000 - self.clock
        share = {
            name: sum(size for when, size in parts if when <= end) / (sum(size for _, size in parts) or 1)
            for name, parts in self.parts.items()
        }
        return round(sum(size * share.get(name, 0) for name, size in self.whole.items()))


def weigh(browser: Browser, address: str) -> dict[str, Any]:
    """Return the bytes to the first readable chart, after loading, and after scrolling through the page."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    traffic = Traffic()
    traffic.attach(page)
    page.add_init_script(f"({WATCH})()")
    page.goto(address, wait_until="networkidle")
    charts = page.evaluate("document.querySelectorAll('.tt-chart, .vega-embed').length")
    to_chart = None
    if charts:
        page.wait_for_function("window.readable")
        to_chart = traffic.bytes_until(page.evaluate("window.readable"))
    loaded = traffic.bytes()
    page.evaluate(SCROLL)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)
    host = "/".join(address.split("/")[:3]) + "/"
    foreign = sorted({url for url in traffic.urls if not url.startswith((host, "data:", "blob:"))})
    seen = {
        **{"charts": charts, "requests": len(traffic.urls), "foreign": foreign},
        **{"bytes_to_chart": to_chart, "bytes_loaded": loaded, "bytes_scrolled": traffic.bytes()},
    }
    context.close()
    return seen


def violations(browser: Browser, address: str, axe: str) -> list[str]:
    """Return the accessibility rules that a page breaks on a wide screen, in light and in dark."""
    found = set()
    for scheme in ("light", "dark"):
        context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme=scheme)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(address, wait_until="load")
        page.evaluate(AXE_SCRIPT)
        found |= {rule["id"] for rule in page.evaluate(axe)}
        context.close()
    return sorted(found)
