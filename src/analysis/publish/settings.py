"""The one way to read a YAML file of the book: _config.yml, _toc.yml, CITATION.cff."""

from pathlib import Path
from typing import Any

import yaml

from ..measure import BadInput
from ..measure.tables import read_text


def read_yaml(path: Path, loader: type = yaml.SafeLoader) -> Any:
    """Return what a YAML file holds.

    Parameters
    ----------
    path : Path
        The file.
    loader : type, optional
        A loader of PyYAML that makes no objects: `BaseLoader` leaves every value as it is written.

    Raises
    ------
    BadInput
        If the file is missing, is not UTF-8, or is not well-formed.
    """
    text = read_text(path)
    try:
        return yaml.load(text, Loader=loader)
    except yaml.YAMLError as error:
        raise BadInput(path, "well-formed YAML", value=" ".join(str(error).split())) from None
