"""Read the project's CSV tables strictly: every column known, every cell text, every fault located."""

import csv
import io
import re
from collections.abc import Collection
from pathlib import Path

import pandas as pd

from . import patterns
from .errors import BadInput

LIST_SEPARATOR = "|"
# What a reader of a table is told: (columns, those that may not be empty, keys that may not occur twice).
Form = tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[str, ...], ...]]


def read_text(path: Path) -> str:
    """Return a file's text, decoded as UTF-8 with no newline translation and no normalisation.

    Raises
    ------
    BadInput
        If the file is missing or holds bytes that are not UTF-8.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadInput(path, "a file that can be read here", value=error.strerror) from None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        fault = f"byte 0x{raw[error.start]:02x} at offset {error.start}"
        raise BadInput(path, "text encoded as UTF-8", value=fault) from None


def read_table(
    path: Path,
    columns: Collection[str],
    *,
    required: Collection[str] = (),
    keys: Collection[Collection[str]] = (),
) -> pd.DataFrame:
    """Read a CSV whose columns are known in advance.

    Parameters
    ----------
    path : Path
        The file: UTF-8, comma-separated, with a heading.
    columns : collection of str
        Exactly the columns the file must have, in any order.
    required : collection of str
        Columns that may not be empty in any row.
    keys : collection of collections of str
        Columns that together are a key: no two rows may agree in all of them.

    Returns
    -------
    DataFrame
        The columns as text (empty cells are ""), and `row`: the row as a spreadsheet counts it,
        the heading being row 1.

    Raises
    ------
    BadInput
        Naming file, row, column, value and what was expected.
    """
    reader = csv.reader(io.StringIO(read_text(path).removeprefix("\ufeff"), newline=""), strict=True)
    try:
        lines = list(reader)
    except csv.Error as error:
        raise BadInput(path, "well-formed CSV", row=reader.line_num, value=error) from None
    if not lines:
        raise BadInput(path, f"a heading with the columns {', '.join(columns)}", value="an empty file")
    heading = lines[0]
    for name in heading:
        if name not in columns:
            raise BadInput(path, f"one of {', '.join(columns)}", row=1, column=name, value=name)
        if heading.count(name) > 1:
            raise BadInput(path, "each column once", row=1, column=name, value=name)
    for name in columns:
        if name not in heading:
            raise BadInput(path, f"a column '{name}'", row=1, value=", ".join(heading))
    numbered = [(row, cells) for row, cells in enumerate(lines[1:], start=2) if cells]
    for row, cells in numbered:
        if len(cells) != len(heading):
            raise BadInput(path, f"{len(heading)} cells", row=row, value=f"{len(cells)} cells")
    table = pd.DataFrame([cells for _, cells in numbered], columns=heading, dtype="object")
    table["row"] = [row for row, _ in numbered]
    _check_cells(path, table, required, [list(key) for key in keys])
    return table


def _check_cells(path: Path, table: pd.DataFrame, required: Collection[str], keys: list[list[str]]) -> None:
    for name in required:
        for row in table.loc[table[name].str.strip() == "", "row"]:
            raise BadInput(path, "a value", row=row, column=name, value="")
    for key in keys:
        for position in table.index[table.duplicated(key)]:
            line = table.loc[position]
            first = table.loc[(table[key] == line[key]).all(axis=1), "row"].iloc[0]
            value = ", ".join(line[key])
            expected = f"a value used once (row {first} has it too)"
            raise BadInput(path, expected, row=line["row"], column=", ".join(key), value=value)


def split_list(cell: str) -> list[str]:
    """Split a cell that holds a list, its items parted by `|`.

    Examples
    --------
    >>> split_list("NATO | North Atlantic Alliance")
    ['NATO', 'North Atlantic Alliance']
    """
    return [item.strip() for item in cell.split(LIST_SEPARATOR) if item.strip()]


def check_address(path: Path, line) -> None:
    """Refuse what is no address of the web in a row's `url`, because addresses become links."""
    if line.url and not re.match(r"https?://[^\s]+$", line.url):
        expected = "an address that begins with http:// or https://"
        raise BadInput(path, expected, row=line.row, column="url", value=line.url)


def check_pattern(path: Path, row: int, column: str, pattern: str) -> None:
    """Refuse a pattern of the word-list language that finds nothing."""
    try:
        patterns.to_regex(pattern)
    except ValueError as error:
        raise BadInput(path, "a pattern with a word in it", row=row, column=column, value=pattern) from error


def check_choice(path: Path, line, column: str, known: Collection[str], where: str = "") -> None:
    """Refuse a value that is not among the known ones; `where` says where those stand."""
    value = getattr(line, column)
    if value not in known:
        expected = f"{where or 'one of'} {', '.join(known)}".replace("  ", " ")
        raise BadInput(path, expected, row=line.row, column=column, value=value)
