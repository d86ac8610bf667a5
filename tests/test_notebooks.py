"""The notebooks: run, reproducible to the digit, and holding nothing that a reader could not check."""

import ast
import base64
import json
import re
from collections import Counter

import pytest
from support import NOTEBOOKS, VEGA, chart_outputs, code_cells, read_notebook, report

from analysis.publish import renderer

EXEMPT = re.compile(r"nbval|raises[-_]exception", re.IGNORECASE)
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def test_there_are_notebooks():
    assert NOTEBOOKS


@each_notebook
def test_its_name_is_hyphenated_lower_case(path):
    assert re.fullmatch(r"\d\d(-[a-z]+)+\.ipynb", path.name), f"{path.name}: expected a name as 03-framing.ipynb"


@each_notebook
def test_every_code_cell_was_run_in_order(path):
    counts = [cell["execution_count"] for cell in code_cells(read_notebook(path))]
    assert counts == list(range(1, len(counts) + 1)), f"{path.name}: run it from the top (`make notebooks`)"


@each_notebook
def test_no_cell_left_an_error_or_a_message(path):
    problems = [
        f"{path.name}, cell [{cell['execution_count']}]: {output.get('text') or output.get('ename')}"
        for cell in code_cells(read_notebook(path))
        for output in cell["outputs"]
        if output["output_type"] in ("error", "stream")
    ]
    assert not problems, report(problems)


@each_notebook
def test_no_cell_is_exempt_from_comparison(path):
    problems = [
        f"{path.name}, cell {number}"
        for number, cell in enumerate(read_notebook(path)["cells"])
        if EXEMPT.search("".join(cell["source"])) or any(map(EXEMPT.search, cell["metadata"].get("tags", [])))
    ]
    assert not problems, report(problems)


@each_notebook
def test_it_defines_no_function(path):
    definitions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    problems = []
    for cell in code_cells(read_notebook(path)):
        for node in ast.walk(ast.parse("".join(cell["source"]))):
            named = isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr)) and isinstance(node.value, ast.Lambda)
            if isinstance(node, definitions) or named:
                problems.append(f"{path.name}, cell [{cell['execution_count']}], line {node.lineno}: put it in src/")
    assert not problems, report(problems)


@each_notebook
def test_it_keeps_nothing_of_the_machine(path):
    notebook = read_notebook(path)
    kept = {"kernelspec": {"display_name", "language", "name"}, "language_info": {"name"}}
    kept["twicetold"] = {"data", "code"}
    assert {key: set(value) for key, value in notebook["metadata"].items()} == kept, path.name
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    timed = [cell["id"] for cell in notebook["cells"] if {"execution", "ExecuteTime"} & set(cell["metadata"])]
    assert not timed, f"{path.name}: times of execution in cells {timed}"


@each_notebook
def test_what_its_charts_keep_as_evidence_is_first_what_may_be_shown(path):
    code = ["".join(cell["source"]) for cell in read_notebook(path)["cells"] if cell["cell_type"] == "code"]
    said = [number for number, source in enumerate(code) if "chart_marks.prefer(" in source]
    drawn = [number for number, source in enumerate(code) if re.search(r"\bcharts\.\w+\(", source)]
    reads = any("load()" in source for source in code)
    assert len(said) == reads, path.name
    assert not reads or said[0] < min(drawn, default=len(code)), path.name


@each_notebook
def test_what_it_says_over_a_list_holds_where_the_list_shows_some(path):
    """In a book of many articles a list of places shows some of them, and a table its first rows."""
    cells = read_notebook(path)["cells"]
    problems = []
    for before, cell in zip(cells, cells[1:], strict=False):
        listing = re.search(
            r"(evidence|concordance|tables)\.show|side_by_side\.(quoted|folded)", "".join(cell["source"])
        )
        said = "".join(before["source"])
        if before["cell_type"] == "markdown" and listing:
            problems += re.findall(
                r"\bevery (?:place|sentence|mention|word|name)\b.*|^#+ All\b.*|^All\b.*",
                said,
                re.IGNORECASE | re.MULTILINE,
            )
    assert not problems, f"{path.name}: {problems}"


@each_notebook
def test_its_cells_have_names_that_stay(path):
    ids = [cell["id"] for cell in read_notebook(path)["cells"]]
    assert len(set(ids)) == len(ids), f"{path.name}: two cells have one id"
    assert not [name for name in ids if re.fullmatch(r"[0-9a-f-]{8,}", name) and re.search(r"\d", name)], (
        f"{path.name}: a cell's id was drawn at random, give it a name: {ids}"
    )


@each_notebook
def test_each_chart_can_be_seen_read_and_computed_with(path):
    problems = []
    for output in chart_outputs(read_notebook(path)):
        if set(output["data"]) != {VEGA, "image/png", "text/plain"}:
            problems.append(f"{path.name}: a chart has the types {sorted(output['data'])}")
            continue
        spec = output["data"][VEGA]
        title = spec.get("title", {})
        said = {
            "title": title.get("text"),
            "subtitle (what is measured, in which unit)": title.get("subtitle"),
            "description": spec.get("description"),
            "a description with its numbers": re.search(r"\d|\b(no|one|two|once|twice)\b", spec.get("description", "")),
            "text/plain equal to its description": "".join(output["data"]["text/plain"]) == spec.get("description"),
            "numeric size": isinstance(spec.get("width"), int) and isinstance(spec.get("height"), int),
            "an axis title or a subtitle that names the unit": any(_axis_titles(spec)) or title.get("subtitle"),
        }
        problems += [
            f"{path.name}, chart {title.get('text')!r}: no {what}" for what, there in said.items() if not there
        ]
    assert not problems, report(problems)


def _axis_titles(spec):
    for layer in spec.get("layer", [spec]):
        for channel in ("x", "y"):
            yield layer.get("encoding", {}).get(channel, {}).get("title")


@each_notebook
def test_each_chart_is_a_numbered_figure(path):
    problems = [
        f"{path.name}, cell {cell['id']}: no caption and name under metadata.mystnb.figure"
        for cell in code_cells(read_notebook(path))
        if chart_outputs({"cells": [cell]}) and not _captioned(cell)
    ]
    assert not problems, report(problems)


def _captioned(cell):
    figure = cell["metadata"].get("mystnb", {}).get("figure", {})
    return figure.get("caption", "").strip() and re.fullmatch(r"fig(-[a-z0-9]+)+", figure.get("name", ""))


@each_notebook
def test_each_picture_is_its_data_drawn(path):
    for output in chart_outputs(read_notebook(path)):
        spec = output["data"][VEGA]
        stored = base64.b64decode("".join(output["data"]["image/png"]))
        assert renderer.png(spec) == stored, (
            f"{path.name}: the picture of {spec['title']['text']!r} is not what its data draw; run `make notebooks`"
        )


@each_notebook
def test_each_glued_value_has_a_name_of_its_own(path):
    glued = Counter()
    for cell in code_cells(read_notebook(path)):
        for output in cell["outputs"]:
            name = output.get("metadata", {}).get("scrapbook", {}).get("name")
            if name:
                glued[name] += 1
                value = "".join(output["data"]["application/papermill.record/text/plain"])
                assert value.strip("'\" "), f"{path.name}: {name} is empty"
    assert glued, f"{path.name} glues no value"
    assert not [name for name, count in glued.items() if count > 1], f"{path.name}: a later value hides an earlier one"


def test_each_figure_name_is_used_once():
    names = Counter(
        cell["metadata"].get("mystnb", {}).get("figure", {}).get("name")
        for path in NOTEBOOKS
        for cell in code_cells(read_notebook(path))
    )
    del names[None]
    assert not [name for name, count in names.items() if count > 1], names


@each_notebook
def test_it_is_stored_as_nbformat_writes_it(path):
    text = path.read_text("utf-8")
    assert text == json.dumps(json.loads(text), indent=1, sort_keys=True, ensure_ascii=False) + "\n", path.name
