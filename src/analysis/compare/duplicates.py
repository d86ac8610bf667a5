"""Find articles that are copies of one another, exactly or nearly.

Two texts are compared by their shingles, the runs of `size` words in them (Broder 1997, On the resemblance and
containment of documents): their resemblance is the Jaccard similarity of the two sets, shared shingles by all
shingles. It is computed exactly, for every pair that could reach the threshold, and none is missed: a pair of
resemblance t shares at least one of the rarest (1 - t) of each one's shingles, so only articles that share such a
one are compared (prefix filtering: Chaudhuri, Ganti and Kaushik 2006; Bayardo, Ma and Srikant 2007). No sampling and
no seed, as MinHash would need.

What counts is words: case, punctuation and white space make no difference to the resemblance. Texts that are equal
but for white space are exact copies.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

# Words of a shingle: with five, hardly any is shared by chance.
SIZE = 5
# A text in which every twentieth word was changed, or half as much was added, is still found (0.6 and 0.67). Among
# 5,000 news articles in English, what two of them shared by a site's furniture or a recycled background came to 0.42
# at most, and an agency's report in two papers to 0.92; between 0.42 and 0.9 there was nothing.
THRESHOLD = 0.5
# Pairs that are looked at at once, for memory.
_AT_ONCE = 5_000_000


class Duplicates(NamedTuple):
    """What was found.

    Attributes
    ----------
    pairs : DataFrame
        one, other (article_ids, in the order of the articles), kind ("exact" or "near"), similarity (Jaccard, 1.0
        for exact copies). Of several exact copies each is paired with the first, and only that one is compared with
        other articles.
    groups : DataFrame
        group (a number from 1), article_id, first (the group's first article), in the order of the articles: articles
        that pairs connect, be it over others.
    """

    pairs: pd.DataFrame
    groups: pd.DataFrame


def find(articles: pd.DataFrame, *, threshold: float = THRESHOLD, size: int = SIZE) -> Duplicates:
    """Find exact and near-duplicates.

    Parameters
    ----------
    articles : DataFrame
        article_id and text.
    threshold : float
        The least Jaccard similarity of a near-duplicate, above 0 and at most 1.
    size : int
        Words of a shingle.

    Returns
    -------
    Duplicates

    Examples
    --------
    >>> text = "The minister said on Monday that talks would go on for a week"
    >>> texts = [text, text + "  ", text + " or two", "Nothing of the kind was said"]
    >>> articles = pd.DataFrame({"article_id": list("abcd"), "text": texts})
    >>> find(articles).pairs.round(2).values.tolist()
    [['a', 'b', 'exact', 1.0], ['a', 'c', 'near', 0.82]]
    >>> find(articles).groups.values.tolist()
    [[1, 'a', 'a'], [1, 'b', 'a'], [1, 'c', 'a']]
    """
    if not 0 < threshold <= 1 or size < 1:
        msg = f"a threshold above 0 and at most 1, and at least one word a shingle: got {threshold}, {size}"
        raise ValueError(msg)
    names = articles["article_id"].tolist()
    texts = [" ".join(text.split()) for text in articles["text"]]
    first: dict[str, int] = {}
    firsts = [first.setdefault(text, at) for at, text in enumerate(texts)]
    rows = [(one, other, "exact", 1.0) for other, one in enumerate(firsts) if one != other]
    kept = list(first.values())
    starts, shingles = _shingles([texts[at] for at in kept], size)
    for one, other, similarity in _near(starts, shingles, threshold):
        rows.append((kept[one], kept[other], "near", similarity))
    rows.sort()
    pairs = pd.DataFrame(
        [(names[one], names[other], kind, similarity) for one, other, kind, similarity in rows],
        columns=["one", "other", "kind", "similarity"],
    )
    return Duplicates(pairs, _groups(names, [row[:2] for row in rows]))


def keep_first(articles: pd.DataFrame, found: Duplicates, *, within_source: bool = True) -> pd.DataFrame:
    """Return the articles without copies: of each group the first of each source, or the first of all.

    Parameters
    ----------
    articles : DataFrame
        As given to `find`, and source if `within_source`.
    found : Duplicates
        What `find` returned.
    within_source : bool
        Whether each source keeps one. What two sources have both printed then stays with both.
    """
    group = articles["article_id"].map(found.groups.set_index("article_id")["group"])
    key = pd.DataFrame({"group": group, "source": articles["source"] if within_source else ""})
    return articles[group.isna() | ~key.duplicated()]


def _shingles(texts: Sequence[str], size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return each text's set of shingles as numbers, one text after the other, and where each begins.

    The numbers are counted, not hashed: equal numbers are equal shingles. A rarer shingle has a smaller number.
    """
    known: dict[str, int] = {}
    words: list[np.ndarray] = []
    for text in texts:
        found = [known.setdefault(word, len(known) + 1) for word in re.findall(r"\w+", text.casefold())]
        # A text shorter than a shingle is one by itself, filled up with 0.
        words.append(np.array(found + [0] * (size - len(found)), dtype=np.int64))
    lengths = np.array([len(found) for found in words], dtype=np.int64)
    flat = np.concatenate([*words, np.zeros(size, dtype=np.int64)])
    numbers = flat[: len(flat) - size]
    for further in range(1, size):
        numbers = pd.factorize(numbers * (len(known) + 1) + flat[further : len(flat) - size + further])[0]
    # Those that run over a text's end are none.
    texts_of = np.repeat(np.arange(len(texts)), lengths)
    inside = np.arange(len(numbers)) + size <= np.repeat(np.cumsum(lengths), lengths)
    pairs = np.unique(texts_of[inside] * (numbers.max(initial=0) + 1) + numbers[inside])
    texts_of, numbers = np.divmod(pairs, numbers.max(initial=0) + 1)
    counts = np.bincount(numbers)
    rank = np.empty(len(counts), dtype=np.int64)
    rank[np.argsort(counts, kind="stable")] = np.arange(len(counts))
    numbers = rank[numbers]
    order = np.lexsort((numbers, texts_of))
    starts = np.searchsorted(texts_of, np.arange(len(texts) + 1))
    return starts, numbers[order]


def _near(starts: np.ndarray, shingles: np.ndarray, threshold: float) -> Iterator[tuple[int, int, float]]:
    """Yield the pairs of texts that reach the threshold, with their similarity."""
    sizes = np.diff(starts)
    # A hair less than the threshold, so that rounding loses no pair.
    prefix = sizes - np.ceil(sizes * threshold - 1e-9).astype(np.int64) + 1
    texts_of = np.repeat(np.arange(len(sizes)), sizes)
    rare = np.arange(len(shingles)) - starts[texts_of] < prefix[texts_of]
    seen = set()
    for one, other in _candidates(texts_of[rare], shingles[rare], len(sizes)):
        if (one, other) in seen or min(sizes[one], sizes[other]) < threshold * max(sizes[one], sizes[other]) - 1e-9:
            continue
        seen.add((one, other))
        mine, theirs = (shingles[starts[at] : starts[at + 1]] for at in (one, other))
        shared = len(np.intersect1d(mine, theirs, assume_unique=True))
        similarity = shared / (len(mine) + len(theirs) - shared)
        if similarity >= threshold:
            yield one, other, similarity


def _candidates(texts: np.ndarray, shingles: np.ndarray, number: int) -> Iterator[tuple[int, int]]:
    """Yield the pairs of texts that share a shingle; some more than once."""
    order = np.lexsort((texts, shingles))
    texts, shingles = texts[order], shingles[order]
    begins = np.flatnonzero(np.r_[True, shingles[1:] != shingles[:-1]])
    ends = np.r_[begins[1:], len(shingles)]
    several = ends - begins > 1
    # How many texts with the same shingle follow each.
    following = np.zeros(len(texts), dtype=np.int64)
    for begin, end in zip(begins[several], ends[several], strict=True):
        following[begin:end] = np.arange(end - begin - 1, -1, -1)
    chunk = np.cumsum(following) // _AT_ONCE
    for part in np.unique(chunk):
        at = np.flatnonzero((chunk == part) & (following > 0))
        one = np.repeat(at, following[at])
        step = np.arange(len(one)) - np.repeat(np.cumsum(following[at]) - following[at], following[at]) + 1
        for pair in np.unique(texts[one] * number + texts[one + step]).tolist():
            yield divmod(pair, number)


def _groups(names: list[str], pairs: list[tuple[int, int]]) -> pd.DataFrame:
    parent = {at: at for pair in pairs for at in pair}

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = at = parent[parent[at]]
        return at

    for pair in pairs:
        low, high = sorted(map(root, pair))
        parent[high] = low
    roots = {at: root(at) for at in sorted(parent)}
    numbers = {at: number for number, at in enumerate(dict.fromkeys(roots.values()), start=1)}
    rows = [(numbers[of], names[at], names[of]) for at, of in roots.items()]
    return pd.DataFrame(sorted(rows, key=lambda row: row[0]), columns=["group", "article_id", "first"])
