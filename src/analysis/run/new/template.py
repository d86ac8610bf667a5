"""Where the files lie that every new book takes from this one: the notebooks, the styles, the tables of the codebook.

A wheel carries them in `analysis/template/`; in a checkout they are those of the checkout. So there is one set of
notebooks and of pages on method, and no second copy to forget. What a page says of the two reports alone stands
between two marks and is left out.
"""

import re
from pathlib import Path

import analysis

PACKAGE = Path(analysis.__file__).parent
# What a new book takes. pyproject.toml has the same list, for wheels that are built from a checkout.
TAKEN = (
    "notebooks/0[1-7]-*.ipynb",  # the eighth is about the library
    "book/assets/**/*",
    "book/cite.md",
    "book/codebook.md",
    "book/errata.md",
    "book/figures.md",
    "book/method.md",
    "book/reading-room.md",
    "book/references.md",
    "book/references.bib",
    "benchmarks/*-scores.csv",
    "_config.yml",
    "_toc.yml",
    "requirements.lock",
    ".github/workflows/book.yml",
)
# What it is made from besides.
READ = ("data/actors.csv", "data/sources.csv", "data/codebook/*.csv")
_OURS = re.compile(r"^% <ours>\n.*?^% </ours>\n", re.MULTILINE | re.DOTALL)


def folder() -> Path:
    """Return the folder that holds the template's files."""
    packed = PACKAGE / "template"
    return packed if packed.is_dir() else PACKAGE.parents[1]


def files(patterns: tuple[str, ...]) -> list[Path]:
    """Return the template's files that match, by their paths in it, in order."""
    root = folder()
    found = {path.relative_to(root) for pattern in patterns for path in root.glob(pattern) if path.is_file()}
    return sorted(path for path in found if not path.name.startswith(".") and ".ipynb_checkpoints" not in path.parts)


def without_ours(text: str) -> str:
    r"""Return a page without what it says of the two reports alone.

    Examples
    --------
    >>> without_ours("One.\n% <ours>\nTwo.\n% </ours>\nThree.\n")
    'One.\nThree.\n'
    """
    return _OURS.sub("", text)
