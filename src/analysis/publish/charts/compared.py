"""What charts of compared terms have in common: the counts that a term's value was computed from."""

import pandas as pd

from ..chart_marks import Marks


def opened(
    compared: pd.DataFrame,
    occurrences: pd.DataFrame,
    labels: tuple[str, str],
    marks: Marks,
    *,
    value: str,
    name: str,
    call: str,
) -> dict[str, list[str]]:
    """Add the marks of each term: its two counts, and the value that was computed from them.

    Parameters
    ----------
    compared : DataFrame
        Rows of `compare.vocabulary.compare`.
    occurrences : DataFrame
        Every term of each source: term, label, spans.
    labels : tuple of str
        The two sources compared, the first side first.
    marks : Marks
        Gets the marks.
    value : str
        The column that was computed.
    name, call : str
        What was computed, as a reader shall see it, and the call that made it: templates with the columns of
        `compared`, and `numbers` for both counts and both totals.

    Returns
    -------
    dict of str to list
        Columns: the keys `mark` (of the value), `mark_a` and `mark_b` (of the counts), a row each.
    """
    found = occurrences.set_index(["term", "label"])["spans"].to_dict()
    of_side = occurrences.groupby("label")["spans"].agg(lambda own: [span for spans in own for span in spans])
    totals = [marks.count(f"all words of {label}", of_side.get(label, [])) for label in labels]
    sizes = [marks.found[key]["value"] for key in totals]
    keys: dict[str, list[str]] = {"mark": [], "mark_a": [], "mark_b": []}
    for row in compared.to_dict("records"):
        own = [marks.count(f"{row['term']} in {label}", found.get((row["term"], label), ())) for label in labels]
        shown = row | {"numbers": f"{row['count_a']}, {row['count_b']}, {sizes[0]}, {sizes[1]}"}
        keys["mark_a"].append(own[0])
        keys["mark_b"].append(own[1])
        key = f"{row['term']} {value.replace('_', ' ')}"
        made = marks.computed(key, name.format(**shown), row[value], [*own, *totals], call=call.format(**shown))
        keys["mark"].append(made)
    return keys
