"""The page of a figure, and the block under each chart: how to cite it, its files, its data, its evidence.

In a data table each number leads to its mark; the mark's section shows what it counts, sentence by
sentence, and nothing else. All of it is plain HTML: links and fragments, no script.
"""

import html
from typing import Any
from urllib.parse import quote

import pandas as pd

from . import drawn, evidence, renderer, tables
from .book import Book
from .figures import Figure

# Kind of file to what a reader calls it.
_FILES = {
    "svg": "SVG",
    "pdf": "PDF",
    "png": "PNG",
    "vl.json": "Vega-Lite",
    "csv": "Data (CSV)",
    "evidence.csv": "Evidence (CSV)",
    "bib": "BibTeX",
    "ris": "RIS",
    "csl.json": "CSL-JSON",
}

_FOLDED = 6  # changes of a version: a longer list is folded


def cite_block(book: Book, name: str) -> str:
    """Return what stands under a chart, on pages one folder deep: files, claim, citations, description, data."""
    figure, citation = book.figures[name], book.citation(name)
    files = " · ".join(
        f'<a href="../figures/{name}.{kind}" download>{html.escape(text)}</a>' for kind, text in _FILES.items()
    )
    texts = {
        "Text (APA)": citation.text(),
        "BibTeX": citation.bibtex(),
        "RIS": citation.ris(),
        "CSL-JSON": citation.csl(),
    }
    copies = "".join(_copy(title, text) for title, text in {"What it shows": claim(figure), **texts}.items())
    page = f"../figures/{name}.html"
    return (
        '<div class="tt-cite">'
        f'<p class="tt-cite-line"><strong>Cite &amp; download:</strong> <a href="{page}">{html.escape(name)}</a>, '
        f"version {html.escape(citation.version)}</p>"
        f'<p class="tt-cite-files">{files}</p>'
        f"<details><summary>Cite</summary>{copies}</details>"
        f"<details><summary>Description and data</summary>"
        f"<p>{html.escape(figure.spec['description'])}</p>{data_table(figure, page)}</details>"
        "</div>"
    )


def cite_link(name: str) -> str:
    """Return the link to a figure's page."""
    return f'<a href="../figures/{name}.html">Cite &amp; download</a>'


def page(book: Book, name: str, number: str) -> str:
    """Return the body of a figure's own page.

    Parameters
    ----------
    book : Book
        The book.
    name : str
        Name of the figure.
    number : str
        Its number in the book.
    """
    figure = book.figures[name]
    notebook = figure.path.relative_to(book.root).with_suffix(".html").as_posix()
    caption = html.escape(figure.caption.rstrip("."))
    return (
        f'<section><h1 class="tt-figure-head">Fig. {number}: {caption}</h1>'
        f'<figure id="figure">{renderer.figure(book.specs[name], name)}</figure>{cite_block(book, name)}'
        f'<p><a href="../{quote(notebook)}#{quote(name)}">The figure in its chapter, with the code</a></p></section>'
        f'<section id="evidence" class="tt-marks"><h2>Evidence</h2>{_evidence(book, name)}</section>'
        f"<section><h2>Versions</h2>{history(book.versions, name)}</section>"
    )


def _evidence(book: Book, name: str) -> str:
    if not book.figures[name].marks:
        return "<p>The texts behind these counts are not part of this book: there are no sentences to show.</p>"
    closed = any(not row["marks"] for row in book.figures[name].table["rows"])
    but = " But where the texts are not part of this book, it leads nowhere." if closed else ""
    return (
        f"<p>Each mark and each count in the chart, and each number in the table, leads to what it counts.{but} "
        f'<a href="#evidence">Show all of it</a>.</p>{_marks(book, name)}'
    )


def claim(figure: Figure) -> str:
    """Return what a figure shows and what may not be claimed from it, in two sentences."""
    return f"{figure.spec['usermeta']['shows']} {figure.spec['usermeta']['limit']}"


def data_table(figure: Figure, page: str) -> str:
    """Return the data of a figure as a table, each number a link to its mark on the figure's page."""
    links = [{column: f"{page}#{quote(key)}" for column, key in row["marks"].items()} for row in figure.table["rows"]]
    frame, heads = figure.frame(), figure.table["heads"]
    # What leads nowhere is no count: a year, or the place in an order.
    plain = [name for name in heads if not any(name in row for row in links)]
    return tables.render(frame, heads, caption="Data", decimals=2, plain=plain, links=links)


def history(known: pd.DataFrame, name: str) -> str:
    """Return the versions of a figure, the newest first: each has the anchor that its citation leads to."""
    own = known[known["figure"] == name]
    last = own["version"].iloc[-1]
    items = [
        f'<li id="version-{html.escape(row.version)}"><strong>Version {html.escape(row.version)}</strong>, '
        f"{html.escape(row.date)}. {_changes(row.change)}"
        + ("" if row.version == last else f" Replaced by a later version; current is {_version_link(last)}.")
        + "</li>"
        for row in own.iloc[::-1].itertuples()
    ]
    return f'<ul class="tt-versions">{"".join(items)}</ul>'


def _version_link(number: str) -> str:
    return f'<a href="#version-{html.escape(number)}">version {html.escape(number)}</a>'


def _changes(said: str) -> str:
    """Return what changed in a version, a long list folded."""
    first, *others = said.split("; ")
    if len(others) < _FOLDED:
        return html.escape(said)
    items = "".join(f"<li>{html.escape(one.removesuffix('.'))}</li>" for one in others)
    folded = f"<details><summary>And {len(others)} more changes</summary><ul>{items}</ul></details>"
    return f"{html.escape(first)}. {folded}"


def withdrawn(known: pd.DataFrame, name: str) -> str:
    """Return the body of the page of a figure that was given up."""
    return f"<section><h1>{html.escape(name)} was withdrawn</h1>{history(known, name)}</section>"


def index(book: Book, numbers: dict[str, str]) -> str:
    """Return all figures as thumbnails, by their numbers."""
    items = [
        f'<li><a href="../figures/{name}.html"><img src="../figures/{name}.svg" alt="" loading="lazy"/>'
        f"<span>Fig. {numbers[name]}: {html.escape(book.figures[name].caption)}</span></a><code>{name}</code></li>"
        for name in sorted(book.figures, key=lambda name: [int(part) for part in numbers[name].split(".")])
    ]
    manifest = '<p><a href="../figures/manifest.json">Names, versions and hashes of all files</a> (JSON).</p>'
    return f'<ul class="tt-thumbnails">{"".join(items)}</ul>{manifest}'


def errata(known: pd.DataFrame) -> str:
    """Return every later version of every figure, the newest first: what changed, and when."""
    later = known[known["version"] != "1"].iloc[::-1].sort_values("date", ascending=False, kind="stable")
    items = [
        f'<li>{html.escape(row.date)}: <a href="../figures/{row.figure}.html#version-{html.escape(row.version)}">'
        f"{html.escape(row.figure)}, version {html.escape(row.version)}</a>. {_changes(row.change)}</li>"
        for row in later.itertuples()
    ]
    return f"<ul>{''.join(items)}</ul>" if items else "<p>No figure has been changed since its first version.</p>"


def _copy(title: str, text: str) -> str:
    # The class highlight is what the theme's copy button looks for.
    text = html.escape(text.strip())
    return (
        f'<p class="tt-copy-title">{html.escape(title)}</p>'
        f'<div class="highlight-none notranslate"><div class="highlight"><pre>{text}</pre></div></div>'
    )


def _marks(book: Book, name: str) -> str:
    """Return a section for each mark: those computed hold the sections of the counts that are theirs alone."""
    marks = book.figures[name].marks
    rows = dict(tuple(book.evidence[name].groupby("mark", sort=False)))
    users = pd.Series([key for mark in marks.values() for key in mark.get("from", ())], dtype=object)
    shared = users.value_counts()
    inner = {key for key in shared.index if shared[key] == 1}
    parts = []
    for key, mark in marks.items():
        if "from" in mark:
            parts.append(_computed(book, marks, key, rows, inner))
        elif key not in inner:
            parts.append(_counted(book, marks, key, rows))
    return "".join(parts)


def _counted(book: Book, marks: dict[str, dict[str, Any]], key: str, rows: dict[str, pd.DataFrame]) -> str:
    mark = marks[key]
    own = rows.get(key)
    if own is None:
        body = "<p>None: there is nothing to show.</p>"
    else:
        own, some = _some(own, mark, book)
        body = some + evidence.quotes(own, book.corpus.articles)
    return _section(key, f"{mark['name']}: {mark['value']}", body)


def _some(own: pd.DataFrame, mark: dict[str, Any], book: Book) -> tuple[pd.DataFrame, str]:
    """Return the evidence of a mark that its page shows, and a line that says which it is, if it is not all.

    In a book of many articles that is all that the mark kept and that may be shown, and at least `drawn.DRAWN`.
    """
    text = (own["sentence_text"] != "").to_numpy()
    readable = mark.get("readable", mark["value"] if text.all() else int(text.sum()))
    if len(book.corpus.articles) > drawn.FEW:
        own = own.iloc[drawn.places(text, min(len(own), max(drawn.DRAWN, int(text.sum()))))]
    if len(own) == mark["value"]:
        return own, ""
    return own, f"<p>{len(own):,} of these, {drawn.which(mark['value'], len(own), readable)}:</p>"


def _computed(
    book: Book, marks: dict[str, dict[str, Any]], key: str, rows: dict[str, pd.DataFrame], inner: set[str]
) -> str:
    mark = marks[key]
    links = "".join(
        f'<li><a href="#{quote(source)}">{html.escape(marks[source]["name"])}: {marks[source]["value"]}</a></li>'
        for source in mark["from"]
    )
    own = "".join(_counted(book, marks, source, rows) for source in mark["from"] if source in inner)
    call = f"<p>Computed by <code>{html.escape(mark['call'])}</code> from:</p><ul>{links}</ul>"
    return _section(key, f"{mark['name']}: {mark['value']}", call + own)


def _section(key: str, title: str, body: str) -> str:
    name = html.escape(key, quote=True)
    return (
        f'<section class="tt-mark" id="{name}"><h3>{html.escape(title)}</h3>{body}'
        '<p class="tt-back"><a href="#figure">Back to the figure</a></p></section>'
    )
