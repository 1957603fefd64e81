"""Broken inputs for everything that reads what strangers write: no exception escapes, nothing takes over a second.

    python -m benchmarks.fuzz [--inputs 200000] [--seed 0] [--only N] [--keep FOLDER]

Inputs are mutations of real pages, where the folder `shared` lies beside the checkout or NEWSCRAWL_SHARED names it,
and of the samples of the tests: bytes lost, doubled, moved and turned, hostile pieces put in, tags and brackets piled
up.  Each depends on seed and number alone: `--only N` repeats one.  Ends with status 1 where an input failed, took more
than a second of processor time, or the process has grown by half since the first tenth.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, thread_time

from scrapy.robotstxt import ProtegoRobotParser

from newscrawl import NotAnArticle, extract_article, parse_dateline
from newscrawl.article.rights import header_directives
from newscrawl.article.tdmrep import read_tdmrep, reservation_at
from newscrawl.downloader.pauses import retry_after
from newscrawl.downloader.robots import READ, declarations
from newscrawl.redaction import for_log
from newscrawl.schema import faults
from newscrawl.sources import NotAListing, discover_links, find_section
from newscrawl.store.encoding import decode, encode

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("NEWSCRAWL_SHARED", ROOT.parent / "shared"))
URL = "https://www.gazette.example/monde/un-article-de-fuzz-12345.html"
LIMIT = 1.0
"""Seconds of processor time for one input."""
LARGEST = 60_000
"""Bytes of an input, bombs apart."""
MOMENT = datetime(2026, 11, 26, tzinfo=UTC)
HOSTILE = [
    b'\x00', b'\xff\xfe', b'\xef\xbb\xbf', b'\xed\xa0\x80', b'\xc3', b'&#0;', b'&#xD800;', b'&#1114112;',
    b'&eacute', b'<', b'>', b'<!--', b'-->', b'<![CDATA[', b']]>', b"<?xml version='1.0' encoding='utf-7'?>",
    b"<!DOCTYPE a [<!ENTITY b '&b;'>]>", b'<script>', b'</script>', b"<script type='application/ld+json'>",
    b"<base href='::'>", b'<meta charset=utf-16>', b'\xe2\x80\xae', b'\xe2\x80\xa8', b'\xc2\xa0', b'\xcc\x81' * 50,
    b'{"@type":"NewsArticle","datePublished":', b'"\\ud800"', b'1e999', b'9' * 5000, b'-1', b'NaN', b'[' * 200,
    b'{"a":' * 100, b'%00', b'%ff', b'http://[::1', b'//', b'javascript:', b'\r\n\r\n', b'$', b'*',
    b'User-agent: *\n', b'Disallow: /\n', b'Crawl-delay: 1e400\n', b'2026-02-30', b'0000-00-00T99:99',
    b'le 31 f\xc3\xa9vrier', b' (AFP) - ', b"<a href='/un-article-long-et-beau-123.html'>", b'<h1>', b'<p>',
    b'</p>', b"<time datetime='", b' ' * 500, b'\t\n' * 200, b'--', b'. ' * 300,
]  # fmt: skip
PILED = [
    b"<div>",
    b"<b>",
    b"<table>",
    b"<p a=",
    b"[",
    b'{"a":',
    b"<a href=x>",
    b"<li><ul>",
    b"&amp;",
    b"((",
    b"<item>",
    b"*",
    b"- ",
]


@dataclass
class Outcome:
    """What came of a run."""

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    slowest: dict[str, tuple[float, int]] = field(default_factory=dict)
    grown: float = 0.0


def read_page(data: bytes) -> None:
    article = extract_article(data, URL, reference=MOMENT)
    line = decode(encode(article))
    if found := faults(line):
        raise AssertionError(f"not a line of the feed: {found[:3]}")


def read_listing(data: bytes) -> None:
    for link in discover_links(data, URL).links:
        if not link.url.startswith(("http://", "https://")):
            raise AssertionError(f"no address: {link.url!r}")
    find_section(data, URL, ("En continu",))


def read_robots(data: bytes) -> None:
    rules = ProtegoRobotParser(data[:READ], spider=None)
    rules.allowed(URL, "newscrawl")
    rules.crawl_delay("newscrawl")
    declarations(data)


def read_reservations(data: bytes) -> None:
    reservation_at(read_tdmrep(data), URL)


def read_lead(data: bytes) -> None:
    lead = data.decode("utf-8", "replace")
    found = parse_dateline(lead, published=MOMENT, country="FR")
    if found is not None and not lead.lstrip().startswith(found.raw[:1]):
        raise AssertionError(f"not a prefix: {found.raw[:80]!r}")


def read_headers(data: bytes) -> None:
    text = data.decode("latin-1")
    retry_after(text, 0.0)
    list(header_directives([text]))
    for_log(text)


TARGETS: dict[str, tuple[int, Callable[[bytes], None], tuple[type[Exception], ...]]] = {
    "page": (3, read_page, (NotAnArticle,)),
    "list": (3, read_listing, (NotAListing,)),
    "feed": (7, read_listing, (NotAListing,)),
    "sitemap": (7, read_listing, (NotAListing,)),
    "robots": (15, read_robots, ()),
    "tdmrep": (20, read_reservations, (ValueError,)),
    "lead": (30, read_lead, ()),
    "headers": (15, read_headers, ()),
}
"""What is tried: its share in a hundred, what reads it, and the refusals that it documents."""


def seeds() -> dict[str, list[bytes]]:
    """What is mutated, by target."""
    pages = [path.read_bytes() for path in sorted((ROOT / "tests" / "data").rglob("*.html"))]
    feeds = [FEED, ATOM]
    for path in sorted((SHARED / "gold" / "pages").glob("*.gz")):
        data = gzip.decompress(path.read_bytes())
        (feeds if path.name.endswith(".xml.gz") else pages).append(data[: 2 * LARGEST])
    leads = [line.encode() for line in (ROOT / "tests" / "data" / "datelines.jsonl").read_text("utf-8").splitlines()]
    return {
        "page": pages, "list": pages, "feed": feeds, "sitemap": [SITEMAP, SITEMAP.replace(b"urlset", b"sitemapindex")],
        "robots": [ROBOTS], "tdmrep": [TDMREP], "lead": leads,
        "headers": [HEADER, b"Wed, 21 Oct 2026 07:28:00 GMT", b"120"],
    }  # fmt: skip


def mutated(data: bytes, chance: random.Random) -> bytes:
    """`data` with one to eight things done to it."""
    if len(data) > LARGEST:
        start = chance.randrange(len(data) - LARGEST)
        data = data[start : start + LARGEST]
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8))):
        data = chance.choice(MUTATIONS)(data, chance)
    return data


def _span(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice((1, 2, 10, 100, 1_000, 10_000)))


def _lose(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + data[end:]


def _double(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + data[start:end] * chance.choice((2, 3, 20)) + data[end:]


def _move(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    rest = data[:start] + data[end:]
    place = chance.randrange(len(rest) + 1)
    return rest[:place] + data[start:end] + rest[place:]


def _turn(data: bytes, chance: random.Random) -> bytes:
    turned = bytearray(data)
    for _ in range(min(len(turned), chance.choice((1, 10, 100)))):
        turned[chance.randrange(len(turned))] = chance.randrange(256)
    return bytes(turned)


def _put_in(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 1, 3, 30))):
        place = chance.randrange(len(data) + 1)
        data = data[:place] + chance.choice(HOSTILE) + data[place:]
    return data


def _pile_up(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data) + 1)
    return data[:place] + chance.choice(PILED) * chance.choice((10, 300, 3_000, 20_000)) + data[place:]


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _recode(data: bytes, chance: random.Random) -> bytes:
    return data.decode("utf-8", "replace").encode(
        chance.choice(("latin-1", "cp1252", "utf-16", "utf-7", "cp037")), "replace"
    )


MUTATIONS = (_lose, _lose, _double, _move, _turn, _turn, _put_in, _put_in, _put_in, _pile_up, _cut, _recode)


def run(inputs: int, seed: int = 0, only: int | None = None, keep: Path | None = None) -> Outcome:
    """Tries inputs 0 to `inputs`, or one of them."""
    names = [name for name, (share, _, _) in TARGETS.items() for _ in range(share)]
    material = seeds()
    outcome = Outcome()
    early = 0.0
    read_page(FIRST)  # loads what is loaded once, the model of languages above all
    for number in [only] if only is not None else range(inputs):
        chance = random.Random(f"{seed} {number}")  # noqa: S311 - to be repeated, not to be secret
        name = names[chance.randrange(len(names))]
        data = mutated(chance.choice(material[name]), chance)
        _try(name, data, number, outcome, keep)
        if number == inputs // 10:
            early = resident()
    outcome.grown = resident() / early if early else 1.0
    return outcome


def _try(name: str, data: bytes, number: int, outcome: Outcome, keep: Path | None) -> None:
    _, read, refusals = TARGETS[name]
    outcome.done[name] += 1
    begun = thread_time()
    try:
        read(data)
    except refusals:
        outcome.refused[name] += 1
    except Exception:  # noqa: BLE001 - what escapes is what is looked for
        outcome.failures.append(f"{name}, input {number}: {traceback.format_exc(limit=-4)}")
    taken = thread_time() - begun
    if taken > outcome.slowest.get(name, (0.0, 0))[0]:
        outcome.slowest[name] = taken, number
    if taken > LIMIT:
        outcome.failures.append(f"{name}, input {number}: {taken:.2f} s for {len(data)} bytes")
    if keep and outcome.failures and outcome.failures[-1].startswith(f"{name}, input {number}:"):
        keep.mkdir(parents=True, exist_ok=True)
        (keep / f"{name}-{number}").write_bytes(data)


def resident() -> float:
    """Bytes of memory that the process holds now; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return float(pages * os.sysconf("SC_PAGE_SIZE"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--inputs", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", type=int, help="one input, by its number")
    parser.add_argument("--keep", type=Path, help="where inputs that failed are written")
    options = parser.parse_args()
    begun = perf_counter()
    outcome = run(options.inputs, options.seed, options.only, options.keep)
    print(f"{'target':8} {'inputs':>8} {'refused':>8} {'slowest':>9}  input")
    for name in outcome.done:
        seconds, number = outcome.slowest[name]
        print(f"{name:8} {outcome.done[name]:8} {outcome.refused[name]:8} {seconds * 1000:6.0f} ms  {number}")
    print(
        f"{outcome.done.total()} inputs in {perf_counter() - begun:.0f} s, "
        f"memory x{outcome.grown:.2f} since the first tenth"
    )
    for failure in outcome.failures[:20]:
        print(failure, file=sys.stderr)
    print(f"{len(outcome.failures)} failures")
    return 1 if outcome.failures or outcome.grown > 1.5 else 0


FEED = b"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Gazette</title><item><title>Un accord sur les p\xc3\xa9ages</title>
<link>https://www.gazette.example/un-accord-12.html</link>
<pubDate>Tue, 24 Nov 2026 10:00:00 +0100</pubDate>
<description>&lt;p&gt;Le chap\xc3\xb4&lt;/p&gt;</description></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">Un titre</title><id>tag:1</id>
<link rel="alternate" href="/un-article-13.html"/><updated>2026-11-24T10:00:00Z</updated></entry></feed>"""
SITEMAP = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://www.gazette.example/un-article-14.html</loc>
<news:news><news:publication_date>2026-11-24</news:publication_date>
<news:title>Un titre</news:title></news:news></url></urlset>"""
ROBOTS = b"""# Tous droits r\xc3\xa9serv\xc3\xa9s.
User-agent: *
Disallow: /*?s=
Disallow: /prive/*.html$
Allow: /monde/
Crawl-delay: 2
Sitemap: https://www.gazette.example/sitemap.xml
"""
TDMREP = b"""[{"location": "/images/*.jpg$", "tdm-reservation": 0}, {"location": "/",
"tdm-reservation": 1, "tdm-policy": "https://www.gazette.example/policy.json"}]"""
HEADER = (
    b"noindex, max-snippet:50, unavailable_after: Wed, 21 Oct 2026 07:28:00 GMT, googlebot: noarchive, newscrawl: noai"
)

FIRST = b"<html><body><article><h1>Un premier titre</h1><p>Un texte assez long pour un article. " * 20
if __name__ == "__main__":
    sys.exit(main())
