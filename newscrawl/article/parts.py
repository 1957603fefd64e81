"""Articles that run over several pages: the address of the next part, and the parts as one draft.

A part's address is the article's own with a number behind it, as WordPress (`/2/`, `?page=2`), SPIP, Drupal and others
write it; that alone tells it from the next article, which themes call `rel=next` as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast
from urllib.parse import urlsplit

from lxml import etree

from newscrawl.article.document import ArticlePage
from newscrawl.article.draft import Draft, Paragraph, ParagraphKind
from newscrawl.article.hashing import content_hash
from newscrawl.article.titles import agree
from newscrawl.text import clean, fold
from newscrawl.urls import host_of

MAX_PARTS = 50
"""Number of a part behind which no further one is asked for."""
_HREFS = etree.XPath("/descendant::a/@href", smart_strings=False)
_OWN_PARTS = 9
"""Number up to which a page's own address is believed to count parts: others count articles."""
_SUFFIX = re.compile(
    r"^(?P<path>.*?)(?:/(?:page[/-]?)?(?P<folder>\d{1,2})/?|[-_,](?:page-?)?(?P<dashed>\d{1,2})(?P<type>\.s?html?|\.php))$"
)
_QUERY = re.compile(r"(?:^|&)(?:page|pagina|pg|numpage|page_num|start_page)=(\d{1,2})(?=&|$)")
_TYPE = re.compile(r"\.(?:s?html?|php)$")
_OPENING = re.compile(r"[^.!?]{2,60}?(?:\s[–—-]{1,2}\s|\s?:\s)")
"""A dateline, as far as a line tells that has to stand word for word in the first part too."""


def next_part(page: ArticlePage, canonical: str) -> str | None:
    """The address of the part that follows `page`, which is an article's, or nothing."""
    own = canonical if host_of(canonical) == host_of(page.url) else page.url
    number = _number_in(page.url, own) or _own_number(page) or 1
    if number >= MAX_PARTS:
        return None
    base = _without_number(page.url) if number > 1 else own
    following = str(number + 1)
    numbered = re.compile(rf"(?:=|[/,_-](?:page[/-]?)?){following}(?!\d)")
    hrefs = [*page.links.get("next", ()), *cast("list[str]", _HREFS(page.root))]
    # That a figure stands where one may is soon told of all of them: the search leaps from one figure to the next.
    if not re.search(rf"{following}(?<=[=/,_e-]{following})(?!\d)", "\n".join(hrefs)):
        return None
    for href in hrefs:
        address = page.absolute(href) if numbered.search(href) else None
        if address is not None and _number_in(address, base) == number + 1:
            return address.partition("#")[0]
    return None


def is_further_part(url: str, canonical: str) -> bool:
    """Whether a page is a part behind the first of the article that it names as its own address."""
    return (_number_in(url, canonical) or 1) > 1


def join(first: Draft, parts: Sequence[Draft]) -> Draft:
    """`first` with the paragraphs of the following parts, before any stage has run.

    What a part repeats of those before it (standfirst, boxes, a dateline before its first words) is left out, and so
    is a part under another headline, with all behind it.
    """
    known = {fold(paragraph.text) for paragraph in first.paragraphs}
    opening = _opening(first.paragraphs)
    for part in parts:
        if not agree(first.article.headline or "", part.article.headline or ""):
            break
        fresh = [paragraph for paragraph in part.paragraphs if fold(paragraph.text) not in known]
        if fresh and opening and fresh[0].text.lstrip().startswith(opening):
            fresh[0].text = fresh[0].text.lstrip()[len(opening) :]
        known.update(fold(paragraph.text) for paragraph in fresh)
        first.paragraphs += fresh
    first.article.content_hash = content_hash(first.article.headline, first.paragraphs)
    first.next_part = None
    return first


def _opening(paragraphs: list[Paragraph]) -> str | None:
    lead = next((part.text.lstrip() for part in paragraphs if part.kind is ParagraphKind.TEXT), "")
    found = _OPENING.match(lead)
    return found[0] if found is not None and clean(found[0])[:1].isupper() else None


def _own_number(page: ArticlePage) -> int | None:
    """The number of a further part that names its own address, as WordPress has it, and links to the first part."""
    base = _without_number(page.url)
    number = _number_in(page.url, base) if base != page.url else None
    if number is None or not 1 < number <= _OWN_PARTS:
        return None
    first = base.rstrip("/")
    links = (page.absolute(href) for href in cast("list[str]", _HREFS(page.root)))
    return number if any(link is not None and link.rstrip("/") == first for link in links) else None


def _number_in(address: str, base: str) -> int | None:
    """The number of the part at `address` of the article at `base`, if it is one."""
    parts, own = urlsplit(address), urlsplit(base)
    if host_of(address) != host_of(base):
        return None
    numbered = _QUERY.search(parts.query)
    if numbered is not None and parts.path.rstrip("/") == own.path.rstrip("/"):
        return int(numbered[1])
    found = _SUFFIX.match(parts.path)
    if found is None or parts.query != own.query:
        return None
    stem = _TYPE.sub("", own.path).rstrip("/")
    if not stem or found["path"].rstrip("/") not in (stem, own.path.rstrip("/")):
        return None
    return int(found["folder"] or found["dashed"])


def _without_number(address: str) -> str:
    parts = urlsplit(address)
    if _QUERY.search(parts.query):
        return parts._replace(query=_QUERY.sub("", parts.query).lstrip("&")).geturl()
    found = _SUFFIX.match(parts.path)
    if found is None:
        return address
    return parts._replace(path=found["path"] + (found["type"] or "/")).geturl()
