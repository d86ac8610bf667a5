"""An article as the rules read it: tokens with punctuation, their sentences and paragraphs, the quotations.

Sentences and paragraphs are those of `segment`; only the tokens are cut anew, since segments hold no
punctuation. Everything is a plain list with a place for each token, so that a rule is a walk along it.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

import regex

from .. import spans
from . import quotes, words

_SIGN = r"[^\W_][\u0300-\u036f]*"
_TITLES = "Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Rev|Lt|Adm|Capt|Sgt|Maj|Gov|Gen|Col|St|Jr|Sr|Prof"
_TOKENS = regex.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    rf"|(?<![^\W_])(?:[^\W\d_]|{_TITLES})\.(?=\s)"  # Mr. J. Smith
    r"|\d+(?:[.,]\d+)+"
    r"|(?<=[^\W_])['’](?:s|ll|d|re|ve|m)(?![^\W_])"  # the rest of Russia’s, he’ll
    rf"|(?:{_SIGN})+(?:(?:['’](?!(?:s|ll|d|re|ve|m)(?![^\W_]))|[-‐‑])(?:{_SIGN})+)*"
    r"|(?<=\S)'(?=''(?!'))"  # a single closing mark before a double one, '''
    r"|''|``|\.{2,}|--+|\S"
)
_WORD = re.compile(r"[^\W_]")
ENDS = frozenset(".?!…")


class Reading:
    """One article's tokens and what they lie in.

    Attributes
    ----------
    text : str
        The article.
    spans : list of (start, end)
        The offsets of each token.
    words, lower : list of str
        Each token as written, and in lower case with straight apostrophes; but a name that looks like an
        auxiliary (May, Will) as written.
    sentence, paragraph : list of int
        The number of the sentence and of the paragraph that each token lies in, from 0.
    sentences, paragraphs : list of (first, end)
        The tokens of each.
    stops : list of int
        Where each sentence ends without its closing punctuation.
    titled : list of bool
        Whether a sentence is written like a headline, most of its longer words with a capital.
    quotations : list of Quotation
        From left to right.
    quotation : list of int
        The number of the quotation that each token lies in, or -1.
    """

    def __init__(self, text: str, sentences: Sequence[spans.Unit], paragraphs: Sequence[spans.Unit]):
        self.text = text
        self.spans: list[tuple[int, int]] = []
        self.sentence: list[int] = []
        self.paragraph: list[int] = []
        self.sentences: list[tuple[int, int]] = []
        begins = [start for start, *_ in paragraphs]
        for number, (start, end, _) in enumerate(sentences):
            first = len(self.spans)
            own = bisect_right(begins, start) - 1
            self.spans += [(start + one.start(), start + one.end()) for one in _TOKENS.finditer(text[start:end])]
            self.sentences.append((first, len(self.spans)))
            self.sentence += [number] * (len(self.spans) - first)
            self.paragraph += [own] * (len(self.spans) - first)
        self.words = [text[start:end] for start, end in self.spans]
        self.lower = [word.lower().replace("’", "'") for word in self.words]
        self._capital = [word[0].isupper() for word in self.words]
        self._word = [bool(_WORD.match(word)) for word in self.words]
        self.stops = [self._stop(first, end) for first, end in self.sentences]
        self.titled = [self._titled(first, end) for first, end in self.sentences]
        self.paragraphs = _runs(self.paragraph)
        self.quotations = quotes.find(text, self.spans, self.paragraphs, self.sentence)
        behind = {quotation.end for quotation in self.quotations}
        modal = words.classes()["modal"]
        for i in [i for i, word in enumerate(self.lower) if word in modal]:
            if self._names(i, quoted=i in behind):
                self.lower[i] = self.words[i]
        self.quotation = [-1] * len(self.spans)
        for number, quotation in enumerate(self.quotations):
            for i in range(quotation.first, quotation.end):
                self.quotation[i] = number

    def __len__(self) -> int:
        return len(self.spans)

    def _stop(self, first: int, end: int) -> int:
        while end > first and (self.lower[end - 1] in ENDS or self.lower[end - 1] in quotes.DOUBLE | {"'"}):
            end -= 1
        return end

    def _titled(self, first: int, end: int) -> bool:
        pairs = zip(self.words[first:end], self._capital[first:end], strict=True)
        longer = [capital for word, capital in pairs if len(word) > 3]
        return len(longer) > 2 and sum(longer) > 0.8 * len(longer)

    def _names(self, i: int, *, quoted: bool) -> bool:
        """Return whether an auxiliary, as it seems, is a name: "“…,” May said", but not "in May", "Will it end?"."""
        if not self.capital(i) or self.titled[self.sentence[i]]:
            return False
        following = self.lower[i + 1] if i + 1 < len(self.spans) else ""
        if i == self.sentences[self.sentence[i]][0] or not (quoted or self.is_word(i - 1)):
            # Behind a modal stands no past form.
            return following in {"'s", "who"} or following in words.classes()["past"] or following.endswith("ed")
        return self.lower[i - 1] not in words.classes()["preposition"] | {"last", "this", "next"}

    def capital(self, i: int) -> bool:
        """Return whether a token begins with a capital letter."""
        return self._capital[i]

    def past(self, i: int) -> bool:
        """Return whether a token looks like a regular past form."""
        return self.lower[i].endswith("ed") and len(self.lower[i]) > 4 and not self.capital(i)

    def is_word(self, i: int) -> bool:
        """Return whether a token is a word or number, not punctuation."""
        return self._word[i]

    def surface(self, first: int, end: int) -> str:
        """Return the text from one token to before another."""
        return self.text[self.spans[first][0] : self.spans[end - 1][1]]


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return the stretches of equal numbers."""
    edges = [0, *(i for i in range(1, len(numbers)) if numbers[i] != numbers[i - 1]), len(numbers)]
    return [(first, end) for first, end in zip(edges, edges[1:], strict=False) if first < end]
