"""Sentences whose numbers are computed, and the same numbers for the prose pages."""

import string
from collections.abc import Mapping
from numbers import Integral

from IPython.display import Markdown, display
from myst_nb import glue

# Every sign that could be markup somewhere; a comma never is.
_MARKUP = str.maketrans({sign: f"\\{sign}" for sign in string.punctuation if sign != ","})


def said(value: object) -> str:
    """Return a value as it stands in a sentence: a count with commas, anything else as it is.

    >>> said(16548), said(7), said("2014")
    ('16,548', '7', '2014')
    """
    return f"{value:,}" if isinstance(value, Integral) else str(value)


def escape(value: object) -> str:
    """Return a value as Markdown that shows it as it is, on one line: data, never markup."""
    return " ".join(said(value).split()).translate(_MARKUP)


def keep(values: Mapping[str, object]) -> None:
    """Keep values under their names for other pages, without showing them here."""
    for name, value in values.items():
        glue(name, said(value), display=False)


def say(template: str, names: Mapping[str, object] | None = None, /, **values: object) -> None:
    """Display a sentence, and keep each of its values under its name for other pages.

    Parameters
    ----------
    template : str
        Markdown with `{name}` where a value stands.
    names : mapping, optional
        Values that are shown but not kept: the names of the sources, which many sentences share.
    **values : object
        The values, as they shall read. Each is glued: a prose page takes it with the `glue:text` role.

    Raises
    ------
    ValueError
        If a value is given that the sentence does not use, or the other way round.
    """
    shown = {**(names or {}), **values}
    used = {name for _, name, _, _ in string.Formatter().parse(template) if name}
    if not set(values) <= used <= set(shown):
        msg = f"the sentence uses {sorted(used)}, but was given {sorted(shown)}"
        raise ValueError(msg)
    keep(values)
    display(Markdown(template.format(**{name: escape(value) for name, value in shown.items()})))
