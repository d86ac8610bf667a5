"""What kind a name is of, as its words and the words before it propose: person, organisation, place, event.

A proposal with its reason, for an analyst to accept; "" where nothing says so.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from ...measure.names.words import is_in
from .grouping import words_of

_HEADS = (("organisation", "organisation"), ("event", "event"), ("place", "place"))


def propose(names: Iterable[str], titles: Iterable[str]) -> tuple[str, str]:
    """Return kind and reason for a group.

    Parameters
    ----------
    names, titles : iterable of str
        Of each name in the group: as it stands, and the title before it ("" if there is none).

    Examples
    --------
    >>> propose(["Lavrov"], ["Foreign Minister"])
    ('person', 'title before it: Foreign Minister')
    >>> propose(["European Security Treaty"], [""])
    ('event', 'Treaty in it')
    """
    different = sorted(set(names))
    for name in different:
        key = name.casefold().rstrip(".")
        if is_in("place name", key):
            return "place", "listed as a place"
        if is_in("people", key.split()[-1]):
            return "collective", "a people or a party's members"
    known = Counter(title for title in titles if title)
    if known:
        return "person", f"title before it: {min(known, key=lambda title: (-known[title], title))}"
    for name in sorted(different, key=lambda name: (-len(name.split()), name)):
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
