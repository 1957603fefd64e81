"""One record of a run, made when it ends: reports, history, metrics and summary are functions of it.

`newscrawl.reporting.recorder` collects what it is made of; nothing here knows Scrapy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import UTC, datetime
from typing import Any, Self

from newscrawl.items import Article
from newscrawl.redaction import argument_without_secrets, for_log
from newscrawl.reporting.status import (
    DEFAULT_THRESHOLDS,
    ExitStatus,
    Figures,
    RecentPages,
    Thresholds,
    are_understood,
    counted,
    exit_status,
    recent_pages,
    too_old,
    withheld,
)

EXAMPLES = 5
"""Addresses kept for each reason why something was lost."""
RECORDS = 50
"""Log records kept, from the first warning on; declarations of rights."""
FIELDS = (
    *("headline", "standfirst", "body", "dateline", "agencies", "authors", "published_at", "section", "tags"),
    *("image", "language"),
)
"""The fields of an article whose filling is counted."""
LOSSES = (
    "sections/empty/",
    "sections/short/",
    "sources/failed/",
    "pages/failed/",
    "dropped/",
    "replay/damaged/",
    "replay/refused/",
)
"""What can be lost: stats whose name goes on with the reason."""
_ANSWERS = "downloader/response_status_count/"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStart:
    """What is known of a run when it begins."""

    site: str
    spider: str
    started_at: datetime
    """In UTC."""
    process: int
    versions: Mapping[str, str]
    """By name: `newscrawl`, and what it stands on."""

    @property
    def id(self) -> str:
        """Name of the run among those of its site: by name they sort by time."""
        return f"{self.started_at:%Y%m%dT%H%M%SZ}-{self.process}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LossReason:
    """Pages or documents that came to nothing, for one reason."""

    fact: str
    """The stat that counts them, without `newscrawl/`."""
    count: int
    examples: tuple[str, ...]
    """A few addresses."""


@dataclass(slots=True)
class WrittenLines:
    """What the lines are like that a run wrote."""

    new: int = 0
    revised: int = 0
    removed: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    methods: Counter[str] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)
    newest: datetime | None = None

    @property
    def articles(self) -> int:
        """The lines that hold an article, not its removal."""
        return self.new + self.revised

    def add(self, article: Article) -> None:
        """Counts one line, but for corrections of ours, which tell nothing of the site."""
        if article.corrected_by is not None:
            return
        if article.kind == "removal":
            self.removed += 1
            return
        if article.revision > 1:
            self.revised += 1
        else:
            self.new += 1
        self.fields.update(name for name in FIELDS if getattr(article, name))
        self.problems.update(article.problems)
        if article.method:
            self.methods[article.method] += 1
        if article.published_at:
            published = datetime.fromisoformat(article.published_at)
            if published.tzinfo is None:
                published = published.replace(tzinfo=UTC)
            self.newest = published if self.newest is None else max(self.newest, published)


@dataclass(kw_only=True)
class Evidence:
    """What is collected of a run beside its stats."""

    arguments: dict[str, str] = field(default_factory=dict)
    written: WrittenLines = field(default_factory=WrittenLines)
    examples: dict[str, list[str]] = field(default_factory=dict)
    declarations: list[dict[str, str]] = field(default_factory=list)
    """What sites say of their rights, as `url` and `text`."""
    log: list[dict[str, str | None]] = field(default_factory=list)
    """Its first warnings and errors."""
    log_left_out: int = 0

    def lost(self, fact: str, url: str) -> None:
        """Keeps the first addresses of each reason."""
        examples = self.examples.setdefault(fact, [])
        if len(examples) < EXAMPLES and url not in examples:
            examples.append(url)

    def loss(self, fact: str, count: int) -> LossReason:
        """What was lost for a reason, with its examples."""
        return LossReason(fact=fact, count=count, examples=tuple(map(for_log, self.examples.get(fact, ()))))

    def declared(self, url: str, text: str) -> None:
        """Keeps the first declarations of rights."""
        if len(self.declarations) < RECORDS:
            self.declarations.append({"url": for_log(url), "text": for_log(text)})


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """What a run was and came to."""

    start: RunStart
    finished_at: datetime
    """In UTC."""
    status: ExitStatus
    finish_reason: str | None
    """Scrapy's; null where the run was torn from under it."""
    stopped_by: str | None
    arguments: Mapping[str, str]
    """Without secrets."""
    figures: Figures
    losses: tuple[LossReason, ...]
    too_old: Mapping[str, int]
    """Articles not asked for since their lists date them too early, by what they come before."""
    withheld: Mapping[str, int]
    answers: Mapping[str, int]
    """Responses by HTTP status."""
    recent_pages: RecentPages
    """The last pages of the site, those of earlier runs where this one read few."""
    is_success: bool
    """Whether the run is fine, and the site was understood when its pages were last read."""
    gap: bool
    """Whether articles may be missing before those of this run."""
    follows_killed: bool
    """Whether the run before it was killed."""
    written: WrittenLines
    declarations: tuple[Mapping[str, str], ...]
    log: tuple[Mapping[str, str | None], ...]
    log_left_out: int
    stats: Mapping[str, Any]

    @classmethod
    def of(
        cls,
        start: RunStart,
        stats: Mapping[str, Any],
        evidence: Evidence,
        *,
        finished_at: datetime,
        finish_reason: str | None = None,
        thresholds: Thresholds = DEFAULT_THRESHOLDS,
        earlier: RecentPages = (),
        follows_killed: bool = False,
    ) -> Self:
        """The record of a run as things stand; `finish_reason` is known a little before it is among the stats.

        `earlier` are the last pages that earlier runs of the site read.
        """
        reason = finish_reason or stats.get("finish_reason")
        status = exit_status(stats, reason, thresholds, earlier)
        pages = recent_pages(stats, earlier, thresholds)
        return cls(
            start=start,
            finished_at=finished_at,
            status=status,
            finish_reason=reason,
            stopped_by=stats.get("newscrawl/stopped_by"),
            arguments={
                name: argument_without_secrets(name, value) for name, value in sorted(evidence.arguments.items())
            },
            figures=Figures.of(stats),
            losses=tuple(
                evidence.loss(kind + reason, count) for kind in LOSSES for reason, count in counted(stats, kind).items()
            ),
            too_old=too_old(stats),
            withheld=withheld(stats),
            answers={key.removeprefix(_ANSWERS): stats[key] for key in sorted(stats) if key.startswith(_ANSWERS)},
            recent_pages=pages,
            is_success=not status and are_understood(pages, thresholds),
            gap=bool(stats.get("newscrawl/sources/gap")),
            follows_killed=follows_killed,
            written=deepcopy(evidence.written),
            declarations=tuple(evidence.declarations),
            log=tuple(evidence.log),
            log_left_out=evidence.log_left_out,
            stats={**stats, "newscrawl/exit_status": status.value},
        )

    @property
    def seconds(self) -> float:
        """How long the run took."""
        return round((self.finished_at - self.start.started_at).total_seconds(), 3)

    @property
    def articles(self) -> dict[str, int]:
        """Articles by what became of them; `found` counts those that sources led to."""
        written, figures = self.written, self.figures
        return {
            "found": figures.links,
            "known": figures.known,
            # Spiders that are not ours write no lines that could be told apart.
            "new": written.new if written.articles or written.removed else figures.new,
            "revised": max(written.revised, int(self.stats.get("newscrawl/feed/revised", 0))),
            "removed": max(written.removed, int(self.stats.get("newscrawl/feed/removed", 0))),
        }

    def lost(self, kind: str) -> dict[str, int]:
        """How many were lost for each reason, of one of the kinds of `LOSSES`."""
        return {loss.fact.removeprefix(kind): loss.count for loss in self.losses if loss.fact.startswith(kind)}


def arguments_of(spider: Any) -> dict[str, str]:
    """The arguments of a spider of ours, by name, as text."""
    arguments = getattr(spider, "arguments", None)
    if not is_dataclass(arguments):
        return {}
    values = {each.name: getattr(arguments, each.name) for each in fields(arguments)}
    return {
        name: ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
        for name, value in values.items()
        if value is not None
    }
