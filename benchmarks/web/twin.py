"""One notebook of the book as plain Jupyter Book builds it, with Altair's default output for its charts.

Altair's page loads Vega, Vega-Lite and Vega-Embed from a foreign host. Here they come from the same server as the
page, without a further connection, which favours the twin; so does that whatever else it asks of foreign hosts fails
at once and weighs nothing.
"""

import json
import subprocess
import sys
from pathlib import Path

from altair.vegalite.v6 import display

CHART = "application/vnd.vegalite.v5+json"
# As Altair names them in the address of the foreign host.
SCRIPTS = {
    "vega": display.VEGA_VERSION,
    "vega-lite": display.VEGALITE_VERSION,
    "vega-embed": display.VEGAEMBED_VERSION,
}


def build(notebook: Path, folder: Path) -> Path:
    """Build the twin of a notebook in an empty folder; return the folder of its HTML."""
    cells = json.loads(notebook.read_text("utf-8"))
    for cell in cells["cells"]:
        for output in cell.get("outputs", []):
            spec = output.get("data", {}).get(CHART)
            if spec is not None:
                output["data"] = display.html_renderer(spec, base_url="/npm")
    (folder / notebook.name).write_text(json.dumps(cells), "utf-8")
    (folder / "_toc.yml").write_text(f"format: jb-book\nroot: {notebook.stem}\n", "utf-8")
    (folder / "_config.yml").write_text("title: Plain\nexecute:\n  execute_notebooks: 'off'\n", "utf-8")
    command = "from jupyter_book.cli.main import main; main()"
    # What leads to other pages of our book leads nowhere here: it warns, and builds.
    subprocess.run(
        [sys.executable, "-c", command, "build", "."],
        **{"cwd": folder, "check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL},
    )
    return folder / "_build" / "html"


def scripts(packages: Path) -> dict[str, Path]:
    """Return the scripts that the twin loads, by their address."""
    found = {}
    for name, version in SCRIPTS.items():
        about = json.loads((packages / name / "package.json").read_text("utf-8"))
        found[f"/npm/{name}@{version}"] = packages / name / about["jsdelivr"]
    return found
