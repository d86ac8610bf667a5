"""Articles that end the process which measures them: each a row of `rejected`, all others as if it weren't there."""

import json
import os
import pickle
import signal
import subprocess
import sys
import time
from pathlib import Path

import dask
import pandas as pd
import pytest
from distributed import LocalCluster
from support import ROOT
from test_annotate import TEXT, content, table, wanted

from analysis.run import annotate as annotation
from analysis.run.annotate import AnnotationFailed, annotate, apart, output, partitions, work
from analysis.run.annotate.progress import Progress
from analysis.run.intake import Note

# Read by every Python that starts where it lies: the workers, and the processes of their own.
HOOK = """
import os, signal, sys, threading, time
from analysis.measure import layer
from analysis.run.intake import cleaning

def fall(text, how):
    # Dask measures in a thread of its own.
    kind = "own" if threading.current_thread() is threading.main_thread() else "worker"
    with open(os.environ["FALLEN"], "a") as stream:
        stream.write(f"{kind} {os.getpid()}\\n")
    how()

def find(articles, *given, sound=layer.find):
    print("What is printed is no answer.")
    for word, how in {
        "KILL": lambda: os.kill(os.getpid(), signal.SIGKILL),
        "FAULT": lambda: os.kill(os.getpid(), signal.SIGSEGV),
        "EXIT": lambda: sys.exit(1),
        "WAIT": lambda: time.sleep(60),
    }.items():
        if articles["text"].str.contains(word).any():
            fall(word, how)
    return sound(articles, *given)

def clean(text, *, sound=cleaning.clean):
    if "READER" in text:
        fall(text, lambda: os._exit(1))
    return sound(text)

layer.find, cleaning.clean = find, clean
"""


@pytest.fixture
def fallen(tmp_path, monkeypatch):
    """Have texts that say so end the process; return a function that says which kinds of processes have."""
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(HOOK)
    before = os.environ.get("PYTHONPATH")
    places = [str(tmp_path / "hook"), str(ROOT / "src"), *([before] if before else [])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(places))
    # Workers have the places of whoever starts them.
    monkeypatch.syspath_prepend(str(tmp_path / "hook"))
    monkeypatch.setenv("FALLEN", str(tmp_path / "fallen"))
    return lambda: [line.split()[0] for line in lines(tmp_path / "fallen")]


def lines(path):
    return path.read_text().splitlines() if path.exists() else []


def written(folder, *files):
    """Write files of articles, of which some texts are given."""
    folder.mkdir()
    paths = []
    for place, more in enumerate(files):
        texts = [more.get(row) or TEXT.format(day="Thursday", number=1990 + row) for row in range(5)]
        if more.get("only"):
            texts = texts[:1]
        paths.append(folder / f"file-{place}.csv")
        names = [f"a-{place}-{row}" for row in range(len(texts))]
        given = {"article_id": names, "source": "One", "published": "2022-01-13", "text": texts}
        pd.DataFrame(given).to_csv(paths[-1], index=False)
    return paths


def rejected(folder):
    return table(folder, "rejected")[["file", "row", "reason", "detail", "excerpt"]].to_numpy().tolist()


def tables(folder):
    """Return the hash of every file of what is found, and of the articles."""
    found = content(folder)
    return {name: own for name, own in found.items() if name.split("/")[0] in ("articles", "notes", *work.LAYERS)}


def row(place, number, text):
    return [f"file-{place}.csv", number, "instrument", apart.ENDS, text]


@pytest.mark.slow
def test_an_article_that_kills_its_worker_is_rejected_and_the_others_are_as_without_it(fallen, tmp_path):
    bad = "The minister said: KILL the process."
    files = written(tmp_path / "bad", {}, {3: bad}, {})
    told, aside = [], []
    annotate(
        files,
        tmp_path / "out",
        wanted(),
        workers=1,
        tell=lambda step: told.append(step.done.number),
        tell_aside=lambda part: aside.append(part.number),
    )
    assert (told, aside) == ([0, 2, 1], [1])
    assert rejected(tmp_path / "out") == [row(1, 5, bad)]
    # One worker; then beside it: all, all again, the later three, of these the later two, the one, and it once more.
    assert fallen() == ["worker"] + 6 * ["own"]
    # A blank row leaves the others where they are.
    annotate(written(tmp_path / "good", {}, {3: " "}, {}), tmp_path / "without", wanted(), workers=1)
    assert tables(tmp_path / "out") == tables(tmp_path / "without")
    assert not list((tmp_path / "out").glob(".new-*"))


@pytest.mark.slow
def test_articles_that_end_processes_in_any_way_and_a_run_of_them_that_is_killed(fallen, tmp_path, capfd):
    texts = ["A FAULT in C, said the minister.", "Of the READER of it.", "To EXIT, he said."]
    files = written(tmp_path / "bad", {0: texts[0], 4: texts[1]}, {}, {0: texts[2], "only": True}, {})
    annotate(files, tmp_path / "sound", wanted(), workers=2)
    assert rejected(tmp_path / "sound") == [row(0, 2, texts[0]), row(0, 6, texts[1]), row(2, 2, texts[2])]
    assert len(table(tmp_path / "sound", "articles")) == 3 + 5 + 0 + 5
    # Nor does Python say many words over one that has ended.
    assert "Fatal" not in capfd.readouterr().err
    out = tmp_path / "out"
    out.mkdir()
    output.open_folder(out, files, wanted())
    before = len(fallen())
    call = [sys.executable, "-m", "analysis.run.command", "--root", str(ROOT), "annotate", *map(str, files), "--json"]
    call += ["--out", str(out), "--workers", "2"]
    running = subprocess.Popen(call, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        # In the midst of what was put aside.
        while fallen()[before:].count("own") < 5 and time.monotonic() < until:
            time.sleep(0.01)
    finally:
        os.killpg(running.pid, signal.SIGKILL)
        said = running.communicate()[0]
    assert b'{"complete"' not in said
    assert not json.loads((out / "manifest.json").read_text("utf-8"))["complete"]
    annotate(files, out, wanted(), workers=1)
    assert content(out) == content(tmp_path / "sound")


@pytest.mark.slow
@pytest.mark.parametrize("allowed", [0, 3])
def test_such_an_article_at_a_cluster_that_blames_its_neighbours_too(fallen, tmp_path, allowed):
    bad = "KILL it, the minister said."
    files = written(tmp_path / "bad", {}, {3: bad}, {}, {1: bad}, {})
    aside = []
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": allowed}),
        LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=":0", silence_logs=50) as cluster,
    ):
        given = {"scheduler": cluster.scheduler_address, "tell_aside": lambda part: aside.append(part.number)}
        annotate(files, tmp_path / "out", wanted(), **given)
    # Those that waited at a worker that died are blamed too where no death is allowed.
    assert set(aside) >= {1, 3} if allowed == 0 else aside == [1, 3]
    assert rejected(tmp_path / "out") == [row(1, 5, bad), row(3, 3, bad)]
    assert fallen().count("worker") <= 2
    annotate(written(tmp_path / "good", {}, {3: " "}, {}, {1: " "}, {}), tmp_path / "without", wanted(), workers=1)
    assert tables(tmp_path / "out") == tables(tmp_path / "without")


@pytest.fixture
def part(tmp_path):
    found = next(partitions.read(written(tmp_path / "files", {}), wanted()))
    return found._replace(notes=[Note(found.file, 0, "encoding", "utf-16")])


def ended(monkeypatch, when):
    """Have a process of its own end when the records that it is given and the number of the trial say so."""
    tried = []

    def trial(part, wanted):
        tried.append([record.row for record in part.records])
        return None if when(tried[-1], len(tried)) else work.find(part, wanted)

    monkeypatch.setattr(apart, "_trial", trial)
    return tried


def test_what_is_too_large_only_together_is_all_measured(part, tmp_path, monkeypatch):
    ended(monkeypatch, lambda rows, _: len(rows) > 1)
    (tmp_path / "whole").mkdir()
    (tmp_path / "halves").mkdir()
    whole = work.measure(part, tmp_path / "whole", wanted())
    assert apart.sift(part, tmp_path / "halves", wanted()) == whole
    assert content(tmp_path / "halves") == content(tmp_path / "whole")


def test_a_process_that_is_killed_from_outside_costs_no_article(part, tmp_path, monkeypatch):
    # All, the first two, the first; and then nobody kills any more.
    tried = ended(monkeypatch, lambda _, number: number <= 3)
    done = apart.sift(part, tmp_path, wanted())
    assert tried == [[2, 3, 4, 5, 6], [2, 3], [2], [], [2], [3], [4, 5, 6]]
    assert (done.rows["articles"], done.rows["rejected"]) == (5, 0)


def test_where_no_process_can_be_had_no_article_is_blamed(part, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(RuntimeError, match="even if it is given no article"):
        apart.sift(part, tmp_path, wanted())
    assert not list(tmp_path.glob("*/part-*"))


@pytest.mark.slow
def test_what_a_process_of_its_own_finds_is_what_is_found_here(part, tmp_path):
    (tmp_path / "here").mkdir()
    (tmp_path / "there").mkdir()
    assert apart.sift(part, tmp_path / "there", wanted()) == work.measure(part, tmp_path / "here", wanted())
    assert content(tmp_path / "there") == content(tmp_path / "here")


@pytest.mark.slow
def test_a_process_of_its_own_ends_with_the_one_that_began_it(fallen, tmp_path):
    part = next(partitions.read(written(tmp_path / "files", {0: "They WAIT, he said."}), wanted()))
    trial = "import pickle, sys; from analysis.run.annotate import apart; apart._trial(*pickle.load(sys.stdin.buffer))"
    with subprocess.Popen([sys.executable, "-c", trial], stdin=subprocess.PIPE) as parent:
        parent.stdin.write(pickle.dumps((part, wanted())))
        parent.stdin.close()
        until = time.monotonic() + 30
        while not fallen() and time.monotonic() < until:
            time.sleep(0.05)
        parent.kill()
    own = int(lines(tmp_path / "fallen")[0].split()[1])
    until = time.monotonic() + 10
    while lives(own) and time.monotonic() < until:
        time.sleep(0.05)
    assert not lives(own)


def lives(process):
    """Return whether a process is at work; one that has ended may not have been asked how yet."""
    try:
        return "State:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_who_begins_a_partition_leaves_a_mark_and_who_finds_one_is_careful(part, tmp_path, monkeypatch):
    mark = tmp_path / ".new-begun-000000"
    tried = ended(monkeypatch, lambda *_: True)
    seen = []
    sound = work.find

    def find(*given):
        seen.append(mark.exists())
        return sound(*given)

    monkeypatch.setattr(work, "find", find)
    assert apart.attempt(part, tmp_path, wanted()).rows["articles"] == 5
    assert (seen, tried, mark.exists()) == ([True], [], False)
    mark.touch()
    assert apart.attempt(part, tmp_path, wanted()) is None
    assert (seen, len(tried), mark.exists()) == ([True], 1, False)

    def fail(*_):
        raise OSError("full")

    monkeypatch.setattr(work, "write", fail)
    with pytest.raises(OSError, match="full"):
        apart.attempt(part, tmp_path, wanted())
    assert not mark.exists()


def test_workers_that_are_killed_by_no_article_end_the_run(part, tmp_path, monkeypatch):
    from analysis.run import annotate as module

    class Client:
        def submit(self, *_, **__):
            return self

        def result(self, **_):
            raise module.KilledWorker("a", None, 0)

    monkeypatch.setattr(module, "wait_for", lambda futures, **_: type("Waited", (), {"done": futures}))
    with pytest.raises(AnnotationFailed, match=r"^file-0.csv, rows 2 to 6: the workers .* were killed"):
        module._sift(Client(), part, output.Folder(Path(tmp_path), [], {"inputs": []}), wanted(), lambda *_, **__: None)


def test_what_a_worker_took_with_it_is_waited_for_again_and_an_error_of_that_name_is_told(part, tmp_path, monkeypatch):
    class Lost:
        status, asked = "pending", 0

        def result(self, **_):
            self.asked += 1
            if self.asked < 3 or self.status == "error":
                raise TimeoutError("timed out")
            return work.measure(part, tmp_path, wanted())

    monkeypatch.setattr(annotation, "wait_for", lambda futures, **_: type("Waited", (), {"done": futures}))
    told, future = [], Lost()
    client = type("Client", (), {"submit": lambda *_, **__: future})()
    record = type("Made", (), {"folder": tmp_path, "record": lambda _, found: found})()
    annotation._sift(client, part, record, wanted(), lambda _, done, **__: told.append(done.rows["articles"]))
    assert (told, future.asked) == ([5], 3)
    future.status = "error"
    with pytest.raises(AnnotationFailed, match="TimeoutError: timed out"):
        annotation._sift(client, part, record, wanted(), print)


def test_that_a_partition_was_put_aside_is_said(part, capsys):
    Progress().tell_aside(part)
    Progress(as_json=True).tell_aside(part)
    said = capsys.readouterr()
    assert said.err == "file-0.csv, rows 2 to 6: looking for what ends its process\n"
    assert json.loads(said.out) == {"aside": 0, "file": "file-0.csv", "rows": [2, 6]}


def test_that_a_worker_is_waited_for_is_said(capsys):
    Progress().tell_waiting("tcp://host:8786")
    Progress(as_json=True).tell_waiting("tcp://host:8786")
    said = capsys.readouterr()
    assert said.err == "waiting for a worker of tcp://host:8786\n"
    assert json.loads(said.out) == {"waiting": "tcp://host:8786"}


def test_the_time_that_a_worker_is_waited_for_is_not_counted():
    hours = iter([0.0, 3600.0, 3660.0])
    progress = Progress(clock=lambda: next(hours))
    progress.tell_waiting("tcp://host:8786")
    progress.tell_waiting(None)
    progress._own, progress._own_share, progress._share = 120, 0.1, 0.1
    figures = progress.figures()
    assert (figures["articles_per_second"], figures["seconds_left"]) == (2.0, 540)
