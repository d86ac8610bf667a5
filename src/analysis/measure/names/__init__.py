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
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any

import pandas as pd

from .. import spans
from ..layer import Layer
from . import reading, runs, words
from .reading import Word

COLUMNS = ("name", "evidence", "title")
# Of a heading in capitals, the share of its words that have them; of one with a capital on each word, how many
# others it has for each.
_LOUD = 0.6
_LOWER = 0.08


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


# Not one of `measure.LAYERS`: what is found here is compared with the actors, and no chart counts it.
LAYER = Layer("names", find, COLUMNS, 1)


def _rows(articles: pd.DataFrame, segments: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for article, own in spans.each(articles, segments):
        sentences = list(reading.sentences(article.text, own))
        known = seen(sentences)
        single, last = names_alone(sentences, known)
        doubtful = mostly_small(sentences) - last
        for sentence in sentences:
            for piece, evidence in found(sentence, known, single | last):
                if piece.end - piece.first == 1 and not piece.title and sentence[piece.first].key in doubtful:
                    continue
                for start, end in _edges(article.text, sentence[piece.first : piece.end], known):
                    surface = article.text[start:end]
                    yield {
                        **{"article_id": article.article_id, "start": start, "end": end, "surface": surface},
                        **{"name": re.sub(r"\s+", " ", surface), "evidence": evidence, "title": piece.title},
                    }


def _edges(text: str, own: Sequence[Word], known: Set[str]) -> Iterator[tuple[int, int]]:
    """Yield where a name begins and ends: with its own stop or 's; the two of Trump-Pence one by one."""
    start, end = own[0].start, own[-1].end
    halves = re.split("[-‐‑]", own[0].text)
    if len(own) == 1 and len(halves) == 2 and all(half[:1].isupper() and reading.key(half) in known for half in halves):
        yield from ((start, start + len(halves[0])), (end - len(halves[1]), end))
        return
    if words.is_in("abbreviated end", own[-1].key) and text[end : end + 1] == ".":
        end += 1
    elif words.is_in("possessive end", own[-1].key) and (mark := re.match(r" ?['’] ?s(?!\w)", text[end : end + 5])):
        end += mark.end()
    yield start, end


def seen(sentences: Iterable[Sequence[Word]]) -> set[str]:
    """Return the keys of words that have a capital within a sentence, where no place explains it."""
    return {
        word.key
        for sentence in sentences
        if not heading(sentence)
        for position, word in enumerate(sentence)
        if not word.begins and runs.is_name_word(word) and not shouted(sentence, position)
    }


def names_alone(sentences: Iterable[Sequence[Word]], known: Set[str]) -> tuple[set[str], set[str]]:
    """Return the keys of words that are a name by themselves within a sentence, and those of last names.

    A common word that begins a sentence needs either: "Hospital staff" is not named by a "Women's Hospital".
    """
    single, last = set(), set()
    for sentence in sentences:
        for piece, evidence in found(sentence, known, frozenset()):
            person = piece.title or words.is_in("first name", sentence[piece.first].key)
            if piece.end - piece.first == 1 and evidence == "capital":
                single.add(sentence[piece.first].key)
            elif person:
                last.add(sentence[piece.end - 1].key)
    return single, last


def mostly_small(sentences: Iterable[Sequence[Word]]) -> set[str]:
    """Return the keys of common words that an article writes small at least as often as with a capital.

    "The Tariff will rise" names nothing where tariffs are spoken of; "the House" names a chamber nevertheless.
    """
    large: Counter[str] = Counter()
    less: Counter[str] = Counter()
    for sentence in sentences:
        if not heading(sentence):
            for word in sentence:
                if not word.begins and words.is_common(word.text) and not words.is_in("organisation", word.key):
                    (large if word.capital else less)[word.key] += 1
    return {key for key in large if less[key] >= large[key]}


def heading(sentence: Sequence[Word]) -> bool:
    """Return whether a sentence is set in capitals, or with a capital on most of its words."""
    letters = [word for word in sentence if len(word.text) > 3 and word.text[0].isalpha()]
    loud = sum(word.text.isupper() for word in letters)
    if len(letters) >= 3 and loud >= _LOUD * len(letters):
        return True
    own = [word for word in sentence if word.text[0].isalpha() and not words.is_in("small in a heading", word.key)]
    capitals = [word for word in own if word.capital]
    plain = len(capitals) >= 4 and sum(words.is_common(word.text) for word in capitals) >= 3
    return plain and len(own) - len(capitals) <= _LOWER * len(capitals)


def shouted(sentence: Sequence[Word], position: int) -> bool:
    """Return whether a word is common and in capitals for loudness: MUST WATCH; but not of DREAM Act."""
    word = sentence[position]
    if len(word.text) < 4 or not word.text.isalpha() or not word.text.isupper() or not words.is_common(word.text):
        return False
    behind = sentence[position + 1] if position + 1 < len(sentence) else None
    return not (behind and behind.joined and behind.text in ("Act", "Committee", "Party", "Project"))


def found(sentence: Sequence[Word], known: Set[str], alone: Set[str]) -> Iterator[tuple[runs.Piece, str]]:
    """Yield the names of a sentence, each with its evidence.

    Parameters
    ----------
    sentence : sequence of Word
        Its words.
    known, alone : set of str
        What the article shows within its sentences: `seen` and `names_alone`.
    """
    capitals = {position for position, word in enumerate(sentence) if word.capital and not shouted(sentence, position)}
    if heading(sentence):
        kept = runs.protected(sentence, 0, len(sentence))
        capitals = {
            position
            for position in capitals
            if position in kept or sentence[position].key in known or not words.is_common(sentence[position].text)
        }
    for first, end in runs.runs(sentence, capitals):
        for piece in runs.pieces(sentence, first, end):
            evidence = _evidence(sentence, piece, known, alone)
            if evidence:
                yield piece, evidence


def _evidence(sentence: Sequence[Word], piece: runs.Piece, known: Set[str], alone: Set[str]) -> str:
    word = sentence[piece.first]
    if not word.begins:
        return "capital"
    if piece.end - piece.first > 1:
        return "elsewhere" if word.key in known else "more of a name"
    if not words.is_common(word.text) or word.text.isupper():
        return "elsewhere" if word.key in known else "no common word"
    return "elsewhere" if word.key in alone else ""
