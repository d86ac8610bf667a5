"""Where in the reading room each article stands: all on one page, or, where they are many, so many a page."""

import math
from urllib.parse import quote

import pandas as pd

from ..measure.memo import keep_last

# Articles of each source on a page.
PAGE = 25
# The first page, which has a source in book/; the others are called after it. All lie one folder deep.
FIRST = "book/reading-room"


def number(articles: pd.DataFrame) -> int:
    """Return how many pages the reading room has."""
    return math.ceil(articles["source"].value_counts().max() / PAGE)


def name(page: int) -> str:
    """Return the name of a page, counted from 1.

    >>> name(1), name(2)
    ('book/reading-room', 'book/reading-room-2')
    """
    return FIRST if page == 1 else f"{FIRST}-{page}"


@keep_last
def pages(articles: pd.DataFrame) -> dict[str, int]:
    """Return the page of each article: those of each source follow each other, in the order of articles.csv."""
    nth = articles.groupby("source").cumcount()
    return dict(zip(articles["article_id"], (nth // PAGE + 1).tolist(), strict=True))


def anchor(article_id: str, sentence: int) -> str:
    """Return the name of a sentence's place on its page, by which it can be cited."""
    return f"{article_id}.s{sentence}"


def address(articles: pd.DataFrame, article_id: str, sentence: int) -> str:
    """Return the address of a sentence, seen from any page of the book: all lie one folder deep."""
    return f"../{name(pages(articles)[article_id])}.html#{quote(anchor(article_id, sentence))}"
