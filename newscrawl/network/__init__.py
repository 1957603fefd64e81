"""Which machines a crawl may connect to."""

from __future__ import annotations

from newscrawl.network.permissions import allow_private, forbid_private

__all__ = ["allow_private", "forbid_private"]
