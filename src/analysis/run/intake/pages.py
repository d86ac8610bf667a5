"""Read saved pages. It needs trafilatura, `twicetold[html]`: finding the text of any site's page is an art of its own.

What the page says of itself is taken: title, date, outlet, address and language. Nothing is asked of the network.
"""

import logging
from datetime import date
from pathlib import Path

from ...measure import BadInput


def check_installed(path: Path) -> None:
    """Refuse to read pages where nothing is installed to read them with."""
    try:
        import trafilatura  # noqa: F401
    except ImportError:
        expected = "trafilatura, to find the text in saved pages: install twicetold[html], or give .txt files"
        raise BadInput(path, expected) from None


def read(data: bytes, today: date) -> dict[str, str]:
    """Return what a saved page says: text, title, published, source, url, language; empty if it has no article."""
    import trafilatura
    from lxml import html

    # What it makes of a hostile page is told by the list of rejected records, not by its log.
    for library in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(library).setLevel(logging.CRITICAL)
    # By itself it would take the clock's day for the latest date, and guess from other numbers in the page.
    dates = {"extensive_search": False, "original_date": True, "max_date": today.isoformat()}
    try:
        found = trafilatura.bare_extraction(
            data, include_comments=False, with_metadata=True, date_extraction_params=dates
        )
    except Exception:  # whatever a hostile page brings it to raise: the page is rejected
        return {}
    if found is None or isinstance(found, dict) or not found.text:
        return {}
    tree = trafilatura.load_html(data)
    root = tree.getroottree().getroot() if isinstance(tree, html.HtmlElement) else None
    spoken = "" if root is None else root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    values = {
        "text": found.text,
        "title": found.title,
        "published": found.date,
        "source": found.sitename or found.hostname,
        "url": found.url,
        "language": spoken,
    }
    return {name: value or "" for name, value in values.items()}
