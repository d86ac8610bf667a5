"""Serve a built book under a sub-path of this machine, as GitHub Pages does, and open it in a browser."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from browsing import ARGUMENTS, PATIENCE
from playwright.sync_api import Page, Request, Response, sync_playwright

# As always, but for this machine.
HERE = [argument.replace("~NOTFOUND", "~NOTFOUND, EXCLUDE 127.0.0.1") for argument in ARGUMENTS]


class _Pages(SimpleHTTPRequestHandler):
    """Everything lies under `prefix`; for what is not there, 404.html comes with status 404."""

    def __init__(self, *arguments, prefix: str, **options) -> None:
        self.prefix = prefix
        super().__init__(*arguments, **options)

    def translate_path(self, path: str) -> str:
        inside = path.startswith(self.prefix)
        return super().translate_path("/" + path.removeprefix(self.prefix) if inside else "/outside the book")

    def list_directory(self, path) -> None:
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code, message=None, explain=None) -> None:
        body = (Path(self.directory) / "404.html").read_bytes() if self.path.startswith(self.prefix) else b""
        self.send_response(code, message)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *arguments) -> None:
        pass


@contextmanager
def served(folder: Path, prefix: str) -> Iterator[str]:
    """Serve a folder under a path that starts and ends with a slash; yield its address."""
    handler = partial(_Pages, directory=str(folder), prefix=prefix)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{prefix}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def window(executable: str, *, scripts: bool = True, width: int = 1280) -> Iterator[tuple[Page, list[str]]]:
    """Open a browser's page; yield it with the list of what goes wrong in it.

    Wrong is a script that fails, a request that fails or is answered with an error, and one to another host.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=HERE, timeout=PATIENCE)
        try:
            context = browser.new_context(java_script_enabled=scripts, viewport={"width": width, "height": 800})
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            faults: list[str] = []
            page.on("pageerror", lambda error: faults.append(f"script: {error}"))
            page.on("requestfailed", lambda request: faults.extend(_failure(request)))
            page.on("response", lambda reply: faults.extend(_refusal(reply)))
            page.on("request", lambda request: faults.extend(_foreign(request)))
            yield page, faults
        finally:
            browser.close()


def _failure(request: Request) -> list[str]:
    # What was under way when the reader went on was not refused.
    return [] if request.failure == "net::ERR_ABORTED" else [f"failed: {request.url} ({request.failure})"]


def _refusal(reply: Response) -> list[str]:
    return [f"{reply.status}: {reply.url}"] if reply.status >= 400 else []


def _foreign(request: Request) -> list[str]:
    return [] if request.url.startswith(("http://127.0.0.1:", "data:", "blob:")) else [f"foreign: {request.url}"]
