"""Our extraction, without rules, on the gold article pages, beside its peers, scored by the gold's own scorer.

    python -m benchmarks.pages [--set pages|pages2] [--peers] [--quick] [--gold DIRECTORY] [--keep FILE] [--per-page]

Prints the scorer's table for ours, then one of all tools on the French pages: quality, median CPU time of a page with
all its fields, and that time over one parse by lxml of the same text and over trafilatura's default, page after page in
one run.  trafilatura is always there; `--peers` adds newspaper4k and news-please (`pip install --group peers`).
`--quick` reads each page once and times nothing.  The dateline stays in the body, as other extractors leave it there.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.extractors import Extractor, cpu_milliseconds, extractors, ours, parse

ROOT = Path(__file__).resolve().parents[1]
SHOWN = ("body_f1", "rougeL_f1", "headline", "published", "authors", "must_have", "junk")
Prediction = dict[str, Any]


def main() -> int:
    parser = argparse.ArgumentParser(description="Score our extraction and its peers on the gold pages.")
    parser.add_argument(
        "--gold", type=Path, default=Path(os.environ.get("NEWSCRAWL_SHARED", ROOT.parent / "shared")) / "gold"
    )
    parser.add_argument("--set", choices=("pages", "pages2"), default="pages", help="which of its sets of pages")
    parser.add_argument("--keep", type=Path, help="write our predictions here as well")
    parser.add_argument("--peers", action="store_true", help="newspaper4k and news-please too, where installed")
    parser.add_argument("--quick", action="store_true", help="our scores alone, each page read once")
    options, passed_on = parser.parse_known_args()
    pages = [*read_pages(options.gold / options.set)]
    tools: dict[str, Extractor] = {"newscrawl": ours}
    if not options.quick:
        tools |= extractors(peers=options.peers)
    predictions = {name: [predict(tool, *page) for page in pages] for name, tool in tools.items()}
    if options.keep:
        options.keep.write_text(as_lines(predictions["newscrawl"]), "utf-8")
    command = scorer(options.gold / options.set, predictions["newscrawl"], *passed_on)
    status = subprocess.run(command, check=False).returncode
    if not options.quick:
        print(f"\nmethods: {dict(Counter(each['method'] for each in predictions['newscrawl']).most_common())}\n")
        print_table(options.gold / options.set, predictions, times(tools, pages))
    return status


def read_pages(folder: Path) -> list[tuple[str, str, str]]:
    """Name, text and address of each page."""
    rows = [json.loads(line) for line in (folder / "gold.jsonl").read_text("utf-8").splitlines()]
    texts = (gzip.decompress((folder / row["file"]).read_bytes()) for row in rows)
    return [
        (
            row["id"],
            text.decode(row.get("encoding") or "utf-8", "replace"),
            row["url"] or f"https://{row['site']}/{row['id']}",
        )
        for row, text in zip(rows, texts, strict=True)
    ]


def predict(tool: Extractor, name: str, html: str, url: str) -> Prediction:
    """What one tool finds, in the scorer's shape."""
    return {"id": name, **tool(html, url)}


def times(tools: dict[str, Extractor], pages: list[tuple[str, str, str]]) -> dict[str, list[float]]:
    """CPU milliseconds of each page by tool: the best of five, all tools on a page before the next one."""
    measured: dict[str, list[float]] = {name: [] for name in ("lxml", *tools)}
    for _, html, url in pages:
        for name, tool in {"lxml": parse, **tools}.items():
            measured[name].append(cpu_milliseconds(tool, html, url))
    return measured


def scorer(pages: Path, predictions: list[Prediction], *flags: str) -> list[str]:
    """The command that scores predictions, which it finds in a temporary file."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False, encoding="utf-8") as file:
        file.write(as_lines(predictions))
    return [sys.executable, str(pages.parent / "score_pages.py"), str(pages / "gold.jsonl"), file.name, *flags]


def as_lines(predictions: list[Prediction]) -> str:
    return "".join(
        json.dumps({key: each[key] for key in each if key != "method"}, ensure_ascii=False) + "\n"
        for each in predictions
    )


def print_table(pages: Path, predictions: dict[str, list[Prediction]], measured: dict[str, list[float]]) -> None:
    print(f"{'French pages':<22}" + "".join(f"{name:>11}" for name in (*SHOWN, "ms", "x lxml", "x trafil.")))
    medians = {name: statistics.median(values) for name, values in measured.items()}
    for name, found in predictions.items():
        answer = subprocess.run(scorer(pages, found, "--json"), check=True, capture_output=True, text=True).stdout
        scores = json.loads(answer)["groups"]["French"]
        quality = "".join(f"{scores[metric]:>11.4f}" for metric in SHOWN)
        ratios = (medians[name], medians[name] / medians["lxml"], medians[name] / medians["trafilatura"])
        print(f"{name:<22}{quality}" + "".join(f"{value:>11.2f}" for value in ratios))
    print(f"one parse by lxml: {medians['lxml']:.2f} ms; worst page of ours: {max(measured['newscrawl']):.1f} ms")


if __name__ == "__main__":
    sys.exit(main())
