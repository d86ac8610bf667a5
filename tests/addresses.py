"""Where a page leads: what it loads, what it links to, and whether that is there."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from posixpath import normpath
from urllib.parse import unquote, urlsplit

from support import Page

# What in a page names a file to load, and what names a place to go to.
LOADED = {
    **{"script": ["src"], "img": ["src", "srcset"], "source": ["src", "srcset"], "iframe": ["src"], "embed": ["src"]},
    **{"video": ["src", "poster"], "audio": ["src"], "track": ["src"], "input": ["src"], "object": ["data"]},
    **{"use": ["href", "xlink:href"], "image": ["href", "xlink:href"], "frame": ["src"], "body": ["background"]},
}
GO = {"a": ["href"], "area": ["href"], "form": ["action"]}
# Relations that only tell where something is; a browser loads none of them.
ONLY_TOLD = {"canonical", "license", "author", "next", "prev", "index", "search", "help", "up", "cite-as", "alternate"}
CSS_URL = re.compile(r"url\(\s*(['\"]?)(.*?)\1\s*\)|@import\s+['\"](.*?)['\"]", re.DOTALL)
NOT_FILES = ("data:", "mailto:", "tel:", "about:")


def srcset(value: str) -> list[str]:
    return [part.split()[0] for part in value.split(",") if part.strip()]


def in_css(text: str) -> Iterator[str]:
    for match in CSS_URL.finditer(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)):
        yield match[2] or match[3] or ""


def loads(page: Page) -> Iterator[tuple[str, str]]:
    """Yield the address of each thing a page loads, with the element that loads it."""
    for element in page.tree.iter(*LOADED, "link", "style", "meta"):
        tag = str(element.tag)
        for name in LOADED.get(tag, ()):
            value = element.get(name)
            if value:
                yield from ((tag, url) for url in (srcset(value) if name == "srcset" else [value]))
        if tag == "link" and not set(element.get("rel", "").lower().split()) <= ONLY_TOLD:
            yield tag, element.get("href", "")
        if tag == "style":
            yield from ((tag, url) for url in in_css(element.text or ""))
        if tag == "meta" and element.get("http-equiv", "").lower() == "refresh":
            yield tag, element.get("content", "").partition("url=")[2].strip("'\" ")
    for element in page.tree.xpath("//*[@style]"):
        yield from ((f"{element.tag} style", url) for url in in_css(element.get("style")))


def goes(page: Page) -> Iterator[tuple[str, str]]:
    """Yield each address that a page leads to, or tells of."""
    for element in page.tree.iter(*GO, "link"):
        for name in GO.get(str(element.tag), ["href"]):
            value = element.get(name)
            if value is not None:
                yield str(element.tag), value


def foreign(url: str) -> bool:
    return bool(urlsplit(url).netloc) or url.startswith("//")


def fault_of(url: str, base: str, files: set[str], pages: dict[str, Page]) -> str:
    """Return why an address inside the book leads nowhere, or nothing."""
    if foreign(url) or url.startswith(NOT_FILES):
        return ""
    parts = urlsplit(url)
    if parts.scheme:
        return f"has the scheme {parts.scheme!r}"
    path = unquote(parts.path)
    if path.startswith("/"):
        return "starts at the root of the host, so the book cannot be moved"
    target = normpath(str(PurePosixPath(base).parent / path)) if path else base
    if target.startswith(".."):
        return "leads out of the book"
    if target not in files:
        near = [name for name in files if name.lower() == target.lower()]
        return f"leads to no file{f' (there is {near[0]}, in other case)' if near else ''}"
    fragment = unquote(parts.fragment)
    if fragment and target in pages and fragment not in pages[target].targets:
        return f"leads to no #{fragment} in {target}"
    return ""
