"""The same article as text, and as a page of either generation of tagDiv's markup, gives the same."""

from __future__ import annotations

import html
from pathlib import Path

import pytest

from newscrawl.article import drop_furniture, extract, extract_plain, normalise
from newscrawl.article.draft import Context, Draft
from newscrawl.items import Reference

DATA = Path(__file__).resolve().parents[1] / "data" / "extraction"
URL = "https://exemple.invalid/dernieres-minutes/linternational/otan/?utm_source=x"

CRUMBS = {
    "tagdiv_classic": (
        '<span><a class="entry-crumb" href="/">Accueil</a></span> <i class="td-icon-right td-bread-sep"></i>'
        '<span><a class="entry-crumb" href="/category/dernieres-minutes/">{0}</a></span> <i class="td-icon-right"></i>'
        '<span><a class="entry-crumb" href="/category/linternational/">{1}</a></span> <i class="td-icon-right"></i>'
        '<span class="td-bred-no-url-last">{2}</span>'
    ),
    "tagdiv_cloud": (
        '<span><a class="tdb-entry-crumb" href="/">Accueil</a></span><i class="tdb-bread-sep td-icon-right"></i>'
        '<span><a class="tdb-entry-crumb" href="/category/dernieres-minutes/">{0}</a></span>'
        '<span><a class="tdb-entry-crumb" href="/category/linternational/">{1}</a></span>'
        '<span class="tdb-bred-no-url-last">{2}</span>'
    ),
}


@pytest.fixture(scope="module")
def text(shared: Path) -> str:
    return (shared / "seed" / "article.txt").read_text("utf-8")


def processed(draft: Draft) -> Draft:
    normalise(draft)
    drop_furniture(draft)
    return draft


def as_html(text: str, family: str, related: str) -> str:
    """The text's own words in the markup of a family."""
    lines = [html.escape(line, quote=False) for line in text.splitlines() if line.strip()]
    trail, headline, _, *body, previous, following = lines
    sections = ("Dernières minutes", "L'International")
    paragraphs = [
        related.format(line.removeprefix("Lire aussi:").strip()) if line.startswith("Lire aussi") else f"<p>{line}</p>"
        for line in body
    ]
    page = (DATA / f"{family}.html").read_text("utf-8")
    values = {
        "headline": headline,
        "section": sections[1],
        "crumbs": CRUMBS[family].format(*sections, trail.partition(sections[1])[2].strip()),
        "body": "\n".join(paragraphs),
        "previous": previous.removeprefix("Article précédent"),
        "next": following.removeprefix("Article suivant"),
    }
    for name, value in values.items():
        page = page.replace("{{" + name + "}}", value)
    return page


RELATED_MARKUP = {
    "paragraph": '<p>Lire aussi:   <a href="/ethiopie/">{0}</a></p>',
    "strong link": '<p><a href="/ethiopie/"><strong>Lire aussi : {0}</strong></a></p>',
    "inline-related-posts plug-in": (
        '<div class="u0f1"><a href="/ethiopie/" target="_blank"><style>.u0f1 {{ padding: 0 }}</style>'
        '<div style="padding-left:1em"><span class="ctaText">Lire aussi:</span>&nbsp; '
        '<span class="postTitle">{0}</span>'
        "</div></a></div>"
    ),
}


def test_text_path(text: str) -> None:
    draft = processed(extract_plain(text, None, context=Context()))
    article = draft.article
    assert article.headline == (
        "L’OTAN transfère son soutien «\u00a0politique et pratique\u00a0» à l’Ukraine face à la menace d’invasion russe"
    )
    assert article.section == ["Dernières minutes", "L'International"]
    assert article.comment_count == 0
    assert article.method == "text"
    assert article.published_at is None
    assert [paragraph.text[:12] for paragraph in draft.paragraphs] == [
        "BRUXELLES, l", "L’Otan a tra", "Cela a été r", "«\u00a0La OTAN co", "Stoltenberg ", "Depuis le dé",
        "Par ailleurs",
    ]  # fmt: skip
    assert [reference.url for reference in article.related] == [None]
    assert article.related[0].headline.startswith("Un envoyé américain se rendra demain en Éthiopie")
    assert article.previous is not None
    assert article.previous.headline == "LaLiga est un procureur privé pour la lutte dans le derby sévillan."
    assert article.next is not None
    assert article.next.headline.startswith("Deux hommes arrêtés")
    assert article.url.startswith("urn:sha256:")
    assert article.fetched_url is None


def test_text_path_is_stable(text: str) -> None:
    first = extract_plain(text, None, context=Context()).article
    again = extract_plain(text.replace("\n\n", "\n \n").replace(" ", "  "), None, context=Context()).article
    assert (first.id, first.content_hash) == (again.id, again.content_hash)


@pytest.mark.parametrize("related", RELATED_MARKUP.values(), ids=RELATED_MARKUP)
@pytest.mark.parametrize("family", CRUMBS)
def test_both_generations_of_tagdiv(text: str, family: str, related: str) -> None:
    plain = processed(extract_plain(text, None, context=Context()))
    draft = processed(extract(as_html(text, family, related), URL, context=Context()))
    article = draft.article
    assert [paragraph.text for paragraph in draft.paragraphs] == [paragraph.text for paragraph in plain.paragraphs]
    assert article.headline == plain.article.headline
    assert article.section == plain.article.section
    assert article.comment_count == plain.article.comment_count
    assert article.related == [Reference("https://exemple.invalid/ethiopie/", plain.article.related[0].headline)]
    assert plain.article.previous is not None
    assert plain.article.next is not None
    assert article.previous == Reference(
        "https://exemple.invalid/dernieres-minutes/laliga/", plain.article.previous.headline
    )
    assert article.next == Reference("https://exemple.invalid/dernieres-minutes/iran/", plain.article.next.headline)
    assert article.content_hash is not None
    assert (article.published_at, article.published_precision) == ("2022-02-10T18:31:07+01:00", "second")
    assert article.authors == ["Zoé N'Goran"]
    assert article.tags == ["OTAN", "Ukraine"]
    assert article.image == "https://exemple.invalid/wp-content/uploads/otan.jpg"
    assert article.url == "https://exemple.invalid/dernieres-minutes/linternational/otan/"
    assert article.fetched_url == URL
    assert article.rights.robots == ["index", "follow", "max-image-preview:large"]
    assert article.method == "family"
    assert article.problems == []
