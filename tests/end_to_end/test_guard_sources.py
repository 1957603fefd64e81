"""A section that is a sitemap or a feed does not lead a crawl to a server of this machine that was not allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.local_site import Answer

SITEMAP = (
    """<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>"""
)
FEED = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Fil</title>{}</channel></rss>"""
PAGE = """<html lang="fr"><head><title>Un pont rouvre à Namur</title>
<meta property="article:published_time" content="2026-11-10T09:30:00+01:00"></head><body class="single-post">
<article class="post type-post hentry"><h1 class="entry-title">Un pont rouvre à Namur</h1><div class="entry-content">
<p>Le pont a rouvert mardi matin, après six mois de travaux, devant des riverains ravis de ne plus attendre.</p>
<p>La circulation y reste limitée à trente kilomètres à l’heure, a précisé la commune dans un communiqué.</p>
</div></article></body></html>"""


@pytest.mark.parametrize(
    ("name", "document", "entry"),
    [
        ("/sitemap.xml", SITEMAP, "<url><loc>{}</loc></url>"),
        ("/fil.xml", FEED, "<item><title>Un pont rouvre</title><link>{}</link></item>"),
    ],
)
def test_addresses_in_a_source_are_refused(name, document, entry, serve, crawl, feed_lines, tmp_path: Path):
    inside, site = serve(), serve()
    addresses = [site.url("/dernieres-minutes/un-pont-rouvre-a-namur/")]
    addresses += [
        inside.url(f"/secret-{n}/", host) for n, host in enumerate(("127.0.0.1", "127.1", "localhost", "[::1]"))
    ]
    xml = document.format("".join(entry.format(address) for address in addresses))
    site.pages[name] = Answer(xml.encode(), headers={"Content-Type": "application/xml"})
    site.pages["/dernieres-minutes/un-pont-rouvre-a-namur/"] = Answer(PAGE.encode())
    host = site.url().removeprefix("http://").strip("/")

    run = crawl(
        "section",
        tmp_path,
        *("-a", f"url={site.url(name)}", "-s", f"NEWSCRAWL_ALLOWED_PRIVATE_HOSTS={host}", "-s", "DOWNLOAD_DELAY=0"),
    )

    assert inside.connections == 0
    assert [line["url"] for line in feed_lines(tmp_path)] == addresses[:1], run.stderr
