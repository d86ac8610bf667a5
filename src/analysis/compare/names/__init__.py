"""Names across articles: which mean the same, what kind they are of, which of them no actor covers.

Everything here is a proposal with its reason: a group of names is not an actor until an analyst writes it into
actors.csv, and spellings that may be one person's are listed in pairs, not merged.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

import pandas as pd

from ...measure import LAYERS, Corpus, kept, segment
from ...measure import names as instrument
from ...measure.corpus import ALIAS_KINDS
from ...measure.tables import split_list
from ..reading import in_sentence
from . import kinds, transliteration
from .grouping import group

__all__ = ["group", "of_book", "proposals", "unlisted", "uncovered"]

COLUMNS = ["label", "kind", "reason", "forms", "count", "articles", "first", "actor", "why", "spans"]
_ARTICLES = 3  # in the table of a book: of so many the sentences are named


def uncovered(names: pd.DataFrame, actors: pd.DataFrame) -> pd.Series:
    """Return for each name whether no mention of an actor covers it.

    Parameters
    ----------
    names, actors : DataFrame
        Spans of names and of mentions of actors. A mention covers a name if the name lies in it; "Russian" does
        not cover "Russian Federation". The stop of "Apple Inc." need not be covered.
    """
    own = {
        article: list(zip(part["start"], part["end"], strict=True)) for article, part in actors.groupby("article_id")
    }
    return pd.Series(
        [
            not any(
                start <= row.start and row.start + len(row.surface.rstrip(".")) <= end
                for start, end in own.get(row.article_id, ())
            )
            for row in names.itertuples()
        ],
        index=names.index,
        dtype=bool,
    )


def unlisted(
    names: pd.DataFrame,
    actors: pd.DataFrame,
    segments: pd.DataFrame,
    *,
    known: Mapping[str, list[str]] | None = None,
    least: int = 1,
) -> pd.DataFrame:
    """Group the names that no mention of an actor covers.

    Parameters
    ----------
    names, actors, segments : DataFrame
        The layers of names (`measure.names.find`), of mentions of actors, and of segments.
    known : mapping, optional
        The names of each listed actor, to propose of whom a name may be a variant.
    least : int
        How often a group must be found without a mention to be in the table.

    Returns
    -------
    DataFrame
        One row a group, the most frequent first: label, kind and its reason ("" when unsure), forms (list: each name
        of it, the most frequent first), count, articles (list), first (the sentence it is first found in), actor
        and why (the listed actor that it may be, "" where nothing says so) and spans (tuple of span_id).
    """
    grouped = group(names)
    free = uncovered(grouped, actors)
    listed = _listed(grouped[~free], actors)
    sentences = segment.of(segments, "sentence", body=False).set_index(["article_id", "number"])["surface"]
    members = grouped.groupby("group", sort=False).indices
    whole = {column: grouped[column].to_numpy(object) for column in ("name", "title", "label")}
    places = in_sentence(grouped[free].sort_values(["article_id", "start"], kind="stable"), segments)
    own = {column: places[column].to_numpy(object) for column in ("name", "article_id", "sentence", "span_id")}
    owners: dict[str, tuple[int, str]] = {}
    for place, (actor, names_of) in enumerate((known or {}).items()):
        for name in names_of:
            owners.setdefault(name, (place, actor))
    ends = transliteration.by_ends(owners)
    rows = []
    # Of thousands of articles there are tens of thousands of groups: plain lists, no frame for each.
    for name, found in sorted(places.groupby("group", sort=False).indices.items()):
        if len(found) < least:
            continue
        kind, reason = kinds.propose(whole["name"][members[name]], whole["title"][members[name]])
        times = Counter(own["name"][found])
        forms = sorted(times, key=lambda form, times=times: (-times[form], form))
        actor, why = listed.get(name, ("", ""))
        if not actor:
            actor, why = _variant(forms, ends, owners)
        rows.append(
            {
                **{"label": whole["label"][members[name][0]], "kind": kind, "reason": reason, "forms": forms},
                **{"count": len(found), "articles": sorted(set(own["article_id"][found]))},
                "first": sentences[own["article_id"][found[0]], own["sentence"][found[0]]],
                **{"actor": actor, "why": why, "spans": tuple(own["span_id"][found])},
            }
        )
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.sort_values(["count", "label"], ascending=[False, True], kind="stable").reset_index(drop=True)


def _said(places: Iterable[tuple[str, int]], called: Mapping[str, str]) -> str:
    """Return in which sentences a name stands, article by article: of the first few, and how many more there are."""
    numbers: dict[str, dict[int, None]] = {}
    for article, sentence in places:
        numbers.setdefault(article, {})[sentence] = None
    said = [f"{called[article]} {', '.join(map(str, own))}" for article, own in numbers.items()]
    more = len(said) - _ARTICLES
    return "; ".join(said if more <= 0 else [*said[:_ARTICLES], f"and in {more:,} more article{'s' * (more > 1)}"])


def _listed(covered: pd.DataFrame, actors: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Return of which listed actor a group is, by the first of its names that a mention covers, and why."""
    mentions = {name: list(own.itertuples()) for name, own in actors.groupby("article_id")}
    found: dict[str, tuple[str, str]] = {}
    for row in covered.drop_duplicates("group").itertuples():
        end = row.start + len(row.surface.rstrip("."))
        over = next(one for one in mentions[row.article_id] if one.start <= row.start and end <= one.end)
        found[row.group] = (over.actor, f"in one group with {row.name}")
    return found


def _variant(
    forms: list[str], known: Mapping[str, Iterable[str]], owners: Mapping[str, tuple[int, str]]
) -> tuple[str, str]:
    """Return the first listed actor of whose name one of the forms may be a variant, and why."""
    for form in forms:
        found = [(*owners[one.other], one.reason) for one in transliteration.variants_of(form, known)]
        if found:
            _, actor, reason = min(found, key=lambda one: one[0])
            return actor, reason
    return "", ""


def known_names(actors: pd.DataFrame) -> dict[str, list[str]]:
    """Return the names of each actor of actors.csv, without its adjectives and descriptions."""
    return {line.actor: [line.label, *split_list(line.names)] for line in actors.itertuples()}


def claimed(actors: pd.DataFrame) -> set[str]:
    """Return all that stands for an actor in actors.csv, in small letters."""
    cells = (getattr(line, column) for line in actors.itertuples() for column in ALIAS_KINDS)
    return {alias.casefold() for cell in cells for alias in split_list(cell)}


def proposals(names: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of names that may be one person's in two spellings: columns one, other, reason."""
    return pd.DataFrame(transliteration.proposals(set(names["name"])), columns=["one", "other", "reason"])


def of_book(corpus: Corpus, layers: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the names of a book's articles that no actor covers, as a table to be read.

    Parameters
    ----------
    corpus : Corpus
        The book's data.
    layers : mapping
        `segments` and `actors` are used.

    Returns
    -------
    DataFrame
        Columns label, kind (with its reason), forms, count, sentences ("Brasov.co 2, 5", of the first few articles)
        and spans, the most frequent first.
    """
    found = kept.measured(corpus, [LAYERS[0], instrument.LAYER], {"segments": layers["segments"]})["names"]
    table = unlisted(found, layers["actors"], layers["segments"], known=known_names(corpus.tables["actors"]))
    placed = in_sentence(found, layers["segments"])
    places = dict(zip(placed["span_id"], zip(placed["article_id"], placed["sentence"], strict=True), strict=True))
    # The name of an outlet says which article only where it has one.
    named = "article_id" if corpus.articles["outlet"].duplicated().any() else "outlet"
    said_of = dict(zip(corpus.articles["article_id"], corpus.articles[named], strict=True))
    rows = []
    for row in table.itertuples():
        kind = f"{row.kind} ({row.reason})" if row.kind else ""
        rows.append(
            (row.label, kind, ", ".join(row.forms), row.count, _said(map(places.get, row.spans), said_of), row.spans)
        )
    return pd.DataFrame(rows, columns=["label", "kind", "forms", "count", "sentences", "spans"])
