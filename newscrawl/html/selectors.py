"""CSS and XPath selectors on a page, with what parsel adds: `::text`, `::attr(name)`, `has-class()`, `re:test()`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from cssselect import SelectorError
from lxml import etree
from parsel import Selector
from parsel.csstranslator import HTMLTranslator

from newscrawl.html.document import Document
from newscrawl.html.elements import Element, text_of

_XPATH = ("/", "(", "./")
"""How a selector begins that is XPath; `xpath:` before one that begins otherwise, `css:` is understood too."""
_PREFIX = re.compile(r"\s*(?P<kind>css|xpath):(?!:)\s*(?P<selector>.*)", re.DOTALL)
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_ALTERNATIVE = re.compile(r"\s*,\s*(?![^(\[]*[)\]])")
_JOINED_OTHERWISE = re.compile("[,>+~]")
_NEGATION = re.compile(r":not\([^()]*\)|::attr\([^()]*\)|\[[^\]]*\]")
_FEW = 8
"""Elements of a class up to which each is searched by itself."""
_CSS = HTMLTranslator()
_NAMESPACES = Selector(text="<p/>").namespaces
_TextOfElement = etree._ElementUnicodeResult  # noqa: SLF001 - has no public name
_ANY_PAGE = etree.fromstring("<html><body><p/></body></html>")

Result = Element | str | float
"""What an XPath expression finds; of texts and attributes, lxml knows the element."""


class NoSelector(ValueError):  # noqa: N818 - says what was given, like its fellows
    """What was given as a selector is none, or finds what is of no use; names it."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A selector, ready to be asked."""

    from_root: etree.XPath
    needs: frozenset[str] = frozenset()
    """Classes without which it finds nothing: a page that lacks one need not be searched."""
    start: str | None = None
    """A class of its leftmost part, where it is one selector only: it is sought below the elements of that class."""
    from_start: etree.XPath | None = None
    alternatives: tuple[str, ...] = ()
    """The parts of a list of selectors, each of which may need classes of its own."""
    finds_elements: bool = True
    """Whether what it finds are elements, or texts and attributes that stand in one."""


@lru_cache(maxsize=1024)
def compiled(selector: str) -> Compiled:
    """A selector in the form that `select` asks.  Raises `NoSelector`."""
    stated = _PREFIX.fullmatch(selector)
    kind = stated["kind"] if stated else "xpath" if selector.lstrip().startswith(_XPATH) else "css"
    text = (stated["selector"] if stated else selector).strip()
    try:
        return _xpath(text) if kind == "xpath" else _css(text)
    except (SelectorError, etree.XPathError, TypeError, ValueError) as error:
        raise NoSelector(f"{selector!r} is no {'XPath' if kind == 'xpath' else 'CSS'} selector: {error}") from error


def _xpath(path: str) -> Compiled:
    # Functions of EXSLT leave a trace at each call: parsel, whose names these are, maps them where they are used alone.
    used = {prefix: uri for prefix, uri in _NAMESPACES.items() if f"{prefix}:" in path}
    find = etree.XPath(path, namespaces=used)
    result: object = find(_ANY_PAGE)
    if isinstance(result, bool):
        raise TypeError("it finds neither elements nor texts")
    return Compiled(find, finds_elements=isinstance(result, list))


def _css(selector: str) -> Compiled:
    bare = _NEGATION.sub("", selector).strip()
    # Below one start after the other, elements come in page order only where parts are joined as descendants.
    simple = not _JOINED_OTHERWISE.search(bare) and "::" not in selector
    leftmost = _CLASS.search(bare.split(maxsplit=1)[0]) if simple and bare else None
    alternatives = tuple(_ALTERNATIVE.split(selector))
    return Compiled(
        from_root=etree.XPath(_CSS.css_to_xpath(selector)),
        needs=frozenset() if "," in bare else frozenset(_CLASS.findall(bare)),
        start=leftmost[1] if leftmost else None,
        from_start=etree.XPath(_CSS.css_to_xpath(selector, prefix="self::")) if leftmost else None,
        alternatives=alternatives if len(alternatives) > 1 else (),
    )


@dataclass(frozen=True, slots=True)
class Selected:
    """What a selector found: an element, or a text or attribute of one."""

    element: Element | None
    """The element, or the one that the text stands in; none where XPath made it (`string(…)`)."""
    value: str | None = None
    """What was selected of it, where it is not the element itself."""

    @property
    def text(self) -> str:
        """The text, as a reader would see it."""
        if self.value is not None or self.element is None:
            return " ".join((self.value or "").split())
        return text_of(self.element)

    def attribute(self, *names: str) -> str | None:
        """The first of these attributes that is not empty; what was selected itself stands for any."""
        if self.value is not None or self.element is None:
            return self.value
        return next((value for name in names if (value := self.element.get(name))), None)


def found_by(document: Document, selectors: tuple[str, ...]) -> list[Selected]:
    """What the first selector finds that finds any, in page order."""
    for selector in selectors:
        found = [Selected(each) if isinstance(each, Element) else _text(each) for each in _ask(document, selector)]
        found = [each for each in found if each.value is None or each.value.strip()]
        if found:
            return found
    return []


def select(document: Document, selectors: tuple[str, ...]) -> list[Element]:
    """The elements of the first selector that finds any, in page order; of a text, the one that it stands in."""
    return [found.element for found in found_by(document, selectors) if found.element is not None]


def select_all(document: Document, selectors: tuple[str, ...]) -> Iterator[Element]:
    """The elements of every selector."""
    for selector in selectors:
        yield from select(document, (selector,))


def select_texts(document: Document, selectors: tuple[str, ...]) -> list[str]:
    """The texts of what the first selector finds that finds any, in page order."""
    return [found.text for found in found_by(document, selectors)]


def _text(value: str | float) -> Selected:
    """A text that was found; XPath's numbers are written without a needless fraction."""
    parent = value.getparent() if isinstance(value, _TextOfElement) else None
    return Selected(parent, f"{value:.15g}" if isinstance(value, float) else str(value))


def _ask(document: Document, text: str) -> list[Result]:
    selector = compiled(text)
    if selector.alternatives:
        possible = [each for each in selector.alternatives if compiled(each).needs <= document.classes]
        if len(possible) < 2:
            return _ask(document, possible[0]) if possible else []
    if not selector.needs <= document.classes:
        return []
    if selector.start is not None and selector.from_start is not None:
        starts = document.by_class(selector.start)
        if len(starts) <= _FEW:
            return list(dict.fromkeys(each for start in starts for each in _results(selector.from_start, start)))
    return _results(selector.from_root, document.root)


def _results(find: etree.XPath, element: Element) -> list[Result]:
    result = find(element)
    if isinstance(result, list):
        return cast("list[Result]", result)
    return [] if result != result else [cast("str | float", result)]  # noqa: PLR0124 - no number
