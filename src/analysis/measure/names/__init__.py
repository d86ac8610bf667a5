"""Find names: of persons, organisations, places, events and works, by capitals and a few lists of words.

No model: a name is a chain of capitalised words (with "of", "the", "and" and particles like "von" inside where the
rules of `runs` allow), freed of titles, months, weekdays and adjectives of nations. The possessive 's is no part
of it. The hard case is a capital that only begins a sentence or a quotation: it counts where there is evidence that
the word is a name: it has a capital within a sentence elsewhere in the article, it is followed by more of a name,
or general English does not write it in lower case (Mikheev 1999, Periods, capitalized words, etc., has the first
two). Headings in capitals are read by the last and the first alone.

What is found is every name, whether a table knows whom it means or not. Which of them mean the same, and what kind
they are of, is compared across articles (`analysis.compare.names`). A script without capitals has no names here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any

import pandas as pd

from .. import spans
from . import reading, runs, words
from .reading import Word

COLUMNS = ("name", "evidence", "title")
_SHOUTED = 0.6
_HEADED = 0.7


def find(articles: pd.DataFrame, segments: pd.DataFrame, *, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Find names in the body of each article.

    Parameters
    ----------
    articles, segments : DataFrame
        The articles, and their segments as `segment.find` returns them.
    tables : mapping
        Not used: the words are the language's, not the corpus's.

    Returns
    -------
    DataFrame
        Spans with `name` (the words, with single spaces), `evidence` (why it counts as one: "capital" within a
        sentence, "elsewhere" in the article with a capital, "more of a name" behind it, "no common word") and
        `title` (what was taken off before it: Foreign Minister).
    """
    return spans.table("names", _rows(articles, segments), COLUMNS)


def _rows(articles: pd.DataFrame, segments: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for article, own in spans.each(articles, segments):
        sentences = list(reading.sentences(article.text, own))
        known = seen(sentences)
        for sentence in sentences:
            for piece, evidence in found(sentence, known):
                start, end = sentence[piece.first].start, sentence[piece.end - 1].end
                if words.is_in("abbreviated end", sentence[piece.end - 1].key) and article.text[end : end + 1] == ".":
                    end += 1
                surface = article.text[start:end]
                yield {
                    **{"article_id": article.article_id, "start": start, "end": end, "surface": surface},
                    **{"name": re.sub(r"\s+", " ", surface), "evidence": evidence, "title": piece.title},
                }


def seen(sentences: Iterable[Sequence[Word]]) -> set[str]:
    """Return the keys of words that have a capital within a sentence, where no place explains it."""
    return {
        word.key
        for sentence in sentences
        if not heading(sentence)
        for word in sentence
        if not word.begins and runs.is_name_word(word)
    }


def heading(sentence: Sequence[Word]) -> bool:
    """Return whether a sentence is set in capitals, or with a capital on most of its words."""
    letters = [word for word in sentence if len(word.text) > 3 and word.text[0].isalpha()]
    shouted = sum(word.text.isupper() for word in letters)
    if len(letters) >= 3 and shouted >= _SHOUTED * len(letters):
        return True
    common = [word for word in letters if words.is_common(word.text)]
    return len(common) >= 3 and sum(word.capital for word in common) >= _HEADED * len(common)


def found(sentence: Sequence[Word], known: Set[str]) -> Iterator[tuple[runs.Piece, str]]:
    """Yield the names of a sentence, each with its evidence."""
    capitals = {position for position, word in enumerate(sentence) if word.capital}
    if heading(sentence):
        kept = runs.protected(sentence, 0, len(sentence))
        capitals = {
            position
            for position in capitals
            if position in kept or sentence[position].key in known or not words.is_common(sentence[position].text)
        }
    for first, end in runs.runs(sentence, capitals):
        for piece in runs.pieces(sentence, first, end):
            evidence = _evidence(sentence, piece, known)
            if evidence:
                yield piece, evidence


def _evidence(sentence: Sequence[Word], piece: runs.Piece, known: Set[str]) -> str:
    word = sentence[piece.first]
    if not word.begins:
        return "capital"
    if word.key in known:
        return "elsewhere"
    if piece.end - piece.first > 1:
        return "more of a name"
    return "" if words.is_common(word.text) else "no common word"
