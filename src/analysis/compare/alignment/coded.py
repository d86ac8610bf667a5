"""Units of content, coded by hand, in two sources: what both tell, what one tells, and in which words.

Two reports may tell of different events: that one does not have a unit says that it does not tell it, not that
it leaves it out. A unit whose words stand in a noted damage that may have changed what is said (`DOUBTS`) is
flagged: what tells it apart may be the translator's or the extraction's.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from ...measure import Corpus, segment
from ...measure.annotations import DOUBTS
from ..counting import with_source
from ..timeline import by_year
from ..units import units as counted_units

BOTH, ONE, NONE = "both", "one", "none"


def units(corpus: Corpus, layers: Mapping[str, pd.DataFrame], sources: Sequence[str]) -> pd.DataFrame:
    """Return which of two sources tell which unit.

    Parameters
    ----------
    corpus : Corpus
        The corpus; the order of the units is that of its coded table.
    layers : mapping
        Its layers; units, segments and scars are used.
    sources : sequence of str
        The two sources.

    Returns
    -------
    DataFrame
        One row a unit and source that tells it, the sources in the order given: unit, kind, label, source,
        told_by (both or one), words (of the body, each once), spans (the `span_id` of its stretches in that
        source, in the order of the text), flags (the `span_id` of the notes that its words stand in).
    """
    placed = _placed(corpus, layers, sources)
    tokens = segment.of(layers["segments"], "token")
    doubts = layers["scars"][layers["scars"]["kind"].isin(DOUBTS)]
    labels = corpus.tables["units"].drop_duplicates("unit").set_index("unit")["label"]
    order = list(labels.index)
    rows = []
    for (unit, source), own in placed.groupby(["unit", "source"], sort=False):
        row = {"unit": unit, "kind": own["kind"].iloc[0], "label": labels[unit], "source": source}
        row["told_by"] = own["told_by"].iloc[0]
        row["words"] = int(_touched(tokens, own).sum())
        row["spans"] = tuple(own["span_id"])
        row["flags"] = tuple(doubts.loc[_touched(doubts, own), "span_id"])
        rows.append((order.index(unit), list(sources).index(source), row))
    columns = ["unit", "kind", "label", "source", "told_by", "words", "spans", "flags"]
    found = pd.DataFrame([row for *_, row in sorted(rows, key=lambda found: found[:2])], columns=columns)
    return found.astype({"words": "int64"})


def parts(corpus: Corpus, layers: Mapping[str, pd.DataFrame], sources: Sequence[str]) -> pd.DataFrame:
    """Return each word of the body of two sources and the part of the content it belongs to.

    Returns
    -------
    DataFrame
        The words, in reading order, with `source`, `place` (how many words of its source stand before it) and
        `part`: both (in a unit that both tell), one (in units that only its source tells) or none (not coded as
        content). A word in units of either kind counts as told by both.
    """
    placed = _placed(corpus, layers, sources)
    tokens = with_source(segment.of(layers["segments"], "token"), corpus.articles)
    tokens = tokens[tokens["source"].isin(sources)]
    shared = _touched(tokens, placed[placed["told_by"] == BOTH])
    single = _touched(tokens, placed[placed["told_by"] == ONE])
    part = np.select([shared, single], [BOTH, ONE], NONE)
    return tokens.assign(part=part, place=tokens.groupby("source").cumcount()).reset_index(drop=True)


def stretches(corpus: Corpus, layers: Mapping[str, pd.DataFrame], sources: Sequence[str]) -> pd.DataFrame:
    """Return each stretch of a unit with its place in its source, in words.

    Returns
    -------
    DataFrame
        The spans of the units with at least one word of the body: `source`, `part` (both or one), `says` (the label
        of its unit), `first` and `last` (how many words of its source stand before it, and up to its end) and `spans`
        (the `span_id` of its words).
    """
    tokens = parts(corpus, layers, sources)
    labels = corpus.tables["units"].drop_duplicates("unit").set_index("unit")["label"]
    rows = []
    for row in _placed(corpus, layers, sources).to_dict("records"):
        own = tokens[_touched(tokens, pd.DataFrame([row]))]
        if len(own):
            place = {"first": int(own["place"].min()), "last": int(own["place"].max()) + 1}
            told = {"part": row["told_by"], "says": labels[row["unit"]], "spans": tuple(own["span_id"])}
            rows.append({**row, **place, **told})
    columns = [*layers["units"], "source", "part", "says", "first", "last", "spans"]
    return pd.DataFrame(rows, columns=columns).astype({"first": "int64", "last": "int64"})


def differing(corpus: Corpus, layers: Mapping[str, pd.DataFrame], sources: Sequence[str]) -> pd.DataFrame:
    """Return the words of one source's wording of a unit that the other's wording has not.

    Words are compared as lemmas in lower case. A mention of an actor, by name, adjective or description, counts as
    that actor: "US" and "United States" do not differ. A description of someone whom the text does not name is words.
    Function words are never differing.

    Returns
    -------
    DataFrame
        The words and names as `units.units` has them, with `unit` and `source`: those of units told by both.
    """
    mentions = _stated(layers["actors"]).assign(kind="name")
    words = counted_units(layers["segments"], lemmas=True, mentions=mentions, actors=corpus.tables["actors"])
    words = with_source(words, corpus.articles)
    placed = _placed(corpus, layers, sources)
    found = []
    for unit, own in placed[placed["told_by"] == BOTH].groupby("unit", sort=False):
        wording = words[_touched(words, own)]
        said = {source: set(wording.loc[wording["source"] == source, "term"]) for source in sources}
        other = dict(zip(sources, reversed(sources), strict=True))
        alone = [row.term not in said[other[row.source]] for row in wording.itertuples()]
        found.append(wording[np.array(alone, dtype=bool) & ~wording["function_word"].astype(bool)].assign(unit=unit))
    empty = words.iloc[:0].assign(unit=pd.Series(dtype="str"))
    return pd.concat(found, ignore_index=True) if found else empty


def named(corpus: Corpus, layers: Mapping[str, pd.DataFrame], sources: Sequence[str]) -> pd.DataFrame:
    """Return the names of actors and the years in the body of two sources, and in which part of the content.

    Returns
    -------
    DataFrame
        Spans with `source`, `what` (actor or year), `name` (the label of an actor, whom the text names or describes:
        one who was inferred is left out; or a year that a date falls in) and `part`, as `parts` has it.
    """
    labels = corpus.tables["actors"].set_index("actor")["label"]
    mentions = _stated(layers["actors"])
    years = by_year(layers["dates"])
    columns = ["span_id", "article_id", "start", "end", "surface"]
    spans = pd.concat(
        [
            mentions[columns].assign(what="actor", name=mentions["actor"].map(labels)),
            years[columns].assign(what="year", name=years["year"].astype("str")),
        ],
        ignore_index=True,
    )
    spans = with_source(spans, corpus.articles)
    spans = spans[spans["source"].isin(sources)]
    tokens = parts(corpus, layers, sources)
    held = [_touched(spans, tokens[tokens["part"] == part]) for part in (BOTH, ONE)]
    return spans.assign(part=np.select(held, [BOTH, ONE], NONE)).reset_index(drop=True)


def _stated(mentions: pd.DataFrame) -> pd.DataFrame:
    """Return the mentions of actors whom the text names or describes, without those that were inferred."""
    return mentions[mentions["kind"] != "inferred"]


def _placed(corpus: Corpus, layers: Mapping[str, pd.DataFrame], sources: Sequence[str]) -> pd.DataFrame:
    """Return the spans of the units of two sources, each with its source and whether the other tells the unit, too."""
    placed = with_source(layers["units"], corpus.articles)
    placed = placed[placed["source"].isin(sources)]
    tellers = placed.groupby("unit")["source"].nunique()
    return placed.assign(told_by=placed["unit"].map(tellers).map({1: ONE, 2: BOTH}))


def _touched(spans: pd.DataFrame, stretches: pd.DataFrame) -> np.ndarray:
    """Return which spans share at least one character with some stretch."""
    found = np.zeros(len(spans), dtype=bool)
    article, start, end = (spans[name].to_numpy() for name in ("article_id", "start", "end"))
    for row in stretches.itertuples():
        found |= (article == row.article_id) & (start < row.end) & (end > row.start)
    return found
