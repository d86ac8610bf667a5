"""The spans of a large corpus, measured on all cores and kept, so that the notebooks of a book measure once.

They lie in `_build/measured/` of the book, a file for each layer, under a hash of all that it was made from: the
texts, the tables that it reads, the layers that it needs, and the code. So a change in actors.csv measures the
actors again, and what depends on them. What can't be read there is measured again.
"""

import hashlib
import pickle
import tempfile
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

import joblib
import pandas as pd

from .corpus import Corpus
from .layer import Layer, Spans, find

# Below so many characters measuring takes about as long as reading what was kept.
LARGE = 500_000
# Whose data or code the instruments rest on.
_UNDER = ("ahocorasick-rs", "nltk", "pandas", "regex", "wordfreq")


def measured(corpus: Corpus, layers: Sequence[Layer], known: Spans | None = None) -> dict[str, pd.DataFrame]:
    """Return the spans of each layer: those kept for this corpus, or, where there are none, measured and kept.

    Parameters
    ----------
    corpus : Corpus
        The data of a book.
    layers : sequence of Layer
        The instruments, in an order in which each finds what it needs.
    known : mapping, optional
        Spans of these layers that are at hand.
    """
    found = dict(known or {})
    if not _large(corpus):
        missing = [layer for layer in layers if layer.name not in found]
        return found | find(corpus.articles, corpus.tables, missing, found)
    places = _places(corpus, layers)
    for name, place in places.items():
        if name not in found and (kept := _read(place)) is not None:
            found[name] = kept
    missing = [layer for layer in layers if layer.name not in found]
    if missing:
        fresh = _in_parts(corpus, missing, found)
        for name, spans in fresh.items():
            _keep(places[name], spans)
        found |= fresh
    return {layer.name: found[layer.name] for layer in layers}


def _large(corpus: Corpus) -> bool:
    """Return whether a corpus is so large that it is worth while to measure it on all cores."""
    return bool(corpus.articles["text"].str.len().sum() >= LARGE)


def _in_parts(corpus: Corpus, layers: Sequence[Layer], found: Spans) -> dict[str, pd.DataFrame]:
    """Return the spans of some layers, the articles measured in parts on all cores."""
    cores = joblib.cpu_count()
    # Several parts a core: articles differ in length, and so do the parts.
    edges = [len(corpus.articles) * part // (4 * cores) for part in range(4 * cores + 1)]
    parts = [corpus.articles.iloc[first:last] for first, last in zip(edges, edges[1:], strict=False) if first < last]
    own = {layer.name for layer in layers}
    needed = {name for layer in layers for name in layer.above} - own
    known = _parted(parts, {name: found[name] for name in needed})
    done = joblib.Parallel(n_jobs=cores)(
        joblib.delayed(find)(part, corpus.tables, layers, beside) for part, beside in zip(parts, known, strict=True)
    )
    return {layer.name: pd.concat([one[layer.name] for one in done], ignore_index=True) for layer in layers}


def _parted(parts: Sequence[pd.DataFrame], found: Spans) -> list[dict[str, pd.DataFrame]]:
    """Return of each part of the articles its own rows of some layers."""
    part_of = {name: number for number, part in enumerate(parts) for name in part["article_id"]}
    rows = {name: spans.groupby(spans["article_id"].map(part_of)) for name, spans in found.items()}
    return [
        {
            name: own.get_group(number).reset_index(drop=True) if number in own.groups else found[name].iloc[:0]
            for name, own in rows.items()
        }
        for number in range(len(parts))
    ]


def _places(corpus: Corpus, layers: Iterable[Layer]) -> dict[str, Path]:
    """Return where the spans of each layer are kept: the name tells all that they depend on."""
    under = joblib.hash((_code(), [version(name) for name in _UNDER], corpus.articles))
    keys: dict[str, str] = {}
    for layer in layers:
        own = [corpus.tables[name] for name in layer.tables]
        keys[layer.name] = joblib.hash((under, own, [keys[name] for name in layer.above]))
    return {name: corpus.root / "_build" / "measured" / f"{name}-{key}.pickle" for name, key in keys.items()}


def _code() -> str:
    """Return a hash of the code and the lists of all instruments."""
    code = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in (".py", ".csv"):
            code.update(path.relative_to(Path(__file__).parent).as_posix().encode() + b"\0" + path.read_bytes())
    return code.hexdigest()


def _read(place: Path) -> pd.DataFrame | None:
    try:
        return pickle.loads(place.read_bytes())
    except (OSError, EOFError, pickle.UnpicklingError, AttributeError, ImportError, IndexError):
        return None


def _keep(place: Path, found: pd.DataFrame) -> None:
    """Write spans in place of older ones, whole or not at all; a folder that can't be written to is left alone."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
            file.write(pickle.dumps(found, pickle.HIGHEST_PROTOCOL))
        Path(file.name).replace(place)
        name = place.name.rpartition("-")[0]
        for other in place.parent.glob(f"{name}-*.pickle"):
            if other != place:
                other.unlink(missing_ok=True)
    except OSError:
        return
