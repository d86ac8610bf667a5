"""Numbers and lists in running text."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

_SMALL = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def number(value: int) -> str:
    """Return a count as it stands in a sentence: in words up to twelve.

    Examples
    --------
    >>> number(3), number(1048)
    ('three', '1,048')
    """
    return _SMALL[value] if 0 <= value < len(_SMALL) else f"{value:,}"


def times(value: int) -> str:
    """Return how often, in words.

    Examples
    --------
    >>> [times(value) for value in (0, 1, 2, 14)]
    ['never', 'once', 'twice', '14 times']
    """
    return {0: "never", 1: "once", 2: "twice"}.get(value) or f"{number(value)} times"


def plural(value: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun.

    Examples
    --------
    >>> plural(1, "mention"), plural(17, "mention")
    ('one mention', '17 mentions')
    """
    count = "no" if value == 0 else number(value)
    return f"{count} {one if value == 1 else many or one + 's'}"


def share(value: float) -> str:
    """Return a share as whole percent, or a dash where there is none.

    Examples
    --------
    >>> share(0.487), share(float("nan"))
    ('49 %', '–')
    """
    return "–" if value != value else f"{100 * value:.0f} %"


def decimal(value: float) -> str:
    """Return a number from -1 to 1 with two decimals, or a dash where there is none.

    Examples
    --------
    >>> decimal(0.823), decimal(-0.1), decimal(float("nan"))
    ('0.82', '−0.10', '–')
    """
    return "–" if value != value else f"{value:.2f}".replace("-", "−")


def listed(items: Iterable[str], *, none: str = "none", most: int | None = None) -> str:
    """Return items as a list in a sentence: all, or of more than `most` the first, and how many more there are.

    Examples
    --------
    >>> listed(["1990", "1999", "2004"])
    '1990, 1999 and 2004'
    >>> listed(["1990", "1999", "2004", "2008"], most=2)
    '1990, 1999 and two more'
    """
    items = list(items)
    if most is not None and len(items) > most:
        items = [*items[:most], f"{number(len(items) - most)} more"]
    if len(items) < 2:
        return items[0] if items else none
    return f"{', '.join(items[:-1])} and {items[-1]}"


def listed_years(years: Iterable[int], *, none: str = "none") -> str:
    """Return years as a list in a sentence, or of more than twelve, how many they are and which occur most often.

    Examples
    --------
    >>> listed_years([2004, 1990]), listed_years([])
    ('2004 and 1990', 'none')
    >>> listed_years([*range(1990, 2020), 1999, 1999, 2001])
    '30 years from 1990 to 2019, most often 1999 (three times), 2001 (twice) and 1990 (once)'
    >>> listed_years(range(1990, 2020))
    '30 years from 1990 to 2019'
    """
    years = list(years)
    if len(years) < len(_SMALL):
        return listed(map(str, years), none=none)
    found = Counter(years)
    whole = f"{plural(len(found), 'year')} from {min(found)} to {max(found)}"
    most = sorted(found, key=lambda year: (-found[year], year))[:3]
    if found[most[0]] == 1:
        return whole
    return f"{whole}, most often {listed(f'{year} ({times(found[year])})' for year in most)}"


def shortened(text: str) -> str:
    """Return a quotation that is not too long for a line: its beginning and its end.

    Examples
    --------
    >>> shortened("as it is"), len(shortened("x" * 100))
    ('as it is', 58)
    """
    return text if len(text) <= 60 else f"{text[:40]} … {text[-15:]}"


def capital(text: str) -> str:
    """Return a sentence with a capital at its start."""
    return text[:1].upper() + text[1:]


def dated_in_words(day: date) -> str:
    """Return a day as it stands in a sentence.

    >>> dated_in_words(date(2022, 1, 13))
    '13 January 2022'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
