"""Credits at the end of a text and in lines of their own."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl import extract_text
from newscrawl.dateline.agencies import homonyms
from newscrawl.dateline.credit_lines import closing_credit, credit_line, credits_of

# line | agencies
LINES = """
L'Avenir avec Belga # Belga
Camer.be avec AFP # AFP
Europe 1 avec AFP # AFP
(c) Reuters, traduction Jean Dupont # Reuters
© AFP. Tous droits de reproduction réservés. # AFP
Avec Belga # Belga
Belga # Belga
(Belga) # Belga
Par Reuters le 02.10.2017 à 08h31 # Reuters
Source : https://www.aa.com.tr/fr/ # AA
Source : https://www.aps.dz/regions/123 # APS
Rédaction avec l'AFP # AFP
La Rédaction avec AFP # AFP
Jean Dupont avec AFP # AFP
Jean Dupont (avec AFP) # AFP
Par Jean Dupont (AFP) # AFP
Jean Dupont, AFP # AFP
J.D. (avec AFP) # AFP
J.D. avec l'AFP # AFP
JD/AFP # AFP
AFP/JD # AFP
© AFP # AFP
© AFP 2020 # AFP
Copyright AFP # AFP
(Marie Durand, édité par Jean Dupont pour Reuters) # Reuters
(Reuters, Jean Dupont) # Reuters
Keystone-ATS # Keystone-ATS
ats, Berne # ATS
(ats, Berne) # ATS
ATS / Le Quotidien jurassien # ATS;LQJ
afp/ra # AFP
AFP, Paris # AFP
Paris, AFP # AFP
AFP - Publié le 12 mars 2020 à 14:30 # AFP
AFP le 12/03/2020 à 14h30 # AFP
Publié le 12 mars 2020 par AFP # AFP
Source AFP # AFP
D'après AFP # AFP
D'après l'AFP # AFP
Texte : AFP # AFP
Crédit : Belga # Belga
AFP et agences # AFP
Le Figaro avec AFP # Le Figaro;AFP
Ouest-France avec AFP # Ouest-France;AFP
FRANCE 24 avec AFP et Reuters # France 24;AFP;Reuters
franceinfo avec AFP # Franceinfo;AFP
lefigaro.fr avec AFP # Le Figaro;AFP
Belga – 12/03/2020 # Belga
BELGA, 12 mars 2020 # Belga
(Belga/VTM) # Belga
Belga, Photo : Belga # Belga
LaPresse # LaPresse
La Presse canadienne # La Presse canadienne
Agence QMI # QMI
Avec La Presse canadienne # La Presse canadienne
Jean Dupont, La Presse canadienne # La Presse canadienne
– Avec des informations de La Presse canadienne # La Presse canadienne
- Avec l'Agence France-Presse # AFP
Avec des informations de l'AFP # AFP
Avec les informations de Reuters # Reuters
– La Presse Canadienne # La Presse canadienne
AIP/JD/MD # AIP
(AIP) jd/md # AIP
jd/md (AIP) # AIP
AIP jd/md # AIP
ABP-JD # ABP
(ANP) JD/MD/12/03/2020 # ANP
ACAP/JD # ACAP
APS/JD/MD # APS
Agence Congolaise d'Information (ACI) # ACI
Agence de presse sénégalaise # APS (Sénégal)
Xinhua 12.03.2020 14h30 # Xinhua
French.china.org.cn / 2020/03/12 # Le Quotidien du Peuple
(Source : Agence de presse Xinhua) # Xinhua
Source: French.xinhuanet.com # Xinhua
Source : APS via Seneweb # APS;Seneweb
Tanger - MAP # MAP
L'AFP # AFP
l'AFP # AFP
Signé AFP # AFP
par AFP # AFP
Par Agence Anadolu # AA
© Agence Anadolu # AA
(c) AFP # AFP
©2020 Agence France-Presse # AFP
Agence France-Presse, Washington # AFP
AGENCE FRANCE-PRESSE # AFP
Agence France-Presse # AFP
Associated Press # AP
The Associated Press # AP
- Associated Press # AP
Jean Dupont / Reuters # Reuters
Paris (AFP) # AFP
Paris (awp) # AWP
(awp/chl) # AWP
awp-robot/jd # AWP
Fides 12/03/2020 # Fides
(JD) (Agence Fides, 12/3/2020) # Fides
Radio Vatican # Vatican News
Radio Vatican, 12/03/2020 # Vatican News
""".strip().splitlines()

NO_CREDITS = """
Photo : AFP
Il est parti, avec l'AFP
Il a parlé à l'AFP
Retrouvez la suite sur Le Monde
LIRE AUSSI Reuters
Abonnez-vous à l'AFP
Les journalistes de Reuters
Entretien avec Reuters
Il a parlé avec Reuters
Agences
Avec agences
(Jean Dupont; version française Marie Durand)
jd/vj
Plus d'informations sur RFI
""".strip().splitlines()

SENTENCE = "Le maire a annoncé lundi la fermeture de l’école."
MARKS = st.text("abcdefghjklmnpqrstvwxz", min_size=2, max_size=3).filter(lambda marks: not homonyms(marks))
NAMES = st.sampled_from(["AFP", "ats", "Belga", "Reuters", "ANSA", "dpa", "Xinhua", "Keystone-ATS"])


@pytest.mark.parametrize(
    ("text", "agencies", "rest"),
    [
        ("Il est parti. (AFP)", ["AFP"], "Il est parti."),
        ("Il est parti. (Belga/AFP).", ["Belga", "AFP"], "Il est parti."),
        ("Il est parti. Source : Xinhua", ["Xinhua"], "Il est parti."),
        ("Il est parti. Avec AFP", ["AFP"], "Il est parti."),
        ("Avec AFP et Reuters", ["AFP", "Reuters"], ""),
        ("Il est parti. / ats-afp-ap", ["ATS", "AFP", "AP"], "Il est parti."),
        ("Il est parti. (SL) (Agence Fides 27/03/2020)", ["Fides"], "Il est parti."),
        ("Il est parti. Paris, 11 jan 2019 (AFP) - 01/11/19 08:34", ["AFP"], "Il est parti."),
        ("Il est parti. (AFP, photo : Reuters)", ["AFP"], "Il est parti."),
        ("Il est parti. (Photo AFP)", [], None),
        ("Il est parti.AFP", ["AFP"], "Il est parti."),
        ("Voir lefigaro.fr", [], None),
        ("Source : MAP", ["MAP"], ""),
        ("Il est parti. © Reuters 2024", ["Reuters"], "Il est parti."),
        ("Il est parti. © 2024 AFP", ["AFP"], "Il est parti."),
        ("Il est parti, selon l'agence Associated Press (AP).", [], None),
        ("Il en parle avec Reuters.", [], None),
        ("Il est parti (Paris).", [], None),
        ("", [], None),
    ],
)
def test_closing_credits(text, agencies, rest):
    assert closing_credit(text) == (agencies, text if rest is None else rest)


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_credits(line):
    text, agencies = line.split(" # ")
    assert credit_line(text) == agencies.split(";")


@pytest.mark.parametrize("line", NO_CREDITS)
def test_no_credits(line):
    assert credit_line(line) == []


@settings(max_examples=150)
@given(
    NAMES,
    MARKS,
    st.sampled_from(["({name}/{marks})", "({marks}/{name})", "/ {name}/{marks}", "(avec {name}, {marks})"]),
)
def test_initials_beside_an_agency_are_none(name, marks, shape):
    text = f"{SENTENCE} {shape.format(name=name, marks=marks)}"
    found, rest = closing_credit(text)
    assert found[:1] == closing_credit(f"{SENTENCE} ({name})")[0]
    assert rest == SENTENCE


@settings(max_examples=60)
@given(NAMES)
def test_an_agency_in_a_sentence_signs_nothing(name):
    for text in (f"Il l’a dit à {name}.", f"Il l’a dit à {name}", f"Selon l’agence {name}, il est parti."):
        assert closing_credit(text) == ([], text)


@pytest.mark.parametrize(
    "paragraphs",
    [
        [SENTENCE, SENTENCE, "ats"],
        [SENTENCE, "© 2023 AFP", SENTENCE],
        ["Par Reuters le 02.10.2017 à 08h31", SENTENCE, SENTENCE],
        [SENTENCE, SENTENCE, f"{SENTENCE} (afp/nxp)"],
        [SENTENCE, f"{SENTENCE} (Belga)", "Avec AFP"],
        ["Source: Panapress 12/03/2020", SENTENCE, SENTENCE],
        [SENTENCE, f"{SENTENCE} ats/jd"],
    ],
)
def test_a_credit_wherever_it_stands(paragraphs):
    assert list(credits_of(paragraphs))
    assert extract_text("\n\n".join(["Un titre de l’article", *paragraphs])).agencies


def test_credits_among_ordinary_paragraphs(shared):
    lines = (shared / "gold" / "ordinary-dev.txt").read_text("utf-8").splitlines()
    assert [line for line in lines if closing_credit(line)[0]] == []
