"""What a re-derivation came to, for people."""

from __future__ import annotations

from collections.abc import Iterator

from newscrawl.derivation.differences import told
from newscrawl.derivation.outcomes import Summary

_HEAD = ("field", "articles", "filled", "emptied", "changed")
_SECTIONS = (
    ("refused", "found to be no article now; the lines stay as they were"),
    ("failed", "ended by an error; the lines stay as they were"),
    ("understood", "no article then, and one now; no line is written of them"),
    ("kept", "not read again; the lines stay as they were"),
)
_SILENT = frozenset(("removal", "not_archived"))
"""Reasons that need no examples."""
_MEANINGS = {
    "digest": "the archive holds something else than was written",
    "gone": "the file of the archive is deleted",
    "no_notes": "what the run knew of the page is lost",
    "no_record": "the archive holds no such record",
    "no_spider": "the spider that read it is no more",
    "not_archived": "no page was kept, or none may be",
    "other_page": "another page lies there: the files of the archive were begun anew",
    "removal": "of articles that the site removed",
    "torn": "the file of the archive is cut short",
    "unresolved": "the record that holds the page is not named",
}


def headline(site: str, version: str, summary: Summary, seconds: float) -> str:
    """The first line: how many of each."""
    lines = summary.lines
    parts = [f"{lines['changed']} changed", f"{lines['same']} the same"]
    parts += [f"{lines[status]} {status}" for status in ("refused", "failed") if lines[status]]
    if lines["kept"]:
        parts.append(f"{lines['kept']} not read again")
    speed = f"{summary.read / seconds:.0f} pages a second" if seconds else "in no time"
    return f"{site}: {summary.read} lines read again by newscrawl {version}: {', '.join(parts)} ({speed})"


def table(summary: Summary) -> Iterator[str]:
    """The fields that differ: in how many articles, and in which way; those within another are indented."""
    rows: list[tuple[str, ...]] = [_HEAD]
    for name, counts in summary.tally.rows():
        kinds = (counts.articles, counts.filled, counts.emptied, counts.changed)
        rows.append((f"{'  ' * name.count('.')}{name}", *map(str, kinds)))
    if len(rows) == 1:
        return
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    for first, *figures in rows:
        cells = [first.ljust(widths[0])]
        cells += [figure.rjust(width) for figure, width in zip(figures, widths[1:], strict=True)]
        yield "  ".join(cells)


def examples(summary: Summary) -> Iterator[str]:
    """Some changes of each field: the address, and below it what was and what is."""
    for name, counts in summary.tally.rows():
        if counts.examples:
            yield f"\n{name}"
            for url, change in counts.examples:
                yield f"  {url}"
                yield f"    {told(change)}"


def reasons(summary: Summary) -> Iterator[str]:
    """Why lines stay as they were, with some of them."""
    for status, title in _SECTIONS:
        counts = summary.reasons.get(status)
        if counts:
            yield f"\n{title}"
            for reason, count in counts.most_common():
                meaning = f"  ({_MEANINGS[reason]})" if reason in _MEANINGS else ""
                yield f"  {reason} {count}{meaning}"
                if reason not in _SILENT:
                    yield from (f"    {example}" for example in summary.examples[status, reason])
