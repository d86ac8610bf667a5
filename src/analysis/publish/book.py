"""A book as it is published: its corpus, its figures, and what a citation says of it, read once."""

from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from ..measure import Corpus, load, measure
from . import about, address, counted, edition, versions
from .citation import Citation
from .figures import Figure, stored
from .linked import linked
from .rights import Shown


class Book(NamedTuple):
    """What the pages and files of the figures are made from.

    `evidence` has the counted spans of each figure (`counted.evidence`), `specs` its specification with
    marks that lead to them, seen from any page of the book: all lie one folder deep.
    """

    root: Path
    corpus: Corpus
    layers: dict[str, pd.DataFrame]
    shown: Shown
    figures: dict[str, Figure]
    versions: pd.DataFrame
    about: about.About
    address: address.Address
    edition: edition.Edition
    evidence: dict[str, pd.DataFrame]
    specs: dict[str, dict[str, Any]]

    def citation(self, name: str) -> Citation:
        """Return the citation of the current version of a figure."""
        last = versions.current(self.versions).loc[name]
        title = self.figures[name].caption.rstrip(".")
        return Citation(name, title, last["version"], last["date"], self.about, self.address, self.edition)


def read(root: Path) -> Book:
    """Read a book.

    Parameters
    ----------
    root : Path
        The folder of the book.

    Raises
    ------
    BadInput
        If its data are at fault, or its figures are not those on record.
    """
    corpus = load(root)
    layers = measure(corpus)
    figures = stored(sorted((root / "notebooks").glob("*.ipynb")))
    versions.check(root, figures)
    shown, spans = Shown(corpus.articles, layers), counted.located(corpus.articles, layers, figures.values())
    evidence = {name: counted.evidence(figure, spans, shown) for name, figure in figures.items()}
    return Book(
        root,
        corpus,
        layers,
        shown,
        figures,
        versions.read(root),
        about.read(root),
        address.read(root),
        edition.read(root),
        evidence,
        {name: linked(figure.spec, evidence[name], f"../figures/{name}.html") for name, figure in figures.items()},
    )
