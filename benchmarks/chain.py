"""What a whole crawl costs beside plain ones: processor seconds of three crawls of one local site, in one run.

    python -m benchmarks.chain [--pages 1500] [--size 36] [--rounds 3]

A server of its own process serves a running section and articles of some 36 kB each.  Three crawls read all of it, each
in a process of its own, in turn, with the same requests at a time and without pauses:

- `newscrawl`: `scrapy crawl section`, with robots.txt, rights, all fields and the durable feed;
- `stock`: a Scrapy spider with stock settings that takes five fields by CSS selectors and writes JSON Lines;
- `trafilatura`: the same spider, with the text and metadata that trafilatura finds.

The median of the rounds is told for each, and its ratio to `stock`.  Below stands what the parts of newscrawl cost on
the same pages when they are called alone; the rest is the crawl itself.  Ends with status 1 where a crawl misses pages.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeVar

from lxml import html

from newscrawl import extract_article
from newscrawl.items import Article

T = TypeVar("T")
LISTED = 50
SECTION = "/en-continu/"
FIRST = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
TEXT = """
commission rapport transports élus région printemps lignes horaires soir usagers budget conseil vote séance maire préfet
travaux gare syndicat grève accord ministre entreprise emploi marché prix hausse baisse enquête tribunal
"""
WORDS = TEXT.split()


def main() -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1500)
    parser.add_argument("--size", type=int, default=36, help="of an article, in kB")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--peer", nargs=3, metavar=("KIND", "URL", "FILE"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.serve:
        return serve(args.pages, args.size)
    if args.peer:
        return crawl_as_peer(*args.peer)
    with served(args.pages, args.size) as origin:
        seconds: dict[str, list[float]] = {"stock": [], "trafilatura": [], "newscrawl": []}
        for _ in range(args.rounds):
            for kind, spent in seconds.items():
                spent.append(crawl(kind, origin, args.pages))
    report(seconds, args.pages, args.size)
    return 0


def article_path(number: int) -> str:
    """Where an article lies."""
    return f"/actualite/depeche-{number:05}-le-conseil-vote.html"


def section_page(number: int, pages: int) -> str:
    """A page of the running section, newest first, with a link to the older one."""
    first = (number - 1) * LISTED
    items = "".join(
        f'<article class="card"><h3><a href="{article_path(each)}">{headline(each)}</a></h3>'
        f'<time datetime="{moment(each).isoformat()}">{moment(each):%d/%m/%Y à %H:%M}</time></article>'
        for each in range(first, min(first + LISTED, pages))
    )
    older = f'<a rel="next" class="next" href="{SECTION}page/{number + 1}/">Suivant</a>'
    return frame("En continu", f"<h1>En continu</h1>{items}<nav>{older if first + LISTED < pages else ''}</nav>")


def headline(number: int) -> str:
    """The headline of an article."""
    return f"Dépêche {number} : le {WORDS[number % len(WORDS)]} examine le {WORDS[(number * 7 + 3) % len(WORDS)]}"


def moment(number: int) -> datetime:
    """When an article was published."""
    return FIRST - timedelta(minutes=11 * number)


def article_page(number: int, size: int) -> str:
    """An article with the furniture of its site, filled up to `size` kB by boxes of links as real pages are."""
    body = "".join(f"<p>{sentence(number, row)} {sentence(number + 1, row)}</p>" for row in range(9))
    lead = f"<p>BRUXELLES, le 23 novembre (BELGA) – {sentence(number, 9)}</p>"
    stated = moment(number).isoformat()
    data = json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", "headline": headline(number)})
    page = frame(
        headline(number),
        f'<article><h1>{headline(number)}</h1><p class="byline">Par Jeanne Valmont</p>'
        f'<time datetime="{stated}">{moment(number):%d/%m/%Y à %H:%M}</time>'
        f'<div class="entry-content">{lead}{body}</div></article>'
        f'<aside class="related"><h2>Lire aussi</h2>{menu(number, 12)}</aside>',
        f'<meta property="og:type" content="article"><meta property="og:title" content="{headline(number)}">'
        f'<meta property="article:published_time" content="{stated}">'
        f'<script type="application/ld+json">{data}</script>',
    )
    widgets: list[str] = []
    left = size * 1024 - len(page.encode())
    while left > 0:
        widgets.append(f"<div class='widget w{len(widgets)}'>{menu(number + len(widgets), 8)}</div>")
        left -= len(widgets[-1].encode())
    return page.replace("</main>", f"</main>{''.join(widgets)}", 1)


def sentence(number: int, row: int) -> str:
    """A sentence that differs from article to article."""
    chosen = [WORDS[(number * 13 + row * 5 + each * 3) % len(WORDS)] for each in range(14)]
    said = f"{' et la '.join(chosen[:4])} ont été au cœur des débats sur le {' puis le '.join(chosen[4:])}"
    return f"Le {said}, selon le document {number} remis au point {row}."


def menu(number: int, length: int) -> str:
    """Links as menus and boxes hold them."""
    rows = (f'<li><a href="{article_path(number + each)}">{headline(number + each)}</a></li>' for each in range(length))
    return f"<ul>{''.join(rows)}</ul>"


def frame(title: str, body: str, head: str = "") -> str:
    """A page."""
    return (
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body><header><nav>{menu(0, 10)}</nav></header><main>{body}</main><footer>{menu(3, 6)}</footer></body></html>"
    )


def serve(pages: int, size: int) -> int:
    """Serves the site on a free port, which is printed, until standard input ends."""
    answers = {article_path(each): article_page(each, size).encode() for each in range(pages)}
    answers[SECTION] = section_page(1, pages).encode()
    answers |= {
        f"{SECTION}page/{each}/": section_page(each, pages).encode() for each in range(2, -(-pages // LISTED) + 1)
    }

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = answers.get(self.path)
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    print(server.server_address[1], flush=True)
    import threading  # noqa: PLC0415 - of the serving process alone

    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()
    return 0


@contextmanager
def served(pages: int, size: int) -> Iterator[str]:
    """The site in a process of its own; its address."""
    command = [sys.executable, "-m", "benchmarks.chain", "--serve", "--pages", str(pages), "--size", str(size)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None  # noqa: S101 - a pipe was asked for
        try:
            yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
        finally:
            server.kill()


def crawl(kind: str, origin: str, pages: int) -> float:
    """Processor seconds of one crawl, start-up included.  Ends the program where pages are missing."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        out = data / "out.jsonl"
        command = newscrawl_command(origin, data) if kind == "newscrawl" else peer_command(kind, origin, out)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        files = [out] if out.exists() else list(data.glob("feeds/*/*.jsonl*"))
        lines = sum(_lines(path) for path in files)
        if done.returncode or lines != pages:
            sys.exit(f"{kind}: status {done.returncode}, {lines} of {pages} pages\n{done.stderr[-2000:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _lines(path: Path) -> int:
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return content.count(b"\n")


def newscrawl_command(origin: str, data: Path) -> list[str]:
    """A first run over the whole section."""
    settings = {
        "NEWSCRAWL_DATA_DIR": str(data),
        "NEWSCRAWL_ALLOWED_PRIVATE_HOSTS": "127.0.0.1",
        "NEWSCRAWL_CONTACT": "essai@example.org",
        **QUICK,
    }
    given = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    where = ["-a", f"url={origin}{SECTION}", "-a", "pages=1000"]
    return [sys.executable, "-m", "newscrawl", "crawl", "section", *where, *given]


QUICK = {
    "DOWNLOAD_DELAY": "0",
    "CONCURRENT_REQUESTS": "8",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "8",
    "AUTOTHROTTLE_ENABLED": "False",
    "LOG_LEVEL": "WARNING",
}


def peer_command(kind: str, origin: str, out: Path) -> list[str]:
    """A crawl by stock Scrapy."""
    return [sys.executable, "-m", "benchmarks.chain", "--peer", kind, origin, str(out)]


def crawl_as_peer(kind: str, origin: str, file: str) -> int:
    """Crawls the section with a spider of a few lines; `kind` says how a page is read."""
    import scrapy  # noqa: PLC0415 - of this process alone
    from scrapy.crawler import CrawlerProcess  # noqa: PLC0415

    class PlainSpider(scrapy.Spider):
        name = "plain"
        start_urls = [origin + SECTION]  # noqa: RUF012 - the type that Scrapy states

        def parse(self, response: Any) -> Iterator[scrapy.Request]:
            yield from response.follow_all(css="article.card h3 a", callback=self.read)
            yield from response.follow_all(css="a.next", callback=self.parse)

        def read(self, response: Any) -> dict[str, object]:
            if kind == "trafilatura":
                import trafilatura  # noqa: PLC0415
                from trafilatura.settings import Document  # noqa: PLC0415

                document = trafilatura.bare_extraction(response.body, url=response.url, with_metadata=True)
                found = document.as_dict() if isinstance(document, Document) else {}
                wanted = ("title", "author", "date", "categories", "text")
                return {"url": response.url, **{name: found.get(name) for name in wanted}}
            return {
                "url": response.url,
                "headline": response.css("h1::text").get(),
                "author": response.css(".byline::text").get(),
                "published": response.css("article time::attr(datetime)").get(),
                "section": response.css("title::text").get(),
                "body": "\n\n".join(response.css(".entry-content p::text").getall()),
            }

    settings = {
        **QUICK,
        "FEEDS": {file: {"format": "jsonlines"}},
        "ROBOTSTXT_OBEY": True,
        "TELNETCONSOLE_ENABLED": False,
    }
    process = CrawlerProcess(settings)
    process.crawl(PlainSpider)
    process.start()
    return 0


def report(seconds: dict[str, list[float]], pages: int, size: int) -> None:
    """Prints the medians, and what the parts cost when they are called alone."""
    medians = {kind: statistics.median(spent) for kind, spent in seconds.items()}
    print(
        f"{pages} articles of {size} kB, processor seconds of a whole crawl, the median of {len(seconds['stock'])}:\n"
    )
    print(f"{'':<14}{'seconds':>9}{'ms a page':>11}{'ratio':>8}")
    for kind, spent in medians.items():
        print(f"{kind:<14}{spent:>9.2f}{1000 * spent / pages:>11.2f}{spent / medians['stock']:>8.2f}")
    sample = [article_page(each, size).encode() for each in range(min(pages, 200))]
    url = f"https://chaine.example{article_path(0)}"
    articles = [extract_article(page, url) for page in sample]
    parts = {
        "one parse by lxml": _ms(sample, html.document_fromstring),
        "extract_article": _ms(sample, lambda page: extract_article(page, url)),
        "a line's JSON": _ms(articles, _encoded),
    }
    print("\nms a page of newscrawl's parts, called alone; the rest is Scrapy's chain, the feed and start-up:\n")
    for name, cost in parts.items():
        print(f"{name:<20}{cost:>7.2f}")
    print(f"{'the rest':<20}{1000 * medians['newscrawl'] / pages - parts['extract_article']:>7.2f}")


def _encoded(article: Article) -> bytes:
    from newscrawl.store.encoding import encode  # noqa: PLC0415

    return encode(article)


def _ms(inputs: Sequence[T], call: Callable[[T], object]) -> float:
    call(inputs[0])
    start = time.process_time()
    for each in inputs:
        call(each)
    return 1000 * (time.process_time() - start) / len(inputs)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    sys.exit(main())
