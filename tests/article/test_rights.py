"""Declarations about automated use."""

from __future__ import annotations

import pytest

from newscrawl.article.rights import add_headers, header_directives
from newscrawl.items import Rights


@pytest.mark.parametrize(
    ("headers", "directives"),
    [
        (["noindex, NoArchive"], ["noindex", "noarchive"]),
        (["googlebot: noindex"], []),
        (["newscrawl: noindex, nofollow"], ["noindex", "nofollow"]),
        (["max-snippet: 50"], ["max-snippet: 50"]),
        (["noai, max-image-preview:large", "otherbot: none"], ["noai", "max-image-preview:large"]),
        (["", " , "], []),
    ],
)
def test_directives_for_everyone_or_for_us(headers, directives):
    assert list(header_directives(headers)) == directives


def test_the_page_goes_before_the_header():
    rights = Rights(tdm_reserved=False, robots=["noindex"])
    add_headers(rights, ["noindex", "noarchive"], "1", "https://exemple.invalid/tdm.json")
    assert rights == Rights(False, "https://exemple.invalid/tdm.json", ["noindex", "noarchive"])


def test_the_header_speaks_where_the_page_does_not():
    rights = Rights()
    add_headers(rights, [], " 1 ", None)
    assert rights == Rights(tdm_reserved=True)


@pytest.mark.parametrize(
    ("headers", "directives"),
    [
        (["googlebot: nofollow, noindex, newscrawl: noarchive, max-snippet:5"], ["noarchive", "max-snippet:5"]),
        (["noai, unavailable_after: Wed, 21 Oct 2026 07:28:00 GMT, noindex"],
         ["noai", "unavailable_after: wed, 21 oct 2026 07:28:00 gmt", "noindex"]),
        (["unavailable_after: 25 Jun 2010 15:00:00 PST"], ["unavailable_after: 25 jun 2010 15:00:00 pst"]),
        (["noindex\x9b\u202e", "x" * 5000], ["noindex", "x" * 100]),
    ],
)  # fmt: skip
def test_names_dates_and_what_nobody_should_read(headers, directives):
    assert list(header_directives(headers)) == directives
