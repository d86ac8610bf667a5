"""The whole book as one PDF: its pages one after the other, laid out by WeasyPrint with `paper.css`."""

import html
from pathlib import Path

from lxml.html import HtmlElement

from ..measure import BadInput
from . import chapter
from .about import About, full_name
from .address import Address
from .chapter import Chapter
from .toc import contents

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation"
STYLES = ("sources.css", "paper.css")


def document(root: Path, book: Path, *, about: About, address: Address, edition: str) -> str:
    """Return the built book as one HTML document.

    Parameters
    ----------
    root, book : Path
        The checkout, and the book built from it.
    about, address
        What the book is, and where it is published.
    edition : str
        Version, date and commit, in words.
    """
    chapters = {name: chapter.read(book, name, part) for name, part in contents(root)}
    chapter.connect(chapters, address)
    every = list(chapters.values())
    body = [
        _title_page(every[0].tree, about, address, edition),
        _contents(every),
        _figures(every),
        *(f'<section class="chapter">{one.text()}</section>' for one in every),
    ]
    names = html.escape(", ".join(map(full_name, about.authors)), quote=True)
    links = "".join(f'<link rel="stylesheet" href="_static/{name}">' for name in STYLES)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(about.title)}</title>'
        f'<meta name="author" content="{names}">{links}</head><body>{"".join(body)}</body></html>'
    )


def write(root: Path, book: Path, target: Path, *, about: About, address: Address, edition: str) -> None:
    """Print the built book into a PDF: all of it or nothing.

    Parameters
    ----------
    root, book, about, address, edition
        As for `document`.
    target : Path
        The file to write.

    Raises
    ------
    BadInput
        If WeasyPrint or what it needs from the system is missing.
    """
    try:
        # Here, because everything else must work on a machine without Pango.
        import weasyprint
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError) as error:
        expected = f"WeasyPrint, and Pango from the system (on Debian: apt install {PACKAGES})"
        raise BadInput("the PDF", expected, value=str(error).splitlines()[0]) from None
    printed = weasyprint.HTML(
        string=document(root, book, about=about, address=address, edition=edition),
        base_url=f"{book.resolve().as_uri()}/",
        url_fetcher=URLFetcher(allowed_protocols={"file", "data"}),
    )
    fresh = target.with_name(f"{target.name}.new")
    printed.write_pdf(fresh, pdf_tags=True)
    fresh.replace(target)


def _title_page(front: HtmlElement, about: About, address: Address, edition: str) -> str:
    question = "".join(front.xpath("//head/meta[@name='description'][1]/@content"))
    rights = " ".join("".join(front.xpath("//p[contains(@class, 'copyright')][1]//text()")).split())
    where = html.escape(address.site or address.repository, quote=True)
    lines = {
        "book-title": html.escape(about.title),
        "question": html.escape(question),
        "authors": html.escape(", ".join(map(full_name, about.authors))),
        "edition": html.escape(edition),
        "doi": f"doi:{html.escape(about.bare_doi)}" if about.doi else "",
        "address": f'<a class="tt-bare" href="{where}">{where}</a>' if where else "",
        "rights": html.escape(rights),
    }
    inside = "".join(f'<p class="{name}">{line}</p>' for name, line in lines.items() if line)
    return f'<section class="title-page">{inside}</section>'


def _contents(chapters: list[Chapter]) -> str:
    lines, part = [], ""
    for one in chapters:
        if one.part != part:
            part = one.part
            lines.append(f'<p class="part">{html.escape(part)}</p>')
        for heading in one.article.iter("h1", "h2"):
            kind = "chapter-line" if heading.tag == "h1" else "section-line"
            lines.append(_line(kind, heading.get("id"), heading.text_content()))
    return f'<section class="contents"><h1>Contents</h1>{"".join(lines)}</section>'


def _figures(chapters: list[Chapter]) -> str:
    lines = []
    for figure in (figure for one in chapters for figure in one.article.xpath(".//figure[@id]")):
        number, caption = (
            "".join(figure.xpath(f".//*[@class='{name}']//text()")).strip()
            for name in ("caption-number", "caption-text")
        )
        if number:
            lines.append(_line("figure-line", figure.get("id"), f"{number} {caption.removesuffix('.')}"))
    return f'<section class="contents figures"><h1>Figures</h1>{"".join(lines)}</section>' if lines else ""


def _line(kind: str, anchor: str, text: str) -> str:
    return f'<p class="{kind}"><a href="#{html.escape(anchor, quote=True)}">{html.escape(text)}</a></p>'
