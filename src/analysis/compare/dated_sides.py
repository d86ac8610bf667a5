"""The side that an actor is on at the time that a mention belongs to."""

from datetime import date

import pandas as pd

from ..measure.sides import days


def side_at(mentions: pd.DataFrame, actors: pd.DataFrame, sides: pd.DataFrame) -> pd.Series:
    """Return the side of each mention's actor at its time.

    A side of sides.csv holds if the mention's time lies wholly inside its interval. In every other case, also
    where the time is not known or has an open side, it is the side of actors.csv.

    Parameters
    ----------
    mentions : DataFrame
        Columns actor, and earliest and latest: ISO days, "" if not known or open.
    actors, sides : DataFrame
        actors.csv and sides.csv, as the corpus has them.

    Returns
    -------
    Series
        `side`, with the index of `mentions`.
    """
    usual = dict(zip(actors["actor"], actors["side"], strict=True))
    dated = {actor: [(*days(row.edtf), row.side) for row in own.itertuples()] for actor, own in sides.groupby("actor")}

    def of(actor: str, earliest: str, latest: str) -> str:
        if earliest and latest:
            begin, end = date.fromisoformat(earliest), date.fromisoformat(latest)
            for first, last, side in dated.get(actor, ()):
                if first <= begin and end <= last:
                    return side
        return usual[actor]

    found = [of(*time) for time in zip(mentions["actor"], mentions["earliest"], mentions["latest"], strict=True)]
    return pd.Series(found, index=mentions.index, name="side", dtype="object")
