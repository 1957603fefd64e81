"""Scores `discover_links` on the gold listings: `python -m benchmarks.listings [--per-page] [GOLD.jsonl]`.

The listing pages lie in the folder `shared` beside the checkout, or where NEWSCRAWL_SHARED says.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from newscrawl.sources import NotAListing, discover_links

_SHARED = Path(os.environ.get("NEWSCRAWL_SHARED", Path(__file__).resolve().parents[2] / "shared"))


def main() -> int:
    """Prints the scorer's table; its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("gold", nargs="?", type=Path, default=_SHARED / "gold" / "pages" / "listings.jsonl")
    parser.add_argument("--per-page", action="store_true", help="one more table, a row a page")
    parser.add_argument("--by-site", action="store_true", help="one more table, a row a site")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    with tempfile.TemporaryDirectory() as folder:
        predictions = Path(folder) / "predictions.jsonl"
        predictions.write_text(
            "".join(json.dumps(_prediction(row, options.gold.parent)) + "\n" for row in rows),
            encoding="utf-8",
        )
        scorer = _SHARED / "gold" / "score_listings.py"
        flags = [flag for flag, on in (("--per-page", options.per_page), ("--by-site", options.by_site)) if on]
        return subprocess.run([sys.executable, scorer, options.gold, predictions, *flags], check=False).returncode


def _prediction(row: dict[str, Any], folder: Path) -> dict[str, Any]:
    with gzip.open(folder / row["file"]) as file:
        document = file.read()
    try:
        listing = discover_links(document, row["url"])
    except NotAListing:
        return {"id": row["id"], "links": [], "next_page": None}
    links = [{"url": link.url, "title": link.headline} for link in listing.links]
    return {"id": row["id"], "links": links, "next_page": listing.next_page}


if __name__ == "__main__":
    sys.exit(main())
