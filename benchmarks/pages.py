"""Our extraction, without rules, on the gold article pages, scored by the gold's own scorer.

    python -m benchmarks.pages [--gold DIRECTORY] [--per-page] [--by-site] [--by-tag] [--json] [--keep FILE]

Prints the scorer's table, then how many bodies came from which method and the CPU time of a page.  The dateline stays
in the body, as other extractors leave it there.
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
import time
from collections import Counter
from pathlib import Path
from typing import Any

from newscrawl import NotAnArticle, extract_article

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    parser = argparse.ArgumentParser(description="Score our extraction on the gold pages.")
    parser.add_argument(
        "--gold", type=Path, default=Path(os.environ.get("NEWSCRAWL_SHARED", ROOT.parent / "shared")) / "gold"
    )
    parser.add_argument("--keep", type=Path, help="write the predictions here as well")
    options, passed_on = parser.parse_known_args()
    pages = options.gold / "pages"
    rows = [json.loads(line) for line in (pages / "gold.jsonl").read_text("utf-8").splitlines()]
    predictions, methods, milliseconds = predict(rows, pages)
    with tempfile.TemporaryDirectory() as folder:
        path = options.keep or Path(folder) / "predictions.jsonl"
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in predictions), "utf-8")
        scorer = [
            sys.executable,
            str(options.gold / "score_pages.py"),
            str(pages / "gold.jsonl"),
            str(path),
            *passed_on,
        ]
        status = subprocess.run(scorer, check=False).returncode
    if "--json" not in passed_on:
        print(f"\nmethods: {dict(methods.most_common())}")
        print(f"CPU of a page: median {statistics.median(milliseconds):.1f} ms, worst {max(milliseconds):.1f} ms")
    return status


def predict(rows: list[dict[str, Any]], pages: Path) -> tuple[list[dict[str, Any]], Counter[str], list[float]]:
    """Predictions in the scorer's shape, methods used, and CPU milliseconds a page (the second of two runs)."""
    predictions, methods, milliseconds = [], Counter[str](), []
    for row in rows:
        html = gzip.decompress((pages / row["file"]).read_bytes()).decode(row.get("encoding") or "utf-8", "replace")
        url = row["url"] or f"https://{row['site']}/{row['id']}"
        prediction, method = understood(row["id"], html, url)
        start = time.process_time()
        understood(row["id"], html, url)
        milliseconds.append((time.process_time() - start) * 1000)
        predictions.append(prediction)
        methods[method] += 1
    return predictions, methods, milliseconds


def understood(name: str, html: str, url: str) -> tuple[dict[str, Any], str]:
    """One prediction, and the method its body came from.

    The gold counts an agency that signs alone as the author; the contract has agencies apart, so they stand in here.
    """
    try:
        article = extract_article(html, url, keep_dateline=True)
    except NotAnArticle as finding:
        return {"id": name, "headline": None, "published": None, "authors": None, "body": ""}, finding.reason
    return {
        "id": name,
        "headline": article.headline,
        "published": article.published_at,
        "authors": article.authors or article.agencies,
        "body": article.body or "",
    }, str(article.method)


if __name__ == "__main__":
    sys.exit(main())
