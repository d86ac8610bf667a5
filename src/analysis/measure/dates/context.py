"""What a rule may look at: the day of publication, the sentence, and the expressions before."""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from . import grammar, values

# An expression that lies further back than this is no longer what "the year before" starts from.
NEAR = 3
# How many sentences further on a quarter is still what a report is about.
REPORTED = 8
_AT = ("at", "by", "until", "before", "in", "during")
# What may stand before "that Tuesday" where "that" points, and not in "he said that Tuesday's vote".
_BEFORE_THAT = {"", "on", "of", "by", "in", "at", "until", "till", "since", "from", "to", "through", "before", "after"}
_BEFORE_THAT |= {"for", "during", "over", "but", "later", "earlier", "early", "late", "only", "just"}
# What makes "coming" or "past" before a word of time say which; elsewhere they are a verb or a preposition.
_DETERMINERS = {"the", "this", "that", "these", "those", "every", "its", "his", "her", "their", "our", "my", "s"}
_LEADING = {"about", "past", "following", "preceding", "coming"}
_ABOUT = {"", "in", "on", "or", "of", "at", "to", "by", "since", "until", "till", "from", "before", "after", "and"}
_IS = re.compile(r"\b(?:is|are)\s+(?:(?:on|in|at|not\s+until)\s+)?$", re.IGNORECASE)
# What comes straight before the day on which something came about: a word, not a preposition or an article.
_ON = re.compile(
    r"\b(?:on|(?!(?:the|an?|its|his|her|their|this|that|for|to|of|by|until|and|or|before|after|with|from)\b)"
    r"(?!\w+ing\b)[a-z]+)\s+$"
)
# What did not come about until a day came about on it: "was not told until Monday".
_DID_NOT = re.compile(r"\b(?:did|was|were|had)(?:\s+not|n['’]t)\b", re.IGNORECASE)
_BY = re.compile(
    r"(?:^|\s)(?P<by>by|until|till)\s+(?:(?:at\s+least|the|its|about|around|early|late)\s+)*$", re.IGNORECASE
)
_TO_DO = re.compile(r"\bto\s+(?!(?:the|an?|his|her|its|their|this|that)\b)[a-z]+\s+(?:\w+\s+)*through\s+$")
_VOWED = re.compile(r"ed\s+to$")
_IS_SO = re.compile(r"\s+(?:is|will|would|may|can|could|should)\b")
_SAID = re.compile(r",\s+(?:[\w.’'-]+\s+){1,4}said,")
_COMPARED = re.compile(r"\b(?:after|from|than|since)\s+(?:in\s+)?(?:(?:an?|its)\s+(?:[\w-]+\s+)?)?$", re.IGNORECASE)
# What stood so, or had come about, by then; not what somebody was told to do by then.
_STOOD = re.compile(r"\b(?:had|was|were)\b(?!.*\bto\s+[a-z])", re.IGNORECASE)
# "Bush to meet Arafat Monday": a sentence of names and "to" with a verb, as headlines have it.
_HEADLINE = re.compile(
    r"\W*(?!(?:According|Back|Close|Compared|Contrary|Due|Next|Owing|Prior|Subject|Thanks|Up)\b)"
    r"(?:[A-Z][\w.'’-]*,?\s+){1,6}(?:to|To)\s+(?!(?:the|an?|his|her|its|their|this|that)\b)[A-Za-z][a-z]+\s"
)
# What follows "that Tuesday", if it is no subject. The end only for "that fall", which may be a verb.
_END = re.compile(r"\s*(?:[.,;:)]|$)")
_END_OR_JOINT = re.compile(r"\s*(?:[.,;:)]|$|(?:and|or|but|in|at|to|on|for|with|after|before|when|while|as|by|from)\b)")
_STOP = re.compile(r"[;:!?\"“”()]|``|''")
# "His statement Wednesday that he could go", "in March, though it will not".
_STOP_BEHIND = re.compile(rf"{_STOP.pattern}|\bthat\b|,\s+(?:but|though|although|saying|arguing)\b")


@dataclass(frozen=True)
class Resolved:
    """What an expression means.

    `value`, `type` and `mod` are TIMEX3's; `anchor` says what it was resolved against (text, published or
    before), `antecedent` which expression before; `reason` why it stays open; `stretch` is the EDTF of a
    duration whose place in time is known.
    """

    value: str = ""
    anchor: str = ""
    reason: str = ""
    type: str = "DATE"
    mod: str = ""
    antecedent: "Mention | None" = None
    stretch: str = ""


@dataclass(frozen=True)
class Mention:
    """An expression found: its offsets in the article, the number of its sentence, what it means."""

    start: int
    end: int
    sentence: int
    rule: str
    word_before: str
    resolved: Resolved
    # For a quarter: whether the report speaks of it by the way, as of one to come or compared with.
    aside: bool = False

    @property
    def rests_on_publication(self) -> bool:
        """Whether the day of publication was used, here or in what this was resolved against."""
        before = self.resolved.antecedent
        return self.resolved.anchor == "published" or (before is not None and before.rests_on_publication)


@dataclass
class Context:
    """Where in an article the reading is. `day` is the day of publication, None if it is not known."""

    day: date | None
    text: str = ""
    start: int = 0
    sentence: int = 0
    before: list[Mention] = field(default_factory=list)

    def last(self, units: str = "", within: int = NEAR, anchor: str = "") -> Mention | None:
        """Return the last expression of one of the units, not further back than so many sentences."""
        for mention in reversed(self.before):
            if self.sentence - mention.sentence > within:
                return None
            unit = values.unit_of(mention.resolved.value)
            if unit and (not units or unit in units) and (not anchor or mention.resolved.anchor == anchor):
                return mention
        return None

    def told_year(self, within: int) -> Mention | None:
        """Return the last expression, if it is a year that the text tells of, or a month of one.

        Not a year since when something is so: what follows it is later.
        """
        last = self.last(within=within)
        if last is None or last.word_before in ("since", "from"):
            return None
        # "The 2016 election" does not tell of that year.
        if last.sentence < self.sentence and last.rule == "year" and last.word_before in ("the", "a", "his", "its"):
            return None
        # What fiscal year a month lies in does not say its year: "fiscal 1990, which began July 1".
        if last.start >= self.start and self.text[last.start - self.start :].lower().startswith("fiscal"):
            return None
        follows = last.resolved.anchor == "before" and last.rule in ("month", "month_of")
        return last if last.rule == "year" or follows else None

    def reported(self) -> Mention | None:
        """Return the last quarter that a report is about, not one that it compares with or looks ahead to."""
        told: list[Mention] = []
        for mention in reversed(self.before):
            source = mention.resolved.antecedent
            if self.sentence - mention.sentence > REPORTED:
                break
            compared = source is not None and source.resolved.value != mention.resolved.value
            if values.unit_of(mention.resolved.value) == "Q" and not compared and not self._is_ahead(mention):
                told.append(mention)
        # "Last year's third quarter" is compared with, where the third quarter of this year was told, too.
        years_after = {values.years_on(mention.resolved.value, -1) for mention in told}
        told = [mention for mention in told if mention.resolved.value not in years_after]
        return next((mention for mention in told if not mention.aside), told[0] if told else None)

    def is_aside(self, start: int, end: int, value: str) -> bool:
        """Tell whether a report has a quarter by the way only: "after a flat second quarter", "will fall in the third".

        A quarter that is not over on the day of publication is what it is about only if it is told in the past: then
        the firm's quarters are not those of the calendar.
        """
        if values.unit_of(value) != "Q":
            return False
        if _COMPARED.search(self.text[:start]):
            return True
        next_first = values.moved(values.first_day(value), 1, "Q")
        return self.day is not None and next_first > self.day and self.tells(start, end) != "past"

    def counts_months(self) -> bool:
        """Tell whether the sentence so far speaks of months that a report sums up: "In the first nine months"."""
        own = (mention.resolved for mention in self.before if mention.sentence == self.sentence)
        return any(one.type == "DURATION" and re.fullmatch(r"P(?:6|9|12)M|P1Y", one.value) for one in own)

    def _is_ahead(self, mention: Mention) -> bool:
        first = values.first_day(mention.resolved.value)
        return self.day is not None and first is not None and first > self.day

    def neighbour(self, at: int) -> Mention | None:
        """Return the expression that ends just before a place in the sentence, with "and", "or" or a comma between."""
        if not self.before or self.before[-1].end <= self.start:
            return None
        between = self.text[self.before[-1].end - self.start : at]
        return self.before[-1] if re.fullmatch(r"(?:,|,?\s+(?:and|or|to|through)|\s?[-–])\s*", between) else None

    def joined(self, at: int) -> Mention | None:
        """Return the expression with a value before "and", "or", "to" or "through", and before this place."""
        first = self.neighbour(at)
        if first is None or not first.resolved.value or self.text[:at].rstrip().endswith(","):
            return None
        return first

    def word_before(self, at: int) -> str:
        """Return the word before a place in the sentence, in lower case."""
        # The last of it is enough, and looking there only is faster.
        found = re.search(r"([\w'’]+)[\s-]*$", self.text[max(at - 60, 0) : at])
        return found[1].lower() if found else ""

    def is_name(self, at: int) -> bool:
        """Tell whether a word stands there with a capital inside a sentence, as in "the Daily Star" or "60 Minutes"."""
        return self.text[at].isupper() and re.search(r"[\w.,]\s+$", self.text[max(at - 20, 0) : at]) is not None

    def is_other_word(self, match: grammar.Candidate) -> bool:
        """Tell whether what leads a match is not of it: "past Thursday's deadline", "following Monday's vote".

        Nor is "about" of it, where something is about July, and "that" where it leads a clause: "he said that March".
        """
        first = match.text.partition(" ")[0].lower()
        if not match["that"] and first not in _LEADING:
            return False
        before = self.word_before(match.start).rpartition("'")[2].rpartition("’")[2]
        if match["that"]:
            ends = (_END if match["season"] else _END_OR_JOINT).match(self.text, match.end)
            return before not in _BEFORE_THAT and not ends and not re.search(r"[^\w\s]\s*$", self.text[: match.start])
        return before not in (_ABOUT if first == "about" else _DETERMINERS)

    def is_title(self, match: grammar.Candidate, part: str) -> bool:
        """Tell whether a part is written as in a title: "This Week", "Saturday Night Live"; not "LAST WEEK"."""
        word = match[part]
        inside = word is not None and match.start_of(part) > match.start
        return inside and word[0].isupper() and not match.text.isupper()

    def is_future(self, start: int, end: int) -> bool:
        """Tell whether the sentence speaks there of what was still to come."""
        return self.tells(start, end) == "future"

    def came_about(self, at: int) -> bool:
        """Tell whether the words just before a place say that something came about there: "it took effect Jan. 1".

        Not that it was said, and not what a date stands before: "he was named for the Jan. 1 games".
        """
        if self.tells(at, at) != "past" or not _ON.search(self.text[:at]):
            return False
        words = _telling().finditer(_STOP.split(self.text[:at])[-1])
        before = [word[0].lower() for word in words if word["future"] is None]
        return bool(before) and before[-1] not in ("said", "told", "has", "have")

    def tells(self, start: int, end: int) -> str:
        """Return what the sentence says there of the time, past, future or "": by the nearest word that tells.

        First the words before count, up to a stop, a bracket or a quotation mark; where none tells, those after.
        What "is Tuesday" is to come, whatever was said before. "Tuesday's ruling" is known, whatever will come of it:
        before it only words as "at", "by", "until" and "before" tell.
        """
        if _IS.search(self.text[:start]):
            return "future"
        known = re.match(r"['’]s\b", self.text[end:]) and self.word_before(start) not in _AT
        if _IS_SO.match(self.text, end) and re.search(r"(?:^|\bthat|,)\s*$", self.text[:start]):
            # "He said that Tuesday is too late."
            return "future"
        # "It will vote, he said, in June."
        clause = "" if known else _SAID.sub(",", _STOP.split(self.text[:start])[-1])
        before = list(_telling().finditer(clause))
        behind = _telling().finditer(_STOP_BEHIND.split(self.text[end : end + 40])[0])
        after = next((word for word in behind if word[0].lower() != "until"), None)
        if not before and after and after["future"] and _VOWED.search(after[0]):
            # "On Monday, he agreed to pay."
            return "past"
        if by := _BY.search(clause):
            ahead = _is_limit_ahead(clause[: by.start()], by["by"].lower(), before, after)
            return "future" if ahead else "past"
        if not before and _HEADLINE.match(clause):
            return "future"
        nearest = before[-1] if before else after
        through, into = (not known and self.text.endswith(word, 0, start) for word in ("through ", "into "))
        if nearest is None and (through or into):
            # "It stays so through June."
            return "future"
        if before and through and _TO_DO.search(clause, before[-1].end()):
            # "They passed a bill to keep it so through June."
            return "future"
        return "" if nearest is None else "future" if nearest["future"] else "past"


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
    """Words that tell what is to come from what is past.

    "Had been due", "had expected" is past. A participle after "be" ("will be held", "to be tried") is as its verb is,
    not past (but "could be found" is); one after "have" is past, also in "may have left", but not in "will have left".
    What is in the calendar is told in the present ("talks resume Friday", "is leaving Monday"), but markets "close
    higher". What "was to" be is to come, as is what "would" be; who "would not comment" has refused.
    """
    future, past = grammar.any_of("future_cue"), grammar.any_of("past_cue")
    had_been = r"had\s+(?:been\s+\w+(?:\s+to\s+\w+)?|expected|hoped|planned)"
    adverb = r"(?:\s+(?:not|also|soon|now|then|\w+ly))?"
    passive = rf"(?:(?:(?!could\b)(?:{future})|to|cannot|can't){adverb}\s+be|will{adverb}\s+have){adverb}\s+\w+"
    moving = rf"(?:am|is|are|['’](?:m|re)){adverb}\s+(?:{grammar.any_of('event_ing')})"
    # "The start", "two votes", "housing starts" are nouns.
    noun = "".join(rf"(?<!\b{word}\s)" for word in ("the", "a", "an", "of", "its", "his", "their", "housing", "tax"))
    third = "|".join(grammar.words("event_verb").values()).replace(" ", r"\s+")
    event = rf"{noun}(?<![0-9]\s)(?:{third})"
    many = r"(?!(?:is|was|has|does|this|as|its|his|us|let's)\b)(?:[^\W\d_]+[^\W\d_s]s|they|we|people)"
    pair = r"and\s+(?:[\w.-]+\s+){0,4}?(?-i:[A-Z][\w.-]*)"
    events = rf"(?:{many}|{pair}){adverb}\s+(?:{grammar.any_of('event_verb')})"
    scheduled = rf"(?:{event}|{events})(?!\s+(?:higher|lower|mixed|flat|up|down|sharply|slightly|little)\b)"
    when = r"(?:when|once|until|before|after|if)\s+(?:[\w.-]+\s+){1,5}(?:is|are)\s+(?:\w+ed|held|heard|made|taken)"
    was_to = r"(?:was|were)\s+to(?!\s+have\b)"
    to_come = rf"(?P<future>{passive}|{moving}|{scheduled}|{when}|{was_to}|{future})"
    refused = r"would(?:\s+not|n['’]t)\s+(?:comment|say|discuss|elaborate)"
    # "Outlined in a closed session Monday", but "a proposed merger" tells nothing.
    first = r"^[A-Z][a-z]+[^e]ed(?=\s+(?:in|on|at|by|for|with|as)\b)"
    before_a_noun = "".join(rf"(?<!\b{word}\s)" for word in ("the", "a", "an", "its", "his", "their"))
    participle = rf"(?=[a-z]+[^e]ed\b){before_a_noun}[a-z]+[^e]ed"
    return re.compile(
        rf"(?<!\w)(?:{had_been}|{refused}|{to_come}|{past}|(?-i:{participle}|{first}))(?!\w)", re.IGNORECASE
    )
