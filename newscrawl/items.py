"""The feed's contract: `Article` 1.2 and the small records it is made of.

One `Article` is one JSON object a line, keys in declaration order, no key left
out (null where unknown).  The JSON Schema in `docs/schema/` and the table in
`docs/fields.md` are generated from these classes (`python -m newscrawl.schema`);
a test holds the three together.  Within 1.x, changes only add keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, Self, TypeVar

import msgspec

SCHEMA_VERSION = "1.2"
STORY_SCHEMA_VERSION = "1.0"

Kind = Literal["article", "removal"]
Precision = Literal["second", "minute", "day"]
Method = Literal["rules", "family", "structured", "generic", "fallback", "text"]


T = TypeVar("T")


def described(text: str, *, since: str | None = None, **options: Any) -> Any:
    """A dataclass field with its documentation, from which schema and docs are built.

    `since` is the version of the contract that added it, where that is not the first.
    """
    return field(metadata={"description": text, "since": since}, **options)


@dataclass(frozen=True, slots=True)
class Place:
    """A place named by a dateline."""

    name: str = described("French name of the place (`Bruxelles`, `La Valette`); an unknown place as written.")
    country: str | None = described("ISO 3166-1 alpha-2 code of its country, null if unknown.", default=None)
    latitude: float | None = described("Degrees north, WGS 84.", default=None)
    longitude: float | None = described("Degrees east, WGS 84.", default=None)
    geonames_id: int | None = described("Identifier in GeoNames.", default=None)


@dataclass(slots=True, kw_only=True)
class Dateline:
    """Where, when and by whom a wire was filed: `BRUXELLES, le 10 février (EUROPE PRESS) –`."""

    raw: str = described("Exact prefix of the lead, closing separator included, without trailing space.")
    places: list[Place] = described("Places in the order written.", default_factory=list)
    date: str | None = described("Date of filing as a full ISO 8601 date, null if the year is unknown.", default=None)
    date_raw: str | None = described("The date as written (`le 10 février`), null if there is none.", default=None)
    agencies: list[str] = described(
        "Canonical names of the agencies written in the dateline, in order.", default_factory=list
    )
    authors: list[str] = described("Persons written in the dateline, in order.", default_factory=list)
    # In the library only, never in the feed: see `exported`.
    partial_date: str | None = field(default=None, metadata={"exported": False})
    """`--MM-DD` or `---DD` where the year or the month cannot be known, else null."""
    doubts: tuple[str, ...] = field(default=(), compare=False, metadata={"exported": False})
    """Codes for `problems`: `place_ambiguous` where size alone told a place from one of the same name in another
    country, `agency_ambiguous` where nothing but its renown told which agency of a name is meant."""


@dataclass(frozen=True, slots=True)
class ForeignPassage:
    """A stretch of the body that is not in the language of the article."""

    language: str = described("BCP 47 tag of the passage (`es`).")
    start: int = described("Offset of its first character in `body`, in Unicode code points.")
    end: int = described("Offset just after its last character.")


@dataclass(frozen=True, slots=True)
class Reference:
    """Another article that the page names."""

    url: str | None = described("Absolute URL, null if the page existed as text only.")
    headline: str = described("The headline that the page gives it.")


@dataclass(slots=True)
class Rights:
    """What the site and the page declare about automated use."""

    tdm_reserved: bool | None = described(
        "Whether text and data mining is reserved (TDM Reservation Protocol), null if nothing is declared.",
        default=None,
    )
    tdm_policy: str | None = described("URL of the declared mining policy.", default=None)
    robots: list[str] = described(
        "Directives of `meta robots` and `X-Robots-Tag` that concern newscrawl, lower case.", default_factory=list
    )


@dataclass(frozen=True, slots=True)
class ArchiveRecord:
    """Where the archive has the page of a line."""

    file: str = described("Name of the WARC file in the site's folder of the archive.")
    offset: int = described("Offset of the page's record in it, in bytes.")


@dataclass(slots=True, kw_only=True)
class Article:
    """One revision of one article, or its removal: one line of the feed."""

    schema_version: str = described("Version of this contract.", default=SCHEMA_VERSION)
    newscrawl_version: str = described("Version of newscrawl that wrote the line.", default="")
    kind: Kind = described(
        "`article`, or `removal`: then only identity, URL, times and `problems` have values.", default="article"
    )
    id: str = described(
        "Identity, for ever: the first 128 bits of the SHA-256 of the article's first canonical URL "
        "(without scheme, `www.` and closing slash, escapes normalised), as 32 hexadecimal digits."
    )
    revision: int = described("1, then +1 for each version that the site changed.", default=1)
    url: str = described(
        "Canonical URL; for a text without one `urn:sha256:…`, a hash of its words. If the page declares another "
        "article's or a section's address, the URL that was fetched, with `canonical_conflict`."
    )
    fetched_url: str | None = described("URL that was fetched, null if none was (a page kept as text).", default=None)
    aliases: list[str] = described("Earlier canonical URLs.", default_factory=list)
    site: str = described("Name of the spider; for `section` the host.", default="")
    section: list[str] = described("Breadcrumb from the top, without `Accueil`.", default_factory=list)
    headline: str | None = described("Title of the article.", default=None)
    standfirst: str | None = described("The chapô, if it is apart from the body.", default=None)
    body: str | None = described(
        "Paragraphs, subheadings and list items in order, separated by one blank line; "
        "no dateline, caption, embed or furniture.",
        default=None,
    )
    dateline: Dateline | None = described("The dateline that opened the text.", default=None)
    agencies: list[str] = described(
        "Canonical names of the agencies in dateline, byline and credit line.", default_factory=list
    )
    authors: list[str] = described("Persons who wrote it.", default_factory=list)
    published_at: str | None = described(
        "Publication, ISO 8601 with offset; never guessed. If the page states no zone, newscrawl takes the site's, "
        "with `timezone_assumed` in `problems`; if that is unknown, the offset is `+00:00`, with `timezone_unknown`. "
        "newscrawl ignores a date before 1990 or more than two days after the crawl, with `date_implausible`: only "
        "`published_raw` has it, and a later visit that finds it plausible corrects the line (`corrected_by`). If the "
        "page states dates more than a day apart, the most trusted one counts, with `publication_conflict`.",
        default=None,
    )
    published_raw: str | None = described("Publication as the page states it.", default=None)
    published_precision: Precision | None = described(
        "`second`, `minute` or `day` (then `published_at` is midnight in the site's zone or, if that is unknown, at "
        "the offset that the page states).",
        default=None,
    )
    modified_at: str | None = described("Last change that the page states, ISO 8601 with offset.", default=None)
    crawled_at: str | None = described("When newscrawl read the page, ISO 8601 with offset.", default=None)
    removed_at: str | None = described("When newscrawl found it removed, ISO 8601 with offset.", default=None)
    language: str | None = described(
        "BCP 47 tag of the body, null if it is in none of the languages told apart.", default=None
    )
    foreign_passages: list[ForeignPassage] = described("Passages left in another language.", default_factory=list)
    tags: list[str] = described("Keywords as the page states them.", default_factory=list)
    image: str | None = described("URL of the lead image.", default=None)
    comment_count: int | None = described("Number of comments as the page states it.", default=None)
    related: list[Reference] = described("Links from in or under the text (`Lire aussi`).", default_factory=list)
    previous: Reference | None = described("The neighbour that the page calls previous.", default=None)
    next: Reference | None = described("The neighbour that the page calls next.", default=None)
    paywalled: bool | None = described(
        "Whether the page says that it is for subscribers, null if it says nothing.", default=None
    )
    rights: Rights = described("What site and page declare about automated use.", default_factory=Rights)
    method: Method | None = described(
        "The origin of the body: rules of the site, markup of a family of sites, structured data, "
        "the generic extractor, a general-purpose fallback, or plain text.",
        default=None,
    )
    content_hash: str | None = described(
        "128-bit hash of headline and text as the source has them (before clean-up); it decides revisions.",
        default=None,
    )
    problems: list[str] = described(
        "Short codes for what newscrawl inferred or found odd (`year_inferred`; `damaged_text`: characters are lost; "
        "`body_doubtful`: headline, description, teaser and stated count of words know nothing of this body), "
        "sorted; empty if nothing.",
        default_factory=list,
    )
    archive: ArchiveRecord | None = described(
        "The record of the page in the archive, null if the page was not kept.", since="1.1", default=None
    )
    corrected_by: str | None = described(
        "Version of newscrawl that corrected the line, which takes the place of the article's line before it, with the "
        "same `revision`: the site changed nothing. Null for any other line.",
        since="1.2",
        default=None,
    )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of a line: declared keys in declared order."""
        return {f.name: plain(getattr(self, f.name)) for f in fields(self)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The article of a line written by any version 1.x: keys not known here are ignored, missing ones unknown.

        Raises `ValueError` where a value is not of the type declared.
        """
        return record(cls, data)

    @classmethod
    def from_json(cls, line: bytes) -> Self:
        """As `from_dict`, of a line as it stands in the feed, which takes a fraction of the time."""
        return _decoded(cls, line)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPublication:
    """Where a story was first published, as far as the feeds know."""

    site: str = described("Site of the article.")
    id: str = described("Its `id`.")
    url: str = described("Its canonical URL.")
    time: str = described(
        "When, in UTC: `published_at`; for a day alone the moment when newscrawl first saw the article, at the latest "
        "the end of that day; without a date the moment when newscrawl first saw it."
    )
    precision: Precision | None = described("`published_precision` of the article, null if `time` is when it was seen.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Where an agency is named."""

    site: str = described("Site of the article that names it.")
    id: str = described("`id` of that article.")
    by: Literal["dateline", "signature"] = described(
        "`dateline`, or `signature`: byline or credit line, which a line of the feed does not tell apart."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryAgency:
    """An agency that members of a story name."""

    name: str = described("Canonical name.")
    evidence: list[Named] = described("Where it is named, in the order of the members.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An article with the text of a story, or with much of it."""

    site: str = described("Site of the article.")
    id: str = described("Its `id`.")
    revision: int = described("The revision that was compared.")
    cursor: str = described("Position of its line in the feed (`news24-2026-11-23:1834`).")
    url: str = described("Canonical URL.")
    headline: str | None = described("Headline.")
    time: str = described("When it was published, in UTC, as in `first`.")
    precision: Precision | None = described("`published_precision`, null if `time` is when newscrawl first saw it.")
    share: float = described("Share of its words, 0 to 1, that stand so in earlier members; 0 for the first.")
    paragraphs: list[str | None] = described(
        "For each paragraph of `body` the `id` of the earliest member that has most of it; null if it is its own."
    )
    agencies: list[str] = described("Agencies that the article itself names.")
    copied_agencies: list[str] = described(
        "If it names none: the agencies that members with the same text name, if half of its words are in that text."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One story: the articles that share a text, at least two."""

    schema_version: str = described("Version of this contract.", default=STORY_SCHEMA_VERSION)
    version: str = described("Version of newscrawl that wrote the line.")
    rule: str = described("Name of the rule that tells which texts are copies.")
    story_id: str = described("`id` of its earliest member.")
    former_ids: list[str] = described(
        "Earlier `story_id`s: of members that were thought the earliest before an earlier one was seen, and of earlier "
        "members that their sites removed."
    )
    first: FirstPublication = described("The earliest member.")
    last_published_at: str = described("When the latest member was published, in UTC.")
    sites: list[str] = described("Sites of the members, by name.")
    countries: list[str] = described("Countries of the places in the members' datelines, ISO 3166-1 alpha-2, sorted.")
    agencies: list[StoryAgency] = described("Agencies that members name, by name.")
    members: list[Member] = described("The members, the earliest first.")

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of a line: declared keys in declared order."""
        return {f.name: plain(getattr(self, f.name)) for f in fields(self)}

    @classmethod
    def from_json(cls, line: bytes) -> Self:
        """The story of a line.  Raises `ValueError` where it holds none."""
        return _decoded(cls, line)


def exported_fields(cls: type) -> list[Any]:
    """The dataclass fields of `cls` that reach the feed, in declaration order."""
    return [f for f in fields(cls) if f.metadata.get("exported", True)]


def plain(value: Any) -> Any:
    """`value` as JSON types: records to dicts."""
    if isinstance(value, list):
        return [plain(element) for element in value]
    if hasattr(value, "__dataclass_fields__"):
        return {f.name: plain(getattr(value, f.name)) for f in exported_fields(type(value))}
    return value


def record(cls: type[T], data: Any) -> T:
    """The dataclass `cls` from a JSON object.  Raises `ValueError`, which names the key and what was expected."""
    try:
        return msgspec.convert(data, cls)
    except msgspec.ValidationError as error:
        raise ValueError(_fault(error)) from None


def _decoded(cls: type[T], line: bytes) -> T:
    try:
        return msgspec.json.decode(line, type=cls)
    except msgspec.DecodeError as error:
        raise ValueError(_fault(error)) from None
    except RecursionError as error:
        raise ValueError("JSON too deeply nested") from error


def _fault(error: msgspec.DecodeError) -> str:
    """`revision: expected int, got str`."""
    text, _, place = str(error).replace("`", "").partition(" - at $")
    where = place.removeprefix(".")
    return f"{where}: {text[0].lower()}{text[1:]}" if where else text
