"""The intake: whatever stands in a file, every record becomes an article or is rejected with a reason."""

import codecs
import csv
import gzip
import hashlib
import io
import json
import os
import re
import sys
import zipfile
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from simplemma import LanguageDetector
from support import ROOT
from test_hostile import HOSTILE

from analysis.measure import BadInput, calendar
from analysis.measure.tables import read_table
from analysis.run import intake
from analysis.run.intake import Limits, cleaning, folder, identifiers, language, published, record

TODAY = date(2026, 1, 15)
HEADING = ["source", "date", "headline", "body"]
ROWS = [["The One", "2022-01-13", "A", "Text of A."], ["The Other", "", "B", "Text of B."]]


def write(path: Path, rows: list[list[str]], *, heading=HEADING, delimiter=",", encoding="utf-8", ends="\r\n") -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=ends).writerows([heading, *rows])
    data = text.getvalue().encode(encoding)
    path.write_bytes(gzip.compress(data) if path.name.endswith(".gz") else data)
    return path


def read(path: Path, **options) -> intake.Intake:
    return intake.read(path, today=TODAY, **options)


def refuses(path: Path, pattern: str, **options) -> None:
    with pytest.raises(BadInput, match=pattern) as caught:
        read(path, **options)
    assert path.name in str(caught.value)


def bodies(path: Path, **options) -> list[str]:
    return read(path, **options).articles["text"].tolist()


def why(found: intake.Intake) -> list[tuple[int, str]]:
    return list(found.rejected[["row", "reason"]].itertuples(index=False, name=None))


# Forms of file.


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "a.tsv", "A.CSV"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_is_read_whatever_parts_its_cells(tmp_path, name, delimiter):
    found = read(write(tmp_path / name, ROWS, delimiter=delimiter))
    assert found.articles["text"].tolist() == ["Text of A.", "Text of B."]
    assert found.articles["source"].tolist() == ["The One", "The Other"]
    assert found.articles["published"].tolist() == ["2022-01-13", "XXXX"]
    assert found.articles["title"].tolist() == ["A", "B"]
    assert found.articles["row"].tolist() == [2, 3]
    assert set(found.articles["file"]) == {name}
    assert found.rejected.empty
    assert found.notes.to_numpy().tolist() == [[name, 3, "published", "No date was given."]]


def test_the_columns_and_the_hash_are_those_promised(tmp_path):
    articles = read(write(tmp_path / "a.csv", ROWS)).articles
    names = "article_id source title published published_evidence language url text file row sha256"
    assert list(articles) == names.split()
    for row in articles.itertuples():
        assert row.sha256 == hashlib.sha256(row.text.encode("utf-8")).hexdigest()
        calendar.bounds(row.published)


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.jsonl.gz"])
def test_json_lines(tmp_path, name):
    lines = [
        {"id": 1, "source": {"id": None, "name": "One"}, "content": "Text.", "tags": ["a"]},
        {"id": "b-2", "source": {"name": "Two"}, "content": ["not", "text"]},
        {"id": 3.50, "source": {"name": "Two"}, "content": "Text two.", "title": ["x"]},
    ]
    wrong = ["[1, 2]", "{", '"text"', "null", "[" * 100_000]
    data = "\n\n".join([*map(json.dumps, lines), *wrong]).encode()
    path = tmp_path / name
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    found = read(path)
    assert found.articles["article_id"].tolist() == ["1", "two-1"]
    assert found.articles["row"].tolist() == [1, 5]
    reasons = ["nested", "not_an_object", "not_json", "not_an_object", "not_an_object", "not_json"]
    assert why(found) == list(zip([3, 7, 9, 11, 13, 15], reasons, strict=True))
    assert found.notes["note"].tolist() == ["columns", "not_text", "article_id"]


def test_half_a_character_of_json_can_be_stored(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"source": "\\ud83d", "text": "a\\ud83d and \\ud83d\\ude00"}', encoding="utf-8")
    found = read(path)
    assert found.articles["text"].tolist() == ["a\ufffd and \U0001f600"]
    assert found.articles["source"].tolist() == ["\ufffd"]
    assert found.notes["note"].tolist() == ["undecoded"]


def test_parquet(tmp_path):
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = arrow.table(
        {
            "outlet": ["One", None, "Two", "Two"],
            "text": ["Text.", "No source.", None, "Text two."],
            "date": arrow.array([date(2022, 1, 13), None, None, date(1, 1, 1)]),
            "meta": [{"lang": "en"}] * 4,
        }
    )
    path = tmp_path / "a.parquet"
    parquet.write_table(table, path)
    found = read(path, columns={"language": "meta.lang"})
    assert found.articles["published"].tolist() == ["2022-01-13", "XXXX"]
    assert found.articles["row"].tolist() == [1, 4]
    assert found.articles["language"].tolist() == ["en", "en"]
    assert why(found) == [(2, "no_source"), (3, "empty")]
    path.write_bytes(path.read_bytes()[:-20])
    refuses(path, "Parquet file that can be read")
    parquet.write_table(table, path)
    refuses(path, "at most 10 bytes", limits=Limits(unpacked=10))


@pytest.mark.parametrize(("module", "name"), [("pyarrow", "a.parquet"), ("trafilatura", "pages")])
def test_what_is_not_installed_is_named(tmp_path, monkeypatch, module, name):
    monkeypatch.setitem(sys.modules, module, None)
    path = tmp_path / name
    if name == "pages":
        path.mkdir()
        (path / "a.html").write_text("<p>Text.</p>", "utf-8")
    else:
        path.write_bytes(b"PAR1")
    refuses(path, r"install twicetold\[(parquet|html)\]")


# Columns.


@pytest.mark.parametrize(
    "heading",
    [
        ["Outlet", "Pub_Date", "Headline", "BODY"],
        ["publication", "published at", "title", "content"],
        ["source.name", "publishedAt", "Article-Title", "full text"],
    ],
)
def test_obvious_names_are_known(tmp_path, heading):
    found = read(write(tmp_path / "a.csv", ROWS, heading=heading)).articles
    assert found["text"].tolist() == ["Text of A.", "Text of B."]
    assert found["published"].tolist() == ["2022-01-13", "XXXX"]
    assert found["title"].tolist() == ["A", "B"]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        (["who", "date", "title", "text"], r"--source-column NAME \(its columns: who, date, title, text\)"),
        (["source", "date", "title", "what"], r"--text-column"),
        (["source", "outlet", "title", "text"], r"'source, outlet'; expected one column for source; .*--source-column"),
        (["source", "date", "pub_date", "text"], r"--published-column"),
        (["source", "date", "text", "text"], r"each column once"),
    ],
)
def test_columns_that_are_not_clear_are_asked_for(tmp_path, heading, expected):
    refuses(write(tmp_path / "a.csv", ROWS, heading=heading), expected)


def test_a_column_can_be_said_outright(tmp_path):
    path = write(tmp_path / "a.csv", ROWS, heading=["source", "outlet", "title", "text"])
    assert read(path, columns={"source": "title"}).articles["source"].tolist() == ["A", "B"]
    refuses(path, "one of its columns for --source-column", columns={"source": "nothing"})
    refuses(path, "one of source, text", columns={"sauce": "title"})


# Nothing is lost in silence.

CELLS = st.text(st.characters(codec="utf-8"), max_size=12)


@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=1, max_size=8))
def test_every_row_is_an_article_or_rejected(tmp_path_factory, rows):
    # A long text comes first, so that the file does not begin like one that is no text.
    rows = [["One", "", "", "Text. " * 1000], *rows]
    path = write(tmp_path_factory.mktemp("rows") / "a.csv", rows)
    found = read(path)
    assert sorted([*found.articles["row"], *found.rejected["row"]]) == list(range(2, len(rows) + 2))
    for row in found.articles.itertuples():
        assert row.text == cleaning.clean(rows[row.row - 2][3]).text
        assert row.source
        assert any(map(str.isalpha, row.text))
    assert set(found.rejected["reason"]) <= {"empty", "no_letter", "no_source", "language"}


@given(st.text(st.sampled_from('a ,;"\n\r\t\x00{}[]é'), max_size=60), st.sampled_from(["a.csv", "a.jsonl"]))
def test_no_file_of_text_breaks_it(tmp_path_factory, text, name):
    path = tmp_path_factory.mktemp("any") / name
    path.write_text("source,text\nOne,Text.\n" + text, encoding="utf-8", newline="")
    if name == "a.jsonl":
        path.write_text('{"source": "One", "text": "Text."}\n' + text, encoding="utf-8", newline="")
    found = read(path)
    total = len(found.articles) + len(found.rejected)
    assert total == sum(1 for _ in intake.records(path, today=TODAY))
    assert found.articles["text"][0] == "Text."
    # What stands in the file stands in an article, or in the list of what was rejected.
    if not found.rejected.shape[0]:
        letters = re.sub("[^aé]", "", text)
        assert letters == "".join(re.sub("[^aé]", "", row.source + row.text) for row in found.articles[1:].itertuples())


def test_an_open_quote_costs_its_own_rows_only(tmp_path):
    path = tmp_path / "a.csv"
    good = '"One","{}","First, paragraph.\n\nSecond, and third."\n'
    wrong = '"Two","w","It is left open, and more\nOne paragraph, of two, cells\n'
    path.write_text("source,title,text\n" + good.format(1) + wrong + good.format(2) + good.format(3), "utf-8")
    found = read(path)
    assert found.articles["title"].tolist() == ["1", "2", "3"]
    assert set(found.articles["text"]) == {"First, paragraph.\n\nSecond, and third."}
    assert why(found) == [(3, "quotes")]
    assert found.rejected["excerpt"][0] == '"Two","w","It is left open, and more'
    path.write_text("source,title,text\n" + good.format(1) + '"Two","w","never closed\n' + "line\n" * 10, "utf-8")
    assert why(read(path)) == [(3, "quotes")]


def test_rows_of_other_lengths(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("source,text\nOne,Text.,,\nOne,Text,more\nOne\n\nOne,Last.\n", "utf-8")
    found = read(path)
    assert found.articles["text"].tolist() == ["Text.", "Last."]
    assert found.articles["row"].tolist() == [2, 6]
    assert why(found) == [(3, "cells"), (4, "cells")]
    assert found.rejected["detail"][0] == "3 cells where the heading has 2"


def test_reasons_and_notes_are_those_of_the_table():
    run = Path(intake.__file__).parents[1]
    paths = [*(run / "intake").glob("*.py"), *(run / "annotate").glob("*.py")]
    code = "".join(path.read_text("utf-8") for path in paths)
    for key in intake.reasons():
        assert f'"{key}"' in code, key


def test_a_million_rows_are_not_held(tmp_path):
    found = intake.records(write(tmp_path / "a.csv", ROWS * 5000), today=TODAY)
    assert next(found).row == 2
    assert iter(found) is found


# Text is data.


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_markup_stays_as_it_is(tmp_path, text):
    row = ["One", "2022-01-13", text, f"Text: {text}"]
    found = read(write(tmp_path / "a.csv", [row])).articles
    assert found["text"].tolist() == [f"Text: {text}"]
    assert found["title"].tolist() == [" ".join(text.split())]


RUSSIAN = "Россия потребовала письменных гарантий того, что НАТО не будет расширяться на восток. " * 3
FRENCH = "Le président a déclaré à l’Élysée que la réunion était prévue, et il a été très étonné. " * 3
ENGLISH = "He said: “We won’t move” – and the café closed. " + "The minister spoke to reporters about the plan. " * 20
JAPANESE = "北大西洋条約機構は東方に拡大しないと約束したとロシアは主張している。" * 4


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *[(text, encoding) for text in (RUSSIAN, ENGLISH) for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32")],
        *[(ENGLISH.replace("“", "").encode("ascii", "ignore").decode(), f"utf-16-{end}") for end in ("le", "be")],
        *[(RUSSIAN, encoding) for encoding in ("cp1251", "koi8-r")],
        *[(text, "cp1252") for text in (ENGLISH, FRENCH, "It’s a short one: the “café” of a naïve man.")],
        (JAPANESE, "shift-jis"),
    ],
)
@pytest.mark.parametrize("kind", ["table", "folder"])
def test_encodings_are_told(tmp_path, text, encoding, kind):
    if kind == "table":
        path = write(tmp_path / "a.csv", [["One", "", "", text]], encoding=encoding)
    else:
        path = tmp_path / "folder"
        (path / "One").mkdir(parents=True)
        (path / "One" / "a.txt").write_bytes(text.encode(encoding))
    found = read(path)
    if text in (RUSSIAN, FRENCH, JAPANESE):
        (excerpt,) = found.rejected["excerpt"]
        assert len(excerpt) > 50
        assert text.startswith(excerpt.removesuffix("…"))
    else:
        assert found.articles["text"].tolist() == [text]
    noted = found.notes["note"].eq("encoding").any()
    assert noted == (encoding not in ("utf-8", "utf-8-sig"))


def test_a_few_wrong_bytes_are_marked_and_the_rest_is_right(tmp_path):
    path = write(tmp_path / "a.csv", [["One", "2022", "", ENGLISH], ["Two", "2022", "", "Text two."]])
    path.write_bytes(path.read_bytes().replace(b"Text two", b"Te\xfft two"))
    found = read(path)
    assert found.articles["text"].tolist() == [ENGLISH, "Te\ufffdt two."]
    assert found.notes["note"].tolist() == ["encoding", "undecoded"]
    # A letter that is cut off at the very end.
    path.write_bytes(b"source,text\nOne,Text \xe2\x80\x9ctwo\xe2\x80\x9d \xe2\x80")
    assert len(read(path).articles) == 1


def test_an_encoding_can_be_said(tmp_path):
    path = write(tmp_path / "a.csv", [["One", "", "", "Łódź"]], encoding="cp1250")
    assert bodies(path, encoding="windows-1250") == ["Łódź"]
    refuses(path, "the name of an encoding", encoding="no-such")


@given(st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs", "Cc", "Cf", "Cs"])))
def test_cleaning_takes_controls_and_nothing_else(text):
    cleaned, counts = cleaning.clean(text)
    cleaned.encode("utf-8")
    assert cleaning.clean(cleaned).text in (cleaned, cleaned.removeprefix("\ufeff"))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", cleaned)
    ends = text.removeprefix("\ufeff").replace("\r\n", "\n")
    assert len(ends) - len(cleaned) == counts.get("control", 0)
    kept = [sign for sign in ends if sign.isprintable()]
    assert (
        kept
        == [sign for sign in cleaned if sign.isprintable() and sign != "\ufffd" or sign in kept and sign == "\ufffd"][
            : len(kept)
        ]
    )


def test_what_text_is_made_of_stays(tmp_path):
    text = "e\u0301 \U0001f468\u200d\U0001f469 \u202eturned\u202c \u00a0\u2028 ﬁ \ufeff end"
    found = read(write(tmp_path / "a.csv", [["One", "2022", "", "\ufeffa\x00b\r\nc\rd\x0ce" + text]]))
    assert found.articles["text"].tolist() == ["ab\nc\nd\ne" + text]
    assert dict(zip(found.notes["note"], found.notes["detail"], strict=True)) == {"control": "1", "bidirectional": "2"}


def test_long_and_bare_bodies(tmp_path):
    long = "word " * 500_000
    found = read(write(tmp_path / "a.csv", [["One", "", "", long], ["One", "", "", "no full stop"]]))
    assert found.articles["text"].tolist() == [long, "no full stop"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["One", "", "T", " \n "], "empty"),
        (["One", "", "T", "1990 – 100 %!"], "no_letter"),
        ([" ", "", "T", "Text."], "no_source"),
    ],
)
def test_what_is_no_article_is_listed(tmp_path, row, reason):
    found = read(write(tmp_path / "a.csv", [*ROWS, row]))
    assert why(found) == [(4, reason)]
    assert found.rejected["excerpt"].tolist() == [row[3].strip() or "title: T"]


def test_only_addresses_of_the_web_are_kept(tmp_path):
    rows = [["One", url, "Text."] for url in ("https://a.example/x", "javascript:alert(1)", "a.example", "")]
    found = read(write(tmp_path / "a.csv", rows, heading=["source", "url", "text"]))
    assert found.articles["url"].tolist() == ["https://a.example/x", "", "", ""]
    assert found.notes["note"].tolist() == ["url", "url"]


def test_an_excerpt_cannot_steer_a_terminal(tmp_path):
    found = read(write(tmp_path / "a.csv", [*ROWS, ["\x1b[2J", "", "\x1b[31m\u202e", ""]]))
    assert found.rejected["excerpt"][0].isprintable()
    assert "\x1b" not in found.rejected["excerpt"][0]


# Dates.


@pytest.mark.parametrize(
    ("text", "order", "edtf"),
    [
        ("2022-01-13T23:30:00-08:00", None, "2022-01-13"),
        ("2022-01-13 10:30:00+00", None, "2022-01-13"),
        ("2022-01-13T10:30:00.123456Z", None, "2022-01-13"),
        ("2026-02-18?", None, "XXXX"),
        ("2026-01-16", None, "2026-01-16"),
        ("2026-01-17", None, "XXXX"),
        ("2025-12-18?", None, "2025-12-18?"),
        ("1990~", None, "1990~"),
        ("XXXX", None, "XXXX"),
        ("Thu, 13 Jan 2022 10:30:00 GMT", None, "2022-01-13"),
        ("Fri, 13 Jan 2022 10:30:00 GMT", None, "2022-01-13?"),
        ("12 January 2022", None, "2022-01-12"),
        ("12th of January, 2022", None, "2022-01-12"),
        ("JANUARY 12 2022", None, "2022-01-12"),
        ("Sept. 2, 2021 at 5:30 p.m. ET", None, "2021-09-02"),
        ("30 February 2021", None, "XXXX"),
        ("29 February 2021", None, "XXXX"),
        ("29 February 2020", None, "2020-02-29"),
        ("30/12/2017", None, "2017-12-30"),
        ("12/30/2017", None, "2017-12-30"),
        ("30.12.2017", None, "2017-12-30"),
        ("05/05/2017", None, "2017-05-05"),
        ("31/31/2017", None, "XXXX"),
        ("12/11/2017", None, "XXXX"),
        ("12/11/2017", "dmy", "2017-11-12"),
        ("12/11/2017", "mdy", "2017-12-11"),
        ("12/30/17", None, "XXXX"),
        ("05/05/17", None, "XXXX"),
        ("12/30/17", "mdy", "2017-12-30"),
        ("12/30/17", "dmy", "XXXX"),
        ("2017/12/30", None, "2017-12-30"),
        ("0001", None, "XXXX"),
        ("0001-11-30", None, "XXXX"),
        ("1599-12-31", None, "XXXX"),
        ("1600-01-01", None, "1600-01-01"),
        ("1/21", None, "XXXX"),
        ("2050", None, "XXXX"),
        ("yesterday", None, "XXXX"),
        ("12", None, "XXXX"),
        ("1642032000", None, "XXXX"),
        ("2022-01-13; 2022-01-14", None, "XXXX"),
        ("٢٠٢٢-٠١-١٣", None, "XXXX"),
        ("2022-01-13" * 100, None, "XXXX"),
    ],
)
def test_dates_are_read_in_one_way_or_not(text, order, edtf):
    found, evidence = published.read_date(text, today=TODAY, order=order)
    assert found == edtf, evidence
    assert evidence.startswith(f'Given as "{text[:20]}')
    assert evidence.endswith(".")
    assert ("which was not read: " in evidence) == (edtf == "XXXX")


@pytest.mark.parametrize(
    ("text", "order", "reason"),
    [
        ("12/30/17", None, "a year of two digits"),
        ("12/11/2017", None, "in two ways"),
        ("12/30/17", "dmy", "does not fit the order that was said, dmy"),
        ("30 February 2021", None, "no such day"),
        ("2050", None, "in the future"),
        ("0001", None, "before 1600"),
        ("1/21", None, "none of the forms"),
    ],
)
def test_why_a_date_was_not_read_is_said(text, order, reason):
    assert reason in published.read_date(text, today=TODAY, order=order)[1]


def test_every_form_of_the_table_reads_its_example():
    table = read_table(Path(published.__file__).with_name("date_forms.csv"), ("form", "pattern", "how", "example"))
    for row in table.itertuples():
        edtf, evidence = published.read_date(row.example, today=TODAY)
        assert edtf != "XXXX", row.example
        if row.form != "numeric":
            assert row.how in evidence


FORMS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y%m%d", "%d %B %Y", "%B %d, %Y", "%a, %d %b %Y 00:00:00 +0000", "%Y/%m/%d"]


@given(st.dates(date(1600, 1, 1), TODAY), st.sampled_from([*FORMS, "%d/%m/%Y", "%m/%d/%Y"]))
def test_a_day_is_read_back_or_unknown_never_another(day, form):
    edtf, _ = published.read_date(day.strftime(form), today=TODAY)
    assert edtf in (day.isoformat(), "XXXX")
    assert edtf != "XXXX" or form not in FORMS


@given(st.text(max_size=100))
def test_any_date_gives_edtf(text):
    edtf, evidence = published.read_date(text, today=TODAY)
    calendar.bounds(edtf)
    assert evidence.isprintable()


# Ids.


@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=12)), max_size=20))
def test_ids_are_fit_for_any_file_system(rows):
    ids = identifiers.assign([name for name, _ in rows], [source for _, source in rows])
    assert all(identifiers.is_plain(name) for name in ids)
    assert len({name.casefold() for name in ids}) == len(rows)
    assert ids == identifiers.assign([name for name, _ in rows], [source for _, source in rows])


@pytest.mark.parametrize(
    "name",
    ["../a", "a/b", "a\\b", "CON", "com1", "nul", "a.", "a b", "-a", "a-", "", "é", "a\n", "x" * 65, ".", "a:b", "А"],
)
def test_other_ids_are_replaced(name):
    assert identifiers.assign([name], ["The One"]) == ["the-one-1"]


def test_given_ids_stay_and_made_ones_go_round_them(tmp_path):
    rows = [["a-1", "A", "Text."], ["A-1", "A", "Text."], ["../x", "A", "Text."], ["", "A", "Text."]]
    found = read(write(tmp_path / "a.csv", rows, heading=["id", "source", "text"]))
    assert found.articles["article_id"].tolist() == ["a-1", "a-2", "a-3", "a-4"]
    assert found.notes["detail"].tolist() == ["A-1: a-2", "../x: a-3"]


# Hostile containers.

LIMITS = Limits(row=2000, unpacked=50_000, columns=20)


def zipped() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("a.csv", "source,text\nOne,Text.\n")
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (zipped(), "ZIP archive"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "PNG"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "JPEG"),
        (b"%PDF-1.7\n", "PDF"),
        (bytes(range(32)) * 50, "not text"),
        (gzip.compress(zipped()), "ZIP archive"),
        (gzip.compress(gzip.compress(b"source,text\n")), "a .gz within a .gz"),
        (b"", "an empty file"),
        (gzip.compress(b""), "an empty file"),
        (gzip.compress(b"source,text\nOne,Text.\n" * 9)[:-12], "a whole .gz file"),
        (gzip.compress(b"source,text\nOne,Text.\n")[:-8] + bytes(8), "a whole .gz file"),
        (b"\x1f\x8b and no more of it", "a whole .gz file"),
        (gzip.compress(b"source,text\n" + b"One,Text.\n" * 10_000), "at most 50,000 bytes"),
        (b"source,text," + b",".join(b"c%d" % n for n in range(100)) + b"\n", "at most 20 columns"),
        (b"source,text" + b"," * 3000 + b"\n", "a heading of at most 2,000"),
        (b"source,text\n", "a row for each article; |got 'none'"),
        (b"\n\n", "a heading that names the columns"),
    ],
    # Not by what they hold: packed bytes carry the time.
    ids=range(17),
)
@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz"])
def test_a_file_of_another_kind_is_refused(tmp_path, data, says, name):
    path = tmp_path / name
    path.write_bytes(data)
    refuses(path, says, limits=LIMITS)


def test_an_empty_file_is_called_so(tmp_path):
    (tmp_path / "a.jsonl").touch()
    refuses(tmp_path / "a.jsonl", "an empty file")


@pytest.mark.parametrize("name", ["a.xlsx", "a.json", "a", "a.gz", "missing.csv"])
def test_a_file_of_no_known_kind_is_refused(tmp_path, name):
    if not name.startswith("missing"):
        (tmp_path / name).write_text("source,text\n", "utf-8")
    refuses(tmp_path / name, "a CSV, TSV, JSON Lines or Parquet file, or a folder")


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_a_row_over_the_limit_is_rejected_and_the_next_is_read(tmp_path, name):
    huge = "x" * 5000
    path = tmp_path / name
    if name == "a.csv":
        path.write_text(f"source,text\nOne,Text.\nTwo,{huge}\nThree,Text three.\n", "utf-8")
    else:
        lines = [{"source": "One", "text": text} for text in ("Text.", huge, "Text three.")]
        path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    found = read(path, limits=LIMITS)
    assert found.articles["text"].tolist() == ["Text.", "Text three."]
    assert found.rejected["reason"].tolist() == ["too_long"]


def test_a_quote_left_open_does_not_swallow_the_file(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('source,text\nOne,Text.\nTwo,"open\n' + "One,Text.\n" * 1000, "utf-8")
    found = read(path, limits=LIMITS)
    assert len(found.articles) == 1001
    assert why(found) == [(3, "quotes")]


def test_quotes_that_never_pair_up_are_refused_soon(tmp_path):
    path = tmp_path / "a.csv"
    # Each line opens a quote, whether it is read from within quotes or not.
    path.write_text("source,text\nOne,Text.\n" + 'a","b\n' * 20_000, "utf-8")
    refuses(path, 'row 3: got \'a","b.*quotes that pair up', limits=Limits(row=2000))


# Folders.


def tree(root: Path, files: dict[str, str]) -> Path:
    root.mkdir(exist_ok=True)
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def test_a_folder_with_front_matter_and_sub_folders(tmp_path):
    path = tree(
        tmp_path / "texts",
        {
            "One/a.txt": "Text A.",
            "One/deep/b.md": "---\ntitle: 'B: two'\ndate: 2022-01-13\nsource: Other\ntext: not this\n---\n# Text B\n",
            "Two/c.md": "---\n- no mapping\n---\nText C.",
            "Two/d.md": "---\nText D, after a rule.",
            "e.txt": "No source.",
            "One/photo.jpg": "",
            ".hidden.txt": "Hidden.",
        },
    )
    found = read(path)
    by_file = found.articles.set_index("file")
    assert by_file["source"].to_dict() == {
        "One/a.txt": "One",
        "One/deep/b.md": "Other",
        "Two/c.md": "Two",
        "Two/d.md": "Two",
    }
    assert by_file.loc["One/deep/b.md", ["title", "published", "text"]].tolist() == [
        "B: two",
        "2022-01-13",
        "# Text B\n",
    ]
    assert by_file.loc["Two/c.md", "text"] == "---\n- no mapping\n---\nText C."
    assert by_file.loc["Two/d.md", "text"] == "---\nText D, after a rule."
    assert found.rejected[["file", "reason"]].to_numpy().tolist() == [["e.txt", "no_source"]]
    assert sorted(found.notes["note"]) == ["front_matter", "not_used", *["published"] * 3]
    assert "1 .jpg" in found.notes.set_index("note").loc["not_used", "detail"]


def test_a_folder_with_metadata(tmp_path):
    path = tree(
        tmp_path / "texts",
        {
            "a.txt": "Text A.",
            "sub/b.txt": "Text B.",
            "unlisted.txt": "No source.",
            "metadata.csv": "file,outlet,date,text\na.txt,One,2022-01-13,not this\nsub\\b.txt,Two,,\n"
            "a.txt,Again,,\n../../secret.txt,One,,\ngone.txt,One,,\n",
        },
    )
    (tmp_path / "secret.txt").write_text("Secret.", "utf-8")
    found = read(path)
    rows = found.articles[["file", "source", "published", "text"]].to_numpy().tolist()
    assert rows == [["a.txt", "One", "2022-01-13", "Text A."], ["sub/b.txt", "Two", "XXXX", "Text B."]]
    assert found.rejected[["file", "row", "reason"]].to_numpy().tolist() == [
        ["metadata.csv", 4, "twice"],
        ["metadata.csv", 5, "no_file"],
        ["metadata.csv", 6, "no_file"],
        ["unlisted.txt", 1, "no_source"],
    ]
    said = read(path, columns={"source": "date"})
    assert said.articles["source"].tolist() == ["2022-01-13", "sub"]


def test_links_are_not_followed(tmp_path):
    secret = tree(tmp_path / "secret", {"s.txt": "Secret."})
    path = tree(tmp_path / "texts", {"One/a.txt": "Text A."})
    (path / "One" / "link.txt").symlink_to(secret / "s.txt")
    (path / "One" / "folder.txt").symlink_to(secret)
    (path / "Two").symlink_to(secret)
    found = read(path)
    assert found.articles["text"].tolist() == ["Text A."]
    assert found.rejected[["file", "reason"]].to_numpy().tolist() == [
        ["Two", "symlink"],
        ["One/folder.txt", "symlink"],
        ["One/link.txt", "symlink"],
    ]
    assert "Secret" not in str(found)
    (path / "metadata.csv").symlink_to(secret / "s.txt")
    assert "metadata.csv" in read(path).rejected["file"].tolist()


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such files")
def test_a_pipe_is_not_waited_for(tmp_path):
    path = tree(tmp_path / "texts", {"One/a.txt": "Text A."})
    os.mkfifo(path / "One" / "pipe.txt")
    found = read(path)
    assert found.articles["text"].tolist() == ["Text A."]
    assert found.rejected[["file", "reason"]].to_numpy().tolist() == [["One/pipe.txt", "unreadable"]]


def test_a_file_keeps_its_name_where_it_can_and_can_be_found_by_it(tmp_path):
    found = read(
        tree(tmp_path / "texts", {"One/Ab-1.txt": "Text A.", "Two/Ab-1.txt": "Text B.", "Two/é x.txt": "C c."})
    )
    assert found.articles["article_id"].tolist() == ["Ab-1", "two-1", "two-2"]
    named = found.notes[found.notes["note"] == "article_id"]
    assert named[["file", "detail"]].to_numpy().tolist() == [
        ["Two/Ab-1.txt", "Ab-1: two-1"],
        ["Two/é x.txt", "é x: two-2"],
    ]


def test_dates_that_are_not_known_are_on_record_with_the_reason(tmp_path):
    dates = ["2022-01-13", "0001", "1/21", "2050-01-01", "yesterday", ""]
    notes = read(write(tmp_path / "a.csv", [["One", day, "", f"Text {day}."] for day in dates])).notes
    assert notes["note"].unique().tolist() == ["published"]
    assert notes["row"].tolist() == [3, 4, 5, 6, 7]
    assert all(day in detail for day, detail in zip(dates[1:], notes["detail"], strict=True))


@pytest.mark.skipif(sys.platform == "win32", reason="such names cannot be written there")
def test_file_names_are_data(tmp_path):
    names = ["a b.txt", 'q"uote.txt', "new\nline.txt", "..x.txt", "<b>.txt", "a;b,c.txt", "é.txt", "=1+1.txt"]
    path = tree(tmp_path / "texts", {f"One/{name}": f"Text {at}." for at, name in enumerate(names)})
    found = read(path)
    hidden = [name for name in names if name.startswith(".")]
    assert sorted(found.articles["file"]) == sorted(f"One/{name}" for name in names if name not in hidden)
    assert all(identifiers.is_plain(name) for name in found.articles["article_id"])


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({}, "an empty folder"),
        ({"a.pdf": "", "b.pdf": ""}, "2 .pdf"),
        ({"a.txt": "Text."}, "a source for each file"),
        ({"a.txt": "Text.", "x.csv": "file\n", "y.csv": "file\n"}, "one table of metadata"),
        ({"a.txt": "Text.", "x.csv": "who,what\na,b\n"}, "--file-column"),
    ],
)
def test_a_folder_that_cannot_be_used_says_why(tmp_path, files, says):
    with pytest.raises(BadInput, match=says):
        read(tree(tmp_path / "texts", files))


def test_empty_and_broken_files_of_a_folder_are_rejected_one_by_one(tmp_path):
    path = tree(tmp_path / "texts", {"One/a.txt": "Text A.", "One/b.txt": "", "One/long.txt": "x" * 3000})
    (path / "One" / "c.txt").write_bytes(zipped())
    found = read(path, limits=LIMITS)
    assert found.articles["text"].tolist() == ["Text A."]
    assert found.rejected["reason"].tolist() == ["empty", "unreadable", "too_long"]


@given(st.text(max_size=200))
def test_front_matter_never_breaks_a_text(text):
    values, body = folder.front_matter(text)
    assert text.endswith(body)
    values, body = folder.front_matter(f"---\n{text}\n---\nBody.")
    assert body.endswith("Body.")


def test_front_matter_is_no_bomb():
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(
        f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}]\n"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    values, body = folder.front_matter(f"---\n{bomb}---\nBody.")
    assert body == "Body."
    assert folder.front_matter("---\n" + "[" * 15_000 + "\n---\nBody.")[0] is None


PAGE = """<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>A page</title>
<meta property="og:site_name" content="The One"><meta property="og:title" content="A &amp; B">
<meta property="article:published_time" content="2022-01-13T10:00:00Z"></head>
<body><nav><a href="/">Home</a></nav><article><h1>A &amp; B</h1><p>{text}</p></article></body></html>"""


def test_saved_pages(tmp_path):
    pytest.importorskip("trafilatura")
    text = "The minister said &lt;b&gt; on Monday that talks would go on. " * 10
    path = tree(
        tmp_path / "pages",
        {
            "a.html": PAGE.format(lang="en-GB", text=text),
            "b.htm": PAGE.format(lang="fr", text=text + "More."),
            "c.html": "<html></html>",
            "d.html": "",
            "metadata.csv": "file,source\nb.htm,The Other\n",
        },
    )
    found = read(path)
    assert found.articles["source"].tolist() == ["The One"]
    assert found.articles["title"].tolist() == ["A & B"]
    assert found.articles["published"].tolist() == ["2022-01-13"]
    assert found.articles["language"].tolist() == ["en"]
    assert "The minister said <b> on Monday" in found.articles["text"][0]
    assert "Home" not in found.articles["text"][0]
    assert found.rejected["reason"].tolist() == ["language", "no_article", "no_article"]
    (path / "One").mkdir()
    (path / "One" / "e.txt").write_text("Text.", "utf-8")
    found = read(path)
    assert "3 .html, 1 .htm" in found.notes.set_index("note").loc["not_used", "detail"]


# Language.


REPORTS = [path.read_text("utf-8") for path in sorted((ROOT / "data" / "articles").glob("*.txt"))]
MIXED = ["Été à Paris. " * 40, "Straße ſ ISTANBUL İzmir don’t “quoted” — " * 20]


@pytest.mark.parametrize("text", [*REPORTS, *MIXED])
def test_the_share_of_english_words_is_that_of_simplemma(text):
    detector = LanguageDetector("en")
    for start in range(0, max(1, len(text) - 100), 400):
        part = text[start : start + language._READ]
        if len(part.split()) >= language.SHORT:
            assert language.english(part) == detector.proportion_in_target_languages(part)


@pytest.mark.parametrize(
    ("declared", "text", "tag", "why"),
    [
        ("en", "Text.", "en", ""),
        ("EN-us", "Text.", "en", ""),
        ("English", "Text.", "en", ""),
        ("", "Text.", "", ""),
        ("fr", "Texte.", "fr", "declared as fr"),
        ("encore", "Text.", "encore", "declared as encore"),
        ("", RUSSIAN, "und", "of its letters are Latin"),
        ("", JAPANESE, "und", "of its letters are Latin"),
        ("en", RUSSIAN, "und", "declared as en, but"),
        ("", "Text with a word: Россия.", "", ""),
        ("", FRENCH, "und", "of its words are English"),
        ("en", FRENCH, "und", "declared as en, but"),
        ("", FRENCH[:40], "", ""),
    ],
)
def test_what_is_plainly_not_english_is_listed_and_the_others_are_used(tmp_path, declared, text, tag, why):
    rows = [["One", declared, "", text], ["One", "", "", "Another text."]]
    found = read(write(tmp_path / "a.csv", rows, heading=["source", "lang", "title", "text"]))
    assert language.tell(declared, text)[0] == tag
    if not why:
        assert found.articles["language"].tolist() == [tag, ""]
        assert found.rejected.empty
    else:
        assert found.articles["text"].tolist() == ["Another text."]
        (row,) = found.rejected.itertuples()
        assert (row.row, row.reason) == (2, "language")
        assert why in row.detail
        assert row.excerpt


def test_latin_letters_are_those_with_marks_too():
    assert language.latin("Đà Nẵng, Łódź, Brașov, Þórshöfn") == 1
    assert language.latin("1990") == 1


def test_printable_shows_no_sign_that_steers():
    assert record.printable("a\u202eb\x1bc\n") == "a�b�c�"
    assert record.plain_name("a\udcffb") == "a�b"


def test_reading_twice_gives_the_same(tmp_path):
    path = write(tmp_path / "a.csv", ROWS * 3)
    for one, other in zip(read(path), read(path), strict=True):
        pd.testing.assert_frame_equal(one, other)
    assert codecs.BOM_UTF8 not in path.read_bytes()


def test_columns_that_were_not_used_are_a_note(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("outlet,Date of publication,body,section,mood\nA,2020-01-02,Some words.,news,\n", "utf-8")
    read = intake.read(path, today=date(2026, 1, 1))
    assert list(read.articles["published"]) == ["2020-01-02"]
    (note,) = read.notes.itertuples(index=False)
    assert tuple(note) == ("a.csv", 0, "columns", "section, mood")


def test_outlets_that_differ_in_capitals_or_spaces_are_a_note(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("outlet,body\nThe Post,Some words.\nTHE POST,Some words.\nThePost,Words.\nNPR,Words.\n", "utf-8")
    (note,) = intake.read(path, today=date(2026, 1, 1)).notes.itertuples(index=False)
    assert tuple(note) == ("a.csv", 0, "spellings", "The Post, THE POST, ThePost")
