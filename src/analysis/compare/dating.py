"""Which time a mention of an actor belongs to: a measurement with rules, each row with the rule it came by.

The rules, in their order; the first that applies decides:

1. *same clause*: a date stands in the mention's own clause.
2. *same sentence*: a date stands in another clause of its sentence; the nearest clause with dates counts.
3. *running date*: the sentence has no date, and the one before has: the story goes on.
4. *present*: neither. The mention is taken to belong to the report's own time, its day of publication.

Of several dates in a clause the nearest counts, with those joined to it ("in 1999 and 2004").

What is said and who says it are told apart: a date beside the speaker ("said on Thursday") is that of the saying,
and counts for nothing inside what is said; and the other way round. Where a text-critical note says that a sentence
was cut, its two sides do not count for each other, and inside the cut nobody's words are told apart. Clauses are cut
at punctuation and at a few conjunctions (clause_words.csv): a rule of thumb, measured against a reader's dates in
data/coding/mention-dates.csv. By the first two rules a mention is dated *directly*.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..measure import Corpus, calendar, mention_dates, segment
from ..measure.tables import read_table
from .intervals import of_share
from .reading import in_sentence

RULES = ("same clause", "same sentence", "running date", "present")
SAME_CLAUSE, SAME_SENTENCE, RUNNING, PRESENT = RULES
# By these a mention is dated directly: by a date in its own sentence that counts for it.
DIRECT = (SAME_CLAUSE, SAME_SENTENCE)
COLUMNS = ["date", "edtf", "earliest", "latest", "rule"]

Layers = Mapping[str, pd.DataFrame]
# From a time (EDTF) and the day of publication to what of it is compared.
Times = Callable[[str, str], frozenset]


def dated(mentions: pd.DataFrame, corpus: Corpus, layers: Layers) -> pd.DataFrame:
    """Give each mention the time that it belongs to.

    Parameters
    ----------
    mentions : DataFrame
        Spans: the layer `actors`, or some of it.
    corpus, layers : Corpus and mapping
        `dates`, `segments`, `statements` and `scars` are used, and `published` of the articles.

    Returns
    -------
    DataFrame
        The mentions in their order, one row for each of their dates ("in 1999 and 2004": two), with `date` (the
        span_id of the expression; "" by the rule *present*), `edtf`, `earliest`, `latest` (ISO days; "" where the
        day of publication is not known), and `rule` (one of `RULES`).
    """
    dates = layers["dates"]
    dates = dates[(dates["earliest"] != "") & (dates["latest"] != "")]
    placed, timed = (_placed(spans, corpus, layers) for spans in (mentions, dates))
    texts = corpus.articles.set_index("article_id")["text"].to_dict()
    by_sentence = _rows(timed, lambda row: (row.article_id, row.sentence))
    present = {row.article_id: _present(row.published) for row in corpus.articles.itertuples()}
    rows = []
    for at, mention in zip(mentions.index, placed.itertuples(), strict=True):
        around = by_sentence.get((mention.article_id, mention.sentence), [])
        before = by_sentence.get((mention.article_id, mention.sentence - 1), [])
        chosen, rule = _chosen(mention, around, before, texts)
        times = _times(chosen) or [("", *present[mention.article_id])]
        rows += [(at, *time, rule) for time in times]
    made = pd.DataFrame(rows, columns=["at", *COLUMNS]).set_index("at").astype("object")
    return mentions.drop(columns="edtf", errors="ignore").join(made).reset_index(drop=True)


def _chosen(mention, around: list, before: list, texts: Mapping[str, str]) -> tuple[list, str]:
    """Return the dates that a mention belongs to, of those in its sentence and the one before, and by which rule."""
    here = [date for date in around if date.part == mention.part]
    inside = [date for date in here if date.clause == mention.clause]
    if inside:
        return _nearest(mention, inside, texts), SAME_CLAUSE
    if here:
        return _nearest(mention, here, texts), SAME_SENTENCE
    running = [] if around else _running(mention, before)
    return running, RUNNING if running else PRESENT


def _times(chosen: list) -> list[tuple[str, str, str, str]]:
    """Return span_id, EDTF, earliest and latest day of dates; "from 2008 to 2014" is one time, not its two ends."""
    times: dict[str, tuple[str, str, str, str]] = {}
    for date in chosen:
        # One that goes on ("since the 1990s", 199X/..) has no end to be bounded by.
        closed = date.period and ".." not in date.period
        bounds = calendar.bounds(date.period) if closed else (None, None)
        if all(bounds):
            times.setdefault(date.period, (date.span_id, date.period, *map(str, bounds)))
        else:
            times[date.span_id] = (date.span_id, date.edtf, date.earliest, date.latest)
    return list(times.values())


def _placed(spans: pd.DataFrame, corpus: Corpus, layers: Layers) -> pd.DataFrame:
    """Add to each span its sentence, the number of its clause, and the part of the sentence whose dates count for it.

    A part is what one speaker says, or what the report says besides, on one side of a cut.
    """
    texts = corpus.articles.set_index("article_id")["text"].to_dict()
    sentences = segment.of(layers["segments"], "sentence", body=False)
    sentences = sentences.set_index(["article_id", "number"])["start"].to_dict()
    said = _rows(_whole(layers), lambda row: row.article_id)
    cuts = _cuts(layers["scars"])
    found = in_sentence(spans, layers["segments"])
    clauses, parts = [], []
    for span in found.itertuples():
        begin = sentences[span.article_id, span.sentence]
        before = texts[span.article_id][begin : span.start]
        clauses.append(len(_boundaries().findall(before)))
        around = [row for row in said.get(span.article_id, ()) if row.start <= span.start and span.end <= row.end]
        speech = min(around, key=lambda row: (row.end - row.start, row.group_id)).group_id if around else ""
        pieces = sum(begin <= cut <= span.start for cut in cuts.get(span.article_id, ()))
        parts.append((speech, pieces))
    return found.assign(clause=clauses, part=pd.Series(parts, index=found.index, dtype="object"))


def _whole(layers: Layers) -> pd.DataFrame:
    """Return what is said by anyone, without what lies inside a cut: there nobody can tell who says what."""
    contents = layers["statements"].query("role == 'content'")
    cuts = _rows(layers["scars"].query("kind == 'cut'"), lambda row: row.article_id)
    inside = [
        any(cut.start <= row.start and row.end <= cut.end for cut in cuts.get(row.article_id, ()))
        for row in contents.itertuples()
    ]
    return contents[~np.array(inside, dtype=bool)]


def _rows(table: pd.DataFrame, key: Callable[[Any], Any]) -> dict[Any, list]:
    """Return the rows of a table by a key of each, in their order."""
    found: dict[Any, list] = {}
    for row in table.itertuples():
        found.setdefault(key(row), []).append(row)
    return found


@cache
def _boundaries() -> re.Pattern[str]:
    words = read_table(Path(__file__).with_name("clause_words.csv"), ("word", "note"))["word"]
    return re.compile(rf"[,;:()–—]|\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


def _cuts(scars: pd.DataFrame) -> dict[str, list[int]]:
    """Return where the sentences of each article were cut: after the full stop inside the note's stretch."""
    found: dict[str, list[int]] = {}
    for row in scars[scars["kind"] == "cut"].itertuples():
        if match := re.search(r"[.!?]", row.surface):
            found.setdefault(row.article_id, []).append(row.start + match.end())
    return found


def _nearest(mention, dates: list, texts: Mapping[str, str]) -> list:
    """Return the nearest of some dates, by clauses and then by characters, with those that are joined to it."""
    first = min(dates, key=lambda date: (abs(date.clause - mention.clause), _between(date, mention), date.start))
    at = dates.index(first)
    begin = end = at
    while begin > 0 and _joined(dates[begin - 1], dates[begin], texts):
        begin -= 1
    while end + 1 < len(dates) and _joined(dates[end], dates[end + 1], texts):
        end += 1
    return dates[begin : end + 1]


def _between(date, mention) -> int:
    return max(date.start - mention.end, mention.start - date.end, 0)


def _joined(date, other, texts: Mapping[str, str]) -> bool:
    """Return whether no more than "and" or a comma stands between two dates."""
    return re.fullmatch(r"\s*(?:,|and|or|to|,\s*and)?\s*", texts[date.article_id][date.end : other.start]) is not None


def _running(mention, before: list) -> list:
    """Return the last date of the sentence before, if the mention's own was not cut before it.

    The date was told by the same voice: what is said runs on with what is said.
    """
    same = [date for date in before if bool(date.part[0]) == bool(mention.part[0])]
    return [] if mention.part[1] else same[-1:]


def _present(published: str) -> tuple[str, str, str]:
    bounds = calendar.bounds(published)
    known = all(bounds)
    return (published, *map(str, bounds)) if known else ("", "", "")


def scored(found: pd.DataFrame, corpus: Corpus, times: Times = mention_dates.years) -> pd.DataFrame:
    """Compare the times that the rules give mentions with a reader's.

    Parameters
    ----------
    found : DataFrame
        As `dated` returns it.
    corpus : Corpus
        `mention-dates` (data/coding) is used.
    times : callable
        What is compared: the years (`mention_dates.years`) or the days (`mention_dates.days`).

    Returns
    -------
    DataFrame
        One row a rule, and one, "all", for all of them: rule, mentions, right (those with exactly the reader's
        times), share, low and high (exact 95 %, mentions taken as independent, which neighbours are not).
    """
    cell = ["article_id", "start", "end", "actor"]
    published = corpus.articles.set_index("article_id")["published"]
    read = corpus.tables["mention-dates"]
    read = read.assign(read=[times(row.time, published[row.article_id]) for row in read.itertuples()])
    # Of what may be thousands of articles readers have read a few.
    made = found[found["article_id"].isin(read["article_id"])]
    made = made.assign(made=made["edtf"].map(lambda edtf: times(edtf, edtf) if edtf else frozenset()))
    made = made.groupby(cell, sort=False).agg(
        rule=("rule", "first"), made=("made", lambda own: frozenset().union(*own))
    )
    made = made.join(read.set_index(cell)["read"], how="inner")
    made["right"] = [row.made == row.read for row in made.itertuples()]
    parts = [(rule, made[made["rule"] == rule]) for rule in RULES] + [("all", made)]
    rows = [(rule, len(own), int(own["right"].sum())) for rule, own in parts]
    table = pd.DataFrame(rows, columns=["rule", "mentions", "right"])
    low, high = of_share(table["right"], table["mentions"] - table["right"])
    return table.assign(share=table["right"] / table["mentions"], low=low, high=high)


def apart(found: pd.DataFrame, corpus: Corpus) -> tuple[int, int]:
    """Return how many of the readers' rows are no mention by the list of now, and how many mentions have no row."""
    cell = ["article_id", "start", "end", "actor"]
    read, made = (
        set(table[cell].itertuples(index=False, name=None)) for table in (corpus.tables["mention-dates"], found)
    )
    return len(read - made), len(made - read)


def agreement(corpus: Corpus) -> tuple[int, int, int]:
    """Return how many mentions two readers dated, in how many they gave the same years, and the same time."""
    published = corpus.articles.set_index("article_id")["published"]
    read = corpus.tables["mention-dates"]
    same = [
        mention_dates.years(row.first, published[row.article_id])
        == mention_dates.years(row.second, published[row.article_id])
        for row in read.itertuples()
    ]
    return len(read), sum(same), int((read["first"] == read["second"]).sum())
