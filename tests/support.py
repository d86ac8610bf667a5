"""What several tests share: where things are, a copy of the project, the built pages as trees."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import yaml
from lxml import html
from lxml.etree import _Element

ROOT = Path(__file__).resolve().parents[1]
HTML = Path(os.environ.get("TWICETOLD_HTML") or ROOT / "_build" / "html").resolve()
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
VEGA = "application/vnd.vegalite.v5+json"
NOT_COPIED = shutil.ignore_patterns(".git", "_build", ".venv", ".*_cache", ".hypothesis", "__pycache__", "*.tmp.*")

# The command as in a terminal, where Ctrl-C is not ignored: what runs in the background inherits that it is.
IN_TERMINAL = [
    sys.executable,
    "-c",
    "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from analysis.run.command import main; sys.exit(main())",
]


def toc() -> list[str]:
    """Return the pages of _toc.yml, in order, without their ending."""

    def walk(node: Any) -> list[str]:
        if isinstance(node, list):
            return [name for child in node for name in walk(child)]
        if not isinstance(node, dict):
            return []
        own = [node[key] for key in ("root", "file") if key in node]
        return own + [name for value in node.values() for name in walk(value)]

    return [name.removesuffix(".md").removesuffix(".ipynb") for name in walk(read_yaml(ROOT / "_toc.yml"))]


def read_yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def read_notebook(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text("utf-8"))


def code_cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def chart_outputs(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the outputs of a notebook that are charts, by any type that a chart could have."""
    outputs = [output for cell in code_cells(notebook) for output in cell["outputs"]]
    return [output for output in outputs if any("vega" in kind for kind in output.get("data", {}))]


def cells(book: Path, name: str) -> pd.DataFrame:
    """Return a table of a book's data, each cell as text."""
    return pd.read_csv(book / "data" / name, dtype=str, keep_default_na=False)


def store(book: Path, name: str, table: pd.DataFrame) -> None:
    """Write a table of a book's data."""
    table.to_csv(book / "data" / name, index=False)


def forget(data: Path, *articles: str) -> None:
    """Take out of a book's tables what they say of places in articles, which hold other text now.

    Indicators that were written from them are then written from nothing.
    """
    for path in data.rglob("*.csv"):
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        if "article_id" in table and path.name != "articles.csv":
            table[~table["article_id"].isin(articles)].to_csv(path, index=False)
        elif "written_from" in table:
            kept = [
                "|".join(name for name in cell.split("|") if name not in articles) for cell in table["written_from"]
            ]
            table.assign(written_from=kept).to_csv(path, index=False)


def copy_project(to: Path) -> Path:
    """Copy the project, without what is built, made or cached."""
    return Path(shutil.copytree(ROOT, to, ignore=NOT_COPIED))


def environment(root: Path = ROOT, **changes: str) -> dict[str, str]:
    """Return an environment for a Python that runs the library of a checkout or of a copy of it."""
    return {**os.environ, "PYTHONPATH": str(root / "src"), "PYTHONDONTWRITEBYTECODE": "1", **changes}


def run_command(root: Path, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run the command `twicetold` of a copy of the project in that copy."""
    return subprocess.run(
        [sys.executable, "-m", "analysis.run.command", *arguments],
        cwd=root,
        env=environment(root, **changes),
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


@dataclass(frozen=True)
class Page:
    """A page of the built book: its path inside the build, with slashes, and its tree."""

    name: str
    tree: _Element

    @cached_property
    def targets(self) -> set[str]:
        """What a fragment can lead to."""
        return {*self.tree.xpath("//@id"), *self.tree.xpath("//a/@name")}

    @cached_property
    def body(self) -> _Element:
        """The page without the theme's frame around it."""
        articles = self.tree.xpath("//article")
        assert len(articles) == 1, f"{self.name}: {len(articles)} <article> elements, expected one"
        return articles[0]


def read_page(root: Path, path: Path) -> Page:
    parser = html.HTMLParser(encoding="utf-8")
    return Page(path.relative_to(root).as_posix(), html.document_fromstring(path.read_bytes(), parser=parser))


def read_pages(root: Path) -> dict[str, Page]:
    """Read all pages of a build; what lies in _static are no pages."""
    paths = sorted(path for path in root.rglob("*.html") if path.relative_to(root).parts[0] != "_static")
    return {page.name: page for page in (read_page(root, path) for path in paths)}


def report(problems: list[str]) -> str:
    """Return problems as the message of an assertion."""
    shown = problems[:40] + ([f"... and {len(problems) - 40} more"] if len(problems) > 40 else [])
    return "\n" + "\n".join(shown)
