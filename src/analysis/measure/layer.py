"""What an instrument is, and how several are run after one another."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import pandas as pd

Spans = Mapping[str, pd.DataFrame]
FIRST = "segments"


class Layer(NamedTuple):
    """An instrument: what it is called, what it does, what it says about a span, its version, what it needs.

    `tables` names the tables of the corpus that it reads: it is given no others. `needs` names the layers, besides
    the segments, whose spans it takes as arguments of those names; they stand before it in any list.
    """

    name: str
    find: Callable[..., pd.DataFrame]
    columns: tuple[str, ...]
    version: int
    tables: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def above(self) -> tuple[str, ...]:
        """The layers that it is made from."""
        return self.needs if self.name == FIRST else (FIRST, *self.needs)


def find(articles: pd.DataFrame, tables: Spans, layers: Iterable[Layer], known: Spans) -> dict[str, pd.DataFrame]:
    """Run instruments on some articles, each article by itself; return their spans, by the names of the layers.

    Parameters
    ----------
    articles : DataFrame
        The articles.
    tables : mapping
        The tables of the corpus.
    layers : iterable of Layer
        The instruments, in an order in which each finds what it needs.
    known : mapping
        Spans of other layers of these articles.
    """
    found: dict[str, pd.DataFrame] = {}
    for layer in layers:
        every = {**known, **found}
        given = {name: every[name] for name in layer.needs}
        own = {name: tables[name] for name in layer.tables}
        found[layer.name] = layer.find(articles, every.get(FIRST), tables=own, **given)
    return found
