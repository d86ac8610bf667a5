"""What the chart of publication time says in words: its title, what is not drawn, and its description."""

import pandas as pd

from ...compare import publication as course
from ..words import MONTHS, capital, listed, plural, share

# As many gaps are named.
_FEW = 8


def said(counted: pd.DataFrame, names: list[str]) -> str:
    """Say of each actor in which period it stands out, or that it does in none."""
    resolution, out = counted["resolution"].iloc[0], course.standing_out(counted)
    parts, never = [], []
    for name in names:
        peaks = out[out["category"] == name]
        if peaks.empty:
            never.append(name)
        else:
            first = peaks.iloc[0]
            unit = "" if parts else " of articles"
            parts.append(f"{name} in {_period(first['period'])} ({_whole(first['share'])}{unit})")
    said = [f"clearly more often than overall: {listed(parts)}"] if parts else []
    said += [f"{listed(never)} in no {resolution} clearly more than in others"] if never else []
    return capital("; ".join(said))


def apart(shown: list[pd.DataFrame], left_out: pd.DataFrame) -> str:
    """Say how many articles are in no period, and why."""
    said: dict[str, str] = {}
    for one in shown:
        resolution = one["resolution"].iloc[0]
        own = left_out[left_out["resolution"] == resolution]
        number, reasons = own["articles"].sum(), ", ".join(f"{row.reason} {row.articles:,}" for row in own.itertuples())
        total = one.drop_duplicates("period")["articles"].sum() + number
        text = f"{number:,} of {total:,} articles are not drawn: {reasons}." if number else "All articles are drawn."
        said.setdefault(text, resolution)
    first, *others = said
    return " ".join([first, *(f"By {said[text]}: {text[:1].lower()}{text[1:]}" for text in others)])


def described(shown: list[pd.DataFrame], names: list[str]) -> str:
    """Describe the course of each actor with its numbers."""
    parts = []
    for one in shown:
        resolution, own = one["resolution"].iloc[0], one[one["category"] == names[0]]
        gaps = own.loc[own["articles"] == 0, "period"]
        parts.append(
            f"{len(own)} {resolution}s, {own['period'].iloc[0]} to {own['period'].iloc[-1]}, {len(gaps)} of them "
            f"without articles{_named(gaps)}; {own['articles'].min()} to {own['articles'].max()} articles a "
            f"{resolution}, {own['articles'].sum():,} in all."
        )
    out = course.standing_out(shown[0])
    for name in names:
        own, peaks = shown[0][shown[0]["category"] == name], out[out["category"] == name]
        high = own.loc[own["share"].idxmax()]
        number, whole = plural(len(peaks), shown[0]["resolution"].iloc[0]), own["mentioning"].sum()
        parts.append(
            f"{name}: in {whole:,} articles ({share(whole / own['articles'].sum())}), "
            f"{own['mentions'].sum():,} mentions; the largest share {share(high['share'])} in {high['period']} "
            f"({high['mentioning']} of {high['articles']}); clearly more than in all articles together in {number}."
        )
    return " ".join(parts)


def _whole(value: float) -> str:
    """Return a share that no line of a title parts from its sign."""
    return share(value).replace(" ", "\u00a0")


def _period(name: str) -> str:
    """Return a period as it stands in a sentence."""
    year, _, part = name.partition("-")
    return f"week {int(part[1:])} of {year}" if part.startswith("W") else f"{MONTHS[int(part) - 1]} {year}"


def _named(gaps: pd.Series) -> str:
    return f" ({', '.join(gaps)})" if 0 < len(gaps) <= _FEW else ""
