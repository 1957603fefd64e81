"""Write the table of `docs/statuses.md` again, from `newscrawl.reporting.status`: `python tools/statuses_page.py`."""

from __future__ import annotations

import re
from pathlib import Path

from newscrawl.reporting.status import ExitStatus

PAGE = Path(__file__).resolve().parents[1] / "docs" / "statuses.md"


def with_table(page: str) -> str:
    """The page with its table as it has to be."""
    rows = "".join(
        f"| {status.value} | `{status.name}` | {_sentence(status.meaning)} | {_sentence(status.advice)} |\n"
        for status in ExitStatus
    )
    return re.sub(r"(?<=^\|---\|---\|---\|---\|\n)(?:\|.*\n)*", lambda _: rows, page, count=1, flags=re.MULTILINE)


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
