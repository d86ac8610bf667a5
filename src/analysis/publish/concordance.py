"""A word in all its contexts, one line each, as HTML: what stands before it to the left, what follows to the right."""

import html
from collections.abc import Mapping

import pandas as pd
from IPython.display import HTML, display

from ..compare.concordance import keyword_in_context
from ..measure import Corpus
from . import rooms
from .counted import in_sentences, to_show
from .drawn import draw


def render(
    spans: pd.DataFrame, corpus: Corpus, layers: Mapping[str, pd.DataFrame], *, caption: str, unfolded: bool = False
) -> str:
    """Return spans in their contexts as HTML, source by source, as the display settings allow.

    Parameters
    ----------
    spans : DataFrame
        The occurrences of a word.
    corpus, layers
        The corpus and its layers.
    caption : str
        The word, as a reader shall see it.
    unfolded : bool
        Whether the lines are seen at first.
    """
    some = to_show(spans, corpus, layers)
    rows = keyword_in_context(some.rows)
    own = dict(tuple(rows.groupby("article_id")))
    tables = [
        _table(article, own[article.article_id], caption, corpus.articles)
        for article in corpus.articles[corpus.articles["article_id"].isin(own)].itertuples()
    ]
    summary = f"{html.escape(caption)} ({some.told})"
    opened = " open" if unfolded else ""
    return f'<details class="tt-evidence"{opened}><summary>{summary}</summary>{"".join(tables)}</details>'


def _table(article, rows: pd.DataFrame, caption: str, articles: pd.DataFrame) -> str:
    lines = "".join(f"<tr>{_place(row, articles)}{_line(row)}</tr>" for row in rows.itertuples())
    outlet, source = html.escape(article.outlet, quote=True), html.escape(article.source, quote=True)
    return (
        f'<div class="tt-table tt-source-{source}" role="region" tabindex="0" '
        f'aria-label="{html.escape(caption, quote=True)} in {outlet}"><table class="tt-contexts">'
        f'<caption>{outlet}: {len(rows)}</caption><thead><tr><th scope="col">No.</th>'
        '<th scope="col" class="tt-number">before</th><th scope="col">word</th><th scope="col">after</th></tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )


def show(
    spans: pd.DataFrame, corpus: Corpus, layers: Mapping[str, pd.DataFrame], *, caption: str, unfolded: bool = False
) -> None:
    """Display spans in their contexts; see `render`."""
    display(HTML(render(spans, corpus, layers, caption=caption, unfolded=unfolded)))


def show_once(spans: pd.DataFrame, corpus: Corpus, layers: Mapping[str, pd.DataFrame], *, caption: str) -> None:
    """Display words that come once as a folded list, each leading to its sentence in the reading room.

    `spans` has a `term`; the text of an article that may not be shown is not needed for it.
    """
    some = draw(spans.sort_values(["term", "start"], kind="stable"), len(corpus.articles))
    rows = in_sentences(some.rows, corpus.articles, layers["segments"])
    words = ", ".join(
        f'<a href="{_address(row, corpus.articles)}">{html.escape(row.term)}</a>' for row in rows.itertuples()
    )
    summary = f"{html.escape(caption)} ({some.told})"
    display(HTML(f'<details class="tt-evidence"><summary>{summary}</summary><p class="tt-words">{words}</p></details>'))


def _address(row, articles: pd.DataFrame) -> str:
    return html.escape(rooms.address(articles, row.article_id, row.sentence), quote=True)


def _place(row, articles: pd.DataFrame) -> str:
    link = (
        f'<a class="tt-place" href="{_address(row, articles)}" aria-label="Sentence {row.sentence}">{row.sentence}</a>'
    )
    return f'<th scope="row">{link}</th>'


def _line(row) -> str:
    if not row.sentence_text:
        return f'<td></td><td><mark>at {row.start}</mark></td><td class="tt-long">(text not shown)</td>'
    left, word, right = (html.escape(text) for text in (row.left, row.surface, row.right))
    return f'<td class="tt-number">{left}</td><td><mark>{word}</mark></td><td>{right}</td>'
