"""What the tests are given: the pages of the built book, a browser, and the same random cases in every run."""

import os

import pytest
from browsing import find_browser
from hypothesis import settings
from support import HTML, Page, read_pages

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


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
