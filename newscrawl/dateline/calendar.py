"""The words of dates: months and weekdays as datelines write them.

French first, with the abbreviations in use; English, Spanish, Portuguese,
Italian and German names stand for what machine translation leaves behind.
"""

from __future__ import annotations

from newscrawl.text import fold

_MONTHS = (
    "janvier janv jan january januar janua enero ene janeiro gennaio gen",
    "février fevr fev feb febr february februar febrero fevereiro febbraio",
    "mars mar mrs march märz marzo março",
    "avril avr apr april abril abr aprile",
    "mai may mayo maio maggio",
    "juin jun june juni junio junho giugno",
    "juillet juill juil jul jui july juli julio julho luglio jull",
    "août aout aou aug august agosto ago agos",
    "septembre sept sep september septiembre setiembre setembro settembre set",
    "octobre oct october oktober okt octubre outubro out ottobre ott",
    "novembre nov novem november noviembre novembro",
    "décembre dec déc decem december dezember dez diciembre dic dezembro dicembre",
)
_WEEKDAYS = (
    "lundi lun monday lunes",
    "mardi mar tuesday martes",
    "mercredi mer merc wednesday miércoles",
    "jeudi jeu thursday jueves",
    "vendredi ven vend friday viernes",
    "samedi sam saturday sábado",
    "dimanche dim sunday domingo",
)
_HIJRI_MONTHS = (
    "mouharram muharram moharram mouharam safar rabi rabie rabia awal awwal thani joumada jumada joumad jamada rajab "
    "radjab chaabane chaaban chaban shaaban shaban sha'ban ramadan ramadhan chawal chawwal shawwal shawal dhou dhu dou "
    "zou zoul zul dhul dhoul al el qi'da qida qiida qadah qaada qa'dah qadda kaada kiida hijja hijjah hidja hija "
    "thaniya oula ula i ii"
)


def _table(rows: tuple[str, ...], first: int) -> dict[str, int]:
    return {fold(word): number for number, row in enumerate(rows, first) for word in row.split()}


MONTHS = _table(_MONTHS, 1)
"""Folded name or abbreviation of a month → 1 to 12."""

WEEKDAYS = _table(_WEEKDAYS, 0)
"""Folded name or abbreviation of a weekday → 0 (Monday) to 6, as `date.weekday`."""

FRENCH_WEEKDAYS = {row.split()[0]: number for number, row in enumerate(_WEEKDAYS)}
"""Full French name of a weekday → 0 to 6."""

HIJRI_WORDS = frozenset(fold(word) for word in _HIJRI_MONTHS.split())
"""Words of dates of the Islamic calendar, which Gulf agencies write before the Gregorian date."""
