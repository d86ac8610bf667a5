"""What stands around the data of a new book: pages, notebooks, settings, the library and the list of what it needs."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import nbformat

from ...publish import redirects, versions
from ...publish.prose import escape
from . import template, wheel

SCAFFOLD = Path(__file__).with_name("scaffold")
# Files whose own names would mean something here.
_NAMES = {"citation.yml": "CITATION.cff", "gitignore.txt": ".gitignore", "makefile.txt": "Makefile"}
_BLANK = {"book/figures.csv": versions.COLUMNS, "book/redirects.csv": redirects.COLUMNS}


def write(root: Path, sides: Mapping[str, str], *, title: str, author: str, today: str, drawn: str = "") -> None:
    """Write everything of a new book but its data.

    Parameters
    ----------
    root : Path
        The folder of the book.
    sides : mapping
        The label of each source, by its id, the two that are compared first.
    title, author, today : str
        For the front page and CITATION.cff; the day in ISO 8601.
    drawn : str
        A sentence on what the articles were drawn from, where there are more.
    """
    first, second = list(sides.values())[:2]
    said = {"@TITLE@": escape(title), "@FIRST@": escape(first), "@SECOND@": escape(second), "@TODAY@": today}
    said |= {"@DRAWN@": f" {drawn}" if drawn else ""}
    said |= {"@YAML-TITLE@": json.dumps(title, ensure_ascii=False), "@YAML-AUTHOR@": json.dumps(author)}
    said |= {"@SLUG@": re.sub(r"[^a-z0-9]+", "-", root.name.lower()).strip("-") or "book"}
    for path in sorted(SCAFFOLD.rglob("*")):
        if path.is_file():
            name = path.relative_to(SCAFFOLD).as_posix()
            _put(root / _NAMES.get(name, name), _filled(path.read_text("utf-8"), said))
    for path in template.files(template.TAKEN):
        _put(root / path, _taken(path, said))
    for name, columns in _BLANK.items():
        _put(root / name, ",".join(columns) + "\n")
    packed, sha256 = wheel.pack(root / "vendor")
    lock = root / "requirements.lock"
    _put(lock, f"{lock.read_text('utf-8')}./vendor/{packed.name} \\\n    --hash=sha256:{sha256}\n")


def _filled(text: str, said: Mapping[str, str]) -> str:
    # In one pass: a title that holds "@FIRST@" is a title.
    return re.sub("|".join(map(re.escape, said)), lambda match: said[match[0]], text)


def _taken(path: Path, said: Mapping[str, str]) -> str | bytes:
    """Return what a new book has at a place of the template."""
    content = (template.folder() / path).read_bytes()
    name = path.as_posix()
    if path.suffix == ".ipynb":
        return _blank_notebook(content.decode("utf-8"))
    if path.suffix == ".md":
        return template.without_ours(content.decode("utf-8"))
    changes = {
        "_config.yml": (
            (r"^title: .*", f"title: {said['@YAML-TITLE@']}"),
            (r"^author: .*", f"author: {said['@YAML-AUTHOR@']}"),
            (r"^copyright: .*", 'copyright: "the authors of this book; the article texts belong to their publishers"'),
            (r", book/record\.bib", ""),
        ),
        "_toc.yml": ((r"^ +- file: (?:book/(?:context|own-sources)|notebooks/08-.*)\n", ""),),
        ".github/workflows/book.yml": ((r"run: \.ci/run", "run: make test"), ("run all tests", "run its tests")),
    }
    if name not in changes:
        return content
    text = content.decode("utf-8")
    for pattern, replacement in changes[name]:
        text = re.sub(pattern, lambda _, put=replacement: put, text, flags=re.MULTILINE)
    return text


def _blank_notebook(text: str) -> str:
    """Return a notebook without outputs, and without what it remembers of its last run."""
    notebook = nbformat.reads(text, as_version=4)
    notebook.metadata.pop("twicetold", None)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return nbformat.writes(notebook) + "\n"


def _put(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
