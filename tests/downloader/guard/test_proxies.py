"""Proxies of the environment: refused unless trusted, and guarded when they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.local_site import Answer, LocalSite, Probed

Probe = Callable[..., Probed]
Serve = Callable[..., LocalSite]

TRUSTED = {"NEWSCRAWL_PROXY_TRUSTED": True}


def through(proxy: LocalSite, names: tuple[str, ...] = ("http_proxy", "https_proxy", "all_proxy")) -> dict[str, str]:
    """An environment that sends everything through `proxy`."""
    return {spelt: proxy.url() for name in names for spelt in (name, name.upper())}


def test_an_untrusted_proxy_of_the_environment_is_not_used(probe: Probe, serve: Serve) -> None:
    proxy, site = serve(), serve()
    site.pages["/page"] = Answer()
    allowed = {"NEWSCRAWL_ALLOWED_PRIVATE_HOSTS": f"127.0.0.1:{site.port}"}
    inside = serve()
    secrets = [inside.url("/secret"), inside.url("/secret", "inside.example")]
    probed = probe(
        site.url("/page"),
        *secrets,
        environment=through(proxy),
        dns={"inside.example": ["127.0.0.1"]},
        settings=allowed,
    )
    assert proxy.connections == inside.connections == 0
    assert list(probed.answers) == [site.url("/page")]
    assert [probed.failures[url][0] for url in secrets] == ["AddressRefused"] * 2
    assert probed.log.count("The environment's proxy for http and https is not used") == 1


def test_a_request_with_a_proxy_of_its_own_is_refused(probe: Probe, serve: Serve) -> None:
    proxy = serve()
    urls = ["http://public.example/", "https://public.example/", "http://127.0.0.1/"]
    probed = probe(*urls, meta={"proxy": proxy.url()})
    assert proxy.connections == 0
    assert [probed.failures[url][0] for url in urls] == ["AddressRefused"] * len(urls)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_trusted_proxy_is_asked_for_public_names_alone(probe: Probe, serve: Serve, scheme: str) -> None:
    proxy = serve()
    proxy.pages["http://public.example/page"] = Answer()
    private = ["127.0.0.1", "127.1", "0x7f000001", "[::1]", "inside.example", "half.example", "10.0.0.1"]
    private.append(f"127.0.0.1:{proxy.port}")
    urls = [f"{scheme}://{host}/page" for host in private]
    good = [f"{scheme}://public.example/page", f"{scheme}://unknown.example/page"]
    probed = probe(
        *urls,
        *good,
        environment=through(proxy),
        settings=TRUSTED,
        dns={
            "inside.example": ["127.0.0.1"],
            "half.example": ["8.8.8.8", "10.0.0.1"],
            "public.example": ["8.8.8.8"],
            "unknown.example": [],
        },
    )
    assert [probed.failures[url][0] for url in urls] == ["AddressRefused"] * len(urls)
    hosts = {path.removeprefix("http://").partition("/")[0].partition(":")[0] for path in proxy.paths()}
    assert hosts == {"public.example", "unknown.example"}
    assert scheme == "https" or list(probed.answers) == [good[0]]


def test_the_trusted_proxy_itself_is_no_site(probe: Probe, serve: Serve) -> None:
    proxy = serve()
    url = proxy.url("/admin")
    public = "http://public.example/"
    environment = through(proxy) | {"no_proxy": "127.0.0.1", "NO_PROXY": "127.0.0.1"}
    probed = probe(public, url, environment=environment, settings=TRUSTED, dns={"public.example": ["8.8.8.8"]})
    assert probed.failures[url] == ["AddressRefused", "it is the proxy, not a site"]
    assert not any(path.startswith("/") for path in proxy.paths())
