"""What `twicetold check` says: every fault that would stop a build and can be seen without one, and what to know.

A fault has a place and says what would be right. A note is for a person to decide: nothing stops for it.
"""

import json
import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import nbformat
import pandas as pd
from pybtex.database import parse_string
from pybtex.exceptions import PybtexError

from ..compare import annotated, intake_record
from ..measure import BadInput, Corpus, calendar, load
from ..measure.actors import UNDECIDED
from ..measure.errors import Faults
from ..measure.tables import listed, read_text
from ..publish import about, address, figures, redirects, references, toc, versions
from .checks import data_fingerprint, is_current

T = TypeVar("T")


class Checked(NamedTuple):
    """What was found: the faults in the order of files and rows, notes, and the data, if nothing is wrong with it."""

    faults: Faults
    notes: list[str]
    corpus: Corpus | None


class Notebook(NamedTuple):
    """A notebook: names of figures, keys of values, its Markdown, whether its outputs are current, and all of it."""

    figures: set[str]
    values: set[str]
    prose: str
    current: bool
    whole: nbformat.NotebookNode


def check(root: Path) -> Checked:
    """Check a book: its data, its pages and what they refer to, its settings.

    Quotations from articles that may not be shown are not looked for: that takes all measurements, as a build does.
    """
    faults = Faults()
    corpus = _try(faults, load, root)
    paths = sorted((root / "notebooks").glob("*.ipynb"))
    data = data_fingerprint(root)
    notebooks = {path: book for path in paths if (book := _try(faults, _notebook, path, data)) is not None}
    # A figure's place in the book and its record are known only once all notebooks can be read.
    whole = {path: notebook.whole for path, notebook in notebooks.items()}
    charts = _try(faults, figures.of, whole) if len(notebooks) == len(paths) else None
    stale = [path.name for path, notebook in notebooks.items() if not notebook.current]
    _try(faults, versions.read if stale or charts is None else lambda root: versions.check(root, charts), root)
    for part in (intake_record, annotated, address, about):
        _try(faults, part.read, root)
    pages = _pages(faults, root)
    _check_redirects(faults, root, pages)
    if len(notebooks) == len(paths):
        shown = {path.relative_to(root).as_posix(): notebook for path, notebook in notebooks.items()}
        _check_references(faults, root, pages, {page: shown[page] for page in pages if page in shown}, charts)
    return Checked(faults, [*_notes(corpus), *_stale(stale, len(paths))], corpus)


def as_json(root: Path, faults: Faults) -> str:
    """Return faults as JSON: a list, each with file (as seen from the book's folder), row, column, value, expected."""
    return json.dumps([_fields(root, fault) for fault in faults.found()], ensure_ascii=False, indent=1)


def _fields(root: Path, fault: BadInput) -> dict[str, Any]:
    file = Path(fault.file)
    place = file.relative_to(root).as_posix() if file.is_relative_to(root) else str(file)
    return {
        **{"file": place, "row": fault.row, "column": fault.column},
        **{"value": fault.value, "expected": fault.expected},
    }


def _try(faults: Faults, function: Callable[..., T], *arguments: Any) -> T | None:
    """Return what a function returns; what it refuses becomes faults."""
    try:
        return function(*arguments)
    except BadInput as error:
        faults.extend(error.faults)
        return None


def _notebook(path: Path, data: str) -> Notebook:
    notebook = figures.read(path)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    names = [cell.metadata.get("mystnb", {}).get("figure", {}).get("name") for cell in notebook.cells]
    kept = [output.get("metadata", {}).get("scrapbook", {}).get("name") for output in outputs]
    return Notebook(
        set(filter(None, names)),
        set(filter(None, kept)),
        "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown"),
        is_current(notebook, data),
        notebook,
    )


def _pages(faults: Faults, root: Path) -> list[str]:
    """Return the files of the pages that the contents name; at fault is a name without a file."""
    found = []
    for name, _ in _try(faults, toc.contents, root) or []:
        files = _files(root, name)
        if not files:
            faults.add(root / "_toc.yml", "a page that is there, .md or .ipynb", value=name)
        found += files
    return found


def _check_redirects(faults: Faults, root: Path, pages: list[str]) -> None:
    """Check that a page that has moved is one of the book, and stands no more where it was."""
    built = {Path(page).with_suffix(".html").as_posix() for page in pages}
    for moved in _try(faults, redirects.read, root) or []:
        place = {"row": moved.row, "column": "new"}
        if moved.new not in built:
            faults.add(root / redirects.REDIRECTS, "a page of the book", value=moved.new, **place)
        if moved.old in built:
            expected = "a page that is no longer there"
            faults.add(root / redirects.REDIRECTS, expected, value=moved.old, **(place | {"column": "old"}))


def _check_references(
    faults: Faults,
    root: Path,
    pages: list[str],
    notebooks: dict[str, Notebook],
    charts: dict[str, figures.Figure] | None,
) -> None:
    """Check that what pages refer to is there: charts, numbers of figures, values, other pages, literature."""
    prose = [page for page in pages if page.endswith(".md")]
    texts = {page: text for page in prose if (text := _try(faults, read_text, root / page)) is not None}
    texts |= {page: notebook.prose for page, notebook in notebooks.items()}
    found = [(page, reference) for page, text in texts.items() for reference in references.read(text)]
    named = {reference.target for _, reference in found if reference.name == "target"}
    named |= {name for notebook in notebooks.values() for name in notebook.figures}
    values = {page: notebook.values for page, notebook in notebooks.items()}
    # A notebook that keeps nothing has not been run yet; a note says so, and what it will have is not missed.
    not_run = {page for page, kept in values.items() if not kept}
    keys = _literature(faults, root)
    for page, (line, name, target) in found:
        expected = ""
        if name in ("doc", "link") and not _files(root, references.page_of(page, name, target)):
            expected = "a page that is there"
        if (
            keys is not None
            and re.match("cite(:|$)", name)
            and (unknown := set(map(str.strip, target.split(","))) - keys)
        ):
            expected = f"keys of book/*.bib; {listed(sorted(unknown))} is in none"
        if name == "chart" and charts is not None and target not in charts and not not_run:
            expected = f"a figure of a notebook: {listed(sorted(charts))}"
        if name == "numref" and references.numbered(target) not in named and not not_run:
            expected = f"a figure of the book: {listed(sorted(named))}"
        if name.startswith("glue"):
            notebook, key = references.kept_value(page, target)
            if key not in values.get(notebook, ()) and notebook not in not_run:
                kept = listed(sorted(values.get(notebook, ())))
                expected = f"a value that {notebook} keeps: {kept}" if kept else "a value of a notebook of the book"
        if expected:
            row = None if page.endswith(".ipynb") else line
            value = target if name == "link" else f"{{{name}}}`{target}`"
            faults.add(root / page, expected, row=row, value=value)


def _files(root: Path, name: str) -> list[str]:
    """Return the files of a page, given by its place without an ending: one, or none if it is not there."""
    return [f"{name}{ending}" for ending in (".md", ".ipynb", ".rst") if (root / f"{name}{ending}").is_file()]


def _literature(faults: Faults, root: Path) -> set[str] | None:
    """Return the keys of all entries that can be cited; None if that is not known."""
    keys: set[str] = set()
    for file in sorted((root / "book").glob("*.bib")):
        text = _try(faults, read_text, file) or ""
        try:
            # The parser that Jupyter Book reads it with.
            keys.update(parse_string(text, "bibtex").entries)
        except PybtexError as error:
            faults.add(file, "entries of BibTeX", row=getattr(error, "lineno", None), value=str(error))
            return None
    return keys


def _notes(corpus: Corpus | None) -> Iterator[str]:
    if corpus is None:
        return
    dated = zip(corpus.articles["article_id"], corpus.articles["published"], strict=True)
    undated = [article for article, published in dated if not calendar.is_one_day(published)]
    if undated:
        yield f"{len(undated)} of {len(corpus.articles)} articles have no one day of publication: {listed(undated)}"
    actors = corpus.tables["actors"]
    undecided = list(actors.loc[actors["kind"] == UNDECIDED["kind"], "actor"])
    if undecided:
        yield f"{len(undecided)} of {len(actors)} actors are of undecided kind: {listed(undecided)}"
    for column in ("kind", "side"):
        yield from _misspelt(actors, column)


def _misspelt(actors: pd.DataFrame, column: str) -> Iterator[str]:
    """Say which values of a column, that anyone may fill in freely, look like one that stands there more often."""
    times = actors[column].value_counts()
    for value in sorted(times.index):
        others = [other for other in times.index if times[other] > times[value]]
        if similar := get_close_matches(value, others, n=1, cutoff=0.8):
            rows = listed([str(row) for row in actors.loc[actors[column] == value, "row"]])
            almost = f"{value!r} is almost {similar[0]!r}, which stands there more often"
            yield f"data/actors.csv, row {rows}, {column}: {almost}"


def _stale(names: list[str], count: int) -> Iterator[str]:
    if names:
        outputs = f"{len(names)} of {count} notebooks have outputs of other data or code"
        yield f"{outputs}: run `make notebooks` ({', '.join(names)})"
