"""Charts come alive in the page: only when near, in the drawing's place, pixel for pixel, with what they count."""

import json
import shutil
from pathlib import Path
from urllib.parse import unquote

import pandas as pd
import pytest
from browsing import AXE, AXE_SCRIPT, Setting, in_each_setting, in_settings
from living import FRAMES, TIP, TOLD, Watched, alive, centre, listen, live, opened, watch
from support import HTML, NOTEBOOKS, VEGA, chart_outputs, read_notebook, report

from analysis.publish import charts, renderer
from analysis.publish import live as publish_live
from analysis.publish.figures import stored

SETTINGS = [Setting(width, scheme) for width in (1280, 360) for scheme in ("light", "dark")]
WIDE, NARROW, NARROW_DARK = SETTINGS[0], SETTINGS[2], SETTINGS[3]
FAINTEST = 2  # of 255: a difference in one pixel that no eye sees; where a line's edge falls between two pixels

in_every_setting = in_settings(SETTINGS, quick=[NARROW])

# What the tooltips call a count.
COUNTS = {"Count", "Mentions", "Mentions beside no year", "Words"}


def marks() -> dict[str, dict]:
    """Return what the marks of each figure are, by their keys."""
    return {name: figure.marks for name, figure in stored(NOTEBOOKS).items()}


@pytest.fixture(scope="module")
def watched(request, pages, browser) -> dict[Setting, list[Watched]]:
    """All pages with charts, in every setting that is asked for, but the figures' own pages in one, a slow one."""
    names = [name for name, page in pages.items() if page.tree.xpath("//*[@data-figure]")]
    chapters = [name for name in names if not name.startswith("figures/")]
    return in_each_setting(request, lambda one: watch(browser, one, names if one == NARROW_DARK else chapters))


@in_every_setting
def test_every_figure_comes_alive(setting, watched):
    found = {chart.figure for page in watched[setting] for chart in page.charts}
    assert found == set(marks())


@in_every_setting
def test_nothing_is_loaded_before_a_chart_is_near(setting, watched):
    problems = [f"{page.page}: loads {url} before it is used" for page in watched[setting] for url in page.early]
    problems += [f"{page.page}: {figure} is loaded from afar" for page in watched[setting] for figure in page.faraway]
    assert not problems, report(problems)


@in_every_setting
def test_nothing_to_be_seen_changes(setting, watched):
    problems = [
        f"{chart.page}, {chart.figure}: {chart.changed['pixels']} pixels differ, by up to {chart.changed['most']}"
        for page in watched[setting]
        for chart in page.charts
        if chart.changed["most"] > FAINTEST
    ]
    problems += [f"{page.page}: the page moves: {page.shifts}" for page in watched[setting] if page.shifts]
    assert not problems, report(problems)


@in_every_setting
def test_a_mark_tells_what_it_counts_inside_the_window(setting, watched):
    problems, compared = [], 0
    known = marks()
    for chart in (chart for page in watched[setting] for chart in page.charts if known[chart.figure]):
        told, mark = chart.told, known[chart.figure][unquote(chart.mark)]
        if not told["rows"] or not all(map(str.strip, told["rows"])):
            problems.append(f"{chart.page}, {chart.figure}: the mark {chart.mark} tells nothing: {told['markup']}")
        if not told["inside"] or told["width"] > 320:
            problems.append(f"{chart.page}, {chart.figure}: {told['width']} px wide, inside: {told['inside']}")
        for count in COUNTS & set(told["rows"]):
            compared += 1
            if told["rows"][count] != str(mark["value"]):
                problems.append(f"{chart.figure}: {chart.mark} counts {mark['value']}, told {told['rows']}")
    assert not problems, report(problems)
    assert compared


@in_every_setting
def test_nothing_fails_and_nothing_is_asked_of_the_network(setting, watched):
    problems = [f"{page.page}: {error}" for page in watched[setting] for error in page.errors]
    problems += [
        f"{page.page}: {url}"
        for page in watched[setting]
        for url in page.requests
        if not url.startswith((HTML.as_uri() + "/", "data:"))
    ]
    assert not problems, report(problems)


@pytest.mark.slow
@pytest.mark.parametrize("window", [WIDE, NARROW], ids=str)
def test_a_link_to_a_figure_leads_to_it_and_stays(window, browser, pages):
    with opened(browser, window) as page:
        for name in sorted(marks()):
            [chapter] = [path for path, built in pages.items() if built.tree.xpath("//figure[@id=$name]", name=name)]
            page.goto(f"{(HTML / chapter).as_uri()}#{name}")
            page.evaluate(FRAMES)
            figure = page.locator(f"#{name}")
            before = figure.bounding_box()["y"]
            alive(page, name)
            assert figure.bounding_box()["y"] == before
            lowest = page.evaluate("document.documentElement.scrollHeight - innerHeight - scrollY")
            assert -1 <= before <= (120 if lowest > 1 else 700), f"{name} stands {before} px below the edge"
            page.goto("about:blank")


def test_the_other_drawing_comes_alive_when_the_window_changes(browser):
    with opened(browser, WIDE) as page:
        page.goto((HTML / "notebooks/06-timeline.html").as_uri())
        name = "fig-actor-mentions-by-year"
        assert "tt-chart-wide" in alive(page, name).get_attribute("class")
        page.set_viewport_size({"width": 360, "height": 800})
        assert "tt-chart-narrow" in alive(page, name).get_attribute("class")
        page.set_viewport_size({"width": 1280, "height": 800})
        assert "tt-chart-wide" in alive(page, name).get_attribute("class")


def test_a_live_chart_turns_dark_with_the_page(browser):
    with opened(browser, WIDE) as page:
        page.goto((HTML / "notebooks/06-timeline.html").as_uri())
        label = alive(page, "fig-actor-mentions-by-year").locator("text").first
        colour = "text => getComputedStyle(text).fill"
        light = label.evaluate(colour)
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        assert label.evaluate(colour) != light


@pytest.mark.slow
def test_a_live_page_with_its_tooltip_passes_the_accessibility_rules(browser):
    with opened(browser, WIDE) as page:
        page.goto((HTML / "notebooks/06-timeline.html").as_uri())
        found = alive(page, "fig-actor-mentions-by-year")
        page.mouse.move(*centre(found.locator("a").first))
        page.locator(TIP).wait_for()
        page.evaluate(AXE_SCRIPT)
        assert page.evaluate(AXE) == []


def test_a_click_follows_the_link_of_a_mark_in_the_same_window(browser):
    with opened(browser, WIDE) as page:
        page.goto((HTML / "book/index.html").as_uri())
        link = alive(page, "fig-actor-mentions-by-year").locator("a").first
        key = link.get_attribute("href").split("#")[1]
        page.mouse.click(*centre(link))
        page.wait_for_url("**/figures/fig-actor-mentions-by-year.html#*")
        assert page.url.endswith(f"#{key}")
        assert len(page.context.pages) == 1
        assert page.evaluate("key => document.getElementById(key).matches(':target')", unquote(key))


def test_a_switch_draws_function_words_and_back_again(browser):
    name = "fig-word-shift"
    rows = stored(NOTEBOOKS)[name].table["rows"]
    closed = {row["term"] for row in rows if row["function_word"]}
    words = "svg => [...svg.querySelectorAll('text')].map(text => text.textContent)"
    with opened(browser, WIDE) as page:
        page.goto((HTML / "notebooks/02-vocabulary.html").as_uri())
        before = page.locator(f'.tt-chart[data-figure="{name}"] > svg.tt-chart-wide')
        links = "svg => [...svg.querySelectorAll('a')].map(a => a.getAttribute('href'))"
        drawn, first = before.evaluate(words), before.evaluate(links)
        assert not closed & set(drawn)
        alive(page, name)
        box = page.get_by_role("checkbox", name="with function words")
        box.check()
        page.wait_for_function(f"() => !({links})(document.querySelector('[data-figure={name}] > svg.tt-chart-wide'))"
                               f".every((href, i) => href === {json.dumps(first)}[i])")  # fmt: skip
        live = alive(page, name)
        assert closed <= set(live.evaluate(words))
        assert all("fig-word-shift.html#" in href for href in live.evaluate(links))
        mark = live.locator("a").first
        page.mouse.move(*centre(mark))
        page.locator(TIP).wait_for()
        box.focus()
        page.keyboard.press("Space")
        page.wait_for_function(f"() => ({links})(document.querySelector('[data-figure={name}] > svg.tt-chart-wide'))"
                               f".every((href, i) => href === {json.dumps(first)}[i])")  # fmt: skip
        assert alive(page, name).evaluate(words) == drawn


def test_without_javascript_there_is_no_switch(browser):
    with opened(browser, WIDE, java_script_enabled=False) as page:
        page.goto((HTML / "notebooks/02-vocabulary.html").as_uri())
        assert page.locator(".tt-switch").count() == 1
        assert not page.locator(".tt-switch").is_visible()


def test_a_finger_is_told_first_and_follows_the_link_with_its_second_tap(browser):
    with opened(browser, NARROW, has_touch=True, is_mobile=True) as page:
        page.goto((HTML / "book/index.html").as_uri())
        found = alive(page, "fig-actor-mentions-by-year")
        x, y = centre(found.locator("a").first)
        page.touchscreen.tap(x - 9, y)  # beside the mark, as fingers do
        page.locator(TIP).wait_for()
        assert "Tap again" in page.evaluate(TOLD)["text"]
        assert page.evaluate(TOLD)["inside"]
        page.touchscreen.tap(10, 70)
        page.locator(TIP).wait_for(state="hidden")
        page.touchscreen.tap(x, y)
        page.locator(TIP).wait_for()
        assert page.url.endswith("book/index.html")
        page.touchscreen.tap(x, y)
        page.wait_for_url("**/figures/fig-actor-mentions-by-year.html#*")


@pytest.mark.parametrize("missing", ["vega.js", "live/fig-actor-mentions-by-year.js"])
def test_where_something_is_missing_the_drawing_stays(browser, missing):
    with opened(browser, WIDE) as page:
        seen = Watched("")
        listen(page, seen)
        page.route(f"**/_static/{missing}", lambda route: route.abort())
        page.goto((HTML / "notebooks/06-timeline.html").as_uri())
        drawn = page.locator("[data-figure='fig-actor-mentions-by-year'] > svg:visible")
        with page.expect_console_message(lambda line: "stays as drawn" in line.text):
            drawn.scroll_into_view_if_needed()
            page.mouse.move(3, 3)
        assert live(seen.requests)
        assert drawn.count() == 1
        assert "tt-live" not in drawn.get_attribute("class")


HOSTILE = "</script><img src=x onerror=\"document.title = 'read'\">{{ x }} <b>bold"


def hostile(folder: Path, href: str) -> Path:
    """Write a page with one chart whose text is markup and whose marks lead to an address."""
    labels = [f"{HOSTILE} \u2028 {i}" for i in (1, 2)]
    sources = pd.DataFrame({"label": labels, "colour": ["#000", "#777"], "shape": ["circle", "square"]})
    counted = pd.DataFrame({"category": HOSTILE, "label": labels, "count": [1, 2], "spans": [("a",), ("a", "b")]})
    spec = charts.paired_counts(counted, sources, what="x", order=[HOSTILE], limit="x", foot="x").to_dict()
    for layer in spec["layer"]:
        if "tooltip" in layer["encoding"]:
            layer["encoding"]["href"] = {"value": href}
    (folder / "pages").mkdir(parents=True)
    (folder / "_static" / "live").mkdir(parents=True)
    for name in ("charts.js", "vega.js", "twicetold.css"):
        shutil.copyfile(HTML / "_static" / name, folder / "_static" / name)
    shutil.copytree(HTML / "_static" / "fonts", folder / "_static" / "fonts")
    (folder / "_static" / "live" / "fig-x.js").write_text(publish_live.figure("fig-x", spec), "ascii")
    (folder / "pages" / "target.html").write_text("<title>the target</title>")
    head = '<!DOCTYPE html><meta charset="utf-8"><title>a page</title>'
    head += '<link rel="stylesheet" href="../_static/twicetold.css">'
    script = '<script defer src="../_static/charts.js"></script>'
    page = folder / "pages" / "page.html"
    page.write_text(f"{head}{script}<main>{renderer.figure(spec, 'fig-x')}</main>", "utf-8")
    return page


def test_text_in_a_live_chart_is_never_markup(tmp_path, browser):
    path = hostile(tmp_path, 'target.html#x&y"<')
    with opened(browser, WIDE) as page:
        seen = Watched("")
        listen(page, seen)
        page.goto(path.as_uri())
        page.mouse.move(3, 3)
        link = alive(page, "fig-x").locator("a").first
        page.mouse.move(*centre(link))
        page.locator(TIP).wait_for()
        told = page.evaluate(TOLD)
        assert told["rows"]["Category"] == HOSTILE
        assert page.locator(f"{TIP} *").evaluate_all("all => [...new Set(all.map(one => one.tagName))].sort()") == [
            *("DD", "DL", "DT")
        ]
        assert page.title() == "a page"
        page.mouse.click(*centre(link))
        page.wait_for_url("**/target.html#*")
        assert page.title() == "the target"
        assert not seen.errors, report(seen.errors)


def test_what_a_page_loads_of_a_figure_is_the_drawing_and_no_more():
    for path in NOTEBOOKS:
        for output in chart_outputs(read_notebook(path)):
            spec = output["data"][VEGA]
            before = json.dumps(spec)
            script = publish_live.figure("fig-x", spec)
            assert script == publish_live.figure("fig-x", spec), "not the same twice"
            assert json.dumps(spec) == before
            assert script.isascii()
            assert "<" not in script
            drawings = json.loads(script.partition(" = ")[2].removesuffix(";\n"))
            assert {role: drawing["width"] for role, drawing in drawings.items()} == {"wide": 680, "narrow": 330}
            assert not [drawing for drawing in drawings.values() if {"title", "usermeta"} & set(drawing)]
