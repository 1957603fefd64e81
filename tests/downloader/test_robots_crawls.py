"""robots.txt and Crawl-delay on real sockets."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from itertools import pairwise

import pytest
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware

from tests.local_site import Answer, LocalSite, Probed

Probe = Callable[..., Probed]
Serve = Callable[..., LocalSite]

ALLOWED = {"NEWSCRAWL_ALLOWED_PRIVATE_HOSTS": "127.0.0.1,site.example"}
RULES = """User-agent: *
Disallow: /

User-agent: newscrawl
Allow: /
Disallow: /prive/
"""


def open_site(serve: Serve, robots: Answer) -> LocalSite:
    site = serve()
    site.pages["/robots.txt"] = robots
    for path in ("/a", "/b", "/c", "/d", "/prive/a"):
        site.pages[path] = Answer()
    return site


def test_rules_for_newscrawl_are_obeyed_on_allowed_private_hosts_as_well(probe: Probe, serve: Serve) -> None:
    site = open_site(serve, Answer.text(RULES))
    site.pages["/moved"] = Answer.redirect("/prive/a")
    probed = probe(site.url("/a"), site.url("/prive/a"), site.url("/moved"), settings=ALLOWED)
    assert list(probed.answers) == [site.url("/a")]
    assert set(site.paths()) == {"/robots.txt", "/a", "/moved"}
    assert probed.failures[site.url("/moved")] == ["RobotsRefused", "forbidden by robots.txt"]
    assert probed.stat("robotstxt/forbidden") == 2
    assert probed.stat("robotstxt/request_count") == 1


def test_a_failing_robots_txt_forbids_the_site_for_the_run(probe: Probe, serve: Serve) -> None:
    sites = [open_site(serve, Answer(b"User-agent: *\nAllow: /", status)) for status in (500, 503, 599, 429)]
    probed = probe(*(site.url(path) for site in sites for path in ("/a", "/b")), settings=ALLOWED)
    assert not probed.answers
    assert {path for site in sites for path in site.paths()} == {"/robots.txt"}
    assert {failure[0] for failure in probed.failures.values()} == {"RobotsRefused"}
    assert set(probed.codes.values()) == {"robots_unreadable"}
    assert probed.stat("newscrawl/robots/unreadable") == len(sites)
    assert probed.stat("robotstxt/forbidden") == 2 * len(sites)
    assert probed.log.count("Nothing is crawled behind") == len(sites)


def test_no_robots_txt_means_no_rules(probe: Probe, serve: Serve) -> None:
    """The page that comes with the status is no robots.txt either, whatever it says."""
    sites = [open_site(serve, Answer(b"User-agent: *\nDisallow: /", status)) for status in (401, 403, 404, 410)]
    probed = probe(*(site.url("/a") for site in sites), settings=ALLOWED)
    assert sorted(probed.answers) == sorted(site.url("/a") for site in sites)


def test_an_unreachable_robots_txt_forbids_the_site(probe: Probe, serve: Serve) -> None:
    answers = [Answer(hang=30), Answer.redirect("/robots.txt"), Answer.redirect("ftp://x/"), Answer(b"x" * 300_000)]
    sites = [open_site(serve, robots) for robots in answers]
    settings = {"DOWNLOAD_TIMEOUT": 0.3, "RETRY_ENABLED": False, "DOWNLOAD_MAXSIZE": 100_000}
    probed = probe(*(site.url("/a") for site in sites), settings=ALLOWED | settings)
    assert {path for site in sites for path in site.paths()} == {"/robots.txt"}
    assert [probed.failures[site.url("/a")][0] for site in sites] == ["RobotsRefused"] * len(sites)
    assert "Traceback" not in probed.log


def test_requests_that_wait_together_share_one_fetch(probe: Probe, serve: Serve) -> None:
    site = open_site(serve, Answer(RULES.encode(), headers={"Content-Type": "application/octet-stream"}, hang=0.3))
    urls = [site.url(path) for path in ("/a", "/b", "/prive/a", "/c")]
    probed = probe(*urls, settings=ALLOWED | {"CONCURRENT_REQUESTS": 8, "CONCURRENT_REQUESTS_PER_DOMAIN": 8})
    assert site.paths().count("/robots.txt") == 1
    assert sorted(probed.answers) == sorted(url for url in urls if "prive" not in url)


@pytest.mark.parametrize("throttle", [False, True])
def test_crawl_delay_is_kept(probe: Probe, serve: Serve, throttle: bool) -> None:
    site = open_site(serve, Answer.text("User-agent: *\nCrawl-delay: 0.3\n"))
    other = open_site(serve, Answer.text(""))
    urls = [site.url(path) for path in ("/a", "/b", "/c", "/d")]
    settings = {
        "CONCURRENT_REQUESTS": 8,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
        "DOWNLOAD_DELAY_JITTER": 0.5,
        "AUTOTHROTTLE_ENABLED": throttle,
        "AUTOTHROTTLE_START_DELAY": 0.01,
    }
    probed = probe(
        *urls, other.url("/a", "site.example"), dns={"site.example": ["127.0.0.1"]}, settings=ALLOWED | settings
    )
    assert len(probed.answers) == 5
    spacings = [later - sooner for sooner, later in pairwise(site.times())]
    assert len(spacings) == 4
    # A timer may fire a hair early, and a request that is noted late shortens the spacing behind it.
    assert sorted(spacings)[1] > 0.27
    assert probed.stat("newscrawl/crawl_delay/sites") == 1


def test_a_crawl_delay_never_makes_us_faster(probe: Probe, serve: Serve) -> None:
    site = open_site(serve, Answer.text("User-agent: *\nCrawl-delay: 0.01\n"))
    probe(site.url("/a"), site.url("/b"), settings=ALLOWED | {"DOWNLOAD_DELAY": 0.3, "DOWNLOAD_DELAY_JITTER": 0})
    assert min(later - sooner for sooner, later in pairwise(site.times())) > 0.27


def test_a_site_that_asks_for_more_than_the_cap_is_left_alone(probe: Probe, serve: Serve) -> None:
    site = open_site(serve, Answer.text("User-agent: *\nCrawl-delay: 3600\n"))
    probed = probe(site.url("/a"), site.url("/b"), settings=ALLOWED)
    assert site.paths() == ["/robots.txt"]
    assert probed.failures[site.url("/a")] == [
        "RobotsRefused",
        "Crawl-delay of 3600 s is above NEWSCRAWL_CRAWL_DELAY_MAX",
    ]
    assert probed.codes[site.url("/a")] == "crawl_delay"
    assert probed.stat("newscrawl/crawl_delay/refused") == 2


def test_a_crawl_delay_that_says_nothing_is_none(probe: Probe, serve: Serve) -> None:
    sites = [
        open_site(serve, Answer.text(f"User-agent: *\nCrawl-delay: {delay}\n")) for delay in ("-5", "nan", "0", "x")
    ]
    probed = probe(*(site.url("/a") for site in sites), settings=ALLOWED)
    assert sorted(probed.answers) == sorted(site.url("/a") for site in sites)
    assert probed.stat("newscrawl/crawl_delay/sites") == 0


def test_scrapy_still_has_what_the_middleware_builds_on() -> None:
    source = inspect.getsource(RobotsTxtMiddleware)
    assert "rp = await self.robot_parser(request)\n        self.process_request_2(rp, request)" in source
    for name in ("_robotstxt_useragent", "_default_useragent", "_parserimpl", "_stats", "DOWNLOAD_PRIORITY"):
        assert f"self.{name}" in source
