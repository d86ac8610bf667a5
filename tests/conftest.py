"""What the tests are given: the pages of the built book, and the same random cases in every run."""

import pytest
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
