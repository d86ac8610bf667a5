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

from . import calendar, patterns
from .errors import BadInput
from .tables import read_table, split_list

DISPLAYS = ("full", "excerpts", "none")
SHAPES = ("circle", "square", "diamond", "triangle-up", "triangle-down", "cross")
SCARS = ("cut", "quotation", "spelling", "wording")
NOTE_COLUMNS = ("article_id", "start", "end", "surface", "kind", "note")
ALIAS_KINDS = {"names": "name", "adjectives": "adjective", "descriptions": "description", "inferred": "inferred"}

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
    "boilerplate.csv": (NOTE_COLUMNS, ("article_id", "start", "end", "surface", "kind"), (("article_id", "start"),)),
    "scars.csv": (
        (*NOTE_COLUMNS, "upstream", "url"),
        (*NOTE_COLUMNS,),
        (("article_id", "start", "end", "kind"),),
    ),
    "actors.csv": (
        ("actor", "label", "kind", "side", *ALIAS_KINDS, "note", "wikidata"),
        ("actor", "label", "kind", "side"),
        (("actor",), ("label",)),
    ),
    "events.csv": (
        ("event", "label", "edtf", "reference", "note"),
        ("event", "label", "edtf", "reference"),
        (("event",),),
    ),
    "codebook/frames.csv": (
        ("frame", "label", "definition"),
        ("frame", "label", "definition"),
        (("frame",), ("label",)),
    ),
    "codebook/indicators.csv": (("frame", "pattern", "note"), ("frame", "pattern"), (("frame", "pattern"),)),
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
    for name in ("boilerplate", "scars"):
        tables[name] = _place(data / f"{name}.csv", tables[name], articles)
    for line in tables["scars"].itertuples():
        if line.kind not in SCARS:
            expected = f"one of {', '.join(SCARS)}"
            raise BadInput(data / "scars.csv", expected, row=line.row, column="kind", value=line.kind)
        _check_address(data / "scars.csv", line)
    _check_boilerplate(data / "boilerplate.csv", tables["boilerplate"], articles)
    _check_aliases(data / "actors.csv", tables["actors"])
    for line in tables["events"].itertuples():
        _check_date(data / "events.csv", line, "edtf")
    _check_indicators(data / "codebook" / "indicators.csv", tables["indicators"], set(tables["frames"]["frame"]))
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
        _check_address(path, line)
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


def _check_address(path: Path, line) -> None:
    # Addresses become links: nothing but the web's own, no script.
    if line.url and not re.match(r"https?://[^\s]+$", line.url):
        raise BadInput(
            path, "an address that begins with http:// or https://", row=line.row, column="url", value=line.url
        )


def _check_date(path: Path, line, column: str) -> None:
    value = getattr(line, column)
    try:
        calendar.bounds(value)
    except ValueError:
        raise BadInput(path, calendar.EXAMPLES, row=line.row, column=column, value=value) from None


def _place(path: Path, notes: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Check that each hand-made span says what stands at its offsets; offsets become integers."""
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    for line in notes.itertuples():
        if line.article_id not in texts:
            raise BadInput(path, "an article of articles.csv", row=line.row, column="article_id", value=line.article_id)
        for column in ("start", "end"):
            value = getattr(line, column)
            if not (value.isascii() and value.isdigit()):
                raise BadInput(path, "a whole number, counted from 0", row=line.row, column=column, value=value)
        stands = texts[line.article_id][int(line.start) : int(line.end)]
        if stands != line.surface:
            expected = f"what stands at {line.start} to {line.end}: {stands[:80]!r}"
            raise BadInput(path, expected, row=line.row, column="surface", value=line.surface)
    return notes.astype({"start": "int64", "end": "int64"})


def _check_boilerplate(path: Path, boilerplate: pd.DataFrame, articles: pd.DataFrame) -> None:
    for article in articles.itertuples():
        body = article.text
        for line in boilerplate[boilerplate["article_id"] == article.article_id].itertuples():
            before, after = article.text[: line.start], article.text[line.end :]
            if before.rstrip(" ")[-1:] not in ("", "\n", "\r") or after.lstrip(" ")[:1] not in ("", "\n", "\r"):
                expected = "a stretch of whole lines, so that no sentence is half analysed"
                raise BadInput(path, expected, row=line.row, column="surface", value=line.surface)
            body = body[: line.start] + " " * (line.end - line.start) + body[line.end :]
        if not body.strip():
            expected = f"some text of {article.article_id} that is not boilerplate: with this row none is left"
            raise BadInput(path, expected, row=line.row, column="surface", value=line.surface)


def _check_aliases(path: Path, actors: pd.DataFrame) -> None:
    claimed: dict[str, str] = {}
    for line in actors.itertuples():
        aliases = [(column, alias) for column in ALIAS_KINDS for alias in split_list(getattr(line, column))]
        if not aliases:
            raise BadInput(path, "at least one name, adjective or description", row=line.row, column="names", value="")
        for column, alias in aliases:
            _check_pattern(path, line.row, column, alias)
            # Case makes no difference here: "nato" would find what "NATO" finds.
            owner = claimed.setdefault(alias.casefold(), line.actor)
            if owner != line.actor:
                expected = f"an alias of one actor only ({owner} has it too)"
                raise BadInput(path, expected, row=line.row, column=column, value=alias)


def _check_indicators(path: Path, indicators: pd.DataFrame, frames: set[str]) -> None:
    for line in indicators.itertuples():
        if line.frame not in frames:
            expected = f"a frame of frames.csv: {', '.join(sorted(frames))}"
            raise BadInput(path, expected, row=line.row, column="frame", value=line.frame)
        _check_pattern(path, line.row, "pattern", line.pattern)


def _check_pattern(path: Path, row: int, column: str, pattern: str) -> None:
    try:
        patterns.to_regex(pattern)
    except ValueError as error:
        raise BadInput(path, "a pattern with a word in it", row=row, column=column, value=pattern) from error
