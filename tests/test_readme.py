"""What the README shows is so."""

from __future__ import annotations

import doctest
import json
import re
from dataclasses import fields
from pathlib import Path

from newscrawl import extract_article
from newscrawl.demo.site import answer
from newscrawl.items import Article

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
RUN = {"crawled_at", "fetched_url", "site"}
"""Fields that a crawl fills, not the page."""


def test_the_line_shown_is_what_the_demo_gives():
    block = re.search(r"```json\n(.*?)```", README, re.DOTALL)
    assert block is not None
    shown = json.loads(block[1])
    assert list(shown) == [field.name for field in fields(Article)]
    page = answer(shown["url"].removeprefix("https://demo.invalid"))
    article = extract_article(page.body, shown["url"], timezone="Europe/Brussels", country="BE").to_dict()
    assert {name: value for name, value in article.items() if name not in RUN} == {
        name: value for name, value in shown.items() if name not in RUN
    }


def test_the_examples_in_python_hold():
    results = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert results.attempted > 0
    assert results.failed == 0


def test_every_page_it_points_to_exists():
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", README)
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []
