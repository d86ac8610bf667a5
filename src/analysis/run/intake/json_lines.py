"""Read JSON Lines: one object a line. Objects within objects give columns as `source.name`."""

import io
import json
from collections.abc import Iterator
from typing import Any

from .opening import Lines, TooLong
from .record import Limits, Record


def read(name: str, stream: io.TextIOBase, limits: Limits) -> Iterator[Record]:
    """Yield the records of a file of JSON Lines; blank lines count as rows and are no records."""
    lines, row = Lines(stream, limits.row), 0
    while True:
        row += 1
        try:
            line = next(lines)
        except StopIteration:
            return
        except TooLong as error:
            yield Record(name, row, {}, "too_long", f"over {limits.row:,} characters", str(error))
            continue
        if line.strip():
            yield _record(name, row, line, limits)


def _record(name: str, row: int, line: str, limits: Limits) -> Record:
    try:
        # Numbers stay as they are written: an id is no quantity.
        found = json.loads(line, parse_int=str, parse_float=str, parse_constant=str)
        values = dict(flat(found)) if isinstance(found, dict) else None
    except (ValueError, RecursionError) as error:
        detail = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        return Record(name, row, {}, "not_json", detail, line[:1000])
    if values is None:
        return Record(name, row, {}, "not_an_object", "", line[:1000])
    if len(values) > limits.columns:
        return Record(name, row, {}, "too_many_columns", f"{len(values):,} keys", line[:1000])
    return Record(name, row, values)


def flat(found: dict[Any, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the values of an object by their paths; lists stay lists.

    Examples
    --------
    >>> dict(flat({"id": None, "source": {"name": "One"}}))
    {'id': '', 'source.name': 'One'}
    """
    for key, value in found.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{key}.")
        elif isinstance(value, bool):
            yield f"{prefix}{key}", str(value).lower()
        else:
            yield f"{prefix}{key}", "" if value is None else value
