"""WordPress' REST interface: what is asked, and what its answers mean."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from newscrawl.sources import Link, NotAListing, discover_links
from newscrawl.sources.documents import SourceDocument
from newscrawl.sources.wordpress import category_asked, children_address, posts_address, read_terms

ROOT = "https://fil.example/wp-json/"
URL = posts_address(ROOT).replace("per_page=100", "per_page=2")
NOTICE = "<br />\n<b>Notice</b>: Undefined index: x in <b>/srv/functions.php</b> on line <b>[3]</b><br />\n"


def post(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "link": f"https://fil.example/a-{number}/",
        "date": "2026-11-26T08:00:00",
        "date_gmt": "2026-11-26T07:00:00",
        "modified_gmt": "2026-11-26T09:30:00",
        "title": {"rendered": "L&rsquo;été &amp; <em>Tunis</em>"},
        "excerpt": {"rendered": "<p>Deux pays signent.</p>\n", "protected": False},
        **changes,
    }


def test_posts_of_a_page() -> None:
    listing = discover_links(json.dumps([post(1), post(2)]), URL)
    assert listing.kind == "rest"
    assert listing.links[0] == Link(
        url="https://fil.example/a-1/",
        headline="L’été & Tunis",
        published="2026-11-26T08:00:00+01:00",
        published_raw="2026-11-26T08:00:00",
        modified="2026-11-26T09:30:00+00:00",
        teaser="Deux pays signent.",
    )
    assert len(listing.links) == 2


@pytest.mark.parametrize(
    ("changes", "published"),
    [
        ({"date": None}, "2026-11-26T07:00:00+00:00"),
        ({"date_gmt": None}, "2026-11-26T08:00:00"),
        ({"date_gmt": "0000-00-00T00:00:00"}, "2026-11-26T08:00:00"),
        ({"date": "2026-11-26T03:30:00"}, "2026-11-26T03:30:00-03:30"),
        ({"date": "2026-11-29T08:00:00"}, "2026-11-26T07:00:00+00:00"),
        ({"date": "2026-11-26T08:00:07"}, "2026-11-26T07:00:00+00:00"),
        ({"date": "hier", "date_gmt": 3}, None),
    ],
)
def test_the_two_dates_tell_the_offset(changes: dict[str, Any], published: str | None) -> None:
    assert discover_links(json.dumps([post(1, **changes)]), URL).links[0].published == published


@pytest.mark.parametrize(
    "before", ["\ufeff", "\n\n", NOTICE, "Deprecated: strftime() [0] in /srv/x.php on line 3\n", "<p>PHP {warning}</p>"]
)
@pytest.mark.parametrize("after", ["", "\n<!-- cached -->", NOTICE])
def test_what_a_server_prints_around_the_answer(before: str, after: str) -> None:
    answer = json.dumps([post(1), post(2)])
    assert discover_links(before + answer + after, URL) == discover_links(answer, URL)
    assert discover_links((before + answer + after).encode(), URL) == discover_links(answer, URL)


def test_a_torn_answer_gives_what_is_whole() -> None:
    answer = json.dumps([post(1), post(2), post(3)])
    assert [link.url for link in discover_links(answer[:-40], URL).links] == [
        "https://fil.example/a-1/",
        "https://fil.example/a-2/",
    ]


@pytest.mark.parametrize(
    ("headers", "url", "following"),
    [
        (
            {"X-WP-Total": "5", "X-WP-TotalPages": "3"},
            "?per_page=2&page=2&_fields=link",
            "?per_page=2&page=3&_fields=link",
        ),
        ({"x-wp-totalpages": "3"}, "?per_page=2&page=3", None),
        ({"x-wp-total": "5"}, "?per_page=2&page=2", "?per_page=2&page=3"),
        ({"x-wp-total": "4"}, "?per_page=2&page=2", None),
        ({"x-wp-totalpages": "viele"}, "?per_page=2", "?per_page=2&page=2"),
        (None, "?per_page=2", "?per_page=2&page=2"),
        (None, "?per_page=3", None),
        (None, "", None),
    ],
)
def test_next_page(headers: dict[str, str] | None, url: str, following: str | None) -> None:
    address = "https://fil.example/wp-json/wp/v2/posts"
    listing = discover_links(json.dumps([post(1), post(2)]), address + url, headers=headers)
    assert listing.next_page == (following and address + following)


def test_an_empty_answer_is_the_end() -> None:
    listing = discover_links("[]", URL, headers={"X-WP-TotalPages": "9"})
    assert (listing.kind, listing.links, listing.next_page) == ("rest", [], None)


@pytest.mark.parametrize("code", ["rest_post_invalid_page_number", "rest_forbidden", "rest_no_route"])
def test_a_refusal_is_told_by_its_code(code: str) -> None:
    answer = {"code": code, "message": "D&eacute;sol&eacute;", "data": {"status": 400}}
    for document in (json.dumps(answer), NOTICE + json.dumps(answer)):
        with pytest.raises(NotAListing, match="Désolé") as finding:
            discover_links(document, URL)
        assert finding.value.reason == code


def test_other_json_is_no_list() -> None:
    for document in ('{"a": 1}', '[{"id": 3}]', '["x"]', "[1, 2]", '{"code": 3}', "{"):
        with pytest.raises(NotAListing) as finding:
            discover_links(document, URL)
        assert finding.value.reason == "not_html"


def test_json_in_a_page_is_not_taken_for_an_answer() -> None:
    page = f"<html><body><script>{json.dumps([post(1)])}</script><p>Rien</p></body></html>"
    assert discover_links(page, URL).kind == "section"


@pytest.mark.parametrize(
    "root",
    ["https://fil.example/wp-json/", "https://fil.example/?rest_route=/", "https://fil.example/index.php?rest_route=/"],
)
def test_what_is_asked(root: str) -> None:
    address = posts_address(root, category=12)
    asked = parse_qs(urlsplit(address).query)
    assert asked.pop("rest_route", ["/wp/v2/posts"]) == ["/wp/v2/posts"]
    assert asked == {
        "categories[terms]": ["12"],
        "categories[include_children]": ["true"],
        "per_page": ["100"],
        "page": ["1"],
        "_fields": ["link,date,date_gmt,modified_gmt,title,excerpt"],
    }
    assert address.startswith(root.partition("?")[0].rstrip("/"))
    assert category_asked(address) == (root, 12)
    assert category_asked(posts_address(root, category=12, children=False)) is None


def test_categories_of_old_versions() -> None:
    assert "categories=12%2C" not in (address := posts_address(ROOT, category=[12, 13], children=False))
    assert parse_qs(urlsplit(address).query)["categories"] == ["12,13"]
    assert children_address(ROOT, 12) == f"{ROOT}wp/v2/categories?parent=12&per_page=100&_fields=id"
    assert read_terms(SourceDocument(NOTICE + '[{"id":13},{"id":"x"},{"id":14}]', ROOT)) == [13, 14]
    assert read_terms(SourceDocument("rien", ROOT)) == []
