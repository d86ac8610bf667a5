"""The files of a figure: drawings, data, evidence and citations, with a manifest of them all."""

import copy
import csv
import html
import io
import json
import re
import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import vl_convert

from ..measure.tables import no_formula
from . import drawn, renderer, theme, versions
from .book import Book
from .citation import Citation
from .edition import sha256
from .figures import Figure
from .steady_pdf import steady

KINDS = ("svg", "pdf", "png", "vl.json", "csv", "evidence.csv", "bib", "ris", "csl.json")
_LINE = 16


def write(book: Book, folder: Path) -> dict[str, Any]:
    """Write the files of all figures of a book, and manifest.json; return the manifest.

    Parameters
    ----------
    book : Book
        The book.
    folder : Path
        Where to write; files of the same names are replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    entries = []
    for name, figure in book.figures.items():
        made = of(book, name)
        for kind, content in made.items():
            (folder / f"{name}.{kind}").write_bytes(content)
        entries.append(_entry(book, name, figure, made))
    manifest = {
        "title": book.about.title,
        "version": book.about.version,
        "commit": book.edition.commit,
        "changed_since_commit": book.edition.changed,
        "fingerprint": book.edition.fingerprint,
        "sources": book.corpus.articles[["article_id", "outlet", "published", "url", "sha256"]].to_dict("records"),
        # All tables of the book and of the library: which of them a notebook reads, only the notebook knows.
        "inputs": _hashes(book, [*(book.root / "data").rglob("*.csv"), *(book.root / "src").rglob("*.csv")]),
        "figures": entries,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return manifest


def of(book: Book, name: str) -> dict[str, bytes]:
    """Return the files of one figure by their kinds (`KINDS`)."""
    figure, citation = book.figures[name], book.citation(name)
    drawing = standalone(figure.spec, _source_lines(figure, citation))
    made = {
        "svg": drawing,
        "pdf": steady(vl_convert.svg_to_pdf(drawing)),
        "png": vl_convert.svg_to_png(drawing, scale=1, ppi=144),
        "vl.json": json.dumps(figure.spec, ensure_ascii=False, indent=1) + "\n",
        "csv": data(figure),
        "evidence.csv": evidence(book, name),
        "bib": citation.bibtex(),
        "ris": citation.ris(),
        "csl.json": citation.csl(),
    }
    return {kind: value.encode() if isinstance(value, str) else value for kind, value in made.items()}


def data(figure: Figure) -> str:
    """Return the data of a figure as CSV: its table, with the keys of the marks behind its numbers."""
    keys = pd.DataFrame([_keys(row["marks"], figure.table["heads"]) for row in figure.table["rows"]], dtype=object)
    return _csv(pd.concat([figure.frame().rename(columns=figure.table["heads"]), keys], axis=1))


def evidence(book: Book, name: str) -> str:
    """Return the evidence of a figure as CSV: one row a counted span, with what counts it and its outlet.

    Of a mark that kept only some of its spans, `counted_as` says how many were drawn from how many.
    """
    rows, marks = book.evidence[name], book.figures[name].marks
    called = {key: _called(mark) for key, mark in marks.items()}
    outlets = book.corpus.articles.set_index("article_id")["outlet"]
    rows = rows.assign(figure=name, counted_as=rows["mark"].map(called))
    rows = rows.assign(outlet=rows["article_id"].map(outlets))
    return _csv(rows[["figure", "counted_as", "outlet", *book.evidence[name].columns]])


def _called(mark: dict[str, Any]) -> str:
    kept, value = len(mark.get("spans", ())), mark["value"]
    if not 0 < kept < value:
        return mark["name"]
    return f"{mark['name']} ({kept:,} of {value:,}, {drawn.which(value, kept, mark.get('readable', value))})"


def standalone(spec: dict[str, Any], lines: list[str]) -> str:
    """Draw a chart as an SVG that can leave the book: with its title, on white, its source under it.

    Parameters
    ----------
    spec : dict
        A Vega-Lite specification as `theme.finish` leaves it.
    lines : list of str
        What stands under the drawing.
    """
    chart = copy.deepcopy(spec)
    chart["padding"] = 12
    chart["background"] = "white"
    text = vl_convert.vegalite_to_svg(chart, vl_version=renderer.VEGA_LITE)
    width, height = (float(re.search(rf'<svg[^>]* {side}="([\d.]+)"', text)[1]) for side in ("width", "height"))
    grown = height + _LINE * len(lines) + 8
    style = f'font-family="{html.escape(theme.FONT, quote=True)}" font-size="11px" fill="{theme.QUIET}"'
    under = "".join(
        f'<text x="12" y="{height + _LINE * i + 4:g}" {style}>{html.escape(line)}</text>'
        for i, line in enumerate(lines)
    )
    ground = f'<rect width="{width:g}" height="{grown:g}" fill="white"/>'
    head = re.match(r"<svg[^>]*>", text)[0]
    label = html.escape(spec["description"], quote=True)
    opened = re.sub(r' height="[^"]*"', f' height="{grown:g}"', head, count=1)
    opened = re.sub(r'viewBox="[^"]*"', f'viewBox="0 0 {width:g} {grown:g}"', opened)
    opened = opened.replace("<svg", f'<svg role="img" aria-label="{label}"', 1)
    return renderer.stable(opened + ground + text[len(head) :].removesuffix("</svg>") + under + "</svg>\n")


def _source_lines(figure: Figure, citation: Citation) -> list[str]:
    foot = textwrap.wrap(figure.spec["usermeta"]["foot"], 118)
    where = citation.url or f"{citation.name}, version {citation.version}"
    return [*foot, f"{citation.about.title} ({citation.date[:4]}). {where}"]


def _entry(book: Book, name: str, figure: Figure, made: dict[str, bytes]) -> dict[str, Any]:
    last = versions.current(book.versions).loc[name]
    return {
        "id": name,
        "version": int(last["version"]),
        "date": last["date"],
        "caption": figure.caption,
        "page": f"figures/{name}.html#version-{last['version']}",
        "url": book.citation(name).url,
        "notebook": _hashes(book, [figure.path]),
        "files": {f"{name}.{kind}": sha256(content) for kind, content in made.items()},
    }


def _hashes(book: Book, paths: Iterable[Path]) -> dict[str, str]:
    """Return the SHA-256 of files by their places in the book, sorted."""
    return {path.relative_to(book.root).as_posix(): sha256(path.read_bytes()) for path in sorted(paths)}


def _keys(marks: dict[str, str], heads: dict[str, str]) -> dict[str, str]:
    """Return the keys of a row's marks as columns: `mark`, or one for each column where they differ."""
    if len(set(marks.values())) == 1:
        return {"mark": next(iter(marks.values()))}
    once = {key: column for column, key in reversed(marks.items())}
    return {f"mark: {heads[column]}": key for column, key in marks.items() if once[key] == column}


def _csv(frame: pd.DataFrame) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows([[no_formula(value) for value in row] for row in frame.itertuples(index=False)])
    # With a byte order mark, or a spreadsheet may take it for another encoding.
    return "\ufeff" + text.getvalue()
