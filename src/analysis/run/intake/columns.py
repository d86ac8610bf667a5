"""Which column of a table is which: obvious names by columns.csv, others as they are said to be."""

import re
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

from ...measure import BadInput
from ...measure.tables import read_table

COLUMNS = ("source", "text", "title", "published", "url", "language", "article_id", "file")
REQUIRED = ("source", "text")


def choose(
    file: str | Path, found: Collection[str], given: Mapping[str, str], *, required: Collection[str] = REQUIRED
) -> dict[str, str]:
    """Say for each column of the project which column of a table has it.

    Parameters
    ----------
    file : path
        The table, for errors.
    found : collection of str
        The names of its columns.
    given : mapping of str to str
        Columns of the project, and the names that were said for them outright.
    required : collection of str
        The columns that have to be there.

    Raises
    ------
    BadInput
        If a required column is missing, a name that was said is not there, or two columns have names for the same.

    Examples
    --------
    >>> choose("a.csv", ["Outlet", "pub_date", "BODY", "author"], {})
    {'source': 'Outlet', 'text': 'BODY', 'published': 'pub_date'}
    >>> choose("a.csv", ["who", "source", "text"], {"source": "who"})
    {'source': 'who', 'text': 'text'}
    """
    for column, name in given.items():
        if column not in COLUMNS:
            raise BadInput(file, f"one of {', '.join(COLUMNS)}", value=column)
        if name not in found:
            raise BadInput(file, f"one of its columns for {option(column)}: {_list(found)}", value=name)
    chosen = {}
    missing = []
    for column in COLUMNS:
        names = [name for name in found if name not in given.values() and _known().get(_key(name)) == column]
        if column in given:
            chosen[column] = given[column]
        elif len(names) > 1:
            expected = f"one column for {column}; say which: {option(column)} NAME (its columns: {_list(found)})"
            raise BadInput(file, expected, value=", ".join(names))
        elif names:
            chosen[column] = names[0]
        elif column in required:
            missing.append(column)
    if missing:
        options = " ".join(f"{option(column)} NAME" for column in missing)
        expected = f"a column for {' and one for '.join(missing)}; say which: {options} (its columns: {_list(found)})"
        raise BadInput(file, expected)
    return chosen


def option(column: str) -> str:
    """Return the option of the command line that says which column has it.

    Examples
    --------
    >>> option("article_id")
    '--article-id-column'
    """
    return f"--{column.replace('_', '-')}-column"


def _list(names: Collection[str]) -> str:
    shown = ", ".join(list(names)[:40])
    return f"{shown} and {len(names) - 40} more" if len(names) > 40 else shown


def _key(name: str) -> str:
    return re.sub(r"[\W_]", "", name.casefold())


@cache
def _known() -> dict[str, str]:
    path = Path(__file__).with_name("columns.csv")
    table = read_table(path, ("name", "column"), required=("name", "column"), keys=[["name"]])
    return dict(zip(table["name"], table["column"], strict=True))
