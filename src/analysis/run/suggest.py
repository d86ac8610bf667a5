"""Rows for actors.csv, proposed from the names that no actor covers."""

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd

from ..compare import names as comparison
from ..compare.names.transliteration import plain
from ..measure import LAYERS, BadInput, Corpus, actors, kept, names
from ..measure.corpus import TABLES
from ..measure.names.words import is_in
from ..measure.tables import read_table, read_text
from ..publish import words
from . import whole

COLUMNS = TABLES["actors.csv"][0]
_ARTICLES = 5  # so many are named in the note of a row


def suggest(corpus: Corpus, *, least: int = 1) -> dict[str, list[dict[str, Any]]]:
    """Propose rows for actors.csv from a book's names.

    Parameters
    ----------
    corpus : Corpus
        The book's data.
    least : int
        How often a name must be found to be proposed.

    Returns
    -------
    dict
        `rows`: cells of actors.csv by column, the most frequent name first, of names that seem to be of no listed
        actor. `variants`: actor, label, forms and reason of names that may mean a listed actor. `spellings`: pairs
        of found names that may be one person's.
    """
    layers = kept.measured(corpus, [*(layer for layer in LAYERS if layer.name in ("segments", "actors")), names.LAYER])
    found = layers["names"]
    listed = corpus.tables["actors"]
    known = comparison.known_names(listed)
    table = comparison.unlisted(found, layers["actors"], layers["segments"], known=known, least=least)
    labels = dict(zip(listed["actor"], listed["label"], strict=True))
    taken = {"actor": set(labels), "label": {label.casefold() for label in labels.values()}}
    claimed = comparison.claimed(listed) | _shared(found["name"])
    rows, variants = [], []
    for line in table.itertuples():
        if line.actor:
            variants.append({"actor": line.actor, "label": labels[line.actor], "forms": line.forms, "reason": line.why})
        elif row := _row(line, taken, claimed):
            rows.append(row)
    owners = {name: actor for actor, own in known.items() for name in own}
    spellings = [
        pair
        for pair in comparison.proposals(found).to_dict("records")
        # The analyst has accepted these: they are names of one actor.
        if pair["one"] not in owners or owners[pair["one"]] != owners.get(pair["other"])
    ]
    return {"rows": rows, "variants": variants, "spellings": spellings}


def _shared(found: pd.Series) -> set[str]:
    """Return the given names, in small letters, that several people have who are named in full.

    In an article "John" may mean whom it names in full; in a list of names it would stand for each of them.
    """
    full = {tuple(map(plain, name.split())) for name in found if len(name.split()) > 1}
    people = Counter(words[0] for words in full if is_in("first name", words[0]))
    return {name for name, number in people.items() if number > 1}


def _row(line, taken: dict[str, set[str]], claimed: set[str]) -> dict[str, str] | None:
    forms = [form for form in line.forms if form.casefold() not in claimed]
    if not forms or line.label.casefold() in taken["label"]:
        return None
    claimed.update(form.casefold() for form in forms)
    taken["label"].add(line.label.casefold())
    base = re.sub(r"-+", "-", "-".join(filter(None, map(plain, line.label.split())))) or "actor"
    name, number = base, 2
    while name in taken["actor"]:
        name, number = f"{base}-{number}", number + 1
    taken["actor"].add(name)
    note = f"{actors.PROPOSED}: found {words.times(line.count)} in {words.listed(line.articles, most=_ARTICLES)}"
    note += f"; {line.reason}." if line.reason else "."
    row = dict.fromkeys(COLUMNS, "")
    kind = line.kind or actors.UNDECIDED["kind"]
    cells = {"actor": name, "label": line.label, "kind": kind, "side": actors.UNDECIDED["side"]}
    return row | cells | {"names": "|".join(forms), "note": note}


def as_csv(rows: list[dict[str, str]], *, columns: list[str] | None = None, heading: bool = True) -> str:
    """Return rows as CSV, in the order of the columns."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, columns or list(COLUMNS), lineterminator="\n")
    if heading:
        writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def add(path: Path, rows: list[dict[str, str]]) -> None:
    """Add rows to actors.csv: whole, or not at all.

    What stands there stays as it is, to the byte. The new table is checked before it takes the old one's place.
    """
    text = read_text(path)
    columns = next(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    own = as_csv(rows, columns=columns, heading=False)
    if "\r\n" in text:
        own = own.replace("\n", "\r\n")
    joint = "" if text.endswith("\n") else "\r\n" if "\r\n" in text else "\n"
    whole.write({path: f"{text}{joint}{own}".encode()}, check=_checked)


def _checked(path: Path) -> None:
    known, required, keys = TABLES["actors.csv"]
    read_table(path, known, required=required, keys=keys)


def report(found: dict[str, list[dict[str, Any]]]) -> str:
    """Return what was found besides the rows, to be read."""
    lines = [
        f"{', '.join(one['forms'])}: may be variants of listed actor {one['actor']} ({one['label']}): {one['reason']}"
        for one in found["variants"]
    ]
    lines += [f"{one['one']} / {one['other']}: may be one person ({one['reason']})" for one in found["spellings"]]
    return "\n".join([f"{len(found['rows'])} rows proposed", *lines])


def silent(corpus: Corpus) -> list[str]:
    """Return the articles whose script has no capitals, in which no names can be found."""
    rows = zip(corpus.articles["article_id"], corpus.articles["text"], strict=True)
    return [name for name, text in rows if text.lower() == text.upper()]


def write(corpus: Corpus, root: Path, *, least: int, added: bool, out: Path | None, as_json: bool) -> tuple[str, str]:
    """Do what `twicetold actors suggest` does; return what to print, and what to say beside it."""
    if least < 1:
        raise BadInput("twicetold actors suggest", "--least of 1 or more", value=least)
    if none := silent(corpus):
        expected = "articles in a script with capitals, by which names are found"
        raise BadInput(root / "data" / "articles.csv", expected, column="article_id", value=", ".join(none))
    if out is not None and out.resolve().is_relative_to((root / "data").resolve()):
        raise BadInput(out, "a file outside data/ (--add adds the rows to actors.csv)")
    found = suggest(corpus, least=least)
    table = as_csv(found["rows"])
    text = json.dumps(found, ensure_ascii=False, indent=1) + "\n" if as_json else table
    if added and found["rows"]:
        add(root / "data" / "actors.csv", found["rows"])
    if out is None:
        return text, report(found)
    whole.write({out: text.encode()})
    return "", report(found)
