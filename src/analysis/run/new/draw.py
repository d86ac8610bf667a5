"""A book about some of very many articles that were measured: which, and their texts, made again of their paragraphs.

The articles are drawn by the hash of their texts, so that it depends on neither their order nor how they were parted.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from ...measure import BadInput
from .. import intake
from ..intake import Intake, Note, Rejected, identifiers
from ..intake.article import Article
from . import sides
from .annotated import Tables

# Rows of data/intake.csv for each reason, at most: data/annotations/reasons.csv has the numbers of all.
ROWS = 1000
_FIELDS = [name for name in Article._fields if name != "text"]
_PLACES = ("article_id", "start", "end", "surface", "unit", "source")


class Drawn(NamedTuple):
    """Some articles of very many.

    Attributes
    ----------
    intake : Intake
        The drawn articles, sorted by their ids; of what was rejected or noted `ROWS` for each reason.
    compared : dict of str to str
        The label of the side of each outlet that is compared, of all articles; see `sides.outlets`.
    articles : Counter
        How many articles there are, by outlet and date of publication.
    outlets : DataFrame
        All outlets: source, label ("" where it is not compared), articles, words (parted by spaces).
    reasons : DataFrame
        kind, what, count, first: how often each reason and each note occurs among all, and where first.
    tables : Tables
        What they were drawn from.
    most : int
        How many were drawn of a side, at most.
    """

    intake: Intake
    compared: dict[str, str]
    articles: Counter
    outlets: pd.DataFrame
    reasons: pd.DataFrame
    tables: Tables
    most: int

    def told(self, shown: int) -> str:
        """Return the sentence that the pages of the book say of the draw."""
        every = sum(number for (source, _), number in self.articles.items() if source in self.compared)
        if shown == every:
            return ""
        return (
            f"These are {shown:,} of {every:,} articles of the outlets compared, drawn by a rule that "
            "[The articles](../notebooks/01-articles.ipynb) tells; what is said of all is marked as such."
        )


def draw(tables: Tables, compare: Sequence[str], most: int) -> Drawn:
    """Draw articles and make their texts again.

    Parameters
    ----------
    tables : Tables
        What was measured.
    compare : sequence of str
        Which outlets are compared, of all that there are: see `sides.outlets`.
    most : int
        How many articles of a side are drawn; all, if it has no more.

    Raises
    ------
    BadInput
        If there are no articles of two sides, or a text is not the one that was measured.
    """
    counted: Counter = Counter()
    for _, table in tables.each("articles", ("source", "published")):
        counted.update(zip(*(table[name].to_pylist() for name in ("source", "published")), strict=True))
    per_outlet: Counter = Counter()
    for (source, _), number in counted.items():
        per_outlet[source] += number
    if not per_outlet:
        raise BadInput(tables.folder, "articles that were measured", value="none")
    compared = sides.outlets(per_outlet, compare)
    articles, words = _texts(tables, _chosen(tables, compared, most))
    outlets = pd.DataFrame({"source": list(per_outlet), "articles": list(per_outlet.values())})
    sizes = outlets["source"].map(words).fillna(0).astype("int64")
    outlets = outlets.assign(label=outlets["source"].map(compared).fillna(""), words=sizes)
    rejected, notes, reasons = _not_used(tables, sorted(per_outlet))
    return Drawn(Intake(articles, rejected, notes), compared, counted, outlets, reasons, tables, most)


def _chosen(tables: Tables, compared: Mapping[str, str], most: int) -> dict[int, list[str]]:
    """Return the ids of the drawn articles by the part that they lie in."""
    best: dict[str, list[tuple[str, str, int]]] = {}
    for number, table in tables.each("articles", ("sha256", "article_id", "source")):
        # The rule that `compare.annotated.RULE` has in words.
        for key, name, source in zip(*(own.to_pylist() for own in table.columns), strict=True):
            if label := compared.get(source):
                best.setdefault(label, []).append((key, name, number))
        # Of no part more than is needed is kept.
        best = {label: sorted(own)[:most] for label, own in best.items()}
    found: dict[int, list[str]] = {}
    for own in best.values():
        for _, name, number in own:
            if not identifiers.is_plain(name):
                raise BadInput(tables.folder, "ids that are plain names", column="article_id", value=name)
            found.setdefault(number, []).append(name)
    return found


def _texts(tables: Tables, chosen: Mapping[int, Sequence[str]]) -> tuple[pd.DataFrame, Counter]:
    """Return the chosen articles, and how many words (parted by spaces) all articles of each outlet have."""
    import pyarrow as arrow
    import pyarrow.compute as at

    rows, words = [], Counter()
    for number, table in tables.each("segments", _PLACES):
        paragraphs = table.filter(at.equal(table["unit"], "paragraph"))
        sizes = at.list_value_length(at.utf8_split_whitespace(paragraphs["surface"]))
        sized = paragraphs.select(["source"]).append_column("words", sizes)
        sums = sized.group_by("source").aggregate([("words", "sum")])
        words.update(dict(zip(sums["source"].to_pylist(), sums["words_sum"].to_pylist(), strict=True)))
        if wanted := chosen.get(number):
            own = paragraphs.filter(at.is_in(paragraphs["article_id"], value_set=arrow.array(wanted)))
            rows += _made_again(tables, number, set(wanted), own)
    frame = pd.DataFrame(rows, columns=list(Article._fields)).sort_values("article_id", ignore_index=True)
    return frame.astype({name: "object" for name in Article._fields if name != "row"}), words


def _made_again(tables: Tables, number: int, wanted: set[str], paragraphs: Any) -> Iterator[dict[str, Any]]:
    """Yield the wanted articles of a part, with their texts."""
    places: dict[str, list[tuple[int, int, str]]] = {}
    for row in paragraphs.to_pylist():
        places.setdefault(row["article_id"], []).append((row["start"], row["end"], row["surface"]))
    for row in tables.read("articles", number, [*_FIELDS, "gaps"]).to_pylist():
        if row["article_id"] in wanted:
            text = rebuilt(row.pop("gaps"), sorted(places.get(row["article_id"], ())))
            found = hashlib.sha256(text.encode("utf-8")).hexdigest()
            if found != row["sha256"]:
                expected = f"the text that was measured, by its hash {row['sha256']}"
                place = f"{row['article_id']}: {found}"
                raise BadInput(tables.folder / "segments", expected, column="surface", value=place)
            yield {**row, "text": text}


def rebuilt(gaps: str, paragraphs: Sequence[tuple[int, int, str]]) -> str:
    r"""Return a text of its paragraphs (start, end, surface) and of what stands around them (`segment.gaps`).

    Examples
    --------
    >>> rebuilt(" \n\n", [(1, 4, "One"), (5, 8, "Two")])
    ' One\nTwo\n'
    """
    pieces, end, used = [], 0, 0
    for start, next_end, surface in paragraphs:
        pieces += [gaps[used : used + start - end], surface]
        used, end = used + start - end, next_end
    return "".join([*pieces, gaps[used:]])


def _not_used(tables: Tables, outlets: Sequence[str]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return some rows of `rejected` and of `notes` for each reason, and how many there are of each."""
    says, kept, counted = intake.reasons(), {}, {}
    spellings = [Note(tables.folder.name, 0, "spellings", ", ".join(own)) for own in intake.spellings(outlets)]
    for name, kind, said, of in (("rejected", "not used", Rejected, "reason"), ("notes", "note", Note, "note")):
        rows: dict[str, list[dict[str, Any]]] = {}
        numbers: Counter = Counter()
        for _, table in tables.each(name, said._fields):
            for row in table.to_pylist():
                numbers[row[of]] += 1
                if numbers[row[of]] <= ROWS:
                    rows.setdefault(row[of], []).append(row)
        for note in spellings if name == "notes" else []:
            numbers[note.note] += 1
            rows.setdefault(note.note, []).append(note._asdict())
        kept[name] = pd.DataFrame([row for own in rows.values() for row in own], columns=list(said._fields))
        for reason, number in numbers.items():
            first = rows[reason][0]
            counted[kind, says.get(reason, reason)] = number, f"{first['file']}, {first['row']}"
    lines = [(*what, *found) for what, found in sorted(counted.items())]
    reasons = pd.DataFrame(lines, columns=["kind", "what", "count", "first"])
    return kept["rejected"], kept["notes"], reasons
