"""What the marks of a chart lead to: the spans that a mark counts, or the marks it was computed from."""

import math
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from .drawn import places
from .rights import Shown

# So many spans a figure keeps in all; where there are more, so many of each mark at least.
MOST, LEAST = 4000, 5
# JSON has no infinite numbers.
INFINITE = {"inf": math.inf, "-inf": -math.inf}
_SHOWN: list[Shown] = []


def prefer(shown: Shown) -> None:
    """Let marks that keep only some of their spans keep first those whose text may be shown.

    A notebook says so once, before its charts: as Altair's theme this is no part of a chart's data. It changes no
    value, only which of the counted spans stand as evidence.
    """
    _SHOWN[:] = [shown]


class Marks:
    """The marks of one figure, each under a key that is the last part of its address.

    Examples
    --------
    >>> marks = Marks()
    >>> marks.count("NATO in Brasov.co", ["a/actors/0-4", "a/actors/9-13"])
    'nato-in-brasov.co'
    >>> marks.computed("NATO log ratio", "NATO: log ratio", 1.5, ["nato-in-brasov.co"], call="log_ratio(2, 1, 9, 9)")
    'nato-log-ratio'
    """

    def __init__(self) -> None:
        self.found: dict[str, dict[str, Any]] = {}

    def count(self, name: str, spans: Sequence[str]) -> str:
        """Add a mark that counts spans; return its key.

        Parameters
        ----------
        name : str
            What is counted, as a reader shall see it.
        spans : sequence of str
            The `span_id` of each counted span; their number is the mark's value.
        """
        return self._add(name, {"name": name, "value": len(spans), "spans": list(spans)})

    def counts(self, frame: pd.DataFrame, template: str) -> list[str]:
        """Add a mark for each row of a frame with `spans`; return their keys.

        `template` names a mark from the other columns: "{category} in {label}".
        """
        rows = frame.to_dict("records")
        return [self.count(template.format(**row), row["spans"]) for row in rows]

    def computed(self, key: str, name: str, value: float, sources: Sequence[str], *, call: str) -> str:
        """Add a mark that was computed from others; return its key.

        Parameters
        ----------
        key : str
            What its address shall be made from.
        name : str
            What was computed, as a reader shall see it.
        value : float
            The result; six decimals are kept.
        sources : sequence of str
            The keys of the marks it was computed from.
        call : str
            The call that made it, with its numbers.
        """
        return self._add(key, {"name": name, "value": round(float(value), 6), "from": list(sources), "call": call})

    def listed(self) -> list[dict[str, Any]]:
        """Return the marks in their order, each with its `key`.

        If they count more than `MOST` spans in all, each keeps only some of its own, drawn at random, and its full
        value: so a page of evidence stays readable, and quick. Those whose text may be shown (`prefer`) are drawn
        first, and `readable` says how many they are.
        """
        counted = [mark for mark in self.found.values() if mark.get("spans")]
        most = max(sum(mark["value"] for mark in counted), 1)
        if most > MOST:
            most = max(LEAST, MOST // len(counted))
        return [{"key": key, **_drawn(mark, most)} for key, mark in self.found.items()]

    def _add(self, wanted: str, mark: dict[str, Any]) -> str:
        key = first = re.sub(r"[^\w.]+", "-", wanted.lower()).strip("-") or "mark"
        number = 1
        while key in self.found:
            number += 1
            key = f"{first}-{number}"
        self.found[key] = mark
        return key


def _drawn(mark: dict[str, Any], most: int) -> dict[str, Any]:
    """Return a mark with so many of its spans at most, in their order."""
    spans = mark.get("spans", ())
    if len(spans) <= most:
        return mark
    if not _SHOWN or _SHOWN[0].all:
        readable, told = np.ones(len(spans), dtype=bool), {}
    else:
        readable = np.array([_SHOWN[0].allows_span(span) for span in spans], dtype=bool)
        told = {"readable": int(readable.sum())}
    return {**mark, "spans": [spans[at] for at in places(readable, most)], **told}


def in_order(
    frame: pd.DataFrame, categories: Sequence[str], labels: Sequence[str], then: Sequence[str]
) -> pd.DataFrame:
    """Sort rows as a chart shows them: by category, by source, then by other columns."""
    ranked = frame.assign(
        _first=frame["category"].map(list(categories).index), _second=frame["label"].map(list(labels).index)
    )
    ranked = ranked.sort_values(["_first", "_second", *then], kind="stable")
    return ranked.drop(columns=["_first", "_second"]).reset_index(drop=True)


def table(frame: pd.DataFrame, heads: dict[str, str], opens: dict[str, str]) -> dict[str, Any]:
    """Return the data table of a figure, as it is kept with the chart.

    Parameters
    ----------
    frame : DataFrame
        One row a mark or group of marks.
    heads : dict
        Column to heading: these are kept, in this order.
    opens : dict
        Column to the column of `frame` that holds the key of the mark behind its numbers.
    """
    rows = [{name: _plain(value) for name, value in row.items()} for row in frame[list(heads)].to_dict("records")]
    keys = [{column: row[key] for column, key in opens.items()} for row in frame.to_dict("records")]
    # As lists: a stored notebook sorts the keys of its JSON.
    return {
        "heads": [[column, heading] for column, heading in heads.items()],
        "rows": [{**row, "marks": own} for row, own in zip(rows, keys, strict=True)],
    }


def _plain(value: Any) -> Any:
    """Return a value as JSON can hold it."""
    if value is None or value is pd.NA or value != value:
        return None
    return str(float(value)) if isinstance(value, float) and math.isinf(value) else value
