"""Which faults of a simulation the documented rules alert, how soon, and what they say when all is well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.cron.rules import Prometheus, Rule

SOON = 2
"""Runs within which a fault must be alerted, its first one counted."""
_ABOUT_THE_SITE = frozenset(
    (
        "NewscrawlSiteFails",
        "NewscrawlNoSuccess",
        "NewscrawlArticlesMayBeMissing",
        "NewscrawlArticlesGone",
        "NewscrawlNothingNew",
    )
)
KILLED, ONE_ADDRESS = "killed", "one address"
_OF_ITS_OWN = {
    KILLED: frozenset(("NewscrawlRunKilled",)),
    ONE_ADDRESS: frozenset(("NewscrawlPagesDeclareOneAddress",)),
}
"""The rules that speak of a trouble which those about the site do not mean: an alert beside it does not count."""
_STEP = timedelta(minutes=5)
"""Time between two evaluations of the rules."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Runs one behind the other that the same thing befell, by their numbers."""

    name: str
    first: int
    last: int

    def has_to_do_with(self, run: int) -> bool:
        """Whether what is said of a run may be about it: what ends with a run, the next one tells."""
        return self.first <= run <= self.last + 1


@dataclass(frozen=True, slots=True)
class Alerted:
    """How a trouble was alerted."""

    trouble: Trouble
    run: int | None
    """The run by which it was alerted, its first one being 1; null where it never was."""
    rules: tuple[str, ...]
    """Those that fired then."""

    @property
    def is_soon(self) -> bool:
        """Whether that was within two runs."""
        return self.run is not None and self.run <= SOON


@dataclass(slots=True)
class Watch:
    """Scrapes after each run, and asks the rules until the next."""

    rules: list[Rule]
    folder: Path
    """Where the runs write for the textfile collector."""
    prometheus: Prometheus = field(default_factory=Prometheus)
    _fired: list[tuple[str, ...]] = field(default_factory=list)
    """The rules that fired between each run and the next."""

    def after_run(self, tick: datetime, next_tick: datetime) -> None:
        """Watches the time from a run to the next."""
        at = tick + _STEP
        self.prometheus.scrape(at, self.folder)
        fired: dict[str, None] = {}
        while at < next_tick:
            fired |= dict.fromkeys(rule.name for rule in self.rules if rule.fires(self.prometheus, at))
            at += _STEP
        self._fired.append(tuple(fired))

    def alerted(self, troubles: list[Trouble]) -> list[Alerted]:
        """How each trouble was alerted."""
        return [self._alerted(trouble) for trouble in troubles]

    def _alerted(self, trouble: Trouble) -> Alerted:
        meant = _OF_ITS_OWN.get(trouble.name, _ABOUT_THE_SITE)
        behind = self._fired[trouble.first : trouble.last + 2]
        fired = enumerate(tuple(rule for rule in rules if rule in meant) for rules in behind)
        run, rules = next(((number + 1, rules) for number, rules in fired if rules), (None, ()))
        return Alerted(trouble, run, rules)

    def in_quiet_times(self, troubles: list[Trouble]) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The runs that no trouble has to do with, and the rules that fired behind them."""
        for run, rules in enumerate(self._fired):
            if rules and not any(trouble.has_to_do_with(run) for trouble in troubles):
                yield run, rules
