"""Proxies of the environment: not used unless they are trusted, since a proxy resolves names where no guard sees it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.downloadermiddlewares.httpproxy import HttpProxyMiddleware
from scrapy.exceptions import NotConfigured
from scrapy.utils.url import add_http_if_no_scheme

from newscrawl import options
from newscrawl.downloader.guard.permissions import HostPort, host_key, trusted_proxies

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request, Spider
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class TrustedProxyMiddleware(HttpProxyMiddleware):
    """Scrapy's proxy support, behind `NEWSCRAWL_PROXY_TRUSTED`.

    Untrusted, the environment's `http_proxy` and `https_proxy` are left alone with one warning and the site is asked
    directly; a request that carries `meta["proxy"]` is refused by the guard.  Trusted, the guard still refuses private
    addresses and names that resolve to one here.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it, or raise `NotConfigured` where it is off."""
        middleware = super().from_crawler(crawler)
        if options.PROXY_TRUSTED.read(crawler.settings):
            return middleware
        used = sorted({"http", "https"} & set(middleware.proxies))
        if used:
            logger.warning(
                "The environment's proxy for %s is not used: it would resolve names itself, past the guard against "
                "private addresses. NEWSCRAWL_PROXY_TRUSTED = True uses it all the same.",
                " and ".join(used),
            )
        raise NotConfigured

    def process_request(self, request: Request, spider: Spider | None = None) -> None:  # noqa: ARG002 - the base's
        """Give the request its proxy, and let the guard know that the way there is allowed."""
        super().process_request(request)
        proxy = request.meta.get("proxy")
        if proxy:
            _trust(proxy)


def _trust(proxy: str) -> None:
    parts = urlsplit(add_http_if_no_scheme(proxy))
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    if not trusted_proxies.allow(host, port):
        trusted_proxies.add(HostPort(host_key(host), port))
