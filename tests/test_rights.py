"""Text that may not be shown is nowhere in what is published."""

import csv
import dataclasses
import html
import io
import re
import zipfile

import pandas as pd
import pytest
from support import ROOT, copy_project, report, run_command

from analysis.measure import BadInput, load, measure, segment
from analysis.publish import archive
from analysis.publish.rights import RUN, SHARE, Hidden, Shown
from analysis.run import checks

CORPUS = load(ROOT)
LAYERS = measure(CORPUS)
WORD = re.compile(r"[^\W_]+")
TEXTS = {".html", ".ipynb", ".md", ".js", ".json", ".csv", ".svg", ".txt", ".xml", ".bib", ".ris", ".css"}


def words(text: str) -> str:
    """Return the words of a text or a page, one blank between, one before and one after."""
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text)
    text = html.unescape(re.sub(r"<[^>]*>|\\n", " ", text))
    return f" {' '.join(WORD.findall(text.lower()))} "


def hidden_runs(article, shown: Shown) -> set[str]:
    """Return every run of words of an article that is not whole in something that may be shown."""
    found = [(m.start(), m.end(), m[0]) for m in WORD.finditer(article.text.lower())]
    runs = zip(*(found[i:] for i in range(RUN)), strict=False)
    return {
        f" {' '.join(word for _, _, word in run)} "
        for run in runs
        if not shown.allows(article.article_id, run[0][0], run[-1][1])
    }


def leaks(files: dict[str, str], hidden: set[str]) -> list[str]:
    problems = []
    for name, content in files.items():
        said = words(content)
        problems += [f"{name}: {run}" for run in sorted(hidden) if run in said]
    return problems


@pytest.mark.parametrize("display", ["full", "excerpts", "none"])
def test_no_more_is_shown_than_the_setting_allows(display):
    articles = CORPUS.articles.assign(display=display)
    shown = Shown(articles, LAYERS)
    sentences = segment.of(LAYERS["segments"], "sentence", body=False)
    for article in articles.itertuples():
        own = sentences[sentences["article_id"] == article.article_id]
        allowed = own[[shown.allows(article.article_id, row.start, row.end) for row in own.itertuples()]]
        share = (allowed["end"] - allowed["start"]).sum() / len(article.text)
        assert {"full": share > 0.9, "excerpts": 0 < share <= SHARE, "none": share == 0}[display]
        assert shown.allows(article.article_id, 0, len(article.text)) == (display == "full")


def test_a_sentence_is_shown_for_what_it_holds_by_its_length_a_statement_being_one_thing():
    article = CORPUS.articles.head(1).assign(display="excerpts")
    name, size = article["article_id"].iloc[0], len(article["text"].iloc[0])
    place = {"article_id": name, "surface": "", "unit": "sentence", "body": True}
    # Of three sentences that are a tenth of the article each, one alone fits.
    length = size // 10
    ends = [(0, length), (length, 2 * length), (2 * length, 2 * length + length // 2)]
    sentences = [{**place, "number": i, "start": start, "end": end} for i, (start, end) in enumerate(ends, start=1)]
    nothing = pd.DataFrame({"span_id": [], "article_id": [], "start": [], "end": []})

    def evidence(*starts: int, group: bool = False) -> pd.DataFrame:
        spans = pd.DataFrame({"span_id": [f"s{i}" for i in starts], "article_id": name, "start": starts})
        return spans.assign(end=spans["start"] + 1, **({"group_id": "one"} if group else {}))

    def allowed(**layers: pd.DataFrame) -> list[bool]:
        every = dict.fromkeys(LAYERS, nothing) | {"segments": pd.DataFrame(sentences)} | layers
        shown = Shown(article, every)
        return [shown.allows(name, start, end) for start, end in ends]

    assert allowed(actors=evidence(1, length + 1, length + 2)) == [False, True, False]
    # The third is half as long: as many mentions in it are twice as much.
    assert allowed(actors=evidence(1, 2, 2 * length + 1, 2 * length + 2)) == [True, False, True]
    statement = evidence(1, 2, 3, group=True)
    assert allowed(actors=evidence(length + 1, length + 2), statements=statement) == [False, True, False]


def test_what_is_not_on_record_is_not_shown():
    articles = dataclasses.replace(CORPUS, articles=CORPUS.articles.iloc[:0]).articles
    assert not Shown(articles, LAYERS).allows("brasov-2022", 0, 1)


def test_the_words_of_a_hidden_article_are_found_whatever_stands_between_them():
    articles = CORPUS.articles.assign(display=["none", "full"])
    hidden = Hidden(articles, Shown(articles, LAYERS))
    first, second = (
        segment.of(LAYERS["segments"], "token").query("article_id == @name") for name in articles.article_id
    )
    six, five = list(first["surface"][20:26]), list(first["surface"][20:25])
    for between in (" ", "\n> ", "*, *", " <b>", "&nbsp;", ", "):
        text = f"Well, {between.join(six).upper()}."
        assert hidden.find(text).start == 6, text
    assert not hidden.find(f"Well, {' '.join(five)}.")
    assert not hidden.find(" ".join(second["surface"]))
    assert not hidden.find(f"From {articles['url'].iloc[0]}.")
    everything = CORPUS.articles.assign(display="full")
    assert not Hidden(everything, Shown(everything, LAYERS)).find(" ".join(six))


def test_words_that_an_excerpt_shows_may_be_quoted_and_no_others():
    articles = CORPUS.articles.assign(display="excerpts")
    shown = Shown(articles, LAYERS)
    hidden = Hidden(articles, shown)
    sentences = segment.of(LAYERS["segments"], "sentence")
    refused = [bool(hidden.find(row.surface)) for row in sentences.itertuples()]
    allowed = [shown.allows(row.article_id, row.start, row.end) for row in sentences.itertuples()]
    assert not any(a and b for a, b in zip(refused, allowed, strict=True))
    assert sum(refused) > 20
    assert any(allowed)


def test_a_page_that_quotes_a_hidden_report_is_refused():
    checks.check_quotes(ROOT, CORPUS)
    articles = CORPUS.articles.assign(display=["full", "none"])
    with pytest.raises(
        BadInput, match=r"findings\.md, line \d+: got '.+'; expected a page that quotes no more"
    ) as found:
        checks.check_quotes(ROOT, dataclasses.replace(CORPUS, articles=articles))
    line, quoted = re.search(r"line (\d+): got '(.+)'; expected", str(found.value)).groups()
    page = (ROOT / "book" / "findings.md").read_text("utf-8").splitlines()
    assert words(quoted) in words(" ".join(page[int(line) - 1 : int(line) + 2]))
    assert words(quoted) in words(articles["text"].iloc[1])


def test_a_cell_of_any_table_that_quotes_a_hidden_report_is_not_in_the_archive():
    articles = CORPUS.articles.assign(display=["full", "none"])
    shown = Shown(articles, LAYERS)
    content = (ROOT / "data" / "actors.csv").read_bytes()
    blanked = archive._blank(content, shown, Hidden(articles, shown))
    before, after = (list(csv.DictReader(io.StringIO(text.decode()))) for text in (content, blanked))
    gone = [row[name] for row, left in zip(before, after, strict=True) for name in row if row[name] != left[name]]
    assert gone == ["the US Secretary of State at that time"]
    assert not any(Hidden(articles, shown).find(cell) for row in after for cell in row.values())


@pytest.mark.slow
@pytest.mark.parametrize("display", [("none", "excerpts"), ("excerpts", "none")])
def test_hidden_text_is_nowhere_in_the_book_or_its_archive(display, tmp_path):
    """One report without text and one with excerpts, run through every notebook, built and packed."""
    root = copy_project(tmp_path / "copy")
    path = root / "data" / "articles.csv"
    articles = pd.read_csv(path, dtype=str, keep_default_na=False)
    articles.assign(display=display).to_csv(path, index=False)
    for page in ("index", "findings", "limits"):  # what holds only for our two reports, and quotes them
        (root / "book" / f"{page}.md").write_text(f"({page})=\n# The {page}\n\nA page that quotes no report.\n")
    for action in ("notebooks", "build", "archive"):
        done = run_command(root, action)
        assert done.returncode == 0, done.stdout + done.stderr
    corpus = load(root)
    layers = measure(corpus)
    shown = Shown(corpus.articles, layers)
    hidden = set().union(*(hidden_runs(article, shown) for article in corpus.articles.itertuples()))
    # The address of an original is told, whatever words it is made of.
    told = words(" ".join(corpus.articles["url"]))
    hidden = {run for run in hidden if run not in told}
    assert len(hidden) > 500
    built = root / "_build" / "html"
    files = {
        str(file.relative_to(built)): file.read_text("utf-8")
        for file in sorted(built.rglob("*"))
        if file.suffix in TEXTS and file.is_file()
    }
    (packed,) = (root / "_build").glob("*.zip")
    with zipfile.ZipFile(packed) as bundle:
        names = [name for name in bundle.namelist() if "." + name.rpartition(".")[2] in TEXTS]
        files |= {f"archive: {name}": bundle.read(name).decode() for name in names}
    # The search can find: the same texts, whole, are full of what is hidden.
    assert leaks({article.article_id: article.text for article in CORPUS.articles.itertuples()}, hidden)
    problems = leaks(files, hidden)
    assert not problems, report(problems)
    # And what may be shown is: the excerpts are there.
    excerpted = corpus.articles["article_id"].iloc[display.index("excerpts")]
    assert any(shown.allows(excerpted, row.start, row.end) for row in layers["segments"].itertuples())
