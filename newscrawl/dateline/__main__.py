"""`python -m newscrawl.dateline < leads.jsonl > results.jsonl`: datelines of many leads.

In, one JSON object a line: `id`, `lead`, `published` (a date, or null).  Out: `id`, `result`, null or an object with
`raw`, `places`, `date` (`--MM-DD` or `---DD` where it is partial), `agencies` and `authors`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from newscrawl.dateline import parse_dateline
from newscrawl.items import Dateline


def results(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The output object of each input line.  Raises `ValueError` with the line's number where one is malformed."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            found = parse_dateline(
                record["lead"], published=full_date(record.get("published")), country=record.get("country")
            )
            yield {"id": record["id"], "result": as_result(found)}
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"line {number}: no object with id and lead ({error})") from error


def full_date(text: str | None) -> date | None:
    """The day that `text` begins with; null where it names a month or year only."""
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def as_result(dateline: Dateline | None) -> dict[str, Any] | None:
    """`dateline` with partial dates in the place of unknown full ones."""
    if dateline is None:
        return None
    return {
        "raw": dateline.raw,
        "places": [{"name": place.name, "country": place.country} for place in dateline.places],
        "date": dateline.date or dateline.partial_date,
        "agencies": dateline.agencies,
        "authors": dateline.authors,
    }


def main() -> int:
    """Read standard input, write standard output; 2 where the input is malformed."""
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        for result in results(sys.stdin):
            print(json.dumps(result, ensure_ascii=False))
    except ValueError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
