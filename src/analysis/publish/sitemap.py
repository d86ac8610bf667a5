"""The list of a book's pages for search engines (https://www.sitemaps.org/protocol.html), and where it is."""

import html
from collections.abc import Collection
from pathlib import Path

from .address import Address

# Pages that are no pages of the book.
APART = ("404.html", "genindex.html", "index.html", "search.html")


def write(built: Path, address: Address, *, moved: Collection[str]) -> None:
    """Write sitemap.xml and robots.txt into a built book, where the address of its site is known.

    Parameters
    ----------
    built : Path
        The folder of the built book.
    address : Address
        Where the book is published.
    moved : collection of str
        Paths of pages that only lead to others.
    """
    if not address.site:
        return
    paths = sorted(path.relative_to(built).as_posix() for path in built.rglob("*.html"))
    pages = [path for path in paths if path not in APART and path not in moved and not path.startswith("_")]
    lines = [f"<url><loc>{html.escape(address.page(path))}</loc></url>" for path in pages]
    head = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    (built / "sitemap.xml").write_text("\n".join([*head, *lines, "</urlset>", ""]), encoding="utf-8")
    robots = f"User-agent: *\nAllow: /\n\nSitemap: {address.page('sitemap.xml')}\n"
    (built / "robots.txt").write_text(robots, encoding="utf-8")
