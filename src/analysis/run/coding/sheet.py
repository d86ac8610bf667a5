"""A coder's sheet: a CSV for a spreadsheet, one row a sentence and one column a category.

A sentence has an id made of its place and words, and nothing that tells its article: so a coder does not see which
source it is from, and no second file is needed to find it again. A row in which nothing is marked has not been
coded; a sentence to which no category applies is marked in the column `none`.

What is a formula for a spreadsheet gets an apostrophe before it. The words are for reading only; what is read back is
the id, the marks and the notes.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from ...measure import BadInput
from ...measure.codebook import NONE
from ...measure.errors import ManyFaults
from ...measure.tables import no_formula, read_text

ID = "sentence_id"
# Before the columns of the categories, and behind them.
HEAD, TAIL = (ID, "pass", "before", "sentence"), (NONE, "note")
YES, NO = ("x", "1", "yes", "true"), ("", "0", "no", "false")
NAME = re.compile(r"\w[\w-]*-[1-9]\d*")
_MARKS = "x or 1 where it applies, nothing or 0 where it does not"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# A spreadsheet's cell holds 32,767 signs.
LONGEST = 30_000


def write(drawn: pd.DataFrame, categories: Sequence[str], made_by: str) -> bytes:
    """Return a sheet to be filled in.

    Parameters
    ----------
    drawn : DataFrame
        As `sampling.draw` returns it.
    categories : sequence of str
        The ids of the categories of one level.
    made_by : str
        Name of coder and pass, as anna-1.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([*HEAD, *map(harmless, categories), *TAIL])
    blank = [""] * (len(categories) + len(TAIL))
    for row in drawn.itertuples():
        writer.writerow([row.sentence_id, made_by, harmless(row.before), harmless(row.surface), *blank])
    # With a mark of order, by which Excel knows UTF-8.
    return file.getvalue().encode("utf-8-sig", "replace")


def harmless(text: str) -> str:
    r"""Return a text for a cell of a spreadsheet: on one line, not too long, and never a formula.

    Examples
    --------
    >>> harmless("=HYPERLINK(1)"), harmless("\t-1"), harmless("One\x00two"), harmless("1 = 1")
    ("'=HYPERLINK(1)", "'-1", 'One two', '1 = 1')
    """
    text = _CONTROL.sub(" ", text).strip()
    text = f"{text[:LONGEST]} […]" if len(text) > LONGEST else text
    return no_formula(text)


def read(path: Path, known: pd.DataFrame, categories: pd.DataFrame, levels: Sequence[str]) -> pd.DataFrame:
    """Read a filled sheet.

    Parameters
    ----------
    path : Path
        As `write` makes it, filled in and saved by whatever spreadsheet: with or without a mark of order, its cells
        parted by commas, semicolons or tabs.
    known : DataFrame
        The sentences of the book, as `sampling.sentences` returns them.
    categories : DataFrame
        categories.csv.
    levels : sequence of str
        The levels that a sheet can be of.

    Returns
    -------
    DataFrame
        One row a sentence: row (as a spreadsheet counts), made_by, level, source, article_id, sentence (its number),
        start, end, surface, note and given: the categories marked, `none` alone if there are none, nothing if the
        sentence has not been coded.

    Raises
    ------
    ManyFaults
        All that is wrong, each with its row, column and value, and what would be right.
    """
    heading, lines = _cells(path)
    columns = [name.removeprefix("'") for name in heading]
    level, own = _level(path, columns, categories, levels)
    faults = [
        BadInput(path, f"{len(columns)} cells", row=number, value=f"{len(cells)} cells")
        for number, cells in lines
        if len(cells) < len(columns) or any(cells[len(columns) :])
    ]
    if not lines:
        faults.append(BadInput(path, "a row for each sentence", row=2))
    blank = dict.fromkeys([*HEAD, *own, *TAIL], "")
    rows = [(number, blank | dict(zip(columns, cells, strict=False))) for number, cells in lines]
    places = known.set_index(ID)
    faults += [fault for number, cells in rows for fault in _in_marks(path, number, cells, own)]
    faults += _in_passes(path, rows)
    faults += _in_places(path, rows, places)
    if faults:
        raise ManyFaults(sorted(faults, key=_row))
    found = places.loc[[cells[ID] for _, cells in rows]].rename(columns={"number": "sentence"}).reset_index()
    return found.drop(columns=[ID, "before"]).assign(
        row=[number for number, _ in rows],
        made_by=[cells["pass"] for _, cells in rows],
        level=level,
        note=[cells["note"] for _, cells in rows],
        given=[_given(cells, own) for _, cells in rows],
    )


def _cells(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the heading, and each row that is not empty with its number."""
    try:
        text = read_text(path)
    except BadInput as error:
        if "UTF-8" in str(error):
            raise BadInput(path, "text encoded as UTF-8 (in Excel: Save as, CSV UTF-8)") from None
        raise
    text = text.removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        lines = [[cell.strip() for cell in cells] for cells in reader]
    except csv.Error as error:
        raise BadInput(path, "well-formed CSV", row=reader.line_num, value=error) from None
    heading = lines[0] if lines else []
    while heading and not heading[-1]:
        heading.pop()
    return heading, [(number, cells) for number, cells in enumerate(lines[1:], start=2) if any(cells)]


def _level(
    path: Path, columns: Sequence[str], categories: pd.DataFrame, levels: Sequence[str]
) -> tuple[str, list[str]]:
    """Return the level that a sheet is of, and its categories; its heading must have them all."""
    level_of = dict(zip(categories["category"], categories["level"], strict=True))
    faults: list[BadInput] = []
    marked = [level_of[name] for name in columns if level_of.get(name) in levels]
    level = max(dict.fromkeys(marked), key=marked.count) if marked else None
    own = [name for name, held in level_of.items() if held == level]
    wanted = [*HEAD[:2], *own, NONE]
    for name in wanted:
        if name not in columns:
            right = f"a column '{name}', as `twicetold coding sample` writes it"
            faults.append(BadInput(path, right, row=1, value=", ".join(columns)))
    if level is None:
        right = f"a column for each category of a level: {', '.join(levels)}"
        faults.append(BadInput(path, right, row=1, value=", ".join(columns)))
    for name in dict.fromkeys(columns):
        if name not in (*HEAD, *own, *TAIL):
            right = f"one of {', '.join([*HEAD, *own, *TAIL])}"
            faults.append(BadInput(path, right, row=1, column=name, value=name))
        if columns.count(name) > 1:
            faults.append(BadInput(path, "each column once", row=1, column=name, value=name))
    if faults:
        raise ManyFaults(faults)
    return str(level), own


def _in_marks(path: Path, number: int, cells: Mapping[str, str], own: Sequence[str]) -> Iterator[BadInput]:
    """Yield what is wrong with a row's marks."""
    marks = {name: cells[name].lower() for name in (*own, NONE)}
    wrong = [name for name, mark in marks.items() if mark not in (*YES, *NO)]
    given = [name for name in own if marks[name] in YES]
    for name in wrong:
        yield BadInput(path, _MARKS, row=number, column=name, value=cells[name])
    if marks[NONE] in YES and given:
        expected = f"nothing here, because {', '.join(given)} is marked; or no other mark"
        yield BadInput(path, expected, row=number, column=NONE, value=cells[NONE])
    # Some categories are denied and the others left open.
    if any(marks.values()) and not wrong and not _given(cells, own):
        expected = "x if no category applies; or a mark in each category"
        yield BadInput(path, expected, row=number, column=NONE, value=cells[NONE])


def _in_passes(path: Path, rows: Sequence[tuple[int, Mapping[str, str]]]) -> Iterator[BadInput]:
    """Yield what is wrong with the names of coder and pass, of which a sheet has one."""
    for number, cells in rows:
        at = {"row": number, "column": "pass", "value": cells["pass"]}
        if not NAME.fullmatch(cells["pass"]):
            yield BadInput(path, "a name of coder and pass, as anna-1", **at)
        elif cells["pass"] != rows[0][1]["pass"]:
            yield BadInput(path, f"{rows[0][1]['pass']}, as above: a sheet is one pass of one coder", **at)


def _in_places(path: Path, rows: Sequence[tuple[int, Mapping[str, str]]], places: pd.DataFrame) -> Iterator[BadInput]:
    """Yield what is wrong with the ids, and with words that stand beside another sentence's id."""
    words = {harmless(places.at[cells[ID], "surface"]): cells[ID] for _, cells in rows if cells[ID] in places.index}
    seen: dict[str, int] = {}
    for number, cells in rows:
        name = cells[ID]
        if name not in places.index:
            expected = "the id of a sentence of the articles as they are now"
            yield BadInput(path, expected, row=number, column=ID, value=name)
        elif name in seen:
            expected = f"each sentence once (row {seen[name]} has it too)"
            yield BadInput(path, expected, row=number, column=ID, value=name)
        elif harmless(places.at[name, "surface"]) != cells["sentence"] in words:
            expected = f"the sentence of {name}, {places.at[name, 'surface'][:60]!r}: sort rows as a whole"
            yield BadInput(path, expected, row=number, column="sentence", value=cells["sentence"][:60])
        seen.setdefault(name, number)


def _given(cells: Mapping[str, str], own: Sequence[str]) -> list[str]:
    """Return what is marked in a row: categories, `none` alone, or nothing where the sentence was not coded."""
    given = [name for name in own if cells[name].lower() in YES]
    nothing = cells[NONE].lower() in YES or all(cells[name] for name in own)
    return given or [NONE] * nothing


def _row(fault: BadInput) -> int:
    return fault.row or 0
