"""Text that may not be shown is nowhere in what is published."""

import dataclasses
import html
import re
import zipfile

import pandas as pd
import pytest
from support import ROOT, copy_project, report, run_command

from analysis.measure import load, measure, segment
from analysis.publish.rights import SHARE, Shown

CORPUS = load(ROOT)
LAYERS = measure(CORPUS)
RUN = 6  # so many words in the order of the article are its text; fewer may be a name
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


def test_what_is_not_on_record_is_not_shown():
    articles = dataclasses.replace(CORPUS, articles=CORPUS.articles.iloc[:0]).articles
    assert not Shown(articles, LAYERS).allows("brasov-2022", 0, 1)


@pytest.mark.slow
def test_hidden_text_is_nowhere_in_the_book_or_its_archive(tmp_path):
    """One report without text and one with excerpts, run through every notebook, built and packed."""
    root = copy_project(tmp_path / "copy")
    path = root / "data" / "articles.csv"
    articles = pd.read_csv(path, dtype=str, keep_default_na=False)
    articles.assign(display=["none", "excerpts"]).to_csv(path, index=False)
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
    with zipfile.ZipFile(packed) as archive:
        names = [name for name in archive.namelist() if "." + name.rpartition(".")[2] in TEXTS]
        files |= {f"archive: {name}": archive.read(name).decode() for name in names}
    # The search can find: the same texts, whole, are full of what is hidden.
    assert leaks({article.article_id: article.text for article in CORPUS.articles.itertuples()}, hidden)
    problems = leaks(files, hidden)
    assert not problems, report(problems)
    # And what may be shown is: the excerpts are there.
    assert any(shown.allows("laodong-2026", row.start, row.end) for row in layers["segments"].itertuples())
