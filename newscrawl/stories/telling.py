"""A story as it is written: who had it first, who took what from whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from newscrawl.items import Article, FirstPublication, Member, Named, Precision, Story, StoryAgency
from newscrawl.stories.likeness import RULE
from newscrawl.stories.sketch import ROW, Sketch
from newscrawl.version import __version__

DAY = 86400
_HALF = 0.5


class Facts(NamedTuple):
    """What a story says of an article, besides its text."""

    site: str
    id: str
    revision: int
    cursor: str
    url: str
    headline: str | None
    precision: Precision | None
    in_dateline: list[str]
    agencies: list[str]
    countries: list[str]

    @classmethod
    def of(cls, article: Article, site: str, cursor: str) -> Facts:
        """What a line of the feed of `site` says."""
        dateline = article.dateline
        return cls(
            site,
            article.id,
            article.revision,
            cursor,
            article.url,
            article.headline,
            article.published_precision if article.published_at else None,
            dateline.agencies if dateline else [],
            article.agencies,
            [place.country for place in dateline.places if place.country] if dateline else [],
        )


@dataclass(frozen=True, kw_only=True)
class Told:
    """An article of a story."""

    facts: Facts
    moment: int
    """When it was published, in seconds since 1970."""
    seen: int
    """When newscrawl first saw it."""
    is_gone: bool
    """Whether its site removed it."""
    sketch: Sketch

    @property
    def rank(self) -> tuple[int, str, str]:
        """The order of the members of a story."""
        return self.moment, self.facts.id, self.facts.site


def moment_of(article: Article, seen: int) -> int:
    """When an article was published, in seconds since 1970, for comparison: see `FirstPublication.time`."""
    if article.published_at is None:
        return seen
    published = seconds(article.published_at)
    if article.published_precision != "day":
        return published
    return min(max(seen, published), published + DAY - 1)


def seconds(moment: str) -> int:
    """Seconds since 1970 of an ISO 8601 moment, whole ones.  Raises `ValueError`."""
    return int(datetime.fromisoformat(moment).timestamp())


def written(moment: int) -> str:
    """The same as ISO 8601 in UTC."""
    return datetime.fromtimestamp(moment, UTC).isoformat()


def told(texts: Sequence[Told]) -> Story | None:
    """The story of some texts; null where fewer than two articles of it are left."""
    texts = sorted(texts, key=lambda text: text.rank)
    present = [text for text in texts if not text.is_gone]
    if len({text.facts.id for text in present}) < 2:
        return None
    first = present[0]
    return Story(
        version=__version__,
        rule=RULE,
        story_id=first.facts.id,
        former_ids=_former_ids(texts, first),
        first=FirstPublication(
            site=first.facts.site,
            id=first.facts.id,
            url=first.facts.url,
            time=written(first.moment),
            precision=first.facts.precision,
        ),
        last_published_at=written(present[-1].moment),
        sites=sorted({text.facts.site for text in present}),
        countries=sorted({country for text in present for country in text.facts.countries}),
        agencies=_agencies(present),
        members=_members(present),
    )


def _former_ids(texts: Sequence[Told], first: Told) -> list[str]:
    """The ids that the story had while its texts came to be known, whenever it was looked at."""
    earliest = None
    former = {text.facts.id for text in texts if text.is_gone and text.rank < first.rank}
    for text in sorted(texts, key=lambda text: (text.seen, text.rank)):
        if earliest is None or text.rank < earliest.rank:
            earliest = text
            former.add(text.facts.id)
    return sorted(former - {first.facts.id})


def _agencies(texts: Sequence[Told]) -> list[StoryAgency]:
    found: dict[str, list[Named]] = {}
    for text in texts:
        site, identity = text.facts.site, text.facts.id
        for name in text.facts.in_dateline:
            found.setdefault(name, []).append(Named(site=site, id=identity, by="dateline"))
        for name in text.facts.agencies:
            if name not in text.facts.in_dateline:
                found.setdefault(name, []).append(Named(site=site, id=identity, by="signature"))
    return [StoryAgency(name=name, evidence=found[name]) for name in sorted(found)]


class _Origin(NamedTuple):
    """Where the words of a text stood first."""

    share: float
    paragraphs: list[int | None]
    main: int
    """The text that has most of its words first: itself, where that is so."""
    main_share: float


def _members(texts: Sequence[Told]) -> list[Member]:
    owners: dict[int, int] = {}
    origins = [_origin(number, text.sketch, owners) for number, text in enumerate(texts)]
    named: dict[int, set[str]] = {}
    for text, origin in zip(texts, origins, strict=True):
        if origin.main_share >= _HALF:
            named.setdefault(origin.main, set()).update(text.facts.agencies)
    return [
        Member(
            site=text.facts.site,
            id=text.facts.id,
            revision=text.facts.revision,
            cursor=text.facts.cursor,
            url=text.facts.url,
            headline=text.facts.headline,
            time=written(text.moment),
            precision=text.facts.precision,
            share=round(origin.share, 3),
            paragraphs=[None if owner is None else texts[owner].facts.id for owner in origin.paragraphs],
            agencies=text.facts.agencies,
            copied_agencies=sorted(named[origin.main])
            if not text.facts.agencies and origin.main_share >= _HALF
            else [],
        )
        for text, origin in zip(texts, origins, strict=True)
    ]


def _origin(number: int, sketch: Sketch, owners: dict[int, int]) -> _Origin:
    """Where the words of the text with this number stood first; `owners` says it of each hash, and learns its own."""
    words_of: Counter[int] = Counter()
    paragraphs: list[int | None] = []
    for paragraph in sketch.paragraphs:
        taken: Counter[int] = Counter()
        end = 0
        known = [(place, owner) for place, code in enumerate(paragraph) if (owner := owners.get(code)) is not None]
        for place, owner in known:
            taken[owner] += ROW if place >= end else place + ROW - end
            end = place + ROW
        words = len(paragraph) + ROW - 1
        # The earliest of those that have as much of it.
        main = min(taken, key=lambda owner: (-taken[owner], owner), default=None)
        paragraphs.append(main if main is not None and taken.total() >= _HALF * words else None)
        words_of.update(taken)
        if paragraph:
            words_of[number] += words - taken.total()
    owners.update(dict.fromkeys(sketch.hashes - owners.keys(), number))
    if not sketch.words:
        return _Origin(0.0, paragraphs, number, 0.0)
    main = min(words_of, key=lambda owner: (-words_of[owner], owner))
    share = 1 - words_of[number] / sketch.words
    return _Origin(share, paragraphs, main, words_of[main] / sketch.words)
