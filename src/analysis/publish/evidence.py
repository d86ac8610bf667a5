"""The sentences behind a count: each counted span highlighted where it stands.

Highlights are cut from the text by the same offsets that were counted, never searched for again. Text of
an article is shown only if its display setting is `full`.
"""

import html
from collections.abc import Iterable

import pandas as pd
from IPython.display import HTML, display

from ..compare.reading import in_sentence
from ..measure import segment


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


def render(spans: pd.DataFrame, segments: pd.DataFrame, articles: pd.DataFrame, *, caption: str) -> str:
    """Return the sentences that hold the given spans as HTML, grouped by article, spans highlighted."""
    located = in_sentence(spans, segments)
    sentences = segment.of(segments, "sentence").set_index(["article_id", "number"])
    parts = []
    for article in articles.itertuples():
        own = located[located["article_id"] == article.article_id]
        items = []
        for number, group in own.groupby("sentence"):
            sentence = sentences.loc[(article.article_id, number)]
            if article.display == "full":
                shown = mark(sentence.surface, zip(group["start"], group["end"], strict=True), sentence.start)
            else:
                shown = f"{len(group)} at {', '.join(map(str, group['start']))} (text not shown)"
            items.append(f'<li value="{number}">{shown}</li>')
        if items:
            name = html.escape(article.outlet)
            parts.append(
                f"<p>{name}: {len(own)} in {len(items)} sentence{'' if len(items) == 1 else 's'}</p>"
                f'<ol class="tt-quotes tt-source-{html.escape(article.source, quote=True)}">{"".join(items)}</ol>'
            )
    summary = f"{html.escape(caption)} ({len(spans)})"
    return f'<details class="tt-evidence"><summary>{summary}</summary>{"".join(parts)}</details>'


def show(spans: pd.DataFrame, segments: pd.DataFrame, articles: pd.DataFrame, *, caption: str) -> None:
    """Display the sentences behind a count; see `render`."""
    display(HTML(render(spans, segments, articles, caption=caption)))


def article(row, scars: pd.DataFrame, boilerplate: pd.DataFrame) -> str:
    """Return one article as HTML: damaged places marked and explained beside them, boilerplate set apart.

    Parameters
    ----------
    row : named tuple
        A row of the corpus's articles.
    scars, boilerplate : DataFrame
        These layers; rows of other articles are left out.
    """
    if row.display != "full":
        return f"<p>The text of {html.escape(row.outlet)} is not shown here.</p>"
    scars = scars[scars["article_id"] == row.article_id]
    boilerplate = boilerplate[boilerplate["article_id"] == row.article_id]
    marked = list(zip(scars["start"], scars["end"], strict=True))
    parts = []
    position = 0
    for line in row.text.splitlines(keepends=True):
        begin, position = position, position + len(line)
        if line.strip():
            aside = ((boilerplate["start"] < position) & (boilerplate["end"] > begin)).any()
            kind = ' class="tt-boilerplate"' if aside else ""
            parts.append(f"<p{kind}>{mark(line.rstrip(), marked, begin)}</p>")
            parts.append(_notes(scars[(scars["start"] >= begin) & (scars["start"] < position)]))
    source = html.escape(row.source, quote=True)
    head = f'<p class="tt-article-head">{html.escape(row.outlet)}, {html.escape(row.published)}</p>'
    return f'{head}<blockquote class="tt-article tt-source-{source}">{"".join(parts)}</blockquote>'


def _notes(scars: pd.DataFrame) -> str:
    """Return text-critical notes as a list, or nothing."""
    items = []
    for note in scars.itertuples():
        surface = note.surface if len(note.surface) <= 60 else f"{note.surface[:40]} … {note.surface[-15:]}"
        address = html.escape(note.url, quote=True)
        link = f' <a href="{address}">Address</a>' if note.url else ""
        upstream = f" Upstream: {html.escape(note.upstream)}{link}" if note.upstream else ""
        place = f"<em>{html.escape(surface)}</em> ({html.escape(note.kind)}, at {note.start})"
        items.append(f"<li>{place}: {html.escape(note.note)}{upstream}</li>")
    return f'<ul class="tt-notes">{"".join(items)}</ul>' if items else ""
