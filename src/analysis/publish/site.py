"""What the book adds to Jupyter Book: charts on prose pages, the colours of the sources, lighter pages.

A Sphinx extension. What changes in the theme's page itself stands in templates/layout.html.
"""

import html
import os
import shutil
import textwrap
from pathlib import Path

from docutils import nodes

from ..measure import load
from .embed import Chart

HERE = Path(__file__).parent
# How a source's shape in the charts is written in text.
GLYPHS = {"circle": "●", "square": "■", "diamond": "◆", "triangle-up": "▲", "triangle-down": "▼"}


def setup(app):
    """Connect the extension to a Sphinx application."""
    app.add_directive("chart", Chart)
    app.add_node(nodes.citation, override=True, html=(_open_citation, _close_citation))
    app.connect("config-inited", _use_templates)
    app.connect("builder-inited", _write_static)
    app.connect("html-page-context", _lighten)
    app.connect("html-page-context", _describe)
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


def _write_static(app) -> None:
    if app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    (static / "fonts").mkdir(parents=True, exist_ok=True)
    (static / "sources.css").write_text(colours(load(Path(app.srcdir)).sources), encoding="utf-8")
    for font in sorted([*(HERE / "fonts").glob("*.woff2"), HERE / "fonts" / "OFL.txt"]):
        shutil.copyfile(font, static / "fonts" / font.name)


def _lighten(app, pagename, templatename, context, doctree) -> None:
    if "sd-" not in context.get("body", ""):
        context["css_files"] = [file for file in context["css_files"] if "sphinx-design" not in str(file.filename)]
        context["script_files"] = [file for file in context["script_files"] if "design-tabs" not in str(file.filename)]
    for script in context["script_files"]:
        # Scripts in the page set the options of documentation_options.js and can't wait for it; those of
        # the search page run at once and need all others before them. One object serves all pages.
        if pagename == "search" or "documentation_options" in str(script.filename):
            script.attributes.pop("defer", None)
        elif script.filename:
            script.attributes["defer"] = "defer"


def _describe(app, pagename, templatename, context, doctree) -> None:
    first = next(doctree.findall(nodes.paragraph), None) if doctree else None
    if first is not None and 'name="description"' not in context["metatags"]:
        text = html.escape(textwrap.shorten(first.astext(), 200, placeholder=" …"), quote=True)
        context["metatags"] += f'\n<meta name="description" content="{text}" />'


# As docutils writes them, but for the role doc-biblioentry, which ARIA has withdrawn.
def _open_citation(self, node) -> None:
    if not isinstance(node.previous_sibling(), nodes.citation):
        self.body.append('<div role="list" class="citation-list">\n')
    self.body.append(self.starttag(node, "div", classes=[node.tagname], role="listitem"))


def _close_citation(self, node) -> None:
    self.body.append("</div>\n")
    if not isinstance(node.next_node(descend=False, siblings=True), nodes.citation):
        self.body.append("</div>\n")
