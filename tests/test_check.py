"""`twicetold check`: every fault at once, nothing that only follows from another, and never a traceback."""

import contextlib
import json
import random
import shutil
from pathlib import Path

import pytest
import test_coding
import test_data
from support import ROOT, cells, copy_project, store

from analysis.measure import BadInput, calendar, load, sides
from analysis.measure.corpus import TABLES
from analysis.measure.errors import MOST, Faults, ManyFaults
from analysis.publish import references
from analysis.run import check
from analysis.run.command import main

FIRST = "coding/passes/author-1.csv"


@pytest.fixture
def book(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


@pytest.fixture
def project(tmp_path):
    return copy_project(tmp_path / "book")


def put(book, name, row, column, value):
    """Put a value into a cell; rows count from 2, as in a spreadsheet."""
    table = cells(book, name)
    assert column in table
    table.loc[row - 2, column] = value
    store(book, name, table)


def found(book):
    """Return file (as seen from data/), row, column and value of each fault."""
    try:
        load(book)
    except BadInput as error:
        return [
            (str(Path(one.file).relative_to(book / "data")), one.row, one.column, one.value) for one in error.faults
        ]
    return []


# Twenty in ten files. None of the tables that others refer to loses a name by them.
PLANTED = [
    ("actors.csv", 3, "label", "Russia"),
    ("actors.csv", 4, "names", "*"),
    ("actors.csv", 5, "kind", ""),
    ("articles.csv", 2, "display", "some"),
    ("articles.csv", 2, "url", "brasov.co"),
    ("articles.csv", 3, "published", "18 Feb"),
    ("boilerplate.csv", 2, "start", "1o"),
    ("codebook/categories.csv", 5, "level", "gone"),
    ("codebook/indicators.csv", 2, "pattern", "*"),
    ("codebook/indicators.csv", 3, "written_from", "gone"),
    ("codebook/indicators.csv", 300, "note", "no fault"),
    ("coding/mention-dates.csv", 2, "first", "long ago"),
    ("coding/mention-dates.csv", 9, "actor", "nobody"),
    ("coding/roles.csv", 2, "told_as", "rumour"),
    ("coding/roles.csv", 3, "surface", "other words"),
    ("events.csv", 2, "edtf", "long ago"),
    ("events.csv", 3, "short", "Much too long for the line of an event"),
    ("scars.csv", 2, "kind", "odd"),
    ("scars.csv", 4, "url", "javascript:alert(1)"),
    ("sources.csv", 2, "colour", "bluish"),
    ("sources.csv", 3, "shape", "blob"),
]


def test_many_faults_in_many_files_are_all_named_and_nothing_else_is(book):
    for name, row, column, value in PLANTED:
        put(book, name, row, column, value)
    planted = [one for one in PLANTED if one[3] != "no fault"]
    assert (len(planted), len({name for name, *_ in planted})) == (20, 10)
    assert found(book) == planted
    with pytest.raises(ManyFaults) as caught:
        load(book)
    lines = str(caught.value).splitlines()
    assert len(lines) == 20
    for line, (name, row, column, value) in zip(lines, planted, strict=True):
        assert line.startswith(f"{book / 'data' / name}, row {row}, column '{column}': got {value!r}; expected ")


SINGLE = [
    *(case[:4] for case in test_data.CELLS),
    *((name, where, column, value) for name, where, column, value, _ in test_coding.FAULTS),
]


@pytest.mark.parametrize(("name", "where", "column", "value"), SINGLE)
def test_a_fault_alone_is_the_only_one(book, name, where, column, value):
    table = cells(book, name)
    row = where if isinstance(where, int) else int(test_coding.first_row(table, **where)) + 2
    put(book, name, row, column, value)
    places = found(book)
    assert len(places) == 1, places
    assert places[0][0] == name


def lose(book, name, row):
    """Make a row of a table unreadable."""
    path = book / "data" / name
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[row - 1] = f"one cell,{lines[row - 1]}"
    path.write_text("".join(lines), encoding="utf-8")


# Where every other table points to.
@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(TABLES))
def test_what_follows_from_a_table_that_cannot_be_read_is_no_fault(book, name):
    lose(book, name, 2)
    assert [place[:2] for place in found(book)] == [(name, 2)]
    (book / "data" / name).unlink()
    assert found(book) == [(name, None, None, "No such file or directory")]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "column"), [(name, keys[0][0]) for name, (_, _, keys) in TABLES.items()])
def test_what_follows_from_a_row_without_a_name_is_no_fault(book, name, column):
    put(book, name, 2, column, "")
    assert found(book) == [(name, 2, column, "")]


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe", b"Other text."])
def test_what_follows_from_an_article_that_cannot_be_read_is_no_fault(book, content):
    path = book / "data" / cells(book, "articles.csv").loc[0, "file"]
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    places = found(book)
    assert [place[:2] for place in places] == [("articles.csv", 2)]


def test_faults_of_the_other_article_are_named_beside_one_that_is_missing(book):
    (book / "data" / cells(book, "articles.csv").loc[0, "file"]).unlink()
    table = cells(book, "scars.csv")
    row = int(table.index[table["article_id"] == cells(book, "articles.csv").loc[1, "article_id"]][0]) + 2
    put(book, "scars.csv", row, "surface", "other words")
    assert [place[:3] for place in found(book)] == [("articles.csv", 2, "file"), ("scars.csv", row, "surface")]


def test_what_is_wrong_with_a_row_is_not_wrong_with_its_group(book):
    row = int(test_coding.first_row(cells(book, "coding/roles.csv"), role="act")) + 2
    put(book, "coding/roles.csv", row, "role", "victim")
    assert found(book) == [("coding/roles.csv", row, "role", "victim")]


def test_of_rows_that_must_agree_the_fewer_are_wrong(book):
    put(book, "coding/units.csv", 2, "label", "Another")
    assert found(book) == [("coding/units.csv", 2, "label", "Another")]


def test_more_faults_than_anyone_reads_are_counted(book):
    table = cells(book, "codebook/indicators.csv")
    store(book, "codebook/indicators.csv", table.assign(pattern=[f"*{'-' * number}" for number in range(len(table))]))
    with pytest.raises(ManyFaults) as caught:
        load(book)
    assert len(caught.value.faults) == len(table) > MOST
    assert str(caught.value).splitlines()[MOST:] == [f"… and {len(table) - MOST} more"]


def test_a_message_is_one_line_whatever_the_data_hold(book):
    put(book, "sources.csv", 2, "source", "two\nlines \u202e\x1b[31m")
    put(book, "articles.csv", 2, "file", "a\nb.txt")
    with pytest.raises(ManyFaults) as caught:
        load(book)
    assert len(str(caught.value).splitlines()) == len(caught.value.faults)
    assert str(caught.value).replace("\n", "").isprintable()


# Any cell

JUNK = [
    *("", " ", "zzz", "-1", "0", "9" * 20, "9" * 5000, "1e5", "1.0", "١٢", "nan", "NULL", "TRUE", "#REF!"),
    *("\x00", "\n", "\r\n", 'a"b,c;d', "=1+1", "'", "|", "a|b|", ":", "*", "\u202e", "\ud83d\ude00", "x" * 500),
    *("../../x", "/etc/hostname", "C:\\x", "articles", "http://", "<script>", "{{ x }}", "none", "unknown", "full"),
    *("0000", "0001", "-0001", "99999-01-01", "y170000002", "Y-17E7", "y1e999", "2022-13-45", "1/21", "13.1.2022"),
    *("2022-01-13T25:00", "/", "../..", "2022/2021", "[..", "{1990..}", "[..2022-01-13]", "XXXX", "XXXX/..", "2022-24"),
]


@pytest.fixture
def small(book):
    """A book with little of everything, so that it is read quickly."""
    until = 300
    for path in sorted((book / "data").rglob("*.csv")):
        name = str(path.relative_to(book / "data"))
        table = cells(book, name)
        if {"article_id", "start"} <= set(table):
            kept = (table["article_id"] == "brasov-2022") & (table["end"].astype("int64") < until)
            if "group" in table:
                kept &= ~table["group"].isin(table.loc[~kept, "group"])
            store(book, name, table[kept])
        elif "sentence" in table:
            kept = (table["article_id"] == "brasov-2022") & (table["sentence"].astype("int64") < 4)
            store(book, name, table[kept])
        elif "frame" in table:
            store(book, name, table.head(5))
    return book


@pytest.mark.slow
def test_any_cell_may_hold_anything(small):
    """A book with junk in one cell is refused or read, but breaks nothing."""
    dice = random.Random(7)
    assert found(small) == []
    refused = read = 0
    for name in [*sorted(TABLES), FIRST]:
        table = cells(small, name)
        for column in table:
            if table.empty:
                continue
            value = dice.choice(JUNK).encode("utf-8", "replace").decode()
            store(
                small,
                name,
                table.assign(**{column: table[column].where(table.index != dice.choice(table.index), value)}),
            )
            places = found(small)
            refused += bool(places)
            read += not places
        store(small, name, table)
    assert refused > 40, "the junk is no junk"
    assert read > 10, "notes may hold anything"


@pytest.mark.parametrize("value", ["\x00", "x" * 500, "/".join(["x" * 200] * 50), "articles", "a\nb", "\u202e"])
def test_an_article_may_be_said_to_be_anywhere(small, value):
    put(small, "articles.csv", 2, "file", value)
    assert found(small) == [("articles.csv", 2, "file", value[:200])]


@pytest.mark.parametrize("value", JUNK)
def test_a_date_is_one_or_is_refused(value):
    for read in (calendar.bounds, sides.days):
        with contextlib.suppress(ValueError):
            assert len(read(value)) == 2


@pytest.mark.slow
def test_any_file_may_hold_anything(book):
    """A table that is none is one fault."""
    content = (book / "data" / "events.csv").read_bytes()
    for junk in (
        b"",
        b"\n",
        b"\xff\xfe",
        b"PK\x03\x04\x00",
        b"a" * 200_000,
        b"," * 100_000,
        content[: len(content) // 2],
    ):
        (book / "data" / "events.csv").write_bytes(junk)
        assert {name for name, *_ in found(book)} == {"events.csv"}


# The command


def run(capsys, root, *more):
    status = main(["--root", str(root), "check", *more])
    return status, *capsys.readouterr()


def test_all_is_well(capsys):
    assert run(capsys, ROOT)[:2] == (0, f"{ROOT}: 2 articles of 2 sources, all as recorded\n")
    status, out, _ = run(capsys, ROOT, "--json")
    assert (status, json.loads(out)) == (0, [])


def test_faults_as_json_have_the_place_the_value_and_what_would_be_right(project, capsys):
    put(project, "sources.csv", 2, "colour", "bluish")
    put(project, "events.csv", 2, "edtf", "long ago")
    status, out, _ = run(capsys, project, "--json")
    assert status == 1
    assert [list(one) for one in json.loads(out)] == [["file", "row", "column", "value", "expected"]] * 2
    assert [tuple(one.values())[:4] for one in json.loads(out)] == [
        ("data/events.csv", 2, "edtf", "long ago"),
        ("data/sources.csv", 2, "colour", "bluish"),
    ]
    status, out, err = run(capsys, project)
    assert (status, out) == (1, "")
    assert err.splitlines()[-1] == "twicetold: 2 faults"


def test_other_data_are_a_note_and_no_fault(project, capsys):
    put(project, "actors.csv", 2, "kind", "undecided")
    put(project, "articles.csv", 2, "published", "2022-01")
    status, _, err = run(capsys, project)
    assert status == 0
    notes = err.splitlines()
    assert all(note.startswith("note: ") for note in notes)
    assert "1 of 2 articles have no one day of publication: brasov-2022" in notes[0]
    assert f"1 of {len(cells(project, 'actors.csv'))} actors are of undecided kind: russia" in notes[1]
    assert "8 of 8 notebooks have outputs of other data or code: run `make notebooks`" in notes[2]


def test_a_kind_or_a_side_that_is_almost_another_is_a_note(project, capsys):
    put(project, "actors.csv", 3, "kind", "sate")
    put(project, "actors.csv", 4, "side", "russia")
    status, _, err = run(capsys, project)
    assert status == 0
    assert "note: data/actors.csv, row 3, kind: 'sate' is almost 'state', which stands there more often" in err
    assert "note: data/actors.csv, row 4, side: 'russia' is almost 'Russia', which stands there more often" in err


def append(root, page, text):
    with (root / page).open("a", encoding="utf-8") as file:
        file.write(text)
    return len((root / page).read_text(encoding="utf-8").splitlines())


def test_what_pages_refer_to_and_no_notebook_has_is_a_fault(project):
    rows = {
        ("book/limits.md", append(project, "book/limits.md", "\n\nSee\n{numref}`fig-none`.\n"), "{numref}`fig-none`"),
        (
            "book/cite.md",
            append(project, "book/cite.md", "\n\n:::{note}\n{glue:text}`../notebooks/01-articles.ipynb::none:s`\n:::\n")
            - 1,
            "{glue:text}`../notebooks/01-articles.ipynb::none:s`",
        ),
        (
            "book/findings.md",
            append(project, "book/findings.md", "\n\n```{chart} fig-none\n```\n") - 1,
            "{chart}`fig-none`",
        ),
    }
    append(project, "book/method.md", "\n\n````\n```{chart} fig-none\n```\n````\n\n`` {numref}`fig-none` ``\n")
    faults = check.check(project).faults.found()
    assert {(Path(one.file).relative_to(project).as_posix(), one.row, one.value) for one in faults} == rows
    assert all("fig-actor-mentions" in one.expected for one in faults if "glue" not in one.value)


def test_literature_that_cannot_be_read_and_pages_that_moved_nowhere_are_faults(project):
    line = append(project, "book/references.bib", "\n@article{broken\n")
    moved = project / "book" / "redirects.csv"
    moved.write_text("old,new\na.html,b.html\nbook/cite.html,book/limits.html\n", encoding="utf-8")
    faults = check.check(project).faults.found()
    assert [(Path(one.file).name, one.row, one.column, one.value) for one in faults][:2] == [
        ("redirects.csv", 2, "new", "b.html"),
        ("redirects.csv", 3, "old", "book/cite.html"),
    ]
    literature = [one for one in faults if Path(one.file).name == "references.bib"]
    assert [one.row for one in literature] == [line + 1], "the line where the entry should have ended"


def test_a_record_of_the_intake_that_was_damaged_is_a_fault(project):
    data = project / "data"
    (data / "outlets.csv").write_text("outlet,compared_as,articles,words\nOne,One,2x,10\n", encoding="utf-8")
    (data / "intake.csv").write_text("kind,what,file,line,detail,excerpt\nzzz,a,b,1,,\n", encoding="utf-8")
    (data / "duplicates.csv").write_text("one,other,kind,similarity\na,b,near,2\n", encoding="utf-8")
    faults = check.check(project).faults.found()
    assert {(Path(one.file).name, one.row, one.column, one.value) for one in faults} == {
        ("outlets.csv", 2, "articles", "2x"),
        ("intake.csv", 2, "kind", "zzz"),
        ("duplicates.csv", 2, "similarity", "2"),
    }


def test_pages_and_literature_that_are_not_there_are_faults(project):
    wrong = {
        append(project, "book/findings.md", f"\n\n{text}\n"): value
        for text, value in (
            ("See {doc}`none`.", "{doc}`none`"),
            ("See [there](gone.md#place).", "gone.md#place"),
            ("As in {cite:p}`entman1993,nobody1900`.", "{cite:p}`entman1993,nobody1900`"),
        )
    }
    right = "{doc}`the limits <limits>`, {doc}`/book/limits`, [here](limits.md#x), [there](https://example.org/a.md), "
    append(project, "book/findings.md", f"\n\n{right}{{cite:t}}`entman1993`, `[no](gone.md)`\n")
    faults = check.check(project).faults.found()
    assert {one.row: one.value for one in faults} == wrong
    assert "nobody1900 is in none" in next(one.expected for one in faults if "cite" in one.value)


def test_a_table_with_semicolons_is_told_so(project):
    path = project / "data" / "actors.csv"
    path.write_text(path.read_text("utf-8").replace(",", ";"), "utf-8")
    faults = [one for one in check.check(project).faults.found() if Path(one.file) == path]
    assert [(one.row, one.value) for one in faults] == [(1, "semicolons")]


def test_contents_and_citation_are_checked_with_the_data(project):
    append(project, "_toc.yml", "      - file: book/none\n")
    (project / "CITATION.cff").write_text("title: x\n", encoding="utf-8")
    put(project, "sources.csv", 2, "colour", "bluish")
    faults = check.check(project).faults.found()
    assert [(Path(one.file).name, one.value) for one in faults] == [
        ("CITATION.cff", None),
        ("_toc.yml", "book/none"),
        ("sources.csv", "bluish"),
    ]


def test_a_file_that_is_no_notebook_is_one_fault(project):
    (project / "notebooks" / "02-vocabulary.ipynb").write_text('{"cells": [', encoding="utf-8")
    faults = check.check(project).faults.found()
    assert [Path(one.file).name for one in faults] == ["02-vocabulary.ipynb"]


def test_a_fault_is_kept_once_a_cell_and_sorted():
    faults = Faults()
    faults.add("b.csv", "first", row=3, column="x", value="v")
    faults.add("b.csv", "second", row=3, column="x", value="v")
    faults.add("b.csv", "other", row=2, column="x, y", value="v")
    faults.add("a.csv", "other", value="v")
    assert [(one.file, one.row, one.expected) for one in faults.found()] == [
        ("a.csv", None, "other"),
        ("b.csv", 2, "other"),
        ("b.csv", 3, "first"),
    ]
    assert faults.rows("b.csv", "y") == {2}
    assert faults.doubtful("a.csv") and not faults.doubtful("b.csv", "z")


def test_a_role_inside_a_list_a_table_or_a_directive_is_read():
    page = (
        "- {numref}`a`\n\n| x |\n|---|\n| {numref}`b` |\n\n```{note}\n:name: here\n\n{numref}`Fig. {number} <c>`\n```\n"
    )
    read = list(references.read(page))
    assert [references.numbered(one.target) for one in read if one.name == "numref"] == ["a", "b", "c"]
    assert [one.target for one in read if one.name == "target"] == ["here"]
