"""What is checked before a book is made: better no book than one that misleads."""

from pathlib import Path

from ..measure import BadInput, Corpus
from ..publish.edition import fingerprint
from ..publish.figures import read


def check_display(corpus: Corpus) -> None:
    """Refuse a corpus with a text that may not be shown in full.

    Tables and charts of the notebooks do not keep to the other settings yet.
    """
    for line in corpus.articles.query("display != 'full'").itertuples():
        expected = "'full': notebooks and pages do not keep to another setting yet"
        path = corpus.root / "data" / "articles.csv"
        raise BadInput(path, expected, row=line.row, column="display", value=line.display)


def check_outputs(root: Path) -> None:
    """Refuse notebooks whose stored outputs are of other data than `data/` holds now."""
    now = data_fingerprint(root)
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        if read(path).metadata.get("twicetold", {}).get("data") != now:
            raise BadInput(
                path, "outputs of the data as it is now: run `make notebooks`", value="outputs of other data"
            )


def data_fingerprint(root: Path) -> str:
    """Return a hash of name and content of each file in `data/` that is not hidden."""
    return fingerprint(root, (root / "data").rglob("*"))
