"""Words by class, and the forms of a verb: what stands in for a part-of-speech tagger.

The closed classes (articles, prepositions, pronouns, auxiliaries, conjunctions …) are listed in words.csv;
a verb's forms follow from its base by the rules of English spelling, its irregular ones are in cues.csv.
"""

import re
from functools import cache
from pathlib import Path

from ..tables import read_table, split_list

FOLDER = Path(__file__).parent
_DOUBLED = re.compile(r"(?:^|[^aeiou])[aeiou][bdgklmnprt]$|(?:fer|mit|pel|gin|cur|tut)$")


@cache
def classes() -> dict[str, frozenset[str]]:
    """Return the words of each class of words.csv."""
    table = read_table(FOLDER / "words.csv", ("class", "words", "note"), required=("class", "words"), keys=[["class"]])
    return {row["class"]: frozenset(split_list(row["words"])) for _, row in table.iterrows()}


def third_person(base: str) -> str:
    """Return the form with -s.

    Examples
    --------
    >>> third_person("deny"), third_person("stress"), third_person("say")
    ('denies', 'stresses', 'says')
    """
    if re.search(r"[^aeiou]y$", base):
        return base[:-1] + "ies"
    return base + ("es" if re.search(r"(?:s|x|z|ch|sh)$", base) else "s")


def participle(base: str) -> str:
    """Return the form with -ing.

    Examples
    --------
    >>> participle("note"), participle("admit"), participle("agree"), participle("plead")
    ('noting', 'admitting', 'agreeing', 'pleading')
    """
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return base[:-1] + "ing"
    return _doubled(base) + "ing"


def past(base: str) -> str:
    """Return the form with -ed.

    Examples
    --------
    >>> past("note"), past("deny"), past("admit"), past("answer")
    ('noted', 'denied', 'admitted', 'answered')
    """
    if base.endswith("e"):
        return base + "d"
    if re.search(r"[^aeiou]y$", base):
        return base[:-1] + "ied"
    return _doubled(base) + "ed"


def _doubled(base: str) -> str:
    one_syllable = len(re.findall(r"[aeiouy]+", base)) == 1
    if base.endswith(("fer", "mit", "pel", "gin", "cur", "gret")) or (one_syllable and _DOUBLED.search(base)):
        return base + base[-1]
    return base
