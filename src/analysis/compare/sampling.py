"""Sentences drawn at random for hand coding, as many of each source as far as there are.

Within a source every sentence of the body has the same chance, so that an article comes in by its length. The draw
is made by hashes, not by a generator of random numbers: each sentence has a place that follows from the seed and its
own id alone. So the same seed gives the same sentences on every machine, and an article that is added to the
corpus moves no other.
"""

import hashlib

import pandas as pd

from ..measure import Corpus, segment

# Long enough that no two sentences of a large corpus share one; the letter keeps a spreadsheet from reading a number.
_DIGITS = 16


def sentences(corpus: Corpus, segments: pd.DataFrame) -> pd.DataFrame:
    """Return the sentences of the body, each with an id that tells nothing of its article.

    Returns
    -------
    DataFrame
        Columns sentence_id, source, article_id, number (in its article), start, end, surface and before: the sentence
        before it in the article, if there is one. In reading order.
    """
    found = segment.of(segments, "sentence")
    before = found.groupby("article_id", sort=False)["surface"].shift(fill_value="")
    source = found["article_id"].map(corpus.articles.set_index("article_id")["source"])
    names = [
        sentence_id(row.article_id, row.start, row.end, row.surface)
        for row in found[["article_id", "start", "end", "surface"]].itertuples()
    ]
    columns = ["sentence_id", "source", "article_id", "number", "start", "end", "surface", "before"]
    return found.assign(sentence_id=names, source=source, before=before)[columns].reset_index(drop=True)


def sentence_id(article_id: str, start: int, end: int, surface: str) -> str:
    """Return a name for a sentence: another one if it stands elsewhere or says something else.

    Examples
    --------
    >>> sentence_id("a", 0, 3, "Yes")
    'sbbf3e455cd82df33'
    """
    said = "\0".join([article_id, str(start), str(end), surface])
    return f"s{hashlib.sha256(said.encode()).hexdigest()[:_DIGITS]}"


def draw(known: pd.DataFrame, size: int, *, seed: int) -> pd.DataFrame:
    """Draw sentences, as many of each source as far as there are, in random order.

    Parameters
    ----------
    known : DataFrame
        As `sentences` returns it.
    size : int
        How many to draw; all, if there are fewer.
    seed : int
        Another seed draws others.

    Returns
    -------
    DataFrame
        Rows of `known`. Two sentences that are neighbours in their article don't follow each other, where that can be.

    Examples
    --------
    >>> rows = [(f"s{i}", "ab"[i > 1], "xy"[i > 1], i) for i in range(6)]
    >>> known = pd.DataFrame(rows, columns=["sentence_id", "source", "article_id", "number"])
    >>> draw(known, 5, seed=1)["source"].value_counts().to_dict()
    {'b': 3, 'a': 2}
    """
    order = known["sentence_id"].map(lambda name: hashlib.sha256(f"{seed} {name}".encode()).hexdigest())
    shuffled = known.assign(_order=order).sort_values("_order", ignore_index=True)
    shares = _shares(known["source"].value_counts(sort=False).to_dict(), size)
    rank = shuffled.groupby("source").cumcount()
    drawn = shuffled[rank < shuffled["source"].map(shares)].drop(columns="_order")
    return drawn.iloc[_apart(list(zip(drawn["article_id"], drawn["number"], strict=True)))].reset_index(drop=True)


def _shares(there: dict[str, int], size: int) -> dict[str, int]:
    """Return how many to draw of each source: the same of all, and of the larger ones what the smaller can't give."""
    shares, left = {}, size
    for place, source in enumerate(sorted(there, key=lambda name: (there[name], name))):
        shares[source] = min(there[source], left // (len(there) - place))
        left -= shares[source]
    return shares


def _apart(places: list[tuple[str, int]]) -> list[int]:
    """Return an order in which neighbours of one article don't follow each other: who can't stay moves to a gap."""
    order: list[int] = []
    for place in range(len(places)):
        # At the end, or else in the last gap between two that are no neighbours; or at the end after all.
        gaps = (at for at in range(len(order), -1, -1) if _fits(places, order, at, place))
        order.insert(next(gaps, len(order)), place)
    return order


def _fits(places: list[tuple[str, int]], order: list[int], at: int, place: int) -> bool:
    return not any(_near(places[other], places[place]) for other in order[max(at - 1, 0) : at + 1])


def _near(one: tuple[str, int], two: tuple[str, int]) -> bool:
    return one[0] == two[0] and abs(one[1] - two[1]) == 1
