"""What a site's spider states about its article pages: CSS selectors, one tuple a field.

The families of `newscrawl.article.families` are stated in the same form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from cssselect import HTMLTranslator
from lxml import etree

from newscrawl.article.document import Page
from newscrawl.html.elements import Element

_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_ALTERNATIVE = re.compile(r"\s*,\s*(?![^(\[]*[)\]])")
_JOINED_OTHERWISE = re.compile("[,>+~]")
_FEW = 8
"""Elements of a class up to which each is searched by itself."""
_NEGATION = re.compile(r":not\([^()]*\)|\[[^\]]*\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRules:
    """CSS selectors of an article page.  In each tuple the first selector that finds something decides."""

    body: tuple[str, ...] = ()
    """The element that holds the paragraphs."""
    drop: tuple[str, ...] = ()
    """Whatever stands inside the body and is no part of it; here all selectors count."""
    related: tuple[str, ...] = ()
    """Boxes inside the body whose links name other articles; here all selectors count."""
    headline: tuple[str, ...] = ()
    standfirst: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    """The entries of the breadcrumb, each an element, from the top."""
    published: tuple[str, ...] = ()
    """Elements whose `datetime` or `content`, else text, tells the time of publication."""
    modified: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    """One element an author, or a whole byline."""
    tags: tuple[str, ...] = ()
    image: tuple[str, ...] = ()
    comment_count: tuple[str, ...] = ()
    previous: tuple[str, ...] = ()
    """The link to the previous article."""
    next: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Selector:
    """A CSS selector, ready to be asked."""

    needs: frozenset[str]
    """Classes without which it finds nothing: a page that lacks one need not be searched."""
    from_root: etree.XPath
    start: str | None
    """A class of its leftmost part, where it is one selector only: it is sought below the elements of that class."""
    from_start: etree.XPath


@lru_cache(maxsize=1024)
def compiled(selector: str) -> _Selector:
    """A CSS selector in the form that `select` asks.  Raises `cssselect.SelectorError` if it is none."""
    translate = HTMLTranslator().css_to_xpath
    bare = _NEGATION.sub("", selector).strip()
    # Below one start after the other, elements come in page order only where parts are joined as descendants.
    simple = not _JOINED_OTHERWISE.search(bare)
    leftmost = _CLASS.search(bare.split(maxsplit=1)[0]) if simple and bare else None
    return _Selector(
        needs=frozenset() if "," in bare else frozenset(_CLASS.findall(bare)),
        from_root=etree.XPath(translate(selector)),
        start=leftmost[1] if leftmost else None,
        from_start=etree.XPath(translate(selector, prefix="self::")),
    )


def select(page: Page, selectors: tuple[str, ...]) -> list[Element]:
    """The elements of the first selector that finds any, in page order."""
    for selector in selectors:
        found = _found(page, selector)
        if found:
            return found
    return []


def select_all(page: Page, selectors: tuple[str, ...]) -> Iterator[Element]:
    """The elements of every selector."""
    for selector in selectors:
        yield from _found(page, selector)


@lru_cache(maxsize=1024)
def _alternatives(selector: str) -> list[str]:
    return _ALTERNATIVE.split(selector)


def _found(page: Page, text: str) -> list[Element]:
    alternatives = _alternatives(text)
    if len(alternatives) > 1:
        possible = [each for each in alternatives if compiled(each).needs <= page.classes]
        if not possible:
            return []
        if len(possible) == 1:
            text = possible[0]
    selector = compiled(text)
    if not selector.needs <= page.classes:
        return []
    if selector.start is None:
        return cast("list[Element]", selector.from_root(page.root))
    starts = page.by_class(selector.start)
    if len(starts) > _FEW:
        return cast("list[Element]", selector.from_root(page.root))
    return list(dict.fromkeys(element for start in starts for element in selector.from_start(start)))
