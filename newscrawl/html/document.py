"""A parsed page: its tree, what its addresses are relative to, and its elements by their classes."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from itertools import chain
from urllib.parse import urljoin, urlsplit

from newscrawl.html.elements import Element
from newscrawl.html.outline import Outline
from newscrawl.text import stated_address

# An absolute address in which nothing is to be resolved or left out.
_PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9.-]+(?:/[\w.~%+-]*+)*+", re.ASCII)


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
            address = urljoin(self.base, stated_address(href))
            parts = urlsplit(address)
        except ValueError:
            return None
        return address if parts.scheme in ("http", "https") and parts.netloc else None

    @cached_property
    def outline(self) -> Outline:
        """The elements of the page in document order."""
        return Outline(self.root)

    @cached_property
    def classes(self) -> set[str]:
        """Every class that occurs in the page."""
        return set(" ".join(set(self.outline.names)).split())

    def by_class(self, name: str) -> list[Element]:
        """The elements of a class, in page order."""
        found = self._by_class.get(name, [])
        nodes = found[0] if len(found) == 1 else sorted(chain.from_iterable(found))
        return [self.outline.nodes[node] for node in nodes]

    @cached_property
    def _by_class(self) -> dict[str, list[list[int]]]:
        """For each class, the nodes that have it, those of one attribute together: most are written many times over."""
        alike: dict[str, list[int]] = defaultdict(list)
        for node, names in enumerate(self.outline.names):
            if names:
                alike[names].append(node)
        by_class: dict[str, list[list[int]]] = defaultdict(list)
        for names, nodes in alike.items():
            for name in set(names.split()):
                by_class[name].append(nodes)
        return by_class
