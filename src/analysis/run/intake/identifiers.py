"""Give every article an id that can be a file's name anywhere: letters, digits and hyphens, told apart by more than
case, and no name that a system keeps for itself.
"""  # noqa: D205

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from ...compare.names.transliteration import plain

_LONGEST = 64
_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?")
_KEPT = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)


def assign(given: Sequence[str], sources: Iterable[str]) -> list[str]:
    """Return an id for each article: the given one if it is plain and not used before, else one that is made.

    Made ids are the source's name in plain letters and a running number.

    Examples
    --------
    >>> assign(["a-1", "A-1", "../x", ""], ["The Daily", "The Daily", "Élan", "The Daily"])
    ['a-1', 'the-daily-1', 'elan-1', 'the-daily-2']
    """
    taken: set[str] = set()
    kept = []
    for identifier in given:
        fits = is_plain(identifier) and identifier.casefold() not in taken
        kept.append(identifier if fits else "")
        taken.update([identifier.casefold()] if fits else [])
    numbers: Counter[str] = Counter()
    return [identifier or _made(slug(source), numbers, taken) for identifier, source in zip(kept, sources, strict=True)]


def is_plain(identifier: str) -> bool:
    """Return whether an id can be used as it is.

    Examples
    --------
    >>> [is_plain(name) for name in ("Ab-12", "a/b", "CON", "a.", "-a", "é")]
    [True, False, False, False, False, False]
    """
    return len(identifier) <= _LONGEST and bool(_PLAIN.fullmatch(identifier)) and not _KEPT.fullmatch(identifier)


def slug(name: str, *, none: str = "article") -> str:
    """Return a name in plain letters, or `none` if it has none.

    Examples
    --------
    >>> slug("CNN (Web News)"), slug("Новая газета")
    ('cnn-web-news', 'article')
    """
    words = [re.sub("[^a-z0-9]", "", plain(word)) for word in re.split(r"[\W_]+", name)]
    return "-".join(filter(None, words))[:40].strip("-") or none


def _made(base: str, numbers: Counter[str], taken: set[str]) -> str:
    while True:
        numbers[base] += 1
        made = f"{base}-{numbers[base]}"
        if made not in taken:
            taken.add(made)
            return made
