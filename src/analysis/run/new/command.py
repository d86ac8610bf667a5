"""The command `twicetold new`."""

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ...measure import BadInput
from ...measure.calendar import UNKNOWN
from ...publish.words import plural
from .. import intake
from ..calls.new import COLUMNS
from . import Wanted, check_free, make


def act(*, folder: Path, articles: Path, as_json: bool, run: bool, **given) -> None:
    """Make a book; `calls.new` says what is given."""
    check_free(folder)
    today = date.today()
    columns = {name: given[f"column_{name}"] for name in COLUMNS if given[f"column_{name}"]}
    read = intake.read(
        articles, today=today, columns=columns, date_order=given["date_order"], encoding=given["encoding"]
    )
    if read.articles.empty:
        first = read.rejected.iloc[0]
        why = intake.reasons()[first["reason"]] + (f" ({first['detail']})" if first["detail"] else "")
        raise BadInput(articles, f"articles that can be used ({len(read.rejected):,} can't, this first)", value=why)
    for line in _told(read):
        print(f"{articles}: {line}", file=sys.stderr)
    compare = given["compare"] or ([given["against_rest"]] if given["against_rest"] else [])
    about = {"title": given["title"] or "", "author": given["author"], "today": str(today)}
    made = make(
        folder,
        read,
        Wanted(**about, compare=compare, display=given["display"], copies=given["copies"]),
        run=run,
    )
    if as_json:
        print(json.dumps(made, ensure_ascii=False))
        return
    print(f"{folder}: a book about {made['articles']:,} articles, {' and '.join(made['sides'])}")
    print(f"Next: cd {folder} && make book; then README.md says what is yours to do")


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
