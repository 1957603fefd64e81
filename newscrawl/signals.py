"""Signals of newscrawl's own, beside Scrapy's."""

from __future__ import annotations

page_lost = object()
"""A page did not lead to an article, or a source to links.

Sent with `fact`, the stat that counts it without `newscrawl/` (`dropped/no_headline`, `pages/failed/http_404`,
`sources/failed/robots`), and `url`, the page's address.
"""
