"""Who is mentioned when articles were published: the share of articles in each week or month.

A share needs many articles: `drawable` says from when on there is something to draw. Weeks are those of ISO
8601, from Monday; the week of 30 December 2024 is the first of 2025. A date counts for the period that it lies
in whole, uncertain or not. What has no such date is kept with a reason, and never counted as any time.
"""

import re
from datetime import date, timedelta

import pandas as pd

from ..measure import calendar
from .intervals import of_share

RESOLUTIONS = ("month", "week")
# A course over time needs some points in time, and in each some articles: shares of one or two jump from none to all.
ENOUGH, EACH = 12, 3
MOST = 200
# Articles set apart as far from all others are at most this share of all that have a date, or one of `ENOUGH`.
FAR = 0.05
UNKNOWN, MALFORMED, COARSE = "no date", "not a date", "a date longer than the period"
DISTANT = "a date far from all others"
REASONS = (UNKNOWN, MALFORMED, COARSE, DISTANT)
# What counts as a mention; who is mentioned by name in an article may be so by an adjective, too.
ALL, NAMES = KINDS = ("all", "names only")
COLUMNS = ("resolution", "period", "start", "end", "articles", "actor", "kinds", "mentioning", "mentions")


def period_of(day: date, resolution: str) -> str:
    """Return the name of the month or ISO week that a day lies in.

    Examples
    --------
    >>> period_of(date(2024, 12, 30), "week"), period_of(date(2024, 12, 30), "month")
    ('2025-W01', '2024-12')
    """
    if resolution == "month":
        return f"{day.year:04d}-{day.month:02d}"
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def bounds(period: str) -> tuple[date, date]:
    """Return the first day of a period and the first day after it.

    Raises
    ------
    ValueError
        If it is neither a month (2024-12) nor an ISO week (2025-W01).

    Examples
    --------
    >>> bounds("2025-W01")
    (datetime.date(2024, 12, 30), datetime.date(2025, 1, 6))
    """
    found = re.fullmatch(r"(\d{4})-(W?)(\d\d)", period, re.ASCII)
    if not found:
        msg = f"{period!r} is neither a month, as 2024-12, nor an ISO week, as 2025-W01"
        raise ValueError(msg)
    year, number = int(found[1]), int(found[3])
    if found[2]:
        start = date.fromisocalendar(year, number, 1)
        return start, start + timedelta(days=7)
    start = date(year, number, 1)
    return start, (start + timedelta(days=31)).replace(day=1)


def placed(articles: pd.DataFrame, resolution: str) -> pd.DataFrame:
    """Return the period in which each article was published, or why it has none.

    Dates that are far from all others are set apart, so that one mistyped year does not stretch the axis: those
    before or after a time without articles that is longer than all the others together cover, if they are at most
    `FAR` of all (or a single one of at least `ENOUGH`), and the last year of the calendar, 9999. Otherwise a date
    of any century is as good as another.

    Parameters
    ----------
    articles : DataFrame
        article_id, published (EDTF; empty or XXXX where it is not known).
    resolution : str
        "month" or "week".

    Returns
    -------
    DataFrame
        article_id, published, period and reason, of which one is empty; in the order given.
    """
    # Of very many articles many have the same date.
    each = {edtf: _period(edtf.strip(), resolution) for edtf in articles["published"].unique()}
    found = [each[edtf] for edtf in articles["published"]]
    made = articles[["article_id", "published"]].assign(
        period=[period for period, _ in found], reason=[reason for _, reason in found]
    )
    far = made["period"].isin(_distant(made.loc[made["period"] != "", "period"]))
    made.loc[far, "reason"] = DISTANT
    made.loc[far, "period"] = ""
    return made.reset_index(drop=True)


def _period(edtf: str, resolution: str) -> tuple[str, str]:
    """Return the period that a date lies in, or why there is none."""
    if not edtf or edtf == calendar.UNKNOWN:
        return "", UNKNOWN
    try:
        days = calendar.bounds(edtf)
    except ValueError:
        return "", MALFORMED
    if any(day and day.year == date.max.year for day in days):  # often written where there is no date
        return "", DISTANT
    names = {period_of(day, resolution) if day else "" for day in days}
    return (names.pop(), "") if len(names) == 1 and "" not in names else ("", COARSE)


def _distant(periods: pd.Series) -> set[str]:
    """Return the periods that are set apart: see `placed`."""
    counted = periods.value_counts().sort_index()
    total = counted.sum()
    names, most = list(counted.index), max(FAR * total, total >= ENOUGH)
    apart: set[str] = set()
    while len(names) > 1:
        starts = [bounds(name)[0] for name in names]
        gaps = [later - earlier for earlier, later in zip(starts, starts[1:], strict=False)]
        widest = max(range(len(gaps)), key=gaps.__getitem__)
        sides = sorted((names[: widest + 1], names[widest + 1 :]), key=lambda side: counted[side].sum())
        few, others = sides
        covered = bounds(others[-1])[1] - bounds(others[0])[0]
        if gaps[widest] <= covered or counted[[*apart, *few]].sum() > most:
            break
        apart |= set(few)
        names = others
    return apart


def counts(mentions: pd.DataFrame, articles: pd.DataFrame, actors: list[str], resolution: str) -> pd.DataFrame:
    """Count articles, and those that mention each actor, in every period from the first to the last.

    Parameters
    ----------
    mentions : DataFrame
        Rows of the layer actors: article_id, actor, kind, span_id.
    articles : DataFrame
        All articles searched, also those that mention nobody: article_id, published.
    actors : list of str
        The actors, in the order they shall have.
    resolution : str
        "month" or "week".

    Returns
    -------
    DataFrame
        Two rows an actor and period, by `kinds`, of all mentions and of those by name only: `COLUMNS`, and spans (the
        `span_id` of each mention). Start is the first day, end the first day after. A period without articles has
        its rows, with zeros.
    """
    periods = placed(articles, resolution)
    dated = periods[periods["period"] != ""]
    sizes = dated["period"].value_counts()
    placed_too = mentions.assign(period=mentions["article_id"].map(dated.set_index("article_id")["period"]))
    known = placed_too[placed_too["actor"].isin(actors)].dropna(subset=["period"])
    groups = dict(tuple(known.groupby(["period", "actor"])))
    rows = []
    for period in between(sizes.index, resolution):
        start, end = bounds(period)
        for actor in actors:
            group = groups.get((period, actor), mentions.iloc[:0])
            for kinds, own in ((ALL, group), (NAMES, group[group["kind"] == "name"])):
                found = (own["article_id"].nunique(), len(own), tuple(own["span_id"]))
                rows.append((resolution, period, start, end, int(sizes.get(period, 0)), actor, kinds, *found))
    return pd.DataFrame(rows, columns=[*COLUMNS, "spans"])


def between(periods: pd.Index, resolution: str) -> list[str]:
    """Return the periods from the first of some to the last, those without articles too."""
    names = []
    if len(periods):
        start, last = bounds(min(periods))[0], bounds(max(periods))[0]
        while start <= last:
            names.append(period_of(start, resolution))
            start = bounds(names[-1])[1]
    return names


def shares(counted: pd.DataFrame) -> pd.DataFrame:
    """Add the share of articles that mention the actor, with its exact interval, and the run of its period.

    Parameters
    ----------
    counted : DataFrame
        As `counts` returns it, of one resolution or several.

    Returns
    -------
    DataFrame
        The same rows with share, low and high (95 %; missing where there are no articles), and run: a number that
        periods have in common between which no period is without articles.
    """
    low, high = of_share(counted["mentioning"], counted["articles"] - counted["mentioning"])
    some = counted["articles"] > 0
    share = counted["mentioning"] / counted["articles"]  # of none, there is none: 0 / 0 is missing
    run = (~some).groupby([counted["resolution"], counted["actor"], counted["kinds"]]).cumsum()
    return counted.assign(
        share=share,
        low=pd.Series(low, index=counted.index).where(some),
        high=pd.Series(high, index=counted.index).where(some),
        run=run.astype("int64"),
    )


def course(mentions: pd.DataFrame, articles: pd.DataFrame, actors: list[str]) -> pd.DataFrame:
    """Return counts and shares of every resolution, those of months first: see `counts` and `shares`."""
    every = [counts(mentions, articles, actors, resolution) for resolution in RESOLUTIONS]
    return shares(pd.concat(every, ignore_index=True))


def standing_out(counted: pd.DataFrame, *, alpha: float = 0.05) -> pd.DataFrame:
    """Return the periods in which an actor is in more articles than in all periods together, beyond chance.

    A period stands out if the exact interval of its share, corrected for the number of periods with articles
    (Bonferroni), lies above the share of all articles.

    Parameters
    ----------
    counted : DataFrame
        As `shares` returns it, of one resolution and one of `KINDS`.
    alpha : float
        One minus the confidence, for all periods of an actor together.

    Returns
    -------
    DataFrame
        The rows of these periods, with whole (the share of all articles), the largest share of each actor first.
    """
    some = counted[counted["articles"] > 0]
    sums = some.groupby("actor")[["mentioning", "articles"]].transform("sum")
    periods = max(some["period"].nunique(), 1)
    low, _ = of_share(some["mentioning"], some["articles"] - some["mentioning"], alpha=alpha / periods)
    whole = sums["mentioning"] / sums["articles"]
    chosen = some.assign(whole=whole)[low > whole]
    return chosen.sort_values(["share", "start"], ascending=[False, True], kind="stable").reset_index(drop=True)


def filled(counted: pd.DataFrame) -> dict[str, int]:
    """Return for each resolution the number of periods with articles."""
    some = counted[counted["articles"] > 0].groupby("resolution")["period"].nunique()
    return {resolution: int(some.get(resolution, 0)) for resolution in RESOLUTIONS}


def with_month(counted: pd.DataFrame) -> int:
    """Return how many articles have a month."""
    months = counted[counted["resolution"] == "month"].drop_duplicates("period")
    return int(months["articles"].sum())


def drawable(counted: pd.DataFrame) -> list[str]:
    """Return the resolutions that have enough to draw: `ENOUGH` periods with articles, of `EACH` on average.

    Weeks are left out where they are more than `MOST`: no chart could tell them apart.
    """
    number = filled(counted)
    articles = counted.drop_duplicates(["resolution", "period"]).groupby("resolution")["articles"].sum()
    return [
        resolution
        for resolution in RESOLUTIONS
        if number[resolution] >= ENOUGH
        and articles[resolution] >= EACH * number[resolution]
        and (number[resolution] <= MOST or resolution == "month")
    ]


def left_out(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the articles that have no period in a resolution, with the reason and what stands for their date."""
    each = [placed(articles, resolution).assign(resolution=resolution) for resolution in RESOLUTIONS]
    made = pd.concat(each, ignore_index=True)
    return made.loc[made["reason"] != "", ["resolution", "article_id", "published", "reason"]].reset_index(drop=True)


def by_reason(apart: pd.DataFrame) -> pd.DataFrame:
    """Count the rows of `left_out`: resolution, reason, articles; reasons that none has are left out."""
    found = apart.groupby(["resolution", "reason"]).size()
    rows = [
        (resolution, reason, int(found[resolution, reason]))
        for resolution in RESOLUTIONS
        for reason in REASONS
        if (resolution, reason) in found.index
    ]
    return pd.DataFrame(rows, columns=["resolution", "reason", "articles"])
