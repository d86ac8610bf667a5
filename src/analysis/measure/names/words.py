"""Words by class, for finding names: titles, months, adjectives of nations, heads of organisations and places.

The classes are rows of words.csv, in lower case and without stops ("lt gov", "u.s"). What general English writes
in lower case is told by the dictionary of simplemma, which keeps capitals, and by the frequencies of wordfreq.
"""

from functools import cache
from pathlib import Path

from simplemma.strategies import DefaultDictionaryFactory

from ..tables import read_table, split_list

# Of a word in a thousand million, by tens: what is rarer than once in a million is no common word, even if a
# dictionary has it (kohl, a cosmetic, is Helmut Kohl).
COMMON = 3.0


@cache
def classes() -> dict[str, frozenset[str]]:
    """Return the words of each class of words.csv."""
    path = Path(__file__).with_name("words.csv")
    table = read_table(path, ("class", "words", "note"), required=("class", "words"), keys=[["class"]])
    return {row["class"]: frozenset(split_list(row["words"])) for _, row in table.iterrows()}


@cache
def is_in(name: str, word: str) -> bool:
    """Return whether a word, or a phrase of words, is of a class."""
    return word in classes()[name]


@cache
def phrases() -> frozenset[tuple[str, ...]]:
    """Return names of several words that are taken as they are: those of the class `whole`, and places."""
    listed = classes()["whole"] | {name for name in classes()["place name"] if " " in name}
    return frozenset(tuple(phrase.split()) for phrase in listed)


@cache
def longest(name: str) -> int:
    """Return how many words the longest phrase of a class has."""
    return max(len(phrase.split()) for phrase in classes()[name])


@cache
def is_common(word: str) -> bool:
    """Return whether general English writes a word in lower case, and often; the name of a state never is.

    Examples
    --------
    >>> is_common("Analysts"), is_common("Apple"), is_common("Moscow"), is_common("Kohl")
    (True, True, False, False)
    """
    # Imported here: it takes half a second, and what looks for no names does without it.
    from wordfreq import zipf_frequency

    lower = word.lower()
    if lower.rstrip(".") in classes()["place name"]:
        return False
    if zipf_frequency(lower, "en") < COMMON:
        return False
    return is_written_small(lower)


@cache
def is_written_small(word: str) -> bool:
    """Return whether a dictionary of English has a word in lower case, however rare."""
    return _dictionary().get(word.lower()) is not None


@cache
def _dictionary():
    return DefaultDictionaryFactory().get_dictionary("en")
