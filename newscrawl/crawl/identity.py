"""Whether two pages are one article, by what they say and by where an old address leads.

A theme that declares the same address for every article (without its query, the home page, a section) would make one
article of all; a site that lists one article under several addresses must not make several.  Only the text tells.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from scrapy.http import Response

from newscrawl.article.draft import Draft, NotAnArticle, ParagraphKind
from newscrawl.store.index import Entry
from newscrawl.text import words_of
from newscrawl.urls import article_id, canonical_url

CANONICAL_CONFLICT = "canonical_conflict"
"""Problem of an article that is taken by the address it was fetched at, not by the one that it declares."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a page says, in hashes that hold within one process: small, since a run keeps those of all its pages."""

    content_hash: str | None
    headline: int | None
    whole: int
    paragraphs: Mapping[int, int]
    """Length by hash."""

    @classmethod
    def by(cls, draft: Draft) -> Self:
        """What a page said that was just read."""
        texts = [each.text for each in draft.paragraphs if each.kind is not ParagraphKind.RELATED]
        return cls.of(draft.article.headline, texts, draft.article.content_hash)

    @classmethod
    def in_line(cls, line: Mapping[str, Any]) -> Self:
        """What a line of the feed says, the dateline again before the text that it opened."""
        filed = line.get("dateline") or {}
        text = " ".join(filter(None, (filed.get("raw"), line.get("body"))))
        return cls.of(line.get("headline"), text.split("\n\n"), line.get("content_hash"))

    @classmethod
    def of(cls, headline: str | None, texts: Iterable[str], content_hash: str | None = None) -> Self:
        """A headline and the paragraphs below it; typography does not count."""
        title = words_of(headline or "")
        paragraphs = [words for text in texts if (words := words_of(text))]
        return cls(
            content_hash,
            hash(tuple(title)) if title else None,
            hash(tuple(word for words in paragraphs for word in words)),
            {hash(tuple(words)): sum(map(len, words)) for words in paragraphs},
        )

    def is_other_than(self, other: Said) -> bool:
        """Whether headline and text are both others: less than half of the shorter text is common to the two.

        Paragraphs are compared as wholes: two weather reports, or two results, have most words in common.
        """
        if self.content_hash is not None and self.content_hash == other.content_hash:
            return False
        if self.headline is not None and self.headline == other.headline:
            return False
        if not self.paragraphs or not other.paragraphs:
            return self.headline is not None and other.headline is not None
        common = sum(self.paragraphs[each] for each in self.paragraphs.keys() & other.paragraphs.keys())
        shorter = min(sum(self.paragraphs.values()), sum(other.paragraphs.values()))
        return self.whole != other.whole and common * 2 < shorter


def is_another(said: Said, addresses: Collection[str], entry: Entry, line: Mapping[str, Any] | None) -> bool:
    """Whether a page that declares the address of an article of the feed is another article.

    `addresses` are the ids of those that led to the page, `line` is the latest of the article, null where it is no
    longer there.  A page from where the article was read last is the article, whatever it says now; so is one of which
    nothing is known to compare with, such as a removed one.
    """
    if entry.content_hash is None or entry.content_hash == said.content_hash:
        return False
    if line is None:
        return True
    return not was_read_at(line, addresses) and said.is_other_than(Said.in_line(line))


def was_read_at(line: Mapping[str, Any], addresses: Collection[str]) -> bool:
    """Whether a line was made of a page at one of the addresses with these ids."""
    try:
        return article_id(line.get("fetched_url") or "") in addresses
    except ValueError:
        return False


def keeps_own_address(line: Mapping[str, Any] | None) -> bool:
    """Whether an article of the feed was found to declare an address that is not its own."""
    return line is not None and CANONICAL_CONFLICT in line.get("problems", ())


def keep_own_address(draft: Draft, fetched: str, sections: Collection[str]) -> None:
    """Takes a page by the address it was fetched at, where it declares that of a section, by its id, for its own."""
    article = draft.article
    if article.id in sections and article_id(fetched) not in sections:
        article.url, article.id = canonical_url(fetched), article_id(fetched)
        draft.flag(CANONICAL_CONFLICT)


def moved_from(response: Response, identity: str, extract: Callable[[Response], Draft]) -> bool:
    """Whether the answer of an old address says that its article is now the one with this id.

    A redirect says so by where it leads, a page by the address that it declares for its own.
    """
    if 300 <= response.status < 400:
        return _led_to(response) == identity
    try:
        return extract(response).article.id == identity
    except NotAnArticle:
        return False


def has_become(
    response: Response, addresses: Collection[str], said: Said, extract: Callable[[Response], Draft]
) -> bool:
    """Whether the answer of an old address says that its article is now what a page at other addresses says.

    Both declare the same address, so that only a redirect to the page, or its very text, says so.
    """
    if 300 <= response.status < 400:
        return _led_to(response) in addresses
    try:
        return response.status == 200 and not said.is_other_than(Said.by(extract(response)))
    except NotAnArticle:
        return False


def _led_to(response: Response) -> str | None:
    location = response.headers.get("Location")
    try:
        return article_id(canonical_url(location.decode("latin-1"), response.url)) if location is not None else None
    except ValueError:
        return None
