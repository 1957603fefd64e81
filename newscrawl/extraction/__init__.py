"""An article page, or its text, as a draft: fields and paragraphs with their kinds.

Rules of the site, markup of its family, structured data and generic extraction read one tree, each only for the
fields still missing.
"""

from __future__ import annotations

from newscrawl.extraction.article import extract
from newscrawl.extraction.furniture import drop_furniture
from newscrawl.extraction.normalisation import normalise
from newscrawl.extraction.parts import join
from newscrawl.extraction.plain import extract_plain

__all__ = ["drop_furniture", "extract", "extract_plain", "join", "normalise"]
