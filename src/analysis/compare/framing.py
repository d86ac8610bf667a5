"""Frames, functions, roles and acts, each with whose words they stand in."""

from collections.abc import Mapping, Sequence

import pandas as pd

from ..measure import Corpus, coding, segment
from . import counting, rates, voices
from .intervals import of_share
from .reading import in_sentence

Layers = Mapping[str, pd.DataFrame]


def owned_codes(corpus: Corpus, layers: Layers, frames: pd.DataFrame) -> pd.DataFrame:
    """Return the coded frames with their owners, one row a sentence and frame.

    Returns
    -------
    DataFrame
        The rows of the layer `codes` for these frames, with the columns of `voices.owned`, `frame` (the id),
        `category` (its label), `label` (the source's), `said` (whose words, to be read) and `spans`.
    """
    codes = layers["codes"]
    return _owned(codes[codes["category"].isin(frames["category"])], corpus, layers)


def owned_level(corpus: Corpus, layers: Layers, level: str) -> pd.DataFrame:
    """Return what was coded on a level, as `owned_codes` does, in the order of the codebook."""
    codes = layers["codes"]
    found = _owned(codes[codes["level"] == level], corpus, layers)
    rank = list(corpus.tables["categories"]["label"])
    return found.sort_values("category", key=lambda labels: labels.map(rank.index), kind="stable", ignore_index=True)


def owned_indicators(corpus: Corpus, layers: Layers, frames: pd.DataFrame) -> pd.DataFrame:
    """Return the sentences with an indicator of each frame, as `owned_codes` does: the first one in each."""
    found = in_sentence(layers["frames"], layers["segments"])
    found = found[found["frame"].isin(frames["category"])].drop_duplicates(["article_id", "sentence", "frame"])
    return _owned(found.assign(category=found["frame"]), corpus, layers)


def _owned(spans: pd.DataFrame, corpus: Corpus, layers: Layers) -> pd.DataFrame:
    names = corpus.tables["categories"].set_index("category")["label"]
    found = voices.owned(spans.reset_index(drop=True), corpus, layers)
    found = counting.with_label(found, corpus)
    return found.assign(
        frame=found["category"],
        category=found["category"].map(names),
        said=voices.said(found, corpus),
        spans=[(span,) for span in found["span_id"]],
    )


def owners_read(owned: pd.DataFrame, corpus: Corpus, layers: Layers) -> pd.DataFrame:
    """Return whose words each coded frame stands in, by the instrument and by a reader who did not see its result.

    Parameters
    ----------
    owned : DataFrame
        As `owned_codes` returns it.
    corpus, layers : Corpus and mapping
        `owners` of the corpus (data/coding/owners.csv) and the segments are used.

    Returns
    -------
    DataFrame
        The frames that a reader gave an owner: outlet, sentence, category (label), rule and read (sides), note.
    """
    sides = corpus.tables["actors"].set_index("actor")["side"].to_dict()
    sides |= dict(zip(coding.OWNERS, (voices.OWN, voices.UNNAMED), strict=True))
    read = corpus.tables["owners"].rename(columns={"category": "frame"})
    found = in_sentence(owned, layers["segments"]).merge(read, on=["article_id", "sentence", "frame"])
    outlets = corpus.articles.set_index("article_id")["outlet"]
    found = found.assign(outlet=found["article_id"].map(outlets), rule=found["side"], read=found["owner"].map(sides))
    return found[["outlet", "sentence", "category", "rule", "read", "note"]]


def by_size(owned: pd.DataFrame, frames: pd.DataFrame) -> list[str]:
    """Return the labels of frames that occur: level by level, the last level first, the most frequent first."""
    sizes = owned.groupby("category").size()
    chosen = frames[frames["label"].isin(sizes.index)]
    rank = {level: -at for at, level in enumerate(dict.fromkeys(frames["level"]))}
    keys = [(rank[row.level], -sizes[row.label], row.label) for row in chosen.itertuples()]
    return [label for _, label in sorted(zip(keys, chosen["label"], strict=True))]


def levels(corpus: Corpus) -> dict[str, str]:
    """Return the label of the level of each category, by the category's label."""
    names = corpus.tables["levels"].set_index("level")["label"]
    categories = corpus.tables["categories"]
    return dict(zip(categories["label"], categories["level"].map(names), strict=True))


def levels_of(order: Sequence[str], corpus: Corpus) -> list[str]:
    """Return the labels of the levels of some categories, each once, in their order."""
    known = levels(corpus)
    return list(dict.fromkeys(known[label] for label in order))


def last_level(corpus: Corpus) -> str:
    """Return the label of the last level of frames: the one that is the book's own."""
    known = corpus.tables["levels"]
    return known.loc[known["unit"] == "sentence", "label"].iloc[-1]


def counts(owned: pd.DataFrame, frames: pd.DataFrame, own: str, labels: Sequence[str]) -> pd.DataFrame:
    """Return how many sentences of each source have each frame, found or not.

    Returns
    -------
    DataFrame
        Columns frame, label, count and own (of these in the report's own voice).
    """
    cells = [(frame, label) for frame in frames["category"] for label in labels]
    sizes = owned.groupby(["frame", "label"]).size().to_dict()
    mine = owned[owned["side"] == own].groupby(["frame", "label"]).size().to_dict()
    rows = [(*cell, int(sizes.get(cell, 0)), int(mine.get(cell, 0))) for cell in cells]
    return pd.DataFrame(rows, columns=["frame", "label", "count", "own"])


def extent(corpus: Corpus, layers: Layers) -> pd.DataFrame:
    """Return how many sentences of each source were coded on each level of the codebook, of how many.

    Returns
    -------
    DataFrame
        Columns level (its label), label (the source's), coded and sentences: every level with every source.
    """
    sizes = counting.totals(segment.of(layers["segments"], "sentence"), corpus)
    passes = corpus.tables["passes"].drop_duplicates(["article_id", "sentence", "level"])
    coded = counting.with_label(passes, corpus).groupby(["level", "label"]).size()
    known = corpus.tables["levels"]
    cells = [(row.level, row.label, label) for row in known.itertuples() for label in sizes.index]
    rows = [(named, label, int(coded.get((level, label), 0)), int(sizes[label])) for level, named, label in cells]
    return pd.DataFrame(rows, columns=["level", "label", "coded", "sentences"])


def coded_totals(corpus: Corpus, layers: Layers) -> dict[tuple[str, str], int]:
    """Return how many sentences were coded for each category: by its label and the source's."""
    sizes = extent(corpus, layers).set_index(["level", "label"])["coded"].to_dict()
    named = levels(corpus)
    return {
        (category, label): sizes[level, label] for category, level in named.items() for label in corpus.labels.values()
    }


def shares(owned: pd.DataFrame, totals: Mapping[tuple[str, str], int], labels: Sequence[str]) -> pd.DataFrame:
    """Return the share of sentences with each frame.

    Parameters
    ----------
    owned : DataFrame
        As `owned_codes` returns it.
    totals : mapping
        Of how many sentences, by the labels of frame and source, as `coded_totals` returns it.
    labels : sequence of str
        The sources' labels; the first two are compared.

    Returns
    -------
    DataFrame
        Columns category, one for each label (0 to 1, missing where nothing was coded), and gap (the first less the
        second), the widest gap first, those that are missing last; one row "none" where there is no frame.
    """
    wide = owned.groupby(["category", "label"]).size().unstack(fill_value=0).reindex(columns=labels, fill_value=0)
    sizes = {label: pd.Series({name: totals[name, label] for name in wide.index}, dtype="float64") for label in labels}
    wide = wide / pd.DataFrame(sizes, index=wide.index).replace(0, float("nan"))
    made = wide.assign(gap=wide[labels[0]] - wide[labels[1]]).rename_axis(columns=None).reset_index()
    made = made if len(made) else pd.DataFrame([{"category": "none", **dict.fromkeys([*labels, "gap"], 0.0)}])
    return made.sort_values("gap", key=abs, ascending=False, kind="stable", ignore_index=True)


def coded_rates(owned: pd.DataFrame, corpus: Corpus, sources: Sequence[str]) -> pd.DataFrame | None:
    """Compare the shares of coded sentences that have each frame, across articles (`rates.compare`).

    Parameters
    ----------
    owned : DataFrame
        As `owned_codes` returns it.
    corpus : Corpus
        The book's data.
    sources : sequence of str
        The two sources compared.

    Returns
    -------
    DataFrame or None
        Level by level of the codebook, for each was coded by itself; None where too few articles were coded.
    """
    passes = corpus.tables["passes"].drop_duplicates(["article_id", "sentence", "level"])
    found = [
        rates.compare(owned[owned["level"] == level], own["article_id"].value_counts(), corpus.articles, sources)
        for level, own in passes.groupby("level")
    ]
    tested = [own for own in found if own is not None]
    return pd.concat(tested, ignore_index=True) if tested else None


def sampled(corpus: Corpus, layers: Layers, shares: pd.DataFrame) -> pd.DataFrame:
    """Return exact 95 % intervals of a frame's shares, for the sources of which a part of the sentences was coded.

    Parameters
    ----------
    corpus, layers : Corpus and mapping
        As for `extent`.
    shares : DataFrame
        One row of what `shares` returns.

    Returns
    -------
    DataFrame
        Columns label (the source's), low and high (0 to 1). They hold if the sentences were drawn at random.
    """
    category = shares["category"].iloc[0]
    coded = extent(corpus, layers)
    coded = coded[coded["level"] == levels(corpus).get(category)]
    part = coded[coded["coded"].gt(0) & coded["coded"].lt(coded["sentences"]) & coded["label"].isin(shares.columns)]
    hits = (part["label"].map(shares.iloc[0]).astype("float64") * part["coded"]).round()
    low, high = of_share(hits, part["coded"] - hits)
    return pd.DataFrame({"label": list(part["label"]), "low": low, "high": high})


def cues(corpus: Corpus, layers: Layers) -> pd.DataFrame:
    """Return the cues of statements by the class of their verb, with the side of who speaks.

    Returns
    -------
    DataFrame
        The cues' spans with category (the class), label (the source's), side, said (who speaks and the verb) and
        spans. Cues of no class are left out, and those inside another's words, which are not the report's.
    """
    told = voices.speaking(corpus, layers)
    found = layers["statements"]
    found = found[(found["role"] == "cue") & (found["verb_class"] != "") & (found["parent"] == "")]
    found = found.reset_index(drop=True)
    found = found.assign(speaker=found["actor"], side=told.loc[found["group_id"], "side"].to_numpy())
    whose = voices.said(found, corpus)
    return counting.with_label(found, corpus).assign(
        category=found["verb_class"],
        said=[f"{verb}: {who}" for verb, who in zip(found["verb"], whose, strict=True)],
        spans=[(span,) for span in found["span_id"]],
    )


def verbs(found: pd.DataFrame, label: str, name: str) -> list[str]:
    """Return the verbs of a class in a source, the most frequent first."""
    own = found[(found["label"] == label) & (found["category"] == name)]
    return list(own["verb"].value_counts().sort_index().sort_values(ascending=False, kind="stable").index)


def owned_marks(corpus: Corpus, layers: Layers) -> pd.DataFrame:
    """Return the marks of distance and certainty with whose words they stand in: category, label, side, spans."""
    found = counting.with_label(voices.owned(layers["stance"], corpus, layers), corpus)
    return found.assign(category=found["stance"], spans=[(span,) for span in found["span_id"]])


def decided(corpus: Corpus) -> pd.DataFrame:
    """Return the codes that passes differ in, with what was decided and why.

    Returns
    -------
    DataFrame
        Columns outlet, sentence, label (of the category, and of a role's actor), has, has_not, decision (stands,
        does not stand, open) and reason.
    """
    found = coding.differing(corpus.tables["passes"])
    decisions = corpus.tables["decisions"].set_index(coding.CELL)[["decision", "reason"]]
    joined = found.join(decisions, on=coding.CELL)
    outlets = corpus.articles.set_index("article_id")["outlet"]
    categories = corpus.tables["categories"].set_index("category")["label"]
    actors = joined["actor"].map(corpus.tables["actors"].set_index("actor")["label"])
    joined, named = joined.assign(actor=actors), actors.notna()
    return joined.assign(
        outlet=joined["article_id"].map(outlets),
        label=joined["category"].map(categories) + joined["actor"].map(": {}".format).where(named, ""),
        decision=joined["decision"].fillna("open"),
        reason=joined["reason"].fillna(""),
    )


def examples(corpus: Corpus) -> pd.DataFrame:
    """Return the codes that stand on a stretch that the codebook gives as an example of the category."""
    given = corpus.tables["examples"].query("kind == 'example'")
    pairs = corpus.tables["codes"].reset_index().merge(given, on=["article_id", "category"], suffixes=("", "_given"))
    same = pairs[(pairs["start"] < pairs["end_given"]) & (pairs["end"] > pairs["start_given"])]
    return corpus.tables["codes"].loc[same["index"].unique()]
