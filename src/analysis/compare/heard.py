"""Who is heard and who is only spoken about: the speakers of each article and source, and who never speaks."""

import re
from collections import Counter
from collections.abc import Mapping

import pandas as pd

from ..measure import Corpus
from . import counting, voices

VERBS = 8  # of a speaker in many articles


def speakers(corpus: Corpus, layers: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return who speaks in each article, in how many statements and words.

    Returns
    -------
    DataFrame
        Columns article_id, speaker (an actor; "" for those not named), side, statements, words, direct (words of
        it that are quoted directly), verbs (their list, most frequent first), spans (of the words that name the
        speaker), sorted by words.
    """
    counted = voices.words(corpus, layers)
    counted = counted[counted["statement"] != ""]
    cues = voices.speaking(corpus, layers)["verb"]
    named = layers["statements"].query("role == 'speaker'").groupby("group_id")["span_id"].agg(tuple).to_dict()
    rows = []
    for (article_id, speaker, side), own in counted.groupby(["article_id", "speaker", "side"], sort=False):
        groups = list(dict.fromkeys(own["statement"]))
        verbs = cues.loc[groups].loc[lambda own: own != ""].value_counts()
        rows.append(
            {
                **{"article_id": article_id, "speaker": speaker, "side": side, "statements": len(groups)},
                **{"words": len(own), "direct": int((own["spoken"] == "direct").sum())},
                **{"verbs": ", ".join(sorted(verbs.index, key=lambda verb: (-verbs[verb], verb)))},
                **{"spans": tuple(span for group in groups for span in named.get(group, ()))},
            }
        )
    columns = ["article_id", "speaker", "side", "statements", "words", "direct", "verbs", "spans"]
    found = pd.DataFrame(rows, columns=columns)
    return found.sort_values(["article_id", "words", "speaker"], ascending=[True, False, True], ignore_index=True)


def by_source(heard: pd.DataFrame) -> pd.DataFrame:
    """Return who speaks in each source, put together from its articles.

    Parameters
    ----------
    heard : DataFrame
        As `speakers` returns it, with `label`: the source's.

    Returns
    -------
    DataFrame
        Columns label, speaker ("" for all who are no actor), side, articles (in how many), statements, words, direct
        and verbs (up to `VERBS`, those of most articles first), the most words first.
    """
    found = heard.groupby(["label", "speaker", "side"]).agg(
        articles=("article_id", "nunique"),
        statements=("statements", "sum"),
        words=("words", "sum"),
        direct=("direct", "sum"),
        verbs=("verbs", lambda lists: Counter(verb for own in lists if own for verb in own.split(", "))),
    )
    found["verbs"] = [
        ", ".join(sorted(counted, key=lambda verb: (-counted[verb], verb))[:VERBS]) for counted in found["verbs"]
    ]
    found = found.reset_index()
    return found.sort_values(
        ["words", "label", "speaker", "side"], ascending=[False, True, True, True], ignore_index=True
    )


def unheard(corpus: Corpus, layers: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the actors that a source speaks about and that never speak in its articles.

    Returns
    -------
    DataFrame
        Columns label (the source's), actor, name, side, spans (of each mention), count, and articles (how many have
        a mention), source by source, most mentioned first. Places are left out: they do not speak.
    """
    label_of = counting.with_label(corpus.articles[["article_id"]], corpus).set_index("article_id")["label"]
    heard = {(row.article_id, row.actor) for row in layers["statements"].itertuples() if row.actor}
    heard = {(label_of[article_id], actor) for article_id, actor in heard | _mouths(corpus, layers)}
    known = corpus.tables["actors"].set_index("actor")
    rows = []
    for (label, actor), own in counting.with_label(layers["actors"], corpus).groupby(["label", "actor"]):
        if (label, actor) not in heard and known.at[actor, "kind"] != "place":
            about = {"name": known.at[actor, "label"], "side": known.at[actor, "side"]}
            spans, articles = tuple(own["span_id"]), own["article_id"].nunique()
            rows.append({"label": label, "actor": actor, **about, "spans": spans, "articles": articles})
    found = pd.DataFrame(rows, columns=["label", "actor", "name", "side", "spans", "articles"])
    found = found.assign(count=found["spans"].map(len), _at=found["label"].map(list(corpus.labels.values()).index))
    found = found.sort_values(["_at", "count", "name"], ascending=[True, False, True], ignore_index=True)
    return found.drop(columns="_at")


def most_silent(silent: pd.DataFrame, labels: list[str]) -> pd.DataFrame:
    """Return who is mentioned most of those never heard, as `unheard` has them, for each source.

    Returns
    -------
    DataFrame
        Indexed by label: name ("none" where all are heard) and count.
    """
    first = silent.drop_duplicates("label").set_index("label")[["name", "count"]].reindex(labels)
    return first.fillna({"name": "none", "count": 0}).astype({"count": "int64"})


def _mouths(corpus: Corpus, layers: Mapping[str, pd.DataFrame]) -> set[tuple[str, str]]:
    """Return the actors through whom another speaks: "said through its ambassador Michael Carpenter that"."""
    texts = corpus.articles.set_index("article_id")["text"]
    spoken = layers["statements"].query("role == 'cue'")
    cues = {name: list(own.itertuples()) for name, own in spoken.groupby("article_id")}
    return {
        (row.article_id, row.actor)
        for row in layers["actors"].itertuples()
        for cue in cues.get(row.article_id, ())
        if re.fullmatch(r"\s+(?:through|via)\s[^.,;:]*", texts[row.article_id][cue.end : row.start])
    }
