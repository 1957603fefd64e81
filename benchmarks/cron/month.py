"""The month itself: a run at each tick, and to some of them a mishap."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.cron.alerts import KILLED, ONE_ADDRESS, SOON, Trouble, Watch
from benchmarks.cron.rules import documented_rules
from benchmarks.cron.runs import ROOT, Cron, Run
from benchmarks.cron.stories import Story
from benchmarks.cron.timetable import Calendar, State
from benchmarks.cron.truth import Findings, Truth
from newscrawl.crawl.identity import CANONICAL_CONFLICT
from newscrawl.reporting.history import last_runs
from newscrawl.store.catching_up import open_index
from newscrawl.store.files import DiskFiles
from newscrawl.store.reading import read_feed
from newscrawl.store.verification import verify

_LINE = 4500
"""Bytes that a full disk still takes: a line or two, and a part of the next."""
_FEW = 3
"""New stories that make a run worth to fill the disk for."""
_ALLOWED: dict[State, frozenset[int]] = {
    State.UP: frozenset((0,)),
    State.ARTICLES_LOST: frozenset((0, 4, 6, 7)),
    State.ALL_LOST: frozenset((4,)),
    State.REFUSED: frozenset((4,)),
    State.UNAVAILABLE: frozenset((4,)),
    State.CONSENT: frozenset((4, 6, 8)),
}
_BY_KIND: dict[str, frozenset[int]] = {"killed": frozenset((0, -9)), "locked out": frozenset((75,))}


class Month:
    """One simulation: the runs that were made, and what the feed must be held against."""

    def __init__(self, calendar: Calendar, seed: int, cron: Cron) -> None:
        self.calendar = calendar
        self.cron = cron
        self.stories = calendar.stories(seed)
        self.ticks = calendar.ticks()
        self.runs: list[Run] = []
        page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
        self.watch = Watch(documented_rules(page, calendar.every), cron.textfiles)
        self._chance = Random(f"{seed} mishaps")  # noqa: S311 - a simulation
        up = [n for n, tick in enumerate(self.ticks) if n and calendar.state(tick) == State.UP]
        others = [n for n in up if n not in calendar.overlaps]
        self._killed = set(self._chance.sample(others, round(calendar.killed * len(self.ticks))))
        self._disk_full = [*calendar.disk_full]

    def pass_by(self, tell: Callable[[int, Run], None]) -> None:
        """Makes all the runs, telling of each."""
        for number, tick in enumerate(self.ticks):
            self.cron.site.tell("time", at=tick.isoformat())
            for run in self._runs_at(number, tick):
                self.runs.append(run)
                tell(number, run)
            self.watch.after_run(tick, tick + self.calendar.every)

    def _runs_at(self, number: int, tick: datetime) -> Iterator[Run]:
        waiting = self._new_at(number)
        if number in self.calendar.overlaps:
            yield from self.cron.overlapping(tick)
        elif number in self._killed:
            answers = self._chance.randrange(len(waiting) + 4)
            yield self.cron.killed(tick, answers, self._chance.uniform(0.02, 0.4 if answers == 0 else 0.15))
        elif self._fills_disk(number, waiting):
            self._disk_full.pop(0)
            yield self.cron.disk_full(tick, _LINE)
        else:
            # The first as a command started from nothing, so that one is seen whole.
            yield self.cron.plain(tick, split=None if number else False)

    def _fills_disk(self, number: int, waiting: list[Story]) -> bool:
        due = bool(self._disk_full) and number >= self._disk_full[0]
        tick = self.ticks[number]
        # Not in the first hours, in which the day's segment is still small.
        return due and self.calendar.state(tick) == State.UP and len(waiting) >= _FEW and tick.hour >= 6

    def _new_at(self, number: int) -> list[Story]:
        since = self.ticks[number - 1] if number else self.calendar.begin
        return [story for story in self.stories if since < story.published <= self.ticks[number]]

    def judge(self) -> Findings:
        """What came of it: faults by kind, and figures."""
        folder = next((self.cron.data / "feeds").iterdir())
        lines = [article.to_dict() for article in read_feed(folder)]
        findings = Truth(self.calendar, self.stories, self.ticks).compare(lines)
        findings.faults["index and rebuild"] = index_faults(folder, self.cron.data / "ledger" / f"{folder.name}.sqlite")
        findings.faults["unexpected ends"] = [
            f"{run.at:%d.%m. %H:%M} UTC, {run.kind}: status {run.status}: {run.said.strip()[-300:]}"
            for run in self.runs
            if not self._is_expected(run)
        ]
        findings.faults["faults not told"] = self._untold(self.cron.data / "runs" / folder.name)
        troubles = list(self._troubles(self.cron.data / "runs" / folder.name))
        findings.alerted = self.watch.alerted(troubles)
        findings.faults["faults not alerted"] = [
            f"{each.trouble.name}, {self.ticks[each.trouble.first]:%d.%m. %H:%M} UTC: not within {SOON} runs"
            for each in findings.alerted
            if not each.is_soon
        ]
        findings.faults["alerts in quiet times"] = [
            f"{self.ticks[number]:%d.%m. %H:%M} UTC: {', '.join(rules)}"
            for number, rules in self.watch.in_quiet_times(troubles)
        ]
        findings.figures |= self._requests(findings.figures["stories in the feed"])
        findings.figures |= _files(self.cron.data)
        findings.figures |= self._ends()
        return findings

    def _untold(self, history: Path) -> list[str]:
        """Whether the runs kept quiet, on the console or in the coverage, of the time of one address for all pages."""
        careless = [run for run in self.runs if self.calendar.one_address_since(run.at)]
        if not any(run.kind == "plain" and run.status == 0 for run in careless):
            return []
        said = any(CANONICAL_CONFLICT in run.said for run in careless)
        ended = [past.ended for past in last_runs(history, len(self.runs)) if past.ended]
        counted = any(
            line["problems"].get(CANONICAL_CONFLICT)
            for line in ended
            if self.calendar.one_address_since(datetime.fromisoformat(line["started_at"]))
        )
        return [
            f"one address for all pages, {where}" for where, told in (("said", said), ("counted", counted)) if not told
        ]

    def _troubles(self, history: Path) -> Iterator[Trouble]:
        """What befell the site, by its windows, and single runs: each fault that a rule must alert.

        A run that was killed before its first word has left nothing that the next one could tell.
        """
        for window in self.calendar.windows:
            yield from self._trouble(window.state.value, window.begin, window.end)
        yield from self._trouble(ONE_ADDRESS, *self.calendar.one_address)
        for past in last_runs(history, len(self.runs)):
            number = bisect_right(self.ticks, past.started_at) - 1
            if past.ended is None:
                yield Trouble(KILLED, number, number)
        for run in self.runs:
            if run.kind == "disk full":  # its coverage may not have been written
                number = self.ticks.index(run.at)
                yield Trouble(run.kind, number, number)

    def _trouble(self, name: str, begin: float, end: float) -> Iterator[Trouble]:
        since, until = (self.calendar.begin + timedelta(hours=hours) for hours in (begin, end))
        met = [number for number, tick in enumerate(self.ticks) if since <= tick < until]
        if met:
            yield Trouble(name, met[0], met[-1])

    def _is_expected(self, run: Run) -> bool:
        if run.kind == "disk full":
            return run.status == 5
        return run.status in _BY_KIND.get(run.kind, _ALLOWED[self.calendar.state(run.at)])

    def _requests(self, articles: int) -> dict[str, float | None]:
        counted: Counter[str] = Counter()
        for run in self.runs:
            counted.update(run.requests)
        kinds: Counter[str] = Counter()
        for name, count in counted.items():
            kinds[name.partition(" ")[0]] += count
        total = sum(kinds.values())
        figures: dict[str, float | None] = {
            "requests": total,
            "requests for each story": round(total / max(articles, 1), 2),
        }
        figures |= {f"requests, {kind}": kinds[kind] for kind in sorted(kinds)}
        return figures | {
            "conditional requests": sum(count for name, count in counted.items() if "if-changed" in name),
            "answered 304": sum(count for name, count in counted.items() if name.endswith(" 304")),
            "answered 404 or 410": sum(count for name, count in counted.items() if name.endswith((" 404", " 410"))),
            "requests of a run without news, median": median(idle) if (idle := self._idle()) else None,
        }

    def _idle(self) -> list[int]:
        """How many requests each plain run made that came when nothing new had been published."""
        quiet = {tick for n, tick in enumerate(self.ticks) if not self._new_at(n) and n and self._was_fine(n - 1)}
        return [run.requests.total() for run in self.runs if run.kind == "plain" and run.at in quiet]

    def _was_fine(self, number: int) -> bool:
        """Whether the run before left nothing to catch up with."""
        return all(run.status == 0 and run.kind == "plain" for run in self.runs if run.at == self.ticks[number])

    def _ends(self) -> dict[str, int]:
        ends = Counter(f"runs, {run.kind}, status {run.status}" for run in self.runs)
        return {"runs": len(self.runs)} | {name: ends[name] for name in sorted(ends)}


def index_faults(folder: Path, index_path: Path) -> list[str]:
    """What is wrong with a feed and its index, and where the index differs from one built anew from the feed."""
    faults = list(verify(folder, index_path))
    with TemporaryDirectory() as temporary:
        files = DiskFiles()
        with (
            closing(open_index(index_path, folder, files)) as kept,
            closing(open_index(Path(temporary) / "rebuilt.sqlite", folder, files)) as rebuilt,
        ):
            if list(kept.entries()) != list(rebuilt.entries()):
                faults.append("the index holds other articles than one built anew")
            if kept.names() != rebuilt.names():
                faults.append("the index holds other former addresses than one built anew")
            if kept.position != rebuilt.position:
                faults.append("the index ends elsewhere than one built anew")
    return faults


def _files(data: Path) -> dict[str, int]:
    figures: dict[str, int] = {}
    for room in sorted(path for path in data.iterdir() if path.is_dir()):
        sizes = [path.stat().st_size for path in room.rglob("*") if path.is_file()]
        figures[f"files, {room.name}/"] = len(sizes)
        figures[f"bytes, {room.name}/"] = sum(sizes)
    return figures
