"""What others run for the repository: its workflows, Binder, readers of CITATION.cff."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from support import ROOT, read_yaml

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
SCRIPTS = Path(sys.executable).parent
# What a job may do beyond reading, and why; all others may read only.
WRITES = {
    ("book.yml", "publish"): {"pages": "write", "id-token": "write"},
    ("release.yml", "attach"): {"contents": "write"},
}


def zizmor(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [SCRIPTS / "zizmor", "--offline", "--no-progress", "--no-config", "--persona", "pedantic", folder]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def check(schema: str, *paths: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *paths]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def jobs():
    for path in WORKFLOWS:
        for name, job in read_yaml(path)["jobs"].items():
            yield path.name, name, job


@pytest.mark.slow
def test_the_workflows_hold_to_their_schema_and_end_in_time():
    assert [path.name for path in WORKFLOWS] == ["book.yml", "release.yml"]
    for schema in ("vendor.github-workflows", "custom.github-workflows-require-timeout"):
        found = check(schema, *WORKFLOWS)
        assert found.returncode == 0, found.stdout + found.stderr


def test_the_linter_finds_no_fault_in_the_workflows():
    found = zizmor(ROOT / ".github")
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r"actions/checkout@[0-9a-f]{40}", "actions/checkout@v6"),
        (r"permissions:\n  contents: read\n", "permissions: write-all\n"),
        (r"run: .ci/run", "run: echo ${{ github.event.head_commit.message }}"),
    ],
)
def test_the_linter_would_find_a_fault(tmp_path, old, new):
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    text, changed = re.subn(old, new, (ROOT / ".github/workflows/book.yml").read_text("utf-8"))
    assert changed
    (folder / "book.yml").write_text(text)
    assert zizmor(tmp_path / ".github").returncode > 10  # its codes for findings


def test_every_action_is_pinned_to_a_commit_and_names_its_version():
    for path in WORKFLOWS:
        used = re.findall(r"uses: *(.*)", path.read_text("utf-8"))
        assert used
        for action in used:
            assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), f"{path.name}: {action}"


def test_a_job_may_do_no_more_than_it_must_and_what_may_write_runs_nothing_of_the_repository():
    for path in WORKFLOWS:
        assert read_yaml(path)["permissions"] == {"contents": "read"}
    for file, name, job in jobs():
        assert job.get("permissions", {}) == WRITES.get((file, name), {}), f"{file}: {name}"
        uses = [step.get("uses", "") for step in job["steps"]]
        runs = [step["run"] for step in job["steps"] if "run" in step]
        if (file, name) in WRITES:
            assert not any("checkout" in action for action in uses), f"{file}: {name}"
            assert all(command.startswith("gh release upload ") for command in runs), f"{file}: {name}"
        assert not any("${{" in command for command in runs), f"{file}: {name}"
    assert {(file, name) for file, name, _ in jobs()} >= set(WRITES)


def test_no_checkout_leaves_its_token_behind():
    checkouts = [step for _, _, job in jobs() for step in job["steps"] if "actions/checkout@" in step.get("uses", "")]
    assert checkouts
    assert all(step["with"] == {"persist-credentials": False} for step in checkouts)


def test_only_the_main_branch_is_published_and_only_after_the_tests():
    job = read_yaml(ROOT / ".github/workflows/book.yml")["jobs"]["publish"]
    assert job["needs"] == "test"
    assert job["if"] == "github.event_name == 'push' && github.ref == 'refs/heads/main'"


def test_every_workflow_tests_by_the_one_script():
    for path in WORKFLOWS:
        commands = [step.get("run", "") for job in read_yaml(path)["jobs"].values() for step in job["steps"]]
        assert commands.count(".ci/run") == 1
        assert not any("pytest" in command or "pip" in command or "apt" in command for command in commands)


@pytest.mark.parametrize("name", [".ci/run", "postBuild"])
def test_a_script_can_be_run(name):
    assert os.access(ROOT / name, os.X_OK)
    listed = subprocess.run(["git", "ls-files", "-s", name], cwd=ROOT, capture_output=True, text=True, check=False)
    assert listed.returncode != 0 or listed.stdout.startswith("100755 ")
    assert subprocess.run(["bash", "-n", name], cwd=ROOT, check=False).returncode == 0


def test_binder_finds_what_it_looks_for():
    # A folder binder/ or .binder/ would take the place of the files at the root.
    assert not any((ROOT / name).exists() for name in ("binder", ".binder", "Dockerfile", "runtime.txt"))
    # Local files in the list make Binder fetch the whole checkout before it installs.
    assert any("-r requirements.lock" in str(part) for part in read_yaml(ROOT / "environment.yml")["dependencies"])
    locked = (ROOT / "requirements.lock").read_text("utf-8")
    assert re.search(r"^jupyterlab==4\.", locked, re.M)
    assert re.search(r"^ipykernel==", locked, re.M)
    assert "--editable ." in (ROOT / "postBuild").read_text("utf-8")


@pytest.mark.slow
def test_the_citation_file_holds_to_the_published_schema(tmp_path):
    found = check("vendor.citation-file-format", ROOT / "CITATION.cff")
    assert found.returncode == 0, found.stdout + found.stderr
    spoiled = tmp_path / "CITATION.cff"
    spoiled.write_text((ROOT / "CITATION.cff").read_text("utf-8").replace("authors:", "writers:"))
    assert check("vendor.citation-file-format", spoiled).returncode == 1


def test_the_citation_file_and_the_package_tell_of_the_same_version():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    cited = read_yaml(ROOT / "CITATION.cff")
    assert cited["version"] == project["version"]
    assert cited["license"] == project["license"]


@pytest.mark.parametrize("tag", ["v{}", "{}", "v{}.1", 'v{}"; exit 0 #'])
def test_a_release_is_made_only_if_its_tag_names_the_version(tag):
    steps = read_yaml(ROOT / ".github/workflows/release.yml")["jobs"]["make"]["steps"]
    (command,) = (step["run"] for step in steps if "TAG" in step.get("env", {}))
    version = read_yaml(ROOT / "CITATION.cff")["version"]
    given = {**os.environ, "TAG": tag.format(version)}
    done = subprocess.run(
        ["bash", "-e", "-c", command], cwd=ROOT, env=given, capture_output=True, text=True, check=False
    )
    assert (done.returncode == 0) == (tag == "v{}"), done.stdout + done.stderr
    assert (f"expected the tag v{version}" in done.stdout) == (tag != "v{}")
