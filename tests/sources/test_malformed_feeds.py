"""Feeds as servers really send them: each slip alone, in an otherwise ordinary item."""

from __future__ import annotations

import json

import pytest

from newscrawl.sources import discover_links

FEED = "https://fil.example/feed/"
URL = "https://fil.example/monde/accord-1"
HEADLINE = "L'été à Tunis"
DATE = "2026-11-26T08:00:00+01:00"
ITUNES = 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'


def item(
    *, title: str = HEADLINE, link: str = f"<link>{URL}</link>", more: str = "", teaser: str = "Deux pays."
) -> str:
    return (
        f"<item>{more}<title>{title}</title>{link}<pubDate>Thu, 26 Nov 2026 08:00:00 +0100</pubDate>"
        f"<description>{teaser}</description></item>"
    )


def rss(items: str, attributes: str = "", encoding: str = "UTF-8", end: str = "</channel></rss>") -> str:
    declaration = f'<?xml version="1.0" encoding="{encoding}"?>'
    return f'{declaration}<rss version="2.0" {attributes}><channel><title>Fil</title>{items}{end}'


@pytest.mark.parametrize(
    "document",
    [
        b"\n\xef\xbb\xbf" + rss(item()).encode(),
        rss(item(), encoding="UTF-16").encode("utf-16"),
        rss(item(), encoding="ISO-8859-1").encode(),
        rss(item()).encode("cp1252"),
        rss(item(), encoding="utf8mb4").encode(),
        rss(item(title="L'&eacute;t&eacute; &agrave; Tunis")),
        rss(item(title="<![CDATA[L'<em>été</em> à Tunis]]>")),
        rss(item(title="L'&lt;em&gt;été&lt;/em&gt; à Tunis")),
        rss(item(title="L'<em>été</em> à Tunis")),
        rss(item(title="L&amp;#039;&amp;eacute;t&amp;eacute; &amp;agrave; Tunis")),
        rss(item(title="L'été\x0b à\x08 Tunis")),
        rss(item(title="L'Ã©tÃ© Ã\xa0 Tunis")),
        rss(item(), end="<item><title>Autre ch"),
        rss(item(), end="<item><title><![CDATA[Autre"),
        rss(item()) + "<!-- 0.1 s --><script>x</script>",
        rss(item(), 'xmlns="http://backend.userland.com/rss2"'),
        rss(item(link="<link>/monde/accord-1</link>")),
        rss(item(link=f"<link>\n  {URL}\n</link>")),
        rss(item(link=f"<link><![CDATA[{URL}]]></link>")),
        rss(item(link="<link>accord-1</link>"), 'xml:base="https://fil.example/monde/"'),
        rss(item(link="<link>accord-1</link>").replace("<item>", '<item xml:base="https://fil.example/monde/">')),
        rss(item(link=f"<link></link><guid>{URL}</guid>")),
        rss(item(link=f'<atom:link href="{URL}"/>'), 'xmlns:atom="http://www.w3.org/2005/Atom"'),
        rss(item(more="<itunes:title>Court</itunes:title><itunes:summary>x</itunes:summary>"), ITUNES),
        rss(item(more="<media:title>Photo</media:title><media:description>x</media:description>"), MEDIA),
        rss(
            item(
                teaser="<![CDATA[<p>Deux pays.</p> <p>L’article <a>Été</a> est apparu en premier sur <a>Fil</a>.</p>]]>"
            )
        ),
    ],
)
def test_a_slip_costs_nothing(document: str | bytes) -> None:
    links = discover_links(document, FEED).links
    assert [(link.url, link.headline, link.published, link.teaser) for link in links] == [
        (URL, HEADLINE, DATE, "Deux pays.")
    ]


def test_bare_ampersands_and_less_than_signs() -> None:
    document = rss(item(title="Foot & rugby: AT&T < 5", link="<link>https://fil.example/a?x=1&y=2</link>"))
    link = discover_links(document, FEED).links[0]
    assert (link.url, link.headline) == ("https://fil.example/a?x=1&y=2", "Foot & rugby: AT&T < 5")


@pytest.mark.parametrize("damage", ["</item>", "</channel>", "<![CDATA[", "<!--", "<?php", "</p>", "<br>", '"', "&x;"])
def test_damage_in_one_item_leaves_the_others(damage: str) -> None:
    items = [item(title=f"Titre {n}", link=f"<link>https://fil.example/a-{n}</link>") for n in range(9)]
    items[4] = items[4].replace("Deux", f"{damage} Deux")
    found = [link.url for link in discover_links(rss("".join(items)), FEED).links]
    assert found == [f"https://fil.example/a-{n}" for n in range(9)]


def test_a_service_that_counts_readers_is_told_from_the_article() -> None:
    counted = "<link>https://feedproxy.google.com/~r/fil/~3/Xy/</link>"
    burner = 'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
    for more in (f"<feedburner:origLink>{URL}</feedburner:origLink>", f"<guid isPermaLink='false'>{URL}</guid>"):
        link = discover_links(rss(item(link=counted + more), burner), FEED).links[0]
        assert link.original == URL
    assert discover_links(rss(item()), FEED).links[0].original is None


def test_the_body_serves_where_there_is_no_teaser() -> None:
    body = "<content:encoded><![CDATA[<p>Deux pays <b>signent</b>.</p>]]></content:encoded>"
    document = rss(item(teaser="", more=body), 'xmlns:content="http://purl.org/rss/1.0/modules/content/"')
    assert discover_links(document, FEED).links[0].teaser == "Deux pays signent."


def test_author_of_rss_is_the_name_beside_the_address() -> None:
    document = rss(item(more="<author>redaction@fil.example (Awa Ndoye)</author>"))
    assert discover_links(document, FEED).links[0].author == "Awa Ndoye"


@pytest.mark.parametrize("stated", ["Le trente février, à l’aube", "0000-00-00 00:00:00", "Thu, 32 Nov 2026"])
def test_a_date_that_cannot_be_read_is_kept_as_it_stands(stated: str) -> None:
    item = f"<item><title>Un titre</title><link>https://g.example/un-titre</link><pubDate>{stated}</pubDate>{{}}</item>"
    (link,) = discover_links(f"<rss><channel>{item.format('')}</channel></rss>", URL).links
    assert (link.published, link.published_raw) == (None, stated)
    readable = "<dc:date xmlns:dc='d'>2026-11-26</dc:date>"
    (link,) = discover_links(f"<rss><channel>{item.format(readable)}</channel></rss>", URL).links
    assert (link.published, link.published_raw) == ("2026-11-26", "2026-11-26")


def test_json_feed() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "next_url": "/feed.json?page=2",
        "items": [
            {
                "id": "1",
                "url": "/monde/accord-1",
                "title": "Pluie &amp; vent",
                "content_html": "<p>Deux pays.</p>",
                "date_published": DATE,
                "tags": ["Monde"],
                "authors": [{"name": "Jo"}],
            },
            {"id": "https://fil.example/b"},
            {"id": 3, "title": "Sans adresse"},
            "pas un article",
        ],
    }
    listing = discover_links(json.dumps(feed).encode(), FEED)
    assert (listing.kind, listing.next_page) == ("feed", "https://fil.example/feed.json?page=2")
    first, second = listing.links
    assert (first.url, first.headline, first.teaser) == (URL, "Pluie & vent", "Deux pays.")
    assert (first.published, first.section, first.author) == (DATE, "Monde", "Jo")
    assert second.url == "https://fil.example/b"
