"""The book and all it was made from, in one zip that opens without a server and keeps.

The same book gives the same bytes: names in order, one date, fixed rights, and nothing compressed, because
compressors differ between machines. What may not be shown of an article is not in it.
"""

import csv
import html
import io
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from ..measure import BadInput, Corpus
from . import edition
from .about import About, full_name
from .edition import sha256
from .rights import Hidden, Shown
from .toc import contents

# A checkout's own files: what lies beside them (environments, caches, editors' files, outputs) is left out.
FILES = (
    *("CITATION.cff", "LICENSE", "Makefile", "README.md", "_config.yml", "_toc.yml", "environment.yml", "postBuild"),
    *("pyproject.toml", "requirements.lock"),
)
FOLDERS = ("benchmarks", "book", "data", "notebooks", "src", "tests", "vendor")
KINDS = frozenset(
    {".bib", ".css", ".csv", ".html", ".ipynb", ".jpg", ".js", ".json", ".md", ".otf", ".png", ".py", ".svg"}
    | {".toml", ".txt", ".whl", ".woff2", ".yml"}
)
# What tells where a span is, and nothing of what it says.
_TOLD = {"article_id", "start", "end", "kind", "url"}
_FORBIDDEN = frozenset('<>:"\\|?*') | frozenset(map(chr, range(32)))
_EARLIEST = 315532800  # 1980-01-01, where a zip's calendar begins


def sources(root: Path) -> Iterator[Path]:
    """Yield the files that a book is made from, in order, by one rule that needs no git.

    They are the known files and, in the known folders, the files of known kinds that are not hidden. Of
    `data/` every file is taken: what it holds is the corpus, whatever its kind.
    """
    yield from (path for path in (root / name for name in FILES) if path.is_file())
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            inside = path.relative_to(root).parts
            hidden = any(part.startswith((".", "~")) or part == "__pycache__" for part in inside)
            if path.is_file() and not hidden and (folder == "data" or path.suffix in KINDS):
                yield path


def write(
    root: Path, corpus: Corpus, shown: Shown, book: Path, target: Path, *, about: About, date: int | None
) -> None:
    """Write the archive: all of it or nothing.

    Parameters
    ----------
    root : Path
        The checkout.
    corpus, shown
        Its data, and what may be shown of it.
    book : Path
        The book built from it, which keeps to that by itself.
    target : Path
        The zip to write; its name without the ending is the folder inside.
    about : About
        What the book is.
    date : int or None
        The date of all files, in seconds since 1970 (UTC); None for the earliest that a zip knows.

    Raises
    ------
    BadInput
        If a name can't be extracted on every system.
    """
    files = {f"html/{name}": content for name, content in _built(book)}
    files.update(_kept(root, corpus, shown))
    front = f"html/{contents(root)[0][0]}.html"
    files["index.html"] = _first_page(about, front).encode()
    files["README.txt"] = _readme(about, edition.read(root), front, corpus).encode()
    lines = (f"{sha256(content)}  {name}\n" for name, content in sorted(files.items()))
    files["MANIFEST.sha256"] = "".join(lines).encode()
    _check_names(files)
    moment = datetime.fromtimestamp(max(date or 0, _EARLIEST), UTC).timetuple()[:6]
    fresh = target.with_name(f"{target.name}.new")
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_STORED) as bundle:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{target.stem}/{name}", moment)
            entry.create_system = 3  # as on Unix, wherever it is made
            entry.external_attr = (0o100755 if content.startswith(b"#!") else 0o100644) << 16
            bundle.writestr(entry, content)
    fresh.replace(target)


def _built(book: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(book.rglob("*")):
        name = path.relative_to(book).as_posix()
        if path.is_file() and not any(part.startswith(".") for part in PurePosixPath(name).parts):
            yield name, path.read_bytes()


def _kept(root: Path, corpus: Corpus, shown: Shown) -> Iterator[tuple[str, bytes]]:
    """Yield the sources, without what may not be shown."""
    hidden, quotes = _hidden(corpus), Hidden(corpus.articles, shown)
    # Stems, because an original in another encoding lies beside its text under the same name.
    texts = {(corpus.root / "data" / line.file).with_suffix("").as_posix() for line in hidden}
    for path in sources(root):
        name = path.relative_to(root)
        if any(f"{path.as_posix()}.".startswith(f"{text}.") for text in texts):
            continue
        if hidden and name.parts[0] == "tests":
            continue  # they quote the texts that they test
        content = path.read_bytes()
        if hidden and name.parts[0] == "data" and path.suffix == ".csv":
            content = _blank(content, shown, quotes)
        yield name.as_posix(), content


def _blank(content: bytes, shown: Shown, quotes: Hidden) -> bytes:
    """Return a table without the cells that say what may not be shown; all of it if there are none.

    Of a span that may not be shown, they are all but those that say where it is; in any table, those that
    quote an article at length.
    """
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    if not rows:
        return content
    spans = {"article_id", "start", "end"} <= rows[0].keys()
    kept = []
    for row in rows:
        allowed = not spans or shown.allows(row["article_id"], int(row["start"]), int(row["end"]))
        said = {name for name, cell in row.items() if (allowed or name in _TOLD) and not quotes.find(cell or "")}
        kept.append({name: cell if name in said else "" for name, cell in row.items()})
    if kept == rows:
        return content
    made = io.StringIO(newline="")
    table = csv.DictWriter(made, rows[0].keys(), lineterminator="\n")
    table.writeheader()
    table.writerows(kept)
    return made.getvalue().encode()


def _hidden(corpus: Corpus) -> list:
    return [line for line in corpus.articles.itertuples() if line.display != "full"]


def _check_names(files: Mapping[str, bytes]) -> None:
    """Refuse a name that some system can't write, and two that one system takes for the same."""
    seen: dict[str, str] = {}
    for name in files:
        if any(_FORBIDDEN & set(part) or part[-1] in " ." for part in name.split("/")):
            raise BadInput(name, 'a name without < > : " \\ | ? * and without a space or stop at an end', value=name)
        other = seen.setdefault(unicodedata.normalize("NFC", name).casefold(), name)
        if other != name:
            raise BadInput(name, f"a name that differs from {other} in more than case or accents' coding", value=name)


def _first_page(about: About, front: str) -> str:
    title, target = html.escape(about.title), html.escape(front, quote=True)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="refresh" content="0; url={target}">\n</head>\n<body>\n'
        f'<p><a href="{target}">{title}</a></p>\n<p><a href="README.txt">What this archive holds</a></p>\n'
        "</body>\n</html>\n"
    )


def _readme(about: About, made: edition.Edition, front: str, corpus: Corpus) -> str:
    names = ", ".join(full_name(author) for author in about.authors)
    dated = f" ({about.year})" if about.year else ""
    doi = f" https://doi.org/{about.bare_doi}" if about.doi else ""
    return f"""{about.title}
version {about.version}

This is the whole book and all it was made from. It needs no server and no network.


Read it

Unpack the zip, then open index.html in a browser. (It leads to {front}.)


What is here

html/               the book, as built; html/figures/, if there, has each figure as a file, with its data
                    and its citation
data/               the corpus, where it comes from, and the tables of names and words
notebooks/          the analysis, with its outputs
src/                the library
book/               the prose
MANIFEST.sha256     the SHA-256 of every file

To build the book again, or run a notebook again, see README.md.


Check it

In this folder:  sha256sum -c MANIFEST.sha256        (on macOS: shasum -a 256 -c MANIFEST.sha256)


Cite it

{names}{dated}. {about.title}. Version {about.version}.{doi}
CITATION.cff has the same for reference managers. Made from {made}.


Rights

LICENSE has the licence of code, tables and prose. The article texts belong to their publishers:
data/articles.csv says of each what is known of its rights, where the original is, and whom to ask for
removal.
{_left_out(corpus)}"""


def _left_out(corpus: Corpus) -> str:
    hidden = _hidden(corpus)
    if not hidden:
        return ""
    lines = "\n".join(f"- {line.file}, {line.outlet}, shown: {line.display}\n  {line.url}" for line in hidden)
    return f"""
Left out, because these texts may not be shown in full:

{lines}

With them are left out the tests, which quote them, and what data/boilerplate.csv and data/scars.csv say of
their places, except where an excerpt shows them; and in any table of data/, each cell that quotes six words
or more of what is not shown. data/articles.csv keeps the address and the SHA-256
of each text, so whoever has it can tell that it is the same. To run the analysis again, put the texts and
these words back in their places.
"""
