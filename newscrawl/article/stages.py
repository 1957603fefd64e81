"""From a page to an article: the order of the stages, written once.

Each stage is a pure function that refines a `Draft` in place and names what it
did, as short facts that become stats (`newscrawl/dateline/parsed`).  A stage
adds or refines; it never undoes an earlier one's work.  The item pipelines run
the same stages one by one; `extract_article` and `extract_text` run them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from newscrawl import article as extraction
from newscrawl import languages
from newscrawl.article import rights
from newscrawl.article.draft import Context, Draft, Hint, NotAnArticle, ParagraphKind
from newscrawl.article.fields import own_articles
from newscrawl.dateline import agencies, credit_lines, dateline_above, find_dateline
from newscrawl.dateline.parsing import resolve_date
from newscrawl.families.rules import ArticleRules
from newscrawl.items import Article, ForeignPassage, Reference
from newscrawl.redaction import address_without_secrets
from newscrawl.text import is_damaged
from newscrawl.version import __version__

BREAK = "\n\n"
"""What separates the paragraphs of a body."""
_EDGE = 4
"""Lines at either end of a text among which a credit may stand that is furniture otherwise."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of understanding, by the name that pipeline, settings and stats share."""

    name: str
    run: Callable[[Draft], Iterable[str]]


def extract_article(  # noqa: PLR0913 - each is a fact that the page itself does not state
    document: str | bytes,
    url: str,
    *,
    content_type: str | None = None,
    rules: ArticleRules | None = None,
    reference: datetime | None = None,
    timezone: str | None = None,
    country: str | None = None,
    keep_dateline: bool = False,
    hint: Hint | None = None,
) -> Article:
    """The article on an HTML page.

    `reference` is the moment of the crawl, against which partial and relative dates are read; `timezone` (IANA) and
    `country` (ISO 3166-1 alpha-2) are the site's; `hint` is what a list said of the article, and chooses among what the
    page states.  No network, no clock.  Raises `NotAnArticle` for lists, walls, challenges, protected and empty pages.
    """
    context = Context(reference=reference, timezone=timezone, country=country, keep_dateline=keep_dateline)
    draft = extraction.extract(document, url, content_type=content_type, rules=rules, context=context, hint=hint)
    return understand(draft)


def extract_text(text: str, url: str | None = None, *, reference: datetime | None = None) -> Article:
    """The article on a page that was kept as text only, one block a paragraph.  Raises `NotAnArticle`."""
    return understand(extraction.extract_plain(text, url, context=Context(reference=reference)))


def understand(draft: Draft) -> Article:
    """`draft` through every stage."""
    for stage in STAGES:
        stage.run(draft)
    return assemble(draft)


def reservation(draft: Draft) -> Iterable[str]:
    """What the site reserves: where that is respected, nothing but address, headline, times and rights is left."""
    return rights.settle(draft)


def text(draft: Draft) -> Iterable[str]:
    """Unicode and white space of every string; empty paragraphs go."""
    before = len(draft.paragraphs)
    extraction.normalise(draft)
    return ["emptied"] * (before - len(draft.paragraphs))


def furniture(draft: Draft) -> Iterable[str]:
    """What stands among the paragraphs and is not the article; "Lire aussi" goes to `related`.

    Only articles of the site do.
    """
    before, related = len(draft.paragraphs), len(draft.article.related)
    texts = [paragraph.text for paragraph in draft.paragraphs]
    extraction.drop_furniture(draft)
    draft.article.related = own_articles(draft.article.related, draft.article.url)
    kept = {paragraph.text for paragraph in draft.paragraphs}
    draft.signed_off = [text for text in (*texts[:_EDGE], *texts[_EDGE:][-_EDGE:]) if text not in kept]
    return ["removed"] * (before - len(draft.paragraphs)) + ["related"] * (len(draft.article.related) - related)


def dateline(draft: Draft) -> Iterable[str]:
    """The dateline out of the lead, as data."""
    published, country = published_day(draft.article), draft.context.country
    found = find_dateline([paragraph.text for paragraph in draft.paragraphs], published=published, country=country)
    if found is None:
        draft.article.dateline = dateline_above(draft.above, published=published, country=country)
        return ["absent" if draft.article.dateline is None else "parsed"]
    index, draft.article.dateline = found
    for doubt in draft.article.dateline.doubts:
        draft.flag(doubt)
    if not draft.context.keep_dateline:
        paragraph = draft.paragraphs[index]
        paragraph.text = paragraph.text[len(draft.article.dateline.raw) :].lstrip()
        if not paragraph.text:
            del draft.paragraphs[index]
    return ["parsed"]


def filing_date(draft: Draft) -> Iterable[str]:
    """The dateline's date in full, where publication, or the moment of the crawl and a weekday, tell the year."""
    filed = draft.article.dateline
    if filed is None or filed.date_raw is None:
        return []
    published = draft.article.published_at
    filed.date, problems = resolve_date(
        filed,
        published=datetime.fromisoformat(published) if published else None,
        reference=draft.context.reference,
        text=BREAK.join(paragraph.text for paragraph in draft.paragraphs[:3]),
    )
    for problem in problems:
        draft.flag(problem)
    return [*problems, "resolved" if filed.date else "unresolved"]


def language(draft: Draft) -> Iterable[str]:
    """The language of the body, and the paragraphs left in another one."""
    facts = []
    try:
        main, others = languages.paragraph_languages([paragraph.text for paragraph in draft.paragraphs])
    except languages.NoModel as finding:
        main, others = finding.main, finding.others
        draft.flag("language_unknown")
        facts.append("no_model")
    draft.article.language = main
    for paragraph, other in zip(draft.paragraphs, others, strict=True):
        paragraph.language = other
    foreign = sum(other is not None for other in others)
    if foreign:
        draft.flag("untranslated")
    return [*facts, *["foreign"] * foreign]


def credit(draft: Draft) -> Iterable[str]:
    """Agencies from dateline, byline and the credit at the end of the text; persons stay authors."""
    article, country = draft.article, draft.context.country
    named = list(article.dateline.agencies) if article.dateline else []
    persons = list(article.dateline.authors) if article.dateline else []
    for author in article.authors:
        signed, people = agencies.split_byline(author, country)
        named += signed
        persons += people
    if draft.byline:
        named += agencies.split_byline(draft.byline, country)[0] or credit_lines.credit_line(draft.byline, country)
    named += credit_lines.credits_of([paragraph.text for paragraph in draft.paragraphs], country)
    for line in draft.signed_off:
        named += credit_lines.credit_line(line, country)
    article.authors = list(dict.fromkeys(persons))
    article.agencies = list(dict.fromkeys(named))
    return ["credited"] if article.agencies else []


def checks(draft: Draft) -> Iterable[str]:
    """Whether this is an article at all.

    Raises `NotAnArticle` where nothing is left to read (`no_body`), or where neither a headline nor a time of
    publication says that it is one (`no_headline`).  A post without title that is dated is kept, with a problem, and so
    is a text that lost characters.
    """
    article = draft.article
    if rights.RESERVED not in article.problems and not any(
        paragraph.kind is not ParagraphKind.SUBHEADING for paragraph in draft.paragraphs
    ):
        raise NotAnArticle("no_body", article.url)
    if article.headline is None:
        if article.published_at is None:
            raise NotAnArticle("no_headline", article.url)
        draft.flag("no_headline")
    if any(map(is_damaged, (article.headline or "", *(paragraph.text for paragraph in draft.paragraphs)))):
        draft.flag("damaged_text")
    return article.problems


RIGHTS = Stage("rights", reservation)
TEXT = Stage("text", text)
FURNITURE = Stage("furniture", furniture)
DATELINE = Stage("dateline", dateline)
DATES = Stage("dates", filing_date)
LANGUAGES = Stage("languages", language)
AGENCIES = Stage("agencies", credit)
CHECKS = Stage("checks", checks)

STAGES = (RIGHTS, TEXT, FURNITURE, DATELINE, DATES, LANGUAGES, AGENCIES, CHECKS)


def assemble(draft: Draft) -> Article:
    """The finished article: paragraphs joined to `body`, foreign ones as offsets into it."""
    article = draft.article
    passages: list[ForeignPassage] = []
    start = 0
    for paragraph in draft.paragraphs:
        end = start + len(paragraph.text)
        if paragraph.language is not None:
            passages.append(ForeignPassage(paragraph.language, start, end))
        start = end + len(BREAK)
    article.body = BREAK.join(paragraph.text for paragraph in draft.paragraphs) or None
    article.foreign_passages = passages
    article.newscrawl_version = __version__
    if draft.context.reference is not None:
        article.crawled_at = draft.context.reference.isoformat(timespec="seconds")
    article.problems.sort()
    _drop_secrets(article)
    return article


def _drop_secrets(article: Article) -> None:
    """Takes credentials out of every address; the text is what the page has published."""
    article.url = address_without_secrets(article.url)
    article.fetched_url = article.fetched_url and address_without_secrets(article.fetched_url)
    article.image = article.image and address_without_secrets(article.image)
    article.rights.tdm_policy = article.rights.tdm_policy and address_without_secrets(article.rights.tdm_policy)
    article.related = [_named_safely(reference) for reference in article.related]
    article.previous = article.previous and _named_safely(article.previous)
    article.next = article.next and _named_safely(article.next)


def _named_safely(reference: Reference) -> Reference:
    return replace(reference, url=reference.url and address_without_secrets(reference.url))


def published_day(article: Article) -> date | None:
    """The day of publication in the site's own zone, which a dateline is read against."""
    return datetime.fromisoformat(article.published_at).date() if article.published_at else None
