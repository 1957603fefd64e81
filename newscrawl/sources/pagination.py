"""The next, older page of a list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from lxml import etree

from newscrawl.html.outline import ClassNames
from newscrawl.sources.addresses import path_and_query
from newscrawl.sources.page import ListPage
from newscrawl.sources.vocabulary import ARROWS_ONWARD, LAST, NEWER, NEXT, PREVIOUS, words
from newscrawl.text import fold
from newscrawl.urls import canonical_url, key_host

_NEXT_CLASS = ClassNames(
    re.compile(
        r"(?:.*[-_])?(?:next|suivante?|older|nav-previous)(?:[-_](?:page|posts|link|btn|button|posts-link))?"
        r"|(?:page|pager|pagination|paging)(?:__|[-_])(?:item--)?next.*",
        re.IGNORECASE,
    ),
    whole=True,
)
_PAGING_CLASS = ClassNames(
    re.compile(
        r"(?:.*[-_])?(?:pagination|paginations|paging|pager|pagenav|pagenavi|page-nav|page-numbers|nav-links|paginate"
        r"|paginator|pages|pageslist|posts-navigation)(?:[-_].*)?",
        re.IGNORECASE,
    ),
    whole=True,
)
_OTHER_NAVIGATION = ClassNames(
    re.compile(
        r"(?:.*[-_])?(?:post-navigation|single-navigation|nextprev|next-prev|calendar|carousel|slider|slick.*|swiper.*|owl.*"
        r"|flex-direction-nav|headline-nav|ticker|trending.*|comments?-nav.*)(?:[-_].*)?",
        re.IGNORECASE,
    ),
    whole=True,
)
_PAGE_NUMBER = re.compile(
    r"/page[/-](?P<path>\d+)|/p(?P<short>\d+)/?$"
    r"|[?&;](?:page|paged|p|pg|pagina|pageno|numpage|num_page|npage|currentpage|cur|seite)=(?P<query>\d+(?:(?:,|%2C)\d+)*)"
    r"|(?:^|[/_-])page[_-]?(?P<file>\d+)(?:\.\w+)?/?$"
    r"|(?<!/19\d\d)(?<!/20\d\d)/(?P<bare>\d{1,4})(?:\.html?)?/?$",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"(?<!%)\d+")
_OFFSET = re.compile(r"(?:debut_\w+|start|offset|limitstart|from|debut)=(?P<offset>\d+)", re.IGNORECASE)
_SCRIPT_ADDRESSES = words(
    """data-next-url data-next-page data-next-href data-nextpage data-next-link data-next data-next-page-url data-href
    data-url data-load-more-url data-ajax-url"""
)
"""Attributes in which buttons without a link keep the address of the next page."""
_SCRIPTED = etree.XPath(
    "//*[self::button or self::div or self::span]"
    f"[{' or '.join(f'@{name}' for name in sorted(_SCRIPT_ADDRESSES))} or @onclick[contains(., 'location')]]"
)
_GOES_TO = re.compile(r"""\blocation(?:\.href)?\s*(?:=|\.(?:assign|replace)\()\s*["']([^"'\s]+)["']""")
"""A script that only follows an address."""
_ADDRESS = re.compile(r"(?:https?:/)?/|[?][\w[]")
_INDEX_FILE = re.compile(r"/index\.\w+$")
_INTEGER = re.compile(r"(?:page\s*)?(\d{1,5})")
_TRIM = " \"'\u00a0\u202f.:|[](){}<>«»‹›→←⟩⟨❯❮►◄▶◀-–—"


@dataclass(frozen=True, slots=True)
class _Place:
    """What an address says of its place in a list."""

    url: str
    """The canonical address."""
    mark: tuple[str, int] | None
    """How and which page number, or offset, it names; None where it names none."""
    stem: str
    """The address without its page number."""

    @classmethod
    def of(cls, url: str) -> _Place:
        path, query = path_and_query(url)
        offset = _OFFSET.search(url)
        number = _PAGE_NUMBER.search(_INDEX_FILE.sub("", path) + (f"?{query}" if query else ""))
        stem = _PAGE_NUMBER.sub("", _INDEX_FILE.sub("", url))
        mark = None
        if offset:
            mark, stem = ("offset", int(offset["offset"][:9])), _OFFSET.sub("", stem)
        elif number and number.lastgroup:
            # Drupal numbers several lists of one page: `?page=0,2`.
            digits = _DIGITS.findall(number[number.lastgroup].upper())
            mark = number.lastgroup, sum(int(each[:9]) for each in digits)
        return cls(url, mark, stem.rstrip("/?&"))


@dataclass(slots=True)
class _Step:
    """A link that may lead on."""

    node: int
    place: _Place
    label: str
    """Folded text, or the spoken label where there is no text."""
    sign: str
    """The text as it stands, for arrows."""

    @property
    def number(self) -> int | None:
        """The number that its text is."""
        return _number_in(self.label)


def next_page(page: ListPage) -> str | None:
    """The address of the next page, None on the last one and where only a script leads on."""
    here = _Place.of(canonical_url(page.url))
    steps = list(_steps(page, here))
    runs = _number_runs(page, steps)
    paging = {step.node: step for step in steps if step.node in runs or _in_paging(page, step.node)}
    numbers = [step.place.mark for step in paging.values() if step.place.mark]
    heads = (_address(page, link.get("href"), here) for link in page.head_links("next"))
    candidates = chain(
        (_Place.of(url) for url in heads if url),
        (step.place for step in steps if "next" in page.relations(step.node)),
        (step.place for step in steps if _says_next(page, step, here, in_paging=step.node in paging)),
    )
    said = next((place.url for place in candidates if _is_onward(here, place, numbers)), None)
    return said or _following(steps, here) or _numbered(page, paging, here, {step.node for step in steps})


def is_later_page(url: str) -> bool:
    """Whether an address numbers its page of a list, as those after the first one do."""
    mark = _Place.of(canonical_url(url)).mark
    return mark is not None and mark[1] > 0


def paging_links(page: ListPage) -> list[int]:
    """The links of a pagination."""
    return [node for node in page.links if _in_paging(page, node)]


def _following(steps: list[_Step], here: _Place) -> str | None:
    """The address of this very list with the number after the current one, whatever its link is called.

    Themes call the way to older articles "Précédent" as well as "Suivant", or show a picture.
    """
    mine = here.mark
    for step in steps:
        mark = step.place.mark
        if mark is None or mark[0] in ("bare", "offset") or step.place.stem != here.stem or NEWER.search(step.label):
            continue
        if mark[1] == (2 if mine is None else mine[1] + 1) and (mine is None or mine[0] == mark[0]):
            return step.place.url
    return None


def _steps(page: ListPage, here: _Place) -> Iterator[_Step]:
    places: dict[str, _Place] = {}
    scripted = {page.index[node] for node in _SCRIPTED(page.tree)}
    for index in sorted(scripted.union(page.links)) if scripted else page.links:
        node = page.nodes[index]
        url = _address(page, _written_address(node), here)
        if url is None or _in_other_navigation(page, index):
            continue
        text = page.text(index)
        label = text or page.whole_text(index) or node.get("aria-label") or node.get("title") or ""
        if url not in places:
            places[url] = _Place.of(url)
        yield _Step(index, places[url], fold(label), text)


def _written_address(node: etree._Element) -> str | None:
    """Where a link leads, or a button whose address only its script reads."""
    href = node.get("href") if node.tag == "a" else None
    if href and not href.lstrip().startswith(("#", "javascript:")):
        return href
    for name, stated in node.attrib.items():
        if name in _SCRIPT_ADDRESSES and _ADDRESS.match(str(stated)):
            return str(stated)
    leads = _GOES_TO.search(node.get("onclick") or "")
    return leads[1].replace("\\/", "/") if leads else href


def _address(page: ListPage, href: str | None, here: _Place) -> str | None:
    """The address of a link to another page of the host, without fragment; None for a link that a script handles."""
    own = page.addresses.own(href)
    if own is None or key_host(own[1]) != page.addresses.host:
        return None
    return own[0] if _same_page_key(own[0]) != _same_page_key(here.url) else None


def _same_page_key(url: str) -> str:
    return url.partition("://")[2].rstrip("/")


def _in_other_navigation(page: ListPage, node: int) -> bool:
    return any(page.labelled(above, _OTHER_NAVIGATION) for above in (node, *islice(page.ancestors(node), 4)))


def _in_paging(page: ListPage, node: int) -> bool:
    for above in (node, *islice(page.ancestors(node), 5)):
        if page.labelled(above, _PAGING_CLASS):
            return True
        if page.tags[above] in ("nav", "ul", "div") and (stated := page.nodes[above].get("aria-label")):
            label = fold(stated)
            if "pagination" in label or label in ("pages", "posts", "page navigation"):
                return True
    return False


def _number_runs(page: ListPage, steps: list[_Step]) -> set[int]:
    """Nodes of links that stand together and bear the numbers of the pages they lead to, whatever their classes."""
    by_area: dict[int, list[int]] = defaultdict(list)
    for step in steps:
        if step.number is not None and step.place.mark and _bears_its_number(step.number, step.place.mark):
            for area in islice(page.ancestors(step.node), 2):
                by_area[area].append(step.node)
    return {node for nodes in by_area.values() if len(nodes) >= 2 for node in nodes}


def _bears_its_number(label: int, mark: tuple[str, int]) -> bool:
    kind, number = mark
    return label - number in (0, 1) or (kind == "offset" and label > 1 and number % (label - 1) == 0)


def _says_next(page: ListPage, step: _Step, here: _Place, *, in_paging: bool) -> bool:
    """Whether class, label or text of a link mean the next page.

    It stands in a pagination, leads to a numbered page, or, outside of menus, below the current one.
    """
    is_below = not page.furniture[step.node] and step.place.stem.startswith(here.stem)
    if not (in_paging or step.place.mark or is_below):
        return False
    node = page.nodes[step.node]
    texts = (step.label, fold(node.get("aria-label") or ""), fold(node.get("title") or ""))
    worded = [text for text in map(_bare, texts) if text]
    if any(LAST.fullmatch(text) for text in worded):
        return False
    if any(PREVIOUS.fullmatch(text) for text in worded[:1]) and not _in_older(page, step.node):
        return False
    if any(NEXT.fullmatch(text.replace("-", " ").strip()) for text in worded):
        return True
    if page.classed(step.node, _NEXT_CLASS) or page.classed(page.parents[step.node], _NEXT_CLASS):
        return in_paging or not worded or len(worded[0].split()) <= 3
    return in_paging and step.sign in ARROWS_ONWARD


def _in_older(page: ListPage, node: int) -> bool:
    own = [*page.classes(node), *page.classes(page.parents[node])]
    return any(token in ("nav-previous", "older", "alignleft") for token in own)


def _number_in(text: str) -> int | None:
    """The number that a folded text is, arrows and brackets around it left aside."""
    found = _INTEGER.fullmatch(_bare(text))
    return int(found[1]) if found else None


def _bare(text: str) -> str:
    return text.strip(_TRIM)


def _is_onward(here: _Place, place: _Place, marks: list[tuple[str, int]]) -> bool:
    """Whether an address lies after the current one, and no other in the pagination lies between the two."""
    mine = here.mark
    if place.mark is None:
        return mine is None or here.stem != place.stem
    kind, target = place.mark
    numbers = {number for each, number in marks if each == kind}
    if mine is None or mine[0] != kind:
        return 0 < target <= max(2, min((number for number in numbers if number > 0), default=target))
    return mine[1] < target <= min((number for number in numbers if number > mine[1]), default=target)


def _numbered(page: ListPage, paging: dict[int, _Step], here: _Place, linked: set[int]) -> str | None:
    """The next page where only numbers lead there."""
    numbered: dict[int, str] = {}
    for step in paging.values():
        if step.number is not None:
            numbered.setdefault(step.number, step.place.url)
    if not numbered:
        return None
    current = _current_number(page, paging, here, numbered, linked)
    target = min((number for number in numbered if number > current), default=None)
    if target is None or (target > current + 1 and not _OFFSET.search(numbered[target])):
        return None
    return numbered[target]


def _current_number(
    page: ListPage, paging: Iterable[int], here: _Place, numbered: dict[int, str], linked: set[int]
) -> int:
    """The number of the current page: the one in the pagination that is not linked, else that of the address."""
    areas = {area for step in paging for area in islice(page.ancestors(step), 2)}
    for node in (node for area in sorted(areas, reverse=True) for node in page.inside(area)):
        number = _number_in(fold(page.heads[node]))
        if (
            number is not None
            and number not in numbered
            and linked.isdisjoint((node, *islice(page.ancestors(node), 2)))
        ):
            return number
    if here.mark is not None:
        return here.mark[1]
    return 0 if all(_OFFSET.search(url) for url in numbered.values()) else 1
