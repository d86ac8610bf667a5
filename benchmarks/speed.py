"""Time what a user waits for: `make notebooks`, `make book` and `make test`, after set-up.

Prints one JSON line, in seconds. It gates nothing. Run it from the root: `.venv/bin/python benchmarks/speed.py`
(add `--no-test` to leave the tests out).
"""

import argparse
import json
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-test", action="store_true")
    options = parser.parse_args()
    seconds = {"notebooks": timed("make", "notebooks")}
    # Touching a source makes `make` build again what is already built.
    (ROOT / "_config.yml").touch()
    seconds["book"] = timed("make", "book")
    if not options.no_test:
        seconds["test"] = timed("make", "test")
    print(json.dumps(seconds))


def timed(*command: str) -> float:
    begin = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return round(time.perf_counter() - begin, 1)


if __name__ == "__main__":
    main()
