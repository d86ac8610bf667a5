"""Who does what to whom, and who appears in which part: what was coded by hand, as tables to be read.

An actor that the words describe and do not name is marked as inferred, and † stands behind what is in a place that
is noted as damaged or doubtful.
"""

from collections.abc import Mapping

import pandas as pd

from ..measure import Corpus
from ..measure.annotations import DOUBTS
from . import counting, voices
from .reading import in_sentence


def named(coded: pd.DataFrame, corpus: Corpus, layers: Mapping[str, pd.DataFrame]) -> list[str]:
    """Return the label of the actor of each coded span, with what is to be said of it."""
    labels = corpus.tables["actors"].set_index("actor")["label"]
    inferred = layers["actors"][layers["actors"]["kind"] == "inferred"]
    scars = layers["scars"][layers["scars"]["kind"].isin(DOUBTS)]
    return [
        labels[row.actor]
        + (" (inferred)" if _overlaps(row, inferred[inferred["actor"] == row.actor]) else "")
        + (" †" if _overlaps(row, scars) else "")
        for row in coded.itertuples()
    ]


def _overlaps(row, spans: pd.DataFrame) -> bool:
    own = spans[spans["article_id"] == row.article_id]
    return bool(((own["start"] < row.end) & (own["end"] > row.start)).any())


def cast(roles: pd.DataFrame, corpus: Corpus, layers: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return who appears in each role in each source, as lists to be read.

    Returns
    -------
    DataFrame
        Columns category and one for each label: "Russia (3; 1), NATO (1; 0)", how often, and how often in the
        report's own voice.
    """
    roles = roles.assign(name=named(roles, corpus, layers))
    rows = []
    for category in dict.fromkeys(roles["category"]):
        row = {"category": category}
        for label in corpus.labels.values():
            own = roles[(roles["category"] == category) & (roles["label"] == label)]
            sizes = own.groupby("name").size()
            mine = own[own["side"] == voices.OWN].groupby("name").size()
            ranked = sorted(sizes.index, key=lambda name, sizes=sizes: (-sizes[name], name))
            row[label] = ", ".join(f"{name} ({sizes[name]}; {mine.get(name, 0)})" for name in ranked)
        rows.append(row)
    return pd.DataFrame(rows, columns=["category", *corpus.labels.values()])


def acts(corpus: Corpus, layers: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return who does what to whom, one row an act, in the order of the texts.

    Returns
    -------
    DataFrame
        The act's own span with category (the act's label), label (the source's), sentence, agents and patients
        (labels of actors), place (outlet and sentence), side (of the agents; "not named" where there is none, the
        first's where there are several), told_as, told (the act and how it is told, to be read), whose (whose words it
        is told in) and spans.
    """
    found = layers["acts"]
    names = corpus.tables["actors"].set_index("actor")
    labels = corpus.tables["acts"].set_index("act")["label"]
    outlets = corpus.articles.set_index("article_id")["outlet"]
    parts = found[found["role"] != "act"].copy()
    parts["name"] = named(parts, corpus, layers)
    people = {
        (role, column): own.groupby("group_id")[column].agg(list).to_dict()
        for role, own in parts.groupby("role")
        for column in ("actor", "name")
    }
    own = found[found["role"] == "act"].reset_index(drop=True)
    own = in_sentence(voices.owned(own, corpus, layers), layers["segments"])
    sides = [people.get(("agent", "actor"), {}).get(group, []) for group in own["group_id"]]
    told = {
        role: [", ".join(people.get((role, "name"), {}).get(group, [])) for group in own["group_id"]]
        for role in ("agent", "patient")
    }
    own = counting.with_label(own, corpus).assign(
        category=own["act"].map(labels),
        whose=voices.said(own, corpus),
        agents=told["agent"],
        patients=told["patient"],
        told=own["act"].map(labels) + own["told_as"].map(lambda how: "" if how == "fact" else f" ({how})"),
        place=own["article_id"].map(outlets) + " " + own["sentence"].astype(str),
        side=[names.at[actors[0], "side"] if actors else voices.UNNAMED for actors in sides],
        spans=[(span,) for span in own["span_id"]],
    )
    rank = list(corpus.articles["article_id"])
    return own.sort_values(
        ["article_id", "start"], key=lambda column: column.map(rank.index) if column.name == "article_id" else column
    ).reset_index(drop=True)


def agents(found: pd.DataFrame, corpus: Corpus) -> list[str]:
    """Return the sides of those who act, in the order of actors.csv."""
    return counting.ordered(found["side"], voices.known_sides(corpus))
