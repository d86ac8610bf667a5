"""How fast `annotate` is, how it grows, and how much memory it takes.

    python benchmarks/scale.py INPUT [--workers N] [--repeat K] [--layers NAMES]     one JSON line

INPUT is a CSV file with the columns article_id, source and text, also as .gz. With `--repeat K` it is written K times
over into one file, each time with new ids, and that is measured.

- articles, megabytes: of the input (a megabyte is 1,000,000 bytes of text in UTF-8).
- seconds: from the call to the last table on disk, starting the workers included; mb_per_s and articles_per_s are of
  these. start_seconds: how long the workers alone take to start.
- peak_mb: the largest process, and all of them together, at their highest; looked at ten times a second. Memory that
  processes share is counted in each.
- layers: processor time of each instrument in one process, one after another, over the first partitions (`--sample` of
  them), in seconds per megabyte; and of what is around them: `articles`, making articles of records; `writing`, the
  tables; and `one process for all`, that of the process that hashes and reads the input, sends it to the workers and
  puts on record what is done, over the whole run.
- sent: bytes that go to the workers, for a byte of text. tables: bytes of each table, for a byte of text.
- wc_seconds: `wc` over the same bytes, in the same run: what this machine needs to look at them.

It prints, and gates nothing. `--record FILE` writes what does not depend on the size of the input into a table, and
the machine and the versions with it: notebooks/08-many-articles.ipynb reckons with them.
"""

import argparse
import csv
import hashlib
import json
import os
import pickle
import platform
import subprocess
import tempfile
import time
from datetime import date
from importlib.metadata import version
from pathlib import Path

import psutil
from measuring import Memory, repeated

from analysis import measure
from analysis.run.annotate import Wanted, _cluster, annotate, partitions, work
from analysis.run.annotate.command import _tables

ROOT = Path(__file__).parents[1]


def layers(path: Path, wanted: Wanted, sample: int) -> tuple[dict[str, float], float]:
    """Return how many seconds each instrument takes for a megabyte, and how many bytes a worker is sent for a byte."""
    known = {one.name: one for one in measure.LAYERS}
    seconds: dict[str, float] = {}
    size = sent = 0
    for number, part in zip(range(sample + 1), partitions.read([path], wanted), strict=False):
        times = {}
        began = time.process_time()
        articles, _, _ = work._articles(part, wanted)
        times["articles"] = time.process_time() - began
        began = time.process_time()
        segments, terms = measure.segment.counted(articles)
        times["segments and terms"] = time.process_time() - began
        found = {"segments": segments, "terms": terms}
        for name in ("actors", "statements", "dates", "frames", "stance"):
            began = time.process_time()
            found |= measure.layer.find(articles, wanted.tables, [known[name]], found)
            times[name] = time.process_time() - began
        tables = work.find(part, wanted)
        with tempfile.TemporaryDirectory() as folder:
            began = time.process_time()
            work.write(part, tables, Path(folder))
            times["writing"] = time.process_time() - began
        if number:
            # The first partition is where patterns are compiled.
            seconds = {name: seconds.get(name, 0) + own for name, own in times.items()}
            size += sum(len(text.encode("utf-8")) for text in articles["text"])
            sent += len(pickle.dumps(part, pickle.HIGHEST_PROTOCOL))
    if not size:
        return {}, 0.0
    return {name: round(own / (size / 1e6), 3) for name, own in seconds.items()}, round(sent / size, 3)


def machine() -> dict[str, str]:
    """Return what the measurements were made on."""
    cpu = Path("/proc/cpuinfo")
    named = (
        [line for line in cpu.read_text("utf-8").splitlines() if line.startswith("model name")] if cpu.exists() else []
    )
    names = ("twicetold", "ahocorasick-rs", "distributed", "nltk", "numpy", "pandas", "pyarrow", "regex")
    return {
        "processor": named[0].partition(":")[2].strip() if named else platform.processor(),
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{psutil.virtual_memory().total / 1e9:.0f} GB",
        "python": platform.python_version(),
        **{name: version(name) for name in names},
    }


def record(path: Path, line: dict, given: Path) -> None:
    """Write the table that the notebook reckons with: item, of, value."""
    rows = [("machine", name, value) for name, value in machine().items()]
    rows += [("input", "sha256", hashlib.sha256(given.read_bytes()).hexdigest())]
    rows += [("input", name, line[name]) for name in ("articles", "megabytes")]
    rows += [("seconds per megabyte", name, value) for name, value in line["layers"].items()]
    rows += [("bytes per byte", name, value) for name, value in {"sent": line["sent"], **line["tables"]}.items()]
    rows += [("seconds", name, line[f"{name}_seconds"]) for name in ("start", "wc")]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("item", "of", "value"), *rows])


def main() -> None:
    """Read the arguments, and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("input", type=Path)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--repeat", type=int, default=1, metavar="K")
    parser.add_argument("--layers", default=",".join(work.LAYERS), metavar="NAMES")
    parser.add_argument("--sample", type=int, default=3, metavar="PARTITIONS")
    parser.add_argument("--record", type=Path, metavar="FILE")
    given = parser.parse_args()
    wanted = Wanted(tuple(given.layers.split(",")), _tables(ROOT), {}, date.today())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, articles, size = repeated(given.input, given.repeat, folder)
        began = time.perf_counter()
        subprocess.run(["wc", str(path)], check=True, stdout=subprocess.DEVNULL)
        wc = time.perf_counter() - began
        began = time.perf_counter()
        with _cluster(None, given.workers):
            start = time.perf_counter() - began
        memory = Memory()
        memory.start()
        began, own = time.perf_counter(), time.process_time()
        totals = annotate([path], folder / "out", wanted, workers=given.workers)
        seconds, own = time.perf_counter() - began, time.process_time() - own
        peak = memory.stop()
        # Looking at the memory is no part of the work.
        own -= memory.seconds
        tables = {
            own.name: round(sum(file.stat().st_size for file in own.iterdir()) / size, 3)
            for own in sorted((folder / "out").iterdir())
            if own.is_dir() and own.name != "parts"
        }
        each, sent = layers(path, wanted, given.sample) if given.sample else ({}, 0.0)
    megabytes = size / 1e6
    line = {
        **{"articles": articles, "megabytes": round(megabytes, 2), "seconds": round(seconds, 2)},
        **{"mb_per_s": round(megabytes / seconds, 3), "articles_per_s": round(articles / seconds, 1)},
        **{"start_seconds": round(start, 2), "peak_mb": peak},
        **{"layers": {"one process for all": round(own / megabytes, 3), **each}, "sent": sent, "tables": tables},
        **{"wc_seconds": round(wc, 3), "workers": given.workers, "partitions": totals.partitions},
    }
    print(json.dumps(line))
    if given.record:
        record(given.record, line, given.input)


if __name__ == "__main__":
    main()
