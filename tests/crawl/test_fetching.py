"""What is fetched past the scheduler: as Scrapy's downloader is asked, and what of its answers is a failure."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response

from newscrawl.crawl.fetching import GONE, REDIRECTS, DownloaderFetch, PageRequest, Unanswered, scrapy_request
from newscrawl.downloader.purposes import RequestPurpose, purpose_of
from newscrawl.downloader.refusals import RobotsRefused, RunStopping

URL = "https://vallee.example/depeches/"


def fetched(answer: Response | Exception, **wanted: Any) -> Response:
    async def download(request: Request) -> Response:
        if isinstance(answer, Exception):
            raise answer
        return answer.replace(request=request)

    crawler: Any = SimpleNamespace(engine=SimpleNamespace(download_async=download))
    asked = PageRequest(url=URL, **{"purpose": RequestPurpose.SOURCE, **wanted})
    return asyncio.run(DownloaderFetch(crawler)(asked))


@pytest.mark.parametrize("purpose", RequestPurpose)
def test_a_request_tells_what_it_is_for(purpose: RequestPurpose) -> None:
    assert purpose_of(scrapy_request(PageRequest(url=URL, purpose=purpose))) is purpose


def test_redirects_are_followed_unless_they_are_an_answer() -> None:
    source = scrapy_request(PageRequest(url=URL, purpose=RequestPurpose.SOURCE, answers=frozenset((304,))))
    assert "dont_redirect" not in source.meta
    moved = scrapy_request(PageRequest(url=URL, purpose=RequestPurpose.ARTICLE, answers=GONE | REDIRECTS))
    assert moved.meta["dont_redirect"] is True
    assert set(moved.meta["handle_httpstatus_list"]) == GONE | REDIRECTS


def test_a_form_is_posted_and_a_condition_is_a_header() -> None:
    form = scrapy_request(PageRequest(url=URL, purpose=RequestPurpose.SOURCE, form=(("action", "plus"), ("page", "2"))))
    assert (form.method, form.body) == ("POST", b"action=plus&page=2")
    asked = scrapy_request(PageRequest(url=URL, purpose=RequestPurpose.SOURCE, headers={"If-None-Match": '"a"'}))
    assert asked.headers["If-None-Match"] == b'"a"'


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Response(URL, status=404), "http_404"),
        (Response(URL, status=304), "http_304"),
        (DownloadTimeoutError(), "timeout"),
        (RobotsRefused("forbidden"), "robots"),
    ],
)
def test_a_page_that_cannot_be_had_says_why(answer: Response | Exception, reason: str) -> None:
    with pytest.raises(Unanswered) as finding:
        fetched(answer)
    assert finding.value.reason == reason


def test_a_status_that_is_wanted_is_an_answer() -> None:
    assert fetched(Response(URL, status=410), answers=GONE).status == 410
    assert fetched(Response(URL, status=204)).status == 204


def test_the_end_of_a_run_is_no_failure_of_the_page() -> None:
    with pytest.raises(RunStopping):
        fetched(RunStopping("the run is being stopped"))


def test_an_error_of_ours_keeps_its_cause() -> None:
    error = KeyError("a bug")
    with pytest.raises(Unanswered) as finding:
        fetched(error)
    assert (finding.value.reason, finding.value.__cause__) == ("unexpected", error)
