"""Tell what is plainly not English: what is declared as another language, is not in Latin letters, or has other words.

The instruments are for English; whoever has an article noted here should not compare it with them. Which words are
English simplemma knows: on 5,000 news articles it knows 89 % of the words at the beginning of each and more, of
French, German and Spanish some 20 to 30 %.
"""

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache

from simplemma.strategies import DefaultStrategy
from simplemma.token_sampler import SPLIT_INPUT

# Of the letters at the beginning of a text, the share that has to be Latin.
LEAST = 0.5
_LOOKED_AT = 5000
# Of the words at the beginning of a text, the share that has to be English; a text of fewer words says little.
LEAST_WORDS, SHORT = 0.6, 30
_READ = 2000
# As simplemma's `MostCommonTokenSampler` has them, and its `SPLIT_INPUT`.
_SAMPLE, _CAPITALS, _LEAST_LETTERS = 100, 0.8, 3
_LATIN = re.compile("[ªºÀ-ÖØ-öø-ɏḀ-ỿ]")
_ASCII = bytes(range(128))
_NO_LETTERS = bytes(number for number in range(128) if not chr(number).isalpha())
_SPACED = bytes(number if chr(number).isalpha() and number < 128 else ord(" ") for number in range(256))
_ENGLISH = re.compile(r"en(?:g|glish)?(?:[-_ (].*)?", re.IGNORECASE)
UNDETERMINED = "und"


def tell(declared: str, text: str) -> tuple[str, str]:
    """Return an article's language, and what is to be noted if it is not English.

    Returns
    -------
    tuple of (str, str)
        `en`; or what was declared, in lower case; or `und` for an undeclared text that is not in Latin letters or has
        hardly an English word; or nothing, if nothing is known. And a note, empty if there is no reason to doubt that
        it is English.

    Examples
    --------
    >>> tell("en_US", "A text."), tell("", "A text.")
    (('en', ''), ('', ''))
    >>> tell("", 30 * "un texte ")
    ('und', '0 % of its words are English')
    >>> tell("", "Это текст.")
    ('und', '0 % of its letters are Latin')
    """
    share = latin(text)
    note = "" if share >= LEAST else f"{100 * share:.0f} % of its letters are Latin"
    if not note and (known := english(text)) < LEAST_WORDS:
        note = f"{100 * known:.0f} % of its words are English"
    if not declared:
        return ("", "") if not note else (UNDETERMINED, note)
    if not _ENGLISH.fullmatch(declared):
        return declared.casefold(), "; ".join(filter(None, [f"declared as {declared}", note]))
    return ("en", "") if not note else (UNDETERMINED, f"declared as {declared}, but {note}")


def english(text: str) -> float:
    """Return the share of English words among those at a text's beginning, 1 where they are too few to tell.

    It is what simplemma's `proportion_in_target_languages` says: of the hundred most common words, or of those of them
    that begin in lower case, if these are more than a fifth. Here the words are found at once, each is looked up once
    for all articles, and nothing but the first hundred is sorted out.
    """
    beginning = text[:_READ]
    if len(beginning.split()) < SHORT:
        return 1.0
    counts = Counter(_words(beginning))
    small = {word: count for word, count in counts.items() if not word[0].isupper()}
    if len(counts) - len(small) < _CAPITALS * len(counts):
        counts = small
    # A stable sort: of words as frequent as one another, the first ones.
    sample = sorted(counts, key=counts.__getitem__, reverse=True)[:_SAMPLE]
    return sum(map(_is_english, sample)) / len(sample) if sample else 0


def _words(text: str) -> list[str]:
    """Return the words of three letters and more, as simplemma has them."""
    beyond = _beyond(text)
    if any(sign.isalnum() for sign in set(beyond)):
        return SPLIT_INPUT.findall(text)
    # Nothing but quotation marks and dashes: by bytes it takes a quarter of the time.
    words = text.encode("ascii", "replace").translate(_SPACED).decode("ascii").split()
    return [word for word in words if len(word) >= _LEAST_LETTERS]


@lru_cache(100_000)
def _is_english(word: str) -> bool:
    return _strategy().get_lemma(unicodedata.normalize("NFC", word), "en") is not None


@cache
def _strategy() -> DefaultStrategy:
    return DefaultStrategy()


def latin(text: str) -> float:
    """Return the share of Latin letters among the letters at a text's beginning, 1 where there are none."""
    beginning = text[:_LOOKED_AT]
    if beginning.isascii():
        return 1.0
    plain = len(beginning.encode("ascii", "ignore").translate(None, _NO_LETTERS))
    beyond = _beyond(beginning)
    letters = plain + sum(map(str.isalpha, beyond))
    return (plain + len(_LATIN.findall(beyond))) / letters if letters else 1.0


def _beyond(text: str) -> str:
    """Return the characters of a text that are not ASCII."""
    return text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")
