"""Text from articles and tables is data: whatever it holds, nothing of it becomes markup."""

import hashlib

import pandas as pd
import pytest
import yaml
from docutils.core import publish_doctree
from lxml import etree, html
from myst_parser.parsers.docutils_ import Parser
from support import ROOT, copy_project, forget, read_pages, run_command, toc

from analysis.measure import Corpus, segment
from analysis.publish import charts, evidence, prose, renderer, rooms, tables

HOSTILE = [
    "<script>alert('read')</script>",
    "<img src=x onerror=alert(1)> <b>bold",
    "</mark></li></ol></details></div></td></table><h1>A heading</h1>",
    '" onmouseover="alert(1)" \' onfocus=\'alert(1)',
    "&lt;i&gt; &amp; &#60;",
    "{{ config }} {% include 'x' %} {0} {name}",
    "{ref}`index` {glue:text}`words_first` {eval-rst}`x`",
    "```{raw} html\n<script>alert(1)</script>\n```",
    ":::{note}\nhidden\n:::",
    "$$\\frac{1}{0}$$ and $x$ and \\(y\\)",
    "# Heading\n\n## Another",
    "Heading\n=======\n\nAnother\n-------",
    "    indented as code",
    "- list\n- list\n\n1. one\n2) two",
    "> quoted\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    "[link](javascript:alert(1)) ![image](http://foreign.example/x.png) <http://foreign.example>",
    "[^note] and [note]: http://foreign.example",
    "www.foreign.example http://foreign.example a@foreign.example",
    "**strong** *emphasis* ~~struck~~ `code` __x__ _y_",
    "---\ntitle: x\n---",
    "+++ {}\n%comment\n(target)=",
    "term\n: definition",
    "a\\\nb  \nc",
    "&nbsp;&copy;&#x41; \\* \\",
    "<!-- --> <?php ?> <![CDATA[ ]]> <!DOCTYPE x>",
]
each_hostile = pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
SOURCES = pd.DataFrame(
    {"source": ["a", "b"], "label": ["", ""], "colour": ["#000", "#777"], "shape": ["circle", "square"]}
)
DRAWN = ("g", "path", "text", "rect", "line", "defs", "clippath", "title", "tspan")


def read(fragment: str) -> etree._Element:
    """Parse HTML as a browser does; complain of what does not nest."""
    return html.fragment_fromstring(fragment, create_parent="main")


def elements(tree: etree._Element) -> set[str]:
    return {str(element.tag) for element in tree.iterdescendants()}


def attributes(tree: etree._Element) -> set[str]:
    return {name for element in tree.iterdescendants() for name in element.attrib}


def said(text: str) -> str:
    return " ".join(text.split())


@each_hostile
def test_in_a_table(text):
    frame = pd.DataFrame({"column": [text, text]})
    tree = read(tables.render(frame, {"column": text}, caption=text))
    assert elements(tree) == {"div", "table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert attributes(tree) <= {"class", "role", "tabindex", "aria-label", "aria-labelledby", "scope", "id"}
    assert [said(cell.text_content()) for cell in tree.iter("td", "th")] == [said(text)] * 3


@each_hostile
def test_in_the_evidence(text):
    article = pd.DataFrame(
        {"article_id": [text], "source": [text], "outlet": [text], "display": ["full"], "text": [text + " Yes."]}
    )
    notes = pd.DataFrame(columns=["article_id", "start", "end", "surface", "kind", "note"])
    corpus = Corpus(ROOT, article, {})
    segments = segment.find(article, None, tables={"boilerplate": notes.astype({"start": "int64", "end": "int64"})})
    token = segments[segments["unit"] == "token"].tail(1)
    tree = read(evidence.render(token, corpus, {"segments": segments}, caption=text))
    assert elements(tree) <= {"details", "summary", "p", "ul", "li", "mark", "a"}
    assert attributes(tree) <= {"class", "href", "aria-label"}
    assert tree.xpath("string(.//a/@href)").startswith(f"../{rooms.FIRST}.html")
    assert said(tree.findtext(".//summary")).startswith(said(text))
    assert tree.findtext(".//mark") == token["surface"].iloc[0]


@each_hostile
def test_in_an_article_shown_whole_and_in_the_notes_on_it(text):
    columns = {**dict.fromkeys(("article_id", "source", "outlet", "published", "text"), text), "display": "full"}
    row = next(pd.DataFrame([columns]).itertuples())
    address = "https://example.org/?a=1&b=<\"'>"
    places = [(0, 4), (2, len(text))]
    scars = pd.DataFrame([{"start": start, "end": end, "surface": text[start:end]} for start, end in places])
    scars = scars.assign(article_id=text, kind=text, note=text, upstream=text, url=address)
    segments = segment.find(pd.DataFrame([columns]), None, tables={"boilerplate": scars.head(0)})
    for noted in (scars, scars.head(0)):
        tree = read(evidence.article(row, noted, segments))
        assert elements(tree) <= {"blockquote", "p", "mark", "ul", "li", "em", "a"}
        assert attributes(tree) <= {"class", "href"}
        assert set(tree.xpath("//@href")) <= {address}
        shown = "".join(paragraph.text_content() for paragraph in tree.xpath("//blockquote//p"))
        assert said(text) in said(tree.xpath("//p")[0].text_content())
        assert "".join(shown.split()) == "".join(text.split())
        assert all(said(text) in said(item.text_content()) for item in tree.iter("li"))
        assert len(tree.xpath("//li")) == len(noted)


@each_hostile
def test_in_a_sentence(text, monkeypatch):
    shown, glued = [], {}
    monkeypatch.setattr(prose, "display", shown.append)
    monkeypatch.setattr(prose, "glue", lambda name, value, **_: glued.update({name: value}))
    prose.say("It says {word} here.", word=text)
    tree = publish_doctree(
        shown[0].data,
        parser=Parser(),
        settings_overrides={
            "myst_enable_extensions": [
                "colon_fence",
                "deflist",
                "dollarmath",
                "substitution",
                "smartquotes",
                "tasklist",
            ],
            "myst_gfm_only": False,
            "report_level": 5,
            "file_insertion_enabled": False,
        },
    )
    found = {type(node).__name__ for node in tree.findall()}
    assert found <= {"document", "paragraph", "Text"}, f"{shown[0].data!r} became {tree.pformat()}"
    assert said(tree.astext()) == said(f"It says {text} here.")
    assert glued == {"word": text}


@each_hostile
def test_in_a_chart(text):
    labels = [f"{text} 1", f"{text} 2"]
    counted = pd.DataFrame({"category": [text] * 2, "label": labels, "count": [1, 2], "spans": [(text,), (text, "x")]})
    sources = SOURCES.assign(label=labels)
    chart = charts.paired_counts(counted, sources, what=text, order=[text], limit=text, foot=text)
    tree = read(renderer.figure(chart.to_dict()))
    assert elements(tree) <= {"div", "p", "svg", *DRAWN}
    assert not [name for name in attributes(tree) if name.startswith("on") or name in ("href", "xlink:href")]
    assert said(text) in said(tree.xpath("//svg/@aria-label")[0])
    assert said(text) in said(tree.xpath("//p")[0].text_content())


def _code(data, articles: list[str]) -> None:
    """Code the first word of each article, with labels and notes made of markup."""
    places = [{"article_id": name, "start": "0", "end": "4", "surface": "NATO"} for name in articles]
    coded = {"level": "dispute", "category": "talks"}
    rows = {
        "coding/units.csv": [{**place, "unit": "u", "kind": "claim", "label": HOSTILE[0]} for place in places],
        "coding/passes/author-1.csv": [{**place, **coded, "note": HOSTILE[1]} for place in places],
        "coding/passes/author-2.csv": [{**places[0], **coded}, {**places[1], **coded, "category": "law"}],
        "coding/decisions.csv": [
            {"article_id": articles[1], "sentence": "1", "level": "dispute", "category": category}
            | {"decision": decision, "reason": HOSTILE[2]}
            for category, decision in (("talks", "stands"), ("law", "does not stand"))
        ],
        "coding/roles.csv": [
            {**place, "group": str(i), "act": "hides", "told_as": "fact", "role": role, "actor": actor}
            for i, place in enumerate(places)
            for role, actor in (("agent", "nato"), ("act", ""))
        ],
    }
    for name, own in rows.items():
        heads = pd.read_csv(data / name, nrows=0, dtype=str)
        pd.DataFrame(own, columns=heads.columns).to_csv(data / name, index=False)
    for name in ("categories", "levels", "acts"):
        table = pd.read_csv(data / "codebook" / f"{name}.csv", dtype=str, keep_default_na=False)
        marked = [f"{HOSTILE[0]} {label}" for label in table["label"]]
        table.assign(label=marked).to_csv(data / "codebook" / f"{name}.csv", index=False)


@pytest.mark.slow
def test_in_a_whole_book(tmp_path):
    """Two reports made of markup, run through every notebook and built."""
    root = copy_project(tmp_path / "copy")
    data = root / "data"
    articles = pd.read_csv(data / "articles.csv", dtype=str, keep_default_na=False)
    for i, name in enumerate(articles["file"]):
        lines = [f"NATO promised Russia in {1990 + n} that it held, {text}." for n, text in enumerate(HOSTILE[i:])]
        content = "\n".join(lines).encode()
        (data / name).write_bytes(content)
        articles.loc[i, "sha256"] = hashlib.sha256(content).hexdigest()
        articles.loc[i, "outlet"] = f"{HOSTILE[0]} {HOSTILE[5]} {i}"
        articles.loc[i, "title"] = HOSTILE[2]
    articles.to_csv(data / "articles.csv", index=False)
    forget(data, *articles["article_id"])
    for name in ("boilerplate.csv", "scars.csv"):
        heads = pd.read_csv(data / name, nrows=0, dtype=str)
        note = {"article_id": articles.loc[0, "article_id"], "start": "0", "end": "4", "surface": "NATO", "kind": "cut"}
        note |= {"note": HOSTILE[1]}
        rows = [note] if name == "scars.csv" else []
        pd.DataFrame(rows, columns=heads.columns).to_csv(data / name, index=False)
    _code(data, list(articles["article_id"]))
    sources = pd.read_csv(data / "sources.csv", dtype=str).assign(label=[f"{HOSTILE[1]} &amp; 1", f"{HOSTILE[9]} = 2"])
    sources.to_csv(data / "sources.csv", index=False)
    for name in ("index", "findings"):  # what holds only for our two reports is said in these
        (root / "book" / f"{name}.md").write_text(f"# The {name}\n\nA page that says nothing of the reports.\n")
    # The title of a new book is made of the names of its outlets.
    config = root / "_config.yml"
    settings = yaml.safe_load(config.read_text("utf-8")) | {"title": f"</title>{HOSTILE[0]}", "author": HOSTILE[1]}
    config.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    for action in ("notebooks", "build"):
        done = run_command(root, action)
        assert done.returncode == 0, done.stdout + done.stderr
    pages = read_pages(root / "_build" / "html")
    for page in pages.values():
        assert not page.tree.xpath("//img[@src='x'] | //script[contains(., 'alert')] | //@onerror"), page.name
    for name in toc():
        tree = pages[f"{name}.html"].body
        loose = ".//script | .//img[@src='x'] | .//@*[contains(., 'foreign.example') or contains(., 'javascript:')]"
        loose += "[name() != 'aria-label']"
        assert not tree.xpath(loose), name
        assert not tree.xpath(".//@onerror | .//@onmouseover | .//@onfocus"), name
        assert len(tree.xpath(".//h1")) == 1, name


@pytest.mark.slow
def test_the_notebooks_run_where_nothing_is_found(tmp_path):
    """Two reports with no actor, no date, no frame indicator, no note, and no event beside them."""
    root = copy_project(tmp_path / "copy")
    data = root / "data"
    articles = pd.read_csv(data / "articles.csv", dtype=str, keep_default_na=False)
    for name, content in zip(articles["file"], (b"The cat sat. It slept.", b"A dog ran."), strict=True):
        (data / name).write_bytes(content)
        articles.loc[articles["file"] == name, "sha256"] = hashlib.sha256(content).hexdigest()
    articles.to_csv(data / "articles.csv", index=False)
    forget(data, *articles["article_id"])
    pd.read_csv(data / "events.csv", nrows=0, dtype=str).to_csv(data / "events.csv", index=False)
    done = run_command(root, "notebooks")
    assert done.returncode == 0, done.stdout + done.stderr
