from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.article import drop_furniture, extract, normalise
from newscrawl.article.document import read_page
from newscrawl.article.draft import Context, Draft, NotAnArticle, ParagraphKind
from newscrawl.article.fallback import general_paragraphs
from newscrawl.article.stated import stated_paragraphs
from newscrawl.families.rules import ArticleRules
from newscrawl.items import Reference

DATA = Path(__file__).resolve().parents[1] / "data" / "extraction"
URL = "https://exemple.invalid/dernieres-minutes/regions/crue-a-namur/"
LEAD = "La Meuse a débordé jeudi à Namur, où cent vingt foyers ont été évacués dans la nuit, selon les secours."
SECOND = "Les écoles resteront fermées jusqu’à lundi au moins, a indiqué la ville dans un communiqué publié vendredi."


def understood(document: str | bytes, url: str = URL, *, content_type: str | None = None, **context: str) -> Draft:
    draft = extract(document, url, content_type=content_type, context=Context(**context))  # type: ignore[arg-type]
    normalise(draft)
    drop_furniture(draft)
    return draft


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>Crue à Namur</title>{head}</head><body>{body}</body></html>"


ARTICLE = f"<article><h1>Crue à Namur</h1><p>{LEAD}</p><p>{SECOND}</p></article>"


@pytest.fixture(scope="module")
def typed() -> Draft:
    return understood((DATA / "wordpress_typed.html").read_bytes())


def test_a_post_typed_as_plain_text(typed: Draft) -> None:
    assert [(paragraph.kind, paragraph.text) for paragraph in typed.paragraphs] == [
        (ParagraphKind.TEXT, "NAMUR (Belga) – La Meuse a débordé jeudi à Namur, où 120 foyers ont été évacués."),
        (
            ParagraphKind.TEXT,
            "Les secours ont travaillé toute la nuit, selon la protection civile, qui attend un retour à la normale.",
        ),
        (ParagraphKind.SUBHEADING, "Des dégâts importants"),
        (ParagraphKind.TEXT, "Le premier bilan est lourd et provisoire."),
        (ParagraphKind.TEXT, "Les écoles resteront fermées."),
        (ParagraphKind.LIST_ITEM, "Premier point : les routes"),
        (ParagraphKind.LIST_ITEM, "Deuxième point : les ponts"),
        (ParagraphKind.TEXT, "Une citation qui appartient au texte, longue comme il faut."),
        (ParagraphKind.TEXT, "Namur 120"),
    ]


def test_the_fields_of_a_wordpress_post(typed: Draft) -> None:
    article = typed.article
    assert article.method == "family"
    assert article.headline == "Crue à Namur"
    assert article.section == ["Dernières minutes", "Régions"]
    assert (article.published_at, article.published_precision) == ("2026-01-05T08:30:00+01:00", "second")
    assert article.modified_at == "2026-01-05T11:00:00+01:00"
    assert article.authors == ["Karim Benhaddou"]
    assert article.tags == ["crue", "R&D"]
    assert article.image == "https://exemple.invalid/i.png"
    assert article.comment_count == 2
    assert article.related == [
        Reference("https://exemple.invalid/dernieres-minutes/pluies/", "Pluies diluviennes à Liège")
    ]
    assert article.previous == Reference("https://exemple.invalid/avant/", "Avant la crue")
    assert article.next == Reference("https://exemple.invalid/apres/", "Après la crue")
    assert article.rights.tdm_reserved is True
    assert article.rights.tdm_policy == "https://exemple.invalid/tdm.json"


def test_rules_come_before_everything() -> None:
    rules = ArticleRules(
        body=(".corps",), drop=(".pub",), headline=(".titre",), published=(".quand",), authors=(".qui",)
    )
    body = (
        f'<h1>Le site</h1><p class="titre">Crue à Namur</p><p class="quand">5 janvier 2026 à 8h30</p>'
        f'<b class="qui">Par Zoé Lefèvre</b>'
        f'<div class="corps"><p>{LEAD}</p><div class="pub"><p>{SECOND}</p></div></div>'
    )
    draft = extract(page(body), URL, rules=rules, context=Context(timezone="Europe/Brussels"))
    assert draft.article.method == "rules"
    assert [paragraph.text for paragraph in draft.paragraphs] == [LEAD]
    assert draft.article.headline == "Crue à Namur"
    assert draft.article.authors == ["Zoé Lefèvre"]
    assert draft.article.published_at == "2026-01-05T08:30:00+01:00"
    assert draft.article.published_raw == "5 janvier 2026 à 8h30"
    assert draft.article.published_precision == "minute"
    assert draft.article.problems == ["timezone_assumed"]


@pytest.mark.parametrize(
    ("encode", "content_type", "declared"),
    [
        ("utf-8", None, ""),
        ("utf-8", "text/html; charset=iso-8859-1", ""),
        ("utf-8-sig", "text/html; charset=windows-1252", ""),
        ("utf-16", None, ""),
        ("cp1252", "text/html; charset=ISO-8859-1", ""),
        ("cp1252", "text/html; charset=utf-8", ""),
        ("cp1252", None, '<meta charset="iso-8859-1">'),
        (
            "cp1252",
            None,
            '<meta charset="utf-8"><meta http-equiv="content-type" content="text/html; charset=iso-8859-1">',
        ),
        ("cp1252", None, ""),
        ("iso-8859-15", "text/html; charset=ISO-8859-15", ""),
    ],
)
def test_charsets(encode: str, content_type: str | None, declared: str) -> None:
    lead = LEAD.replace("l’", "l'") if encode == "iso-8859-15" else LEAD
    document = page(f"<article><h1>Crue à Namur</h1><p>{lead}</p><p>{lead}</p></article>", declared)
    encoded = document.encode(encode)
    assert understood(encoded, content_type=content_type).paragraphs[0].text == lead


def test_what_xml_forbids_is_survived() -> None:
    document = page(ARTICLE.replace("La Meuse", "La \x00Meuse\x0b\x1f")).encode()
    assert understood(document).paragraphs[0].text == LEAD


def test_a_truncated_page_is_read_as_utf8() -> None:
    document = page(ARTICLE).encode()
    cut = document[: document.rindex("é".encode()) + 1]
    assert understood(cut).paragraphs[0].text == LEAD


def test_deep_nesting_is_survived() -> None:
    document = page(ARTICLE + "<div>" * 5000 + "fond" + "</div>" * 5000)
    assert understood(document).paragraphs[0].text == LEAD


def test_base_href_and_canonical() -> None:
    head = '<base href="https://exemple.invalid/autre/"><link rel="canonical" href="crue/?utm_source=x">'
    article = understood(page(ARTICLE, head)).article
    assert article.url == "https://exemple.invalid/autre/crue/"
    assert article.fetched_url == URL


@pytest.mark.parametrize("href", ["https://ailleurs.invalid/x/", "/", "javascript:void(0)", "http://[", ""])
def test_a_canonical_that_is_not_sane(href: str) -> None:
    assert understood(page(ARTICLE, f'<link rel="canonical" href="{href}">')).article.url == URL


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ("", "empty"),
        ("  \n ", "empty"),
        (page(""), "no_body"),
        (page("<h1>Protégé : Réservé aux abonnés</h1><p>Cet article est protégé.</p>"), "protected"),
        (page('<form class="post-password-form"><p>Mot de passe</p></form>'), "protected"),
        (page("<p>Nous utilisons des cookies. Accepter et continuer.</p>"), "consent_wall"),
        ("<html><head><title>Just a moment...</title></head><body><p>Checking</p></body></html>", "challenge"),
        (
            f'<html><body class="archive category"><article><p>{LEAD}</p><p>{SECOND}</p></article></body></html>',
            "listing",
        ),
    ],
)
def test_what_is_no_article(document: str, reason: str) -> None:
    with pytest.raises(NotAnArticle) as finding:
        understood(document)
    assert finding.value.reason == reason


def test_a_post_without_title_has_no_headline() -> None:
    title = '<h1 class="entry-title">Sans titre</h1>'
    markup = f'<article class="hentry">{title}<div class="entry-content"><p>{LEAD}</p></div></article>'
    assert understood(page(markup)).article.headline is None


def test_json_ld_of_many_shapes() -> None:
    scripts = """
    <script type="application/ld+json">{"broken": </script>
    <script type="application/ld+json">//<![CDATA[
    {"@context": "https://schema.org", "@graph": [
      {"@type": "Organization", "@id": "#o", "name": "Le Fil"},
      {"@type": "Person", "@id": "#p", "name": "Zo\\u00e9 N&#039;Goran"},
      {"@type": ["NewsArticle", "Article"], "headline": "Crue &agrave; Namur",
      "datePublished": "2026-01-05T07:30:00Z",
       "dateModified": "2026-01-05T07:30:00Z", "author": [{"@id": "#p"}, {"@type": "Person", "name": "Karim Haddad"}],
       "publisher": {"@id": "#o"}, "keywords": "crue, Meuse", "isAccessibleForFree": "False", "commentCount": "3",
       "image": {"url": "/une.jpg"},},
      {"@type": "BreadcrumbList", "itemListElement": [
        {"@type": "ListItem", "position": 2, "item": {"name": "R\\u00e9gions"}},
        {"@type": "ListItem", "position": 1, "name": "Accueil"}, {"@type": "ListItem",
        "position": 3, "name": "Crue à Namur"}]}
    ]}
    //]]></script>"""
    article = understood(page(ARTICLE, scripts)).article
    assert article.headline == "Crue à Namur"
    assert article.authors == ["Zoé N'Goran", "Karim Haddad"]
    assert (article.published_at, article.modified_at) == ("2026-01-05T07:30:00+00:00", None)
    assert article.section == ["Régions"]
    assert article.tags == ["crue", "Meuse"]
    assert article.image == "https://exemple.invalid/une.jpg"
    assert (article.paywalled, article.comment_count) == (True, 3)


def test_json_ld_beyond_repair_is_salvaged() -> None:
    script = (
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Crue à Namur","image":"<img src="x">",'
        '"datePublished":"2026-01-05T07:30:00Z","author":{"@type":"Person","name":"Zoé Lefèvre"}}</script>'
    )
    article = understood(page(ARTICLE, script)).article
    assert article.published_at == "2026-01-05T07:30:00+00:00"
    assert article.authors == ["Zoé Lefèvre"]


def test_a_visible_date_near_the_headline_and_no_other() -> None:
    body = (
        f"<article><h1>Crue à Namur</h1><p>Publié le 5 janvier 2026 à 18 h 30 - Mis à jour le 6 janvier 2026 à 9h05</p>"
        f"<p>Par Zoé Lefèvre</p><p>{LEAD}</p><p>{SECOND}</p></article>"
        '<aside><a href="/x">Un tout autre article de la même rubrique</a> '
        '<time datetime="2020-01-01T10:00:00+01:00">1er janvier 2020</time></aside>'
    )
    draft = understood(page(body), timezone="Europe/Brussels")
    article = draft.article
    assert (article.published_at, article.published_precision) == ("2026-01-05T18:30:00+01:00", "minute")
    assert article.modified_at == "2026-01-06T09:05:00+01:00"
    assert article.authors == ["Zoé Lefèvre"]
    assert [paragraph.text for paragraph in draft.paragraphs] == [LEAD, SECOND]


def test_dates_of_related_links_are_not_the_articles() -> None:
    body = (
        ARTICLE
        + '<div class="autres"><a href="/x">Autre</a><time datetime="2020-01-01T10:00:00+01:00">2020</time></div>' * 20
    )
    body = f"<div>{ARTICLE}<p>{SECOND}</p></div>" + "<p>Un mot.</p>" * 20 + body.removeprefix(ARTICLE)
    assert understood(page(body)).article.published_at is None


def test_the_hash_ignores_what_no_reader_sees() -> None:
    plain = extract(page(ARTICLE), URL, context=Context()).article.content_hash
    spaced = ARTICLE.replace("La Meuse", "La\u00a0 \n Meu\u00adse\u200b").replace("<p>", "<p>\t")
    assert extract(page(spaced), URL, context=Context()).article.content_hash == plain
    assert extract(page(ARTICLE.replace("débordé", "reflué")), URL, context=Context()).article.content_hash != plain


def test_the_hash_ignores_rotating_pointers() -> None:
    first, second = (
        page(ARTICLE.replace("</p><p>", f'</p><p>Lire aussi : <a href="/{n}">Un titre qui change, le {n}</a></p><p>'))
        for n in "12"
    )
    assert (
        extract(first, URL, context=Context()).article.content_hash
        == extract(second, URL, context=Context()).article.content_hash
    )


MARKUP = st.sampled_from(
    ["<p>", "</p>", "<div>", "</div>", "<a href='/x'>", "</a>", "<h2>", "</h2>", "<ul><li>", "<br><br>",
    "<table><td>", "<!--", "-->",
     "<script>", "</script>", "<figure>", "<b>", "</b>", LEAD, SECOND, "Lire aussi : ", "<html>", "<body>",
     "<article>", "&nbsp;", "\x00",
     '<script type="application/ld+json">{"@type":"NewsArticle","author":', "<time datetime='2026-13-45'>", "<h1>",
     "</h1>"]
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(MARKUP, max_size=40))
def test_any_markup_is_survived(pieces: list[str]) -> None:
    try:
        draft = understood("".join(pieces))
    except NotAnArticle:
        return
    assert draft.article.method is not None


@settings(max_examples=100)
@given(st.binary(max_size=400))
def test_any_bytes_are_survived(document: bytes) -> None:
    try:
        understood(document)
    except NotAnArticle:
        return


def test_the_general_fallback_reads_the_same_tree() -> None:
    found = general_paragraphs(
        read_page(page(f"<main><h1>Crue à Namur</h1><p>{LEAD}</p><p>{SECOND}</p></main>" * 2), URL)
    )
    assert LEAD in [paragraph.text.strip() for paragraph in found]


def test_stated_bodies_are_read_as_text_or_markup() -> None:
    expected = [LEAD, SECOND, LEAD]
    for body in ("\n\n".join(expected), "".join(f"<p>{text}</p>" for text in expected), "&lt;br&gt;".join(expected)):
        assert [paragraph.text.strip() for paragraph in stated_paragraphs(body)] == expected
    assert stated_paragraphs("Un chapô, et rien de plus.") == []
