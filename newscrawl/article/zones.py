"""Time zones as tables: of countries that have one only, and as French pages name them."""

from __future__ import annotations

COUNTRY_ZONES = {
    "AD": "Europe/Andorra", "AT": "Europe/Vienna", "BE": "Europe/Brussels", "BF": "Africa/Ouagadougou",
    "BI": "Africa/Bujumbura", "BJ": "Africa/Porto-Novo", "CF": "Africa/Bangui", "CG": "Africa/Brazzaville",
    "CH": "Europe/Zurich", "CI": "Africa/Abidjan", "CM": "Africa/Douala", "DE": "Europe/Berlin",
    "DJ": "Africa/Djibouti", "DZ": "Africa/Algiers", "EG": "Africa/Cairo", "FR": "Europe/Paris",
    "GA": "Africa/Libreville", "GB": "Europe/London", "GF": "America/Cayenne", "GN": "Africa/Conakry",
    "GP": "America/Guadeloupe", "GQ": "Africa/Malabo", "HT": "America/Port-au-Prince", "IT": "Europe/Rome",
    "KM": "Indian/Comoro", "LB": "Asia/Beirut", "LU": "Europe/Luxembourg", "MA": "Africa/Casablanca",
    "MC": "Europe/Monaco", "MG": "Indian/Antananarivo", "ML": "Africa/Bamako", "MQ": "America/Martinique",
    "MR": "Africa/Nouakchott", "MU": "Indian/Mauritius", "NC": "Pacific/Noumea", "NE": "Africa/Niamey",
    "NL": "Europe/Amsterdam", "PF": "Pacific/Tahiti", "RE": "Indian/Reunion", "RW": "Africa/Kigali",
    "SC": "Indian/Mahe", "SN": "Africa/Dakar", "TD": "Africa/Ndjamena", "TG": "Africa/Lome", "TN": "Africa/Tunis",
    "VU": "Pacific/Efate", "WF": "Pacific/Wallis", "YT": "Indian/Mayotte",
}  # fmt: skip
"""IANA zone by ISO 3166-1 code, for countries whose media keep one clock.  `CD` and `CA` have several: left out.
France stands for its European part; the overseas departments have codes and domains of their own."""

NAMED_OFFSETS = {
    "gmt": 0, "utc": 0, "tu": 0, "ut": 0, "wat": 1, "cet": 1, "cest": 2, "hec": 1, "heec": 2, "eet": 2, "cat": 2,
    "eat": 3, "bst": 1, "est": -5, "edt": -4, "hne": -5, "hae": -4, "hnc": -6, "hac": -5,
}  # fmt: skip
"""Hours east of Greenwich, by abbreviation in lower case."""

NAMED_ZONES = {
    "paris": "Europe/Paris", "france": "Europe/Paris", "bruxelles": "Europe/Brussels", "belge": "Europe/Brussels",
    "geneve": "Europe/Zurich", "suisse": "Europe/Zurich", "berne": "Europe/Zurich", "zurich": "Europe/Zurich",
    "luxembourg": "Europe/Luxembourg", "montreal": "America/Toronto", "quebec": "America/Toronto",
    "ottawa": "America/Toronto", "toronto": "America/Toronto", "l'est": "America/Toronto",
    "new york": "America/New_York", "washington": "America/New_York", "londres": "Europe/London",
    "kinshasa": "Africa/Kinshasa", "brazzaville": "Africa/Brazzaville", "libreville": "Africa/Libreville",
    "dakar": "Africa/Dakar", "abidjan": "Africa/Abidjan", "bamako": "Africa/Bamako", "lome": "Africa/Lome",
    "cotonou": "Africa/Porto-Novo", "douala": "Africa/Douala", "yaounde": "Africa/Douala", "alger": "Africa/Algiers",
    "algerie": "Africa/Algiers", "tunis": "Africa/Tunis", "rabat": "Africa/Casablanca", "maroc": "Africa/Casablanca",
    "antananarivo": "Indian/Antananarivo", "port-au-prince": "America/Port-au-Prince",
    "haiti": "America/Port-au-Prince",
    "beyrouth": "Asia/Beirut", "moscou": "Europe/Moscow", "tokyo": "Asia/Tokyo", "pekin": "Asia/Shanghai",
    "greenwich": "Etc/UTC", "universelle": "Etc/UTC", "gmt": "Etc/UTC",
}  # fmt: skip
"""IANA zone by the name after "heure (de)", folded."""
