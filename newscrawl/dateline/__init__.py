"""The dateline of a wire as data: where, when and by whom it was filed.

`parse_dateline` reads the dateline that opens a lead, `find_dateline` looks
for it in the first paragraphs of an article.
"""

from __future__ import annotations

from newscrawl.dateline.parsing import dateline_above, find_dateline, parse_dateline

__all__ = ["dateline_above", "find_dateline", "parse_dateline"]
