"""The invented articles that every family site publishes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

_PLACES = ("Boravel", "Saint-Aubrac", "Kintélo", "Marouda", "Vieux-Fort", "Tamberma", "Oulmès-le-Haut")
_EVENTS = (
    "Le marché couvert de {} rouvre après dix-huit mois de travaux",
    "À {}, les pêcheurs réclament un quai de plus avant l’hiver",
    "Inondations : {} demande l’état de catastrophe naturelle",
    "{} : la nouvelle ligne de bus transporte déjà neuf mille voyageurs par jour",
    "Un incendie maîtrisé dans l’entrepôt de coton de {}",
)
_MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
_DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]


@dataclass(frozen=True)
class Story:
    number: int
    headline: str
    place: str
    moment: datetime
    """As the site's clock, in UTC+1."""

    @property
    def slug(self) -> str:
        plain = unicodedata.normalize("NFKD", self.headline).encode("ascii", "ignore").decode().lower()
        return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")

    @property
    def iso(self) -> str:
        return self.moment.isoformat() + "+01:00"

    @property
    def day(self) -> str:
        return f"{self.moment.day} {_MONTHS[self.moment.month - 1]} {self.moment.year}"

    @property
    def weekday(self) -> str:
        return f"{_DAYS[self.moment.weekday()]} {self.day}"

    @property
    def clock(self) -> str:
        return f"{self.moment:%Hh%M}"

    @property
    def teaser(self) -> str:
        return f"La mairie de {self.place} l’a annoncé {self.weekday}, à l’issue d’une réunion ouverte aux habitants."

    @property
    def body(self) -> tuple[str, str]:
        return (
            f"{self.place.upper()}, {self.day} – {self.teaser}",
            (
                "Une centaine de personnes ont suivi les échanges, qui doivent reprendre au début du mois prochain "
                "avec les représentants du département et des communes voisines."
            ),
        )


def stories() -> list[Story]:
    """35 articles, newest first."""
    newest = datetime.fromisoformat("2026-11-26T11:42:00")
    return [
        Story(5120 - 7 * place - event, text.format(name), name, newest - timedelta(minutes=173 * (7 * event + place)))
        for event, text in enumerate(_EVENTS)
        for place, name in enumerate(_PLACES)
    ]
