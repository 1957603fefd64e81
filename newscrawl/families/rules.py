"""What a site's spider states about its article pages, and a family about those of all its sites."""

from __future__ import annotations

from dataclasses import dataclass, fields

from newscrawl.html.selectors import NoSelector, compiled

_OF_ELEMENTS = frozenset(("body", "drop", "related", "previous", "next"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRules:
    """Selectors of an article page.  In each tuple the first one that finds something decides, with all that it finds.

    A selector is CSS, with parsel's `::text` and `::attr(name)`, or XPath where it begins with `/`, `./` or `(`, or
    where `xpath:` stands before it.
    """

    body: tuple[str, ...] = ()
    """The elements that hold the paragraphs, or the paragraphs themselves.

    Of a site's rules all that match are taken, of a family's the one with most text.
    """
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

    def check(self) -> None:
        """Raises `ValueError` that names the field and the selector, where one is wrong."""
        for each in fields(self):
            stated = getattr(self, each.name)
            if isinstance(stated, str):
                raise NoSelector(f"rules: {each.name} is {stated!r}: a tuple of selectors is needed, ({stated!r},)")
            for selector in stated:
                try:
                    finds_elements = compiled(selector).finds_elements
                except NoSelector as error:
                    raise NoSelector(f"rules: {each.name}: {error}") from error
                if each.name in _OF_ELEMENTS and not finds_elements:
                    raise NoSelector(f"rules: {each.name}: {selector!r} finds a text, where elements are needed")
