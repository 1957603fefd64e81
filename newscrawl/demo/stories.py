"""The texts of the demonstration site, as data.

`articles/*.toml` holds one table an article.  Its `text` is a small markup, one block a paragraph:

- `## …` is a subheading, lines that begin with `- ` are list items;
- `>> headline | slug` is a "Lire aussi" box, `!! …` the text of an embedded post;
- `[es] …` is a paragraph that was left in another language;
- `*…*` is emphasised and `[words](slug)` is a link within a sentence.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypeVar

SECTIONS = {
    "international": "L'International",
    "afrique": "Afrique",
    "economie": "Économie",
    "sports": "Sports",
    "culture": "Culture",
    "sciences": "Sciences & santé",
    "meteo": "Météo et climat",
}
"""Slug and name of the sub-sections of "Dernières minutes"; each but the oddities has a file of its name."""

CLOUD_SECTIONS = frozenset({"international", "economie", "sports", "meteo"})
"""Sections that already use the cloud templates; the others still use the theme's own."""

BlockKind = Literal["text", "subheading", "item", "related", "embed"]
Markup = Literal["classic", "cloud", "soup"]
Layout = Literal["inline", "strong", "paragraph"]
DeadEndKind = Literal["missing", "consent", "cut", "reserved"]

_FOREIGN = re.compile(r"\[([a-z]{2})\] ")
EMPHASIS = re.compile(r"\*([^*]+)\*")
LINK = re.compile(r"\[([^\]]+)\]\(([a-z0-9-]+)\)")
_FRENCH_SPACE = re.compile(r"(?<=«) | (?=[»:;!?])")


@dataclass(frozen=True, slots=True)
class StoryBlock:
    """One paragraph, subheading, list item, "Lire aussi" box or embedded post, in the markup of the data files."""

    kind: BlockKind
    text: str
    language: str | None = None
    """BCP 47 tag where it is not French."""
    target: str | None = None
    """Slug that a "Lire aussi" box leads to."""

    @property
    def plain(self) -> str:
        """What a reader sees."""
        return EMPHASIS.sub(r"\1", LINK.sub(r"\1", self.text))


@dataclass(frozen=True, slots=True)
class Filing:
    """The dateline of a story: how it is printed, and what it says."""

    raw: str
    layout: Layout
    places: tuple[tuple[str, str], ...]
    """French name and ISO 3166-1 alpha-2 code."""
    date: date | None
    date_raw: str | None
    agencies: tuple[str, ...]
    authors: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaser:
    """What a list shows of a page."""

    slug: str
    section: str
    headline: str
    published: datetime

    @property
    def path(self) -> str:
        """Where the page is."""
        return f"/{self.slug}/"

    @property
    def listed_path(self) -> str:
        """Where lists say that the page is."""
        return self.path

    @property
    def excerpt(self) -> str:
        """The first words of the text, as lists show them."""
        return ""

    @property
    def comments(self) -> int:
        """Number of comments."""
        return 0


T = TypeVar("T", bound=Teaser)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story(Teaser):
    """An article."""

    blocks: tuple[StoryBlock, ...]
    markup: Markup
    modified: datetime | None
    filing: Filing | None
    author: str | None
    byline_agencies: tuple[str, ...]
    standfirst: str | None
    tags: tuple[str, ...]
    comments: int
    image: str | None
    former_slug: str | None
    """The slug that lists still use; it redirects."""
    repeats: str | None
    """Slug of the story whose text this one repeats."""
    sticky: bool
    """Whether every page of the running section shows it first."""

    @property
    def listed_path(self) -> str:
        """Where lists say that the page is."""
        return f"/{self.former_slug or self.slug}/"

    @property
    def excerpt(self) -> str:
        """The first words of the text, as lists show them."""
        words = next(block.plain for block in self.blocks if block.kind == "text").split()
        return " ".join(words[:18]) + "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadEnd(Teaser):
    """A page that lists name and that is no article."""

    kind: DeadEndKind

    @property
    def path(self) -> str:
        """Where the page is."""
        return f"/reserve/{self.slug}/" if self.kind == "reserved" else f"/{self.slug}/"


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything that the site publishes, newest first."""

    stories: tuple[Story, ...]
    dead_ends: tuple[DeadEnd, ...]

    @property
    def running(self) -> tuple[Teaser, ...]:
        """What the running section lists, the sticky ones in their own place too."""
        return _newest_first((*self.stories, *self.dead_ends))


@cache
def edition() -> Edition:
    """The stories and dead ends of the data files."""
    tables: list[dict[str, Any]] = []
    dead_ends: list[DeadEnd] = []
    for name in (*SECTIONS, "oddities"):
        content = tomllib.loads((files(__package__) / "articles" / f"{name}.toml").read_text("utf-8"))
        tables += [{"section": name, **table} for table in content["article"]]
        dead_ends += [DeadEnd(**table) for table in content.get("dead_end", ())]
    by_slug = {table["slug"]: table for table in tables}
    stories = [_story(table, by_slug) for table in tables]
    return Edition(_newest_first(stories), _newest_first(dead_ends))


def _newest_first(teasers: Iterable[T]) -> tuple[T, ...]:
    return tuple(sorted(teasers, key=lambda teaser: (teaser.published, teaser.slug), reverse=True))


def _story(table: dict[str, Any], by_slug: dict[str, dict[str, Any]]) -> Story:
    repeats = table.get("repeats")
    original = by_slug[repeats] if repeats else table
    text = original["text"]
    if original["section"] not in CLOUD_SECTIONS:
        # The older pages were typed with the no-break spaces of French typography, the newer ones were not.
        text = _FRENCH_SPACE.sub("\u00a0", text)
    return Story(
        slug=table["slug"],
        section=table["section"],
        headline=table["headline"],
        published=table["published"],
        blocks=tuple(_blocks(text)),
        markup=table.get("markup") or ("cloud" if table["section"] in CLOUD_SECTIONS else "classic"),
        modified=table.get("modified"),
        filing=_filing(original.get("dateline")),
        author=table.get("author"),
        byline_agencies=tuple(table.get("byline_agencies", ())),
        standfirst=table.get("standfirst"),
        tags=tuple(table["tags"]),
        comments=table.get("comments", 0),
        image=table.get("image"),
        former_slug=table.get("former_slug"),
        repeats=repeats,
        sticky=table.get("sticky", False),
    )


def _filing(table: dict[str, Any] | None) -> Filing | None:
    if table is None:
        return None
    return Filing(
        raw=table["raw"],
        layout=table.get("layout", "inline"),
        places=tuple((name, country) for name, country in table.get("places", ())),
        date=table.get("date"),
        date_raw=table.get("date_raw"),
        agencies=tuple(table.get("agencies", ())),
        authors=tuple(table.get("authors", ())),
    )


def _blocks(text: str) -> list[StoryBlock]:
    blocks: list[StoryBlock] = []
    for part in text.strip().split("\n\n"):
        if part.startswith("## "):
            blocks.append(StoryBlock("subheading", part[3:]))
        elif part.startswith("- "):
            blocks += [StoryBlock("item", line[2:]) for line in part.splitlines()]
        elif part.startswith("!! "):
            blocks.append(StoryBlock("embed", part[3:]))
        elif part.startswith(">> "):
            headline, _, target = part[3:].rpartition(" | ")
            blocks.append(StoryBlock("related", headline, target=target))
        else:
            foreign = _FOREIGN.match(part)
            blocks.append(
                StoryBlock("text", part[foreign.end() :] if foreign else part, foreign[1] if foreign else None)
            )
    return blocks
