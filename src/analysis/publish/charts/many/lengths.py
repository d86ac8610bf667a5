"""How long the articles of each source are."""

import json
from itertools import chain

import altair as alt
import pandas as pd

from ... import theme
from ...chart_marks import Marks, table
from ...words import listed, plural
from . import bars

# Of so many sentences and notes, at most, a bar is drawn: beyond that a pair of articles, too, is only two lengths.
MOST = 3000
_BINS = 25  # about so many are drawn
_NEARLY_ALL = 0.98  # of the articles; what is longer is put together in the last bar
_STEPS = (10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10000, 20000, 25000, 50000, 100000)
_ROW = "articles"


def lengths(sentences: pd.DataFrame, scars: pd.DataFrame, sources: pd.DataFrame) -> alt.LayerChart:
    """Draw how many articles of each source are how long, in words.

    Parameters
    ----------
    sentences : DataFrame
        Those of the body, as for the chart of a pair.
    scars, sources : DataFrame
        As for the chart of a pair.
    """
    labels = list(sources["label"])
    articles = _articles(sentences[sentences["label"].isin(labels)], labels)
    step, last = _bins(articles["words"])
    articles["bin"] = (articles["words"] // step).clip(upper=last)
    marks = Marks()
    words = {
        label: marks.count(f"words of {label}", tuple(chain.from_iterable(own["spans"])))
        for label, own in articles.groupby("label", sort=False)
    }
    parts = bars.gathered(articles.assign(spans=articles["begins"]), ["label", "bin"])
    parts = parts.sort_values(["label", "bin"], key=lambda own: own.map(labels.index) if own.name == "label" else own)
    parts = parts.reset_index(drop=True).assign(category=_ROW, fill=1.0)
    parts["long"] = [_said(number, step, last) for number in parts["bin"]]
    parts["mark"] = marks.counts(parts, "articles of {long} words in {label}, each by its first word")
    parts["all"] = parts.groupby("label")["count"].transform("sum")
    parts["height"] = (parts["count"] / parts["all"]).round(4)
    drawn = bars.stacked(parts.drop(columns="spans"), ["label", "bin"], labels, [_ROW])
    drawn = drawn.assign(**bars.inset(drawn["bin"], step))
    middle = articles.groupby("label")["words"].median().reindex(labels).dropna()
    medians = pd.DataFrame({"label": middle.index, "median": middle.to_numpy(), "category": _ROW})
    medians["mark"] = [
        marks.computed(said, said, median, [words[label]], call="median(words of each article)")
        for label, median in middle.items()
        if (said := f"Median length of the articles of {label}, in words")
    ]
    medians["said"] = [f"median {value:,.0f}" for value in medians["median"]]
    medians["at"] = medians["median"].clip(upper=(last + 1) * step)
    _, way = bars.places(medians, labels, [_ROW])
    medians = medians.assign(base=0.47 * way, far=0.57 * way)
    x = {
        "scale": alt.Scale(domain=[0, (last + 1) * step], nice=False),
        "axis": alt.Axis(tickCount=6, grid=False),
        "title": "words",
    }
    y = {"scale": alt.Scale(domain=[0.64, -0.64], nice=False), "title": None, "axis": _shares(parts)}
    tooltip = [
        *theme.tooltip(label="Source", long="Words", count="Articles", all="Of"),
        alt.Tooltip("height:Q", title="Share", format=".0%"),
    ]
    line = alt.Chart(medians)
    far = 0.7 * (last + 1) * step  # beyond it there is no room for words at the right

    def side(near: str | int, beyond: str | int) -> alt.Expr:
        return alt.expr(f"datum.at > {far} ? {json.dumps(beyond)} : {json.dumps(near)}")

    told = listed(f"{row.median:,.0f} words in {row.label}" for row in medians.itertuples())
    noted = scars.groupby("label").size()
    each = [_each(label, own, int(noted.get(label, 0))) for label, own in drawn.groupby("label", sort=False)]
    up, *down = labels
    longer = (
        f" The last bar has all of {last * step:,} words or more."
        if articles["words"].max() >= (last + 1) * step
        else ""
    )
    return theme.finish(
        alt.layer(
            bars.layer(alt.Chart(drawn), sources, x, y, tooltip),
            line.mark_rule(strokeWidth=1.5, color=theme.INK).encode(
                x=alt.X("at:Q", **x), y=alt.Y("base:Q", **y), y2="far:Q"
            ),
            line.mark_text(align=side("left", "right"), baseline="middle", dx=side(5, -5)).encode(
                x=alt.X("at:Q", **x),
                y=alt.Y("far:Q", **y),
                text="said:N",
                tooltip=theme.tooltip(label="Source", median="Median of words"),
            ),
        ),
        title=f"Median length of the articles: {told}",
        measure=f"Of the articles of each source, the share that has so many words: {up} upwards, {listed(down)} "
        f"downwards.{longer} Half of the articles are not longer than the median.",
        description=f"Lengths of articles, in words. {'. '.join(each)}. Median: {told}.",
        shows=f"As words are counted here, the median length of the articles is {told}.",
        limit="Site furniture is not counted. A length says nothing of what is told.",
        foot=f"Words by the instrument for segments. {theme.BODY}",
        height=340,
        table=table(drawn, {"label": "Source", "long": "Words", "count": "Articles", "all": "Of"}, {"count": "mark"}),
        marks=marks,
    )


def _articles(sentences: pd.DataFrame, labels: list[str]) -> pd.DataFrame:
    """Return the articles: article_id, label, words, spans (all words) and begins (the first, as a tuple)."""
    groups = sentences.sort_values(["article_id", "first"]).groupby(["article_id", "label"], sort=False)
    found = groups.agg(
        words=("words", "sum"), spans=("spans", lambda own: tuple(chain.from_iterable(own)))
    ).reset_index()
    found["begins"] = [spans[:1] for spans in found["spans"]]
    rank = found["label"].map(labels.index)
    return found.iloc[rank.argsort(kind="stable")].reset_index(drop=True)


def _bins(words: pd.Series) -> tuple[int, int]:
    """Return how many words wide a bar is, and the number of the last."""
    long = words.quantile(_NEARLY_ALL) if len(words) else 0
    step = next((step for step in _STEPS if long / step <= _BINS), _STEPS[-1])
    return step, int(long // step)


def _said(number: int, step: int, last: int) -> str:
    return f"{number * step:,} or more" if number == last else f"{number * step:,} to {(number + 1) * step - 1:,}"


def _each(label: str, own: pd.DataFrame, noted: int) -> str:
    """Return the articles of a source in words."""
    bins = ", ".join(f"{long} words: {count:,}" for long, count in own[["long", "count"]].itertuples(index=False))
    return f"{label}: {plural(int(own['count'].sum()), 'article')}, {plural(noted, 'noted place')}; {bins}"


def _shares(parts: pd.DataFrame) -> alt.Axis:
    """Return the axis of shares, which grow up and down from the line."""
    most = parts["height"].max()
    step = next(step for step in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5) if most / step <= 4 or step == 0.5)
    shares = {way * number * step: number * step for number in range(int(most / step) + 1) for way in (-1, 1)}
    said = {round(bars.REACH * place / most, 4): f"{100 * share:.0f} %" for place, share in shares.items()}
    # Vega writes a minus as such.
    by_place = {f"{place:.4f}".replace("-", "−"): share for place, share in said.items()}
    expression = f"{json.dumps(by_place, ensure_ascii=False)}[format(datum.value, '.4f')]"
    return alt.Axis(values=sorted(said), labelExpr=expression, grid=True)
