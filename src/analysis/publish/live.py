"""What makes a drawn chart live in the page: Vega itself, and each figure as Vega reads it.

Both are scripts, since a page opened from a folder may load scripts but not fetch data. charts.js, in the
book's assets, loads them when a chart comes near the window, and only then.
"""

import json
from pathlib import Path
from typing import Any

import vl_convert

from . import theme
from .renderer import VEGA_LITE, page_spec

# Charts are compiled from Vega-Lite at build time, so that a page needs Vega alone, a third less to load. It is
# imported by its name in the renderer's own modules; the name that a bundle has by itself, vega, is empty there.
PARTS = f"""import {{ View, parse }} from "/npm/vega@{vl_convert.get_vega_version()}/+esm";
window.twicetoldVega = {{ View, parse }};"""
NOTICE = f"""/*! Vega {vl_convert.get_vega_version()}, https://vega.github.io/vega/
Copyright (c) 2015-2023, University of Washington Interactive Data Lab. BSD 3-Clause License,
https://github.com/vega/vega/blob/main/LICENSE. With D3, https://d3js.org,
Copyright 2010-2023 Mike Bostock. ISC License, https://github.com/d3/d3/blob/main/LICENSE. */"""


def write(specs: dict[str, dict[str, Any]], static: Path) -> None:
    """Write what the pages of a book load to make their charts live.

    Parameters
    ----------
    specs : dict
        The specification of each figure, by its name, as `linked.linked` leaves it.
    static : Path
        The book's folder of static files: gets `vega.js`, and `live/NAME.js` for each figure.
    """
    (static / "live").mkdir(parents=True, exist_ok=True)
    for name, spec in specs.items():
        (static / "live" / f"{name}.js").write_text(figure(name, spec), encoding="utf-8")
    (static / "vega.js").write_text(vega(), encoding="utf-8")


def figure(name: str, spec: dict[str, Any]) -> str:
    """Return the script of one figure: for each of its drawings, the chart compiled to Vega.

    Parameters
    ----------
    name : str
        The figure's name.
    spec : dict
        Its specification, the one that is drawn in the page.
    """
    widths = {"wide": theme.WIDTH, "narrow": theme.NARROW}
    charts = {
        role: vl_convert.vegalite_to_vega(page_spec(spec, width), vl_version=VEGA_LITE)
        for role, width in widths.items()
    }
    return f"(window.twicetoldCharts ??= {{}})[{literal(name)}] = {literal(charts)};\n"


def literal(value: Any) -> str:
    r"""Write a value as JavaScript that is ASCII and holds no `<`: in no place can it end the script.

    >>> literal("</script>\u2028")
    '"\\u003c/script>\\u2028"'
    """
    return json.dumps(value, separators=(",", ":")).replace("<", "\\u003c")


def vega() -> str:
    """Return Vega as a script that leaves one name in the page."""
    return f"{NOTICE}\n(() => {{{vl_convert.javascript_bundle(PARTS, vl_version=VEGA_LITE)}}})();\n"
