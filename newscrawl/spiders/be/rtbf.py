"""RTBF, the public broadcaster of French-speaking Belgium."""

from __future__ import annotations

from newscrawl.spiders.section import SectionSpider


class RtbfSpider(SectionSpider):
    """rtbf.be: its running section "En continu" is parted by subject.

    Evidence: the section's address stands in two public files, the feed answered a dated check and is served by a host
    of its own.
    """

    name = "rtbf"
    system = "Next.js (inferred)"
    sections = ("https://www.rtbf.be/en-continu/info",)
    feeds = ("https://rss.rtbf.be/article/rss/highlight_rtbf_info.xml?source=internal",)
    home = "https://www.rtbf.be/"
    timezone = "Europe/Brussels"
    country = "BE"
