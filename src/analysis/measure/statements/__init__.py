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

from .. import spans
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
    return spans.table("statements", _rows(articles, segments, actors, _people(tables)), COLUMNS)


def _people(tables: Mapping[str, pd.DataFrame]) -> frozenset[str]:
    if "actors" not in tables:
        return frozenset()
    return frozenset(tables["actors"].loc[tables["actors"]["kind"] == "person", "actor"])


def _rows(
    articles: pd.DataFrame, segments: pd.DataFrame, actors: pd.DataFrame, people: frozenset[str]
) -> Iterator[dict[str, Any]]:
    mentioned = {article.article_id: own for article, own in spans.each(articles, actors)}
    for article, own in spans.each(articles, segments):
        reading = read(article.text, own)
        yield from _statements(article.article_id, reading, mentioned[article.article_id], people)


def read(text: str, own: pd.DataFrame) -> Reading:
    """Return an article's body as the rules read it, from its segments."""
    body = own[own["body"].astype(bool)]
    units = {unit: body.loc[body["unit"] == unit, ["start", "end"]] for unit in ("sentence", "paragraph")}
    places = {
        unit: list(zip(rows["start"].tolist(), rows["end"].tolist(), strict=True)) for unit, rows in units.items()
    }
    return Reading(text, places["sentence"], places["paragraph"])


def _statements(
    article_id: str, reading: Reading, mentions: pd.DataFrame, people: frozenset[str]
) -> Iterator[dict[str, Any]]:
    found = assembly.statements(reading)
    actors = resolve.actors(reading, found, mentions, people)
    names = [f"{article_id}/statements/{number}" for number in range(1, len(found) + 1)]
    rows = []
    for number, statement in enumerate(found):
        entry = statement.cue and statement.cue.entry
        actor, resolved = actors[number]
        says = {
            "kind": kind(reading, statement),
            "verb": entry.pattern if entry else "",
            "verb_class": entry.verb_class if entry else "",
            "actor": actor,
            "resolved": resolved,
            "parent": names[statement.parent] if statement.parent >= 0 else "",
        }
        parts = [("content", span) for span in statement.contents]
        parts += [("cue", (statement.cue.first, statement.cue.end))] if statement.cue else []
        parts += [("speaker", statement.speaker)] if statement.speaker else []
        for role, (first, end) in parts:
            start, stop = reading.spans[first][0], reading.spans[end - 1][1]
            place = {"article_id": article_id, "start": start, "end": stop, "surface": reading.text[start:stop]}
            rows.append((start, number, role, {**place, "group_id": names[number], "role": role, **says}))
    rows.sort(key=lambda row: row[:3])
    yield from (row for *_, row in rows)


def kind(reading: Reading, statement: Statement) -> str:
    """Return whether a statement is direct (all quoted), indirect (nothing quoted) or mixed.

    The quotation that its cue itself stands in does not count: in "“The West says it is ready,” he said" the
    West is not quoted.
    """
    around = reading.quotation[statement.cue.head] if statement.cue else -1
    inside = [
        reading.quotation[i] not in (-1, around)
        for first, end in statement.contents
        for i in range(first, end)
        if reading.is_word(i)
    ]
    return "direct" if inside and all(inside) else "mixed" if any(inside) else "indirect"
