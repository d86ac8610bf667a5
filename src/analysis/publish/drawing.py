"""A chart's drawing for paper: WeasyPrint and the readers of its PDF need it a little otherwise than a browser."""

import html
import re
from functools import cache

from .theme import FONTS

_TEXT = re.compile(r"<text ([^>]*?)text-anchor=\"(middle|end)\"([^>]*)>([^<]*)</text>")
_SHARE = {"middle": 0.5, "end": 1.0}


def for_paper(svg: str) -> str:
    """Return a drawing with its description inside and all text set from its left edge.

    WeasyPrint sets other text in a group of its own, of which readers built on PDFium cut the first letter;
    and it takes the description that a PDF holds for reading aloud from the element `title`.
    """
    label = re.match(r'<svg\b[^>]*?\baria-label="([^"]*)"', svg)
    if label:
        svg = re.sub(r"^<svg\b[^>]*>", lambda head: f"{head[0]}<title>{label[1]}</title>", svg)
    svg = re.sub(r"<(/?)a\b[^>]*>", r"<\1g>", svg)  # a mark's link to its evidence would lead to this machine
    return _TEXT.sub(_from_the_left, svg)


def _from_the_left(match: re.Match[str]) -> str:
    before, anchor, after, text = match.groups()
    attributes = before + after
    size = re.search(r'font-size="([\d.]+)px"', attributes)
    if re.search(r'(^|\s)x="', attributes) or not size:
        return match[0]
    bold = re.search(r'font-weight="(bold|[6-9]00)"', attributes) is not None
    # As it is set: entities are one letter, and spaces beside each other one space.
    shift = _SHARE[anchor] * float(size[1]) * _width(" ".join(html.unescape(text).split()), bold)
    return f'<text x="{-shift:.2f}" {attributes}>{text}</text>'


def _width(text: str, bold: bool) -> float:
    """Return the width of a text in ems."""
    widths, missing = _widths(bold)
    return sum(widths.get(ord(letter), missing) for letter in text)


@cache
def _widths(bold: bool) -> tuple[dict[int, float], float]:
    from fontTools.ttLib import TTFont  # comes with WeasyPrint, and only paper needs it

    font = TTFont(FONTS / f"TwiceToldSans-{'Bold' if bold else 'Regular'}.otf")
    em = font["head"].unitsPerEm
    advances = font["hmtx"].metrics
    return {code: advances[name][0] / em for code, name in font.getBestCmap().items()}, advances[".notdef"][0] / em
