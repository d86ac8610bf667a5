"""Packed files: each way to pack gives the same articles, bounded and to the last byte, or says what is wrong."""

import bz2
import gzip
import io
import lzma
import random
import sys
import tracemalloc
from datetime import date

import pytest

from analysis.measure import BadInput
from analysis.run import intake
from analysis.run.intake import Limits, opening, packing

TODAY = date(2026, 1, 15)
LIMITS = Limits(unpacked=50_000)
TABLE = b"source,text\nOne,Text one.\nTwo,Text two.\n"
LINES = b'{"source": "One", "text": "Text one."}\n{"source": "Two", "text": "Text two."}\n'
ENDINGS = [".gz", ".bz2", ".xz", ".zst"]
# A frame of Zstandard that is to be skipped; what others may have between two pieces.
BETWEEN = {ending: bytes(12) for ending in ENDINGS} | {".zst": b"\x50\x2a\x4d\x18\4\0\0\0\1\2\3\4"}


def zst(data: bytes) -> bytes:
    return pytest.importorskip("pyarrow").compress(data, codec="zstd", asbytes=True)


PACK = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress, ".zst": zst}


def noise(size: int) -> bytes:
    """Return text that hardly packs."""
    return random.Random(1).randbytes(size // 2).hex().encode()


def texts(path, **options) -> list[str]:
    return intake.read(path, today=TODAY, **options).articles["text"].tolist()


def written(path, data: bytes):
    path.write_bytes(data)
    return path


def unpacked(path, limits: Limits = LIMITS) -> bytes:
    with opening.binary(path, limits) as stream:
        return stream.read()


def test_each_way_to_pack_is_tested_here():
    assert [one.ending for one in packing.PACKINGS] == ENDINGS == list(PACK)


@pytest.mark.parametrize("own", ENDINGS)
@pytest.mark.parametrize("said", ["", *ENDINGS])
@pytest.mark.parametrize(("kind", "data"), [(".csv", TABLE), (".tsv", TABLE), (".jsonl", LINES)])
def test_a_packed_file_is_known_by_its_first_bytes_whatever_its_name(tmp_path, own, said, kind, data):
    path = written(tmp_path / f"A{kind.upper()}{said}", PACK[own](data))
    assert texts(path) == ["Text one.", "Text two."]


@pytest.mark.parametrize("said", ENDINGS)
def test_a_file_that_is_not_packed_may_be_called_so(tmp_path, said):
    assert texts(written(tmp_path / f"a.csv{said}", TABLE)) == ["Text one.", "Text two."]


def test_a_heading_is_no_packing(tmp_path):
    data = TABLE.replace(b"source", b"BZh9,source", 1).replace(b"One", b"x,One").replace(b"Two", b"x,Two")
    assert texts(written(tmp_path / "a.csv", data)) == ["Text one.", "Text two."]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("between", [False, True])
def test_pieces_that_were_joined_are_all_read(tmp_path, ending, between):
    filling = BETWEEN[ending] if between else b""
    pieces = [TABLE[:20], b"", TABLE[20:30], TABLE[30:]]
    data = filling.join(PACK[ending](piece) for piece in pieces)
    assert unpacked(written(tmp_path / "a.csv", data)) == TABLE
    assert unpacked(written(tmp_path / "b.csv", data + filling)) == TABLE
    # Zeros that fill more than is read at a time.
    long = b"".join([PACK[ending](TABLE), BETWEEN[ending] * 20_000, PACK[ending](TABLE)])
    assert unpacked(written(tmp_path / "c.csv", long)) == 2 * TABLE


def test_a_zstandard_file_may_begin_with_what_is_to_be_skipped(tmp_path):
    assert texts(written(tmp_path / "a.csv", BETWEEN[".zst"] + zst(TABLE))) == ["Text one.", "Text two."]


def how_far(path) -> int:
    """Return up to where a file could be unpacked, as its error says it."""
    with pytest.raises(BadInput, match=rf"^{path}: got .*; expected a whole {path.suffix} file") as error:
        intake.read(path, today=TODAY)
    return int(error.value.expected.split("up to byte ")[1].split(" ")[0].replace(",", ""))


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_that_is_cut_off_anywhere_is_refused(tmp_path, ending):
    whole = PACK[ending](TABLE * 3)
    for end in range(packing.HEAD, len(whole)):
        assert how_far(written(tmp_path / f"a.csv{ending}", whole[:end])) <= 3 * len(TABLE)


# Of bzip2, whose blocks of 900 kB are unpacked whole or not at all, more.
@pytest.mark.parametrize(
    ("ending", "size"), [(".gz", 400_000), (".bz2", 3_000_000), (".xz", 400_000), (".zst", 400_000)]
)
def test_how_far_a_file_can_be_unpacked_is_said(tmp_path, ending, size):
    data = TABLE + noise(size)
    whole = PACK[ending](data)
    path = written(tmp_path / f"a.csv{ending}", whole[: 2 * len(whole) // 3])
    # Two thirds, but for a block.
    assert len(data) // 3 < how_far(path) <= 2 * len(data) // 3 + 2**17


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_follows_and_is_no_piece_is_an_error(tmp_path, ending):
    path = written(tmp_path / f"a.csv{ending}", PACK[ending](TABLE) + b"One,Text three.\n")
    assert how_far(path) <= len(TABLE)
    path.write_bytes(PACK[ending](TABLE) + BETWEEN[ending] + PACK[ending](TABLE)[:-1])
    assert how_far(path) <= 2 * len(TABLE)


@pytest.mark.parametrize("ending", [".gz", ".bz2", ".xz"])
def test_a_byte_that_has_changed_is_noticed(tmp_path, ending):
    whole = PACK[ending](TABLE)
    for at in range(packing.HEAD, len(whole)):
        data = bytearray(whole)
        data[at] ^= 0x55
        path = written(tmp_path / f"a.csv{ending}", bytes(data))
        try:
            assert unpacked(path) == TABLE
        except BadInput as error:
            assert f"a whole {ending} file" in str(error)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_bomb_is_refused_and_what_is_allowed_takes_little_memory(tmp_path, ending):
    size = 2**25
    path = written(tmp_path / f"a.csv{ending}", PACK[ending](TABLE + b" " * size))
    assert path.stat().st_size < size / 500
    with pytest.raises(BadInput, match="at most 50,000 bytes, unpacked"):
        intake.read(path, today=TODAY, limits=LIMITS)
    arrow = pytest.importorskip("pyarrow")
    before = arrow.total_allocated_bytes()
    tracemalloc.start()
    try:
        with opening.binary(path, Limits(unpacked=2 * size)) as stream:
            count = held = 0
            while data := stream.read(2**16):
                count += len(data)
                held = max(held, arrow.total_allocated_bytes() - before)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == len(TABLE) + size
    # What looks back furthest, `xz`, may look back 8 MiB.
    assert peak + held < size / 2


def test_a_file_that_takes_much_memory_to_unpack_is_refused(tmp_path, monkeypatch):
    path = written(tmp_path / "a.csv.xz", lzma.compress(TABLE, preset=6))
    monkeypatch.setattr(packing, "_MEMORY", 2**20)
    with pytest.raises(BadInput, match="Memory usage limit exceeded"):
        texts(path)


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_empty_file_is_called_so(tmp_path, ending):
    for data in (b"", PACK[ending](b""), PACK[ending](b"") * 3):
        path = written(tmp_path / f"a.csv{ending}", data)
        with pytest.raises(BadInput, match="got 'an empty file'"):
            texts(path)


@pytest.mark.parametrize("inner", ENDINGS)
@pytest.mark.parametrize("outer", ENDINGS)
def test_what_is_packed_twice_is_refused(tmp_path, inner, outer):
    data = PACK[inner](TABLE)
    # Even if its first bytes lie in two pieces.
    path = written(tmp_path / "a.csv", PACK[outer](data[:1]) + PACK[outer](data[1:]))
    with pytest.raises(BadInput, match=f"a {inner} within a {outer}, whatever its name"):
        texts(path)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_text_of_a_folder_is_not_unpacked_and_its_table_of_metadata_is(tmp_path, ending):
    (tmp_path / "a.txt").write_bytes(b"Text A.")
    (tmp_path / "b.txt").write_bytes(PACK[ending](b"Text B."))
    (tmp_path / f"Metadata.csv{ending}").write_bytes(PACK[ending](b"file,source\na.txt,One\nb.txt,One\n"))
    found = intake.read(tmp_path, today=TODAY)
    assert found.articles[["source", "text"]].to_numpy().tolist() == [["One", "Text A."]]
    assert found.rejected[["file", "reason"]].to_numpy().tolist() == [["b.txt", "unreadable"]]
    assert "not_used" not in found.notes["note"].tolist()


def test_a_packed_copy_of_the_table_of_metadata_changes_nothing(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"Text A.")
    (tmp_path / "about.csv").write_bytes(b"file,source\na.txt,One\n")
    (tmp_path / "about.csv.gz").write_bytes(gzip.compress(b"file,source\na.txt,Two\n"))
    assert intake.read(tmp_path, today=TODAY).articles["source"].tolist() == ["One"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_how_far_the_reading_is_counts_in_packed_bytes(tmp_path, ending):
    rows = b"".join(b"One,%s\n" % line for line in noise(1_500_000).split(b"7"))
    path = written(tmp_path / f"a.csv{ending}", PACK[ending](b"source,text\n" + rows))
    seen: list[int] = []
    at_row = [seen[-1] for _ in intake.records(path, today=TODAY, seen=seen.append)]
    assert seen == sorted(seen)
    assert at_row[0] < path.stat().st_size == at_row[-1]


def test_what_zstandard_needs_is_said(tmp_path, monkeypatch):
    path = written(tmp_path / "a.csv.zst", zst(TABLE))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(BadInput, match=r"a.csv.zst: expected pyarrow, .*install twicetold\[parquet\]"):
        texts(path)
    monkeypatch.undo()
    assert texts(path) == ["Text one.", "Text two."]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_that_was_read_is_closed(tmp_path, ending):
    path = written(tmp_path / "a.csv", PACK[ending](TABLE))
    stream = opening.binary(path, LIMITS)
    file = stream.raw._file
    assert isinstance(file, io.BufferedReader)
    stream.close()
    assert file.closed
