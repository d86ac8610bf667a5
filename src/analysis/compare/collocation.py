"""Words that stand together: terms of several words, and what stands beside an actor."""

from collections import Counter
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
from nltk.collocations import BigramCollocationFinder, TrigramCollocationFinder
from nltk.metrics import BigramAssocMeasures, TrigramAssocMeasures

from ..measure import Corpus, segment, spans
from .counting import with_label
from .keyness import log_likelihood

LEAST = 2  # occurrences of a term of several words, in all articles together
WINDOW = 5  # words on each side of an actor's mention

_FINDERS = {2: (BigramCollocationFinder, BigramAssocMeasures), 3: (TrigramCollocationFinder, TrigramAssocMeasures)}


def several_words(found: pd.DataFrame, *, least: int = LEAST) -> pd.DataFrame:
    """Find terms of two and three units by their association: NLTK's collocation finder, log-likelihood ratio.

    Parameters
    ----------
    found : DataFrame
        The units counted, as `units.units` returns them.
    least : int
        How often a term stands in all articles together, at least.

    Returns
    -------
    DataFrame
        Columns term, parts (its units), words (how many: 2 or 3), count, score: the log-likelihood ratio of its
        units (Manning & Schuetze 1999, section 5.3.4), not to be compared between terms of two and of three. Terms
        that begin or end with a function word are left out, and those that never stand outside a longer one. By
        number of words, then score, then term.
    """
    sentences = [list(own) for _, own in found.groupby(["article_id", "sentence"], sort=False)["term"]]
    closed = set(found.loc[found["function_word"], "term"])
    rows = []
    for size, (finder, measures) in _FINDERS.items():
        # The finder counts within each document, and joins none.
        pairs = finder.from_documents(sentences)
        pairs.apply_freq_filter(least)
        pairs.apply_ngram_filter(lambda *words: words[0] in closed or words[-1] in closed)
        for parts, score in pairs.score_ngrams(measures.likelihood_ratio):
            count = pairs.ngram_fd[parts]
            rows.append({"term": " ".join(parts), "parts": parts, "words": size, "count": count, "score": score})
    table = pd.DataFrame(rows, columns=["term", "parts", "words", "count", "score"])
    inside = {(part, row.count) for row in table[table["words"] == 3].to_records() for part in _pairs(row.parts)}
    own = [(row.parts, row.count) not in inside for row in table.to_records()]
    table = table[pd.Series(own, index=table.index, dtype=bool)]
    order = table.assign(rounded=table["score"].astype(float).round(6)).sort_values(
        ["words", "rounded", "term"], ascending=[True, False, True], kind="stable"
    )
    return table.loc[order.index].reset_index(drop=True)


def _pairs(parts: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [parts[:2], parts[1:]]


def occurrences(terms: pd.DataFrame, found: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Return where terms of several units stand, in one sentence each, as spans.

    Parameters
    ----------
    terms : DataFrame
        With `term` and `parts`, as `several_words` returns them.
    found, segments : DataFrame
        The units counted, and the layer of segments.

    Returns
    -------
    DataFrame
        Spans of the layer "terms", from the first letter of the first unit to the last of the last, with `term`.
    """
    wanted = dict(zip(terms["parts"], terms["term"], strict=True))
    begin = {parts[0] for parts in wanted}
    sizes = sorted({len(parts) for parts in wanted})
    sentences = segment.of(segments, "sentence")
    places = zip(sentences["article_id"], sentences["number"], strict=True)
    texts = dict(zip(places, zip(sentences["start"], sentences["surface"], strict=True), strict=True))

    def rows() -> Iterator[Mapping[str, object]]:
        for place, own in found.groupby(["article_id", "sentence"], sort=False):
            offset, text = texts[place]
            units, starts, ends = (list(own[name]) for name in ("term", "start", "end"))
            for first, unit in enumerate(units):
                for size in sizes if unit in begin else ():
                    term = wanted.get(tuple(units[first : first + size]))
                    if term is not None and first + size <= len(units):
                        start, end = starts[first], ends[first + size - 1]
                        surface = text[start - offset : end - offset]
                        yield {"article_id": place[0], "start": start, "end": end, "surface": surface, "term": term}

    return spans.table("terms", rows(), ["term"])


def beside(
    found: pd.DataFrame, mentions: pd.DataFrame, corpus: Corpus, *, window: int = WINDOW, least: int = LEAST
) -> pd.DataFrame:
    """Return the words that stand beside each actor, and whether more often than elsewhere: collocates.

    Parameters
    ----------
    found : DataFrame
        The units counted, as `units.units` returns them.
    mentions : DataFrame
        Mentions of the actors to look at, with `category`, as `counting.named` adds it.
    window : int
        How many units before a mention and after it are looked at, in its sentence.
    least : int
        How often a word stands beside an actor, in both reports together, at least.

    Returns
    -------
    DataFrame
        Columns category (the actor), term, count, score (signed log-likelihood ratio of the term's frequency
        beside the actor and elsewhere), spans (the `span_id` of each), and for each source a column of counts
        named by its label. By actor, then score, then term. Function words and the actor's own
        names are left out; its adjectives are not.
    """
    labelled = with_label(found, corpus)
    totals = labelled["term"].value_counts()
    rows = []
    for category, own in mentions.groupby("category", sort=True):
        near = labelled[labelled["span_id"].isin(_near(found, own, window))]
        counted = near[~near["function_word"] & (near["term"] != category)]
        labels, names = counted["label"].to_numpy(object), counted["span_id"].to_numpy(object)
        for term, group in sorted(counted.groupby("term", sort=False).indices.items()):
            count, others = len(group), int(totals[term]) - len(group)
            if count < least:
                continue
            sides = Counter(labels[group])
            score = float(log_likelihood(count, others, len(near), len(found) - len(near)))
            each = {label: sides[label] for label in corpus.labels.values()}
            spans_of = tuple(names[group])
            rows.append({"category": category, "term": term, "count": count, "score": score, "spans": spans_of, **each})
    columns = ["category", "term", "count", "score", "spans", *corpus.labels.values()]
    table = pd.DataFrame(rows, columns=columns)
    order = table.assign(rounded=table["score"].astype(float).round(6)).sort_values(
        ["category", "rounded", "term"], ascending=[True, False, True], kind="stable"
    )
    return table.loc[order.index].reset_index(drop=True)


def _near(found: pd.DataFrame, mentions: pd.DataFrame, window: int) -> set[str]:
    """Return the `span_id` of the units within a window around mentions, in their sentences, without the mentions."""
    near: set[str] = set()
    names, starts, ends = (found[name].to_numpy() for name in ("span_id", "start", "end"))
    # Sentences follow each other in an article, and so do the units in a sentence.
    articles: dict[str, list[np.ndarray]] = {}
    for (article, _), rows in found.groupby(["article_id", "sentence"], sort=False).indices.items():
        articles.setdefault(article, []).append(rows)
    begins = {article: np.array([starts[rows].min() for rows in own]) for article, own in articles.items()}
    for mention in mentions.itertuples():
        if mention.article_id not in articles:
            continue
        place = int(np.searchsorted(begins[mention.article_id], mention.start, side="right")) - 1
        rows = articles[mention.article_id][max(place, 0)]
        if begins[mention.article_id][max(place, 0)] <= mention.start < ends[rows].max():
            near.update(names[rows[ends[rows] <= mention.start]][-window:])
            near.update(names[rows[starts[rows] >= mention.end]][:window])
    return near
