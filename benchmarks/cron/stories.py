"""What the simulated site publishes: stories with their versions, addresses and ends, all known beforehand."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from benchmarks.cron import words

PARIS = ZoneInfo("Europe/Paris")
_BY_HOUR = (2, 1, 1, 1, 1, 3, 6, 9, 10, 10, 9, 9, 8, 8, 9, 9, 9, 10, 9, 7, 5, 4, 3, 2)
"""How much of a day's news appears in each of its hours."""


@dataclass(frozen=True, slots=True)
class Version:
    """A text of a story, from a moment on."""

    at: datetime
    headline: str
    dateline: str
    paragraphs: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """What a reader sees, whatever the white space: the same for versions that differ in typography only."""
        return (plain(self.headline), plain(self.dateline), *map(plain, self.paragraphs))


@dataclass(slots=True)
class Story:
    """One story and all that will happen to it."""

    number: int
    published: datetime
    versions: list[Version]
    slugs: list[tuple[datetime, str]]
    """Its names in addresses, each from a moment on; a former one leads to the current one."""
    listed_late: bool = False
    """Whether lists go on naming its first address after it was renamed."""
    gone: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    """When it answers 404 or 410: for good where the end is null."""
    gone_status: int = 404

    def version(self, at: datetime) -> Version:
        """Its text at a moment."""
        return next((version for version in reversed(self.versions) if version.at <= at), self.versions[0])

    def slug(self, at: datetime) -> str:
        """Its name in addresses at a moment."""
        return next((slug for since, slug in reversed(self.slugs) if since <= at), self.slugs[0][1])

    def listed_slug(self, at: datetime) -> str:
        """The name under which lists show it."""
        return self.slugs[0][1] if self.listed_late else self.slug(at)

    def is_gone(self, at: datetime) -> bool:
        """Whether it was taken off at a moment."""
        return any(begin <= at and (end is None or at < end) for begin, end in self.gone)

    def is_public(self, at: datetime) -> bool:
        """Whether it was out at a moment and not taken off."""
        return self.published <= at and not self.is_gone(at)

    @property
    def removed(self) -> datetime | None:
        """When it was taken off for good, null where it never is."""
        return next((begin for begin, end in self.gone if end is None), None)

    def modified(self, at: datetime) -> datetime:
        """When its text was last touched before a moment."""
        return self.version(at).at

    def edits(self) -> Iterator[tuple[Version, datetime | None]]:
        """The versions that say something else than the one before, each with the moment of the next such one."""
        real = [self.versions[0]]
        real += [new for old, new in zip(self.versions, self.versions[1:], strict=False) if old.words != new.words]
        ends = [*(version.at for version in real[2:]), self.removed]
        yield from zip(real[1:], ends, strict=False)


def plain(text: str) -> str:
    """Words only: one kind of space, no soft hyphens, compatible characters as one."""
    return " ".join(unicodedata.normalize("NFKC", text.replace("\u00ad", "")).replace("’", "'").split())


def publish(seed: int, begin: datetime, days: int, a_day: int, *, backlog: int, restless: float) -> list[Story]:
    """The stories of so many days from `begin` (midnight in Paris), and `backlog` ones before it, oldest first.

    At 1, every fourth story is `restless`: edited, renamed, or taken off after a while.
    """
    chance = Random(seed)  # noqa: S311 - a simulation
    moments = [begin - timedelta(seconds=chance.randrange(3600, 72 * 3600)) for _ in range(backlog)]
    for day in range(days):
        midnight = (begin.astimezone(PARIS) + timedelta(days=day)).replace(hour=0)
        hours = chance.choices(range(24), _BY_HOUR, k=a_day)
        moments += [_moment(midnight, hour, chance) for hour in hours]
    taken: set[str] = set()
    stories = [_story(1000 + n, moment, taken, chance) for n, moment in enumerate(sorted(moments))]
    for story in stories:
        if story.published >= begin:
            _destine(story, taken, chance, chance.random() / restless)
    return stories


def _moment(midnight: datetime, hour: int, chance: Random) -> datetime:
    # Hours of the wall: 02:30 does not exist on the day of summer time, and becomes 03:30.
    wall = midnight.replace(hour=hour, minute=chance.randrange(60), second=chance.randrange(60))
    return wall.astimezone(UTC)


def _story(number: int, published: datetime, taken: set[str], chance: Random) -> Story:
    first = _text(published, chance)
    return Story(number, published, [first], [(published, _slug(first.headline, taken))])


def _text(at: datetime, chance: Random) -> Version:
    paragraphs = [f"{words.sentence(chance)} {words.sentence(chance)}" for _ in range(chance.randrange(3, 7))]
    local, dateline = at.astimezone(PARIS), ""
    if chance.random() < 0.5:
        dateline = words.dateline(chance, local.day, local.month)
        if chance.random() < 0.3:
            paragraphs.insert(2, words.spanish(chance))
    return Version(at, words.headline(chance), dateline, tuple(paragraphs))


def _slug(text: str, taken: set[str]) -> str:
    name, count = words.slug(text), 2
    while (slug := name if count == 2 else f"{name}-{count - 1}") in taken:
        count += 1
    taken.add(slug)
    return slug


def _destine(story: Story, taken: set[str], chance: Random, fate: float) -> None:
    """What happens to a story after it is out: most stay as they are."""
    published = story.published
    if fate < 0.10:
        _edit(story, published + timedelta(minutes=chance.uniform(15, 420)), chance)
        if fate < 0.02:
            _edit(story, story.versions[-1].at + timedelta(hours=chance.uniform(3, 30)), chance)
    elif fate < 0.16:
        _edit(story, published + timedelta(days=chance.uniform(1, 5)), chance)
    elif fate < 0.22:
        _restyle(story, published + timedelta(minutes=chance.uniform(15, 2000)), chance)
    elif fate < 0.24:
        _rename(story, published + timedelta(minutes=chance.uniform(20, 1200)), taken, chance)
    elif fate < 0.26:
        begin = published + timedelta(minutes=chance.uniform(60, 1500))
        story.gone.append((begin, None))
        story.gone_status = chance.choice((404, 404, 410))
    elif fate < 0.264:
        begin = published + timedelta(minutes=chance.uniform(150, 900))
        story.gone.append((begin, begin + timedelta(hours=5)))


def _edit(story: Story, at: datetime, chance: Random) -> None:
    old = story.versions[-1]
    headline, paragraphs = old.headline, list(old.paragraphs)
    kind = chance.choice(("headline", "sentence", "more", "more"))
    if kind == "headline":
        headline = words.headline(chance)
    elif kind == "sentence":
        paragraphs[chance.randrange(len(paragraphs))] = f"{words.sentence(chance)} {words.sentence(chance)}"
    else:
        paragraphs.append(f"{words.sentence(chance)} {words.sentence(chance)}")
    story.versions.append(Version(at, headline, old.dateline, tuple(paragraphs)))


def _restyle(story: Story, at: datetime, chance: Random) -> None:
    old = story.versions[-1]
    paragraphs = tuple(words.restyled(text, chance) for text in old.paragraphs)
    story.versions.append(Version(at, words.restyled(old.headline, chance), old.dateline, paragraphs))


def _rename(story: Story, at: datetime, taken: set[str], chance: Random) -> None:
    story.slugs.append((at, _slug(story.versions[-1].headline + " ce que l’on sait", taken)))
    story.listed_late = chance.random() < 0.25
