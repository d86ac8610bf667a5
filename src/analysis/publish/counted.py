"""The spans behind the marks of a figure: one row a counted span."""

import re
from collections.abc import Iterable, Mapping

import pandas as pd

from ..compare.reading import in_sentence
from ..measure import BadInput, Corpus, segment, spans
from ..measure.memo import keep_last
from . import drawn, rights
from .figures import Figure
from .rights import Shown

COLUMNS = ["mark", "span_id", "article_id", "start", "end", "surface", "sentence", "sentence_start", "sentence_text"]


def located(articles: pd.DataFrame, layers: Mapping[str, pd.DataFrame], figures: Iterable[Figure]) -> pd.DataFrame:
    """Return all spans that figures may count, indexed by `span_id`, each with its sentence; see `in_sentences`.

    These are the spans of all layers, and terms of several words: from the beginning of one word to the end of
    another, in one sentence.
    """
    every = [table[spans.KEY] for table in layers.values()]
    counted = dict.fromkeys(
        span for figure in figures for mark in figure.marks.values() for span in mark.get("spans", ())
    )
    every.append(terms(counted, layers["segments"]))
    return in_sentences(pd.concat(every, ignore_index=True), articles, layers["segments"]).set_index("span_id")


def terms(wanted: Iterable[str], segments: pd.DataFrame) -> pd.DataFrame:
    """Return those spans of the layer `terms` that begin and end with words of one sentence, of some `span_id`."""
    words = segment.of(segments, "token")
    first = words.set_index(["article_id", "start"])["sentence"].to_dict()
    last = words.set_index(["article_id", "end"])["sentence"].to_dict()
    sentences = segment.of(segments, "sentence").set_index(["article_id", "number"])[["start", "surface"]]
    texts = {
        place: (row.start, row.surface) for place, row in zip(sentences.index, sentences.itertuples(), strict=True)
    }
    rows = []
    for name in wanted:
        place = re.fullmatch(r"(.+)/terms/(\d+)-(\d+)", name)
        if place:
            article_id, start, end = place[1], int(place[2]), int(place[3])
            sentence = first.get((article_id, start))
            if sentence is not None and sentence == last.get((article_id, end)):
                offset, text = texts[article_id, sentence]
                surface = text[start - offset : end - offset]
                rows.append({"article_id": article_id, "start": start, "end": end, "surface": surface})
    return spans.table("terms", rows, [])


def in_sentences(found: pd.DataFrame, articles: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Add to each span the sentence it stands in.

    Returns
    -------
    DataFrame
        The spans, in their order, with the number of the sentence they begin in (sentence), where it starts
        (sentence_start) and its text (sentence_text): with those after it, if the span goes on in them.
    """
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    extent = _extent(segments)
    # What stands before the first sentence goes with it.
    first = in_sentence(found, segments)["sentence"].fillna(1).astype("int64")
    last = in_sentence(found.assign(start=found["end"] - 1), segments)["sentence"].fillna(1).astype("int64")
    places = []
    for row, opening, closing in zip(found.itertuples(), first, last, strict=True):
        begin, end = extent[row.article_id, opening][0], extent[row.article_id, closing][1]
        places.append((begin, texts[row.article_id][begin : max(end, row.end)]))
    texts_found = pd.DataFrame(places, columns=["sentence_start", "sentence_text"], index=found.index)
    return found.assign(sentence=first.to_numpy(), **texts_found)


@keep_last
def _extent(segments: pd.DataFrame) -> dict[tuple[str, int], tuple[int, int]]:
    """Return start and end of each sentence, by its article and number."""
    sentences = segment.of(segments, "sentence", body=False)
    places = zip(sentences["article_id"], sentences["number"], strict=True)
    return dict(zip(places, zip(sentences["start"], sentences["end"], strict=True), strict=True))


def without_hidden(rows: pd.DataFrame, shown: Shown) -> pd.DataFrame:
    """Empty the surfaces and sentences, of rows as `in_sentences` returns them, that may not be shown."""
    words = [shown.allows(row.article_id, row.start, row.end) for row in rows.itertuples()]
    texts = [
        shown.allows(row.article_id, row.sentence_start, row.sentence_start + len(row.sentence_text))
        for row in rows.itertuples()
    ]
    return rows.assign(surface=rows["surface"].where(words, ""), sentence_text=rows["sentence_text"].where(texts, ""))


def to_show(spans: pd.DataFrame, corpus: Corpus, layers: Mapping[str, pd.DataFrame]) -> drawn.Some:
    """Return spans with their sentences, as far as they may be shown; of many some, drawn first from those that may."""
    found = in_sentences(spans, corpus.articles, layers["segments"])
    found = without_hidden(found, rights.shown(corpus.articles, layers))
    return drawn.draw(found, len(corpus.articles), found["sentence_text"] != "")


def evidence(figure: Figure, found: pd.DataFrame, shown: Shown) -> pd.DataFrame:
    """Return one row for each span that each mark of a figure counts.

    Parameters
    ----------
    figure : Figure
        A figure as stored.
    found : DataFrame
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
    unknown = rows.loc[~rows["span_id"].isin(found.index), "span_id"]
    if len(unknown):
        expected = "spans that the instruments find now: run `make notebooks`"
        raise BadInput(figure.path, expected, value=unknown.iloc[0])
    rows = rows.join(found, on="span_id")
    return without_hidden(rows, shown)[COLUMNS]
