"""Tables in notebooks and in the book: numbers to the right, no markup from data, long ones scroll."""

import html
from collections.abc import Collection, Mapping, Sequence
from numbers import Integral

import pandas as pd
from IPython.display import HTML, display
from pandas.api.types import is_bool_dtype, is_numeric_dtype

# So many rows at most, so that a page stays quick.
MOST = 500


def render(
    frame: pd.DataFrame,
    heads: Mapping[str, str],
    *,
    caption: str,
    decimals: int = 0,
    plain: Collection[str] = (),
    links: Sequence[Mapping[str, str]] = (),
) -> str:
    """Return a frame as an HTML table.

    Parameters
    ----------
    frame : DataFrame
        What to show; every cell is text, never markup.
    heads : mapping
        Column to heading: only these are shown, in this order.
    caption : str
        What the table holds; the number of rows is added, and that only the first `MOST` are shown where there are
        more.
    decimals : int
        Decimals of columns that are not whole numbers.
    plain : collection of str
        Columns of whole numbers that are no counts, as years and offsets: they have no commas.
    links : sequence of mappings
        For each row the columns whose cells lead somewhere, and where; empty if none do.
    """
    count = f"{len(frame):,} row{'' if len(frame) == 1 else 's'}"
    if len(frame) > MOST:
        count, frame, links = f"the first {MOST:,} of {len(frame):,} rows", frame.head(MOST), list(links)[:MOST]
    kinds = {name: _kind(frame[name]) for name in heads}
    head = "".join(f'<th scope="col"{kinds[name]}>{html.escape(text)}</th>' for name, text in heads.items())
    lines = [
        "<tr>"
        + "".join(
            f"<td{kinds[name]}>{_linked(_cell(row[name], decimals, name in plain), leads.get(name))}</td>"
            for name in heads
        )
        + "</tr>"
        for row, leads in zip(frame[list(heads)].to_dict("records"), links or [{}] * len(frame), strict=True)
    ]
    return (
        f'<div class="tt-table" role="region" tabindex="0" aria-label="{html.escape(caption, quote=True)}">'
        f"<table><caption>{html.escape(caption)} ({count})</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"
    )


def show(
    frame: pd.DataFrame, heads: Mapping[str, str], *, caption: str, decimals: int = 0, plain: Collection[str] = ()
) -> None:
    """Display a frame as a table; see `render`."""
    display(HTML(render(frame, heads, caption=caption, decimals=decimals, plain=plain)))


def _kind(column: pd.Series) -> str:
    """Return the class of a column: numbers stand to the right, short cells are not broken, long ones get room."""
    if is_numeric_dtype(column) and not is_bool_dtype(column):
        return ' class="tt-number"'
    longest = column.astype(str).str.len().max() if len(column) else 0
    if longest > 40:
        return ' class="tt-long"'
    return ' class="tt-short"' if longest <= 24 else ""


def _linked(text: str, address: str | None) -> str:
    text = html.escape(text)
    return f'<a href="{html.escape(address, quote=True)}">{text}</a>' if address else text


def _cell(value: object, decimals: int, plain: bool) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value is pd.NA or value != value:  # a missing value is not equal to itself
        return "–"
    if isinstance(value, float):
        if value in (float("inf"), float("-inf")):
            return "∞" if value > 0 else "−∞"
        text = f"{value:,.{decimals}f}"
        return text.removeprefix("-") if float(text.replace(",", "")) == 0 else text.replace("-", "−")
    return f"{value:,}" if isinstance(value, Integral) and not plain else str(value)
