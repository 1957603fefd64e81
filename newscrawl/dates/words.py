"""The words of dates, folded: months, weekdays, parts of the day, numbers, units and what stands around a date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from newscrawl.text import fold

# French and English, then what machine translation leaves behind: German, Spanish, Portuguese, Italian.
_MONTHS = (
    ("janvier janv jan january", "januar janua enero ene janeiro gennaio gen"),
    ("février févr fév february febr feb", "februar febrero fevereiro febbraio"),
    ("mars mar march", "mrs märz marzo março"),
    ("avril avr april apr", "abril abr aprile"),
    ("mai may", "mayo maio maggio"),
    ("juin jun june", "juni junio junho giugno"),
    ("juillet juill juil jul july", "jui juli julio julho luglio jull"),
    ("août aout aou aug august", "agosto ago agos"),
    ("septembre sept sep september", "septiembre setiembre setembro settembre set"),
    ("octobre oct october", "oktober okt octubre outubro out ottobre ott"),
    ("novembre nov novem november", "noviembre novembro"),
    ("décembre déc decem december", "dezember dez diciembre dic dezembro dicembre"),
)
# Full names and French abbreviations, then English abbreviations: `mon` and `sat` are words of other kinds as well.
_WEEKDAYS = (
    ("lundi lun monday lunes", "mon"),
    ("mardi mar tuesday martes", "tue tues"),
    ("mercredi mer merc wednesday miércoles", "wed"),
    ("jeudi jeu thursday jueves", "thu thur thurs"),
    ("vendredi ven vend friday viernes", "fri"),
    ("samedi sam saturday sábado", "sat"),
    ("dimanche dim sunday domingo", "sun"),
)


def _numbered(rows: Iterable[tuple[str, ...]], first: int) -> dict[str, int]:
    return {fold(word): number for number, row in enumerate(rows, first) for part in row for word in part.split()}


def pattern(names: Iterable[str]) -> str:
    """Alternatives of a regular expression for any of `names`, the longest first."""
    return "|".join(sorted(names, key=len, reverse=True))


MONTHS: Mapping[str, int] = _numbered([row[:1] for row in _MONTHS], 1)
"""Name or abbreviation of a month in French or English → 1 to 12."""
MONTHS_ANYWHERE: Mapping[str, int] = _numbered(_MONTHS, 1)
"""The same, with the languages that feeds and translated datelines mix in."""
MONTH_PATTERN = pattern(MONTHS)

WEEKDAYS: Mapping[str, int] = _numbered(_WEEKDAYS, 0)
"""Name or abbreviation of a weekday → 0 (Monday) to 6, as `date.weekday`."""
WEEKDAY_NAMES: Mapping[str, int] = _numbered([row[:1] for row in _WEEKDAYS], 0)
"""The same without what is another word in the middle of French text."""
FRENCH_WEEKDAYS: Mapping[str, int] = {row[0].split()[0]: number for number, row in enumerate(_WEEKDAYS)}
"""Full French name of a weekday → 0 to 6."""

AFTERNOON = ("p", "du soir", "de l'apres-midi", "soir", "apres-midi")
"""What a half-day begins with that makes eight o'clock 20:00."""

NUMBERS: Mapping[str, int] = {
    name: number
    for number, names in {
        1: "un une a an one", 2: "deux two", 3: "trois three", 4: "quatre four", 5: "cinq five", 6: "six",
        7: "sept seven", 8: "huit eight", 9: "neuf nine", 10: "dix ten", 11: "onze eleven", 12: "douze twelve",
        13: "treize", 14: "quatorze", 15: "quinze fifteen", 16: "seize", 20: "vingt twenty", 30: "trente thirty",
        40: "quarante forty",
    }.items()
    for name in names.split()
}  # fmt: skip
"""Numbers of ages and days as they are spelled out in one word."""

UNITS: Mapping[str, int] = {
    name: seconds
    for names, seconds in (
        ("seconde secondes second seconds sec secs s", 1),
        ("minute minutes min mins mn m", 60),
        ("demi-heure half-hour", 1800),
        ("heure heures hour hours hr hrs h", 3600),
        ("jour jours day days j d", 86400),
        ("semaine semaines week weeks sem w mois month months an ans annee annees year years", 0),
    )
    for name in names.split()
}
"""Name of a unit → seconds; 0 for units too coarse to tell a day."""

DAYS_BACK: Mapping[str, int] = {
    "avant-hier": 2, "hier": 1, "yesterday": 1, "aujourd'hui": 0, "today": 0, "ce jour": 0, "ce matin": 0,
    "ce soir": 0, "cet apres-midi": 0,
}  # fmt: skip
"""Name of a day → days before the day of the crawl."""

AROUND = frozenset(
    word
    for words in (
        "publie publiee le la a mis mise jour maj actualise modifie poste depuis ce cree redige ecrit par de du the on",
        "at posted published updated created date gmt utc cet cest est h min heure heures",
        *(f"{names.rpartition(' ')[0]} {english}" for names, english in _WEEKDAYS),
    )
    for word in words.split()
)
"""Words that stand around a date and belong to it."""
