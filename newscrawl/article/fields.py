"""The fields of an article other than its body, each from the most trusted source that states it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from urllib.parse import unquote, urlsplit

from newscrawl.article.breadcrumbs import is_home
from newscrawl.article.document import ArticlePage
from newscrawl.article.structured import StatedFields
from newscrawl.families.rules import ArticleRules
from newscrawl.html.elements import Element, text_of
from newscrawl.html.selectors import Selected, found_by, select_texts
from newscrawl.items import Reference
from newscrawl.text import fold
from newscrawl.urls import canonical_url, host_of, same_site

_NO_ADDRESS = re.compile(
    r"(?:undefined|null|nan|about:blank|\[object \w+\]|\{\{.*\}\}|\$\{.*\}|<%.*%>)", re.IGNORECASE | re.DOTALL
)
"""What scripts and templates print where they know no address."""
_FURTHER_PAGE = re.compile(r"(?:page/)?\d+|amp")
_COMMENT_WORD = (
    r"(?:commentaires?|reponses?|reactions?|reflexions?|avis|comments?|repl(?:y|ies)|responses?|thoughts?)\b"
)
_COUNT = re.compile(rf"\(?(\d{{1,3}}(?:[ .,]\d{{3}}){{1,2}}|\d{{1,7}})(?:\)?|\)? ?{_COMMENT_WORD}.*)")
_ONE = re.compile(rf"(?:une?|one) (?:seule? )?{_COMMENT_WORD}")
_NONE = re.compile(rf"(?:aucune?|zero|pas (?:encore )?de|no) {_COMMENT_WORD}")


_PLACEHOLDER = re.compile(r"\[\w+:\w+\]")
_SUFFIX = 3
"""Letters up to which a label before the last one is a part of the suffix: `exemple.com.tn`."""


def canonical(page: ArticlePage) -> str:
    """The page's own canonical address where it is sane, else the fetched one, both normalised.

    Sane is: an address, on the same site, and neither the home page nor another page above the fetched one (its
    section), which careless themes declare for every article.  Where other pages declare it too, the run tells.
    """
    fetched = canonical_url(page.url)
    for href in (*page.links.get("canonical", ()), *page.metas.get("og:url", ())):
        address = page.absolute(href)
        if address is None or not same_site(address, fetched):
            continue
        if _is_no_address(address) or _is_home(address, fetched) or _stands_above(address, fetched):
            continue
        try:
            return canonical_url(address)
        except ValueError:
            continue
    return fetched


def _is_no_address(address: str) -> bool:
    return _NO_ADDRESS.fullmatch(unquote(urlsplit(address).path.rpartition("/")[2])) is not None


def _is_home(address: str, fetched: str) -> bool:
    """Whether an address is that of the site's home page, and not the fetched one."""
    parts, other = urlsplit(address), urlsplit(fetched)
    return is_home(address) and (parts.path, "") != (other.path, other.query)


def _stands_above(address: str, fetched: str) -> bool:
    """Whether `fetched` lies in the folder `address`, but not as a further page of it (`/2/`, `/page/2/`, `/amp/`)."""
    above, below = urlsplit(address), urlsplit(fetched)
    folder = above.path.rstrip("/") + "/"
    rest = below.path[len(folder) :].strip("/")
    return not above.query and below.path.startswith(folder) and bool(rest) and not _FURTHER_PAGE.fullmatch(rest)


def tags(
    page: ArticlePage, layers: Sequence[ArticleRules], sources: Sequence[StatedFields], section: Sequence[str] = ()
) -> list[str]:
    """Keywords, from the first source that states any, else from the links that say that they lead to one.

    Some themes link categories so: links that stand together with one to the `section` lead to none.
    """
    candidates = chain(
        (select_texts(page, rules.tags) for rules in layers),
        (source.tags for source in sources),
        (_linked_tags(page, section) for _ in range(1)),
    )
    found = (list(dict.fromkeys(filter(None, map(_tag, candidate)))) for candidate in candidates)
    return next(filter(None, found), [])


def _tag(text: str) -> str | None:
    """A keyword without the brackets of a list (`[Namur, crue]`); null where a template printed none."""
    return None if _PLACEHOLDER.fullmatch(text) else text.strip("[] #")


def _linked_tags(page: ArticlePage, section: Sequence[str]) -> list[str]:
    """The texts of the links `rel=tag` that stand together, in the first such place that is no category's."""
    links = [a for a in page.related_links if "tag" in a.get("rel", "") and not _leads_to_category(a)]
    while links:
        place = next(links[0].iterancestors("p", "ul", "div", "section", "footer", "aside", "article"), None)
        together = [link for link in links if place is None or place in link.iterancestors()]
        texts = [text_of(link) for link in together]
        if set(texts).isdisjoint(section):
            return texts
        links = [link for link in links if link not in together]
    return []


def _leads_to_category(link: Element) -> bool:
    """Whether a link says by its relation, or WordPress by its address, that it leads to a category."""
    return "category" in link.get("rel", "").split() or "/category/" in link.get("href", "")


def own_articles(references: Iterable[Reference], url: str) -> list[Reference]:
    """Those of some references that are other articles of the site of `url`, or whose address is not known."""
    return [each for each in references if each.url is None or _is_other_article(each.url, url)]


def _is_other_article(address: str, url: str) -> bool:
    own = urlsplit(address)._replace(fragment="").geturl()
    return _domain(address) == _domain(url) and not is_home(address) and own != url


def _domain(url: str) -> str:
    """The part of a host that all its forms share: `exemple.fr` of `sport.exemple.fr`."""
    labels = host_of(url).split(".")
    return ".".join(labels[-3:] if len(labels) > 2 and len(labels[-2]) <= _SUFFIX else labels[-2:])


def image(page: ArticlePage, layers: Sequence[ArticleRules], sources: Sequence[StatedFields]) -> str | None:
    """The lead image: as stated for machines, else the featured one in its largest size."""
    for source in sources:
        address = page.absolute(source.image)
        if address:
            return address
    for rules in layers:
        for found in found_by(page, rules.image):
            address = page.absolute(largest_source(found))
            if address:
                return address
    return None


def largest_source(image: Selected) -> str | None:
    """The address of an image in the largest size it is offered in."""
    best, width = None, 0
    for candidate in (image.attribute("srcset", "data-srcset") or "").split(", "):
        address, _, size = candidate.strip().rpartition(" ")
        if address and size.endswith("w") and size[:-1].isdigit() and int(size[:-1]) > width:
            best, width = address, int(size[:-1])
    own = image.attribute("data-src", "src", "content", "href")
    return best or (own if own and not own.startswith("data:") else None)


def comment_count(page: ArticlePage, layers: Sequence[ArticleRules], sources: Sequence[StatedFields]) -> int | None:
    """The number of comments as the page states it."""
    for rules in layers:
        for text in select_texts(page, rules.comment_count):
            count = read_count(text)
            if count is not None:
                return count
    return next((source.comment_count for source in sources if source.comment_count is not None), None)


def read_count(text: str) -> int | None:
    """A number of comments: `0`, `1 234 commentaires`, `Un commentaire`, `Une réflexion sur « Budget 2027 »`.

    It is a number that stands alone, or one at the beginning that a word for comments follows; the other digits of
    such a line are those of the headline.
    """
    folded = fold(text)
    if _NONE.match(folded):
        return 0
    if _ONE.match(folded):
        return 1
    found = _COUNT.fullmatch(folded)
    return int(re.sub(r"\D", "", found[1])) if found else None


def standfirst(page: ArticlePage, layers: Sequence[ArticleRules]) -> str | None:
    """The chapô, where a rule or the family's markup sets it apart."""
    for rules in layers:
        for text in filter(None, select_texts(page, rules.standfirst)):
            return text
    return None
