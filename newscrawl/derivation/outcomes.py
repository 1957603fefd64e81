"""What became of the lines of a feed that were derived again, and how people read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from newscrawl.derivation.differences import Change, Tally, describe, within
from newscrawl.items import Article
from newscrawl.reporting.report import aligned
from newscrawl.store.reading import FeedLine
from newscrawl.store.segments import Cursor

Status = Literal["same", "changed", "refused", "failed", "kept"]
"""Read again, and as before but for the version; with other values; found to be no article; ended by an error of our
or the project's code; or not read again, since there is no page of it or none that can be had."""
SELF_EVIDENT = frozenset(("removal", "not_archived"))
"""Reasons for which lines are kept that need no examples."""
EXAMPLES_KEPT = 5
"""Addresses kept as examples of each reason."""


@dataclass(frozen=True, slots=True)
class LineOutcome:
    """What became of one line."""

    line: FeedLine
    old: Mapping[str, Any]
    """The line as it stands in the feed."""
    status: Status
    new: Mapping[str, Any] | None = None
    """The line as derived, null where the old one stays."""
    reason: str | None = None
    """Why the old one stays, as a short code."""
    detail: str | None = None
    """The same for people."""
    changes: tuple[Change, ...] = ()

    @property
    def url(self) -> str:
        """The address of the article."""
        return str(self.old.get("url", ""))

    def to_dict(self) -> dict[str, Any]:
        """As a JSON object."""
        found = {
            "line": str(self.line.start),
            "id": self.old.get("id"),
            "revision": self.old.get("revision"),
            "url": self.url,
            "status": self.status,
        }
        if self.reason is not None:
            return {**found, "reason": self.reason, "detail": self.detail}
        changes = [{"field": change.path, "old": change.old, "new": change.new} for change in self.changes]
        return {**found, "changes": changes}


@dataclass(frozen=True, slots=True)
class Understood:
    """A page of which no line came, and that is an article now."""

    url: str
    reason: str
    """Why no line came of it."""
    article: Article

    def to_dict(self) -> dict[str, Any]:
        """As a JSON object."""
        return {"url": self.url, "status": "understood", "reason": self.reason, "article": self.article.to_dict()}


@dataclass(slots=True)
class Summary:
    """What became of many lines."""

    wanted: tuple[str, ...] = ()
    """The fields whose changes are reported; empty: all."""
    tally: Tally = field(default_factory=Tally)
    lines: Counter[str] = field(default_factory=Counter)
    """How many lines of each status."""
    reasons: dict[str, Counter[str]] = field(default_factory=dict)
    """By status, why lines stay as they were."""
    corrected: set[Cursor] = field(default_factory=set)
    """Where the lines start of which changes are reported."""
    examples: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """By status and reason, the first of them for people."""

    def add(self, outcome: LineOutcome) -> tuple[Change, ...]:
        """Counts a line; returns the changes to report."""
        reported = tuple(each for change in outcome.changes for each in self._wanted_of(change))
        self.lines[outcome.status] += 1
        if reported:
            self.lines["reported"] += 1
            self.corrected.add(outcome.line.start)
            self.tally.add(outcome.url, list(reported))
        if outcome.reason is not None:
            self._give_reason(outcome.status, outcome.reason, outcome.detail or outcome.url)
        return reported

    def add_understood(self, found: Understood) -> None:
        """Counts a page that is an article now."""
        self.lines["understood"] += 1
        self._give_reason("understood", found.reason, f"{found.url}  {found.article.headline}")

    def _give_reason(self, status: str, reason: str, example: str) -> None:
        self.reasons.setdefault(status, Counter())[reason] += 1
        examples = self.examples.setdefault((status, reason), [])
        if len(examples) < EXAMPLES_KEPT:
            examples.append(example)

    @property
    def read(self) -> int:
        """How many pages were read again."""
        return sum(self.lines[status] for status in ("same", "changed", "refused", "failed"))

    @property
    def is_clean(self) -> bool:
        """Whether every line that was read again came out as it was."""
        return not any(self.lines[status] for status in ("reported", "refused", "failed", "understood"))

    def to_dict(self) -> dict[str, Any]:
        """As a JSON object."""
        return {
            "lines": {status: self.lines[status] for status in ("same", "changed", "refused", "failed", "kept")},
            "understood": self.lines["understood"],
            "fields": {
                name: {
                    "articles": counts.articles,
                    "filled": counts.filled,
                    "emptied": counts.emptied,
                    "changed": counts.changed,
                    "examples": [
                        {"url": url, "field": change.path, "old": change.old, "new": change.new}
                        for url, change in counts.examples
                    ],
                }
                for name, counts in self.tally.rows()
            },
            "reasons": {
                status: {
                    reason: {"lines": count, "examples": self.examples[status, reason]}
                    for reason, count in counts.most_common()
                }
                for status, counts in self.reasons.items()
            },
        }

    def _wanted_of(self, change: Change) -> list[Change]:
        """What of a change is to be reported."""
        found = [within(change, name) for name in self.wanted]
        if not self.wanted or any(each is change for each in found):
            return [change]
        return [each for each in found if each is not None]


_HEAD = ("field", "articles", "filled", "emptied", "changed")
_SECTIONS = (
    ("refused", "found to be no article now; the lines stay as they were"),
    ("failed", "ended by an error; the lines stay as they were"),
    ("understood", "no article then, and one now; no line is written of them"),
    ("kept", "not read again; the lines stay as they were"),
)
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
    return aligned(rows) if len(rows) > 1 else iter(())


def examples(summary: Summary) -> Iterator[str]:
    """Some changes of each field: the address, and below it what was and what is."""
    for name, counts in summary.tally.rows():
        if counts.examples:
            yield f"\n{name}"
            for url, change in counts.examples:
                yield f"  {url}"
                yield f"    {describe(change)}"


def reasons(summary: Summary) -> Iterator[str]:
    """Why lines stay as they were, with some of them."""
    for status, title in _SECTIONS:
        counts = summary.reasons.get(status)
        if counts:
            yield f"\n{title}"
            for reason, count in counts.most_common():
                meaning = f"  ({_MEANINGS[reason]})" if reason in _MEANINGS else ""
                yield f"  {reason} {count}{meaning}"
                if reason not in SELF_EVIDENT:
                    yield from (f"    {example}" for example in summary.examples[status, reason])
