"""Who is mentioned together with whom."""

from collections.abc import Sequence

import pandas as pd

from ..measure import Corpus
from . import counting
from .reading import in_sentence


def together(mentions: pd.DataFrame, segments: pd.DataFrame, corpus: Corpus, order: Sequence[str]) -> pd.DataFrame:
    """Count the sentences in which two actors are mentioned together.

    Parameters
    ----------
    mentions : DataFrame
        Mentions with `category`.
    segments : DataFrame
        The layer `segments`.
    corpus : Corpus
        For the labels of the sources.
    order : sequence of str
        The actors to count.

    Returns
    -------
    DataFrame
        Columns one, other (each pair once, in the order given), label, first_shown (all mentions; false: names only),
        count and spans (the sentences).
    """
    sentences = segments[segments["unit"] == "sentence"].set_index(["article_id", "number"])["span_id"]
    placed = in_sentence(mentions[mentions["category"].isin(order)], segments)
    rows = []
    for shown, chosen in ((True, placed), (False, placed[placed["kind"] == "name"])):
        held = counting.with_label(chosen, corpus).groupby(["label", "article_id", "sentence"], sort=False)["category"]
        for (label, article_id, number), names in held:
            there = [name for name in order if name in set(names)]
            rows += [
                (one, other, label, shown, sentences[article_id, number])
                for at, one in enumerate(there)
                for other in there[at + 1 :]
            ]
    pairs = pd.DataFrame(rows, columns=["one", "other", "label", "first_shown", "span_id"])
    return counting.gathered(pairs, ["one", "other", "label", "first_shown"])
