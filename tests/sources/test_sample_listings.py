"""Invented listing pages of the families of markup.

The pages themselves say what is right: `data-article` stands on the links of the list (on the titles, in whole-card
links), `data-headline` where the title is not their text, `data-next` on the link to the next page.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest
from lxml import html

from newscrawl.sources import discover_links
from newscrawl.urls import canonical_url

FOLDER = Path(__file__).resolve().parents[1] / "data" / "discovery"
ADDRESSES = {
    "tagdiv_classic": "https://fleuve.example/category/dernieres-minutes/",
    "tagdiv_cloud": "https://nouvelles.example/rubrique/encontinu/",
    "wordpress_classic": "https://depeches.example/depeches/",
    "wordpress_block": "https://bloc.example/category/br%C3%A8ves/page/2/",
    "hashed_classes": "https://arc.example/info/en-continu",
    "spip": "https://gazette.example/spip.php?rubrique5",
    "drupal": "https://actualite.example/actualite",
    "joomla_k2": "https://k2.example/index.php/dernieres-nouvelles",
    "plain_columns": "https://simple.example/flash/",
    "river_cards": "https://quotidien.example/actualite-en-continu/2/",
    "last_page": "https://ville.example/breves?page=7",
    "full_text_blog": "https://carnet.example/",
    "unlinked_titles": "https://social.example/social",
    "old_theme": "https://courrier.example/info/",
    "hero_and_related": "https://regions.example/fil/",
}


@dataclass
class Sample:
    url: str
    text: str
    headlines: dict[str, str | None]
    next_page: str | None


def load(name: str) -> Sample:
    url = ADDRESSES[name]
    text = (FOLDER / f"{name}.html").read_text(encoding="utf-8")
    tree = html.document_fromstring(text)
    bases = tree.xpath("//base/@href")
    base = bases[0] if bases else url
    headlines: dict[str, str | None] = {}
    for node in tree.xpath("//*[@data-article]"):
        key = canonical_url(node.get("data-article") or node.get("href"), base)
        stated = node.get("data-headline", " ".join(node.text_content().split()))
        headlines[key] = headlines.get(key) or stated or None
    onward = tree.xpath("//*[@data-next]/@href") or tree.xpath("//link[@rel='next']/@href")
    next_page = canonical_url(urldefrag(urljoin(base, onward[0]))[0]) if onward else None
    return Sample(url, text, headlines, next_page)


@pytest.mark.parametrize("name", ADDRESSES)
def test_main_list_with_headlines_in_order(name: str) -> None:
    sample = load(name)
    listing = discover_links(sample.text, sample.url)
    assert [(link.url, link.headline_full or link.headline) for link in listing.links] == list(sample.headlines.items())


@pytest.mark.parametrize("name", ADDRESSES)
def test_next_page(name: str) -> None:
    sample = load(name)
    assert discover_links(sample.text, sample.url).next_page == sample.next_page


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("tagdiv_classic", ["2026-03-14T18:05:00+01:00", "2026-03-14T16:40:12+01:00", "2026-03-13T09:00:00+01:00"]),
        ("tagdiv_cloud", ["2026-03-14T11:20:00+00:00", "2026-03-14T08:02:00+00:00"]),
        (
            "wordpress_classic",
            ["2026-05-03T06:12:00+02:00", "2026-05-02T21:30:00+02:00", None, "2026-05-02T20:00:00+02:00"],
        ),
        ("wordpress_block", ["2026-05-05T12:00:00-04:00", "2026-05-05T11:00:00-04:00", "2026-05-05T09:45:00-04:00"]),
        ("spip", ["2026-02-11T14:22:10+00:00", "2026-02-10T09:00:00+00:00", "2026-02-09T18:30:00+00:00"]),
        ("drupal", ["2026-06-19T16:41:00", "2026-06-19T12:10:00", "2026-06-18T20:05:00"]),
        ("joomla_k2", ["2026-09-09T10:15:00", "2026-09-08T18:02:00"]),
        ("river_cards", [None, None, "2026-07-21T10:58:00"]),
        ("last_page", ["2026-11-03", "2026-11-02"]),
        ("full_text_blog", ["2026-01-06T18:30:00", "2026-01-05T08:05:00"]),
    ],
)
def test_dates_as_the_list_states_them(name: str, published: list[str | None]) -> None:
    sample = load(name)
    assert [link.published for link in discover_links(sample.text, sample.url).links] == published


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("hashed_classes", ["10:42", "10:15", "09:58"]),
        ("plain_columns", ["14:05", "13:47", "12:58", "12:31"]),
        ("river_cards", ["Publié aujourd’hui à 11h32", "il y a 25 minutes", "21 juillet 2026 à 10h58"]),
    ],
)
def test_relative_dates_stay_raw(name: str, raw: list[str]) -> None:
    sample = load(name)
    assert [link.published_raw for link in discover_links(sample.text, sample.url).links] == raw


def test_teaser_rubric_and_byline() -> None:
    sample = load("tagdiv_cloud")
    first = discover_links(sample.text, sample.url).links[0]
    assert first.teaser == "Dockers et armateurs ont signé samedi matin un texte de douze pages qui met fin au blocage."
    assert (first.section, first.author) == ("Économie", "Awa Ndoye")


def test_cut_headline_is_known_in_full() -> None:
    sample = load("tagdiv_classic")
    first = discover_links(sample.text, sample.url).links[0]
    assert first.headline == "La crue du fleuve menace trois..."
    assert first.headline_full is not None
    assert first.headline_full.startswith("La crue du fleuve menace trois ")


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("tagdiv_classic", "tagdiv"),
        ("tagdiv_cloud", "tagdiv"),
        ("wordpress_classic", "wordpress_classic"),
        ("wordpress_block", "wordpress_block"),
        ("drupal", "drupal"),
        ("joomla_k2", "joomla"),
        ("plain_columns", None),
    ],
)
def test_family(name: str, family: str | None) -> None:
    sample = load(name)
    assert discover_links(sample.text, sample.url).family == family
