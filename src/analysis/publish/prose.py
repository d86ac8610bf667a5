"""Sentences whose numbers are computed, and the same numbers for the prose pages."""

import string
from collections.abc import Mapping

from IPython.display import Markdown, display
from myst_nb import glue

# Every sign that could be markup somewhere; a comma never is.
_MARKUP = str.maketrans({sign: f"\\{sign}" for sign in string.punctuation if sign != ","})


def escape(value: object) -> str:
    """Return a value as Markdown that shows it as it is, on one line: data, never markup."""
    return " ".join(str(value).split()).translate(_MARKUP)


def keep(values: Mapping[str, object]) -> None:
    """Keep values under their names for other pages, without showing them here."""
    for name, value in values.items():
        glue(name, str(value), display=False)


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
