"""The guard on real sockets: no crawl reaches a server of this machine that was not allowed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from scrapy.utils.test import get_crawler

from newscrawl.downloader.guard.middleware import GuardMiddleware
from tests.local_site import Answer, LocalSite, Probed

Probe = Callable[..., Probed]
Serve = Callable[..., LocalSite]

SPELLINGS = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "017700000001",
    "0",
    "0.0.0.0",  # noqa: S104 - an address to refuse
    "127.0.0.1.",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::1]",
    "localhost",
    "LOCALHOST",
    "inside.example",
    "inside6.example",
    "mapped.example",
    "①②⑦.0.0.1",
]
NAMES = {
    "inside.example": ["127.0.0.1"],
    "inside6.example": ["::1"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "allowed.example": ["127.0.0.1"],
    "mixed.example": ["10.255.255.1", "127.0.0.1"],
}


def refused(probed: Probed, url: str) -> bool:
    kind, *_ = probed.failures.get(url, [""])
    return kind == "AddressRefused"


def test_no_spelling_of_a_start_address_reaches_a_private_server(probe: Probe, serve: Serve) -> None:
    inside, inside6 = serve(), serve("::1")
    urls = [inside.url("/secret", spelling) for spelling in SPELLINGS]
    urls += [inside6.url("/secret", spelling) for spelling in ("[::1]", "localhost", "inside6.example")]
    probed = probe(*urls, dns=NAMES)
    assert (inside.connections, inside6.connections) == (0, 0)
    assert not probed.answers
    assert [url for url in urls if not refused(probed, url)] == []
    assert probed.stat("newscrawl/network/refused") == len(urls)
    assert probed.stat("retry/count") == 0
    assert "Traceback" not in probed.log


def test_redirects_links_and_robots_addresses_are_refused_too(probe: Probe, serve: Serve) -> None:
    inside, outside, straying = serve(), serve(), serve()
    for path, spelling in (("/numeric", "127.0.0.1"), ("/name", "inside.example"), ("/hex", "0x7f000001")):
        outside.pages[path] = Answer.redirect(inside.url("/secret", spelling))
    links = [inside.url(f"/linked-{number}", spelling) for number, spelling in enumerate(SPELLINGS)]
    outside.pages["/links"] = Answer.links(*links)
    straying.pages["/robots.txt"] = Answer.redirect(inside.url("/robots.txt"))
    straying.pages["/page"] = Answer()
    redirecting = [outside.url(path) for path in ("/numeric", "/name", "/hex")]
    probed = probe(
        *redirecting,
        outside.url("/links"),
        straying.url("/page"),
        dns=NAMES,
        follow=True,
        settings={"NEWSCRAWL_ALLOWED_PRIVATE_HOSTS": [f"127.0.0.1:{outside.port}", f"127.0.0.1:{straying.port}"]},
    )
    assert inside.connections == 0
    assert list(probed.answers) == [outside.url("/links")]
    assert all(refused(probed, url) for url in [*redirecting, straying.url("/page")])
    assert "/page" not in straying.paths()
    assert probed.stat("newscrawl/network/refused") == len(links) + len(redirecting) + 1
    assert probed.log.count(" WARNING: Refused ") == probed.stat("newscrawl/network/refused")
    assert f"Refused {inside.url('/secret')}: 127.0.0.1 is loopback" in probed.log


def test_allowed_hosts_are_asked_and_nothing_beside_them(probe: Probe, serve: Serve) -> None:
    site, other = serve(), serve()
    site.pages["/page"] = other.pages["/page"] = Answer()
    good = [site.url("/page"), site.url("/page", "0x7f000001"), site.url("/page", "allowed.example")]
    bad = [other.url("/page"), site.url("/page", "inside.example"), site.url("/page", "localhost")]
    probed = probe(
        *good,
        *bad,
        dns=NAMES,
        settings={"NEWSCRAWL_ALLOWED_PRIVATE_HOSTS": f"127.0.0.1:{site.port},allowed.example"},
    )
    assert sorted(probed.answers) == sorted(good)
    assert all(refused(probed, url) for url in bad)
    assert other.connections == 0
    assert "/robots.txt" in site.paths()


def test_a_server_of_the_spider_itself_is_allowed_at_run_time(probe: Probe, serve: Serve) -> None:
    demo, other, intranet = serve(), serve(), serve()
    for site in (demo, other, intranet):
        site.pages["/page"] = Answer()
    probed = probe(
        demo.url("/page"),
        other.url("/page"),
        intranet.url("/page", "intranet.example"),
        allow=[("127.0.0.1", demo.port)],
        custom={"NEWSCRAWL_ALLOWED_PRIVATE_HOSTS": [f"intranet.example:{intranet.port}"]},
        dns={"intranet.example": ["127.0.0.1"]},
    )
    assert sorted(probed.answers) == sorted([demo.url("/page"), intranet.url("/page", "intranet.example")])
    assert other.connections == 0


def test_the_guard_is_turned_off_only_by_name(probe: Probe, serve: Serve) -> None:
    site = serve()
    site.pages["/page"] = Answer()
    probed = probe(site.url("/page"), settings={"NEWSCRAWL_GUARD_ENABLED": False})
    assert list(probed.answers) == [site.url("/page")]
    assert "private addresses are not refused" in probed.log


def test_a_download_handler_that_asks_no_reactor_is_not_crawled_with() -> None:
    handlers = {"https": "scrapy.core.downloader.handlers._httpx.HttpxDownloadHandler"}
    with pytest.raises(ValueError, match="does not ask the resolver"):
        GuardMiddleware.from_crawler(get_crawler(settings_dict={"DOWNLOAD_HANDLERS": handlers}))


def test_a_name_with_several_private_addresses_is_refused_for_all(probe: Probe, serve: Serve) -> None:
    inside = serve()
    url = inside.url("/secret", "mixed.example")
    probed = probe(url, dns=NAMES)
    assert inside.connections == 0
    assert refused(probed, url)


def test_other_schemes_and_malformed_addresses_are_refused(probe: Probe, serve: Serve) -> None:
    site = serve()
    site.pages["/"] = Answer()
    urls = [
        "file:///etc/hostname",
        "data:,texte",
        f"ftp://127.0.0.1:{site.port}/",
        "s3://bucket/key",
        f"http://{'a' * 70}.example/",
        "http://a..example/",
        f"http://user@127.0.0.1:{site.port}/",
        f"http://public.example@127.0.0.1:{site.port}/",
    ]
    probed = probe(*urls, settings={"DOWNLOAD_TIMEOUT": 5})
    assert not probed.answers
    assert sorted(probed.failures) == sorted(urls)
    assert site.connections == 0
    assert "Traceback" not in probed.log


@pytest.mark.parametrize(
    "resolver", ["scrapy.resolver.CachingThreadedResolver", "scrapy.resolver.CachingHostnameResolver"]
)
def test_another_resolver_is_guarded_as_well(probe: Probe, serve: Serve, resolver: str) -> None:
    inside = serve()
    urls = [inside.url("/secret", spelling) for spelling in ("localhost", "127.0.0.1", "127.1")]
    probed = probe(*urls, settings={"TWISTED_DNS_RESOLVER": resolver})
    assert inside.connections == 0
    assert all(refused(probed, url) for url in urls)
