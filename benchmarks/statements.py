"""How well `analysis.measure.statements` finds who said what: its scores on texts that people annotated.

    python benchmarks/statements.py DIR            one JSON line
    python benchmarks/statements.py DIR --misses   the misses by kind (--examples N: with N examples of each)
    python benchmarks/statements.py DIR --table FILE   and writes the scores, as the book's page on method shows them

DIR holds `text/*.txt` and, for each, `attributions/NAME_*.ann` (brat standoff; where several people annotated a
text, the first file by name is read), as PolNeAR does (Newell, Margolin and Ruths 2018). In that data no cue
stands inside another statement's content: of one statement within another only the outer is annotated. So
statements found within another are left out here, though the instrument reports them.

- content_precision, content_recall, content_f1: characters inside content spans. It flatters: to mark the
  whole text scores .656 on PolNeAR's development texts.
- unquoted_content_f1: the same, outside quotation marks. Quoted is what stands between “ and the next ”, or
  between one straight mark (" or '') and the next, marks included, within one line; what does not close
  ends with its line.
- source_f1, cue_f1: distinct spans, paired one to one, the pair with the largest overlap first; a pair overlaps
  by at least one character.
- linked_source_f1: statements paired in the same way by the overlap of their contents; right where the speakers
  overlap. Of statements that have a content and a speaker.
- quotes_right_source: of the annotated contents (with a speaker) that begin and end with a quotation mark, the
  share of which half or more lies in the content of one statement whose speaker overlaps the annotated one.
- intervals: 95 %, percentile bootstrap by document.
"""

import argparse
import json
import re
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.compare.intervals import by_document
from analysis.measure import actors, segment, statements
from analysis.measure.statements import cues

ROLES = {"Source": "speaker", "Cue": "cue", "Content": "content"}
MARKS = ('"', "“", "”", "''", "``")
_QUOTED = re.compile(r"“[^”\n]*(?:”|$)|(\"|'')(?:(?!\1)[^\n])*(?:\1|$)", re.MULTILINE)
PRONOUNS = ("he", "she", "they", "it", "i", "we", "you", "who", "which", "that")
NOTHING = pd.DataFrame(columns=["article_id", "start", "end"])

Span = tuple[int, int]


class Statement(NamedTuple):
    """Spans of characters by role."""

    speaker: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--table", type=Path, metavar="FILE")
    parser.add_argument("--examples", type=int, default=0, metavar="N")
    options = parser.parse_args()
    texts = read_texts(options.folder)
    gold = {name: read_annotations(annotations_of(options.folder, name)) for name in texts}
    begin = time.perf_counter()
    found = measured(texts)
    seconds = time.perf_counter() - begin
    if options.misses:
        misses(texts, gold, found, options.examples)
        return
    table = np.array([counts(texts[name], gold[name], found[name]) for name in texts], dtype=np.int64)
    scored = result(table)
    if options.table:
        tabulated(scored).to_csv(options.table, index=False, lineterminator="\n")
    print(json.dumps({**scored, "seconds": round(seconds, 1)}))


def read_texts(folder: Path) -> dict[str, str]:
    """Return the texts of a folder by name, as they are."""
    return {path.stem: path.read_bytes().decode("utf-8") for path in sorted((folder / "text").glob("*.txt"))}


def annotations_of(folder: Path, name: str) -> Path:
    """Return the first annotation file of a text, by name."""
    own = re.compile(re.escape(name) + r"(?:_[0-9a-f]{4})?\.ann")
    files = sorted(path for path in (folder / "attributions").iterdir() if own.fullmatch(path.name))
    if not files:
        sys.exit(f"{folder / 'attributions'}: no annotations of {name}")
    return files[0]


def read_annotations(path: Path) -> list[Statement]:
    """Read the attributions of a brat standoff file."""
    lines = path.read_bytes().decode("utf-8").split("\n")
    marked = {}
    for line in lines:
        if match := re.match(r"(T\d+)\t\S+ ([\d; ]+)\t", line):
            marked[match[1]] = [tuple(map(int, part.split())) for part in match[2].split(";")]
    found = []
    for line in lines:
        if not re.match(r"E\d+\t", line):
            continue
        parts: dict[str, list[Span]] = {"speaker": [], "cue": [], "content": []}
        for argument in line.split("\t")[1].split():
            role, _, mark = argument.partition(":")
            # brat numbers the second of a role: Content2.
            if (known := ROLES.get(role.rstrip("0123456789"))) is not None:
                parts[known] += marked[mark]
        found.append(Statement(**{role: tuple(sorted(spans)) for role, spans in parts.items()}))
    return found


def measured(texts: dict[str, str]) -> dict[str, list[Statement]]:
    """Run the instrument, without actors; return the statements of each text that stand in no other's content."""
    articles = pd.DataFrame({"article_id": list(texts), "text": list(texts.values())})
    segments = segment.find(articles, tables={"boilerplate": NOTHING})
    spans = statements.find(articles, segments, tables={}, actors=no_actors())
    own = dict(tuple(spans.groupby("article_id", sort=False)))
    return {name: outermost(own.get(name, spans.iloc[:0])) for name in texts}


def no_actors() -> pd.DataFrame:
    """Return the layer of actors of a corpus that names none."""
    return pd.DataFrame(columns=["span_id", "article_id", "start", "end", "surface", *actors.COLUMNS])


def outermost(spans: pd.DataFrame) -> list[Statement]:
    """Return the statements of one article that stand in no other's content."""
    parts: dict[str, dict[str, list[Span]]] = {}
    for row in spans[spans["parent"] == ""].itertuples():
        parts.setdefault(row.group_id, {}).setdefault(row.role, []).append((row.start, row.end))
    return [Statement(**{role: tuple(sorted(own)) for role, own in part.items()}) for part in parts.values()]


COUNTED = ("content", "unquoted", "source", "cue", "linked")


def counts(text: str, gold: Sequence[Statement], found: Sequence[Statement]) -> list[int]:
    """Return one text's counts: right, found and annotated for each score; then the quotations, right and all."""
    said = [covered(statement.content for statement in side) for side in (found, gold)]
    outside = [side - quoted(text) for side in said]
    row = [*_overlap(*said), *_overlap(*outside)]
    for role in ("speaker", "cue"):
        spans = [sorted({span for statement in side for span in getattr(statement, role)}) for side in (found, gold)]
        row += [len(pairs([[span] for span in spans[0]], [[span] for span in spans[1]])), *map(len, spans)]
    row += linked(gold, found)
    return row + quotations(text, gold, found)


def linked(gold: Sequence[Statement], found: Sequence[Statement]) -> list[int]:
    """Return how many statements have the right speaker, and how many there are on both sides."""
    sides = [[statement for statement in side if statement.content and statement.speaker] for side in (found, gold)]
    paired = pairs(*([statement.content for statement in side] for side in sides))
    right = sum(overlap(sides[0][i].speaker, sides[1][j].speaker) > 0 for i, j in paired)
    return [right, *map(len, sides)]


def quotations(text: str, gold: Sequence[Statement], found: Sequence[Statement]) -> list[int]:
    """Return how many annotated quotations lie in a statement of the right speaker, and how many there are."""
    whole = [s for s in gold if s.speaker and s.content and is_quotation(text, s.content)]
    right = [
        any(
            2 * overlap(other.content, statement.content) >= size(statement.content)
            and overlap(other.speaker, statement.speaker)
            for other in found
        )
        for statement in whole
    ]
    return [sum(right), len(whole)]


def quoted(text: str) -> set[int]:
    """Return the offsets between quotation marks, marks included."""
    return covered([[match.span() for match in _QUOTED.finditer(text)]])


def is_quotation(text: str, content: Sequence[Span]) -> bool:
    """Return whether a content begins and ends with a quotation mark."""
    first, last = text[content[0][0] : content[0][1]], text[content[-1][0] : content[-1][1]]
    return first.startswith(MARKS) and last.endswith(MARKS)


def covered(groups: Iterable[Iterable[Span]]) -> set[int]:
    """Return the offsets inside any of the spans."""
    return {offset for spans in groups for start, end in spans for offset in range(start, end)}


def size(spans: Sequence[Span]) -> int:
    """Return how many characters the spans hold."""
    return len(covered([spans]))


def overlap(left: Sequence[Span], right: Sequence[Span]) -> int:
    """Return how many characters are in both."""
    return sum(max(0, min(b, d) - max(a, c)) for a, b in left for c, d in right)


def pairs(left: Sequence[Sequence[Span]], right: Sequence[Sequence[Span]]) -> list[tuple[int, int]]:
    """Pair what overlaps, one to one, the largest overlap first; ties by position."""
    scored = [(-overlap(a, b), i, j) for i, a in enumerate(left) for j, b in enumerate(right)]
    chosen: list[tuple[int, int]] = []
    used: tuple[set[int], set[int]] = (set(), set())
    for _, i, j in sorted(item for item in scored if item[0] < 0):
        if i not in used[0] and j not in used[1]:
            chosen.append((i, j))
            used[0].add(i)
            used[1].add(j)
    return chosen


def _overlap(found: set[int], gold: set[int]) -> list[int]:
    return [len(found & gold), len(found), len(gold)]


def scores(total: Sequence[int]) -> dict[str, float]:
    """Return the scores of summed counts."""
    named = {name: total[3 * i : 3 * i + 3] for i, name in enumerate(COUNTED)}
    right, found, gold = named["content"]
    row = {"content_precision": _ratio(right, found), "content_recall": _ratio(right, gold)}
    names = {"content": "content_f1", "unquoted": "unquoted_content_f1", "source": "source_f1"}
    names |= {"cue": "cue_f1", "linked": "linked_source_f1"}
    row |= {names[name]: _ratio(2 * right, found + gold) for name, (right, found, gold) in named.items()}
    return row | {"quotes_right_source": _ratio(total[-2], total[-1])}


def _ratio(part: int, whole: int) -> float:
    return round(float(part) / float(whole), 4) if whole else 0.0


def result(table: np.ndarray) -> dict[str, object]:
    """Return the scores of all documents with their intervals."""
    intervals = by_document(table, scores)
    return {"documents": len(table), **scores(table.sum(axis=0).tolist()), "intervals": intervals}


# What a reader calls each score, and what two people who annotate the same text reach against each other on the
# development texts of PolNeAR (34 of them).
HUMAN = {
    "content_f1": ("Content, by characters (F1)", 0.911),
    "unquoted_content_f1": ("Content outside quotation marks (F1)", 0.868),
    "source_f1": ("Speakers (F1)", 0.839),
    "cue_f1": ("Cues (F1)", 0.814),
    "linked_source_f1": ("Speaker of a statement (F1)", 0.812),
    "quotes_right_source": ("Quotations with the right speaker", 0.964),
}


def tabulated(scored: dict) -> pd.DataFrame:
    """Return the scores as a table to be read."""
    rows = []
    for name, (label, human) in HUMAN.items():
        low, high = scored["intervals"][name]
        rows.append((label, f"{scored[name]:.2f}", f"{low:.2f} to {high:.2f}", f"{human:.2f}"))
    return pd.DataFrame(rows, columns=["Score", "Rules", "95 %", "Two people"])


SLACK = 3  # characters by which a content may be longer or shorter and count as right: a comma, a quotation mark


def misses(texts: dict[str, str], gold, found, examples: int) -> None:
    """Print what was missed, by kind; with examples, also some of the texts' words."""
    kinds: dict[str, list[str]] = {}
    for name, text in texts.items():
        for kind, span in (
            *_cue_misses(text, gold[name], found[name]),
            *_content_misses(gold[name], found[name]),
            *_speaker_misses(text, gold[name], found[name]),
        ):
            kinds.setdefault(kind, []).append(_around(text, span))
    for kind, places in sorted(kinds.items()):
        print(f"{kind:55} {len(places):6}")
        for place in places[:: max(len(places) // examples, 1)][:examples] if examples else ():
            print(f"    {place}")


def _cue_misses(text: str, gold: Sequence[Statement], found: Sequence[Statement]) -> Iterable[tuple[str, Span]]:
    annotated, seen = (sorted({span for one in side for span in one.cue}) for side in (gold, found))
    paired = pairs([[span] for span in seen], [[span] for span in annotated])
    articles = pd.DataFrame({"article_id": ["x"], "text": [text]})
    segments = segment.find(articles, tables={"boilerplate": NOTHING})
    ((_, reading),) = statements.readings(articles, segments)
    known = [(reading.spans[one.first][0], reading.spans[one.end - 1][1]) for one, *_ in cues.find(reading)]
    contents = [span for one in found for span in one.content]
    for j, span in enumerate(annotated):
        if j in {right for _, right in paired}:
            yield "cue: right", span
        elif not overlap([span], known):
            yield "cue missed: not on the list", span
        elif overlap([span], contents):
            yield "cue missed: taken for part of a content", span
        else:
            yield "cue missed: listed, its construction not read", span
    for i, span in enumerate(seen):
        if i not in {left for left, _ in paired}:
            yield "cue found where none is annotated", span


def _content_misses(gold: Sequence[Statement], found: Sequence[Statement]) -> Iterable[tuple[str, Span]]:
    sides = [[one for one in side if one.content and one.cue] for side in (found, gold)]
    for i, j in pairs(*([one.cue for one in side] for side in sides)):
        ours, theirs = sides[0][i].content, sides[1][j].content
        common = overlap(ours, theirs)
        longer, shorter = size(ours) - common > SLACK, size(theirs) - common > SLACK
        kind = "elsewhere" if not common else "right"
        if common and (longer or shorter):
            kind = "longer and shorter" if longer and shorter else "too long" if longer else "too short"
        yield f"content of a right cue: {kind}", theirs[0]
    covers = covered(one.content for one in found)
    for one in (one for one in found if not one.cue):
        yield "quotation without a cue found", one.content[0]
    for one in gold:
        inside = covered([one.content])
        if 2 * len(inside & covers) < len(inside):
            yield "content missed by more than half", one.content[0]


def _speaker_misses(text: str, gold: Sequence[Statement], found: Sequence[Statement]) -> Iterable[tuple[str, Span]]:
    sides = [[one for one in side if one.content] for side in (found, gold)]
    for i, j in pairs(*([one.content for one in side] for side in sides)):
        ours, theirs = sides[0][i].speaker, sides[1][j].speaker
        if not theirs:
            yield f"speaker: none annotated, {'one' if ours else 'none'} found", sides[1][j].content[0]
            continue
        words = " ".join(text[start:end] for start, end in theirs).lower()
        kind = "a pronoun" if words in PRONOUNS else "a noun phrase"
        state = "right" if overlap(ours, theirs) else "wrong" if ours else "missed"
        yield f"speaker, {kind}: {state}", theirs[0]


def _around(text: str, span: Span) -> str:
    start, end = max(span[0] - 60, 0), min(span[1], span[0] + 120)
    return f"{text[start : span[0]]}[[{text[span[0] : end]}]]{text[end : end + 60]}".replace("\n", " / ")


if __name__ == "__main__":
    main()
