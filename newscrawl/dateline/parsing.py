"""From a lead to a `Dateline`: the tree of the grammar, with places, date and agencies resolved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from newscrawl.dateline.agencies import Agency, find_agency, is_told
from newscrawl.dateline.filing import read_date
from newscrawl.dateline.gazetteer import Spot, choose, is_decided_by_size
from newscrawl.dateline.grammar import parse
from newscrawl.dateline.places import as_name
from newscrawl.dateline.tree import Mention, Tree
from newscrawl.dates.words import FRENCH_WEEKDAYS, pattern
from newscrawl.dates.written import WrittenDate
from newscrawl.items import Dateline, Place
from newscrawl.text import fold

FIRST_PARAGRAPHS = 3
"""How many paragraphs from the top a dateline is looked for in."""
_STANDFIRST = 80
"""Characters behind a dateline that make a standfirst."""
CONFLICT_AFTER = timedelta(days=7)
"""A filing date older than this before publication is doubted (`date_conflict`)."""
_WEEKDAY = re.compile(rf"\b({pattern(FRENCH_WEEKDAYS)})\b(?!\s+(?:prochain|dernier|en\s+huit|\d))", re.IGNORECASE)


def parse_dateline(
    lead: str, *, published: date | datetime | None = None, country: str | None = None
) -> Dateline | None:
    """The dateline that opens `lead`, null where it has none.

    `published` is the day of publication, which tells the year of a date without one (else `Dateline.partial_date` is
    set); `country` is the site's, which tells homonyms apart.  Never raises for any text.
    """
    tree = parse(lead)
    return to_dateline(tree, lead, published=published, country=country) if tree else None


def find_dateline(
    paragraphs: Sequence[str], *, published: date | datetime | None = None, country: str | None = None
) -> tuple[int, Dateline] | None:
    """The dateline of a text, and the index of the paragraph that it opens or is.

    It is looked for in the first paragraphs: a standfirst may stand above it, and it may be a paragraph of its own
    (then its `raw` is the whole paragraph).
    """
    for index, paragraph in enumerate(paragraphs[:FIRST_PARAGRAPHS]):
        found = parse_dateline(paragraph, published=published, country=country)
        if found is not None:
            return index, found
    return None


def dateline_above(
    blocks: Sequence[str], *, published: date | datetime | None = None, country: str | None = None
) -> Dateline | None:
    """The dateline among what stands above a text: one that opens a standfirst, or is a line of its own.

    Such a line must name an agency and a place: captions have a place and a date, bylines an agency and a date.
    """
    for block in blocks:
        found = parse_dateline(block.strip(), published=published, country=country)
        if found is None:
            continue
        is_whole = found.raw == block.strip()
        is_filed = bool(found.agencies and found.places)
        if is_filed if is_whole else len(block) - len(found.raw) >= _STANDFIRST:
            return found
    return None


def to_dateline(tree: Tree, lead: str, *, published: date | datetime | None, country: str | None) -> Dateline:
    """What `tree` says, in the terms of the feed."""
    filed = tree.filing_date
    completed = filed.written.completed(_as_day(published)) if filed and filed.written else None
    agencies, places, doubts = resolve_names(tree, country)
    return Dateline(
        raw=lead[: tree.end].rstrip(),
        places=places,
        date=_iso(completed),
        date_raw=tree.date_raw,
        agencies=agencies,
        authors=[author for node in tree.nodes for author in node.authors],
        partial_date=filed.written.partial if filed and filed.written and completed is None else None,
        doubts=doubts,
    )


def resolve_date(
    dateline: Dateline,
    *,
    published: datetime | date | None = None,
    reference: datetime | date | None = None,
    text: str = "",
) -> tuple[str | None, list[str]]:
    """The full ISO date of `dateline`, or null, and problems.

    Read against `published` where known; else against `reference`, the moment of the crawl, but only together with a
    weekday that `text` (the first paragraphs) names: the latest such day of the month not after `reference`.  Then
    `year_inferred` is among the problems.  `date_conflict`: later than publication, or more than 7 days before it.
    The clock alone is never a reason to name a year.
    """
    written = read_date(dateline.date_raw) if dateline.date_raw else None
    if written is None:
        return dateline.date, []
    day = _as_day(published)
    if day is not None or written.year is not None:
        completed = written.completed(day)
        return _iso(completed), _conflicts(completed, day)
    inferred = written.inferred(_as_day(reference), _weekdays_of(text, written))
    return _iso(inferred), ["year_inferred"] if inferred else []


def _weekdays_of(text: str, written: WrittenDate) -> list[int]:
    """The weekday written in the dateline itself, else those that `text` names, in order."""
    if written.weekday is not None:
        return [written.weekday]
    return [FRENCH_WEEKDAYS[fold(match)] for match in _WEEKDAY.findall(text)]


def _conflicts(filed: date | None, published: date | None) -> list[str]:
    if filed is None or published is None or published - CONFLICT_AFTER <= filed <= published:
        return []
    return ["date_conflict"]


def _as_day(moment: datetime | date | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def resolve_names(tree: Tree, country: str | None) -> tuple[list[str], list[Place], tuple[str, ...]]:
    """Canonical agencies and places: the place decides between agencies, the agency weighs between places.

    Then what is in doubt: see `Dateline.doubts`.
    """
    site = [country] if country else []
    first_guess = [_spot(mention, site) for mention in tree.mentions]
    beside = [code for mention in tree.mentions for code in sorted(mention.beside)]
    hints = [*(code for code in beside), *(spot.country for _, spot in first_guess if spot), country]
    names: list[str] = []
    signed: list[Agency] = []
    doubts: list[str] = []
    for signature in tree.signatures:
        agency = find_agency(signature.text, hints) if signature.is_known else None
        if agency is None:
            names.append(signature.text)
        elif not agency.is_silent:
            names.append(agency.name)
            signed.append(agency)
            if not is_told(agency, signature.text, hints):
                doubts.append("agency_ambiguous")
    national = [agency.country for agency in signed if agency.scope == "national"]
    context = [*site, *national]
    found = [_spot(mention, context) for mention in tree.mentions] if national else first_guess
    if any(
        spot is not None and is_decided_by_size(spot, name, context, mention.beside)
        for mention, (name, spot) in zip(tree.mentions, found, strict=True)
    ):
        doubts.append("place_ambiguous")
    places = [_place(mention, spot, national) for mention, (_, spot) in zip(tree.mentions, found, strict=True)]
    return list(dict.fromkeys(names)), places, tuple(dict.fromkeys(doubts))


def _spot(mention: Mention, context: Sequence[str]) -> tuple[str, Spot | None]:
    """The place meant, null if the gazetteer lacks it, and the name that it was found by."""
    for name in (mention.text, f"Le {mention.text}", f"La {mention.text}"):
        spot = choose(name, context, mention.beside)
        if spot is not None:
            return name, spot
    return mention.text, None


def _place(mention: Mention, spot: Spot | None, national: Sequence[str]) -> Place:
    """The place meant; one that the gazetteer lacks keeps its name, in the country beside it or of its agency."""
    if spot is not None:
        return Place(spot.name, spot.country, spot.latitude, spot.longitude, spot.geonames_id)
    country = next(iter(mention.beside)) if len(mention.beside) == 1 else national[0] if national else None
    return Place(as_name(mention.text), country)
