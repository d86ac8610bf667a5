"""The command `twicetold new`."""

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from ...measure import BadInput
from ...measure.calendar import UNKNOWN
from ...publish.words import plural
from .. import intake
from ..calls.new import COLUMNS, DRAW
from . import Wanted, annotated, check_free, draw, make


def act(*, folder: Path, articles: Path | None, as_json: bool, run: bool, **given) -> None:
    """Make a book; `calls.new` says what is given."""
    check_free(folder)
    today = date.today()
    compare = given["compare"] or ([given["against_rest"]] if given["against_rest"] else [])
    columns = {name: given[f"column_{name}"] for name in COLUMNS if given[f"column_{name}"]}
    drawn = None
    if articles is None:
        drawn = _drawn(given["annotations"], compare, given["draw"], [*columns, given["date_order"], given["encoding"]])
        read = drawn.intake
    else:
        if given["draw"] is not None:
            raise BadInput("--draw", "a call with --annotations: of --articles, all are used")
        read = _read(articles, today, columns, given["date_order"], given["encoding"])
    about = {"title": given["title"] or "", "author": given["author"], "today": str(today)}
    made = make(
        folder,
        read,
        Wanted(**about, compare=compare, display=given["display"], copies=given["copies"]),
        of=drawn,
        run=run,
    )
    if as_json:
        print(json.dumps(made, ensure_ascii=False))
        return
    print(f"{folder}: a book about {made['articles']:,} articles, {' and '.join(made['sides'])}")
    print(f"Next: cd {folder} && make book; then README.md says what is yours to do")


def _read(articles: Path, today: date, columns: dict[str, str], *how: str | None) -> intake.Intake:
    """Read articles, and tell what should be known of them."""
    read = intake.read(articles, today=today, columns=columns, date_order=how[0], encoding=how[1])
    if read.articles.empty:
        first = read.rejected.iloc[0]
        why = intake.reasons()[first["reason"]] + (f" ({first['detail']})" if first["detail"] else "")
        raise BadInput(articles, f"articles that can be used ({len(read.rejected):,} can't, this first)", value=why)
    for line in _told(read):
        print(f"{articles}: {line}", file=sys.stderr)
    return read


def _drawn(annotations: Path, compare: Sequence[str], most: int | None, reading: Sequence[str | None]) -> draw.Drawn:
    """Draw articles from the tables of `annotate`, and tell what should be known of them."""
    if any(reading):
        expected = "no options that say how a file is to be read: these articles were read by `twicetold annotate`"
        raise BadInput("--annotations", expected)
    drawn = draw.draw(annotated.open_tables(annotations), compare, DRAW if most is None else most)
    number = sum(drawn.articles.values())
    shown = plural(len(drawn.intake.articles), "article")
    print(f"{annotations}: {plural(number, 'article')} measured, {shown} drawn to be shown", file=sys.stderr)
    for row in drawn.reasons[drawn.reasons["kind"] == "not used"].itertuples():
        print(f"{annotations}: {row.count:,} not used, {row.what} (first {row.first})", file=sys.stderr)
    return drawn


def _told(read: intake.Intake) -> Iterator[str]:
    """Yield what an analyst should know of what was read, a line each."""
    says, number = intake.reasons(), len(read.articles)
    yield f"{plural(number, 'article')} read, {len(read.rejected):,} not used"
    for reason, own in read.rejected.groupby("reason", sort=False):
        place = f"first {own['file'].iloc[0]}, row {own['row'].iloc[0]}"
        yield f"{len(own):,} not used, {says[reason]} ({place})"
    for note in read.notes[read.notes["note"].isin(["columns", "spellings"])].itertuples():
        yield f"{says[note.note]}: {note.detail}"
    if undated := int((read.articles["published"] == UNKNOWN).sum()):
        yield f"without a known date of publication: {undated:,} of {number:,} (data/articles.csv says why)"
