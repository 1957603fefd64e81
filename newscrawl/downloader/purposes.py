"""What a request is for, which decides how its answer is treated on the way and noted in the archive."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scrapy import Request

    from newscrawl.warc.notes import Purpose

_KEY = "newscrawl_purpose"


class RequestPurpose(StrEnum):
    """What was asked for."""

    ARTICLE = "article"
    """The page of an article."""
    PART = "part"
    """A further page of an article over several."""
    SOURCE = "source"
    """A document of a source."""
    ROBOTS = "robots"
    """A site's robots.txt, which a page's request waits and answers for."""
    RESERVATIONS = "reservations"
    """A site's tdmrep.json."""
    FILE = "file"
    """Something else that a spider wants, of any type."""
    OTHER = "other"
    """Something else that a spider wants, which is text."""

    @property
    def is_page(self) -> bool:
        """Whether it is for (a part of) an article, whose reservations count and which stays with its publisher."""
        return self in {RequestPurpose.ARTICLE, RequestPurpose.PART}

    @property
    def is_of_any_type(self) -> bool:
        """Whether the answer may be no text by its type, as the gzip files of sitemaps."""
        return not (self.is_page or self is RequestPurpose.OTHER)

    @property
    def recorded(self) -> Purpose:
        """How the archive names it."""
        return _RECORDED.get(self, "other")


_RECORDED: dict[RequestPurpose, Purpose] = {
    RequestPurpose.ARTICLE: "article",
    RequestPurpose.PART: "part",
    RequestPurpose.SOURCE: "source",
    RequestPurpose.ROBOTS: "site_file",
    RequestPurpose.RESERVATIONS: "site_file",
}


def meta_for(purpose: RequestPurpose) -> dict[str, Any]:
    """The `meta` of a request with a purpose."""
    return {_KEY: purpose}


def purpose_of(request: Request) -> RequestPurpose:
    """What a request is for."""
    return RequestPurpose(request.meta.get(_KEY, RequestPurpose.OTHER))
