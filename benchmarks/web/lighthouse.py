"""Run Lighthouse on a page, in its default setting: a phone on a slow line."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

VERSION = "12.8.2"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
NUMBERS = {
    "blocking_ms": "total-blocking-time",
    "script_ms": "bootup-time",
    "bytes": "total-byte-weight",
    "first_paint_ms": "first-contentful-paint",
    "largest_paint_ms": "largest-contentful-paint",
    "speed_index_ms": "speed-index",
    "shift": "cumulative-layout-shift",
}


def install(folder: Path, others: dict[str, str]) -> Path:
    """Install Lighthouse and other packages, of given versions, once; return the folder of the packages."""
    packages = folder / "node_modules"
    wanted = [f"{name}@{version}" for name, version in {"lighthouse": VERSION, **others}.items()]
    stamp = folder / "installed.txt"
    if not stamp.is_file() or stamp.read_text("utf-8") != "\n".join(wanted):
        folder.mkdir(parents=True, exist_ok=True)
        quiet = ["--no-audit", "--no-fund", "--silent", "--prefix", str(folder)]
        subprocess.run(["npm", "install", *quiet, *wanted], check=True, stdout=subprocess.DEVNULL)
        stamp.write_text("\n".join(wanted), "utf-8")
    return packages


def run(packages: Path, browser: str, address: str) -> dict[str, Any]:
    """Return scores from 0 to 100, numbers, and what failed, of one run on one page."""
    # Foreign hosts fail at once, online as offline.
    flags = "--headless=new --no-sandbox --disable-gpu --host-resolver-rules='MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'"
    wanted = [f"--only-categories={','.join(CATEGORIES)}", "--output=json", "--quiet", f"--chrome-flags={flags}"]
    result = subprocess.run(
        ["node", str(packages / "lighthouse" / "cli" / "index.js"), address, *wanted],
        **{"env": {**os.environ, "CHROME_PATH": browser}, "check": True, "capture_output": True, "encoding": "utf-8"},
    )
    report = json.loads(result.stdout)
    if error := report.get("runtimeError"):
        msg = f"{address}: {error['message']}"
        raise RuntimeError(msg)
    audits = report["audits"]
    scores = {name.replace("-", "_"): round(100 * report["categories"][name]["score"]) for name in CATEGORIES}
    numbers = {name: round(audits[audit]["numericValue"], 3) for name, audit in NUMBERS.items()}
    return {
        **scores,
        **numbers,
        "machine": report["environment"]["benchmarkIndex"],
        "failed": sorted(
            reference["id"]
            for name in CATEGORIES[1:]
            for reference in report["categories"][name]["auditRefs"]
            if reference["weight"]
            and (audits[reference["id"]]["score"] or 0) < 1
            and audits[reference["id"]]["scoreDisplayMode"] in ("binary", "numeric")
        ),
    }
