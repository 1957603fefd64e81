"""The version of newscrawl, on the lowest floor: what names it must not import the library's face."""

from __future__ import annotations

__version__ = "0.1.0"
