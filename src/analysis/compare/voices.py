"""Whose words: each span with the statement it stands in, and how many words each speaker has.

Words belong to whoever says them to the report: the outermost statement of saying that they stand in. What a
speaker tells of another's words ("Ryabkov said that the West had said no") is the speaker's. A wish, a worry or a
promise that the report tells of is an act and no statement of saying: its cue has no class in the word list, and it
takes no words from whoever tells of it. What stands in no statement of saying is told in the report's own voice.

A span that names speaker and cue along with the content ("the Russian side requested a document") is judged by the
rest of it: that it tells who says so does not make it the report's own.
"""

import re
from collections.abc import Mapping

import pandas as pd

from ..measure import Corpus, segment
from . import counting
from .reading import in_sentence

OWN = "own voice"
UNNAMED = "not named"
COLUMNS = ["statement", "speaker", "side", "spoken", "verb_class"]


def speaking(corpus: Corpus, layers: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return who speaks in each statement.

    Returns
    -------
    DataFrame
        Indexed by `group_id`: article_id, parent, verb, verb_class, spoken (direct, indirect, mixed), speaker (an
        actor, or "" where it is none of actors.csv) and side: the speaker's in actors.csv, or, of a speaker that
        is no actor ("some Western leaders"), that of the only side named in its words, or "not named".
    """
    statements = layers["statements"]
    sides = dict(zip(corpus.tables["actors"]["actor"], corpus.tables["actors"]["side"], strict=True))
    mentions = {name: list(own.itertuples()) for name, own in layers["actors"].groupby("article_id")}
    rows = {}
    for row in statements.itertuples():
        entry = {"article_id": row.article_id, "parent": row.parent, "verb": row.verb, "verb_class": row.verb_class}
        entry |= {"spoken": row.kind, "speaker": row.actor, "side": sides.get(row.actor, "")}
        found = rows.setdefault(row.group_id, entry)
        if row.role == "speaker" and not found["side"]:
            inside = [m for m in mentions.get(row.article_id, ()) if row.start <= m.start and m.end <= row.end]
            named = {sides[mention.actor] for mention in inside}
            found["side"] = named.pop() if len(named) == 1 else ""
    columns = ["article_id", "parent", "verb", "verb_class", "spoken", "speaker", "side"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("group_id")
    return table.assign(side=table["side"].replace("", UNNAMED))


def owned(spans: pd.DataFrame, corpus: Corpus, layers: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Add to each span whose words it stands in.

    Returns
    -------
    DataFrame
        The spans, in their order, with `statement` (its group_id, or ""), `speaker` (an actor, or ""), `side` (as
        `speaking` has it, or "own voice"), `spoken` and `verb_class` ("" in the report's own voice).
    """
    told = speaking(corpus, layers)
    parts: dict[str, dict[str, list]] = {}
    for part in layers["statements"][layers["statements"]["verb_class"] != ""].itertuples():
        parts.setdefault(part.article_id, {}).setdefault(part.group_id, []).append(part)
    lengths = {
        group: sum(part.end - part.start for part in own if part.role == "content")
        for groups in parts.values()
        for group, own in groups.items()
    }
    rows = []
    for span in spans.itertuples():
        around = [group for group, own in parts.get(span.article_id, {}).items() if _holds(own, span)]
        group = max(around, key=lambda name: (lengths[name], name), default="")
        says = told.loc[group, COLUMNS[1:]].tolist() if group else ["", OWN, "", ""]
        rows.append([group, *says])
    return spans.assign(**pd.DataFrame(rows, columns=COLUMNS, index=spans.index, dtype="object"))


def _holds(parts: list, span) -> bool:
    """Return whether a statement's content is more than half of a span, speaker and cue left out."""
    common = {"content": 0, "cue": 0, "speaker": 0}
    for part in parts:
        common[part.role] += max(0, min(span.end, part.end) - max(span.start, part.start))
    rest = span.end - span.start - common["cue"] - common["speaker"]
    return common["content"] > 0 and 2 * common["content"] > rest


def sides(found: pd.DataFrame, corpus: Corpus) -> list[str]:
    """Return whose words there may be: the report's own voice, then the sides that occur, as in actors.csv."""
    return [OWN, *counting.ordered(found["side"], known_sides(corpus))]


def known_sides(corpus: Corpus) -> list[str]:
    """Return the sides that a speaker or an agent may have, in the order of actors.csv; last whoever is not named."""
    return [*dict.fromkeys(corpus.tables["actors"]["side"]), UNNAMED]


def said(found: pd.DataFrame, corpus: Corpus) -> list[str]:
    """Return whose words each span with an owner is, to be read: a label, a side, or the report's own voice."""
    labels = dict(zip(corpus.tables["actors"]["actor"], corpus.tables["actors"]["label"], strict=True))
    return [
        labels.get(row.speaker) or (row.side if row.side in (OWN, UNNAMED) else f"{row.side}, {UNNAMED}")
        for row in found[["speaker", "side"]].itertuples()
    ]


def words(corpus: Corpus, layers: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return every word of the articles' bodies with whose it is.

    Returns
    -------
    DataFrame
        The tokens of the body with the columns of `owned`. Each word counts once.
    """
    return owned(segment.of(layers["segments"], "token"), corpus, layers)


def continuing(corpus: Corpus, layers: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the words in the report's own voice that a reader may take for a speaker's.

    They stand in a sentence that holds no speaker's words and comes directly after one that does. With no cue of
    its own it counts as the report's own voice; the speaker may be speaking on.

    Returns
    -------
    DataFrame
        Rows of `words`.
    """
    counted = words(corpus, layers)
    given = (counted["statement"] != "").groupby([counted["article_id"], counted["sentence"]]).any()
    follows = given[given.groupby("article_id").shift(fill_value=False) & ~given].index
    return counted[pd.MultiIndex.from_frame(counted[["article_id", "sentence"]]).isin(follows)]


def runs(corpus: Corpus, layers: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the runs of words that have one owner, along each article.

    Returns
    -------
    DataFrame
        Columns article_id, category (whose: a side, or the report's own voice), speaker (to be read), spoken,
        first and last (places in the article, 0 to 1) and spans (the words).
    """
    counted = words(corpus, layers)
    counted = counted.assign(said=said(counted, corpus))
    rows = []
    for article_id, own in counted.groupby("article_id", sort=False):
        own = own.reset_index(drop=True)
        changes = (own["statement"] != own["statement"].shift()).cumsum()
        for _, run in own.groupby(changes):
            first = run.iloc[0]
            rows.append(
                {
                    **{"article_id": article_id, "category": first["side"], "speaker": first["said"]},
                    **{"spoken": first["spoken"] or OWN, "first": run.index[0] / len(own)},
                    **{"last": (run.index[-1] + 1) / len(own), "spans": tuple(run["span_id"])},
                }
            )
    columns = ["article_id", "category", "speaker", "spoken", "first", "last", "spans"]
    return pd.DataFrame(rows, columns=columns)


def halves(found: pd.DataFrame) -> pd.DataFrame:
    """Return the share of words in the report's own voice before and after the middle of each source.

    Parameters
    ----------
    found : DataFrame
        As `runs` returns it, with `label`.

    Returns
    -------
    DataFrame
        Indexed by label: before and after (0 to 1). A run across the middle counts on both sides by its part.
    """
    before = found["last"].clip(upper=0.5) - found["first"].clip(upper=0.5)
    after = (found["last"] - found["first"]) - before
    parts = found.assign(before=before, after=after)
    own = parts[parts["category"] == OWN].groupby("label")[["before", "after"]].sum()
    whole = parts.groupby("label")[["before", "after"]].sum()
    return (own.reindex(whole.index).fillna(0) / whole).fillna(0)


def speakers(corpus: Corpus, layers: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return who speaks in each article, in how many statements and words.

    Returns
    -------
    DataFrame
        Columns article_id, speaker (an actor; "" for those not named), side, statements, words, direct (words of
        it that are quoted directly), verbs (their list, most frequent first), spans (of the words that name the
        speaker), sorted by words.
    """
    counted = words(corpus, layers)
    counted = counted[counted["statement"] != ""]
    cues = speaking(corpus, layers)["verb"]
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


def unheard(corpus: Corpus, layers: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the actors that an article speaks about and that never speak in it.

    Returns
    -------
    DataFrame
        Columns article_id, actor, name, side, spans (of each mention) and count, most mentioned first.
        Places are left out: they do not speak.
    """
    heard = {(row.article_id, row.actor) for row in layers["statements"].itertuples() if row.actor}
    heard |= _mouths(corpus, layers)
    known = corpus.tables["actors"].set_index("actor")
    mentions = layers["actors"]
    rows = []
    for (article_id, actor), own in mentions.groupby(["article_id", "actor"]):
        if (article_id, actor) not in heard and known.at[actor, "kind"] != "place":
            about = {"name": known.at[actor, "label"], "side": known.at[actor, "side"]}
            rows.append({"article_id": article_id, "actor": actor, **about, "spans": tuple(own["span_id"])})
    found = pd.DataFrame(rows, columns=["article_id", "actor", "name", "side", "spans"])
    found = found.assign(count=found["spans"].map(len))
    return found.sort_values(["article_id", "count", "name"], ascending=[True, False, True], ignore_index=True)


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


def claims(corpus: Corpus, layers: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the wordings of the units that more than one source tells, with how far each stands behind them.

    Returns
    -------
    DataFrame
        Rows of the layer `units` with the columns of `owned`, and said: whose words, by which
        verb, and the marks of distance and certainty in the sentence.
    """
    units = layers["units"]
    source = units["article_id"].map(corpus.articles.set_index("article_id")["source"])
    shared = source.groupby(units["unit"]).transform("nunique") > 1
    chosen = units[shared].reset_index(drop=True)
    found = owned(chosen, corpus, layers)
    told = speaking(corpus, layers)
    stance = layers["stance"].set_index("span_id")["surface"]
    marks_of = marked(found, layers["stance"], layers["segments"])["stance"]
    lines = []
    for row, whose, marks in zip(found.itertuples(), said(found, corpus), marks_of, strict=True):
        verb = told.at[row.statement, "verb"] if row.statement else ""
        parts = [whose, f"{verb} ({row.verb_class or 'no class'})" if verb else ""]
        parts.append(f"in the sentence: {', '.join(stance[list(marks)])}" if marks else "")
        lines.append("; ".join(filter(None, parts)))
    return found.assign(said=lines)


def most_silent(silent: pd.DataFrame, labels: list[str]) -> pd.DataFrame:
    """Return who is mentioned most of those never heard, as `unheard` has them with `label`, for each source.

    Returns
    -------
    DataFrame
        Indexed by label: name ("none" where all are heard) and count.
    """
    first = silent.drop_duplicates("label").set_index("label")[["name", "count"]].reindex(labels)
    return first.fillna({"name": "none", "count": 0}).astype({"count": "int64"})


def marked(spans: pd.DataFrame, stance: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Add to each span the marks of distance and certainty in its sentence, as `stance`: a tuple of their span ids."""
    placed = in_sentence(stance, segments)
    held = placed.groupby(["article_id", "sentence"])["span_id"].agg(tuple).to_dict()
    found = in_sentence(spans, segments)
    keys = zip(found["article_id"], found["sentence"], strict=True)
    return spans.assign(stance=[held.get(key, ()) for key in keys])
