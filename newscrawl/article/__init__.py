"""An article page, or its text, as a draft: fields and paragraphs with their kinds.

Rules of the site, markup of its family, structured data and generic extraction read one tree, each only for the
fields still missing.
"""

from __future__ import annotations

from newscrawl.article.furniture import drop_furniture
from newscrawl.article.normalisation import normalise
from newscrawl.article.page import extract
from newscrawl.article.parts import join
from newscrawl.article.plain import extract_plain

__all__ = ["drop_furniture", "extract", "extract_plain", "join", "normalise"]
