"""Tables in notebooks and in the book: numbers to the right, no markup from data, long ones scroll."""

import html
from collections.abc import Mapping

import pandas as pd
from IPython.display import HTML, display
from pandas.api.types import is_bool_dtype, is_numeric_dtype


def render(frame: pd.DataFrame, heads: Mapping[str, str], *, caption: str, decimals: int = 0) -> str:
    """Return a frame as an HTML table.

    Parameters
    ----------
    frame : DataFrame
        What to show; every cell is text, never markup.
    heads : mapping
        Column to heading: only these are shown, in this order.
    caption : str
        What the table holds; the number of rows is added.
    decimals : int
        Decimals of columns that are not whole numbers.
    """
    count = f"{len(frame)} row{'' if len(frame) == 1 else 's'}"
    numeric = {name: is_numeric_dtype(frame[name]) and not is_bool_dtype(frame[name]) for name in heads}
    head = "".join(f'<th scope="col"{_number(numeric[name])}>{html.escape(text)}</th>' for name, text in heads.items())
    lines = [
        "<tr>"
        + "".join(f"<td{_number(numeric[name])}>{html.escape(_cell(row[name], decimals))}</td>" for name in heads)
        + "</tr>"
        for row in frame[list(heads)].to_dict("records")
    ]
    return (
        f'<div class="tt-table" role="region" tabindex="0" aria-label="{html.escape(caption, quote=True)}">'
        f"<table><caption>{html.escape(caption)} ({count})</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"
    )


def show(frame: pd.DataFrame, heads: Mapping[str, str], *, caption: str, decimals: int = 0) -> None:
    """Display a frame as a table; see `render`."""
    display(HTML(render(frame, heads, caption=caption, decimals=decimals)))


def _number(numeric: bool) -> str:
    return ' class="tt-number"' if numeric else ""


def _cell(value: object, decimals: int) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value is pd.NA or value != value:  # a missing value is not equal to itself
        return "–"
    if isinstance(value, float):
        if value in (float("inf"), float("-inf")):
            return "∞" if value > 0 else "−∞"
        return f"{value:,.{decimals}f}".replace("-", "−")
    return str(value)
