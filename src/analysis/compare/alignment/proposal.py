"""Sentences of two sources that may tell the same: proposed by rule, for any corpus, and scored where units are coded.

A sentence is a document of the vector space model, as for comparable texts in one language (Nelken & Shieber
2006): its features are the lemmas of its content words, the actors it mentions and the years of its dates, each
weighted by (1 + ln tf) · ln(N / df). Two sentences are proposed as a pair if each is the other's most similar one
by the cosine, and the cosine is at least `THRESHOLD`: the lowest of those that Erkan & Radev (2004) tried on
sentences of news. No parameter was chosen by its score on any text of this book.
"""

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

from ...measure import Corpus, segment
from ..counting import with_source
from ..intervals import of_share
from ..parts import DRAWS, SEED
from ..reading import in_sentence
from ..timeline import by_year
from ..vocabulary import terms
from .coded import BOTH, units

BLOCK = 1000  # sentences that are compared with all others at a time
THRESHOLD = 0.1
_PLACE = ["article_id", "sentence"]
_PAIR = ["article_a", "sentence_a", "article_b", "sentence_b"]


def proposed(
    corpus: Corpus, layers: Mapping[str, pd.DataFrame], sources: Sequence[str], *, threshold: float = THRESHOLD
) -> pd.DataFrame:
    """Return pairs of sentences of two sources that are most like each other.

    Parameters
    ----------
    corpus : Corpus
        The corpus.
    layers : mapping
        Its layers; segments, actors and dates are used.
    sources : sequence of str
        The two sources.
    threshold : float
        The least cosine of a pair, above 0.

    Returns
    -------
    DataFrame
        The most similar first: article_a, sentence_a, article_b, sentence_b (numbers of sentences), similarity (0
        to 1) and shared: the features of both, the weightiest first. Each sentence is in one pair at most; of
        equally similar sentences the first one in the order of the text is taken.
    """
    features = _features(corpus, layers)
    sides = [_sentences(corpus, layers, source) for source in sources]
    weights, names = _weights(features, pd.concat(sides, ignore_index=True))
    a, b = weights[: len(sides[0])], weights[len(sides[0]) :]
    found = _similar(a, b, max(threshold, 1e-9))
    best = [
        found.sort_values(["similarity", other], ascending=[False, True]).drop_duplicates(side)
        for side, other in (("a", "b"), ("b", "a"))
    ]
    pairs = best[0].merge(best[1]).sort_values(["similarity", "a", "b"], ascending=[False, True, True])
    rows = [
        (
            *sides[0].loc[row.a, _PLACE],
            *sides[1].loc[row.b, _PLACE],
            round(float(row.similarity), 6),
            _shared(a[row.a], b[row.b], names),
        )
        for row in pairs.itertuples()
    ]
    return _typed(pd.DataFrame(rows, columns=[*_PAIR, "similarity", "shared"])).astype({"similarity": "float64"})


def _similar(a: csr_matrix, b: csr_matrix, threshold: float) -> pd.DataFrame:
    """Return the rows of two matrices whose cosine is as large as the threshold: a, b, similarity."""
    blocks = []
    # Some rows at a time: hardly a pair of sentences has no word in common, and hardly one is similar.
    for first in range(0, a.shape[0], BLOCK):
        cosine = (a[first : first + BLOCK] @ b.T).tocoo()
        kept = cosine.data.round(9) >= threshold
        place = {"a": cosine.row[kept] + first, "b": cosine.col[kept], "similarity": cosine.data[kept].round(9)}
        blocks.append(pd.DataFrame(place))
    return pd.concat(blocks, ignore_index=True)


def gold(corpus: Corpus, layers: Mapping[str, pd.DataFrame], sources: Sequence[str]) -> pd.DataFrame:
    """Return the pairs of sentences of two sources that tell a coded unit in common.

    Returns
    -------
    DataFrame
        article_a, sentence_a, article_b, sentence_b, in the order of the text, and units: their names.
    """
    told = units(corpus, layers, sources)
    told = told[told["told_by"] == BOTH]
    spans = told[["unit", "source", "spans"]].explode("spans").rename(columns={"spans": "span_id"})
    placed = spans.merge(_sentence_by_sentence(layers), on="span_id")
    pairs: dict[tuple, list[str]] = {}
    for unit, own in placed.groupby("unit", sort=False):
        sides = [own[own["source"] == source][_PLACE].drop_duplicates() for source in sources]
        for a, b in product(*(side.itertuples(index=False, name=None) for side in sides)):
            pairs.setdefault((*a, *b), []).append(str(unit))
    order = {name: place for place, name in enumerate(corpus.articles["article_id"])}
    ordered = sorted(pairs, key=lambda pair: (order[pair[0]], pair[1], order[pair[2]], pair[3]))
    return _typed(pd.DataFrame([(*pair, tuple(pairs[pair])) for pair in ordered], columns=[*_PAIR, "units"]))


def score(
    pairs: pd.DataFrame, coded: pd.DataFrame, corpus: Corpus, layers: Mapping[str, pd.DataFrame], sources: Sequence[str]
) -> dict[str, float] | None:
    """Return how far proposed pairs of sentences are those that tell a coded unit in common.

    Articles without any coded unit are left out, as not coded. The sentences of a text are not independent draws:
    the intervals describe how little so few pairs can show.

    Parameters
    ----------
    pairs, coded : DataFrame
        As `proposed` and `gold` return them.
    corpus, layers, sources
        As for these.

    Returns
    -------
    dict or None
        proposed, coded, hits (pairs proposed, coded, and both); possible (all pairs of sentences); reachable (the most
        coded pairs of which no two share a sentence, as no two proposed ones do); units and units_found (those that
        both tell, and those of some hit); chance_share: of draws of as many pairs at random, each sentence in one at
        most, the share with as many hits, the proposal counted as one draw more. None, if both tell no coded unit.
    """
    if coded.empty:
        return None
    covered = set(layers["units"]["article_id"])
    sides = [_sentences(corpus, layers, source) for source in sources]
    sides = [side[side["article_id"].isin(covered)].reset_index(drop=True) for side in sides]
    judged = pairs[pairs["article_a"].isin(covered) & pairs["article_b"].isin(covered)]
    hits = judged.merge(coded, on=_PAIR)
    truth = _matrix(coded, sides)
    return {
        **{"proposed": len(judged), "coded": len(coded), "hits": len(hits), "possible": truth.size},
        **{"reachable": _reachable(truth), "chance_share": _as_many(truth, len(judged), len(hits))},
        **{"units": coded["units"].explode().nunique(), "units_found": hits["units"].explode().nunique()},
    }


def rates(score: Mapping[str, float]) -> pd.DataFrame:
    """Return precision and recall of a proposal, with exact 95 % intervals, beside what chance would give.

    Returns
    -------
    DataFrame
        Two rows: rate (precision, recall), hits, total, share, low, high (0 to 1, missing where nothing was proposed)
        and chance: what as many pairs drawn at random are expected to reach.

    Examples
    --------
    >>> rates({"proposed": 4, "coded": 8, "hits": 2, "possible": 80})[["rate", "share", "chance"]].values.tolist()
    [['Precision', 0.5, 0.1], ['Recall', 0.25, 0.05]]
    """
    hits, possible = score["hits"], score["possible"]
    rows = []
    # A pair drawn at random is a coded one as often as those are among all.
    for rate, total, others in (("Precision", "proposed", "coded"), ("Recall", "coded", "proposed")):
        low, high = (float(bound) for bound in of_share(hits, score[total] - hits))
        share = (hits / score[total], low, high) if score[total] else (np.nan,) * 3
        rows.append((rate, hits, score[total], *share, score[others] / possible))
    return pd.DataFrame(rows, columns=["rate", "hits", "total", "share", "low", "high", "chance"])


def _typed(pairs: pd.DataFrame) -> pd.DataFrame:
    """Give a table of pairs its types, which an empty one has not."""
    return pairs.astype({"article_a": "str", "sentence_a": "int64", "article_b": "str", "sentence_b": "int64"})


def _sentences(corpus: Corpus, layers: Mapping[str, pd.DataFrame], source: str) -> pd.DataFrame:
    sentences = with_source(segment.of(layers["segments"], "sentence"), corpus.articles)
    own = sentences[sentences["source"] == source].assign(sentence=lambda table: table["number"])
    return own[_PLACE].reset_index(drop=True)


def _sentence_by_sentence(layers: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return for each span of a unit the sentences that it touches, one row each."""
    sentences = segment.of(layers["segments"], "sentence")[["article_id", "number", "start", "end"]]
    joined = layers["units"].merge(sentences, on="article_id", suffixes=("", "_sentence"))
    touched = joined[(joined["start"] < joined["end_sentence"]) & (joined["end"] > joined["start_sentence"])]
    return touched.rename(columns={"number": "sentence"})[["span_id", *_PLACE]]


def _features(corpus: Corpus, layers: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return each feature of each sentence: what stands in a date counts as its year, a name as its actor."""
    labels = corpus.tables["actors"].set_index("actor")["label"]
    dates = layers["dates"]
    words = terms(corpus, dict(layers), lemmas=True).reset_index(drop=True)
    dated = np.zeros(len(words), dtype=bool)
    of_article = words.groupby("article_id").indices
    starts, ends = words["start"].to_numpy(), words["end"].to_numpy()
    for row in dates.itertuples():
        own = of_article.get(row.article_id, np.array([], dtype="int64"))
        dated[own] |= (starts[own] < row.end) & (ends[own] > row.start)
    words = words[~words["function_word"].astype(bool) & ~dated]
    # The names of actors are among the words; adjectives and descriptions are not.
    mentions = in_sentence(layers["actors"][layers["actors"]["kind"] != "name"], layers["segments"])
    years = in_sentence(by_year(dates), layers["segments"])
    return pd.concat(
        [
            words.assign(feature=words["term"]),
            mentions.assign(feature=mentions["actor"].map(labels)),
            years.assign(feature=years["year"].astype("str")),
        ]
    )[[*_PLACE, "feature"]]


def _weights(features: pd.DataFrame, sentences: pd.DataFrame) -> tuple[csr_matrix, list[str]]:
    """Return the features of each sentence, weighted and of unit length, and their names in the order of columns."""
    known = sentences.assign(row=range(len(sentences)))
    counted = features.merge(known, on=_PLACE).groupby(["row", "feature"]).size().rename("tf").reset_index()
    names = sorted(counted["feature"].unique())
    column = counted["feature"].map({name: place for place, name in enumerate(names)})
    df = counted.groupby("feature")["row"].transform("size")
    weight = (1 + np.log(counted["tf"])) * np.log(len(sentences) / df)
    length = np.sqrt((weight**2).groupby(counted["row"]).transform("sum"))
    weight = (weight / length).where(length > 0, 0.0)
    shape = (len(sentences), len(names))
    return csr_matrix((weight, (counted["row"], column.astype("int64"))), shape=shape), names


def _shared(a: csr_matrix, b: csr_matrix, names: list[str]) -> tuple[str, ...]:
    both = a.multiply(b).tocoo()
    found = sorted(zip(-both.data.round(9), both.col, strict=True))
    return tuple(names[column] for weight, column in found if weight < 0)


def _matrix(coded: pd.DataFrame, sides: list[pd.DataFrame]) -> np.ndarray:
    """Return for each pair of sentences of two sides whether they tell a unit in common."""
    rows, columns = ({place: at for at, place in enumerate(side.itertuples(index=False, name=None))} for side in sides)
    truth = np.zeros((len(sides[0]), len(sides[1])), dtype=bool)
    for row in coded[_PAIR].itertuples(index=False, name=None):
        truth[rows[row[:2]], columns[row[2:]]] = True
    return truth


def _reachable(truth: np.ndarray) -> int:
    return int((maximum_bipartite_matching(csr_matrix(truth.astype("int8")), perm_type="column") >= 0).sum())


def _as_many(truth: np.ndarray, pairs: int, hits: int) -> float:
    """Return the share of random draws of so many pairs that hit as often, these pairs counted as one draw."""
    # The larger side is shuffled against the smaller one, so that swapped sides get the same draws.
    square = truth if truth.shape[0] <= truth.shape[1] else truth.T
    rng = np.random.default_rng(SEED)
    as_many = 1
    for _ in range(DRAWS):
        rows = rng.permutation(square.shape[0])[:pairs]
        columns = rng.permutation(square.shape[1])[:pairs]
        as_many += int(square[rows, columns].sum()) >= hits
    return as_many / (DRAWS + 1)
