"""A rerun of each notebook gives the stored outputs to the digit, and a changed digit is noticed (nbval, strict)."""

import copy
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from support import NOTEBOOKS, ROOT, VEGA, code_cells, environment, read_notebook

CHANGED = "test_one_changed_number_fails_its_cell_and_no_other"
Reruns = dict[tuple[str, bool], dict[int, str]]
SAID = r"\b(none|no|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b"
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
# A changed notebook takes as long as one that is as it was: one is enough for `make test`.
each_changed = pytest.mark.parametrize(
    "path",
    [pytest.param(path, id=path.stem, marks=() if i < 1 else pytest.mark.slow) for i, path in enumerate(NOTEBOOKS)],
)


def _turned(digit: str) -> str:
    return str((int(digit) + 1) % 10) if digit.isdigit() else "seventeen"


def _in_html(data: dict[str, Any]) -> bool:
    text = "".join(data.get("text/html", ""))
    data["text/html"], changed = re.subn(r"(>[^<>]*?)(\d)", lambda m: m[1] + _turned(m[2]), text, count=1)
    return bool(changed)


def _in_sentence(data: dict[str, Any]) -> bool:
    text = "".join(data.get("text/markdown", ""))
    data["text/markdown"], changed = re.subn(rf"\d|{SAID}", lambda m: _turned(m[0]), text, count=1, flags=re.IGNORECASE)
    return bool(changed)


def _in_glued(data: dict[str, Any]) -> bool:
    kind = "application/papermill.record/text/plain"
    text = "".join(data.get(kind, ""))
    data[kind], changed = re.subn(rf"\d|{SAID}", lambda m: _turned(m[0]), text, count=1, flags=re.IGNORECASE)
    return bool(changed)


def _in_chart(data: dict[str, Any]) -> bool:
    for rows in data.get(VEGA, {}).get("datasets", {}).values():
        for row in rows:
            for name, value in row.items():
                if isinstance(value, (int, float)) and not isinstance(value, bool):
                    row[name] = value + 1
                    return True
    return False


def _in_description(data: dict[str, Any]) -> bool:
    text = "".join(data.get("text/plain", "")) if VEGA in data else ""
    data["text/plain"], changed = re.subn(r"\d", lambda m: _turned(m[0]), text, count=1)
    return bool(changed)


KINDS = (_in_chart, _in_description, _in_html, _in_sentence, _in_glued)


def corrupted(notebook: dict[str, Any]) -> tuple[dict[str, Any], dict[int, str]]:
    """Return a notebook with one number of each kind of output changed, and which code cell holds which."""
    changed = copy.deepcopy(notebook)
    where: dict[int, str] = {}
    for kind in KINDS:
        for number, cell in enumerate(code_cells(changed)):
            if number not in where and _corrupt_one(cell, kind):
                where[number] = kind.__name__
                break
    return changed, where


def _corrupt_one(cell: dict[str, Any], kind: Any) -> bool:
    for output in cell["outputs"]:
        data = copy.deepcopy(output.get("data", {}))
        if kind(data):
            output["data"] = data
            return True
    return False


def nbval(path: Path, work: Path) -> dict[int, str]:
    """Rerun a notebook with nbval, strict; return what it says of each code cell: nothing, or how it differs."""
    (work / "empty.ini").write_text("[pytest]\n")
    report = work / "report.xml"
    private = {"IPYTHONDIR": str(work / "ipython"), "JUPYTER_CONFIG_DIR": str(work / "jupyter")}
    inherited = {name: value for name, value in environment(**private).items() if not name.startswith("PYTEST_")}
    command = [sys.executable, "-m", "pytest", "--nbval", "--color=no", "--nbval-kernel-startup-timeout=300"]
    command += [
        "-p",
        "no:cacheprovider",
        "-c",
        str(work / "empty.ini"),
        "--rootdir",
        str(path.parent),
        f"--junitxml={report}",
        str(path),
    ]
    env = {**inherited, "JUPYTER_PREFER_ENV_PATH": "1", "PYTHONWARNINGS": ""}
    result = subprocess.run(command, cwd=work, env=env, capture_output=True, encoding="utf-8", check=False)
    assert report.is_file(), f"nbval did not run on {path}:\n{result.stdout}\n{result.stderr}"
    return dict(_verdicts(report))


def _verdicts(report: Path) -> Iterator[tuple[int, str]]:
    for case in ElementTree.parse(report).iter("testcase"):
        bad = [f"{child.tag}: {child.get('message', '')}\n{child.text or ''}" for child in case]
        yield int(case.attrib["name"].removeprefix("Cell ")), "\n".join(bad)


@pytest.fixture(scope="module")
def reruns(request, tmp_path_factory) -> Reruns:
    """Verdicts on the notebooks that are asked for, as they are and with numbers changed; two at a time."""
    tests = [item for item in request.session.items if item.path == request.path and hasattr(item, "callspec")]
    wanted = {(item.originalname, item.callspec.params["path"]) for item in tests}
    jobs: dict[tuple[str, bool], Future[dict[int, str]]] = {}
    with ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
        for path in (path for path in NOTEBOOKS if ("test_a_rerun_gives_the_stored_outputs", path) in wanted):
            jobs[path.stem, False] = pool.submit(nbval, path, tmp_path_factory.mktemp(path.stem))
        for path in (path for path in NOTEBOOKS if (CHANGED, path) in wanted):
            work = tmp_path_factory.mktemp(f"{path.stem}-changed")
            shutil.copytree(ROOT / "data", work / "data")
            (work / "notebooks").mkdir()
            changed = work / "notebooks" / path.name
            changed.write_text(json.dumps(corrupted(read_notebook(path))[0]), "utf-8")
            jobs[path.stem, True] = pool.submit(nbval, changed, work)
    return {key: job.result() for key, job in jobs.items()}


@each_notebook
def test_a_rerun_gives_the_stored_outputs(path, reruns):
    verdicts = reruns[path.stem, False]
    cells = code_cells(read_notebook(path))
    assert sorted(verdicts) == list(range(len(cells))), f"{path.name}: nbval saw {len(verdicts)} of {len(cells)} cells"
    differs = "\n".join(f"cell [{number + 1}]: {said}" for number, said in verdicts.items() if said)
    assert not differs, f"{path.name} gives other outputs than it stores; run `make notebooks`\n{differs}"


@each_changed
def test_one_changed_number_fails_its_cell_and_no_other(path, reruns):
    where = corrupted(read_notebook(path))[1]
    failed = {number for number, said in reruns[path.stem, True].items() if said}
    assert failed == set(where), f"{path.name}: changed {where}, but nbval failed the cells {sorted(failed)}"


@each_notebook
def test_a_number_can_be_changed_in_each_notebook(path):
    assert len(corrupted(read_notebook(path))[1]) >= 2, path.name


def test_a_number_was_changed_in_each_kind_of_output():
    tried = {kind for path in NOTEBOOKS for kind in corrupted(read_notebook(path))[1].values()}
    assert tried == {kind.__name__ for kind in KINDS}
