"""What the book is, as CITATION.cff tells it: the one reader of that file."""

import re
from pathlib import Path
from typing import NamedTuple

import yaml

from ..measure import BadInput
from .settings import read_yaml

CITATION = "CITATION.cff"
_PERSON = ("given-names", "name-particle", "family-names", "name-suffix")


class About(NamedTuple):
    """Title, authors, version, date, DOI and licence of the book; "" where the file does not say.

    `authors` are mappings as the Citation File Format has them: a person with `family-names`, `given-names`,
    perhaps `name-particle` and `name-suffix`; or an entity with `name`.
    """

    title: str
    authors: tuple[dict[str, str], ...]
    version: str
    date: str
    doi: str
    licence: str

    @property
    def bare_doi(self) -> str:
        """The DOI without the address of its resolver."""
        return self.doi.removeprefix("https://doi.org/")

    @property
    def year(self) -> str:
        """The year of the date."""
        return self.date[:4]


def read(root: Path) -> About:
    """Read what CITATION.cff says of the book.

    Parameters
    ----------
    root : Path
        The folder that holds CITATION.cff.

    Raises
    ------
    BadInput
        If the file is missing, has no title or no author, or a date that is none.
    """
    path = root / CITATION
    # Every value as it is written: a version 1.10 is not the number 1.1.
    fields = read_yaml(path, yaml.BaseLoader)
    if not isinstance(fields, dict):
        raise BadInput(path, "fields of the Citation File Format, as `title: …`", value=fields)
    text = {name: _text(path, fields, name) for name in ("title", "version", "date-released", "doi", "license")}
    if not text["title"]:
        raise BadInput(path, "a title", column="title", value="")
    if not re.fullmatch(r"(\d{4}-\d{2}-\d{2})?", text["date-released"]):
        raise BadInput(path, "a date, as 2026-11-22", column="date-released", value=text["date-released"])
    return About(text["title"], _authors(path, fields.get("authors")), *[*text.values()][1:])


def full_name(author: dict[str, str]) -> str:
    """Return an author's name in the order it is said.

    Examples
    --------
    >>> full_name({"family-names": "Beauvoir", "given-names": "Simone", "name-particle": "de"})
    'Simone de Beauvoir'
    >>> full_name({"name": "The Twice Told developers"})
    'The Twice Told developers'
    """
    return author.get("name") or " ".join(author[part] for part in _PERSON if author.get(part))


def _text(path: Path, fields: dict, name: str) -> str:
    value = fields.get(name, "")
    if not isinstance(value, str):
        raise BadInput(path, "text", column=name, value=value)
    return " ".join(value.split())


def _authors(path: Path, authors: object) -> tuple[dict[str, str], ...]:
    expected = "authors, each with `family-names` and `given-names` or with `name`"
    if not isinstance(authors, list) or not authors:
        raise BadInput(path, expected, column="authors", value=authors)
    for author in authors:
        if not isinstance(author, dict) or not full_name(author):
            raise BadInput(path, expected, column="authors", value=author)
    return tuple({name: _text(path, author, name) for name in author} for author in authors)
