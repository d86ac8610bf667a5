"""What pages of prose refer to: figures, values that notebooks keep, pages, literature. Read as MyST reads them."""

import re
from collections.abc import Iterator
from functools import cache
from posixpath import dirname, normpath
from typing import NamedTuple
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

# Directives whose content is no Markdown.
_VERBATIM = re.compile(r"\{(code|raw|math|eval-rst|literalinclude|include|mermaid)")

# An address of a page of the book, from another page.
_PAGE = re.compile(r"(?![a-z][a-z0-9+.-]*:|//)[^#?]+\.(?:md|ipynb|rst)(?:#|$)", re.IGNORECASE)


class Reference(NamedTuple):
    """A role or a directive of a page: its line, its name, and what it refers to."""

    line: int
    name: str
    target: str


def read(text: str) -> Iterator[Reference]:
    r"""Yield the roles and directives of a page, and its links to other pages.

    `link` is the address of a page of the book; `target` a name that the page itself gives to a place.

    Examples
    --------
    >>> list(read("See {numref}`fig-days`.\n\n```{chart} fig-years\n```\n"))
    [Reference(line=1, name='numref', target='fig-days'), Reference(line=3, name='chart', target='fig-years')]
    """
    yield from _walk(_parser().parse(text), 1)


def kept_value(page: str, target: str) -> tuple[str, str]:
    """Return the notebook and the key that a glue role on a page means.

    Examples
    --------
    >>> kept_value("book/index.md", "../notebooks/01-articles.ipynb::words_first:s")
    ('notebooks/01-articles.ipynb', 'words_first')
    """
    notebook, _, key = target.rpartition("::")
    return normpath(f"{dirname(page)}/{notebook}") if notebook else page, key.partition(":")[0]


def page_of(page: str, name: str, target: str) -> str:
    """Return the page that a role `doc` or a link on another page means: its place in the book without an ending.

    Examples
    --------
    >>> page_of("book/index.md", "doc", "the voices <../notebooks/04-voices>")
    'notebooks/04-voices'
    >>> page_of("book/index.md", "link", "limits.md#two-texts"), page_of("book/index.md", "doc", "/book/limits")
    ('book/limits', 'book/limits')
    """
    place = numbered(target).partition("#")[0]
    place = place if name == "doc" else place.rpartition(".")[0]
    return normpath(place.lstrip("/") if place.startswith("/") else f"{dirname(page)}/{place}")


def numbered(target: str) -> str:
    """Return what a role means that may have a text of its own before it in the page: `text <target>`.

    Examples
    --------
    >>> numbered("fig-days"), numbered("Figure {number} <fig-days>")
    ('fig-days', 'fig-days')
    """
    named = re.search(r"<([^<>]*)>\s*$", target)
    return named[1] if named else target.strip()


@cache
def _parser() -> MarkdownIt:
    return create_md_parser(MdParserConfig(enable_extensions={"colon_fence", "deflist"}), RendererHTML)


def _walk(tokens: list[Token], first: int) -> Iterator[Reference]:
    for token in tokens:
        line = first + (token.map[0] if token.map else 0)
        if token.type == "myst_target":
            yield Reference(line, "target", token.content)
        for child in token.children or []:
            if child.type in ("softbreak", "hardbreak"):
                line += 1
            if child.type == "myst_role":
                yield Reference(line, child.meta["name"], child.content)
            if child.type == "link_open" and _PAGE.match(str(child.attrs["href"])):
                yield Reference(line, "link", unquote(str(child.attrs["href"])))
        directive = re.match(r"\{([\w:.-]+)\}\s*(.*)", token.info) if token.type in ("fence", "colon_fence") else None
        if directive:
            yield Reference(line, directive[1], directive[2].strip())
            for named in re.finditer(r"^:?name: *(\S+)", token.content, re.MULTILINE):
                yield Reference(line, "target", named[1])
            if not _VERBATIM.match(token.info):
                yield from _walk(_parser().parse(token.content), line + 1)
