"""Read the project's CSV tables strictly: every column known, every cell text, every fault located."""

import csv
import io
import re
from collections import Counter
from collections.abc import Collection
from pathlib import Path

import pandas as pd

from . import patterns
from .errors import BadInput, Faults

LIST_SEPARATOR = "|"
# What a spreadsheet takes for the beginning of a formula, in East Asia also in full width; and the sign that says
# that a cell is text.
_FORMULA = tuple("=+-@＝＋－＠\t\r'")
# Of more known values than these a message names no more.
NAMED = 50
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


def no_formula(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula.

    Text that begins like one, or with an apostrophe, gets an apostrophe before it: so one that is there
    can always be taken off again (`as_given`).
    """
    if value is None or value != value:
        return ""
    return f"'{value}" if isinstance(value, str) and value[:1] in _FORMULA else value


def store(table: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV, no cell of which a spreadsheet takes for a formula."""
    table.map(no_formula).to_csv(path, index=False, lineterminator="\n")


def as_given(text: str) -> str:
    """Return the text that a cell was made from by `no_formula`.

    Examples
    --------
    >>> as_given(no_formula("=1+1")), as_given(no_formula("'=1")), as_given("'s")
    ('=1+1', "'=1", "'s")
    """
    return text[1:] if text[:1] == "'" and text[1:2] in _FORMULA else text


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
    faults = Faults()
    table = collect_table(faults, path, columns, required=required, keys=keys)
    faults.stop()
    return table


def collect_table(
    faults: Faults,
    path: Path,
    columns: Collection[str],
    *,
    required: Collection[str] = (),
    keys: Collection[Collection[str]] = (),
) -> pd.DataFrame:
    """Read a table as `read_table` does, but note what is wrong with it in `faults` and go on.

    Returns
    -------
    DataFrame
        The rows that could be read: none, where the file or its heading could not be.
    """
    lines = _read_lines(faults, path, columns)
    if not lines or not _check_heading(faults, path, lines[0], columns):
        faults.incomplete(path)
        return pd.DataFrame(columns=[*columns, "row"], dtype="object")
    heading = lines[0]
    numbered = [(row, cells) for row, cells in enumerate(lines[1:], start=2) if cells]
    whole = []
    for row, cells in numbered:
        if len(cells) == len(heading):
            whole.append((row, cells))
        else:
            faults.add(path, f"{len(heading)} cells", row=row, value=f"{len(cells)} cells")
            faults.incomplete(path)
    table = pd.DataFrame([cells for _, cells in whole], columns=heading, dtype="object")
    table["row"] = [row for row, _ in whole]
    _check_cells(faults, path, table, required, keys)
    return table


def _read_lines(faults: Faults, path: Path, columns: Collection[str]) -> list[list[str]]:
    try:
        text = read_text(path)
    except BadInput as fault:
        faults.extend([fault])
        return []
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        lines = list(reader)
    except csv.Error as error:
        faults.add(path, "well-formed CSV", row=reader.line_num, value=error)
        return []
    if not lines:
        faults.add(path, f"a heading with the columns {', '.join(columns)}", value="an empty file")
    return lines


def _check_heading(faults: Faults, path: Path, heading: list[str], columns: Collection[str]) -> bool:
    """Note what is wrong with a heading; tell whether the rows under it can be read all the same."""
    if len(heading) == 1 and ";" in heading[0]:
        expected = (
            "cells with commas between them: a spreadsheet calls that “CSV (comma delimited)” or asks for the sign"
        )
        faults.add(path, expected, row=1, value="semicolons")
        return False
    unknown = [name for name in heading if name not in columns]
    missing = [name for name in columns if name not in heading]
    twice = [name for name, count in Counter(heading).items() if count > 1]
    # A table of something else has no end of them.
    for name in unknown[: len(columns)]:
        faults.add(path, f"one of {', '.join(columns)}", row=1, column=name, value=name)
    for name in twice[: len(columns)]:
        faults.add(path, "each column once", row=1, column=name, value=name)
    if missing and not unknown:  # else the one may be the other, misspelt
        expected = "a column" if len(missing) == 1 else "columns"
        quoted = ", ".join(f"'{name}'" for name in missing)
        faults.add(path, f"{expected} {quoted}", row=1, value=", ".join(heading))
    return not missing and not twice


def _check_cells(
    faults: Faults, path: Path, table: pd.DataFrame, required: Collection[str], keys: Collection[Collection[str]]
) -> None:
    rows = list(table["row"])
    for name in required:
        for row, cell in zip(rows, table[name], strict=True):
            if not cell.strip():
                faults.add(path, "a value", row=row, column=name, value="")
    for key in keys:
        empty = faults.rows(path, *key)
        firsts: dict[tuple[str, ...], int] = {}
        for row, cells in zip(rows, zip(*(table[name] for name in key), strict=True), strict=True):
            if row not in empty and (first := firsts.setdefault(cells, row)) != row:
                expected = f"a value used once (row {first} has it too)"
                faults.add(path, expected, row=row, column=", ".join(key), value=", ".join(cells))


def split_list(cell: str) -> list[str]:
    """Split a cell that holds a list, its items parted by `|`.

    Examples
    --------
    >>> split_list("NATO | North Atlantic Alliance")
    ['NATO', 'North Atlantic Alliance']
    """
    return [item.strip() for item in cell.split(LIST_SEPARATOR) if item.strip()]


def listed(known: Collection[str]) -> str:
    """Return values in words; of very many, the first."""
    rest = len(known) - NAMED
    return ", ".join(list(known)[:NAMED]) + (f" … and {rest} more" if rest > 0 else "")


def known(faults: Faults, path: Path, column: pd.Series) -> Collection[str] | None:
    """Return the values of a table's column, in its order, or None while nobody knows what they should be."""
    return None if faults.doubtful(path, str(column.name)) else dict.fromkeys(column)


def is_whole_number(value: str) -> bool:
    """Tell whether a cell holds a whole number, of a size that anything here can have."""
    return re.fullmatch("[0-9]{1,15}", value) is not None


def check_address(faults: Faults, path: Path, line) -> None:
    """Refuse what is no address of the web in a row's `url`, because addresses become links."""
    if line.url and not re.fullmatch(r"https?://[^\s]+", line.url):
        expected = "an address that begins with http:// or https://"
        faults.add(path, expected, row=line.row, column="url", value=line.url)


def check_pattern(faults: Faults, path: Path, row: int, column: str, pattern: str) -> None:
    """Refuse a pattern of the word-list language that finds nothing."""
    try:
        patterns.to_regex(pattern)
    except ValueError:
        faults.add(path, "a pattern with a word in it", row=row, column=column, value=pattern)


def check_choice(
    faults: Faults, path: Path, line, column: str, known: Collection[str] | None, where: str = "one of"
) -> None:
    """Refuse a value that is not among the known ones, if they are known; `where` says where those stand."""
    value = getattr(line, column)
    if known is not None and value not in known:
        faults.add(path, f"{where} {listed(known)}", row=line.row, column=column, value=value)
