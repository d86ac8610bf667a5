"""The archive: whole, the same bytes anywhere, opens from a folder, and holds nothing that may not be shown."""

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import pandas as pd
import pytest
from addresses import fault_of, goes, loads
from support import HTML, ROOT, copy_project, environment, read_page, read_pages, read_yaml, report, run_command

from analysis.measure import BadInput, load, measure
from analysis.publish import about, archive
from analysis.publish.rights import Shown
from analysis.run import build, clock

DATE = 1_700_000_000
WORDS = 9  # so many words in a row are the text's own


def pack(root: Path, book: Path, target: Path, date: int | None = DATE) -> zipfile.ZipFile:
    """Write an archive and open it."""
    corpus = load(root)
    shown = Shown(corpus.articles, measure(corpus))
    archive.write(root, corpus, shown, book, target, about=about.read(root), date=date)
    return zipfile.ZipFile(target)


def inside(bundle: zipfile.ZipFile) -> dict[str, bytes]:
    """Return the files of an archive by their names in its one folder."""
    return {name.partition("/")[2]: bundle.read(name) for name in bundle.namelist()}


@pytest.fixture(scope="module")
def packed(tmp_path_factory, pages) -> zipfile.ZipFile:
    """An archive of this checkout and its built book."""
    return pack(ROOT, HTML, tmp_path_factory.mktemp("archive") / "twicetold-1.zip")


@pytest.fixture
def small(tmp_path) -> tuple[Path, Path]:
    """A copy of the project and a book of one page, to spoil."""
    root, book = copy_project(tmp_path / "copy"), tmp_path / "html"
    (book / "book").mkdir(parents=True)
    (book / "book" / "index.html").write_text("<article>The book</article>")
    return root, book


def test_the_archive_holds_the_book_and_every_file_of_the_repository(packed):
    files = inside(packed)
    missing = [f"html/{path.relative_to(HTML).as_posix()}" for path in HTML.rglob("[!.]*") if path.is_file()]
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    here = [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    missing += [name for name in here if not any(part.startswith(".") for part in PurePosixPath(name).parts)]
    missing = [name for name in missing if name not in files]
    assert not missing, report([f"{name} is not in the archive" for name in missing])
    differing = [name for name in here if name in files and files[name] != (ROOT / name).read_bytes()]
    assert not differing, report([f"{name} is not as it is in the repository" for name in differing])


def test_every_file_of_the_archive_is_as_its_manifest_says(packed):
    files = inside(packed)
    lines = files.pop("MANIFEST.sha256").decode().splitlines()
    told = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    assert told == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def test_the_archive_opens_anywhere_and_its_links_lead_where_those_of_the_book_lead(packed, pages, tmp_path):
    packed.extractall(tmp_path / "über all")
    (top,) = (tmp_path / "über all").iterdir()
    files = {path.relative_to(top).as_posix() for path in top.rglob("*") if path.is_file()}
    found = read_pages(top / "html")
    found = {f"html/{name}": page for name, page in found.items()}
    assert len(found) == len(pages)
    problems = []
    for name, page in [*found.items(), ("index.html", read_page(top, top / "index.html"))]:
        own = {path.relative_to(HTML).as_posix() for path in HTML.rglob("*") if path.is_file()}
        for _, url in [*loads(page), *goes(page)]:
            fault = fault_of(url, name, files, found)
            broken = name in found and fault_of(url, name.removeprefix("html/"), own, pages)
            problems += [f"{name}: {url!r} {fault}"] if fault and not broken else []
    assert not problems, report(problems)
    assert [url for _, url in loads(read_page(top, top / "index.html"))] == ["html/book/index.html"]


def test_no_name_and_no_file_of_the_archive_tells_where_it_was_made(packed):
    names = packed.namelist()
    assert {name.partition("/")[0] for name in names} == {"twicetold-1"}
    assert names == sorted(names)
    wrong = [name for name in names if ".." in name or "\\" in name or name.startswith("/")]
    wrong += [name for name in names if re.search(r"/\.|__pycache__|\.pyc$|doctree|\.pickle$|\.venv", name)]
    places = [str(ROOT).encode(), str(HTML).encode()]
    wrong += [name for name in names for place in places if len(place) > 5 and place in packed.read(name)]
    assert not wrong
    moment = datetime.fromtimestamp(DATE, UTC).timetuple()[:6]
    told = {(entry.date_time, entry.compress_type, entry.create_system) for entry in packed.infolist()}
    assert told == {(tuple(moment[:5]) + (moment[5] // 2 * 2,), zipfile.ZIP_STORED, 3)}
    rights = {entry.filename: entry.external_attr >> 16 for entry in packed.infolist()}
    assert rights["twicetold-1/postBuild"] == 0o100755
    assert rights["twicetold-1/README.md"] == 0o100644


def test_without_a_date_the_files_are_as_old_as_a_zip_knows(small, tmp_path):
    bundle = pack(*small, tmp_path / "undated.zip", date=None)
    assert {entry.date_time for entry in bundle.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_lies_about_in_a_checkout_is_left_out(small):
    root, _ = small
    before = list(archive.sources(root))
    for name in (
        *(".venv/lib/a.py", "book/.ipynb_checkpoints/index.md", "src/analysis/__pycache__/a.py", "book/index.md~"),
        *("data/.DS_Store", "notebooks/.~lock.csv", "src/analysis/.a.py.swp", "notes.txt", "book/index.md.orig"),
        *("_build/html/index.html", ".git/config", "src/twicetold.egg-info/PKG-INFO"),
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("stray")
    assert list(archive.sources(root)) == before
    (root / "data" / "coding.xlsx").write_text("part of the corpus, whatever its kind")
    assert set(archive.sources(root)) - set(before) == {root / "data" / "coding.xlsx"}


@pytest.mark.parametrize("name", ["a:b.html", "what?.html", "trailing. ", "book/INDEX.html", "ends."])
def test_a_name_that_some_system_cannot_write_is_refused(name, small, tmp_path):
    root, book = small
    try:
        (book / name).write_text("")
    except OSError:
        pytest.skip("this system can't write such a name")
    if len(list((book / "book").iterdir())) == 1 and "INDEX" in name:
        pytest.skip("this system takes both for one name")
    with pytest.raises(BadInput, match=r"got 'html/"):
        pack(root, book, tmp_path / "bad.zip")
    assert not (tmp_path / "bad.zip").exists()


def test_names_in_any_script_come_back_as_they_were(small, tmp_path):
    root, book = small
    (book / "Lao Động – 牢.html").write_text("x")
    pack(root, book, tmp_path / "a.zip").extractall(tmp_path / "out")
    assert (tmp_path / "out" / "a" / "html" / "Lao Động – 牢.html").read_text() == "x"


def test_an_archive_that_fails_leaves_the_old_one(small, tmp_path, monkeypatch):
    target = tmp_path / "old.zip"
    target.write_text("the old archive")

    def fail(*_):
        raise OSError

    monkeypatch.setattr(zipfile.ZipFile, "writestr", fail)
    with pytest.raises(OSError):
        pack(*small, target)
    assert target.read_text() == "the old archive"


def hide(root: Path, display: str) -> str:
    """Let an article be shown less than in full, its notebooks emptied; return its id."""
    articles = pd.read_csv(root / "data" / "articles.csv", dtype=str, keep_default_na=False)
    articles.loc[0, "display"] = display
    articles.to_csv(root / "data" / "articles.csv", index=False)
    (root / "data" / articles.loc[0, "file"]).with_suffix(".latin1.html").write_text("an original beside it")
    for path in (root / "notebooks").glob("*.ipynb"):
        path.write_text(json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    return articles.loc[0, "article_id"]


@pytest.mark.parametrize("display", ["none", pytest.param("excerpts", marks=pytest.mark.slow)])
def test_a_text_that_may_not_be_shown_is_not_in_the_archive(display, small, tmp_path):
    root, book = small
    hidden = hide(root, display)
    corpus = load(root)
    shown = Shown(corpus.articles, measure(corpus))
    line = next(line for line in corpus.articles.itertuples() if line.article_id == hidden)
    files = inside(pack(root, book, tmp_path / "hidden.zip"))

    stem = PurePosixPath(line.file).stem
    assert not [name for name in files if PurePosixPath(name).name.startswith(stem)]
    assert not [name for name in files if name.startswith("tests/")]
    words = [(match.start(), match.end()) for match in re.finditer(r"\S+", line.text)]
    runs = [(first[0], last[1]) for first, last in zip(words, words[WORDS - 1 :], strict=False)]
    kept = b"\n".join(content for name, content in files.items() if not name.startswith(("book/", "html/")))
    leaks = [
        line.text[start:end]
        for start, end in runs
        if not shown.allows(hidden, start, end) and line.text[start:end].encode() in kept
    ]
    assert not leaks, report(leaks)
    for name in ("boilerplate", "scars"):
        before = pd.read_csv(root / "data" / f"{name}.csv", dtype=str, keep_default_na=False)
        (tmp_path / "table.csv").write_bytes(files[f"data/{name}.csv"])
        after = pd.read_csv(tmp_path / "table.csv", dtype=str, keep_default_na=False)
        assert list(after.columns) == list(before.columns)
        for old, new in zip(before.to_dict("records"), after.to_dict("records"), strict=True):
            if shown.allows(old["article_id"], int(old["start"]), int(old["end"])):
                assert new == old
            else:
                told = {column for column, cell in new.items() if cell}
                assert told <= {"article_id", "start", "end", "kind", "url"}, new
    assert files["data/articles.csv"] == (root / "data" / "articles.csv").read_bytes()
    readme = files["README.txt"].decode()
    assert line.file in readme and line.url in readme and f"shown: {display}" in readme
    other = next(line.file for line in corpus.articles.itertuples() if line.article_id != hidden)
    assert f"data/{other}" in files and other not in readme


def test_the_date_is_the_one_given_or_that_of_the_commit(tmp_path, monkeypatch):
    monkeypatch.setenv(clock.VARIABLE, "86400")
    assert clock.source_date(tmp_path) == 86400
    monkeypatch.setenv(clock.VARIABLE, "yesterday")
    with pytest.raises(BadInput, match="got 'yesterday'; expected seconds"):
        clock.source_date(tmp_path)
    monkeypatch.delenv(clock.VARIABLE)
    assert clock.source_date(tmp_path) is None
    commit(tmp_path)
    assert clock.source_date(tmp_path) == DATE
    (tmp_path / "inside").mkdir()
    assert clock.source_date(tmp_path / "inside") is None, "a copy inside another repository has no date of its own"


def commit(root: Path) -> None:
    """Make a folder a repository with one commit, the same wherever it is made."""
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    (root / "a").touch()
    who = {f"GIT_{role}_{part}": "a" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    when = {f"GIT_{role}_DATE": f"{DATE} +0000" for role in ("AUTHOR", "COMMITTER")}
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "a"]):
        subprocess.run(["git", *words], cwd=root, env={**os.environ, **who, **when}, check=True)


def test_a_book_is_built_anew_only_if_it_was_made_from_other_files(small, monkeypatch):
    root, _ = small
    built = []

    def note(root: Path) -> Path:
        built.append(root)
        (root / "_build").mkdir(exist_ok=True)
        build.stamp(root).write_text(build._inputs(root), encoding="utf-8")
        return root

    monkeypatch.setattr(build, "build", note)
    build.current(root)
    build.current(root)
    assert len(built) == 1
    (root / "book" / "limits.md").unlink()
    build.current(root)
    assert len(built) == 2


@pytest.mark.slow
def test_two_archives_of_one_commit_are_the_same_bytes(tmp_path):
    places = {
        tmp_path / "here": {"TZ": "Pacific/Auckland", "LANG": "C.UTF-8", "PYTHONHASHSEED": "1"},
        tmp_path / "over there, später": {"TZ": "America/St_Johns", "LC_ALL": "C", "PYTHONHASHSEED": "2"},
    }

    def make(item: tuple[Path, dict[str, str]]) -> bytes:
        root, changes = item
        commit(copy_project(root))
        assert not {clock.VARIABLE} & environment(root).keys(), f"{clock.VARIABLE} is set"
        made = run_command(root, "archive", **changes)
        assert made.returncode == 0, made.stderr
        return (root / made.stdout.splitlines()[-1]).read_bytes()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(make, places.items())
    bundle, other = (zipfile.ZipFile(io.BytesIO(content)) for content in (first, second))
    mine, theirs = inside(bundle), inside(other)
    differing = sorted(name for name in mine.keys() | theirs.keys() if mine.get(name) != theirs.get(name))
    assert not differing, report([f"{name} differs" for name in differing])
    assert first == second
    assert {entry.date_time[:3] for entry in bundle.infolist()} == {(2023, 11, 14)}
    # Sphinx writes the year of SOURCE_DATE_EPOCH over a year that a copyright begins with.
    says = read_yaml(ROOT / "_config.yml")["copyright"]
    front = next(content for name, content in inside(bundle).items() if name == "html/book/index.html").decode()
    assert says in front
