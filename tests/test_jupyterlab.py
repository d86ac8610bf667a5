"""The notebooks in JupyterLab itself: charts and tables are there when opened, and after all cells have run."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from browsing import ARGUMENTS, PATIENCE
from playwright.sync_api import Page, sync_playwright
from support import NOTEBOOKS, ROOT, VEGA, chart_outputs, code_cells, copy_project, environment, read_notebook, report

pytestmark = pytest.mark.slow

CHARTED = [path.stem for path in NOTEBOOKS if chart_outputs(read_notebook(path))]
RERUN = ["02-vocabulary", "06-timeline"]  # to run all would take long; two show that it works
# The application itself, which JupyterLab shows to scripts when it is asked to.
NOTEBOOK = "window.jupyterapp.shell.currentWidget"
READY = f"""name => {{
  const panel = window.jupyterapp && {NOTEBOOK};
  return panel?.context?.path === name && panel.context.isReady && panel.sessionContext.isReady
    && panel.content.widgets.length > 0 && panel.sessionContext.session?.kernel?.status === 'idle';
}}"""
RUN = f"""async () => {{
  await window.jupyterapp.commands.execute('notebook:run-all-cells');
  await {NOTEBOOK}.sessionContext.session.kernel.info;
}}"""
CELLS = f"() => {NOTEBOOK}.content.model.toJSON().cells"
SHOW = f"index => {NOTEBOOK}.content.scrollToItem(index, 'center')"
# Whether a chart is there as JupyterLab draws it: large enough, and not empty.
DRAWN = r"""index => {
  const widget = window.jupyterapp.shell.currentWidget.content.widgets[index];
  const one = widget?.node.querySelector('.vega-embed :is(canvas, svg)');
  if (!one) return false;
  const box = one.getBoundingClientRect();
  const points = () => one.getContext('2d').getImageData(0, 0, one.width, one.height).data;
  const ink = one.tagName === 'CANVAS'
    ? points().some((value, i) => i % 4 === 3 && value)
    : one.querySelector('.role-mark :is(path, line, rect, text)');
  return ink && box.width > 300 && box.height > 100;
}"""
TABLE = f"index => !!{NOTEBOOK}.content.widgets[index].node.querySelector('.tt-table table')?.offsetHeight"


class Lab(NamedTuple):
    """A running JupyterLab: its address and the token it asks for."""

    address: str
    token: str


@contextmanager
def running(root: Path, home: Path) -> Iterator[Lab]:
    """Start JupyterLab on the notebooks of a project; nobody's settings but its own are used."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    own = {f"JUPYTER_{name}_DIR": str(home / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    own |= {
        name: str(home / name.lower())
        for name in ("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR", "IPYTHONDIR")
    }
    options = [
        *("--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}"),
        *("--ServerApp.port_retries=0", f"--IdentityProvider.token={token}", "--expose-app-in-browser"),
        *("--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--LabApp.extension_manager=readonly"),
    ]
    log = home / "lab.log"
    with log.open("wb") as out:
        lab = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", "notebooks", *options],
            cwd=root,
            env=environment(root, HOME=str(home), **own),
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(lab, f"{address}/api?token={token}", log)
            yield Lab(address, token)
        finally:
            os.killpg(lab.pid, signal.SIGTERM)
            lab.wait()


def _wait(lab: subprocess.Popen, url: str, log: Path) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(PATIENCE // 100):
        assert lab.poll() is None, f"JupyterLab did not start:\n{log.read_text('utf-8', 'replace')}"
        try:
            opener.open(url).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"JupyterLab does not answer:\n{log.read_text('utf-8', 'replace')}")


@pytest.fixture(scope="module")
def lab(tmp_path_factory) -> Iterator[Lab]:
    """JupyterLab, on a copy of the project."""
    home = tmp_path_factory.mktemp("home")
    with running(copy_project(tmp_path_factory.mktemp("lab") / "copy"), home) as found:
        yield found


@contextmanager
def opened(executable: str, lab: Lab, name: str) -> Iterator[tuple[Page, list[str]]]:
    """Open a notebook; give its page and what it asked of any other machine."""
    local = [argument for argument in ARGUMENTS if not argument.startswith("--host-resolver-rules")]
    local.append("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=local, timeout=PATIENCE)
        try:
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.set_default_timeout(PATIENCE)
            foreign: list[str] = []
            inside = (lab.address, lab.address.replace("http", "ws"), "data:", "blob:")
            page.on("request", lambda one: None if one.url.startswith(inside) else foreign.append(one.url))
            page.on("websocket", lambda one: None if one.url.startswith(inside) else foreign.append(one.url))
            page.goto(f"{lab.address}/lab/tree/{name}.ipynb?token={lab.token}&reset")
            page.wait_for_function(READY, arg=f"{name}.ipynb")
            yield page, foreign
        finally:
            browser.close()


def look(page: Page) -> list[str]:
    """Go through a notebook; return what is not shown of its charts and tables."""
    problems = []
    for index, cell in enumerate(page.evaluate(CELLS)):
        kinds = [kind for output in cell.get("outputs", []) for kind in output.get("data", {})]
        html = "".join("".join(output.get("data", {}).get("text/html", "")) for output in cell.get("outputs", []))
        for wanted, shown in ((VEGA in kinds, DRAWN), ("tt-table" in html, TABLE)):
            if wanted:
                page.evaluate(SHOW, index)
                page.wait_for_function(shown, arg=index)
        if any(output["output_type"] in ("error", "stream") for output in cell.get("outputs", [])):
            problems.append(f"cell {index} says: {json.dumps(cell['outputs'])[:300]}")
    return problems


def outputs(notebook: dict) -> list[list[dict]]:
    """Return the data of the outputs of each code cell, text as one piece."""

    def joined(value):
        return "".join(value) if isinstance(value, list) and all(isinstance(one, str) for one in value) else value

    return [
        [{kind: joined(value) for kind, value in output.get("data", {}).items()} for output in cell["outputs"]]
        for cell in code_cells(notebook)
    ]


@pytest.mark.parametrize("name", CHARTED)
def test_charts_are_shown_when_opened_without_the_network(name, lab, browser):
    with opened(browser, lab, name) as (page, foreign):
        problems = look(page)
        assert not problems, report(problems)
        assert not foreign, report(foreign)


@pytest.mark.parametrize("name", RERUN)
def test_charts_are_shown_after_a_rerun_without_the_network(name, lab, browser):
    stored = read_notebook(ROOT / "notebooks" / f"{name}.ipynb")
    assert name in CHARTED
    with opened(browser, lab, name) as (page, foreign):
        page.evaluate("() => window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
        assert not chart_outputs({"cells": page.evaluate(CELLS)})
        page.evaluate(RUN)
        problems = look(page)
        assert not problems, report(problems)
        assert outputs({"cells": page.evaluate(CELLS)}) == outputs(stored)
        assert not foreign, report(foreign)
