"""Sitemaps: plain, news, of text, and their index, of which the newest articles are found with the fewest requests."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from lxml import etree

from newscrawl.dates.reading import stated_date
from newscrawl.hosts import is_same_site
from newscrawl.sources.addresses import is_article_path, is_list_path, path_and_query, resolve
from newscrawl.sources.documents import SourceDocument
from newscrawl.sources.links import Link, Listing, main_host
from newscrawl.sources.vocabulary import words
from newscrawl.sources.xml import all_named, name_of, namespace_of, plain, words_in
from newscrawl.text import fold
from newscrawl.urls import canonical_key, key_host

_ROOTS = frozenset(("urlset", "sitemapindex"))
_MOSTLY = 0.6
_TEXT_LINE = re.compile(r"https?://\S+", re.IGNORECASE)
_FIRST = 1000
_BESIDE = re.compile(r"image|video|xhtml|mobile", re.IGNORECASE)
"""Namespaces whose `loc` is not the page's."""
_NEWS = words("news googlenews googlenew latest recent recents")
_ARTICLES = words(
    """post posts article articles story stories actu actus actualite actualites info infos breve breves depeche
    depeches node nodes content contenu contenus"""
)
_OTHERS = words(
    """category categories categorie cat cats tag tags etiquette etiquettes motcle motscles keyword keywords author
    authors auteur auteurs user users pages product products produit produits shop video videos image images photo
    photos picture pictures gallery galleries galerie galeries diaporama diaporamas taxonomy taxonomies tax
    topic topics misc static attachment attachments forum forums event events evenement
    evenements agenda recette recettes podcast podcasts emission emissions newsletter newsletters"""
)
_SERVICE = re.compile(
    r"(?:(?:nous-)?contact(?:er|s|ez-nous|-us)?|a-propos(?:-de-(?:nous|notre-.*))?|about(?:-us)?|presentation"
    r"|qui-(?:sommes-nous|suis-je)|(?:l-|la-|notre-|the-|our-)?(?:equipe|equipage|team|staff|redaction)(?:-de-(?:la-)?redaction)?"
    r"|(?:mentions?|informations?|notices?)-legales?(?:-et-.*)?|legal(?:-notice)?|credits|ours|impressum"
    r"|(?:(?:politique|charte|declaration|protection|gestion|parametres)-(?:de-|des-|sur-|en-|relative-)(?:.*-)?)?"
    r"(?:confidentialite|cookies|vie-privee|donnees-personnelles)|protection-des-donnees|rgpd"
    r"|(?:privacy|cookies?)(?:-(?:policy|notice|statement|settings))?|(?:notre-)?charte(?:-(?:editoriale|deontologique))?"
    r"|cgu|cgv|conditions-(?:generales(?:-d.*)?|d-utilisation|de-vente)|terms(?:-(?:of-(?:use|service)|and-conditions))?"
    r"|(?:notre-)?methodologie|accessibilite|(?:nos-|devenir-)?partena(?:ires?|riats?)|publicite|annonceurs"
    r"|advertis(?:e|ing)(?:-with-us)?|newsletters?|subscribe|(?:s-)?abonne(?:ments?|r|z-vous)"
    r"|faire-un-don|dons?|soutenez-nous|nous-(?:soutenir|rejoindre)|recrutement|adhesion"
    r"|faq|aide|help|plan-d[ue]-site|sitemap|panier|commande|merci|mon-compte|archives?|accueil|home|boutique)"
    r"(?:\.\w{3,5})?"
)
"""Last parts of the addresses of pages about the site and its services."""
_LONGEST_SERVICE = 60
_ROOMS = words("fr en nl de page pages static site info infos p content www")
"""Folders in which sites keep such pages."""
_ONE_PAGE = re.compile(r"page-sitemap|posts-page-|pt-page-")
"""Sitemaps of plain pages; elsewhere `page` numbers the sitemaps of one kind."""
_WORD = re.compile(r"[a-z]+")
_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:[-_/.]?(?P<month>0[1-9]|1[0-2])(?:[-_/.]?(?P<day>0[1-9]|[12]\d|3[01]))?)?(?!\d)"
)
_PARAMETERS = re.compile(
    r"(?:yyyy|year)=(?P<year>\d{4})(?:&(?:mm|month)=(?P<month>\d\d?))?(?:&(?:dd|day)=(?P<day>\d\d?))?"
)
_NUMBER = re.compile(r"\d+")
_CORE = re.compile(r"/wp-sitemap-posts-")
_SLACK = timedelta(days=1)
"""A date without an offset may be that of any time zone."""
_OTHER = 3


def is_sitemap(document: SourceDocument) -> bool:
    """Whether a document is a sitemap: by its root, or a list of addresses, one a line."""
    if document.root is not None:
        return document.root in _ROOTS
    lines = document.text.split() if document.text[:_FIRST].lstrip().startswith("http") else []
    return bool(lines) and all(_TEXT_LINE.fullmatch(line) for line in lines)


def read_sitemap(document: SourceDocument) -> Listing:
    """The articles of a sitemap, or the sitemaps of an index, whichever root stands over them.

    Articles stand in the sitemap's order, each once: home, rubric, tag, author and plain pages are left out, and so is
    what leads to other sites.
    """
    url = document.url
    if document.root is None:
        stated = [Link(address) for line in document.text.split() if (address := resolve(line, url))]
        return _articles(stated, document)
    entries = list(all_named(document.tree, "url"))
    if not entries:
        return _index(all_named(document.tree, "sitemap"), url)
    return _articles([link for entry in entries if (link := _link(entry, url))], document)


def _index(entries: Iterable[etree._Element], url: str) -> Listing:
    modified: dict[str, str | None] = {}
    for entry in entries:
        parts = _parts(entry)
        target = _text(parts, "loc")
        if target and (address := resolve(target, url)):
            modified.setdefault(address, stated_date(_text(parts, "lastmod")))
    stated = {address: moment for address, moment in modified.items() if moment}
    return Listing(sitemaps=in_reading_order(list(modified), stated), sitemaps_modified=stated)


def _articles(entries: list[Link], document: SourceDocument) -> Listing:
    keyed: dict[str, Link] = {}
    for link in entries:
        keyed.setdefault(canonical_key(link.url), link)
    hosts = [key_host(key) for key in keyed]
    site = main_host(hosts, document.url)
    own = {host for host in set(hosts) if is_same_site(site, host, document.own_domains)}
    links = [link for link, host in zip(keyed.values(), hosts, strict=True) if host in own]
    news = any(link.headline is not None for link in links)
    kept = [link for link in links if link.headline is not None or not _is_other_page(link.url)]
    if not news:
        sure = [is_article_path(link.url) for link in kept]
        if sum(sure) >= _MOSTLY * len(kept):
            kept = [link for link, is_sure in zip(kept, sure, strict=True) if is_sure or _has_slug(link.url)]
    return Listing(kept)


def _is_other_page(url: str) -> bool:
    """Whether an address is that of a list, or of a page about the site: its team, its terms, how to reach it."""
    if is_list_path(url):
        return True
    *folders, last = path_and_query(url)[0].lower().strip("/").split("/")
    may_be_service = len(last) <= _LONGEST_SERVICE and _ROOMS.issuperset(folders)
    return may_be_service and _SERVICE.fullmatch(fold(unquote(last))) is not None


def _has_slug(url: str) -> bool:
    return "-" in url.rstrip("/").rpartition("/")[2]


def _link(entry: etree._Element, url: str) -> Link | None:
    parts = _parts(entry)
    target = _text(parts, "loc")
    address = resolve(target, url) if target else None
    if address is None:
        return None
    news = _parts([part for part in entry if name_of(part) == "news"][-1]) if "news" in parts else {}
    published = _text(news, "publication_date")
    return Link(
        url=address,
        headline=plain(_text(news, "title")),
        published=stated_date(published),
        published_raw=published,
        modified=stated_date(_text(parts, "lastmod")),
    )


def _parts(entry: etree._Element) -> dict[str, etree._Element]:
    """The children of an entry, the first of each name; `image:loc` is not the page's `loc`."""
    parts: dict[str, etree._Element] = {}
    for part in entry:
        if not _is_beside(namespace_of(part)):
            parts.setdefault(name_of(part), part)
    return parts


@lru_cache(maxsize=256)
def _is_beside(namespace: str) -> bool:
    return _BESIDE.search(namespace) is not None


def _text(parts: Mapping[str, etree._Element], name: str) -> str | None:
    return (words_in(parts[name]) or "").strip() or None if name in parts else None


def sitemaps_to_read(index: Listing, since: date | None = None) -> list[str]:
    """The sitemaps of an index that may hold articles published on `since` or later, those to read first in front.

    News sitemaps come first, then those of articles, then those whose name says nothing; the newest first in each.
    Left out are categories, tags, authors, pages, products, videos and images, unless there is nothing else, and what
    by the date in its name, or else by its last change, lies before `since`.  News sitemaps and the sitemap that comes
    first are not left out for their last change alone, which some sites never write again.
    """
    kinds = {address: _kind(address) for address in index.sitemaps}
    telling = [address for address in index.sitemaps if kinds[address] < _OTHER] or index.sitemaps
    if since is None:
        return list(telling)
    kept = []
    for place, address in enumerate(telling):
        named = _named_span(address)
        changed = _day(index.sitemaps_modified.get(address))
        end = named[1] if named else changed
        unsure = named is None and (place == 0 or kinds[address] == 0)
        if end is None or unsure or end + _SLACK >= since:
            kept.append(address)
    return kept


def in_reading_order(sitemaps: Sequence[str], modified: Mapping[str, str]) -> list[str]:
    """The addresses of sitemaps, best first (see `sitemaps_to_read`); `modified` is the last change of some."""

    def rank(address: str) -> tuple[int, int, int]:
        named = _named_span(address)
        newest = named[1] if named else _day(modified.get(address))
        return _kind(address), -(newest.toordinal() if newest else 0), -_number(address)

    return sorted(sitemaps, key=rank)


def newest_first(links: Sequence[Link], sitemap: str) -> list[Link]:
    """The links of one sitemap, the newest first as far as its dates tell; undated ones last, in their order.

    WordPress' own sitemaps count upwards, with or without dates of change: they are turned around.
    """
    if not any(link.published or link.modified for link in links):
        return list(reversed(links)) if counts_upwards(sitemap) else list(links)
    return sorted(links, key=lambda link: link.published or link.modified or "", reverse=True)


def counts_upwards(sitemap: str) -> bool:
    """Whether a sitemap is known to begin with the oldest articles, by its address: WordPress' own."""
    return _CORE.search(sitemap) is not None


def stated_sitemaps(stated: Iterable[str], url: str) -> list[str]:
    """The sitemaps that the robots.txt at `url` names, as its parser gives them, in its order, each once."""
    found = (resolve(address, url) for address in stated)
    return list(dict.fromkeys(address for address in found if address))


def _kind(address: str) -> int:
    """0 for news, 1 for articles, 2 where the name says nothing, 3 for what holds no articles."""
    name = _name(address)
    found = set(_WORD.findall(name))
    if not found.isdisjoint(_OTHERS) or _ONE_PAGE.search(name):
        return _OTHER
    if not found.isdisjoint(_NEWS):
        return 0
    return 1 if not found.isdisjoint(_ARTICLES) else 2


def _name(address: str) -> str:
    parts = urlsplit(address)
    return fold(unquote(f"{parts.path}?{parts.query}"))


def _named_span(address: str) -> tuple[date, date] | None:
    """The first and last day that a name such as `sitemap-2026-11.xml` tells."""
    name = _name(address)
    found = _PARAMETERS.search(name)
    for stated in (found,) if found else reversed(list(_DAY.finditer(name))):
        try:
            return _span(stated)
        except ValueError:
            continue
    return None


def _span(stated: re.Match[str]) -> tuple[date, date]:
    year = int(stated["year"])
    if stated["month"] is None:
        return date(year, 1, 1), date(year, 12, 31)
    month = int(stated["month"])
    if stated["day"] is None:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return date(year, month, int(stated["day"])), date(year, month, int(stated["day"]))


def _day(moment: str | None) -> date | None:
    return date.fromisoformat(moment[:10]) if moment else None


def _number(address: str) -> int:
    """The last number in a name, as systems count their sitemaps upwards; the first often has none."""
    numbers = _NUMBER.findall(_name(address))
    return int(numbers[-1][:18]) if numbers else 0
