"""The command `twicetold annotate`."""

import json
from datetime import date
from pathlib import Path

import pandas as pd

from ...measure import BadInput, load
from ...measure.corpus import TABLES, find_root
from ..calls.annotate import CODEBOOK
from ..calls.new import COLUMNS
from ..intake.record import printable


def act(start: Path | None, *, inputs: list[str], out: Path, layers: tuple[str, ...], as_json: bool, **given) -> None:
    """Measure articles; `calls.annotate` says what is given."""
    try:
        from . import Wanted, annotate
        from .progress import Progress
    except ImportError as error:
        expected = "the packages of the extra `annotate`: pip install 'twicetold[annotate]'"
        raise BadInput("twicetold annotate", expected, value=f"no {error.name}") from error

    columns = {name: given[f"column_{name}"] for name in COLUMNS if given[f"column_{name}"]}
    wanted = Wanted(layers, _tables(start), columns, date.today(), given["date_order"], given["encoding"])
    with Progress(as_json=as_json) as progress:
        totals = annotate(
            inputs,
            out,
            wanted,
            scheduler=given["scheduler"],
            workers=given["workers"],
            tell=progress.tell,
            tell_aside=progress.tell_aside,
            tell_left_out=progress.tell_left_out,
            tell_waiting=progress.tell_waiting,
        )
    if as_json:
        print(json.dumps({"out": str(out), **totals._asdict()}))
        return
    rows = ", ".join(f"{count:,} {name}" for name, count in totals.rows.items() if name in layers)
    print(f"{printable(str(out))}: {totals.rows['articles']:,} articles, {totals.rows['rejected']:,} not used; {rows}")


def _tables(start: Path | None) -> dict[str, pd.DataFrame]:
    """Return the actors and the codebook of the book that this is called in, or, outside of one, the generic ones."""
    try:
        root = find_root(start)
    except BadInput:
        if start is not None:
            raise
        # Imported here: with it comes all that makes books, and most calls are made in one.
        from ..new.data import codebook

        generic = codebook()
        columns = {Path(name).stem: (name, list(TABLES[name][0])) for name in ("actors.csv", *CODEBOOK)}
        return {name: pd.DataFrame(generic.get(file, []), columns=own) for name, (file, own) in columns.items()}
    tables = load(root).tables
    return {name: tables[name] for name in ("actors", *(Path(file).stem for file in CODEBOOK))}
