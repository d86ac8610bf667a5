"""What `annotate` is given: here or at an address, in any packing; interrupted, changed, on a disk that is full."""

import gzip
import hashlib
import json
import resource
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import fsspec
import pandas as pd
import pytest
from support import ROOT
from test_annotate import TABLES, TEXT, TODAY, content, table

from analysis.measure import BadInput
from analysis.run import intake
from analysis.run.annotate import Step, Wanted, annotate, names, output, partitions, work
from analysis.run.annotate.inputs import Remote, expand, labels, shown, size_of
from analysis.run.annotate.progress import Progress
from analysis.run.command import main
from analysis.run.intake import Limits, Note

WANTED = Wanted(("terms",), TABLES, {}, TODAY)


def rows(*ids, **more):
    texts = [TEXT.format(day="Thursday", number=1990 + number) for number in range(len(ids))]
    return pd.DataFrame({"article_id": ids, "source": "One", "text": texts, **more})


def parts(*inputs, **given):
    return list(partitions.read(list(inputs), WANTED, **given))


@pytest.fixture
def web():
    """Return a place at an address, empty before and after."""
    system = fsspec.filesystem("memory")
    system.pipe("/web/2016-a.csv", rows("a-1", "a-2").to_csv(index=False).encode())
    system.pipe("/web/2016-b.csv.gz", gzip.compress(rows("b-1", "a-1").to_csv(index=False).encode(), mtime=0))
    yield system
    system.rm("/web", recursive=True)


@pytest.fixture
def here(web, tmp_path):
    """Return the same files on the disk."""
    web.get("/web", str(tmp_path / "files"), recursive=True)
    return sorted((tmp_path / "files").iterdir())


@pytest.mark.slow
def test_what_is_read_at_an_address_is_what_is_read_here(web, here, tmp_path):
    annotate(["memory://web/2016-*"], tmp_path / "there", WANTED, workers=1)
    annotate(here, tmp_path / "here", WANTED, workers=1)
    there, own = content(tmp_path / "there"), content(tmp_path / "here")
    assert there.pop("manifest.json") != own.pop("manifest.json")
    assert there == own
    assert set(table(tmp_path / "there", "articles")["file"]) == {"2016-a.csv", "2016-b.csv.gz"}
    hashes = [one["sha256"] for one in json.loads((tmp_path / "here" / "manifest.json").read_text())["inputs"]]
    assert json.loads((tmp_path / "there" / "manifest.json").read_text())["inputs"] == [
        {"name": name, "url": f"memory://web/{name}", "sha256": found, "first_given": str(WANTED.today)}
        for name, found in zip(("2016-a.csv", "2016-b.csv.gz"), hashes, strict=True)
    ]


def test_no_copy_stays_and_only_one_is_there_at_a_time(web, tmp_path):
    found = expand(["memory://web/"])
    made = output.open_folder(tmp_path, found, WANTED)
    copies = [[path.name for path in tmp_path.glob(".new-*/*")] for _ in partitions.read(found, WANTED, made.here)]
    assert copies == [["2016-a.csv"], ["2016-b.csv.gz"]]
    assert not list(tmp_path.glob(".new-*"))


def test_a_folder_of_texts_at_an_address_is_one_input(web):
    web.pipe("/web/texts/One/x.txt", b"A text.")
    (found,) = expand(["memory://web/texts"])
    assert (found.name, found.folder, found.size) == ("texts", True, len("A text."))


def on_record(made, place=0):
    """Put a partition of an input on record, so that there is something to go on with."""
    made.record(output.Done(0, place, "a.csv", 2, 3, 10, {"articles": 2}, {}))
    return made


def test_what_has_changed_at_an_address_is_refused(web, tmp_path):
    def read():
        found = expand(["memory://web/2016-a.csv"])
        made = on_record(output.open_folder(tmp_path, found, WANTED))
        return list(partitions.read(found, WANTED, made.here))

    first = read()
    assert read() == first
    web.pipe("/web/2016-a.csv", rows("a-1", "a-3").to_csv(index=False).encode())
    with pytest.raises(BadInput, match=r"^memory://web/2016-a.csv: got 'other'; expected what it was"):
        read()


def test_what_has_changed_before_there_was_a_part_of_it_is_read_anew(web, here, tmp_path):
    def read(out, *inputs):
        made = output.open_folder(tmp_path / out, inputs, WANTED)
        return made, [
            record.values["article_id"]
            for part in partitions.read(made.inputs, WANTED, made.here, made.entries)
            for record in part.records
        ]

    there = expand(["memory://web/"])
    # Of the second there is no part, though it has been read.
    for out, inputs in (("there", there), ("here", here)):
        made, ids = read(out, *inputs)
        assert ids == ["a-1", "a-2", "b-1", "a-1"]
        on_record(made)
    mended = gzip.compress(rows("b-1", "b-2").to_csv(index=False).encode())
    web.pipe("/web/2016-b.csv.gz", mended)
    here[1].write_bytes(mended)
    for out, inputs in (("there", there), ("here", here)):
        made, ids = read(out, *inputs)
        assert ids == ["a-1", "a-2", "b-1", "b-2"]
        known = json.loads((tmp_path / out / "manifest.json").read_text())["inputs"]
        assert known[1]["sha256"] == hashlib.sha256(mended).hexdigest()
        on_record(made, 1)
    web.pipe("/web/2016-b.csv.gz", b"")
    here[1].write_bytes(b"")
    for out, inputs in (("there", there), ("here", here)):
        with pytest.raises(BadInput, match=r"2016-b.csv.gz.*put that back, or give another --out"):
            read(out, *inputs)


def test_an_error_names_the_address_and_no_copy(web, tmp_path):
    web.pipe("/web/bad.csv", b"one,two\n1,2\n")
    found = expand(["memory://web/bad.csv"])
    made = output.open_folder(tmp_path, found, WANTED)
    with pytest.raises(BadInput, match=r"^memory://web/bad.csv: expected a column for source"):
        list(partitions.read(found, WANTED, made.here))
    for given, said in (("none.csv", "nothing there"), ("none-*.csv", "pattern that some file matches")):
        with pytest.raises(BadInput, match=rf"^memory://web/none\S+: got.*{said}"):
            expand([f"memory://web/{given}"])


@pytest.mark.parametrize("name", ["..", "a\x1b[31m.csv", "a\\b.csv"])
def test_a_name_at_an_address_is_no_way_out_and_steers_nothing(web, tmp_path, name):
    web.pipe(f"/web/texts/{name}", b"A text.")
    web.pipe("/web/texts/x.txt", b"A text.")
    (found,) = expand(["memory://web/texts"])
    with pytest.raises(BadInput, match="name of a file") as error:
        found.fetch(tmp_path)
    assert str(error.value).isprintable()


def test_a_package_that_is_not_there_is_named_and_no_secret_is(monkeypatch):
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(BadInput, match=r"^s3://bucket/a.csv: expected.*Install s3fs") as error:
        expand(["s3://me:secret@bucket/a.csv?token=secret"])
    assert "secret" not in str(error.value)
    with pytest.raises(BadInput, match="nope://a.csv.*Protocol not known"):
        expand(["nope://a.csv"])


def test_the_web_is_read_and_no_secret_is_kept(here, tmp_path):
    (here[0].parent / "2017" / "01").mkdir(parents=True)
    rows("d-1").to_csv(here[0].parent / "2017" / "01" / "b.csv", index=False)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(here[0].parent)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    address = f"http://me:secret@127.0.0.1:{server.server_address[1]}"
    try:
        found = [*expand([f"{address}/2016-a.csv?token=secret"]), *expand([f"{address}/2016-*"])]
        made = output.open_folder(tmp_path / "out", found, WANTED)
        read = list(partitions.read(found[1:], WANTED, lambda place, one: made.here(place + 1, one)))
        assert [part.records for part in read] == [part.records for part in parts(*here)]
        assert [size_of(one) for one in found[1:]] == [path.stat().st_size for path in here]
        (deep,) = expand([f"{address}/**/b.csv"])
        assert (deep.name, deep.url) == ("b.csv", shown(f"{address}/2017/01/b.csv"))
        assert "secret" not in (tmp_path / "out" / "manifest.json").read_text()
        with pytest.raises(BadInput, match=r"none.csv: got .*404"):
            expand([f"{address}/none.csv"])
        # A query is not kept: nothing would tell the one from the other.
        with pytest.raises(BadInput, match=r"/2016-a.csv: got 'two of this name'; .*more than user, password") as error:
            expand([f"{address}/2016-a.csv?{query}=secret" for query in "ab"])
        assert "secret" not in str(error.value)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def test_a_place_on_the_disk_may_be_given_as_an_address(here):
    assert expand([f"file://{here[0]}"]) == [here[0]]
    assert expand([f"file://{here[0].parent}"]) == here
    # Whichever way it is named, and however often, it is there once.
    assert expand([here[1], f"file://{here[0].parent}", str(here[0].parent / "2016-*")]) == [here[1], here[0]]
    with pytest.raises(BadInput, match="nothing there"):
        expand([str(here[0]) + "x"])


@pytest.fixture(params=["here", "there"])
def lay(request, tmp_path):
    """Return what lays files into a folder, here or at an address, and tells which of them it stands for."""
    system = fsspec.filesystem("memory")
    place = tmp_path / "laid" if request.param == "here" else "/laid"

    def laid(*names, given=""):
        for name in names:
            if request.param == "here":
                (place / name).parent.mkdir(parents=True, exist_ok=True)
                (place / name).write_bytes(b"")
            else:
                system.pipe(f"/laid/{name}", b"")
        start = str(place) if request.param == "here" else "memory://laid"
        found = expand([f"{start}/{given}".rstrip("/")])
        # What is shown is where it lies.
        assert all(one.path == one.url.removeprefix("memory:/") for one in found if isinstance(one, Remote))
        shown = [one.url if isinstance(one, Remote) else str(one) for one in found]
        assert all(one.startswith(start) for one in shown)
        return [one.removeprefix(start).strip("/") for one in shown]

    yield laid
    if request.param == "there" and system.exists("/laid"):
        system.rm("/laid", recursive=True)


DEEP = ["2016/01.csv", "2016/02.csv.xz", "2016/10/a.JSONL.zst", "2017/01.csv", "b.parquet", "c.tsv.bz2"]


def test_a_folder_stands_for_its_tables_at_any_depth_in_one_order(lay):
    assert lay(*reversed(DEEP)) == DEEP


@pytest.mark.parametrize(
    "beside",
    [
        ["README.txt"],
        ["readme.md", "License.md", "LICENSE", "CHANGES", "changes.md", "2016/README.html", "README.de.md"],
        ["SHA256SUMS", "data.json", "figure.png"],
        [".hidden.txt", ".git/a.md", "2016/.cache/a.csv", ".a.csv", "._b.parquet"],
    ],
)
def test_what_lies_beside_tables_makes_no_folder_of_texts(lay, beside):
    assert lay(*beside, *DEEP) == DEEP


@pytest.mark.parametrize(
    "tables",
    [[], ["metadata.csv"], ["about.tsv"], ["about.csv.gz"], ["a.csv", "a.csv.gz"], ["Metadata.csv", "b/c.csv"]],
)
@pytest.mark.parametrize("texts", [["One/a.txt", "Two/b.txt"], ["a.md", "README.md"], ["One/a.html", "Two/b.htm"]])
def test_a_folder_of_texts_stays_one_with_the_table_that_describes_them(lay, tables, texts):
    assert lay(*texts, *tables) == [""]


@pytest.mark.parametrize(
    "tables",
    [
        ["one.csv", "two.csv"],
        ["2016/01.csv"],
        ["a.jsonl"],
        ["about.csv", "2016/01.csv"],
        DEEP[:4],
        ["1.csv", "b.tsv.xz"],
    ],
)
def test_texts_and_tables_in_one_folder_are_refused_and_a_pattern_says_which(lay, tables):
    with pytest.raises(BadInput, match=r"laid: got '\d \.\w+,.* 1 .txt.*'; expected a folder of tables, or") as error:
        lay(*tables, "notes.txt")
    patterns = [one.rpartition("laid/")[2] for one in error.value.expected.split("'")[1::2]]
    assert sorted({name for one in patterns for name in lay(given=one)}) == sorted(tables)


def test_a_pattern_goes_as_deep_as_it_says_and_leaves_out_what_is_hidden(lay):
    lay(*DEEP, ".hidden/a.csv", "2016/.b.csv")
    assert lay(given="**/*.csv") == ["2016/01.csv", "2017/01.csv"]
    assert lay(given="2016/*.csv*") == ["2016/01.csv", "2016/02.csv.xz"]
    assert lay(given="20*/01.csv") == ["2016/01.csv", "2017/01.csv"]
    assert lay(given="201?") == DEEP[:4]
    assert lay(given=".hid*/*.csv") == [".hidden/a.csv"]
    with pytest.raises(BadInput, match="a pattern that some file matches"):
        lay(given="**/*.ndjson")


def test_what_a_call_has_written_is_no_input_of_the_next(lay):
    ours = ["out/manifest.json", "out/parts/000000.json", "out/terms/part-000000.parquet"]
    assert lay(*ours, *DEEP) == DEEP
    assert lay(given="out") == ["out"]
    other = "other/terms/part-000000.parquet"
    assert lay(other) == sorted([*DEEP, other])


@pytest.mark.parametrize("address", ["", "memory://web/mixed"])
def test_what_else_lies_among_tables_is_said(web, tmp_path, capsys, address):
    # One folder of tables, and one that was left before there were any.
    written = ["out/manifest.json", "out/parts/000000.json", "out/terms/part-000000.parquet", "killed/manifest.json"]
    quiet = ["README.md", "LICENSE", "NOTICE.txt", ".hidden.zip", *written]
    for name in ["a.csv", "deep/b.csv.gz", "deep/old.zip", "x.json", *quiet]:
        web.pipe(f"/web/mixed/{name}", b"")
    web.get("/web/mixed", str(tmp_path / "mixed"), recursive=True)
    given = address or str(tmp_path / "mixed")
    told = []
    found = expand([given], lambda *said: told.append(said))
    assert [getattr(one, "url", str(one)).removeprefix(f"{given}/") for one in found] == ["a.csv", "deep/b.csv.gz"]
    assert told == [(given, "no tables", ["deep/old.zip", "x.json"])]
    Progress().tell_left_out(given, "no tables", [f"{number}.json" for number in range(7)])
    Progress(as_json=True).tell_left_out(given, "no tables", ["x.json"])
    out, err = capsys.readouterr()
    assert err == f"{given}: left out, as no tables: 0.json, 1.json, 2.json, 3.json, 4.json and 2 more\n"
    assert json.loads(out) == {"folder": given, "left_out": ["x.json"], "why": "no tables"}


def test_no_name_of_a_file_or_folder_steers_the_terminal(capsys):
    Progress().tell_left_out("a\x1b[31m/\udcff", "no tables", ["b\r.zip", "\u202ec.zip"])
    assert capsys.readouterr().err == "a�[31m/�: left out, as no tables: b�.zip, �c.zip\n"


def test_no_name_of_the_output_folder_steers_the_terminal(here, tmp_path, capsys):
    (tmp_path / "a\x1b[31m").write_text("No folder.")
    out = tmp_path / "a\x1b[31m" / "out"
    assert main(["--root", str(ROOT), "annotate", str(here[0]), "--out", str(out)]) == 1
    assert capsys.readouterr().err == f"twicetold: {tmp_path}/a�[31m/out: Not a directory\n"


def test_the_help_says_what_json_tells(capsys):
    with pytest.raises(SystemExit):
        main(["annotate", "--help"])
    said = " ".join(capsys.readouterr().out.partition("--json  ")[2].split())
    assert said.startswith("say as lines of JSON what is left out, ")


def test_a_call_that_writes_into_its_input_can_be_made_again(here):
    folder = here[0].parent
    annotate([folder], folder / "out", WANTED, workers=1)
    before = content(folder / "out")
    annotate([folder], folder / "out", WANTED, workers=1)
    assert content(folder / "out") == before


def test_links_to_folders_are_named_and_not_entered_and_a_link_to_nothing_is_refused(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "a.csv").write_bytes(b"")
    (tmp_path / "a" / "b.csv").symlink_to(tmp_path / "a" / "a.csv")
    (tmp_path / "a" / "up.csv").symlink_to(tmp_path)
    told = []
    # Two names of one file are that file once.
    assert expand([tmp_path], lambda *said: told.append(said)) == [tmp_path / "a" / "a.csv"]
    assert told == [(str(tmp_path), "links to folders, to be given by themselves", ["a/up.csv"])]
    assert expand([tmp_path / "a" / "up.csv" / "a" / "a.csv"]) == [tmp_path / "a" / "up.csv" / "a" / "a.csv"]
    (tmp_path / "a" / "c.csv").symlink_to(tmp_path / "none.csv")
    with pytest.raises(BadInput, match=r"c.csv: got 'no file that can be read'"):
        expand([tmp_path])


@pytest.mark.slow
def test_files_of_one_name_are_told_apart_here_and_there(web, tmp_path):
    for name, ids in {"2016/a.csv": ["", "x"], "2017/a.csv": ["", "x"], "2017/b.csv": [""]}.items():
        web.pipe(f"/web/deep/{name}", rows(*ids).to_csv(index=False).encode())
    web.pipe("/web/deep/2018/a.csv", b"source,text\n")
    web.get("/web/deep", str(tmp_path / "deep"), recursive=True)
    found = {}
    for given in ("memory://web/deep", tmp_path / "deep", tmp_path / "deep" / "**" / "*.csv"):
        out = tmp_path / f"out-{len(found)}"
        annotate([given], out, WANTED, workers=1)
        names = [one["name"] for one in json.loads((out / "manifest.json").read_text())["inputs"]]
        assert names == ["2016/a.csv", "2017/a.csv", "b.csv", "2018/a.csv"]
        made = table(out, "articles")
        assert list(zip(made["article_id"], made["file"], strict=True)) == [
            *[("a--1-2", "2016/a.csv"), ("x", "2016/a.csv"), ("a--2-2", "2017/a.csv"), ("a--2-3", "2017/a.csv")],
            ("b--3-2", "b.csv"),
        ]
        notes = table(out, "notes")
        assert set(notes.loc[notes["note"] == "article_id", "file"]) == {"2017/a.csv"}
        assert set(table(out, "rejected")["file"]) == {"2018/a.csv"}
        found[str(given)] = content(out)
        found[str(given)].pop("manifest.json")
    assert len(found) == 3
    assert len({repr(sorted(one.items())) for one in found.values()}) == 1


def test_names_tell_apart_what_they_can(web):
    places = ["/a/x/1.csv", "/a/y/1.csv", "/b/y/1.csv", "/b/2.csv"]
    assert labels([Path(one) for one in places]) == ["x/1.csv", "a/y/1.csv", "b/y/1.csv", "2.csv"]
    for name in ("a/1.csv", "b/1.csv"):
        web.pipe(f"/web/names/{name}", b"")
    assert labels([*expand(["memory://web/names"]), Path("/b/1.csv")]) == ["a/1.csv", "names/b/1.csv", "b/1.csv"]


def test_texts_of_a_folder_are_named_as_in_a_book(tmp_path):
    folder = tmp_path / "texts"
    for name in ("One/plain.txt", "One/not plain.txt", "Two/plain.txt", "Two/other.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("The minister said so.")
    (part,) = parts(folder)
    assert part.names == ["texts--1-1", "plain", "other", "texts--1-4"]
    own = intake.read(folder, today=TODAY).articles["article_id"].tolist()
    assert [name for name in own if name in part.names] == ["plain", "other"]


@pytest.mark.parametrize("characters", [1, 2_000_000])
def test_a_made_id_meets_no_given_one_wherever_it_comes(tmp_path, monkeypatch, characters):
    monkeypatch.setattr(partitions, "CHARACTERS", characters)
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    rows("two--2-3", "TWO--2-2", "one--1-9", "one-1-6", "").to_csv(one, index=False)
    rows("", "", "one-1-6").to_csv(two, index=False)
    found = [name for part in parts(one, two) for name in part.names]
    assert found == ["one--1-2", "one--1-3", "one--1-4", "one-1-6", "one--1-6", "two--2-2", "two--2-3", "two--2-4"]


def test_two_ids_with_one_hash_cost_a_note_and_nothing_else(monkeypatch):
    monkeypatch.setattr(names, "_hash", len)
    found = names.Names(["a"])
    assert found.assign(0, ["x", "yy", "z"], [2, 3, 4]) == ["x", "yy", "a--1-4"]
    assert found.assign(0, ["y", "zzz"], [5, 6]) == ["a--1-5", "zzz"]


def test_ids_take_eight_bytes_each_and_few_places_to_look_in():
    found = names.Names(["a"])
    for number in range(300):
        ids = [f"{number}-{row}" for row in range(100)]
        assert found.assign(0, ids, range(100)) == ids
    assert sum(run.nbytes for run in found._runs) == 8 * 30_000
    assert len(found._runs) < 12
    assert found.assign(0, ["7-7", "299-99"], [1, 2]) == ["a--1-1", "a--1-2"]


@pytest.mark.parametrize("characters", [1, 2_000_000])
def test_what_is_noted_after_the_last_record_is_on_record(here, monkeypatch, characters):
    sound = intake.records

    def records(path, *, notes, **given):
        yield from sound(path, notes=notes, **given)
        notes.append(Note(path.name, 0, "columns", "at the end"))

    monkeypatch.setattr(intake, "records", records)
    monkeypatch.setattr(partitions, "CHARACTERS", characters)
    # So that the end has not been seen with the beginning.
    monkeypatch.setattr(partitions, "_FIRST", 1)
    assert [note.detail for part in parts(*here) for note in part.notes] == ["at the end"] * 2


def test_the_parts_are_all_of_the_input(here, monkeypatch, tmp_path):
    frame = rows(*(f"c-{number}" for number in range(700)))
    frame.to_json(tmp_path / "c.jsonl", orient="records", lines=True)
    frame.to_parquet(tmp_path / "d.parquet")
    (tmp_path / "texts" / "One").mkdir(parents=True)
    for number in range(3):
        (tmp_path / "texts" / "One" / f"{number}.txt").write_text("A text." * number)
    monkeypatch.setattr(partitions, "CHARACTERS", 20_000)
    given = [*here, tmp_path / "c.jsonl", tmp_path / "d.parquet", tmp_path / "texts"]
    found = parts(*given)
    assert len(found) > len(given)
    assert all(part.size >= 0 for part in found)
    assert sum(part.size for part in found) == sum(map(size_of, given))
    # Of a file that is read in pieces, not all at once.
    assert sum(part.size > 0 for part in found if part.file == "d.parquet") > 1


def step(number, share, *, before=False):
    return Step(SimpleNamespace(number=number, rows={"articles": 10}, characters=100), share, before)


def test_the_time_left_is_of_this_run_alone():
    now = [0.0]
    progress = Progress(as_json=True, clock=lambda: now[0])
    assert progress.figures()["seconds_left"] is None
    now[0] = 7.0
    progress.tell(step(0, 0.5, before=True))
    assert progress.figures() == {
        **{"articles": 10, "characters": 100, "share": 0.5},
        **{"articles_per_second": None, "seconds_left": None},
    }
    now[0] = 17.0
    progress.tell(step(1, 0.25))
    assert progress.figures() == {
        **{"articles": 20, "characters": 200, "share": 0.75},
        **{"articles_per_second": 1.0, "seconds_left": 10},
    }
    progress.tell(step(2, None))
    assert progress.figures()["share"] is progress.figures()["seconds_left"] is None


def test_without_a_terminal_it_says_little_and_as_json_all(capsys):
    now = [0.0]
    for as_json in (False, True):
        progress = Progress(as_json=as_json, clock=lambda: now[0])
        for number in range(10):
            now[0] += 1
            progress.tell(step(number, 0.1))
    said = capsys.readouterr()
    assert [line.partition(":")[0] for line in said.err.splitlines()] == ["10%", "60%"]
    told = [json.loads(line) for line in said.out.splitlines()]
    assert [line["share"] for line in told] == [round(0.1 * number, 1) for number in range(1, 11)]
    assert told[-1]["seconds_left"] == 0


def test_on_a_terminal_it_is_one_line(monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with Progress() as progress:
        for number in range(4):
            progress.tell(step(number, 0.25))
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "100 %" in said
    assert "40 articles" in said


def call(files, out):
    own = ["--layers", "terms", "--out", str(out), "--workers", "1"]
    return [sys.executable, "-m", "analysis.run.command", "--root", str(ROOT), "annotate", *map(str, files), *own]


@pytest.mark.slow
def test_a_full_disk_is_said_in_a_line_and_then_the_run_goes_on(here, tmp_path):
    # The words of the last file need more room than all before.
    frame = rows(*(f"c-{number}" for number in range(400)))
    words = [" ".join(f"{number * 7919 + place}x" for place in range(90)) for number in range(400)]
    frame.assign(text=[f"{text} {more}" for text, more in zip(frame["text"], words, strict=True)]).to_csv(
        tmp_path / "z.csv", index=False
    )
    files = [*here, tmp_path / "z.csv"]
    annotate(files, tmp_path / "sound", WANTED, workers=1)
    sizes = {path: path.stat().st_size for path in (tmp_path / "sound").rglob("*") if path.is_file()}
    most = max(size for path, size in sizes.items() if "000002" not in path.name)
    assert max(sizes.values()) > most + 1
    out = tmp_path / "out"
    output.open_folder(out, files, WANTED)

    def narrow():
        resource.setrlimit(resource.RLIMIT_FSIZE, (most + 1, most + 1))

    done = subprocess.run(call(files, out), check=False, capture_output=True, text=True, preexec_fn=narrow)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("twicetold: z.csv, rows 2 to 401: OSError: [Errno 27]")
    assert "Traceback" not in done.stderr
    assert [path.name for path in sorted((out / "parts").iterdir())] == ["000000.json", "000001.json"]
    assert not json.loads((out / "manifest.json").read_text())["complete"]
    assert subprocess.run(call(files, out), check=False, capture_output=True).returncode == 0
    assert content(out) == content(tmp_path / "sound")


@pytest.mark.slow
def test_a_torn_record_or_table_is_done_again(here, tmp_path):
    annotate(here, tmp_path / "sound", WANTED, workers=1)
    out = tmp_path / "out"
    annotate(here, out, WANTED, workers=1)
    whole = (out / "parts" / "000000.json").read_bytes()
    made = output.open_folder(out, here, WANTED)
    for torn in (b"", b"\0" * 100, whole[: len(whole) // 2], b"[]", b"{}", b'{"number": 0}'):
        (out / "parts" / "000000.json").write_bytes(torn)
        assert made.done(0) is None, torn
    data = out / "terms" / "part-000001.parquet"
    data.write_bytes(data.read_bytes()[:-1])
    assert made.done(1) is None
    (out / "parts" / ".new-000001.json").write_bytes(b"{")
    (out / ".new-manifest.json").write_bytes(b"{")
    again = []
    annotate(here, out, WANTED, workers=1, tell=lambda step: again.append((step.done.number, step.before)))
    assert sorted(again) == [(0, False), (1, False)]
    assert content(out) == content(tmp_path / "sound")


def test_a_folder_that_was_left_before_its_manifest_was_whole_is_begun_anew(here, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / ".new-manifest.json").write_text("{")
    output.open_folder(tmp_path / "out", here, WANTED)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["manifest.json", "parts", "terms"]
    for other in ('{"name": "An app"}', "{", "[1]"):
        (tmp_path / "out" / "manifest.json").write_text(other)
        with pytest.raises(BadInput, match=r"manifest.json: got.*another folder"):
            annotate(here, tmp_path / "out", WANTED, workers=1)


def test_a_manifest_that_cannot_be_written_is_named_and_the_old_one_stays(here, tmp_path, monkeypatch):
    made = output.open_folder(tmp_path / "out", here, WANTED)
    before = (tmp_path / "out" / "manifest.json").read_bytes()

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(output.os, "fsync", full)
    with pytest.raises(OSError, match=r"No space left on device: '.*manifest.json'"):
        made.close()
    assert (tmp_path / "out" / "manifest.json").read_bytes() == before


def test_which_file_has_changed_is_said_on_one_line(here, tmp_path):
    on_record(output.open_folder(tmp_path / "out", here, WANTED), 1)
    here[1].write_bytes(here[1].read_bytes() + b"\0")
    with pytest.raises(BadInput, match=r"column 'inputs': got 'another 2016-b.csv.gz'") as error:
        output.open_folder(tmp_path / "out", here, WANTED)
    assert "2016-a.csv" not in str(error.value)
    here[1].unlink()
    with pytest.raises(BadInput, match=r"column 'inputs': got 'no 2016-b.csv.gz'"):
        output.open_folder(tmp_path / "out", here[:1], WANTED)
    on_record(output.open_folder(tmp_path / "out2", here[:1], WANTED))
    with pytest.raises(BadInput, match=r"column 'settings': got '{\"date_order\": \"dmy\"}'.*{\"date_order\": null}"):
        output.open_folder(tmp_path / "out2", here[:1], WANTED._replace(date_order="dmy"))


def test_an_address_is_kept_whole_from_the_call_on(web, tmp_path):
    assert isinstance(expand(["memory://web/2016-a.csv"])[0], Remote)
    done = subprocess.run(
        call(["memory://web/none.csv"], tmp_path / "out"), check=False, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.startswith("twicetold: memory://web/none.csv: got 'nothing there'")


def test_of_several_files_one_that_cannot_be_read_stops_nothing(here, tmp_path):
    empty, torn = tmp_path / "empty.csv", tmp_path / "torn.csv.gz"
    empty.write_text("source,text\n")
    torn.write_bytes(here[1].read_bytes()[:-12])
    read = list(partitions.read([here[0], empty, torn, here[1]], WANTED))
    assert [part.number for part in read] == list(range(len(read)))
    whole = [part for part in read if part.records]
    assert [part.file for part in whole] == [here[0].name, here[1].name]
    said = {row.file: row for part in read for row in part.rejected}
    assert set(said) == {"empty.csv", "torn.csv.gz"}
    assert {row.reason for row in said.values()} == {"unread"}
    assert "a row for each article" in said["empty.csv"].detail
    assert "whole .gz file" in said["torn.csv.gz"].detail
    assert sum(part.size for part in read) == sum(path.stat().st_size for path in (*here, empty, torn))
    for own in read:
        done = work.measure(own, tmp_path, WANTED)
        assert done.rows["rejected"] == len(own.rejected)


def test_if_no_file_can_be_read_the_first_says_why(here, tmp_path):
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_text("source,text\n")
    with pytest.raises(BadInput, match="one.csv"):
        list(partitions.read([tmp_path / "one.csv", tmp_path / "two.csv"], WANTED))


def test_a_file_may_be_larger_than_a_book_takes(here, monkeypatch):
    monkeypatch.setattr(Limits.__new__, "__defaults__", (20_000_000, 100, 1000))
    with pytest.raises(BadInput, match="at most 100 bytes"):
        list(intake.records(here[0], today=WANTED.today))
    assert sum(len(part.records) for part in partitions.read(here[:1], WANTED))


def test_a_call_that_came_to_nothing_leaves_the_folder_to_the_next(here, tmp_path):
    out = tmp_path / "out"
    output.open_folder(out, here, WANTED)
    (out / "terms").mkdir(exist_ok=True)
    (out / "terms" / "part-000000.parquet").write_bytes(b"not on record")
    made = output.open_folder(out, here[:1], WANTED._replace(layers=("segments",), date_order="dmy"))
    assert sorted(path.name for path in made.folder.iterdir()) == ["manifest.json", "parts", "segments"]
    assert json.loads((out / "manifest.json").read_text("utf-8"))["settings"]["date_order"] == "dmy"


def test_two_calls_at_once_are_one_too_many(tmp_path):
    with output.locked(tmp_path / "out"):
        with pytest.raises(BadInput, match="no other call is writing into"), output.locked(tmp_path / "out"):
            pass
        assert (tmp_path / "out").is_dir()
    assert not (tmp_path / "out").exists()
    with output.locked(tmp_path / "out"):
        (tmp_path / "out" / "file").write_text("kept")
    assert (tmp_path / "out" / "file").is_file()
