"""Breadcrumbs: the sections that they name, also where a page was kept as text and only capitals part its entries."""

from __future__ import annotations

import re
from collections.abc import Iterable

from newscrawl.article.titles import is_start_of
from newscrawl.text import clean, fold, letters

HOME_WORDS = frozenset(
    {"accueil", "home", "page d'accueil", "a la une", "une", "homepage", "inicio", "accueil du site", "startseite"}
)
"""What the first entry of a breadcrumb is called that stands for the whole site."""

_NAMES = """
dernières minutes|dernière minute|dernières nouvelles|dernière heure|dernières infos|actualités|actualité|actus|actu
à la une|la une|en continu|info en continu|infos en continu|fil info|fil infos|fil|fil d'actualité|fil d'actu|flash
flash info|infos|info|news|breaking news|direct|en direct|brèves|dépêches|toute l'actualité|toute l'info|titres|24/7
urgent|alertes|agences|fil des agences
international|internationale|internationales|à l'international|monde|planète|étranger|national|nationale|nation|europe
union européenne|afrique|afrique de l'ouest|afrique centrale|afrique de l'est|maghreb|moyen-orient|proche-orient|asie
asie-pacifique|amérique|amériques|amérique latine|océan indien|océanie|caraïbes|antilles|francophonie
france|belgique|suisse|canada|québec|luxembourg|maroc|algérie|tunisie|mauritanie|sénégal|mali|niger|tchad|togo|bénin
côte d'ivoire|burkina faso|guinée|cameroun|gabon|congo|rdc|rd congo|centrafrique|rwanda|burundi|djibouti|comores
madagascar|maurice|haïti|liban|syrie|israël|palestine|iran|turquie|égypte|libye|états-unis|usa|chine|japon|inde|russie
ukraine|espagne|italie|allemagne|portugal|royaume-uni|grèce|pologne|brésil|mexique|argentine|venezuela|colombie
régions|région|provinces|local|locales|proximité|villes|ville|département|communes|en régions|vie locale
politique|politiques|gouvernement|élections|diplomatie|défense|sécurité|armée|institutions|gouvernance
économie|économique|éco|économie et finances|finance|finances|bourse|marchés|entreprises|entreprise|business|emploi
immobilier|argent|énergie|industrie|agriculture|transport|transports|commerce|consommation|banque|banques|tourisme
automobile|auto|auto-moto|aéronautique|mines|start-up|management
société|social|faits divers|fait divers|justice|police-justice|police|éducation|enseignement|université|religion
religions|famille|femmes|femme|jeunesse|migration|migrations|droits humains|droits de l'homme|vie pratique|people
santé|bien-être|médecine|coronavirus|covid-19|sciences|science|sciences et tech|sciences et technologies|espace
environnement|climat|météo|écologie|nature|animaux|développement durable
tech|high-tech|technologie|technologies|numérique|digital|internet|cybersécurité|innovation|innovations|jeux vidéo
portaltic|télécoms|médias|média|télé|télévision|radio|séries
sport|sports|football|foot|rugby|tennis|basket|basket-ball|cyclisme|handball|athlétisme|formule 1|mercato|omnisport
ligue 1|autres sports|jeux olympiques|natation|boxe|golf|volley|ski
culture|cultures|arts|art|cinéma|musique|musiques|livres|littérature|théâtre|spectacles|expositions|festivals
patrimoine|histoire|photo|danse|bd|arts et spectacles|culture et loisirs
célébrités|divertissement|loisirs|lifestyle|style|mode|beauté|cuisine|gastronomie|voyage|voyages|maison|insolite
insolites|horoscope|jeux
opinion|opinions|idées|débats|débat|tribune|tribunes|édito|éditorial|éditoriaux|chronique|chroniques|analyse|analyses
décryptage|enquête|enquêtes|reportage|reportages|interview|interviews|entretien|entretiens|portrait|portraits|dossier
dossiers|magazine|communiqué|communiqués|vidéo|vidéos|photos|podcast|podcasts|blog|blogs|non classé|divers|archives
"""
SECTION_NAMES = frozenset(fold(name) for line in _NAMES.strip().splitlines() for name in line.split("|"))
"""What running-news sites call their sections, folded; each also with an article before it (`L'International`)."""

_SEPARATED = re.compile(r"\s*(?:[>»›|•→]|\s/\s|\s::?\s|\s-\s)\s*")
_ARTICLE = re.compile(r"^(?:l'|la |le |les )")
_WORD = re.compile(r"\S+")
_LONGEST = 1 + max(name.count(" ") + 1 for name in SECTION_NAMES)


def _named(path: Iterable[str], title: str | None) -> list[str]:
    """The entries of a breadcrumb that name sections: no home page, separator, repetition, or the article itself."""
    entries: list[str] = []
    for entry in path:
        text = clean(entry).strip(" >»›/|·•")
        if not text or not re.search(r"\w", text) or text in entries:
            continue
        if fold(text) in HOME_WORDS and not entries:
            continue
        if title and is_start_of(text, title):
            continue
        entries.append(text)
    return entries


def split_path(trail: str, headline: str | None) -> list[str]:
    """The sections in a breadcrumb line: `Accueil Dernières minutes L'International L'OTAN transfère…` gives two.

    What ends the line and begins the headline is the article itself.  Between entries that nothing separates, known
    section names that begin with a capital letter are cut out; what is left between them stays one entry, since where
    it parts cannot be known.
    """
    trail = _without_home(_without_headline(clean(trail), headline))
    if not trail:
        return []
    entries = _SEPARATED.split(trail)
    if len(entries) == 1:
        entries = _split_by_names(trail)
    return _named(entries, headline)


def _without_headline(trail: str, headline: str | None) -> str:
    if not headline:
        return trail
    whole = letters(headline)
    for word in _WORD.finditer(trail):
        tail = trail[word.start() :]
        cut = tail.rstrip().endswith(("...", "…"))
        start = letters(tail)
        if word.start() and start and (start == whole or (cut and whole.startswith(start))):
            return trail[: word.start()].rstrip(" >»›/|·•:-")
    return trail


def _without_home(trail: str) -> str:
    folded = fold(trail)
    for home in sorted(HOME_WORDS, key=len, reverse=True):
        if folded == home:
            return ""
        if folded.startswith(home) and not folded[len(home)].isalnum():
            return " ".join(trail.split(" ")[home.count(" ") + 1 :]).lstrip(" >»›/|·•:-")
    return trail


def _split_by_names(trail: str) -> list[str]:
    words = trail.split(" ")
    entries: list[str] = []
    unknown: list[str] = []
    position = 0
    while position < len(words):
        length = _name_at(words, position)
        if length:
            if unknown:
                entries.append(" ".join(unknown))
                unknown = []
            entries.append(" ".join(words[position : position + length]))
            position += length
        else:
            unknown.append(words[position])
            position += 1
    return [*entries, " ".join(unknown)] if unknown else entries


def _name_at(words: list[str], position: int) -> int:
    """How many words the longest known name that begins here has; 0 where none does."""
    if not words[position][:1].isupper() and not words[position][:1].isdigit():
        return 0
    for length in range(min(_LONGEST, len(words) - position), 0, -1):
        follower = words[position + length] if position + length < len(words) else ""
        # "Politique et social", "Europe de l'Est": a name that goes on in lower case is another name.
        name = fold(" ".join(words[position : position + length]))
        if (name in SECTION_NAMES or _ARTICLE.sub("", name) in SECTION_NAMES) and not follower[:1].islower():
            return length
    return 0
