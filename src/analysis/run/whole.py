"""Files that are written whole or not at all."""

from collections.abc import Callable, Mapping
from pathlib import Path

from ..measure import BadInput


def write(files: Mapping[Path, bytes], *, check: Callable[[Path], object] | None = None) -> None:
    """Write files, all of them or none: no one's place is taken before the last is written.

    Parameters
    ----------
    files : mapping of Path to bytes
        What shall stand where. The folders must be there.
    check : callable, optional
        Is given each file before it takes its place, and raises `BadInput` if it may not.

    Raises
    ------
    BadInput
        If a file can't be written.
    """
    fresh = {path.with_name(f".{path.name}.tmp"): path for path in files}
    try:
        for new, path in fresh.items():
            new.write_bytes(files[path])
            if check:
                check(new)
        for new, path in fresh.items():
            new.replace(path)
    except OSError as error:
        raise BadInput(path, "a file that can be written", value=error.strerror) from None
    finally:
        for new in fresh:
            if new.is_file():
                new.unlink()
