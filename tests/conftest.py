"""What the tests are given: the pages of the built book, a browser, and the same random cases in every run."""

import os

import pytest
from browsing import find_browser
from hypothesis import settings
from support import HTML, Page, read_pages

# Files whose tests take longest: begun first, so that no worker waits for another at the end.
LONGEST = (
    *("test_own_sources.py", "test_rerun.py", "test_browser.py", "test_annotate_killed.py", "test_rights.py"),
    *("test_live.py", "test_annotate.py", "test_hostile.py", "test_build.py", "test_jupyterlab.py", "test_figures.py"),
    *("test_published.py", "test_serve.py", "test_opening.py", "test_archive.py", "test_reading_room_browser.py"),
    *("test_paper.py", "test_annotations_book.py", "test_command.py", "test_large.py", "test_check.py"),
    *("test_annotate_input.py", "test_alignment.py", "test_heads.py"),
)

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; the others keep their order."""
    rank = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path.name, len(rank)))


@pytest.fixture(scope="session")
def pages() -> dict[str, Page]:
    """All pages of the built book, by their path inside it."""
    if not (HTML / "index.html").is_file():
        pytest.fail(f"there is no book in {HTML}: run `make book` first", pytrace=False)
    return read_pages(HTML)


@pytest.fixture(scope="session")
def browser() -> str:
    """The browser to use."""
    found = find_browser()
    if found is None:
        say = "no Chromium or Chrome is installed, so no page was opened (on Debian: apt install chromium)"
        if os.environ.get("CI", "").lower() in ("true", "1"):
            pytest.fail(say, pytrace=False)
        pytest.skip(say)
    return found
