"""Keywords that a page states by links alone."""

from __future__ import annotations

import pytest

from newscrawl import extract_article

TEXT = "<p>Le conseil municipal a voté mardi soir le budget de la ville, en hausse de trois pour cent.</p>"
MORE = "<p>Les travaux du pont commenceront au mois de mai, a dit le maire, après deux ans d’études.</p>"


@pytest.mark.parametrize(
    ("links", "tags"),
    [
        (
            "<div><a rel='tag' href='/tag/pont/'>pont</a> <a rel='tag' href='/tag/budget/'>budget</a></div>",
            ["pont", "budget"],
        ),
        ("<div><a rel='category tag' href='/economie/'>Économie</a></div>", []),
        ("<div><a rel='tag' href='/category/economie/'>Économie</a></div>", []),
        (
            (
                "<div><a rel='tag' href='/category/economie/'>Économie</a></div>"
                "<div><a rel='tag' href='/tag/pont/'>pont</a></div>"
            ),
            ["pont"],
        ),
    ],
)
def test_links_to_keywords(links: str, tags: list[str]) -> None:
    page = f"<html><body><article><h1>Le budget est voté</h1>{TEXT}{MORE}{links}</article></body></html>"
    assert extract_article(page, "https://essai.example/economie/budget").tags == tags
