"""From frames to pages: charts, tables, sentences, evidence, and how the book shows them."""

from . import renderer as renderer  # turns on the outputs of charts, wherever one is shown
