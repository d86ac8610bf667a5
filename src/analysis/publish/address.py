"""Where a book is published: the one reader of its two addresses in _config.yml.

`repository: url:` is the address of the repository (`branch:` its branch, else main), `html: baseurl:` that of
the site. Without the second, the site of a repository on GitHub is where GitHub Pages puts it.
"""

import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from ..measure import BadInput
from .settings import read_yaml

CONFIG = "_config.yml"
GITHUB = "https://github.com"
# Letters, digits and signs that have no meaning in a page, a shell or a query.
_PART = re.compile(r"[A-Za-z0-9._~-]+")


class Address(NamedTuple):
    """The addresses of a book: of its repository and of its site, "" where not known; `site` ends with "/"."""

    repository: str
    site: str
    branch: str = "main"

    def page(self, path: str) -> str:
        """Return the absolute address of a path inside the book, or the path where the site is not known.

        Examples
        --------
        >>> Address("", "https://example.org/told/").page("book/cite.html#one-figure")
        'https://example.org/told/book/cite.html#one-figure'
        >>> Address("", "").page("book/cite.html")
        'book/cite.html'
        """
        return self.site + quote(path, safe="/#") if self.site else path


def read(root: Path) -> Address:
    """Read the addresses of a book.

    Parameters
    ----------
    root : Path
        The folder that holds _config.yml.

    Raises
    ------
    BadInput
        If an address is not one: naming the file and the field.
    """
    path = root / CONFIG
    config = read_yaml(path)
    repository = _read(path, config, "repository", "url", "https://github.com/OWNER/NAME").removesuffix(".git")
    repository = re.sub(r"^https?://(www\.)?github\.com(?=/|$)", GITHUB, repository, flags=re.IGNORECASE)
    parts = urlsplit(repository).path.split("/")[1:]
    if repository and (len(parts) < 2 or (repository.startswith(GITHUB) and len(parts) > 2)):
        expected = "the address of a repository, as https://github.com/OWNER/NAME"
        raise BadInput(path, expected, column="repository: url", value=repository)
    site = _read(path, config, "html", "baseurl", "https://OWNER.github.io/NAME/") or _pages(repository)
    branch = _fields(path, config, "repository").get("branch") or "main"
    if not isinstance(branch, str) or not all(map(_PART.fullmatch, branch.split("/"))):
        raise BadInput(path, "the name of a branch, as main", column="repository: branch", value=branch)
    return Address(repository, f"{site}/" if site else "", branch)


def _read(path: Path, config: object, section: str, name: str, example: str) -> str:
    """Return an address without the slash at its end."""
    value = _fields(path, config, section).get(name) or ""
    if value and not _is_address(value):
        expected = f"an address that starts with https:// or http://, as {example}, or nothing"
        raise BadInput(path, expected, column=f"{section}: {name}", value=value)
    return value.rstrip("/")


def _fields(path: Path, config: object, section: str) -> dict:
    fields = (config if isinstance(config, dict) else {}).get(section) or {}
    if not isinstance(fields, dict):
        raise BadInput(path, "fields, as `url: https://github.com/OWNER/NAME`", column=section, value=fields)
    return fields


def _is_address(value: object) -> bool:
    if not isinstance(value, str):
        return False
    scheme, _, rest = value.partition("://")
    host, *parts = rest.rstrip("/").split("/")
    named = re.fullmatch(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:\d{1,5})?", host)
    return bool(scheme in ("https", "http") and named) and all(map(_PART.fullmatch, parts))


def _pages(repository: str) -> str:
    """Return where GitHub Pages puts a repository, without the slash at its end."""
    if not repository.startswith(GITHUB):
        return ""
    owner, name = urlsplit(repository).path.split("/")[1:]
    host = f"{owner.lower()}.github.io"
    return f"https://{host}" if name.lower() == host else f"https://{host}/{name}"
