from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newscrawl.article import extract, extract_plain
from newscrawl.article.draft import Context
from newscrawl.article.moments import Clock, read_machine
from newscrawl.items import Article

URL = "https://exemple.invalid/une/crue/"
LEAD = "La Meuse a débordé jeudi à Namur, où cent vingt foyers ont été évacués dans la nuit, selon les secours."
CRAWL = datetime(2026, 1, 6, 12, tzinfo=UTC)
PLACEHOLDERS = ["1970-01-01T00:00:00+00:00", "1970-01-01", "1969-12-31T19:00:00-05:00", "0001-01-01T00:00:00+00:00"]
FUTURE = ["2026-01-08T12:00:01+00:00", "2036-01-06T08:00:00+01:00", "9999-12-31T23:59:59+00:00"]


def article(*, published: str, modified: str = "", shown: str = "", reference: datetime | None = CRAWL) -> Article:
    head = f'<meta property="article:published_time" content="{published}">'
    head += f'<meta property="article:modified_time" content="{modified}">' if modified else ""
    body = f"<article><h1>Crue à Namur</h1>{shown}<p>{LEAD}</p><p>{LEAD} Fin.</p></article>"
    document = f"<html><head><title>Crue à Namur</title>{head}</head><body>{body}</body></html>"
    return extract(document, URL, context=Context(reference=reference, timezone="Europe/Brussels")).article


@pytest.mark.parametrize("stated", PLACEHOLDERS + FUTURE)
def test_what_cannot_be_is_refused(stated: str) -> None:
    found = article(published=stated)
    assert (found.published_at, found.published_raw, found.published_precision) == (None, stated, None)
    assert found.problems == ["date_implausible"]


@pytest.mark.parametrize("stated", PLACEHOLDERS + FUTURE)
def test_the_next_source_speaks(stated: str) -> None:
    found = article(published=stated, shown="<p>Publié le 5 janvier 2026 à 18 h 30</p>")
    assert found.published_at == "2026-01-05T18:30:00+01:00"
    assert found.problems == ["date_implausible", "timezone_assumed"]


def test_a_machine_readable_placeholder_beside_a_date_for_readers() -> None:
    shown = (
        '<p class="posted-on"><time class="entry-date" datetime="1970-01-01T00:00:00+00:00">5 janvier 2026</time></p>'
    )
    document = (
        f'<html><body><article class="hentry"><h1 class="entry-title">Crue à Namur</h1>{shown}'
        f'<div class="entry-content"><p>{LEAD}</p></div></article></body></html>'
    )
    found = extract(document, URL, context=Context(timezone="Europe/Brussels")).article
    assert (found.published_at, found.published_precision) == ("2026-01-05T00:00:00+01:00", "day")
    assert found.problems == ["date_implausible", "timezone_assumed"]


def test_two_days_of_grace_and_none_without_a_reference() -> None:
    assert article(published="2026-01-08T12:00:00+00:00").problems == []
    assert article(published="2036-01-06T08:00:00+01:00", reference=None).published_at == "2036-01-06T08:00:00+01:00"
    assert article(published=PLACEHOLDERS[0], reference=None).published_at is None


def test_a_reference_without_zone_is_no_error() -> None:
    naive = CRAWL.replace(tzinfo=None)
    assert article(published=FUTURE[1], reference=naive).problems == ["date_implausible"]


def test_old_articles_are_not_implausible() -> None:
    assert article(published="1990-01-01T08:00:00+01:00").published_at == "1990-01-01T08:00:00+01:00"


def test_a_change_that_cannot_be() -> None:
    found = article(published="2026-01-05T08:00:00+01:00", modified=FUTURE[1])
    assert (found.published_at, found.modified_at) == ("2026-01-05T08:00:00+01:00", None)
    assert found.problems == ["date_implausible"]
    assert article(published="", modified=PLACEHOLDERS[0]).modified_at is None


def test_near_the_headline() -> None:
    shown = "<p>Publié le 1er janvier 1970 à 1 h 00</p><p>Publié le 5 janvier 2026 à 18 h 30</p>"
    found = article(published="", shown=shown + "<p>Mis à jour le 5 janvier 2036 à 9h05</p>")
    assert (found.published_at, found.modified_at) == ("2026-01-05T18:30:00+01:00", None)
    assert found.problems == ["date_implausible", "timezone_assumed"]


def test_in_plain_text() -> None:
    text = f"Crue à Namur\nPublié le 1er janvier 1970\nPublié le 5 janvier 2026\n\n{LEAD}"
    found = extract_plain(text, None, context=Context(reference=CRAWL, timezone="Europe/Brussels")).article
    assert (found.published_at, found.published_precision) == ("2026-01-05T00:00:00+01:00", "day")
    assert found.problems == ["date_implausible", "timezone_assumed"]


@pytest.mark.parametrize(
    ("raw", "zone", "precision"),
    [
        ("2026-01-05T00:00:00+01:00", "Europe/Brussels", "day"),
        ("2026-07-05T00:00:00+02:00", "Europe/Brussels", "day"),
        ("2026-07-05T00:00:00+01:00", "Europe/Brussels", "second"),
        ("2026-01-05T00:00:00+00:00", "Europe/Brussels", "second"),
        ("2026-01-05T00:00Z", "America/Toronto", "minute"),
        ("2026-01-05T00:00:00+00:00", "Africa/Abidjan", "day"),
        ("2026-01-05T00:00:00", "Europe/Brussels", "day"),
        ("2026-01-05", "America/Toronto", "day"),
        ("2026-01-05T00:00:00+00:00", None, "day"),
        ("2026-01-05T00:00:00+05:00", None, "day"),
    ],
)
def test_a_day_is_midnight_in_the_zone_of_the_site(raw: str, zone: str | None, precision: str) -> None:
    moment = read_machine(raw, Clock.of(Context(timezone=zone), "exemple.invalid"))
    assert moment is not None
    assert moment.precision == precision
    assert (moment.at.hour, moment.at.minute) == (0, 0)
