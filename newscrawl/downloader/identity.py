"""Who we say we are: name, version, and where a site's people can write to."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.useragent import UserAgentMiddleware
from scrapy.utils.httpobj import urlparse_cached

from newscrawl import options
from newscrawl.downloader.guard.addresses import allowed_hosts

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request, Spider
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


def user_agent(product: str, contact: str | None) -> str:
    """`newscrawl/0.1.0 (+https://example.org/crawler)`; the product alone without a contact.

    Raises `ValueError`, in one line, if the contact is neither an http address nor an e-mail address.
    """
    contact = options.CONTACT.read({options.CONTACT.name: contact})
    return f"{product} (+{contact})" if contact else product


class IdentityMiddleware(UserAgentMiddleware):
    """Signs each request with `USER_AGENT` and `NEWSCRAWL_CONTACT`, and warns once a run while that is unset.

    A crawl that asks private hosts alone, as the demo does, is not warned: there is nobody to write.
    """

    def __init__(self, agent: str, *, anonymous: bool) -> None:
        super().__init__(agent)
        self._to_warn = anonymous

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a run."""
        contact = options.CONTACT.read(crawler.settings)
        return cls(user_agent(crawler.settings["USER_AGENT"], contact), anonymous=not contact)

    def process_request(self, request: Request, spider: Spider | None = None) -> None:  # noqa: ARG002 - the base's
        """Set the header, where the request brings none of its own."""
        if self._to_warn:
            self._warn(request)
        super().process_request(request)

    def _warn(self, request: Request) -> None:
        host = urlparse_cached(request).hostname
        if not host or allowed_hosts.allow(host, 0):
            return
        self._to_warn = False
        logger.warning(
            "NEWSCRAWL_CONTACT is not set: sites cannot tell whose crawler this is. "
            "Set it to an address of yours, https or e-mail."
        )
