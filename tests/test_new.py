"""A book about one's own articles: what is made, of what, and that nothing of ours is in it."""

import ast
import hashlib
import json
import re
import subprocess
import sys
import zipfile
from csv import reader
from datetime import date
from importlib import metadata
from pathlib import Path

import pandas as pd
import pytest
from packaging.requirements import Requirement
from support import ROOT

from analysis.compare import intake_record
from analysis.measure import BadInput, load
from analysis.run import intake, new
from analysis.run.command import main
from analysis.run.new import sides, template, wheel

TODAY = date(2026, 11, 22)
HERALD = (
    "The mayor said on Monday that the bridge would be closed. “We have no choice,” Anna Lee said. The Council agreed."
)
POST = "The bridge was closed in 2019. Anna Lee, the mayor, blamed the Council. Traders fear for their business."
# What only our two reports and the pages on them may say.
OURS = re.compile(
    r"Brasov|Lao Động|laodong|Lukashevich|Gorbachev|NATO|1990|this dispute|not received support"
    r"|contrary to the commitment|exclusive right|main problem is|these reports|OSCE|benchmarks/[a-z]+\.py",
    re.IGNORECASE,
)


def articles(path: Path, rows: list[tuple[str, str, str]]) -> Path:
    """Write a CSV of articles: outlet, date, text."""
    pd.DataFrame(rows, columns=["outlet", "date", "body"]).to_csv(path, index=False)
    return path


@pytest.fixture
def csv(tmp_path) -> Path:
    rows = [("Herald", "2022-01-13", HERALD), ("Post", "2026-02-18", POST), ("Post", "", POST + " They wait.")]
    return articles(tmp_path / "in.csv", [*rows, ("Gazette", "2050-01-01", "Nothing new."), ("Gazette", "", " ")])


def make(folder: Path, csv: Path, **wanted) -> Path:
    about = {"title": "", "author": "Anna", "today": str(TODAY), **wanted}
    new.make(folder, intake.read(csv, today=TODAY), new.Wanted(**about), run=False)
    return folder


def test_a_book_has_the_articles_the_actors_and_all_that_it_is_built_from(tmp_path, csv):
    book = make(tmp_path / "book", csv, compare=["Herald", "Post"])
    corpus = load(book)
    assert sorted(corpus.articles["text"]) == sorted([HERALD, POST, POST + " They wait."])
    assert list(corpus.sources["label"]) == ["Herald", "Post"]
    assert set(corpus.articles["published"]) == {"2022-01-13", "2026-02-18", "XXXX"}
    assert {"Anna Lee", "Council"} <= set(corpus.tables["actors"]["label"])
    assert set(corpus.tables["levels"]["level"]) == {"functions", "generic"}
    for name in (
        "Makefile",
        "README.md",
        "CITATION.cff",
        "environment.yml",
        ".gitignore",
        ".github/workflows/book.yml",
    ):
        assert (book / name).is_file(), name
    assert [path.name for path in sorted((book / "notebooks").iterdir())] == sorted(
        path.name for path in (ROOT / "notebooks").glob("0[1-7]-*.ipynb")
    )


def test_nothing_of_our_two_reports_is_in_a_book(tmp_path, csv):
    book = make(tmp_path / "book", csv)
    kinds = (".md", ".csv", ".ipynb", ".yml", ".cff", ".bib", ".txt")
    files = [path for path in sorted(book.rglob("*")) if path.suffix in kinds or path.name == "Makefile"]
    assert len(files) > 40
    told = {
        f"{path.relative_to(book)}: {match[0]}" for path in files if (match := OURS.search(path.read_text("utf-8")))
    }
    assert not told


def test_what_is_not_used_is_on_record_and_nothing_is_lost(tmp_path, csv):
    book = make(tmp_path / "book", csv)
    rows = pd.read_csv(book / "data" / "intake.csv")
    assert list(rows[rows["kind"] == "not used"]["what"]) == ["its text is empty"]
    outlets = pd.read_csv(book / "data" / "outlets.csv", keep_default_na=False)
    assert dict(zip(outlets["outlet"], outlets["articles"], strict=True)) == {"Post": 2, "Gazette": 1, "Herald": 1}
    assert outlets["articles"].sum() + 1 == len(pd.read_csv(csv))
    pairs = pd.read_csv(book / "data" / "duplicates.csv")
    assert len(pairs) == 1
    once = make(tmp_path / "once", csv, copies="once", compare=["Herald", "Post"])
    assert len(load(once).articles) == 2


def test_one_outlet_is_compared_with_all_others(tmp_path, csv):
    book = make(tmp_path / "book", csv, compare=["Post"])
    corpus = load(book)
    assert list(corpus.sources["label"]) == ["Post", "The others (2)"]
    assert set(corpus.articles["outlet"]) == {"Post", "Herald", "Gazette"}


@pytest.mark.parametrize("compare", [["Post", "Times"], ["Post", "Post"]])
def test_an_outlet_that_is_not_there_is_named(tmp_path, csv, compare):
    with pytest.raises(BadInput, match="--compare"):
        make(tmp_path / "book", csv, compare=compare)
    assert not (tmp_path / "book").exists()


def test_of_no_outlets_named_the_two_with_most_articles_are_compared():
    table = pd.DataFrame({"source": ["b", "c", "a", "c", "a"]})
    assert sides.labels(sides.assign(table, [])) == {"first": "a", "second": "c"}


def test_a_folder_with_something_in_it_is_left_alone(tmp_path, csv, capsys):
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    assert main(["new", str(folder), "--articles", str(csv)]) == 1
    assert "an empty one" in capsys.readouterr().err
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]


def test_what_is_interrupted_leaves_nothing(tmp_path, csv, monkeypatch):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(new.pages, "write", stop)
    with pytest.raises(KeyboardInterrupt):
        make(tmp_path / "book", csv)
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_a_title_and_a_name_are_text(tmp_path, csv):
    title = 'A "B": {{ c }} @FIRST@ <b>d</b> *e* $f$ # g'
    book = make(tmp_path / "book", csv, title=title, author='O\'Neil: "x"')
    assert json.loads(re.search(r"^title: (.*)$", (book / "_config.yml").read_text("utf-8"), re.MULTILINE)[1]) == title
    heading = re.search(r"^# (.*)$", (book / "book" / "index.md").read_text("utf-8"), re.MULTILINE)[1]
    assert re.sub(r"\\(.)", r"\1", heading) == title
    assert main(["--root", str(book), "check"]) == 0


def test_the_same_articles_make_the_same_book(tmp_path, csv):
    one, other = (make(tmp_path / place / "book", csv) for place in ("one", "other"))
    files = [path.relative_to(one) for path in sorted(one.rglob("*")) if path.is_file()]
    assert [path for path in files if (one / path).read_bytes() != (other / path).read_bytes()] == []


def test_the_library_in_a_book_is_this_one_and_its_hash_is_in_the_lock(tmp_path, csv):
    book = make(tmp_path / "book", csv)
    (packed,) = (book / "vendor").glob("*.whl")
    lock = (book / "requirements.lock").read_text("utf-8")
    assert lock.endswith(
        f"./vendor/{packed.name} \\\n    --hash=sha256:{hashlib.sha256(packed.read_bytes()).hexdigest()}\n"
    )
    with zipfile.ZipFile(packed) as archive:
        inside = archive.namelist()
        assert archive.read("analysis/measure/spans.py") == (template.PACKAGE / "measure" / "spans.py").read_bytes()
    for path in template.files((*template.TAKEN, *template.READ)):
        assert f"analysis/template/{path.as_posix()}" in inside


def test_a_wheel_built_from_the_checkout_holds_the_same_files(tmp_path):
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = tmp_path.glob("*.whl")
    packed, _ = wheel.pack(tmp_path / "packed")
    names = [set(zipfile.ZipFile(path).namelist()) for path in (built, packed)]
    assert names[0] == names[1]


def test_articles_not_in_english_are_listed_and_refused_if_a_side_has_no_other(tmp_path, capsys):
    rows = [("A", "2022-01-13", "Мост закрыли в понедельник. " * 9), ("B", "2022-01-13", POST)]
    call = ["new", str(tmp_path / "book"), "--no-run", "--articles", str(articles(tmp_path / "in.csv", rows))]
    assert main(call) == 1
    assert "1 not used" in capsys.readouterr().err
    assert not (tmp_path / "book").exists()
    articles(tmp_path / "in.csv", [*rows, ("A", "2022-01-14", HERALD)])
    assert main(call) == 0
    listed = (tmp_path / "book" / "data" / "intake.csv").read_text("utf-8")
    assert "it is not in English" in listed
    assert "0 % of its letters are Latin" in listed


def test_a_title_that_a_spreadsheet_would_run_is_stored_as_text_and_shown_as_it_was(tmp_path):
    table = tmp_path / "in.csv"
    hostile = '=HYPERLINK("http://evil.example","click")'
    pd.DataFrame({"outlet": ["=1+1", "'Post"], "title": [hostile, "'s-Hertogenbosch"], "body": [HERALD, POST]}).to_csv(
        table, index=False
    )
    book = tmp_path / "book"
    assert main(["new", str(book), "--no-run", "--articles", str(table)]) == 0
    corpus = load(book)
    assert set(corpus.articles["title"]) == {hostile, "'s-Hertogenbosch"}
    assert set(corpus.articles["outlet"]) == {"=1+1", "'Post"} == set(corpus.sources["label"])
    assert set(intake_record.read(book).outlets["outlet"]) == {"=1+1", "'Post"}
    for path in (book / "data").rglob("*.csv"):
        for row in reader(path.read_text("utf-8").splitlines()):
            # A pattern of the codebook may begin with a hyphen; a cell that could be run never stands there.
            assert not any(cell.startswith(("=", "@", "\t")) for cell in row), path


def test_names_that_several_people_have_are_proposed_for_none_of_them(tmp_path):
    first = "John McCain spoke on Monday. They saw John leave. Senator McCain was angry. Beto Rourke waited for Beto. "
    second = "John Kasich spoke on Friday. Kasich left at noon. Nobody met Beto Rourke. John Kasich and he left."
    rows = [("A", "2022-01-13", 2 * first), ("B", "2022-01-14", 2 * second)]
    book = tmp_path / "book"
    assert main(["new", str(book), "--no-run", "--articles", str(articles(tmp_path / "in.csv", rows))]) == 0
    names = load(book).tables["actors"].set_index("label")["names"].str.split("|")
    assert "John" in first and not any("John" in own for own in names)
    assert "McCain" in names["John McCain"]
    assert {"Beto Rourke", "Beto"} <= set(names["Beto Rourke"])


def test_where_no_article_can_be_used_it_is_said_why(tmp_path, capsys):
    rows = [("A", "2022-01-13", " "), ("B", "2022-01-13", "...")]
    assert main(["new", str(tmp_path / "book"), "--articles", str(articles(tmp_path / "in.csv", rows))]) == 1
    assert "its text is empty" in capsys.readouterr().err


def test_a_column_can_be_named(tmp_path, capsys):
    pd.DataFrame({"paper": ["A", "B"], "words": [HERALD, POST]}).to_csv(tmp_path / "in.csv", index=False)
    call = ["new", str(tmp_path / "book"), "--articles", str(tmp_path / "in.csv"), "--no-run", "--json"]
    assert main(call) == 1
    assert "--source-column" in capsys.readouterr().err
    assert main([*call, "--source-column", "paper", "--text-column", "words"]) == 0
    assert json.loads(capsys.readouterr().out)["sides"] == ["A", "B"]


def test_what_a_page_says_of_our_reports_alone_is_marked_from_line_to_line():
    marked = [path for path in sorted((ROOT / "book").glob("*.md")) if "ours>" in path.read_text("utf-8")]
    assert {path.name for path in marked} >= {"method.md", "codebook.md", "cite.md"}
    for path in marked:
        text = path.read_text("utf-8")
        assert text.count("% <ours>\n") == text.count("% </ours>\n") == len(template._OURS.findall(text)), path.name


# What one of the library's extras brings, and its modules say so where it is not there.
EXTRAS = {
    "dask",  # comes with distributed
    "distributed",
    "fontTools",
    "fsspec",
    "trafilatura",
    "pyarrow",
    "weasyprint",
}  # fontTools comes with WeasyPrint


def required(name: str, found: set[str]) -> set[str]:
    """Return a distribution and all that it asks for, without extras."""
    name = re.sub(r"[-_.]+", "-", name).lower()
    if name not in found:
        found.add(name)
        for line in metadata.requires(name) or []:
            wanted = Requirement(line)
            if wanted.marker is None or wanted.marker.evaluate({"extra": ""}):
                required(wanted.name, found)
    return found


def test_what_the_wheel_asks_for_is_all_that_the_library_imports():
    of_module = metadata.packages_distributions()
    asked = required("twicetold", set())
    imported = set()
    for path in (ROOT / "src" / "analysis").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                imported.add(node.module.partition(".")[0])
    foreign = imported - set(sys.stdlib_module_names) - {"analysis"}
    assert foreign > {"pandas", "nbclient"}
    missing = {name for name in foreign if not {re.sub(r"[-_.]+", "-", one).lower() for one in of_module[name]} & asked}
    assert missing <= EXTRAS
