"""Sentences of invented news, by chance and yet the same for the same seed."""

from __future__ import annotations

import re
import unicodedata
from random import Random

PLACES = (
    "Namur", "Liège", "Rennes", "Brest", "Metz", "Tours", "Dijon", "Lausanne", "Fribourg", "Dakar", "Abidjan",
    "Cotonou", "Lomé", "Kinshasa", "Lubumbashi", "Bamako", "Niamey", "Tunis", "Rabat", "Québec", "Moncton", "Gatineau",
    "Nantes", "Amiens", "Caen", "Limoges", "Perpignan", "Antananarivo", "Ouagadougou", "Libreville",
)  # fmt: skip
_DATELINES = (
    ("BRUXELLES", "EUROPE PRESS"), ("MADRID", "EUROPA PRESS"), ("GENÈVE", "ATS"), ("PARIS", "AFP"), ("DAKAR", "APS"),
    ("RABAT", "MAP"), ("TUNIS", "TAP"), ("PÉKIN", "Xinhua"),
)  # fmt: skip
_SUBJECTS = (
    "le pont du canal", "la ligne de tramway", "le marché couvert", "l’hôpital universitaire", "la raffinerie",
    "le barrage", "le festival du livre", "la bibliothèque centrale", "le port de pêche", "le lycée agricole",
    "la centrale solaire", "le musée des tissus", "le stade municipal", "la coopérative laitière", "l’aérodrome",
    "la station d’épuration", "le théâtre des halles", "la gare routière", "le parc naturel", "la verrerie",
)  # fmt: skip
_EVENTS = (
    "rouvre après {n} mois de travaux", "fermera {n} jours en avril", "cherche {n} bénévoles", "perd {n} emplois",
    "attend {n} millions d’euros", "fête ses {n} ans", "change de mains pour {n} millions", "accueille {n} apprentis",
    "sera agrandi de {n} mètres", "suspend son activité pour {n} semaines", "reçoit {n} candidatures",
)  # fmt: skip
_SENTENCES = (
    "Le conseil municipal a approuvé {day} le dossier, après {n} heures de débat et {m} amendements.",
    "Selon la préfecture, {n} personnes étaient présentes lorsque la décision a été annoncée à {place}.",
    "« Nous attendions cette réponse depuis {n} ans », a déclaré {person}, qui préside l’association des riverains.",
    "Les travaux, confiés à une entreprise de {place}, doivent durer {n} semaines et coûter {m} millions d’euros.",
    "La direction n’a pas souhaité commenter le rapport, qui compte {n} pages et {m} recommandations.",
    "À {place}, un projet semblable avait été abandonné il y a {n} ans faute de financement.",
    "Le syndicat majoritaire demande une réunion avant {day} et rappelle que {n} postes sont en jeu.",
    "Une enquête publique sera ouverte pendant {n} jours à la mairie, où un registre attend les observations.",
    "D’après {person}, chercheuse à l’université de {place}, le phénomène touche {n} communes de la région.",
    "Le trafic a été interrompu pendant {n} minutes {day} matin, le temps que les équipes techniques interviennent.",
    "Les pluies des {n} dernières semaines ont ralenti le chantier, a reconnu {person} devant la presse.",
    "Le ministère promet un point d’étape dans {n} jours et une décision définitive avant la fin de l’année.",
    "Les habitants du quartier, réunis {day} soir, ont voté à main levée par {n} voix contre {m}.",
    "Cette année, {n} élèves de {place} participeront aux visites organisées par {person}.",
)  # fmt: skip
_SPANISH = (
    "«Nadie esperaba una respuesta tan rápida, pero los vecinos están contentos», ha dicho {person} el {day_es}.",
    "El portavoz {person} ha asegurado que las obras van a durar {n} semanas, según ha podido saber esta agencia.",
)
_PEOPLE = (
    "Odile Marchandeau", "Baptiste Lorieux", "Aminata Kouyaté", "Samir Belkhodja", "Solange Mbuyi", "Yves Trémoulet",
    "Clarisse Dondelinger", "Ghislain Pauwels", "Nadège Ravelomanana", "Étienne Corbaz", "Fatoumata Sarr",
)  # fmt: skip
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi")
_DAYS_ES = ("lunes", "martes", "miércoles", "jueves", "viernes")
_MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet")


def headline(chance: Random) -> str:
    """A headline."""
    event = chance.choice(_EVENTS).format(n=chance.randrange(2, 400))
    return f"{chance.choice(PLACES)} : {chance.choice(_SUBJECTS)} {event}"


def sentence(chance: Random) -> str:
    """A sentence in French."""
    return _filled(chance, _SENTENCES)


def spanish(chance: Random) -> str:
    """A sentence that a machine left in Spanish."""
    return _filled(chance, _SPANISH)


def dateline(chance: Random, day: int, month: int) -> str:
    """A dateline of a wire with its separator."""
    place, agency = chance.choice(_DATELINES)
    return f"{place}, le {day} {_MONTHS[month - 1]} ({agency}) – "


def slug(text: str) -> str:
    """The text as WordPress makes it part of an address."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "")).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def restyled(text: str, chance: Random) -> str:
    """The same words with other typography: spaces and soft hyphens that no reader tells apart."""
    swaps = (
        (" :", "\u202f:"),
        ("« ", "«\u00a0"),
        (" »", "\u202f»"),
        (", ", ",  "),
        ("tion", "tion\u00ad"),
        ("...", "…"),
    )
    for old, new in chance.sample(swaps, 3):
        text = text.replace(old, new)
    return text.replace("a ", "a\u00a0", 1)


def _filled(chance: Random, templates: tuple[str, ...]) -> str:
    day = chance.randrange(5)
    return chance.choice(templates).format(
        place=chance.choice(PLACES),
        person=chance.choice(_PEOPLE),
        day=_DAYS[day],
        day_es=_DAYS_ES[day],
        n=chance.randrange(3, 900),
        m=chance.randrange(2, 90),
    )
