"""What is said of rates that were tested across articles, with the table behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from ..compare import across
from . import prose, tables
from .charts.compared import bounds_said
from .words import capital, listed, number

_NAMED = 10  # of what one side has more, so many are named in the sentence


@dataclass(frozen=True, eq=False)
class Group:
    """Rates of one kind, tested together.

    Attributes
    ----------
    what : str
        What is counted, in the plural.
    of : str
        What a rate is one of, in the plural, as "words".
    unit : int
        For how many of these it is said.
    rated : DataFrame or None
        As `rates.compare` returns it.
    caution : str
        What stands with the table of these rates, as that nobody has validated what is counted.
    """

    what: str
    of: str
    unit: int
    rated: pd.DataFrame | None
    caution: str = ""


def show(groups: Sequence[Group], names: Mapping[str, str], *, key: str) -> None:
    """Display which rates can be told from chance, and the table of all; or that nothing could be tested.

    Parameters
    ----------
    groups : sequence of Group
        What was compared.
    names : mapping
        The labels of the two sources, as `first` and `second`.
    key : str
        What the numbers are kept under for other pages: `KEY_clear`.
    """
    done = [group for group in groups if group.rated is not None]
    left = [group.what for group in groups if group.rated is None]
    if not done:
        prose.say(
            "A side has fewer than {enough} articles that can be tested in this way, so nothing here is tested across "
            "articles: the counts are of these texts alone.",
            {"enough": number(across.ENOUGH)},
        )
        return
    rows = {group: _rows(group, names) for group in done}
    every = pd.concat(rows.values())
    clear, number_tested = int((every["more"] >= 0).sum()), int(every["p"].notna().sum())
    others = {0: "All are *not distinguishable*. ", number_tested: ""}.get(
        clear, "All others are *not distinguishable*. "
    )
    prose.say(
        "Each side has at least {enough} articles, so rates are tested across articles: by the rate of each article "
        "(rank-sum test), because what one article repeats is no habit of its side. A rate can be told from chance "
        "if it counts at least {least} on both sides together, its interval excludes equal rates, and the test finds "
        f"it at 5 %; both are corrected for the number of rates of its kind. That holds for {{{key}_clear}} of "
        f"{{{key}_tested}} that count so many. More in {{first}}: {{{key}_more_first}}. "
        f"More in {{second}}: {{{key}_more_second}}. {others}Articles differ in subject and date, too: a difference is "
        "one of these two sets of articles.",
        {**names, "enough": number(across.ENOUGH), "least": number(across.LEAST)},
        **{f"{key}_clear": clear, f"{key}_tested": number_tested},
        **{f"{key}_more_{place}": _more(rows, side) for side, place in enumerate(("first", "second"))},
    )
    if left:
        prose.say("Too few articles for a test: {left}.", {"left": listed(left)})
    first, second = names["first"], names["second"]
    for group, own in rows.items():
        heads = {"category": "Which", "count_a": first, "count_b": second}
        heads |= {"per_a": f"{first}, rate", "per_b": f"{second}, rate"}
        heads |= {"log_ratio": "Log ratio", "interval": "Interval", "verdict": "More in"}
        caption = f"{capital(group.what)}: number, and rate per {group.unit:,} {group.of}, tested across articles"
        tables.show(own, heads, caption=f"{caption}. {group.caution}" if group.caution else caption, decimals=2)


def _more(rows: Mapping[Group, pd.DataFrame], side: int) -> str:
    """Return what a side has more of, kind by kind."""
    found = {group.what: own.loc[own["more"] == side, "category"] for group, own in rows.items()}
    found = {what: listed(own, most=_NAMED) for what, own in found.items() if len(own)}
    if len(rows) == 1:
        return next(iter(found.values()), "nothing")
    return "; ".join(f"of {what} {own}" for what, own in found.items()) or "nothing"


def _rows(group: Group, names: Mapping[str, str]) -> pd.DataFrame:
    """Return the rows of a group: what differs most surely first."""
    rated = group.rated
    told = {0: names["first"], 1: names["second"], -1: "not distinguishable"}
    bounds = zip(bounds_said(rated["lower"]), bounds_said(rated["upper"]), strict=True)
    rows = rated.assign(
        per_a=group.unit * rated["rate_a"],
        per_b=group.unit * rated["rate_b"],
        interval=[f"{low} to {high}" for low, high in bounds],
        verdict=rated["more"].map(told),
        _sure=rated["log_ratio_conservative"].abs(),
        _count=rated["count_a"] + rated["count_b"],
    )
    rows.loc[rows["p"].isna(), ["interval", "verdict"]] = ["–", "too few to test"]
    return rows.sort_values(["_sure", "_count", "category"], ascending=[False, False, True], kind="stable")
