"""Whether a sentence speaks of what was still to come, or of what is past: by its words around a date.

directions.csv has what the words at the date itself say, whatever else is told; the first line that fits counts. Else
it is the nearest word that tells: verbs, mostly, of the kinds that words.csv has.
"""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ..tables import read_table
from . import grammar

# Before "Tuesday's ruling" only these tell of the time: the ruling is known.
_AT = re.compile(r"\b(?:at|by|until|before|in|during)[\s-]*$", re.IGNORECASE)
# What comes straight before the day on which something came about: a word, not a preposition or an article.
_ON = re.compile(
    r"\b(?:on|(?!(?:the|an?|its|his|her|their|this|that|for|to|of|by|until|and|or|before|after|with|from)\b)"
    r"(?!\w+ing\b)[a-z]+)\s+$"
)
# What did not come about until a day came about on it: "was not told until Monday".
_DID_NOT = re.compile(r"\b(?:did|was|were|had)(?:\s+not|n['’]t)\b", re.IGNORECASE)
# "Capped by Monday's loss": who or what did it. "By Monday's deadline" is a time.
_DONE_BY = re.compile(r"\b[a-z]+ed\s+by\s+$")
_KNOWN = re.compile(r"['’]s\b")
_DEADLINE = re.compile(r"['’]s\s+(?:\w+\s+)?deadline\b")
_ARTICLE = re.compile(r"\b(?:the|an?|its|his|her|their)\s+$", re.IGNORECASE)
_SHOWS = re.compile(r"\b(?:suggest|show|mean|indicate|signal|say)s?\b")
_BY = re.compile(
    r"(?:^|\s)(?P<by>by|until|till)\s+(?:(?:at\s+least|the|its|about|around|early|late)\s+)*$", re.IGNORECASE
)
_TO_DO = re.compile(
    r"\bto\s+(?!(?:the|an?|his|her|its|their|this|that)\b)[a-z]+\s+(?:\w+\s+)*(?:through|past|beyond)\s+$"
)
_LASTING = re.compile(r"\b(?:through|into|(?P<over>past|beyond))\s+$")
# Plural nouns behind such words as "unannounced", "official" or "two", and else verbs.
_NOUN = re.compile(r"visits|votes|returns|plays|starts|turns", re.IGNORECASE)
_BEFORE_A_NOUN = re.compile(
    r"\b(?:[a-z]+ed|official|personal|recent|state|several|many|more|such|these|those|first|last|weekend|made|paid)\s+$"
)
# These say that something is told, or has come about by now, not when what they tell of is.
_TELLING = ("said", "told", "has", "have")
_VOWED = re.compile(r"ed\s+to$")
_SAID = re.compile(r",\s+(?:[\w.’'-]+\s+){1,4}said,")
# What stood so, or had come about, by then; not what somebody was told to do by then.
_STOOD = re.compile(r"\b(?:had|was|were)\b(?!.*\bto\s+[a-z])", re.IGNORECASE)
# "Bush to meet Arafat Monday": a sentence of names and "to" with a verb, as headlines have it.
_HEADLINE = re.compile(
    r"\W*(?!(?:According|Back|Close|Compared|Contrary|Due|Next|Owing|Prior|Subject|Thanks|Up)\b)"
    r"(?:[A-Z][\w.'’-]*,?\s+){1,6}(?:to|To)\s+(?!(?:the|an?|his|her|its|their|this|that)\b)[A-Za-z][a-z]+\s"
)
# What was so until a day, and then no longer: "he led until July", "he was president until March".
_LASTED = re.compile(
    r"\b(?:lasted|stayed|remained|waited|continued|served|worked|lived|ruled|trailed|led|stood|ran|went\s+on|held\s+out"
    r"|(?:was|were)\s+(?:(?:an?|the|its|his|her|their)\s+[^,]+|\w*(?:chair|spokes)\w+|president|director|editor|mayor))"
    r"\b[^,]*$",
    re.IGNORECASE,
)
# "Until July, when he won": what came about then is told.
_WHEN = re.compile(r",\s+when\b(?!\s+(?:[\w.-]+\s+){1,5}(?:is|are|will|can|may)\b)")
_STOP = re.compile(r"[;:!?|\"“”()]|``|''")
# "His statement Wednesday that he could go", "in March, though it will not".
_STOP_BEHIND = re.compile(rf"{_STOP.pattern}|\bthat\b|,\s+(?:but|though|although|saying|arguing)\b")


def tells(text: str, start: int, end: int) -> str:
    """Return what a sentence says there of the time, past, future or "": by the nearest word that tells.

    First the words before count, up to a stop, a bracket or a quotation mark; where none tells, those after.
    "Tuesday's ruling" is known, whatever will come of it: before it only words as "at", "by" and "before" tell.
    """
    if at_once := _tells_at_once(text, start, end):
        return at_once
    known = _KNOWN.match(text, end) and (not _AT.search(text[:start]) or _is_done_by(text, start, end))
    # "It will vote, he said, in June."
    clause = "" if known else _SAID.sub(",", _STOP.split(text[:start])[-1])
    before = list(_telling().finditer(clause))
    # What may be a noun or a verb is a verb if nothing before it tells: "parliament votes Monday".
    while len(before) > 1 and _is_noun(before[-1]):
        before.pop()
    behind = _telling().finditer(_STOP_BEHIND.split(text[end : end + 60])[0])
    after = next((word for word in behind if word[0].lower() != "until" and not _is_adjective(word)), None)
    if known and after and _SHOWS.search(text, end, end + after.start()):
        # "Tuesday's vote will be close", but "Tuesday's filing suggests he may help".
        after = None
    if not before and after and after["future"] and _VOWED.search(after[0]):
        # "On Monday, he agreed to pay."
        return "past"
    if by := _BY.search(clause):
        so_far = clause[: by.start()]
        if by["by"].lower() != "by" and (_WHEN.match(text, end) or _has_lasted(so_far, before)):
            return "past"
        ahead = _is_limit_ahead(so_far, by["by"].lower(), before, after)
        return "future" if ahead else "past"
    if not before and _HEADLINE.match(clause) and not (_is_past(after) and "," not in text[end : end + after.start()]):
        return "future"
    nearest = before[-1] if before else after
    lasting = None if known else _LASTING.search(text[:start])
    if lasting and (nearest is None or (lasting["over"] and nearest[0].lower() in _TELLING)):
        # "It stays so through June", "he said that benefits are needed past June".
        return "future"
    if before and lasting and _TO_DO.search(clause, before[-1].end()):
        # "They passed a bill to keep it so through June."
        return "future"
    return "" if nearest is None else "future" if nearest["future"] else "past"


class Line(NamedTuple):
    """A line of directions.csv: what a date with these words before and behind it tells, and an example."""

    tells: str
    before: re.Pattern[str]
    behind: re.Pattern[str]
    example: str


@cache
def lines() -> list[Line]:
    """Return the lines of directions.csv, compiled: spaces and parts in braces are as in rules.csv."""
    columns = ("tells", "before", "behind", "example")
    table = read_table(Path(__file__).with_name("directions.csv"), columns, required=("tells", "example"))
    return [
        Line(row.tells, _compiled(f"(?:{row.before})$"), _compiled(row.behind), row.example)
        for row in table.itertuples()
    ]


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(grammar.expand(pattern), re.IGNORECASE)


def _tells_at_once(text: str, start: int, end: int) -> str:
    """Return what the words at a date say, whatever else is in the clause."""
    before = text[:start]
    return next((line.tells for line in lines() if line.behind.match(text, end) and line.before.search(before)), "")


def _is_adjective(word: re.Match[str]) -> bool:
    """Tell whether a word is no verb: "on Sunday, after a planned rally"."""
    return word[0].lower().endswith("ed") and _ARTICLE.search(word.string[: word.start()]) is not None


def _is_noun(word: re.Match[str]) -> bool:
    """Tell whether a word is a plural: "he made unannounced visits to Iraq on Sunday"."""
    return _NOUN.fullmatch(word[0]) is not None and _BEFORE_A_NOUN.search(word.string[: word.start()]) is not None


def _is_past(word: re.Match[str] | None) -> bool:
    """Tell whether a word is past, and what it tells of too: "attempts to reach him Sunday were in vain"."""
    return word is not None and word["future"] is None and word[0].lower() not in _TELLING


def _is_done_by(text: str, start: int, end: int) -> bool:
    return _DONE_BY.search(text[:start]) is not None and not _DEADLINE.match(text, end)


def came_about(text: str, at: int) -> bool:
    """Tell whether the words just before a place say that something came about there: "it took effect Jan. 1".

    Not that it was said, and not what a date stands before: "he was named for the Jan. 1 games".
    """
    if tells(text, at, at) != "past" or not _ON.search(text[:at]):
        return False
    words = _telling().finditer(_STOP.split(text[:at])[-1])
    before = [word[0].lower() for word in words if word["future"] is None]
    return bool(before) and before[-1] not in _TELLING


def _has_lasted(clause: str, before: list[re.Match[str]]) -> bool:
    told = [word for word in before if word.end() <= len(clause)]
    return not (told and told[-1]["future"]) and _LASTED.search(clause) is not None


def _is_limit_ahead(clause: str, by: str, before: list[re.Match[str]], after: re.Match[str] | None) -> bool:
    """Tell whether what is so by or until a day is to come, from the words before "by" and those after the day.

    Mostly it is: "they agreed to finish by Friday". Past is what "had fallen by Friday", what was so "by Friday" at
    the beginning of a sentence that tells of the past, and what "was not until Friday" or "did not open until Friday".
    """
    told = [word for word in before if word.end() <= len(clause)]
    if by != "by" and _DID_NOT.search(clause):
        return False
    if not told:
        return re.search(r"\w\W+\w", clause) is not None or after is None or after["future"] is not None
    if told[-1]["future"] is not None:
        return True
    if after is not None and after[0].lower().startswith("had"):
        # "And by Friday they had agreed."
        return False
    if re.search(r"\bnot\s*$", clause):
        return False
    return by != "by" or _STOOD.search(clause) is None


@cache
def _telling() -> re.Pattern[str]:
    """Words that tell what is to come (the part "future") from what is past: the first of these kinds that fits."""
    kinds = [
        # "Had been due", "had expected" is past.
        r"had\s+(?:been\s+\w+(?:\s+to\s+\w+)?|expected|hoped|planned)",
        # What "would" be is to come; who "would not comment" has refused.
        r"would(?:\s+not|n['’]t)\s+(?:comment|say|discuss|elaborate)",
        # Who "unveiled plans to leave" has done so; where plans were dropped, what was planned is still to come.
        r"(?-i:(?!(?:drop|cancel|scrap|abandon|postpon|shelv|delay|scuttl))"
        r"[a-z]+ed\s+(?:[a-z]+\s+){0,2}plans(?:\s+to\s+\w+)?)",
        rf"(?P<future>{_to_come()})",
        grammar.any_of("past_cue"),
        r"(?:did|was|were|had|has|have)n['’]t",
        # A participle, and one that opens a sentence: "Outlined in a closed session Monday". But "a proposed merger"
        # tells nothing.
        rf"(?-i:(?=[a-z]+[^e]ed\b){_not_after('the', 'a', 'an', 'its', 'his', 'their')}[a-z]+[^e]ed"
        r"|^[A-Z][a-z]+[^e]ed(?=\s+(?:in|on|at|by|for|with|as)\b))",
    ]
    # A contraction begins within a word: "he'll", "they're". May is a month.
    # Nor does a part of a compound tell: "laid-off workers", "the U.S.-led force".
    begin = r"(?:(?<!\w)(?<!\w-)|(?=['’](?:ll|m|re|s)\b))(?!(?-i:May)\b)"
    return re.compile(rf"{begin}(?:{'|'.join(kinds)})(?!\w|-\w)", re.IGNORECASE)


def _to_come() -> str:
    """Return a pattern of the words that tell what is to come: the first of these kinds that fits.

    What is in the calendar is told in the present ("talks resume Friday", "is leaving Monday"), but markets "close
    higher".
    """
    # In "rose 0.2% in May after rising 0.2% in April" it is the month.
    cue = re.sub(r"\bmay$", "(?-i:may)", grammar.any_of("future_cue"))
    adverb = r"(?:\s+(?:not|also|soon|now|then|\w+ly))?"
    # "She's leaving", not "Clinton's meeting".
    is_ = r"(?:am|is|are|['’](?:m|re)|(?:(?<=\bhe)|(?<=\bshe)|(?<=\bit)|(?<=\bwho))['’]s)"
    # "The start", "two votes", "housing starts" are nouns.
    no_noun = _not_after("the", "a", "an", "of", "its", "his", "their", "housing", "tax") + r"(?<![0-9]\s)"
    one = "|".join([*grammar.words("event_verb").values(), *grammar.words("event_verb_of_one")]).replace(" ", r"\s+")
    many = r"(?!(?:is|was|has|does|this|as|its|his|us|let's)\b)(?:[^\W\d_]+[^\W\d_s]s|they|we|people)"
    pair = r"and\s+(?:[\w.-]+\s+){0,4}?(?-i:[A-Z][\w.-]*)"
    kinds = [
        # A participle after "be" ("will be held", "to be tried") is as its verb is, not past (but "could be found" is);
        # one after "have" is past, also in "may have left", but not in "will have left".
        rf"(?:(?:(?!could\b)(?:{cue})|to|cannot|can't){adverb}\s+be|will{adverb}\s+have){adverb}\s+\w+",
        rf"{is_}{adverb}\s+(?:{grammar.any_of('event_ing')})",
        rf"(?:{no_noun}(?:{one})|(?:{many}|{pair}){adverb}\s+(?:{grammar.any_of('event_verb')}))"
        r"(?!\s+(?:higher|lower|mixed|flat|up|down|sharply|slightly|little)\b)",
        r"(?:when|once|until|before|after|if)\s+(?:[\w.-]+\s+){1,5}(?:is|are)\s+(?:\w+ed|held|heard|made|taken)",
        # What "was to" be held is to come.
        r"(?:was|were)\s+to(?!\s+have\b)(?:\s+be\s+\w+)?",
        cue,
    ]
    return "|".join(kinds)


def _not_after(*words: str) -> str:
    return "".join(rf"(?<!\b{word}\s)" for word in words)
