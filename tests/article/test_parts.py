"""Articles over several pages."""

from __future__ import annotations

import pytest

from newscrawl.article import extract, join
from newscrawl.article.draft import Context, Draft

URL = "https://exemple.invalid/enquete/les-ponts/"
TITLE = "Douze ponts fragiles seront rénovés"
FIRST = (
    "GRENOBLE (AFP) – Le conseil départemental a adopté vendredi un plan de rénovation de douze ponts jugés fragiles."
)
SECOND = (
    "Les travaux doivent commencer en mars et coûter près de quarante millions d’euros, selon le rapporteur du budget."
)
THIRD = "Dans la vallée, les maires s’inquiètent surtout des déviations, qui rallongent le trajet des cars scolaires."
FOURTH = (
    "Un premier pont sera fermé dès janvier, et les piétons pourront l’emprunter pendant toute la durée du chantier."
)


def part(*paragraphs: str, url: str = URL, links: str = "", canonical: str | None = None, title: str = TITLE) -> Draft:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    head = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    page = f"<head>{head}</head><body><article><h1>{title}</h1>{text}</article>{links}</body>"
    return extract(page, url, context=Context())


@pytest.mark.parametrize(
    ("url", "href", "expected"),
    [
        (URL, "/enquete/les-ponts/2/", "https://exemple.invalid/enquete/les-ponts/2/"),
        (URL, "?page=2", "https://exemple.invalid/enquete/les-ponts/?page=2"),
        (URL, "page/2/#haut", "https://exemple.invalid/enquete/les-ponts/page/2/"),
        ("https://exemple.invalid/a.html", "a-2.html", "https://exemple.invalid/a-2.html"),
        ("https://exemple.invalid/a.html", "a,2.html", "https://exemple.invalid/a,2.html"),
        ("https://exemple.invalid/?p=12", "/?p=12&page=2", "https://exemple.invalid/?p=12&page=2"),
        (URL, "/enquete/les-ponts/comment-page-2/", None),
        (URL, "/enquete/les-ponts-2/", None),
        (URL, "/enquete/les-routes/2/", None),
        (URL, "/enquete/les-ponts/3/", None),
        (URL, "https://autre.invalid/enquete/les-ponts/2/", None),
        ("https://exemple.invalid/", "/2/", None),
    ],
)
def test_the_next_part_is_the_articles_own_address_with_a_number(url: str, href: str, expected: str | None) -> None:
    head = '<head><meta property="og:type" content="article"></head>'
    page = f'{head}<h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p><a href="{href}">2</a>'
    assert extract(page, url, context=Context()).next_part == expected


def test_a_later_part_names_the_one_after_it() -> None:
    links = '<a href="/enquete/les-ponts/">1</a> 2 <a href="/enquete/les-ponts/3/">3</a>'
    assert part(THIRD, FOURTH, url=f"{URL}2/", links=links, canonical=URL).next_part == f"{URL}3/"


@pytest.mark.parametrize(
    ("url", "links", "expected"),
    [
        (
            f"{URL}2/",
            '<a href="/enquete/les-ponts/">1</a> <a href="3/">3</a> <a href="/enquete/les-ponts/3/">3</a>',
            "3/",
        ),
        (f"{URL}2/", '<a href="/enquete/les-ponts/3/">3</a>', None),
        (f"{URL}12/", '<a href="/enquete/les-ponts/">1</a> <a href="/enquete/les-ponts/13/">13</a>', None),
    ],
    ids=["as_wordpress", "without_its_first", "number_of_an_article"],
)
def test_a_later_part_may_name_its_own_address(url: str, links: str, expected: str | None) -> None:
    found = part(THIRD, FOURTH, url=url, links=links, canonical=url).next_part
    assert found == (f"{URL}{expected}" if expected else None)


def test_rel_next_may_be_another_article() -> None:
    page = f'<head><link rel="next" href="/enquete/la-crue/"></head><h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p>'
    assert extract(page, URL, context=Context()).next_part is None


def test_parts_are_joined_without_what_they_repeat() -> None:
    box = "Retrouvez notre enquête sur les ponts de la vallée en trois volets, dans nos pages locales."
    first, second = part(box, FIRST, SECOND), part(box, THIRD, FOURTH, url=f"{URL}2/", canonical=URL)
    before = first.article.content_hash
    whole = join(first, [second])
    assert [paragraph.text for paragraph in whole.paragraphs] == [box, FIRST, SECOND, THIRD, FOURTH]
    assert whole.article.content_hash != before


def test_a_dateline_printed_on_each_part_stands_once() -> None:
    second = part(f"GRENOBLE (AFP) – {THIRD}", FOURTH, url=f"{URL}2/", canonical=URL)
    assert [paragraph.text for paragraph in join(part(FIRST, SECOND), [second]).paragraphs][2] == THIRD


def test_another_article_is_not_joined() -> None:
    other = part(THIRD, FOURTH, url=f"{URL}2/", title="La crue de printemps, heure par heure")
    assert len(join(part(FIRST, SECOND), [other]).paragraphs) == 2
