"""Two sources side by side, as HTML: what both tell and in which words, what one tells, what a rule takes as alike.

Each wording is cut from its text by its own offsets, leads to its sentence in the reading room, and is shown as the
display setting of its article allows.
"""

import html
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from ..compare.alignment import BOTH
from ..measure import Corpus, segment, spans
from . import drawn, evidence, rooms, words
from .counted import in_sentences
from .rights import Shown, shown, unquoted

# So many pairs at most, so that a page stays quick.
MOST = 200


class Told(NamedTuple):
    """What the functions of this module need of a corpus."""

    corpus: Corpus
    layers: Mapping[str, pd.DataFrame]
    sources: Sequence[str]
    shown: Shown
    labels: Mapping[str, str]

    def quoted(self, found: pd.DataFrame, marked: pd.DataFrame) -> str:
        """Return stretches of text as a list of quotations, with some words marked, and what is `said` of each."""
        rows = in_sentences(found[spans.KEY], self.corpus.articles, self.layers["segments"])
        rows = rows.assign(said=found.get("said", ""))
        items = [self._quotation(row, marked[marked["article_id"] == row.article_id]) for row in rows.itertuples()]
        return f'<ul class="tt-quotes">{"".join(items)}</ul>'

    def _quotation(self, row, marked: pd.DataFrame) -> str:
        address = html.escape(rooms.address(self.corpus.articles, row.article_id, row.sentence), quote=True)
        # Where a side is one article, its name says nothing.
        of = "" if len(self.corpus.articles) == len(self.sources) else f" of {html.escape(row.article_id, quote=True)}"
        link = f'<a class="tt-place" href="{address}" aria-label="Sentence {row.sentence}{of}">{row.sentence}</a>'
        said = f' <span class="tt-said">{html.escape(row.said)}</span>' if row.said else ""
        if not self.shown.allows(row.article_id, row.start, row.end):
            return f"<li>{link} at {row.start} to {row.end}{of} (text not shown){said}</li>"
        text = evidence.mark(row.surface, zip(marked["start"], marked["end"], strict=True), row.start)
        ends = row.sentence_start, row.sentence_start + len(row.sentence_text)
        before, after = ("… " if row.start > ends[0] else ""), (" …" if row.end < ends[1] else "")
        return f"<li>{link} {before}{text}{after}{said}</li>"

    def doubts(self, flags: Iterable[str]) -> str:
        """Return the notes on damage that a wording stands in."""
        scars = self.layers["scars"]
        scars = scars[scars["span_id"].isin(list(flags))]
        if scars.empty:
            return ""
        told = [self.shown.allows(row.article_id, row.start, row.end) for row in scars.itertuples()]
        notes = evidence.notes(scars[told]) or "<p>The note quotes text that is not shown.</p>"
        return f'<div class="tt-doubt"><p>Possibly the translator’s or the extraction’s.</p>{notes}</div>'

    def sides(self, contents: Iterable[str], *, facing: bool = True) -> str:
        """Return what belongs to either source, the one beside the other; on paper only if they are `facing`."""
        parts = []
        for source, content in zip(self.sources, contents, strict=True):
            name, label = (html.escape(value, quote=True) for value in (source, self.corpus.labels[source]))
            parts.append(f'<div class="tt-side tt-source-{name}"><p class="tt-side-name">{label}</p>{content}</div>')
        return f'<div class="tt-sides{" tt-facing" if facing else ""}">{"".join(parts)}</div>'


def told(corpus: Corpus, layers: Mapping[str, pd.DataFrame], sources: Sequence[str]) -> Told:
    """Return what the functions below need of a corpus and two of its sources."""
    coded = corpus.tables["units"].drop_duplicates("unit").set_index("unit")["label"]
    labels = unquoted(coded, corpus, layers).to_dict()
    return Told(corpus, layers, list(sources), shown(corpus.articles, layers), labels)


def quoted(found: pd.DataFrame, about: Told, heading: str) -> str:
    """Return spans as quotations under a heading, each side in the order of its text.

    Parameters
    ----------
    found : DataFrame
        Spans, with `said`: what stands under each, whose words it is for instance.
    about : Told
        The corpus.
    heading : str
        What the quotations are.
    """
    some = _some(found, about)
    heading = heading if len(some.rows) == len(found) else f"{heading} ({some.told})"
    return f'<div class="tt-told">{_head(heading)}{_quoted(some.rows, about)}</div>'


def folded(found: pd.DataFrame, about: Told, heading: str) -> str:
    """Return the same as `quoted`, folded under the heading and its count."""
    some = _some(found, about)
    summary = f"<summary>{html.escape(heading)} ({some.told})</summary>"
    return f'<details class="tt-evidence">{summary}<div class="tt-told">{_quoted(some.rows, about)}</div></details>'


def _some(found: pd.DataFrame, about: Told) -> drawn.Some:
    """Return the spans to be shown, in the order of the texts: of many some, drawn first from those that may be."""
    ordered = found.sort_values(["article_id", "start", "end"], kind="stable")
    may = [about.shown.allows(row.article_id, row.start, row.end) for row in ordered.itertuples()]
    return drawn.draw(ordered, len(about.corpus.articles), may)


def _quoted(ordered: pd.DataFrame, about: Told) -> str:
    ordered = ordered.reset_index(drop=True)
    sources = ordered["article_id"].map(about.corpus.articles.set_index("article_id")["source"])
    nothing = about.layers["segments"].iloc[:0]
    own = [ordered[sources == source].reset_index(drop=True) for source in about.sources]
    return about.sides(about.quoted(one, nothing) if len(one) else "<p>None.</p>" for one in own)


def both(found: pd.DataFrame, differing: pd.DataFrame, about: Told) -> str:
    """Return the units that both sources tell, each with both wordings and the words that differ marked.

    Parameters
    ----------
    found, differing : DataFrame
        As `alignment.units` and `alignment.differing` return them.
    about : Told
        The corpus.
    """
    parts = []
    for unit, own in found[found["told_by"] == BOTH].groupby("unit", sort=False):
        marked = differing[differing["unit"] == unit]
        sides = about.sides(_wording(own[own["source"] == source], marked, about) for source in about.sources)
        parts.append(f"{_head(about.labels[unit], own['kind'].iloc[0])}{sides}")
    return f'<div class="tt-told">{"".join(parts)}</div>'


def one(found: pd.DataFrame, about: Told) -> str:
    """Return the units that only one of the sources tells, by kind, each with its wording.

    Parameters
    ----------
    found : DataFrame
        As `alignment.units` returns it.
    about : Told
        The corpus.
    """
    parts = []
    nothing = about.layers["segments"].iloc[:0]
    alone = found[found["told_by"] != BOTH]
    for kind, own in alone.groupby("kind", sort=False):
        sides = []
        for source in about.sources:
            items = [
                f'<li><p class="tt-unit">{html.escape(about.labels[unit])}</p>{_wording(rows, nothing, about)}</li>'
                for unit, rows in own[own["source"] == source].groupby("unit", sort=False)
            ]
            sides.append(f'<ul class="tt-units">{"".join(items)}</ul>' if items else "<p>None.</p>")
        parts.append(f"{_head(words.capital(f'{kind}s'))}{about.sides(sides, facing=False)}")
    return f'<div class="tt-told">{"".join(parts)}</div>'


def pairs(proposed: pd.DataFrame, coded: pd.DataFrame, about: Told) -> str:
    """Return proposed pairs of sentences, the most similar first, with what they share and what the coding says.

    Of very many the `MOST` that share most words stand there, first: among thousands, the most similar are sentences
    of two words ("I think so").

    Parameters
    ----------
    proposed, coded : DataFrame
        As `alignment.proposed` and `alignment.gold` return them.
    about : Told
        The corpus.
    """
    sentences = segment.of(about.layers["segments"], "sentence").set_index(["article_id", "number"], drop=False)
    units = {tuple(row[:4]): row[4] for row in coded.itertuples(index=False, name=None)}
    nothing = sentences.iloc[:0]
    parts = []
    if len(proposed) > MOST:
        parts.append(f"<p>The {MOST} that have most words in common, of {len(proposed):,} pairs.</p>")
        proposed = proposed.iloc[(-proposed["shared"].map(len)).argsort(kind="stable")]
    for number, row in enumerate(proposed.head(MOST).itertuples(index=False), start=1):
        places = (row.article_a, row.sentence_a), (row.article_b, row.sentence_b)
        quotations = about.sides(
            about.quoted(sentences.loc[[place]].reset_index(drop=True), nothing) for place in places
        )
        common = [html.escape(about.labels[unit]) for unit in units.get(tuple(row[:4]), ())]
        verdict = f"a unit in common: {words.listed(common)}" if common else "no unit in common"
        said = f"Similarity {row.similarity:.2f}; both have, as lemmas: {html.escape(', '.join(row.shared))}."
        coding = f" By the coding, {verdict}." if len(coded) else ""
        parts.append(f'{_head(f"Pair {number}")}<p class="tt-pair">{said}{coding}</p>{quotations}')
    return f'<div class="tt-told">{"".join(parts)}</div>'


def _head(text: str, aside: str = "") -> str:
    aside = f" <small>{html.escape(aside)}</small>" if aside else ""
    return f"<h3>{html.escape(text)}{aside}</h3>"


def _wording(own: pd.DataFrame, marked: pd.DataFrame, about: Told) -> str:
    """Return the wording of a unit in one source, and the notes on it."""
    layer = about.layers["units"].set_index("span_id", drop=False)
    (row,) = own.itertuples()
    return about.quoted(layer.loc[list(row.spans)].reset_index(drop=True), marked) + about.doubts(row.flags)
