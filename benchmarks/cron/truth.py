"""Holds a feed against what the simulated site published: what is missing, twice, or wrong."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from benchmarks.cron.alerts import Alerted
from benchmarks.cron.stories import Story, plain
from benchmarks.cron.timetable import Calendar

RUNS_ENOUGH = 4
"""A story that could be read for the time of so many runs must be in the feed, though some are killed or must retry."""
SOON = timedelta(days=2)
"""An edit within so long of the publication counts as one that a re-visit should notice."""
STANDS = timedelta(hours=24)
"""... where the text then stands for so long."""


KINDS = (
    "holes", "doubles", "false revisions", "false removals", "missed removals", "lines of no story", "wrong text",
    "wrong times", "wrong order",
)  # fmt: skip
LONG_GONE = timedelta(days=5)
"""A story that was in the feed and has been gone for so long must be told to be removed."""


@dataclass(slots=True)
class Findings:
    """What came of a comparison: faults by kind, each as a line for people, and figures."""

    faults: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    figures: dict[str, Any] = field(default_factory=dict)
    alerted: list[Alerted] = field(default_factory=list)


class Truth:
    """What the site published, to be held against the lines of a feed."""

    def __init__(self, calendar: Calendar, stories: list[Story], ticks: list[datetime]) -> None:
        self.calendar = calendar
        self.stories = stories
        self.ticks = ticks
        self._by_slug = {slug: story for story in stories for _, slug in story.slugs}

    def compare(self, lines: Iterable[dict[str, Any]]) -> Findings:
        """The faults and figures of a feed, whose lines come in its order."""
        findings = Findings()
        by_story: dict[int, list[dict[str, Any]]] = defaultdict(list)
        count = 0
        for line in lines:
            count += 1
            story = self._story(line["url"])
            if story is None:
                findings.faults["lines of no story"].append(f"{line['url']} ({line['id']})")
            else:
                by_story[story.number].append(line)
        for story in self.stories:
            found = by_story.get(story.number, [])
            self._look_at(story, found, findings)
        kinds = Counter(line["kind"] for lines in by_story.values() for line in lines)
        findings.figures |= {"lines": count, "stories in the feed": len(by_story)}
        findings.figures |= {"lines of revisions": kinds["article"] - len(by_story)}
        findings.figures |= self._delays(by_story) | self._edits(by_story) | self._others(by_story)
        return findings

    def _look_at(self, story: Story, lines: list[dict[str, Any]], findings: Findings) -> None:
        faults = findings.faults
        name = f"story {story.number} (/{story.slugs[0][1]}/)"
        if not lines and self._must_be_there(story):
            faults["holes"].append(f"{name}, published {story.published:%d.%m. %H:%M} UTC")
        if len({line["id"] for line in lines}) > 1:
            faults["doubles"].append(f"{name} has ids {', '.join(sorted({line['id'] for line in lines}))}")
        seen: set[tuple[str, int, str]] = set()
        for line in lines:
            if (key := (line["id"], line["revision"], line["kind"])) in seen:
                faults["doubles"].append(f"{name} has revision {line['revision']} twice")
            seen.add(key)
        if self._must_be_told_gone(story) and lines and all(line["kind"] == "article" for line in lines):
            faults["missed removals"].append(f"{name}, gone since {story.removed:%d.%m. %H:%M} UTC")
        for identity in {line["id"] for line in lines}:
            self._look_at_lines(story, name, [line for line in lines if line["id"] == identity], faults)

    def _look_at_lines(
        self, story: Story, name: str, lines: list[dict[str, Any]], faults: dict[str, list[str]]
    ) -> None:
        before: dict[str, Any] | None = None
        for line in lines:
            if line["kind"] == "removal":
                if story.removed is None or story.removed > _time(line, "removed_at"):
                    faults["false removals"].append(f"{name}, told at {line['removed_at']}")
            elif before is not None and line["revision"] <= before["revision"]:
                faults["wrong order"].append(f"{name}: revision {line['revision']} behind {before['revision']}")
            elif before is not None and before["kind"] == "article" and self._says_the_same(story, before, line):
                faults["false revisions"].append(
                    f"{name}: revision {line['revision']} of {line['crawled_at']} says what that of "
                    f"{before['crawled_at']} said"
                )
            before = line
        for line in lines:
            if line["kind"] == "article":
                self._look_at_words(story, f"{name}, revision {line['revision']}", line, faults)

    def _look_at_words(self, story: Story, name: str, line: dict[str, Any], faults: dict[str, list[str]]) -> None:
        if fault := self._text_fault(story, line):
            faults["wrong text"].append(f"{name}: {fault}")
        if line["published_at"] is None or datetime.fromisoformat(line["published_at"]) != story.published:
            faults["wrong times"].append(f"{name}: {line['published_at']}, not {story.published.isoformat()}")

    def _says_the_same(self, story: Story, before: dict[str, Any], line: dict[str, Any]) -> bool:
        if (before["url"], before["aliases"]) != (line["url"], line["aliases"]):
            return False
        return story.version(self._seen_at(before)).words == story.version(self._seen_at(line)).words

    def _text_fault(self, story: Story, line: dict[str, Any]) -> str | None:
        version = story.version(self._seen_at(line))
        if plain(line["headline"] or "") != plain(version.headline):
            return f"headline {line['headline']!r}, not {version.headline!r}"
        body = [plain(text) for text in (line["body"] or "").split("\n\n")]
        wanted = [plain(text) for text in version.paragraphs]
        if body == wanted:
            return None
        missing, more = [text for text in wanted if text not in body], [text for text in body if text not in wanted]
        return f"missing {missing}, too much {more}"

    def _must_be_there(self, story: Story) -> bool:
        if story.published < self.calendar.begin:
            return False
        until = min([self.ticks[-1], *(begin for begin, _ in story.gone)])
        return self.calendar.reachable(story.published, until) >= RUNS_ENOUGH * self.calendar.every

    def _must_be_told_gone(self, story: Story) -> bool:
        return story.removed is not None and self.calendar.reachable(story.removed, self.ticks[-1]) >= LONG_GONE

    def _story(self, url: str) -> Story | None:
        return self._by_slug.get(urlsplit(url).path.strip("/"))

    def _seen_at(self, line: dict[str, Any]) -> datetime:
        """The moment of the site when a line was read: that of the run, in which the site stands still."""
        crawled = _time(line, "crawled_at")
        return self.ticks[max(bisect_right(self.ticks, crawled) - 1, 0)]

    def _delays(self, by_story: dict[int, list[dict[str, Any]]]) -> dict[str, Any]:
        usual: list[timedelta] = []
        after_outage: list[timedelta] = []
        for story in self.stories:
            lines = by_story.get(story.number)
            if not lines or story.published < self.calendar.begin:
                continue
            first = min(_time(line, "crawled_at") for line in lines if line["crawled_at"])
            up = self.calendar.up_since(story.published, first)
            (usual if up == story.published else after_outage).append(first - up)
        return {
            "delay, median": _hours(_middle(usual)) if usual else None,
            "delay, worst": _hours(max(usual)) if usual else None,
            "delay after an outage, median": _hours(_middle(after_outage)) if after_outage else None,
            "delay after an outage, worst": _hours(max(after_outage)) if after_outage else None,
        }

    def _edits(self, by_story: dict[int, list[dict[str, Any]]]) -> dict[str, Any]:
        """How many edits of stories that the feed held already were noticed before the next one."""
        figures = {"edits": 0, "edits noticed": 0, "early edits": 0, "early edits noticed": 0}
        for story, version, following in self._edits_of_held(by_story):
            lines = by_story[story.number]
            noticed = any(story.version(self._seen_at(line)).words == version.words for line in lines)
            figures["edits"] += 1
            figures["edits noticed"] += noticed
            until = min(following or self.ticks[-1], self.ticks[-1])
            if version.at - story.published <= SOON and self.calendar.reachable(version.at, until) >= STANDS:
                figures["early edits"] += 1
                figures["early edits noticed"] += noticed
        return figures

    def _edits_of_held(self, by_story: dict[int, list[dict[str, Any]]]) -> Iterator[tuple[Story, Any, datetime | None]]:
        for story in self.stories:
            for version, following in story.edits():
                lines = [line for line in by_story.get(story.number, []) if line["kind"] == "article"]
                if version.at < self.ticks[-1] and lines and self._seen_at(lines[0]) < version.at:
                    yield story, version, following

    def _others(self, by_story: dict[int, list[dict[str, Any]]]) -> dict[str, Any]:
        held = {number: lines for number, lines in by_story.items() if lines}
        removed = [s for s in self.stories if s.number in held and s.removed and s.removed < self.ticks[-1]]
        long_gone = [
            s for s in removed if s.removed and self.calendar.reachable(s.removed, self.ticks[-1]) > 2 * STANDS
        ]
        renamed = [s for s in self.stories if s.number in held and len(s.slugs) > 1 and s.slugs[1][0] < self.ticks[-1]]
        renamed = [s for s in renamed if self._seen_at(held[s.number][0]) < s.slugs[1][0]]

        def told(story: Story) -> bool:
            return any(line["kind"] == "removal" for line in held[story.number])

        return {
            "removed stories": len(removed),
            "removals told": sum(map(told, removed)),
            "gone for two days": len(long_gone),
            "of these told": sum(map(told, long_gone)),
            "renamed stories": len(renamed),
            "renamed stories with an alias": sum(any(line["aliases"] for line in held[s.number]) for s in renamed),
        }


def _time(line: dict[str, Any], name: str) -> datetime:
    return datetime.fromisoformat(line[name] or line["crawled_at"] or line["removed_at"])


def _middle(times: list[timedelta]) -> timedelta:
    return timedelta(seconds=median(time.total_seconds() for time in times))


def _hours(time: timedelta) -> str:
    minutes = round(time.total_seconds() / 60)
    return f"{minutes // 60} h {minutes % 60:02} min"
