"""The types of sources, and `discover_links`, which asks them: a new type is its reader and an entry here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from newscrawl.sources.announced import is_own_feed
from newscrawl.sources.documents import LARGEST_SOURCE, SourceDocument
from newscrawl.sources.feeds import is_feed, read_feed
from newscrawl.sources.links import SECTION, Listing, NotAListing
from newscrawl.sources.section_page import read_section_page
from newscrawl.sources.sitemaps import is_sitemap, read_sitemap
from newscrawl.sources.wordpress import address_of_changes, is_of_rest, is_own_rest, read_posts


def _never(_: SourceDocument) -> bool:
    return False


def _does_not_tell(_section: str, _address: str) -> None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceType:
    """One type of sources."""

    name: str
    """As `-a sources=…` and `Announced` name it."""
    read: Callable[[SourceDocument], Listing]
    """The articles of a document of it.  Raises `NotAListing`."""
    recognises: Callable[[SourceDocument], bool] = _never
    """Whether a document is of it, by content type, root or first characters; types are asked in order."""
    cost_of_latest: int
    """Its rank among the types where one document tells whether there is something new; the lower the cheaper.

    What is dearer than the section page is not tried beside it, but once the others do not reach far enough."""
    cost_of_backlog: int
    """The same where many articles back are wanted."""
    is_windowed: bool
    """Whether one document of it may show the newest articles only, and not go back to the first."""
    is_ordered: bool = True
    """Whether it is a list that goes from new to old, also where it states no dates."""
    is_own: Callable[[str, str], bool | None] = _does_not_tell
    """Whether a section's address and its own tell that it is the section's; false: the whole site's; null: neither."""
    changes: Callable[[str], str] | None = None
    """The address that asks one at an address for its articles by time of change, where it can be asked so."""

    @property
    def is_tried_at_once(self) -> bool:
        """Whether it is tried beside the section page."""
        return self.cost_of_latest <= SOURCE_TYPES[SECTION].cost_of_latest


SOURCE_TYPES: dict[str, SourceType] = {
    each.name: each
    for each in (
        SourceType(
            name=SECTION,
            read=read_section_page,  # of whatever no other type recognises
            cost_of_latest=3,
            cost_of_backlog=2,
            is_windowed=False,
        ),
        SourceType(
            name="feed",
            read=read_feed,
            recognises=is_feed,
            cost_of_latest=1,
            cost_of_backlog=3,
            is_windowed=True,
            is_own=is_own_feed,
        ),
        SourceType(
            name="sitemap",
            read=read_sitemap,
            recognises=is_sitemap,
            cost_of_latest=4,
            cost_of_backlog=4,
            is_windowed=True,
            is_ordered=False,
        ),
        SourceType(
            name="rest",
            read=read_posts,
            recognises=is_of_rest,
            cost_of_latest=2,
            cost_of_backlog=1,  # a hundred articles an answer
            is_windowed=False,
            is_own=is_own_rest,
            changes=address_of_changes,
        ),
    )
}
"""By their names, in the order in which they are asked whether a document is theirs."""


def discover_links(
    document: str | bytes,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    reference: datetime | None = None,
    largest: int = LARGEST_SOURCE,
    own_domains: tuple[str, ...] = (),
) -> Listing:
    """The articles that a source shows, in its order, each once, and its next page.

    `document` is an HTML page, an RSS, Atom or JSON feed, a sitemap, or the posts of WordPress' REST interface,
    gzip-compressed or not; bytes are decoded as they declare, else as UTF-8.  Of pages, menus, sidebars, "les plus
    lus", author and rubric links and other sites' pages are left out.  A page without articles gives no links.
    `headers` are those of the response, where the REST interface tells how many pages there are.

    `reference` is the moment at which a page was read, aware and best in the zone of the site: relative and partial
    dates ("il y a 5 minutes", "hier à 14h05", "26 nov.") are read against it, and are null without it.

    The site is its registered domain, without services such as its shop; `own_domains` widen it (`exemple.com`) or
    narrow it (`-sport.exemple.fr`), the longest that fits counting.

    `largest` is the number of bytes to which a compressed document may grow, 0 for any (else `too_large`).

    Raises `NotAListing` if the document is none of these, and `ValueError` if `url` is no http or https address or
    `reference` has no offset.
    """
    given = SourceDocument(
        document, url, headers=headers, reference=reference, largest=largest, own_domains=own_domains
    )
    try:
        kind = next((each for each in SOURCE_TYPES.values() if each.recognises(given)), SOURCE_TYPES[SECTION])
        return replace(kind.read(given), kind=kind.name)
    except UnicodeDecodeError as error:
        # A surrogate written as a character reference, which libxml2 takes when it mends what is broken.
        raise NotAListing("damaged", url) from error
