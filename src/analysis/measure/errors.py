"""The one error for bad input: where it is, what it is, and what would be right."""

from collections.abc import Sequence
from pathlib import Path


class BadInput(ValueError):
    """Input that cannot be used, located as exactly as possible.

    Parameters
    ----------
    file : path or str
        The file at fault.
    expected : str
        What would have been right, in words.
    row : int, optional
        Line of a table as a spreadsheet counts it: the heading is row 1.
    column : str, optional
        Name of the column.
    value : object, optional
        What stands there.

    Examples
    --------
    >>> print(BadInput("articles.csv", "a date in EDTF, as 2022-01-13", row=2, column="published", value="soon"))
    articles.csv, row 2, column 'published': got 'soon'; expected a date in EDTF, as 2022-01-13
    """

    def __init__(
        self,
        file: str | Path,
        expected: str,
        *,
        row: int | None = None,
        column: str | None = None,
        value: object = None,
    ) -> None:
        self.row = row
        where = str(file)
        if row is not None:
            where += f", row {row}"
        if column is not None:
            where += f", column '{column}'"
        got = "" if value is None else f"got {str(value)[:200]!r}; "
        super().__init__(f"{where}: {got}expected {expected}")


class Faults(BadInput):
    """Several faults at once, each as `BadInput` says it, on a line of its own."""

    def __init__(self, faults: Sequence[BadInput]) -> None:
        ValueError.__init__(self, "\n".join(map(str, faults)))
        self.faults = list(faults)
