"""The spans behind the marks of a figure: one row a counted span."""

from collections.abc import Mapping

import pandas as pd

from ..compare.reading import in_sentence
from ..measure import BadInput, segment
from .figures import Figure
from .rights import Shown

COLUMNS = ["mark", "span_id", "article_id", "start", "end", "surface", "sentence", "sentence_start", "sentence_text"]


def located(articles: pd.DataFrame, layers: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the spans of all layers, indexed by `span_id`, each with its sentence; see `in_sentences`."""
    columns = ["span_id", "article_id", "start", "end", "surface"]
    every = pd.concat([table[columns] for table in layers.values()], ignore_index=True)
    return in_sentences(every, articles, layers["segments"]).set_index("span_id")


def in_sentences(spans: pd.DataFrame, articles: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Add to each span the sentence it stands in.

    Returns
    -------
    DataFrame
        The spans, in their order, with the number of the sentence they begin in (sentence), where it starts
        (sentence_start) and its text (sentence_text): with those after it, if the span goes on in them.
    """
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    sentences = segment.of(segments, "sentence", body=False).set_index(["article_id", "number"])
    starts, ends = sentences["start"].to_dict(), sentences["end"].to_dict()
    # What stands before the first sentence goes with it.
    first = in_sentence(spans, segments)["sentence"].fillna(1).astype("int64")
    last = in_sentence(spans.assign(start=spans["end"] - 1), segments)["sentence"].fillna(1).astype("int64")
    places = []
    for row, opening, closing in zip(spans.itertuples(), first, last, strict=True):
        begin = starts[row.article_id, opening]
        places.append((begin, texts[row.article_id][begin : max(ends[row.article_id, closing], row.end)]))
    found = pd.DataFrame(places, columns=["sentence_start", "sentence_text"], index=spans.index)
    return spans.assign(sentence=first.to_numpy(), **found)


def without_hidden(rows: pd.DataFrame, shown: Shown) -> pd.DataFrame:
    """Empty the surfaces and sentences, of rows as `in_sentences` returns them, that may not be shown."""
    words = [shown.allows(row.article_id, row.start, row.end) for row in rows.itertuples()]
    texts = [
        shown.allows(row.article_id, row.sentence_start, row.sentence_start + len(row.sentence_text))
        for row in rows.itertuples()
    ]
    return rows.assign(surface=rows["surface"].where(words, ""), sentence_text=rows["sentence_text"].where(texts, ""))


def evidence(figure: Figure, spans: pd.DataFrame, shown: Shown) -> pd.DataFrame:
    """Return one row for each span that each mark of a figure counts.

    Parameters
    ----------
    figure : Figure
        A figure as stored.
    spans : DataFrame
        All spans, as `located` returns them.
    shown : Shown
        What may be shown: text that may not is left empty.

    Returns
    -------
    DataFrame
        Columns mark, span_id, article_id, start, end, surface, sentence, sentence_start, sentence_text.

    Raises
    ------
    BadInput
        If the figure counts a span that the instruments do not find (any more).
    """
    counted = [(key, span) for key, mark in figure.marks.items() for span in mark.get("spans", ())]
    rows = pd.DataFrame(counted, columns=["mark", "span_id"])
    unknown = rows.loc[~rows["span_id"].isin(spans.index), "span_id"]
    if len(unknown):
        expected = "spans that the instruments find now: run `make notebooks`"
        raise BadInput(figure.path, expected, value=unknown.iloc[0])
    rows = rows.join(spans, on="span_id")
    return without_hidden(rows, shown)[COLUMNS]
