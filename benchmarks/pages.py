"""Measure the pages of the built book, on a phone's slow line and beside the same notebook by plain Jupyter Book.

Prints one JSON line: for each page Lighthouse's scores and numbers (medians of the runs), the bytes until a chart can
be read, after loading and after scrolling through, foreign requests, broken accessibility rules; then the lowest
scores, and what one notebook costs here as a ratio to its plain twin (benchmarks/web/twin.py says how that is built,
and what favours it). It gates nothing; how far it swings depends on what else the machine does: `machine` is
Lighthouse's index of its speed.

Run it from the root, after `make book`: `.venv/bin/python benchmarks/pages.py` (needs npm, node 18 or later and
Chromium; `--runs 1` for a quick look, `--pages book/index.html notebooks/05-actors.html` for some pages only).
"""

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright
from web import lighthouse, twin, visit
from web.server import served

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))  # the browser and the accessibility rules are those of the tests

from browsing import AXE, find_browser  # noqa: E402
from serving import HERE  # noqa: E402
from test_browser import ALLOWED  # noqa: E402

NOT_MEASURED = {"index.html", "404.html", "search.html", "genindex.html"}  # lead on, or are not read
TWIN = "notebooks/05-actors"
SCORES = ("performance", "accessibility", "best_practices", "seo")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5, help="of Lighthouse, per page")
    parser.add_argument("--pages", nargs="+", help="paths inside the book; all by default")
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout whose book is measured")
    options = parser.parse_args()
    html = options.root.resolve() / "_build" / "html"
    names = options.pages or pages(html)
    packages = lighthouse.install(options.root.resolve() / "_build" / "lighthouse", twin.SCRIPTS)
    with tempfile.TemporaryDirectory() as folder:
        say("building the twin")
        plain = twin.build(options.root / f"{TWIN}.ipynb", Path(folder))
        places = {"/book/": html, "/plain/": plain, **twin.scripts(packages)}
        with served(places) as host:
            ours = {name: measure(packages, f"{host}/book/{name}", options.runs) for name in names}
            theirs = measure(packages, f"{host}/plain/{Path(TWIN).name}.html", options.runs)
    print(json.dumps(summary(ours, theirs)))


def pages(html: Path) -> list[str]:
    """Return the pages of a book: not what leads to another, nor what lies in _static."""
    found = [path.relative_to(html).as_posix() for path in html.rglob("*.html")]
    own = sorted(name for name in found if not name.startswith("_") and name not in NOT_MEASURED)
    return [name for name in own if 'http-equiv="refresh"' not in (html / name).read_text("utf-8").lower()]


def measure(packages: Path, address: str, times: int) -> dict[str, Any]:
    """Measure one page: its weight and accessibility once, Lighthouse's numbers as medians of some runs."""
    executable = find_browser()
    if executable is None:
        sys.exit("no Chromium or Chrome is installed (on Debian: apt install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=HERE, timeout=visit.PATIENCE)
        seen = visit.weigh(browser, address)
        seen["violations"] = [rule for rule in visit.violations(browser, address, AXE) if rule not in ALLOWED]
        browser.close()
    runs = [lighthouse.run(packages, executable, address) for _ in range(times)]
    numbers = {name: statistics.median(run[name] for run in runs) for name in runs[0] if name != "failed"}
    failed = sorted({audit for run in runs for audit in run["failed"]})
    say(f"{address}: performance {sorted(run['performance'] for run in runs)}, failed {failed}")
    return {**seen, **numbers, "failed": failed}


def summary(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    """Return all that was measured, what is worst, and the ratios of ours to theirs."""
    few = [page["performance"] for page in ours.values() if page["charts"] <= 4]
    found: dict[str, Any] = {"min_performance_up_to_four_charts": min(few, default=None)}
    found |= {f"min_{score}": min(page[score] for page in ours.values()) for score in SCORES}
    found["foreign_requests"] = sum(len(page["foreign"]) for page in ours.values())
    found["axe_violations"] = sum(len(page["violations"]) for page in ours.values())
    same = ours.get(f"{TWIN}.html")
    if same:
        found["bytes_to_chart_ratio"] = ratio(same, theirs, "bytes_to_chart")
        found["total_bytes_ratio"] = ratio(same, theirs, "bytes_loaded")
        found["total_bytes_scrolled_ratio"] = ratio(same, theirs, "bytes_scrolled")
        found["blocking_ratio"] = ratio(same, theirs, "blocking_ms")
        found["script_ratio"] = ratio(same, theirs, "script_ms")
    return {**found, "pages": ours, "twin": theirs}


def ratio(ours: dict[str, Any], theirs: dict[str, Any], name: str) -> float | None:
    return round(ours[name] / theirs[name], 3) if theirs[name] else None


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
