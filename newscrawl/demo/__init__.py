"""L'Écho du Fil, an aggregator that exists nowhere: the site that `scrapy crawl demo` serves and crawls.

`stories` reads the texts, `site` renders every page as a pure function of its path, `expected` says what a perfect
crawl of it yields, and `server` answers on a loopback port for as long as a crawl lasts.
"""

from __future__ import annotations

from typing import Any


def truth() -> list[dict[str, Any]]:
    """What a perfect crawl of the site yields; see `newscrawl.demo.expected`."""
    from newscrawl.demo.expected import articles  # noqa: PLC0415 - reads the texts only where they are wanted

    return articles()
