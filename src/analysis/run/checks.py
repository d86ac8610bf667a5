"""What is checked before a book is made: better no book than one that misleads."""

import hashlib
from pathlib import Path

from ..measure import BadInput, Corpus, measure
from ..measure.tables import read_text
from ..publish import about, address, redirects
from ..publish.edition import fingerprint
from ..publish.figures import read
from ..publish.rights import Hidden, Shown


def check_book(root: Path, corpus: Corpus) -> None:
    """Refuse what no book, archive or PDF can be made from."""
    check_outputs(root)
    check_publishing(root)
    check_quotes(root, corpus)


def check_outputs(root: Path) -> None:
    """Refuse notebooks whose stored outputs are of other data than `data/` holds now, or of other code than theirs."""
    data = data_fingerprint(root)
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        notebook = read(path)
        if is_current(notebook, data):
            continue
        what = "data" if notebook.metadata.get("twicetold", {}).get("data") != data else "code"
        expected = f"outputs of the {what} as it is now: run `make notebooks`"
        raise BadInput(path, expected, value=f"outputs of other {what}")


def check_publishing(root: Path) -> None:
    """Refuse addresses, a citation or a table of moved pages that can't be used."""
    for part in (address, about, redirects):
        part.read(root)


def check_quotes(root: Path, corpus: Corpus) -> None:
    """Refuse pages of prose that quote what may not be shown of an article."""
    articles = corpus.articles
    if (articles["display"] == "full").all():
        return
    hidden = Hidden(articles, Shown(articles, measure(corpus)))
    for path in [root / "README.md", *sorted((root / "book").rglob("*.md"))]:
        text = read_text(path) if path.is_file() else ""
        quote = hidden.find(text)
        if quote:
            line = text.count("\n", 0, quote.start) + 1
            expected = "a page that quotes no more than the display setting allows"
            raise BadInput(f"{path}, line {line}", expected, value=quote.words)


def data_fingerprint(root: Path) -> str:
    """Return a hash of name and content of each file in `data/` that is not hidden."""
    return fingerprint(root, (root / "data").rglob("*"))


def code_fingerprint(notebook) -> str:
    """Return a hash of the code of a notebook."""
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return hashlib.sha256("\0".join(code).encode()).hexdigest()


def is_current(notebook, data: str) -> bool:
    """Tell whether the outputs of a notebook are those of its code and of the data with this fingerprint."""
    made_from = notebook.metadata.get("twicetold", {})
    return made_from.get("data") == data and made_from.get("code") == code_fingerprint(notebook)
