"""Load a book's data: the articles with their provenance, and the tables the instruments work with.

Every load checks everything: hashes, encodings, dates, names, offsets. If anything is wrong, one `BadInput`
says all that is, each with its place, and nothing is returned.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from . import annotations, calendar, codebook, coding, content, mention_dates, sides
from .codebook import ALIAS_KINDS
from .errors import BadInput, Faults
from .tables import as_given, check_address, check_choice, check_pattern, collect_table, known, split_list

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
    **content.TABLES,
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
        Naming file, row, column, value and what was expected; of several faults each, one a line (`ManyFaults`).
    """
    root = find_root() if root is None else Path(root)
    data = root / "data"
    faults = Faults()
    tables = {
        Path(name).stem: collect_table(faults, data / name, columns, required=required, keys=keys)
        for name, (columns, required, keys) in TABLES.items()
    }
    # What comes from outside was written so that no spreadsheet runs it.
    for name, columns in (("articles", ["title", "outlet"]), ("sources", ["label"])):
        tables[name][columns] = tables[name][columns].map(as_given)
    articles = _read_articles(faults, data, tables.pop("articles"), tables["sources"]["source"])
    _check_sources(faults, data, tables["sources"], articles["source"])
    _check_aliases(faults, data / "actors.csv", tables["actors"])
    sides.check(faults, data, tables["sides"], tables["actors"])
    for line in tables["events"].itertuples():
        _check_date(faults, data / "events.csv", line, "edtf")
        if len(line.short) > SHORT:
            expected = f"at most {SHORT} characters: it stands on the event's line in a chart"
            faults.add(data / "events.csv", expected, row=line.row, column="short", value=line.short)
    tables.update(annotations.check(faults, data, tables, articles))
    tables.update(codebook.check(faults, data, tables, articles))
    tables.update(coding.read(faults, data, tables, articles))
    tables.update(content.check(faults, data, tables, articles))
    tables.update(mention_dates.check(faults, data, tables, articles))
    faults.stop()
    return Corpus(root, articles, tables)


def _read_articles(faults: Faults, data: Path, articles: pd.DataFrame, sources: pd.Series) -> pd.DataFrame:
    """Return the articles with their texts: "" for one that could not be read, or of an id that is not its own."""
    path = data / "articles.csv"
    if articles.empty and not faults.doubtful(path):
        faults.add(path, "at least one article", row=2)
        faults.incomplete(path)
    ids = known(faults, data / "sources.csv", sources)
    texts = []
    for line in articles.itertuples():
        check_choice(faults, path, line, "source", ids, "a source of sources.csv:")
        check_choice(faults, path, line, "display", DISPLAYS)
        _check_date(faults, path, line, "published")
        check_address(faults, path, line)
        texts.append(_read_article(faults, path, line))
    alone = ~articles.duplicated("article_id", keep=False)
    return articles.assign(text=pd.Series(texts, index=articles.index, dtype="object").where(alone, ""))


def _read_article(faults: Faults, path: Path, line) -> str:
    def refuse(column: str, expected: str) -> str:
        faults.add(path, expected, row=line.row, column=column, value=getattr(line, column))
        return ""

    folder = path.parent.resolve()
    try:
        file = (folder / line.file).resolve()
        if not file.is_relative_to(folder):
            return refuse("file", "a file inside data/")
        if not file.is_file():
            return refuse("file", f"a file that exists: {file} does not")
        raw = file.read_bytes()
    except (OSError, ValueError) as error:
        return refuse("file", f"a file that can be read here ({error})")
    found = hashlib.sha256(raw).hexdigest()
    if found != line.sha256:
        return refuse("sha256", f"the sha256 of {line.file}, which is {found} (the file or the record was changed)")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        place = f"byte {error.start}, 0x{error.object[error.start]:02x}"
        return refuse("file", f"a file encoded as UTF-8 (it is not at {place})")
    return text if text.strip() else refuse("file", "a file with text in it (it is blank)")


def _check_sources(faults: Faults, data: Path, sources: pd.DataFrame, of_articles: pd.Series) -> None:
    path = data / "sources.csv"
    used = known(faults, data / "articles.csv", of_articles)
    if len(sources) < 2 and not faults.doubtful(path):
        faults.add(path, "at least two sources, to compare", row=len(sources) + 2)
    for line in sources.itertuples():
        for column in ("colour", "colour_dark"):
            value = getattr(line, column)
            if not re.fullmatch("#[0-9A-Fa-f]{6}", value):
                faults.add(path, "a colour as #08305A", row=line.row, column=column, value=value)
        check_choice(faults, path, line, "shape", SHAPES)
        if used is not None and line.source not in used:
            expected = "a source that some row of articles.csv has"
            faults.add(path, expected, row=line.row, column="source", value=line.source)


def _check_date(faults: Faults, path: Path, line, column: str) -> None:
    value = getattr(line, column)
    try:
        calendar.bounds(value)
    except ValueError:
        faults.add(path, calendar.EXAMPLES, row=line.row, column=column, value=value)


def _check_aliases(faults: Faults, path: Path, actors: pd.DataFrame) -> None:
    claimed: dict[str, str] = {}
    for line in actors.itertuples():
        aliases = [(column, alias) for column in ALIAS_KINDS for alias in split_list(getattr(line, column))]
        if not aliases:
            faults.add(path, "at least one name, adjective or description", row=line.row, column="names", value="")
        for column, alias in aliases:
            check_pattern(faults, path, line.row, column, alias)
        for column in ALIAS_KINDS:
            # Case makes no difference here: "nato" would find what "NATO" finds.
            owners = {
                alias: claimed.setdefault(alias.casefold(), line.actor) for own, alias in aliases if own == column
            }
            others = {alias: owner for alias, owner in owners.items() if owner != line.actor}
            if others:
                expected = f"an alias of one actor only ({', '.join(dict.fromkeys(others.values()))} has it too)"
                faults.add(path, expected, row=line.row, column=column, value=" | ".join(others))
