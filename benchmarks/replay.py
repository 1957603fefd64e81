"""How fast archives are replayed, beside the iteration of warcio and fastwarc alone, and how much memory that takes.

    python -m benchmarks.replay [--records N] [--gold DIRECTORY] [--folder DIRECTORY]

Builds files as Common Crawl's news from the gold pages: each page under an address and with words of its own, headers
as Common Crawl writes them, a request before each answer, 6 % of the pages French (`--french`), the others in the
languages that the gold has, as few as these are.  Prints CPU seconds and records a second on one core for the
iteration of warcio, of fastwarc (of the group `test`) and ours, and whole replays through `newscrawl crawl archive`;
the peak of memory of a replay of a tenth of the records beside that of all.  `--folder` keeps the files.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass
from pathlib import Path

from fastwarc import warc as fastwarc
from warcio.archiveiterator import ArchiveIterator

from newscrawl.warc.records import Archive, Record

ROOT = Path(__file__).resolve().parents[1]
_MOST = 10 * 1024 * 1024
MOMENT = "2024-05-03T08:{:02}:{:02}Z"
_CANONICAL = re.compile(rb"<(?:link[^>]{0,300}rel=[\"']?canonical|meta[^>]{0,300}og:url)[^>]{0,500}>", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """A page of the gold."""

    kind: str
    language: str
    url: str
    html: bytes


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the replay of archives.")
    shared = Path(os.environ.get("NEWSCRAWL_SHARED", ROOT.parent / "shared"))
    parser.add_argument("--gold", type=Path, default=shared / "gold")
    parser.add_argument("--records", type=int, default=50_000, help="records of the large file")
    parser.add_argument("--french", type=float, default=0.06, help="share of the pages")
    parser.add_argument("--folder", type=Path, help="where the files are kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = options.folder or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        measure(folder, read_pages(options.gold), options.records, options.french)
    return 0


def measure(folder: Path, pages: list[Page], records: int, french: float) -> None:
    """Builds the files, and prints what reading and replaying them takes."""
    large = build(folder / "all.warc.gz", pages, records, french)
    tenth = build(folder / "tenth.warc.gz", pages, records // 10, french)
    refused = build(folder / "refused.warc.gz", pages, records // 10, 0)
    articles = build(folder / "articles.warc.gz", pages, records // 50, 1)
    print(f"{records} records, {large.stat().st_size / 1e6:.0f} MB packed, {french:.0%} French\n")
    print(f"{'':34}{'records':>9}{'CPU s':>9}{'records/s':>11}{'peak MB':>9}")
    iterate: dict[str, Callable[[Path], int]] = {
        "warcio, iteration alone": warcio_alone,
        "fastwarc, iteration alone": fastwarc_alone,
        "ours, iteration alone": ours,
        "fastwarc, with bodies": fastwarc_bodies,
        "ours, with bodies": our_bodies,
    }
    for name, work in iterate.items():
        begin = time.process_time()
        count = work(large)
        row(name, count, time.process_time() - begin, None)
    for name, file, count in (
        ("replay", large, records),
        ("replay of a tenth", tenth, records // 10),
        ("replay, no page French", refused, records // 10),
        ("replay, every page French", articles, records // 50),
    ):
        seconds, peak = replay(file)
        row(name, count, seconds, peak)


def row(name: str, count: int, seconds: float, peak: float | None) -> None:
    print(f"{name:34}{count:9}{seconds:9.1f}{count / seconds:11.0f}{peak or 0:9.0f}", flush=True)


def warcio_alone(file: Path) -> int:
    with file.open("rb") as opened, redirect_stderr(io.StringIO()):
        return sum(1 for _ in ArchiveIterator(opened))


def fastwarc_alone(file: Path) -> int:
    with file.open("rb") as opened:
        return sum(1 for _ in fastwarc.ArchiveIterator(opened, parse_http=False))


def fastwarc_bodies(file: Path) -> int:
    with file.open("rb") as opened:
        records = fastwarc.ArchiveIterator(opened, parse_http=True)
        return len([(dict(record.http_headers or ()), len(record.reader.read())) for record in records])


def our_bodies(file: Path) -> int:
    with file.open("rb") as opened:
        records = (record for record in Archive(opened).records() if isinstance(record, Record))
        return len([(record.http_headers(), len(record.rest(_MOST) or b"")) for record in records])


def ours(file: Path) -> int:
    with file.open("rb") as opened:
        return sum(1 for _ in Archive(opened).records())


def replay(file: Path) -> tuple[float, float]:
    """CPU seconds and peak of memory (MB) of a replay in a process of its own."""
    with tempfile.TemporaryDirectory() as data:
        words = ("crawl", "archive", "-a", f"path={file}", "-s", f"NEWSCRAWL_DATA_DIR={data}", "--summary")
        process = subprocess.Popen(
            [sys.executable, "-m", "newscrawl", *words], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        said = process.stdout.read() if process.stdout is not None else ""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"the replay ended with status {process.returncode}: {said}")
    print("    " + "\n    ".join(said.splitlines()[:3]))
    return used.ru_utime + used.ru_stime, used.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)


def read_pages(gold: Path) -> list[Page]:
    """The article and list pages of the gold."""
    folder = gold / "pages"
    names = ("gold.jsonl", "listings.jsonl")
    rows = [json.loads(line) for name in names for line in (folder / name).read_text("utf-8").splitlines()]
    return [
        Page(
            row["kind"],
            row["lang"],
            row["url"] or f"https://{row['site']}/{row['id']}",
            gzip.decompress((folder / row["file"]).read_bytes()),
        )
        for row in rows
        if row["file"].endswith(".html.gz")
    ]


def gold_records(gold: Path) -> Iterator[tuple[str, str, list[bytes]]]:
    """Kind (`article`, `listing`, `foreign`), address, and the records of each gold page as it is."""
    for number, page in enumerate(read_pages(gold)):
        kind = page.kind if page.language == "fr" else "foreign"
        yield kind, page.url, list(capture(number, page.url, page.html))


def build(file: Path, pages: list[Page], records: int, french: float) -> Path:
    """Writes a file of so many records, two a page."""
    chance = random.Random(1)  # noqa: S311 - no secret
    own = [page for page in pages if page.language == "fr" and page.kind == "article"]
    others = [page for page in pages if page.language != "fr"]
    with file.open("wb") as opened:
        for number in range(records // 2):
            page = chance.choice(own if chance.random() < french else others)
            for each in capture(number, *varied(number, page)):
                packer = zlib.compressobj(1, zlib.DEFLATED, 31)
                opened.write(packer.compress(each) + packer.flush())
    return file


def varied(number: int, page: Page) -> tuple[str, bytes]:
    """A page under an address and with words of its own."""
    url = f"{page.url.partition('?')[0].rstrip('/')}/{number}-{page.language}"
    html = _CANONICAL.sub(b"", page.html)
    html = html.replace(b"</p>", f" ({number})</p>".encode())
    return url, html.replace(b"</head>", f'<link rel="canonical" href="{url}"></head>'.encode(), 1)


def capture(number: int, url: str, html: bytes) -> Iterator[bytes]:
    """Request and answer as Common Crawl keeps them: the body unpacked, its former headers renamed."""
    moment = MOMENT.format(number // 60 % 60, number % 60)
    asked = (
        b"GET / HTTP/1.1\r\nUser-Agent: CCBot/2.0 (https://commoncrawl.org/faq/)\r\nAccept-Encoding: br,gzip\r\n\r\n"
    )
    yield _record("request", url, moment, number, asked)
    head = (
        "HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: text/html; charset=UTF-8\r\n"
        f"X-Crawler-Content-Length: {len(html) // 5}\r\nContent-Length: {len(html)}\r\nConnection: keep-alive\r\n"
        "Vary: Accept-Encoding\r\nX-Crawler-Content-Encoding: gzip\r\n\r\n"
    )
    yield _record("response", url, moment, number, head.encode() + html, "WARC-Identified-Payload-Type: text/html\r\n")


def _record(kind: str, url: str, moment: str, number: int, block: bytes, more: str = "") -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: {moment}\r\n"
        f"WARC-Record-ID: <urn:uuid:{number:08x}-0000-4000-8000-{len(kind):012x}>\r\nContent-Length: {len(block)}\r\n"
        f"Content-Type: application/http; msgtype={kind}\r\nWARC-IP-Address: 192.0.2.1\r\n"
        f"WARC-Target-URI: {url}\r\n{more}\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


if __name__ == "__main__":
    sys.exit(main())
