"""An article page as a draft: every source of fields read from one tree, each for what is still missing."""

from __future__ import annotations

from newscrawl.article import fields, gates, neighbours
from newscrawl.article.access import paywalled
from newscrawl.article.breadcrumbs import section
from newscrawl.article.document import ArticlePage, read_page
from newscrawl.article.draft import Context, Draft, Hint, NotAnArticle
from newscrawl.article.hashing import content_hash
from newscrawl.article.moments import Clock
from newscrawl.article.parts import next_part
from newscrawl.article.publication import times
from newscrawl.article.reading import Reading, standfirst_of_list
from newscrawl.article.readings import body_of, is_most_of_page
from newscrawl.article.rights import declared_by_page
from newscrawl.article.signatures import authors
from newscrawl.article.structured import StatedFields, read_json_ld, read_metas, read_microdata
from newscrawl.article.titles import find_headline
from newscrawl.families import family_of
from newscrawl.families.rules import ArticleRules
from newscrawl.items import Article, Method
from newscrawl.urls import article_id, host_of


def extract(
    document: str | bytes,
    url: str,
    *,
    content_type: str | None = None,
    rules: ArticleRules | None = None,
    context: Context,
    hint: Hint | None = None,
) -> Draft:
    """The article on an HTML page.

    `content_type` is the HTTP header, for its charset; `rules` are the site's own; `hint` is what a list said of the
    article, and chooses among what the page states.  Raises `NotAnArticle` where the
    page says that it is none, or where nothing on it reads as text; `ValueError` if `url` is no http(s) address.
    """
    page = read_page(document, url, content_type)
    gates.refuse_what_says_so(page)
    family = family_of(page.classes)
    layers: list[tuple[Method, ArticleRules]] = []
    if rules is not None:
        layers.append(("rules", rules))
    if family is not None:
        layers.append(("family", family.rules))
    sources = (read_json_ld(page), read_microdata(page), read_metas(page))
    gates.refuse_lists(page, sources)
    reading = _reading(page, tuple(rules for _, rules in layers), sources, context, hint)
    reading.is_ruled = rules is not None
    method, paragraphs = body_of(layers, reading)
    if gates.looks_like_list(page, sources) and not is_most_of_page(paragraphs, reading):
        raise NotAnArticle("listing", page.url)
    draft = Draft(article=_identity(page), paragraphs=paragraphs, context=context)
    if reading.partial:
        draft.flag("body_partial")
    draft.article.headline = reading.headline.text
    _fill(draft, reading)
    text = " ".join(paragraph.text for paragraph in paragraphs)
    known = reading.knows(text)
    if method in ("generic", "fallback") and not gates.claims_article(sources):
        dated = draft.article.published_at is not None and reading.headline.element is not None
        gates.refuse_text(page, text, crowded=reading.crowded, known=known and dated)
    if not known:
        draft.flag("body_doubtful")
    kept = {paragraph.text for paragraph in paragraphs}
    draft.above = [block.text for block in reading.following if block.text not in kept]
    draft.article.method = method
    draft.next_part = next_part(page, draft.article.url)
    draft.article.content_hash = content_hash(draft.article.headline, paragraphs)
    return draft


def _reading(
    page: ArticlePage,
    layers: tuple[ArticleRules, ...],
    sources: tuple[StatedFields, ...],
    context: Context,
    hint: Hint | None,
) -> Reading:
    site = next((source.publisher for source in reversed(sources) if source.publisher), None)
    return Reading(
        page=page,
        layers=layers,
        sources=sources,
        site=site,
        clock=Clock.of(context, host_of(page.url)),
        hint=hint,
        headline=find_headline(page, layers, sources, site, hint),
    )


def _identity(page: ArticlePage) -> Article:
    address = fields.canonical(page)
    return Article(id=article_id(address), url=address, fetched_url=page.url)


def _fill(draft: Draft, reading: Reading) -> None:
    article, page, layers, sources = draft.article, reading.page, reading.layers, reading.sources
    article.standfirst = fields.standfirst(page, layers) or standfirst_of_list(reading, draft.paragraphs)
    article.section = section(page, layers, sources, article.headline)
    article.tags = fields.tags(page, layers, sources, article.section)
    # What the site's own rules point at counts more than what it states for machines, a family's less.
    article.image = fields.image(page, layers[: reading.is_ruled], ()) or fields.image(page, layers, sources)
    article.comment_count = fields.comment_count(page, layers, sources)
    article.previous = neighbours.neighbour(page, layers, "previous")
    article.next = neighbours.neighbour(page, layers, "next")
    article.rights = declared_by_page(page)
    article.paywalled = paywalled(reading, draft.paragraphs)
    times(draft, reading)
    authors(draft, reading)
