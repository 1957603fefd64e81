"""One crawl over every hostile page, which all tests of it share."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests import interpreters
from tests.hostile.cases import INSIDE, SITE, TDMREP, Case, all_cases, article
from tests.hostile.server import HostileServer, redirect, response

ROOT = Path(__file__).resolve().parents[2]
GOOD = 40
NAMES = (SITE, "www.autre.example", "gazette-plus.example", "sport.gazette.example")


@dataclass
class Crawled:
    """What came of the crawl."""

    cases: list[Case]
    port: int
    lines: list[str]
    lost: dict[str, str]
    stats: dict[str, str]
    report: dict[str, Any]
    log: str
    server: HostileServer = field(repr=False)

    def line(self, case: Case) -> str | None:
        """The line of the article, or nothing."""
        return next((line for line in self.lines if (case.seen or case.path) in line), None)

    def end(self, case: Case) -> str | None:
        """What came of a case: `written`, or the stat that counts its loss."""
        if self.line(case) is not None:
            return "written"
        return next(
            (fact for url, fact in self.lost.items() if case.path in url or (case.seen or case.path) in url), None
        )


def section(links: list[str], following: str = "") -> bytes:
    items = "".join(
        f"<article class='post'><h2><a href='{link}'>Un titre assez long pour la dépêche numéro {number}</a></h2>"
        f"<p>Le chapô de la dépêche.</p></article>"
        for number, link in enumerate(links)
    )
    return response(f"<html lang='fr'><body><main>{items}</main>{following}</body></html>".encode())


@pytest.fixture(scope="session")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """The section of a hostile site read to its end: hostile pages between good ones."""
    server = HostileServer()
    cases = all_cases(server)
    for case in cases:
        server.answers[SITE, case.path] = case.answer
    links = [case.path + case.query for case in cases]
    for number in range(GOOD):
        path = f"/bonne-depeche-du-jour-{number}.html"
        server.answers[SITE, path] = response(article(f"bonne {number}").encode())
        links.insert(number * len(links) // GOOD, path)
    for host, path in (("gazette-plus.example", "/chez-soi"), ("sport.gazette.example", "/sous-domaine"),
                       (SITE, "/identifie"), (SITE, "/jeton"), ("www.autre.example", "/ailleurs")):  # fmt: skip
        server.answers[host, path] = response(article(path).encode())
    server.answers[SITE, "/puis"] = redirect(server.url("/ailleurs", "www.autre.example"))
    for number in range(6):
        server.answers[SITE, f"/to-many-{number}"] = redirect(f"/to-many-{number + 1}")
    server.answers["*", "/dedans"] = response(article("dedans").encode())
    server.answers[SITE, "/.well-known/tdmrep.json"] = response(
        json.dumps(TDMREP).encode(), "Content-Type: application/json"
    )
    server.answers[SITE, "/en-continu/"] = section(links)
    data = tmp_path_factory.mktemp("hostile")
    yield crawl_site(server, cases, data)
    server.close()


def crawl_site(server: HostileServer, cases: list[Case], data: Path, **settings: Any) -> Crawled:
    """What comes of a crawl of the site's section."""
    job = {
        "section": [server.url("/en-continu/", SITE)],
        "data": str(data),
        "dns": {name: ["127.0.0.1"] for name in NAMES} | {f"{name}.gazette.example": INSIDE[name] for name in INSIDE},
        "settings": {
            "NEWSCRAWL_ALLOWED_PRIVATE_HOSTS": list(NAMES),
            "RETRY_ENABLED": False,
            "DOWNLOAD_TIMEOUT": 15,
            "CONCURRENT_REQUESTS": 8,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
            **settings,
        },
    }
    done = interpreters.run(
        [sys.executable, "-m", "tests.hostile.crawl"],
        input=json.dumps(job),
        env={name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")},
        timeout=170,
    )
    assert done.returncode == 0, done.stderr[-5000:]
    outcome = json.loads(done.stdout)
    lines = [line for path in sorted(data.glob("feeds/*/*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    report = json.loads(outcome.pop("report"))
    return Crawled(cases, server.port, lines, report=report, log=done.stderr, server=server, **outcome)
