"""A page of the built book as a chapter for paper.

What is made for a screen is left out or said otherwise: code, controls and folded sentences go, evidence is
told by the numbers of its sentences, links between pages become links inside one document.
"""

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from posixpath import normpath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from lxml import html as markup
from lxml.html import HtmlElement

from ..measure import BadInput
from . import drawing
from .address import Address

# A table of few rows stays on one page, one of many is set smaller.
FEW, MANY = 12, 40
_SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_CONTROLS = (
    "script",
    "style",
    "template",
    "noscript",
    "button",
    "input",
    "select",
    "textarea",
    "fieldset",
    "nav",
    "dialog",
)
# These, code, and links of a heading to itself.
_ON_SCREEN = "|".join(
    [
        *(f".//{tag}" for tag in _CONTROLS),
        ".//*[@hidden]",
        ".//*[contains(@class, 'tt-screen')]",
        ".//a[contains(@class, 'headerlink')]",
        ".//div[contains(@class, 'cell_input')]",
        ".//details[contains(@class, 'hide')]",
        ".//*[contains(@class, 'tt-strip')]",
        ".//*[contains(@class, 'tt-room-list')]",
    ]
)
_REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "for", "headers")


class Chapter(NamedTuple):
    """A page: its path inside the book without the ending, the caption of its part, its tree, its drawings."""

    name: str
    part: str
    tree: HtmlElement
    drawings: list[str]

    @property
    def article(self) -> HtmlElement:
        """The page without the theme's frame."""
        return self.tree.xpath("//article")[0]

    @property
    def places(self) -> set[str]:
        """The ids of the page, as it has them itself."""
        return set(self.article.xpath(".//@id"))

    def anchor(self, fragment: str = "") -> str:
        """Return the name that the chapter, or a place in it, has in the whole document."""
        name = self.name.replace("/", "-")
        return f"{name}--{fragment}" if fragment else name

    def text(self) -> str:
        """Return the chapter as HTML, drawings included."""
        text = markup.tostring(self.article, encoding="unicode", with_tail=False)
        return re.sub(r'<tt-drawing n="(\d+)"></tt-drawing>', lambda match: self.drawings[int(match[1])], text)


def read(book: Path, name: str, part: str) -> Chapter:
    """Read a page of the built book and leave out what is for a screen.

    Raises
    ------
    BadInput
        If the book has no such page.
    """
    path = book / f"{name}.html"
    if not path.is_file():
        raise BadInput(path, "a built page: run `make book`")
    drawings: list[str] = []

    # The parser would write the names in a drawing in lower case, so drawings are set aside.
    def aside(match: re.Match[str]) -> str:
        if 'class="tt-chart-narrow"' in match[0][:200]:
            return ""
        drawings.append(drawing.for_paper(match[0]))
        return f'<tt-drawing n="{len(drawings) - 1}"></tt-drawing>'

    tree = markup.document_fromstring(_SVG.sub(aside, path.read_text(encoding="utf-8")))
    chapter = Chapter(name, part, tree, drawings)
    _for_paper(chapter.article)
    return chapter


def connect(chapters: Mapping[str, Chapter], address: Address) -> None:
    """Make the chapters one document: no id twice, every link to a page a link to its place there.

    A link to a file beside the pages leads to the published book, or becomes plain text where its address
    is not known.
    """
    places = {name: chapter.places for name, chapter in chapters.items()}
    for chapter in chapters.values():
        for link in chapter.article.xpath(".//a[@href]"):
            _lead(link, chapter, chapters, places, address)
        for image in chapter.article.xpath(".//img[@src]"):
            if not urlsplit(image.get("src")).scheme:
                image.set("src", _resolve(image.get("src"), chapter.name)[0])
        for element in chapter.article.iter():
            for name in ("id", *_REFERENCES):
                if element.get(name):
                    element.set(name, " ".join(chapter.anchor(part) for part in element.get(name).split()))
        chapter.article.set("id", chapter.anchor())
        for number, heading in enumerate(chapter.article.iter("h1", "h2", "h3", "h4"), 1):
            heading.set("id", chapter.anchor(f"heading-{number}"))  # for the contents


def _for_paper(article: HtmlElement) -> None:
    for element in article.xpath(_ON_SCREEN):
        element.drop_tree()
    for block in article.find_class("tt-cite"):
        for line in block.find_class("tt-cite-line"):
            line.tail = None
            block.addprevious(line)
        block.drop_tree()
    for evidence in article.find_class("tt-evidence"):
        _tell(evidence)
    for folded in [*article.iter("details")]:  # what is left is told in full
        folded.tag = "div"
        for summary in folded.findall("summary"):
            summary.tag = "p"
    for table in article.iter("table"):
        rows = len(table.findall(".//tr"))
        if rows <= FEW or rows > MANY:
            table.classes.add("few" if rows <= FEW else "many")


def _tell(evidence: HtmlElement) -> None:
    """Say by number which sentences are folded away here; the book has both texts with numbers."""
    groups = [
        (heading.text_content(), heading.getnext().find_class("tt-place"))
        for heading in evidence.xpath(".//p[following-sibling::*[1][self::ul]]")
    ]
    groups += [
        (caption.text_content(), caption.getparent().find_class("tt-place")) for caption in evidence.iter("caption")
    ]
    words = evidence.find_class("tt-words")
    if not groups and not words:
        return
    line = markup.Element("p", {"class": "tt-evidence-line"})
    name = markup.Element("strong")
    name.text = evidence.find("summary").text_content()
    line.append(name)
    for heading, found in groups:
        places = {place.get("href"): place for place in found}
        last = line[-1]
        last.tail = f"{last.tail or ''} {heading}: "
        for place in places.values():
            place.tail = ", "
            line.append(place)
        line[-1].tail = "."
    for own in words:
        name.tail = " "
        line.extend(own)
    line.tail = evidence.tail
    evidence.getparent().replace(evidence, line)


def _resolve(address: str, name: str) -> tuple[str, str]:
    """Return the path inside the book and the fragment that an address on a page means."""
    parts = urlsplit(address)
    path = unquote(parts.path)
    target = normpath(str(PurePosixPath(f"{name}.html").parent / path)) if path else f"{name}.html"
    return target, unquote(parts.fragment)


def _lead(
    link: HtmlElement,
    chapter: Chapter,
    chapters: Mapping[str, Chapter],
    places: Mapping[str, set[str]],
    address: Address,
) -> None:
    parts = urlsplit(link.get("href"))
    if parts.scheme or parts.netloc:
        if link.text_content().strip() == link.get("href"):
            link.classes.add("tt-bare")
        return
    target, fragment = _resolve(link.get("href"), chapter.name)
    name = target.removesuffix(".html")
    figure = PurePosixPath(name).name
    # The page of a figure: here that is the figure itself, unless the link says where it can be cited.
    landing = target == f"figures/{figure}.html" and "tt-cite-line" not in link.getparent().classes
    holder = next((held for held in chapters if landing and figure in places[held]), None)
    if name in chapters:
        link.set("href", f"#{chapters[name].anchor(fragment if fragment in places[name] else '')}")
    elif holder:
        link.set("href", f"#{chapters[holder].anchor(figure)}")
    elif address.site:
        link.set("href", address.page(f"{target}#{fragment}" if fragment else target))
    else:
        link.tag = "span"
        del link.attrib["href"]
        return
    if link.get("href").startswith("#"):
        for inside in link.iterchildren("span"):
            inside.set("data-to", link.get("href"))  # the style prints the page that it leads to
