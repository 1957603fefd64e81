"""robots.txt and tdmrep.json from run to run, on real sockets."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from newscrawl import clock
from newscrawl.downloader.purposes import RequestPurpose, meta_for
from newscrawl.state.memory import Memory
from tests.local_site import Answer, LocalSite, Probed

Probe = Callable[..., Probed]
Serve = Callable[..., LocalSite]

ALLOWED = {"NEWSCRAWL_ALLOWED_PRIVATE_HOSTS": "127.0.0.1", "RETRY_ENABLED": False, "DOWNLOAD_TIMEOUT": 5}
CLOSED = Answer.text("User-agent: *\nDisallow: /ferme/\n")
DAY = 24 * 3600
ARTICLE = meta_for(RequestPurpose.ARTICLE)
TDMREP = "/.well-known/tdmrep.json"


def age(notes: Path, seconds: float) -> None:
    """Makes all that is remembered of robots.txt so much older."""
    memory = Memory.open(notes, clock.now())
    for key, (at, *rest) in list(memory.items("robots")):
        memory.put("robots", key, [at - seconds, *rest])
    memory.close()


@pytest.fixture
def site(serve: Serve) -> LocalSite:
    site = serve()
    site.pages |= {"/robots.txt": CLOSED, "/a": Answer(), "/ferme/a": Answer()}
    return site


def test_rules_hold_for_a_day_and_longer_where_the_site_does_not_answer(
    probe: Probe, site: LocalSite, tmp_path: Path
) -> None:
    notes = tmp_path / "notes.sqlite"
    urls = [site.url("/a"), site.url("/ferme/a")]

    def crawled() -> Probed:
        site.visits.clear()
        return probe(*urls, settings=ALLOWED, notes=str(notes))

    for asked in (True, False):
        probed = crawled()
        assert list(probed.answers) == [urls[0]]
        assert ("/robots.txt" in site.paths()) is asked
    assert probed.stat("newscrawl/robots/remembered") == 1
    # A day later it is asked for again; the site is in trouble, and what it said holds on.
    age(notes, DAY + 60)
    site.pages["/robots.txt"] = Answer(b"User-agent: *\nAllow: /", 503)
    probed = crawled()
    assert site.paths() == ["/robots.txt", "/a"]
    assert probed.stat("newscrawl/robots/outdated") == 1
    # It says something else: that holds from now on.
    site.pages["/robots.txt"] = Answer(b"", 404)
    assert sorted(crawled().answers) == sorted(urls)
    # Without a copy, trouble closes the site.
    notes = tmp_path / "other.sqlite"
    site.pages["/robots.txt"] = Answer(b"", 500)
    assert not crawled().answers


def test_a_clock_set_back_makes_nothing_fresh_for_ever(probe: Probe, site: LocalSite, tmp_path: Path) -> None:
    notes = tmp_path / "notes.sqlite"
    memory = Memory.open(notes, clock.now())
    memory.put("robots", site.url(""), [time.time() + 10 * DAY, 200, "User-agent: *\nDisallow: /"])
    memory.close()
    assert list(probe(site.url("/a"), settings=ALLOWED, notes=str(notes)).answers) == [site.url("/a")]


def test_the_first_half_megabyte_is_read_and_the_rest_not_even_waited_for(probe: Probe, serve: Serve) -> None:
    long, longer = serve(), serve()
    comment = "# " + "x" * 100 + "\n"
    long.pages["/robots.txt"] = Answer.text(comment * 4_000 + "User-agent: *\nDisallow: /\n")
    longer.pages["/robots.txt"] = Answer.text("User-agent: *\nDisallow: /b\n" + comment * 60_000 + "Disallow: /\n")
    for site in (long, longer):
        site.pages |= {"/a": Answer(), "/b": Answer()}
    urls = [each.url(path) for each in (long, longer) for path in ("/a", "/b")]
    probed = probe(*urls, settings=ALLOWED)
    assert list(probed.answers) == [longer.url("/a")]


def test_reservations_are_asked_for_once_a_day_and_only_for_articles(
    probe: Probe, site: LocalSite, tmp_path: Path
) -> None:
    notes = str(tmp_path / "notes.sqlite")
    site.pages[TDMREP] = Answer(b'[{"location": "/a", "tdm-reservation": 1}]', headers={"Content-Type": "text/json"})
    probe(site.url("/a"), settings=ALLOWED, notes=notes)
    assert TDMREP not in site.paths()
    for asked in (1, 1):
        probed = probe(site.url("/a"), settings=ALLOWED, notes=notes, meta=ARTICLE)
        assert list(probed.answers) == [site.url("/a")]
        assert site.paths().count(TDMREP) == asked
    assert probed.stat("newscrawl/tdmrep/remembered") == 1
    probe(site.url("/a"), settings=ALLOWED | {"NEWSCRAWL_TDM_POLICY": "ignore"}, meta=ARTICLE)
    assert site.paths().count(TDMREP) == 1


def test_what_cannot_be_read_reserves_nothing_and_costs_no_article(probe: Probe, serve: Serve) -> None:
    json_type = {"Content-Type": "application/json"}
    answers = {
        "malformed": Answer(b"{[", headers=json_type),
        "deep": Answer(b"[" * 50_000, headers=json_type),
        "large": Answer(b"[" + b" " * 2_000_000 + b"]", headers=json_type),
        "failing": Answer(b"", 500),
        "gone": Answer(b"", 410),
        "circle": Answer.redirect(TDMREP),
        "number": Answer(b"7", headers=json_type),
        "image": Answer(b"\x89PNG\x00", headers={"Content-Type": "image/png"}),
    }
    sites = [serve() for _ in answers]
    for site, answer in zip(sites, answers.values(), strict=True):
        site.pages |= {"/a": Answer(), TDMREP: answer}
    closed = serve()
    closed.pages |= {"/a": Answer(), "/robots.txt": Answer.text("User-agent: *\nDisallow: /.well-known/\n")}
    probed = probe(*(site.url("/a") for site in [*sites, closed]), settings=ALLOWED, meta=ARTICLE)
    assert len(probed.answers) == len(answers) + 1
    assert TDMREP not in closed.paths()
    assert probed.stat("newscrawl/tdmrep/malformed") == 4
    assert probed.stat("newscrawl/tdmrep/unreachable") == 4
