"""A list that leads to other hosts of its domain: what holds for a host is asked of, and obeyed at, each of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.cases import SITE, article
from tests.hostile.conftest import crawl_site, section
from tests.hostile.server import HostileServer, response

SPORT, INSIDE = "sport.gazette.example", "loopback.gazette.example"


@pytest.fixture
def server() -> Iterator[HostileServer]:
    server = HostileServer()
    shown = [
        *((SITE, f"/une-depeche-de-la-redaction-{number}") for number in range(3)),
        *((SPORT, f"/une-depeche-du-stade-{number}") for number in range(2)),
        (SPORT, "/reserve/une-depeche-du-stade-3"),
        ("boutique.gazette.example", "/une-offre-pour-nos-abonnes-1"),
        (INSIDE, "/une-depeche-du-dedans-1"),
    ]
    for host, path in shown:
        server.answers[host, path] = response(article(path).encode())
    server.answers[SITE, "/en-continu/"] = section([server.url(path, host) for host, path in shown])
    server.answers[SPORT, "/robots.txt"] = response(b"User-agent: *\nDisallow: /reserve/\n", "Content-Type: text/plain")
    yield server
    server.close()


def test_robots_reservations_and_guard_hold_for_each_host(server: HostileServer, tmp_path: Path) -> None:
    crawled = crawl_site(server, [], tmp_path)
    assert len(crawled.lines) == 5
    assert server.paths(SPORT)[:2] == ["/robots.txt", "/.well-known/tdmrep.json"]
    assert "/reserve/une-depeche-du-stade-3" not in server.paths(SPORT)
    assert crawled.stats["newscrawl/links/found"] == "7"
    assert {visit.host for visit in server.visits} == {SITE, SPORT}
    inside = server.url("/une-depeche-du-dedans-1", INSIDE)
    assert crawled.lost[inside] == "pages/failed/address_refused"


def test_a_setting_keeps_a_run_to_its_own_host(server: HostileServer, tmp_path: Path) -> None:
    crawled = crawl_site(server, [], tmp_path, NEWSCRAWL_OWN_DOMAINS=["-gazette.example"])
    assert len(crawled.lines) == 3
    assert {visit.host for visit in server.visits} == {SITE}
