"""How `twicetold annotate` is called."""

import argparse
from pathlib import Path

import shtab

from .adding import add, add_json, whole_number
from .new import add_reading

# Those that need no marks made by hand; `terms` is the segments' words, counted.
LAYERS = ("segments", "terms", "actors", "statements", "dates", "frames", "stance")

# What frames are found by, and what says what they are: a book of the tables has those that they were made with.
CODEBOOK = tuple(f"codebook/{name}.csv" for name in ("levels", "categories", "indicators"))

# Names in its folder.
MANIFEST, RECORDS = "manifest.json", "parts"


def add_annotate(actions) -> None:
    """Add `annotate`."""
    parser = add(
        actions,
        "annotate",
        "measure any number of articles, and write what is found as Parquet tables",
        "annotate articles.csv --out spans --layers segments,terms,dates",
        "Run the instruments over articles, on all cores or on a Dask cluster, and write a table for each layer and "
        "part of the input, and a manifest. The names of actors and the indicators are those of the book you are in; "
        "outside of one, the generic indicators and no names. A call that was interrupted goes on where it was, if "
        "it is made again; with more input than before it adds what is new.",
        action="annotate",
    )
    parser.add_argument(
        "inputs",
        nargs="+",
        metavar="INPUT",
        help="a CSV, TSV, JSON Lines (also .gz, .bz2, .xz, .zst) or Parquet file; a folder of these, with its "
        "sub-folders, or one of texts or saved pages, with at most one table that describes them; a pattern in quotes, "
        "as '2016-*.csv.gz' or 'archive/**/*.csv'; an address of any of these, as s3://bucket/2016.csv, for which "
        "fsspec may need a package (s3fs; aiohttp for https); any number of them",
    ).complete = shtab.FILE
    text = "the folder for the tables: a new one, or one that an earlier call has left"
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help=text).complete = shtab.DIRECTORY
    text = f"which layers, parted by commas (default: all, {','.join(LAYERS)})"
    parser.add_argument("--layers", type=_layers, default=LAYERS, metavar="NAMES", help=text)
    text = "address of a running Dask cluster, as tcp://host:8786; its workers have to see DIR at the same place"
    parser.add_argument("--scheduler", metavar="ADDRESS", help=text)
    text = "how many processes, without a cluster (default: one for each core)"
    parser.add_argument("--workers", type=whole_number, metavar="N", help=text)
    add_reading(parser)
    add_json(
        parser,
        "say as lines of JSON what is left out, waited for or looked through again, each part that is done, how far "
        "that is, and all together",
    )


def _layers(text: str) -> tuple[str, ...]:
    asked = [name.strip() for name in text.split(",")]
    unknown = [name for name in asked if name not in LAYERS]
    if unknown:
        msg = f"expected names of {', '.join(LAYERS)}, got {', '.join(map(repr, unknown))}"
        raise argparse.ArgumentTypeError(msg)
    return tuple(name for name in LAYERS if name in asked)
