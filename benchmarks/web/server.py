"""Serve folders from this machine as a static host does: compressed, with a type, kept for ten minutes."""

import gzip
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

# What GitHub Pages compresses; fonts of type woff2 and pictures are compressed already.
COMPRESSED = {
    *("text/html", "text/css", "text/javascript", "text/plain", "text/csv", "application/json", "application/xml"),
    *("image/svg+xml", "font/otf"),
}
TYPES = {".js": "text/javascript", ".woff2": "font/woff2", ".otf": "font/otf", ".svg": "image/svg+xml"}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else a body can wait 40 ms for the acknowledgement of its head
    timeout = 30
    server: "_Server"

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        file = self.server.find(path)
        status = HTTPStatus.OK if file else HTTPStatus.NOT_FOUND
        file = file or self.server.find(f"/{path.split('/')[1]}/404.html")
        kind, plain, packed = self.server.read(file) if file else ("text/plain", b"", b"")
        compress = "gzip" in self.headers.get("Accept-Encoding", "") and bool(packed)
        body = packed if compress else plain
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Vary", "Accept-Encoding")
        if compress:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, places: dict[str, Path]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.places = places
        self.kept: dict[Path, tuple[str, bytes, bytes]] = {}

    def find(self, path: str) -> Path | None:
        """Return the file at an address; the longest prefix that fits says where it lies."""
        for prefix in sorted(self.places, key=len, reverse=True):
            if path.startswith(prefix):
                file = self.places[prefix] / path.removeprefix(prefix)
                file = file / "index.html" if file.is_dir() else file
                return file if file.is_file() else None
        return None

    def read(self, file: Path) -> tuple[str, bytes, bytes]:
        """Return a file's type, its bytes, and its bytes compressed if its type is compressed."""
        if file not in self.kept:
            plain = file.read_bytes()
            kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            self.kept[file] = kind, plain, gzip.compress(plain, 6, mtime=0) if kind in COMPRESSED else b""
        return self.kept[file]

    def handle_error(self, *_: object) -> None:
        """Pass over a browser that hung up: it is closed after each measurement."""


@contextmanager
def served(places: dict[str, Path]) -> Iterator[str]:
    """Serve files and folders, each under a prefix; yield the address of the server, without a slash."""
    server = _Server(places)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
