"""The house: what may import what, one truth for versions, files where they belong."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from analysis.measure import LAYERS
from analysis.publish.figures import stored
from analysis.run.actions import README_FIGURE

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "analysis"
ROOMS = ["measure", "compare", "publish", "run"]


def imports(path):
    """Return the rooms that a module imports from."""
    package = path.relative_to(SOURCE.parent).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            for alias in node.names:
                yield ".".join([*base, *(node.module or "").split("."), alias.name]).replace("..", ".")
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_go_one_way(path):
    room = path.relative_to(SOURCE).parts[0]
    if room not in ROOMS:
        return
    later = ROOMS[ROOMS.index(room) + 1 :]
    wrong = [name for name in imports(path) for other in later if name.startswith(f"analysis.{other}")]
    assert not wrong


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_is_one_room(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 330


def test_layers_have_names_of_their_own():
    assert len({layer.name for layer in LAYERS}) == len(LAYERS)
    assert LAYERS[0].name == "segments"


def locked():
    return dict(re.findall(r"^([\w.-]+)==([^ ;\\]+)", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.M))


def test_every_requirement_is_locked_with_a_hash():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[\w.-]+==)", text, flags=re.M)[1:]
    assert all("--hash=sha256:" in block for block in blocks)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + sum(project["optional-dependencies"].values(), [])
    for requirement in wanted:
        assert re.match(r"[\w.-]+", requirement).group().lower() in locked()
    for name in ("jupyter-book", "altair", "pandas", "nltk", "nbval", "vl-convert-python"):
        assert name in locked()
    assert locked()["jupyter-book"] == "1.0.4.post1"


def test_the_conda_environment_pins_nothing_a_second_time():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    python, pip, nested = environment["dependencies"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert python == "python" + project["requires-python"]
    assert pip == "pip"
    assert nested == {"pip": ["--require-hashes", "-r requirements.lock"]}


def test_the_files_of_the_repository_name_no_index_and_no_machine():
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split(
        "\n"
    )
    for name in filter(None, files):
        path = ROOT / name
        if path.suffix in {".otf", ".woff2", ".png"} or not path.is_file():
            continue
        assert not re.search(
            r"index-url|/home/|/root/|/Users/",
            path.read_text(encoding="utf-8").replace('r"index-url|/home/|/root/|/Users/"', ""),
        ), name


def test_the_figure_of_the_readme_is_that_of_the_notebook():
    figures = stored(sorted((ROOT / "notebooks").glob("*.ipynb")))
    assert (ROOT / "book" / "readme-figure.png").read_bytes() == figures[README_FIGURE].png


def test_make_alone_lists_the_targets():
    result = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    for target in ("book", "test", "test-all", "notebooks", "lab", "serve"):
        assert re.search(rf"^make {target} ", result.stdout, re.M)
