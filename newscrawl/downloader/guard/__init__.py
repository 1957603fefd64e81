"""Which machines a crawl may connect to: the public web, and what the user allows besides."""

from __future__ import annotations

from newscrawl.downloader.guard.addresses import allow_private, forbid_private

__all__ = ["allow_private", "forbid_private"]
