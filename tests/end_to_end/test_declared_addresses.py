"""What pages say of their own address: one address declared by many articles, and one article under many addresses."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from newscrawl.store.reading import read_lines
from newscrawl.urls import article_id
from tests import interpreters
from tests.local_site import Answer, LocalSite

ROOT = Path(__file__).resolve().parents[2]
LATER = """
import sys
from datetime import timedelta
from newscrawl import clock
real, hours = clock.now, float(sys.argv[1])
clock.now = lambda: real() + timedelta(hours=hours)
sys.argv = ["scrapy", *sys.argv[2:]]
from newscrawl.__main__ import main
main()
"""
NO_ARTICLES = ("/robots.txt", "/.well-known/tdmrep.json", "/en-continu/")
SUBJECTS = (
    ("Le pont de Vieux-Port rouvre aux camions", "Les camions peuvent de nouveau traverser le fleuve depuis lundi"),
    ("Une panne prive Ostreville de courant", "Douze mille foyers sont restés sans électricité toute la nuit"),
    ("Le lycée agricole gagne un internat", "Les travaux de l’internat commenceront au printemps prochain"),
    ("Trois blessés dans une collision", "La collision a eu lieu vers sept heures sur la route nationale"),
    ("La récolte de pommes sera tardive", "Le gel d’avril a retardé la floraison dans toute la vallée"),
)

FURTHER = (
    ("Le musée de la marine ferme un an", "Les collections seront mises à l’abri avant le début de l’été"),
    ("Un nouveau préfet nommé à Ostreville", "Le préfet prendra ses fonctions au retour des vacances d’hiver"),
    ("La patinoire passe au solaire", "Huit cents panneaux couvriront le toit de la patinoire municipale"),
    ("Les bus gratuits le samedi", "La mesure coûtera deux millions par an au syndicat des transports"),
)


def article(headline: str, lead: str, head: str = "") -> Answer:
    body = "".join(
        f"<p>{lead}, {rest}</p>"
        for rest in ("a indiqué la préfecture dans un communiqué publié mardi.", "selon plusieurs témoins sur place.")
    )
    return Answer(
        f"""<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{headline}</title>
        <meta property="article:published_time" content="2026-11-20T10:00:00+01:00">{head}</head>
        <body><main><article><h1>{headline}</h1>{body}</article></main></body></html>""".encode()
    )


def listing(*shown: tuple[str, str]) -> Answer:
    rows = "".join(
        f'<article><h3><a href="{path}">{title}</a></h3><p>Le chapô de l’article, en une phrase entière.</p></article>'
        for path, title in shown
    )
    return Answer(
        f"""<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>En continu</title></head><body><main>
        <h1>En continu</h1>{rows}</main></body></html>""".encode()
    )


def canonical(address: str) -> str:
    return f'<link rel="canonical" href="{address}">'


class Desk:
    """A site with a running section, and the runs over it."""

    def __init__(self, data: Path) -> None:
        self.site = LocalSite()
        self.data = data
        self.site.pages["/robots.txt"] = Answer.text("")

    def show(self, *paths: str) -> None:
        """Lists articles, five at least, those at other addresses being about the remaining subjects."""
        titles = [(path, SUBJECTS[number % len(SUBJECTS)][0]) for number, path in enumerate(paths)]
        self.site.pages["/en-continu/"] = listing(*titles)

    def publish(self, path: str, number: int, head: str = "", headline: str | None = None, text: str = "") -> None:
        title, lead = (*SUBJECTS, *FURTHER)[number]
        self.site.pages[path] = article(headline or title, text or lead, head)

    def run(self, hours: float = 0) -> tuple[list[str], dict[str, Any], str]:
        """A run so many hours from now: paths of articles asked for, stats, and what it said."""
        before = len(self.site.visits)
        command = [
            *(
                sys.executable,
                "-c",
                LATER,
                str(hours),
                "crawl",
                "section",
                "-a",
                f"url={self.site.url('/en-continu/')}",
            ),
            *("-s", f"NEWSCRAWL_DATA_DIR={self.data}", "-s", "NEWSCRAWL_ALLOWED_PRIVATE_HOSTS=127.0.0.1"),
            *("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False", "-s", "NEWSCRAWL_PROGRESS_ENABLED=0"),
        ]
        variables = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        done = interpreters.run(command, env=variables, timeout=120)
        assert done.returncode == 0, done.stderr
        asked = [visit.path for visit in self.site.visits[before:]]
        report = max(self.data.glob("runs/*/*.json"), key=lambda path: path.stat().st_mtime_ns)
        stats = json.loads(report.read_text())["stats"]
        return [path for path in asked if path not in NO_ARTICLES], stats, done.stderr

    def lines(self) -> list[dict[str, Any]]:
        (folder,) = self.data.glob("feeds/*")
        return [json.loads(line.content) for line in read_lines(folder)]

    def id(self, path: str) -> str:
        return article_id(self.site.url(path))


@pytest.fixture
def desk(tmp_path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.site.close()


SHARED = "/depeche.html"
"""What pages might be believed to declare, for a word of it is in their own addresses."""
NOWHERE = "/actualites/regions/"
"""What they might not be."""
CARELESS = {
    "the query dropped": ("/lire.asp?n={}", canonical("/lire.asp")),
    "the query dropped by og:url": ("/lire.asp?n={}", '<meta property="og:url" content="{origin}/lire.asp">'),
    "the home page by name": ("/infos/{}-depeche.html", canonical("/accueil")),
    "the home page": ("/?depeche={}", canonical("/")),
    "the folder above": ("/infos/2026/{}-depeche.html", canonical("/infos/2026/")),
    "another folder": ("/infos/{}-depeche.html", canonical(NOWHERE)),
    "undefined": ("/infos/{}-depeche.html", canonical("undefined")),
    "an object": ("/infos/{}-depeche.html", canonical("/infos/[object Object]")),
}


@pytest.mark.parametrize("kind", CARELESS)
def test_articles_that_declare_one_address_are_as_many_as_they_are(desk: Desk, kind: str):
    pattern, head = CARELESS[kind]
    paths = [pattern.format(number) for number in range(1, 6)]
    desk.show(*paths)
    for number, path in enumerate(paths):
        desk.publish(path, number, head.replace("{origin}", desk.site.url("")))
    asked, stats, said = desk.run()
    assert sorted(set(asked) - {NOWHERE}) == sorted(paths)
    assert asked.count(NOWHERE) == (kind == "another folder")
    lines = desk.lines()
    assert len({line["id"] for line in lines}) == len(lines) == len(paths)
    assert {line["headline"] for line in lines} == {headline for headline, _ in SUBJECTS}
    assert {line["revision"] for line in lines} == {1}
    apart = [line for line in lines if "canonical_conflict" in line["problems"]]
    assert [line["url"] for line in apart] == [line["fetched_url"] for line in apart]
    assert stats.get("newscrawl/pages/canonical_conflict", 0) == len(apart)
    assert said.count("canonical_conflict") == bool(apart)

    for _ in range(2):
        asked, stats, said = desk.run()
        assert (asked, said) == ([], "")
        assert stats["newscrawl/links/known"] == len(paths)
    assert desk.lines() == lines


def test_a_change_of_an_article_of_many_is_a_revision_of_that_one(desk: Desk):
    paths = [f"/infos/{number}-depeche.html" for number in range(1, 6)]
    desk.show(*paths)
    for number, path in enumerate(paths):
        desk.publish(path, number, canonical(SHARED))
    desk.run()
    first = {line["fetched_url"]: line["id"] for line in desk.lines()}
    assert len(set(first.values())) == 5

    for number, path in enumerate(paths):
        desk.publish(path, number, canonical(SHARED), f"Bilan {number}", f"Tout a changé {number}")
    asked, stats, _ = desk.run(hours=8)
    assert sorted(asked) == sorted(paths)
    assert stats["newscrawl/feed/revised"] == 5
    changed = desk.lines()[5:]
    assert {line["fetched_url"]: line["id"] for line in changed} == first
    assert {line["revision"] for line in changed} == {2}
    assert all(line["headline"].startswith("Bilan") and not line["aliases"] for line in changed)

    asked, stats, _ = desk.run(hours=40)
    assert sorted(asked) == sorted(paths)
    assert stats["newscrawl/feed/unchanged"] == 5
    assert len(desk.lines()) == 10


def test_a_later_run_and_a_lost_ledger_know_the_articles_apart(desk: Desk):
    paths = [f"/infos/{number}-depeche.html" for number in range(1, 6)]
    for number, path in enumerate(paths):
        desk.publish(path, number, canonical(SHARED))
    desk.show(*paths[:1])
    desk.run()
    desk.show(*paths)
    asked, _, _ = desk.run()
    assert sorted(asked) == sorted(paths[1:])
    lines = desk.lines()
    assert len({line["id"] for line in lines}) == len(lines) == 5

    for file in desk.data.glob("ledger/*"):
        file.unlink()
    asked, stats, _ = desk.run()
    assert asked == [paths[0]]  # the one whose id is not that of its link
    assert stats["newscrawl/feed/unchanged"] == 1
    assert desk.lines() == lines


def test_an_article_of_another_address_takes_none_that_is_no_longer_shown(desk: Desk):
    desk.publish("/infos/1-depeche.html", 0, canonical(SHARED))
    desk.publish("/infos/2-depeche.html", 1, canonical(SHARED))
    desk.show("/infos/1-depeche.html")
    desk.run()
    desk.show("/infos/2-depeche.html")
    asked, _, _ = desk.run()
    assert asked == ["/infos/2-depeche.html", "/infos/1-depeche.html"]
    assert [(line["revision"], line["headline"]) for line in desk.lines()] == [(1, SUBJECTS[n][0]) for n in (0, 1)]


def test_a_known_article_whose_address_leads_to_a_page_with_another_text_has_become_that(desk: Desk):
    desk.publish("/infos/1-collision", 0, canonical("/depeches/1"))
    desk.show("/infos/1-collision")
    desk.run()
    desk.site.pages["/infos/1-collision"] = Answer.redirect("/infos/1-bilan", 301)
    desk.publish("/infos/1-bilan", 3, canonical("/depeches/1"))
    desk.show("/infos/1-bilan")
    desk.run()
    first, second = desk.lines()
    assert (second["id"], second["revision"], second["headline"]) == (first["id"], 2, SUBJECTS[3][0])


@pytest.mark.parametrize("together", [True, False])
def test_one_article_at_two_addresses_stays_one(desk: Desk, together: bool):
    declared = canonical("/le-pont-rouvre")
    desk.publish("/lire?id=1&vu=une", 0, declared)
    desk.publish("/lire?id=1&vu=fil", 0, declared)
    desk.publish("/amp/le-pont-rouvre", 0, declared)
    desk.publish("/autre", 1)
    if not together:
        desk.show("/lire?id=1&vu=une", "/autre")
        desk.run()
    desk.show("/lire?id=1&vu=une", "/autre", "/lire?id=1&vu=fil", "/amp/le-pont-rouvre")
    desk.run()
    lines = desk.lines()
    assert sorted(line["id"] for line in lines) == sorted([desk.id("/le-pont-rouvre"), desk.id("/autre")])
    assert not any("canonical_conflict" in line["problems"] for line in lines)
    for path in ("/lire?id=1&vu=fil", "/lire?id=1&vu=une", "/amp/le-pont-rouvre"):
        desk.publish(path, 0, declared, "Le pont ferme encore", "Rien ne passe plus")
    desk.run(hours=8)
    revised = [line for line in desk.lines() if line["revision"] == 2]
    assert [line["id"] for line in revised] == [desk.id("/le-pont-rouvre")]


def test_the_address_without_tracking_is_the_article_s(desk: Desk):
    desk.publish("/pont?utm_source=rss&xtor=RSS-1", 0, canonical("/pont?utm_medium=x"))
    desk.publish("/pont", 0, canonical("/pont"))
    desk.publish("/autre", 1)
    desk.show("/pont?utm_source=rss&xtor=RSS-1", "/autre")
    desk.run()
    assert {line["id"] for line in desk.lines()} == {desk.id("/pont"), desk.id("/autre")}


def test_a_page_at_its_own_address_gets_it_from_the_one_that_was_taken_for_it(desk: Desk):
    desk.publish("/copie", 0, canonical("/pont"))
    desk.publish("/pont", 1, canonical("/pont"))
    desk.publish("/autre", 2)
    desk.show("/copie", "/autre")
    desk.run()
    desk.show("/copie", "/autre", "/pont")
    for hours in (0, 8, 40):
        desk.run(hours=hours)
    count = len(desk.lines())
    desk.run(hours=41)
    latest = {line["id"]: line for line in desk.lines()}
    assert len(desk.lines()) == count
    assert {line["headline"] for line in latest.values()} == {headline for headline, _ in SUBJECTS[:3]}


def test_the_index_is_the_same_when_it_is_built_anew(desk: Desk):
    paths = [f"/infos/{number}-depeche.html" for number in range(1, 6)]
    for number, path in enumerate(paths):
        desk.publish(path, number, canonical(SHARED))
    desk.show(*paths)
    desk.run()
    (site,) = (path.name for path in (desk.data / "feeds").iterdir())
    command = [sys.executable, "-m", "scrapy", "feed", "verify", site, "-s", f"NEWSCRAWL_DATA_DIR={desk.data}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_an_earlier_version_lost_in_one_article_comes_back(desk: Desk):
    paths = [f"/infos/{number}-depeche.html" for number in range(1, 6)]
    for number, path in enumerate(paths):
        desk.publish(path, number, canonical(SHARED))
    desk.show(*paths[:1])
    desk.run()
    (ledger,) = desk.data.glob("ledger/*.memory.sqlite")
    with closing(sqlite3.connect(ledger)) as notes:  # as it left it: all lead to one, by the word of the pages
        notes.execute("DELETE FROM notes WHERE kind = 'address_of'")
        values = [("leads_to", desk.id(path), json.dumps(desk.id(SHARED))) for path in paths]
        notes.executemany("INSERT INTO notes (kind, key, value) VALUES (?, ?, ?)", values)
        notes.commit()
    desk.show(*paths)
    asked, _, _ = desk.run()
    assert sorted(asked) == sorted(paths)
    lines = desk.lines()
    assert len({line["id"] for line in lines}) == len(lines) == 5
    assert desk.run()[0] == []


def test_an_address_that_has_nothing_of_the_page_is_asked_before_it_is_believed(desk: Desk):
    desk.publish("/lire/1", 0, canonical("/le-train-du-nord"))
    desk.publish("/lire/2", 1, canonical("/page-d-exemple"))
    desk.publish("/lire/3", 2, canonical("/modele"))
    desk.publish("/le-train-du-nord", 0, canonical("/le-train-du-nord"))
    desk.publish("/modele", 4)
    desk.show("/lire/1", "/lire/2", "/lire/3")
    _, stats, _ = desk.run()
    assert stats["newscrawl/pages/declared_asked"] == 3
    lines = {line["headline"]: line for line in desk.lines()}
    assert [lines[SUBJECTS[n][0]]["id"] for n in range(3)] == [
        desk.id("/le-train-du-nord"), desk.id("/lire/2"), desk.id("/lire/3")
    ]  # fmt: skip
    assert [lines[SUBJECTS[n][0]]["problems"].count("canonical_conflict") for n in range(3)] == [0, 1, 1]


def test_addresses_are_no_longer_asked_once_they_were_found_to_hold(desk: Desk):
    paths = [f"/lire/{number}" for number in range(1, 6)]
    desk.show(*paths)
    for number, path in enumerate(paths):
        for at in (path, f"/fiches/{'abcde'[number] * 4}"):
            desk.publish(at, number, canonical(f"/fiches/{'abcde'[number] * 4}"))
    _, stats, _ = desk.run()
    assert {line["id"] for line in desk.lines()} == {desk.id(f"/fiches/{letter * 4}") for letter in "abcde"}
    assert 3 <= stats["newscrawl/pages/declared_asked"] <= 5


def test_addresses_are_no_longer_asked_once_they_were_found_to_be_nowhere(desk: Desk):
    paths = [f"/lire/{number}" for number in range(1, 10)]
    desk.show(*paths)
    for number, path in enumerate(paths):
        desk.publish(path, number, canonical(f"/modeles/{'abcdefghi'[number] * 4}"))
    _, stats, _ = desk.run()
    assert {line["id"] for line in desk.lines()} == {desk.id(path) for path in paths}
    assert 3 <= stats["newscrawl/pages/declared_asked"] < len(paths)


def test_a_theme_that_declares_one_address_for_a_day_changes_no_article(desk: Desk):
    paths = [f"/infos/{number}-depeche.html" for number in range(1, 6)]
    for number, path in enumerate(paths[:3]):
        desk.publish(path, number, canonical(path))
    desk.show(*paths[:3])
    desk.run()
    for hours, address, shown in ((7, "/page-d-exemple/", paths[:4]), (8, paths[0], paths)):
        for number, path in enumerate(shown):
            desk.publish(path, number, canonical(address))
        desk.show(*shown)
        _, stats, said = desk.run(hours)
        assert stats["newscrawl/pages/canonical_conflict"] > 0
        assert said.count("canonical_conflict") == 1
    for number, path in enumerate(paths):
        desk.publish(path, number, canonical(path))
    desk.run(hours=40)
    lines = desk.lines()
    assert {line["id"] for line in lines} == {desk.id(path) for path in paths}
    assert {line["revision"] for line in lines} == {1}
