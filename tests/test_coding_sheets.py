"""Sheets for coders: drawn the same everywhere, harmless in a spreadsheet, read back to the code, and never lost."""

import csv
import io
import json
import random
import shutil
from pathlib import Path

import pandas as pd
import pytest
from support import ROOT, cells, forget, store

from analysis.compare import agreement, counting, framing, sampling, validation, voices
from analysis.measure import BadInput, codebook, load, measure, segment
from analysis.measure.errors import ManyFaults
from analysis.publish import archive, charts, codebook_page, coders, rights
from analysis.run import coding, command
from analysis.run.coding import sheet

CORPUS = load(ROOT)
SENTENCES = sampling.sentences(CORPUS, segment.find(CORPUS.articles, tables=CORPUS.tables))
GENERIC = list(CORPUS.tables["categories"].query("level == 'generic'")["category"])


@pytest.fixture
def book(tmp_path):
    """A book that nobody has coded, whose first article begins with what a spreadsheet would run."""
    root = tmp_path / "book"
    shutil.copytree(ROOT / "data", root / "data")
    shutil.rmtree(root / "data" / "coding" / "passes")
    for name in ("decisions", "owners"):
        store(root, f"coding/{name}.csv", cells(root, f"coding/{name}.csv").iloc[:0])
    return root


def run(book, *arguments):
    return command.main(["--root", str(book), "coding", *map(str, arguments)])


def rows_of(path):
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def filled(path, given, *, made_by=None, name=None):
    """Fill a sheet in: `given` returns what a row is marked with."""
    rows = rows_of(path)
    for row in rows:
        row |= dict.fromkeys(given(row), "x") | ({"pass": made_by} if made_by else {})
    target = path.with_name(name) if name else path
    saved(target, rows)
    return target


def saved(path, rows, *, separator=",", end="\r\n", encoding="utf-8-sig"):
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), delimiter=separator, lineterminator=end)
        writer.writeheader()
        writer.writerows(rows)


def by_chance(row, *, seed=0, noise=0.0):
    """Return categories that follow from the sentence, and with some noise from the seed."""
    own = random.Random(row["sentence_id"])
    other = random.Random(f"{row['sentence_id']} {seed}")
    return [name for name in GENERIC if (own.random() < 0.3) != (other.random() < noise)] or ["none"]


def sampled(book, coder="anna", *options):
    out = book.parent / f"{coder}.csv"
    assert run(book, "sample", "--coder", coder, "--level", "generic", "--out", out, *options) == 0
    return out


def passes_of(book):
    return {path.name: path.read_bytes() for path in (book / "data").rglob("passes/*")}


# Drawing


def test_the_same_seed_draws_the_same_bytes_and_another_seed_others(book):
    one = sampled(book, "anna", "--sentences", "20").read_bytes()
    (book.parent / "anna.csv").unlink()
    assert sampled(book, "anna", "--sentences", "20").read_bytes() == one
    other = sampled(book, "ben", "--sentences", "20", "--seed", "2")
    drawn = [{row["sentence_id"] for row in rows_of(path)} for path in (book.parent / "anna.csv", other)]
    assert drawn[0] != drawn[1]


def test_two_coders_get_the_same_sentences(book):
    one, two = (rows_of(sampled(book, name, "--sentences", "20")) for name in ("anna", "ben"))
    assert len(one) == 20
    # By this mark Excel knows UTF-8.
    assert (book.parent / "anna.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert [row["sentence_id"] for row in one] == [row["sentence_id"] for row in two]


@pytest.mark.parametrize("size", [1, 2, 9, 20, 30, 10_000])
def test_each_source_gives_the_same_number_as_far_as_it_has_them(size):
    known = pd.concat([SENTENCES[SENTENCES["source"] == "brasov"].head(7), SENTENCES[SENTENCES["source"] == "laodong"]])
    drawn = sampling.draw(known, size, seed=3)
    there, got = known["source"].value_counts(), drawn["source"].value_counts().reindex(["brasov", "laodong"]).fillna(0)
    assert len(drawn) == min(size, len(known))
    assert not drawn["sentence_id"].duplicated().any()
    half = [size // 2, size - size // 2]
    if size <= 14:
        assert sorted(got) == half
    else:
        assert list(got) == [7, min(there["laodong"], size - 7)]


def test_every_sentence_has_the_same_chance():
    """Over many seeds each sentence of a source is drawn about as often as any other."""
    known = SENTENCES[SENTENCES["source"] == "laodong"]
    draws = [sampling.draw(known, 5, seed=seed)["sentence_id"] for seed in range(200)]
    often = pd.concat(draws).value_counts().reindex(known["sentence_id"], fill_value=0)
    expected = 200 * 5 / len(known)
    assert ((often - expected) ** 2 / expected).sum() < 2 * len(known)
    assert often.min() > 0


def test_an_article_that_is_added_moves_no_other():
    brasov = SENTENCES[SENTENCES["source"] == "brasov"]
    alone = set(sampling.draw(brasov, 5, seed=1)["sentence_id"])
    both = sampling.draw(SENTENCES, 10, seed=1)
    assert alone == set(both.loc[both["source"] == "brasov", "sentence_id"])


def test_neighbours_in_a_text_do_not_stand_together():
    for seed in range(30):
        drawn = sampling.draw(SENTENCES, 20, seed=seed)
        for one, two in zip(drawn.itertuples(), drawn.iloc[1:].itertuples(), strict=False):
            assert one.article_id != two.article_id or abs(one.number - two.number) != 1


def test_a_coder_does_not_see_where_a_sentence_is_from(book):
    text = sampled(book).read_text("utf-8-sig").lower()
    for row in CORPUS.articles.itertuples():
        for said in (row.article_id, row.source + ",", row.title):
            assert said.lower() not in text


def test_boilerplate_is_not_drawn_and_the_sentence_before_is_of_the_same_article(book):
    rows = rows_of(sampled(book, "anna", "--sentences", "1000"))
    body = segment.of(segment.find(CORPUS.articles, tables=CORPUS.tables), "sentence")
    assert len(rows) == len(body)
    before = {row.sentence_id: row.before for row in SENTENCES.itertuples()}
    assert sum(not said for said in before.values()) == len(CORPUS.articles)
    for row in rows:
        assert row["before"] == sheet.harmless(before[row["sentence_id"]])


# What a spreadsheet does


HOSTILE = [
    "=HYPERLINK(1)",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    "'=1",
    'a "quoted", one; two',
    "one\x00two",
    "é, 日本",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula_and_the_words_come_back(tmp_path, text):
    name = sampling.sentence_id("a", 0, len(text), text)
    row = {"sentence_id": name, "source": "s", "article_id": "a", "number": 1, "start": 0, "end": len(text)}
    known = pd.DataFrame([{**row, "surface": text, "before": text}])
    path = tmp_path / "x.csv"
    path.write_bytes(sheet.write(known, GENERIC, "anna-1"))
    (written,) = rows_of(path)
    for cell in written.values():
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
    filled(path, lambda _: ["conflict"])
    read = sheet.read(path, known, CORPUS.tables["categories"], ["generic"])
    assert list(read["surface"]) == [text]
    assert list(read["given"]) == [["conflict"]]


WAYS = [
    {"separator": separator, "end": end, "encoding": encoding}
    for separator in ",;\t"
    for end in ("\r\n", "\n")
    for encoding in ("utf-8", "utf-8-sig")
]


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_however_a_spreadsheet_saves_it_the_codes_are_the_same(tmp_path, way):
    path = tmp_path / "x.csv"
    path.write_bytes(sheet.write(sampling.draw(SENTENCES, 12, seed=1), GENERIC, "anna-1"))
    expected = {(row["sentence_id"], name) for row in rows_of(path) for name in by_chance(row)}
    rows = rows_of(filled(path, by_chance))
    random.Random(1).shuffle(rows)
    rows = [{f" {name} ": f" {cell}  " for name, cell in row.items()} | {"": ""} for row in rows]
    rows.append(dict.fromkeys(rows[0], ""))
    saved(path, rows, **way)
    _, passes = coding.read(CORPUS, [path])
    names = SENTENCES.set_index(["article_id", "number"])["sentence_id"]
    assert {(names[row.article_id, row.sentence], row.category) for row in passes.itertuples()} == expected


@pytest.mark.parametrize("mark", ["x", "X", "1", "yes", "TRUE"])
def test_a_mark_may_be_written_in_several_ways(book, mark):
    path = filled(sampled(book, "anna", "--sentences", "4"), lambda _: [])
    saved(path, [row | dict.fromkeys(GENERIC, "0") | {"conflict": mark} for row in rows_of(path)])
    assert set(coding.read(CORPUS, [path])[1]["category"]) == {"conflict"}


def test_a_row_without_a_mark_is_not_coded_and_zeros_all_over_are(book):
    path = sampled(book, "anna", "--sentences", "6")
    rows = rows_of(path)
    rows[0] |= dict.fromkeys(GENERIC, "0")
    rows[1] |= {"none": "x", "note": "=1+1"}
    saved(path, rows)
    about, passes = coding.read(CORPUS, [path])
    assert about[str(path)]["coded"] == len(passes) == 2
    assert list(passes["category"]) == ["none", "none"]
    assert list(passes["note"]) == ["", "=1+1"]


# ManyFaults


def test_every_fault_is_named_at_once_with_its_place(book, capsys):
    one, two = (sampled(book, name, "--sentences", "12") for name in ("anna", "ben"))
    rows = rows_of(one)
    rows[0]["conflict"] = "maybe"
    rows[1] |= {"conflict": "x", "none": "x"}
    rows[2]["sentence_id"] = rows[3]["sentence_id"]
    rows[4]["sentence_id"] = "s0"
    rows[5]["pass"] = "ben-1"
    rows[6]["pass"] = "somebody"
    rows[7]["sentence"], rows[8]["sentence"] = rows[8]["sentence"], rows[7]["sentence"]
    rows[9]["morality"] = "0"
    saved(one, rows)
    lines = two.read_text("utf-8-sig").splitlines()
    two.write_text("\n".join([lines[0].replace("conflict", "conflicts"), *lines[1:]]), encoding="utf-8")
    three = book.parent / "three.csv"
    three.write_bytes("sentence_id;é".encode("cp1252"))
    before = passes_of(book)
    capsys.readouterr()
    assert run(book, "check", one, two, three, "--add") == 1
    said = capsys.readouterr().err
    for part in (
        "anna.csv, row 2, column 'conflict': got 'maybe'; expected x or 1",
        "anna.csv, row 3, column 'none': got 'x'; expected nothing here, because conflict is marked",
        "anna.csv, row 5, column 'sentence_id'",
        "row 4 has it too",
        "anna.csv, row 6, column 'sentence_id': got 's0'; expected the id of a sentence of the articles",
        "anna.csv, row 7, column 'pass': got 'ben-1'; expected anna-1",
        "anna.csv, row 8, column 'pass': got 'somebody'; expected a name of coder and pass",
        "anna.csv, row 9, column 'sentence'",
        "anna.csv, row 10, column 'sentence'",
        "anna.csv, row 11, column 'none': got ''; expected x if no category applies",
        "ben.csv, row 1, column 'conflicts'",
        "ben.csv, row 1: got",
        "expected a column 'conflict'",
        "three.csv: expected text encoded as UTF-8 (in Excel: Save as, CSV UTF-8)",
    ):
        assert part in said
    assert passes_of(book) == before == {}


@pytest.mark.parametrize(
    "content", ["", "\ufeff", "a,b\n1,2\n", "sentence_id,pass\n", '"', "\x00", "x;" * 1000, "=1\n"]
)
def test_what_is_no_sheet_is_refused_in_words(book, content):
    path = book.parent / "x.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        coding.read(CORPUS, [path, book.parent / "gone.csv"])
    assert "x.csv" in str(caught.value)
    assert "gone.csv" in str(caught.value)


def test_two_sheets_of_one_pass_may_not_code_a_sentence_twice(book):
    one = filled(sampled(book), by_chance)
    two = Path(shutil.copy(one, book.parent / "again.csv"))
    with pytest.raises(ManyFaults) as caught:
        coding.read(CORPUS, [one, two])
    assert len(caught.value.faults) == len(rows_of(one))
    assert coding.read(CORPUS, [one, one])[0].keys() == {str(one)}


# Where a sheet lies


def test_a_sheet_lies_where_no_book_and_no_archive_takes_it_from(book, capsys):
    assert run(book, "sample", "--coder", "anna", "--level", "generic") == 0
    made = book / "coding" / "anna-1-generic.csv"
    assert made.is_file()
    assert made not in set(archive.sources(book))
    for folder in ("data", "data/coding/passes", "book", "notebooks", "src", "_build", "benchmarks", "book/../data"):
        (book / folder).mkdir(parents=True, exist_ok=True)
        assert run(book, "sample", "--coder", "anna", "--out", book / folder / "x.csv") == 1
        assert not (book / folder / "x.csv").exists()
    assert "sentences that may not be published" in capsys.readouterr().err


def test_a_sheet_is_never_written_over(book):
    path = filled(sampled(book), by_chance)
    before = path.read_bytes()
    assert run(book, "sample", "--coder", "anna", "--out", path) == 1
    assert path.read_bytes() == before
    assert [found.name for found in book.parent.glob("*.tmp")] == []


@pytest.mark.parametrize(
    "options",
    [
        ["--coder", "../x"],
        ["--coder", ""],
        ["--coder", "=x"],
        ["--coder", "a", "--sentences", "0"],
        ["--coder", "a", "--level", "roles"],
        ["--coder", "a", "--level", "gone"],
        ["--coder", "a", "--pass", "0"],
        ["--coder", "a", "--out", "x.txt"],
    ],
)
def test_a_bad_argument_is_refused(book, options, capsys, monkeypatch):
    monkeypatch.chdir(book.parent)
    assert run(book, "sample", *options) == 1
    assert "expected" in capsys.readouterr().err
    assert {path.name for path in book.parent.iterdir()} == {"book"}
    assert not (book / "coding").exists()


# Passes


def added(book, *, sentences="24"):
    """Two people code a sample, and it is added."""
    one = filled(sampled(book, "anna", "--sentences", sentences), by_chance)
    two = filled(
        sampled(book, "ben", "--sentences", sentences), lambda row: by_chance(row, seed=1, noise=0.1), name="b.csv"
    )
    assert run(book, "check", one, two, "--add") == 0
    return load(book)


def test_what_is_added_is_read_as_two_passes_of_whole_sentences(book, capsys):
    corpus = added(book)
    assert sorted(passes_of(book)) == ["anna-1.csv", "ben-1.csv"]
    passes = corpus.tables["passes"]
    assert len(passes.drop_duplicates(["article_id", "sentence"])) == 24
    names = SENTENCES.set_index(["article_id", "number"])
    for row in passes[passes["coder"] == "anna"].itertuples():
        place = names.loc[(row.article_id, row.sentence)]
        assert (row.start, row.end, row.surface) == (place["start"], place["end"], place["surface"])
        assert row.category in by_chance({"sentence_id": place["sentence_id"]})
    assert list(agreement.pairs(passes)["measures"]) == ["reproducibility"]


def test_a_pass_is_never_overwritten_and_added_whole_or_not_at_all(book, monkeypatch, capsys):
    added(book)
    before = passes_of(book)
    new = filled(sampled(book, "carl", "--sentences", "10"), by_chance)
    assert run(book, "check", new, book.parent / "anna.csv", "--add") == 1
    assert "draw the sheet with --pass 2" in capsys.readouterr().err
    assert passes_of(book) == before

    def fails(path, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fails)
    assert run(book, "check", new, "--add") == 1
    assert passes_of(book) == before


def test_nothing_is_added_of_sheets_in_which_nothing_is_coded(book):
    assert run(book, "check", sampled(book), "--add") == 1
    assert passes_of(book) == {}


def test_the_report_counts_what_was_marked(book, capsys):
    one = filled(sampled(book, "anna", "--sentences", "20"), by_chance)
    two = filled(sampled(book, "ben", "--sentences", "20"), lambda row: by_chance(row, seed=1, noise=0.2))
    capsys.readouterr()
    assert run(book, "check", one, two, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    rows = rows_of(one)
    for category in [*GENERIC, "none"]:
        said = [row for row in found["counts"] if row["pass"] == "anna-1" and row["category"] == category]
        assert sum(row["sentences"] for row in said) == sum(row[category] == "x" for row in rows)
        assert [row["coded"] for row in said] == [10, 10]
    for row in found["agreement"]:
        same = [a[row["category"]] == b[row["category"]] for a, b in zip(rows, rows_of(two), strict=True)]
        assert row["sentences"] == 20
        assert row["agreement"] == pytest.approx(sum(same) / 20)
        assert row["alpha"] is None or row["low"] <= row["alpha"] <= row["high"]
    for name in {row["frame"] for row in found["indicators"]}:
        own = [row for row in found["indicators"] if row["pass"] == "anna-1" and row["frame"] == name]
        assert own[0]["source"] is None
        for count in validation.COUNTS:
            assert own[0][count] == sum(row[count] for row in own[1:])
        assert own[0]["coded"] == sum(row[name] == "x" for row in rows)
        assert sum(own[0][count] for count in validation.COUNTS) == 20
    assert run(book, "check", one, two) == 0
    said = capsys.readouterr().out
    assert "Reproducibility: anna-1 and ben-1" in said
    assert "Indicators against ben-1" in said


def test_alpha_of_two_values_is_that_of_nltk():
    yes, no = frozenset({""}), frozenset({codebook.NONE})
    generator = random.Random(1)
    for size in (2, 5, 40):
        for _ in range(20):
            values = [(generator.choice([yes, no]), generator.choice([yes, no])) for _ in range(size)]
            if len({value for pair in values for value in pair}) == 2:
                plain = tuple((tuple(one), tuple(two)) for one, two in values)
                assert agreement.alpha(values) == pytest.approx(agreement.by_nltk(plain), abs=1e-12)


# What a sample says, and what it does not


def test_sentences_that_nobody_coded_count_for_nothing(book):
    corpus = added(book)
    layers = measure(corpus)
    extent = framing.extent(corpus, layers).set_index(["level", "label"])["coded"].to_dict()
    generic = corpus.tables["levels"].set_index("level").at["generic", "label"]
    assert {label: extent[generic, label] for label in corpus.labels.values()} == dict.fromkeys(
        corpus.labels.values(), 12
    )
    assert sum(extent.values()) == 24
    counts, _ = validation.crosswise(layers, corpus.tables)
    assert set(counts["frame"]) == set(GENERIC)
    assert counts.groupby("frame")["sentences"].sum().eq(24).all()
    scores = validation.all_scores(corpus, layers)
    here = scores[scores["source"].notna()]
    assert len(here) == len(GENERIC) * 2
    unvalidated = validation.unvalidated(scores, corpus)
    other = codebook.frames(corpus.tables).query("level != 'generic'")["label"]
    assert set(other) <= set(unvalidated)
    owned = framing.owned_codes(corpus, layers, codebook.frames(corpus.tables))
    labels = list(corpus.labels.values())
    shares = framing.shares(owned, framing.coded_totals(corpus, layers), labels).set_index("category")
    for category, own in owned.groupby("category"):
        for label in labels:
            assert shares.at[category, label] == (own["label"] == label).sum() / 12
    bounds = framing.sampled(corpus, layers, shares.reset_index().head(1))
    widest = shares.iloc[0]
    assert list(bounds["label"]) == labels
    passes = corpus.tables["passes"]
    other = {**corpus.tables, "passes": pd.concat([passes, passes.head(9).assign(level="functions")])}
    # What was coded on another level makes no difference.
    again = framing.sampled(type(corpus)(book, corpus.articles, other), layers, shares.reset_index().head(1))
    assert again.equals(bounds)
    for row in bounds.itertuples():
        assert row.low <= widest[row.label] <= row.high
    whole = framing.owned_codes(CORPUS, measure(CORPUS), codebook.frames(CORPUS.tables))
    all_layers = measure(CORPUS)
    made = framing.shares(whole, framing.coded_totals(CORPUS, all_layers), labels)
    assert framing.sampled(CORPUS, all_layers, made.head(1)).empty


def test_a_sentence_that_only_the_second_coder_coded_stands_as_that_coder_says(book):
    one = filled(sampled(book, "anna", "--sentences", "30"), lambda _: ["conflict"])
    two = filled(sampled(book, "ben", "--sentences", "30"), lambda _: ["morality"])
    half = {row["sentence_id"] for row in rows_of(one)[:20]}
    saved(one, [row for row in rows_of(one) if row["sentence_id"] in half])
    assert run(book, "check", one, two, "--add") == 0
    codes = load(book).tables["codes"]
    assert codes["category"].value_counts().to_dict() == {"conflict": 20, "morality": 10}


def test_passes_that_share_no_sentence_are_no_pair(book):
    one = filled(sampled(book, "anna", "--sentences", "10"), by_chance)
    out = book.parent / "functions.csv"
    assert run(book, "sample", "--coder", "ben", "--level", "functions", "--out", out) == 0
    filled(out, lambda _: ["none"])
    assert run(book, "check", one, out, "--add") == 0
    corpus = load(book)
    assert agreement.pairs(corpus.tables["passes"]).empty
    assert agreement.all_pairs(corpus.tables["passes"], corpus.tables["categories"]).empty
    assert (
        run(book, "sample", "--coder", "ben", "--pass", "2", "--level", "generic", "--out", book.parent / "b2.csv") == 0
    )
    assert run(book, "check", filled(book.parent / "b2.csv", by_chance), "--add") == 0
    (pair,) = agreement.pairs(load(book).tables["passes"]).itertuples(index=False)
    assert tuple(pair) == ("anna-1", "ben-2", "reproducibility")


def indicators_chart(corpus):
    layers, frames = measure(corpus), codebook.frames(corpus.tables)
    hits = framing.owned_indicators(corpus, layers, frames)
    totals = counting.totals(segment.of(layers["segments"], "sentence"), corpus)
    unvalidated = validation.unvalidated(validation.all_scores(corpus, layers), corpus)
    return charts.owners(
        hits,
        corpus.sources,
        **{"what": "sentences", "short": "x", "order": framing.by_size(hits, frames), "limit": "x", "foot": "x"},
        sides=voices.sides(hits, corpus),
        totals={(name, label): size for name in frames["label"] for label, size in totals.items()},
        caution=coders.not_validated(unvalidated, corpus.tables["passes"]),
    ).to_dict()


def test_a_chart_of_indicators_says_that_nobody_has_validated_them(book):
    said = "Not validated on this corpus"
    spec = indicators_chart(load(book))
    assert spec["usermeta"]["measure"].startswith(f"{said}: no sentence of it has been coded by hand. Number of")
    assert spec["title"]["subtitle"][0].startswith(said)
    corpus = load(book)
    passes = CORPUS.tables["passes"]
    every = sorted(codebook.frames(corpus.tables)["label"])
    assert sorted(validation.unvalidated(validation.all_scores(corpus, measure(corpus)), corpus)) == every
    coded = type(corpus)(
        corpus.root, corpus.articles, {**corpus.tables, "passes": passes, "codes": CORPUS.tables["codes"]}
    )
    measured = indicators_chart(coded)["usermeta"]["measure"]
    assert measured.startswith(f"{said} (fewer than five")
    assert "Human interest" in measured.split(").")[0].split("Number")[0]
    assert "Conflict" not in measured.split("Number")[0]


# New frames by CSV alone


@pytest.fixture
def widened(book):
    """The book with a level, two categories and their indicators more; no code knows of them."""
    new = [("local", "Frames of ours <b>", "sentence", "", "Ours & only ours.")]
    store(book, "codebook/levels.csv", more(book, "levels", new))
    new = [
        ("local", "money", "Money", "It is about money.", "", ""),
        ("local", "weapons", "Weapons", "It is about weapons.", "", ""),
    ]
    store(book, "codebook/categories.csv", more(book, "categories", new))
    new = [("money", "cost*", "", ""), ("weapons", "missile*", "", ""), ("weapons", "weapon*", "", "")]
    store(book, "codebook/indicators.csv", more(book, "indicators", new))
    return book


def more(book, name, rows):
    table = cells(book, f"codebook/{name}.csv")
    return pd.concat([table, pd.DataFrame(rows, columns=table.columns)])


def test_a_new_level_needs_no_code(widened, capsys):
    out = widened.parent / "local.csv"
    options = ("--coder", "anna", "--level", "local", "--sentences", "1000")
    assert run(widened, "sample", *options, "--out", out) == 0
    assert set(rows_of(out)[0]) == {*sheet.HEAD, "money", "weapons", *sheet.TAIL}
    filled(out, lambda row: ["weapons"] if "missile" in row["sentence"] else ["none"])
    capsys.readouterr()
    assert run(widened, "check", out, "--add", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    (weapons,) = (row for row in found["indicators"] if row["frame"] == "weapons" and row["source"] is None)
    assert weapons["recall"] == 1
    corpus = load(widened)
    layers, frames = measure(corpus), codebook.frames(corpus.tables)
    owned = framing.owned_codes(corpus, layers, frames)
    assert set(owned["category"]) == {"Weapons"}
    assert framing.by_size(owned, frames) == ["Weapons"]
    assert {"money", "weapons"} <= set(validation.verdicts(validation.all_scores(corpus, layers)).index)
    shown = rights.Shown(corpus.articles, layers)
    known = {"functions", "generic", "dispute", "roles"}
    page = codebook_page.others(known, corpus, layers, shown)
    assert page.startswith('<h2 id="level-local">Frames of ours &lt;b&gt;</h2><p>Ours &amp; only ours.</p>')
    assert 'id="code-weapons"' in page
    assert "<code>missile*</code>" in page
    assert codebook_page.others({*known, "local"}, corpus, layers, shown) == ""


@pytest.mark.slow
def test_the_notebook_takes_a_sample_of_a_new_level(widened):
    from analysis.publish.figures import read, stored
    from analysis.run.notebooks import run as run_notebook

    forget(widened / "data")
    out = widened.parent / "local.csv"
    assert run(widened, "sample", "--coder", "anna", "--level", "local", "--sentences", "20", "--out", out) == 0
    filled(out, lambda row: ["weapons"] if len(row["sentence"]) % 2 else ["money"])
    assert run(widened, "check", out, "--add") == 0
    path = widened / "notebooks" / "03-framing.ipynb"
    path.parent.mkdir()
    shutil.copy(ROOT / "notebooks" / path.name, path)
    run_notebook(path)
    assert "ten of the" in str(read(path))
    figures = stored([path])
    rows = figures["fig-frame-matrix"].spec["usermeta"]["table"]["rows"]
    assert {row["category"] for row in rows} == {"Money", "Weapons"}
    assert sum(row["count"] for row in rows) == 20
    assert "Not validated on this corpus" in figures["fig-frame-indicators"].spec["usermeta"]["measure"]
