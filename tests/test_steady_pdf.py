"""The PDF of a figure: the same bytes each time, and the same drawing as the converter's."""

import pypdfium2
import pytest
import vl_convert
from support import NOTEBOOKS

from analysis.publish import files
from analysis.publish.figures import stored
from analysis.publish.steady_pdf import steady

FIGURES = stored(NOTEBOOKS)


@pytest.mark.parametrize("name", FIGURES)
def test_the_same_drawing_gives_the_same_bytes_and_looks_as_before(name):
    drawing = files.standalone(FIGURES[name].spec, ["A source line, 5 0 R"])
    raw = [vl_convert.svg_to_pdf(drawing) for _ in range(6)]
    made = {steady(pdf) for pdf in raw}
    assert len(set(raw)) > 1, "the converter writes in one order by itself now: steady_pdf.py can go"
    assert len(made) == 1
    before, after = (pypdfium2.PdfDocument(pdf)[0] for pdf in (raw[0], made.pop()))
    assert (before.render().to_numpy() == after.render().to_numpy()).all()
    assert before.render().to_numpy().std() > 5, "a blank page"
    text = after.get_textpage().get_text_range()
    assert text == before.get_textpage().get_text_range() and "A source line, 5 0 R" in text


def test_what_is_not_as_the_converter_writes_is_refused():
    pdf = vl_convert.svg_to_pdf('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect/></svg>')
    assert steady(pdf) == steady(steady(pdf))
    with pytest.raises(ValueError, match="object"):
        steady(pdf.replace(b"\n2 0 obj", b"\n9 0 obj"))
