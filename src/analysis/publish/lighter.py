"""Lighter pages: one small stylesheet in place of the theme's many, and nothing else to wait for.

A page of the theme asks for ten stylesheets of 490 KB before it shows anything, and uses a twentieth of them. All
that every page loads is joined here, in order, without the rules for what no page of the book has.
"""

import hashlib
import html
import posixpath
import re
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import tinycss2
from tinycss2.ast import Node

NAME = "book.css"
OWN = ("sources.css", "twicetold.css")  # written for this book
# With what nests other rules; the bodies of other at-rules are kept as they are.
NESTING = ("media", "supports", "layer", "container")
_LINK = re.compile(r'[ \t]*<link\b[^>]*?\bhref="([^"]*/)?_static/([^"?]+\.css)[^"]*"[^>]*>\n?')
_OPTIONS = re.compile(r'<script src="[^"]*_static/documentation_options\.js[^"]*"></script>')
_URL = re.compile(r"""(\burl\(\s*["']?)(?!data:|#)([^"')]+)""")
_IMPORT = re.compile(r"""@import\s+["']([^"']+)["']\s*;""")


def lighten(built: Path) -> None:
    """Join the stylesheets of a built book's pages into one; put into the page the one script that can't be deferred.

    Parameters
    ----------
    built : Path
        The folder of the built book.

    Raises
    ------
    RuntimeError
        If a page loads a stylesheet of its own before one that all pages load: joined, they would change places;
        or if it does not load that script once.
    """
    pages = {
        path: path.read_text("utf-8") for path in sorted(built.rglob("*.html")) if _static(built) not in path.parents
    }
    loaded = {path: found for path, text in pages.items() if (found := _sheets(text))}
    shared = [name for name in next(iter(loaded.values())) if all(name in found for found in loaded.values())]
    for path, found in loaded.items():
        if found[: len(shared)] != shared:
            msg = f"{path.relative_to(built)} loads {found}, expected first {shared}"
            raise RuntimeError(msg)
    # Words of a script may be classes that it sets; the rules of the book's own stylesheets are all kept.
    others = [*_static(built).rglob("*.js"), *(_static(built) / name for name in OWN)]
    names = used(pages.values(), (path.read_text("utf-8") for path in others))
    css = "\n".join(trimmed(_read(_static(built), name), names) for name in shared)
    (_static(built) / NAME).write_text(css, encoding="utf-8")
    version = hashlib.sha256(css.encode()).hexdigest()[:8]
    options = " ".join((_static(built) / "documentation_options.js").read_text("utf-8").split())
    for path in loaded:
        text, changed = _OPTIONS.subn(lambda _: f"<script>{options}</script>", _replace(pages[path], shared, version))
        if changed != 1:
            msg = f"{path.relative_to(built)} loads documentation_options.js {changed} times, expected once"
            raise RuntimeError(msg)
        path.write_text(text, encoding="utf-8")
    for name in set(shared) - set(OWN):
        (_static(built) / name).unlink()
        (_static(built) / f"{name}.map").unlink(missing_ok=True)
    for folder in {(_static(built) / name).parent for name in shared} - {_static(built)}:
        if not any(folder.iterdir()):
            folder.rmdir()


def used(pages: Iterable[str], others: Iterable[str]) -> set[str]:
    """Return every class and id that is in a page, and every word of other files."""
    found = set()
    for text in pages:
        for _, value in re.findall(r"""\b(?:class|id)=(["'])(.*?)\1""", text, re.DOTALL):
            found.update(html.unescape(value).split())
    for text in others:
        found.update(re.findall(r"[\w-]+", text))
    return found


def trimmed(css: str, names: Collection[str]) -> str:
    r"""Return a stylesheet without comments and without rules that need a class or an id not in `names`.

    >>> trimmed(".a, .b > p { top: 0 } #c { top: 1px } @media print { .c:not(.b) { top: 2px } }", {"a", "c"})
    '.a{top: 0}\n#c{top: 1px}\n@media print{.c:not(.b){top: 2px}}'
    """
    return _serialized(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), set(names))


def _serialized(rules: Iterable[Node], names: set[str]) -> str:
    """Return rules as text, without those that need other names."""
    kept = []
    for rule in rules:
        if rule.type == "error":
            msg = f"line {rule.source_line}, column {rule.source_column}: {rule.message}"
            raise RuntimeError(msg)
        head = tinycss2.serialize(rule.prelude).strip()
        if rule.type == "qualified-rule":
            head = ",".join(tinycss2.serialize(one).strip() for one in _selectors(rule.prelude) if _needs(one) <= names)
            kept += [f"{head}{{{_body(rule)}}}"] if head else []
        elif rule.lower_at_keyword == "import":
            msg = f"a stylesheet imports {head} in a way that is not known here; joined, it would be ignored"
            raise RuntimeError(msg)
        elif rule.content is None:
            kept.append(f"@{rule.at_keyword} {head};")
        elif rule.lower_at_keyword in NESTING:
            inside = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            text = _serialized(inside, names)
            kept += [f"@{rule.at_keyword} {head}{{{text}}}"] if text else []
        else:
            kept.append(f"@{rule.at_keyword} {head}{{{_body(rule)}}}")
    return "\n".join(kept)


def _body(rule: Node) -> str:
    return tinycss2.serialize([node for node in rule.content if node.type != "comment"]).strip()


def _selectors(prelude: Iterable[Node]) -> list[list[Node]]:
    """Return the selectors of a rule."""
    found: list[list[Node]] = [[]]
    for node in prelude:
        if node == ",":
            found.append([])
        elif node.type != "comment":
            found[-1].append(node)
    return found


def _needs(selector: Sequence[Node]) -> set[str]:
    """Return the classes and ids without which a selector finds nothing; of a choice such as :is(.a, .b), none."""
    ids = {node.value for node in selector if node.type == "hash"}
    return ids | {name.value for dot, name in pairwise(selector) if dot == "." and name.type == "ident"}


def _static(built: Path) -> Path:
    return built / "_static"


def _sheets(page: str) -> list[str]:
    """Return the stylesheets that a page loads, as paths in _static."""
    head = re.sub(r"<noscript>.*?</noscript>", "", page.partition("</head>")[0], flags=re.DOTALL)
    return [name for _, name in _LINK.findall(head)]


def _read(static: Path, name: str) -> str:
    """Return a stylesheet with what it imports, its addresses as seen from _static."""
    folder = posixpath.dirname(name)

    def seen(match: re.Match[str]) -> str:
        return match[1] + posixpath.normpath(posixpath.join(folder, match[2]))

    text = _URL.sub(seen, (static / name).read_text("utf-8"))
    return _IMPORT.sub(lambda match: _read(static, posixpath.normpath(posixpath.join(folder, match[1]))), text)


def _replace(page: str, shared: Collection[str], version: str) -> str:
    """Return a page that loads the joined stylesheet in place of the first of those joined."""
    left = iter(shared)

    def change(match: re.Match[str]) -> str:
        if match[2] not in shared:
            return match[0]
        first = next(left) == shared[0]
        return f'<link rel="stylesheet" href="{match[1] or ""}_static/{NAME}?v={version}" />\n' if first else ""

    return _LINK.sub(change, page)
