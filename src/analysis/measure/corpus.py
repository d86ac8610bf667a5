"""Load a book's data: the articles with their provenance, and the tables the instruments work with.

Every load checks everything: hashes, encodings, dates, names, offsets. What is wrong raises one
`BadInput` that says where, and nothing is returned.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from . import annotations, calendar, codebook, coding, mention_dates, sides
from .codebook import ALIAS_KINDS
from .errors import BadInput
from .tables import check_address, check_pattern, read_table, split_list

DISPLAYS = ("full", "excerpts", "none")
SHORT = 24  # characters of the name that an event has in a chart
SHAPES = ("circle", "square", "diamond", "triangle-up", "triangle-down", "cross")

# file -> (columns, those that may not be empty, keys: columns that together may not occur twice)
TABLES: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[str, ...], ...]]] = {
    "sources.csv": (
        ("source", "label", "colour", "colour_dark", "shape"),
        ("source", "label", "colour", "colour_dark", "shape"),
        (("source",), ("label",)),
    ),
    "articles.csv": (
        (
            *("article_id", "source", "outlet", "place", "genre", "title", "title_evidence"),
            *("published", "published_evidence", "language", "translated_from", "retells"),
            *("url", "rights", "display", "file", "sha256"),
        ),
        ("article_id", "source", "outlet", "published", "published_evidence", "rights", "display", "file", "sha256"),
        (("article_id",),),
    ),
    "actors.csv": (
        ("actor", "label", "kind", "side", *ALIAS_KINDS, "note", "wikidata"),
        ("actor", "label", "kind", "side"),
        (("actor",), ("label",)),
    ),
    "events.csv": (
        ("event", "label", "short", "edtf", "reference", "note"),
        ("event", "label", "short", "edtf", "reference"),
        (("event",),),
    ),
    **sides.TABLES,
    **annotations.TABLES,
    **codebook.TABLES,
    **coding.TABLES,
    **mention_dates.TABLES,
}


@dataclass(frozen=True)
class Corpus:
    """A book's data, checked.

    Attributes
    ----------
    root : Path
        The folder that holds `data/`.
    articles : DataFrame
        One row an article: the columns of articles.csv and `text`, the decoded article.
    tables : dict of str to DataFrame
        The other tables of `data/`, by file name without ending ("actors", "frames", ...).
    """

    root: Path
    articles: pd.DataFrame
    tables: dict[str, pd.DataFrame]

    @property
    def sources(self) -> pd.DataFrame:
        """The sides compared, in the order of sources.csv."""
        return self.tables["sources"]

    @cached_property
    def labels(self) -> dict[str, str]:
        """The label of each source, in the order of sources.csv."""
        return dict(zip(self.sources["source"], self.sources["label"], strict=True))


def find_root(start: Path | None = None) -> Path:
    """Return the nearest folder, from `start` upwards, that holds data/articles.csv."""
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / "data" / "articles.csv").is_file():
            return folder
    raise BadInput(start, "a folder of a book: one with data/articles.csv in it or above it")


def load(root: Path | str | None = None) -> Corpus:
    """Load and check the data of a book.

    Parameters
    ----------
    root : path, optional
        The folder that holds `data/`. By default the nearest one from the working folder upwards.

    Raises
    ------
    BadInput
        On the first fault, naming file, row, column, value and what was expected.
    """
    root = find_root() if root is None else Path(root)
    data = root / "data"
    tables = {
        Path(name).stem: read_table(data / name, columns, required=required, keys=keys)
        for name, (columns, required, keys) in TABLES.items()
    }
    articles = _read_articles(data, tables.pop("articles"), set(tables["sources"]["source"]))
    _check_sources(data / "sources.csv", tables["sources"], set(articles["source"]))
    _check_aliases(data / "actors.csv", tables["actors"])
    sides.check(data / "sides.csv", tables["sides"], tables["actors"])
    for line in tables["events"].itertuples():
        _check_date(data / "events.csv", line, "edtf")
        if len(line.short) > SHORT:
            expected = f"at most {SHORT} characters: it stands on the event's line in a chart"
            raise BadInput(data / "events.csv", expected, row=line.row, column="short", value=line.short)
    tables.update(annotations.check(data, tables, articles))
    tables.update(codebook.check(data, tables, articles))
    tables.update(coding.read(data, tables, articles))
    tables.update(mention_dates.check(data, tables, articles))
    return Corpus(root, articles, tables)


def _read_articles(data: Path, articles: pd.DataFrame, sources: set[str]) -> pd.DataFrame:
    path = data / "articles.csv"
    if articles.empty:
        raise BadInput(path, "at least one article", row=2)
    texts = []
    for line in articles.itertuples():
        if line.source not in sources:
            expected = f"a source of sources.csv: {', '.join(sorted(sources))}"
            raise BadInput(path, expected, row=line.row, column="source", value=line.source)
        if line.display not in DISPLAYS:
            raise BadInput(path, f"one of {', '.join(DISPLAYS)}", row=line.row, column="display", value=line.display)
        _check_date(path, line, "published")
        check_address(path, line)
        texts.append(_read_article(path, line))
    return articles.assign(text=texts)


def _read_article(path: Path, line) -> str:
    folder = path.parent.resolve()
    file = (folder / line.file).resolve()
    if not file.is_relative_to(folder):
        raise BadInput(path, "a file inside data/", row=line.row, column="file", value=line.file)
    if not file.is_file():
        expected = f"a file that exists: {file} does not"
        raise BadInput(path, expected, row=line.row, column="file", value=line.file)
    raw = file.read_bytes()
    found = hashlib.sha256(raw).hexdigest()
    if found != line.sha256:
        expected = f"the sha256 of {line.file}, which is {found} (the file or the record was changed)"
        raise BadInput(path, expected, row=line.row, column="sha256", value=line.sha256)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        expected = f"a file encoded as UTF-8 (it is not at byte {error.start}, 0x{error.object[error.start]:02x})"
        raise BadInput(path, expected, row=line.row, column="file", value=line.file) from None
    if not text.strip():
        raise BadInput(path, "a file with text in it (it is blank)", row=line.row, column="file", value=line.file)
    return text


def _check_sources(path: Path, sources: pd.DataFrame, used: set[str]) -> None:
    if len(sources) < 2:
        raise BadInput(path, "at least two sources, to compare", row=len(sources) + 2)
    for line in sources.itertuples():
        for column in ("colour", "colour_dark"):
            value = getattr(line, column)
            if not re.fullmatch("#[0-9A-Fa-f]{6}", value):
                raise BadInput(path, "a colour as #08305A", row=line.row, column=column, value=value)
        if line.shape not in SHAPES:
            raise BadInput(path, f"one of {', '.join(SHAPES)}", row=line.row, column="shape", value=line.shape)
        if line.source not in used:
            expected = "a source that some row of articles.csv has"
            raise BadInput(path, expected, row=line.row, column="source", value=line.source)


def _check_date(path: Path, line, column: str) -> None:
    value = getattr(line, column)
    try:
        calendar.bounds(value)
    except ValueError:
        raise BadInput(path, calendar.EXAMPLES, row=line.row, column=column, value=value) from None


def _check_aliases(path: Path, actors: pd.DataFrame) -> None:
    claimed: dict[str, str] = {}
    for line in actors.itertuples():
        aliases = [(column, alias) for column in ALIAS_KINDS for alias in split_list(getattr(line, column))]
        if not aliases:
            raise BadInput(path, "at least one name, adjective or description", row=line.row, column="names", value="")
        for column, alias in aliases:
            check_pattern(path, line.row, column, alias)
            # Case makes no difference here: "nato" would find what "NATO" finds.
            owner = claimed.setdefault(alias.casefold(), line.actor)
            if owner != line.actor:
                expected = f"an alias of one actor only ({owner} has it too)"
                raise BadInput(path, expected, row=line.row, column=column, value=alias)
