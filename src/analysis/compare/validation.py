"""How far frame indicators find what hand coding found: precision and recall, sentence by sentence.

A sentence counts as found for a frame if it holds an indicator of it. An indicator is never tested on the
text it was written from alone: the instrument does not look for it there.

The rule for trust was set before any score was seen: a frame's indicators are *usable* on a set of
sentences if at least `ENOUGH` of them have the frame, and precision and recall are both at least `USABLE`.
With fewer, they are *untested* there.
"""

import hashlib
from collections.abc import Mapping

import numpy as np
import pandas as pd

from ..measure import Corpus
from ..measure import frames as instrument
from ..measure.codebook import frames
from .intervals import of_share
from .reading import in_sentence

ENOUGH = 5
USABLE = 2 / 3
# A score on record that was made with other patterns.
VOID = "void"
COUNTS = ["both", "indicator_only", "hand_only", "neither"]
_SAID = ["precision_said", "recall_said"]
_CELL = ["article_id", "sentence", "frame"]


def crosswise(
    layers: Mapping[str, pd.DataFrame], tables: Mapping[str, pd.DataFrame]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Score the indicators on each coded article, by those written without it.

    Parameters
    ----------
    layers : mapping
        `segments` and `frames` are used.
    tables : mapping
        `categories`, `levels`, `indicators` and `codes` are used, and `passes` for which sentences were coded.

    Returns
    -------
    tuple of DataFrame
        Of each frame only the sentences that were coded on its level. The counts: article_id, frame, patterns (how
        many were used), sentences, both, indicator_only, hand_only, neither. And the sentences behind them:
        article_id, sentence, frame, outcome (one of the four).
    """
    coded = tables["passes"].groupby(["article_id", "level"])["sentence"].agg(set)
    known = frames(tables)
    hand = {tuple(cell) for cell in tables["codes"][["article_id", "sentence", "category"]].itertuples(index=False)}
    found = in_sentence(layers["frames"], layers["segments"])
    held = {tuple(cell) for cell in found[_CELL].itertuples(index=False)}
    cells, used = [], {}
    for (article_id, level), sentences in coded.items():
        own = instrument.applicable(tables["indicators"], article_id)
        for frame in known.loc[known["level"] == level, "category"]:
            used[article_id, frame] = int((own["frame"] == frame).sum())
            for sentence in sorted(sentences):
                cell = (article_id, sentence, frame)
                cells.append((*cell, COUNTS[2 * (cell not in held) + (cell not in hand)]))
    outcomes = pd.DataFrame(cells, columns=[*_CELL, "outcome"])
    return _counted(outcomes, used), outcomes


def _counted(outcomes: pd.DataFrame, used: Mapping[tuple[str, str], int]) -> pd.DataFrame:
    counted = outcomes.groupby(["article_id", "frame"], sort=False)["outcome"].value_counts().unstack(fill_value=0)
    counted = counted.reindex(columns=COUNTS, fill_value=0).rename_axis(columns=None)
    counted.insert(0, "patterns", [used[cell] for cell in counted.index])
    counted.insert(1, "sentences", counted[COUNTS].sum(axis=1))
    return counted.reset_index().astype(dict.fromkeys(["patterns", "sentences", *COUNTS], "int64"))


def rates(counts: pd.DataFrame) -> pd.DataFrame:
    """Add precision and recall, their exact 95 % intervals, and what the rule says.

    Parameters
    ----------
    counts : DataFrame
        With both, indicator_only and hand_only: sentences that have the frame by either, or both.

    Returns
    -------
    DataFrame
        And with coded (how many sentences have the frame by hand), precision, precision_low, precision_high,
        recall, recall_low, recall_high (0 to 1, missing where there is nothing to divide by) and verdict:
        `usable`, `not usable` or `untested`.

    Examples
    --------
    >>> counts = pd.DataFrame({"both": [6], "indicator_only": [2], "hand_only": [1], "neither": [9]})
    >>> rates(counts)[["coded", "precision", "recall", "verdict"]].round(2).values.tolist()
    [[7, 0.75, 0.86, 'usable']]
    """
    result = counts.assign(coded=counts["both"] + counts["hand_only"])
    for name, misses in (("precision", "indicator_only"), ("recall", "hand_only")):
        trials = result["both"] + result[misses]
        result[name] = (result["both"] / trials).where(trials > 0)
        low, high = of_share(result["both"], result[misses])
        result[f"{name}_low"], result[f"{name}_high"] = low, high
        result.loc[trials == 0, [f"{name}_low", f"{name}_high"]] = float("nan")
    good = (result["precision"] >= USABLE) & (result["recall"] >= USABLE)
    verdict = good.map({True: "usable", False: "not usable"})
    return result.assign(verdict=verdict.where(result["coded"] >= ENOUGH, "untested"))


def fingerprint(indicators: pd.DataFrame, frame: str) -> str:
    """Return a hash of a frame's patterns, which a recorded score names: with other patterns it is void.

    Examples
    --------
    >>> table = pd.DataFrame({"frame": ["x", "x"], "pattern": ["b", "a*"]})
    >>> fingerprint(table, "x") == fingerprint(table.iloc[::-1], "x")
    True
    """
    patterns = sorted(indicators.loc[indicators["frame"] == frame, "pattern"])
    return hashlib.sha256("\n".join(patterns).encode()).hexdigest()[:12]


def all_scores(corpus: Corpus, layers: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return every score of the indicators: on the coded articles of each source, and those on record for other texts.

    Those on record (validation.csv) were made with the patterns that they name by `fingerprint`; with other
    patterns they are void: kept in the table without their counts, and the frame is not usable on their account.

    Returns
    -------
    DataFrame
        As `rates` returns it, with frame, label, tested_on, source (missing for other texts), patterns (of a source,
        the most that were looked for in one of its articles), and precision_said and recall_said: value
        and interval, to be read. Frames in the order of the codebook.
    """
    counts, _ = crosswise(layers, corpus.tables)
    counts = _by_source(counts, corpus)
    indicators, known = corpus.tables["indicators"], frames(corpus.tables)
    recorded = corpus.tables["validation"]
    valid = [fingerprint(indicators, row.frame) == row.indicators for row in recorded.itertuples()]
    recorded = recorded.astype(dict.fromkeys(COUNTS, "int64"))
    recorded.loc[~np.array(valid, dtype=bool), COUNTS] = 0
    recorded = recorded.assign(patterns=recorded["frame"].map(indicators["frame"].value_counts()), valid=valid)
    every = pd.concat([counts, recorded], ignore_index=True)
    made = rates(every)
    made.loc[made["valid"].eq(False), "verdict"] = VOID
    labels = dict(zip(known["category"], known["label"], strict=True))
    rank = list(known["category"])
    made = made.sort_values("frame", key=lambda column: column.map(rank.index), kind="stable", ignore_index=True)
    return _told(made.assign(label=made["frame"].map(labels)))


def _by_source(counts: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Add up what was counted in each article: in a sample an article has too few coded sentences for a score."""
    articles = corpus.articles.set_index("article_id")
    source = pd.Categorical(counts["article_id"].map(articles["source"]), list(corpus.labels), ordered=True)
    ways = {"patterns": "max", **dict.fromkeys(["sentences", *COUNTS], "sum")}
    made = counts.assign(source=source).groupby(["source", "frame"], sort=True, observed=True).agg(ways).reset_index()
    # By the name of its outlet, where the source has one only.
    outlets = articles.groupby("source")["outlet"].agg(lambda own: own.iloc[0] if own.nunique() == 1 else None)
    source = made["source"].astype("str")
    return made.assign(source=source, tested_on=source.map(outlets).fillna(source.map(corpus.labels)))


def unvalidated(scores: pd.DataFrame, corpus: Corpus) -> list[str]:
    """Return the labels of the frames that were tested on no source of this corpus, whatever they do elsewhere.

    Parameters
    ----------
    scores : DataFrame
        As `all_scores` returns it.
    corpus : Corpus
        For the frames of its codebook.
    """
    tested = scores[scores["source"].notna() & (scores["verdict"] != "untested")]
    known = frames(corpus.tables)
    return list(known.loc[~known["category"].isin(tested["frame"]), "label"])


def beside(scores: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Return the scores as columns, to stand beside counts of the indicators.

    Parameters
    ----------
    scores : DataFrame
        As `all_scores` returns it.
    corpus : Corpus
        For the sources of the coded articles.

    Returns
    -------
    DataFrame
        One row a frame and source: category (the frame's label), label (the source's), then precision and recall, to
        be read, on that source's coded articles together and on each set of other texts on record.
    """
    cells = pd.MultiIndex.from_product([scores["label"].unique(), corpus.labels], names=["label", "source"])
    own = scores.set_index(["label", "source"])[_SAID].reindex(cells).reset_index()
    own["source"] = own["source"].map(corpus.labels)
    made = own[["label", "source", *_SAID]].set_axis(["category", "label", *_heads("on this source")], axis=1)
    for name, other in scores[scores["source"].isna()].groupby("tested_on", sort=False):
        columns = other.set_index("label")[_SAID].set_axis(_heads(f"on {name}"), axis=1)
        made = made.join(columns, on="category")
    return made.fillna("–")


def _heads(where: str) -> list[str]:
    return [f"Precision {where}", f"Recall {where}"]


def verdicts(scores: pd.DataFrame) -> pd.Series:
    """Return what all scores of a frame say together: usable only where no test says otherwise.

    Examples
    --------
    >>> scores = pd.DataFrame({"frame": ["a", "a", "b"], "verdict": ["usable", "not usable", "untested"]})
    >>> verdicts(scores).to_dict()
    {'a': 'not usable', 'b': 'untested'}
    """

    def together(own: pd.Series) -> str:
        found = set(own)
        return next((verdict for verdict in ("not usable", VOID, "usable") if verdict in found), "untested")

    return scores.groupby("frame", sort=False)["verdict"].agg(together)


def _told(made: pd.DataFrame) -> pd.DataFrame:
    rows = made.to_dict("records")
    return made.assign(**{column: [_said(row, column.removesuffix("_said")) for row in rows] for column in _SAID})


def _said(row: Mapping[str, float], name: str) -> str:
    if row[name] != row[name]:
        return "–"
    return f"{row[name]:.2f} ({row[f'{name}_low']:.2f} to {row[f'{name}_high']:.2f})"
