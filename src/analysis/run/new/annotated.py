"""The tables that `twicetold annotate` has written, opened to make a book of: read part by part, never one as a whole.

Each file is compared with its hash in the records that were written with it.
"""

import hashlib
import io
import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ...measure import BadInput
from ..calls.annotate import LAYERS, MANIFEST, RECORDS

# Without these there are no texts, and no words to divide by.
NEEDED = ("segments", "terms")
_MADE = "a folder that `twicetold annotate` has written"
_AGAIN = "call `twicetold annotate` again, into a new folder"


class Tables(NamedTuple):
    """A finished folder: its manifest, and for each part the number and the hashes of its files, in order."""

    folder: Path
    manifest: dict[str, Any]
    sha256: str
    parts: dict[int, Mapping[str, str]]

    @property
    def layers(self) -> list[str]:
        """The layers that are there, in the order of the instruments."""
        return [name for name in LAYERS if name in self.manifest["layers"]]

    def each(self, name: str, columns: Collection[str]) -> Iterator[tuple[int, Any]]:
        """Yield the number of each part, and some columns of its part of a table, as Arrow has them."""
        for number in self.parts:
            yield number, self.read(name, number, columns)

    def read(self, name: str, number: int, columns: Collection[str]) -> Any:
        """Return some columns of a part of a table.

        Raises
        ------
        BadInput
            If it is not there, is no longer what was written, or has no such column.
        """
        import pyarrow as arrow
        import pyarrow.parquet as parquet

        file = f"{name}/part-{number:06}.parquet"
        path = self.folder / file
        try:
            content = path.read_bytes()
        except OSError as error:
            raise BadInput(path, "a file of the tables that can be read", value=error.strerror) from error
        if hashlib.sha256(content).hexdigest() != self.parts[number].get(file):
            raise BadInput(path, f"the file that was written, by its hash; or {_AGAIN}", value="another content")
        try:
            opened = parquet.ParquetFile(io.BytesIO(content))
        except arrow.ArrowException as error:
            raise BadInput(path, "a Parquet file", value=str(error)[:100]) from error
        for column in columns:
            if column not in opened.schema_arrow.names:
                raise BadInput(path, f"this column; it has {', '.join(opened.schema_arrow.names)}", column=column)
        return opened.read(columns=list(columns)).combine_chunks()


def open_tables(folder: Path) -> Tables:
    """Open a folder.

    Raises
    ------
    BadInput
        If it is none, is not finished, or has not the layers that a book needs.
    """
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        raise BadInput(folder, "pyarrow, to read Parquet: install twicetold[parquet]") from None
    path = folder / MANIFEST
    if not path.is_file():
        raise BadInput(folder, _MADE, value=f"no {MANIFEST} in it" if folder.is_dir() else "no folder")
    manifest, sha256 = _json(path)
    if manifest.get("complete") is False:
        raise BadInput(path, "tables that are complete: let `twicetold annotate` finish, by the same call again")
    layers, rows = manifest.get("layers"), manifest.get("rows")
    if not (manifest.get("complete") is True and isinstance(layers, dict) and isinstance(rows, dict)):
        raise BadInput(path, f"the manifest of {_MADE}")
    if missing := [name for name in NEEDED if name not in layers]:
        wanted = ",".join(name for name in LAYERS if name in layers or name in NEEDED)
        expected = f"the layers {' and '.join(NEEDED)}: annotate with --layers {wanted}, into a new folder"
        raise BadInput(path, expected, column="layers", value=f"no {' and no '.join(missing)}")
    for name, kind in (("actors", list), ("codebook", dict)):
        if not isinstance(manifest.get(name), kind):
            raise BadInput(path, f"what was looked for; of an older version: {_AGAIN}", column=name)
    return Tables(folder, manifest, sha256, _parts(folder / RECORDS, manifest))


def _parts(folder: Path, manifest: Mapping[str, Any]) -> dict[int, Mapping[str, str]]:
    """Return the hashes of the files of each part, by its number."""
    parts = {}
    for record in sorted(folder.glob("[0-9]*.json")):
        said, _ = _json(record)
        if not (isinstance(said.get("number"), int) and isinstance(said.get("files"), dict)):
            raise BadInput(record, "the record of a part")
        parts[said["number"]] = said["files"]
    if len(parts) != manifest.get("partitions"):
        raise BadInput(folder, f"{manifest.get('partitions')} parts, as {MANIFEST} says", value=len(parts))
    return dict(sorted(parts.items()))


def _json(path: Path) -> tuple[dict[str, Any], str]:
    try:
        content = path.read_bytes()
        said = json.loads(content.decode("utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput(path, f"a file of {_MADE}", value=str(error)[:100]) from error
    if not isinstance(said, dict):
        raise BadInput(path, f"a file of {_MADE}", value="no JSON object")
    return said, hashlib.sha256(content).hexdigest()
