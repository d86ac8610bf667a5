"""What is checked before a book is made: better no book than one that misleads."""

from pathlib import Path

from ..measure import BadInput
from ..publish import about, address, redirects
from ..publish.edition import fingerprint
from ..publish.figures import read


def check_outputs(root: Path) -> None:
    """Refuse notebooks whose stored outputs are of other data than `data/` holds now."""
    now = data_fingerprint(root)
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        if read(path).metadata.get("twicetold", {}).get("data") != now:
            raise BadInput(
                path, "outputs of the data as it is now: run `make notebooks`", value="outputs of other data"
            )


def check_publishing(root: Path) -> None:
    """Refuse addresses, a citation or a table of moved pages that can't be used."""
    for part in (address, about, redirects):
        part.read(root)


def data_fingerprint(root: Path) -> str:
    """Return a hash of name and content of each file in `data/` that is not hidden."""
    return fingerprint(root, (root / "data").rglob("*"))
