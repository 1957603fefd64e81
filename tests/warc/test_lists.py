"""Lists that read as articles are told from articles, in every family of markup that we know."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newscrawl.article import extract
from newscrawl.article.draft import Context, Draft, NotAnArticle, Paragraph
from newscrawl.items import Article
from newscrawl.warc.selection import is_list, is_unmarked
from tests.family_sites.families import FAMILIES
from tests.family_sites.site import SITE, Family, list_pages
from tests.family_sites.stories import stories

HOME = "https://journal.exemple"
CONTEXT = Context(reference=datetime(2026, 11, 27, tzinfo=UTC))

every_family = pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)


def drafted(page: str, path: str) -> tuple[Draft, str, str]:
    html, url = page.replace(SITE, HOME), HOME + path
    return extract(html, url, context=CONTEXT), html, url


@every_family
def test_a_list_is_no_article(family: Family) -> None:
    for page in list_pages(family):
        try:
            found = is_list(*drafted(family.list_page(page), family.list_path(page.number)))
        except NotAnArticle:
            continue
        assert found


@every_family
def test_an_article_is_no_list(family: Family) -> None:
    for story in stories()[:6]:
        assert not is_list(*drafted(family.article_page(story), family.article_path(story)))


def test_a_page_that_cannot_be_read_as_a_list_is_none() -> None:
    draft, _, url = drafted(FAMILIES["spip"].article_page(stories()[0]), FAMILIES["spip"].article_path(stories()[0]))
    assert not is_list(draft, "", url)
    draft.paragraphs = []
    assert not is_list(draft, "", url)


def test_a_text_with_neither_time_nor_author_nor_dateline_is_a_page_about_the_site() -> None:
    draft = Draft(article=Article(id="0" * 32, url=HOME, headline="Contact"), context=CONTEXT)
    draft.paragraphs = [Paragraph("Écrivez à la rédaction du journal, qui vous répondra dans les meilleurs délais.")]
    assert is_unmarked(draft)
    draft.paragraphs = [Paragraph("PARIS, le 3 mai (AFP) – Le conseil a voté lundi la rénovation de la piscine.")]
    assert not is_unmarked(draft)
    for name, value in {
        "published_at": "2024-05-03T00:00:00+02:00",
        "authors": ["Jeanne Dupont"],
        "method": "rules",
    }.items():
        signed = Draft(article=Article(id="0" * 32, url=HOME, headline="Contact"), context=CONTEXT)
        setattr(signed.article, name, value)
        assert not is_unmarked(signed)


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("2024/05/03/la-piscine-rouvre/", "Le conseil a voté.", False),
        ("monde/2024/05/la-piscine-rouvre.html", "Le conseil a voté.", False),
        ("2024/05/03/", "Le conseil a voté.", True),
        ("2024/05/page/2/", "Le conseil a voté.", True),
        ("contact-2024/", "Le conseil a voté.", True),
        ("contact/", "Le conseil a voté, a dit le maire. (AFP)", False),
        ("contact/", "Nous publions les dépêches de l’AFP.", True),
    ],
    ids=["day", "month", "archive", "paged", "year_in_slug", "agency", "agency_named"],
)
def test_a_dated_address_or_an_agency_at_the_end_marks_an_article(path: str, text: str, expected: bool) -> None:
    draft = Draft(article=Article(id="0" * 32, url=f"{HOME}/{path}", headline="La piscine"), context=CONTEXT)
    draft.paragraphs = [Paragraph("Le conseil municipal se réunit."), Paragraph(text)]
    assert is_unmarked(draft) is expected
