from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.article import drop_furniture, normalise
from newscrawl.article.draft import Draft, Paragraph, ParagraphKind
from newscrawl.article.furniture import read_label
from newscrawl.items import Article, Reference

LEAD = "Le gouvernement a présenté jeudi un projet de loi sur le partage de l’eau, attendu depuis trois ans."
SECOND = "« Nous n’avons jamais été aussi proches d’un accord », a affirmé la ministre devant la presse."
HEADLINE = "Un envoyé américain se rendra demain en Éthiopie"
URL = "https://exemple.invalid/ethiopie/"


def draft_of(*paragraphs: Paragraph | str) -> Draft:
    made = [Paragraph(part) if isinstance(part, str) else part for part in paragraphs]
    draft = Draft(article=Article(id="0" * 32, url="https://exemple.invalid/a/", headline="Un titre"), paragraphs=made)
    normalise(draft)
    drop_furniture(draft)
    return draft


def texts(draft: Draft) -> list[str]:
    return [paragraph.text for paragraph in draft.paragraphs]


@pytest.mark.parametrize(
    "line",
    [
        "Dix ans après", "Lecture publique en hausse", "Durée du chantier", "Image de marque", "Avis des experts",
        "Partager, un art de vivre", "Aucun élu n’a fait de commentaire", "Une inquiétude partagée par les maires",
        "Images satellites : la fonte se poursuit", "À Paris on attend encore", "Participer à la fête",
    ],
)  # fmt: skip
def test_lines_that_begin_like_furniture_are_text(line: str) -> None:
    assert texts(draft_of(LEAD, line, SECOND)) == [LEAD, line, SECOND]
    assert texts(draft_of(LEAD, Paragraph(line, ParagraphKind.SUBHEADING), SECOND)) == [LEAD, line, SECOND]


LABELS = [
    "Lire aussi:", "Lire aussi :", "À lire aussi :", "A lire aussi", "À LIRE ÉGALEMENT :", "Lire également :",
    "Voir aussi :",
    "Sur le même sujet :", "Lire aussi >", "» Lire aussi –", "À lire sur le même sujet :", "Lisez aussi :",
    "Lire encore :",
    "À voir également :", "[Lire aussi]", "Lire notre enquête :", "(Re)lire aussi :",
    "Cela pourrait vous intéresser :",
    "Article connexe :", "À ne pas manquer :",
]  # fmt: skip


@pytest.mark.parametrize("label", LABELS)
def test_a_linked_pointer_goes_to_related(label: str) -> None:
    pointer = Paragraph(f"{label} {HEADLINE}", links=(Reference(URL, HEADLINE),))
    draft = draft_of(LEAD, pointer, SECOND)
    assert texts(draft) == [LEAD, SECOND]
    assert draft.article.related == [Reference(URL, HEADLINE)]


@pytest.mark.parametrize("label", [label for label in LABELS if label[-1] in ":>–]"])
def test_a_pointer_without_link_goes_to_related(label: str) -> None:
    draft = draft_of(LEAD, f"{label}  {HEADLINE}", SECOND)
    assert texts(draft) == [LEAD, SECOND]
    assert draft.article.related == [Reference(None, HEADLINE)]


def test_the_label_may_stand_inside_the_link() -> None:
    pointer = Paragraph(f"À lire aussi {HEADLINE}", links=(Reference(URL, f"À lire aussi {HEADLINE}"),))
    assert draft_of(LEAD, pointer).article.related == [Reference(URL, HEADLINE)]


def test_label_and_headline_may_touch() -> None:
    pointer = Paragraph(f"À lire aussi{HEADLINE}", links=(Reference(URL, HEADLINE),))
    draft = draft_of(LEAD, pointer, SECOND)
    assert texts(draft) == [LEAD, SECOND]
    assert draft.article.related == [Reference(URL, HEADLINE)]


def test_a_list_under_a_label() -> None:
    items = [
        Paragraph(f"{HEADLINE} {n}", ParagraphKind.LIST_ITEM, (Reference(f"{URL}{n}", f"{HEADLINE} {n}"),))
        for n in (1, 2)
    ]
    draft = draft_of(LEAD, Paragraph("Sur le même sujet", ParagraphKind.SUBHEADING), *items, SECOND)
    assert texts(draft) == [LEAD, SECOND]
    assert [reference.url for reference in draft.article.related] == [f"{URL}1", f"{URL}2"]


def test_a_pointer_behind_a_sentence_is_cut_off() -> None:
    mixed = Paragraph(f"{LEAD} Lire aussi : {HEADLINE}", links=(Reference(URL, HEADLINE),))
    draft = draft_of(mixed, SECOND)
    assert texts(draft) == [LEAD, SECOND]
    assert draft.article.related == [Reference(URL, HEADLINE)]


def test_boxes_known_by_their_markup() -> None:
    box = Paragraph(HEADLINE, ParagraphKind.RELATED, (Reference(URL, HEADLINE),))
    assert draft_of(LEAD, box).article.related == [Reference(URL, HEADLINE)]


@pytest.mark.parametrize(
    "line",
    [
        "Partager sur Facebook", "Partagez cet article sur WhatsApp", "Suivez-nous sur Google News", "Publicité",
        "- Publicité -",
        "La suite après cette publicité", "Inscrivez-vous à notre newsletter pour ne rien manquer de l’actualité",
        "Recevez chaque matin notre lettre d’information dans votre boîte mail", "Publié le 10 février 2022 à 18h30",
        "Mis à jour le 11/02/2022 à 08:00", "Temps de lecture : 3 min", "Crédit photo : agence", "© Agence",
        "3 commentaires",
        "Tweet", "Article réservé aux abonnés", "Abonnez-vous à notre chaîne",
        "📨 S’abonner gratuitement aux lettres d’info",
    ],
)  # fmt: skip
def test_furniture_goes(line: str) -> None:
    assert texts(draft_of(LEAD, SECOND, line)) == [LEAD, SECOND]


@pytest.mark.parametrize(
    "sentence",
    [
        "Voir aussi grand que les voisins n’est pas une politique, a répondu le chef de l’opposition.",
        "Lire aussi vite est à la portée de tous, assure la championne du monde de lecture rapide.",
        "À lire ces chiffres, la situation s’améliore, mais les associations n’y croient pas.",
        "Lire, écrire, compter : les fondamentaux reviennent au centre du programme de l’école primaire.",
        "Partager le pouvoir ne va pas de soi dans un pays qui a connu trois coups d’État en dix ans.",
        "Publié le 3 mars par la banque centrale, le rapport table sur un recul de l’inflation en 2022.",
        "La publicité pour l’alcool sera interdite à la radio à partir du 1er janvier, a annoncé le ministre.",
        "Suivez le guide, a-t-il lancé aux délégués avant d’entrer dans l’hémicycle.",
        "Pour en savoir plus, les enquêteurs ont demandé un délai supplémentaire au parquet.",
        "Photos et vidéos ont été versées au dossier, a précisé le procureur de la République.",
        "Sur le même sujet, le président a indiqué que la décision serait prise avant la fin du mois.",
    ],
)
def test_sentences_stay(sentence: str) -> None:
    draft = draft_of(LEAD, sentence, SECOND)
    assert texts(draft) == [LEAD, sentence, SECOND]
    assert draft.article.related == []


def test_a_sentence_with_a_link_stays() -> None:
    quoted = Paragraph(
        "Voir aussi loin ne suffit pas, lit-on dans un rapport publié mardi par l’institut et repris par la presse.",
        links=(Reference("https://exemple.invalid/rapport", "rapport"),),
    )
    assert texts(draft_of(LEAD, quoted)) == [LEAD, quoted.text]


def test_a_pulled_quotation_goes_and_the_sentence_stays() -> None:
    quotation = "« Nous n’avons jamais été aussi proches d’un accord »"
    assert texts(draft_of(LEAD, quotation, SECOND)) == [LEAD, SECOND]


def test_a_heading_of_nothing_goes() -> None:
    heading = Paragraph("À propos", ParagraphKind.SUBHEADING)
    pointer = Paragraph(f"Lire aussi : {HEADLINE}", links=(Reference(URL, HEADLINE),))
    assert texts(draft_of(LEAD, heading, pointer)) == [LEAD]


def test_a_table_of_contents_goes() -> None:
    heading = Paragraph("Un calendrier serré", ParagraphKind.SUBHEADING)
    entry = Paragraph("Un calendrier serré", ParagraphKind.LIST_ITEM)
    assert texts(draft_of(LEAD, "Sommaire", entry, heading, SECOND)) == [LEAD, heading.text, SECOND]


def test_the_byline_at_an_edge_goes() -> None:
    draft = Draft(
        article=Article(id="0" * 32, url="https://exemple.invalid/a/", headline="Un titre", authors=["Zoé N'Goran"]),
        paragraphs=[Paragraph("Par Zoé N'Goran"), Paragraph(LEAD), Paragraph(SECOND)],
    )
    drop_furniture(draft)
    assert texts(draft) == [LEAD, SECOND]


@given(st.text(max_size=300))
def test_any_text_is_survived(text: str) -> None:
    label = read_label(text)
    assert label is None or label.rest in text
    draft_of(LEAD, text, SECOND)
