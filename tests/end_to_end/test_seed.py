"""The page that the project began with, as text and as HTML in both generations of tagDiv markup."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from newscrawl import extract_article, extract_text
from newscrawl.items import Article, Place

HEADLINE = (
    "L’OTAN transfère son soutien «\u00a0politique et pratique\u00a0» à l’Ukraine face à la menace d’invasion russe"
)
RELATED = 'Un envoyé américain se rendra demain en Éthiopie pour "discuter de la possibilité de pourparlers de paix".'
PREVIOUS = "LaLiga est un procureur privé pour la lutte dans le derby sévillan."
NEXT = (
    "Deux hommes arrêtés pour avoir décapité une adolescente lors d’un «\u00a0crime d’honneur\u00a0» présumé "
    "dans le sud de l’Iran"
)
URL = "https://exemple.invalid/otan-ukraine/"
REFERENCE = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def seed(shared: Path) -> str:
    return (shared / "seed" / "article.txt").read_text(encoding="utf-8")


def classic(seed: str) -> str:
    """The seed as a page of the classic theme."""
    body = body_of(seed)
    return f"""<!DOCTYPE html><html lang="fr-FR"><head><meta charset="utf-8">
    <title>{HEADLINE} - Site</title></head><body>
    <div class="td-header-menu-wrap"><ul><li><a href="/category/sports/">Sports</a></li></ul></div>
    <div class="td-crumb-container"><div class="entry-crumbs"><span><a class="entry-crumb" href="/">Accueil</a></span>
    <i class="td-icon-right td-bread-sep"></i><span><a class="entry-crumb" href="/c/dm/">Dernières minutes</a></span>
    <i class="td-icon-right td-bread-sep"></i><span><a class="entry-crumb" href="/c/dm/i/">L'International</a></span>
    <i class="td-icon-right td-bread-sep td-bred-no-url-last"></i>
    <span class="td-bred-no-url-last">{HEADLINE[:60]}...</span></div></div>
    <article class="post type-post"><div class="td-post-header"><header class="td-post-title">
    <h1 class="entry-title">{HEADLINE}</h1><div class="td-module-meta-info">
    <div class="td-post-comments"><a href="#respond"><i class="td-icon-comments"></i>0</a></div></div></header></div>
    <div class="td-post-content tagdiv-type"><div class="td-post-featured-image"><img src="/une.jpg"></div>
    {body}</div>
    <footer><div class="td-block-row td-post-next-prev"><div class="td-block-span6 td-post-prev-post">
    <div class="td-post-next-prev-content"><span>Article précédent</span><a href="/laliga/">{PREVIOUS}</a></div></div>
    <div class="td-next-prev-separator"></div><div class="td-block-span6 td-post-next-post">
    <div class="td-post-next-prev-content"><span>Article suivant</span><a href="/iran/">{NEXT}</a></div></div></div>
    </footer></article></body></html>"""


def cloud(seed: str) -> str:
    """The seed as a page of a cloud template."""
    body = body_of(seed)
    return f"""<!DOCTYPE html><html lang="fr-FR"><head><meta charset="utf-8">
    <title>{HEADLINE} - Site</title></head><body>
    <div class="td_block_wrap tdb_breadcrumbs tdi_60"><div class="tdb-block-inner td-fix-index">
    <span><a class="tdb-entry-crumb" href="/">Accueil</a></span><i class="tdb-bread-sep td-icon-right"></i>
    <span><a class="tdb-entry-crumb" href="/c/dm/">Dernières minutes</a></span><i class="tdb-bread-sep"></i>
    <span><a class="tdb-entry-crumb" href="/c/dm/i/">L'International</a></span>
    <i class="tdb-bread-sep tdb-bred-no-url-last"></i><span class="tdb-bred-no-url-last">{HEADLINE[:60]}...</span>
    </div></div><div class="td_block_wrap tdb_title tdi_61"><div class="tdb-block-inner">
    <h1 class="tdb-title-text">{HEADLINE}</h1>
    </div></div><div class="td_block_wrap tdb_single_comments_count"><div class="tdb-block-inner">
    <a href="#comments"><span>0</span></a></div></div>
    <div class="td_block_wrap tdb_single_content tdi_70 td-post-content tagdiv-type">
    <div class="tdb-block-inner td-fix-index">
    {body}</div></div>
    <div class="td_block_wrap tdb_single_next_prev"><div class="tdb-block-inner td-fix-index">
    <div class="tdb-next-post tdb-post-prev"><span>Article précédent</span><div class="td-next-prev-separator"></div>
    <a href="/laliga/">{PREVIOUS}</a></div><div class="tdb-next-post tdb-post-next"><span>Article suivant</span>
    <a href="/iran/">{NEXT}</a></div></div></div></body></html>"""


def body_of(seed: str) -> str:
    """The blocks of the body as HTML."""
    blocks = [block.strip() for block in seed.split("\n\n")]
    start = next(i for i, block in enumerate(blocks) if block.startswith("BRUXELLES"))
    paragraphs = []
    for block in blocks[start:]:
        if block.startswith("Article précédent"):
            break
        if block.startswith("Lire aussi"):
            title = block.partition(":")[2].strip(" \u00a0")
            block = f'<strong>Lire aussi:</strong> &nbsp; <a href="/ethiopie/">{title}</a>'  # noqa: PLW2901
        paragraphs.append(f"<p>{block}</p>")
    return "\n".join(paragraphs)


def check(article: Article, seed: str) -> None:
    assert article.headline == HEADLINE
    assert article.section == ["Dernières minutes", "L'International"]
    assert article.comment_count == 0
    assert article.dateline is not None
    assert article.dateline.raw == "BRUXELLES, le 10 février (EUROPE PRESS) –"
    (place,) = article.dateline.places
    assert isinstance(place, Place)
    assert (place.name, place.country) == ("Bruxelles", "BE")
    assert article.dateline.agencies == ["Europa Press"]
    assert article.agencies == ["Europa Press"]
    assert article.dateline.date_raw == "le 10 février"

    wanted = [
        block
        for block in (part.strip() for part in seed.split("\n\n"))
        if block.startswith(
            ("L’Otan a transféré", "Cela a été", "« La OTAN", "«\u00a0La OTAN", "Stoltenberg", "Depuis", "Par ail")
        )
    ]
    assert len(wanted) == 6
    assert article.body is not None
    assert article.body.split("\n\n") == wanted

    (passage,) = article.foreign_passages
    assert passage.language == "es"
    assert article.body[passage.start : passage.end] == wanted[2]
    assert article.language == "fr"
    assert "untranslated" in article.problems
    assert [link.headline for link in article.related] == [RELATED]
    assert article.previous is not None
    assert article.previous.headline == PREVIOUS
    assert article.next is not None
    assert article.next.headline == NEXT


def test_as_text(seed):
    article = extract_text(seed, URL, reference=REFERENCE)
    check(article, seed)
    assert article.method == "text"
    assert article.related[0].url is None
    assert article.dateline is not None
    assert article.dateline.date == "2022-02-10"
    assert "year_inferred" in article.problems


def test_without_a_reference_no_year_is_invented(seed):
    article = extract_text(seed, URL)
    check(article, seed)
    assert article.dateline is not None
    assert article.dateline.date is None
    assert article.dateline.partial_date == "--02-10"
    assert "year_inferred" not in article.problems


@pytest.mark.parametrize("page", [classic, cloud])
def test_as_a_page_of_either_generation(seed, page):
    article = extract_article(page(seed), URL, reference=REFERENCE)
    check(article, seed)
    assert article.method == "family"
    assert article.related[0].url == "https://exemple.invalid/ethiopie/"
    assert article.previous is not None
    assert article.previous.url == "https://exemple.invalid/laliga/"
    assert article.dateline is not None
    assert article.dateline.date == "2022-02-10"


@pytest.mark.parametrize("page", [classic, cloud])
def test_text_and_page_say_the_same(seed, page):
    text = extract_text(seed, URL, reference=REFERENCE).to_dict()
    html = extract_article(page(seed), URL, reference=REFERENCE).to_dict()
    for name in (
        "headline",
        "section",
        "body",
        "dateline",
        "agencies",
        "foreign_passages",
        "language",
        "comment_count",
    ):
        assert html[name] == text[name], name
