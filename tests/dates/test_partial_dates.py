"""Relative and partial dates, read against the moment of the crawl."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.dates.partial import dated, partial_date
from newscrawl.sources import discover_links

NOW = datetime.fromisoformat("2026-11-26T14:30:12+01:00")  # a Thursday
URL = "https://journal.example/fil/"
AGES = st.builds(
    "{} {} {}".format,
    st.sampled_from(["il y a", "Publié il y a", "il y a environ"]),
    st.integers(0, 999),
    st.sampled_from(["secondes", "min", "heures", "h", "jours", "semaines", "mois", "ans"]),
)
DAYS = ["", "hier à ", "aujourd’hui, ", "lundi ", "jeudi à ", "26 nov. ", "31 déc. à "]
CLOCKS = st.builds(
    "{}{:02}{}{:02}".format,
    st.sampled_from(DAYS),
    st.integers(0, 23),
    st.sampled_from(["h", ":", " h "]),
    st.integers(0, 59),
)


def read(text: str, reference: datetime = NOW) -> str | None:
    partial = partial_date(text)
    return dated(partial, reference) if partial else None


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("il y a 5 minutes", "2026-11-26T14:25:00+01:00"),
        ("Il y a 2 heures", "2026-11-26T12:30:00+01:00"),
        ("il y a 1 h 20", "2026-11-26T13:10:00+01:00"),
        ("Publié il y a une heure", "2026-11-26T13:30:00+01:00"),
        ("il y a 5 min | AFP", "2026-11-26T14:25:00+01:00"),
        ("2 hours, 5 minutes ago", "2026-11-26T12:25:00+01:00"),
        ("à l’instant", "2026-11-26T14:30:00+01:00"),
        ("il y a 3 jours", "2026-11-23"),
        ("hier à 14h05", "2026-11-25T14:05:00"),
        ("Hier", "2026-11-25"),
        ("avant-hier, 8h", "2026-11-24T08:00:00"),
        ("aujourd’hui, 9:30", "2026-11-26T09:30:00"),
        ("Yesterday at 3 pm", "2026-11-25T15:00:00"),
        ("14:05", "2026-11-26T14:05:00"),
        ("Publié à 14h05 par Jo", "2026-11-26T14:05:00"),
        ("16 h", "2026-11-25T16:00:00"),
        ("lundi 16 h", "2026-11-23T16:00:00"),
        ("jeudi 16h30", "2026-11-19T16:30:00"),
        ("12 juill.", "2026-07-12"),
        ("dim. 12 juill., 18 h 30", "2026-07-12T18:30:00"),
        ("MAJ le 26 nov. à 14 h 05", "2026-11-26T14:05:00"),
        ("26.11. 14:05", "2026-11-26T14:05:00"),
        ("À 14h05 le 26 novembre", "2026-11-26T14:05:00"),
        ("14:05, jeudi 26 nov.", "2026-11-26T14:05:00"),
        ("26 nov. 13:05 GMT", "2026-11-26T13:05:00+00:00"),
        ("14:05 (heure de Paris)", "2026-11-26T14:05:00+01:00"),
        ("hier à 20 h 05 (heure de Montréal)", "2026-11-25T20:05:00-05:00"),
        ("23:05 UTC", "2026-11-25T23:05:00+00:00"),
        ("26 nov.", "2026-11-26"),
        ("25 novembre à 14 h", "2026-11-25T14:00:00"),
        ("27 nov. 14:05", "2025-11-27T14:05:00"),
        ("Nov 25, 3:05 pm", "2026-11-25T15:05:00"),
        ("25/11 à 14:05", "2026-11-25T14:05:00"),
        ("29 février", "2024-02-29"),
    ],
)
def test_read_against_the_moment_of_the_crawl(text: str, published: str) -> None:
    assert read(text) == published


@pytest.mark.parametrize("text", ["aujourd’hui à 15h10", "15:10", "jeudi 15h", "26 nov. 15:10"])
def test_a_clock_ahead_of_the_crawl_tells_only_the_day(text: str) -> None:
    assert read(text) == "2026-11-26"


@pytest.mark.parametrize("text", ["il y a 2 semaines", "il y a 3 mois", "2 years ago"])
def test_ages_too_coarse_for_a_day_are_dates_without_a_value(text: str) -> None:
    assert partial_date(text)
    assert read(text) is None


@pytest.mark.parametrize(
    "text",
    ["Il y a 20 ans, le tsunami ravageait Aceh", "Hier soir, incendie à Namur", "Aujourd’hui en France", "20 minutes",
     "Lundi noir à la Bourse", "mai 68", "31 février", "26 nov. 2026", "", "99:99"],
)  # fmt: skip
def test_no_partial_date(text: str) -> None:
    assert partial_date(text) is None


@given(AGES | CLOCKS, st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), st.integers(-11, 12))  # noqa: DTZ001
def test_never_after_the_crawl(text: str, moment: datetime, offset: int) -> None:
    reference = datetime.fromisoformat(f"{moment.isoformat()}{offset:+03}:00")
    published = read(text, reference)
    if published is not None:
        stated = datetime.fromisoformat(published)
        assert stated.replace(tzinfo=None) <= reference.replace(tzinfo=None)
        assert stated.utcoffset() in (None, reference.utcoffset())


@given(st.text(max_size=70))
def test_any_text(text: str) -> None:
    read(text)


def page(*rows: str) -> str:
    return f"<html><body><main><h1>Le fil</h1>{''.join(rows)}</main></body></html>"


def row(number: int, when: str) -> str:
    title = f"<h3><a href='/titre-numero-{number}-du-fil'>Titre numéro {number}</a></h3>"
    return f"<div class='i'><span class='h'>{when}</span>{title}</div>"


def published(document: str, reference: datetime | None = NOW) -> list[str | None]:
    return [link.published for link in discover_links(document, URL, reference=reference).links]


def test_of_a_list_only_with_the_moment() -> None:
    document = page(row(1, "il y a 10 minutes"), row(2, "hier à 9h"), row(3, "3 mai 2026"))
    assert published(document, None) == [None, None, "2026-05-03"]
    assert published(document) == ["2026-11-26T14:20:00+01:00", "2026-11-25T09:00:00", "2026-05-03"]


def test_day_above_a_group_is_that_of_its_times() -> None:
    document = page(
        "<h2>Jeudi 26 novembre 2026</h2>",
        row(1, "14h05"),
        row(2, "9h10"),
        "<h2>Mercredi 25 novembre 2026</h2>",
        row(3, "14h00"),
    )
    expected = ["2026-11-26T14:05:00", "2026-11-26T09:10:00", "2026-11-25T14:00:00"]
    assert published(document, None) == expected
    assert published(document) == expected


def test_partial_day_above_a_group_needs_the_moment() -> None:
    document = page("<h2>Aujourd’hui</h2>", row(1, "14h05"), "<h2>Mardi 24 novembre</h2>", row(2, "14h00"))
    assert published(document, None) == [None, None]
    assert published(document) == ["2026-11-26T14:05:00", "2026-11-24T14:00:00"]


def test_dates_that_begin_with_le() -> None:
    rows = (row(1, "Le 26 novembre à 14 h 05"), row(2, "le 26 nov. 13:10"), row(3, "Publié le 25 novembre à 22 h 40"))
    assert published(page(*rows)) == ["2026-11-26T14:05:00", "2026-11-26T13:10:00", "2026-11-25T22:40:00"]


def test_times_of_machines_in_lists() -> None:
    def stated(when: str, shown: str = "") -> str:
        return f"<time datetime='{when}'>{shown}</time>"

    dressed = (stated("2026-11-26CET14:05:00"), stated("1795698300"), stated("", "2026, nov. 26"))
    expected = ["2026-11-26T14:05:00+01:00", "2026-11-26T13:05:00+00:00", "2026-11-26"]
    assert published(page(*(row(number, when) for number, when in enumerate(dressed)))) == expected


def dated_by(markup: str) -> tuple[str | None, str | None]:
    row = f"<article><h2><a href='/actu/un-titre-de-depeche'>Un titre de dépêche</a></h2>{markup}</article>"
    link = discover_links(f"<main>{row}</main>", URL, reference=NOW).links[0]
    return link.published, link.published_raw


@pytest.mark.parametrize(
    ("markup", "published", "raw"),
    [
        ("<time>30 février 2026</time>", None, "30 février 2026"),
        ("<time datetime='0000-00-00'></time>", None, "0000-00-00"),
        ("<time datetime='bientôt'>Sextidi 6 frimaire</time>", None, "Sextidi 6 frimaire"),
        ("<span class='date'>Le 30 février à 14 h</span>", None, "Le 30 février à 14 h"),
        ("<span class='date'>Août 32</span>", None, "Août 32"),
        ("<span class='date'><a href='/2026/'>32 août</a></span>", None, None),
        ("<span class='date'>Sans date</span>", None, None),
        ("<span class='date'>30 février</span><time>26 novembre 2026</time>", "2026-11-26", "26 novembre 2026"),
        ("<time data-timestamp='1795698300'>14:05</time>", "2026-11-26T13:05:00+00:00", "14:05"),
        ("<span class='date' data-date='26/11/26 02:05 PM'>x</span>", "2026-11-26T14:05:00", "x"),
    ],
)
def test_what_cannot_be_read_is_kept_as_printed(markup: str, published: str | None, raw: str | None) -> None:
    assert dated_by(markup) == (published, raw)


def test_a_zone_beside_the_time_counts_below_a_day_and_in_the_order_of_a_list() -> None:
    rows = "".join(
        f"<article><h2><a href='/a-b-c-{n}'>Un titre de dépêche</a></h2><time>{clock}</time></article>"
        for n, clock in enumerate(("13:05 GMT", "23:50 GMT", "12:00"))
    )
    links = discover_links(f"<main><h3>Mercredi 25 novembre 2026</h3>{rows}</main>", URL, reference=NOW).links
    assert [link.published for link in links] == [
        "2026-11-25T13:05:00+00:00",
        "2026-11-25T23:50:00+00:00",
        "2026-11-25T12:00:00",
    ]
    links = discover_links(f"<main>{rows}</main>", URL, reference=NOW).links
    assert [link.published for link in links] == [
        "2026-11-26T13:05:00+00:00",
        "2026-11-25T23:50:00+00:00",
        "2026-11-26T12:00:00",
    ]


def test_days_above_groups_of_undated_articles() -> None:
    document = page("<h2>26 novembre 2026</h2>", row(1, ""), row(2, ""), "<h2>25 novembre 2026</h2>", row(3, ""))
    assert published(document, None) == ["2026-11-26", "2026-11-26", "2026-11-25"]


def test_times_that_run_back_past_midnight() -> None:
    document = page(row(1, "14:05"), row(2, "00:40"), row(3, "23:50"), row(4, "12:15"), row(5, "12:20"))
    assert published(document) == [
        "2026-11-26T14:05:00",
        "2026-11-26T00:40:00",
        "2026-11-25T23:50:00",
        "2026-11-25T12:15:00",
        "2026-11-25T12:20:00",
    ]


def test_moment_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        discover_links(page(row(1, "14:05")), URL, reference=NOW.replace(tzinfo=None))


def test_moment_just_after_midnight() -> None:
    midnight = datetime.fromisoformat("2026-11-26T00:05:00+00:00")
    assert read("il y a 10 minutes", midnight) == "2026-11-25T23:55:00+00:00"
    assert read("23:50", midnight) == "2026-11-25T23:50:00"
    assert read("hier", midnight) == (midnight - timedelta(days=1)).date().isoformat()
