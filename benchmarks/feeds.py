"""Reads the gold feeds, whole and damaged, beside feedparser where that is installed: `python benchmarks/feeds.py`.

The feeds lie in the folder `shared` beside the checkout, or where NEWSCRAWL_SHARED says.
"""

from __future__ import annotations

import gzip
import importlib
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

from newscrawl.sources import NotAListing, discover_links

_SHARED = Path(os.environ.get("NEWSCRAWL_SHARED", Path(__file__).resolve().parents[2] / "shared"))
_DAMAGES = (
    *(b"<", b">", b"&", b"'", b'"', b"\x00", b"\xff", b"</item>", b"</channel>", b"<![CDATA[", b"]]>", b"<title>"),
    *(b"&nope;", b"<br>", b"<?x", b"<!--"),
)
_COPIES, _DAMAGES_EACH = 40, 3

Reader = Callable[[bytes], set[str]]


def main() -> int:
    """Prints a row a reader: share of articles found in damaged feeds, seconds for the whole feeds, failures."""
    feeds = [gzip.decompress(path.read_bytes()) for path in sorted((_SHARED / "gold" / "pages").glob("feed-*.xml.gz"))]
    if not feeds:
        print(f"no feeds in {_SHARED}", file=sys.stderr)
        return 2
    readers: dict[str, Reader] = {"newscrawl": _ours}
    if peer := _feedparser():
        readers["feedparser"] = peer
    print(f"{'reader':<12}{'found':>8}{'failed':>8}{'seconds':>9}{'ratio':>7}")
    first = 0.0
    for name, read in readers.items():
        seconds = _seconds(read, feeds)
        first = first or seconds
        found, failed = _damaged(read, feeds)
        print(f"{name:<12}{found:>8.3f}{failed:>8}{seconds:>9.3f}{seconds / first:>7.1f}")
    return 0


def _ours(document: bytes) -> set[str]:
    try:
        return {link.url for link in discover_links(document, "https://fil.example/feed/").links}
    except NotAListing:
        return set()


def _feedparser() -> Reader | None:
    try:
        feedparser = importlib.import_module("feedparser")
    except ImportError:
        return None
    return lambda document: {entry["link"] for entry in feedparser.parse(document).entries if entry.get("link")}


def _seconds(read: Reader, feeds: list[bytes]) -> float:
    passes = []
    for _ in range(4):  # the first warms up
        start = time.perf_counter()
        for document in feeds:
            read(document)
        passes.append(time.perf_counter() - start)
    return min(passes)


def _damaged(read: Reader, feeds: list[bytes]) -> tuple[float, int]:
    chance = random.Random(7)  # noqa: S311 - the same damages for each reader
    there = found = failed = 0
    for document in feeds:
        whole = read(document)
        for _ in range(_COPIES):
            damaged = document
            for _ in range(_DAMAGES_EACH):
                at = chance.randrange(len(damaged))
                damaged = damaged[:at] + chance.choice(_DAMAGES) + damaged[at + chance.choice((0, 0, 5, 40)) :]
            try:
                found += len(whole & read(damaged))
            except Exception:  # noqa: BLE001 - whatever a reader raises is a failure of it
                failed += 1
            there += len(whole)
    return found / there, failed


if __name__ == "__main__":
    sys.exit(main())
