"""Lighter pages: one small stylesheet in place of the theme's many, and nothing else to wait for.

A page of the theme asks for ten stylesheets of 490 KB before it shows anything, and uses a twentieth of them. All
that every page loads is joined here, in order, without the rules for what no page of the book has.
"""

import hashlib
import html
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

NAME = "book.css"
OWN = ("sources.css", "twicetold.css")  # written for this book
# With what nests other rules; the bodies of other at-rules are kept as they are.
NESTING = ("@media", "@supports", "@layer", "@container")
_LINK = re.compile(r'[ \t]*<link\b[^>]*?\bhref="([^"]*/)?_static/([^"?]+\.css)[^"]*"[^>]*>\n?')
_OPTIONS = re.compile(r'<script src="[^"]*_static/documentation_options\.js[^"]*"></script>')
_URL = re.compile(r"""(\burl\(\s*["']?)(?!data:|#)([^"')]+)""")
_IMPORT = re.compile(r"""@import\s+["']([^"']+)["']\s*;""")
_TOKEN = re.compile(
    r"""/\*.*?\*/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\burl\([^"')]*\)|\\.|[{};]|[^{};"'\\/u]+|.""", re.DOTALL
)
_CHOICE = re.compile(r":[\w-]+\([^()]*\)")
_NEEDED = re.compile(r"[.#]((?:[\w-]|[^\x00-\x7f]|\\.)+)")


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
    kept = []
    for head, body in statements(css):
        if body is None:
            kept.append(f"{head};")
        elif head.startswith(NESTING):
            inside = trimmed(body, names)
            kept += [f"{head}{{{inside}}}"] if inside else []
        elif head.startswith("@"):
            kept.append(f"{head}{{{body}}}")
        else:
            selectors = [one for one in _selectors(head) if _needs(one) <= set(names)]
            kept += [f"{','.join(selectors)}{{{body}}}"] if selectors else []
    return "\n".join(kept)


def statements(css: str) -> Iterator[tuple[str, str | None]]:
    """Yield the rules of a stylesheet: what stands before the braces and in them, or None where there are none.

    >>> list(statements('@charset "a;b"; p::before { content: "}" } @media print { p { top: 0 } }'))
    [('@charset "a;b"', None), ('p::before', 'content: "}"'), ('@media print', 'p { top: 0 }')]
    """
    head: list[str] = []
    body: list[str] = []
    depth = 0
    for token in _TOKEN.findall(css):
        if token.startswith("/*"):
            continue
        depth += {"{": 1, "}": -1}.get(token, 0)
        if (token == "}" and depth == 0) or (token == ";" and depth == 0):
            yield "".join(head).strip(), "".join(body).strip() if token == "}" else None
            head, body = [], []
        elif depth == 0:
            head.append(token)
        elif not (token == "{" and depth == 1):
            body.append(token)


def _selectors(head: str) -> list[str]:
    """Return the selectors of a rule, without parting what stands in brackets."""
    found, depth = [""], 0
    for letter in head:
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and depth == 0:
            found.append("")
        else:
            found[-1] += letter
    return [one.strip() for one in found]


def _needs(selector: str) -> set[str]:
    """Return the classes and ids without which a selector finds nothing; of a choice such as :is(.a, .b), none."""
    plain = re.sub(r"\[[^\]]*\]", "", selector)
    while _CHOICE.search(plain):
        plain = _CHOICE.sub("", plain)
    return {re.sub(r"\\(.)", r"\1", name) for name in _NEEDED.findall(plain)}


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
