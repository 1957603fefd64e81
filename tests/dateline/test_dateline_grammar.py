"""Shapes of datelines: what the parser reads in each."""

from __future__ import annotations

from typing import Any

import pytest

from newscrawl.dateline import find_dateline, parse_dateline
from newscrawl.items import Dateline


def parsed(lead: str, **options: Any) -> Dateline:
    found = parse_dateline(lead, **options)
    assert found is not None
    return found


SENTENCE = "Le ministre a annoncé une réforme."

# dateline | places | date | agencies | authors
SHAPES = """
PARIS, 3 mars 2021 (AFP) - # Paris/FR # 2021-03-03 # AFP #
PARIS (AFP) — # Paris/FR # # AFP #
Paris (AFP) # Paris/FR # # AFP #
(Belga) – # # # Belga #
BRUXELLES, le 10 février (EUROPE PRESS) – # Bruxelles/BE # --02-10 # Europa Press #
BRUXELLES 12/03 (BELGA) = # Bruxelles/BE # --03-12 # Belga #
MOSCOU, 3 juillet - RIA Novosti. # Moscou/RU # --07-03 # RIA Novosti #
MOSCOU, 12 mars. /TASS/. # Moscou/RU # --03-12 # TASS #
BEIJING, 12 mars (Xinhua) -- # Pékin/CN # --03-12 # Xinhua #
TUNIS (TAP) - # Tunis/TN # # TAP #
ALGER, 14 mai 2023 (APS)- # Alger/DZ # 2023-05-14 # APS (Algérie) #
Dakar, 14 mai (APS) – # Dakar/SN # --05-14 # APS (Sénégal) #
Rabat - (MAP) - # Rabat/MA # # MAP #
Bujumbura, 5 avril (ABP) – # Bujumbura/BI # --04-05 # ABP (Burundi) #
Cotonou, 5 avril (ABP) – # Cotonou/BJ # --04-05 # ABP #
Conakry, 5 avril 2020 (AGP)- # Conakry/GN # 2020-04-05 # AGP (Guinée) #
Libreville, 5 avril 2020 (AGP)- # Libreville/GA # 2020-04-05 # AGP (Gabon) #
Genève (ats). # Genève/CH # # ATS #
ZURICH (awp international) - # Zurich/CH # # AWP #
MONTRÉAL, le 3 mars 2020 /CNW Telbec/ - # Montréal/CA # 2020-03-03 # CNW Telbec #
PARIS--(BUSINESS WIRE)-- # Paris/FR # # Business Wire #
LAVAL, Québec, 12 mai 2021 (GLOBE NEWSWIRE) -- # Laval/CA # 2021-05-12 # GlobeNewswire #
MONTREAL, QUEBEC--(Marketwired - 3 mars 2014) - # Montréal/CA # 2014-03-03 # Marketwired #
(ANSA) - ROME, 10 FÉV - # Rome/IT # --02-10 # ANSA #
ROME – LE 13 AVRIL - # Rome/IT # --04-13 # #
MADRID, 9 Feb. (EUROPA PRESS) - # Madrid/ES # --02-09 # Europa Press #
MADRID, 10 Ene. (Portaltic/EP) – # Madrid/ES # --01-10 # Portaltic;Europa Press #
Damas-SANA – # Damas/SY # # SANA #
AA/Yaoundé/Peter Kum # Yaoundé/CM # # AA # Peter Kum
AA - Ankara - Tuncay Çakmak # Ankara/TR # # AA # Tuncay Çakmak
RIYAD, 21 Dhu al-Hijjah 1436. 04 octobre 2015 (SPA) -- # Riyad/SA # 2015-10-04 # SPA #
Doha, le 12 mars /QNA/ # Doha/QA # --03-12 # QNA #
Ramallah, 12 mars 2020, WAFA – # Ramallah/PS # 2020-03-12 # WAFA #
De notre envoyé spécial à Tunis – # Tunis/TN # # #
De notre envoyée spéciale à Kiev, Marie Dupont – # Kiev/UA # # # Marie Dupont
Libreville (De notre correspondant) – # Libreville/GA # # #
Par Marie Dupont, Bamako # Bamako/ML # # # Marie Dupont
Par Jean Dupont (AFP) – # # # AFP # Jean Dupont
Bagdad (Irak), 12 mars (AFP) - # Bagdad/IQ # --03-12 # AFP #
Rennes (Ille-et-Vilaine), 12 mars 2020 (AFP) - # Rennes/FR # 2020-03-12 # AFP #
TRIPOLI (Liban), 12 mars (AFP) - # Tripoli/LB # --03-12 # AFP #
TRIPOLI, 12 mars (AFP) - # Tripoli/LY # --03-12 # AFP #
DETROIT, Mich. (AP) — # Detroit/US # # AP #
PARIS/LONDRES, 12 mars (Reuters) - # Paris/FR;Londres/GB # --03-12 # Reuters #
NEW YORK (Nations Unies), 3 mars – # New York/US # --03-03 # #
United Nations (New York) # New York/US # # #
Agence Ecofin (Yaoundé, Cameroun) - # Yaoundé/CM # # Agence Ecofin #
11/06/14 (AFP) # # 2014-06-11 # AFP #
EXIL (SIWEL) — # # # Siwel #
PORT-AU-PRINCE, mercredi 12 mars 2014 ((rezonodwes.com))– # Port-au-Prince/HT # 2014-03-12 # rezonodwes.com #
P-au-P, 12 fév. 2015 [AlterPresse] --- # Port-au-Prince/HT # 2015-02-12 # AlterPresse #
Bangui, 16 avril 2020 (RJDH) — # Bangui/CF # 2020-04-16 # RJDH #
Cotonou, 12 mars 2020 (La Nouvelle Tribune) – # Cotonou/BJ # 2020-03-12 # La Nouvelle Tribune #
Ottawa (Ontario), le 12 mars 2020 – # Ottawa/CA # 2020-03-12 # #
(Genève, 12 mars 2020) – # Genève/CH # 2020-03-12 # #
GENEVE (12 mars 2020) – # Genève/CH # 2020-03-12 # #
(New York) # New York/US # # #
BRUXELLES, le 5 (AFP) – # Bruxelles/BE # ---05 # AFP #
PARIS, 12 mars 2020, 14h30 GMT (AFP) - # Paris/FR # 2020-03-12 # AFP #
Paris, France | AFP | 12/03/2020 - 14:30 UTC+1 | # Paris/FR # 2020-03-12 # AFP #
LA ROCHE-SUR-YON (Vendée) - # La Roche-sur-Yon/FR # # #
MONT-TREMBLANT, Qc — # Mont-Tremblant/CA # # #
KIGALI: # Kigali/RW # # #
Douala - # Douala/CM # # #
""".strip().splitlines()

LOOK_ALIKES = """
PARIS (75) : deux hommes arrêtés
Paris - Nice : la course au soleil commence dimanche
Madrid, le 5 mai 1808, fut le théâtre
Genève, Suisse – ville de paix et de congrès
Lyon – Marseille : le choc de la 12e journée
Nantes - Rennes (2-1) : les Canaris
Le 12 mars 2020, le président a annoncé
Le 3 mai, Paris accueillera le sommet
Paris, le 14 juillet 1789 : Le peuple prend la Bastille
FOOT – Le PSG s'impose
MALI – Le président a parlé
Côte d'Ivoire : Le président a parlé
Paris. Le président a parlé
Paris : Le président a parlé
Lyon (Rhône) : un homme tué
Bruxelles – la capitale belge – accueille
L'AFP - agence française
Mercredi 12 mars 2020 : Le programme
Saint-Étienne (ASSE) – Le club stéphanois
Paris, Le Havre et Rouen sont
Alger, Le Caire et Tunis
Ali Bongo – Le président
Marseille - PSG : Les compos
Paris Match - Le magazine
Paris-Match a interrogé le président
Le Monde - Le quotidien
Cécile Barria - BBC News Mundo
Par Jean Dupont - Le Monde
Tokyo 2020 – Le marathon
UKRAINE - RUSSIE - La guerre
GAZA : LE BILAN S'ALOURDIT
""".strip().splitlines()


@pytest.mark.parametrize("shape", SHAPES)
def test_shape(shape):
    raw, places, date, agencies, authors = (cell.strip() for cell in (shape + " ").split(" #"))
    found = parse_dateline(f"{raw} {SENTENCE}")
    assert found is not None
    assert found.raw == raw
    assert ";".join(f"{place.name}/{place.country}" for place in found.places) == places
    assert (found.date or found.partial_date or "") == date
    assert ";".join(found.agencies) == agencies
    assert ";".join(found.authors) == authors


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_look_alike(text):
    assert parse_dateline(text) is None


def test_the_site_decides_between_homonyms():
    assert parsed("APS – Le ministre", country="DZ").agencies == ["APS (Algérie)"]
    assert parsed("SAINT-LOUIS – Le maire", country="SN").places[0].country == "SN"


def test_an_unknown_village_lies_in_the_country_of_its_national_agency():
    found = parsed("Zzagoupleu, 3 mars 2020 (AIP) – Le préfet")
    assert (found.places[0].name, found.places[0].country) == ("Zzagoupleu", "CI")


def test_the_date_stays_as_written():
    assert parsed("MADRID, 9 Feb. (EUROPA PRESS) - Le roi").date_raw == "9 Feb."


@pytest.mark.parametrize(
    ("paragraphs", "index"),
    [
        (["PARIS (AFP) – Le ministre a parlé."], 0),
        (["Le chapô de l'article.", "PARIS (AFP) –", "Le ministre a parlé."], 1),
        (["Un.", "Deux.", "Trois.", "PARIS (AFP) – Le ministre."], None),
        ([], None),
    ],
)
def test_find_dateline_looks_at_the_top(paragraphs, index):
    found = find_dateline(paragraphs)
    assert (found[0] if found else None) == index


@pytest.mark.parametrize("hamlet", ["Berzée", "Luzy", "Nostang", "Aubenton", "Saulzoir"])
def test_a_hamlet_before_a_dash_is_no_dateline(hamlet: str) -> None:
    assert parse_dateline(f"{hamlet} – Le maire a annoncé lundi la fermeture de l’école") is None
    assert parse_dateline(f"{hamlet} (AFP) – Le maire a annoncé lundi la fermeture de l’école") is not None
    assert parse_dateline("Namur – Le maire a annoncé lundi la fermeture de l’école") is not None
