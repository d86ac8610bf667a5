"""What is counted as one term: the words of the texts as they stand, or gathered under one name."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from simplemma import lemmatize

from ..measure import Corpus, segment
from ..measure.tables import read_table, split_list

COLUMNS = ["span_id", "article_id", "paragraph", "sentence", "start", "end", "surface", "term", "function_word"]


@cache
def function_words() -> frozenset[str]:
    """Return the terms marked as function words: closed classes of English, in function_words.csv."""
    table = read_table(Path(__file__).with_name("function_words.csv"), ("term", "kind"), keys=[["term"]])
    return frozenset(table["term"])


def units(
    segments: pd.DataFrame,
    *,
    lemmas: bool = False,
    mentions: pd.DataFrame | None = None,
    actors: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the units of the body text that are counted, in reading order.

    Parameters
    ----------
    segments : DataFrame
        The layer of segments.
    lemmas : bool
        Whether the forms of a word count as one ("promised", "promises": promise), as simplemma has them. It
        knows no parts of speech: a form of two words goes to one of them. What has a capital inside a sentence
        is a name and stays.
    mentions, actors : DataFrame, optional
        The layer of actors and actors.csv: if given, each name of an actor is one unit, under the label of the
        actor ("US", "Washington": United States). Adjectives and descriptions stay words.

    Returns
    -------
    DataFrame
        Columns span_id, article_id, paragraph, sentence, start, end, surface, term, function_word: each word
        once, alone or inside a name. `term` is in lower case, but for the labels of actors.
    """
    tokens = segment.of(segments, "token")
    # "US" is no pronoun.
    acronym = tokens["surface"].str.isupper() & (tokens["surface"].str.len() > 1)
    words = tokens.assign(function_word=tokens["term"].isin(function_words()) & ~acronym)
    if lemmas:
        first = ~tokens.duplicated(["article_id", "sentence"])
        proper = tokens["surface"].str[:1].str.isupper() & ~first | acronym
        words = words.assign(term=words["term"].where(proper, words["term"].map(lemma)))
    if mentions is None or actors is None:
        return words[COLUMNS].reset_index(drop=True)
    names = mentions[mentions["kind"] == "name"]
    names = names.assign(term=names["actor"].map(actors.set_index("actor")["label"]), function_word=False)
    inside, owners = _covered(tokens, names)
    # The place of a name is that of its first word.
    names = names.iloc[owners].assign(**{name: inside[name].to_numpy() for name in ("paragraph", "sentence")})
    words = words[~words["span_id"].isin(inside["span_id"])]
    names = names.drop_duplicates("span_id")
    return in_order(pd.concat([words[COLUMNS], names[COLUMNS]], ignore_index=True))


@cache
def lemma(form: str) -> str:
    """Return the lemma of a form.

    >>> lemma("promised"), lemma("countries"), lemma("'s")
    ('promise', 'country', "'s")
    """
    return lemmatize(form, lang="en").lower() if form[0].isalpha() else form


def forms(found: pd.DataFrame, corpus: Corpus) -> dict[str, tuple[str, ...]]:
    """Return for each term the forms it gathers: of a word those that occur, of an actor all its names.

    A name that is a function word in lower case ("US") is left out: its frequency is that of the other word.
    """
    labels = corpus.tables["actors"].set_index("label")["names"]
    seen: dict[str, set[str]] = {}
    for term, surface in found[["term", "surface"]].drop_duplicates().itertuples(index=False):
        seen.setdefault(term, set()).add(segment.normalise(surface))
    names = {term: set(map(segment.normalise, split_list(labels[term]))) - function_words() for term in labels.index}
    return {term: tuple(sorted(names.get(term, own))) for term, own in sorted(seen.items())}


def in_order(spans: pd.DataFrame) -> pd.DataFrame:
    """Sort spans as they are read, article by article in the order of their names."""
    return spans.sort_values(["article_id", "start", "end"], kind="stable").reset_index(drop=True)


def _covered(tokens: pd.DataFrame, names: pd.DataFrame) -> tuple[pd.DataFrame, Sequence[int]]:
    """Return the tokens that lie in names, wholly or in part, and for each the row of its name."""
    groups = {article: own.to_numpy() for article, own in tokens.groupby("article_id").groups.items()}
    starts, ends = (
        {name: tokens[column].loc[own].to_numpy() for name, own in groups.items()} for column in ("start", "end")
    )

    def found() -> Iterator[tuple[int, int]]:
        for place, row in enumerate(names.itertuples()):
            # Tokens stand in order and do not overlap.
            first = np.searchsorted(ends[row.article_id], row.start, side="right")
            last = np.searchsorted(starts[row.article_id], row.end, side="left")
            for index in groups[row.article_id][first:last]:
                yield index, place

    pairs = list(found())
    return tokens.loc[[index for index, _ in pairs]], [place for _, place in pairs]
