"""An article as the rules read it: tokens with punctuation, their sentences and paragraphs, the quotations.

Sentences and paragraphs are those of `segment`; only the tokens are cut anew, since segments hold no
punctuation. Everything is a plain list with a place for each token, so that a rule is a walk along it.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

import regex

from .. import spans
from . import quotes, words

_SIGN = r"[^\W_][\u0300-\u036f]*"
_TITLES = "Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Rev|Lt|Adm|Capt|Sgt|Maj|Gov|Gen|Col|St|Jr|Sr|Prof"
_PATTERN = (
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    rf"|(?<![^\W_])(?:[^\W\d_]|{_TITLES})\.(?=\s)"  # Mr. J. Smith
    r"|\d+(?:[.,]\d+)+"
    r"|(?<=[^\W_])['’](?:s|ll|d|re|ve|m)(?![^\W_])"  # the rest of Russia’s, he’ll
    rf"|(?:{_SIGN})+(?:(?:['’](?!(?:s|ll|d|re|ve|m)(?![^\W_]))|[-‐‑])(?:{_SIGN})+)*"
    r"|(?<=\S)'(?=''(?!'))"  # a single closing mark before a double one, '''
    r"|''|``|\.{2,}|--+|\S"
)
# Most tokens are plain: to look for these first finds the same. So do Python's own expressions, in half the time, where
# there are no other characters than these.
_PLAIN = r"[A-Za-z]++(?=[ ,;:?!)”])|[,;:?!()“”]"
_TOKENS = regex.compile(f"{_PLAIN}|{_PATTERN}")
_USUAL = frozenset(map(chr, [*range(0x20, 0x7F), *b"\n\t"])) | frozenset("“”‘’–—…£€éèáàíóúñçüöä§°\xa0•")
_USUAL_TOKENS = re.compile(f"{_PLAIN}|{_PATTERN}")
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
        pattern = _USUAL_TOKENS if _USUAL.issuperset(text) else _TOKENS
        for number, (start, end, _) in enumerate(sentences):
            first = len(self.spans)
            own = bisect_right(begins, start) - 1
            self.spans += [(start + one.start(), start + one.end()) for one in pattern.finditer(text[start:end])]
            self.sentences.append((first, len(self.spans)))
            self.sentence += [number] * (len(self.spans) - first)
            self.paragraph += [own] * (len(self.spans) - first)
        self.words = [text[start:end] for start, end in self.spans]
        lower, capital, is_word = zip(*map(_known, self.words), strict=True) if self.words else ((), (), ())
        self.lower, self._capital, self._word = list(lower), capital, is_word
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
            self.quotation[quotation.first : quotation.end] = [number] * (quotation.end - quotation.first)

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

    def within(self, first: int, end: int) -> tuple[Sequence[int], Sequence[bool]]:
        """Return of each token of a stretch which quotation it lies in, or -1, and whether it is a word."""
        return self.quotation[first:end], self._word[first:end]

    def surface(self, first: int, end: int) -> str:
        """Return the text from one token to before another."""
        return self.text[self.spans[first][0] : self.spans[end - 1][1]]


@lru_cache(50_000)
def _known(word: str) -> tuple[str, bool, bool]:
    """Return a token in lower case, whether it begins with a capital, and whether it is a word or number."""
    return word.lower().replace("’", "'"), word[0].isupper(), word[0].isalnum()


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return the stretches of equal numbers."""
    edges = [0, *(i for i in range(1, len(numbers)) if numbers[i] != numbers[i - 1]), len(numbers)]
    return [(first, end) for first, end in zip(edges, edges[1:], strict=False) if first < end]
