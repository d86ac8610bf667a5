"""What the book's pages have on the web: buttons, addresses, metadata, a page for what is missing.

A Sphinx extension. Everything that needs an address follows the two fields that `address` reads.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

from . import address, metadata

# What the theme calls the hosts whose links to a source file it knows.
PROVIDERS = {"github.com": "github", "gitlab.com": "gitlab", "bitbucket.org": "bitbucket"}
BINDER = re.compile(r"https://(github|gitlab)\.com/[^/]+/[^/]+")  # what it can fetch through the theme's links
# The icons of hosts are in a font of their own, of 110 KB; these are in the one that the book carries.
ICONS = {"source-buttons": "fas fa-code-branch", "source-repository-button": "fas fa-code-branch"}


def setup(app):
    """Connect the extension to a Sphinx application."""
    app.connect("config-inited", _follow_address)
    app.connect("html-collect-pages", _missing_page)
    app.connect("html-page-context", _describe)
    app.connect("html-page-context", _choose_icons, priority=502)  # after the theme has made its buttons
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _follow_address(app, config) -> None:
    found = address.read(Path(app.srcdir))
    config.html_baseurl = found.site
    options = config.html_theme_options
    options["repository_url"] = found.repository
    host = urlsplit(found.repository).netloc.lower()
    options["repository_provider"] = PROVIDERS.get(host, "github")  # the theme wants one, for its icons if for nothing
    options["use_repository_button"] = bool(found.repository)
    options["use_source_button"] = host in PROVIDERS
    options["repository_branch"] = found.branch
    if not BINDER.fullmatch(found.repository):
        options["launch_buttons"] = {}


def _choose_icons(app, pagename, templatename, context, doctree) -> None:
    for button in context["header_buttons"]:
        for part in (button, *button.get("buttons", ())):
            part["icon"] = ICONS.get(part.get("label"), part.get("icon"))


def _describe(app, pagename, templatename, context, doctree) -> None:
    book = app.twicetold
    if context["pageurl"]:
        context["pageurl"] = book.address.page(f"{pagename}.html")
    if doctree is not None:
        front = pagename == app.config.root_doc
        page = metadata.Page(
            path=f"{pagename}.html",
            title=book.about.title if front else app.env.titles[pagename].astext(),
            description=metadata.description(doctree),
            figure=metadata.first_figure(doctree, book.figures),
        )
    elif "about_page" in context:  # one that site.py makes
        page = context["about_page"]
    else:
        return
    given = context.get("metatags", "")
    found = [given, metadata.tags(page, book.about, book.address, app.config.language or "en")]
    if page.description and 'name="description"' not in given:
        found.insert(1, metadata.tag("name", "description", page.description))
    context["metatags"] = "\n".join(filter(None, found))


def _missing_page(app):
    """Yield 404.html, which a server shows under any address that leads nowhere."""
    order = app.env.toctree_includes.get(app.config.root_doc, [])
    folders = {name.partition("/")[0] for name in app.env.found_docs if "/" in name} | {"figures"}
    context = {
        "site_path": urlsplit(app.twicetold.address.site).path,
        "folders": sorted(map(re.escape, folders)),
        "chapters": [(name, app.env.titles[name].astext()) for name in order],
    }
    yield "404", context, "404.html"
