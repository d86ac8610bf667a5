"""When a report speaks of whom: mentions of actors by the years named beside them."""

from string import ascii_lowercase

import pandas as pd

from ..measure import calendar
from .reading import in_sentence


def mentions_by_year(mentions: pd.DataFrame, dates: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Pair each mention of an actor with each year that its sentence speaks of.

    The rule is the sentence: a mention counts for every year that a resolved date in the same sentence
    falls in, once a year. That says which years stand beside an actor, not when the actor did what is told.

    Parameters
    ----------
    mentions, dates, segments : DataFrame
        The layers actors, dates and segments.

    Returns
    -------
    DataFrame
        The rows of `mentions`, one for each of its years, with `sentence`, `year` (<NA> if its sentence
        names none) and `rule` ("same sentence", or "no date in its sentence").
    """
    resolved = dates[(dates["earliest"] != "") & (dates["earliest"].str[:4] == dates["latest"].str[:4])]
    years = in_sentence(resolved, segments).assign(year=lambda table: table["earliest"].str[:4].astype("Int64"))
    years = years[["article_id", "sentence", "year"]].drop_duplicates()
    paired = in_sentence(mentions, segments).merge(years, on=["article_id", "sentence"], how="left", sort=False)
    rule = paired["year"].notna().map({True: "same sentence", False: "no date in its sentence"})
    paired = paired.assign(year=paired["year"].astype("Int64"), rule=rule)
    return paired.sort_values(["article_id", "start", "year"], kind="stable").reset_index(drop=True)


def keyed(events: pd.DataFrame) -> pd.DataFrame:
    """Add to each event of events.csv its `year` (that in which it begins) and its letter, `key`, by time."""
    years = [calendar.bounds(edtf)[0].year for edtf in events["edtf"]]
    ordered = events.assign(year=years).sort_values(["edtf", "event"], kind="stable").reset_index(drop=True)
    return ordered.assign(key=[ascii_lowercase[i % 26] for i in range(len(ordered))])
