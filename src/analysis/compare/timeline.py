"""When a report speaks of whom: mentions of actors by the years named beside them."""

import re
from string import ascii_lowercase

import pandas as pd

from ..measure import calendar
from .reading import in_sentence


def mentions_by_year(
    mentions: pd.DataFrame, dates: pd.DataFrame, segments: pd.DataFrame, scars: pd.DataFrame
) -> pd.DataFrame:
    """Pair each mention of an actor with each year that its sentence speaks of.

    The rule is the sentence: a mention counts for every year that a resolved date in the same sentence
    falls in, once a year. Where a text-critical note says that a sentence was cut, its two sides do not
    count for each other. The rule says which years stand beside an actor, not when the actor did what is told.

    Parameters
    ----------
    mentions, dates, segments, scars : DataFrame
        These layers.

    Returns
    -------
    DataFrame
        The rows of `mentions`, one for each of its years, with `sentence`, `year` (<NA> if its sentence
        names none) and `rule` ("same sentence", or "no date in its sentence").
    """
    cuts = scars[scars["kind"] == "cut"]
    place = ["article_id", "sentence", "piece"]
    years = by_year(_pieces(dates, segments, cuts))[[*place, "year"]].drop_duplicates()
    paired = _pieces(mentions, segments, cuts).merge(years, on=place, how="left", sort=False).drop(columns="piece")
    rule = paired["year"].notna().map({True: "same sentence", False: "no date in its sentence"})
    paired = paired.assign(year=paired["year"].astype("Int64"), rule=rule)
    return paired.sort_values(["article_id", "start", "year"], kind="stable").reset_index(drop=True)


def by_year(dates: pd.DataFrame) -> pd.DataFrame:
    """Return each date that is resolved and bounded, once for every year that it falls in, as `year`."""
    bounded = dates[(dates["earliest"] != "") & (dates["latest"] != "")]
    spanned = [
        list(range(int(row.earliest[:4]), int(row.latest[:4]) + 1))
        for row in bounded[["earliest", "latest"]].itertuples()
    ]
    return bounded.assign(year=pd.Series(spanned, index=bounded.index, dtype="object")).explode("year")


def _pieces(spans: pd.DataFrame, segments: pd.DataFrame, cuts: pd.DataFrame) -> pd.DataFrame:
    """Add to each span its sentence, and how many cuts of its article lie before it."""
    points = [
        (row.article_id, row.start + match.end())
        for row in cuts.itertuples()
        if (match := re.search(r"[.!?]", row.surface))
    ]
    before = [
        sum(article == row.article_id and at <= row.start for article, at in points) for row in spans.itertuples()
    ]
    return in_sentence(spans, segments).assign(piece=before)


def keyed(events: pd.DataFrame) -> pd.DataFrame:
    """Add to each event of events.csv its `year` (that in which it begins) and its letter, `key`, by time."""
    years = [min(day.year for day in calendar.bounds(edtf) if day) for edtf in events["edtf"]]
    ordered = events.assign(year=years).sort_values(["edtf", "event"], kind="stable").reset_index(drop=True)
    return ordered.assign(key=[ascii_lowercase[i % 26] for i in range(len(ordered))])
