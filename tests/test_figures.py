"""Every number opens: what a mark shows, what its evidence lists and what its page highlights are one count."""

import csv
import hashlib
import io
import json
import re
from urllib.parse import unquote

import pandas as pd
import pytest
from lxml import etree
from support import HTML, NOTEBOOKS, ROOT, copy_project, report, run_command

from analysis.compare import keyness
from analysis.measure import BadInput
from analysis.publish import counted, files, landing, versions, words
from analysis.publish.figures import stored
from analysis.run import notebooks
from analysis.run.command import main

FIGURES = stored(NOTEBOOKS)
FOLDER = HTML / "figures"
each_figure = pytest.mark.parametrize("name", FIGURES)


def rows_of(name: str, kind: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((FOLDER / f"{name}.{kind}").read_text("utf-8"), newline="")))


def sections(name, pages) -> dict[str, list]:
    """Return for each mark of a figure's page what is highlighted in its own section, and not in one inside it."""
    found = {}
    for section in pages[f"figures/{name}.html"].body.xpath(
        ".//section[contains(@class, 'tt-mark ') or @class='tt-mark']"
    ):
        own = section.xpath(".//mark[count(ancestor::section[@class='tt-mark'][1] | $me) = 1]", me=section)
        found[section.get("id")] = own
    return found


def of_another_corpus(name: str) -> bool:
    """Tell whether a figure shows counts on record, of texts that are not part of the book."""
    return not FIGURES[name].marks


def test_two_figures_are_of_other_texts():
    assert [name for name in FIGURES if of_another_corpus(name)] == ["fig-publication-time", "fig-scale"]


def test_there_are_figures():
    assert len(FIGURES) >= 7


@each_figure
def test_every_count_is_its_rows_and_its_highlights(name, pages):
    problems = []
    evidence = pd.DataFrame(rows_of(name, "evidence.csv"), columns=["figure", "counted_as", "outlet", *counted.COLUMNS])
    shown = sections(name, pages)
    for key, mark in FIGURES[name].marks.items():
        rows = evidence[evidence["mark"] == key]
        highlighted = [element.text_content() for element in shown.get(key, ())]
        expected = mark["value"] if "spans" in mark else 0
        if key not in shown or not expected == len(rows) == len(highlighted):
            problems.append(f"{key}: value {expected}, {len(rows)} rows, {len(highlighted)} highlights")
        # Compared as a multiset: a page goes by article, a count by category.
        if sorted(highlighted) != sorted(surface.removeprefix("'") for surface in rows["surface"]):
            problems.append(f"{key}: other words are highlighted than are counted")
    assert set(shown) == set(FIGURES[name].marks)
    assert not problems, report(problems)


@each_figure
def test_every_row_of_evidence_is_a_place_in_its_text(name):
    texts = {path.stem: path.read_bytes().decode() for path in (ROOT / "data" / "articles").glob("*.txt")}
    problems = []
    for row in rows_of(name, "evidence.csv"):
        text = next(text for stem, text in texts.items() if stem.startswith(row["article_id"]))
        start, end, first = (int(row[column]) for column in ("start", "end", "sentence_start"))
        sentence = row["sentence_text"].removeprefix("'")
        if text[start:end] != row["surface"].removeprefix("'") or text[first:].find(sentence) != 0:
            problems.append(row["span_id"])
    assert not problems, report(problems)


def drawn(name: str) -> list[dict]:
    """Return what a figure draws that leads somewhere: the data of its marks, each with its key."""
    data = FIGURES[name].spec["datasets"].values()
    # Without what is drawn only when a switch is on.
    return [row for rows in data for row in rows if "mark" in row and row.get("first_shown", True)]


@each_figure
def test_every_number_of_the_data_is_the_value_of_its_mark(name):
    figure = FIGURES[name]
    counts = 0
    for row in [*figure.table["rows"], *({**row, "marks": {"count": row["mark"]}} for row in drawn(name))]:
        for column, key in row["marks"].items():
            mark = figure.marks[key]
            if "spans" in mark and isinstance(row.get(column), int):
                assert row[column] == mark["value"], (row, column)
                counts += 1
            elif column == "log_ratio":
                assert row[column] == pytest.approx(mark["value"], abs=1e-6)
            elif column == "share":
                assert row[column] == pytest.approx(1000 * mark["value"], abs=1e-3)
    assert counts or "course" in name or of_another_corpus(name)


@each_figure
def test_every_mark_is_of_what_it_is_drawn_for(name):
    """Not of another row: the names in a row of the chart are those in the name of its mark."""
    figure = FIGURES[name]
    problems = []
    for row in drawn(name):
        said = figure.marks[row["mark"]]["name"]
        parts = [row[column] for column in ("category", "term", "kind") if column in row]
        computed = "from" in figure.marks[row["mark"]]
        parts += [] if computed else [row["label"]]
        parts += [str(row["year"])] if "year" in row else []
        parts += [f"sentence {row['number']} "] if "number" in row else []
        parts += [f"word {row['word']} "] if "word" in row else []
        problems += [f"{row['mark']}: {part} is not in {said!r}" for part in parts if part not in said]
    assert not problems, report(problems)


@each_figure
def test_the_data_stand_in_the_order_of_the_chart(name):
    frame = FIGURES[name].frame()
    assert list(frame) == list(FIGURES[name].table["heads"])
    assert list(frame)[0] in ("category", "term", "label") or of_another_corpus(name)
    labels = ["Brasov.co 2022", "Lao Động 2026"]
    if name == "fig-actor-days":  # a panel a report
        heights = [row["y"] for row in drawn(name)]
        assert heights == sorted(heights) and len(heights) == frame["kinds"].eq("all").sum()
        assert list(frame["label"]) == sorted(frame["label"], key=labels.index)
    elif name == "fig-scale":
        assert list(frame["articles"]) == sorted(frame["articles"])
    elif "category" in frame:
        drawn_order = next(
            layer["encoding"]["y"]["sort"]
            for layer in FIGURES[name].spec["layer"]
            if "sort" in layer["encoding"].get("y", {})
        )
        places = [(drawn_order.index(row.category), labels.index(row.label)) for row in frame.itertuples()]
        if name != "fig-actor-mentions-by-year":  # there those beside no year come last
            assert places == sorted(places)


@each_figure
def test_what_is_computed_opens_what_it_was_computed_from(name):
    figure = FIGURES[name]
    for key, mark in figure.marks.items():
        if "from" not in mark:
            continue
        sources = [figure.marks[source]["value"] for source in mark["from"]]
        assert sources and all("spans" in figure.marks[source] for source in mark["from"]), key
        # What whole texts are dealt or summed for is computed again in test_vocabulary_charts.py.
        calls = [re.fullmatch(r"(\w+)\((.*)\)", call) for call in mark["call"].split("; ")]
        calls = [call.groups() for call in calls if call and hasattr(keyness, call[1])]
        if not calls:
            assert key in ("random-deals", "random-deals-with-function-words", "divergence")
            continue
        for _, arguments in calls:
            assert [int(part) for part in arguments.split(", ") if "=" not in part] == sources, key
        value = getattr(keyness, calls[0][0])(*sources)
        if calls[0][0] == "jensen_shannon":
            value = value[0] * value[1]  # the contribution, on the side of its direction
        assert float(value) == pytest.approx(mark["value"], abs=1e-6), key
        if len(calls) > 1:
            options = dict(part.split("=") for part in calls[1][1].split(", ") if "=" in part)
            bounds = getattr(keyness, calls[1][0])(
                *sources, alpha=float(options["alpha"]), comparisons=int(options["comparisons"])
            )
            (row,) = (row for row in figure.table["rows"] if row["marks"].get("log_ratio") == key)
            assert (float(row["lower"]), float(row["upper"])) == pytest.approx(tuple(map(float, bounds)))


@each_figure
def test_no_number_is_drawn_that_leads_nowhere(name, pages):
    """But those of axes, legends and headings: each text with a digit in a drawing is a link."""
    body = pages[f"figures/{name}.html"].body
    inside = body.xpath(f".//div[@data-figure='{name}']//*[local-name()='svg']")
    marked = ".//*[local-name()='g'][contains(@class, 'mark-text') and contains(@class, 'role-mark')]"
    texts = [text for svg in inside for text in svg.xpath(f"{marked}//*[local-name()='text']")]
    names = ("term", "category", "label")
    named = {row[column] for row in FIGURES[name].table["rows"] for column in names if column in row}
    # A report's name, that above an event's line, and when a report was published are headings.
    named |= {*pd.read_csv(ROOT / "data" / "events.csv")["short"], *pd.read_csv(ROOT / "data" / "sources.csv")["label"]}
    loose = [
        "".join(text.itertext())
        for text in texts
        if re.search(r"\d", "".join(text.itertext())) and not text.xpath("ancestor::*[local-name()='a']")
    ]
    loose = [text for text in loose if text not in named and not text.startswith("published on ")]
    assert not loose, report(loose)


@each_figure
def test_every_mark_drawn_and_every_number_in_the_table_is_a_link_to_its_section(name, pages):
    figure = FIGURES[name]
    keys = {key for row in figure.table["rows"] for key in row["marks"].values()}
    shown = {row["mark"] for row in drawn(name)}
    for page in (f"figures/{name}.html", f"notebooks/{figure.path.stem}.html"):
        body = pages[page].body
        inside = body.xpath(f".//div[@data-figure='{name}']//*[local-name()='svg'][contains(@class, 'wide')]")[0]
        links = [*inside.xpath(".//a/@href")]
        assert {unquote(link.partition("#")[2]) for link in links} == shown, page
        leads = set() if of_another_corpus(name) else {f"../figures/{name}.html"}
        assert {link.partition("#")[0] for link in links} == leads, page
        table = body.xpath(f".//div[@class='tt-cite'][.//a[@href='../figures/{name}.svg']]//td/a/@href")
        assert {unquote(link.partition("#")[2]) for link in table} == keys, page
    assert shown <= set(figure.marks)


# How a description tells a row of the data, by a column that only such data have.
ROW_BY_ROW = {
    "by": "{category} in {label}, {year}, {by}: {count}",
    "weekday": "{category} in {label}, {edtf} ({weekday}): {count}",
    "one": "{one} with {other} in {label}: {count}",
}


@each_figure
def test_the_description_has_the_numbers_of_the_chart(name):
    """Each number with whose it is, not only somewhere."""
    said, frame = FIGURES[name].spec["description"], FIGURES[name].frame()
    first, second = "Brasov.co 2022", "Lao Động 2026"
    frame = frame[frame["kinds"] == "all"] if "kinds" in frame else frame
    if name == "fig-scale":
        parts = [f"{row.articles:,} articles in {row.seconds:,.1f} seconds" for row in frame.itertuples()]
        parts += [f"{program}: {frame['articles'].min():,} articles" for program in frame["category"].unique()]
    elif of_another_corpus(name):
        months = frame[frame["resolution"] == "month"]
        actors = [column.removesuffix(" in") for column in frame if column.endswith(" in")]
        parts = [f"{actor}: in {months[f'{actor} in'].sum()} articles" for actor in actors]
    elif own := next((form for column, form in ROW_BY_ROW.items() if column in frame), ""):
        parts = [own.format(**row) for row in frame.to_dict("records")]
    elif "sentence" in frame:
        years = frame.groupby("label")["year"].agg(lambda own: words.listed(map(str, own)))
        parts = [f"{label}: {told}" for label, told in years.items()]
    elif "count" in frame:
        wide = frame.pivot(index="category" if "category" in frame else "term", columns="label", values="count")
        parts = [f"{category}: {wide.loc[category, first]}, {wide.loc[category, second]}" for category in wide.index]
        assert said.startswith(f"Number of {said[10:].split(',')[0]}, {first} and {second}.")
    elif "position" in frame:
        parts = [
            f"{words.times(size)} in {label}" if label == second else f"{category}: {words.times(size)} in {label}"
            for (category, label), size in frame.groupby(["category", "label"]).size().items()
        ]
    elif "speaker" in frame:
        parts = [f"{size} runs in {label}" for (_, label), size in frame.groupby(["category", "label"]).size().items()]
    elif "count_a" in frame:
        parts = [f"{row.term} {row.count_a} to {row.count_b}" for row in frame.itertuples()]
        assert f"{first} to {second}" in said
    elif "said" in frame:
        whole = frame[frame["item"].str.startswith("all words")]
        parts = [f"{row.words} {row.said}" for row in whole.itertuples()]
        each = [said[said.index(f"{label}: ") :].partition(";")[0] for label in (first, second)]
        assert [sum(part in own for part in parts) for own in each] == [3, 3]
    else:
        sentences = frame[frame["item"].str.startswith("sentence")].groupby("label")["words"]
        parts = [
            f"{label}: {sentences.sum()[label]} words in {sentences.size()[label]} sentences"
            for label in (first, second)
        ]
    missing = [part for part in parts if part not in said]
    assert parts and not missing, report(missing)


@each_figure
def test_all_files_are_there_and_are_what_they_say(name):
    manifest = json.loads((FOLDER / "manifest.json").read_text("utf-8"))
    (entry,) = (entry for entry in manifest["figures"] if entry["id"] == name)
    assert sorted(entry["files"]) == sorted(f"{name}.{kind}" for kind in files.KINDS)
    content = {kind: (FOLDER / f"{name}.{kind}").read_bytes() for kind in files.KINDS}
    for kind, value in content.items():
        assert hashlib.sha256(value).hexdigest() == entry["files"][f"{name}.{kind}"], kind
    for path, sha256 in {**manifest["inputs"], **entry["notebook"]}.items():
        assert hashlib.sha256((ROOT / path).read_bytes()).hexdigest() == sha256, path
    drawing = etree.fromstring(content["svg"])
    text = " ".join(drawing.itertext())
    width, height = float(drawing.get("width")), float(drawing.get("height"))
    head = content["png"][16:24]
    assert [int.from_bytes(head[:4]), int.from_bytes(head[4:])] == pytest.approx([2 * width, 2 * height], abs=2)
    assert content["pdf"].startswith(b"%PDF-")
    assert json.loads(content["vl.json"]) == FIGURES[name].spec
    # What leaves the book takes its title, the names of the sources and its origin along.
    assert FIGURES[name].title.split()[0] in text
    assert "A Promise, Twice Told" in text
    for label in ("Brasov.co", "Lao Động"):
        assert label in text or of_another_corpus(name)


@each_figure
def test_the_data_of_a_figure_can_be_read_back(name):
    frame = pd.read_csv(FOLDER / f"{name}.csv")
    assert len(frame) == len(FIGURES[name].table["rows"])
    keys = {key for row in FIGURES[name].table["rows"] for key in row["marks"].values()}
    assert {*frame.filter(regex="^mark").stack()} == keys
    assert list(frame)[: len(FIGURES[name].table["heads"])] == list(FIGURES[name].table["heads"].values())


# Cited by now, perhaps: a name is never taken off this list, nor changed.
PERMANENT = {
    "fig-actor-course",
    "fig-actor-days",
    "fig-actor-pairs",
    "fig-acts",
    "fig-actor-mentions",
    "fig-actor-mentions-by-year",
    "fig-frame-course",
    "fig-frame-indicators",
    "fig-frame-matrix",
    "fig-keyness",
    "fig-publication-time",
    "fig-reading-order",
    "fig-reporting-verbs",
    "fig-stance",
    "fig-telling",
    "fig-term-course",
    "fig-told-by",
    "fig-vocabulary",
    "fig-voice-course",
    "fig-voices",
    "fig-word-shift",
}


def test_names_and_versions_are_on_record():
    """A name that is on record stays: see book/figures.csv."""
    assert set(versions.current(versions.read(ROOT)).index) >= PERMANENT
    versions.check(ROOT, FIGURES)
    assert set(versions.current(versions.read(ROOT)).index) >= set(FIGURES)


@pytest.mark.parametrize("fault", ["renamed", "changed", "not on record"])
def test_a_figure_that_is_not_the_one_on_record_is_refused(fault, tmp_path):
    (tmp_path / "book").mkdir()
    versions.update(tmp_path, {}, FIGURES, "2026-01-01")
    versions.check(tmp_path, FIGURES)
    name, *others = FIGURES
    other = {kept: FIGURES[kept] for kept in others}
    changed = {
        "renamed": {"fig-other": FIGURES[name], **other},
        "changed": {name: FIGURES[others[0]], **other},
        "not on record": {"fig-other": FIGURES[name], **FIGURES},
    }[fault]
    with pytest.raises(BadInput, match="fig-"):
        versions.check(tmp_path, changed)


def test_changed_data_make_a_new_version_and_the_old_citation_leads_to_what_changed(tmp_path):
    """In a copy of the book: one name less, the notebooks, the build."""
    (tmp_path / "book").mkdir()
    name = "fig-actor-mentions"
    versions.update(tmp_path, {}, FIGURES, "2026-01-01")
    figure = FIGURES[name]
    spec = json.loads(json.dumps(figure.spec))
    mark = spec["usermeta"]["marks"][0]
    mark["spans"] = mark["spans"][1:]
    mark["value"] -= 1
    after = {**FIGURES, name: figure._replace(spec=spec)}
    assert versions.update(tmp_path, FIGURES, after, "2026-02-01") == [name]
    assert versions.update(tmp_path, after, after, "2026-03-01") == []
    known = versions.read(tmp_path)
    last = versions.current(known).loc[name]
    assert (last["version"], last["date"]) == ("2", "2026-02-01")
    assert f"{mark['value'] + 1} before, {mark['value']} now" in last["change"]
    assert mark["name"] in last["change"]
    assert mark["key"] not in last["change"]
    versions.check(tmp_path, after)
    shown = landing.history(known, name)
    assert 'id="version-1"' in shown
    assert 'id="version-2"' in shown
    assert last["change"] in shown
    assert f"{name}.html#version-2" in landing.errata(known)


def test_a_figure_of_a_book_that_nobody_can_have_seen_stays_at_its_first_version(tmp_path):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "book").mkdir()
    (tmp_path / "_config.yml").write_text("title: A book\n")
    assert notebooks.committed(tmp_path) == ({}, 0)
    first = ",".join(versions.COLUMNS) + "\nfig-a,1,2026-01-01," + "0" * 64 + ",First version.\n"
    versions.path(tmp_path).write_text(first)
    assert notebooks.committed(tmp_path) == ({}, 0)
    versions.path(tmp_path).write_text(first + "fig-a,2,2026-01-02," + "1" * 64 + ",Changed.\n")
    assert notebooks.committed(tmp_path) == ({}, None)
    versions.path(tmp_path).write_text(first)
    (tmp_path / "_config.yml").write_text("title: A book\nhtml:\n  baseurl: https://example.org/\n")
    assert notebooks.committed(tmp_path) == ({}, None)


def test_a_version_that_is_not_settled_is_made_anew(tmp_path):
    (tmp_path / "book").mkdir()
    versions.update(tmp_path, {}, FIGURES, "2026-01-01")
    name, other, *_ = FIGURES
    changed = {**FIGURES, name: FIGURES[other]}
    settled = len(FIGURES)
    assert versions.update(tmp_path, FIGURES, changed, "2026-02-01", settled) == [name]
    assert versions.update(tmp_path, FIGURES, FIGURES, "2026-02-02", settled) == []
    assert len(versions.read(tmp_path)) == settled


def test_a_passage_that_is_no_longer_counted_is_named():
    name = "fig-actor-course"
    spec = json.loads(json.dumps(FIGURES[name].spec))
    gone = spec["usermeta"]["marks"].pop(3)
    start, end = re.search(r"(\d+)-(\d+)$", gone["spans"][0]).groups()
    said = versions.describe(FIGURES[name], FIGURES[name]._replace(spec=spec))
    article = gone["spans"][0].partition("/")[0]
    assert said == f"no longer counted: characters {start} to {end} of {article}."


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("figure", 'fig-old/../../evil" onclick="x'),
        ("figure", "Fig_x"),
        ("date", "soon"),
        ("date", "2026-13-45"),
        ("sha256", "x"),
    ],
)
def test_a_row_that_is_none_is_refused(column, value, tmp_path):
    (tmp_path / "book").mkdir()
    versions.update(tmp_path, {}, FIGURES, "2026-01-01")
    table = pd.read_csv(tmp_path / "book" / "figures.csv", dtype=str)
    table.loc[2, column] = value
    table.to_csv(tmp_path / "book" / "figures.csv", index=False)
    with pytest.raises(BadInput, match=f"row 4, column '{column}'"):
        versions.read(tmp_path)


@pytest.mark.slow
def test_a_change_of_the_data_goes_all_the_way_to_the_page(tmp_path):
    root = copy_project(tmp_path / "copy")
    actors = root / "data" / "actors.csv"
    table = pd.read_csv(actors, dtype=str, keep_default_na=False)
    table.loc[table["actor"] == "russia", "names"] = "Russia"
    table.to_csv(actors, index=False)
    for action in ("notebooks", "build"):
        done = run_command(root, action)
        assert done.returncode == 0, done.stdout + done.stderr
    page = (root / "_build" / "html" / "figures" / "fig-actor-mentions.html").read_text("utf-8")
    assert 'id="version-2"' in page
    assert "Replaced by a later version" in page
    assert "fig-actor-mentions, version 2" in (root / "_build" / "html" / "book" / "errata.html").read_text("utf-8")


@pytest.mark.slow
def test_the_command_prints_each_format(capsys):
    def cite(*arguments: str) -> int:
        return main(["--root", str(ROOT), "cite", *arguments])

    for form, start in (("text", "The Twice Told developers"), ("bibtex", "@misc{"), ("ris", "TY  - "), ("csl", "[")):
        assert cite("fig-actor-mentions", "--format", form) == 0
        assert capsys.readouterr().out.startswith(start)
    assert cite("fig-no-such") == 1
    assert "fig-actor-mentions" in capsys.readouterr().err
