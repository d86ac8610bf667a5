"""Find attributed statements: who is said to have said what.

A statement has a content and, where the text names them, a cue and a speaker. Rules over tokens find it, and
lists of words; no model is trained and nothing is downloaded, so that two machines agree to the byte. After
the annotation of attribution relations in the Penn Discourse Treebank and PolNeAR (source, cue, content).

The modules, in the order of the work: `quotes` finds the quotation marks' stretches, `reading` cuts an article
into tokens, `cues` finds the words of cues.csv, `contents` and `speakers` what belongs to each, `tags` and
`unlisted` what stands behind a quotation, `quoted` the quotations without a cue; `assembly` puts statements
together, `resolve` says which actor speaks.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from .. import segment, spans
from . import assembly, resolve
from .reading import Reading
from .statement import Statement

COLUMNS = ("group_id", "role", "kind", "verb", "verb_class", "actor", "resolved", "parent")


def find(
    articles: pd.DataFrame,
    segments: pd.DataFrame,
    *,
    tables: Mapping[str, pd.DataFrame],
    actors: pd.DataFrame,
) -> pd.DataFrame:
    """Find statements in the body of each article.

    Parameters
    ----------
    articles, segments : DataFrame
        The articles, and their segments as `segment.find` returns them.
    tables : mapping
        `actors` is used, if it is there, to tell persons from other actors. The word lists lie beside this
        module, since they belong to the language, not to a corpus.
    actors : DataFrame
        Mentions of actors as `actors.find` returns them; may be empty.

    Returns
    -------
    DataFrame
        Spans with `group_id` (the statement), `role` (speaker, cue, content), `kind` (direct: the content is
        a quotation; indirect: it holds none; mixed), `verb` (of cues.csv, or ""), `verb_class` (neutral,
        assertive, factive, distancing, directive, or ""), `actor` (who speaks, or ""), `resolved` (how that
        is known: name, description, pronoun, sentence before; "" if it is not), and `parent` (the statement
        whose content this one stands in, or ""). Every statement has a content.
    """
    return spans.of_tuples("statements", list(_rows(articles, segments, actors, _people(tables))), COLUMNS)


def _people(tables: Mapping[str, pd.DataFrame]) -> frozenset[str]:
    if "actors" not in tables:
        return frozenset()
    return frozenset(tables["actors"].loc[tables["actors"]["kind"] == "person", "actor"])


def _rows(
    articles: pd.DataFrame, segments: pd.DataFrame, actors: pd.DataFrame, people: frozenset[str]
) -> Iterator[tuple]:
    mentioned: dict[str, list[resolve.Mention]] = {}
    columns = (actors[name].tolist() for name in ("article_id", "start", "end", "actor", "kind"))
    for name, *mention in zip(*columns, strict=True):
        mentioned.setdefault(name, []).append(tuple(mention))
    for article, reading in readings(articles, segments):
        yield from _statements(article.article_id, reading, mentioned.get(article.article_id, []), people)


def readings(articles: pd.DataFrame, segments: pd.DataFrame) -> Iterator[tuple[Any, Reading]]:
    """Yield each article and its body as the rules read it."""
    units = (segment.each(articles, segments, unit) for unit in ("sentence", "paragraph"))
    for (article, sentences), (_, paragraphs) in zip(*units, strict=True):
        yield article, Reading(article.text, sentences, paragraphs)


def _statements(
    article_id: str, reading: Reading, mentions: list[resolve.Mention], people: frozenset[str]
) -> Iterator[tuple]:
    found = assembly.statements(reading)
    actors = resolve.actors(reading, found, mentions, people)
    names = [f"{article_id}/statements/{number}" for number in range(1, len(found) + 1)]
    rows = []
    for number, statement in enumerate(found):
        entry = statement.cue and statement.cue.entry
        actor, resolved = actors[number]
        verb = (entry.pattern, entry.verb_class) if entry else ("", "")
        parent = names[statement.parent] if statement.parent >= 0 else ""
        says = (kind(reading, statement), *verb, actor, resolved, parent)
        parts = [("content", span) for span in statement.contents]
        parts += [("cue", (statement.cue.first, statement.cue.end))] if statement.cue else []
        parts += [("speaker", statement.speaker)] if statement.speaker else []
        for role, (first, end) in parts:
            start, stop = reading.spans[first][0], reading.spans[end - 1][1]
            place = (article_id, start, stop, reading.text[start:stop])
            rows.append((start, number, role, (*place, names[number], role, *says)))
    rows.sort(key=lambda row: row[:3])
    yield from (row for *_, row in rows)


def kind(reading: Reading, statement: Statement) -> str:
    """Return whether a statement is direct (all quoted), indirect (nothing quoted) or mixed.

    The quotation that its cue itself stands in does not count: in "“The West says it is ready,” he said" the
    West is not quoted.
    """
    around = reading.quotation[statement.cue.head] if statement.cue else -1
    outside = (-1, around)
    inside = [
        quotation not in outside
        for span in statement.contents
        for quotation, is_word in zip(*reading.within(*span), strict=True)
        if is_word
    ]
    return "direct" if inside and all(inside) else "mixed" if any(inside) else "indirect"
