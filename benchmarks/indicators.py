"""Score the frame indicators on sentences that somebody coded by hand: one JSON line.

    python benchmarks/indicators.py SENTENCES.csv CODES.csv [--record NAME --note TEXT]

SENTENCES.csv has the columns id and sentence; CODES.csv id and category, a row for each code, `none` where no
category applies. Only sentences with a row in CODES.csv are scored. A sentence counts as found for a frame if it
holds one of its patterns.

With --record the counts, and nothing of the texts, go into data/codebook/validation.csv under that name.
"""

import argparse
import json
from pathlib import Path

import pandas as pd

from analysis.compare import validation
from analysis.measure import load
from analysis.measure.codebook import frames
from analysis.measure.patterns import WordLists
from analysis.measure.spans import Unit

ROOT = Path(__file__).parents[1]


def counts(sentences: pd.Series, codes: pd.DataFrame, indicators: pd.DataFrame, known: list[str]) -> pd.DataFrame:
    """Return the four counts of each frame: frame, both, indicator_only, hand_only, neither."""
    by_hand = set(codes.itertuples(index=False, name=None))
    rows = []
    for frame in known:
        lists = WordLists({frame: indicators.loc[indicators["frame"] == frame, "pattern"]})
        found = dict.fromkeys(validation.COUNTS, 0)
        for number, sentence in sentences.items():
            hit, coded = any(lists.find(sentence, [Unit(0, len(sentence), 1)])), (number, frame) in by_hand
            found[validation.COUNTS[2 * (not hit) + (not coded)]] += 1
        rows.append({"frame": frame, **found})
    return pd.DataFrame(rows)


def record(path: Path, made: pd.DataFrame, indicators: pd.DataFrame, name: str, note: str) -> None:
    """Put counts into the table of scores, in place of those under the same name."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    marks = [validation.fingerprint(indicators, frame) for frame in made["frame"]]
    rows = made.assign(tested_on=name, indicators=marks, note=note)[list(table)]
    pd.concat([table[table["tested_on"] != name], rows]).to_csv(path, index=False, lineterminator="\n")


def main() -> None:
    """Read the arguments, print the scores, and record them if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sentences", type=Path)
    parser.add_argument("codes", type=Path)
    parser.add_argument("--record", metavar="NAME")
    parser.add_argument("--note", default="", metavar="TEXT")
    arguments = parser.parse_args()
    codes = pd.read_csv(arguments.codes, dtype=str)[["id", "category"]]
    sentences = pd.read_csv(arguments.sentences, dtype=str).set_index("id")["sentence"]
    tables = load(ROOT).tables
    known = list(frames(tables)["category"])
    made = counts(sentences[sentences.index.isin(codes["id"])], codes, tables["indicators"], known)
    if arguments.record:
        target = ROOT / "data" / "codebook" / "validation.csv"
        record(target, made, tables["indicators"], arguments.record, arguments.note)
    rated = validation.rates(made)
    scores = {row["frame"]: {name: _plain(value) for name, value in row.items()} for row in rated.to_dict("records")}
    print(json.dumps({"sentences": int(made[validation.COUNTS].iloc[0].sum()), "frames": scores}))


def _plain(value: object) -> object:
    if isinstance(value, float):
        return None if value != value else round(value, 4)
    return value


if __name__ == "__main__":
    main()
