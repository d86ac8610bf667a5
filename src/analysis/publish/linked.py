"""Charts whose marks lead somewhere: each mark an address, and in its tooltip the first sentence it counts."""

import copy
import textwrap
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pandas as pd

_LONGEST = 220


def linked(spec: dict[str, Any], rows: pd.DataFrame, page: str) -> dict[str, Any]:
    """Return a chart's specification with an address and a sentence for each mark.

    A layer with a tooltip is one whose marks lead somewhere; the rows of its data have a `mark`, its key.

    Parameters
    ----------
    spec : dict
        A Vega-Lite specification as `theme.finish` leaves it.
    rows : DataFrame
        The evidence of the figure, as `counted.evidence` returns it.
    page : str
        Address of the figure's page, seen from the page that shows the chart; "" on that page itself.
    """
    spec = copy.deepcopy(spec)
    values = {mark["key"]: mark["value"] for mark in spec.get("usermeta", {}).get("marks", ())}
    sentences = {key: _told(group, values.get(key, 0)) for key, group in rows.groupby("mark", sort=False)}
    for data in spec.get("datasets", {}).values():
        for row in data:
            if "mark" in row:
                row["address"] = f"{page}#{quote(row['mark'])}"
                row["sentence_told"] = sentences.get(row["mark"], "")
    for layer in _layers(spec):
        encoding = layer.get("encoding", {})
        if "tooltip" in encoding:
            encoding["href"] = {"field": "address", "type": "nominal"}
            told = {"field": "sentence_told", "type": "nominal", "title": "Sentence"}
            encoding["tooltip"] = [*encoding["tooltip"], told]
    return spec


def _layers(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for layer in spec.get("layer", ()):
        yield layer
        yield from _layers(layer)


def _told(rows: pd.DataFrame, value: int) -> str:
    """Return the first sentence that may be shown, and how many more there are; of drawn spans, of how many."""
    texts = rows.drop_duplicates(["article_id", "sentence"])["sentence_text"]
    first = next(filter(None, texts), "")
    first = textwrap.shorten(first, _LONGEST, placeholder=" …") or "(text not shown)"
    if len(rows) < value:
        return f"{first} … one of {value:,}"
    more = len(texts) - 1
    return f"{first} … and {more} more" if more else first
