"""Articles in, spans out. `LAYERS` is the one list of instruments."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import pandas as pd

from . import actors, annotations, dates, frames, kept, segment, stance, statements
from .corpus import Corpus, load
from .errors import BadInput

__all__ = ["LAYERS", "BadInput", "Corpus", "Layer", "load", "measure"]


class Layer(NamedTuple):
    """An instrument: what it is called, what it does, what it says about a span, its version, what it needs.

    `needs` names the layers, besides the segments, whose spans it takes as arguments of those names. They stand
    before it in `LAYERS`.
    """

    name: str
    find: Callable[..., pd.DataFrame]
    columns: tuple[str, ...]
    version: int
    needs: tuple[str, ...] = ()


LAYERS = (
    Layer("segments", segment.find, segment.COLUMNS, 2),
    Layer("boilerplate", annotations.find_boilerplate, annotations.BOILERPLATE_COLUMNS, 1),
    Layer("scars", annotations.find_scars, annotations.SCAR_COLUMNS, 1),
    Layer("actors", actors.find, actors.COLUMNS, 1),
    Layer("acts", annotations.find_acts, annotations.ACT_COLUMNS, 1),
    Layer("codes", annotations.find_codes, annotations.CODE_COLUMNS, 1),
    Layer("units", annotations.find_units, annotations.UNIT_COLUMNS, 1),
    Layer("statements", statements.find, statements.COLUMNS, 2, needs=("actors",)),
    Layer("dates", dates.find, dates.COLUMNS, 4),
    Layer("frames", frames.find, frames.COLUMNS, 2),
    Layer("stance", stance.find, stance.COLUMNS, 1),
)


def measure(corpus: Corpus) -> dict[str, pd.DataFrame]:
    """Run every instrument on a corpus; of a large one the spans are kept in `_build/measured/`.

    Returns
    -------
    dict of str to DataFrame
        A table of spans for each layer of `LAYERS`, by its name.
    """
    return kept.measured(corpus, find_all)


def find_all(articles: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Run every instrument on some articles, each article by itself."""
    found: dict[str, pd.DataFrame] = {}
    for layer in LAYERS:
        needed = {name: found[name] for name in layer.needs}
        found[layer.name] = layer.find(articles, found.get("segments"), tables=tables, **needed)
    return found
