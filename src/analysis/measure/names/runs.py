"""From capitals to names: which words go together, where a run of them is cut, what is left of it.

A run is a chain of capitalised words with the small words that a name may hold. It is cut at titles ("Foreign
Minister"), before which and behind which may stand a name each, and freed of what is none at its edges: months,
weekdays, adjectives of nations, the first word of a sentence.
"""

from collections.abc import Sequence, Set
from itertools import takewhile
from typing import NamedTuple

from . import words
from .reading import Word

_TITLE_LINKS = ("of", "for")
_ON = ("commission", "committee", "conference", "council", "treaty", "convention", "institute", "center", "caucus")


class Piece(NamedTuple):
    """Words `first` to `end` (not included) of a sentence, and the title that stood before them."""

    first: int
    end: int
    title: str = ""


def is_name_word(word: Word) -> bool:
    """Return whether a word with a capital can be a name by itself, wherever it stands."""
    other = ("month", "day", "adjective", "not a name", "title", "people")
    return word.capital and not begins_only(word) and not any(words.is_in(name, word.key) for name in other)


def runs(sentence: Sequence[Word], allowed: Set[int]) -> list[tuple[int, int]]:
    """Return the chains of allowed words, with the small words inside them, as first and end."""
    found: list[tuple[int, int]] = []
    position = 0
    while position < len(sentence):
        if position not in allowed:
            position += 1
            continue
        end = position + 1
        while (further := _next(sentence, allowed, position, end)) > end:
            end = further
        found.append((position, end))
        position = end
    return found


def _next(sentence: Sequence[Word], allowed: Set[int], first: int, end: int) -> int:
    """Return the end of a run with the next capitalised word taken in, or the same end where it stops."""
    if end >= len(sentence) or not sentence[end].joined:
        return end
    if (
        end in allowed
        or sentence[end].text in ("com", "org", "net")
        and sentence[end].start == sentence[end - 1].end + 1
    ):
        return end + 1
    small = []
    at = end
    while at < len(sentence) and sentence[at].joined and at not in allowed and len(small) < 3:
        small.append(sentence[at].key)
        at += 1
    if not small or at not in allowed or at >= len(sentence) or not sentence[at].joined:
        return end
    return at + 1 if _links(sentence, allowed, first, end, at, tuple(small)) else end


def _links(sentence: Sequence[Word], allowed: Set[int], first: int, end: int, at: int, small: tuple[str, ...]) -> bool:
    before = sentence[end - 1].key
    if all(words.is_in("particle", word) for word in small):
        return True
    if small == ("s",) or small == ("'s",):
        return words.is_in("possessive inside", before)
    if small[0] in ("of", "for", "on") and small[1:] in ((), ("the",), ("a",), ("an",), ("de",)):
        if words.is_in("title", before) and not words.is_in("before of", before):
            # Secretary of Defense: the words behind are part of the title, cut off later.
            return small in (("of",), ("for",)) and _plain(sentence[at])
        heads = _ON if small[0] == "on" else None
        return before in heads if heads else words.is_in("before of", before)
    if small == ("in",) and words.is_in("continent", sentence[at].key):
        return any(word.key in ("for", "on") for word in sentence[first:end])
    if small == ("and",) and words.is_in("joined by and", f"{before} and {sentence[at].key}"):
        return True
    return small in (("and",), ("and", "the")) and _one_name(sentence, allowed, first, end, at)


def _one_name(sentence: Sequence[Word], allowed: Set[int], first: int, end: int, at: int) -> bool:
    """Return whether what "and" joins is one name: Food and Drug Administration, Ministry of Trade and Industry."""
    left = sentence[first:end]
    last = at
    while last + 1 < len(sentence) and sentence[last + 1].joined and last + 1 in allowed:
        last += 1
    right = list(takewhile(lambda word: not words.is_in("first name", word.key), sentence[at : last + 1]))
    plain = right and all(words.is_common(word.text) for word in (left[-1], *right))
    plain = plain and not words.is_in("organisation", left[-1].key)
    link = next((at for at, word in enumerate(left) if word.key in ("of", "for")), 0)
    behind_of = any(words.is_in(kind, word.key) for word in left[:link] for kind in ("organisation", "title"))
    if plain and behind_of:
        return True
    return bool(plain) and len(right) > 1 and words.is_in("after and", right[-1].key)


def pieces(sentence: Sequence[Word], first: int, end: int) -> list[Piece]:
    """Cut a run into names."""
    kept = protected(sentence, first, end)
    parts: list[Piece] = []
    begin, title, position = first, "", first
    while position < end:
        length = 0 if position in kept else _title(sentence, begin, position, end)
        if not length and _person_behind(sentence, begin, position, end):
            parts.append(Piece(begin, position, title))
            begin, title = position, ""
        if not length:
            position += 1
            continue
        parts.append(Piece(begin, _unmodified(sentence, begin, position, kept), title))
        title = " ".join(word.text for word in sentence[position : position + length])
        position += length
        begin = position = _behind_portfolio(sentence, position, end, kept)
    parts.append(Piece(begin, end, title))
    trimmed = [trim(sentence, part, kept) for part in parts]
    return [part for part in trimmed if part.first < part.end]


def protected(sentence: Sequence[Word], first: int, end: int) -> set[int]:
    """Return the positions of words in phrases that are taken as they are: Black Friday, Middle East."""
    keys = [word.key for word in sentence[first:end]]
    found: set[int] = set()
    for start in range(len(keys)):
        for size in range(min(5, len(keys) - start), 1, -1):
            if tuple(keys[start : start + size]) in words.phrases():
                found.update(range(first + start, first + start + size))
                break
    return found


def _title(sentence: Sequence[Word], begin: int, position: int, end: int) -> int:
    """Return how many words of a title stand at a position."""
    for size in range(min(words.longest("title"), end - position), 0, -1):
        phrase = " ".join(word.key for word in sentence[position : position + size])
        if not words.is_in("title", phrase):
            continue
        behind = sentence[position + size].key if position + size < end else ""
        before = sentence[position - 1].key if position > begin else ""
        # King of Stephen King, Dean of James Dean: the last of a person's names. President of "Office of the
        # President" ends the name that it stands in.
        last = not behind or words.is_in("abbreviated end", behind)
        named = last and words.is_in("first name", before) and words.is_in("title or surname", phrase)
        rest = [word for word in sentence[position + size : end] if word.capital]
        work = words.is_in("title in a work", phrase) and len(rest) > 1 and behind not in _TITLE_LINKS
        work = work and all(map(_plain, rest))
        within = position > begin and sentence[position - 1].text in ("of", "the")
        if words.is_in("not a title before", behind) or named or work or within:
            return 0
        return size
    return 0


def _person_behind(sentence: Sequence[Word], begin: int, position: int, end: int) -> bool:
    """Return whether a person's name begins here, behind an organisation's: Speaker of the House Nancy Pelosi."""
    if position == begin or position + 1 >= end or not sentence[position + 1].capital:
        return False
    word = sentence[position]
    person = words.is_in("first name", word.key) and not words.is_common(word.text)
    return person and words.is_in("organisation", sentence[position - 1].key)


def _plain(word: Word) -> bool:
    """Return whether a word is common and neither a given name nor an acronym."""
    return words.is_common(word.text) and not words.is_in("first name", word.key) and not word.text.isupper()


def _unmodified(sentence: Sequence[Word], begin: int, position: int, kept: Set[int]) -> int:
    """Return where a name ends before a title, without what belongs to the title: Deputy, Defence, First."""
    while position > begin and position - 1 not in kept and words.is_in("title modifier", sentence[position - 1].key):
        position -= 1
    return position


def _behind_portfolio(sentence: Sequence[Word], position: int, end: int, kept: Set[int]) -> int:
    """Return where a title ends that goes on: of Defense, of Health and Human Services."""
    if position >= end or sentence[position].key not in _TITLE_LINKS:
        return position
    position += 1
    while position < end and (sentence[position].key == "and" or _plain(sentence[position])):
        if position in kept:
            break
        position += 1
    return position


def trim(sentence: Sequence[Word], piece: Piece, kept: Set[int]) -> Piece:
    """Take from both edges what is no part of a name."""
    first, end = piece.first, piece.end
    while first < end and first not in kept and _no_beginning(sentence, first, end):
        first += 1
    while end > first and end - 1 not in kept and _no_end(sentence, first, end):
        end -= 1
    own = sentence[first:end]
    phrase = " ".join(word.key for word in own)
    nothing = all(map(_nothing, own)) or words.is_in("not a name", phrase) or _slogan(own)
    if nothing and not kept & set(range(first, end)):
        return Piece(end, end)
    # bin Laden, de Blasio: a small word that belongs to the name behind it.
    if first and sentence[first].joined and words.is_in("leading particle", sentence[first - 1].text):
        first -= 1
    return Piece(first, end, piece.title)


def _no_beginning(sentence: Sequence[Word], first: int, end: int) -> bool:
    word = sentence[first]
    rest = [other for other in sentence[first + 1 : end] if other.capital]
    if not word.capital or word.key in ("the", "i", "a", "an"):
        return True
    if word.begins and begins_only(word):
        return True
    if words.is_in("month", word.key) or words.is_in("day", word.key):
        return not (rest and words.is_in("first name", word.key))
    if words.is_in("title modifier", word.key) and word.key in ("former", "acting", "deputy", "outgoing", "then"):
        return True
    if not words.is_in("adjective", word.key):
        return _adjectives(sentence, first, end) > 0
    # The adjective is part of a name before common words: Russian Federation; not before a name: Russian Gazprom.
    return not rest or not words.is_common(rest[-1].text) or words.is_in("first name", rest[0].key)


def _adjectives(sentence: Sequence[Word], first: int, end: int) -> int:
    """Return whether two words at the beginning are one adjective that is no part of what follows."""
    pair = " ".join(word.key for word in sentence[first : first + 2])
    if first + 2 > end or not words.is_in("adjective", pair):
        return 0
    return int(end == first + 2 or not words.is_common(sentence[end - 1].text))


def _no_end(sentence: Sequence[Word], first: int, end: int) -> bool:
    word = sentence[end - 1]
    if word.text in ("com", "org", "net"):
        return False
    if not word.capital or word.key in ("i", "the", "a"):
        return True
    named = end - first == 2 and words.is_in("first name", sentence[first].key)
    if words.is_in("month", word.key) or words.is_in("day", word.key):
        return not named and word.key != "day"
    return words.is_in("adjective", word.key) and not words.is_in("may end a name", word.key) and not named


def begins_only(word: Word) -> bool:
    """Return whether a word is one that begins sentences and no names; WHO and US are no pronouns."""
    if word.text.isupper() and words.is_in("acronym", word.key):
        return False
    return words.is_in("starter", word.key) or word.key.endswith("ly") and words.is_written_small(word.text)


def _nothing(word: Word) -> bool:
    ordinal = word.text[0].isdigit()
    if "-" in word.key and all(words.is_in("adjective", part) for part in word.key.split("-")):
        return True
    return (
        not word.capital
        or ordinal
        or words.is_in("not a name", word.key)
        or begins_only(word)
        and not word.text.isupper()
    )


def _slogan(own: Sequence[Word]) -> bool:
    """Return whether a chain of capitals is a line of a page, not a name: Replay More Videos, Email Sign Up."""
    small = [word for word in own if word.capital and begins_only(word) and not word.text.isupper()]
    return len(small) > 0 and all(words.is_common(word.text) for word in own)
