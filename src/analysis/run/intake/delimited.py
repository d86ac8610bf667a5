"""Read CSV and TSV, record by record, and lose no record to a fault in another.

Quotes are read strictly: a quote left open would else swallow the records after it and glue them into one that looks
right. After a fault, reading goes on at the next line that begins a record: as many cells as the heading, none of
which begins with a space as they do after the commas of prose. The lines between are one rejected record.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ...measure import BadInput
from .opening import Lines, TooLong
from .record import Limits, Record

DELIMITERS = (",", ";", "\t")
# How often the longest row may be read again in search of the next record, all in all.
_AGAIN = 20


class _Taken(NamedTuple):
    """A record's cells, the lines it was read from, and why it could not be read."""

    cells: list[str]
    lines: list[str]
    reason: str = ""
    detail: str = ""


def read(path: Path, name: str, stream: io.TextIOBase, limits: Limits) -> Iterator[Record]:
    """Yield the records of a delimited file; the heading is row 1.

    Raises
    ------
    BadInput
        If there is no heading that can be used, or quotes do not pair up all over the file.
    """
    csv.field_size_limit(max(csv.field_size_limit(), limits.row))
    lines = Lines(stream, limits.row)
    delimiter, heading = _heading(path, lines, limits)
    loose = any(cell.startswith(" ") for cell in heading)
    budget = _AGAIN * limits.row
    row = 1
    while (taken := _take(lines, delimiter, limits)) is not None:
        row += 1
        if taken.reason:
            begin = taken.lines[0] if taken.lines else taken.detail
            lines.put_back(taken.lines[1:])
            count, cost = _to_next(lines, delimiter, limits, len(heading), loose, budget)
            budget -= cost
            if budget < 0:
                raise BadInput(path, "quotes that pair up", row=row, value=begin)
            detail = f"from here {count + 1:,} lines could not be read" if count else ""
            yield Record(name, row, {}, taken.reason, detail, begin)
        elif taken.cells:
            yield _record(name, row, heading, taken)


def _record(name: str, row: int, heading: list[str], taken: _Taken) -> Record:
    cells = taken.cells
    while len(cells) > len(heading) and not cells[-1]:
        cells.pop()
    if len(cells) != len(heading):
        detail = f"{len(cells)} cells where the heading has {len(heading)}"
        return Record(name, row, {}, "cells", detail, "".join(taken.lines)[:1000])
    return Record(name, row, dict(zip(heading, cells, strict=True)))


def _heading(path: Path, lines: Lines, limits: Limits) -> tuple[str, list[str]]:
    found: list[tuple[int, str, _Taken]] = []
    for delimiter in DELIMITERS:
        taken = _take(lines, delimiter, limits)
        if taken is None:
            raise BadInput(path, "a heading and a row for each article", value="an empty file")
        lines.put_back(taken.lines)
        if taken.reason == "too_long":
            raise BadInput(path, f"a heading of at most {limits.row:,} characters", row=1, value=taken.detail[:80])
        found.append((0 if taken.reason else len(taken.cells), delimiter, taken))
    count, delimiter, taken = max(found, key=lambda choice: choice[0])
    if not count:
        raise BadInput(path, "a heading that names the columns", row=1, value="".join(taken.lines)[:80])
    if count > limits.columns:
        raise BadInput(path, f"at most {limits.columns:,} columns", row=1, value=f"{count:,} columns")
    _take(lines, delimiter, limits)
    heading = [cell.strip() or f"column {number}" for number, cell in enumerate(taken.cells, start=1)]
    for cell in heading:
        if heading.count(cell) > 1:
            raise BadInput(path, "each column once", row=1, column=cell, value=cell)
    return delimiter, heading


def _take(lines: Lines, delimiter: str, limits: Limits) -> _Taken | None:
    used: list[str] = []
    try:
        return _Taken(next(csv.reader(_fed(lines, used, limits.row), delimiter=delimiter, strict=True)), used)
    except StopIteration:
        return None
    except csv.Error:
        return _Taken([], used, "quotes")
    except TooLong as error:
        # A quote that was left open swallows line after line; or one line is too long by itself.
        return _Taken([], used, "quotes" if len(used) > 1 else "too_long", str(error))


def _fed(lines: Lines, used: list[str], limit: int) -> Iterator[str]:
    size = 0
    for line in lines:
        used.append(line)
        size += len(line)
        if size > limit:
            raise TooLong(used[0][:1000])
        yield line


def _to_next(lines: Lines, delimiter: str, limits: Limits, width: int, loose: bool, budget: int) -> tuple[int, int]:
    """Go on to where the next record begins; return how many lines were left out, and how many signs were read."""
    count = cost = 0
    while cost <= budget and (taken := _take(lines, delimiter, limits)) is not None:
        cost += sum(map(len, taken.lines))
        if len(taken.cells) == width and (loose or not any(cell.startswith(" ") for cell in taken.cells)):
            lines.put_back(taken.lines)
            break
        lines.put_back(taken.lines[1:])
        count += 1
    return count, cost
