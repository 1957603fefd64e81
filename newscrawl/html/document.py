"""A parsed page: its tree, what its addresses are relative to, and its elements by their classes."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from itertools import chain
from typing import cast
from urllib.parse import urljoin, urlsplit

from lxml import etree

from newscrawl.html.elements import Element

# An absolute address in which nothing is to be resolved or left out.
_PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9.-]+(?:/[\w.~%+-]*+)*+", re.ASCII)
# From above the root, which broken pages have siblings of; `//` would look at every piece of text as well.
_CLASS_ATTRIBUTES = etree.XPath("/descendant::*/@class", smart_strings=False)
_WITH_CLASS = etree.XPath("/descendant::*[@class]")


class Document:
    """The tree of one page."""

    def __init__(self, root: Element, url: str) -> None:
        self.root = root
        self.url = url
        self.base = url
        """What relative addresses are resolved against: the first usable `base[href]`, else the page's address."""
        stated = (self.absolute(element.get("href")) for element in root.iter("base"))
        self.base = next(filter(None, stated), url)

    def absolute(self, href: str | None) -> str | None:
        """`href` as an absolute http(s) address, or nothing."""
        if not href:
            return None
        if _PLAIN_ADDRESS.fullmatch(href):
            return href
        try:
            address = urljoin(self.base, href.strip())
            parts = urlsplit(address)
        except ValueError:
            return None
        return address if parts.scheme in ("http", "https") and parts.netloc else None

    @cached_property
    def class_attributes(self) -> list[str]:
        """The attribute `class` of each element that has one, in page order."""
        return cast("list[str]", _CLASS_ATTRIBUTES(self.root))

    @cached_property
    def classes(self) -> set[str]:
        """Every class that occurs in the page."""
        return set(" ".join(set(self.class_attributes)).split())

    def by_class(self, name: str) -> list[Element]:
        """The elements of a class, in page order."""
        found = self._places.get(name, [])
        places = found[0] if len(found) == 1 else sorted(chain.from_iterable(found))
        return [self._with_class[place] for place in places]

    @cached_property
    def _with_class(self) -> list[Element]:
        return cast("list[Element]", _WITH_CLASS(self.root))

    @cached_property
    def _places(self) -> dict[str, list[list[int]]]:
        """For each class, where it occurs among `class_attributes`, most of which are written many times over."""
        alike: dict[str, list[int]] = defaultdict(list)
        for place, names in enumerate(self.class_attributes):
            alike[names].append(place)
        by_class: dict[str, list[list[int]]] = defaultdict(list)
        for names, places in alike.items():
            for name in set(names.split()):
                by_class[name].append(places)
        return by_class
