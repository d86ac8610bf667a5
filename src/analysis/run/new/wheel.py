"""The library as a wheel, packed from what is installed: a new book carries its own, since no index has it.

The format is that of the specification "Binary distribution format" (PyPA). Packing the same files again gives the
same bytes.
"""

import base64
import hashlib
import io
import zipfile
from importlib.metadata import distribution
from pathlib import Path

from . import template

NAME = "twicetold"
_TIME = (1980, 1, 1, 0, 0, 0)  # as old as a zip knows
_WHEEL = "Wheel-Version: 1.0\nGenerator: twicetold\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def pack(folder: Path) -> tuple[Path, str]:
    """Write the library's wheel into a folder.

    Returns
    -------
    tuple of (Path, str)
        The wheel, and its sha256.
    """
    about = distribution(NAME)
    info = f"{NAME}-{about.version}.dist-info"
    parts = {f"analysis/{path}": content for path, content in _package().items()}
    parts |= {f"analysis/template/{path}": content for path, content in _template().items()}
    for name in ("METADATA", "entry_points.txt", "licenses/LICENSE"):
        parts[f"{info}/{name}"] = (about.read_text(name) or "").encode()
    parts[f"{info}/WHEEL"] = _WHEEL.encode()
    record = "".join(f"{name},sha256={_digest(content)},{len(content)}\n" for name, content in sorted(parts.items()))
    parts[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(parts.items()):
            archive.writestr(zipfile.ZipInfo(name, _TIME), content, zipfile.ZIP_DEFLATED)
    path = folder / f"{NAME}-{about.version}-py3-none-any.whl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(file.getvalue())
    return path, hashlib.sha256(file.getvalue()).hexdigest()


def _package() -> dict[str, bytes]:
    root = template.PACKAGE
    paths = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
    return {
        path.as_posix(): (root / path).read_bytes()
        for path in paths
        if path.parts[0] != "template" and "__pycache__" not in path.parts and not path.name.startswith(".")
    }


def _template() -> dict[str, bytes]:
    found = template.files((*template.TAKEN, *template.READ))
    return {path.as_posix(): (template.folder() / path).read_bytes() for path in found}


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
