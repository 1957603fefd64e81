"""Refuses requests that leave the public web, last of all before the downloader: redirects, links, robots.txt alike."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.downloadermiddlewares.httpproxy import HttpProxyMiddleware
from scrapy.exceptions import CannotResolveHostError, DownloadFailedError, NotConfigured
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import load_object
from scrapy.utils.url import add_http_if_no_scheme

from newscrawl import options
from newscrawl.downloader.guard.addresses import (
    HostPort,
    allowed_hosts,
    host_key,
    parse_literal,
    private_reason,
    trusted_proxies,
)
from newscrawl.downloader.guard.resolver import GuardedResolver, allow_from_settings, ensure_guarded
from newscrawl.downloader.refusals import AddressRefused, CertificateRefused, is_robots_request

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request, Spider
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)
_PORTS = {"http": 80, "https": 443}
_BAD_CERTIFICATE = ("certificate verify failed", "VerificationError")


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


class GuardMiddleware:
    """Checks scheme, literal address and proxy of each request, and names the reason when the resolver refused.

    A refused request is not retried.  It is one warning, one count in `newscrawl/network/refused`, and an
    `AddressRefused` for the errback.  `NEWSCRAWL_GUARD_ENABLED = False` turns guard and resolver off.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.proxy_trusted = options.PROXY_TRUSTED.read(crawler.settings)
        self._allowed: list[HostPort] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it, or raise `NotConfigured` where it is off."""
        if not options.GUARD_ENABLED.read(crawler.settings):
            logger.warning("NEWSCRAWL_GUARD_ENABLED is off: private addresses are not refused")
            raise NotConfigured
        _require_guardable(crawler)
        middleware = cls(crawler)
        crawler.signals.connect(middleware.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(middleware.spider_closed, signal=signals.spider_closed)
        return middleware

    def spider_opened(self) -> None:
        """Allow what the spider's own settings allow, for as long as it runs."""
        self._allowed = allow_from_settings(self.crawler.settings)

    def spider_closed(self) -> None:
        """Allow it no longer."""
        for entry in self._allowed:
            allowed_hosts.remove(entry)
        self._allowed = []

    async def process_request(self, request: Request) -> None:
        """Raise `AddressRefused` where the address alone tells; for names, the resolver does."""
        resolver = _resolver()
        where = _target(request)
        if isinstance(where, str):
            raise self._refuse(request, where)
        if allowed_hosts.allow(*where) and not request.meta.get("proxy"):
            return
        reason = self._literal_reason(where)
        if reason is None and request.meta.get("proxy"):
            reason = await self._proxy_reason(where, resolver)
        if reason:
            raise self._refuse(request, reason)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Name the reason where the resolver gave no address out, or the server's certificate is not its own.

        Neither changes by asking again, so neither is left to the retry middleware.
        """
        if isinstance(exception, DownloadFailedError) and any(sign in str(exception) for sign in _BAD_CERTIFICATE):
            self.crawler.stats.inc_value("newscrawl/network/bad_certificate")
            logger.warning("No valid certificate at %s", request.url)
            raise CertificateRefused("the server's certificate could not be verified") from exception
        if not isinstance(exception, CannotResolveHostError):
            return
        where = _target(request)
        reason = None if isinstance(where, str) else _resolver().refusal(where.host, where.port or 0)
        if reason:
            raise self._refuse(request, reason) from exception

    def _literal_reason(self, where: HostPort) -> str | None:
        if allowed_hosts.allow(*where):
            return None
        if trusted_proxies.allow(*where):
            return "it is the proxy, not a site"
        literal = parse_literal(where.host)
        reason = literal and private_reason(literal)
        return f"{literal} is {reason}" if reason else None

    async def _proxy_reason(self, where: HostPort, resolver: GuardedResolver) -> str | None:
        if not self.proxy_trusted:
            return "a proxy resolves names itself, and NEWSCRAWL_PROXY_TRUSTED is not set"
        if allowed_hosts.allow(*where) or parse_literal(where.host):
            return None
        return await maybe_deferred_to_future(resolver.private_among(where.host))

    def _refuse(self, request: Request, reason: str) -> AddressRefused:
        if not is_robots_request(request):
            report_refusal(self.crawler, request, reason)
        return AddressRefused(reason)


def report_refusal(crawler: Crawler, request: Request, reason: str) -> None:
    """Log and count one refused request; where its host may be allowed, the line says how."""
    host = urlsplit(request.url).netloc.rpartition("@")[2]
    way = "" if "proxy" in reason else f" (-s {options.ALLOWED_PRIVATE_HOSTS.name}={host} allows it)"
    logger.warning("Refused %s: %s%s", request.url, reason, way)
    crawler.stats.inc_value("newscrawl/network/refused")


def _resolver() -> GuardedResolver:
    from twisted.internet import reactor  # noqa: PLC0415 - installs the default reactor when imported too early

    return ensure_guarded(reactor)


def _target(request: Request) -> HostPort | str:
    """The host and port a request names, or why it names none that is crawled."""
    parts = urlparse_cached(request)
    if parts.scheme not in _PORTS:
        return f"{parts.scheme}: is not a scheme of the web"
    try:
        host, port = parts.hostname, parts.port
    except ValueError as error:
        return f"malformed address, {error}"
    if not host:
        return "no host"
    if "@" in parts.netloc:
        return "it names a user, and credentials are not sent"
    return HostPort(host, port or _PORTS[parts.scheme])


def _require_guardable(crawler: Crawler) -> None:
    """Raise `ValueError` where requests would not ask the reactor's resolver: better no crawl than an unguarded one."""
    handlers: dict[str, Any] = dict(crawler.settings.getwithbase("DOWNLOAD_HANDLERS"))
    for scheme in _PORTS:
        handler = handlers.get(scheme)
        if handler and not issubclass(load_object(handler), HTTP11DownloadHandler):
            raise ValueError(
                f"DOWNLOAD_HANDLERS[{scheme!r}] does not ask the resolver that refuses private addresses; "
                "NEWSCRAWL_GUARD_ENABLED = False crawls without that protection"
            )
