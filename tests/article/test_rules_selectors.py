"""CSS selectors of rules, which are sought below the elements of their first class where that is the same."""

from __future__ import annotations

import pytest
from lxml import etree

from newscrawl.article.document import read_page
from newscrawl.article.rules import compiled, select

PAGE = read_page(
    '<div class="a x"><p class="b" id="1">u</p><div class="a"><p class="b" id="2">v</p></div><p class="b" id="3">w</p>'
    '</div><p class="b" id="4">x</p><section class="a"><span class="c" id="5">y</span></section>',
    "https://exemple.invalid/",
)


@pytest.mark.parametrize(
    "selector",
    [
        ".a .b", ".b", ".a > .b", ".a .b, .c", ".missing, .c", ".missing .b", "p.b:not(.a)", ".a.x p", "section .c",
        ".a + .b", ":is(.a, .c) .b", "[class~=c]", ".missing, .other",
    ],
)  # fmt: skip
def test_a_selector_finds_what_its_xpath_finds_in_page_order(selector: str) -> None:
    found = compiled(selector).from_root(PAGE.root)
    assert [element.get("id") for element in select(PAGE, (selector,))] == [
        element.get("id") for element in found if isinstance(element, etree._Element)
    ]
