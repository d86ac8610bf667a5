"""A book about some of very many articles: which are drawn, that their texts are the same, and the sums of all."""

import hashlib
import json
import shutil
import subprocess
import sys
from datetime import date

import pandas as pd
import pyarrow as arrow
import pyarrow.parquet as parquet
import pytest
from support import ROOT

from analysis.compare import annotated as record
from analysis.compare import intake_record, publication
from analysis.measure import BadInput, load
from analysis.measure.segment import gaps
from analysis.run import intake, new
from analysis.run.annotate import Wanted, output, partitions, work
from analysis.run.annotate.command import _tables
from analysis.run.command import main
from analysis.run.new import annotated, draw, sums

TABLES = _tables(ROOT)
TODAY = date(2026, 6, 1)
OUTLETS = ("Herald", "Post", "Herald", "=Gazette", "Post")
# White space as it comes: none of it is in a paragraph.
AROUND = ("", "\n", "  \n\n\t", "\n \n", "\u2028\n\u00a0")
TEXT = "{a}On Thursday the minister of Russia said that “the promise of {year}” held.{b}Nobody answered NATO.{a}"


def rows(number):
    return pd.DataFrame(
        {
            "article_id": [f"a-{place}" for place in range(number)],
            "source": [OUTLETS[place % len(OUTLETS)] for place in range(number)],
            "title": [f"=1+{place}" for place in range(number)],
            "published": [f"2022-{1 + place % 12:02}-13" if place % 7 else "" for place in range(number)],
            "text": [
                TEXT.format(a=AROUND[place % 5], b="\n" + AROUND[(place + 1) % 5], year=1985 + place % 9)
                # So that an article mentions somebody more than once.
                + " NATO and Russia did." * (place % 3 == 1)
                for place in range(number)
            ],
        }
    )


def measured(folder, tables, *, characters=None, layers=work.LAYERS):
    """Annotate tables of articles, without a cluster; return the folder."""
    folder.mkdir(parents=True)
    files = []
    for place, table in enumerate(tables):
        files.append(folder / f"in-{place}.csv")
        table.to_csv(files[-1], index=False)
    wanted = Wanted(layers, TABLES, {}, TODAY)
    made = output.open_folder(folder / "out", files, wanted)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(partitions, "CHARACTERS", characters or partitions.CHARACTERS)
        for part in partitions.read(files, wanted):
            made.record(work.measure(part, made.folder, wanted))
    made.close()
    return made.folder


def whole(folder, name):
    return pd.concat([pd.read_parquet(path) for path in sorted((folder / name).iterdir())], ignore_index=True)


def drawn_from(folder, most=5, compare=("Herald", "Post")):
    return draw.draw(annotated.open_tables(folder), compare, most)


@pytest.fixture(scope="module")
def given():
    return rows(40)


@pytest.fixture(scope="module")
def out(tmp_path_factory, given):
    blank = pd.DataFrame({"article_id": ["blank"], "source": ["Post"], "title": [""], "published": [""], "text": [" "]})
    return measured(tmp_path_factory.mktemp("annotations") / "some", [given[:25], pd.concat([given[25:], blank])])


@pytest.fixture(scope="module")
def turned(tmp_path_factory, given):
    """Return the tables of the same articles in another order and in many parts."""
    return measured(tmp_path_factory.mktemp("turned") / "some", [given[::-1]], characters=500)


@pytest.fixture(scope="module")
def book(tmp_path_factory, out):
    folder = tmp_path_factory.mktemp("book") / "book"
    drawn = drawn_from(out)
    new.make(folder, drawn.intake, new.Wanted("", "Anna", str(TODAY)), of=drawn, run=False)
    return folder


@pytest.fixture
def copied(tmp_path, out):
    return shutil.copytree(out, tmp_path / "copied")


def rewrite(folder, name, change, *, hashed=True):
    """Change a table's first part, and, if it is to be hashed, what its record says of it."""
    path = folder / name / "part-000000.parquet"
    table = parquet.read_table(path)
    changed = arrow.Table.from_pandas(change(table.to_pandas()), preserve_index=False)
    parquet.write_table(changed, path)
    if hashed:
        place = folder / "parts" / "000000.json"
        said = json.loads(place.read_text("utf-8"))
        said["files"][f"{name}/part-000000.parquet"] = hashlib.sha256(path.read_bytes()).hexdigest()
        place.write_text(json.dumps(said), "utf-8")


def test_the_draw_depends_on_neither_the_order_nor_the_parts(given, out, turned):
    ids = drawn_from(out).intake.articles["article_id"].tolist()
    assert len(list((turned / "articles").iterdir())) > 5
    found = drawn_from(turned).intake.articles
    assert found["article_id"].tolist() == ids
    kept = given[given["source"].isin(["Herald", "Post"])]
    hashed = kept.assign(key=kept["text"].map(lambda text: hashlib.sha256(text.encode()).hexdigest()))
    least = hashed.sort_values("key").groupby("source").head(5)
    assert ids == sorted(least["article_id"])


def test_a_side_with_fewer_articles_has_all_of_them(out, given):
    found = drawn_from(out, most=10_000).intake.articles
    assert len(found) == given["source"].isin(["Herald", "Post"]).sum()


def test_a_rebuilt_text_is_the_text_whatever_white_space_it_has(out, given):
    found = drawn_from(out, most=10_000).intake.articles.set_index("article_id")["text"]
    # As they were read: no line end but one is kept.
    assert found.to_dict() == {name: given.set_index("article_id")["text"][name] for name in found.index}
    assert {text[:1] for text in found} >= {"O", "\n", " ", "\u2028"}
    for text in (" \n\tOne.  \n\n\n Two \u00a0\u3000.\n ", "One", "\n\n\n"):
        assert not gaps(text).strip()


def test_all_articles_decide_which_outlets_are_compared(tmp_path, out):
    drawn = drawn_from(out, most=1, compare=())
    assert list(dict.fromkeys(drawn.compared.values())) == ["Herald", "Post"]
    against = drawn_from(out, most=1, compare=["Post"])
    assert set(against.compared.values()) == {"Post", "The others (2)"}
    # Of two other outlets one is drawn, and the label is still that of two.
    new.make(tmp_path / "book", against.intake, new.Wanted("", "Anna", str(TODAY)), of=against, run=False)
    assert list(load(tmp_path / "book").sources["label"]) == ["Post", "The others (2)"]
    with pytest.raises(BadInput, match="--compare.*Times"):
        drawn_from(out, compare=["Post", "Times"])


def test_the_sums_are_those_of_the_whole_tables(out, book):
    kept = record.read(book)
    sides = {"Herald": "first", "Post": "second"}
    shown = set(load(book).articles["article_id"])
    for part in record.PARTS:
        for layer, column in record.CATEGORIES.items():
            table = whole(out, layer)
            table = table[table["source"].isin(sides)]
            table = table if part == record.ALL else table[table["article_id"].isin(shown)]
            if layer == "statements":
                table = table.drop_duplicates("group_id")
            table = table.assign(side=table["source"].map(sides), category=table[column].replace("", "no class"))
            expected = {}
            for (side, category), own in table.groupby(["side", "category"]):
                expected[side, category] = len(own), own["article_id"].nunique()
            for side, own in table.groupby("side"):
                expected[side, ""] = len(own), own["article_id"].nunique()
            found = kept.counts[(kept.counts["part"] == part) & (kept.counts["layer"] == layer)]
            found = found[found["rows"] > 0].set_index(["side", "category"])[["rows", "articles"]]
            assert {key: tuple(row) for key, row in zip(found.index, found.to_numpy(), strict=True)} == expected
    terms = whole(out, "terms")
    terms = terms[terms["source"].isin(sides)].assign(side=lambda table: table["source"].map(sides))
    for side, own in terms.groupby("side"):
        assert kept.number("words", side) == own["count"].sum()
        assert kept.number("articles", side) == own["article_id"].nunique()
    assert kept.number("articles", "first", record.DRAWN) == 5
    often = terms.groupby("term")["count"].sum()
    assert set(kept.terms["term"]) == set(often.index[often >= sums.LEAST])
    by = terms.groupby(["term", "side"])
    for row in kept.terms.itertuples():
        for side in record.SIDES:
            key = row.term, side
            assert getattr(row, side) == by["count"].sum().get(key, 0)
            assert getattr(row, f"articles_{side}") == by["article_id"].nunique().get(key, 0)
    assert int(kept.said("terms_left_out")) == (often < sums.LEAST).sum()
    left = [int(kept.said("occurrences_left_out", side)) for side in record.SIDES]
    assert sum(left) == often[often < sums.LEAST].sum()


def test_sums_do_not_depend_on_the_parts_nor_on_when_they_are_added_up(tmp_path, out, turned, monkeypatch):
    monkeypatch.setattr(sums, "_ROWS", 3)
    names = drawn_from(out).intake.articles["article_id"]
    for place, folder in enumerate((out, turned)):
        sums.write(tmp_path / str(place), drawn_from(folder), names)
    for name in ("counts", "terms", "publication"):
        one, other = ((tmp_path / str(place) / record.FOLDER / f"{name}.csv").read_bytes() for place in (0, 1))
        assert one == other


def test_the_most_frequent_terms_are_kept_and_the_rest_is_said(tmp_path, out, monkeypatch):
    monkeypatch.setattr(sums, "MOST", 4)
    drawn = drawn_from(out)
    sums.write(tmp_path, drawn, drawn.intake.articles["article_id"])
    kept = record.read(tmp_path)
    assert len(kept.terms) == 4
    left = sum(int(kept.said("occurrences_left_out", side)) for side in record.SIDES)
    words = sum(kept.number("words", side) for side in record.SIDES)
    assert left + kept.terms[list(record.SIDES)].sum().sum() == words
    # What is left out counts for the length of a side.
    row = record.compared(kept).iloc[0]
    assert row["per_1000_a"] == pytest.approx(1000 * row["count_a"] / kept.number("words", "first"))


def test_the_course_over_publication_time_is_that_of_all_articles(out, book):
    kept = record.read(book)
    articles = whole(out, "articles")
    articles = articles[articles["source"].isin(["Herald", "Post"])]
    mentions = whole(out, "actors").assign(span_id="")
    mentions = mentions[mentions["article_id"].isin(articles["article_id"])]
    actors = list(dict.fromkeys(kept.publication["actor"]))
    assert set(actors) == set(mentions["actor"].value_counts().index[: sums.ACTORS])
    expected = publication.course(mentions, articles, actors).drop(columns="spans")
    columns = ["resolution", "period", "actor", "kinds"]
    found = record.course(kept, {}).sort_values(columns, ignore_index=True)
    pd.testing.assert_frame_equal(found, expected.sort_values(columns, ignore_index=True))
    apart = publication.by_reason(publication.left_out(articles))
    pd.testing.assert_frame_equal(
        record.left_out(kept).sort_values(["resolution", "reason"], ignore_index=True),
        apart.sort_values(["resolution", "reason"], ignore_index=True),
    )


def test_what_was_read_is_on_record_of_all_articles(out, book, given):
    kept = intake_record.read(book)
    outlets = kept.outlets.set_index("outlet")
    assert outlets["articles"].to_dict() == given["source"].value_counts().to_dict()
    assert (
        outlets["words"].to_dict()
        == given.groupby("source")["text"].agg(lambda texts: sum(len(text.split()) for text in texts)).to_dict()
    )
    assert kept.intake.loc[kept.intake["kind"] == "not used", "what"].tolist() == ["its text is empty"]
    told = record.read(book).reasons
    pd.testing.assert_frame_equal(told, intake_record.reasons(kept), check_dtype=False)
    corpus = load(book)
    assert set(corpus.tables["actors"]["actor"]) == set(TABLES["actors"]["actor"])
    for name in ("levels", "categories"):
        assert corpus.tables[name].to_dict("records") == TABLES[name].to_dict("records")
    columns = ["frame", "pattern"]
    assert corpus.tables["indicators"][columns].to_numpy().tolist() == TABLES["indicators"][columns].to_numpy().tolist()
    # The words were taken from texts that this book has not.
    assert not corpus.tables["indicators"]["written_from"].any()
    assert len(corpus.articles) == 10


def test_of_many_notes_some_are_kept_and_all_are_counted(out, monkeypatch):
    monkeypatch.setattr(draw, "ROWS", 2)
    drawn = drawn_from(out)
    number = int(drawn.reasons.loc[drawn.reasons["what"] == intake.reasons()["published"], "count"].iloc[0])
    assert number == len(whole(out, "notes").query("note == 'published'")) > 2
    assert len(drawn.intake.notes.query("note == 'published'")) == 2


def test_without_names_looked_for_they_are_proposed(tmp_path, out):
    drawn = drawn_from(out)
    bare = drawn.tables._replace(manifest={**drawn.tables.manifest, "actors": []})
    wanted = new.Wanted("", "Anna", str(TODAY))
    made = new.make(tmp_path / "book", drawn.intake, wanted, of=drawn._replace(tables=bare), run=False)
    assert 0 < made["actors"] < len(TABLES["actors"])


def test_rates_are_of_all_articles_and_of_those_shown(book):
    kept = record.read(book)
    found = record.rates(kept, record.labels(load(book))).set_index(["layer", "category"])
    row = found.loc["actors", "Russia"]
    own = kept.counts.set_index(["part", "side", "layer", "category"])["rows"]
    for part in record.PARTS:
        words = kept.number("words", "first", part)
        assert row[f"{part}_first"] == pytest.approx(1000 * own[part, "first", "actors", "russia"] / words)
    far = record.farthest(found.reset_index(), least=1)
    assert far["times"] >= 1
    assert record.farthest(found.reset_index(), least=10**9) is None


def test_a_folder_that_is_not_finished_is_refused(copied, tmp_path, capsys):
    path = copied / "manifest.json"
    said = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**said, "complete": False}), "utf-8")
    assert main(["new", str(tmp_path / "book"), "--annotations", str(copied)]) == 1
    assert "let `twicetold annotate` finish" in capsys.readouterr().err
    assert not (tmp_path / "book").exists()
    path.write_text(json.dumps({**said, "partitions": 9}), "utf-8")
    with pytest.raises(BadInput, match="9 parts"):
        annotated.open_tables(copied)
    for text in ("{", "[]", "{}", '{"complete": true}'):
        path.write_text(text, "utf-8")
        with pytest.raises(BadInput, match="manifest.json"):
            annotated.open_tables(copied)


def test_what_is_no_such_folder_is_refused(tmp_path):
    for folder, what in ((tmp_path, "no manifest.json in it"), (tmp_path / "none", "no folder")):
        with pytest.raises(BadInput, match=f"(?=.*{what}).*a folder that `twicetold annotate` has written"):
            annotated.open_tables(folder)


@pytest.mark.parametrize(
    ("layers", "names"), [(("terms", "dates"), "--layers segments,terms,dates"), (("segments",), "segments,terms")]
)
def test_a_layer_that_is_missing_is_named_with_what_to_call(tmp_path, given, layers, names):
    folder = measured(tmp_path / "some", [given[:3]], layers=layers)
    with pytest.raises(BadInput, match=names):
        annotated.open_tables(folder)


def test_a_book_needs_no_layer_but_segments_and_terms(tmp_path, given):
    folder = measured(tmp_path / "some", [given], layers=("segments", "terms"))
    drawn = drawn_from(folder)
    new.make(tmp_path / "book", drawn.intake, new.Wanted("", "Anna", str(TODAY)), of=drawn, run=False)
    kept = record.read(tmp_path / "book")
    assert kept.publication.empty
    assert record.rates(kept).empty
    assert record.farthest(record.rates(kept)) is None


@pytest.mark.parametrize("name", ["actors", "codebook"])
def test_tables_of_an_older_version_are_refused(copied, name):
    path = copied / "manifest.json"
    said = json.loads(path.read_text("utf-8"))
    said.pop(name)
    path.write_text(json.dumps(said), "utf-8")
    with pytest.raises(BadInput, match="older version"):
        annotated.open_tables(copied)


def test_a_text_that_is_not_the_one_measured_is_refused(copied):
    def other(table):
        return table.assign(surface=table["surface"].str.replace("NATO", "NASA"))

    rewrite(copied, "segments", other)
    with pytest.raises(BadInput, match="the text that was measured, by its hash"):
        drawn_from(copied, most=10_000)


def test_a_file_that_is_not_the_one_written_is_refused(copied):
    rewrite(copied, "terms", lambda table: table.assign(count=1), hashed=False)
    drawn = drawn_from(copied)
    with pytest.raises(BadInput, match="terms/part-000000.parquet.*hash"):
        sums.write(copied, drawn, ())
    (copied / "articles" / "part-000000.parquet").unlink()
    with pytest.raises(BadInput, match="part-000000.parquet"):
        drawn_from(copied)


def test_an_id_that_is_a_path_is_refused(copied):
    def other(table):
        return table.assign(article_id=["../" + name for name in table["article_id"]])

    for name in ("articles", "segments"):
        rewrite(copied, name, other)
    with pytest.raises(BadInput, match="plain names"):
        drawn_from(copied, most=10_000)


@pytest.mark.parametrize("call", [["--articles", "a.csv", "--annotations", "b"], ["--annotations", "b", "--draw", "0"]])
def test_a_wrong_call_is_refused(call, tmp_path):
    with pytest.raises(SystemExit) as stopped:
        main(["new", str(tmp_path / "book"), *call])
    assert stopped.value.code == 2


def test_options_that_would_do_nothing_are_refused(tmp_path, out, given, capsys):
    given.to_csv(tmp_path / "in.csv", index=False)
    book = str(tmp_path / "book")
    assert main(["new", book, "--articles", str(tmp_path / "in.csv"), "--draw", "3"]) == 1
    assert "--draw" in capsys.readouterr().err
    assert main(["new", book, "--annotations", str(out), "--text-column", "words"]) == 1
    assert "--annotations" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "column", "value", "match"),
    [
        ("counts", "rows", "-1", "a whole number"),
        ("counts", "side", "third", "one of first, second"),
        ("publication", "period", "2022-13", "a month or a week"),
        ("publication", "mentioning", "99999", "at most as many"),
        ("publication", "articles", "0", "at most as many"),
        ("about", "value", "", "and its value"),
    ],
)
def test_sums_at_fault_are_named(tmp_path, book, name, column, value, match):
    shutil.copytree(book / record.FOLDER, tmp_path / record.FOLDER)
    path = tmp_path / record.FOLDER / f"{name}.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table[column] = value if column in ("value", "articles") else [value, *table[column][1:]]
    table.to_csv(path, index=False)
    with pytest.raises(BadInput, match=f"{name}.csv.*{match}"):
        record.read(tmp_path)


def test_our_own_book_has_no_sums():
    assert record.read(ROOT) is None


@pytest.mark.slow
def test_a_whole_book_is_made_and_checked(tmp_path, out):
    book = tmp_path / "book"
    call = [sys.executable, "-m", "analysis.run.command"]
    made = [*call, "new", str(book), "--annotations", str(out), "--draw", "10", "--author", "Anna"]
    done = subprocess.run(made, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "drawn to be shown" in done.stderr
    assert subprocess.run([*call, "--root", str(book), "check"], check=False).returncode == 0
    first = (book / "notebooks" / "01-articles.ipynb").read_text("utf-8")
    assert "articles of the outlets compared" in first
    assert "Over all articles" in (book / "notebooks" / "02-vocabulary.ipynb").read_text("utf-8")
    assert "All articles that were measured are counted" in (book / "notebooks" / "06-timeline.ipynb").read_text(
        "utf-8"
    )


def test_a_word_of_few_articles_is_not_told_as_its_side_s():
    side, often = record.SIDES[0], record.IN_ARTICLES
    table = pd.DataFrame(
        {
            **{"term": ["repeated", "spread"], "log_ratio_conservative": [3.0, 2.0], "function_word": [False, False]},
            **{f"articles_{side}": [often - 1, often], "count_a": [30, 20], "count_b": [0, 0]},
        }
    )
    assert record.clearest(table, side, 10)["term"].tolist() == ["spread"]


def test_what_was_not_measured_is_said(book):
    sums_of = record.read(book)
    counts = sums_of.counts
    assert record.not_measured(sums_of._replace(counts=counts[counts["layer"] != "dates"])) == [
        "not measured: dates (they are named by `--layers`)"
    ]
    none = counts.assign(rows=counts["rows"].where(counts["layer"] != "actors", 0))
    assert "no name was found" in record.not_measured(sums_of._replace(counts=none))[-1]
