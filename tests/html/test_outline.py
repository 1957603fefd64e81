"""The flat outline of a tree: order, parents, last descendants, classes and text."""

from __future__ import annotations

import re

import pytest

from newscrawl.html.outline import ClassNames, Outline
from newscrawl.html.parsing import Unparsable, parse

HTML = """<body><div class="liste une"><h2 id="t">Titre<span class="sr-only"> caché</span></h2><p>Un<br>deux <a
href="/a">lien</a>,</p> fin</div><p>après</p></body>"""


@pytest.fixture
def outline() -> Outline:
    return Outline(parse(HTML))


def test_elements_stand_in_document_order_with_parent_and_last_descendant(outline: Outline) -> None:
    assert outline.tags == ["html", "body", "div", "h2", "span", "p", "br", "a", "p"]
    assert outline.parents == [-1, 0, 1, 2, 3, 2, 5, 5, 1]
    assert outline.lasts == [8, 8, 7, 4, 4, 7, 6, 7, 8]
    assert (outline.links, outline.headings) == ([7], [3])


def test_what_stands_in_what(outline: Outline) -> None:
    assert outline.children(2) == [3, 5]
    assert list(outline.ancestors(7)) == [5, 2, 1, 0]
    assert outline.within(7, 2)
    assert not outline.within(8, 2)
    assert outline.count_in(2, [3, 5, 8]) == 2


def test_the_text_is_that_which_a_reader_sees(outline: Outline) -> None:
    assert outline.text(2) == "Titre Un deux lien, fin"
    assert outline.whole_text(3) == "Titre caché"


def test_classes_and_their_kinds(outline: Outline) -> None:
    kind = ClassNames(re.compile("un"))
    assert outline.classes(2) == ["liste", "une"]
    assert outline.classed(2, kind)
    assert not outline.classed(3, kind)
    assert outline.labelled(3, ClassNames(re.compile("t"), whole=True))


@pytest.mark.parametrize(
    ("document", "reason"),
    [("", "empty"), (" \n\x00", "empty"), ("<!-- -->", "empty"), ("<p>" * 300_000, "too_complex")],
)
def test_what_cannot_be_parsed_is_named(document: str, reason: str) -> None:
    with pytest.raises(Unparsable, match=reason):
        parse(document)
