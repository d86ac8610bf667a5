"""What both benchmarks of scale need: an input several times over, and how much memory processes have.

Only the standard library and psutil: `peers.py` runs in an environment of its own.
"""

import csv
import gzip
import threading
import time
from pathlib import Path

import psutil

COLUMNS = ("article_id", "source", "published", "title", "text")


def repeated(path: Path, times: int, folder: Path) -> tuple[Path, int, int]:
    """Write the articles of a CSV file several times over, each time with new ids, into another.

    Returns
    -------
    tuple of (Path, int, int)
        The file, how many articles it has, and bytes of their texts in UTF-8.
    """
    made = folder / f"repeated-{times}.csv"
    csv.field_size_limit(2**31 - 1)
    articles = size = 0
    with made.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number in range(times):
            with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8", newline="") as stream:
                for row in csv.DictReader(stream):
                    own = [f"{row['article_id']}-{number}", *(row.get(name, "") for name in COLUMNS[1:])]
                    writer.writerow(own)
                    articles += 1
                    size += len(row["text"].encode("utf-8"))
    return made, articles, size


class Memory(threading.Thread):
    """Looks ten times a second at how much memory a process and its children have.

    Memory that processes share is counted in each. `seconds` is the processor time that looking itself takes.
    """

    def __init__(self, process: int | None = None) -> None:
        super().__init__(daemon=True)
        self._process = psutil.Process(process)
        self.largest = self.together = 0
        self.seconds = 0.0
        self._end = threading.Event()

    def run(self) -> None:
        """Look until told to stop, or until the process has ended."""
        while not self._end.wait(0.1):
            sizes = []
            try:
                processes = (self._process, *self._process.children(recursive=True))
            except psutil.NoSuchProcess:
                return
            for process in processes:
                try:
                    sizes.append(process.memory_info().rss)
                except psutil.NoSuchProcess:
                    continue
            self.largest, self.together = max(self.largest, *sizes, 0), max(self.together, sum(sizes))
            self.seconds = time.thread_time()

    def stop(self) -> dict[str, int]:
        """Stop; return the two peaks in megabytes."""
        self._end.set()
        self.join()
        return {"largest": self.largest // 10**6, "together": self.together // 10**6}
