"""The one error for bad input: where it is, what it is, and what would be right. And many of them at once."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

# Of more faults than these the rest is only counted.
MOST = 300


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
        self.file, self.expected, self.row, self.column = file, expected, row, column
        self.value = None if value is None else str(value)[:200]
        where = str(file)
        if row is not None:
            where += f", row {row}"
        if column is not None:
            where += f", column '{column}'"
        got = "" if value is None else f"got {self.value!r}; "
        super().__init__(_on_one_line(f"{where}: {got}expected {expected}"))

    @property
    def faults(self) -> tuple["BadInput", ...]:
        """Each fault by itself: this one."""
        return (self,)


class ManyFaults(BadInput):
    """Several faults, one a line, in the order of files and rows; its own place is that of the first."""

    def __init__(self, faults: Iterable[BadInput]) -> None:
        self._faults = tuple(faults)
        first = self._faults[0]
        super().__init__(first.file, first.expected, row=first.row, column=first.column, value=first.value)
        rest = len(self._faults) - MOST
        self.args = ("\n".join([*map(str, self._faults[:MOST]), *([f"… and {rest} more"] if rest > 0 else [])]),)

    @property
    def faults(self) -> tuple[BadInput, ...]:
        """Each fault by itself."""
        return self._faults


class Faults:
    """What is wrong with a book, collected while it is read, so that all of it can be said at once.

    Of several faults in one cell the first is kept. A check that needs what is
    already known to be wrong asks `doubtful` and says nothing: what only follows from a fault is none.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[str, int | None, str | None], BadInput] = {}
        self._short: set[str] = set()

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._found)

    def add(self, file: str | Path, expected: str, **found: Any) -> None:
        """Note a fault; the arguments are those of `BadInput`."""
        self.extend([BadInput(file, expected, **found)])

    def extend(self, faults: Iterable[BadInput]) -> None:
        """Note faults."""
        for fault in faults:
            self._found.setdefault((str(fault.file), fault.row, fault.column or fault.value), fault)

    def incomplete(self, file: Path) -> None:
        """Note that rows of a table could not be read: nobody knows what it would have held."""
        self._short.add(str(file))

    def rows(self, file: Path, *columns: str) -> set[int | None]:
        """Return the rows of a table with a fault in one of the columns, or, with none given, anywhere."""
        return {
            fault.row
            for fault in self._found.values()
            if str(fault.file) == str(file)
            and (not columns or not set(columns).isdisjoint((fault.column or "").split(", ")))
        }

    def doubtful(self, file: Path, *columns: str) -> bool:
        """Tell whether rows of a table are missing or some of its columns, or, with none given, any, are at fault."""
        return str(file) in self._short or bool(self.rows(file, *columns))

    def found(self) -> list[BadInput]:
        """Return the faults in the order of files and rows."""
        return sorted(self._found.values(), key=lambda fault: (str(fault.file), fault.row or 0))

    def stop(self) -> None:
        """Raise what was found, if anything was.

        Raises
        ------
        BadInput
            The one fault, or `ManyFaults`.
        """
        found = self.found()
        if found:
            raise found[0] if len(found) == 1 else ManyFaults(found)


def _on_one_line(text: str) -> str:
    """Return a text with every sign written out that would break its line or turn its direction."""
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)
