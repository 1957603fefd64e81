"""One long run over a site with faults: every good article is written once, and memory does not grow with the pages.

    python -m benchmarks.soak [--pages 20000] [--faults 0.02] [--seed 0] [--keep FOLDER]

A local server holds the pages and a section that leads to them, a hundred a page.  Some answers, a share of
`--faults` of the articles, are torn, stalled, half, of a wrong length, or errors; a fault that comes once is
asked for again by the run itself, one that stays is lost and counted.  Memory is what the crawling process holds after
2,000 articles and at the end.  Ends with status 1 where an article is missing or doubled, one that could not be had is
not accounted for, the run ends otherwise than in order, or memory has grown by more than 15 %.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.hostile.server import Answer, HostileServer, Visit, reset, response, stall

ROOT = Path(__file__).resolve().parents[1]
LISTED = 100
EARLY = 2_000
GROWTH = 1.15
TIMEOUT = 3
FAULTS = ("reset", "reset_once", "stall_once", "half", "half_once", "status_500", "status_503_once", "too_long")
"""Faults that stay, and those that are over when the page is asked for again."""
TEXT = (
    "La commission a rendu mardi son rapport sur les transports régionaux, attendu depuis le printemps par les élus. "
    "Le document propose de rouvrir deux lignes et de revoir les horaires du soir. "
)


@dataclass
class Site:
    """The pages of the site, made when they are asked for."""

    pages: int
    faults: float
    seed: int
    asked: Counter[int] = field(default_factory=Counter)

    def fault(self, number: int) -> str | None:
        """What is wrong with an article, if anything; the same each time."""
        chance = random.Random(f"{self.seed} {number}")  # noqa: S311 - to be repeated, not to be secret
        return chance.choice(FAULTS) if chance.random() < self.faults else None

    def lost(self, number: int) -> bool:
        """Whether an article cannot be had."""
        fault = self.fault(number)
        return fault is not None and not fault.endswith("_once") and fault != "too_long"

    def answers(self, server: HostileServer) -> Answers:
        """What the server answers, for any path."""
        return Answers(self, server)


class Answers(dict[tuple[str, str], Answer]):
    """Looks like the answers of a server, and makes each when it is asked for."""

    def __init__(self, site: Site, server: HostileServer) -> None:
        super().__init__()
        self.site = site
        self.server = server

    def get(self, key: tuple[str, str], default: Answer | None = None) -> Answer | None:  # type: ignore[override]
        """The answer for a host and a path."""
        kind, _, number = key[1].strip("/").partition("-")
        if kind == "page" and number.isdecimal():
            return _section(self.site, int(number))
        if kind == "depeche" and number.partition("-")[0].isdecimal():
            return self._article(int(number.partition("-")[0]))
        return default

    def _article(self, number: int) -> Answer:
        self.site.asked[number] += 1
        whole = _article(number)
        fault = self.site.fault(number)
        if fault is None or (fault.endswith("_once") and self.site.asked[number] > 1):
            return whole
        broken: dict[str, Callable[[], Answer]] = {
            "reset": reset,
            "stall": lambda: stall(self.server, whole[:200]),
            "half": lambda: whole[: len(whole) // 2],
            "status_500": lambda: response(b"", status="500 Oops"),
            "status_503": lambda: response(b"", status="503 Busy"),
            "too_long": lambda: whole + b"x" * 1_000,
        }
        return broken[fault.removesuffix("_once")]()


def _section(site: Site, page: int) -> bytes:
    first, last = (page - 1) * LISTED, min(page * LISTED, site.pages)
    items = "".join(
        f"<article class='post'><h2><a href='/depeche-{n}-du-jour-en-region/'>"
        f"La dépêche numéro {n} du jour en région</a></h2>"
        f"<time datetime='2026-11-20T10:00:00+01:00'>20 novembre 2026</time><p>Un chapô.</p></article>"
        for n in range(first, last)
    )
    onward = (
        f"<a rel='next' class='next page-numbers' href='/page-{page + 1}/'>Suivant</a>" if last < site.pages else ""
    )
    return response(f"<html lang='fr'><body><main>{items}</main><nav>{onward}</nav></body></html>".encode())


def _article(number: int) -> bytes:
    paragraphs = "".join(f"<p>{TEXT}Point {number}, {part}.</p>" for part in range(6))
    return response(
        f"<html lang='fr'><head><title>La dépêche numéro {number}</title>"
        f"<meta property='article:published_time' content='2026-11-20T10:00:00+01:00'></head><body>"
        f"<nav><a href='/'>Accueil</a></nav><article><h1>La dépêche numéro {number} du jour en région</h1>"
        f"{paragraphs}</article></body></html>".encode()
    )


@contextmanager
def served(site: Site) -> Iterator[HostileServer]:
    server = HostileServer()
    server.answers = site.answers(server)
    server.visits = Unkept()
    try:
        yield server
    finally:
        server.close()


class Unkept(list[Visit]):
    """Visits are not kept: the server shares the machine with what is measured."""

    def append(self, visit: Visit) -> None:
        """Nothing."""


def crawl(server: HostileServer, data: Path, pages: int) -> tuple[int, list[tuple[int, int]], str]:
    """Runs the crawl; its status, what it held in memory at so many lines, and what it said."""
    command = [
        *(sys.executable, "-m", "scrapy", "crawl", "section", "-a", f"url=http://127.0.0.1:{server.port}/page-1/"),
        *("-a", f"pages={pages // LISTED + 2}", "-s", f"NEWSCRAWL_DATA_DIR={data}", "-s", "DOWNLOAD_DELAY=0"),
        *(
            "-s",
            "NEWSCRAWL_ALLOWED_PRIVATE_HOSTS=127.0.0.1",
            "-s",
            f"DOWNLOAD_TIMEOUT={TIMEOUT}",
            "-s",
            "RETRY_TIMES=1",
        ),
        *("-s", "CONCURRENT_REQUESTS=8", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=8", "-s", "AUTOTHROTTLE_ENABLED=0"),
        *("-s", "NEWSCRAWL_PAGES_MAX=0", "-s", "MEMUSAGE_ENABLED=0"),
    ]
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
    samples: list[tuple[int, int]] = []
    while process.poll() is None:
        samples.append((lines(data), resident(process.pid)))
        time.sleep(0.5)
    return process.returncode, samples, process.stderr.read() if process.stderr else ""


def growth(samples: list[tuple[int, int]]) -> tuple[int, int]:
    """The most that was held up to the first 2,000 articles, and over the last tenth."""
    last = max(count for count, _ in samples)
    early = max(memory for count, memory in samples if count <= min(EARLY, last // 2))
    return early, max(memory for count, memory in samples if count >= 0.9 * last)


def lines(data: Path) -> int:
    return sum(path.read_bytes().count(b"\n") for path in data.glob("feeds/*/*.jsonl"))


def resident(process: int) -> int:
    """Bytes of memory that a process holds; 0 where it has gone, or the system does not say."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--faults", type=float, default=0.02)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="where the data are left")
    options = parser.parse_args()
    site = Site(options.pages, options.faults, options.seed)
    with tempfile.TemporaryDirectory() as folder, served(site) as server:
        data = options.keep or Path(folder)
        begun = time.perf_counter()
        status, memory, said = crawl(server, data, options.pages)
        return told(site, data, status, memory, said, time.perf_counter() - begun)


def told(site: Site, data: Path, status: int, memory: list[tuple[int, int]], said: str, seconds: float) -> int:
    """Prints what came of it; 1 where something is wrong."""
    headlines = Counter(
        json.loads(line)["headline"]
        for path in data.glob("feeds/*/*.jsonl")
        for line in path.read_text("utf-8").splitlines()
    )
    wanted = {f"La dépêche numéro {n} du jour en région" for n in range(site.pages) if not site.lost(n)}
    report = json.loads(next(data.glob("runs/*/*.json")).read_text("utf-8"))
    lost = sum(each["count"] for each in report["lost"])
    failed = sum(map(site.lost, range(site.pages)))
    early, end = growth(memory)
    findings = {
        "status": status == 0,
        "missing": not wanted - set(headlines),
        "not wanted": not set(headlines) - wanted,
        "doubled": max(headlines.values(), default=0) <= 1,
        "lost without account": lost == failed,
        "memory": end <= GROWTH * early,
    }
    faulty = sum(site.fault(n) is not None for n in range(site.pages))
    reasons = {each["fact"]: each["count"] for each in report["lost"]}
    print(f"{site.pages} articles, {faulty} with a fault, {failed} for good")
    print(f"{len(headlines)} of {len(wanted)} written, {lost} lost: {reasons}")
    print(f"{seconds:.0f} s, {site.pages / seconds:.0f} articles a second, status {status}")
    print(f"memory {early / 1e6:.0f} MB up to {min(EARLY, site.pages // 2)} articles, {end / 1e6:.0f} MB at the end")
    print(said[-2_000:], file=sys.stderr)
    wrong = [name for name, fine in findings.items() if not fine]
    print("in order" if not wrong else f"wrong: {', '.join(wrong)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
