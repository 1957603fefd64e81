"""`docs/own-site.md`: its fields are those of the rules, and its examples do what it says."""

from __future__ import annotations

import doctest
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from scrapy.exceptions import DropItem
from scrapy.http import HtmlResponse
from scrapy.settings import Settings

from newscrawl import Article, ArticleRules, NotAnArticle
from newscrawl.urls import article_id

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE = (DOCS / "own-site.md").read_text(encoding="utf-8")
SENTENCE = "Le bac de Tokan a repris jeudi matin son service, huit mois après la crue de mars."


@pytest.fixture(scope="module")
def shown() -> dict[str, Any]:
    """What the examples that are no sessions define."""
    blocks = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names: dict[str, Any] = {"ITEM_PIPELINES": {}, "__name__": "presse"}
    for block in blocks:
        if ">>>" not in block:
            exec(block, names)  # noqa: S102 - our own page
    return names


def drafted(spider: type[Any], body: str) -> Any:
    site = spider()
    site.settings = Settings({"NEWSCRAWL_PAGE_SECONDS": 0})
    return site.extract(HtmlResponse("https://www.gazette.example/a", body=body.encode(), encoding="utf-8"))


def test_its_sessions_hold() -> None:
    results = doctest.testfile(str(DOCS / "own-site.md"), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert (results.attempted > 5, results.failed) == (True, 0)


def test_every_field_of_rules_is_described_once_and_in_order() -> None:
    assert re.findall(r"^\| `(\w+)` \| ", PAGE, re.MULTILINE) == [field.name for field in fields(ArticleRules)]


def test_the_rules_shown_read_a_page(shown: dict[str, Any]) -> None:
    page = (
        '<h1>Le bac reprend</h1><p class="date"><time datetime="2026-11-26T10:41:00+00:00">hier</time></p>'
        f'<p class="sig">Par <b>Afi Mensah</b></p><div class="texte"><p>{SENTENCE}</p><p class="pub">Abonnez-vous à '
        f"la gazette dès demain matin pour un an et deux mois.</p><p>{SENTENCE[:40]}.</p></div>"
    )
    draft = drafted(shown["GazetteSpider"], page)
    assert [paragraph.text for paragraph in draft.paragraphs] == [SENTENCE, f"{SENTENCE[:40]}."]
    assert (draft.article.method, draft.article.published_at) == ("rules", "2026-11-26T10:41:00+00:00")
    assert draft.article.authors == ["Afi Mensah"]
    assert repr(draft) == "<Draft https://www.gazette.example/a>"


def test_what_is_overridden_counts(shown: dict[str, Any]) -> None:
    page = f'<body class="abonnes"><h1>EN DIRECT - Le bac reprend</h1><article><p>{SENTENCE}</p><p>{SENTENCE} Fin.</p>'
    draft = drafted(shown["LiveSpider"], page)
    assert (draft.article.headline, draft.article.paywalled) == ("Le bac reprend", True)


def test_the_pipeline_shown_drops_what_it_says(shown: dict[str, Any]) -> None:
    url = "https://www.gazette.example/a"
    article = Article(id=article_id(url), url=url)
    pipeline = shown["WithoutSports"]()
    assert pipeline.process_item(article) is article
    article.section = ["Sports"]
    with pytest.raises(DropItem, match="sports"):
        pipeline.process_item(article)
    assert shown["ITEM_PIPELINES"] == {"presse.pipelines.WithoutSports": 850}


def test_a_refusal_is_counted_by_its_reason() -> None:
    assert NotAnArticle("live_blog").reason == "live_blog"


def test_every_page_it_points_to_exists() -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", PAGE)
    assert targets
    assert [target for target in targets if not (DOCS / target).exists()] == []
