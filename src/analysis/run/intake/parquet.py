"""Read Parquet, batch by batch. It needs pyarrow, the reference reader of the format: `twicetold[parquet]`."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from ...measure import BadInput
from .json_lines import flat
from .record import Limits, Record

_BATCH = 256


def read(path: Path, name: str, limits: Limits, seen: Callable[[int], None] | None = None) -> Iterator[Record]:
    """Yield the records of a Parquet file; the first is row 1. `seen` is told of the bytes read, by the share of rows.

    Raises
    ------
    BadInput
        If pyarrow is not installed, or the file is none of Parquet or too large.
    """
    try:
        import pyarrow as arrow
        import pyarrow.parquet
    except ImportError:
        raise BadInput(path, "pyarrow, to read Parquet: install twicetold[parquet], or give a CSV") from None
    try:
        with arrow.parquet.ParquetFile(path) as file:
            _check(path, file.metadata, limits)
            row, size = 0, path.stat().st_size
            for batch in file.iter_batches(batch_size=_BATCH):
                if seen:
                    seen(size * (row + batch.num_rows) // file.metadata.num_rows)
                for at in range(batch.num_rows):
                    row += 1
                    yield _record(name, row, batch, at, limits)
    except (arrow.ArrowException, OSError) as error:
        raise BadInput(path, "a Parquet file that can be read", value=error) from None


def _check(path: Path, about: Any, limits: Limits) -> None:
    size = sum(about.row_group(number).total_byte_size for number in range(about.num_row_groups))
    if size > limits.unpacked:
        raise BadInput(path, f"a file of at most {limits.unpacked:,} bytes, unpacked", value=f"{size:,} bytes")
    names = about.schema.to_arrow_schema().names
    if len(set(names)) < len(names):
        raise BadInput(path, "each column once", value=", ".join(names))
    if about.num_columns > limits.columns:
        raise BadInput(path, f"at most {limits.columns:,} columns", value=f"{about.num_columns:,} columns")


def _record(name: str, row: int, batch: Any, at: int, limits: Limits) -> Record:
    try:
        found = {column: batch.column(place)[at].as_py() for place, column in enumerate(batch.schema.names)}
        values = {key: _text(value) for key, value in flat(found)}
    except (ValueError, OverflowError, NotImplementedError) as error:
        return Record(name, row, {}, "unreadable", str(error)[:200])
    if any(isinstance(value, str) and len(value) > limits.row for value in values.values()):
        return Record(name, row, {}, "too_long", f"over {limits.row:,} characters")
    return Record(name, row, values)


def _text(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | list) else str(value)
