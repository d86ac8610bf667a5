"""Find expressions of time and resolve them against the publication date and the text before.

Types and values are those of TIMEX3 (TimeML, ISO 24617-1); dates are also given in EDTF with their bounds. What
cannot be resolved is a row with the reason.

The modules, in the order of the work: `grammar` reads rules.csv (what expressions look like) and words.csv (what
their words mean) and finds candidates; a rule, a function of the name that stands in rules.csv, says what a
candidate means or that it is none, from a `context` (the day of publication, the sentence, what was found before) and
the `direction` in which the sentence points: `calendar_rules`, `years`, `quarters`, `relative`, `units`, `references`,
`weekdays`, `seasons`, `clock` for dates, `lengths` for durations and sets. `reading` takes an article from its first
sentence to its last. `values` is the arithmetic, and turns values into EDTF.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from .. import calendar, segment, spans
from . import reading

COLUMNS = ("type", "value", "mod", "edtf", "earliest", "latest", "period", "anchor", "antecedent", "rule", "reason")


def find(articles: pd.DataFrame, segments: pd.DataFrame, *, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Find expressions of time in the body of each article.

    Parameters
    ----------
    articles, segments : DataFrame
        The articles, with `published` in EDTF ("" if nothing is known), and their segments as `segment.find`
        returns them.
    tables : mapping
        Not used.

    Returns
    -------
    DataFrame
        Spans with `type`, `value` and `mod` (TIMEX3), `edtf`, `earliest` and `latest` (ISO days, "" if open),
        `period` (EDTF: the stretch that "from", "since", "until" make of it, or ""), `anchor` (text, published
        or before: what it was resolved against), `antecedent` (span_id of the date before, or ""), `rule`, and
        `reason` (why there is no date, "" if there is). No two overlap.
    """
    return spans.table("dates", _rows(articles, segments), COLUMNS)


def _rows(articles: pd.DataFrame, segments: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for article, sentences in segment.each(articles, segments, "sentence"):
        mentions = reading.read_between(reading.sentences(article.text, sentences), article.published)
        edtf = [reading.edtf(mention, article.published) for mention in mentions]
        dated = [(one.start, one.end, its) for one, its in zip(mentions, edtf, strict=True)]
        for one, its, period in zip(mentions, edtf, reading.periods(article.text, dated), strict=True):
            resolved, before = one.resolved, one.resolved.antecedent
            earliest, latest = calendar.bounds(its) if its else (None, None)
            yield {
                **{"article_id": article.article_id, "start": one.start, "end": one.end},
                **{"surface": article.text[one.start : one.end], "type": resolved.type, "value": resolved.value},
                **{"mod": resolved.mod, "edtf": its, "earliest": str(earliest or ""), "latest": str(latest or "")},
                **{"period": period, "anchor": resolved.anchor, "rule": one.rule, "reason": resolved.reason},
                "antecedent": f"{article.article_id}/dates/{before.start}-{before.end}" if before else "",
            }
