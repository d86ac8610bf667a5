"""Show the book in a browser, build it again when something it is made from changes, and reload the open pages.

The files of the book stay as they are: the few lines that reload a page are put into it on its way to the browser.
Running and building are left to the command in a process of its own, as `make book` does it: it has the library as it
is now, and whatever stops it stops nothing here.
"""

import asyncio
import errno
import signal
import socket
import sys
import webbrowser
from pathlib import Path

from tornado.httpserver import HTTPServer
from tornado.web import Application, StaticFileHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler
from watchfiles import awatch

from ..measure import BadInput
from . import build

HOST = "127.0.0.1"
# Where it is looked for a free port if none is asked for.
PORTS = range(8000, 8020)
FOLDERS = ("book", "data", "notebooks", "src")
EDITION = r"/\.edition"
# A page knows which edition it is of, and is told which there is: when it listens, and after each build.
SCRIPT = b"""<script>
(() => {
  const listen = () => {
    const socket = new WebSocket(`ws://${location.host}/.edition`);
    socket.onmessage = ({data}) => { if (data !== "%s") location.reload(); };
    socket.onclose = () => setTimeout(listen, 1000);
  };
  listen();
})();
</script>
"""
NO_BOOK = b"""<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>No book yet</title>
<p>There is no book yet. It is shown here as soon as it is built; what stops it is said where it is served.</p></html>
"""
PATIENCE = 10  # seconds in which a process that is interrupted may end by itself


class _Page(StaticFileHandler):
    """The files of the book, from the disk each time."""

    def initialize(self, book: Path) -> None:
        """Take the folder of the book."""
        self.book = book
        super().initialize(str(book / "_build" / "html"), "index.html")

    def set_default_headers(self) -> None:
        """Let no browser keep what is about to change."""
        self.set_header("Cache-Control", "no-store")

    def compute_etag(self) -> None:
        """Name no version of a file."""

    async def get(self, path: str, include_body: bool = True) -> None:
        """Send a file; a page with the lines that reload it."""
        self.path = self.parse_url_path(path)
        page = self.validate_absolute_path(self.root, self.get_absolute_path(self.root, self.path))
        if page is None or not page.endswith(".html"):
            await super().get(path, include_body)
        else:
            self._finish(Path(page).read_bytes())

    def write_error(self, status_code: int, **_) -> None:
        """Send the book's page for what is not there."""
        page = Path(self.root) / "404.html"
        self._finish(page.read_bytes() if page.is_file() else NO_BOOK)

    def _finish(self, page: bytes) -> None:
        before, end, after = page.rpartition(b"</body>")
        script = SCRIPT.replace(b"%s", _edition(self.book).encode())
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(before + script + end + after if end else page + script)


class _Listener(WebSocketHandler):
    """An open page, which is told of which edition the book is."""

    def initialize(self, book: Path, listeners: set["_Listener"]) -> None:
        """Take the folder of the book, and where to add oneself."""
        self.book, self.listeners = book, listeners

    def open(self) -> None:
        """Tell it at once: the book may have been built while the page was on its way."""
        self.listeners.add(self)
        self.write_message(_edition(self.book))

    def on_close(self) -> None:
        """Forget it."""
        self.listeners.discard(self)


def _edition(book: Path) -> str:
    """Return what another build changes."""
    try:
        return str(build.stamp(book).stat().st_mtime_ns)
    except FileNotFoundError:
        return "none"


async def serve(root: Path, *, port: int | None, opened: bool) -> None:
    """Serve a book until the task is cancelled.

    Parameters
    ----------
    root : Path
        The folder of the book.
    port : int, optional
        Where to serve it; 0 for any. By default the first of `PORTS` that is free.
    opened : bool
        Whether to open it in the browser.

    Raises
    ------
    BadInput
        If the port is taken.
    OSError
        If the system lets no more files be watched.
    """
    listening = _listen(port)
    address = f"http://{HOST}:{listening.getsockname()[1]}/"
    listeners: set[_Listener] = set()
    routes = [(EDITION, _Listener, {"book": root, "listeners": listeners}), (r"/(.*)", _Page, {"book": root})]
    pages = Application(log_function=lambda handler: None)
    # A foreign site whose name leads here must not read the articles.
    pages.add_handlers(r"127\.0\.0\.1|localhost", routes)
    server = HTTPServer(pages)
    server.add_socket(listening)
    _say(f"The book is at {address} (Ctrl-C ends this)")
    changed = asyncio.Event()
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_watch(changed, *(root / name for name in FOLDERS if (root / name).is_dir())))
            # The folder, not its files: an editor puts a new file in the place of the old one.
            tasks.create_task(_watch(changed, root, recursive=False))
            while True:
                changed.clear()
                await _make(root, listeners)
                if opened and (root / "_build" / "html" / "index.html").is_file():
                    webbrowser.open(address)
                    opened = False
                await changed.wait()
    except ExceptionGroup as several:
        raise several.exceptions[0] from None
    finally:
        server.stop()
        for listener in list(listeners):
            listener.close()
        await server.close_all_connections()


def _listen(port: int | None) -> socket.socket:
    for number in PORTS if port is None else [port]:
        try:
            listening = socket.create_server((HOST, number))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
        else:
            listening.setblocking(False)
            return listening
    asked = f"{PORTS[0]} to {PORTS[-1]}" if port is None else port
    raise BadInput("twicetold serve", "--port: one that is free", value=f"{asked} in use")


async def _watch(changed: asyncio.Event, *paths: Path, recursive: bool = True) -> None:
    async for _ in awatch(*paths, recursive=recursive):
        changed.set()


async def _make(root: Path, listeners: set[_Listener]) -> None:
    """Run and build what is not as it should be, and tell all open pages."""
    if await asyncio.to_thread(_is_current, root):
        return
    _say("Building the book …")
    if not (await _run(root, "notebooks", "--changed") and await _run(root, "build")):
        _say("The book was not built. It is tried again when something changes; until then it stays as it was.")
        return
    _say("The book is built.")
    for listener in list(listeners):
        try:
            listener.write_message(_edition(root))
        except WebSocketClosedError:
            listeners.discard(listener)


def _is_current(root: Path) -> bool:
    try:
        return build.is_current(root)
    except OSError:
        # A file went while it was read: an editor was saving it.
        return False


async def _run(root: Path, *arguments: str) -> bool:
    """Run the command in a process of its own; return whether it did what it should."""
    command = [sys.executable, "-m", "analysis.run.command", "--root", str(root), *arguments]
    # Ctrl-C in a terminal reaches a whole group at once; this process is told below, and once.
    process = await asyncio.create_subprocess_exec(*command, start_new_session=True)
    try:
        return await process.wait() == 0
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
            try:
                await asyncio.wait_for(process.wait(), PATIENCE)
            except TimeoutError:
                process.kill()


def _say(text: str) -> None:
    print(text, flush=True)
