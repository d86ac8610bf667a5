"""How a figure is cited: as text (APA), BibTeX, RIS and CSL-JSON."""

import json
from typing import NamedTuple

from .about import About, full_name
from .address import Address
from .edition import Edition

FORMATS = ("text", "bibtex", "ris", "csl")
# How each sign with a meaning in LaTeX is written as itself.
_LATEX = str.maketrans(
    {
        **{sign: f"\\{sign}" for sign in "&%$#_"},
        **{"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"},
        # By name: BibTeX counts braces, escaped or not.
        **{"{": r"\textbraceleft{}", "}": r"\textbraceright{}"},
    }
)


class Citation(NamedTuple):
    """What a citation of one version of one figure says."""

    name: str
    title: str
    version: str
    date: str
    about: About
    address: Address
    edition: Edition

    @property
    def url(self) -> str:
        """The permanent address of this version, or "" where the site is not known."""
        page = f"figures/{self.name}.html#version-{self.version}"
        return self.address.page(page) if self.address.site else ""

    def text(self) -> str:
        """Return the citation in the style of the American Psychological Association (7th edition)."""
        where = addresses(self.about, self.url)
        return (
            f"{apa(self.about.authors)} ({self.date[:4]}). {self.title} ({self.name}, version {self.version}) "
            f"[Figure]. In {self.about.title} (Version {self.about.version}; {self.edition}). {where}"
        ).strip()

    def bibtex(self) -> str:
        """Return the citation as an entry of BibTeX."""
        fields = {
            "author": " and ".join(bibtex_name(author) for author in self.about.authors),
            "title": f"{{{latex(self.title)}}}",
            "year": self.date[:4],
            "howpublished": f"Figure {self.name}, version {self.version}, in {latex(self.about.title)}",
            "note": latex(f"Version {self.about.version}; {self.edition}"),
            "doi": self.about.bare_doi,
            "url": self.url,
        }
        return bibtex_entry(f"{self.name}-v{self.version}", fields) + "\n"

    def ris(self) -> str:
        """Return the citation as a record of RIS."""
        fields = [
            ("TY", "FIGURE"),
            ("ID", f"{self.name}-v{self.version}"),
            *(("AU", _last_first(author)) for author in self.about.authors),
            ("TI", self.title),
            ("T2", self.about.title),
            ("PY", self.date[:4]),
            ("DA", self.date.replace("-", "/")),
            ("ET", f"version {self.version}"),
            ("N1", f"Version {self.about.version}; {self.edition}"),
            ("DO", self.about.bare_doi),
            ("UR", self.url),
            ("LA", "en"),
        ]
        lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value]
        return "\r\n".join([*lines, "ER  - ", ""])

    def csl(self) -> str:
        """Return the citation as CSL-JSON: a list of one item."""
        item = {
            "id": f"{self.name}-v{self.version}",
            "type": "figure",
            "title": self.title,
            "author": [_csl_name(author) for author in self.about.authors],
            "container-title": self.about.title,
            "issued": {"date-parts": [[int(part) for part in self.date.split("-")]]},
            "version": self.version,
            "note": f"Version {self.about.version}; {self.edition}",
            "language": "en",
            "DOI": self.about.bare_doi,
            "URL": self.url,
        }
        kept = {name: value for name, value in item.items() if value}
        return json.dumps([kept], ensure_ascii=False, indent=1) + "\n"


def addresses(about: About, url: str) -> str:
    """Return where something cited is found: the book's DOI, an address, both or neither."""
    return " ".join(filter(None, (about.doi and f"https://doi.org/{about.bare_doi}", url)))


def bibtex_entry(key: str, fields: dict[str, str]) -> str:
    """Return an entry of BibTeX, without the fields that are empty."""
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}"


def latex(text: str) -> str:
    """Return text as LaTeX that shows it as it is."""
    return text.translate(_LATEX)


def bibtex_name(author: dict[str, str]) -> str:
    """Return an author as BibTeX reads names: an entity in braces, or its words would be parted."""
    return f"{{{latex(author['name'])}}}" if "name" in author else latex(_last_first(author))


def _last_first(author: dict[str, str]) -> str:
    if "name" in author:
        return author["name"]
    family = " ".join(filter(None, (author.get("name-particle"), author.get("family-names"))))
    return ", ".join(filter(None, (family, author.get("name-suffix"), author.get("given-names"))))


def _csl_name(author: dict[str, str]) -> dict[str, str]:
    if "name" in author:
        return {"literal": author["name"]}
    parts = {
        "family": "family-names",
        "given": "given-names",
        "non-dropping-particle": "name-particle",
        "suffix": "name-suffix",
    }
    return {name: author[part] for name, part in parts.items() if author.get(part)}


def apa(authors: tuple[dict[str, str], ...]) -> str:
    """Return authors as APA has them: up to 20 are named, of more the first 19 and the last."""
    names = [_apa_name(author) for author in authors]
    if len(names) > 20:
        return f"{', '.join(names[:19])}, … {names[-1]}"
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, & {names[-1]}"
    return listed if listed.endswith(".") else f"{listed}."


def _apa_name(author: dict[str, str]) -> str:
    if "name" in author or not author.get("family-names"):
        return full_name(author)
    family = " ".join(filter(None, (author.get("name-particle"), author["family-names"])))
    initials = " ".join(f"{part[0]}." for part in author.get("given-names", "").split())
    return ", ".join(filter(None, (family, initials, author.get("name-suffix"))))
