"""Pages that have moved: book/redirects.csv, and the small page that stands at each old address."""

import html
import re
from pathlib import Path, PurePosixPath
from posixpath import relpath
from string import Template
from typing import NamedTuple
from urllib.parse import quote

from lxml import etree
from lxml import html as pages

from ..measure import BadInput
from ..measure.tables import read_table
from .address import Address

REDIRECTS = Path("book", "redirects.csv")
COLUMNS = ("old", "new")
_PAGE = re.compile(r"(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*[A-Za-z0-9_~-][A-Za-z0-9._~-]*\.html")
_TEMPLATE = Template("""<!DOCTYPE html>
<html lang="$language">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<meta http-equiv="refresh" content="0; url=$path" />
<title>$title</title>
$tags
</head>
<body>
<p>Continue to <a href="$path">$title</a>.</p>
</body>
</html>
""")


class Redirect(NamedTuple):
    """A page that has moved: its row in the table, its old and its new path in the book."""

    row: int
    old: str
    new: str


def read(root: Path) -> list[Redirect]:
    """Read the table of pages that have moved; a book without one has none.

    Raises
    ------
    BadInput
        If a path is none of a page, an old one is named twice, or one leads to another that has moved.
    """
    path = root / REDIRECTS
    if not path.exists():
        return []
    table = read_table(path, COLUMNS, required=COLUMNS, keys=[("old",)])
    found = [Redirect(line.row, line.old, line.new) for line in table.itertuples()]
    olds = {redirect.old: redirect.row for redirect in found}
    for redirect in found:
        for column, value in (("old", redirect.old), ("new", redirect.new)):
            if not _PAGE.fullmatch(value) or ".html/" in value:
                raise BadInput(
                    path, "the path of a page, as book/cite.html", row=redirect.row, column=column, value=value
                )
        if redirect.new in olds:
            expected = f"a page that has not itself moved (row {olds[redirect.new]} says it has)"
            raise BadInput(path, expected, row=redirect.row, column="new", value=redirect.new)
    return found


def write(root: Path, built: Path, address: Address) -> list[str]:
    """Write a page at each old path of a built book; return these paths.

    Raises
    ------
    BadInput
        If a new path is no page of the book, or an old one still is, on a disk that minds case or not.
    """
    path = root / REDIRECTS
    taken = {page.relative_to(built).as_posix().casefold() for page in built.rglob("*")}
    found = read(root)
    for redirect in found:
        if not (built / redirect.new).is_file():
            raise BadInput(path, "a page of the book", row=redirect.row, column="new", value=redirect.new)
        if redirect.old.casefold() in taken:
            expected = "the path of a page that the book no longer has"
            raise BadInput(path, expected, row=redirect.row, column="old", value=redirect.old)
    for redirect in found:
        (built / redirect.old).parent.mkdir(parents=True, exist_ok=True)
        (built / redirect.old).write_text(page(built, redirect.old, redirect.new, address), encoding="utf-8")
    return [redirect.old for redirect in found]


def page(built: Path, old: str, new: str, address: Address) -> str:
    """Return a page that leads from one path of a built book to another.

    It carries the metadata of the page that it leads to: what makes link previews follows no such lead.
    """
    target = pages.document_fromstring((built / new).read_bytes(), parser=pages.HTMLParser(encoding="utf-8"))
    told = (
        "/html/head/meta[@property or starts-with(@name, 'citation_') or @name='description' or @name='twitter:card']"
    )
    tags = [etree.tostring(found, encoding="unicode", with_tail=False) for found in target.xpath(told)]
    if address.site:
        tags.insert(0, f'<link rel="canonical" href="{html.escape(address.page(new))}" />')
    return _TEMPLATE.substitute(
        language=html.escape(target.get("lang", "en")),
        path=html.escape(quote(relpath(new, PurePosixPath(old).parent.as_posix()))),
        title=html.escape(target.findtext("head/title", "").strip()),
        tags="\n".join(tags),
    )
