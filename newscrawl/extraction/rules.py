"""What a site's spider states about its article pages: CSS selectors, one tuple a field.

The families of `newscrawl.extraction.families` are stated in the same form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from cssselect import HTMLTranslator
from lxml import etree

from newscrawl.extraction.document import Element, Page

_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
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


@lru_cache(maxsize=1024)
def compiled(selector: str) -> etree.XPath:
    """A CSS selector, ready to be called with an element.  Raises `cssselect.SelectorError` if it is none."""
    return etree.XPath(HTMLTranslator().css_to_xpath(selector))


@lru_cache(maxsize=1024)
def _classes_needed(selector: str) -> frozenset[str]:
    """Classes without which the selector finds nothing: a page that lacks one need not be searched."""
    if "," in selector:
        return frozenset()
    return frozenset(_CLASS.findall(_NEGATION.sub("", selector)))


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


def _found(page: Page, selector: str) -> list[Element]:
    if not _classes_needed(selector) <= page.classes:
        return []
    return cast("list[Element]", compiled(selector)(page.root))
