"""Train the model of blocks that `newscrawl/article/model.py` asks, from pages whose text is known.

    python tools/train_blocks.py [--gold DIRECTORY] [--half a|b] [--figures]

Writes `newscrawl/article/data/blocks.tsv`: the weight, mean and spread of each trait, and a hash of the pages.  With
`--half` only the pages of that half of the sites teach, and nothing is written: with `--figures`, the word F1 of the
model alone on both halves is printed, so that what is learned is looked at on sites it was not learned from.  Needs
numpy, which py3langid brings.

A block is the article's where at least half of its runs of four words stand in the known text.  Each page weighs
alike, and in it each block by the root of its words; a French page weighs as much as three others: they are what we
read.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np

from benchmarks.corpora import ANYWHERE, half_of, loaded, packed, rows
from newscrawl.article.blind import BlindReading
from newscrawl.article.document import read_page
from newscrawl.article.draft import NotAnArticle
from newscrawl.article.structured import read_json_ld, read_metas, read_microdata
from newscrawl.article.titles import find_headline
from newscrawl.text import clean

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "newscrawl" / "article" / "data" / "blocks.tsv"
RIDGE = 2.0
"""How strongly weights are drawn to zero, in blocks of average weight."""
FRENCH = 3.0
_WORD = re.compile(r"\w+")
_RUN = 4
_LEAST = 1e-6


@dataclass(frozen=True)
class Known:
    """A page whose text is known."""

    name: str
    url: str
    document: str
    text: tuple[str, ...]
    """Its paragraphs or lines."""
    optional: tuple[str, ...]
    """What may be read or left out: blocks of it teach nothing."""
    weight: float

    @property
    def half(self) -> str:
        """The half of the sites that it is in."""
        return half_of(self.url)


@dataclass(frozen=True)
class Taught:
    """The blocks of a page as numbers."""

    known: Known
    traits: Any
    right: Any
    """Whether each is the article's."""
    weights: Any
    blocks: list[str]


def main() -> int:
    """Learn, and write or print what came of it."""
    parser = argparse.ArgumentParser(description="Train the model of blocks.")
    shared = Path(os.environ.get("NEWSCRAWL_SHARED", ROOT.parent / "shared"))
    parser.add_argument("--gold", type=Path, default=shared / "gold")
    parser.add_argument("--half", choices=("a", "b"), help="learn from this half of the sites alone, and write nothing")
    parser.add_argument("--figures", action="store_true", help="print the word F1 of the model on both halves")
    options = parser.parse_args()
    names, pages = taught(options.gold)
    learned = train([page for page in pages if options.half in (None, page.known.half)])
    if options.figures:
        print_figures(options.gold, pages, learned)
    if options.half is None:
        TABLE.write_text(table(names, learned, fingerprint(options.gold)), "utf-8")
    return 0


def known_pages(gold: Path) -> Iterator[Known]:
    """Every page of the gold whose text is known."""
    for folder in ("pages", "pages2"):
        for row in rows(gold / folder / "gold.jsonl"):
            if row.get("gold") == "segments":
                continue
            page = gzip.decompress((gold / folder / row["file"]).read_bytes())
            yield Known(
                f"{folder}/{row['id']}",
                row["url"] or f"https://{row['site']}/a/b",
                page.decode(row.get("encoding") or "utf-8", "replace"),
                tuple(row["body_paragraphs"]),
                tuple(row["optional"]),
                FRENCH,
            )
    for row, document in packed(gold / "wcxb" / "pages.tar.xz"):
        text = tuple(row["main_content"].split("\n"))
        yield Known(f"wcxb/{row['id']}", row["url"] or ANYWHERE, document, text, (), 1.0)


def fingerprint(gold: Path) -> str:
    """A hash of all files that teach."""
    files = [gold / "wcxb" / "pages.tar.xz"]
    for folder in ("pages", "pages2"):
        files += [gold / folder / "gold.jsonl", *sorted((gold / folder).glob("*.html.gz"))]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def taught(gold: Path) -> tuple[list[str], list[Taught]]:
    """The names of the traits, and each page with blocks as numbers."""
    names: list[str] = []
    pages = []
    for known in known_pages(gold):
        reading = reading_of(known)
        if reading is None or not reading.traits:
            continue
        names = names or sorted(next(iter(reading.traits.values())))
        blocks = [clean(reading.blocks[at].text) for at in reading.traits]
        right = labels(blocks, known)
        weights = np.array(
            [len(block.split()) ** 0.5 * (label is not None) for block, label in zip(blocks, right, strict=True)]
        )
        if not weights.any():
            continue
        traits = np.array([[each[name] for name in names] for each in reading.traits.values()], np.float32)
        truth = np.array([bool(label) for label in right])
        pages.append(Taught(known, traits, truth, weights / weights.sum() * known.weight, blocks))
    return names, pages


def reading_of(known: Known) -> BlindReading | None:
    """The blind reading of a page, as extraction makes it."""
    try:
        page = read_page(known.document, known.url)
    except NotAnArticle:
        return None
    sources = (read_json_ld(page), read_microdata(page), read_metas(page))
    site = next((source.publisher for source in reversed(sources) if source.publisher), None)
    description = next((source.description for source in sources if source.description), None)
    return BlindReading(page, find_headline(page, (), sources, site, None), description or "")


def labels(blocks: list[str], known: Known) -> list[bool | None]:
    """For each block, whether it is the article's; null where both are right."""
    wanted = _words(" ".join(known.text))
    runs, lines = _runs(wanted), {" ".join(_words(line)) for line in known.text}
    optional = f" {' '.join(' '.join(_words(text)) for text in known.optional)} "
    found: list[bool | None] = []
    for block in blocks:
        words = _words(block)
        own, text = _runs(words), " ".join(words)
        right = len(own & runs) * 2 >= len(own) if own else text in lines
        found.append(None if not words or (not right and f" {text} " in optional) else right)
    return found


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}


def train(pages: list[Taught]) -> tuple[Any, Any, Any]:
    """Weights (the base last), means and spreads: logistic regression with a ridge, by Newton's method."""
    traits = np.vstack([page.traits for page in pages])
    right = np.concatenate([page.right for page in pages]).astype(np.float64)
    weights = np.concatenate([page.weights for page in pages])
    kept = weights > 0
    traits, right, weights = traits[kept], right[kept], weights[kept] / weights[kept].mean()
    means, spreads = traits.mean(0), traits.std(0) + _LEAST
    scaled = np.hstack([(traits - means) / spreads, np.ones((len(traits), 1), np.float32)])
    ridge = np.full(scaled.shape[1], RIDGE)
    ridge[-1] = _LEAST
    found = np.zeros(scaled.shape[1])
    for _ in range(20):
        likely = 1 / (1 + np.exp(-np.clip(scaled @ found.astype(np.float32), -30, 30)))
        slope = scaled.T @ (weights * (likely - right)).astype(np.float32) + ridge * found
        bend = scaled.T @ (scaled * (weights * likely * (1 - likely)).astype(np.float32)[:, None])
        step = np.linalg.solve(bend.astype(np.float64) + np.diag(ridge), slope)
        found -= step
        if np.abs(step).max() < 1e-4:
            break
    return found, means, spreads


def table(names: list[str], learned: tuple[Any, Any, Any], pages: str) -> str:
    """The data file: three numbers a trait, the base first; without traits that no page of those taught has."""
    weights, means, spreads = learned
    lines = [
        f"# Written by tools/train_blocks.py from pages with the SHA-256 {pages}.",
        "# trait, weight, mean, spread",
    ]
    lines.append(f"base\t{weights[-1]:.4g}\t0\t1")
    lines += [
        f"{name}\t{weight:.4g}\t{average:.4g}\t{spread:.4g}"
        for name, weight, average, spread in zip(names, weights[:-1], means, spreads, strict=True)
        if spread > 2 * _LEAST
    ]
    return "\n".join(lines) + "\n"


def print_figures(gold: Path, pages: list[Taught], learned: tuple[Any, Any, Any]) -> None:
    """The word F1 of what the model takes for text, by set and half."""
    scorer = loaded(gold / "score_wcxb.py")
    weights, means, spreads = learned
    scores: dict[tuple[str, str], list[float]] = {}
    for page in pages:
        sums = (page.traits - means) / spreads @ weights[:-1] + weights[-1]
        optional = set(page.known.optional)
        chosen = [block for block, total in zip(page.blocks, sums, strict=True) if total > 0 and block not in optional]
        score, _, _ = scorer.score("\n".join(chosen), "\n".join(page.known.text))
        scores.setdefault((page.known.name.partition("/")[0], page.known.half), []).append(score)
    for (name, half), found in sorted(scores.items()):
        lost = sum(score < 0.3 for score in found)
        print(f"{name:<8}half {half} {len(found):>4} pages: word F1 {mean(found):.4f}, {lost} below 0.3")


if __name__ == "__main__":
    sys.exit(main())
