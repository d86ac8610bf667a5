"""Charts in notebooks and in the book.

In a notebook a chart's output carries its Vega-Lite JSON, a PNG and its description. In the book the JSON
is drawn at build time, once for wide and once for narrow screens, so that it reads without JavaScript.
"""

import base64
import hashlib
import html
import json
import re
import warnings
from functools import cache
from typing import Any, ClassVar

import altair as alt
import vl_convert
from docutils import nodes

from . import theme
from .figures import MIME

VEGA_LITE = "6.1"
BASE = "https://vega.github.io/vega-datasets/"


def mimebundle(spec: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Return the outputs of a chart in a notebook: data, picture and text."""
    return {
        MIME: spec,
        "image/png": base64.b64encode(png(spec)).decode("ascii"),
        "text/plain": spec["description"],
    }


alt.renderers.register("twicetold", mimebundle)
# A chart without rows has nothing that a type could be told from, and needs none; said on stderr, it would be stored.
warnings.filterwarnings("ignore", message="I don't know how to infer vegalite type from 'empty'")
alt.renderers.enable("twicetold")


def png(spec: dict[str, Any], scale: float = 2) -> bytes:
    """Draw a chart as PNG on white."""
    return vl_convert.vegalite_to_png({**spec, "background": "white"}, vl_version=VEGA_LITE, scale=scale)


def page_spec(spec: dict[str, Any], width: int) -> dict[str, Any]:
    """Return a chart as it stands in a page: of a given width, without its title and what is said of it.

    What is drawn at build time and what comes alive in the page are both made from this.

    Parameters
    ----------
    spec : dict
        A Vega-Lite specification as `theme.finish` leaves it; it is not changed.
    width : int
        Outer width in pixels; type keeps its size.
    """
    kept = {name: value for name, value in spec.items() if name not in ("title", "usermeta")}
    # A run of spaces shows as one, but a browser measures it as it is written: labels would take other places.
    shown = json.loads(re.sub(" {2,}", " ", json.dumps(kept)))
    shown["width"] = width
    if width < theme.WIDTH:
        shown["config"]["legend"]["columns"] = 1  # side by side, the names of the sources would be cut
    return shown


def svg(spec: dict[str, Any], *, width: int, role: str) -> str:
    """Draw a chart as an SVG of a given width, without its title, named by its description.

    Parameters
    ----------
    spec : dict
        A Vega-Lite specification as `theme.finish` leaves it.
    width : int
        Outer width in pixels; type keeps its size.
    role : str
        Class of the element.
    """
    text = _drawing(json.dumps(page_spec(spec, width)))
    # The drawing program takes a link that is relative to the page as relative to an address of its own.
    # In a page the plain attribute does, and who looks for the links of a page finds it.
    text = stable(text.replace(f'<a xlink:href="{BASE}', '<a href="'))
    # One picture with one description: what is inside is read out from the data table, which has the same links.
    text = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", text).replace(' class="marks"', "", 1)
    text = text.replace("<g ", '<g aria-hidden="true" ', 1).replace("<a href", '<a tabindex="-1" href')
    label = html.escape(spec["description"], quote=True)
    head = f'<svg class="tt-chart-{role}" role="graphics-document" aria-label="{label}"'
    text, changed = re.subn(r"^<svg\b", lambda _: head, text.strip(), count=1)
    if not changed:
        msg = "the drawn chart is not an SVG"
        raise RuntimeError(msg)
    return text


@cache
def _drawing(spec: str) -> str:
    """Draw a chart, given as JSON, as an SVG.

    A figure stands in its chapter, on its own page and on others, and drawing is most of the time of a build: each
    is drawn once. The whole specification is what it is known by.
    """
    # Read here: the drawing program itself reads the last digits of numbers otherwise.
    return vl_convert.vegalite_to_svg(json.loads(spec), vl_version=VEGA_LITE)


def stable(svg: str) -> str:
    """Name the clip paths of a drawing by its content: the renderer numbers them through the process."""
    order = {found: i for i, found in enumerate(dict.fromkeys(re.findall(r"\bclip\d+\b", svg)))}
    svg = re.sub(r"\bclip\d+\b", lambda match: f"clip-{order[match.group()]}", svg)
    name = hashlib.sha256(svg.encode()).hexdigest()[:8]
    return re.sub(r"\bclip-(\d+)\b", rf"clip-{name}-\1", svg)


def figure(spec: dict[str, Any], name: str | None = None) -> str:
    """Return a chart as HTML for the book: its finding, its measure, the drawing, its source line.

    Parameters
    ----------
    spec : dict
        A Vega-Lite specification as `theme.finish` leaves it.
    name : str, optional
        The figure's name, by which a page finds what makes it live (live.py); one without stays as drawn.
    """
    words = spec["usermeta"]
    named = f' data-figure="{html.escape(name, quote=True)}"' if name else ""
    return (
        f'<div class="tt-chart"{named}>'
        f'<p class="tt-chart-title">{html.escape(words["title"])}</p>'
        f'<p class="tt-chart-measure">{html.escape(words["measure"])}</p>'
        f"{_switches(spec)}"
        f"{svg(spec, width=theme.WIDTH, role='wide')}"
        f"{svg(spec, width=theme.NARROW, role='narrow')}"
        f'<p class="tt-chart-foot">{html.escape(words["foot"])}</p>'
        "</div>"
    )


def _switches(spec: dict[str, Any]) -> str:
    """Return a checkbox for each switch of a chart (`theme.switch`); charts.js draws the chart again by it."""
    bound = [param for param in spec.get("params", ()) if param.get("bind", {}).get("input") == "checkbox"]
    boxes = [
        f'<label><input type="checkbox" data-switch="{html.escape(param["name"], quote=True)}" autocomplete="off"/> '
        f"{html.escape(param['bind']['name'])}</label>"
        for param in bound
    ]
    return f'<p class="tt-switch tt-screen">{"".join(boxes)}</p>' if boxes else ""


class ChartRenderer:
    """What MyST-NB calls for each output of the Vega-Lite type, in HTML."""

    mime_priority_overrides: ClassVar = [("html", MIME, 1)]

    @staticmethod
    def handle_mime(renderer: Any, data: Any, inline: bool) -> list[nodes.Node] | None:
        """Return the drawn chart, or None for an output of another type."""
        if inline or data.mime_type != MIME:
            return None
        spec = data.content if isinstance(data.content, dict) else json.loads(data.content)
        name = data.cell_metadata.get("mystnb", {}).get("figure", {}).get("name")
        # The extension (site.py) has read the book: there, the marks of a named figure lead to what they count.
        book = renderer.renderer.sphinx_env.app.twicetold
        return [nodes.raw("", figure(book.specs.get(name, spec), name), format="html", classes=["output", "tt-output"])]
