"""The reading room in a real browser: by keyboard, on a phone, on paper, without JavaScript, from an address."""

import re
from contextlib import contextmanager

import pytest
from browsing import ARGUMENTS, AXE, AXE_SCRIPT, PATIENCE
from playwright.sync_api import expect, sync_playwright
from support import HTML, report

from analysis.publish import text_marks

ADDRESS = (HTML / "book" / "reading-room.html").as_uri()
ALL = ",".join(text_marks.NAMES)
SENTENCE = "#laodong-2026\\.s10"
LOOK_OF_A_LAYER = r"""layer => {
  const mark = document.querySelector(`.tt-room-words .tt-l-${layer}:not(.tt-begun)`), style = getComputedStyle(mark);
  const line = [style.textDecorationLine, style.textDecorationStyle, style.textUnderlineOffset].join(' ');
  const said = getComputedStyle(mark, '::before').content;
  return {line, said, plain: style.textDecorationLine === 'none' && said === 'none'};
}"""


@pytest.fixture(scope="module")
def chromium(browser, pages):
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser, args=ARGUMENTS, timeout=PATIENCE)
        yield opened
        opened.close()


@contextmanager
def opened(chromium, query="", *, width=1280, scheme="light", scripts=True):
    context = chromium.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(ADDRESS + query)
    yield page
    context.close()
    assert not errors, report(errors)


def layers(page) -> list[str]:
    return page.locator("input[name=layers]:checked").evaluate_all("boxes => boxes.map(box => box.value)")


def reports(page) -> list[str]:
    return [part.get_attribute("data-source") for part in page.locator("[data-source]:visible").all()]


def address(page) -> str:
    return page.evaluate("location.href").removeprefix(ADDRESS)


def press_until(page, key: str, selector: str, most: int = 80) -> None:
    for _ in range(most):
        page.keyboard.press(key)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{most} times {key} did not lead to {selector}")


def test_the_legend_closes_a_bracket_without_the_letter_before_it(chromium):
    after = "name => getComputedStyle(document.querySelector(`.tt-room-layers .tt-l-${name}`), '::after').content"
    with opened(chromium) as page:
        page.locator("input[value=boilerplate]").check()
        assert re.fullmatch(r'"\]"( / "")?', page.evaluate(after, "boilerplate"))
        page.locator("input[value=scars]").check()
        assert "]" not in page.evaluate(after, "scars")


def test_a_layer_is_switched_by_keyboard_and_the_address_keeps_it(chromium):
    with opened(chromium) as page:
        assert layers(page) == ["actors"]
        assert page.evaluate(LOOK_OF_A_LAYER, "dates")["plain"]
        press_until(page, "Tab", "input[value=actors]")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        assert address(page) == "?layers=actors,dates"
        assert not page.evaluate(LOOK_OF_A_LAYER, "dates")["plain"]
        page.reload()
        assert layers(page) == ["actors", "dates"]
        page.locator("input[value=actors]").uncheck()
        page.locator("input[value=dates]").uncheck()
        assert address(page) == "?layers="
        page.reload()
        assert layers(page) == []
        page.locator("input[value=actors]").check()
        assert address(page) == ""


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?layers=frames,bogus&show=nobody", ["frames"]),
        ("?layers=bogus", ["actors"]),
        ("?layers=&show=laodong", []),
        ("?other=1&layers=scars%2Cdates#laodong-2026.s3", ["dates", "scars"]),
        ("?layers=frames#%", ["frames"]),
        ("#nowhere", ["actors"]),
    ],
)
def test_an_address_is_understood_and_what_is_unknown_in_it_ignored(chromium, query, expected):
    with opened(chromium, query) as page:
        assert layers(page) == expected
        page.locator("input[value=boilerplate]").check()
        assert ",boilerplate" in address(page) or "layers=boilerplate" in address(page)
        assert ("other=1" in address(page)) == ("other=1" in query)
        assert address(page).endswith(query[query.index("#") :] if "#" in query else "boilerplate") or "show=" in query


def test_back_and_forward_bring_the_choice_of_their_time(chromium):
    with opened(chromium) as page:
        page.locator("input[value=frames]").check()
        page.locator("#brasov-2022\\.s5 > a").click()
        page.locator("input[value=actors]").uncheck()
        assert address(page) == "?layers=frames#brasov-2022.s5"
        page.go_back()
        expect(page.locator("input[value=actors]")).to_be_checked()
        assert layers(page) == ["actors", "frames"]
        page.go_forward()
        expect(page.locator("input[value=actors]")).not_to_be_checked()
        assert layers(page) == ["frames"]


@pytest.mark.parametrize("width", [360, 1030])  # at 1030 the switches take two lines
@pytest.mark.parametrize("scripts", [True, False])
def test_a_sentence_that_is_linked_is_marked_and_in_sight(chromium, width, scripts):
    query = f"?layers=frames&show=brasov{SENTENCE.replace(chr(92), '')}"
    with opened(chromium, query, width=width, scripts=scripts) as page:
        sentence = page.locator(SENTENCE)
        expect(sentence).to_be_in_viewport()
        # What is seen at the middle of its first line is the sentence, and no bar that sticks over it.
        assert sentence.evaluate(
            """element => {
              const {left, top, width, height} = element.getClientRects()[0];
              return element.contains(document.elementFromPoint(left + width / 2, top + height / 2));
            }"""
        )
        ground = "element => getComputedStyle(element).backgroundColor"
        assert sentence.evaluate(ground) != page.locator("#laodong-2026\\.s9").evaluate(ground)


def test_a_phone_shows_one_report_and_switches(chromium):
    with opened(chromium, width=360) as page:
        assert reports(page) == ["brasov"]
        press_until(page, "Tab", "input[name=show]")
        page.keyboard.press("ArrowRight")
        assert reports(page) == ["laodong"]
        assert address(page) == "?show=laodong"
        page.reload()
        assert reports(page) == ["laodong"]
        page.evaluate("location.hash = '#brasov-2022.s9'")
        expect(page.locator("#brasov-2022\\.s9")).to_be_in_viewport()
        assert reports(page) == ["brasov"]
        page.locator("input[value=laodong]").check()
        assert address(page) == "?show=laodong"
        page.set_viewport_size({"width": 1280, "height": 800})
        assert reports(page) == ["brasov", "laodong"]


def test_pointing_at_a_mark_says_what_it_is_and_where_it_counts(chromium):
    with opened(chromium, "?layers=actors,frames") as page:
        note = page.locator(".tt-note")
        expect(note).to_be_hidden()
        page.locator("#brasov-2022\\.s8 .tt-l-actors", has_text="Lukashevich").hover()
        expect(note).to_have_text("Actors: Alexander Lukashevich · name. Counted in “Actors”.")
        # One mark in another, of two layers: both are told.
        page.locator("#laodong-2026\\.s18 .tt-l-actors .tt-l-frames", has_text="Gorbachev").hover()
        told = r"Actors: Mikhail Gorbachev · name\. .*\s*Frames: .* Counted in “Framing”\."
        assert re.fullmatch(told, note.inner_text())
        page.keyboard.press("Escape")
        expect(note).to_be_hidden()
        page.locator("#brasov-2022\\.s8 .tt-l-actors", has_text="Lukashevich").hover()
        expect(note).to_be_visible()
        page.locator("h1").hover()
        expect(note).to_be_hidden()
        page.locator("#brasov-2022\\.s3 .tt-l-dates").first.hover()  # a layer that is off
        expect(note).to_be_hidden()


def test_the_marks_are_reached_by_keyboard(chromium):
    with opened(chromium) as page:
        press_until(page, "Tab", ".tt-room-words [data-m]")
        note, focused = page.locator(".tt-note"), page.locator(":focus")
        expect(focused).to_have_text("United States")
        expect(note).to_contain_text("Actors: United States · name")
        expect(focused).to_have_attribute("aria-describedby", note.get_attribute("id"))
        page.keyboard.press("ArrowRight")
        expect(focused).to_have_text("Soviet Union")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowLeft")
        expect(focused).to_have_text("United States")
        page.keyboard.press("Escape")
        expect(note).to_be_hidden()
        # One stop a report: the next mark that Tab leads to is in the other one.
        press_until(page, "Tab", ".tt-room-words [data-m]")
        assert focused.evaluate("element => element.closest('[data-source]').dataset.source") == "laodong"
        assert page.locator(".tt-room-words [data-m][aria-describedby]").count() == 1


def test_layers_differ_in_more_than_colour(chromium):
    with opened(chromium, f"?layers={ALL}") as page:
        looks = {layer: page.evaluate(LOOK_OF_A_LAYER, layer) for layer in text_marks.NAMES}
        assert not [layer for layer, look in looks.items() if look["plain"]]
        assert len({(look["line"], look["said"]) for look in looks.values()}) == len(looks)


def test_without_javascript_the_texts_and_the_switches_are_there(chromium):
    for width in (360, 1280):
        with opened(chromium, width=width, scripts=False) as page:
            assert reports(page) == ["brasov", "laodong"]
            expect(page.locator(".tt-room-reports")).to_be_hidden()
            mark = page.locator("#brasov-2022\\.s1 .tt-l-dates")
            line = "element => getComputedStyle(element).textDecorationLine"
            assert page.locator("#brasov-2022\\.s1 .tt-l-actors").first.evaluate(line) == "underline"
            assert mark.evaluate(line) == "none"
            page.locator("input[value=dates]").check()
            assert mark.evaluate(line) == "underline"


def test_on_paper_both_reports_stand_with_the_legend_of_what_is_on(chromium):
    with opened(chromium, "?layers=actors,scars", width=700) as page:
        page.emulate_media(media="print")
        assert reports(page) == ["brasov", "laodong"]
        shown = page.locator(".tt-room label:visible").all_inner_texts()
        assert [text.split()[-1] for text in shown] == ["Actors", "Scars"]
        for hidden in (".tt-room input", ".tt-strip", ".tt-room-list"):
            assert page.locator(f"{hidden}:visible").count() == 0


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (360, "light"),
        # With contrast, which takes its time.
        pytest.param(1280, "light", marks=pytest.mark.slow),
        pytest.param(1280, "dark", marks=pytest.mark.slow),
    ],
)
@pytest.mark.slow
def test_with_everything_on_the_page_passes_the_accessibility_rules(chromium, width, scheme):
    with opened(chromium, f"?layers={ALL}", width=width, scheme=scheme) as page:
        page.locator(".tt-room-list:visible summary").first.click()
        page.locator(".tt-room-words .tt-l-scars:visible").first.focus()
        expect(page.locator(".tt-note")).to_be_visible()
        page.evaluate(AXE_SCRIPT)
        assert page.evaluate(AXE) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_a_screen_reader_is_given_the_text_in_order_and_nothing_between(chromium):
    with opened(chromium, f"?layers={ALL}") as page:
        tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
        nodes = {node["nodeId"]: node for node in tree}

        def said(node):
            if node.get("role", {}).get("value") == "link":
                return ""
            if node.get("role", {}).get("value") == "StaticText":
                return node["name"]["value"]
            return "".join(said(nodes[child]) for child in node.get("childIds", ()) if child in nodes)

        read = "".join("".join(said(node).split()) for node in tree if node["role"]["value"] == "paragraph")
        for part in page.locator(".tt-room-words").all():
            text = part.evaluate(
                """part => {
                  const copy = part.cloneNode(true);
                  for (const link of copy.querySelectorAll('a')) link.remove();
                  return copy.textContent;
                }"""
            )
            assert "".join(text.split()) in read
