"""The chapter "Bring your own sources": what stands in it is done as it stands, from a wheel, in its order."""

import csv
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from support import ROOT, cells, code_cells, environment, read_notebook, read_page, store
from test_new import HERALD, OURS, POST, articles

CHAPTER = ROOT / "book" / "own-sources.md"
CLEAN = {name: value for name, value in environment().items() if not name.startswith(("PYTHON", "TWICETOLD"))}


class Block(NamedTuple):
    """What stands between two fences of the chapter."""

    language: str
    text: str


def blocks(page: str) -> list[Block]:
    return [Block(*found) for found in re.findall(r"^```(\w+)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)]


class Shell:
    """A window in which commands are typed, one block after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, lines: str) -> str:
        # The last line tells where `cd` has led.
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", f"{lines}\npwd"],
            cwd=self.folder,
            env=CLEAN,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        assert done.returncode == 0, f"{lines}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
        self.folder = Path(done.stdout.splitlines()[-1])
        return done.stdout + done.stderr


def edit_actors(book: Path) -> None:
    table = cells(book, "actors.csv")
    assert "undecided" in set(table["kind"])
    store(book, "actors.csv", table.assign(kind=table["kind"].replace("undecided", "person"), side="town"))


def fill_sheet(book: Path) -> None:
    path = book / "coding" / "anna-1-generic.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | {"none": "x"} for row in rows)


# What the chapter leaves to the reader's hands, after the line that comes before it.
BY_HAND = {"actors suggest": edit_actors, "coding sample": fill_sheet}


def test_every_action_that_the_chapter_has_an_analyst_do_stands_in_it_as_a_line_to_run():
    lines = [line for block in blocks(CHAPTER.read_text("utf-8")) if block.language == "sh" for line in [block.text]]
    told = "\n".join(lines)
    order = ["twicetold new", "make book", "actors suggest", "twicetold check", "coding sample", "coding check"]
    order += ["make book\n.venv/bin/twicetold cite", "make archive"]
    places = [told.find(words) for words in order]
    assert -1 not in places and places == sorted(places), dict(zip(order, places, strict=True))
    for words in BY_HAND:
        assert sum(words in line for line in lines) == 1


@pytest.mark.slow
def test_the_chapter_is_done_as_it_is_written(tmp_path):
    checkout = tmp_path / "some where" / "twice-told"
    checkout.mkdir(parents=True)
    (checkout / ".venv").symlink_to(sys.prefix)
    rows = [("The Herald", "2022-01-13", HERALD), ("The Post", "2026-02-18", POST)]
    rows += [("The Post", "", POST + " They wait."), ("Gazette", "", " ")]
    articles(checkout / "articles.csv", rows)
    book = checkout.parent / "my-book"
    shell, said = Shell(checkout), {}
    for number, (language, text) in enumerate(blocks(CHAPTER.read_text("utf-8"))):
        if language == "sh":
            said[number, text] = shell.run(text)
            for words, by_hand in BY_HAND.items():
                if words in text:
                    by_hand(book)
        elif language == "md":
            with (book / "book" / "findings.md").open("a", encoding="utf-8") as page:
                page.write(f"\n{text}")
    assert shell.folder.resolve() == book.resolve()

    def told(*words: str) -> str:
        (found,) = [out for (_, text), out in said.items() if all(word in text for word in words)]
        return found

    # `new` has run the notebooks, so that the first `make book` has none to run; the second has.
    assert "7 of 7 notebooks" in told("twicetold new") and "WARNING" not in told("twicetold new")
    assert not re.search("notebooks: |a new version", told("cd ", "make book"))
    assert "7 of 7 notebooks" in told("make book", "cite")
    assert "@misc" in told("make book", "cite") and "fig-voices" in told("make book", "cite")
    assert [path.suffix for path in (book / "_build").glob("*.zip")] == [".zip"]
    assert list((book / "data" / "coding" / "passes").glob("anna-1.csv"))
    html = book / "_build" / "html"
    findings = " ".join(read_page(html, html / "book" / "findings.html").body.text_content().split())
    assert re.search(r"Of \d+ words, \d+ stand in the mouths of speakers \(Fig\. \d+\)", findings), findings
    check_what_was_made(book)

    # Rerun, the notebooks give what is stored; and the library that the book carries makes the next book.
    assert "passed" in shell.run("make test")
    next_book = checkout.parent / "next"
    shell.run(f".venv/bin/twicetold new ../next --articles '{checkout / 'articles.csv'}' --no-run")
    (wheel,) = (book / "vendor").iterdir()
    assert (next_book / "vendor" / wheel.name).read_bytes() == wheel.read_bytes()


def check_what_was_made(book: Path) -> None:
    for path in sorted((book / "notebooks").glob("*.ipynb")):
        outputs = [output for cell in code_cells(read_notebook(path)) for output in cell["outputs"]]
        assert [output for output in outputs if output.get("name") == "stderr"] == [], path
    for path in sorted((book / "_build" / "html").rglob("*.html")):
        words = re.sub(r"<(script|style|svg)\b.*?</\1>|<[^>]+>", " ", path.read_text("utf-8"), flags=re.DOTALL)
        # 1990 is the seed of the random deals, too, and a number like another.
        assert {match[0] for match in OURS.finditer(words)} <= {"1990"}, path
