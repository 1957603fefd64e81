"""The fields of an article other than its body, each from the most trusted source that states it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from urllib.parse import urlsplit

from newscrawl.draft import Draft
from newscrawl.extraction.document import MAX_TITLE, Element, Page, text_of
from newscrawl.extraction.moments import DATE_IMPLAUSIBLE, Clock, Moment, read_machine
from newscrawl.extraction.near import Lines
from newscrawl.extraction.people import names_of
from newscrawl.extraction.rules import ArticleRules, select
from newscrawl.extraction.structured import Stated
from newscrawl.extraction.vocabulary import BYLINE
from newscrawl.text import clean, fold
from newscrawl.urls import canonical_url, host_of, same_site

HOME_WORDS = frozenset(
    {"accueil", "home", "page d'accueil", "a la une", "une", "homepage", "inicio", "accueil du site", "startseite"}
)
"""What the first entry of a breadcrumb is called that stands for the whole site."""

_PLACEHOLDERS = frozenset(
    {"untitled", "sans titre", "(sans titre)", "no title", "(no title)", "senza titolo", "sin titulo"}
)
"""What themes print where a post has no title."""
_CLOSING = 8
"""Blocks at the end of a text among which a signature may stand."""
_FURTHER_PAGE = re.compile(r"(?:page/)?\d+|amp")
_COMMENT_WORD = (
    r"(?:commentaires?|reponses?|reactions?|reflexions?|avis|comments?|repl(?:y|ies)|responses?|thoughts?)\b"
)
_COUNT = re.compile(rf"\(?(\d{{1,3}}(?:[ .,]\d{{3}}){{1,2}}|\d{{1,7}})(?:\)?|\)? ?{_COMMENT_WORD}.*)")
_ONE = re.compile(rf"(?:une?|one) (?:seule? )?{_COMMENT_WORD}")
_NONE = re.compile(rf"(?:aucune?|zero|pas (?:encore )?de|no) {_COMMENT_WORD}")
_TITLE_MARKS = re.compile(r"\s+[|–—•·»«‹›:-]\s+|\s*\|\s*")


def canonical(page: Page) -> str:
    """The page's own canonical address where it is sane, else the fetched one, both normalised.

    Sane is: on the same site, and no page above the fetched one (its section, the home page), which careless themes
    declare for every article.
    """
    fetched = canonical_url(page.url)
    for href in (*page.links.get("canonical", ()), *page.metas.get("og:url", ())):
        address = page.absolute(href)
        if address is None or not same_site(address, fetched):
            continue
        if _stands_above(address, fetched):
            continue
        try:
            return canonical_url(address)
        except ValueError:
            continue
    return fetched


def _stands_above(address: str, fetched: str) -> bool:
    """Whether `fetched` lies in the folder `address`, but not as a further page of it (`/2/`, `/page/2/`, `/amp/`)."""
    above, below = urlsplit(address), urlsplit(fetched)
    folder = above.path.rstrip("/") + "/"
    rest = below.path[len(folder) :].strip("/")
    return not above.query and below.path.startswith(folder) and bool(rest) and not _FURTHER_PAGE.fullmatch(rest)


def headline(page: Page, layers: Sequence[ArticleRules], sources: Sequence[Stated], site: str | None) -> str | None:
    """The title: a rule's or family's, else the `h1` that the machine-readable titles confirm, else those."""
    for rules in layers:
        for element in select(page, rules.headline):
            text = text_of(element)
            return None if not text or fold(text) in _PLACEHOLDERS else text
    stated = [source.headline for source in sources if source.headline]
    titles = [without_site(title, page, site) for title in (*stated, page.title)]
    headings = [text for element in page.headings[:20] if 0 < len(text := text_of(element)) <= MAX_TITLE]
    confirmed = [text for text in headings if any(_agree(text, title) for title in titles if title)]
    if confirmed:
        return max(confirmed, key=len) if len(confirmed) < 3 else confirmed[0]
    if len(headings) == 1 and not stated:
        return headings[0]
    return next((title for title in titles if title), None) or next(iter(headings), None)


def without_site(title: str, page: Page, site: str | None) -> str:
    """A title without the name of the site, and what follows that, at its end."""
    host = re.sub(r"[^a-z0-9]", "", host_of(page.url).partition(":")[0].rpartition(".")[0])
    labels = {label for label in host_of(page.url).split(".")[:-1] if len(label) > 2}
    known = ({_letters(site)} if site else set()) | {_letters(label) for label in labels}
    parts = {part for label in labels for part in label.split("-") if len(part) > 3}
    marks = list(_TITLE_MARKS.finditer(title))
    for mark in marks:
        tail = _letters(title[mark.end() :])
        last = mark is marks[-1]
        if any(name and tail.startswith(name) for name in known):
            return title[: mark.start()].strip()
        if last and ((len(tail) > 3 and tail in host) or any(tail.startswith(part) for part in parts)):
            return title[: mark.start()].strip()
    return title


def _agree(heading: str, title: str) -> bool:
    short, long = sorted((_letters(heading), _letters(title)), key=len)
    return len(short) >= 8 and short in long and len(short) * 2 >= len(long)


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", fold(text))


def times(
    draft: Draft,
    page: Page,
    layers: Sequence[ArticleRules],
    sources: Sequence[Stated],
    clock: Clock,
    lines: Callable[[], Lines],
) -> None:
    """Publication and last change, from the most trusted source that states each; last, the lines near the headline."""
    published = _first_plausible(
        draft, _moments(page, [rules.published for rules in layers], [source.published for source in sources], clock)
    )
    changes = _moments(page, [rules.modified for rules in layers], [source.modified for source in sources], clock)
    if published is None:
        published = _first_plausible(draft, lines().published)
        changes = chain(changes, lines().modified)
    if published is not None:
        place(draft, published)
    for modified in changes:
        if modified.implausible:
            draft.flag(DATE_IMPLAUSIBLE)
        elif published is None or (modified.at > published.at and modified.precision != "day"):
            draft.article.modified_at = modified.iso
            return


def _first_plausible(draft: Draft, moments: Iterable[Moment]) -> Moment | None:
    for moment in moments:
        if not moment.implausible:
            return moment
        draft.flag(DATE_IMPLAUSIBLE)
    return None


def place(draft: Draft, published: Moment) -> None:
    """Publication as the article's fields."""
    article = draft.article
    article.published_at, article.published_raw = published.iso, published.raw
    article.published_precision = published.precision
    if published.problem:
        draft.flag(published.problem)


def _moments(
    page: Page, selectors: Iterable[tuple[str, ...]], stated: Iterable[str | None], clock: Clock
) -> Iterator[Moment]:
    for alternatives in selectors:
        for element in select(page, alternatives)[:3]:
            moment = read_machine(element.get("datetime") or element.get("content"), clock)
            if moment is not None:
                yield moment
            if moment is None or moment.implausible:
                shown = read_machine(text_of(element), clock)
                if shown is not None:
                    yield shown
    for text in stated:
        moment = read_machine(text, clock)
        if moment is not None:
            yield moment


def authors(
    draft: Draft,
    page: Page,
    layers: Sequence[ArticleRules],
    sources: Sequence[Stated],
    site: str | None,
    lines: Callable[[], Lines],
) -> None:
    """Who signs, from the first source that names anybody; the byline as written beside it."""
    own = [name for name in (site, host_of(page.url), *(source.publisher or "" for source in sources)) if name]
    candidates = [[text_of(element) for element in select(page, rules.authors)] for rules in layers]
    candidates += [source.authors for source in sources]
    fallback: list[str] = []
    for candidate in candidates:
        stated = [text for text in candidate if text]
        if draft.byline is None and stated:
            draft.byline = ", ".join(dict.fromkeys(stated))
        names = names_of(stated, own)
        if names:
            if names_of(names, own) and any(_is_person(name, own) for name in names):
                draft.article.authors, draft.byline = names, ", ".join(dict.fromkeys(stated))
                return
            fallback = fallback or names
    for line in [*lines().bylines, *_closing_bylines(draft)]:
        names = names_of([line], own)
        if any(_is_person(name, own) for name in names):
            draft.article.authors, draft.byline = names, line
            return
    draft.article.authors = fallback


def _closing_bylines(draft: Draft) -> list[str]:
    """Lines that sign at the end of the text: `Propos recueillis par Anthony Laurent`."""
    texts = [clean(paragraph.text) for paragraph in draft.paragraphs[-_CLOSING:]]
    return [text for text in texts if len(text) < 120 and BYLINE.match(fold(text))]


def _is_person(name: str, own: list[str]) -> bool:
    letters = _letters(name)
    return letters not in {_letters(title) for title in own} and letters not in {
        _letters(title.rpartition(".")[0]) for title in own
    }


def section(page: Page, layers: Sequence[ArticleRules], sources: Sequence[Stated], title: str | None) -> list[str]:
    """The path to the article without the home page and without the article itself."""
    paths = [[text_of(element) for element in select(page, rules.section)] for rules in layers]
    paths += [source.breadcrumb for source in sources]
    paths += [source.section for source in sources]
    for path in paths:
        entries = breadcrumb(path, title)
        if entries:
            return entries
    return breadcrumb(category_path(page), title)


def breadcrumb(path: Iterable[str], title: str | None) -> list[str]:
    """The entries of a breadcrumb that name sections: no home page, separator, repetition, or the article itself."""
    entries: list[str] = []
    for entry in path:
        text = clean(entry).strip(" >»›/|·•")
        if not text or not re.search(r"\w", text) or text in entries:
            continue
        if fold(text) in HOME_WORDS and not entries:
            continue
        if title and is_start_of(text, title):
            continue
        entries.append(text)
    return entries


def is_start_of(text: str, title: str) -> bool:
    """Whether `text` is the title, or its beginning cut off with an ellipsis."""
    start, whole = _letters(text), _letters(title)
    cut = text.rstrip().endswith(("...", "…"))
    return bool(start) and (start == whole or (cut and whole.startswith(start)))


def category_path(page: Page) -> list[str]:
    """The section by the post's category links.

    Of several the one that its address lies in, with the parents that other links of the page (its menu) name.
    """
    links = [a for a in page.root.iter("a") if "category" in (a.get("rel") or "").split() and a.get("href")]
    if not links:
        return []
    own = urlsplit(page.url).path
    chosen = next((a for a in links if f"/{_slug(a)}/" in own), links[0])
    address = page.absolute(chosen.get("href"))
    if address is None:
        return [text_of(chosen)]
    named = {page.absolute(a.get("href")): a for a in page.root.iter("a") if a.get("href")}
    path, parent = [text_of(chosen)], address.rstrip("/").rpartition("/")[0]
    while parent.count("/") > 2:
        link = named.get(f"{parent}/", named.get(parent))
        if link is None:
            break
        path.insert(0, text_of(link))
        parent = parent.rpartition("/")[0]
    return path


def _slug(link: Element) -> str:
    return (link.get("href") or "").rstrip("/").rpartition("/")[2]


def tags(page: Page, layers: Sequence[ArticleRules], sources: Sequence[Stated]) -> list[str]:
    """Keywords, from the first source that states any."""
    candidates = [[text_of(element) for element in select(page, rules.tags)] for rules in layers]
    candidates += [source.tags for source in sources]
    return next((list(dict.fromkeys(filter(None, found))) for found in candidates if any(found)), [])


def image(page: Page, layers: Sequence[ArticleRules], sources: Sequence[Stated]) -> str | None:
    """The lead image: as stated for machines, else the featured one in its largest size."""
    for source in sources:
        address = page.absolute(source.image)
        if address:
            return address
    for rules in layers:
        for element in select(page, rules.image):
            address = page.absolute(largest_source(element))
            if address:
                return address
    return None


def largest_source(element: Element) -> str | None:
    """The address of an image in the largest size it is offered in."""
    best, width = None, 0
    for candidate in (element.get("srcset") or element.get("data-srcset") or "").split(", "):
        address, _, size = candidate.strip().rpartition(" ")
        if address and size.endswith("w") and size[:-1].isdigit() and int(size[:-1]) > width:
            best, width = address, int(size[:-1])
    own = element.get("data-src") or element.get("src") or element.get("content") or element.get("href")
    return best or (own if own and not own.startswith("data:") else None)


def comment_count(page: Page, layers: Sequence[ArticleRules], sources: Sequence[Stated]) -> int | None:
    """The number of comments as the page states it."""
    for rules in layers:
        for element in select(page, rules.comment_count):
            count = read_count(text_of(element))
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


def standfirst(page: Page, layers: Sequence[ArticleRules]) -> str | None:
    """The chapô, where a rule or the family's markup sets it apart."""
    for rules in layers:
        for element in select(page, rules.standfirst):
            text = text_of(element)
            if text:
                return text
    return None
