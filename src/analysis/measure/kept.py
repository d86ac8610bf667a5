"""The spans of a large corpus, measured on all cores and kept, so that the notebooks of a book measure once.

They lie in `_build/measured/` of the book, under a hash of the texts, the tables and the code that found them.
What can't be read there is measured again.
"""

import hashlib
import pickle
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import joblib
import pandas as pd

from .corpus import Corpus

# Below so many characters measuring takes about as long as reading what was kept.
LARGE = 500_000


def measured(corpus: Corpus, measure: Callable[..., dict[str, pd.DataFrame]]) -> dict[str, pd.DataFrame]:
    """Return the spans of each layer: those kept for this corpus, or, if there are none, measured and kept.

    Parameters
    ----------
    corpus : Corpus
        The data of a book.
    measure : callable
        What measures some articles with the tables, and treats each article by itself.
    """
    if not large(corpus):
        return measure(corpus.articles, corpus.tables)
    place = corpus.root / "_build" / "measured" / f"{_key(corpus)}.pickle"
    try:
        return pickle.loads(place.read_bytes())
    except (OSError, EOFError, pickle.UnpicklingError, AttributeError, ImportError, IndexError):
        found = in_parts(corpus, measure)
    _keep(place, found)
    return found


def large(corpus: Corpus) -> bool:
    """Return whether a corpus is so large that it is worth while to measure it on all cores."""
    return bool(corpus.articles["text"].str.len().sum() >= LARGE)


def in_parts(corpus: Corpus, measure: Callable[..., dict[str, pd.DataFrame]]) -> dict[str, pd.DataFrame]:
    """Return the spans of each layer, the articles measured in parts on all cores."""
    cores = joblib.cpu_count()
    # Several parts a core: articles differ in length, and so do the parts.
    edges = [len(corpus.articles) * part // (4 * cores) for part in range(4 * cores + 1)]
    parts = [corpus.articles.iloc[first:last] for first, last in zip(edges, edges[1:], strict=False) if first < last]
    found = joblib.Parallel(n_jobs=cores)(joblib.delayed(measure)(part, corpus.tables) for part in parts)
    return {name: pd.concat([one[name] for one in found], ignore_index=True) for name in found[0]}


def _key(corpus: Corpus) -> str:
    """Return a hash of all that the spans depend on."""
    code = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in (".py", ".csv"):
            code.update(path.relative_to(Path(__file__).parent).as_posix().encode() + b"\0" + path.read_bytes())
    versions = [version(name) for name in ("nltk", "pandas")]
    return joblib.hash((code.hexdigest(), versions, corpus.articles, corpus.tables))


def _keep(place: Path, found: dict[str, pd.DataFrame]) -> None:
    """Write spans in place of older ones, whole or not at all; a folder that can't be written to is left alone."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
            file.write(pickle.dumps(found, pickle.HIGHEST_PROTOCOL))
        Path(file.name).replace(place)
        for other in place.parent.iterdir():
            if other != place:
                other.unlink(missing_ok=True)
    except OSError:
        return
