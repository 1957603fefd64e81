"""Selectors: CSS is sought below the elements of its first class where that finds the same; XPath; texts."""

from __future__ import annotations

import pytest
from lxml import etree

from newscrawl.html.document import Document
from newscrawl.html.parsing import parse
from newscrawl.html.selectors import compiled, found_by, select, select_texts

PAGE = Document(
    parse(
        '<div class="a x"><p class="b" id="1">u</p><div class="a"><p class="b" id="2">v</p></div><p class="b" '
        'id="3">w</p></div><p class="b" id="4">x</p><section class="a"><span class="c" id="5">y</span></section>',
    ),
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


@pytest.mark.parametrize(
    ("selector", "texts"),
    [
        ("p.b::text", ["u", "v", "w", "x"]), (".a .b::attr(id)", ["1", "2", "3"]), ("//p[@id > 2]", ["w", "x"]),
        ("//p/@id", ["1", "2", "3", "4"]), ("(//p)[last()]/text()", ["x"]), ("xpath: count(//p)", ["4"]),
        ("xpath: string(//span)", ["y"]), ("xpath:number('x')", []), ("//em", []), ("css: span, em", ["y"]),
        ("//div[has-class('x')]/p[re:test(@id, '[3-9]')]", ["w"]), ("./body/section", ["y"]),
    ],
)  # fmt: skip
def test_what_a_selector_reads(selector: str, texts: list[str]) -> None:
    assert select_texts(PAGE, (selector,)) == texts


def test_a_text_knows_the_element_that_it_stands_in() -> None:
    assert [found.element.get("id") for found in found_by(PAGE, ("span::text",)) if found.element is not None] == ["5"]
    assert [element.get("id") for element in select(PAGE, ("//span/@class",))] == ["5"]


def test_an_empty_text_is_nothing_found() -> None:
    assert select_texts(PAGE, ("xpath:string(//em)", "//p[@id='4']")) == ["x"]
