"""Kickers and labels that stand in a heading."""

from __future__ import annotations

import pytest

from tests.article.invented import HEADLINE, json_ld, page, read

OPENED = "<h1><span class=surtitre>Nord</span> "


@pytest.mark.parametrize(
    ("title", "head", "headline"),
    [
        (f"Nord. {HEADLINE}", "", f"Nord. {HEADLINE}"),
        (f"Nord : {HEADLINE} « Article « La Gazette", "", f"Nord : {HEADLINE}"),
        (f"Nord. {HEADLINE}", f'<meta property="og:title" content="{HEADLINE}">', f"Nord. {HEADLINE}"),
        (f"Nord – {HEADLINE}", json_ld(), HEADLINE),
        (HEADLINE, "", HEADLINE),
    ],
)
def test_a_kicker_is_parted_as_the_titles_part_it(title: str, head: str, headline: str) -> None:
    assert read(page(head=head, title=title).replace("<h1>", OPENED)).headline == headline
