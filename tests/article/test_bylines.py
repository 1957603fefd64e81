"""Who signs: lines of their own kind, names shaped like names, and nobody else."""

from __future__ import annotations

import pytest

from newscrawl.article.people import is_name, signs, split_names
from tests.article.invented import HEADLINE, json_ld, page, read


@pytest.mark.parametrize(
    ("line", "is_byline"),
    [
        ("Par Afi Mensah", True),
        ("Par Afi Mensah, à Lomé", True),
        ("Par Afi Mensah et Jean Le Goff, envoyés spéciaux en Guyane avec notre correspondant à Cayenne", True),
        ("Propos recueillis par Afi Mensah", True),
        ("Par Afi Mensah le 12 mars 2026 à 18 h 30, mis à jour le 13 mars", True),
        ("Par AFP", True),
        ("De notre correspondante à Lomé, Afi Mensah", True),
        ("Par ailleurs, la ministre a promis un rapport", False),
        ("Par Afi Mensah elle-même, le projet de loi avait été retiré la veille du vote", False),
        ("Par Jean Valjean, rien n’est dit de cette affaire.", False),
        ("par Messenger", False),
        ("Afi Mensah", False),
    ],
)
def test_lines_that_say_who_signs(line: str, is_byline: bool) -> None:
    assert signs(line) is is_byline


@pytest.mark.parametrize(
    "name", ["Afi Mensah", "Jean-Pierre Le Goff", "Pauline du Châtelet", "Zoé N’Guessan", "J.-M. Le Bris", "A Dieng"]
)
def test_names_by_their_shape(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize(
    "text",
    [
        "Afi", "Le Courrier", "La Gazette Du Soir", "Rédactrice Web", "Par Afi Mensah", "Lundi Matin",
        "Afi mange du riz", "Dernières nouvelles", "Afi Mensah 2", "Union Européenne", "",
    ],
)  # fmt: skip
def test_what_is_shaped_otherwise(text: str) -> None:
    assert not is_name(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Afi Mensah (texte) et Paul Durand (photos)", ["Afi Mensah"]),
        ("Textes : Afi Mensah - Photos : Paul Durand", ["Afi Mensah"]),
        ("Paul Durand, photographe", []),
        ("Afi Mensah\nLinkedIn\nRédactrice", ["Afi Mensah"]),
        ("Afi Mensah\nGrand Reporter au Courrier", ["Afi Mensah"]),
        ("Afi Mensah, née à Lomé, écrit depuis dix ans sur les ports, le Bénin et Cotonou", ["Afi Mensah"]),
        ("Afi Mensah avec AFP", ["Afi Mensah", "AFP"]),
        ("Reuters le 2 mars 2026", ["Reuters"]),
        ("A. M.", ["A. M."]),
        ("afi mensah", ["afi mensah"]),
        ("user12", []),
        ("Afi Mensah. Courrier exemple", ["Afi Mensah"]),
    ],
)
def test_names_of_author_fields(text: str, names: list[str]) -> None:
    assert split_names(text) == names


def authors(under: str = "", below: str = "", head: str = "", title: str = HEADLINE) -> list[str]:
    return read(page(under=under, below=below, head=head, title=title)).authors


def test_buttons_and_photographers_are_nobody() -> None:
    shares = "<ul>" + "".join(
        f'<li><a href="https://{to}.example/?u=1">par {to}</a></li>' for to in ("Messenger", "Mail")
    )
    assert authors(f"{shares}</ul><p class=author>© WFP</p><p>Photo : Jean Dupont</p>") == []
    for credit in ("Photo par Jean Dupont", "Photos by Jean Dupont"):
        assert authors(f"<p>{credit}</p>") == authors(below=f"<p>{credit}</p>") == []


def test_who_comments_is_no_author() -> None:
    signed = "<p class=comment-author><b class=author>Ibis Rouge</b> dit :</p><p>Bravo.</p>"
    assert authors(below=f"<div class=comment-list>{signed}</div>") == []
    item = "<span itemprop=author>Ibis Rouge</span><p>Bravo.</p>"
    assert authors(below=f'<div itemscope itemtype="https://schema.org/Comment">{item}</div>') == []


def test_a_role_or_a_network_beside_a_name_is_nobody() -> None:
    box = (
        '<div itemprop=author itemscope itemtype="https://schema.org/Person"><span>Par <a href="/equipage/">'
        '<span itemprop=name>Afi Mensah</span></a> — <a href="https://reseau.example/afi">LinkedIn</a></span>'
        "<span class=role>Rédactrice</span></div>"
    )
    assert authors(box, head=json_ld(author={"@type": "Person", "name": "Afi Mensah"})) == ["Afi Mensah"]
    assert authors(box) == ["Afi Mensah"]


def test_the_paper_behind_a_name_is_cut_off() -> None:
    head = '<meta property="og:site_name" content="La Gazette">'
    assert authors("<div class=author>AFI MENSAH LA GAZETTE</div>", head=head) == ["AFI MENSAH"]


def test_an_organisation_is_no_person() -> None:
    paper = {"@type": "Organization", "name": "La Gazette"}
    byline = "<p>Par Afi Mensah</p>"
    assert authors(byline, head=json_ld(author=paper, publisher=paper)) == ["Afi Mensah"]
    wire = read(page(head=json_ld(author={"@type": "NewsMediaOrganization", "name": "AFP"})))
    assert (wire.authors, wire.agencies) == ([], ["AFP"])


def test_a_list_of_media_is_no_author() -> None:
    article = read(page(head=json_ld(author={"@type": "Person", "name": "Pigiste, le Bénin et Belga"})))
    assert (article.authors, article.agencies) == ([], ["Belga"])


def test_agencies_beside_names() -> None:
    article = read(page("", "<p class=signature>Afi Mensah avec Belga</p>"))
    assert (article.authors, article.agencies) == (["Afi Mensah"], ["Belga"])


def test_a_single_name_needs_a_link_to_its_bearer() -> None:
    assert authors('<p>Par <a href="/auteur/afi/">Afi</a>, le 12 mars 2026</p>') == ["Afi"]
    assert authors('<p>Par <a href="/partage/">Afi</a>, le 12 mars 2026</p>') == []


def test_beside_a_linked_name_others_are_links_or_joined() -> None:
    line = '<p class=byline><a href="/auteur/afi/">Afi Mensah</a>{}</p>'
    assert authors(line.format(" <span>Lead Reviewer</span>")) == ["Afi Mensah"]
    assert authors(line.format(" et Jean Le Goff")) == ["Afi Mensah", "Jean Le Goff"]


@pytest.mark.parametrize("called", ["articleAuthor", "authorName", "field-news-auteur-nom", "signature"])
def test_elements_called_the_author_s(called: str) -> None:
    assert authors(f"<div class={called}><div><span>Afi Mensah</span></div></div>") == ["Afi Mensah"]


def test_an_author_named_once_far_below_the_text() -> None:
    offers = "<p>Une offre pour tous.</p>" * 6
    assert authors(below=f"{offers}<cite class=bloc-auteur>Afi MENSAH. La Gazette</cite>") == ["Afi Mensah"]
    link = "<a href='/autre/'>Un autre article de notre journal du jour</a>"
    cards = "".join(f"<li>{link}<span class=auteur>{name} Doe</span></li>" for name in ("Ann", "Bob"))
    assert authors(below=f"{offers}<ul>{cards}</ul>") == []


def test_an_account_signs_where_nobody_else_does() -> None:
    account = json_ld(author={"@type": "Person", "name": "afi412"})
    assert authors(head=account) == ["afi412"]
    assert authors("<p>Par Afi Mensah</p>", head=account) == ["Afi Mensah"]


def test_what_messengers_are_told_of_a_post() -> None:
    head = '<meta name="twitter:label1" content="Écrit par"><meta name="twitter:data1" content="Afi Mensah">'
    assert authors(head=head) == ["Afi Mensah"]
    assert authors(head=head.replace("Écrit par", "Durée de lecture")) == []


def test_bare_names_at_the_end_are_signatures_and_other_lines_are_not() -> None:
    def ended(line: str) -> list[str]:
        return read(page().replace("</p></div>", f"</p><p>{line}</p></div>")).authors

    assert ended("Afi Mensah") == ["Afi Mensah"]
    assert ended("Prix Moyen : 12 francs") == []
    assert ended('<a href="/contact/">Contactez Nous</a>') == []


def test_a_bare_name_stands_beside_a_date() -> None:
    assert authors("<h4>Afi Mensah</h4><p>12 mars 2026 • 5 min de lecture</p>") == ["Afi Mensah"]
    assert authors("<p>12 mars 2026</p><p>Afi Mensah</p>") == ["Afi Mensah"]
    assert authors("<p>Afi Mensah et Paul Durand – 12 mars 2026</p>") == ["Afi Mensah", "Paul Durand"]
    assert authors("<h4>Afi Mensah</h4><p>5 min de lecture</p>") == []
    assert authors("<p>New York</p><p>12 mars 2026</p>") == []
    assert authors("<p>Saint-Denis | 12 mars 2026</p>") == []
    assert authors("<p>New York et Los Angeles – 12 mars 2026</p>") == []
    assert authors("<p>Afi Mensah et le conseil – 12 mars 2026</p>") == []
    assert authors('<p><a href="/tag/afi/">Afi Mensah</a></p><p>12 mars 2026</p>') == []
