"""The figures: each a pure function from a tidy frame to a chart.

Every frame has a column `label`, the name of a source as it stands in sources.csv, in whose order the
sources are drawn. A frame that is counted has a column `spans`: the `span_id` of each counted span. Titles
and descriptions are computed from the same frame as the marks. A layer with a tooltip is one whose marks
lead to what they count.
"""

from .. import renderer as renderer  # turns on the outputs of charts in notebooks
from .course import course
from .days import days
from .growth import growth
from .keyness import keyness
from .outlets import outlets
from .paired_counts import paired_counts
from .publication import publication
from .reading_order import reading_order
from .signs import doers, owners
from .telling import telling
from .together import together
from .told_by import told_by
from .vocabularies import vocabularies
from .voices import voice_course, voices
from .word_shift import word_shift
from .years import years

__all__ = [
    "course",
    "days",
    "doers",
    "growth",
    "keyness",
    "outlets",
    "owners",
    "paired_counts",
    "publication",
    "reading_order",
    "telling",
    "together",
    "told_by",
    "vocabularies",
    "voice_course",
    "voices",
    "word_shift",
    "years",
]
