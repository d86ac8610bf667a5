"""The sentences behind a count: each counted span highlighted where it stands.

Highlights are cut from the text by the same offsets that were counted, never searched for again. Text of
an article is shown as its display setting allows.
"""

import html
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

import pandas as pd
from IPython.display import HTML, display

from ..measure import Corpus, calendar, segment
from ..measure.memo import keep_last
from . import prose, rooms
from .counted import to_show
from .lanes import lanes
from .words import number, shortened

# So many lists one after the other, so that a page stays quick.
MOST = 50


class _Counted(NamedTuple):
    """A counted span with its sentence."""

    article_id: str
    start: int
    end: int
    sentence: int
    sentence_start: int
    sentence_text: str


class _Article(NamedTuple):
    """Where an article stands in its table, and whose it is."""

    place: int
    outlet: str
    source: str


def mark(text: str, spans: Iterable[tuple[int, int]], offset: int = 0) -> str:
    """Return text as HTML with stretches of it marked.

    Parameters
    ----------
    text : str
        A stretch of an article; it is escaped.
    spans : iterable of (int, int)
        Start and end of what to mark, as offsets in the article. Where two overlap, the
        later one begins where the earlier one ends.
    offset : int
        Where in the article the text begins.

    Examples
    --------
    >>> mark("a < b", [(12, 13)], offset=10)
    'a <mark>&lt;</mark> b'
    """
    parts: list[str] = []
    position = 0
    for start, end in sorted(spans):
        begin, stop = max(start - offset, position), min(end - offset, len(text))
        if begin < stop:
            parts += [html.escape(text[position:begin]), f"<mark>{html.escape(text[begin:stop])}</mark>"]
            position = stop
    return "".join([*parts, html.escape(text[position:])])


def quotes(rows: pd.DataFrame, articles: pd.DataFrame) -> str:
    """Return the sentences of counted spans as HTML, grouped by article, each span highlighted once.

    Parameters
    ----------
    rows : DataFrame
        Spans with their sentences: article_id, start, end, sentence, sentence_start, sentence_text; the
        last is empty where it may not be shown.
    articles : DataFrame
        The articles, in the order they shall have.
    """
    parts = []
    # Rows of plain values: a page asks for thousands of small tables, and pandas takes longest to begin with one.
    counted = map(_Counted._make, zip(*(rows[name] for name in _Counted._fields), strict=True))
    ordered = sorted(counted, key=lambda row: (row.article_id, row.sentence, row.start, row.end))
    of_article = {name: list(own) for name, own in groupby(ordered, lambda row: row.article_id)}
    known = _places(articles)
    for name, own in sorted(of_article.items(), key=lambda item: known[item[0]].place):
        article = known[name]
        sentences = {number: list(spans) for number, spans in groupby(own, lambda row: row.sentence)}
        items = [
            _quote(rooms.address(articles, name, number), number, spans)
            for number, group in sentences.items()
            for spans in _apart(group)
        ]
        count = len(sentences)
        parts.append(
            f"<p>{html.escape(article.outlet)}: {len(own)} in {count} sentence{'' if count == 1 else 's'}</p>"
            f'<ul class="tt-quotes tt-source-{html.escape(article.source, quote=True)}">{"".join(items)}</ul>'
        )
    return "".join(parts)


@keep_last
def _places(articles: pd.DataFrame) -> dict[str, _Article]:
    """Return the place of each article among the others, its outlet and its source."""
    rows = zip(articles["article_id"], articles["outlet"], articles["source"], strict=True)
    return {name: _Article(place, outlet, source) for place, (name, outlet, source) in enumerate(rows)}


def render(spans: pd.DataFrame, corpus: Corpus, layers: Mapping[str, pd.DataFrame], *, caption: str) -> str:
    """Return the sentences that hold the given spans as folded HTML, as the display settings allow."""
    some = to_show(spans, corpus, layers)
    summary = f"{html.escape(caption)} ({some.told})"
    return f'<details class="tt-evidence"><summary>{summary}</summary>{quotes(some.rows, corpus.articles)}</details>'


def show(spans: pd.DataFrame, corpus: Corpus, layers: Mapping[str, pd.DataFrame], *, caption: str) -> None:
    """Display the sentences behind a count; see `render`."""
    display(HTML(render(spans, corpus, layers, caption=caption)))


def show_each(
    groups: Mapping[str, pd.DataFrame], corpus: Corpus, layers: Mapping[str, pd.DataFrame], *, what: str
) -> None:
    """Display the sentences behind each of several counts; of more than `MOST` those of the largest.

    Parameters
    ----------
    groups : mapping
        The spans that each counts, by what is counted, in the order they shall have.
    corpus, layers
        The corpus and its layers.
    what : str
        What is counted, in the plural, as "years".
    """
    largest = set(sorted(groups, key=lambda name: -len(groups[name]))[:MOST])
    if len(largest) < len(groups):
        said = {"all": number(len(groups)), "what": what, "some": number(MOST)}
        prose.say("Of {all} {what} the {some} with most are listed.", said)
    for name, spans in groups.items():
        if name in largest:
            show(spans, corpus, layers, caption=name)


def _quote(address: str, number: int, spans: Sequence) -> str:
    sentence = max((span.sentence_text for span in spans), key=len)
    if sentence:
        text = mark(sentence, [(span.start, span.end) for span in spans], spans[0].sentence_start)
    else:
        text = ", ".join(f"<mark>at {span.start}</mark>" for span in spans) + " (text not shown)"
    address = html.escape(address, quote=True)
    return f'<li><a class="tt-place" href="{address}" aria-label="Sentence {number}">{number}</a> {text}</li>'


def _apart(spans: Sequence) -> list[list]:
    """Part spans, in their order, into groups in which none overlap: the sentence is shown for each group."""
    lane = lanes((span.start, span.end) for span in spans)
    return [[span for span, own in zip(spans, lane, strict=True) if own == at] for at in sorted(set(lane))]


def article(row, scars: pd.DataFrame, segments: pd.DataFrame) -> str:
    """Return one article as HTML: damaged places marked and explained beside them, boilerplate set apart.

    Parameters
    ----------
    row : named tuple
        A row of the corpus's articles.
    scars, segments : DataFrame
        These layers; rows of other articles are left out.
    """
    if row.display != "full":
        return f"<p>The text of {html.escape(row.outlet)} is not shown here.</p>"
    scars = scars[scars["article_id"] == row.article_id]
    marked = list(zip(scars["start"], scars["end"], strict=True))
    own = segments[segments["article_id"] == row.article_id]
    parts = []
    position = 0
    for paragraph in segment.of(own, "paragraph", body=False).itertuples():
        kind = "" if paragraph.body else ' class="tt-boilerplate"'
        parts.append(f"<p{kind}>{mark(paragraph.surface, marked, paragraph.start)}</p>")
        parts.append(notes(scars[(scars["start"] >= position) & (scars["start"] < paragraph.end)]))
        position = paragraph.end
    source = html.escape(row.source, quote=True)
    head = f'<p class="tt-article-head">{html.escape(row.outlet)}, {html.escape(calendar.shown(row.published))}</p>'
    return f'{head}<blockquote class="tt-article tt-source-{source}">{"".join(parts)}</blockquote>'


def notes(scars: pd.DataFrame) -> str:
    """Return text-critical notes as a list, or nothing."""
    items = []
    for note in scars.itertuples():
        address = html.escape(note.url, quote=True)
        link = f' <a href="{address}">Address</a>' if note.url else ""
        upstream = f" Upstream: {html.escape(note.upstream)}{link}" if note.upstream else ""
        place = f"<em>{html.escape(shortened(note.surface))}</em> ({html.escape(note.kind)}, at {note.start})"
        items.append(f"<li>{place}: {html.escape(note.note)}{upstream}</li>")
    return f'<ul class="tt-notes">{"".join(items)}</ul>' if items else ""
