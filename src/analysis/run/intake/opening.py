"""Open a file as bytes, unpacked and bounded, and as text in lines that cannot fill the memory."""

import io
from collections import deque
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import IO, Any

from ...measure import BadInput
from ...measure.tables import read_table
from . import decoding
from .packing import FAULTS, HEAD, Packing, packing_of
from .record import Limits, Note

WANTED = "a CSV, TSV, JSON Lines or Parquet file, or a folder of .txt, .md or .html files"
_CHUNK = 2**20
# Of a file's beginning, the share of control characters from which it is no text.
_BINARY = 0.05


class TooLong(ValueError):
    """A line over the limit; its beginning."""


class _Bounded(io.RawIOBase):
    """Bytes of a file, unpacked, and no more of them than allowed; every fault of the packing is a `BadInput`.

    `packing` is how the file is packed, `seen` is told how far in it the bytes have been read.
    """

    def __init__(
        self, path: Path, file: IO[bytes], stream: Any, limit: int, seen: Callable | None, packing: Packing | None
    ) -> None:
        self._path, self._file, self._stream, self._limit, self._count = path, file, stream, limit, 0
        self._seen, self.packing = seen, packing
        # What would read on until there is enough would lose all of that at a fault.
        self._read = getattr(stream, "read1", stream.read)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        try:
            data = self._read(len(buffer))
        except FAULTS as error:
            ending = self.packing.ending if self.packing else ""
            expected = f"a whole {ending} file (this one can be unpacked up to byte {self._count:,} only)"
            raise BadInput(self._path, expected, value=error) from None
        self._count += len(data)
        if self._count > self._limit:
            raise BadInput(self._path, f"a file of at most {self._limit:,} bytes, unpacked", value="more than that")
        buffer[: len(data)] = data
        if self._seen:
            self._seen(self._file.tell())
        return len(data)

    def close(self) -> None:
        self._stream.close()
        # Not every one that unpacks closes what it unpacks.
        self._file.close()
        super().close()


def binary(path: Path, limits: Limits, seen: Callable[[int], None] | None = None) -> io.BufferedReader:
    """Open a file for reading bytes: of one that is packed, whatever its name, those packed in it."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise BadInput(path, "a file that can be read here", value=error.strerror) from None
    packing = packing_of(file.read(HEAD))
    file.seek(0)
    try:
        stream = packing.unpack(path, file) if packing else file
    except BadInput:
        file.close()
        raise
    return io.BufferedReader(_Bounded(path, file, stream, limits.unpacked, seen, packing), _CHUNK)


def text(
    path: Path,
    limits: Limits,
    encoding: str | None,
    notes: list[Note],
    name: str,
    seen: Callable[[int], None] | None = None,
) -> io.TextIOWrapper:
    """Open a file for reading text without changing its line ends, after one pass that finds its encoding.

    `seen` is told how many bytes of the file, as it lies there, have been read since.

    Raises
    ------
    BadInput
        If the file is empty or none of text, or is cut off or too large once it is unpacked.
    """
    with binary(path, limits) as stream:
        first = stream.read(_CHUNK)
        check_kind(path, first[:4096], stream.raw.packing)
        found = decoding.decide(path, chain([first], iter(lambda: stream.read(_CHUNK), b"")), encoding)
    if found.how:
        notes.append(Note(name, 0, "encoding", found.how))
    return io.TextIOWrapper(binary(path, limits, seen), encoding=found.encoding, errors=found.errors, newline="")


def check_kind(path: Path, head: bytes, packing: Packing | None = None) -> None:
    """Refuse a file that is none of text, by how it begins; `packing` is what it was unpacked from."""
    if not head:
        raise BadInput(path, WANTED, value="an empty file")
    kind = next((kind for begins, kind in _kinds() if head.startswith(begins)), "")
    if not kind and (inner := packing_of(head)):
        kind = f"a {inner.ending} " + (f"within a {packing.ending}" if packing else "file")
    if kind:
        raise BadInput(path, WANTED, value=f"{kind}, whatever its name")
    if decoding.wide(head) is None:
        control = sum(byte < 32 and byte not in b"\t\n\v\f\r\x1b" for byte in head)
        if control > _BINARY * len(head) and control > 32:
            raise BadInput(path, WANTED, value="a file that is not text")


class Lines(Iterator[str]):
    """The lines of a text, each with its end; lines that were taken can be put back."""

    def __init__(self, stream: io.TextIOBase, limit: int) -> None:
        self._stream, self._limit = stream, limit
        self._back: deque[str] = deque()

    def __next__(self) -> str:
        if self._back:
            return self._back.popleft()
        line = self._stream.readline(self._limit + 1)
        if not line:
            raise StopIteration
        if len(line) > self._limit:
            rest = line
            while rest and not rest.endswith(("\n", "\r")):
                rest = self._stream.readline(_CHUNK)
            raise TooLong(line[:1000])
        return line

    def put_back(self, lines: list[str]) -> None:
        """Put lines back, to be taken again in their order."""
        self._back.extendleft(reversed(lines))


@cache
def _kinds() -> tuple[tuple[bytes, str], ...]:
    table = read_table(Path(__file__).with_name("kinds.csv"), ("begins", "kind"), required=("begins", "kind"))
    return tuple((bytes.fromhex(row.begins), row.kind) for row in table.itertuples())
