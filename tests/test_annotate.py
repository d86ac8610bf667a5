"""Any number of articles: nothing lost, nothing twice, and the same bytes whoever did the work and however often."""

import gc
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from datetime import date

import pandas as pd
import pyarrow
import pyarrow.parquet as pq
import pytest
from distributed import LocalCluster
from support import ROOT

from analysis import measure
from analysis.measure import BadInput, load, segment, sentences
from analysis.run import annotate as annotation
from analysis.run import intake
from analysis.run.annotate import Wanted, annotate, output, partitions, work
from analysis.run.annotate.command import _tables
from analysis.run.annotate.inputs import expand
from analysis.run.failures import AnnotationFailed

TABLES = _tables(ROOT)
TODAY = date(2026, 6, 1)
TEXT = (
    "On {day} the minister of Russia said that “the promise of {number}” held. It may be so.\n\nNobody answered NATO."
)


def wanted(layers=work.LAYERS, **given):
    return Wanted(layers, TABLES, given.pop("columns", {}), given.pop("today", TODAY), **given)


@pytest.fixture
def articles(tmp_path):
    """Return three files with three articles each; the second holds a blank one and an id that was there before."""
    files = []
    for place in range(3):
        names = [f"a-{place}-{number}" for number in range(3)]
        rows = pd.DataFrame(
            {
                "article_id": ["a-0-0", *names[1:]] if place == 1 else names,
                "source": ["One", "Two", "One"],
                "published": ["2022-01-13", "", "2022-02"],
                "text": [TEXT.format(day="Thursday", number=1990 + number) for number in range(3)],
            }
        )
        if place == 1:
            rows.loc[2, "text"] = " "
        files.append(tmp_path / f"file-{place}.csv")
        rows.to_csv(files[-1], index=False)
    return files


def content(folder):
    """Return the hash of every file under a folder by its path."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def table(folder, name):
    return pd.concat([pd.read_parquet(path) for path in sorted((folder / name).iterdir())], ignore_index=True)


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """Return an undisturbed run by one worker: its input and its folder."""
    folder = tmp_path_factory.mktemp("annotate")
    files = articles.__wrapped__(folder)
    annotate(files, folder / "out", wanted(), workers=1)
    return files, folder / "out"


def test_the_tables_are_what_the_instruments_find(done):
    files, out = done
    read = pd.concat([intake.read(path, today=TODAY).articles for path in files], ignore_index=True)
    given = table(out, "articles")
    read = read.assign(article_id=given["article_id"])
    none = {name: load(ROOT).tables[name].iloc[:0] for name in ("boilerplate", "scars", "roles", "codes", "units")}
    found = measure.layer.find(read, {**TABLES, **none}, measure.LAYERS, {})
    known = {"2022-01-13": "2022-01", "2022-02": "2022-02", "XXXX": ""}
    months = dict(zip(given["article_id"], given["published"].map(known), strict=True))
    for name in ("actors", "statements", "dates", "frames", "stance"):
        assert len(found[name])
        columns = [column for column in found[name] if column != "span_id"]
        own = table(out, name)
        assert own[columns].astype("object").to_numpy().tolist() == found[name][columns].to_numpy().tolist()
        assert own["month"].tolist() == own["article_id"].map(months).tolist()
    words = segment.of(found["segments"], "token")
    terms = table(out, "terms")
    assert terms["count"].sum() == len(words)
    assert dict(zip(terms["term"], terms["count"], strict=True))["promise"] == 1
    assert (
        terms.groupby("term")["count"].sum() == words["term"].value_counts().reindex(sorted(set(words["term"])))
    ).all()
    assert set(table(out, "segments")["unit"]) == {"paragraph", "sentence"}


def test_nothing_is_lost_and_nothing_is_there_twice(done):
    _, out = done
    given, rejected, notes = (table(out, name) for name in ("articles", "rejected", "notes"))
    assert given["article_id"].is_unique
    assert given["article_id"].tolist() == [
        "a-0-0",
        "a-0-1",
        "a-0-2",
        "file-1--2-2",
        "a-1-1",
        "a-2-0",
        "a-2-1",
        "a-2-2",
    ]
    assert rejected[["file", "row", "reason"]].to_numpy().tolist() == [["file-1.csv", 4, "empty"]]
    assert notes.loc[notes["note"] == "article_id", "detail"].tolist() == ["a-0-0: file-1--2-2"]
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert manifest["complete"]
    assert manifest["rows"] == {name: len(table(out, name)) for name in manifest["rows"]}
    assert manifest["inputs"][0]["sha256"]


@pytest.mark.slow
def test_two_workers_write_the_same_bytes(done, tmp_path):
    files, out = done
    annotate(files, tmp_path / "out", wanted(), workers=2)
    assert content(tmp_path / "out") == content(out)


@pytest.mark.slow
def test_a_run_that_was_killed_goes_on_and_ends_with_the_same_bytes(done, tmp_path):
    files, out = done
    again = tmp_path / "out"
    call = [sys.executable, "-m", "analysis.run.command", "--root", str(ROOT), "annotate", *map(str, files)]
    call += ["--out", str(again), "--workers", "1"]
    # As the fixture: else the day of the call is the last on which anything can have been published.
    again.mkdir()
    made = output.open_folder(again, files, wanted())
    running = subprocess.Popen(call, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while not made.done(0) and time.monotonic() < until:
            time.sleep(0.01)
    finally:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    assert made.done(0)
    assert not json.loads((again / "manifest.json").read_text("utf-8"))["complete"]
    # What was half written, and what was written but is not on record.
    (again / ".new-x").mkdir()
    (again / "terms" / "part-000002.parquet").write_bytes(b"half")
    assert subprocess.run(call, check=False, capture_output=True).returncode == 0
    assert content(again) == content(out)


def test_a_folder_made_otherwise_is_refused_with_what_differs(done, tmp_path, articles):
    files, out = done
    before = content(out)
    for given, name in (
        ((files[:2], wanted()), "inputs"),
        ((files, wanted(("terms",))), "layers"),
        ((files, wanted(encoding="utf-8")), "settings"),
        ((files, wanted()._replace(tables={**TABLES, "actors": TABLES["actors"].iloc[:3]})), "actors"),
        ((files, wanted()._replace(tables={**TABLES, "indicators": TABLES["indicators"].iloc[1:]})), "codebook"),
    ):
        with pytest.raises(BadInput, match=f"manifest.json.*{name}"):
            annotate(given[0], out, given[1], workers=1)
    assert content(out) == before
    with pytest.raises(BadInput, match="another folder than the one that is read"):
        annotate(articles, tmp_path, wanted(), workers=1)
    with pytest.raises(BadInput, match="other files"):
        annotate(articles, out / "parts", wanted(), workers=1)


@pytest.mark.slow
def test_what_is_added_later_changes_no_part_that_is_done(done, tmp_path):
    files, out = done
    grown = tmp_path / "out"
    annotate([files[0], files[2]], grown, wanted(), workers=1)
    parts = {name: made for name, made in content(grown).items() if name.endswith(".parquet")}
    # A year later a file is there whose name stands between the others, with articles of that year.
    pd.read_csv(files[1]).assign(published="2027-05-30").to_csv(tmp_path / "file-1.csv", index=False)
    late = [files[0], tmp_path / "file-1.csv", files[2]]
    told = []
    again = wanted(today=date(2027, 6, 1))
    annotate(late, grown, again, workers=1, tell=lambda step: told.append((step.done.number, step.before)))
    assert told == [(0, True), (1, True), (2, False)]
    now = content(grown)
    assert {name: now[name] for name in parts} == parts
    given = table(grown, "articles")
    assert given["file"].drop_duplicates().tolist() == ["file-0.csv", "file-2.csv", "file-1.csv"]
    assert given.loc[given["file"] == "file-1.csv", "published"].tolist() == ["2027-05-30", "2027-05-30"]
    # As one call would have it that is given them in that order; and a third call has nothing to do.
    annotate([files[0], files[2], late[1]], tmp_path / "whole", again, workers=1)
    assert {name: made for name, made in content(tmp_path / "whole").items() if name.endswith(".parquet")} == {
        name: made for name, made in now.items() if name.endswith(".parquet")
    }
    annotate(late[::-1], grown, wanted(today=date(2028, 1, 1)), workers=1)
    assert content(grown) == now


@pytest.mark.slow
def test_a_file_keeps_its_name_when_another_of_that_name_is_added_or_when_it_is_moved(done, tmp_path):
    files, _ = done
    places = [tmp_path / year / "01.csv" for year in ("2016", "2017")]
    for place, own in zip(places, files, strict=False):
        place.parent.mkdir()
        place.write_bytes(own.read_bytes())
    annotate(places[:1], tmp_path / "out", wanted(("terms",)), workers=1)
    before = content(tmp_path / "out")["articles/part-000000.parquet"]
    annotate([tmp_path / "201[67]" / "*.csv"], tmp_path / "out", wanted(("terms",)), workers=1)
    assert content(tmp_path / "out")["articles/part-000000.parquet"] == before
    assert set(table(tmp_path / "out", "articles")["file"]) == {"01.csv", "2017/01.csv"}
    moved = places[0].rename(tmp_path / "jan.csv")
    assert output.open_folder(tmp_path / "out", [places[1], moved], wanted(("terms",))).inputs == [moved, places[1]]


def grown(folder, *calls):
    """Return the articles after calls that were each given some files; nothing is measured but words."""
    for files in calls:
        annotate(files, folder, wanted(("terms",)), workers=1)
    return table(folder, "articles")


def csv(path, *ids):
    path.parent.mkdir(exist_ok=True)
    pd.DataFrame({"article_id": ids, "source": "One", "text": TEXT}).to_csv(path, index=False)
    return path


@pytest.mark.slow
def test_no_two_articles_get_one_id_whatever_is_added_or_moved(tmp_path):
    first = csv(tmp_path / "a.csv", "b-2-0", "b-2-3", "b--2-2")
    second = csv(tmp_path / "b.csv", "", "", "a--1-4")
    found = grown(tmp_path / "out", [first], [first, second])
    moved = first.rename(tmp_path / "b2.csv")
    # Lost, and done again from a file that is called otherwise by now.
    (tmp_path / "out" / "parts" / "000000.json").unlink()
    found = grown(tmp_path / "out", [moved, second, csv(tmp_path / "a.csv", "", "b-2-0")])
    assert found["article_id"].is_unique
    assert found["article_id"].tolist()[:3] == ["b-2-0", "b-2-3", "a--1-4"]
    # What file and row say is one record.
    assert not found.duplicated(["file", "row"]).any()
    assert found["file"].drop_duplicates().tolist() == ["a.csv", "b.csv", f"{tmp_path.name}/a.csv"]


@pytest.mark.slow
def test_what_was_added_by_mistake_can_be_left_out_until_something_of_it_is_on_record(tmp_path):
    files = [csv(tmp_path / f"{name}.csv", name) for name in "abc"]
    grown(tmp_path / "out", files[:1])
    # Killed before the first part of what is new, of which tables lie there already.
    output.open_folder(tmp_path / "out", files[:2], wanted(("terms",)))
    (tmp_path / "out" / "terms" / "part-000002.parquet").write_bytes(b"half")
    found = grown(tmp_path / "out", [files[0], files[2]])
    assert found["article_id"].tolist() == ["a", "c"]
    with pytest.raises(BadInput, match="no c.csv"):
        grown(tmp_path / "out", files[:2])
    grown(tmp_path / "whole", [files[0]], [files[0], files[2]])
    assert content(tmp_path / "whole") == content(tmp_path / "out")


@pytest.mark.slow
def test_a_call_made_again_does_not_read_what_it_has_written(tmp_path):
    files = tmp_path / "files"
    rows = pd.read_csv(csv(files / "a.csv", "a", "b"))
    rows.to_parquet(files / "a.parquet")
    pattern = [f"{files}/**/*.parquet"]
    found = grown(files / "out", pattern, pattern)
    assert found["article_id"].tolist() == ["a", "b"]
    texts = tmp_path / "texts"
    (texts / "One").mkdir(parents=True)
    (texts / "One" / "a.txt").write_text(TEXT)
    with pytest.raises(BadInput, match="--out: got '.*texts/out'; expected a folder that is not in one of texts"):
        grown(texts / "out", [texts])
    assert not (texts / "out").exists()
    found = grown(tmp_path / "out", [texts], [texts])
    (texts / ".hidden").write_text("")
    (tmp_path / "more" / "texts" / "One").mkdir(parents=True)
    (tmp_path / "more" / "texts" / "One" / "a.txt").write_text(TEXT)
    found = grown(tmp_path / "out", [texts, tmp_path / "more" / "texts"])
    assert found["file"].tolist() == ["texts/One/a.txt", "more/texts/One/a.txt"]
    (texts / "One" / "b.txt").write_text(TEXT)
    with pytest.raises(BadInput, match=r"another texts.*new texts: in another folder"):
        grown(tmp_path / "out", [texts])


def test_what_was_added_last_is_still_read_by_the_day_on_which_it_was_new(done, tmp_path):
    files, _ = done
    annotate(files[:1], tmp_path / "out", wanted(today=date(2022, 1, 20)), workers=1)
    before = table(tmp_path / "out", "articles")["published"].tolist()
    assert before == ["2022-01-13", "XXXX", "XXXX"]
    made = output.open_folder(tmp_path / "out", files, wanted())
    assert [own.today for own in made.entries] == [date(2022, 1, 20), TODAY, TODAY]
    (first, *others) = partitions.read(made.inputs, wanted(), made.here, made.entries)
    assert (first.today, {one.today for one in others}) == (date(2022, 1, 20), {TODAY})


def test_an_article_at_which_an_instrument_fails_is_rejected_and_the_others_stay(done, tmp_path, monkeypatch):
    files, out = done
    (part, *_) = partitions.read(files, wanted())
    sound = measure.dates.find

    def find(articles, segments, *, tables):
        if articles["text"].str.contains("1991").any():
            raise ValueError("not this one")
        return sound(articles, segments, tables=tables)

    broken = [one._replace(find=find) if one.name == "dates" else one for one in measure.LAYERS]
    monkeypatch.setattr(measure, "LAYERS", tuple(broken))
    made = work.measure(part, tmp_path, wanted())
    assert made.rows["articles"] == 2
    rejected = pd.read_parquet(tmp_path / "rejected")
    assert rejected[["row", "reason", "detail"]].to_numpy().tolist() == [[3, "instrument", "ValueError: not this one"]]
    first = pd.read_parquet(out / "statements" / "part-000000.parquet")
    kept = pd.read_parquet(tmp_path / "statements")
    assert kept["surface"].tolist() == first.loc[first["article_id"] != "a-0-1", "surface"].tolist()


def test_a_worker_loads_nothing_that_it_does_not_need():
    """Of what draws and builds a book each worker would have a copy."""
    told = "import sys; from analysis.run.annotate import apart, work; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", told], check=True, capture_output=True, text=True).stdout.split()
    assert not {"scipy", "nltk", "wordfreq", "altair", "nbformat", "nbclient", "lxml"} & set(loaded)


def _held():
    first = "nltk.tokenize.punkt" in sys.modules, "scipy" in sys.modules, pyarrow.default_memory_pool().backend_name
    import scipy.stats  # noqa: F401

    return *first, sentences.punkt().tokenize("Mr. A came. B left.")


def test_a_worker_of_ours_has_nltk_without_scipy_and_gives_arrows_memory_back():
    """Whoever asks for SciPy there later has it."""
    with annotation._cluster(None, 1) as client:
        (held,) = client.run(_held).values()
    assert held == (True, False, "system", ["Mr. A came.", "B left."])
    # Of others nothing is changed, this process among them.
    assert pyarrow.default_memory_pool().backend_name != "system"


def test_where_a_partition_ends_follows_from_the_input_alone(articles, monkeypatch):
    monkeypatch.setattr(partitions, "CHARACTERS", 150)
    found = list(partitions.read(articles, wanted()))
    assert [(part.number, part.file, part.first, part.last) for part in found] == [
        (0, "file-0.csv", 2, 3),
        (1, "file-0.csv", 4, 4),
        (2, "file-1.csv", 2, 3),
        (3, "file-1.csv", 4, 4),
        (4, "file-2.csv", 2, 3),
        (5, "file-2.csv", 4, 4),
    ]
    assert [part.names for part in found] == [part.names for part in partitions.read(articles, wanted())]


@pytest.mark.slow
def test_a_worker_of_a_cluster_that_is_killed_loses_nothing(tmp_path):
    rows = pd.read_csv(articles.__wrapped__(tmp_path)[0])
    files = [tmp_path / f"many-{place}.csv" for place in range(12)]
    for place, path in enumerate(files):
        every = pd.concat([rows] * 60, ignore_index=True)
        every.assign(article_id=[f"b-{place}-{number}" for number in range(len(every))]).to_csv(path, index=False)
    annotate(files, tmp_path / "sound", wanted(), workers=2)
    told = []
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster:

        def tell(step):
            told.append(step.done.number)
            if len(told) == 3:
                os.kill(cluster.workers[0].pid, signal.SIGKILL)

        annotate(files, tmp_path / "killed", wanted(), scheduler=cluster.scheduler_address, tell=tell)
    assert sorted(told) == list(range(12))
    assert content(tmp_path / "killed") == content(tmp_path / "sound")


def test_neither_what_is_found_nor_its_types_depend_on_the_partitions(done, tmp_path, monkeypatch):
    files, out = done
    monkeypatch.setattr(partitions, "CHARACTERS", 1)
    for part in partitions.read(files, wanted()):
        work.measure(part, tmp_path, wanted())
    for name in ("articles", "rejected", "notes", *work.LAYERS):
        pd.testing.assert_frame_equal(table(tmp_path, name), table(out, name))
        schemas = {str(pq.read_schema(path)) for path in [*(tmp_path / name).iterdir(), *(out / name).iterdir()]}
        assert len(schemas) == 1, name


def test_patterns_and_folders_of_tables_stand_for_their_files(articles):
    folder = articles[0].parent
    assert expand([folder / "file-[12]*", folder]) == [*articles[1:], articles[0]]
    (folder / "text.txt").write_text("A text, of which a table says something.")
    (folder / "metadata.csv").write_text("file,source\ntext.txt,One\n")
    assert expand([folder, articles[2]]) == [folder, articles[2]]
    with pytest.raises(BadInput, match="pattern that some file matches"):
        expand([folder / "none*.csv"])


@pytest.mark.slow
def test_what_has_been_sent_to_the_workers_is_not_kept(tmp_path, monkeypatch):
    """Of an archive that would be all of it, in the memory of the call."""
    rows = pd.DataFrame({"source": "One", "published": "2022", "text": [f"Nobody spoke in {n}." for n in range(60)]})
    rows.to_csv(tmp_path / "a.csv", index=False)
    monkeypatch.setattr(partitions, "CHARACTERS", 1)
    kept = []

    def tell(step):
        if step.done.number == 59:
            kept.extend(one.number for one in gc.get_objects() if isinstance(one, partitions.Partition))

    annotate([tmp_path / "a.csv"], tmp_path / "out", wanted(("terms",)), workers=1, tell=tell)
    assert len(set(kept)) < 25


def test_a_first_worker_is_waited_for_and_one_that_is_gone_not_for_ever(articles, tmp_path, monkeypatch):
    for name, seconds in {"_PATIENCE": 1, "_LOOK": 0.2, "_LONELY": 0.5}.items():
        monkeypatch.setattr(f"analysis.run.annotate.{name}", seconds)
    monkeypatch.setattr(partitions, "CHARACTERS", 1)
    said, told = [], []
    with LocalCluster(n_workers=0, processes=False, dashboard_address=":0", silence_logs=50) as cluster:

        def start(address):
            said.append(address)
            if address:
                cluster.scale(1)

        def stop(step):
            told.append(step.done.number)
            if len(told) == 1:
                cluster.sync(cluster.workers[0].close)

        address = cluster.scheduler_address
        with pytest.raises(AnnotationFailed, match="for 0.5 seconds the cluster has had no worker"):
            annotate(articles, tmp_path / "out", wanted(("terms",)), scheduler=address, tell=stop, tell_waiting=start)
    assert said == [address, None]
    assert 1 <= len(told) < 9


def test_as_many_partitions_are_sent_as_the_workers_of_the_moment_take(articles, tmp_path, monkeypatch):
    """Those of a cluster may come one after the other."""
    monkeypatch.setattr(partitions, "CHARACTERS", 1)
    workers, sent = [1], []

    class Client:
        def submit(self, _, part, *__, **___):
            return part.number

        def wait_for_workers(self, *_, **__):
            pass

        def scheduler_info(self, **_):
            return {"n_workers": workers[0]}

    def finish(_, running, *__):
        sent.append(len(running))
        workers[0] = 3
        running.pop(min(running))
        return []

    monkeypatch.setattr(annotation, "_finish", finish)
    made = output.open_folder(tmp_path / "out", articles, wanted())
    annotation._run(Client(), made, wanted(), lambda *_, **__: None, print)
    assert sent == [2, 6, 6, 6, 5, 4, 3, 2, 1]


def test_no_cluster_at_an_address_is_said(done, tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.run.annotate._PATIENCE", 1)
    with pytest.raises(BadInput, match="--scheduler.*tcp://127.0.0.1:9"):
        annotate(done[0], tmp_path / "out", wanted(), scheduler="tcp://127.0.0.1:9")
