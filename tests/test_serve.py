"""`twicetold serve`: the book as it is, with lines that reload it; built again on a change; the last good one stays."""

import asyncio
import http.client
import os
import queue
import re
import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from browsing import PATIENCE
from serving import window
from support import HTML, IN_TERMINAL, copy_project, environment
from test_build import snapshot
from tornado.websocket import websocket_connect

from analysis.measure import BadInput
from analysis.run import build, serve
from analysis.run.command import main

RELOAD = "location.reload()"


class Served:
    """A book that is served by the command, and what it says, line by line as it comes."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: queue.Queue[str] = queue.Queue()
        self.said: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()
        self.address = self.wait(r"http://127\.0\.0\.1:\d+/")

    def _listen(self) -> None:
        for line in self.process.stdout:
            self.lines.put(line)

    def wait(self, pattern: str) -> str:
        """Wait until a line matches; return what matches."""
        while True:
            try:
                self.said.append(self.lines.get(timeout=PATIENCE / 1000))
            except queue.Empty:
                pytest.fail(f"{pattern!r} was not said:\n{''.join(self.said)}")
            if match := re.search(pattern, self.said[-1]):
                return match[0]

    def page(self, name: str) -> str:
        with urlopen(f"{self.address}{name}", timeout=60) as reply:
            return reply.read().decode("utf-8")


@contextmanager
def served(book: Path) -> Iterator[Served]:
    process = subprocess.Popen(
        [*IN_TERMINAL, "serve", "--port", "0"],
        cwd=book,
        env=environment(book, PYTHONUNBUFFERED="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        # A group of their own, which Ctrl-C reaches all of.
        start_new_session=True,
    )
    try:
        yield Served(process)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()


def edit(path: Path, old: str, new: str) -> None:
    """Change a file as editors do: another file takes its place."""
    text = path.read_text("utf-8")
    assert old in text
    fresh = path.with_name(f"{path.name}.fresh~")
    fresh.write_text(text.replace(old, new, 1), "utf-8")
    fresh.replace(path)


@pytest.mark.slow
def test_a_change_is_built_and_shown_and_a_fault_leaves_the_last_good_book(tmp_path, browser):
    book = copy_project(tmp_path / "a book")
    shutil.copytree(HTML, book / "_build" / "html")
    build.stamp(book).write_text(build._inputs(book), "utf-8")
    built = snapshot(book / "_build" / "html")
    with served(book) as it, window(browser) as (page, _):
        page.goto(f"{it.address}book/findings.html")
        assert page.get_by_text("What is new is here.").count() == 0
        assert snapshot(book / "_build" / "html") == built, "what is current was built again"

        edit(book / "book" / "findings.md", "\n# ", "\nWhat is new is here.\n\n# ")
        page.get_by_text("What is new is here.").wait_for(timeout=PATIENCE)  # with no one reloading it
        it.wait("The book is built")
        good = snapshot(book / "_build" / "html")
        assert good != built
        assert RELOAD not in (book / "_build" / "html" / "book" / "findings.html").read_text("utf-8")

        edit(book / "data" / "actors.csv", "\nrussia,", "\nrussia,,")
        it.wait(r"twicetold: .*actors\.csv")
        it.wait("The book was not built")
        assert "What is new is here." in it.page("book/findings.html")
        assert snapshot(book / "_build" / "html") == good

        edit(book / "data" / "actors.csv", "\nrussia,,", "\nrussia,")
        edit(book / "_config.yml", "title: A Promise, Twice Told", "title: Another Title")
        it.wait("The book is built")
        assert "Another Title" in it.page("book/findings.html")

        os.killpg(it.process.pid, signal.SIGINT)
        assert it.process.wait(60) == 0
        rest = "".join(it.said) + it.process.stdout.read()
        assert "Traceback" not in rest, rest


# What is served, without building


@pytest.fixture
def book(tmp_path) -> Path:
    html = tmp_path / "_build" / "html"
    (html / "book").mkdir(parents=True)
    (html / "index.html").write_text("<html><body>front “page”</body></html>", "utf-8")
    (html / "404.html").write_text("<html><body>not here</body></html>", "utf-8")
    (html / "data.csv").write_text("a,b\n", "utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secret.csv").write_text("secret", "utf-8")
    build.stamp(tmp_path).write_text("made from this")
    return tmp_path


def ask(book: Path, work, monkeypatch, made: list[str] | None = None):
    """Serve a book, with builds that only note that they were asked for, and let `work` ask for pages."""

    async def run(root: Path, *arguments: str) -> bool:
        made.append(arguments[0])
        return made != ["notebooks"]

    monkeypatch.setattr(serve, "_run", run)
    monkeypatch.setattr(build, "is_current", lambda root: made is None)
    listening = serve._listen(0)
    monkeypatch.setattr(serve, "_listen", lambda port: listening)
    port = listening.getsockname()[1]

    async def both():
        task = asyncio.create_task(serve.serve(book, port=0, opened=False))
        try:
            return await work(port)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    return asyncio.run(both())


def get(port: int, path: str, host: str = "127.0.0.1"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Host": f"{host}:{port}"})
    reply = connection.getresponse()
    try:
        return reply.status, reply.headers, reply.read().decode("utf-8")
    finally:
        connection.close()


def test_a_page_is_what_it_is_but_for_the_lines_that_reload_it(book, monkeypatch):
    async def work(port):
        paths = ("/", "/data.csv", "/none.html", "/../../data/secret.csv", "/%2e%2e/%2e%2e/data/secret.csv")
        return [await asyncio.to_thread(get, port, path) for path in paths] + [
            await asyncio.to_thread(get, port, "/", "foreign.example")
        ]

    page, table, missing, *outside, foreign = ask(book, work, monkeypatch)
    assert page[0] == 200 and page[1]["Cache-Control"] == "no-store"
    assert re.sub(r"<script>.*?</script>\n", "", page[2], flags=re.DOTALL) == ("<html><body>front “page”</body></html>")
    assert RELOAD in page[2] and not re.search(r"https?://|src=", page[2])
    assert (table[0], table[2]) == (200, "a,b\n")
    assert missing[0] == 404 and "not here" in missing[2] and RELOAD in missing[2]
    assert [status for status, *_ in outside] == [403, 403] and "secret" not in outside[0][2] + outside[1][2]
    assert foreign[0] == 404 and "front" not in foreign[2]


def test_an_open_page_is_told_of_another_edition_than_its_own(book, monkeypatch):
    async def work(port):
        first = re.search(r'data !== "(\w+)"', (await asyncio.to_thread(get, port, "/"))[2])[1]
        socket = await websocket_connect(f"ws://127.0.0.1:{port}/.edition")
        told = [await asyncio.wait_for(socket.read_message(), 30)]
        os.utime(build.stamp(book), ns=(1, 1))
        monkeypatch.setattr(build, "is_current", lambda root: False)
        (book / "data" / "new.csv").write_text("x")
        told.append(await asyncio.wait_for(socket.read_message(), 30))
        socket.close()
        return first, told

    made: list[str] = []
    monkeypatch.setattr(serve, "FOLDERS", ("data",))
    first, told = ask(book, work, monkeypatch, made)
    assert first == told[0] != told[1] == "1"
    assert made == ["notebooks", "notebooks", "build"]


def test_where_no_book_is_built_yet_a_page_says_so_and_waits(tmp_path, monkeypatch):
    async def work(port):
        return await asyncio.to_thread(get, port, "/")

    status, _, page = ask(tmp_path, work, monkeypatch)
    assert status == 404 and "no book yet" in page and 'data !== "none"' in page


def test_where_nothing_can_be_watched_one_line_says_so(book, monkeypatch, capsys):
    async def watch(*_, **__):
        raise OSError(28, "OS file watch limit reached")

    monkeypatch.setattr(serve, "_watch", watch)
    monkeypatch.setattr(build, "is_current", lambda root: True)
    (book / "data" / "articles.csv").write_text("")
    assert main(["--root", str(book), "serve", "--port", "0"]) == 1
    assert capsys.readouterr().err == "twicetold: OS file watch limit reached\n"


def test_a_port_that_is_taken_is_named_or_the_next_one_is_used(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BadInput, match=f"{port} in use"):
            serve._listen(port)
        monkeypatch.setattr(serve, "PORTS", range(port, port + 20))
        found = serve._listen(None)
        assert port < found.getsockname()[1] < port + 20
        found.close()
