"""Times in the dresses that systems give them, from the page to the article."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newscrawl import extract_article

URL = "https://exemple.invalid/crue/"
LEAD = "La Meuse a débordé jeudi à Namur, où cent vingt foyers ont été évacués dans la nuit, selon les secours."
CRAWL = datetime(2027, 1, 6, 12, tzinfo=UTC)


def stated(head: str = "", shown: str = "") -> tuple[str | None, str | None, str | None]:
    body = f"<article><h1>Crue à Namur</h1>{shown}<p>{LEAD}</p><p>{LEAD} Fin.</p></article>"
    document = f"<html lang=fr><head><title>Crue à Namur</title>{head}</head><body>{body}</body></html>"
    article = extract_article(document, URL, reference=CRAWL, timezone="Europe/Brussels")
    return article.published_at, article.published_raw, article.published_precision


def json_ld(value: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": {value}}}</script>'


@pytest.mark.parametrize("value", ["1795698300", "1795698300.0", '"1795698300"', "1795698300000"])
def test_seconds_since_1970(value: str) -> None:
    assert stated(json_ld(value))[0] == "2026-11-26T13:05:00+00:00"


@pytest.mark.parametrize("value", ["true", "null", "7", "[]", "{}", "99999999999999999999", "1e400", "-5"])
def test_what_is_no_time(value: str) -> None:
    assert stated(json_ld(value))[0] is None


def test_what_php_prints_for_a_t() -> None:
    raw = "2026-07-04CEST09,35,00"
    assert stated(f'<meta property="article:published_time" content="{raw}">') == (
        "2026-07-04T09:35:00+02:00", raw, "second",
    )  # fmt: skip
    shown = '<time datetime="2026-07-04+0109:35">4 juillet</time>'
    assert stated(shown=shown)[0] == "2026-07-04T09:35:00+01:00"


def test_a_july_abbreviated_as_strftime_does() -> None:
    assert stated(shown="<p>Publié le 3 juill. 2026 à 7 h 05</p>") == (
        "2026-07-03T07:05:00+02:00", "3 juill. 2026 à 7 h 05", "minute",
    )  # fmt: skip


def test_the_publication_is_kept_as_printed_beside_a_change() -> None:
    shown = "<p>Actualisé le 3 août 2026 à 9 h – Mis en ligne le 2 août 2026 à 18 h 30 (heure de Genève)</p>"
    assert stated(shown=shown) == ("2026-08-02T18:30:00+02:00", "2 août 2026 à 18 h 30 (heure de Genève)", "minute")
    shown = "<p>Posté le 2 août 2026 à 18 h 30, mis à jour le 3 août 2026</p>"
    assert stated(shown=shown)[1] == "2 août 2026 à 18 h 30"


def test_words_that_only_dateparser_knows() -> None:
    assert stated('<meta name="date" content="2026, nov. 26">') == ("2026-11-26T00:00:00+01:00", "2026, nov. 26", "day")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("jeu, 11/26/2026 - 14:05", "2026-11-26"),
        ("jeu 12/03/2026 - 14:05", "2026-03-12"),
        ("Thu, 03/12/2026 - 14:05", "2026-03-12"),
        ("Thu, 26/11/2026 - 14:05", "2026-11-26"),
        ("ven, 11/26/2026 - 14:05", None),
    ],
)
def test_a_weekday_tells_day_from_month(text: str, day: str | None) -> None:
    published = stated(f'<meta property="article:published_time" content="{text}">')[0]
    assert (published or "")[:16] == (f"{day}T14:05" if day else "")
