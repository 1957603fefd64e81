"""Rules of a site: CSS and XPath for every field, and mistakes that are named."""

from __future__ import annotations

import json

import pytest

from newscrawl import ArticleRules, extract_article
from newscrawl.html.selectors import NoSelector

URL = "https://gazette.example/fil/412-pont-de-keta"
SENTENCE = "Le pont de Kéta a rouvert jeudi matin à la circulation, huit mois après la crue de mars."
PAGE = f"""<html><body><div id=x><b class=t>Le pont rouvre</b> <i>Fil</i>
<u data-le="2026-11-26T10:41:00+00:00" title="Afi Mensah" data-mots="route, Kéta">hier</u>
<s data-photo="/pont.jpg">4 avis</s><div class=corps><p>{SENTENCE}</p><p>{SENTENCE}</p><p class=pub>Abonnez-vous à la
gazette pour la lire chaque matin avant tous les autres.</p><p class=voir>Lire : <a href=/crue>La crue de mars avait
isolé douze villages</a></p></div><p><a class=av href=/a>Avant : un marché neuf ouvre à Lomé</a></p></div>"""
CSS = ArticleRules(
    body=(".corps",), drop=(".pub",), related=(".voir",), headline=(".missing", ".t::text"), section=("#x > i::text",),
    published=("u::attr(data-le)",), authors=("u::attr(title)",), tags=("u::attr(data-mots)",),
    image=("s::attr(data-photo)",), comment_count=("s::text",), previous=("a.av",),
)  # fmt: skip
XPATH = ArticleRules(
    body=("//div[has-class('corps')]",), drop=("//p[@class='pub']",), related=(".//p[re:test(@class, '^v')]",),
    headline=("//b[@class='missing']", "(//b)[1]"), section=("xpath:string(//em)", "xpath:descendant::i"),
    published=("//u/@data-le",), authors=("//u/@title",), tags=("//u/@data-mots",), image=("//s/@data-photo",),
    comment_count=("xpath: substring-before(//s, ' ')",), previous=("//a[contains(., 'Avant')]",),
)  # fmt: skip


@pytest.mark.parametrize("rules", [CSS, XPATH], ids=["css", "xpath"])
def test_every_field_may_be_stated(rules: ArticleRules) -> None:
    rules.check()
    article = extract_article(PAGE, URL, rules=rules)
    assert (article.method, article.body) == ("rules", f"{SENTENCE}\n\n{SENTENCE}")
    assert (article.headline, article.section) == ("Le pont rouvre", ["Fil"])
    assert (article.published_at, article.authors) == ("2026-11-26T10:41:00+00:00", ["Afi Mensah"])
    assert (article.tags, article.image) == (["route, Kéta"], "https://gazette.example/pont.jpg")
    assert article.comment_count == 4
    assert article.previous is not None
    assert article.previous.url == "https://gazette.example/a"
    assert [link.url for link in article.related] == ["https://gazette.example/crue"]


def test_what_rules_point_at_counts_more_than_what_the_page_states() -> None:
    stated: dict[str, object] = {
        "@type": "NewsArticle",
        "headline": "Un autre titre",
        "datePublished": "2026-11-20T10:00:00+00:00",
    }
    stated |= {"author": "Jean Kokou", "image": "/logo.png", "keywords": ["x"], "articleSection": "y"}
    script = f'<script type="application/ld+json">{json.dumps({**stated, "commentCount": 9})}</script>'
    page = PAGE.replace("<body>", f'<head><meta property="og:image" content="/og.png">{script}</head><body>')
    ruled, without = extract_article(page, URL, rules=CSS), extract_article(PAGE, URL, rules=CSS)
    for field in ("headline", "section", "published_at", "authors", "tags", "image", "comment_count"):
        assert getattr(ruled, field) == getattr(without, field), field


@pytest.mark.parametrize(
    ("selector", "kind"),
    [
        ("div[", "CSS"), ("p::gras", "CSS"), ("", "CSS"), ("a >> b", "CSS"), ("css: /div", "CSS"), ("//div[", "XPath"),
        ("//p[foo(.)]", "XPath"), ("//svg:g", "XPath"), ("(//p", "XPath"), ("xpath:", "XPath"),
        ("xpath: //p = 'x'", "XPath"), ("xpath: $a", "XPath"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_field(selector: str, kind: str) -> None:
    with pytest.raises(NoSelector) as refusal:
        ArticleRules(body=("article",), headline=("h1", selector)).check()
    assert str(refusal.value).startswith(f"rules: headline: {selector!r} is no {kind} selector: ")
    assert "\n" not in str(refusal.value)


def test_a_text_made_by_xpath_is_no_body() -> None:
    with pytest.raises(NoSelector, match=r"^rules: drop: 'xpath:string\(//p\)' finds a text, where elements are"):
        ArticleRules(drop=("xpath:string(//p)",)).check()


def test_one_selector_is_no_tuple() -> None:
    with pytest.raises(NoSelector, match=r"^rules: body is '\.corps': a tuple of selectors is needed, \('\.corps',\)"):
        ArticleRules(body=".corps").check()  # type: ignore[arg-type]


PARAGRAPHS = [f"Le bac de Tokan a transporté ce jour-là {number} camions de ciment d'une rive à l'autre." for number in
              ("douze", "treize", "vingt", "trente", "cent")]  # fmt: skip
TEXT = f"""<html><body><article><h1>Le bac de Tokan reprend</h1><div class=texte><p class=t>{PARAGRAPHS[0]}</p>
<p class=t>{PARAGRAPHS[1]}</p><p class=pub>{PARAGRAPHS[4]} Abonnez-vous.</p>
<h2>Deux rives</h2><p>{PARAGRAPHS[2]}</p></div>
<div class=suite><p>{PARAGRAPHS[3]}</p></div></article></body></html>"""


@pytest.mark.parametrize(
    ("rules", "taken"),
    [
        (ArticleRules(body=(".texte > p, .suite > p",), drop=(".pub",)), [0, 1, 2, 3]),
        (ArticleRules(body=("//div[@class='suite']/p | //div[@class='texte']/p",), drop=(".pub",)), [0, 1, 2, 3]),
        (ArticleRules(body=(".missing", ".texte, .suite"), drop=(".pub, h2",)), [0, 1, 2, 3]),
        (ArticleRules(body=("article, .texte, p",), drop=(".pub", "h1", "h2")), [0, 1, 2, 3]),
    ],
)
def test_all_elements_that_match_are_the_body_once_and_in_their_order(rules: ArticleRules, taken: list[int]) -> None:
    article = extract_article(TEXT, URL, rules=rules)
    assert article.method == "rules"
    assert article.body == "\n\n".join(PARAGRAPHS[number] for number in taken)
    assert article.problems == []


@pytest.mark.parametrize(
    ("rules", "partial"),
    [
        (ArticleRules(body=("p.t",)), True),  # .texte has more paragraphs that nothing was said about
        (ArticleRules(body=("p.t",), drop=("p.pub", ".texte > p:not([class])")), False),
        (ArticleRules(body=(".texte > p",), drop=(".pub",)), False),  # another container is not looked into
    ],
)
def test_a_rule_that_gives_a_part_of_the_text_is_told(rules: ArticleRules, partial: bool) -> None:
    assert extract_article(TEXT, URL, rules=rules).problems == (["body_partial"] if partial else [])


def test_a_rule_that_gives_less_than_the_page_states_is_told() -> None:
    stated = json.dumps({"@type": "NewsArticle", "articleBody": "\n".join(PARAGRAPHS[:4])})
    page = TEXT.replace("<h1>", f'<script type="application/ld+json">{stated}</script><h1>')
    assert extract_article(page, URL, rules=ArticleRules(body=(".suite",))).problems == ["body_partial"]
    whole = ArticleRules(body=(".texte > p, .suite",), drop=(".pub",))
    assert extract_article(page, URL, rules=whole).problems == []


def test_a_box_that_matches_too_is_a_box() -> None:
    box = f"<p class=lire>Lire aussi : <a href=/crue>{PARAGRAPHS[4]}</a></p>"
    page = TEXT.replace("<h2>", box + "<h2>")
    article = extract_article(page, URL, rules=ArticleRules(body=("p",), drop=(".pub",), related=(".lire",)))
    assert article.body == "\n\n".join(PARAGRAPHS[:4])
    assert [link.headline for link in article.related] == [PARAGRAPHS[4]]


def test_of_a_family_one_container_is_the_body() -> None:
    teaser = (
        '<div class="wp-block-post-content"><p>Le marché de Vogan ouvre une heure plus tôt à partir de lundi.</p></div>'
    )
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    page = f'<html><body><h1>Le bac de Tokan reprend</h1><div class="wp-block-post-content">{text}</div>{teaser}'
    article = extract_article(page, URL)
    assert (article.method, article.body) == ("family", "\n\n".join(PARAGRAPHS))
