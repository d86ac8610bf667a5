"""What pages of prose refer to: figures by name, values that notebooks keep. Read as MyST reads them."""

import re
from collections.abc import Iterator
from functools import cache
from posixpath import dirname, normpath
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

# Directives whose content is no Markdown.
_VERBATIM = re.compile(r"\{(code|raw|math|eval-rst|literalinclude|include|mermaid)")


class Reference(NamedTuple):
    """A role or a directive of a page: its line, its name, and what it refers to."""

    line: int
    name: str
    target: str


def read(text: str) -> Iterator[Reference]:
    r"""Yield the roles and directives of a page, and `target`: a name that the page itself gives to a place.

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


def numbered(target: str) -> str:
    """Return the figure that a `numref` role means.

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
        directive = re.match(r"\{([\w:.-]+)\}\s*(.*)", token.info) if token.type in ("fence", "colon_fence") else None
        if directive:
            yield Reference(line, directive[1], directive[2].strip())
            for named in re.finditer(r"^:?name: *(\S+)", token.content, re.MULTILINE):
                yield Reference(line, "target", named[1])
            if not _VERBATIM.match(token.info):
                yield from _walk(_parser().parse(token.content), line + 1)
