"""The path to an article: the trail that its page shows, the one it states for machines, or its category."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import cast
from urllib.parse import urlsplit

from lxml import etree

from newscrawl.article.document import ArticlePage
from newscrawl.article.sections import HOME_WORDS, SECTION_NAMES
from newscrawl.article.structured import Crumb, StatedFields
from newscrawl.article.titles import agree, is_start_of
from newscrawl.families.rules import ArticleRules
from newscrawl.html.elements import BLOCKS, SILENT, Element, text_of
from newscrawl.html.outline import Outline
from newscrawl.html.selectors import found_by
from newscrawl.text import clean, fold, letters
from newscrawl.urls import host_of, same_site

_CALLED = re.compile(r"bread[-_]?crumb|(?<![a-z])crumbs?(?![a-z])|ariane|vous etes ici|you are here")
"""What a trail is called, by class, identifier, type or label."""
_LABELS = ("itemtype", "typeof", "aria-label")
_LABELLED = etree.XPath("|".join(f"/descendant::*/@{label}/parent::*" for label in _LABELS))
_HERE = ("tes ici", "are here")
"""Words with which a trail of no name begins."""
_PHRASE = 4
"""Words from which the last entry of a trail, if it is no link, is the article under a shorter headline."""
_MOST_LINKS = 10
_LONGEST_TRAIL = 300
"""Characters of a trail beside the headline that it may end with."""
_SEPARATORS = " \u00a0>»›/|·•:→-–—,"
_HOME = re.compile(r"(?:/[a-z]{2})?(?:/(?:accueil|home|home-?page|index)(?:\.[a-z]{3,5})?)?/?", re.IGNORECASE)


def section(
    page: ArticlePage, layers: Sequence[ArticleRules], sources: Sequence[StatedFields], title: str | None
) -> list[str]:
    """The path to the article without the home page, whatever that is called, and without the article itself."""
    titles = [each for each in (title, *(source.headline for source in sources), page.title) if each]
    for path in _paths(page, layers, sources, title):
        entries = _sections(path, page, titles)
        if entries:
            return entries
    return []


def is_home(address: str) -> bool:
    """Whether an address is that of a home page."""
    parts = urlsplit(address)
    return not parts.query and _HOME.fullmatch(parts.path) is not None


def _paths(
    page: ArticlePage, layers: Sequence[ArticleRules], sources: Sequence[StatedFields], title: str | None
) -> Iterator[Iterable[Crumb]]:
    for rules in layers:
        yield [Crumb(found.text, _href(found.element)) for found in found_by(page, rules.section)]
    yield from (source.breadcrumb for source in sources)
    yield shown_trail(page, title)
    yield from ([Crumb(name) for name in source.section] for source in sources)
    yield category_path(page)


def _sections(path: Iterable[Crumb], page: ArticlePage, titles: Sequence[str]) -> list[str]:
    """The entries that name sections: no home page, separator, repetition, or the article itself."""
    entries: list[str] = []
    path = list(path)
    for crumb in path:
        text = clean(crumb.name).strip(_SEPARATORS)
        if not re.search(r"\w", text) or text in entries or (not entries and fold(text) in HOME_WORDS):
            continue
        address = page.absolute(crumb.address)
        if address is not None and same_site(address, page.url) and _leads_nowhere(address, text, page):
            continue
        if crumb is path[-1] and any(each.address for each in path[1:-1]) and _is_last(crumb, text, page):
            continue
        if not any(is_start_of(text, title) or agree(text, title) for title in titles):
            entries.append(text)
    return entries


def _is_last(crumb: Crumb, text: str, page: ArticlePage) -> bool:
    """Whether the last entry, behind links to sections, is the article itself: as its address is, or a phrase."""
    if crumb.address:
        return False
    segment = urlsplit(page.url).path.rstrip("/").rpartition("/")[2].partition(".")[0]
    return letters(text) == letters(segment) or len(text.split()) >= _PHRASE


def _leads_nowhere(address: str, text: str, page: ArticlePage) -> bool:
    """Whether an entry is the article's own or the home page's, unless that is called like a section: `Actualités`."""
    if is_home(address):
        return fold(text) not in SECTION_NAMES or letters(text) in host_of(page.url).split(".")
    to, own = urlsplit(address), urlsplit(page.url)
    return (to.path.rstrip("/"), to.query) == (own.path.rstrip("/"), own.query)


def shown_trail(page: ArticlePage, title: str | None) -> list[Crumb]:
    """The entries of the trail that stands nearest to the headline."""
    outline = page.outline
    shown = letters(title or "")
    headline = next((outline.index[each] for each in page.headings if letters(text_of(each)) == shown), 0)
    longest = _LONGEST_TRAIL + len(title or "")
    labels = {label for label in set(outline.labels) if _CALLED.search(label.lower())}
    called = {node for node, label in enumerate(outline.labels) if label in labels} if labels else set()
    called |= {outline.index[each] for each in cast("list[Element]", _LABELLED(page.root)) if _is_labelled(each)}
    called |= _saying_here(outline)
    trails: list[int] = []
    end = -1
    for node in sorted(called):
        if node > end and _is_trail(outline.nodes[node], longest):
            trails.append(node)
            end = outline.lasts[node]
    return list(_crumbs(outline.nodes[min(trails, key=lambda node: abs(node - headline))])) if trails else []


def _saying_here(outline: Outline) -> set[int]:
    """What holds the words with which a trail of no name begins; few pages have them anywhere."""
    whole = "\n".join((*outline.heads, *outline.tails))
    said = [words for words in _HERE if words in whole]
    texts = (*enumerate(outline.heads), *zip(outline.parents, outline.tails, strict=True)) if said else ()
    return {node for words in said for node, text in texts if words in text and node >= 0}


def _is_labelled(element: Element) -> bool:
    return any(_CALLED.search(fold(label)) for label in map(element.get, _LABELS) if label)


def _is_trail(element: Element, longest: int) -> bool:
    """Whether an element that is called a trail holds no more than one."""
    return 0 < len(list(element.iter("a"))) <= _MOST_LINKS and len(text_of(element)) <= longest


def _crumbs(trail: Element) -> Iterator[Crumb]:
    """The links of a trail in order, and what stands behind the first of them without being one."""
    pending: list[str] = []
    linked = False
    walk = etree.iterwalk(trail, events=("start", "end"))
    for event, node in walk:
        if node.tag in BLOCKS or node.tag == "a":
            if linked and (text := clean("".join(pending))):
                yield Crumb(text)
            pending.clear()
        if event == "start" and node.tag == "a":
            linked = True
            yield Crumb(text_of(node), node.get("href"))
        if event == "start" and (node.tag in SILENT or node.tag == "a"):
            walk.skip_subtree()
        elif event == "start":
            pending.append(node.text or "")
        elif node is not trail:
            pending.append(node.tail or "")
    if linked and (text := clean("".join(pending))):
        yield Crumb(text)


def _href(element: Element | None) -> str | None:
    """The address of an entry: its own, or that of the only link in it."""
    if element is None:
        return None
    links = [each.get("href") for each in element.iter("a")]
    return links[0] if len(links) == 1 else None


def category_path(page: ArticlePage) -> list[Crumb]:
    """The section by the post's category links.

    Of several the one that its address lies in, with the parents that other links of the page (its menu) name.
    """
    links = [a for a in page.related_links if a.get("href") is not None and "category" in a.get("rel", "").split()]
    if not links:
        return []
    own = urlsplit(page.url).path
    chosen = next((a for a in links if f"/{_slug(a)}/" in own), links[0])
    address = page.absolute(chosen.get("href"))
    if address is None:
        return [Crumb(text_of(chosen))]
    named = {page.absolute(a.get("href")): a for a in page.root.iter("a") if a.get("href")}
    path, parent = [text_of(chosen)], address.rstrip("/").rpartition("/")[0]
    while parent.count("/") > 2:
        link = named.get(f"{parent}/", named.get(parent))
        if link is None:
            break
        path.insert(0, text_of(link))
        parent = parent.rpartition("/")[0]
    return list(map(Crumb, path))


def _slug(link: Element) -> str:
    return (link.get("href") or "").rstrip("/").rpartition("/")[2]
