"""The reading room: all reports side by side, every layer in the text, every sentence with its address.

Made in Python from the offsets that were counted. The page is whole without JavaScript, and its layers
can be switched without: the rule that takes a layer off (`stylesheet`) follows its check box. The script
keeps the choice in the address and shows the note of a mark, which it takes from the list under the text.

A column is a source, in the order of sources.csv; in it stand its articles, in the order of
articles.csv, one after the other, and where they are many, some on each page (`rooms`). Keywords are those of the
first two sources.
"""

import html
from collections.abc import Iterable
from itertools import groupby
from urllib.parse import quote

import pandas as pd
from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from ..measure import Corpus, calendar, segment
from . import rooms, text_marks, words
from .book import Book
from .rights import Shown

AT_FIRST = ("actors",)  # the layers that are on when the page opens
_NO_TITLE = ("", "unknown")


class ReadingRoom(SphinxDirective):
    """Show all articles with their layers.

    Each line of the content names a layer and the page that counts it (`actors: notebooks/05-actors`), in
    the order of the switches. Layers without a line follow.
    """

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the switches, a line on each layer, and the texts: the first page of them, if they are many."""
        pages = dict(self._page(line) for line in self.content if line.strip())
        names = [*pages, *(name for name in text_marks.NAMES if name not in pages)]
        corpus, chosen = self.env.app.twicetold.corpus, text_marks.of_book(self.env.app.twicetold)
        keys = [self._key(name, _counted(chosen[name], corpus), pages.get(name)) for name in names]
        # The other pages have the same layers, in the same order.
        self.env.twicetold_layers = names
        first = _raw(turn(corpus, 1) + texts(self.env.app.twicetold, names, 1) + turn(corpus, 1))
        body = nodes.container("", *keys, first, classes=["tt-room-body"])
        return [nodes.container("", _raw(switches(corpus, names)), body, classes=["tt-room"])]

    def _page(self, line: str) -> tuple[str, str]:
        name, _, page = (part.strip() for part in line.partition(":"))
        if name not in text_marks.NAMES or not page:
            msg = f"{line!r}: expected one of {', '.join(text_marks.NAMES)}, a colon, and the page that counts it"
            raise self.error(msg)
        return name, page

    def _key(self, name: str, counted: str, page: str | None) -> nodes.Node:
        key = nodes.paragraph(
            "", "", nodes.strong("", title(name)), nodes.Text(f": {counted}."), classes=[_class(name)]
        )
        if page:
            # A reference, so that a build with -n checks it and names the page by its title.
            options = {"refdomain": "std", "reftype": "doc", "refexplicit": False, "refwarn": True}
            place = {"reftarget": f"/{page}", "refdoc": self.env.docname}
            key += [nodes.Text(" Counted in "), addnodes.pending_xref("", nodes.inline(), **options, **place)]
            key += nodes.Text(".")
        return key


def title(name: str) -> str:
    """Return a layer's name as it heads something."""
    return words.capital(name)


def letters(names: Iterable[str]) -> dict[str, str]:
    """Return a letter for each layer: the first of its name that no other has.

    Examples
    --------
    >>> letters(("scars", "actors", "statements"))
    {'scars': 'S', 'actors': 'A', 'statements': 'T'}
    """
    found: dict[str, str] = {}
    for name in names:
        found[name] = next((sign for sign in name.upper() if sign not in found.values()), "?")
    return found


def stylesheet() -> str:
    """Return the CSS that takes off a layer whose box is not checked, and the letter of each layer."""
    rules = []
    for name, letter in letters(text_marks.NAMES).items():
        off = f'.tt-room:not(:has([name="layers"][value="{name}"]:checked)) .tt-room-body'
        rules += [
            f'.{_class(name)} {{ --tt-letter: "{letter}"; }}',
            f"{off} .{_class(name)}:not(span) {{ display: none; }}",
            f"{off} span.{_class(name)} {{ text-decoration: none; cursor: auto; }}",
            f"{off} span.{_class(name)}::before, {off} span.{_class(name)}::after {{ content: none; }}",
        ]
    return "\n".join([*rules, ""])


def switches(corpus: Corpus, names: list[str]) -> str:
    """Return the check boxes of the layers, which are the legend, and the choice of report for narrow screens."""
    letter = letters(text_marks.NAMES)
    boxes = "".join(
        f'<label><input type="checkbox" name="layers" value="{name}" autocomplete="off"'
        f'{" checked" if name in AT_FIRST else ""}> <span class="tt-letter" aria-hidden="true">{letter[name]}</span> '
        f'<span class="{_class(name)}">{title(name)}</span></label>'
        for name in names
    )
    radios = "".join(
        f'<label class="tt-source-{_text(source)}"><input type="radio" name="show" value="{_text(source)}" '
        f'autocomplete="off"> {_text(label)}</label>'
        for source, label in corpus.labels.items()
    )
    return (
        f'<fieldset class="tt-room-layers"><legend>Marked in the text</legend>{boxes}</fieldset>'
        f'<fieldset class="tt-room-reports" hidden><legend>Report shown</legend>{radios}</fieldset>'
    )


def page(book: Book, names: list[str], number: int) -> str:
    """Return the body of a page of the reading room but the first, as HTML."""
    inner = turn(book.corpus, number) + texts(book, names, number) + turn(book.corpus, number)
    first = '<p><a href="reading-room.html">What is marked</a> is said on page 1.</p>'
    body = f'<div class="tt-room-body docutils container">{first}{inner}</div>'
    room = f'<div class="tt-room docutils container">{switches(book.corpus, names)}{body}</div>'
    return f"<section><h1>The reading room, page {number}</h1>{room}</section>"


def turn(corpus: Corpus, number: int) -> str:
    """Return links to the pages of the reading room; nothing where there is one only."""
    last = rooms.number(corpus.articles)
    if last == 1:
        return ""
    links = [
        f'<strong aria-current="page">{at}</strong>' if at == number else f'<a href="../{rooms.name(at)}.html">{at}</a>'
        for at in range(1, last + 1)
    ]
    return f'<nav class="tt-turn" aria-label="Pages of the reading room">Page {" ".join(links)}</nav>'


def texts(book: Book, names: list[str], number: int) -> str:
    """Return the articles of a page as HTML, by source.

    Parameters
    ----------
    book : Book
        The book: its corpus, its layers, and what may be shown.
    names : list of str
        The layers, in the order in which they are listed.
    number : int
        Which page, counted from 1.
    """
    corpus, chosen = book.corpus, text_marks.of_book(book)
    here = corpus.articles[corpus.articles["article_id"].map(rooms.pages(corpus.articles)) == number]
    ids = set(here["article_id"])
    chosen = {name: dict(tuple(_of(chosen[name], ids).groupby("article_id"))) for name in names}
    segments = dict(tuple(_of(book.layers["segments"], ids).groupby("article_id")))
    columns = []
    for source, label in corpus.labels.items():
        parts = []
        for article in here[here["source"] == source].itertuples():
            own = {name: spans[article.article_id] for name, spans in chosen.items() if article.article_id in spans}
            found = text_marks.of_article(own, corpus.tables)
            parts.append(_article(article, found, names, segments[article.article_id], book.shown))
        columns.append(
            f'<section class="tt-report-text tt-source-{_text(source)}" data-source="{_text(source)}" '
            f'aria-label="{_text(label)}"><h2>{_text(label)}</h2>{"".join(parts)}</section>'
        )
    return f'<div class="tt-room-texts">{"".join(columns)}</div>'


def _of(spans: pd.DataFrame, ids: set[str]) -> pd.DataFrame:
    return spans[spans["article_id"].isin(ids)]


def _article(article, found: list[text_marks.Mark], names: list[str], own: pd.DataFrame, shown: Shown) -> str:
    """Return an article as HTML; `own` are its segments."""
    name = article.article_id
    seen = [mark for mark in found if shown.allows(name, mark.start, mark.end)]
    link = f' · <a href="{_text(article.url)}">Original</a>' if article.url else ""
    about = [article.outlet, article.place, article.genre, calendar.shown(article.published)]
    # As outlet and date, a title is how an article is cited; it is shown whatever is shown of the text.
    headline = "" if article.title in _NO_TITLE else f'<h3 class="tt-article-title">{_text(article.title)}</h3>'
    head = f'<p class="tt-article-head">{_text(" · ".join(filter(None, about)))}{link}</p>'
    of_paragraph = {
        number: list(sentences)
        for number, sentences in groupby(
            segment.of(own, "sentence", body=False).itertuples(), lambda row: row.paragraph
        )
    }
    length = segment.of(own, "token", body=False)["sentence"].value_counts().to_dict()
    paragraphs = [
        f'<p class="{"tt-body" if row.body else "tt-boilerplate"}">'
        f"{_sentences(article, row, of_paragraph.get(row.number, []), length, seen, shown)}</p>"
        for row in segment.of(own, "paragraph", body=False).itertuples()
    ]
    return (
        f'<div class="tt-room-article" data-article="{_text(name)}">{headline}{head}'
        f'<div class="tt-room-page"><div class="tt-room-words">{"".join(paragraphs)}</div>'
        f"{_strip(len(article.text), found, names)}</div>"
        f"{_list(article, own, found, seen)}</div>"
    )


def _sentences(
    article, paragraph, sentences: list, length: dict[int, int], seen: list[text_marks.Mark], shown: Shown
) -> str:
    """Return the sentences of a paragraph, each with its anchor, its number as a link, and its marks."""
    ends = [*(sentence.start for sentence in sentences[1:]), paragraph.end]
    parts = []
    for sentence, end in zip(sentences, ends, strict=True):
        place = rooms.anchor(article.article_id, sentence.number)
        if shown.allows(article.article_id, sentence.start, sentence.end):
            content = _marked(article.text, text_marks.cut(sentence.start, end, seen))
        else:
            count = words.plural(length.get(sentence.number, 0), "word")
            content = f'<span class="tt-not-shown">[not shown: {count}]</span> '
        parts.append(f'<span class="tt-sentence" id="{_text(place)}">{_link(place, sentence.number)}{content}</span>')
    return "".join(parts)


def _marked(text: str, pieces: list[text_marks.Piece], depth: int = 0) -> str:
    """Return pieces of a text as HTML: the marks around them as elements, one inside the other."""
    parts = []
    for mark, group in groupby(pieces, lambda piece: piece.within[depth] if len(piece.within) > depth else None):
        held = list(group)
        if mark is None:
            parts.append(html.escape(text[held[0].start : held[-1].end]))
            continue
        # Where two marks overlap, the later one is cut in two elements; only its edges look like edges.
        begun = " tt-begun" if held[0].start > mark.start else ""
        goes_on = " tt-goes-on" if held[-1].end < mark.end else ""
        role = f" tt-{mark.role}" if mark.role else ""
        inner = _marked(text, held, depth + 1)
        parts.append(f'<span class="{_class(mark.layer)}{role}{begun}{goes_on}" data-m="{mark.number}">{inner}</span>')
    return "".join(parts)


def _strip(length: int, found: list[text_marks.Mark], names: list[str]) -> str:
    """Return one lane a layer: where in the article its spans stand. A short one is drawn long enough to be seen."""
    lanes = []
    for name in names:
        own = [(mark.start, max(mark.end, mark.start + length // 250 + 1)) for mark in found if mark.layer == name]
        path = "".join(f"M4 {start}V{end}" for start, end in own)
        lanes.append(
            f'<div class="tt-lane {_class(name)}"><svg viewBox="0 0 8 {length}" preserveAspectRatio="none" '
            f'aria-hidden="true"><path d="{path}"/></svg></div>'
        )
    return f'<div class="tt-strip" aria-hidden="true">{"".join(lanes)}</div>'


def _list(article, own: pd.DataFrame, found: list[text_marks.Mark], seen: list[text_marks.Mark]) -> str:
    """Return the marks as a list: for those who don't see them, and where the script takes its notes from."""
    sentences = segment.of(own, "sentence", body=False)
    items = []
    for mark in seen:
        number = max((sentences["start"] <= mark.start).sum(), 1)
        link = f' <a href="{_text(mark.url)}">Address</a>' if mark.url else ""
        place = _link(rooms.anchor(article.article_id, number), number)
        items.append(
            f'<li id="{_text(article.article_id)}.m{mark.number}" class="{_class(mark.layer)}" '
            f'data-layer="{mark.layer}">{place} <q>{_text(words.shortened(mark.surface))}</q> '
            f"<span>{title(mark.layer)}: {_text(' · '.join(mark.says))}</span>{link}</li>"
        )
    hidden = len(found) - len(seen)
    rest = f"<p>{words.capital(words.plural(hidden, 'more mark'))} in text that is not shown.</p>" if hidden else ""
    content = f"<ul>{''.join(items)}</ul>" if items else ""
    return f'<details class="tt-room-list"><summary>The marks as a list</summary>{content}{rest}</details>'


def _counted(spans: pd.DataFrame, corpus: Corpus) -> str:
    sources = spans["article_id"].map(dict(zip(corpus.articles["article_id"], corpus.articles["source"], strict=True)))
    return words.listed(f"{(sources == source).sum():,} in {label}" for source, label in corpus.labels.items())


def _link(place: str, number: int) -> str:
    return f'<a class="tt-number" href="#{quote(place)}" aria-label="Sentence {number}">{number}</a>'


def _class(layer: str) -> str:
    return f"tt-l-{layer}"


def _text(value: str) -> str:
    return html.escape(value, quote=True)


def _raw(text: str) -> nodes.raw:
    return nodes.raw("", text, format="html")
