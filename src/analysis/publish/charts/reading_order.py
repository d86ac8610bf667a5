"""Each report as a bar of its sentences."""

import altair as alt
import pandas as pd

from .. import theme
from ..chart_marks import Marks, table
from ..words import capital, listed, plural
from .many.lengths import MOST as SENTENCES
from .many.lengths import lengths


def reading_order(sentences: pd.DataFrame, scars: pd.DataFrame, sources: pd.DataFrame) -> alt.LayerChart:
    """Draw each report as a bar of its sentences, to scale in words, with its damaged places marked.

    Of sources with several articles, how long these are.

    Parameters
    ----------
    sentences : DataFrame
        One row a sentence: article_id, label, number, first and last (words), words, body, spans (its words).
    scars : DataFrame
        One row a text-critical note: label, word (place), kind, spans (the note's own).
    sources : DataFrame
        sources.csv.
    """
    labels = list(sources["label"])
    if sentences.groupby("label")["article_id"].nunique().gt(1).any() or len(sentences) + len(scars) > SENTENCES:
        return lengths(sentences[sentences["body"]], scars, sources)
    body = sentences[sentences["body"]]
    words = body.groupby("label")["words"].sum().reindex(labels, fill_value=0)
    count = body.groupby("label").size().reindex(labels, fill_value=0)
    noted = scars.groupby("label").size().reindex(labels, fill_value=0)
    parts = [
        f"{label}: {words[label]} words in {plural(count[label], 'sentence')}, {plural(noted[label], 'noted place')}"
        for label in labels
    ]
    marks = Marks()
    drawn = sentences.assign(
        mark=marks.counts(sentences, "words of sentence {number} in {label}"), shade=sentences["number"] % 2
    ).drop(columns=["article_id", "spans"])
    places = scars.assign(mark=marks.counts(scars, "{kind} at word {word} in {label}")).drop(columns="spans")
    y = alt.Y("label:N", sort=labels, title=None, axis=None)
    shade = alt.condition("datum.shade == 0", alt.value(1), alt.value(0.62))
    bars = (
        alt.Chart(drawn[drawn["body"]])
        .mark_bar(height=26, stroke="white", strokeWidth=1)
        .encode(
            x=alt.X(
                "first:Q", title="words from the beginning", axis=alt.Axis(tickCount=6), scale=alt.Scale(nice=False)
            ),
            x2="last:Q",
            y=y,
            color=theme.colour(sources, legend=None),
            opacity=shade,
            tooltip=theme.tooltip(label="Source", number="Sentence", words="Words"),
        )
    )
    furniture = (
        alt.Chart(drawn[~drawn["body"]])
        .mark_bar(height=26, color=theme.RULE)
        .encode(x="first:Q", x2="last:Q", y=y, tooltip=theme.tooltip(label="Source", number="Sentence", words="Words"))
    )
    names = alt.Chart(pd.DataFrame({"label": labels, "first": 0})).mark_text(align="left", dy=-24, fontSize=13)
    notes = alt.Chart(places).mark_point(shape="triangle-up", color=theme.INK, filled=True, size=45, yOffset=22)
    return theme.finish(
        alt.layer(
            bars,
            furniture,
            names.encode(x="first:Q", y=y, text="label:N"),
            notes.encode(x="word:Q", y=y, tooltip=theme.tooltip(label="Source", kind="Noted")),
        ),
        title=capital(listed(f"{words[label]} words in {label}" for label in labels)),
        measure="Sentences in the order of the text, length in words. Grey: site furniture. Triangles: noted damage.",
        description=f"Each report as a bar of its sentences. {'; '.join(parts)}.",
        shows=f"As words are counted here, {listed(f'{label} has {words[label]}' for label in labels)}.",
        limit="Where a sentence ends is found by rule; another reader may note other damage.",
        foot="Sentences by NLTK’s Punkt; damage as recorded in scars.csv.",
        height=240,
        table=_table(drawn, places),
        marks=marks,
    )


def _table(sentences: pd.DataFrame, places: pd.DataFrame) -> dict:
    kinds = sentences["body"].map({True: "sentence", False: "site furniture"})
    rows = sentences.assign(item=kinds + " " + sentences["number"].astype(str), place=sentences["first"])
    noted = places.assign(item="note: " + places["kind"], place=places["word"], words=1)
    return table(
        pd.concat([rows, noted])[["label", "item", "place", "words", "mark"]],
        {"label": "Source", "item": "Item", "place": "Words before it", "words": "Words (a note counts one)"},
        {"words": "mark"},
    )
