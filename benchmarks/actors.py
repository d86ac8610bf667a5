"""How well `names` finds who is named and groups a name's variants: its scores on texts that people annotated.

    python benchmarks/actors.py DIR                one JSON line
    python benchmarks/actors.py DIR --misses       the misses by kind, of the half that rules may be made from
    python benchmarks/actors.py DIR --table FILE   and writes the scores, as the book's page on method shows them
    python benchmarks/actors.py --sample SEED CSV  200 names found in other articles, to be judged by hand

DIR holds MEANTIME (Minard and others 2016) as `meantime.conll` (the tokens) and `entities_mentions.json` (the
mentions and their chains). Only some of its entities are annotated, so precision can't be had there.

The gold: mentions of type PER, ORG and LOC whose head is a proper noun. The head is looked for in the found names
by its offsets in a text made of the tokens, with no space before stops, commas and the possessive 's.

- recall: the share of them whose head lies inside a found name. What is not found: heads that are a title ("Apple
  CEO"), which the finder takes off on purpose.
- b_cubed_f1: over those found, how far the groups of names (`analysis.compare.names.group`) are the chains:
  B-cubed (Bagga and Baldwin 1998), the mean over mentions of precision and of recall, then F1. The chains of MEANTIME
  go across documents, and the names are grouped across all of them. The same chain has up to three spellings
  (cross_, intra_ and cross_intra_ before one number), which says how it was annotated, not whom it means: the
  prefix is left out. Where several mentions share a head ("GM" and "GM and Chrysler") the shortest counts.
- b_cubed_f1_within: the same, document by document.
- intervals: 95 %, percentile bootstrap by document.

The data have no hold-out. So half of the documents (`random.Random(1)`, of the sorted names) is kept apart:
`--misses` shows the other half only, and rules were made from that. The scores are of all documents, and of the
half kept apart by itself. What was seen of that half while rules were made: the list of all gold heads and of all
gold names with their chains, as words without their places, and the scores.

Precision is judged by hand, on names of several hundred outlets' articles: `--sample` draws 400 articles and of
their names 200, so that each name found in them is as likely. A name is right if it names a person, organisation,
place, event, law or work and both its edges are right. actors-precision.csv keeps the counts, with the seed of the
sample and a hash of the word lists: .88 in the strictest reading, .925 where a party's members and a people count
as named. One reader judged. Rules were changed after each of the samples 101 to 104 and 201 to 204 (201 to 204,
judged in the same way: .875, .875, .855, .84 in the strictest reading). Samples 205 (.865) and 206 were judged after
the last change of a rule; 206, on record, also after a change of where sentences end.
"""

import argparse
import csv
import gzip
import hashlib
import json
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.compare import names as grouping
from analysis.compare.intervals import by_document
from analysis.measure import names, segment

NOTHING = pd.DataFrame(columns=["article_id", "start", "end"])
TYPES = ("PER", "ORG", "LOC")
SAMPLED = 200
_CLOSE = re.compile(r"(?:[.,;:!?%)\]]|'s|’s|n't|'|''|”)\Z")


class Mention(NamedTuple):
    """A gold mention: its document, the offsets of its head, its chain, how many tokens it has, its words."""

    document: str
    start: int
    end: int
    chain: str
    size: int
    words: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder; with --sample, the file of articles")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--table", type=Path, metavar="FILE")
    parser.add_argument("--sample", type=int, metavar="SEED")
    options = parser.parse_args()
    if options.sample is not None:
        sample(options.folder, options.sample)
        return
    texts, places = read_texts(options.folder / "meantime.conll")
    gold = read_mentions(options.folder / "entities_mentions.json", texts, places)
    begin = time.perf_counter()
    found = measured(texts)
    grouped = grouping.group(found)
    seconds = time.perf_counter() - begin
    apart = held_out({mention.document for mention in gold})
    if options.misses:
        misses(texts, [mention for mention in gold if mention.document not in apart], grouped)
        return
    scored = result(gold, grouped)
    held = result([mention for mention in gold if mention.document in apart], grouped)
    if options.table:
        tabulated(scored, held).to_csv(options.table, index=False, lineterminator="\n")
    print(json.dumps({**scored, "kept_apart": held, "seconds": round(seconds, 1)}))


def read_texts(path: Path) -> tuple[dict[str, str], dict[tuple[str, int, int], tuple[int, int]]]:
    """Return the texts by document, and the offsets of each token by document, sentence and number."""
    texts: dict[str, str] = defaultdict(str)
    places = {}
    before = ("", "")
    for line in path.read_text("utf-8").split("\n"):
        if line.startswith("#") or line.count("\t") < 4:
            continue
        document, sentence, number, token = line.split("\t")[:4]
        if texts[document]:
            same = before == (document, sentence)
            texts[document] += "\n" if not same else "" if _CLOSE.match(token) or texts[document][-1] in "([" else " "
        start = len(texts[document])
        texts[document] += token
        places[document, int(sentence), int(number)] = (start, start + len(token))
        before = (document, sentence)
    return dict(texts), places


def read_mentions(
    path: Path, texts: Mapping[str, str], places: Mapping[tuple[str, int, int], tuple[int, int]]
) -> list[Mention]:
    """Return the gold mentions: of a person, an organisation or a place, with a proper noun as head."""
    found = []
    for row in json.loads(path.read_text("utf-8")):
        if row["mention_type"] in TYPES and row["mention_head_pos"] == "PROPN":
            document = row["conll_doc_key"]
            start, end = _head(texts[document], row, places)
            chain = re.sub(r"^(?:cross_|intra_)+", "", row["coref_chain"])
            found.append(Mention(document, start, end, chain, len(row["tokens_number"]), row["tokens_str"]))
    return found


def _head(text: str, row: Mapping, places: Mapping[tuple[str, int, int], tuple[int, int]]) -> tuple[int, int]:
    """Return the offsets of a head: it is told by its word, for its number in the data counts other tokens."""
    spans = [places[row["conll_doc_key"], row["sent_id"], number] for number in row["tokens_number"]]
    same = [(start, end) for start, end in spans if text[start:end] == row["mention_head"]]
    # A head that is a part of a token: GM of a token "GM-Chrysler".
    within = [(start, end) for start, end in spans if row["mention_head"] in text[start:end]]
    if not same and within:
        start = text.index(row["mention_head"], within[0][0])
        return start, start + len(row["mention_head"])
    return (same or spans)[-1]


def held_out(documents: Iterable[str]) -> set[str]:
    """Return the half of the documents that no rule was made from."""
    known = sorted(documents)
    return set(random.Random(1).sample(known, len(known) // 2))


def measured(texts: Mapping[str, str]) -> pd.DataFrame:
    """Run the finder."""
    articles = pd.DataFrame({"article_id": list(texts), "text": list(texts.values())})
    return names.find(articles, segment.find(articles, tables={"boilerplate": NOTHING}), tables={})


def located(gold: Sequence[Mention], grouped: pd.DataFrame) -> list[str]:
    """Return the group of the found name that each mention's head lies in, "" where there is none."""
    own: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for row in grouped.itertuples():
        own[row.article_id].append((row.start, row.end, row.group))
    return [
        next((group for start, end, group in own[one.document] if start <= one.start and one.end <= end), "")
        for one in gold
    ]


def b_cubed(pairs: Sequence[tuple[str, str]]) -> list[tuple[float, float]]:
    """Return B-cubed precision and recall of each mention, given as (group, chain)."""
    groups, chains, both = Counter(g for g, _ in pairs), Counter(c for _, c in pairs), Counter(pairs)
    return [(both[pair] / groups[pair[0]], both[pair] / chains[pair[1]]) for pair in pairs]


def counts(gold: Sequence[Mention], grouped: pd.DataFrame) -> pd.DataFrame:
    """Return by document: mentions, those found, heads compared, and the sums of B-cubed, across and within."""
    groups = located(gold, grouped)
    table: dict[str, list[float]] = {one.document: [0.0] * 7 for one in gold}
    shortest: dict[tuple[str, int], tuple[int, str, str]] = {}
    for one, group in zip(gold, groups, strict=True):
        row = table[one.document]
        row[0] += 1
        if group:
            row[1] += 1
            place = (one.document, one.start)
            shortest[place] = min(shortest.get(place, (one.size, one.chain, group)), (one.size, one.chain, group))
    compared = [(document, chain, group) for (document, _), (_, chain, group) in shortest.items()]
    across = b_cubed([(group, chain) for _, chain, group in compared])
    within = b_cubed([(f"{document} {group}", f"{document} {chain}") for document, chain, group in compared])
    for (document, _, _), one, two in zip(compared, across, within, strict=True):
        row = table[document]
        row[2:] = [value + more for value, more in zip(row[2:], (1, *one, *two), strict=True)]
    return pd.DataFrame.from_dict(table, orient="index").sort_index()


def scores(total: Sequence[float]) -> dict[str, float]:
    """Return the scores of summed counts."""
    mentions, found, compared, *sums = total
    means = [value / compared if compared else 0.0 for value in sums]
    return {
        "recall": round(found / mentions, 4) if mentions else 0.0,
        "b_cubed_f1": _harmonic(*means[:2]),
        "b_cubed_precision": round(means[0], 4),
        "b_cubed_recall": round(means[1], 4),
        "b_cubed_f1_within": _harmonic(*means[2:]),
    }


def _harmonic(precision: float, recall: float) -> float:
    return round(2 * precision * recall / (precision + recall), 4) if precision + recall else 0.0


def result(gold: Sequence[Mention], grouped: pd.DataFrame) -> dict[str, object]:
    """Return the scores with their intervals."""
    table = counts(gold, grouped).to_numpy()
    intervals = by_document(table, scores)
    total = scores(table.sum(axis=0).tolist())
    return {"documents": len(table), "mentions": len(gold), **total, "intervals": intervals}


READ = {
    "recall": "Names found (recall)",
    "b_cubed_f1": "Names grouped, across documents (B³ F1)",
    "b_cubed_f1_within": "Names grouped, within a document (B³ F1)",
}


def tabulated(scored: dict, held: dict) -> pd.DataFrame:
    """Return the scores as a table to be read."""
    rows = []
    for name, label in READ.items():
        low, high = scored["intervals"][name]
        rows.append((label, f"{scored[name]:.2f}", f"{low:.2f} to {high:.2f}", f"{held[name]:.2f}"))
    return pd.DataFrame(rows, columns=["Score", "All documents", "95 %", "Half kept apart"])


def misses(texts: Mapping[str, str], gold: Sequence[Mention], grouped: pd.DataFrame) -> None:
    """Print what was not found, and what was grouped otherwise."""
    groups = located(gold, grouped)
    for one, group in zip(gold, groups, strict=True):
        if not group:
            text = texts[one.document]
            print(f"not found: {one.words!r}: {text[max(one.start - 50, 0) : one.end + 40]!r}")
    labels = grouped.drop_duplicates("group").set_index("group")["label"]
    chains: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    named: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for one, group in zip(gold, groups, strict=True):
        if group:
            chains[one.chain][group, labels[group]] += 1
            named[group][one.chain, one.words] += 1
    for chain, own in sorted(chains.items()):
        if len(own) > 1:
            print(f"one chain, several groups: {chain}: {[(label, n) for (_, label), n in own.most_common()]}")
    for group, own in sorted(named.items()):
        if len({chain for chain, _ in own}) > 1:
            print(f"one group, several chains: {labels[group]}: {own.most_common(8)}")


def fingerprint() -> str:
    """Return a hash of the word lists by which names are found."""
    return hashlib.sha256(Path(names.__file__).with_name("words.csv").read_bytes()).hexdigest()[:12]


def sample(path: Path, seed: int) -> None:
    """Print 200 of the names found in 400 articles, each in its place, both drawn at random."""
    csv.field_size_limit(sys.maxsize)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        texts = {row["article_id"]: row["text"] for row in csv.DictReader(file) if row["text"].strip()}
    draw = random.Random(seed)
    texts = {name: texts[name] for name in draw.sample(sorted(texts), 400)}
    found = measured(texts)
    for position in sorted(draw.sample(range(len(found)), SAMPLED)):
        row = found.iloc[position]
        text = texts[row["article_id"]]
        around = text[max(row["start"] - 90, 0) : row["start"]], text[row["end"] : row["end"] + 70]
        print(f"{row['name']} ({row['evidence']}) | {around[0]}[[{row['surface']}]]{around[1]}".replace("\n", " / "))


if __name__ == "__main__":
    main()
