"""How long a book about many articles takes, and how large its pages are.

    python benchmarks/new_book.py articles.csv.gz --compare "CNN (Web News)" "Washington Times"

Makes a book in a temporary folder with the command `twicetold new`, builds it, and prints one JSON line: articles,
new_seconds and build_seconds (wall time; the environment is the one this runs in), cores, pages, largest_page and its
bytes, book_bytes. Seconds are of this machine.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd


def timed(*words: str) -> float:
    """Run the command and return the seconds it took; what it says goes to stderr."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "analysis.run.command", *words], check=True, stdout=sys.stderr)
    return round(time.perf_counter() - start, 1)


def main() -> None:
    """Make a book, build it, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--compare", nargs="+", default=[])
    options = parser.parse_args()
    chosen = ["--compare", *options.compare] if options.compare else []
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "book"
        made = timed("new", str(book), "--articles", str(options.articles.resolve()), *chosen)
        built = timed("--root", str(book), "build")
        pages = {path: path.stat().st_size for path in (book / "_build" / "html").rglob("*.html")}
        largest = max(pages, key=pages.__getitem__)
        found = {
            **{"articles": len(pd.read_csv(book / "data" / "articles.csv")), "cores": os.cpu_count()},
            **{"new_seconds": made, "build_seconds": built, "pages": len(pages)},
            **{"largest_page": largest.relative_to(book / "_build" / "html").as_posix()},
            **{"largest_bytes": pages[largest]},
            "book_bytes": sum(path.stat().st_size for path in (book / "_build" / "html").rglob("*") if path.is_file()),
        }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
