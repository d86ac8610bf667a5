"""When a report speaks of whom: by the years and the days that it tells of, and in which order it tells them."""

from collections.abc import Mapping
from datetime import date
from itertools import count, islice, product
from string import ascii_lowercase

import pandas as pd

from ..measure import Corpus, calendar
from . import counting
from .dated_sides import side_at
from .dating import DIRECT, PRESENT
from .reading import in_sentence, position

# A date of more years than this ("the 20th century") is no year that a report tells of.
_YEARS = 20
# Days around the publication that are drawn, and the longest date among them.
AROUND = 14
_WEEK = 7
_DAY = 1 / 366  # of a year, at least

# When a mention is, beside the year of its report.
BEFORE, SINCE = "before the report’s year", "in it or later"


def by_year(dates: pd.DataFrame) -> pd.DataFrame:
    """Return each date that is resolved and bounded, once for every year that it falls in, as `year`.

    A date of more than twenty years is left out.
    """
    bounded = _bounded(dates)
    spanned = [
        list(range(int(row.earliest[:4]), int(row.latest[:4]) + 1))
        for row in bounded[["earliest", "latest"]].itertuples()
    ]
    return bounded.assign(year=pd.Series(spanned, index=bounded.index, dtype="object")).explode("year")


def _bounded(dates: pd.DataFrame) -> pd.DataFrame:
    known = dates[(dates["earliest"] != "") & (dates["latest"] != "")]
    lengths = known["latest"].str[:4].astype("int64") - known["earliest"].str[:4].astype("int64")
    return known[lengths < _YEARS]


def in_years(found: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Count dated mentions by the years that they belong to; not those that have no date but the report's own.

    Parameters
    ----------
    found : DataFrame
        As `dating.dated` returns it, with `category`.
    corpus : Corpus
        For the labels of the sources.

    Returns
    -------
    DataFrame
        Columns category, label, first and last (years), direct (whether the mention is dated directly; false: by the
        running date), first_shown (all mentions; false: names only), count, spans; and of the dates of these
        mentions: edtf (each, as a list in one text), begin and end (of all together) and time (the mean of their
        middles), as decimal years, and sure (whether no day among them is inferred).
    """
    dated = counting.with_label(_bounded(found[found["rule"] != PRESENT]), corpus)
    dated = dated.assign(
        first=dated["earliest"].str[:4].astype("int64"),
        last=dated["latest"].str[:4].astype("int64"),
        direct=dated["rule"].isin(DIRECT),
        begin=dated["earliest"].map(decimal).astype("float64"),
        end=dated["latest"].map(lambda day: decimal(day) + _DAY).astype("float64"),
        sure=~dated["edtf"].map(calendar.is_uncertain).astype("bool"),
    )
    columns = ["category", "label", "first", "last", "direct"]
    counted = counting.and_by_name(dated.drop_duplicates(["span_id", "first", "last"]), columns)
    kinds = [(True, dated), (False, dated[dated["kind"] == "name"])]
    when = [_extent(own, columns).assign(first_shown=shown) for shown, own in kinds]
    return counted.merge(pd.concat(when), on=[*columns, "first_shown"], how="left")


def _extent(dated: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Return the extent of the dates of each group."""
    halves = dated.assign(time=(dated["begin"] + dated["end"]) / 2)
    groups = halves.groupby(columns)
    found = groups.agg(begin=("begin", "min"), end=("end", "max"), time=("time", "mean"), sure=("sure", "all")).round(3)
    return found.assign(edtf=groups["edtf"].agg(lambda own: ", ".join(sorted(set(own))))).reset_index()


def past(found: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Return how much of each source's dated mentions lies before the year of its report, and whose past that is.

    Only mentions that are dated directly count, each once, and only in articles whose year of publication is known.

    Returns
    -------
    DataFrame
        Indexed by the label of every source: dated, past (mentions), most (the categories with most of the past) and
        times (how often each of them).
    """
    own = before_report(found, corpus)
    labels = list(corpus.labels.values())
    before = own[own["before"]]
    sizes = before.groupby(["label", "category"]).size()
    tops = {label: sizes[label][lambda own: own == own.max()] for label in labels if label in sizes.index}
    counted = {"dated": own.groupby("label").size(), "past": before.groupby("label").size()}
    return (
        pd.DataFrame(counted, index=labels)
        .fillna(0)
        .astype("int64")
        .assign(
            most=[list(tops[label].index) if label in tops else [] for label in labels],
            times=[int(tops[label].iloc[0]) if label in tops else 0 for label in labels],
        )
    )


def past_by_side(found: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Return the mentions that are dated directly by the side of the actor at that time.

    Returns
    -------
    DataFrame
        Columns side, when (`BEFORE` or `SINCE`) and one of counts for each source, by its
        label; sides in the order of actors.csv.
    """
    own = before_report(found, corpus)
    side = side_at(own, corpus.tables["actors"], corpus.tables["sides"])
    when = own["before"].map({True: BEFORE, False: SINCE})
    counted = counting.cross(own.assign(side=side, when=when), ["side", "when"], corpus)
    order = list(dict.fromkeys(corpus.tables["actors"]["side"]))
    return counted.sort_values("side", key=lambda names: names.map(order.index), kind="stable", ignore_index=True)


def before_report(found: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Return the mentions dated directly, each once, with `before`: before the report's year, which must be known."""
    bounds = corpus.articles.set_index("article_id")["published"].map(calendar.bounds)
    known = {name: first.year for name, (first, last) in bounds.items() if first and last and first.year == last.year}
    own = counting.with_label(_bounded(found[found["rule"].isin(DIRECT)]), corpus).drop_duplicates("span_id")
    own = own[own["article_id"].isin(known)]
    years = own["latest"].str[:4].astype("int64")
    return own.assign(before=years < own["article_id"].map(known).astype("int64"))


def undated(found: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Count mentions with no date, which belong to the report's own time if to any: as `in_years` does."""
    left = found.drop(_bounded(found[found["rule"] != PRESENT]).index)
    return counting.and_by_name(counting.with_label(left, corpus), ["category", "label"])


def around(found: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Count mentions by the days around the publication of their article.

    Parameters
    ----------
    found, corpus
        As for `in_years`.

    Returns
    -------
    DataFrame
        Columns category, label, edtf, first and last (days after the publication, negative before it), weekday (of
        the first), sure (whether the day is not inferred), first_shown, count, spans. Only mentions dated directly,
        by dates of at most a week, not more than `AROUND` days away.
    """
    own = counting.with_label(found[found["rule"].isin(DIRECT)], corpus)
    published = corpus.articles.set_index("article_id")["published"].map(lambda edtf: calendar.bounds(edtf)[0])
    days = own["article_id"].map(published)
    offsets = [
        [(date.fromisoformat(edge) - day).days if day else None for edge in (row.earliest, row.latest)]
        for row, day in zip(own.itertuples(), days, strict=True)
    ]
    own = own.assign(
        first=[first for first, _ in offsets],
        last=[last for _, last in offsets],
        weekday=[date.fromisoformat(edge).strftime("%a") for edge in own["earliest"]],
    ).dropna(subset=["first", "last"])
    near = (own["first"].abs() <= AROUND) & (own["last"].abs() <= AROUND) & (own["last"] - own["first"] < _WEEK)
    kept = own[near].astype({"first": "int64", "last": "int64"})
    kept = kept.assign(sure=~kept["edtf"].map(calendar.is_uncertain).astype("bool"))
    return counting.and_by_name(kept, ["category", "label", "edtf", "first", "last", "weekday", "sure"])


def publication_days(corpus: Corpus) -> pd.DataFrame:
    """Return when the articles of each source were published.

    Returns
    -------
    DataFrame
        One row a source, in the order of sources.csv: label, articles (their number), edtf (of a single article,
        otherwise ""), weekday (0, Monday, to 6 of the day that all were published on; -1 where it is not one or not
        known), sure (whether all days are known and none is inferred).
    """
    rows = []
    for label, own in counting.with_label(corpus.articles, corpus).groupby("label", sort=False):
        days = [calendar.bounds(edtf)[0] if calendar.is_one_day(edtf) else None for edtf in own["published"]]
        weekdays = {day.weekday() if day else -1 for day in days}
        sure = all(days) and not own["published"].map(calendar.is_uncertain).any()
        edtf = own["published"].iloc[0] if len(own) == 1 else ""
        rows.append((label, len(own), edtf, weekdays.pop() if len(weekdays) == 1 else -1, sure))
    found = pd.DataFrame(rows, columns=["label", "articles", "edtf", "weekday", "sure"]).set_index("label")
    return found.reindex([label for label in corpus.labels.values() if label in found.index]).reset_index()


def telling(corpus: Corpus, layers: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the times that each report tells of, in the order in which it tells of them.

    Returns
    -------
    DataFrame
        One row a sentence and year, in the order of the texts: article_id, label, sentence, position (of its first
        date, 0 to 1), year (a number; of a date of several years a text, as "1980s"), time (the middle of its dates,
        as a decimal year) and spans (its dates).
    """
    dates = _bounded(layers["dates"])
    dates = in_sentence(dates.assign(position=position(dates, layers["segments"])), layers["segments"])
    dates = counting.with_label(dates, corpus)
    middle = [(decimal(row.earliest) + decimal(row.latest)) / 2 for row in dates.itertuples()]
    dates = dates.assign(time=pd.Series(middle, index=dates.index, dtype="float64"))
    edges = ([int(day[:4]) for day in dates[name]] for name in ("earliest", "latest"))
    dates = dates.assign(year=pd.Series(map(_years_named, *edges), index=dates.index, dtype="object"))
    told = dates.sort_values(["article_id", "start"]).groupby(["article_id", "label", "sentence", "year"], sort=False)
    return told.agg(position=("position", "first"), time=("time", "mean"), spans=("span_id", tuple)).reset_index()


def _years_named(first: int, last: int) -> int | str:
    """Return what some years together are called.

    >>> _years_named(1990, 1990), _years_named(1980, 1989), _years_named(1999, 2004)
    (1990, '1980s', '1999 to 2004')
    """
    if first == last:
        return first
    return f"{first}s" if first % 10 == 0 and last == first + 9 else f"{first} to {last}"


def back_to(told: pd.DataFrame, corpus: Corpus, label: str) -> list[int]:
    """Return the years that a report goes back to: each that it tells of after a later one, in the order of telling.

    It begins in its own year: a first year before that is one it goes back to. Dates of several years are passed over.

    Parameters
    ----------
    told : DataFrame
        As `telling` returns it.
    corpus : Corpus
        For the years of publication; where one is not known, the first year told of is the beginning.
    label : str
        The source's label; its articles are read one by one.
    """
    bounds = corpus.articles.set_index("article_id")["published"].map(calendar.bounds)
    own = told[(told["label"] == label) & ~told["year"].map(lambda year: isinstance(year, str)).astype("bool")]
    before = own.groupby("article_id", sort=False)["year"].shift()
    start = own["article_id"].map({name: first.year for name, (first, last) in bounds.items() if first and last})
    return own.loc[own["year"].astype("float64") < before.fillna(start).astype("float64"), "year"].tolist()


def own_times(corpus: Corpus) -> pd.DataFrame:
    """Return the time of each report whose time of publication is known.

    Returns
    -------
    DataFrame
        Columns article_id, label, time (a decimal year) and certain (whether that is one day, and none inferred).
    """
    dated = counting.with_label(corpus.articles, corpus)
    bounds = dated["published"].map(calendar.bounds)
    times = [(decimal(str(first)) + decimal(str(last))) / 2 if first and last else None for first, last in bounds]
    certain = [calendar.is_one_day(edtf) and not calendar.is_uncertain(edtf) for edtf in dated["published"]]
    dated = dated.assign(time=times, certain=certain).dropna(subset="time")
    return dated[["article_id", "label", "time", "certain"]].reset_index(drop=True)


def decimal(day: str) -> float:
    """Return a day as a year with its part.

    Examples
    --------
    >>> decimal("1990-01-01"), round(decimal("2016-12-31"), 3)
    (1990.0, 2016.997)
    """
    found = date.fromisoformat(day)
    start = date(found.year, 1, 1)
    length = (date(found.year, 12, 31) - start).days + 1
    return found.year + (found - start).days / length


def keyed(events: pd.DataFrame) -> pd.DataFrame:
    """Add to each event of events.csv what a chart needs, and sort them by time; one of unknown time is left out.

    Returns
    -------
    DataFrame
        With `year` (that in which it begins); `begin`, `end` and `time` (the middle of what its date allows), as
        decimal years; and its letters, `key`: a to z, then aa, ab and so on.
    """
    events = events[events["edtf"].map(lambda edtf: any(calendar.bounds(edtf))).astype("bool")]
    bounds = [[str(day) for day in calendar.bounds(edtf) if day] for edtf in events["edtf"]]
    ordered = (
        events.assign(
            year=[int(days[0][:4]) for days in bounds],
            time=[sum(map(decimal, days)) / len(days) for days in bounds],
            begin=[decimal(days[0]) for days in bounds],
            end=[decimal(days[-1]) + _DAY for days in bounds],
        )
        .sort_values(["time", "event"], kind="stable")
        .reset_index(drop=True)
    )
    letters = ("".join(found) for length in count(1) for found in product(ascii_lowercase, repeat=length))
    return ordered.assign(key=list(islice(letters, len(ordered))))
