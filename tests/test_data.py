"""The data as recorded, and every fault in it named."""

import hashlib
import shutil
from pathlib import Path

import pandas as pd
import pytest
from support import cells, forget, store

from analysis.measure import BadInput, load, measure, spans
from analysis.measure.corpus import find_root
from analysis.run.checks import check_outputs
from analysis.run.command import main

ROOT = Path(__file__).parents[1]


@pytest.fixture
def book(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


def put(book, name, row, column, value):
    """Put a value into a cell; rows count from 2, as in a spreadsheet."""
    table = cells(book, name)
    table.loc[row - 2, column] = value
    store(book, name, table)


def record(book, row, file, content):
    """Store an article and its hash."""
    (book / "data" / file).write_bytes(content)
    put(book, "articles.csv", row, "file", file)
    put(book, "articles.csv", row, "sha256", hashlib.sha256(content).hexdigest())
    forget(book / "data", cells(book, "articles.csv").loc[row - 2, "article_id"])


def fault(book):
    with pytest.raises(BadInput) as caught:
        load(book)
    return str(caught.value)


def test_the_articles_are_the_files_as_received():
    recorded = {
        "articles/brasov-2022-01-13.txt": "cc403bf69c36ffd580d38deab11eae565da0c888a2b5dff37e037002c0f5dd75",
        "articles/laodong-2026-02-18.txt": "c96d66ed977b9b910169300f4892b21b5aec64847459892f5b4f6b8cfafbbe93",
    }
    for file, sha256 in recorded.items():
        assert hashlib.sha256((ROOT / "data" / file).read_bytes()).hexdigest() == sha256
    assert dict(zip(load(ROOT).articles["file"], load(ROOT).articles["sha256"], strict=True)) == recorded


def test_loading_works_from_any_folder_of_the_book(monkeypatch):
    monkeypatch.chdir(ROOT / "notebooks")
    assert load().articles.equals(load(ROOT).articles)


def test_a_folder_without_a_book_is_named(tmp_path):
    with pytest.raises(BadInput, match=r"data/articles\.csv"):
        find_root(tmp_path)


CELLS = [
    ("articles.csv", 2, "source", "bbc", ["expected a source of sources.csv: brasov, laodong"]),
    ("articles.csv", 2, "published", "13.1.2022", ["a date in EDTF", "2022-01-13"]),
    ("articles.csv", 3, "published", "2022-02-30", ["a date in EDTF"]),
    ("articles.csv", 2, "display", "some", ["full, excerpts, none"]),
    ("articles.csv", 2, "file", "articles/gone.txt", ["exists"]),
    ("articles.csv", 2, "file", "../secret.txt", ["a file inside data/"]),
    ("articles.csv", 2, "sha256", "0" * 64, ["cc403bf6"]),
    ("articles.csv", 2, "rights", "", ["expected a value"]),
    ("boilerplate.csv", 2, "start", "1o", ["a whole number"]),
    ("boilerplate.csv", 2, "surface", "Source link", ["'Source Link'"]),
    ("boilerplate.csv", 2, "article_id", "gone", ["an article of articles.csv"]),
    ("events.csv", 2, "edtf", "long ago", ["a date in EDTF"]),
    ("events.csv", 2, "short", "", ["expected a value"]),
    ("events.csv", 2, "short", "Talks on German unification", ["at most 24 characters"]),
    ("events.csv", 2, "edtf", "2023-01-01/2022-01-01", ["a date in EDTF"]),
    ("sources.csv", 2, "colour", "bluish", ["a colour as #08305A"]),
    ("sources.csv", 2, "shape", "blob", ["circle, square"]),
    ("sources.csv", 3, "label", "Brasov.co 2022", ["row 2 has it too"]),
    ("actors.csv", 3, "label", "Russia", ["row 2 has it too"]),
    ("scars.csv", 2, "url", "javascript:alert(1)", ["http:// or https://"]),
    ("articles.csv", 2, "url", "brasov.co", ["http:// or https://"]),
    ("scars.csv", 2, "kind", "odd", ["cut, quotation, spelling, wording"]),
    ("codebook/indicators.csv", 2, "frame", "gone", ["a category of categories.csv, for sentences"]),
    ("codebook/indicators.csv", 2, "pattern", "*", ["a pattern with a word in it"]),
]


@pytest.mark.parametrize(("name", "row", "column", "value", "expected"), CELLS)
def test_a_bad_cell_is_named_with_file_row_column_value_and_what_is_right(book, name, row, column, value, expected):
    put(book, name, row, column, value)
    message = fault(book)
    for part in (Path(name).name, f"row {row}", f"column '{column}'", repr(value), *expected):
        assert part in message


def test_a_changed_article_is_found(book):
    path = book / "data" / "articles" / "brasov-2022-01-13.txt"
    path.write_bytes(path.read_bytes() + b" ")
    assert "row 2, column 'sha256'" in fault(book)


def test_a_duplicate_article_id_is_found(book):
    put(book, "articles.csv", 3, "article_id", "brasov-2022")
    message = fault(book)
    assert "row 3, column 'article_id': got 'brasov-2022'" in message
    assert "row 2 has it too" in message


def test_an_alias_of_two_actors_is_found(book):
    actors = cells(book, "actors.csv")
    nato = actors.index[actors["actor"] == "nato"][0]
    for alias in ("Moscow", "moscow"):
        store(book, "actors.csv", actors.assign(names=actors["names"].where(actors.index != nato, f"NATO|{alias}")))
        message = fault(book)
        assert f"actors.csv, row {nato + 2}, column 'names': got '{alias}'" in message
        assert "russia has it too" in message


def test_an_actor_without_a_name_is_found(book):
    for column in ("names", "adjectives", "descriptions", "inferred"):
        put(book, "actors.csv", 2, column, "")
    assert "actors.csv, row 2, column 'names'" in fault(book)


def test_an_unknown_and_a_missing_column_are_found(book):
    table = cells(book, "articles.csv")
    store(book, "articles.csv", table.rename(columns={"outlet": "paper"}))
    assert "articles.csv, row 1, column 'paper'" in fault(book)
    store(book, "articles.csv", table.drop(columns="outlet"))
    assert "expected a column 'outlet'" in fault(book)


def test_a_row_with_a_cell_too_many_is_found(book):
    path = book / "data" / "events.csv"
    path.write_text(path.read_text(encoding="utf-8") + "a,b,c,1990,d,e,f\n", encoding="utf-8")
    assert "expected 6 cells" in fault(book)


def test_one_source_alone_is_found(book):
    store(book, "sources.csv", cells(book, "sources.csv").head(1))
    forget(book / "data", "laodong-2026")
    store(book, "articles.csv", cells(book, "articles.csv").head(1))
    assert "sources.csv, row 3: expected at least two sources" in fault(book)


def test_a_source_without_an_article_is_found(book):
    put(book, "articles.csv", 3, "source", "brasov")
    assert "sources.csv, row 3, column 'source': got 'laodong'" in fault(book)


def test_bytes_that_are_not_utf8_are_found_with_their_place(book):
    record(book, 2, "articles/x.txt", "Brașov".encode("utf-16"))
    message = fault(book)
    assert "articles.csv, row 2, column 'file': got 'articles/x.txt'; expected a file encoded as UTF-8" in message
    assert "byte 0, 0xff" in message


@pytest.mark.parametrize("content", [b"", b" \n\n"])
def test_an_empty_article_is_found(book, content):
    record(book, 2, "articles/x.txt", content)
    assert "articles.csv, row 2, column 'file': got 'articles/x.txt'; expected a file with text" in fault(book)


def test_an_article_of_only_boilerplate_is_found(book):
    record(book, 2, "articles/x.txt", b"Source Link\n")
    line = {
        "article_id": "brasov-2022",
        "start": "0",
        "end": "11",
        "surface": "Source Link",
        "kind": "link",
        "note": "",
    }
    store(book, "boilerplate.csv", pd.DataFrame([line]))
    message = fault(book)
    assert "boilerplate.csv, row 2, column 'surface': got 'Source Link'" in message
    assert "some text of brasov-2022 that is not boilerplate" in message


def test_boilerplate_that_cuts_a_line_is_found(book):
    put(book, "boilerplate.csv", 2, "end", str(int(cells(book, "boilerplate.csv").loc[0, "end"]) - 5))
    put(book, "boilerplate.csv", 2, "surface", "Source")
    assert "a stretch of whole lines" in fault(book)


def test_a_missing_table_is_found(book):
    (book / "data" / "scars.csv").unlink()
    assert "scars.csv: got 'No such file or directory'" in fault(book)


def test_a_byte_order_mark_does_no_harm(book):
    path = book / "data" / "articles.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(load(book).articles) == 2


def test_newlines_of_an_article_are_kept_as_they_are(book):
    record(book, 2, "articles/x.txt", "One.\r\nTwo é.\r\n".encode())
    corpus = load(book)
    assert corpus.articles.loc[0, "text"] == "One.\r\nTwo é.\r\n"
    layers = measure(corpus)
    assert all(spans.faults(corpus.articles, layer).empty for layer in layers.values())


def test_every_note_says_what_kind_it_is():
    tables = load(ROOT).tables
    assert set(tables["scars"]["kind"]) == {"cut", "quotation", "spelling", "wording"}
    assert set(tables["boilerplate"]["kind"]) == {"link", "newsletter", "privacy"}


def test_every_event_has_a_reference_in_the_bibliography():
    keys = (ROOT / "book" / "record.bib").read_text(encoding="utf-8")
    for reference in load(ROOT).tables["events"]["reference"]:
        assert f"{{{reference}," in keys


def test_no_book_is_built_of_outputs_of_other_data(book, capsys):
    shutil.copytree(ROOT / "notebooks", book / "notebooks")
    check_outputs(book)
    put(book, "actors.csv", 2, "note", "changed")
    assert main(["--root", str(book), "build"]) == 1
    message = capsys.readouterr().err
    assert "01-articles.ipynb: got 'outputs of other data'" in message
    assert "make notebooks" in message
    assert not (book / "_build").exists()
