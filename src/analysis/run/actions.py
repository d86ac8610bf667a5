"""What each action of the command does: it is given the folder that `--root` names, or None, and what the call says.

Each imports what it needs when it is called: `check` shall not wait for what draws charts or runs notebooks.
"""

import asyncio
import contextlib
import json
import sys
from datetime import date
from pathlib import Path

from ..measure import BadInput, Corpus, load
from ..measure.corpus import find_root

README_FIGURE = "fig-actor-mentions-by-year"


def _open(start: Path | None) -> Corpus:
    return load(find_root(start))


def _print_json(said: object) -> None:
    print(json.dumps(said, ensure_ascii=False, indent=1))


def _new(start: Path | None, **given) -> None:
    from .new import command as new

    new.act(**given)


def _annotate(start: Path | None, **given) -> None:
    from .annotate import command as annotate

    annotate.act(start, **given)


def _check(start: Path | None, *, as_json: bool) -> None:
    from . import check

    root = find_root(start)
    faults, notes, checked = check.check(root)
    for note in notes:
        print(f"note: {note}", file=sys.stderr)
    if as_json:
        print(check.as_json(root, faults))
    faults.stop()
    if not as_json:
        print(f"{root}: {len(checked.articles)} articles of {len(checked.sources)} sources, all as recorded")


def _notebooks(start: Path | None, *, changed: bool, as_json: bool) -> None:
    from ..publish import versions
    from ..publish.figures import stored
    from .notebooks import run_and_record

    root = _open(start).root
    paths, updated = run_and_record(root, str(date.today()), changed=changed)
    picture = root / "book" / "readme-figure.png"
    if picture.is_file():
        figures = stored(sorted((root / "notebooks").glob("*.ipynb")))
        if README_FIGURE in figures:
            picture.write_bytes(figures[README_FIGURE].png)
    names = [path.relative_to(root).as_posix() for path in paths]
    if as_json:
        _print_json({"notebooks": names, "new_versions": updated})
        return
    for name in names:
        print(name)
    for name in updated:
        print(f"{name}: a new version, in {versions.path(root).relative_to(root)}")


def _build(start: Path | None) -> None:
    from .build import build
    from .checks import check_book

    corpus = _open(start)
    check_book(corpus.root, corpus)
    print(build(corpus.root).relative_to(corpus.root))


def _serve(start: Path | None, **given) -> None:
    from .serve import serve

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(find_root(start), **given))


def _figures(start: Path | None, *, as_json: bool) -> None:
    from ..publish import book, files

    root = _open(start).root
    folder = root / "_build" / "html" / "figures"
    index = files.write(book.read(root), folder)
    if as_json:
        _print_json(index)
        return
    for entry in index["figures"]:
        print(f"{(folder / entry['id']).relative_to(root)}: {len(entry['files'])} files, version {entry['version']}")


def _cite(start: Path | None, *, figure: str, form: str) -> None:
    from ..publish import book, versions

    known = book.read(_open(start).root)
    last = versions.current(known.versions)
    if figure in last.index and figure not in known.figures:
        expected = f"a figure that is not withdrawn ({last.loc[figure, 'change']})"
        raise BadInput("twicetold cite", expected, value=figure)
    if figure not in known.figures:
        expected = f"the name of a figure: {', '.join(sorted(known.figures))}"
        raise BadInput("twicetold cite", expected, value=figure)
    citation = known.citation(figure)
    print({"text": citation.text, "bibtex": citation.bibtex, "ris": citation.ris, "csl": citation.csl}[form]().strip())


def _suggest(start: Path | None, **given) -> None:
    from . import suggest

    corpus = _open(start)
    table, report = suggest.write(corpus, corpus.root, **given)
    print(table, end="")
    print(report, file=sys.stderr)


def _coding_sample(start: Path | None, **given) -> None:
    from . import coding

    corpus = _open(start)
    print(coding.sample(corpus, corpus.root, **given), end="")


def _coding_check(start: Path | None, *, sheets: list[Path], **given) -> None:
    from . import coding

    corpus = _open(start)
    print(coding.check(corpus, corpus.root, sheets, **given), end="")


def _archive(start: Path | None) -> None:
    from .build import current
    from .checks import check_book
    from .keep import archive

    corpus = _open(start)
    check_book(corpus.root, corpus)
    print(archive(corpus.root, corpus, current(corpus.root)).relative_to(corpus.root))


def _pdf(start: Path | None) -> None:
    from .build import current
    from .checks import check_book
    from .keep import pdf

    corpus = _open(start)
    check_book(corpus.root, corpus)
    print(pdf(corpus.root, current(corpus.root)).relative_to(corpus.root))


# By the names that `calls` gives them.
ACTIONS = {
    "new": _new,
    "annotate": _annotate,
    "check": _check,
    "notebooks": _notebooks,
    "build": _build,
    "serve": _serve,
    "figures": _figures,
    "cite": _cite,
    "suggest": _suggest,
    "coding_sample": _coding_sample,
    "coding_check": _coding_check,
    "archive": _archive,
    "pdf": _pdf,
}
