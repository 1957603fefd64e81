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


@pytest.mark.parametrize("kicker", ["Nord<br>", "<small>Nord</small><br>"])
@pytest.mark.parametrize("title", [HEADLINE, f"Nord - {HEADLINE} - La Gazette", f"Nord | {HEADLINE}"])
def test_a_line_above_the_headline_in_its_heading_is_no_part_of_it(kicker: str, title: str) -> None:
    assert read(page(title=title).replace("<h1>", f"<h1>{kicker}")).headline == HEADLINE


def test_a_headline_in_two_lines_is_one() -> None:
    in_lines = HEADLINE.replace(" seront", "<br>seront")
    assert read(page().replace(f"<h1>{HEADLINE}", f"<h1>{in_lines}")).headline == HEADLINE
