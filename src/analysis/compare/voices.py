"""Whose words: each span with the statement it stands in, and how many words each speaker has.

Words belong to whoever says them to the report: the outermost statement of saying that they stand in. What a
speaker tells of another's words ("Ryabkov said that the West had said no") is the speaker's. A wish, a worry or a
promise that the report tells of is an act and no statement of saying: its cue has no class in the word list, and it
takes no words from whoever tells of it. What stands in no statement of saying is told in the report's own voice.

A span that names speaker and cue along with the content ("the Russian side requested a document") is judged by the
rest of it: that it tells who says so does not make it the report's own.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ..measure import Corpus, segment
from . import counting
from .reading import in_sentence

OWN = "own voice"
UNNAMED = "not named"
_READ = dict.fromkeys(("category", "speaker", "spoken"), "str")
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
    told = speaking(corpus, layers)[COLUMNS[1:]]
    own = pd.DataFrame([["", OWN, "", ""]], index=[""], columns=COLUMNS[1:])
    groups = _outermost(spans, layers["statements"])
    says = pd.concat([own, told]).loc[groups].set_axis(spans.index).astype("object")
    return spans.assign(statement=pd.Series(groups, index=spans.index, dtype="object"), **says)


def _outermost(spans: pd.DataFrame, statements: pd.DataFrame) -> list[str]:
    """Return for each span the longest statement whose words it stands in, by its `group_id`; "" if in none.

    A span stands in a statement whose content is more than half of it, speaker and cue left out. Of a thousand
    articles there are a million words: all pairs of a span and a part that meet are looked at together.
    """
    parts = statements[(statements["verb_class"] != "") & statements["article_id"].isin(spans["article_id"])]
    found = pd.Series("", index=range(len(spans)), dtype="object")
    if parts.empty:
        return found.tolist()
    # As if the articles were one long text, none of whose spans meets one of another article.
    number = {name: at for at, name in enumerate(spans["article_id"].unique())}
    room = 1 + max(spans["end"].max(), parts["end"].max())
    begin, end, first, last = (
        (table[edge] + room * table["article_id"].map(number)).to_numpy("int64")
        for table in (spans, parts)
        for edge in ("start", "end")
    )
    order = np.argsort(begin, kind="stable")
    least = np.searchsorted(np.maximum.accumulate(end[order]), first, side="right")
    sizes = np.maximum(np.searchsorted(begin[order], last, side="left") - least, 0)
    part = np.repeat(np.arange(len(parts)), sizes)
    span = order[np.arange(len(part)) + np.repeat(least - np.cumsum(sizes) + sizes, sizes)]
    common = np.minimum(end[span], last[part]) - np.maximum(begin[span], first[part])
    content = (parts["role"] == "content").to_numpy()
    lengths = ((parts["end"] - parts["start"]) * content).groupby(parts["group_id"]).sum().reset_index(name="length")
    ranked = lengths.sort_values(["length", "group_id"])["group_id"].tolist()
    rank = parts["group_id"].map({group: at for at, group in enumerate(ranked)}).to_numpy()
    # Spans may meet none of the parts between the first and the last that they could meet.
    met = pd.DataFrame({"span": span, "rank": rank[part], "content": content[part], "common": common})[common > 0]
    met = met.assign(content=met["common"] * met["content"], other=met["common"] * ~met["content"])
    sums = met.groupby(["span", "rank"])[["content", "other"]].sum().reset_index()
    rest = (end - begin)[sums["span"]] - sums["other"]
    longest = sums[(sums["content"] > 0) & (2 * sums["content"] > rest)].groupby("span")["rank"].max()
    found[longest.index] = [ranked[at] for at in longest]
    return found.tolist()


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
    counted = counted.assign(said=said(counted, corpus)).reset_index(drop=True)
    article = counted["article_id"]
    changed = (article != article.shift()) | (counted["statement"] != counted["statement"].shift())
    counted = counted.assign(at=counted.groupby("article_id").cumcount())
    found = counted.groupby(changed.cumsum()).agg(
        article_id=("article_id", "first"),
        category=("side", "first"),
        speaker=("said", "first"),
        spoken=("spoken", "first"),
        first=("at", "first"),
        last=("at", "last"),
        spans=("span_id", tuple),
    )
    length = found["article_id"].map(article.value_counts())
    found = found.assign(first=found["first"] / length, last=(found["last"] + 1) / length)
    return found.assign(spoken=found["spoken"].replace("", OWN)).reset_index(drop=True).astype(_READ)


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


def marked(spans: pd.DataFrame, stance: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Add to each span the marks of distance and certainty in its sentence, as `stance`: a tuple of their span ids."""
    placed = in_sentence(stance, segments)
    held = placed.groupby(["article_id", "sentence"])["span_id"].agg(tuple).to_dict()
    found = in_sentence(spans, segments)
    keys = zip(found["article_id"], found["sentence"], strict=True)
    return spans.assign(stance=[held.get(key, ()) for key in keys])
