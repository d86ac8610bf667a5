"""Names: their edges, sentence beginnings, titles, groups, spellings, hostile text; the benchmark; the command."""

import csv
import importlib.util
import io
import json
import shutil
import sys
from contextlib import redirect_stderr, redirect_stdout

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import NOT_COPIED, ROOT, cells, run_command, store

from analysis.compare import names as comparison
from analysis.compare.names import kinds, transliteration
from analysis.compare.names.grouping import group
from analysis.measure import actors, load, measure, names, segment, spans
from analysis.measure.names import words
from analysis.measure.tables import read_table
from analysis.run import suggest
from analysis.run.command import main

CORPUS = load(ROOT)
LAYERS = measure(CORPUS)
NO_BOILERPLATE = {"boilerplate": CORPUS.tables["boilerplate"].iloc[:0]}


def articles(*texts):
    return pd.DataFrame([{"article_id": f"a{i}", "source": "s", "text": text} for i, text in enumerate(texts)])


def found(*texts):
    table = articles(*texts)
    return names.find(table, segment.find(table, tables=NO_BOILERPLATE), tables={})


def of(text):
    """Return the names of a text."""
    return list(found(text)["surface"])


# --- edges


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He met Sergey Lavrov in Moscow.", ["Sergey Lavrov", "Moscow"]),
        ("It was Moscow’s plan and NATO's answer.", ["Moscow", "NATO"]),
        ("He joined the Ministry of Foreign Affairs.", ["Ministry of Foreign Affairs"]),
        ("He joined the Ministry of Trade and Industry.", ["Ministry of Trade and Industry"]),
        ("It was the Food and Drug Administration.", ["Food and Drug Administration"]),
        ("He went to the House of Commons.", ["House of Commons"]),
        ("They saw the Bank of the West there.", ["Bank of the West"]),
        (
            "They left the Organization for Security and Co-operation in Europe.",
            ["Organization for Security and Co-operation in Europe"],
        ),
        ("They met Ursula von der Leyen and Bashar al-Assad.", ["Ursula von der Leyen", "Bashar al-Assad"]),
        ("They looked for bin Laden and Kim Jong-un.", ["bin Laden", "Kim Jong-un"]),
        ("It was a NATO-led, anti-Trump, Coca-Cola event.", ["NATO", "Trump", "Coca-Cola"]),
        ("They moved to St. Louis with J. Edgar Hoover.", ["St. Louis", "J. Edgar Hoover"]),
        ("He sued Apple Inc. and AT&T over it.", ["Apple Inc.", "AT&T"]),
        ("They saw Women’s Hospital; they ate at McDonald’s.", ["Women’s Hospital", "McDonald’s"]),
        ("It was the Speaker of the House Nancy Pelosi.", ["House", "Nancy Pelosi"]),
        ("They lead the House Ways and Means Committee.", ["House Ways and Means Committee"]),
        ("They lead the Centers for Disease Control and Prevention.", ["Centers for Disease Control and Prevention"]),
        ("They did the General Social Survey.", ["General Social Survey"]),
        ("They met Mr Trump Jr there.", ["Trump Jr"]),
        ("They bombed al-Shabaab, Al Shabaab and al Shabaab.", ["al-Shabaab", "Al Shabaab", "al Shabaab"]),
        ("They saw Homeland Security Secretary Kirstjen Nielsen.", ["Homeland Security", "Kirstjen Nielsen"]),
        ("They read http://www.example.org/Moscow/Kremlin here (AP Photo/Ben Margot).", ["Ben Margot"]),
        ("It was told on 60 Minutes in 60 Moscow minutes.", ["60 Minutes", "Moscow"]),
        ("It was the Children 's Museum.", ["Children 's Museum"]),
        ("It came to the 9th Circuit then.", ["9th Circuit"]),
        ("He read Amazon.com at noon.", ["Amazon.com"]),
        ("They blamed the Senator (R-Ky.) for it.", ["Ky."]),
    ],
)
def test_edges_of_names(text, expected):
    assert of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met Boeing and Airbus.", ["Boeing", "Airbus"]),
        ("They met Sergey Lavrov and James Baker.", ["Sergey Lavrov", "James Baker"]),
        ("It was the Bank of England and the Treasury.", ["Bank of England", "Treasury"]),
        ("They saw Iran, Cuba and Venezuela.", ["Iran", "Cuba", "Venezuela"]),
        ("They like Sanders of Vermont.", ["Sanders", "Vermont"]),
        ("They met Trump and Pence; the Trump-Pence plan failed.", ["Trump", "Pence", "Trump", "Pence"]),
        ("They joined the NATO-Russia Council in May.", ["NATO-Russia Council"]),
    ],
)
def test_names_that_and_joins_are_two(text, expected):
    assert of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He heard Russian Deputy Foreign Minister Sergei Riabkov.", [("Sergei Riabkov", "Foreign Minister")]),
        ("He heard US Secretary of State James Baker.", [("US", ""), ("James Baker", "Secretary of State")]),
        ("He heard Gen. Mark Milley and Mr. Rogozin.", [("Mark Milley", "Gen"), ("Rogozin", "Mr")]),
        ("He heard Apple CEO Steve Jobs.", [("Apple", ""), ("Steve Jobs", "CEO")]),
        ("He heard Secretary of Health and Human Services Tom Price.", [("Tom Price", "Secretary")]),
        ("He heard the President and the Prime Minister.", []),
        ("The President left. The Foreign Minister left.", []),
        ("He saw the Office of the President.", [("Office of the President", "")]),
        ("He read Stephen King and drove a General Motors car.", [("Stephen King", ""), ("General Motors", "")]),
        ("They went to Prince Edward Island.", [("Prince Edward Island", "")]),
    ],
)
def test_titles_are_taken_off_and_kept(text, expected):
    table = found(text)
    assert [(row.surface, row.title) for row in table.itertuples()] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on Monday in May, and in June.", []),
        ("They say that Monday Moscow agreed, and in May Boeing.", ["Moscow", "Boeing"]),
        ("They met Theresa May on Black Friday.", ["Theresa May", "Black Friday"]),
        ("It was a Russian plan of the British and the Democratic side.", []),
        ("It was the Russian Federation and the Russian Gazprom.", ["Russian Federation", "Gazprom"]),
        ("They flew with British Airways to Latin America.", ["British Airways", "Latin America"]),
        ("They said that I am on TV.", []),
    ],
)
def test_days_months_and_adjectives_are_no_names(text, expected):
    assert of(text) == expected


# --- beginnings of sentences


def test_a_capital_that_only_begins_a_sentence_is_no_name():
    assert of("Analysts agree. Talks began. “Nothing is agreed,” he said. Meanwhile they wait.") == []


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("Apple fell. They bought Apple too.", ["elsewhere", "capital"]),
        ("Wagner Group left.", ["more of a name"]),
        ("Kremlin sources agree.", ["no common word"]),
        ("Russia agreed.", ["no common word"]),
        ("Hospital staff left the Women's Hospital.", ["capital"]),
        ("Jobs spoke. They met Steve Jobs.", ["elsewhere", "capital"]),
    ],
)
def test_a_name_at_the_beginning_needs_evidence(text, evidence):
    assert list(found(text)["evidence"]) == evidence


def test_words_before_a_name_are_left_out():
    assert of("But Obama left. In Moscow they met. Former President Medvedev came. Recently Russia agreed.") == [
        "Obama",
        "Moscow",
        "Medvedev",
        "Russia",
    ]


def test_a_beginning_behind_a_quotation_mark_or_a_number_is_a_beginning():
    assert of("He said: “Progress is slow.” 3) Progress came.") == []


def test_headings_give_only_what_the_article_or_the_language_bears_out():
    assert of("NATO ALLIES MEET IN BRUSSELS\nThe allies met.") == ["NATO", "BRUSSELS"]
    assert of("Allies Meet Again With Great Hopes Today\nThe allies met.") == []
    assert of("Allies Meet Jobs With Great Hopes Today\nThe allies met Steve Jobs.") == ["Jobs", "Steve Jobs"]


def test_a_common_word_written_small_as_often_is_no_name():
    assert of("They say the Levy will rise. A levy is a tax.") == []
    assert of("They say the House will vote. A house is a home.") == ["House"]


# --- every text


HOSTILE = [
    "",
    " \n\t\r\n ",
    "no capitals here at all.",
    "<b>NATO</b> <script>Alert('Moscow')</script> &amp; [Russia](javascript:X)",
    "=SUM(A1) +Cmd|' /C calc'!A0 @Handle #Tag",
    "😀 Kremlin😀Moscow ́ ‮Desrever",
    "Сергей Лавров приехал в Москву. 北约 北京 الناتو",
    "A " * 300,
    "Moscow " * 300,
    "A" * 5000 + " Moscow",
    "Mr. Mr. President of the of and and the The",
    "'s ’s 's Moscow 's s’s & & AT& &T",
    "İstanbul ŉ ß Straße ǅ",
    "U.S.-China-U.S. U.S.",
    "Bank of of Bank and Bank of and",
    "- - — Moscow — … Moscow",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_text(text):
    table = found(text)
    assert spans.faults(articles(text), table).empty
    assert list(table.columns) == [*spans.KEY, *names.COLUMNS]
    assert group(table)["group"].notna().all()


def test_no_word_is_too_long_for_a_name_to_stop():
    assert of("A" * 5000 + " Moscow") == ["Moscow"]


@given(st.text(alphabet="AaBb Mr.’'s&-of and the,\n“”()RussiaNATO1😀é", max_size=80))
def test_any_text_gives_its_surface_back_and_no_overlaps(text):
    table = found(text)
    assert spans.faults(articles(text), table).empty
    assert (table["start"].to_numpy()[1:] >= table["end"].to_numpy()[:-1]).all()
    assert (table["surface"] == table["surface"].str.strip()).all()


def test_the_order_of_articles_makes_no_difference():
    table = CORPUS.articles
    first = names.find(table, LAYERS["segments"], tables={})
    turned = names.find(table.iloc[::-1], LAYERS["segments"], tables={})
    pd.testing.assert_frame_equal(
        first.sort_values("span_id", ignore_index=True), turned.sort_values("span_id", ignore_index=True)
    )
    columns = ["span_id", "group", "label"]
    pd.testing.assert_frame_equal(
        group(first)[columns].sort_values("span_id", ignore_index=True),
        group(turned)[columns].sort_values("span_id", ignore_index=True),
    )


def test_an_article_is_read_by_itself():
    one = found("Apple fell.", "They bought Apple.")
    assert list(one["article_id"]) == ["a1"]


def test_nothing_is_found_in_boilerplate():
    table = names.find(CORPUS.articles, LAYERS["segments"], tables={})
    assert spans.faults(CORPUS.articles, table).empty
    assert not table["surface"].isin(["Inbox", "Brasov-Romania News"]).any()


# --- groups


def groups(*texts):
    """Return the groups of names that have more than one form."""
    table = group(found(*texts))
    found_groups = [sorted(set(own["name"])) for _, own in table.groupby("group")]
    return sorted(own for own in found_groups if len(own) > 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met Sergey Lavrov. Then Lavrov left.", [["Lavrov", "Sergey Lavrov"]]),
        ("They left the North Atlantic Treaty Organization (NATO).", [["NATO", "North Atlantic Treaty Organization"]]),
        ("They flew with Singapore Airlines (SIA).", [["SIA", "Singapore Airlines"]]),
        ("They drove General Motors cars. Yes, GM cars.", [["GM", "General Motors"]]),
        ("They sued Apple Inc. and then Apple.", [["Apple", "Apple Inc."]]),
        ("They like the U.S. and the United States.", [["U.S.", "United States"]]),
        ("They called the U.S. Air Force and the Air Force.", [["Air Force", "U.S. Air Force"]]),
        ("They met Bob Smith and Jane Smith. Then Smith left.", []),
        ("They met Boeing in Boston and Bob Boston.", []),
        ("They met Li and Lee, Ivanov and Ivanova.", []),
        ("They saw China and China Eastern.", []),
        ("They met Sergei Riabkov and Sergey Ryabkov.", []),
    ],
)
def test_forms_of_one_name(text, expected):
    assert groups(text) == expected


def test_a_short_form_means_whom_its_own_article_names():
    table = group(found("They met Bob Smith. Then Smith left.", "They met Jane Smith. Then Smith left."))
    assert table.groupby("article_id")["group"].nunique().tolist() == [1, 1]
    assert table["group"].nunique() == 2


def test_a_group_is_named_by_its_fullest_form():
    table = group(found("Then Lavrov left. They met Sergey Lavrov. Again Lavrov left."))
    assert set(table["label"]) == {"Sergey Lavrov"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They heard Foreign Minister Lavrov.", ("person", "title before it: Foreign Minister")),
        ("They heard Sergey Lavrov.", ("person", "given name: Sergey")),
        ("They left the Ministry of Defence.", ("organisation", "Ministry in it")),
        ("They signed the European Security Treaty.", ("event", "Treaty in it")),
        ("They crossed the Dnieper River.", ("place", "River in it")),
        ("They like Belgium.", ("place", "listed as a place")),
        ("They like many Republicans.", ("collective", "a people or a party's members")),
        ("They like Agerpres.", ("", "")),
    ],
)
def test_kinds_are_proposed_with_their_reason(text, expected):
    table = found(text)
    assert len(table) == 1
    assert kinds.propose(table["name"], table["title"]) == expected


# --- spellings


def test_each_alternation_joins_its_example_and_is_needed_for_it():
    path = ROOT / "src" / "analysis" / "compare" / "names" / "transliterations.csv"
    table = read_table(path, ("found", "becomes", "one", "other", "note"))
    alternations = transliteration.alternations()
    for number, row in enumerate(table.itertuples()):
        assert row.one != row.other
        keys = [transliteration.key(row.one), transliteration.key(row.other)]
        assert keys[0] == keys[1], row.found
        pattern, becomes = alternations[number]
        assert any(pattern.sub(becomes, form) != form for form in _before(number, row)), row.found


def _before(number, row):
    """Return both spellings of an example as they are when their alternation's turn comes."""
    for word in (row.one, row.other):
        reduced = transliteration.plain(word)
        for pattern, becomes in transliteration.alternations()[:number]:
            reduced = pattern.sub(becomes, reduced)
        yield reduced


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Aleksander Lukashevich", "Alexander Lukashevich"),
        ("Lukashevich Aleksander", "Alexander Lukashevich"),
        ("Sergey Lavrov", "Sergei Lavrov"),
        ("Riabkov", "Ryabkov"),
        ("Sergei Riabkov", "Sergey Ryabkov"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ("Zelenskiy", "Zelenskij"),
        ("Gerhard Schröder", "Gerhard Schroeder"),
        ("Mohammed Khatami", "Muhammad Khatami"),
        ("Mikhael Gorbachev", "Mikhail Gorbachev"),
        ("Boris Yeltsin", "Boris Eltsin"),
    ],
)
def test_spellings_of_one_name_are_proposed(one, other):
    assert transliteration.reason(one, other)
    assert transliteration.reason(other, one)
    assert [(pair.one, pair.other) for pair in transliteration.proposals([one, other])] == [tuple(sorted((one, other)))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ivanov", "Ivanova"),
        ("Sergei Ivanov", "Sergei Ivanova"),
        ("Li", "Lee"),
        ("Le", "Lee"),
        ("Paul Smith", "Paula Smith"),
        ("Bill Clinton", "Hillary Clinton"),
        ("George Bush", "George W. Bush Library"),
        ("Putin", "Rasputin"),
        ("Austria", "Australia"),
        ("Iran", "Iraq"),
        ("Sergei Lavrov", "Lavrov"),
        ("Trump", "Trump Jr."),
        ("Kelly", "R. Kelly"),
    ],
)
def test_different_people_are_not_proposed(one, other):
    assert not transliteration.proposals([one, other])


@given(st.text(max_size=20), st.text(max_size=20))
def test_proposals_have_no_direction(one, other):
    assert bool(transliteration.reason(one, other)) == bool(transliteration.reason(other, one))


# --- what no actor covers


def test_the_names_of_both_reports_that_no_actor_covers():
    table = comparison.of_book(CORPUS, LAYERS)
    assert list(table.columns) == ["label", "kind", "forms", "count", "sentences", "spans"]
    assert (table["count"] == table["spans"].map(len)).all()
    mentions = LAYERS["actors"]
    table_of_names = names.find(CORPUS.articles, LAYERS["segments"], tables={})
    free = table_of_names[comparison.uncovered(table_of_names, mentions)]
    assert sorted(span for row in table["spans"] for span in row) == sorted(free["span_id"])


def test_a_name_that_an_actor_lost_is_unlisted():
    known = CORPUS.tables["actors"]
    tables = CORPUS.tables | {"actors": known[known["actor"] != "gorbachev"]}
    mentions = actors.find(CORPUS.articles, LAYERS["segments"], tables=tables)
    table = comparison.of_book(CORPUS, LAYERS | {"actors": mentions})
    row = table[table["label"] == "Mikhail Gorbachev"].iloc[0]
    assert row["forms"] == "Mikhail Gorbachev, Gorbachev"
    assert row["count"] == 3
    assert row["kind"].startswith("person")


def test_an_adjective_does_not_cover_a_name():
    table = found("They like the Russian Federation.")
    start = table["start"].iloc[0]
    adjective = pd.DataFrame([{"article_id": "a0", "start": start, "end": start + 7, "actor": "russia"}])
    assert comparison.uncovered(table, adjective).tolist() == [True]
    assert comparison.uncovered(table, adjective.assign(end=start + 18)).tolist() == [False]


def test_every_word_list_is_lower_case_and_without_doubles():
    for name, listed in words.classes().items():
        assert listed
        assert all(word == word.casefold() and not word.endswith(".") for word in listed), name


# --- the command


@pytest.fixture
def book(tmp_path):
    """Return a folder with a copy of the book's data."""
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=NOT_COPIED)
    return tmp_path


def rename(book, actor, **cells_of_it):
    """Change cells of an actor's row."""
    table = cells(book, "actors.csv")
    for column, value in cells_of_it.items():
        table.loc[table["actor"] == actor, column] = value
    store(book, "actors.csv", table)


def suggested(book, *options):
    """Return what the command prints, and what it says beside it."""
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        assert main(["--root", str(book), "actors", "suggest", *options]) == 0
    return out.getvalue(), err.getvalue()


def test_the_command_proposes_rows_and_leaves_the_table_alone(book):
    rename(book, "rogozin", label="Somebody", names="Somebody")
    before = (book / "data" / "actors.csv").read_bytes()
    rows = list(csv.DictReader(io.StringIO(suggested(book)[0])))
    assert (book / "data" / "actors.csv").read_bytes() == before
    row = next(row for row in rows if row["actor"] == "dmitry-rogozin")
    assert row["names"] == "Dmitry Rogozin"
    assert row["kind"] == "person"
    assert row["side"] == actors.UNDECIDED["side"]
    assert "found once in laodong-2026" in row["note"]
    as_json = json.loads(suggested(book, "--json")[0])
    assert [one["actor"] for one in as_json["rows"]] == [row["actor"] for row in rows]


def test_added_rows_are_read_and_nothing_is_proposed_twice(book):
    before = (book / "data" / "actors.csv").read_bytes()
    suggested(book, "--add")
    after = (book / "data" / "actors.csv").read_bytes()
    assert after.startswith(before)
    assert after != before
    assert len(load(book).tables["actors"]) > len(CORPUS.tables["actors"])
    assert len(suggested(book)[0].splitlines()) == 1
    assert [path.name for path in (book / "data").iterdir() if path.name.startswith(".")] == []


def test_a_spelling_of_a_listed_actor_is_proposed_as_such(book):
    rename(book, "ryabkov", names="Sergei Ryabkov|Ryabkov")
    printed, said = suggested(book, "--json")
    variants = json.loads(printed)["variants"]
    assert [(one["actor"], one["forms"]) for one in variants] == [("ryabkov", ["Riabkov", "Sergei Riabkov"])]
    assert "may be variants of listed actor ryabkov" in said


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--least", "0"), "--least of 1 or more"),
        pytest.param(("--out", "nowhere/file.csv"), "a file that can be written", marks=pytest.mark.slow),
        pytest.param(("--out", "data/actors.csv"), "a file outside data/", marks=pytest.mark.slow),
    ],
)
def test_the_command_writes_nothing_on_an_error(book, options, message):
    before = {path: path.read_bytes() for path in book.rglob("*") if path.is_file()}
    result = run_command(book, "actors", "suggest", *options)
    assert result.returncode == 1
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert {path: path.read_bytes() for path in book.rglob("*") if path.is_file()} == before


def test_an_addition_that_would_break_the_table_is_not_made(book):
    path = book / "data" / "actors.csv"
    before = path.read_bytes()
    row = dict.fromkeys(suggest.COLUMNS, "") | {"actor": "nato", "label": "x", "kind": "x", "side": "x", "names": "X"}
    with pytest.raises(ValueError, match="a value used once"):
        suggest.add(path, [row])
    assert path.read_bytes() == before
    assert not list(path.parent.glob(".*"))


def test_an_addition_that_cannot_be_finished_leaves_the_table_as_it_was(book, monkeypatch):
    path = book / "data" / "actors.csv"
    before = path.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(path), "replace", full)
    row = dict.fromkeys(suggest.COLUMNS, "") | {"actor": "x", "label": "x", "kind": "x", "side": "x", "names": "X"}
    with pytest.raises(ValueError, match="a file that can be written"):
        suggest.add(path, [row])
    assert path.read_bytes() == before
    assert not list(path.parent.glob(".*"))


def test_an_addition_keeps_the_ends_of_lines_and_the_order_of_columns(book):
    path = book / "data" / "actors.csv"
    table = cells(book, "actors.csv")
    table[table.columns[::-1]].to_csv(path, index=False, lineterminator="\r\n")
    before = path.read_bytes()
    suggested(book, "--add")
    after = path.read_bytes()
    assert after.startswith(before)
    assert after.count(b"\n") == after.count(b"\r\n")
    load(book)


def test_a_script_without_capitals_is_refused(book):
    corpus = load(book)
    silent = type(corpus)(corpus.root, corpus.articles.assign(text="北约 北京"), corpus.tables)
    with pytest.raises(ValueError, match="a script with capitals"):
        suggest.write(silent, book, least=1, added=False, out=None, as_json=False)


# --- the benchmark


@pytest.fixture(scope="module")
def benchmark():
    path = ROOT / "benchmarks" / "actors.py"
    specification = importlib.util.spec_from_file_location("actors_benchmark", path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def mention(document, sentence, tokens, head, chain, kind="ORG", pos="PROPN", words=""):
    return {
        **{"mention_type": kind, "mention_head_pos": pos, "mention_head": head, "coref_chain": chain},
        **{"conll_doc_key": document, "sent_id": sentence, "tokens_number": tokens, "tokens_str": words},
    }


@pytest.fixture
def gold(tmp_path):
    """Write four gold mentions to be compared in two documents, and two that do not count."""
    lines = {
        "d/1": ["They met General Motors 's head .", "Then GM left ."],
        "d/2": ["They met the CEO of General Motors ."],
    }
    with (tmp_path / "meantime.conll").open("w", encoding="utf-8") as file:
        for document, sentences in lines.items():
            file.write(f"#begin document ({document}); part 000\n")
            for number, sentence in enumerate(sentences):
                for position, token in enumerate(sentence.split()):
                    file.write(f"{document}\t{number}\t{position}\t{token}\t-\n")
                file.write("\n")
    rows = [
        mention("d/1", 0, [2, 3], "Motors", "cross_ORG1"),
        mention("d/1", 1, [1], "GM", "cross_intra_ORG1"),
        mention("d/2", 0, [5, 6], "Motors", "intra_ORG2"),
        mention("d/2", 0, [2, 3], "CEO", "intra_PER3", kind="PER"),
        mention("d/1", 0, [5], "head", "intra_PER4", kind="PER", pos="NOUN"),
        mention("d/2", 0, [1], "met", "intra_FIN5", kind="FIN"),
    ]
    (tmp_path / "entities_mentions.json").write_text(json.dumps(rows), "utf-8")
    return tmp_path


def test_the_score_is_that_by_hand(benchmark, gold, capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["actors.py", str(gold), "--table", str(gold / "scores.csv")])
    benchmark.main()
    line = json.loads(capsys.readouterr().out)
    assert (line["documents"], line["mentions"], line["recall"]) == (2, 4, 0.75)
    # One group of three against chains of two and one: precision (2/3 + 2/3 + 1/3) / 3, recall 1.
    assert line["b_cubed_precision"] == round(5 / 9, 4)
    assert line["b_cubed_recall"] == 1
    assert line["b_cubed_f1"] == round(2 * 5 / 9 / (5 / 9 + 1), 4)
    assert line["b_cubed_f1_within"] == 1
    assert set(line["intervals"]) == {
        "recall",
        "b_cubed_f1",
        "b_cubed_precision",
        "b_cubed_recall",
        "b_cubed_f1_within",
    }
    assert pd.read_csv(gold / "scores.csv").shape == (3, 4)


def test_tokens_are_where_the_text_says(benchmark, gold):
    texts, places = benchmark.read_texts(gold / "meantime.conll")
    assert texts["d/1"] == "They met General Motors's head.\nThen GM left."
    assert texts["d/1"][slice(*places["d/1", 1, 1])] == "GM"


def test_b_cubed_of_hand_made_groups(benchmark):
    assert benchmark.b_cubed([("g", "c"), ("g", "c")]) == [(1, 1), (1, 1)]
    assert benchmark.b_cubed([("g", "c"), ("g", "e")]) == [(0.5, 1), (0.5, 1)]
    assert benchmark.b_cubed([("g", "c"), ("h", "c")]) == [(1, 0.5), (1, 0.5)]


def test_the_unseen_half_is_half_and_stays(benchmark):
    names_of = [f"d{i}" for i in range(11)]
    assert len(benchmark.held_out(names_of)) == 5
    assert benchmark.held_out(names_of) == benchmark.held_out(reversed(names_of))


def test_precision_on_record_was_judged_with_the_word_lists_of_now(benchmark):
    table = pd.read_csv(ROOT / "benchmarks" / "actors-precision.csv", dtype=str)
    assert table["names"].astype(int).sum() == benchmark.SAMPLED
    assert set(table["lists"]) == {benchmark.fingerprint()}
