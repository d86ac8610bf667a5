"""Find out in which encoding a file was written.

UTF-8 wherever the whole file is that. Else UTF-16 and UTF-32 by their marks or their many zeros; UTF-8 with faults,
if most of what is not ASCII is right; windows-1252 where so little is not ASCII that no statistics can tell
(the quotation marks and dashes of an English text); and for the rest charset-normalizer, which compares how probable
the letters are in many encodings. Whatever was not UTF-8 is noted, and the caller can say the encoding outright.
"""

import codecs
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import charset_normalizer

from ...measure import BadInput

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Of all bytes, the share that may be other than ASCII in an English text with a few foreign names; and, where there
# are fewer of them than statistics need, in a short one.
_FEW = 0.03
_FEW_IN_SHORT = 0.2
_NEEDED = 32
_SAMPLE = 2**16


class Decoding(NamedTuple):
    """An encoding, what to do about bytes that do not fit, and how it was found (empty for plain UTF-8)."""

    encoding: str
    errors: str
    how: str


def decide(path: Path, chunks: Iterable[bytes], given: str | None = None) -> Decoding:
    """Decide how a file is to be decoded, after reading all of it.

    Parameters
    ----------
    path : Path
        The file, for errors.
    chunks : iterable of bytes
        The whole of it: all are read, so that a fault of the packing comes to light here.
    given : str, optional
        The encoding, if somebody said it.
    """
    if given is not None:
        try:
            codecs.lookup(given).incrementaldecoder().decode(b"")
        except (LookupError, TypeError, UnicodeError):
            raise BadInput(path, "the name of an encoding, as windows-1251", value=given) from None
    decoder = codecs.getincrementaldecoder("utf-8")()
    head = last = sample = b""
    for chunk in chunks:
        head, last = head or chunk, chunk
        sample = sample or _misfit(decoder, chunk)
    if not sample and _misfit(decoder, b"", final=True):
        sample = last
    if given is not None:
        return Decoding(given, "replace", f"decoded as {given}, as said")
    return _decide(path, head, sample)


def of_bytes(path: Path, data: bytes, given: str | None = None) -> tuple[str, Decoding]:
    """Decode a small file that is read whole."""
    found = decide(path, [data], given)
    return data.decode(found.encoding, found.errors), found


def wide(data: bytes) -> str | None:
    """Return UTF-16 or UTF-32 if a text is written in it, by its mark or by the zeros beside its letters."""
    for mark, encoding in _MARKS[1:]:
        if data.startswith(mark):
            return encoding
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros, others = data[first::2].count(0), data[1 - first :: 2].count(0)
        if zeros > 0.4 * len(data) / 2 and not others:
            return encoding
    return None


def _decide(path: Path, head: bytes, sample: bytes) -> Decoding:
    if encoding := wide(head[:_SAMPLE]):
        return Decoding(encoding, "replace", f"decoded as {encoding}")
    if not sample:
        return Decoding("utf-8-sig", "strict", "")
    replaced = sample.decode("utf-8", "replace")
    wrong = replaced.count("\ufffd")
    right = len(replaced) - wrong - len(replaced.encode("ascii", "ignore"))
    if right > 2 * wrong:
        return Decoding("utf-8-sig", "replace", "decoded as UTF-8, of which some bytes do not fit")
    foreign = len(sample.translate(None, bytes(range(128))))
    few = foreign < max(_FEW * len(sample), min(_NEEDED, _FEW_IN_SHORT * len(sample)))
    if few and _fits(sample, "cp1252"):
        how = "decoded as windows-1252, which fits the few bytes that are not ASCII"
        return Decoding("cp1252", "replace", how)
    telling = b"\n".join(line for line in sample.splitlines() if not line.isascii())[:_SAMPLE]
    best = charset_normalizer.from_bytes(telling).best()
    if best is None:
        expected = "a text whose encoding can be told, best UTF-8 (or say it: --encoding NAME)"
        raise BadInput(path, expected, value="bytes that fit no encoding of a text")
    return Decoding(best.encoding, "replace", f"decoded as {best.encoding}, the most probable for its letters")


def _misfit(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bytes:
    """Return a chunk that cannot be decoded, else nothing."""
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return chunk or b"?"
    return b""


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
