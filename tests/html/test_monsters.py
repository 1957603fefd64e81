"""Pages made to choke a parser are told before they are parsed; all others pass."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl import NotAnArticle, extract_article
from newscrawl.html.monsters import MOST_ATTRIBUTES, is_monstrous

MANY = range(MOST_ATTRIBUTES + 10)


@pytest.mark.parametrize(
    "tag",
    [
        "<p " + " ".join(f"a{n}" for n in MANY) + ">",
        "<p\t" + "\n".join(f"a{n}='>'" for n in MANY) + ">",
        '<p a="<p>" ' + " ".join(f'a{n} = ">"' for n in MANY) + ">",
        "<!-- > --><P/" + "/".join(f"a{n}" for n in MANY),
        "<p " + " ".join(f"<{n}" for n in MANY),
        "<script>a</script><p " + "".join(f"a{n}='' " for n in MANY),
        "<p>" * 300_000,
    ],
)
def test_monsters(tag: str) -> None:
    assert is_monstrous(f"<html><body>{tag}".encode())
    with pytest.raises(NotAnArticle, match="too_complex"):
        extract_article(f"<html><body>{tag}", "https://exemple.invalid/a")


@pytest.mark.parametrize(
    "tag",
    [
        "<p data-x='" + "a b c " * 50_000 + "'>",
        '<path d="' + "M 1 2 " * 50_000 + '">',
        "<!-- <p " + "a b " * 50_000 + "-->",
        "<script>if (a <b) { " + "x y " * 50_000 + "}</script>",
        "<style>" + "a { b: c } " * 50_000 + "</style>",
        "<p>" * 100_000,
        "<p " + " ".join(f"a{n}" for n in range(1_000)) + ">",
    ],
)
def test_large_pages_that_are_none(tag: str) -> None:
    assert not is_monstrous(f"<html><body>{tag}".encode())


@given(st.binary(max_size=300))
def test_any_bytes(html: bytes) -> None:
    assert not is_monstrous(html)
