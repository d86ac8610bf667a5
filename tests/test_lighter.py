"""What a page loads before it shows: one stylesheet, in which nothing that the book needs is lost."""

import gzip
import re

import pytest
from fontTools.ttLib import TTFont
from support import HTML, ROOT, report

from analysis.publish import lighter

FONTS = ROOT / "src" / "analysis" / "publish" / "fonts"
LARGEST = 36_000  # bytes of the joined stylesheet, compressed
HEAD = '<script src="{up}_static/documentation_options.js?v=1"></script></head>'


def put(root, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


@pytest.fixture
def built(tmp_path):
    """A small built book: two stylesheets that both pages load, and one more that one of them loads."""

    def page(up: str, names: list[str], body: str) -> str:
        links = "".join(f'<link href="{up}_static/{name}?v=1" rel="stylesheet" />\n' for name in names)
        plain = f'<noscript><link rel="stylesheet" href="{up}_static/noscript.css" /></noscript>'
        return f"<head>{links}{plain}{HEAD.format(up=up)}<body>{body}</body>"

    theme = '@import "../base.css"; .used { top: 0; background: url("../images/a.png") } .unused { top: 1px }'
    files = {
        "_static/base.css": "/* base */ p { left: 0 } .set-by-script { left: 1px }",
        "_static/styles/theme.css": theme,
        "_static/styles/theme.css.map": "{}",
        "_static/sources.css": ".own { right: 0 }",
        "_static/twicetold.css": "#own-too { right: 1px }",
        "_static/more.css": ".unused { bottom: 0 }",
        "_static/a.js": "document.body.classList.add('set-by-script');",
        "_static/documentation_options.js": "const OPTIONS = {\n  A: 1,\n};\n",
        "one.html": page("", ["styles/theme.css", "sources.css", "twicetold.css"], '<p class="used">'),
        "in/two.html": page("../", ["styles/theme.css", "sources.css", "twicetold.css", "more.css"], "<p>"),
        "404.html": "<head><title>Nothing here</title></head>",
    }
    put(tmp_path, files)
    return tmp_path


def test_what_is_needed_is_kept_in_order_and_what_is_not_is_left_out(built):
    lighter.lighten(built)
    css = (built / "_static" / lighter.NAME).read_text()
    places = [css.index(name) for name in ("p{", ".set-by-script", ".used", ".own", "#own-too")]
    assert places == sorted(places)
    assert ".unused" not in css and "@import" not in css and "/*" not in css
    assert 'url("images/a.png")' in css
    assert {path.name for path in built.rglob("*.css*")} == {lighter.NAME, "base.css", "more.css", *lighter.OWN}


def test_a_page_loads_the_joined_stylesheet_in_place_of_those_joined(built):
    left = (built / "404.html").read_text()
    lighter.lighten(built)
    for name, up, others in (("one.html", "", []), ("in/two.html", "../", ["more.css"])):
        text = (built / name).read_text()
        found = re.findall(r'href="([^"?]+)', text)
        assert found == [f"{up}_static/{sheet}" for sheet in (lighter.NAME, *others, "noscript.css")], name
        assert "<script>const OPTIONS = { A: 1, };</script>" in text
    assert (built / "404.html").read_text() == left


def test_a_stylesheet_that_would_change_its_place_stops_the_build(built):
    page = built / "in" / "two.html"
    page.write_text('<link href="../_static/more.css" rel="stylesheet" />' + page.read_text())
    with pytest.raises(RuntimeError, match="expected first"):
        lighter.lighten(built)


def test_a_page_without_the_options_of_its_scripts_stops_the_build(built):
    page = built / "one.html"
    page.write_text(page.read_text().replace("documentation_options", "other"))
    with pytest.raises(RuntimeError, match="0 times"):
        lighter.lighten(built)


@pytest.mark.parametrize(
    ("selector", "kept"),
    [
        (".a .b", True),
        (".a .c", False),
        (".a:not(.c)", True),
        (":is(.a, .b:not(.c)) > p", True),
        ('[class*=".c"] .a', True),
        (".w\\/2", True),
        ("#d::before", True),
        (".a #e", False),
        ("p", True),
    ],
)
def test_a_rule_goes_only_if_nothing_can_match_it(selector, kept):
    css = f"{selector}{{top: 0}}"
    assert lighter.trimmed(css, {"a", "b", "d", "w/2"}) == (css if kept else "")


def test_a_page_waits_for_one_stylesheet_and_for_no_script(pages):
    problems = []
    for page in pages.values():
        sheets = page.tree.xpath("//head/link[@rel='stylesheet']/@href")
        if sheets and f"_static/{lighter.NAME}" not in sheets[0]:
            problems.append(f"{page.name}: the first stylesheet is {sheets[0]}")
        if len(sheets) > 1 and page.name != "book/reading-room.html":
            problems.append(f"{page.name}: more than one stylesheet: {sheets}")
        if page.name != "search.html":
            problems += [f"{page.name}: waits for {src}" for src in page.tree.xpath("//script[not(@defer)]/@src")]
    assert not problems, report(problems)
    assert len(gzip.compress((HTML / "_static" / lighter.NAME).read_bytes())) < LARGEST


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_small_font_has_the_letters_of_its_range_as_the_whole_font_has_them(weight):
    css = (ROOT / "book" / "assets" / "twicetold.css").read_text("utf-8")
    found = re.search(rf'{weight}-Latin\.woff2"[^}}]*unicode-range:([^;]*);', css)[1]
    parts = [part.strip().removeprefix("U+").split("-") for part in found.split(",")]
    asked = {code for first, *last in parts for code in range(int(first, 16), int((last or [first])[0], 16) + 1)}
    whole, small = (TTFont(FONTS / f"TwiceToldSans-{weight}{part}.woff2") for part in ("", "-Latin"))
    glyphs, few = whole.getBestCmap(), small.getBestCmap()
    assert set(few) == asked & set(glyphs)
    assert [code for code in few if small["hmtx"][few[code]] != whole["hmtx"][glyphs[code]]] == []


def test_every_page_but_few_is_set_in_the_small_font(pages):
    few = {chr(code) for code in TTFont(FONTS / "TwiceToldSans-Regular-Latin.woff2").getBestCmap()}
    whole = {chr(code) for code in TTFont(FONTS / "TwiceToldSans-Regular.woff2").getBestCmap()}
    larger = [page.name for page in pages.values() if set(page.tree.text_content()) & (whole - few)]
    assert len(larger) <= len(pages) // 10, report(larger)


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_what_stands_in_for_the_font_is_as_high_and_as_deep(weight):
    css = (ROOT / "book" / "assets" / "twicetold.css").read_text("utf-8")
    number = {"Regular": 400, "Bold": 700}[weight]
    face = re.search(rf'"Twice Told Fallback";[^}}]*font-weight: {number};[^}}]*', css)[0]
    size, up, down = (
        float(re.search(rf"{name}: ([\d.]+)%", face)[1]) / 100
        for name in ("size-adjust", "ascent-override", "descent-override")
    )
    font = TTFont(FONTS / f"TwiceToldSans-{weight}.otf")
    em = font["head"].unitsPerEm
    assert size * up == pytest.approx(font["hhea"].ascent / em, abs=0.002)
    assert size * down == pytest.approx(-font["hhea"].descent / em, abs=0.002)
