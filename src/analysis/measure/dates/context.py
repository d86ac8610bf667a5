"""What a rule may look at: the day of publication, the sentence, and the expressions before."""

import re
from dataclasses import dataclass, field
from datetime import date

from . import direction, grammar, values

# An expression that lies further back than this is no longer what "the year before" starts from.
NEAR = 3
# What a unit may be counted from: a date that is as exact.
AS_EXACT = {"D": "D", "W": "DW", "M": "DM", "Q": "DMQ", "Y": "DWMQYS", "E": "DWMQYES", "C": "DWMQYECS"}
# How many sentences further on a quarter is still what a report is about.
REPORTED = 8
# What may stand before "that Tuesday" where "that" points, and not in "he said that Tuesday's vote".
_BEFORE_THAT = {"", "on", "of", "by", "in", "at", "until", "till", "since", "from", "to", "through", "before", "after"}
_BEFORE_THAT |= {"for", "during", "over", "but", "later", "earlier", "early", "late", "only", "just"}
# What makes "coming" or "past" before a word of time say which; elsewhere they are a verb or a preposition.
_DETERMINERS = {"the", "this", "that", "these", "those", "every", "its", "his", "her", "their", "our", "my", "s"}
_LEADING = {"about", "past", "following", "preceding", "coming"}
_ABOUT = {"", "in", "on", "or", "of", "at", "to", "by", "since", "until", "till", "from", "before", "after", "and"}
_COMPARED = re.compile(r"\b(?:after|from|than|since)\s+(?:in\s+)?(?:(?:an?|its)\s+(?:[\w-]+\s+)?)?$", re.IGNORECASE)
# "September sales rose 3% from a year earlier", "were above the level of a year earlier"; in one clause.
_COMPARED_WITH = re.compile(r"(?:[^,;:]|,(?=[0-9]))*\b(?:from|than|with|of|over)\s+(?:the\s+)?", re.IGNORECASE)
# What follows "that Tuesday", if it is no subject. The end only for "that fall", which may be a verb.
_END = re.compile(r"\s*(?:[.,;:)]|$)")
_END_OR_JOINT = re.compile(r"\s*(?:[.,;:)]|$|(?:and|or|but|in|at|to|on|for|with|after|before|when|while|as|by|from)\b)")


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
    # Whether its sentence begins with it: "In 2008 he left."
    opens: bool = False

    @property
    def rests_on_publication(self) -> bool:
        """Whether the day of publication was used, here or in what this was resolved against."""
        before = self.resolved.antecedent
        return self.resolved.anchor == "published" or (before is not None and before.rests_on_publication)


def _named_part(value: str) -> str:
    return values.unit_of(value) or ("S" if re.fullmatch(r"[0-9]{4}-(?:SP|SU|FA|WI|H[12])", value) else "")


@dataclass
class Context:
    """Where in an article the reading is. `day` is the day of publication, None if it is not known."""

    day: date | None
    text: str = ""
    start: int = 0
    sentence: int = 0
    before: list[Mention] = field(default_factory=list)

    def last(self, units: str = "", within: int = NEAR, anchor: str = "", *, over: bool = False) -> Mention | None:
        """Return the last expression of one of the units, not further back than so many sentences.

        `over`: not one that begins after publication.
        """
        for mention in reversed(self.before):
            if self.sentence - mention.sentence > within:
                return None
            if over and self._is_ahead(mention):
                continue
            # A season or a half-year only where it is asked for.
            unit = _named_part(mention.resolved.value) if "S" in units else values.unit_of(mention.resolved.value)
            if unit and (not units or unit in units) and (not anchor or mention.resolved.anchor == anchor):
                return mention
        return None

    def told_year(self, within: int) -> Mention | None:
        """Return the last expression, if it is a year that the text tells of, or a month of one.

        Not a year since when something is so: what follows it is later. In the sentence before, only a year that it
        begins with: "In 2008 he left. In August he came."
        """
        last = self.last(within=within)
        if last is None or last.word_before in ("since", "from"):
            return None
        if last.sentence < self.sentence and not last.opens:
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

    def told(self, value: str) -> Mention | None:
        """Return the last expression of a value, not further back than a report speaks of its quarter."""
        for mention in reversed(self.before):
            if self.sentence - mention.sentence > REPORTED:
                return None
            if mention.resolved.value == value:
                return mention
        return None

    def is_aside(self, start: int, end: int, value: str) -> bool:
        """Tell whether a report has a quarter by the way only: "after a flat second quarter", "will fall in the third".

        A quarter that is not over on the day of publication is what it is about only if it is told in the past: then
        the firm's quarters are not those of the calendar.
        """
        if values.unit_of(value) != "Q":
            return False
        if _COMPARED.search(self.text[:start]):
            return True
        return self._is_unfinished(value) and self.tells(start, end) != "past"

    def counts_months(self) -> bool:
        """Tell whether the sentence so far speaks of months that a report sums up: "In the first nine months"."""
        own = (mention.resolved for mention in self.before if mention.sentence == self.sentence)
        return any(one.type == "DURATION" and re.fullmatch(r"P(?:[4-9]|1[0-2])M|P1Y", one.value) for one in own)

    def compared_here(self, at: int) -> Mention | None:
        """Return what the sentence last gave figures for: a half-year, a quarter that is not over, or a month.

        "It lost $2 million in the first half; a year earlier, it earned", "it will exceed in the third quarter what it
        earned a year earlier". A month only if it is compared there: "September sales rose 3% from a year earlier".
        """
        for mention in reversed(self.before):
            if mention.sentence != self.sentence:
                return None
            value_ = mention.resolved.value
            if re.fullmatch(r"[0-9]{4}-H[12]", value_):
                return mention
            if values.unit_of(value_) == "M":
                if mention.word_before in ("from", "than", "with"):
                    # "It fell in August from July and from a year ago."
                    continue
                between = self.text[mention.end - self.start : at]
                return mention if _COMPARED_WITH.fullmatch(between) and not self._is_ahead(mention) else None
            if values.unit_of(value_) == "Q":
                return mention if mention.aside and self._is_unfinished(value_) else None
        return None

    def _is_unfinished(self, value: str) -> bool:
        return self.day is not None and values.moved(values.first_day(value), 1, "Q") > self.day

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

    def is_limit(self, start: int, end: int) -> bool:
        """Tell whether something is to be done, or to stay so, until then."""
        return self.word_before(start) in ("by", "until", "till") and self.is_future(start, end)

    def tells(self, start: int, end: int) -> str:
        """Return what the sentence speaks of there: "past", "future" or ""."""
        told = direction.tells(self.text, start, end)
        if told or not self.before or re.match(r"['’]s\b", self.text[end:]):
            return told
        last = self.before[-1]
        ahead = last.sentence == self.sentence and last.resolved.anchor == "published" and self._is_ahead(last)
        # "Deliveries starting next month, and in earnest in the fourth quarter".
        return "future" if ahead else ""

    def came_about(self, at: int) -> bool:
        """Tell whether the words just before a place say that something came about there."""
        return direction.came_about(self.text, at)
