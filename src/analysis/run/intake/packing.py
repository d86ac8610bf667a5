"""How files are packed: by which endings and first bytes each way is known, and how it is unpacked, bit by bit.

Whatever was packed in several pieces one after the other, as parts that were joined are, is unpacked to the last.
"""

import bz2
import gzip
import lzma
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, NamedTuple

from ...measure import BadInput

# What is raised for bytes that cannot be unpacked, or that end too early.
FAULTS = (OSError, EOFError, zlib.error, lzma.LZMAError)
_BLOCK = 2**16
# Bytes that unpacking an .xz may take, whatever it asks for: `xz -9` takes a quarter. For .zst Arrow has such a limit.
_MEMORY = 2**28
# Bytes that Arrow gives at a time. Those before a fault it keeps to itself, so that they are few.
_FEW = 2**12


class Packing(NamedTuple):
    """A way to pack: the ending of names, how such a file begins, and what unpacks one, given its path for errors."""

    ending: str
    begins: re.Pattern[bytes]
    unpack: Callable[[Path, IO[bytes]], Any]


class _Pieces:
    """The bytes that are packed in one piece or several, between which there may be zeros.

    The classes of the standard library for whole files take whatever follows such zeros, or is no piece, for nothing.
    """

    def __init__(self, file: IO[bytes], new: Callable[[], Any]) -> None:
        self._file, self._new, self._piece = file, new, new()

    def read(self, size: int) -> bytes:
        while True:
            data = b""
            if self._piece.eof:
                data = self._piece.unused_data.lstrip(b"\0")
                while not data:
                    if not (data := self._file.read(_BLOCK)):
                        return b""
                    data = data.lstrip(b"\0")
                self._piece = self._new()
            elif self._piece.needs_input and not (data := self._file.read(_BLOCK)):
                msg = "it ends in the middle"
                raise EOFError(msg)
            if found := self._piece.decompress(data, size):
                return found

    def close(self) -> None:
        self._file.close()


class _Arrow:
    """The bytes of a Zstandard file."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        try:
            import pyarrow as arrow
        except ImportError:
            expected = "pyarrow, to unpack .zst: install twicetold[parquet], or give it unpacked"
            raise BadInput(path, expected) from None
        self._stream = arrow.CompressedInputStream(arrow.PythonFile(file, mode="r"), "zstd")

    def read(self, size: int) -> bytes:
        return self._stream.read(min(size, _FEW))

    def close(self) -> None:
        self._stream.close()


def _gz(_: Path, file: IO[bytes]) -> gzip.GzipFile:
    return gzip.GzipFile(fileobj=file)


def _bz2(_: Path, file: IO[bytes]) -> _Pieces:
    return _Pieces(file, bz2.BZ2Decompressor)


def _xz(_: Path, file: IO[bytes]) -> _Pieces:
    return _Pieces(file, lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MEMORY))


# The only list of them. Of bzip2 the first three bytes could begin a heading, so it is known by those of its first
# block, or of its end; what begins a Zstandard file may be a frame that is to be skipped, as pzstd writes it.
PACKINGS = (
    Packing(".gz", re.compile(rb"\x1f\x8b"), _gz),
    Packing(".bz2", re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)"), _bz2),
    Packing(".xz", re.compile(rb"\xfd7zXZ\x00"), _xz),
    Packing(".zst", re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"), _Arrow),
)
# First bytes that tell.
HEAD = 10


def packing_of(head: bytes) -> Packing | None:
    """Return how a file is packed that begins so, None if it is not."""
    return next((one for one in PACKINGS if one.begins.match(head)), None)


def unpacked_name(name: str) -> str:
    """Return a file's name in lower case, without the ending that says how it is packed.

    Examples
    --------
    >>> unpacked_name("2016.CSV.gz"), unpacked_name("2016.csv.zst"), unpacked_name("2016.csv")
    ('2016.csv', '2016.csv', '2016.csv')
    """
    name = name.lower()
    ending = next((one.ending for one in PACKINGS if name.endswith(one.ending)), "")
    return name.removesuffix(ending)
