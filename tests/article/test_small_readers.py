from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.article import extract_plain
from newscrawl.article.draft import Context, NotAnArticle
from newscrawl.article.moments import Clock, read_machine, read_written
from newscrawl.article.people import SiteNames, names_of, split_names
from newscrawl.article.plain import blocks_in
from newscrawl.article.sections import split_path

BRUSSELS = Clock.of(Context(timezone="Europe/Brussels"), "exemple.invalid")


@pytest.mark.parametrize(
    ("raw", "iso", "precision"),
    [
        ("2022-02-10T18:30:07+01:00", "2022-02-10T18:30:07+01:00", "second"),
        ("2022-02-10T18:30:07.123Z", "2022-02-10T18:30:07+00:00", "second"),
        ("2022-02-10T18:30:07+0100", "2022-02-10T18:30:07+01:00", "second"),
        ("2022-02-10 18:30:07 +01:00", "2022-02-10T18:30:07+01:00", "second"),
        ("2022-07-10T18:30", "2022-07-10T18:30:00+02:00", "minute"),
        ("2022-02-10", "2022-02-10T00:00:00+01:00", "day"),
        ("2022-02-10T00:00:00+01:00", "2022-02-10T00:00:00+01:00", "day"),
        ("20220210T183007Z", "2022-02-10T18:30:07+00:00", "second"),
        ("Thu, 10 Feb 2022 18:30:07 GMT", "2022-02-10T18:30:07+00:00", "second"),
        ("09/11/2016", "2016-11-09T00:00:00+01:00", "day"),
    ],
)
def test_times_for_machines(raw: str, iso: str, precision: str) -> None:
    moment = read_machine(raw, BRUSSELS)
    assert moment is not None
    assert (moment.iso, moment.precision) == (iso, precision)


@pytest.mark.parametrize(
    ("text", "iso", "raw"),
    [
        ("Publié le jeudi 10 février 2022 à 18h30", "2022-02-10T18:30:00+01:00", "10 février 2022 à 18h30"),
        ("10 févr. 2022, 18:30", "2022-02-10T18:30:00+01:00", "10 févr. 2022, 18:30"),
        ("le 1er août 2022 à 8 h", "2022-08-01T08:00:00+02:00", "1er août 2022 à 8 h"),
        ("10/02/2022 - 18 h 30", "2022-02-10T18:30:00+01:00", "10/02/2022 - 18 h 30"),
        ("10.02.22 à 18:30:05", "2022-02-10T18:30:05+01:00", "10.02.22 à 18:30:05"),
        ("à 18:30 le 10 février 2022", "2022-02-10T18:30:00+01:00", "18:30 le 10 février 2022"),
        (
            "10 février 2022 à 18h30 (heure de Montréal)",
            "2022-02-10T18:30:00-05:00",
            "10 février 2022 à 18h30 (heure de Montréal)",
        ),
        ("10 février 2022 à 18h30 GMT", "2022-02-10T18:30:00+00:00", "10 février 2022 à 18h30 GMT"),
        ("February 10, 2022 6:30 pm", "2022-02-10T18:30:00+01:00", "February 10, 2022 6:30 pm"),
        ("2022/02/10 18:30", "2022-02-10T18:30:00+01:00", "2022/02/10 18:30"),
    ],
)
def test_times_for_readers(text: str, iso: str, raw: str) -> None:
    moment = read_written(text, BRUSSELS)
    assert moment is not None
    assert (moment.iso, moment.raw) == (iso, raw)


@pytest.mark.parametrize(
    "text", ["", "hier à 18h30", "31 février 2022", "le 10 février", "12/13/2022 14", "n° 2022-5", "99/99/9999"]
)
def test_no_full_date(text: str) -> None:
    assert read_written(text, BRUSSELS) is None


def test_zones_are_assumed_in_order_and_said() -> None:
    for context, host, iso, problem in (
        (Context(timezone="America/Toronto", country="FR"), "a.fr", "2022-02-10T08:00:00-05:00", "timezone_assumed"),
        (Context(country="BE"), "a.fr", "2022-02-10T08:00:00+01:00", "timezone_assumed"),
        (Context(), "www.a.sn", "2022-02-10T08:00:00+00:00", "timezone_assumed"),
        (Context(), "a.invalid", "2022-02-10T08:00:00+00:00", "timezone_unknown"),
        (Context(timezone="Pas/Une"), "a.invalid", "2022-02-10T08:00:00+00:00", "timezone_unknown"),
    ):
        moment = read_machine("2022-02-10T08:00", Clock.of(context, host))
        assert moment is not None
        assert (moment.iso, moment.problem) == (iso, problem)
    stated = read_machine("2022-02-10T08:00Z", Clock.of(Context(timezone="Europe/Paris"), "a.fr"))
    assert stated is not None
    assert stated.problem is None


@given(st.text(max_size=120))
def test_any_text_is_no_error(text: str) -> None:
    read_machine(text, BRUSSELS)
    split_names(text)
    split_path(f"Accueil {text}", text)


@given(
    st.from_regex(
        r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}[T ,]{0,2}(\d{1,2}[:h]\d{1,2})?([+-]\d{2}:?\d{2}|Z)?", fullmatch=True
    )
)
def test_anything_like_a_date_is_no_error(text: str) -> None:
    read_machine(text, BRUSSELS)


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Par Jean Dupont", ["Jean Dupont"]),
        ("Par Jean Dupont et Zoé N'Goran", ["Jean Dupont", "Zoé N'Goran"]),
        ("Recueilli par Patrick ANGEVIN.", ["Patrick Angevin"]),
        ("Propos recueillis par Anthony Laurent", ["Anthony Laurent"]),
        ("Par Jean Dupont (à Genève), envoyé spécial", ["Jean Dupont"]),
        ("LILIAN ALEMAGNA, LAURE BRETTON Envoyés spéciaux à Toulouse", ["LILIAN ALEMAGNA", "LAURE BRETTON"]),
        ("Par Zoé Lefèvre | Publié le 10 février 2022 à 18h30", ["Zoé Lefèvre"]),
        ("Zoé Lefèvre, journaliste au service économie", ["Zoé Lefèvre"]),
        ("By John Smith and Jane Doe", ["John Smith", "Jane Doe"]),
        ("Entretien avec Jacques Testart", []),
        ("admin", []),
        ("AFP", ["AFP"]),
    ],
)
def test_bylines(byline: str, names: list[str]) -> None:
    assert split_names(byline) == names


def test_the_site_is_nobody() -> None:
    site = SiteNames(["Le Fil", "gazette.fr"])
    assert names_of(["Zoé Lefèvre", "Le Fil"], site) == ["Zoé Lefèvre"]
    assert names_of(["La rédaction", "Zoé Lefèvre"], site) == ["Zoé Lefèvre"]
    assert names_of(["Le Fil", "Gazette"], site) == []
    assert names_of(["ZOÉ LEFÈVRE LE FIL", "Paul Durand Gazette"], site) == ["ZOÉ LEFÈVRE", "Paul Durand"]


HEADLINE = "Le partage de l’eau au cœur du sommet de Dakar"


@pytest.mark.parametrize(
    ("trail", "path"),
    [
        ("Accueil Dernières minutes L'International Le partage de l’eau au…", ["Dernières minutes", "L'International"]),
        ("Accueil Dernières minutes Économie Le partage de l’eau...", ["Dernières minutes", "Économie"]),
        ("Accueil > Monde > Afrique > Le partage de l’eau au cœur...", ["Monde", "Afrique"]),
        ("Accueil » Actualités » Sport", ["Actualités", "Sport"]),
        ("Accueil Actualité Bas-Uélé Le partage de l’eau au cœur du sommet de Dakar", ["Actualité", "Bas-Uélé"]),
        ("Accueil En continu Afrique de l'Ouest Le partage…", ["En continu", "Afrique de l'Ouest"]),
        ("Accueil Vie des quartiers Le partage…", ["Vie des quartiers"]),
        ("Home Sport", ["Sport"]),
        ("Accueil", []),
        ("Accueil Le partage de l’eau au cœur du sommet de Dakar", []),
    ],
)
def test_breadcrumbs_without_separators(trail: str, path: list[str]) -> None:
    assert split_path(trail, HEADLINE) == path


BODY = "Les délégations de douze pays se retrouvent jeudi à Dakar pour tenter de débloquer les négociations."


def test_plain_text_with_date_byline_and_comments() -> None:
    head = f"Accueil Monde\n{HEADLINE}\nPar Zoé Lefèvre\nPublié le 10 février 2022 à 18h30\n3 commentaires"
    text = f"{head}\n\n{BODY}\n\n{BODY} Fin."
    draft = extract_plain(text, "https://exemple.invalid/eau/", context=Context(timezone="Africa/Dakar"))
    article = draft.article
    assert article.headline == HEADLINE
    assert article.section == ["Monde"]
    assert article.authors == ["Zoé Lefèvre"]
    assert article.published_at == "2022-02-10T18:30:00+00:00"
    assert article.comment_count == 3
    assert [paragraph.text for paragraph in draft.paragraphs] == [BODY, f"{BODY} Fin."]
    assert article.url == "https://exemple.invalid/eau/"


def test_neighbours_on_lines_of_their_own() -> None:
    text = f"{HEADLINE}\n\n{BODY}\n\nArticle précédent\nUn autre titre\nArticle suivant : Encore un titre"
    article = extract_plain(text, None, context=Context()).article
    assert article.previous is not None
    assert article.previous.headline == "Un autre titre"
    assert article.next is not None
    assert article.next.headline == "Encore un titre"


def test_wrapped_lines_are_one_block() -> None:
    wrapped = (
        "Les délégations de douze pays se retrouvent jeudi à Dakar pour\n"
        "tenter de débloquer les négociations sur le partage de l’eau,\naprès trois mois."
    )
    assert blocks_in(f"Titre\n\n{wrapped}\n") == ["Titre", wrapped.replace("\n", " ")]


@pytest.mark.parametrize("text", ["", " \n\n\t", "\u200b"])
def test_empty_text(text: str) -> None:
    with pytest.raises(NotAnArticle):
        extract_plain(text, None, context=Context())


@given(st.text(max_size=400))
def test_any_plain_text_is_survived(text: str) -> None:
    try:
        extract_plain(text, None, context=Context())
    except NotAnArticle:
        return
