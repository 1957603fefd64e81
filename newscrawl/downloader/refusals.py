"""Why a request ends without an answer, where the reason is ours: never retried, never a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK

from newscrawl.downloader.purposes import RequestPurpose, purpose_of

if TYPE_CHECKING:
    from scrapy import Request


class Refusal(IgnoreRequest):
    """What every refusal has in common: a sentence for people, and a short code for stats."""

    reason_code = "refused"

    def __init__(self, reason: str, code: str | None = None) -> None:
        super().__init__(reason)
        self.reason_code = code or type(self).reason_code


class AddressRefused(Refusal):
    """The request would have reached what is no site of the public Internet."""

    reason_code = "address_refused"


class CertificateRefused(Refusal):
    """The server could not prove that it is who the address names."""

    reason_code = "certificate"


class RobotsRefused(Refusal):
    """The site's robots.txt forbids the request: `robots`, `robots_unreadable` or a too long `crawl_delay`."""

    reason_code = "robots"


class ResponseRefused(Refusal):
    """The answer is no page: `too_large`, `not_text`, `bad_encoding`, or a redirect that is not followed."""

    reason_code = "no_page"


class RetryLater(Refusal):
    """The host has asked to be left alone for longer than this run can wait."""

    reason_code = "retry_later"


class RunStopping(Refusal):
    """The run is being stopped, and the request is left for the next one."""

    reason_code = "stopping"


def is_robots_request(request: Request) -> bool:
    """Whether the request is for a robots.txt that a page's request waits for and answers for."""
    return request.callback is NO_CALLBACK and purpose_of(request) is RequestPurpose.ROBOTS
