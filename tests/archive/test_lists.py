"""Lists that read as articles are told from articles, in every family of markup that we know."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newscrawl.archive.lists import is_list
from newscrawl.draft import Context, Draft, NotAnArticle
from newscrawl.extraction import extract
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
