"""429 and Retry-After on real sockets: one host waits, the others go on."""

from __future__ import annotations

import time
from collections.abc import Callable
from email.utils import formatdate
from itertools import pairwise
from pathlib import Path
from typing import Any

from newscrawl import clock
from newscrawl.state.memory import Memory
from tests.local_site import Answer, LocalSite, Probed

Probe = Callable[..., Probed]
Serve = Callable[..., LocalSite]

SETTINGS = {"NEWSCRAWL_ALLOWED_PRIVATE_HOSTS": "127.0.0.1,a.example,b.example,c.example,d.example"}
DNS = {f"{name}.example": ["127.0.0.1"] for name in "abcd"}
ROBOTS = Answer.text("")


def busy(header: str | None, status: int = 429) -> Answer:
    return Answer(b"", status, {"Retry-After": header} if header is not None else {})


def after(refusals: list[Answer]) -> Callable[[], Answer]:
    """Refuses a few times, then answers."""
    return lambda: refusals.pop(0) if refusals else Answer()


def test_one_host_waits_as_long_as_it_says_and_the_others_go_on(probe: Probe, serve: Serve) -> None:
    first, other = serve(), serve()
    first.pages |= {"/robots.txt": ROBOTS, "/0": after([busy("2")]), "/1": Answer(), "/2": Answer()}
    other.pages |= {"/robots.txt": ROBOTS, **{f"/{number}": Answer() for number in range(4)}}
    waiting = [first.url(f"/{number}", "a.example") for number in range(3)]
    going = [other.url(f"/{number}", "b.example") for number in range(4)]
    probed = probe(*waiting, *going, dns=DNS, settings=SETTINGS | {"NEWSCRAWL_PAUSE_MIN": 0.5})
    assert sorted(probed.answers) == sorted(waiting + going)
    begun = first.times(robots=False)[0]
    assert [seconds for seconds in (at - begun for at in first.times(robots=False)[1:]) if 0.2 < seconds < 1.9] == []
    assert max(other.times()) < begun + 1.5
    assert probed.stat("newscrawl/pauses/begun") == 1
    assert "a.example asks for a pause: left alone for 2 s" in probed.log


def test_pauses_grow_and_a_good_answer_ends_that(probe: Probe, serve: Serve) -> None:
    site = serve()
    site.pages |= {"/robots.txt": ROBOTS, "/0": after([busy(None), busy("0"), busy("soon")])}
    probed = probe(site.url("/0"), settings=SETTINGS | {"NEWSCRAWL_PAUSE_MIN": 0.3, "RETRY_TIMES": 5})
    assert list(probed.answers) == [site.url("/0")]
    times = site.times(robots=False)
    spacings = [later - sooner for sooner, later in pairwise(times)]
    assert [spacing > least for spacing, least in zip(spacings, (0.29, 0.59, 1.19), strict=True)] == [True] * 3
    assert probed.stat("newscrawl/pauses/begun") == 3


def test_a_pause_that_is_too_long_withholds_the_rest_of_the_host(probe: Probe, serve: Serve) -> None:
    """By a date, by a number, by 429 without one that grows beyond what is left of the run, and for robots.txt."""
    site = serve()
    site.pages |= {"/robots.txt": ROBOTS, "/0": busy(formatdate(time.time() + 7200, usegmt=True), 503), "/1": Answer()}
    refusing = serve()
    refusing.pages |= {"/robots.txt": busy("100000")}
    urls = [site.url(path, "a.example") for path in ("/0", "/1", "/2")]
    closed = [refusing.url(path, "c.example") for path in ("/0", "/1")]
    begun = time.monotonic()
    settings = {"CONCURRENT_REQUESTS": 1, "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "RETRY_TIMES": 3}
    probed = probe(*urls, *closed, dns=DNS, settings=SETTINGS | settings)
    assert time.monotonic() - begun < 20
    assert probed.codes == dict.fromkeys(urls, "retry_later") | dict.fromkeys(closed, "robots_unreadable")
    assert site.paths() == ["/robots.txt", "/0"]
    assert refusing.paths() == ["/robots.txt"]
    assert probed.stat("newscrawl/pauses/refused") == 3
    assert probed.stats["finish_reason"] == "finished"


def test_a_pause_above_the_first_one_ends_the_run(probe: Probe, serve: Serve) -> None:
    site = serve()
    site.pages |= {"/robots.txt": ROBOTS, "/0": busy("45"), "/1": Answer()}
    probed = probe(site.url("/0"), site.url("/1"), settings=SETTINGS | {"CONCURRENT_REQUESTS": 1})
    assert set(probed.codes.values()) == {"retry_later"}
    assert site.paths() == ["/robots.txt", "/0"]
    assert probed.stats["finish_reason"] == "finished"


def test_a_pause_beyond_the_end_of_the_run_is_not_waited_for(probe: Probe, serve: Serve) -> None:
    site = serve()
    site.pages |= {"/robots.txt": ROBOTS, "/0": busy("29"), "/1": Answer()}
    for limit in ("NEWSCRAWL_RUN_TIMEOUT", "CLOSESPIDER_TIMEOUT"):
        probed = probe(site.url("/0"), settings=SETTINGS | {limit: 20})
        assert probed.codes == {site.url("/0"): "retry_later"}
        assert "beyond the end of the run" in str(probed.failures)


def test_503_without_a_word_is_no_pause(probe: Probe, serve: Serve) -> None:
    site = serve()
    site.pages |= {"/robots.txt": ROBOTS, "/0": after([busy(None, 503)])}
    probed = probe(site.url("/0"), settings=SETTINGS)
    assert list(probed.answers) == [site.url("/0")]
    assert probed.stat("newscrawl/pauses/begun") == 0


def test_the_next_run_remembers_a_pause(probe: Probe, serve: Serve, tmp_path: Path) -> None:
    site = serve()
    site.pages |= {"/robots.txt": ROBOTS, "/0": busy("4000")}
    notes = tmp_path / "notes.sqlite"
    probe(site.url("/0"), settings=SETTINGS, notes=str(notes))
    visits = len(site.visits)
    again = probe(site.url("/0"), settings=SETTINGS, notes=str(notes))
    assert again.codes == {site.url("/0"): "retry_later"}
    assert len(site.visits) == visits
    # Once it is over, a first refusal is the second in a row: the pause has doubled.
    note(notes, [time.time() - 1, 1])
    site.pages["/0"] = busy(None)
    probe(site.url("/0"), settings=SETTINGS | {"NEWSCRAWL_PAUSE_MIN": 400}, notes=str(notes))
    until, times = noted(notes)
    assert times == 2
    assert 780 < until - time.time() <= 800
    # A good answer makes it forget.
    note(notes, [time.time() - 1, 5])
    site.pages["/0"] = Answer()
    probe(site.url("/0"), settings=SETTINGS, notes=str(notes))
    assert noted(notes) is None


def note(notes: Path, value: list[float]) -> None:
    memory = Memory.open(notes, clock.now())
    memory.put("pause", "127.0.0.1", value)
    memory.close()


def noted(notes: Path) -> Any:
    memory = Memory.open(notes, clock.now())
    value = memory.get("pause", "127.0.0.1", clock.now())
    memory.close()
    return value
