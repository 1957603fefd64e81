"""`python -m newscrawl.options docs/settings.md`: writes the table of settings into the page again."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from newscrawl.options import table_page

_TABLE = re.compile(r"^\| setting \|.*(?:\n\|.*)*", re.MULTILINE)


def with_table(page: str) -> str:
    """The page with the table as it is now.  Raises `ValueError` where it has no place for one."""
    written, count = _TABLE.subn(lambda _: table_page(), page)
    if count != 1:
        raise ValueError("one table with the heading `setting` is expected")
    return written


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(with_table(path.read_text(encoding="utf-8")), encoding="utf-8")
