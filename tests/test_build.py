"""The build: all of the book or none of it, and the same bytes wherever it is made."""

import hashlib
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest
from support import copy_project, environment, forget, report, run_command

from analysis.run import build, command

HEBREW = "שלום".encode("iso8859-8")


def snapshot(folder: Path) -> dict[str, str]:
    """Return the hash of every file under a folder, by its path in it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def said(built: subprocess.CompletedProcess[str]) -> str:
    """Return what a build said, without its colours and its progress."""
    text = re.sub(r"\x1b\[[\d;]*m", "", f"{built.stdout}{built.stderr}")
    return "".join(line for line in text.splitlines(keepends=True) if "%]" not in line)


def put_old_book(root: Path) -> dict[str, str]:
    """Lay an older book where the build will put its own."""
    html = root / "_build" / "html"
    (html / "book").mkdir(parents=True)
    (html / "index.html").write_text("the old front page")
    (html / "book" / "index.html").write_text("the old book")
    return snapshot(html)


@pytest.mark.slow
def test_a_defect_in_a_page_stops_the_build_and_leaves_the_old_book(tmp_path):
    root = copy_project(tmp_path / "copy")
    old = put_old_book(root)
    defects = {
        "book/limits.md": "\n\nSee [the missing page](no-such-page.md).\n",
        "book/method.md": "\n\n{numref}`fig-no-such-figure`\n",
        "book/cite.md": "\n\n{glue:text}`no_such_value`\n",
        "book/context.md": "\n\n```{no-such-directive}\n```\n",
        "book/findings.md": "\n\n{cite}`nosuchreference1990`\n",
    }
    for name, defect in defects.items():
        with (root / name).open("a", encoding="utf-8") as page:
            page.write(defect)
    built = run_command(root, "build")
    assert built.returncode == 1, said(built)
    unnamed = [name for name in defects if not re.search(rf"{re.escape(name)}\b.*(WARNING|ERROR)", said(built))]
    assert not unnamed, f"no warning names {unnamed}:\n{said(built)}"
    assert built.stderr.rstrip().splitlines()[-1].startswith("twicetold: the book was not built"), built.stderr
    assert snapshot(root / "_build" / "html") == old, "the book that was there is not there as it was"


def test_a_file_that_is_no_notebook_stops_the_build_and_leaves_the_old_book(tmp_path):
    root = copy_project(tmp_path / "copy")
    old = put_old_book(root)
    (root / "notebooks" / "02-vocabulary.ipynb").write_text('{"cells": [')
    built = run_command(root, "build")
    assert built.returncode == 1, said(built)
    assert "02-vocabulary.ipynb" in said(built)
    assert snapshot(root / "_build" / "html") == old


def _articles(root: Path) -> pd.DataFrame:
    return pd.read_csv(root / "data" / "articles.csv", dtype=str, keep_default_na=False)


def _change(name: str, row: int, column: str, value: str):
    def change(root: Path) -> None:
        path = root / "data" / name
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        table.loc[row - 2, column] = value
        table.to_csv(path, index=False)

    return change


def _replace_article(content: bytes):
    """Change an article together with its recorded hash, and drop the notes on it."""

    def change(root: Path) -> None:
        articles = _articles(root)
        (root / "data" / articles.loc[0, "file"]).write_bytes(content)
        _change("articles.csv", 2, "sha256", hashlib.sha256(content).hexdigest())(root)
        forget(root / "data", articles.loc[0, "article_id"])

    return change


def _append_to_article(root: Path) -> None:
    with (root / "data" / _articles(root).loc[1, "file"]).open("ab") as file:
        file.write(b" And so on.")


def _remove_article(root: Path) -> None:
    (root / "data" / _articles(root).loc[0, "file"]).unlink()


def _only_boilerplate(root: Path) -> None:
    _replace_article(b"Read more!")(root)
    with (root / "data" / "boilerplate.csv").open("a", encoding="utf-8") as file:
        file.write(f"{_articles(root).loc[0, 'article_id']},0,10,Read more!,link,\n")


def _unknown_column(root: Path) -> None:
    _articles(root).assign(mood="calm").to_csv(root / "data" / "articles.csv", index=False)


def _claimed_twice(root: Path) -> None:
    _change("actors.csv", 3, "names", pd.read_csv(root / "data" / "actors.csv").loc[0, "names"])(root)


_FILE = r"articles\.csv, row 2, column 'file': got 'articles/.*\.txt'"
# What is wrong -> what the one line must say: file, row, column, value.
FAULTS = {
    "a changed article": (_append_to_article, r"articles\.csv, row 3, column 'sha256': got '[0-9a-f]{64}'"),
    "a missing article": (_remove_article, r"articles\.csv, row 2, column 'file': got 'articles/.*\.txt'"),
    "an article_id twice": (
        lambda root: _change("articles.csv", 3, "article_id", _articles(root).loc[0, "article_id"])(root),
        r"articles\.csv, row 3, column 'article_id': got '.+'",
    ),
    "an unknown source": (
        _change("articles.csv", 2, "source", "gazette"),
        r"articles\.csv, row 2, column 'source': got 'gazette'",
    ),
    "a date that is not EDTF": (
        _change("articles.csv", 3, "published", "18 Feb"),
        r"articles\.csv, row 3, column 'published': got '18 Feb'",
    ),
    "bytes that are not UTF-8": (_replace_article(b"Shalom, " + HEBREW), _FILE + r"(?=.*UTF-8)"),
    "an empty article": (_replace_article(b""), _FILE + r"(?=.*blank)"),
    "only boilerplate": (_only_boilerplate, r"boilerplate\.csv, row \d+, column 'surface': got '.+'"),
    "an unknown column": (_unknown_column, r"articles\.csv\b.*'?mood'?"),
    "an alias of two actors": (_claimed_twice, r"actors\.csv, row 3, column 'names': got '.+'"),
}


@pytest.mark.parametrize(("spoil", "place"), FAULTS.values(), ids=FAULTS)
def test_bad_data_stops_the_build_with_one_line(spoil, place, tmp_path, capfd):
    root = copy_project(tmp_path / "copy")
    old = put_old_book(root)
    assert command.main(["--root", str(root), "check"]) == 0, "the copy is at fault before it is spoiled"
    capfd.readouterr()
    spoil(root)
    status = command.main(["--root", str(root), "build"])
    out, err = capfd.readouterr()
    assert (status, out) == (1, ""), f"ended with {status}, having said:\n{out}{err}"
    assert len(err.splitlines()) == 1, err
    assert re.fullmatch(rf"twicetold: .*{place}.*expected \S.*\n", err), err
    assert snapshot(root / "_build") == {f"html/{name}": digest for name, digest in old.items()}


class Killed(NamedTuple):
    """A build that was killed, and the one after it: the book before, after the kill and after that; what it said."""

    old: dict[str, str]
    left: dict[str, str]
    half_built: bool
    again: subprocess.CompletedProcess[str]
    half_left: bool
    book: dict[str, str]


@pytest.fixture(scope="module")
def killed(tmp_path_factory) -> Killed:
    """Build over an old book, kill it halfway, and build once more."""
    root = copy_project(tmp_path_factory.mktemp("killed") / "here")
    changes = {"TZ": "Pacific/Auckland", "LANG": "C.UTF-8", "PYTHONHASHSEED": "1", "COLUMNS": "80"}
    old = put_old_book(root)
    run = subprocess.Popen(
        [sys.executable, "-m", "analysis.run.command", "build"],
        cwd=root,
        env=environment(root, **changes),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    half = root / "_build" / "new" / "_build" / "html"
    until = time.monotonic() + 120
    while not half.exists() and run.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    html = root / "_build" / "html"
    half_built, left = half.exists(), snapshot(html)
    again = run_command(root, "build", **changes)
    return Killed(old, left, half_built, again, half.exists(), snapshot(html))


@pytest.mark.slow
def test_a_build_that_is_killed_leaves_the_old_book(killed):
    assert killed.half_built and killed.left == killed.old
    assert killed.again.returncode == 0, said(killed.again)
    assert not killed.half_left and killed.book != killed.old


@pytest.mark.slow
def test_two_builds_in_different_places_give_the_same_bytes(killed, tmp_path):
    """And what a killed build has left is no part of one of them."""
    assert killed.again.returncode == 0, said(killed.again)
    root = copy_project(tmp_path / "over there, später")
    changes = {"TZ": "America/St_Johns", "LANG": "de_DE.UTF-8", "LC_ALL": "C", "PYTHONHASHSEED": "2"}
    changes |= {"COLUMNS": "200", "SOURCE_DATE_EPOCH": "86400", "HOME": str(tmp_path)}
    built = run_command(root, "build", **changes)
    assert built.returncode == 0, said(built)
    first, second = killed.book, snapshot(root / "_build" / "html")
    differing = sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
    assert not differing, report([f"{name} differs between two builds" for name in differing])


def test_a_page_that_opens_slowly_is_named(tmp_path):
    for name, size in (("quick", build.HEAVY), ("slow", build.HEAVY + 200_000)):
        (tmp_path / "notebooks").mkdir(exist_ok=True)
        (tmp_path / "notebooks" / f"{name}.html").write_bytes(b" " * size)
    (note,) = build.heavy(tmp_path)
    assert note.startswith("notebooks/slow.html has 2.2 MB")
