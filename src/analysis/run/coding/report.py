"""What the commands for coding print."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import pandas as pd

from ...measure import Corpus
from ...publish.words import decimal, listed, plural, share


def of_sample(path: Path, drawn: pd.DataFrame, corpus: Corpus, categories: Sequence[str], too_long: int) -> str:
    """Return what a sheet holds and what to do with it."""
    sizes = drawn["source"].value_counts()
    each = listed(f"{int(sizes.get(source, 0))} of {label}" for source, label in corpus.labels.items())
    lines = [
        f"{path}: {plural(len(drawn), 'sentence')}, {each}",
        f"Mark with x what applies ({', '.join(categories)}), or none. Rules: data/codebook/categories.csv.",
        f"Then: twicetold coding check {path}",
        "The sheet holds sentences of the articles: it is for working, not for publishing.",
    ]
    if too_long:
        lines.append(f"Left out, too long for a spreadsheet's cell: {plural(too_long, 'sentence')}.")
    return "\n".join(lines) + "\n"


def of_check(found: Mapping[str, Any]) -> str:
    """Return the findings of `twicetold coding check`, to be read."""
    lines = [
        f"{path}: {made['pass']}, level {made['level']}, {made['coded']} of {made['sentences']} sentences coded"
        for path, made in found["sheets"].items()
    ]
    for (name, level), own in groupby(found["counts"], key=lambda row: (row["pass"], row["level"])):
        lines += ["", f"{name}, {level}: sentences with each category"]
        for category, rows in groupby(own, key=lambda row: row["category"]):
            lines.append(
                f"  {category}: " + ", ".join(f"{r['sentences']} of {r['coded']} in {r['source']}" for r in rows)
            )
    for (one, two, measures), own in groupby(
        found["agreement"], key=lambda row: (row["first"], row["second"], row["measures"])
    ):
        rows = list(own)
        lines += ["", f"{measures.capitalize()}: {one} and {two} (Krippendorff’s alpha, 95 %; share of same values)"]
        lines += [
            f"  {row['category']}: alpha {_interval(row['alpha'], row['low'], row['high'])}, "
            f"{share(row['agreement'])} of {plural(int(row['sentences']), 'sentence')} the same"
            for row in rows
        ]
    if not found["agreement"]:
        lines += ["", "Agreement: no two passes here have coded the same sentences."]
    for name, own in groupby(found["indicators"], key=lambda row: row["pass"]):
        lines += ["", f"Indicators against {name} (95 %, exact)"]
        lines += [
            f"  {row['frame']}, {row['source'] or 'all'}: "
            f"precision {_rate(row, 'precision')}, recall {_rate(row, 'recall')}, "
            f"{int(row['coded'])} coded: {row['verdict']}"
            for row in own
        ]
    lines += [f"\nWritten: {path}. Next: twicetold notebooks" for path in found["added"]]
    return "\n".join(lines) + "\n"


def _rate(row: Mapping[str, Any], name: str) -> str:
    return _interval(row[name], row[f"{name}_low"], row[f"{name}_high"])


def _interval(value: float | None, low: float | None, high: float | None) -> str:
    if value is None:
        return "undefined"
    return f"{decimal(value)} ({decimal(low)} to {decimal(high)})"
