"""Our extraction, without rules, on whole sets of pages: what is lost, and what is taken for an article and is none.

    python -m benchmarks.corpora [--half a|b] [--gold DIRECTORY] [--keep FILE] [--against FILE] [--worst N]

Prints for each set its figures whole and by halves: `pages2`, French articles (shingle F1 of the body, junk, headline);
`wcxb`, English articles of many sites (word F1); `lists`, pages that are no article (how many are taken for one);
`datelines` and `datelines2`, leads of articles, those of the press before 2000 apart.
Halves part by a hash of the site: build on half a, and look at figures alone of half b.  `--keep` writes the score of
each page, `--against` counts the pages that are better and worse than in such a file; pages are named of
half a alone, as by `--worst`.
"""

from __future__ import annotations

import argparse
import dataclasses
import gzip
import hashlib
import importlib.util
import json
import os
import re
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import mean
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from newscrawl import NotAnArticle, extract_article
from newscrawl.dateline import parse_dateline
from newscrawl.items import Article

ROOT = Path(__file__).resolve().parents[1]
LOST = 0.3
"""F1 below which the wrong text, or none, was taken for the body."""
WHOLE = 0.9
CHANGED = 0.01
"""Difference of a page's score from which it is better or worse."""
NEW_PRESS = 2000
"""The year from which on leads were written for the web."""
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
ANYWHERE = "https://example.org/a/b"
"""The address of pages whose own is not known."""
Row = dict[str, Any]


@dataclass(frozen=True)
class Scored:
    """One page: what it is called, in which half it is, and how well it was read."""

    name: str
    half: str
    score: float
    """F1 of the body; of a page that is no article, 1 where it was refused."""
    more: Row = field(default_factory=dict)


def main() -> int:
    parser = argparse.ArgumentParser(description="Score our extraction on whole sets of pages.")
    parser.add_argument(
        "--gold", type=Path, default=Path(os.environ.get("NEWSCRAWL_SHARED", ROOT.parent / "shared")) / "gold"
    )
    parser.add_argument("--half", choices=("a", "b"), help="this half of each set alone")
    parser.add_argument("--keep", type=Path, help="write the score of each page here")
    parser.add_argument("--against", type=Path, help="scores that were kept earlier")
    parser.add_argument("--worst", type=int, default=0, help="name so many of the worst pages of half a")
    options = parser.parse_args()
    earlier = json.loads(options.against.read_text("utf-8")) if options.against else None
    kept: dict[str, float] = {}
    for name, needed, read, figures in SETS:
        missing = [each for each in needed if not (options.gold / each).exists()]
        if missing:
            print(f"{name:<11}skipped: no {', '.join(missing)} in {options.gold}")
            continue
        pages = [page for page in read(options.gold) if options.half in (None, page.half)]
        kept |= {f"{name}/{page.name}": page.score for page in pages}
        for label, half in (("whole", "ab"), ("half a", "a"), ("half b", "b")):
            part = [page for page in pages if page.half in half]
            if part and options.half in (None, half):
                changes = changed(name, part, earlier) if earlier is not None else ""
                print(f"{name:<11}{label:<8}{len(part):>4}: {figures(part)}{changes}")
        mine = sorted((page for page in pages if page.half == "a"), key=lambda page: page.score)
        for page in mine[: options.worst]:
            print(f"        {page.score:.3f} {page.name}")
    if options.keep:
        options.keep.write_text(json.dumps(kept, indent=0), "utf-8")
    return 0


def changed(name: str, pages: list[Scored], earlier: dict[str, float]) -> str:
    """How many pages are better and worse than they were, and which of half a."""
    steps = [(page, page.score - earlier.get(f"{name}/{page.name}", page.score)) for page in pages]
    told = f"; {sum(step >= CHANGED for _, step in steps)} better, {sum(step <= -CHANGED for _, step in steps)} worse"
    shown = [f"\n        {step:+.3f} {page.name}" for page, step in steps if abs(step) >= CHANGED and page.half == "a"]
    return told + ("".join(shown) if all(page.half == "a" for page in pages) else "")


def half_of(url: str | None) -> str:
    """The half that a site is in, the same in every set."""
    host = (urlsplit(url or "").hostname or url or "").removeprefix("www.")
    return "ab"[int(hashlib.sha256(host.encode()).hexdigest(), 16) % 2]


def article_on(document: str, url: str) -> Article | None:
    """What our extraction makes of a page; the dateline stays in the body, as gold bodies have it."""
    try:
        return extract_article(document, url, keep_dateline=True)
    except NotAnArticle:
        return None


def french(gold: Path) -> Iterator[Scored]:
    scorer = loaded(gold / "score_pages.py")
    for row in rows(gold / "pages2" / "gold.jsonl"):
        page = gzip.decompress((gold / "pages2" / row["file"]).read_bytes())
        article = article_on(
            page.decode(row.get("encoding") or "utf-8", "replace"), row["url"] or f"https://{row['site']}/a/b"
        )
        found = (
            {"headline": article.headline, "body": article.body or ""} if article else {"headline": None, "body": ""}
        )
        score = scorer.score_page(row, {"published": None, "authors": [], **found})
        yield Scored(row["id"], half_of(row["url"]), score.get("body_f1", 1.0), score)


def french_figures(pages: list[Scored]) -> str:
    def average(key: str) -> float:
        return mean(float(page.more[key]) for page in pages if key in page.more)

    told = f"body F1 {average('body_f1'):.4f}, junk {average('junk'):.4f}, headline {average('headline'):.4f}"
    return f"{told}, {sum(page.score < LOST for page in pages)} below {LOST}"


def english(gold: Path) -> Iterator[Scored]:
    scorer = loaded(gold / "score_wcxb.py")
    for row, page in packed(gold / "wcxb" / "pages.tar.xz"):
        article = article_on(page, row["url"] or ANYWHERE)
        score, _, _ = scorer.score(article.body if article else None, row["main_content"])
        yield Scored(row["id"], half_of(row["url"]), score)


def english_figures(pages: list[Scored]) -> str:
    below = ", ".join(f"{sum(page.score < limit for page in pages)} below {limit}" for limit in (LOST, WHOLE))
    return f"word F1 {mean(page.score for page in pages):.4f}, {below}"


def lists(gold: Path) -> Iterator[Scored]:
    for row, page in packed(gold / "wcxb" / "lists.tar.xz"):
        yield Scored(row["id"], half_of(row["url"]), float(article_on(page, row["url"] or ANYWHERE) is None))


def lists_figures(pages: list[Scored]) -> str:
    return f"{sum(page.score == 0 for page in pages)} taken for articles"


def leads(file: str) -> Callable[[Path], Iterator[Scored]]:
    """A reader of the leads of a file: each with what was found in it."""

    def read(gold: Path) -> Iterator[Scored]:
        scorer = loaded(gold / "score_datelines.py")
        for row in rows(gold / file):
            filed = parse_dateline(row["lead"], published=_day(row["published"]))
            found = filed and dataclasses.asdict(filed) | {"date": filed.date or filed.partial_date}
            report, _ = scorer.score({row["id"]: row}, {row["id"]: found})
            yield Scored(row["id"], half_of(row["url"]), report["all"] + report["tn"], report | {"old": _is_old(row)})

    return read


def leads_figures(pages: list[Scored]) -> str:
    before = [page for page in pages if page.more["old"]]
    apart = f"; before {NEW_PRESS}, {len(before)} leads: {_leads_figures(before)}" if before else ""
    return _leads_figures(pages) + apart


def _leads_figures(pages: list[Scored]) -> str:
    right, wrong, missed = (sum(page.more[key] for page in pages) for key in ("tp", "fp", "fn"))
    whole = sum(page.more["all"] for page in pages)
    shares = (right / (right + wrong or 1), right / (right + missed or 1), whole / (right + missed or 1))
    return "precision {:.1%}, recall {:.1%}, all fields {:.1%}".format(*shares)


def _day(stated: str | None) -> date | None:
    return date.fromisoformat(stated[:10]) if stated else None


def _is_old(row: Row) -> bool:
    """Whether a lead was printed before 2000, as far as its day, its address or its dateline says."""
    expected = row["expect"] or {}
    said = (row["published"], expected.get("date"), row["url"], expected.get("raw"))
    years = [int(year) for text in said for year in _YEAR.findall(text or "")]
    return bool(years) and years[0] < NEW_PRESS


def packed(archive: Path) -> Iterator[tuple[Row, str]]:
    """What is told of each page of an archive, and the page."""
    with tempfile.TemporaryDirectory() as folder, tarfile.open(archive) as file:
        file.extractall(folder, filter="data")
        for truth in sorted(Path(folder).glob("*/truth.jsonl")):
            for row in rows(truth):
                yield row, (truth.parent / f"{row['id']}.html").read_bytes().decode("utf-8", "replace")


def rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]


def loaded(path: Path) -> ModuleType:
    """A scorer that lies beside the gold."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None  # noqa: S101, PT018 - of a file that is there
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SETS: tuple[tuple[str, tuple[str, ...], Callable[[Path], Iterator[Scored]], Callable[[list[Scored]], str]], ...] = (
    ("pages2", ("pages2", "score_pages.py"), french, french_figures),
    ("wcxb", ("wcxb/pages.tar.xz", "score_wcxb.py"), english, english_figures),
    ("lists", ("wcxb/lists.tar.xz",), lists, lists_figures),
    ("datelines", ("datelines-dev.jsonl", "score_datelines.py"), leads("datelines-dev.jsonl"), leads_figures),
    ("datelines2", ("datelines2-dev.jsonl", "score_datelines.py"), leads("datelines2-dev.jsonl"), leads_figures),
)

if __name__ == "__main__":
    sys.exit(main())
