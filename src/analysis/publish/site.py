"""What the book adds to Jupyter Book: charts on prose pages, the colours of the sources, lighter pages.

A Sphinx extension. What changes in the theme's page itself stands in templates/layout.html.
"""

import os
import shutil
from pathlib import Path

from docutils import nodes
from markupsafe import escape

from . import book, codebook_page, files, landing, live, metadata, reading_room, rooms, versions
from .embed import AllFigures, Chart, CiteBook, Errata, all_figures

HERE = Path(__file__).parent
# How a source's shape in the charts is written in text.
GLYPHS = {"circle": "●", "square": "■", "diamond": "◆", "triangle-up": "▲", "triangle-down": "▼"}


def setup(app):
    """Connect the extension to a Sphinx application."""
    app.setup_extension("analysis.publish.web")
    app.add_directive("chart", Chart)
    app.add_directive("all-figures", AllFigures)
    app.add_directive("errata", Errata)
    app.add_directive("cite-book", CiteBook)
    app.add_directive("codebook", codebook_page.Codebook)
    app.add_directive("codebook-table", codebook_page.CodebookTable)
    app.add_directive("codebook-mentions", codebook_page.CodebookMentions)
    app.add_directive("reading-room", reading_room.ReadingRoom)
    app.add_node(all_figures)
    app.add_node(nodes.citation, override=True, html=(_open_citation, _close_citation))
    app.connect("config-inited", _use_templates)
    app.connect("builder-inited", _read_book)
    app.connect("builder-inited", _write_static, priority=600)
    app.connect("doctree-read", _add_cite_blocks)
    app.connect("doctree-resolved", _fill_index)
    app.connect("html-collect-pages", _further_pages)
    app.connect("html-page-context", _open_reading_room)
    app.connect("html-page-context", _enliven)
    app.connect("html-page-context", _lighten)
    app.connect("html-page-context", _escape, priority=900)
    for name in ("sources.css", "twicetold.css"):
        app.add_css_file(name, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def colours(sources) -> str:
    """Return the CSS of the sources' colours.

    Charts are drawn in the light colours; a rule on the colour itself turns them in the dark, in text and
    drawings alike, so that a chart needs no second drawing.

    Parameters
    ----------
    sources : DataFrame
        sources.csv.
    """
    light, dark, rules = [], [], []
    for row in sources.itertuples():
        name = f"--tt-{row.source}"
        light.append(f"  {name}: {row.colour};")
        dark.append(f"  {name}: {row.colour_dark};")
        glyph = GLYPHS.get(row.shape, GLYPHS["circle"])
        rules += [
            f'.tt-source-{row.source} {{ --tt-source: var({name}); --tt-glyph: "{glyph}"; }}',
            f'.tt-chart [fill="{row.colour}" i] {{ fill: var({name}); }}',
            f'.tt-chart [stroke="{row.colour}" i] {{ stroke: var({name}); }}',
        ]
    head = [":root {", *light, "}", "@media screen {", '  html[data-theme="dark"] {', *dark, "  }", "}"]
    return "\n".join([*head, *rules, ""])


def _use_templates(app, config) -> None:
    # Relative, because Sphinx keeps a hash of its settings: the same in every place the book is built.
    config.templates_path.append(os.path.relpath(HERE / "templates", app.confdir))


def _read_book(app) -> None:
    app.twicetold = book.read(Path(app.srcdir))


def _add_cite_blocks(app, doctree) -> None:
    for figure in list(doctree.findall(nodes.figure)):
        for name in set(figure["names"]) & set(app.twicetold.figures):
            block = nodes.raw("", landing.cite_block(app.twicetold, name), format="html")
            figure.parent.insert(figure.parent.index(figure) + 1, block)


def _numbers(env) -> dict[str, str]:
    """Return the number that each figure has in the book."""
    return {
        name: ".".join(map(str, number))
        for numbered in env.toc_fignumbers.values()
        for name, number in numbered.get("figure", {}).items()
    }


def _fill_index(app, doctree, docname) -> None:
    for place in list(doctree.findall(all_figures)):
        place.replace_self(nodes.raw("", landing.index(app.twicetold, _numbers(app.env)), format="html"))


def _further_pages(app):
    """Yield the further pages of the reading room, the page of each figure, and of each that was given up."""
    numbers = _numbers(app.env)
    for number in range(2, rooms.number(app.twicetold.corpus.articles) + 1):
        # Without a source page for the room there are no layers, and no other pages.
        if names := getattr(app.env, "twicetold_layers", None):
            body = reading_room.page(app.twicetold, names, number)
            yield rooms.name(number), {"title": f"The reading room, page {number}", "body": body}, "page.html"
    known = app.twicetold.versions
    for name, figure in app.twicetold.figures.items():
        title, address = figure.caption.rstrip("."), f"figures/{name}"
        date = app.twicetold.citation(name).date
        about = metadata.Page(f"{address}.html", title, landing.claim(figure), name, date)
        body = landing.page(app.twicetold, name, numbers[name])
        yield address, {"title": title, "body": body, "about_page": about}, "page.html"
    last = versions.current(known)
    for name in last.index[last["sha256"] == versions.WITHDRAWN]:
        yield f"figures/{name}", {"title": f"{name} was withdrawn", "body": landing.withdrawn(known, name)}, "page.html"


def _write_static(app) -> None:
    if app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    (static / "fonts").mkdir(parents=True, exist_ok=True)
    (static / "sources.css").write_text(colours(app.twicetold.corpus.sources), encoding="utf-8")
    (static / "layers.css").write_text(reading_room.stylesheet(), encoding="utf-8")
    for font in sorted([*(HERE / "fonts").glob("*.woff2"), HERE / "fonts" / "OFL.txt"]):
        shutil.copyfile(font, static / "fonts" / font.name)
    live.write(app.twicetold.specs, static)
    files.write(app.twicetold, Path(app.outdir) / "figures")


def _open_reading_room(app, pagename, templatename, context, doctree) -> None:
    # Sphinx forgets what is added here after the page.
    if 'class="tt-room ' in context.get("body", ""):
        app.add_css_file("reading-room.css", priority=910)
        app.add_css_file("layers.css", priority=920)
        app.add_js_file("reading-room.js")


def _enliven(app, pagename, templatename, context, doctree) -> None:
    # A script added now is added to this page alone.
    if " data-figure=" in context.get("body", ""):
        app.add_js_file("charts.js")


def _lighten(app, pagename, templatename, context, doctree) -> None:
    if "sd-" not in context.get("body", ""):
        context["script_files"] = [file for file in context["script_files"] if "design-tabs" not in str(file.filename)]
    if "tt-room" in context.get("body", ""):
        # It writes the address anew, other than the reading room does.
        context["script_files"] = [
            one for one in context["script_files"] if "sphinx_highlight" not in str(one.filename)
        ]
    for script in context["script_files"]:
        # Scripts in the page set the options of documentation_options.js and can't wait for it; those of
        # the search page run at once and need all others before them. One object serves all pages.
        if pagename == "search" or "documentation_options" in str(script.filename):
            script.attributes.pop("defer", None)
        elif script.filename:
            script.attributes["defer"] = "defer"


def _escape(app, pagename, templatename, context, doctree) -> None:
    # Some templates of the themes take these for markup. A title is often made of the names of outlets.
    for name in ("author", "docstitle", "project"):
        if name in context:
            context[name] = escape(context[name])


# As docutils writes them, but for the role doc-biblioentry, which ARIA has withdrawn.
def _open_citation(self, node) -> None:
    if not isinstance(node.previous_sibling(), nodes.citation):
        self.body.append('<div role="list" class="citation-list">\n')
    self.body.append(self.starttag(node, "div", classes=[node.tagname], role="listitem"))


def _close_citation(self, node) -> None:
    self.body.append("</div>\n")
    if not isinstance(node.next_node(descend=False, siblings=True), nodes.citation):
        self.body.append("</div>\n")
