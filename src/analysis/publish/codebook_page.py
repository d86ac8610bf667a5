"""The codebook as a page to read: each category with its rules, its examples and its indicators."""

import html
from collections.abc import Mapping
from urllib.parse import quote

import pandas as pd
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from ..compare.reading import in_sentence
from ..measure import Corpus
from ..measure.codebook import NONE
from .evidence import ROOM
from .rights import Shown
from .text_marks import anchor

_RULES = {"definition": "Definition", "include": "Code also", "exclude": "Do not code"}


class Codebook(SphinxDirective):
    """Show the categories of a level: ``{codebook} dispute``."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the categories of the level, in the order of categories.csv."""
        book = self.env.app.twicetold
        levels = list(book.corpus.tables["levels"]["level"])
        level = self.arguments[0]
        if level not in levels:
            msg = f"{level!r}: expected a level of levels.csv: {', '.join(levels)}"
            raise self.error(msg)
        return [nodes.raw("", render(level, book.corpus, book.layers, book.shown), format="html")]


class CodebookTable(SphinxDirective):
    """Show a table of labels and definitions: ``{codebook-table} acts``."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table as a list of terms."""
        table = self.env.app.twicetold.corpus.tables[self.arguments[0]]
        rows = "".join(
            f"<dt>{html.escape(row.label)}</dt><dd>{html.escape(row.definition)}</dd>" for row in table.itertuples()
        )
        return [nodes.raw("", f'<div class="tt-category"><dl>{rows}</dl></div>', format="html")]


def render(level: str, corpus: Corpus, layers: Mapping[str, pd.DataFrame], shown: Shown) -> str:
    """Return the categories of a level as HTML."""
    tables = corpus.tables
    examples = in_sentence(tables["examples"], layers["segments"])
    chosen = tables["categories"][tables["categories"]["level"] == level]
    outlets = corpus.articles.set_index("article_id")["outlet"]
    examples = examples.assign(place=examples["article_id"].map(outlets) + " " + examples["sentence"].astype("str"))
    return "".join(_category(row, examples, tables["indicators"], shown) for row in chosen.itertuples())


def _category(row, examples: pd.DataFrame, indicators: pd.DataFrame, shown: Shown) -> str:
    rules = [(title, html.escape(getattr(row, column))) for column, title in _RULES.items() if getattr(row, column)]
    for kind, title in (("example", "Example"), ("counter-example", "Counter-example")):
        own = examples[(examples["category"] == row.category) & (examples["kind"] == kind)]
        quoted = "<br>".join(_example(line, shown) for line in own.itertuples())
        rules.append((title, quoted or f"{NONE.capitalize()} in these texts."))
    words = indicators[indicators["frame"] == row.category]
    if len(words):
        listed = ", ".join(f"<code>{html.escape(pattern)}</code>" for pattern in words["pattern"])
        rules.append(("Indicators", f'<span class="tt-patterns">{listed}</span>'))
    lines = "".join(f"<dt>{title}</dt><dd>{text}</dd>" for title, text in rules)
    name = html.escape(row.category, quote=True)
    return (
        f'<section class="tt-category" id="code-{name}"><h3>{html.escape(row.label)} <code>{name}</code></h3>'
        f"<dl>{lines}</dl></section>"
    )


def _example(line, shown: Shown) -> str:
    allowed = shown.allows(line.article_id, line.start, line.end)
    # Not marked as a quotation by signs: it may begin with one of its own.
    text = html.escape(line.surface) if allowed else f"at {line.start} (text not shown)"
    address = f"{ROOM}#{quote(anchor(line.article_id, int(line.sentence)))}"
    place = f'<a href="{address}">{html.escape(line.place)}</a>'
    return f'<span class="tt-quoted">{text}</span> ({place}). {html.escape(line.note)}'
