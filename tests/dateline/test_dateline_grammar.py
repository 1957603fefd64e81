"""Shapes of datelines: what the parser reads in each."""

from __future__ import annotations

from typing import Any

import pytest

from newscrawl import extract_article
from newscrawl.dateline import dateline_above, find_dateline, parse_dateline
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
BERLIN, 23 (D. N. B.). — # Berlin/DE # ---23 # DNB #
Londres, 5 mai (Reuter). — # Londres/GB # --05-05 # Reuters #
LONDRES, 12. — # Londres/GB # ---12 # #
Madrid, 3 (Havas). — # Madrid/ES # ---03 # Havas #
NEW-YORK, 14 (U.P.). — # New York/US # ---14 # U.P. #
VICHY, 3 octobre (O.F.I.). — # Vichy/FR # --10-03 # OFI #
STOCKHOLM, 9 (T.T.) — # Stockholm/SE # ---09 # TT #
Washington, le 8. — # Washington/US # ---08 # #
New York (États-Unis), de notre correspondant.– # New York/US # # #
New York, de notre correspondante Marie Durand – # New York/US # # # Marie Durand
New York (États-Unis), correspondance – # New York/US # # #
Beyrouth, correspondance. # Beyrouth/LB # # #
Saint-Zzouin (Creuse), envoyé spécial – # Saint-Zzouin/FR # # #
Saint-Zzouin (Creuse), de notre envoyé spécial. # Saint-Zzouin/FR # # #
Kaboul (de notre envoyé spécial) – # Kaboul/AF # # #
Jean Dupont (envoyé spécial à Kiev) – # Kiev/UA # # # Jean Dupont
Jean Dupont, envoyé spécial à Kiev – # Kiev/UA # # # Jean Dupont
Par Jean Dupont, correspondant à Rome – # Rome/IT # # # Jean Dupont
Par Jean Dupont, correspondant à Rome # Rome/IT # # # Jean Dupont
De notre envoyé spécial à Zzville – # Zzville/None # # #
De notre correspondant en Allemagne, Jean Dupont – # # # # Jean Dupont
De notre correspondante à Goma (est de la RDC) – # Goma/CD # # #
(De notre correspondant à Rome) – # Rome/IT # # #
De notre bureau de Dakar – # Dakar/SN # # #
Envoyé spécial au Caire – # Le Caire/EG # # #
Goma (est de la RDC) – # Goma/CD # # #
Kidal (nord du Mali), 12 mars 2020 (AFP) – # Kidal/ML # 2020-03-12 # AFP #
Diffa (Niger, sud-est) (AFP) – # Diffa/NE # # AFP #
Cocody (Abidjan) – # Cocody/CI # # #
Cocody (Abidjan), 12 mars 2020 (AIP) – # Cocody/CI # 2020-03-12 # AIP #
12 mars 2020 – Mali (Maliweb) – # # 2020-03-12 # Maliweb #
12 mars 2020 – Économie (Financial Afrik) – # # 2020-03-12 # Financial Afrik #
12/03/2020 | Mali | AFP | # # 2020-03-12 # AFP #
[14:30] PARIS (AFP) - # Paris/FR # # AFP #
(14h30) PARIS (AFP) - # Paris/FR # # AFP #
[12/03/2020 14:30] Paris (AFP) - # Paris/FR # 2020-03-12 # AFP #
14h30 - Paris (AFP) - # Paris/FR # # AFP #
Naplouse, le 1er novembre 2022, Wafa - # Naplouse/PS # 2022-11-01 # WAFA #
Naplouse, 1er novembre 2022, (Wafa) - # Naplouse/PS # 2022-11-01 # WAFA #
Wafa-Naplouse, 1er novembre 2022 - # Naplouse/PS # 2022-11-01 # WAFA #
Damas-Sana – # Damas/SY # # SANA #
Téhéran, 12 mars 2020, Irna – # Téhéran/IR # 2020-03-12 # IRNA #
Paris, 12 mars 2020, AFP-Reuters – # Paris/FR # 2020-03-12 # AFP;Reuters #
Paris, 12 mars 2020 via AFP – # Paris/FR # 2020-03-12 # AFP #
Paris – AFP via Belga – # Paris/FR # # AFP;Belga #
Bruxelles - Belga - # Bruxelles/BE # # Belga #
PARIS - 12 mars 2020 # Paris/FR # 2020-03-12 # #
Bamako – 12 mars 2020 # Bamako/ML # 2020-03-12 # #
Le 29 janvier 2012 par AIP - # # 2012-01-29 # AIP #
AIP, 29 janvier 2012 - # # 2012-01-29 # AIP #
29 janvier 2012 (AIP) - # # 2012-01-29 # AIP #
AIP - 29 janvier 2012 - # # 2012-01-29 # AIP #
29/01/2012 - AIP - # # 2012-01-29 # AIP #
29 janvier 2012, AIP – # # 2012-01-29 # AIP #
AFP, le 12 mars 2020 à 14h30 – # # 2020-03-12 # AFP #
AFP | 12 mars 2020 | # # 2020-03-12 # AFP #
Camp de Zaatari (Jordanie) (AFP) – # Camp de Zaatari/JO # # AFP #
Frontière syro-turque, 12 mars 2020 (AFP) – # # 2020-03-12 # AFP #
Base aérienne de Zzag, 12 mars (APS) – # # --03-12 # APS (Sénégal) #
A bord du Zzag (AFP) – # # # AFP #
Au large de Malte, 12 mars 2020 (AFP) – # # 2020-03-12 # AFP #
Paris (REPRISE) (AFP) – # Paris/FR # # AFP #
Paris, 12 mars 2020 (AFP) (REPRISE) – # Paris/FR # 2020-03-12 # AFP #
Paris (Actualisé avec citations) – # Paris/FR # # #
Paris (AFP, actualisé) – # Paris/FR # # AFP #
Lausanne VD (ATS) - # Lausanne/CH # # ATS #
Zzwil (BE) (ats) - # Zzwil/CH # # ATS #
PARIS (AFP / Le Matin) – # Paris/FR # # AFP;Le Matin #
PARIS (ats/nxp) – # Paris/FR # # ATS;NXP #
Goma, Congo, 12 mars 2020 – # Goma/CD # 2020-03-12 # #
Pointe-Noire, Congo, 12 mars 2020 – # Pointe-Noire/CG # 2020-03-12 # #
A Amiens, le 20 février 2008 – # Amiens/FR # 2008-02-20 # #
À Bruxelles, le 20 février 2008 – # Bruxelles/BE # 2008-02-20 # #
Fait à Bruxelles, le 20 février 2008 – # Bruxelles/BE # 2008-02-20 # #
DAKAR / # Dakar/SN # # #
DAKAR = # Dakar/SN # # #
PARIS | # Paris/FR # # #
AA/Istanbul - # Istanbul/TR # # AA #
AA - Istanbul/ Ümit Dönmez - # Istanbul/TR # # AA # Ümit Dönmez
LaPresse – # # # LaPresse #
Rome (LaPresse) – # Rome/IT # # LaPresse #
(Agence Ecofin) - # # # Agence Ecofin #
Agence de presse Xinhua - Pékin, 12 mars. # Pékin/CN # --03-12 # Xinhua #
Pékin, 12 mars 2020 (Agence de presse Zzag) – # Pékin/CN # 2020-03-12 # Agence de presse Zzag #
Paris, le 12 mars 2020 – 14h30 – # Paris/FR # 2020-03-12 # #
Paris/12 mars 2020/AFP - # Paris/FR # 2020-03-12 # AFP #
Paris, 12 mars. (AFP) # Paris/FR # --03-12 # AFP #
Paris le 12 mars (AFP) # Paris/FR # --03-12 # AFP #
Mercredi 12 mars 2020, Paris, France – # Paris/FR # 2020-03-12 # #
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
Publié le 12/03/2020 à 14h30 - Le ministre a parlé
Publié : 12 mars 2020 à 14h30 GMT+1 – Le ministre
Mis à jour le 12 mars 2020 - Le ministre a parlé
Reportage, 12 mars 2020 – Le ministre a parlé
Hier, 12 mars – Le ministre a parlé
RDV le samedi 12 mars – Place de la République
Lyon (OL) – Le sommet
Toulouse (31) - Le sommet
Genève (XY) – Le match
Brazzaville (Brazzaville) Mercredi 14 Octobre 2015 - La fête
Castres - Travaux rue Gambetta
Nantes - Grève à la SNCF
Bloomberg - Xi Jinping a annoncé
L’Agence France-Presse (AFP) – Le directeur
Le groupe public sud-africain (APA) – Le directeur
Jean Dupont, correspondant à Rome, raconte
Toulouse, 20 h – Le concert
12 mars – Lyon – Le concert
12 mars 2020 : Paris – Le match
Oyem / La haie d’honneur
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


STANDFIRST = (
    "Lisbonne - Le Parti socialiste portugais a annoncé dans la nuit qu’il demanderait à ses députés de refuser."
)


@pytest.mark.parametrize(
    ("blocks", "raw"),
    [
        (["AFP, 30 avril 2015 à 07:19", STANDFIRST], "Lisbonne -"),
        (["Monde", "AA / Paris / Ümit Dönmez"], "AA / Paris / Ümit Dönmez"),
        (["AFP, 30 avril 2015 à 07:19"], None),
        (["Lisbonne, le 13 octobre 2015"], None),
        (["Lisbonne - Le palais"], None),
        ([], None),
    ],
)
def test_a_dateline_above_the_text(blocks, raw):
    found = dateline_above(blocks)
    assert (found.raw if found else None) == raw


@pytest.mark.parametrize(
    ("opening", "raw"),
    [(f"<h2 class='chapo'>{STANDFIRST}</h2>", "Lisbonne -"), ("<p>AA / Paris / Ümit Dönmez</p>", "AA / Paris")],
)
def test_a_dateline_in_a_standfirst_or_signature_is_the_articles(opening, raw):
    text = "".join(f"<p>{sentence}</p>" for sentence in (f"Pour la {count}e fois, {SENTENCE}" for count in range(2, 9)))
    page = f"<html><body><article><h1>Un titre de l’article</h1>{opening}<div>{text}</div></article></body></html>"
    article = extract_article(page, "https://journal.example/monde/un-titre")
    assert article.dateline is not None
    assert article.dateline.raw.startswith(raw)
