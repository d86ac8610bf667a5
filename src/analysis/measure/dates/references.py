"""Rules for what names no date of the calendar: now, the future, recent years, at the time."""

import re

from .context import Context, Resolved
from .grammar import Candidate, any_of, plain, words
from .relative import NOT_TOLD

# Where a noun follows "the present", it tells of the noun: "the present system". These words are none.
_NO_NOUN = re.compile(
    r"\s*(?:[^\w\s]|$)|\s+(?:and|or|but|to|in|on|for|with|as|that|when|where|by|than|from|at|after|before|if|so|not|is"
    r"|was|are|were|has|had|have|will|would|can|could|may|might|he|she|it|they|we|I|you|the|an?|his|her|its|their|this"
    r"|which|who|about|because|also|only|into|more|rather|while|looks|holds|lies|belongs|[a-z]+ed)\b"
)
_ALSO_BEFORE_A_NOUN = ("the present", "the past", "the future", "the long term", "the short term")


def reference(match: Candidate, context: Context) -> Resolved | None:
    """Now, the future, recent years; not the future of something, nor the present system."""
    said, behind = plain(match.text), context.text[match.end :]
    if said == "recently" and context.word_before(match.start) == "as" and re.match(r"\s+as\b", behind):
        # "As recently as last month".
        return None
    if said == "the past" and re.match(rf"\s+(?:[0-9]+|{any_of('number')})\s", behind, re.IGNORECASE):
        # "In the past six races": the six that were last.
        return None
    if said == "the future" and re.match(r"\s+of\b", behind):
        return None
    told = context.word_before(match.start) == "in" and said in ("the past", "the future")
    if said in _ALSO_BEFORE_A_NOUN and not told and not _NO_NOUN.match(behind):
        return None
    if match["some_day"]:
        return Resolved("FUTURE_REF", reason=NOT_TOLD)
    kind = "reference_way" if match["reference_way"] else "reference"
    return Resolved(words(kind)[plain(match[kind])], reason=NOT_TOLD)


def vague(match: Candidate, context: Context) -> Resolved:
    """At the time, in a recent exchange."""
    return Resolved(reason=NOT_TOLD)
