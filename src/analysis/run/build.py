"""Build the book: all of it or none of it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from ..publish import address, archive, edition, lighter, redirects, sitemap
from .clock import VARIABLE, source_date
from .failures import BuildFailed

# Templates that the themes copy beside their styles; no page loads them.
_LEFTOVERS = ("webpack-macros.html", "sbt-webpack-macros.html")

_STDERR = 2
# Bytes: a page above takes a phone long to open.
HEAVY = 2_000_000


def build(root: Path) -> Path:
    """Build the book of a checkout into `_build/html`.

    The build runs in `_build/new` and takes the place of the old book only when it is whole. It starts
    from nothing each time: a page that Sphinx takes from its cache repeats no warning.

    Returns
    -------
    Path
        The first page.

    Raises
    ------
    BuildFailed
        If Jupyter Book fails or warns.
    BadInput
        If book/redirects.csv names a page that is not there, or one that is.
    """
    made_from = _inputs(root)
    date = source_date(root)
    dated = {} if date is None else {VARIABLE: str(date)}
    staging = root / "_build" / "new"
    shutil.rmtree(staging, ignore_errors=True)
    # By module, not by the script in bin/: a script's first line breaks in a folder with a long or spaced path.
    book = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()"]
    strict = ["build", ".", "-n", "-W", "--keep-going", "--path-output", str(staging)]
    # What Jupyter Book says goes where errors go: a script that calls this wants the path alone.
    result = subprocess.run([*book, *strict], cwd=root, env={**os.environ, **dated}, stdout=_STDERR, check=False)
    built = staging / "_build" / "html"
    if result.returncode != 0 or not (built / "index.html").is_file():
        msg = "the book was not built: see the warnings above (any warning is an error)"
        raise BuildFailed(msg)
    _finish(root, built)
    html = root / "_build" / "html"
    stamp(root).unlink(missing_ok=True)
    old = root / "_build" / "old"
    shutil.rmtree(old, ignore_errors=True)
    if html.exists():
        html.rename(old)
    built.rename(html)
    shutil.rmtree(old, ignore_errors=True)
    shutil.rmtree(staging)
    stamp(root).write_text(made_from, encoding="utf-8")
    for note in heavy(html):
        print(f"note: {note}", file=sys.stderr)
    return html / "index.html"


def _finish(root: Path, built: Path) -> None:
    """Add to a built book what is known only of the whole, as the list of all pages; remove what no page needs."""
    lighter.lighten(built)
    where = address.read(root)
    index = built / "index.html"
    leads_on = re.fullmatch(r'<meta http-equiv="Refresh" content="0; url=(.+)" />', index.read_text("utf-8").strip())
    if leads_on:
        index.write_text(redirects.page(built, index.name, leads_on[1], where), encoding="utf-8")
    for name in _LEFTOVERS:
        (built / "_static" / name).unlink(missing_ok=True)
    sitemap.write(built, where, moved=redirects.write(root, built, where))


def heavy(html: Path) -> Iterator[str]:
    """Say which pages are so large that they open slowly."""
    for page in sorted(html.rglob("*.html")):
        if (size := page.stat().st_size) > HEAVY:
            name = page.relative_to(html).as_posix()
            yield f"{name} has {size / 1e6:.1f} MB, and opens slowly on a phone: shorter or fewer articles help"


def current(root: Path) -> Path:
    """Return the folder of the built book; it is built first if it was made from other files than those now there.

    Raises
    ------
    BuildFailed
        If Jupyter Book fails or warns.
    """
    if not is_current(root):
        build(root)
    return root / "_build" / "html"


def is_current(root: Path) -> bool:
    """Tell whether the book was built from the files that are there now."""
    made_from = stamp(root)
    return made_from.is_file() and made_from.read_text(encoding="utf-8") == _inputs(root)


def stamp(root: Path) -> Path:
    """Return the file that says what the built book was made from."""
    return root / "_build" / "html.sha256"


def _inputs(root: Path) -> str:
    """Return what says whether a book has to be built anew: hash of its files, and edition, which it names."""
    return f"{edition.fingerprint(root, archive.sources(root))}\n{edition.read(root)}\n"
