"""Signals of newscrawl's own, beside Scrapy's."""

from __future__ import annotations

page_lost = object()
"""A page did not lead to an article, or a source to links.

Sent with `fact`, the stat that counts it without `newscrawl/` (`dropped/no_headline`, `pages/failed/http_404`,
`sources/failed/robots`), and `url`, the page's address.
"""

rights_declared = object()
"""A site says something of its rights where no rule does: in a comment of robots.txt, or in tdmrep.json.

Sent with `url`, where it says so, and `text`, on one line.
"""
