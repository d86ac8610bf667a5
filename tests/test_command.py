"""The command: help with examples, exit codes, completion; and that help waits for nothing."""

import argparse
import inspect
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import pytest
from support import IN_TERMINAL, NOTEBOOKS, ROOT, copy_project, environment, read_notebook, run_command

from analysis.compare.parts import SEED
from analysis.publish import citation, files
from analysis.publish.figures import stored
from analysis.run import calls, coding, command
from analysis.run.actions import ACTIONS
from analysis.run.calls import new as call_of_new

COMMAND = [sys.executable, "-m", "analysis.run.command"]


def every(parser: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    """Return a parser and all those of its actions, and of theirs."""
    below = [one for action in parser._actions if isinstance(action.choices, dict) for one in action.choices.values()]
    return [parser, *(found for one in below if isinstance(one, argparse.ArgumentParser) for found in every(one))]


EACH = pytest.mark.parametrize("parser", every(calls.parser()), ids=lambda parser: parser.prog)


@EACH
def test_help_has_an_example_that_is_a_call(parser):
    found = re.search(r"^Example: twicetold (.+)\n\Z", parser.format_help(), re.MULTILINE)
    assert found, parser.format_help()
    example = shlex.split(found[1])
    if example[0] == "completion":
        return
    read = calls.parser().parse_args(example)
    assert read.action in ACTIONS
    words = parser.prog.split()[1:]
    assert example[: len(words)] == words


@EACH
def test_every_option_says_what_it_does(parser):
    assert [action.dest for action in parser._actions if not action.help and action.metavar != "ACTION"] == []
    assert parser.description


def test_each_action_can_be_called():
    called = {parser.get_default("action") for parser in every(calls.parser())} - {None}
    assert called == set(ACTIONS)


def test_what_help_says_of_defaults_holds():
    assert calls.FORMATS == citation.FORMATS
    assert f"default: {coding.SENTENCES})" in run_help("coding", "sample")
    defaults = {name: one.default for name, one in inspect.signature(coding.sample).parameters.items()}
    assert (defaults["sentences"], defaults["seed"]) == (coding.SENTENCES, SEED)
    assert set(call_of_new.DISPLAYS) == {"full", "excerpts", "none"}


def run_help(*action: str) -> str:
    done = subprocess.run(
        [*COMMAND, *action, "--help"], capture_output=True, encoding="utf-8", env=environment(), check=True
    )
    return done.stdout


def test_help_names_the_version_and_the_exit_codes(capsys):
    with pytest.raises(SystemExit) as ended:
        command.main(["--version"])
    assert (ended.value.code, capsys.readouterr().out) == (0, f"twicetold {version('twicetold')}\n")
    said = calls.parser().format_help()
    codes = {int(code) for code in re.findall(r"^  (\d+)  ", said, re.MULTILINE)}
    assert codes == {command.DONE, command.AT_FAULT, 2, command.INTERRUPTED, command.NOT_READ}


@pytest.mark.parametrize("page", ["book/own-sources.md", "README.md"])
def test_the_exit_codes_are_documented(page):
    text = (ROOT / page).read_text("utf-8")
    assert {"0", "1", "2", "130"} <= set(re.findall(r"`(\d+)`", text)), page


def test_help_waits_for_nothing_that_takes_long():
    code = "import sys\nfrom analysis.run import command\ntry: command.main(['--help'])\nexcept SystemExit: pass\n"
    code += "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert "analysis" in done.stderr.split()
    assert set(done.stderr.split()) & {"scipy", "nltk", "altair", "nbformat", "nbclient", "tornado"} == set()


# How it ends


@pytest.mark.parametrize("call", [[], ["none"], ["cite"], ["cite", "x", "--format", "y"], ["serve", "--port", "70000"]])
def test_a_wrong_call_ends_with_2(call, capsys):
    with pytest.raises(SystemExit) as ended:
        command.main(call)
    assert ended.value.code == 2
    assert "usage: twicetold" in capsys.readouterr().err


def end(monkeypatch, error) -> int:
    def fail(root, **given):
        raise error

    monkeypatch.setitem(ACTIONS, "build", fail)
    return command.main(["build"])


def test_what_stops_it_from_outside_is_one_line(monkeypatch, capsys):
    assert end(monkeypatch, OSError(28, "No space left on device", "/full/disk")) == 1
    assert capsys.readouterr().err == "twicetold: /full/disk: No space left on device\n"
    assert end(monkeypatch, KeyboardInterrupt()) == 130
    assert capsys.readouterr().err == "twicetold: interrupted\n"
    assert end(monkeypatch, BrokenPipeError()) == 141
    assert capsys.readouterr().err == ""


def ended(call: str, output) -> tuple[int, str]:
    """Return what a call ends with, and what it says beside its output."""
    done = subprocess.run(
        [*COMMAND, *call.split()],
        stdout=output,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        cwd=ROOT,
        # As usual, what is printed is held back until there is enough of it, or the end.
        env=environment(PYTHONUNBUFFERED=""),
        check=False,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize("call", ["check --json", "completion bash"])
def test_a_pipe_that_is_closed_is_no_traceback(call):
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "wb") as closed:  # noqa: PTH123
        assert ended(call, closed) == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_is_one_line():
    with Path("/dev/full").open("wb") as full:
        assert ended("check", full) == (1, "twicetold: No space left on device\n")


def test_a_folder_that_may_not_be_written_is_one_line(tmp_path):
    (tmp_path / "in.csv").write_text("outlet,body\nA,The bridge was closed today.\nB,The bridge is open again.\n")
    (tmp_path / "file").write_text("")
    done = run_command(ROOT, "new", str(tmp_path / "file" / "book"), "--articles", str(tmp_path / "in.csv"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert re.fullmatch(r"twicetold: .*file.*: .*", done.stderr.splitlines()[-1]), done.stderr


@pytest.mark.slow
def test_a_run_that_is_interrupted_ends_soon_and_leaves_the_notebooks_as_they_were(tmp_path):
    book = copy_project(tmp_path / "book")
    asleep = tmp_path / "asleep"
    asleep.mkdir()
    for path in (book / "notebooks").glob("*.ipynb"):
        notebook = read_notebook(path)
        sleep = f"import pathlib, time; pathlib.Path({str(asleep / path.stem)!r}).touch(); time.sleep(600)"
        notebook["cells"].append({**notebook["cells"][-1], "cell_type": "code", "source": sleep})
        notebook["cells"][-1] |= {"outputs": [], "execution_count": None, "metadata": {}, "id": "sleeps"}
        path.write_text(json.dumps(notebook), "utf-8")
    before = {path: path.read_bytes() for path in sorted((book / "notebooks").iterdir())}
    run = subprocess.Popen(
        [*IN_TERMINAL, "notebooks"],
        cwd=book,
        env=environment(book),
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    # Two are run at a time: now none of them would end by itself.
    limit = time.monotonic() + 120
    while len(list(asleep.iterdir())) < 2 and run.poll() is None and time.monotonic() < limit:
        time.sleep(0.05)
    assert run.poll() is None and len(list(asleep.iterdir())) == 2
    run.send_signal(signal.SIGINT)
    said = run.communicate(timeout=60)[1]
    assert run.returncode == 130, said
    assert said.splitlines()[-1] == "twicetold: interrupted" and "Traceback" not in said
    assert {path: path.read_bytes() for path in sorted((book / "notebooks").iterdir())} == before


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_new_book_that_is_interrupted_leaves_nothing(tmp_path, how):
    (tmp_path / "in.csv").write_text("outlet,body\nA,The bridge was closed today.\nB,The bridge is open again.\n")
    place = tmp_path / "here"
    place.mkdir()
    run = subprocess.Popen(
        [*IN_TERMINAL, "new", str(place / "book"), "--articles", str(tmp_path / "in.csv")],
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    limit = time.monotonic() + 120
    while not list(place.glob(".book.*/book/data/actors.csv")) and time.monotonic() < limit:
        time.sleep(0.05)
    assert list(place.iterdir())
    run.send_signal(how)
    said = run.communicate(timeout=60)[1]
    assert run.returncode == 130, said
    assert said.splitlines()[-1] == "twicetold: interrupted" and "Traceback" not in said
    assert not list(place.iterdir())


# What is said as JSON


def test_notebooks_say_as_json_what_was_run_and_which_figures_are_new_on_record(tmp_path, capsys):
    book = copy_project(tmp_path / "book")
    call = ["--root", str(book), "notebooks", "--changed", "--json"]
    assert command.main(call) == 0
    assert json.loads(capsys.readouterr().out) == {"notebooks": [], "new_versions": []}
    record = book / "book" / "figures.csv"
    record.write_text(record.read_text("utf-8").splitlines(keepends=True)[0], "utf-8")
    assert command.main(call) == 0
    assert json.loads(capsys.readouterr().out)["new_versions"] == list(stored(NOTEBOOKS))
    assert len(record.read_text("utf-8").splitlines()) == 1 + len(stored(NOTEBOOKS))


def test_figures_say_as_json_what_they_say_in_their_index(monkeypatch, capsys):
    index = {"figures": [{"id": "fig-x", "files": ["a"], "version": 1, "title": "“É”"}]}
    monkeypatch.setattr(files, "write", lambda *_: index)
    assert command.main(["--root", str(ROOT), "figures", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == index


# Completion

ASK = """
source <({command} completion bash)
COMP_WORDS=({words})
COMP_CWORD={last}
COMP_LINE="{line}"
COMP_POINT=${{#COMP_LINE}}
_shtab_twicetold
echo "${{COMPREPLY[@]}}"
"""


def completions(line: str) -> set[str]:
    words = line.split(" ")
    script = ASK.format(
        command=shlex.join(COMMAND),
        words=" ".join(map(shlex.quote, words)),
        last=len(words) - 1,
        line=line,
    )
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, encoding="utf-8", env=environment(), cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("twicetold no", {"notebooks"}),
        ("twicetold c", {"check", "cite", "coding", "completion"}),
        ("twicetold coding ", {"sample", "check"}),
        ("twicetold cite fig-x --format bib", {"bibtex"}),
        ("twicetold new --comp", {"--compare"}),
        ("twicetold check --j", {"--json"}),
    ],
)
def test_bash_completes(line, expected):
    assert completions(line) == expected


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_is_told_of_all_actions_and_of_nothing_of_this_machine(shell, capsys):
    with pytest.raises(SystemExit) as ended:
        command.main(["completion", shell])
    said = capsys.readouterr().out
    assert ended.value.code == 0
    for parser in every(calls.parser())[1:]:
        assert parser.prog.split()[-1] in said
    assert str(ROOT) not in said and str(Path.home()) not in said
