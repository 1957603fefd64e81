"""Feeds and sitemaps, well formed and not."""

from __future__ import annotations

import gzip
import json

import pytest

from newscrawl.dates.reading import stated_date
from newscrawl.sources import Link, NotAListing, discover_links
from newscrawl.sources.feeds import older_items

FEED = "https://fil.example/feed/"
RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Le Fil</title><link>https://fil.example/</link>
<item><media:title>Photo</media:title><title>Accord &amp;quot;historique&amp;quot; &#224; Tunis</title>
<link>/monde/accord.html?utm_source=rss</link>
<pubDate>Tue, 10 Feb 2026 08:05:00 +0100</pubDate><dc:creator><![CDATA[Awa Ndoye]]></dc:creator>
<category>Monde</category>
<description><![CDATA[<p><img src="a.jpg"/>Les deux pays ont sign&eacute; mardi.</p>]]></description></item>
<item><title>Sans lien</title><guid isPermaLink="true">https://fil.example/monde/sans-lien</guid>
<dc:date>2026-02-09T10:00:00Z</dc:date></item>
<item><title>Sans adresse</title><guid isPermaLink="false">42</guid></item>
<item><title>Encore le m&eacute;me</title><link>https://fil.example/monde/accord.html</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Le Fil</title><link rel="self" href="https://fil.example/atom"/>
<link rel="next" href="https://fil.example/atom?page=2"/>
<entry><title type="html">Pluie &lt;em&gt;et&lt;/em&gt; vent</title>
<link rel="replies" href="/pluie#c"/><link href="/pluie"/>
<published>2026-02-10T09:00:00+01:00</published>
<updated>2026-02-10T11:30:00+01:00</updated><author><name>Jo</name></author>
<summary>Avis de gros temps.</summary></entry></feed>"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><image:image><image:loc>https://fil.example/wp-content/a.jpg</image:loc></image:image>
<loc>https://fil.example/monde/un-accord-de-plus-a-tunis/</loc>
<lastmod>2026-02-10T09:00:00+00:00</lastmod>
<news:news><news:publication><news:name>Le Fil</news:name></news:publication>
<news:publication_date>2026-02-10T08:05:00+01:00</news:publication_date>
<news:title>Un accord de plus à Tunis</news:title></news:news></url>
</urlset>"""
PLAIN_SITEMAP = """<urlset><url><loc>/</loc></url><url><loc>/category/monde/</loc></url><url><loc>/tag/paix/</loc></url>
<url><loc>/les-dockers-reprennent-le-travail-lundi/</loc></url><url><loc>/contact/</loc></url>
<url><loc>/la-crue-menace-trois-quartiers/</loc><lastmod>2026-02-10</lastmod></url></urlset>"""


def test_rss() -> None:
    listing = discover_links(RSS, FEED)
    assert listing.kind == "feed"
    assert listing.links[0] == Link(
        url="https://fil.example/monde/accord.html",
        headline='Accord "historique" à Tunis',
        published="2026-02-10T08:05:00+01:00",
        published_raw="Tue, 10 Feb 2026 08:05:00 +0100",
        teaser="Les deux pays ont signé mardi.",
        section="Monde",
        author="Awa Ndoye",
    )
    assert [link.url for link in listing.links[1:]] == ["https://fil.example/monde/sans-lien"]
    assert listing.links[1].published == "2026-02-09T10:00:00+00:00"


def test_atom() -> None:
    listing = discover_links(ATOM.encode(), "https://fil.example/atom")
    link = listing.links[0]
    assert (link.url, link.headline, link.author) == ("https://fil.example/pluie", "Pluie et vent", "Jo")
    assert (link.published, link.modified) == ("2026-02-10T09:00:00+01:00", "2026-02-10T11:30:00+01:00")
    assert listing.next_page == "https://fil.example/atom?page=2"


@pytest.mark.parametrize(
    "document",
    [
        "\n\n" + RSS,
        "<br />\n<b>Warning</b>: Undefined index in /srv/www/feed.php on line 3<br />" + RSS,
        RSS[: RSS.index("</channel>")],
        RSS.replace("UTF-8", "ISO-8859-15").encode("iso-8859-15"),
        b"\xef\xbb\xbf" + RSS.encode(),
        pytest.param(gzip.compress(RSS.encode()), id="gzip"),  # its bytes, and so its name, would hold the time
    ],
)
def test_malformed_feeds_give_the_same(document: str | bytes) -> None:
    assert discover_links(document, FEED).links == discover_links(RSS, FEED).links


def test_rss_1() -> None:
    rdf = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
    <channel rdf:about="https://fil.example/"><title>Fil</title><link>https://fil.example/</link></channel>
    <item rdf:about="https://fil.example/a-1"><title>Un</title></item></rdf:RDF>"""
    assert [(link.url, link.headline) for link in discover_links(rdf, FEED).links] == [
        ("https://fil.example/a-1", "Un")
    ]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Sat, 07 Jan 2017 16:24:09 GMT+9", "2017-01-07T16:24:09+09:00"),
        ("Sat, 07 Jan 2017 16:24:09 GMT", "2017-01-07T16:24:09+00:00"),
        ("07 Jan 2017 16:24 +0100", "2017-01-07T16:24:00+01:00"),
        ("2017-01-07T16:24:09Z", "2017-01-07T16:24:09+00:00"),
        ("2017-01-07", "2017-01-07"),
        ("samedi 7 janvier 2017 à 16h24", "2017-01-07T16:24:00"),
        ("Thu, 26 Nov 2026 08:00:00 +01:00", "2026-11-26T08:00:00+01:00"),
        ("Thu, 26 Nov 2026 08:00:00 CET", "2026-11-26T08:00:00+01:00"),
        ("Thu, 26 Nov 2026 08:00:00 -0330", "2026-11-26T08:00:00-03:30"),
        ("Thu, 26 Nov 2026 08:00:00 XYZ", "2026-11-26T08:00:00"),
        ("Thursday, 26-Nov-26 08:00:00 GMT", "2026-11-26T08:00:00+00:00"),
        ("jeu., 26 nov. 2026 08:00:00 +0100", "2026-11-26T08:00:00+01:00"),
        ("Mer, 26 Août 2026 08:00:00 +0200", "2026-08-26T08:00:00+02:00"),
        ("lun, 26 ene 2026 08:00:00 +0100", "2026-01-26T08:00:00+01:00"),
        ("26 nov 99 08:00", "1999-11-26T08:00:00"),
        ("2026-11-26 08:00:00", "2026-11-26T08:00:00"),
        ("2026-11-26 08:00:00 +0100", "2026-11-26T08:00:00+01:00"),
        ("2026-11-26 08:00:00 UTC", "2026-11-26T08:00:00+00:00"),
        ("2026-11-26T08:00Z", "2026-11-26T08:00:00+00:00"),
        ("26/11/2026 08:00:00", "2026-11-26T08:00:00"),
        ("Nov 26, 2026 8:00 PM", "2026-11-26T20:00:00"),
        ("Thu, 31 Feb 2026 08:00:00 +0100", None),
        ("Thu, 26 Nov 2026 25:00:00 +0100", "2026-11-26"),
        ("Thu, 26 Nov 2026 08:00:00 +9999", "2026-11-26T08:00:00"),
        ("Wed, 30 Nov -0001 00:00:00 +0000", None),
        ("Thu, 26 Nov 0000 00:00:00 +0000", None),
        ("Thu, 26 Nov 2026 08:28:28 PM", "2026-11-26T20:28:28"),
        ("26 nov. 2026 8:05 a.m. +0100", "2026-11-26T08:05:00+01:00"),
        ("dim, 12 juill. 2026 08:00:00 +0200", "2026-07-12T08:00:00+02:00"),
        ("2026-11", None),
        ("hier", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_of_feeds(text: str | None, iso: str | None) -> None:
    assert stated_date(text) == iso


def test_a_json_feed_that_counts_seconds() -> None:
    items = [{"url": f"/{number}", "title": "Un", "date_published": date} for number, date in
             enumerate([1795698300, 1795698300.5, "1795698300", True, None, [1]])]  # fmt: skip
    feed = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})
    dates = [link.published for link in discover_links(feed, FEED).links]
    assert dates == ["2026-11-26T13:05:00+00:00"] * 3 + [None] * 3


def test_news_sitemap() -> None:
    listing = discover_links(SITEMAP, "https://fil.example/news-sitemap.xml")
    assert listing.kind == "sitemap"
    assert listing.links == [
        Link(
            url="https://fil.example/monde/un-accord-de-plus-a-tunis/",
            headline="Un accord de plus à Tunis",
            published="2026-02-10T08:05:00+01:00",
            published_raw="2026-02-10T08:05:00+01:00",
            modified="2026-02-10T09:00:00+00:00",
        )
    ]


def test_plain_sitemap_leaves_out_what_is_no_article() -> None:
    links = discover_links(gzip.compress(PLAIN_SITEMAP.encode()), "https://fil.example/post-sitemap.xml").links
    assert [link.url.removeprefix("https://fil.example/") for link in links] == [
        "les-dockers-reprennent-le-travail-lundi/",
        "la-crue-menace-trois-quartiers/",
    ]


def test_sitemap_index() -> None:
    index = "<sitemapindex><sitemap><loc>https://fil.example/post-sitemap.xml</loc></sitemap></sitemapindex>"
    listing = discover_links(index, "https://fil.example/sitemap.xml")
    assert (listing.kind, listing.is_index, listing.links) == ("sitemap", True, [])
    assert listing.sitemaps == ["https://fil.example/post-sitemap.xml"]


@pytest.mark.parametrize(
    ("document", "reason"), [("", "empty"), (b"  ", "empty"), ('{"a": 1}', "not_html"), (b"%PDF-1.7", "not_html")]
)
def test_neither_page_nor_feed(document: str | bytes, reason: str) -> None:
    with pytest.raises(NotAListing) as finding:
        discover_links(document, FEED)
    assert finding.value.reason == reason


def test_bad_address() -> None:
    with pytest.raises(ValueError, match="not an http"):
        discover_links("<html><body><p>a</p></body></html>", "ftp://fil.example/")


@pytest.mark.parametrize(
    ("url", "older"),
    [
        ("https://fil.example/category/dm/feed/", "https://fil.example/category/dm/feed/?paged=2"),
        ("https://fil.example/feed/?paged=2", "https://fil.example/feed/?paged=3"),
        ("https://fil.example/?feed=rss2&cat=3", "https://fil.example/?feed=rss2&cat=3&paged=2"),
        ("https://fil.example/feed/?paged=x#haut", "https://fil.example/feed/?paged=2"),
    ],
)
def test_wordpress_keeps_older_items_behind_its_feeds(url, older):
    generator = "<channel><generator>https://wordpress.org/?v=6.1.9</generator>"
    assert older_items(discover_links(RSS.replace("<channel>", generator), url), url) == older
    assert older_items(discover_links(RSS, url), url) is None


IANA = "http://www.iana.org/assignments/relation/"


@pytest.mark.parametrize(
    "links",
    [
        '<link type="application/json" href="/a.json"/><link rel="alternate" type="text/html" href="/a"/>',
        '<link rel="alternate" type="application/pdf" href="/a.pdf"/><link href="/a"/>',
        f'<link rel="{IANA}self" href="/x"/><link rel="{IANA}alternate" type="application/xhtml+xml" href="/a"/>',
        '<link rel="alternate" type="application/pdf" href="/a.pdf"/><id>https://fil.example/a</id>',
        '<link rel="alternate" href="\n   /a\n  "/>',
        "<link>https://fil.example\n      /a</link>",
    ],
)
def test_of_several_links_the_page_counts(links: str) -> None:
    (link,) = discover_links(f"<feed><entry>{links}</entry></feed>", FEED).links
    assert link.url == "https://fil.example/a"


def test_an_item_without_a_page_leads_to_what_it_has() -> None:
    entry = '<entry><link rel="alternate" type="application/pdf" href="/a.pdf"/></entry>'
    assert [link.url for link in discover_links(f"<feed>{entry}</feed>", FEED).links] == ["https://fil.example/a.pdf"]
