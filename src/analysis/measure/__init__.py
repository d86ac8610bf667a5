"""Articles in, spans out. `LAYERS` is the one list of instruments."""

import pandas as pd

from . import actors, annotations, dates, frames, kept, segment, stance, statements
from .corpus import Corpus, load
from .errors import BadInput
from .layer import Layer

__all__ = ["LAYERS", "BadInput", "Corpus", "Layer", "load", "measure"]

LAYERS = (
    Layer("segments", segment.find, segment.COLUMNS, 3, tables=("boilerplate",)),
    Layer("boilerplate", annotations.find_boilerplate, annotations.BOILERPLATE_COLUMNS, 1, tables=("boilerplate",)),
    Layer("scars", annotations.find_scars, annotations.SCAR_COLUMNS, 1, tables=("scars",)),
    Layer("actors", actors.find, actors.COLUMNS, 1, tables=("actors",)),
    Layer("acts", annotations.find_acts, annotations.ACT_COLUMNS, 1, tables=("roles",)),
    Layer("codes", annotations.find_codes, annotations.CODE_COLUMNS, 1, tables=("codes",)),
    Layer("units", annotations.find_units, annotations.UNIT_COLUMNS, 1, tables=("units",)),
    Layer("statements", statements.find, statements.COLUMNS, 2, tables=("actors",), needs=("actors",)),
    Layer("dates", dates.find, dates.COLUMNS, 9),
    Layer("frames", frames.find, frames.COLUMNS, 2, tables=("indicators",)),
    Layer("stance", stance.find, stance.COLUMNS, 1),
)


def measure(corpus: Corpus) -> dict[str, pd.DataFrame]:
    """Run every instrument on a corpus; of a large one the spans are kept in `_build/measured/`.

    Returns
    -------
    dict of str to DataFrame
        A table of spans for each layer of `LAYERS`, by its name.
    """
    return kept.measured(corpus, LAYERS)
