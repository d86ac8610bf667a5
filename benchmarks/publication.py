"""Count in how many articles of a large set actors are mentioned, by month and week of publication: one JSON line.

    python benchmarks/publication.py ARTICLES.csv [--actors russia,nato,ukraine] [--set TEXT] [--record]

ARTICLES.csv (also .csv.gz) has the columns article_id, published (EDTF, or empty) and text. Sentences and mentions
are found by the project's own instruments, with the names and adjectives of these actors in data/actors.csv. Its
descriptions ("the alliance") are left out: they were made for the reports of this book. Only these actors are
looked for, so that the names on record are all that the counts depend on; a name inside the name of another actor
counts too, in these counts alone.

With --record the counts go into data/publication, with where they come from: no text, no source, no title.
"""

import argparse
import hashlib
import json
import time
from pathlib import Path

import pandas as pd

from analysis.compare import publication, publication_record
from analysis.measure import actors, load, segment

ROOT = Path(__file__).parents[1]
NO_BOILERPLATE = pd.DataFrame({"article_id": [], "start": [], "end": []})
PART = 200  # articles measured at a time: their tokens have to fit into memory


def mentions(articles: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Return the mentions of the actors of a table: article_id, actor, kind, span_id."""
    tables = {"actors": table, "boilerplate": NO_BOILERPLATE}
    found = []
    for first in range(0, len(articles), PART):
        part = articles.iloc[first : first + PART]
        segments = segment.find(part, tables=tables)
        found.append(actors.find(part, segments, tables=tables)[["article_id", "actor", "kind", "span_id"]])
    return pd.concat(found, ignore_index=True)


def about(arguments: argparse.Namespace, articles: pd.DataFrame, table: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Return the rows of about.csv."""
    chosen = list(table["actor"])
    aliases = publication_record.aliases_of(table, chosen)
    name = arguments.set or arguments.articles.name
    command = (
        f"python benchmarks/publication.py {arguments.articles.name} --actors {','.join(chosen)} --set SET --record"
    )
    rows = [
        ("set", "", name),
        ("sha256", "", hashlib.sha256(arguments.articles.read_bytes()).hexdigest()),
        ("articles", "", str(len(articles))),
        ("command", "", command),
        ("fingerprint", "", publication_record.fingerprint(aliases)),
    ]
    apart = publication.by_reason(publication.left_out(articles))
    rows += [(row.reason, row.resolution, str(row.articles)) for row in apart.itertuples()]
    rows += [("label", row.actor, row.label) for row in table.itertuples()]
    return rows + [(row.kind, row.actor, row.aliases) for row in aliases.itertuples() if row.aliases]


def main() -> None:
    """Read the arguments, print what was counted, and record it if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("--actors", default="russia,nato,ukraine")
    parser.add_argument("--set", default="", metavar="TEXT", help="what the set is, in a few words")
    parser.add_argument("--record", action="store_true")
    arguments = parser.parse_args()
    begin = time.perf_counter()
    articles = pd.read_csv(arguments.articles, dtype=str, keep_default_na=False)
    known = load(ROOT).tables["actors"].set_index("actor", drop=False)
    chosen = arguments.actors.split(",")
    table = known.loc[chosen].assign(descriptions="", inferred="")
    found = mentions(articles, table)
    counted = pd.concat(
        [publication.counts(found, articles, chosen, resolution) for resolution in publication.RESOLUTIONS]
    )
    if arguments.record:
        publication_record.write(ROOT, counted, about(arguments, articles, table))
    months = counted[counted["resolution"] == "month"]
    said = {
        "articles": len(articles),
        "dated": int(months.drop_duplicates("period")["articles"].sum()),
        "periods": publication.filled(counted),
        "mentioning": {actor: int(found.loc[found["actor"] == actor, "article_id"].nunique()) for actor in chosen},
        "mentions": {actor: int((found["actor"] == actor).sum()) for actor in chosen},
        "seconds": round(time.perf_counter() - begin, 1),
    }
    print(json.dumps(said))


if __name__ == "__main__":
    main()
