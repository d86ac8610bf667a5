"""What a page says of itself to reference managers, search engines and link previews.

Open Graph (https://ogp.me) for previews; the `citation_*` names that Google Scholar reads, and Zotero with it.
"""

import html
import textwrap
from collections.abc import Collection
from typing import NamedTuple

from docutils import nodes

from .about import About, full_name
from .address import Address


class Page(NamedTuple):
    """A page: its path in the book, title and description, first figure, and date if not that of the book."""

    path: str
    title: str
    description: str
    figure: str
    date: str = ""


def tags(page: Page, about: About, address: Address, language: str) -> str:
    """Return the `meta` elements of a page of the book.

    Addresses are absolute, so none is given where the site is not known. A page whose title is that of the
    book is the book; every other is a part of it.
    """
    date = page.date or about.date
    whole = page.title == about.title
    image = address.page(f"figures/{page.figure}.png") if page.figure and address.site else ""
    where = address.page(page.path) if address.site else ""
    named = [
        ("property", "og:type", "website" if whole else "article"),
        ("property", "og:site_name", about.title),
        ("property", "og:title", page.title),
        ("property", "og:description", page.description),
        ("property", "og:url", where),
        ("property", "og:image", image),
        ("name", "twitter:card", "summary_large_image" if image else "summary"),
        ("name", "citation_title", page.title),
        ("name", "citation_inbook_title", "" if whole else about.title),
        *(("name", "citation_author", full_name(author)) for author in about.authors),
        ("name", "citation_publication_date", date.replace("-", "/")),
        ("name", "citation_year", date[:4]),
        ("name", "citation_doi", about.bare_doi),
        ("name", "citation_language", language),
        ("name", "citation_public_url", where),
    ]
    return "\n".join(tag(*part) for part in named if part[-1])


def tag(kind: str, name: str, value: str) -> str:
    """Return one `meta` element; its value is text, whatever it holds."""
    return f'<meta {kind}="{name}" content="{html.escape(value, quote=True)}" />'


def description(doctree: nodes.document) -> str:
    """Return what a page says it is about, else its first paragraph, cut to a length that previews show."""
    for node in doctree.findall(nodes.meta):
        if node.get("name") == "description":
            return node["content"]
    first = next(doctree.findall(nodes.paragraph), None)
    return "" if first is None else textwrap.shorten(first.astext(), 200, placeholder=" …")


def first_figure(doctree: nodes.document, figures: Collection[str]) -> str:
    """Return the name of the first figure of a page, its own or one that it repeats, or ""."""
    for node in doctree.findall(nodes.Element):
        for name in (node.get("chart"), *node["ids"]):
            if name in figures:
                return name
    return ""
