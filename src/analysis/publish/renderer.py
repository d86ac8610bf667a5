"""Charts in notebooks and in the book.

In a notebook a chart's output carries its Vega-Lite JSON, a PNG and its description. In the book the JSON
is drawn at build time, once for wide and once for narrow screens, so that it reads without JavaScript.
"""

import base64
import copy
import hashlib
import html
import json
import re
from typing import Any, ClassVar

import altair as alt
import vl_convert
from docutils import nodes

from . import theme

# The newest Vega-Lite type that JupyterLab and VS Code both know; they draw later versions under it, too.
MIME = "application/vnd.vegalite.v5+json"
VEGA_LITE = "6.1"


def mimebundle(spec: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Return the outputs of a chart in a notebook: data, picture and text."""
    return {
        MIME: spec,
        "image/png": base64.b64encode(png(spec)).decode("ascii"),
        "text/plain": spec["description"],
    }


alt.renderers.register("twicetold", mimebundle)
alt.renderers.enable("twicetold")


def png(spec: dict[str, Any], scale: float = 2) -> bytes:
    """Draw a chart as PNG on white."""
    return vl_convert.vegalite_to_png({**spec, "background": "white"}, vl_version=VEGA_LITE, scale=scale)


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
    drawn = copy.deepcopy(spec)
    drawn.pop("title", None)
    drawn["width"] = width
    if width < theme.WIDTH:
        drawn["config"]["legend"]["columns"] = 1  # side by side, the names of the sources would be cut
    text = vl_convert.vegalite_to_svg(drawn, vl_version=VEGA_LITE)
    # Clip paths are numbered through the process; a name from the content is the same in every build.
    name = hashlib.sha256(text.split("<defs>")[0].encode() + json.dumps(spec, sort_keys=True).encode()).hexdigest()[:8]
    order = {found: i for i, found in enumerate(dict.fromkeys(re.findall(r"\bclip\d+\b", text)))}
    text = re.sub(r"\bclip\d+\b", lambda match: f"clip-{name}-{width}-{order[match.group()]}", text)
    # The drawing is one picture with one description: roles inside it would each want a name of their own.
    text = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", text).replace(' class="marks"', "", 1)
    label = html.escape(spec["description"], quote=True)
    head = f'<svg class="tt-chart-{role}" role="img" aria-label="{label}"'
    text, changed = re.subn(r"^<svg\b", lambda _: head, text.strip(), count=1)
    if not changed:
        msg = "the drawn chart is not an SVG"
        raise RuntimeError(msg)
    return text


def figure(spec: dict[str, Any]) -> str:
    """Return a chart as HTML for the book: its finding, its measure, the drawing, its source line."""
    words = spec["usermeta"]
    return (
        '<div class="tt-chart">'
        f'<p class="tt-chart-title">{html.escape(words["title"])}</p>'
        f'<p class="tt-chart-measure">{html.escape(words["measure"])}</p>'
        f"{svg(spec, width=theme.WIDTH, role='wide')}"
        f"{svg(spec, width=theme.NARROW, role='narrow')}"
        f'<p class="tt-chart-foot">{html.escape(words["foot"])}</p>'
        "</div>"
    )


class ChartRenderer:
    """What MyST-NB calls for each output of the Vega-Lite type, in HTML."""

    mime_priority_overrides: ClassVar = [("html", MIME, 1)]

    @staticmethod
    def handle_mime(renderer: Any, data: Any, inline: bool) -> list[nodes.Node] | None:
        """Return the drawn chart, or None for an output of another type."""
        if inline or data.mime_type != MIME:
            return None
        spec = data.content if isinstance(data.content, dict) else json.loads(data.content)
        return [nodes.raw("", figure(spec), format="html", classes=["output", "tt-output"])]
