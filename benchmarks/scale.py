"""How fast `annotate` is, how it grows, and how much memory it takes.

    python benchmarks/scale.py INPUT [--workers N] [--repeat K] [--layers NAMES]     one JSON line

INPUT is what `twicetold annotate` takes: one file. With `--repeat K` it is written K times over into one file, each
time with new ids, and that is measured.

- articles, megabytes: of the input (a megabyte is 1,000,000 bytes of text in UTF-8).
- seconds: from the call to the last table on disk, starting the workers included; mb_per_s and articles_per_s are of
  these. start_seconds: how long the workers alone take to start.
- peak_mb: the largest process, and all of them together, at their highest; looked at ten times a second. Memory that
  processes share is counted in each.
- layers: seconds of each instrument in one process, one after another, over the first partitions (`--sample` of
  them), per megabyte.
- wc_seconds: `wc` over the same bytes, in the same run: what this machine needs to look at them.

It prints, and gates nothing.
"""

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date
from pathlib import Path

import pandas as pd
import psutil

from analysis import measure
from analysis.run import intake
from analysis.run.annotate import Wanted, _cluster, annotate, partitions, work
from analysis.run.annotate.command import _tables

ROOT = Path(__file__).parents[1]


class Memory(threading.Thread):
    """Looks at how much memory this process and its children have."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.largest = self.together = 0
        self._end = threading.Event()

    def run(self) -> None:
        """Look until told to stop."""
        own = psutil.Process()
        while not self._end.wait(0.1):
            sizes = []
            for process in (own, *own.children(recursive=True)):
                try:
                    sizes.append(process.memory_info().rss)
                except psutil.NoSuchProcess:
                    continue
            self.largest, self.together = max(self.largest, *sizes), max(self.together, sum(sizes))

    def stop(self) -> dict[str, int]:
        """Stop; return the two peaks in megabytes."""
        self._end.set()
        self.join()
        return {"largest": self.largest // 10**6, "together": self.together // 10**6}


def repeated(path: Path, times: int, folder: Path) -> Path:
    """Return a CSV file with the articles of another several times over, each time with new ids."""
    made = folder / "repeated.csv"
    with made.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["article_id", "source", "published", "text"])
        for number in range(times):
            for article in intake.read(path, today=date.today()).articles.itertuples():
                row = [f"{article.article_id}-{number}", article.source, article.published, article.text]
                writer.writerow(row)
    return made


def layers(path: Path, wanted: Wanted, sample: int) -> dict[str, float]:
    """Return how many seconds each instrument takes for a megabyte."""
    known = {one.name: one for one in measure.LAYERS}
    none = pd.DataFrame({"article_id": pd.Series(dtype="str"), "start": [], "end": []})
    tables = {**wanted.tables, "boilerplate": none}
    seconds: dict[str, float] = {}
    size = 0
    for number, part in zip(range(sample + 1), partitions.read([path], wanted), strict=False):
        articles, _, _ = work._articles(part, wanted)
        found: dict[str, pd.DataFrame] = {}
        for name in ("segments", "actors", "statements", "dates", "frames", "stance"):
            began = time.perf_counter()
            found |= measure.layer.find(articles, tables, [known[name]], found)
            # The first partition is where patterns are compiled.
            if number:
                seconds[name] = seconds.get(name, 0) + time.perf_counter() - began
        size += articles["text"].str.len().sum() if number else 0
    return {name: round(own / (size / 1e6), 3) for name, own in seconds.items()} if size else {}


def main() -> None:
    """Read the arguments, and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("input", type=Path)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--repeat", type=int, default=1, metavar="K")
    parser.add_argument("--layers", default=",".join(work.LAYERS), metavar="NAMES")
    parser.add_argument("--sample", type=int, default=3, metavar="PARTITIONS")
    given = parser.parse_args()
    wanted = Wanted(tuple(given.layers.split(",")), _tables(ROOT), {}, date.today())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = repeated(given.input, given.repeat, folder)
        texts = folder / "texts.txt"
        texts.write_text("".join(intake.read(path, today=date.today()).articles["text"]), encoding="utf-8")
        size = texts.stat().st_size / 1e6
        began = time.perf_counter()
        subprocess.run(["wc", str(texts)], check=True, stdout=subprocess.DEVNULL)
        wc = time.perf_counter() - began
        began = time.perf_counter()
        with _cluster(None, given.workers):
            start = time.perf_counter() - began
        memory = Memory()
        memory.start()
        began = time.perf_counter()
        totals = annotate([path], folder / "out", wanted, workers=given.workers)
        seconds = time.perf_counter() - began
        peak = memory.stop()
        each = layers(path, wanted, given.sample) if given.sample else {}
    json.dump(
        {
            **{"articles": totals.rows["articles"], "megabytes": round(size, 2), "seconds": round(seconds, 2)},
            **{"mb_per_s": round(size / seconds, 3), "articles_per_s": round(totals.rows["articles"] / seconds, 1)},
            **{"start_seconds": round(start, 2), "peak_mb": peak, "layers": each, "wc_seconds": round(wc, 3)},
            **{"workers": given.workers, "partitions": totals.partitions},
        },
        sys.stdout,
    )
    print()


if __name__ == "__main__":
    main()
