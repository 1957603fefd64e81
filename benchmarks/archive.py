"""What it costs to keep a page in the archive, and to crawl with one: `python benchmarks/archive.py`.

First each page is written with its request, its notes and a second time as unchanged, beside warcio alone, which writes
a response and a request.  Pages are packed as servers send them.  They are the gold pages of the folder `shared` beside
the checkout (or where NEWSCRAWL_SHARED says), else the demo's.

Then the demo is crawled with and without archive in turn, each run in a process of its own: processor time and time on
the wall, medians, and the bytes on disk.  `--runs 0` leaves that out.
"""

from __future__ import annotations

import argparse
import gzip
import io
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean, median
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newscrawl import demo
from newscrawl.demo.site import answer
from newscrawl.sources import Link
from newscrawl.state.memory import Memory
from newscrawl.warc.archive import ArchiveStore
from newscrawl.warc.exchange import Exchange
from newscrawl.warc.notes import RunNotes, to_json
from newscrawl.warc.writing import ArchiveWriter

_SHARED = Path(os.environ.get("NEWSCRAWL_SHARED", Path(__file__).resolve().parents[2] / "shared"))
_HEADERS = (
    ("Content-Type", "text/html; charset=UTF-8"),
    ("Content-Encoding", "gzip"),
    ("Date", "Fri, 27 Nov 2026 08:30:00 GMT"),
    ("Server", "nginx"),
    ("Cache-Control", "max-age=60"),
    ("Vary", "Accept-Encoding"),
)
_ASKED = (("User-Agent", "newscrawl/0.1.0"), ("Accept", "text/html"), ("Accept-Encoding", "gzip, deflate"))
_GROUP = 5
"""Pages that share an fsync."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=5, help="crawls of each kind (default: 5)")
    parser.add_argument("--folder", type=Path, help="where the archives are made (default: the system's)")
    options = parser.parse_args()
    exchanges = [_exchange(number, page) for number, page in enumerate(_pages())]
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        _tell_writing(Path(folder), exchanges)
        if options.runs:
            _tell_crawls(Path(folder), options.runs)
    return 0


def _pages() -> list[bytes]:
    gold = [gzip.decompress(path.read_bytes()) for path in sorted((_SHARED / "gold" / "pages").glob("*.html.gz"))]
    pages = gold or [answer(path.removeprefix("https://demo.invalid")).body.encode() for path in demo_paths()]
    print(f"{len(pages)} {'gold' if gold else 'demo'} pages, {fmean(map(len, pages)):,.0f} bytes on average")
    return [gzip.compress(page, 6) for page in pages]


def demo_paths() -> list[str]:
    """Addresses of the demo's articles."""
    return [article["url"] for article in demo.truth()]


def _exchange(number: int, body: bytes) -> Exchange:
    url = f"https://www.exemple.fr/monde/article-{number}/"
    link = Link(
        url, f"Titre de l’article n° {number}", published="2026-11-27T09:12:00+01:00", teaser="Une phrase. " * 12
    )
    now = datetime.now(UTC)
    notes = RunNotes(
        purpose="article",
        site="exemple",
        spider="exemple",
        newscrawl_version="0.1.0",
        run=now,
        link=link,
        id="0123456789abcdef" * 2,
        reference=now,
        timezone="Europe/Paris",
        country="FR",
        policy="respect",
    )
    return Exchange(
        url=url, moment=datetime.now(UTC), status=200, headers=_HEADERS, body=body, request_headers=_ASKED,
        ip="192.0.2.7", notes=to_json(notes),
    )  # fmt: skip


def _tell_writing(folder: Path, exchanges: list[Exchange]) -> None:
    store = ArchiveStore(ArchiveWriter.open(folder / "exemple", today=datetime.now(UTC).date()), Memory.of_one_run())
    alone = (folder / "alone.warc.gz").open("wb")
    writer = WARCWriter(alone, gzip=True, warc_version="1.1")
    bare = fmean(len(each.body) for each in exchanges)
    print(f"{'':<26}{'µs':>9}{'bytes beyond the page':>24}")
    for name, write, sync in (
        ("warcio alone", lambda each: _alone(writer, each), None),
        ("response", store.append, None),
        (f"revisit, fsync of {_GROUP}", store.append, store.flush),
        ("revisit", store.append, None),
    ):
        before = _written(folder)
        if name.startswith("revisit,"):
            store.flush()
        took = _timed(exchanges, write, sync)
        alone.flush()
        size = (_written(folder) - before) / len(exchanges)
        body = 0 if "revisit" in name else bare
        print(f"{name:<26}{took * 1e6:>9,.0f}{size - body:>24,.0f}")
    alone.close()
    store.close()


def _alone(writer: Any, exchange: Exchange) -> None:
    head = StatusAndHeaders("200 OK", list(exchange.headers), protocol="HTTP/1.1")
    asked = StatusAndHeaders("GET / HTTP/1.1", list(exchange.request_headers), is_http_request=True)
    record = writer.create_warc_record(exchange.url, "response", payload=io.BytesIO(exchange.body), http_headers=head)
    request = writer.create_warc_record(exchange.url, "request", http_headers=asked)
    writer.write_request_response_pair(request, record)


def _timed(exchanges: list[Exchange], write: Callable[[Exchange], object], sync: Callable[[], None] | None) -> float:
    """Seconds of an exchange on the wall, the quickest of some rounds where rounds are alike."""
    started = time.perf_counter()
    for number, exchange in enumerate(exchanges, start=1):
        write(exchange)
        if sync is not None and number % _GROUP == 0:
            sync()
    return (time.perf_counter() - started) / len(exchanges)


def _written(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*.warc.gz"))


def _tell_crawls(folder: Path, runs: int) -> None:
    costs: dict[str, list[tuple[float, float]]] = {"0": [], "1": []}
    for number in range(runs):
        for archive, found in costs.items():
            found.append(_crawl(folder / f"{number}-{archive}", archive))
    print(f"\n{'crawl of the demo':<26}{'processor s':>14}{'wall s':>9}")
    for archive, label in (("0", "without archive"), ("1", "with archive")):
        processor, wall = (median(values) for values in zip(*costs[archive], strict=True))
        print(f"{label:<26}{processor:>14.2f}{wall:>9.2f}")
    print(f"{len(demo_paths())} articles; the archive has {_written(folder / '0-1'):,} bytes")


def _crawl(data: Path, archive: str) -> tuple[float, float]:
    """Processor time and time on the wall of a crawl."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "newscrawl", "crawl", "demo", "-s", f"NEWSCRAWL_DATA_DIR={data}"]
    subprocess.run([*command, "-s", f"NEWSCRAWL_ARCHIVE_ENABLED={archive}"], check=True)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


if __name__ == "__main__":
    sys.exit(main())
