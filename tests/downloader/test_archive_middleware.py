"""What is taken of an exchange, and when it is written."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request, Spider
from scrapy.exceptions import NotConfigured
from scrapy.http import HtmlResponse, Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.test import get_crawler

from newscrawl.downloader.archive import SERVED_AT, ArchiveMiddleware
from newscrawl.downloader.purposes import RequestPurpose, meta_for
from newscrawl.pipelines.archive import CAPTURE, ArchivePipeline
from newscrawl.sources import Link
from newscrawl.warc.archive import Capture

URL = "https://essai.example/monde/seisme?page=1"
HTML, JSON = {"Content-Type": "text/html"}, {"Content-Type": "application/json"}
ARTICLE, SOURCE = meta_for(RequestPurpose.ARTICLE), meta_for(RequestPurpose.SOURCE)


class Essai(Spider):
    name = "essai"
    site = "essai"
    timezone = "Europe/Paris"
    country = "FR"


class Archived:
    """A middleware over an archive that remembers what it was given."""

    def __init__(self) -> None:
        self.kept: list[Capture] = []
        crawler = get_crawler(Essai, {"NEWSCRAWL_ARCHIVE_ENABLED": True, "NEWSCRAWL_TDM_POLICY": "record"})
        crawler.spider = crawler._create_spider()
        archive: Any = {ArchivePipeline: SimpleNamespace(keep=self.kept.append)}
        crawler.get_item_pipeline = archive.get  # type: ignore[method-assign]
        self.middleware = ArchiveMiddleware.from_crawler(crawler)

    def take(
        self, request: Request, status: int = 200, flags: list[str] | None = None, **values: Any
    ) -> Capture | None:
        """What waits for a reader after a response."""
        response = Response(request.url, status=status, request=request, flags=flags, **values)
        assert self.middleware.process_response(request, response) is response
        found: Capture | None = request.meta.get(CAPTURE)
        return found


@pytest.fixture
def archived() -> Archived:
    return Archived()


@pytest.mark.parametrize(
    ("meta", "status", "headers", "purpose", "waits"),
    [
        pytest.param(ARTICLE, 200, HTML, "article", True, id="an article"),
        pytest.param(meta_for(RequestPurpose.PART), 200, HTML, "part", True, id="a part"),
        pytest.param(ARTICLE, 301, HTML, "article", False, id="a redirect"),
        pytest.param(ARTICLE, 304, {}, "article", False, id="not modified"),
        pytest.param(ARTICLE, 410, HTML, "article", False, id="gone"),
        pytest.param(SOURCE, 200, JSON, "source", True, id="a source"),
        pytest.param(SOURCE, 206, HTML, "source", False, id="a source that nobody reads"),
        pytest.param(meta_for(RequestPurpose.ROBOTS), 200, {}, "site_file", False, id="robots.txt"),
        pytest.param(meta_for(RequestPurpose.RESERVATIONS), 404, HTML, "site_file", False, id="no tdmrep.json"),
        pytest.param({}, 200, HTML, "other", True, id="a page of the spider's own"),
        pytest.param({}, 200, JSON, "other", False, id="data of the spider's own"),
    ],
)  # fmt: skip
def test_pages_wait_for_a_reader(
    archived: Archived, meta: dict[str, Any], status: int, headers: dict[str, str], purpose: str, waits: bool
) -> None:
    waiting = archived.take(Request(URL, NO_CALLBACK, meta=dict(meta)), status, headers=headers)
    (capture,) = [waiting] if waiting is not None else archived.kept
    assert (waiting is not None) is waits
    assert capture.notes.purpose == purpose
    assert capture.exchange.status == status


def test_an_exchange_is_taken_as_it_went_over_the_wire(archived: Archived) -> None:
    served_at = "http://127.0.0.1:8000/monde/seisme?page=1"
    known = {"newscrawl_reservation": (False, None), "newscrawl_link": Link(URL, "Un séisme"), SERVED_AT: served_at}
    asked = Request(URL, headers={"Cookie": "s=1", "Accept": "*/*"}, meta=ARTICLE | known)
    headers: dict[str, Any] = {"Set-Cookie": "s=2", "Vary": ["Accept", "Cookie"], "Content-Encoding": "gzip"}
    capture = archived.take(asked, headers=headers, body=b"packed", protocol="HTTP/1.0", flags=["download_stopped"])
    assert capture is not None
    exchange, notes = capture.exchange, capture.notes
    assert exchange.url == URL
    assert sorted(exchange.headers) == [("Content-Encoding", "gzip"), ("Vary", "Accept"), ("Vary", "Cookie")]
    assert exchange.request_headers == (("Accept", "*/*"),)
    assert (exchange.body, exchange.version, exchange.truncated) == (b"packed", "HTTP/1.0", True)
    assert notes.fetched_url == served_at
    assert (notes.site, notes.spider, notes.timezone, notes.country) == ("essai", "essai", "Europe/Paris", "FR")
    assert (notes.link, notes.reservation.reserved, notes.policy) == (Link(URL, "Un séisme"), False, "record")
    assert notes.reference == exchange.moment


def test_an_answer_is_never_taken_for_the_one_before(archived: Archived) -> None:
    request = Request(URL, meta=dict(ARTICLE))
    assert archived.take(request, headers=HTML) is not None
    assert archived.take(request, 503) is None
    assert [capture.exchange.status for capture in archived.kept] == [503]


def test_what_comes_from_a_cache_is_no_exchange(archived: Archived) -> None:
    assert archived.take(Request(URL, meta=dict(ARTICLE)), flags=["cached"]) is None
    assert archived.kept == []


def test_without_archive_there_is_no_middleware() -> None:
    with pytest.raises(NotConfigured):
        ArchiveMiddleware.from_crawler(get_crawler(Essai))
    with pytest.raises(NotConfigured):
        ArchivePipeline.from_crawler(get_crawler(Essai))


def test_what_no_archive_takes_passes(archived: Archived) -> None:
    nothing: Any = {}.get
    archived.middleware.crawler.get_item_pipeline = nothing  # type: ignore[method-assign]
    response = HtmlResponse(URL)
    request = Request(URL, meta=dict(ARTICLE))
    assert archived.middleware.process_response(request, response) is response
    assert CAPTURE not in request.meta
