"""Words in their context, one line each: the concordance."""

import pandas as pd

WIDTH = 35  # characters on each side


def keyword_in_context(located: pd.DataFrame, *, width: int = WIDTH) -> pd.DataFrame:
    """Return each span with what stands before and after it in its sentence.

    Parameters
    ----------
    located : DataFrame
        Spans with their sentences: article_id, start, end, surface, sentence, sentence_start, sentence_text; the
        texts are empty where they may not be shown.
    width : int
        How many characters are shown on each side, whole words only.

    Returns
    -------
    DataFrame
        The spans, in their order, with `left` and `right`.

    Examples
    --------
    >>> span = {"article_id": "a", "start": 17, "end": 21, "surface": "NATO", "sentence": 1}
    >>> rows = pd.DataFrame([{**span, "sentence_start": 10, "sentence_text": "What is NATO for?"}])
    >>> rows = rows.assign(start=18, end=22)
    >>> keyword_in_context(rows, width=4)[["left", "surface", "right"]].values.tolist()
    [['… is', 'NATO', 'for?']]
    """
    sides = [_sides(row, width) for row in located.itertuples()]
    return located.assign(left=[left for left, _ in sides], right=[right for _, right in sides])


def _sides(row, width: int) -> tuple[str, str]:
    text = " ".join(row.sentence_text[: row.start - row.sentence_start].split())
    rest = " ".join(row.sentence_text[row.end - row.sentence_start :].split())
    return _last(text, width), _first(rest, width)


def _first(text: str, width: int) -> str:
    if len(text) <= width:
        return text
    kept = text[: width + 1].rpartition(" ")[0] or text[:width]
    return f"{kept} …"


def _last(text: str, width: int) -> str:
    if len(text) <= width:
        return text
    kept = text[-width - 1 :].partition(" ")[2] or text[-width:]
    return f"… {kept}"
