"""Rules of a site: CSS and XPath for every field, and mistakes that are named."""

from __future__ import annotations

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
