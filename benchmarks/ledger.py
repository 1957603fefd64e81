"""What the ledger's index costs as a feed grows, and what building it anew costs.

    python benchmarks/ledger.py [--quick] [--ceiling 1.5] [--folder DIR]

Indexes of 10 thousand, 100 thousand, 1 million and 5 million articles are filled, then used in turn as by runs: opened,
asked for 250 articles that they hold, chosen at random, and 50 that they do not, given 50 new lines in one commit, and
closed, which writes them back and waits for the disk.  Medians are shown; `article` is the whole run, by its 300
articles.  Memory is the peak of a process that makes one run, above what it took before.  Ends with status 1 where the
cost of an article grows more than the ceiling from the smallest index to the largest.

Then a feed of 1 million lines is written in closed segments of a day, and its index is built anew from it by a process
of its own.  `--quick` does the same with thousands.  The full form takes some 3 GB in `--folder` and many minutes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from newscrawl.items import Article
from newscrawl.store.catching_up import rebuild_index
from newscrawl.store.encoding import encode_object
from newscrawl.store.files import DiskFiles
from newscrawl.store.index import Index
from newscrawl.store.segments import Cursor
from newscrawl.urls import article_id

SIZES = (10_000, 100_000, 1_000_000, 5_000_000)
QUICK_SIZES = (500, 5_000)
ROUNDS, QUICK_ROUNDS = 60, 9
REBUILT, QUICK_REBUILT = 1_000_000, 2_500
KNOWN, NEW = 250, 50
LINES_A_DAY = 1000
LINE_SIZE = 2500
"""Bytes, roughly those of a wire in a feed."""
WORDS = ("la", "ville", "de", "Liège", "annonce", "un", "accord", "sur", "le", "port", "et", "trois", "navires")
FIRST_DAY = date(2010, 1, 1)
FILES = DiskFiles()


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one run: microseconds an article looked up, an article added, and an article of the whole run."""

    look_up: float
    line: float
    article: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--quick", action="store_true", help="thousands instead of millions")
    parser.add_argument("--ceiling", type=float, default=1.5, help="largest growth that passes (default: 1.5)")
    parser.add_argument("--folder", type=Path, help="where the indexes and the feed are made (default: the system's)")
    parser.add_argument("--alone", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.alone:
        return alone(*options.alone)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        growth = growing(Path(folder), *((QUICK_SIZES, QUICK_ROUNDS) if options.quick else (SIZES, ROUNDS)))
        rebuilding(Path(folder), QUICK_REBUILT if options.quick else REBUILT)
    return 0 if growth < options.ceiling else 1


def growing(folder: Path, sizes: tuple[int, ...], rounds: int) -> float:
    """Prints a row an index; returns how much the cost of an article grows from the first to the last."""
    paths = filled(folder, sizes)
    costs: dict[int, list[Cost]] = {size: [] for size in sizes}
    for number in range(rounds):
        for size in sizes:  # in turn, so that whatever else the machine does befalls all of them
            costs[size].append(one_run(paths[size], size + number * NEW))
    first = middle(costs[sizes[0]])
    print(f"{'articles':>10} {'MB':>7} {'look-up':>9} {'line':>9} {'article':>9} {'times':>6} {'memory':>8}")
    for size in sizes:
        cost, memory = middle(costs[size]), in_process("run", paths[size], size + rounds * NEW)["memory"]
        print(
            f"{size:10,} {paths[size].stat().st_size / 1e6:7.1f} {cost.look_up:6.1f} µs {cost.line:6.1f} µs"
            f" {cost.article:6.1f} µs {cost.article / first.article:6.2f} {memory:5.1f} MB"
        )
    last = middle(costs[sizes[-1]])
    print(f"growth: look-up {last.look_up / first.look_up:.2f}, line {last.line / first.line:.2f}, ", end="")
    print(f"article {last.article / first.article:.2f}", flush=True)
    return last.article / first.article


def filled(folder: Path, sizes: tuple[int, ...]) -> dict[int, Path]:
    """An index of each size."""
    growing_path, done, paths = folder / "growing.sqlite", 0, {}
    for size in sizes:
        start = time.perf_counter()
        index = Index.open(growing_path, FILES)
        for number in range(done, size):
            add(index, number)
            if number % 20_000 == 0:
                index.commit()
        index.commit()
        index.close()
        paths[size] = folder / f"{size}.sqlite"
        shutil.copy(growing_path, paths[size])
        rate = (size - done) / (time.perf_counter() - start)
        print(f"filled up to {size:,}: {rate:,.0f} articles/s", file=sys.stderr, flush=True)
        done = size
    growing_path.unlink()
    return paths


def one_run(path: Path, size: int) -> Cost:
    """A run on an index that holds the articles of all numbers below `size`."""
    known = [identity(random.randrange(size)) for _ in range(KNOWN)]  # noqa: S311 - no secret
    new = [identity(size + number) for number in range(NEW)]
    lines = [(article(size + number), place(size + number), place(size + number + 1)) for number in range(NEW)]
    begun = time.perf_counter()
    index = Index.open(path, FILES)
    opened = time.perf_counter()
    found = [index.get(each) is not None for each in (*known, *new)]
    looked_up = time.perf_counter()
    for values, start, end in lines:
        index.add(values, b"a line", start, end)
    index.commit()
    committed = time.perf_counter()
    index.close()
    closed = time.perf_counter()
    if sum(found) != KNOWN:
        raise AssertionError(f"{sum(found)} of {KNOWN} articles are held")
    microseconds = 1e6
    return Cost(
        (looked_up - opened) / (KNOWN + NEW) * microseconds,
        (committed - looked_up) / NEW * microseconds,
        (closed - begun) / (KNOWN + NEW) * microseconds,
    )


def middle(costs: list[Cost]) -> Cost:
    """The medians."""
    return Cost(*(median(getattr(cost, part) for cost in costs) for part in ("look_up", "line", "article")))


def rebuilding(folder: Path, lines: int) -> None:
    """Prints what it takes to build an index anew."""
    feed = folder / "journal"
    size = write_feed(feed, lines)
    cost = in_process("rebuild", feed, lines)
    print(f"rebuild of {lines:,} lines ({size / 1e6:,.0f} MB): {cost['seconds']:.1f} s, ", end="")
    print(f"of these {cost['processor']:.1f} s of the processor, peak memory {cost['memory']:.1f} MB")


def write_feed(folder: Path, lines: int) -> int:
    """Writes a feed in closed segments; returns its size, uncompressed."""
    folder.mkdir()
    template, size = template_line(), 0
    for start in range(0, lines, LINES_A_DAY):
        numbers = range(start, min(start + LINES_A_DAY, lines))
        content = b"".join(line_of(template, number) for number in numbers)
        size += len(content)
        name = place(start).segment
        (folder / f"{name}.jsonl.gz").write_bytes(gzip.compress(content, compresslevel=1))
    return size


def template_line() -> bytes:
    words = random.Random(1).choices(WORDS, k=400)  # noqa: S311 - no secret
    text = encode_object(Article(**article(0), site="journal", body=" ".join(words)).to_dict())
    return text.replace(b'"body":"', b'"body":"' + b"x" * max(0, LINE_SIZE - len(text)))


def line_of(template: bytes, number: int) -> bytes:
    return template.replace(identity(0).encode(), identity(number).encode()).replace(
        url(0).encode(), url(number).encode()
    )


def in_process(what: str, path: Path, size: int) -> dict[str, float]:
    """What `alone` prints."""
    command = [sys.executable, __file__, "--alone", what, str(path), str(size)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    measured: dict[str, float] = json.loads(output)
    return measured


def alone(what: str, path: str, size: str) -> int:
    """Prints seconds, and megabytes above what the process took before."""
    before, start, used = memory("VmRSS"), time.perf_counter(), time.process_time()
    if what == "run":
        one_run(Path(path), int(size))
    else:
        index_path = Path(path).with_name("rebuilt.sqlite")
        index = rebuild_index(index_path, Path(path), FILES)
        held = sum(1 for _ in index.entries())
        index.close()
        if held != int(size):
            raise AssertionError(f"{held} articles instead of {size}")
    print(
        json.dumps(
            {
                "seconds": time.perf_counter() - start,
                "processor": time.process_time() - used,
                "memory": memory("VmHWM") - before,
            }
        )
    )
    return 0


def memory(kind: str) -> float:
    """Megabytes that this process takes (`VmRSS`) or took at its peak (`VmHWM`).

    Where the system does not tell, the peak for both; on Linux that would be the one of the process that started this.
    """
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6
    return int(re.findall(rf"{kind}:\s+(\d+) kB", status)[0]) * 1024 / 1e6


def add(index: Index, number: int) -> None:
    index.add(article(number), b"a line", place(number), place(number + 1))


def article(number: int) -> dict[str, Any]:
    return {"id": identity(number), "url": url(number), "content_hash": identity(number)[::-1]}


def identity(number: int) -> str:
    return article_id(url(number))


def url(number: int) -> str:
    """Its length does not depend on the number."""
    return f"https://www.journal.example/actualite/2026/11/un-accord-provisoire-evite-la-greve-{number:08}"


def place(number: int) -> Cursor:
    day = FIRST_DAY + timedelta(days=number // LINES_A_DAY)
    return Cursor(f"journal-{day.isoformat()}", number % LINES_A_DAY * LINE_SIZE)


if __name__ == "__main__":
    sys.exit(main())
