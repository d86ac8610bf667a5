"""Twice Told: measure articles, compare the measurements, publish them as a book.

Four rooms, and imports go one way: `measure` (articles in, spans out), `compare` (arithmetic on
span tables), `publish` (charts, evidence, pages), `run` (the command and the checks).
"""

import pandas as pd

# Text is kept as Python has it, also where PyArrow is installed, so that outputs do not depend on what else is there.
pd.set_option("mode.string_storage", "python")
