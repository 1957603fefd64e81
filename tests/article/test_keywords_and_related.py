"""Keywords, and what is related."""

from __future__ import annotations

from newscrawl.article.fields import own_articles
from newscrawl.items import Reference
from tests.article.invented import URL, json_ld, page, read

LINKS = "<p class=mots>{}</p>".format(
    " ".join(f'<a href="/mot/{name}/" rel=tag>{name}</a>' for name in ("ponts", "crue"))
)


def test_keywords_that_links_say_to_be_ones() -> None:
    other = '<div><a href="/mot/port/" rel=tag>port</a></div>'
    assert read(page(below=LINKS + other)).tags == ["ponts", "crue"]
    assert read(page(below=LINKS, head=json_ld(keywords=["budget"]))).tags == ["budget"]
    assert read(page(below=LINKS.replace("rel=tag", 'rel="category tag"'))).tags == []


def test_what_templates_print_is_no_keyword() -> None:
    assert read(page(head=json_ld(keywords="[node:field_tags]"))).tags == []
    assert read(page(head=json_ld(keywords="[Nord, ponts]"))).tags == ["Nord", "ponts"]


def test_related_are_other_articles_of_the_site() -> None:
    kept = [
        Reference("https://sport.gazette-exemple.fr/pont-7/", "Le pont de Kéta"),
        Reference("https://www.gazette-exemple.fr/crue/", "La crue"),
        Reference(None, "Kept as text"),
    ]
    others = [
        Reference("https://www.gazette-exemple.fr/", "La Gazette"),
        Reference("https://autre-exemple.fr/pont-7/", "Un pont ailleurs"),
        Reference(f"{URL}#suite", "La suite"),
        Reference("https://autre.com.tn/a/", "Un autre"),
    ]
    assert own_articles([*kept, *others], URL) == kept
    assert own_articles(others[-1:], "https://gazette.com.tn/a/") == []
