"""What is made of a built book to keep it: the archive and the PDF."""

import re
from datetime import UTC, datetime
from pathlib import Path

from ..measure import Corpus, measure
from ..publish import about, address, edition, paper
from ..publish import archive as bundle
from ..publish.rights import Shown
from .clock import source_date
from .intake.identifiers import slug


def archive(root: Path, corpus: Corpus, book: Path) -> Path:
    """Pack a built book and all it was made from into one zip; return its path."""
    work = about.read(root)
    target = _target(root, work, "zip")
    shown = Shown(corpus.articles, measure(corpus))
    bundle.write(root, corpus, shown, book, target, about=work, date=source_date(root))
    return target


def pdf(root: Path, book: Path) -> Path:
    """Print a built book into one PDF; return its path."""
    work = about.read(root)
    target = _target(root, work, "pdf")
    paper.write(root, book, target, about=work, address=address.read(root), edition=_edition(root, work))
    return target


def _target(root: Path, work: about.About, ending: str) -> Path:
    version = re.sub(r"[^\w.+-]", "-", work.version) or "0"
    return root / "_build" / f"{slug(work.title, none='book')}-{version}.{ending}"


def _edition(root: Path, work: about.About) -> str:
    """Return version, date and commit in words."""
    date = source_date(root)
    day = work.date or ("" if date is None else datetime.fromtimestamp(date, UTC).date().isoformat())
    parts = [work.version and f"Version {work.version}", day, str(edition.read(root))]
    return "; ".join(part for part in parts if part)
