"""What kind a name is of, as its words and the words before it propose: person, organisation, place, event.

A proposal with its reason, for an analyst to accept; "" where nothing says so.
"""

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from ...measure.names.words import is_in
from .grouping import words_of

_HEADS = (("organisation", "organisation"), ("event", "event"), ("place", "place"))


def propose(rows: pd.DataFrame) -> tuple[str, str]:
    """Return kind and reason for the rows of one group.

    Parameters
    ----------
    rows : DataFrame
        Names with `name` and `title`.

    Examples
    --------
    >>> propose(pd.DataFrame({"name": ["Lavrov"], "title": ["Foreign Minister"]}))
    ('person', 'title before it: Foreign Minister')
    >>> propose(pd.DataFrame({"name": ["European Security Treaty"], "title": [""]}))
    ('event', 'Treaty in it')
    """
    for name in sorted(set(rows["name"])):
        key = name.casefold().rstrip(".")
        if is_in("place name", key):
            return "place", "listed as a place"
        if is_in("people", key.split()[-1]):
            return "collective", "a people or a party's members"
    titles = Counter(title for title in rows["title"] if title)
    if titles:
        return "person", f"title before it: {min(titles, key=lambda title: (-titles[title], title))}"
    for name in sorted(set(rows["name"]), key=lambda name: (-len(name.split()), name)):
        if found := _by_words(name.split(), words_of(name)):
            return found
    return "", ""


def _by_words(written: Sequence[str], words: Sequence[str]) -> tuple[str, str] | None:
    if len(words) > 1 and is_in("first name", words[0]) and not any(is_in("organisation", word) for word in words[1:]):
        return "person", f"given name: {written[0]}"
    if len(words) < 2:
        return None
    links = [at for at, word in enumerate(words) if word in ("of", "for", "on")]
    head = (links[0] if links else len(words)) - 1
    for kind, listed in _HEADS:
        if is_in(listed, words[head]):
            return kind, f"{written[min(head, len(written) - 1)]} in it"
    return None
