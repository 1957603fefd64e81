"""Sitemaps of every form, and the way through an index."""

from __future__ import annotations

import gzip
from datetime import date

import pytest

from newscrawl import settings
from newscrawl.sources import Link, Listing, NotAListing, discover_links
from newscrawl.sources.documents import LARGEST_SOURCE
from newscrawl.sources.sitemaps import newest_first, sitemaps_to_read, stated_sitemaps

SITE = "https://fil.example"


def index(*entries: str | tuple[str, str]) -> Listing:
    """The listing of an index of these names, some with their last change."""
    parts = []
    for entry in entries:
        name, changed = entry if isinstance(entry, tuple) else (entry, "")
        lastmod = f"<lastmod>{changed}</lastmod>" if changed else ""
        parts.append(f"<sitemap><loc>{SITE}/{name.replace('&', '&amp;')}</loc>{lastmod}</sitemap>")
    return discover_links(f"<sitemapindex>{''.join(parts)}</sitemapindex>", f"{SITE}/sitemap.xml")


def read(listing: Listing, since: date | None = None) -> list[str]:
    return [address.removeprefix(f"{SITE}/") for address in sitemaps_to_read(listing, since)]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (
            ["post-sitemap.xml", "post-sitemap2.xml", "post-sitemap10.xml", "page-sitemap.xml", "category-sitemap.xml",
             "post_tag-sitemap.xml", "author-sitemap.xml", "news-sitemap.xml"],
            ["news-sitemap.xml", "post-sitemap10.xml", "post-sitemap2.xml", "post-sitemap.xml"],
        ),
        (
            ["wp-sitemap-posts-post-1.xml", "wp-sitemap-posts-post-2.xml", "wp-sitemap-posts-page-1.xml",
             "wp-sitemap-taxonomies-category-1.xml", "wp-sitemap-users-1.xml"],
            ["wp-sitemap-posts-post-2.xml", "wp-sitemap-posts-post-1.xml"],
        ),
        (
            ["sitemap-misc.xml", "sitemap-pt-post-2026-09.xml", "sitemap-pt-post-2026-11.xml",
             "sitemap-pt-page-2026-11.xml"],
            ["sitemap-pt-post-2026-11.xml", "sitemap-pt-post-2026-09.xml"],
        ),
        (["sitemap.xml?page=1", "sitemap.xml?page=2"], ["sitemap.xml?page=2", "sitemap.xml?page=1"]),
        (["video-sitemap.xml"], ["video-sitemap.xml"]),
    ],
)  # fmt: skip
def test_order_and_kinds(names: list[str], expected: list[str]) -> None:
    assert read(index(*names)) == expected


def test_the_last_change_orders_what_has_no_date_in_its_name() -> None:
    listing = index(("a.xml", "2026-11-01"), ("b.xml", "2026-11-26T10:00:00+01:00"), "c.xml", ("d.xml", "jadis"))
    assert read(listing) == ["b.xml", "a.xml", "c.xml", "d.xml"]
    assert listing.sitemaps_modified == {
        f"{SITE}/a.xml": "2026-11-01",
        f"{SITE}/b.xml": "2026-11-26T10:00:00+01:00",
    }


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (date(2026, 11, 20), ["s-2026-11.xml"]),
        (date(2026, 11, 1), ["s-2026-11.xml", "s-2026-10.xml"]),
        (date(2025, 6, 1), ["s-2026-11.xml", "s-2026-10.xml", "s-2025.xml"]),
        (date(2024, 2, 29), ["s-2026-11.xml", "s-2026-10.xml", "s-2025.xml", "s.xml?yyyy=2024&mm=02&dd=29"]),
    ],
)
def test_what_lies_before_is_left_out_by_name(since: date, expected: list[str]) -> None:
    listing = index("s.xml?yyyy=2024&mm=02&dd=29", "s-2025.xml", "s-2026-10.xml", "s-2026-11.xml")
    assert read(listing, since) == expected


def test_what_lies_before_is_left_out_by_its_last_change() -> None:
    listing = index(
        ("news.xml", "2020-01-01"), ("post-1.xml", "2026-01-05"), ("post-2.xml", "2026-11-25"), "post-3.xml"
    )
    assert read(listing, date(2026, 11, 20)) == ["news.xml", "post-2.xml", "post-3.xml"]


def test_the_first_is_read_though_its_last_change_is_old() -> None:
    assert read(index(("a.xml", "2020-01-01"), ("b.xml", "2019-01-01")), date(2026, 11, 20)) == ["a.xml"]


def test_text_sitemap() -> None:
    text = f"\ufeff{SITE}/monde/la-crue-menace-trois-quartiers\r\n\n{SITE}/\n{SITE}/tag/paix/\n"
    for document in (text, text.encode(), gzip.compress(text.encode())):
        listing = discover_links(document, f"{SITE}/sitemap.txt")
        assert listing.kind == "sitemap"
        assert [link.url for link in listing.links] == [f"{SITE}/monde/la-crue-menace-trois-quartiers"]


@pytest.mark.parametrize(
    "document",
    [
        "<sm:urlset><sm:url><sm:loc>{}</sm:loc><sm:lastmod>2026-11-26</sm:lastmod></sm:url></sm:urlset>",
        "<sitemapindex><url><loc>{}</loc><lastmod>2026-11-26</lastmod></url></sitemapindex>",
        "<urlset><url><xhtml:link href='/en'/><loc><![CDATA[ {} ]]></loc><lastmod>2026-11-26</lastmod></url></urlset>",
        "<urlset><url><image:image><image:loc>/a.jpg</image:loc></image:image><image:loc>/b</image:loc><loc>{}</loc>\n\
         <lastmod>2026-11-26</lastmod></url></urlset>",
        "<urlset><url><loc>{}</loc><lastmod>2026-11-26</lastmod></url><url><loc>/un-autre-tit",
        "<urlset><url><loc>{}</loc><lastmod>2026-11-26</lastmod></url><!-- <url><loc>",
    ],
)
def test_sitemaps_with_slips(document: str) -> None:
    address = f"{SITE}/la-crue-menace-trois-quartiers/"
    for written in (address, "/la-crue-menace-trois-quartiers/"):
        links = discover_links(document.format(written), f"{SITE}/post-sitemap.xml").links
        assert links[0] == Link(address, modified="2026-11-26")


def test_a_sitemap_on_another_host_keeps_the_site_it_is_of() -> None:
    urls = [
        f"{SITE}/un-titre-de-quatre-mots",
        f"{SITE}/un-autre-titre-plus-long",
        "https://pub.example/un-titre-a-vendre",
    ]
    document = "<urlset>" + "".join(f"<url><loc>{url}</loc></url>" for url in urls) + "</urlset>"
    assert [link.url for link in discover_links(document, "https://cdn.example/s.xml").links] == urls[:2]


def test_a_sitemap_that_grows_beyond_its_bound_is_refused_whole() -> None:
    document = "<urlset>" + f"<url><loc>{SITE}/un-titre-de-quatre-mots</loc></url>" * 3_000 + "</urlset>"
    packed = gzip.compress(document.encode())
    with pytest.raises(NotAListing) as refused:
        discover_links(packed, f"{SITE}/s.xml.gz", largest=100_000)
    assert refused.value.reason == "too_large"
    for largest in (len(document), 0):
        assert len(discover_links(packed, f"{SITE}/s.xml.gz", largest=largest).links) == 1
    bomb = gzip.compress(b"<urlset>" + bytes(LARGEST_SOURCE), 9)
    with pytest.raises(NotAListing, match="too_large"):
        discover_links(bomb, f"{SITE}/s.xml.gz")
    assert vars(settings)["NEWSCRAWL_SOURCE_MAXSIZE"] == LARGEST_SOURCE


def test_newest_first() -> None:
    links = [Link("a", modified="2026-01-01"), Link("b"), Link("c", published="2026-11-26T08:00:00+01:00")]
    assert [link.url for link in newest_first(links, f"{SITE}/s.xml")] == ["c", "a", "b"]
    undated = [Link("a"), Link("b")]
    assert [link.url for link in newest_first(undated, f"{SITE}/wp-sitemap-posts-post-2.xml")] == ["b", "a"]
    assert newest_first(undated, f"{SITE}/s.xml") == undated


def test_sitemaps_of_robots_txt() -> None:
    stated = [f"{SITE}/a.xml", "/b.xml", f"{SITE}/a.xml", "ftp://fil.example/c.xml"]
    assert stated_sitemaps(stated, f"{SITE}/robots.txt") == [f"{SITE}/a.xml", f"{SITE}/b.xml"]
    assert stated_sitemaps([], f"{SITE}/robots.txt") == []
