"""How well `analysis.measure.dates` finds and resolves expressions of time: its scores on texts that people annotated.

    python benchmarks/dates.py DIR                one JSON line
    python benchmarks/dates.py DIR --ids FILE     of the documents that FILE names, one a line (NAME or NAME.tml)
    python benchmarks/dates.py DIR --misses       the misses by kind (--examples N: with N examples of each)
    python benchmarks/dates.py DIR --table FILE   and writes the scores, as the book's page on method shows them

DIR holds TimeML files (`*.tml`, in folders or not), as TimeBank and AQUAINT do in TempEval-3 (UzZaman et al. 2013).
The instrument is given the plain <TEXT> and the day of the document date (DCT), and nothing else. A line break
within a paragraph is read as a space, since the files break their lines anywhere.

- Expressions are paired one to one: those of equal offsets first, then by the largest overlap; ties by position.
  The document date is not scored.
- relaxed_f1: the pairs, over what was found and what is annotated. strict_f1: the pairs of equal offsets.
- type_accuracy: of the pairs, the share of the same TIMEX3 type.
- value_f1: the pairs of the identical value, over what was found and what is annotated.
- All of them over the sums of all documents. intervals: 95 %, percentile bootstrap by document.
"""

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import numpy as np
import pandas as pd

from analysis.compare.intervals import by_document
from analysis.measure import dates, segment

NOTHING = pd.DataFrame(columns=["article_id", "start", "end"])


class Expression(NamedTuple):
    """An expression of time: its offsets, its TIMEX3 type and value."""

    start: int
    end: int
    type: str
    value: str


class Document(NamedTuple):
    """A TimeML document: its text, the day of the document date ("" if it is none), what people annotated."""

    text: str
    published: str
    gold: list[Expression]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--ids", type=Path, metavar="FILE")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--table", type=Path, metavar="FILE")
    parser.add_argument("--examples", type=int, default=0, metavar="N")
    options = parser.parse_args()
    documents = read_folder(options.folder, options.ids)
    begin = time.perf_counter()
    found = measured(documents)
    seconds = time.perf_counter() - begin
    if options.misses:
        misses(documents, found, options.examples)
        return
    table = np.array([counts(documents[name].gold, found[name]) for name in documents], dtype=np.int64)
    scored = result(table)
    if options.table:
        tabulated(scored).to_csv(options.table, index=False, lineterminator="\n")
    print(json.dumps({**scored, "seconds": round(seconds, 1)}))


def read_folder(folder: Path, ids: Path | None = None) -> dict[str, Document]:
    """Return the documents of a folder by name; where `ids` is given, those that it names."""
    paths = {path.stem: path for path in sorted(folder.rglob("*.tml"))}
    if ids:
        wanted = [line.strip().removesuffix(".tml") for line in ids.read_text("utf-8").splitlines() if line.strip()]
        if unknown := sorted(set(wanted) - set(paths)):
            sys.exit(f"{folder}: no document {unknown[0]}")
        paths = {name: paths[name] for name in sorted(set(wanted))}
    if not paths:
        sys.exit(f"{folder}: no *.tml")
    return {name: read_timeml(path.read_text("utf-8")) for name, path in paths.items()}


def read_timeml(source: str) -> Document:
    """Read a TimeML document."""
    root = ElementTree.fromstring(source)
    pieces: list[str] = []
    gold: list[Expression] = []

    def walk(node: ElementTree.Element) -> None:
        start = sum(map(len, pieces))
        pieces.append(node.text or "")
        for child in node:
            walk(child)
            pieces.append(child.tail or "")
        if node.tag == "TIMEX3":
            gold.append(Expression(start, sum(map(len, pieces)), node.attrib["type"], node.attrib["value"]))

    walk(root.find("TEXT"))
    created = root.find("DCT/TIMEX3").attrib["value"]
    day = re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", created)
    return Document("".join(pieces), day[0] if day else "", sorted(gold))


def measured(documents: dict[str, Document]) -> dict[str, list[Expression]]:
    """Run the instrument on plain texts; return what it found, by document."""
    # One for one, so that offsets stay.
    texts = [re.sub(r"(?<=\S)\n(?=\S)", " ", document.text) for document in documents.values()]
    published = [document.published for document in documents.values()]
    articles = pd.DataFrame({"article_id": list(documents), "text": texts, "published": published})
    segments = segment.find(articles, tables={"boilerplate": NOTHING})
    spans = dates.find(articles, segments, tables={})
    found: dict[str, list[Expression]] = {name: [] for name in documents}
    for row in spans.itertuples():
        found[row.article_id].append(Expression(row.start, row.end, row.type, row.value))
    return found


def pairs(found: Sequence[Expression], gold: Sequence[Expression]) -> list[tuple[int, int]]:
    """Pair what overlaps, one to one: equal offsets first, then the largest overlap; ties by position."""
    scored = []
    for i, one in enumerate(found):
        for j, other in enumerate(gold):
            overlap = min(one.end, other.end) - max(one.start, other.start)
            if overlap > 0:
                scored.append(((one.start, one.end) != (other.start, other.end), -overlap, i, j))
    chosen: list[tuple[int, int]] = []
    used: tuple[set[int], set[int]] = (set(), set())
    for _, _, i, j in sorted(scored):
        if i not in used[0] and j not in used[1]:
            chosen.append((i, j))
            used[0].add(i)
            used[1].add(j)
    return chosen


def counts(gold: Sequence[Expression], found: Sequence[Expression]) -> list[int]:
    """Return one document's counts: found, annotated, pairs; of these with equal offsets, type and value."""
    paired = [(found[i], gold[j]) for i, j in pairs(found, gold)]
    equal = sum((one.start, one.end) == (other.start, other.end) for one, other in paired)
    types = sum(one.type == other.type for one, other in paired)
    values = sum(one.value == other.value for one, other in paired)
    return [len(found), len(gold), len(paired), equal, types, values]


def scores(total: Sequence[int]) -> dict[str, float]:
    """Return the scores of summed counts."""
    found, gold, paired, equal, types, values = total
    row = {"relaxed_f1": _ratio(2 * paired, found + gold), "strict_f1": _ratio(2 * equal, found + gold)}
    return row | {"type_accuracy": _ratio(types, paired), "value_f1": _ratio(2 * values, found + gold)}


def _ratio(part: int, whole: int) -> float:
    return round(float(part) / float(whole), 4) if whole else 0.0


def result(table: np.ndarray) -> dict[str, object]:
    """Return the scores of all documents with their intervals."""
    intervals = by_document(table, scores)
    total = table.sum(axis=0).tolist()
    return {"documents": len(table), "expressions": total[1], **scores(total), "intervals": intervals}


# What a reader calls each score, and what HeidelTime (Strötgen and Gertz 2013), the best system of rules in the
# literature, reaches on the same 60 documents of TimeBank.
OTHERS = {
    "relaxed_f1": ("Expressions found (F1, any overlap)", "0.93"),
    "strict_f1": ("Expressions found (F1, equal edges)", "0.86"),
    "type_accuracy": ("Type of those found", ""),
    "value_f1": ("Expressions found with the right value (F1)", "0.83"),
}


def tabulated(scored: dict) -> pd.DataFrame:
    """Return the scores as a table to be read."""
    rows = []
    for name, (label, other) in OTHERS.items():
        low, high = scored["intervals"][name]
        rows.append((label, f"{scored[name]:.2f}", f"{low:.2f} to {high:.2f}", other))
    return pd.DataFrame(rows, columns=["Score", "Rules", "95 %", "HeidelTime"])


def misses(documents: dict[str, Document], found: dict[str, list[Expression]], examples: int) -> None:
    """Print what was missed, by kind; with examples, also some of the texts' words."""
    kinds: dict[str, list[str]] = {}
    for name, document in documents.items():
        for kind, line in _misses(document, found[name]):
            kinds.setdefault(kind, []).append(f"{line}   ({document.published})")
    for kind, places in sorted(kinds.items()):
        print(f"{kind:40} {len(places):6}")
        for place, times in Counter(places).most_common(examples):
            print(f"    {times} {place}")


def _misses(document: Document, found: Sequence[Expression]) -> Iterator[tuple[str, str]]:
    paired = pairs(found, document.gold)
    for i, j in paired:
        one, other = found[i], document.gold[j]
        if (one.start, one.end) != (other.start, other.end):
            yield "edges", f"{_around(document.text, other)} found: {document.text[one.start : one.end]!r}"
        if one.type != other.type:
            yield f"type: {one.type} for {other.type}", _around(document.text, other)
        if one.value != other.value:
            yield "value", f"{one.value!r} for {other.value!r}: {_around(document.text, other)}"
    for i in sorted(set(range(len(found))) - {i for i, _ in paired}):
        yield "found where none is annotated", _around(document.text, found[i])
    for j in sorted(set(range(len(document.gold))) - {j for _, j in paired}):
        yield "not found", f"{document.gold[j].value}: {_around(document.text, document.gold[j])}"


def _around(text: str, span: Expression) -> str:
    around = f"{text[max(span.start - 50, 0) : span.start]}[[{text[span.start : span.end]}]]"
    return (around + text[span.end : span.end + 30]).replace("\n", " / ")


if __name__ == "__main__":
    main()
