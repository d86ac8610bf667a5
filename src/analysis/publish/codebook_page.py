"""The codebook as a page to read: each category with its rules, examples and indicators; what counts as a mention."""

import html
from collections.abc import Collection, Iterable, Mapping

import pandas as pd
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from ..compare.reading import in_sentence
from ..measure import Corpus
from ..measure.codebook import KINDS, NONE, held
from . import rooms
from .rights import Shown
from .words import capital, listed

_RULES = {"definition": "Definition", "include": "Code also", "exclude": "Do not code"}


class Codebook(SphinxDirective):
    """Show the categories of a level, ``{codebook} dispute``; without a name, of all levels not shown above."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the categories of the level or levels, in the order of categories.csv."""
        book = self.env.app.twicetold
        above = self.env.temp_data.setdefault("twicetold-levels", set())
        levels = list(book.corpus.tables["levels"]["level"])
        if not self.arguments:
            rest = others(above, book.corpus, book.layers, book.shown)
            return [nodes.raw("", rest, format="html")] if rest else []
        level = self.arguments[0]
        if level not in levels:
            msg = f"{level!r}: expected a level of levels.csv: {', '.join(levels)}"
            raise self.error(msg)
        above.add(level)
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


class CodebookMentions(SphinxDirective):
    """Show the rules of what counts as a mention of an actor: ``{codebook-mentions}``."""

    def run(self) -> list[nodes.Node]:
        """Return the rules, in the order of mentions.csv."""
        book = self.env.app.twicetold
        return [nodes.raw("", mentions(book.corpus, book.layers, book.shown), format="html")]


def render(level: str, corpus: Corpus, layers: Mapping[str, pd.DataFrame], shown: Shown) -> str:
    """Return the categories of a level as HTML."""
    tables = corpus.tables
    examples = _in_place(tables["examples"], corpus, layers)
    chosen = tables["categories"][tables["categories"]["level"] == level]
    return "".join(_category(row, examples, tables["indicators"], shown) for row in chosen.itertuples())


def others(above: Collection[str], corpus: Corpus, layers: Mapping[str, pd.DataFrame], shown: Shown) -> str:
    """Return the levels that are not among those above as HTML, each under its label and with its note."""
    levels = corpus.tables["levels"]
    return "".join(
        f'<h2 id="level-{html.escape(row.level, quote=True)}">{html.escape(row.label)}</h2>'
        f"<p>{html.escape(row.note)}</p>" + render(row.level, corpus, layers, shown)
        for row in levels[~levels["level"].isin(above)].itertuples()
    )


def mentions(corpus: Corpus, layers: Mapping[str, pd.DataFrame], shown: Shown) -> str:
    """Return the rules of what counts as a mention as HTML: each example with the mentions that it holds."""
    examples = _in_place(corpus.tables["mention-examples"], corpus, layers)
    labels = dict(zip(corpus.tables["actors"]["actor"], corpus.tables["actors"]["label"], strict=True))
    return "".join(
        _rule(row, examples[examples["rule"] == row.rule], labels, shown, _without(examples))
        for row in corpus.tables["mentions"].itertuples()
    )


def _in_place(examples: pd.DataFrame, corpus: Corpus, layers: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Add to each example its sentence, its place in words, and the address of the sentence."""
    found = in_sentence(examples, layers["segments"])
    outlets = corpus.articles.set_index("article_id")["outlet"]
    places = zip(found["article_id"], found["sentence"].astype("int64"), strict=True)
    return found.assign(
        place=found["article_id"].map(outlets) + " " + found["sentence"].astype("str"),
        address=[rooms.address(corpus.articles, *place) for place in places],
    )


def _without(examples: pd.DataFrame) -> str:
    """Return what stands where a rule has no example: where there is none at all, nobody has looked for any."""
    return f"{NONE.capitalize()} in these texts." if len(examples) else f"{NONE.capitalize()} given yet."


def _rule(row, examples: pd.DataFrame, labels: Mapping[str, str], shown: Shown, without: str) -> str:
    rules = [("Counts", html.escape(capital(row.counts))), ("Definition", html.escape(row.definition))]
    for kind in KINDS:
        quoted = [
            f'{_example(line, shown)} <span class="tt-holds">Mentions: {_held(line.mentions, labels)}</span>'
            for line in examples[examples["kind"] == kind].itertuples()
        ]
        # A rule needs no counter-example; that there is no example is said.
        if quoted or kind == KINDS[0]:
            rules.append((kind.capitalize(), "".join(quoted) or without))
    return _section("rule", row.rule, row.label, rules)


def _held(cell: str, labels: Mapping[str, str]) -> str:
    return html.escape(listed((f"{labels[actor]} ({kind})" for actor, kind in held(cell)), none=NONE))


def _category(row, examples: pd.DataFrame, indicators: pd.DataFrame, shown: Shown) -> str:
    rules = [(title, html.escape(getattr(row, column))) for column, title in _RULES.items() if getattr(row, column)]
    for kind, title in (("example", "Example"), ("counter-example", "Counter-example")):
        own = examples[(examples["category"] == row.category) & (examples["kind"] == kind)]
        quoted = "<br>".join(_example(line, shown) for line in own.itertuples())
        rules.append((title, quoted or _without(examples)))
    words = indicators[indicators["frame"] == row.category]
    if len(words):
        patterns = ", ".join(f"<code>{html.escape(pattern)}</code>" for pattern in words["pattern"])
        rules.append(("Indicators", f'<span class="tt-patterns">{patterns}</span>'))
    return _section("code", row.category, row.label, rules)


def _section(kind: str, name: str, label: str, rules: Iterable[tuple[str, str]]) -> str:
    """Return a heading with its rules, which are HTML; its anchor is made of kind and name."""
    lines = "".join(f"<dt>{title}</dt><dd>{text}</dd>" for title, text in rules)
    name = html.escape(name, quote=True)
    return (
        f'<section class="tt-category" id="{kind}-{name}"><h3>{html.escape(label)} <code>{name}</code></h3>'
        f"<dl>{lines}</dl></section>"
    )


def _example(line, shown: Shown) -> str:
    allowed = shown.allows(line.article_id, line.start, line.end)
    # Not marked as a quotation by signs: it may begin with one of its own.
    text = html.escape(line.surface) if allowed else f"at {line.start} (text not shown)"
    place = f'<a href="{html.escape(line.address, quote=True)}">{html.escape(line.place)}</a>'
    return f'<span class="tt-quoted">{text}</span> ({place}). {html.escape(line.note)}'.rstrip()
