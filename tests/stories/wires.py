"""Wires of our own invention, and feeds that hold them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from newscrawl.items import Article
from newscrawl.store.encoding import encode
from newscrawl.urls import article_id

PORT = """\
Les dockers du port de Tarsenne ont voté mardi matin la reprise du travail, au lendemain d'un accord sur les primes de \
nuit conclu après onze jours de blocage des terminaux à conteneurs.

Le texte, approuvé par 412 voix contre 97, prévoit une revalorisation de 6 % des heures travaillées entre minuit et \
cinq heures, ainsi que l'embauche de trente saisonniers avant la fin du printemps.

« Nous avons obtenu l'essentiel de ce que nous demandions depuis deux ans », s'est réjouie Maëlle Quéverdo, \
secrétaire du syndicat majoritaire, devant les grilles encore fermées du quai des Abeilles.

La direction estime à quatre millions d'euros le manque à gagner, dix-neuf porte-conteneurs ayant été déroutés vers \
les ports voisins pendant le mouvement.

Le trafic ne devrait retrouver son rythme habituel que samedi, le temps de résorber les files de camions immobilisés \
sur la rocade et de remettre en service deux portiques endommagés."""

CRUE = """\
Une crue soudaine de la Verdoise a emporté dans la nuit de lundi à mardi le pont de bois de Saint-Aubrac, sans faire \
de victime, a annoncé la préfecture du département.

Le niveau de la rivière est monté de deux mètres quarante en moins de trois heures, selon le service de prévision des \
inondations, qui avait placé la vallée en vigilance orange dès la fin d'après-midi.

Une soixantaine d'habitants du bas du village ont passé la nuit au gymnase, où la Croix-Rouge avait dressé des lits de \
camp et distribué des repas chauds.

« L'eau est arrivée par le jardin, puis tout est allé très vite », raconte Firmin Delacourtie, menuisier, dont \
l'atelier a été recouvert d'un demi-mètre de boue.

Les cours sont suspendus jusqu'à jeudi dans les deux écoles de la commune et la route des crêtes reste coupée à \
hauteur du moulin de Rioufrais."""

VACCIN = """\
Le laboratoire public de Nanderre a présenté jeudi les résultats d'un essai mené auprès de 2 300 volontaires sur un \
vaccin contre la fièvre des marais, maladie qui touche chaque été plusieurs milliers de riverains du delta.

La protection atteint 81 % six mois après la seconde injection, sans effet indésirable grave, précisent les auteurs \
dans un rapport remis au ministère de la Santé.

Une étude plus large doit commencer en septembre dans quatre hôpitaux du littoral, où dix mille doses seront \
conservées à température ambiante grâce à un procédé de séchage mis au point sur place.

« C'est la première fois qu'un candidat se conserve sans chaîne du froid », a souligné la professeure Aïssata \
Lemoigne, qui dirige le programme depuis sa création.

Les associations de patients réclament un accès gratuit dès l'autorisation, attendue au plus tôt dans dix-huit mois."""

BUDGET = """\
Le conseil municipal de Brévannes-le-Haut a adopté vendredi soir un budget en hausse de 3,2 %, dont un quart ira à la \
rénovation des écoles et au remplacement des chaudières au fioul.

L'opposition a voté contre, jugeant irréaliste la prévision de recettes tirée de la vente de l'ancienne caserne, \
estimée à sept millions d'euros.

La taxe foncière restera inchangée pour la quatrième année consécutive, a assuré l'adjoint aux finances Côme \
Bastelica, qui mise sur la baisse des intérêts de la dette.

Le tarif de la cantine, calculé selon les revenus, baissera pour un tiers des familles à partir de la rentrée.

Une enquête publique sur le tracé de la voie verte s'ouvrira au mois d'avril, avant le lancement des travaux prévu à \
l'automne."""

WIRES = (PORT, CRUE, VACCIN, BUDGET)
SELF_DESCRIPTION = (
    "Créée en 1974, l'Agence du Levant diffuse jour et nuit ses dépêches, ses photographies et ses vidéos à plus de "
    "neuf cents rédactions abonnées sur quatre continents, dans le respect de sa charte d'indépendance."
)
START = datetime.fromisoformat("2026-11-20T08:00:00+01:00")


def paragraphs(text: str, *numbers: int) -> str:
    """Some paragraphs of a text."""
    every = text.split("\n\n")
    return "\n\n".join(every[number] for number in numbers)


def article(site: str, number: int, body: str | None, minutes: int = 0, **others: Any) -> Article:
    """An article of a site, published some minutes after `START` and read five minutes later."""
    url = f"https://{site}.example/{number}"
    published = START + timedelta(minutes=minutes)
    values: dict[str, Any] = {
        "id": article_id(url),
        "url": url,
        "site": site,
        "headline": f"Titre {number}",
        "body": body,
        "published_at": published.isoformat(),
        "published_precision": "minute",
        "crawled_at": (published + timedelta(minutes=5)).isoformat(),
    }
    return Article(**{**values, **others})


def removal(of: Article) -> Article:
    """The line that an article's site removed it."""
    return Article(kind="removal", id=of.id, url=of.url, site=of.site, removed_at=of.crawled_at)


def append(data: Path, articles: Iterable[Article], day: str = "2026-11-23") -> None:
    """Appends lines to the feeds of their sites."""
    for each in articles:
        path = data / "feeds" / each.site / f"{each.site}-{day}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as feed:
            feed.write(encode(each))


def files_of(data: Path) -> dict[str, bytes]:
    """The files with stories, by name."""
    return {path.name: path.read_bytes() for path in (data / "derived" / "stories").glob("*.jsonl")}
