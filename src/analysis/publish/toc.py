"""The order of the book's pages: the one reader of _toc.yml."""

import re
from pathlib import Path

from ..measure import BadInput
from .settings import read_yaml


def contents(root: Path) -> list[tuple[str, str]]:
    """Return the pages of _toc.yml in order, without their endings, each with the caption of its part.

    Raises
    ------
    BadInput
        If the file names no page.
    """
    path = root / "_toc.yml"
    found: list[tuple[str, str]] = []

    def walk(node: object, part: str) -> None:
        if isinstance(node, list):
            for child in node:
                walk(child, part)
        if isinstance(node, dict):
            part = str(node.get("caption", part))
            found.extend((str(node[key]), part) for key in ("root", "file") if key in node)
            for value in node.values():
                walk(value, part)

    walk(read_yaml(path), "")
    if not found:
        raise BadInput(path, "a `root` and the files of the book")
    return [(re.sub(r"\.(md|ipynb)$", "", name), part) for name, part in found]
