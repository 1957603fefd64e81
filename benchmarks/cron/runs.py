"""Starts the site and the runs of cron, each in a process of its own, and does to them what happens in a month."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from benchmarks.cron import at, pages

ROOT = Path(__file__).resolve().parents[2]
_LONGEST = 180.0
"""Seconds after which a run counts as hung."""


class SiteProcess:
    """The simulated site, and the way to tell it what to do."""

    def __init__(self, seed: int, calendar: str, feed_size: int, sources: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.cron.site", str(seed), calendar, str(feed_size), sources],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.port: int = self._answer()
        self.section = f"http://127.0.0.1:{self.port}{pages.RUNNING}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None  # noqa: S101 - asked for
        self._process.stdin.close()
        self._process.wait(10)

    def tell(self, command: str, **words: Any) -> Any:
        """What it answers to a command."""
        assert self._process.stdin is not None  # noqa: S101
        self._process.stdin.write(json.dumps({"do": command, **words}) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self._process.stdout is not None  # noqa: S101
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the simulated site is gone")
        return json.loads(line)


@dataclass(slots=True)
class Run:
    """One run as cron sees it."""

    at: datetime
    kind: str
    """`plain`, `killed`, `overlapping`, `locked out` or `disk full`."""
    status: int = 0
    """Exit status, negative for the signal that ended it."""
    seconds: float = 0.0
    requests: Counter[str] = field(default_factory=Counter)
    said: str = ""
    """What it wrote to its console."""


class Cron:
    """Runs the same command again and again."""

    def __init__(self, site: SiteProcess, data: Path, options: list[str], *, split: bool = True) -> None:
        self.site = site
        self.data = data
        self.split = split
        """Whether runs are split off from this process, which has imported everything, rather than started anew."""
        self.textfiles = data.parent / "textfiles"
        """What the runs write for Prometheus."""
        self.words = [
            *("crawl", "section", "-a", f"url={site.section}", "-a", "timezone=Europe/Paris", "-a", "country=FR"),
            *("-s", f"NEWSCRAWL_DATA_DIR={data}", "-s", f"NEWSCRAWL_ALLOWED_PRIVATE_HOSTS=127.0.0.1:{site.port}"),
            *("-s", f"NEWSCRAWL_PROMETHEUS_TEXTFILE_DIR={self.textfiles}"),
            *("-s", "DOWNLOAD_DELAY=0", *options),
        ]
        self._console = data.parent / "console"
        at.preload()

    def plain(self, moment: datetime, *, split: bool | None = None) -> Run:
        """An ordinary run."""
        run = Run(moment, "plain")
        self._wait(run, self._start(run, split=split))
        return run

    def killed(self, moment: datetime, answers: int, seconds: float) -> Run:
        """A run that is killed so long after so many answers of the site; at 0 answers, after its start."""
        run = Run(moment, "killed")
        process = self._start(run)
        if answers:
            self.site.tell("kill", process=process, answers=answers, seconds=seconds)
        else:
            time.sleep(seconds)
            os.kill(process, signal.SIGKILL)
        self._wait(run, process)
        return run

    def overlapping(self, moment: datetime) -> tuple[Run, Run]:
        """A run, and another that comes while the first one waits for the site."""
        first, second = Run(moment, "overlapping"), Run(moment, "locked out")
        self.site.tell("hold")
        process = self._start(first)
        begun = time.monotonic()
        while not self.site.tell("waiting") and time.monotonic() - begun < _LONGEST:
            time.sleep(0.02)
        self._wait(second, self._start(second))
        self.site.tell("release")
        self._wait(first, process)
        return first, second

    def disk_full(self, moment: datetime, room: int) -> Run:
        """A run that can write `room` bytes more to the largest file of the feed."""
        sizes = [path.stat().st_size for path in (self.data / "feeds").glob("*/*.jsonl")]
        run = Run(moment, "disk full")
        self._wait(run, self._start(run, largest_file=max(sizes, default=0) + room))
        return run

    def _start(self, run: Run, *, split: bool | None = None, largest_file: int | None = None) -> int:
        run.seconds = time.monotonic()
        process = os.fork()
        if process:
            return process
        try:
            self._become(run, self.split if split is None else split, largest_file)
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        except BaseException:  # noqa: BLE001 - nothing may return into the parent's work
            traceback.print_exc()
            code = 1
        else:
            code = 0
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)

    def _become(self, run: Run, split: bool, largest_file: int | None) -> None:
        console = os.open(f"{self._console}.{os.getpid()}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for source, target in ((nothing, 0), (console, 1), (console, 2)):
            os.dup2(source, target)
        os.chdir(ROOT)
        if split or largest_file is not None:
            at.run(run.at, self.words, largest_file=largest_file)
        else:
            os.execv(sys.executable, [sys.executable, "-m", "benchmarks.cron.at", run.at.isoformat(), *self.words])  # noqa: S606

    def _wait(self, run: Run, process: int) -> None:
        begun = time.monotonic()
        # Not taken away before the site has let go of it, so that its number stays its own.
        while os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT | os.WNOHANG) is None:
            if time.monotonic() - begun > _LONGEST:
                os.kill(process, signal.SIGKILL)
                run.kind = "hung"
            time.sleep(0.005)
        self.site.tell("spare")
        run.status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        run.seconds = time.monotonic() - run.seconds
        run.requests = Counter(self.site.tell("requests"))
        console = Path(f"{self._console}.{process}")
        if console.exists():
            run.said = console.read_text(errors="replace")
            console.unlink()


def processor_seconds() -> float:
    """Processor time of all runs that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
