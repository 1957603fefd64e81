"""A crew of processes: small shells in place of runs."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

from newscrawl.commands.children import Crew, Ended, Job
from newscrawl.reporting.status import ExitStatus

HANG = "while :; do sleep 0.05; done"
DEAF = f"trap '' TERM; {HANG}"


def job(site: str, script: str, *, host: str | None = None, limit: float | None = None) -> Job:
    return Job(spider=site, site=site, hosts=frozenset([host or site]), command=("/bin/sh", "-c", script), limit=limit)


def outcome(*jobs: Job, at_once: int = 2, grace: float = 10.0, stop_at: Path | None = None) -> dict[str, Ended]:
    """What became of jobs; SIGTERM comes to ourselves once the file `stop_at` is there."""
    ended: dict[str, Ended] = {}
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}

    async def stop(path: Path) -> None:
        while not path.exists():  # noqa: ASYNC110, ASYNC240 - another process makes it
            await asyncio.sleep(0.01)
        os.kill(os.getpid(), signal.SIGTERM)

    async def work() -> None:
        stopping = asyncio.ensure_future(stop(stop_at)) if stop_at else None
        await Crew(jobs, at_once=at_once, grace=grace, report=lambda each: ended.update({each.job.site: each})).run()
        if stopping is not None:
            await stopping

    try:
        asyncio.run(work())
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    return ended


def test_each_answers_for_itself() -> None:
    ended = outcome(
        job("fine", "true"),
        job("locked", "echo held by another; exit 75"),
        job("crashed", "kill -SEGV $$"),
        job("odd", "exit 99"),
        Job(spider="none", site="none", hosts=frozenset(["none"]), command=("/nowhere/python",)),
        job("talking", "echo one; echo two >&2"),
    )
    assert {site: each.status for site, each in ended.items()} == {
        "fine": ExitStatus.FINE,
        "locked": ExitStatus.LOCKED,
        "crashed": ExitStatus.UNEXPECTED,
        "odd": ExitStatus.UNEXPECTED,
        "none": ExitStatus.UNEXPECTED,
        "talking": ExitStatus.FINE,
    }
    assert ended["crashed"].trouble == "ended by SIGSEGV"
    assert ended["odd"].trouble == "ended with the unknown status 99"
    assert "/nowhere/python" in (ended["none"].trouble or "")
    assert ended["talking"].output == ("one", "two")
    assert ended["locked"].output == ("held by another",)


def test_two_run_at_once_but_never_two_on_one_host(tmp_path: Path) -> None:
    log, there = tmp_path / "log", tmp_path / "there"
    first = f"echo begin a >> {log}; until [ -e {there} ]; do sleep 0.01; done; echo end a >> {log}"
    second = f"echo begin b >> {log}"
    # The third is behind the second, and lets the first go on: without it running beside the first, nothing ends.
    ended = outcome(
        job("a", first, host="one.example", limit=60),
        job("b", second, host="one.example"),
        job("c", f"touch {there}", host="other.example"),
    )
    assert all(each.status is ExitStatus.FINE for each in ended.values())
    assert log.read_text().splitlines() == ["begin a", "end a", "begin b"]


def test_one_at_a_time(tmp_path: Path) -> None:
    script = f"mkdir {tmp_path}/alone && echo $$ > {tmp_path}/alone/id && rm -r {tmp_path}/alone"
    ended = outcome(*(job(f"site{number}", script) for number in range(5)), at_once=1)
    assert [each.status for each in ended.values()] == [ExitStatus.FINE] * 5


def test_over_its_time_it_is_killed_with_what_it_started(tmp_path: Path) -> None:
    ended = outcome(job("slow", f"echo before; {HANG} & echo $! > {tmp_path}/child; wait", limit=0.5))["slow"]
    assert (ended.status, ended.trouble) == (ExitStatus.UNEXPECTED, "killed: took too long")
    assert ended.output == ("before",)
    assert not is_running(int((tmp_path / "child").read_text()))


def is_running(process: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


def test_a_stop_is_passed_on_and_waited_for(tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    ended = outcome(
        job("ends well", f"trap 'exit 3' TERM; touch {begun}; {HANG}"),
        job("too young", HANG),
        job("waiting", "true"),
        stop_at=begun,
    )
    assert {site: (each.status, each.trouble) for site, each in ended.items()} == {
        "ends well": (ExitStatus.STOPPED, None),
        "too young": (ExitStatus.STOPPED, None),
        "waiting": (ExitStatus.STOPPED, "not begun"),
    }


def test_who_does_not_end_is_killed(tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    script = DEAF.replace(";", f"; touch {begun};", 1)
    ended = outcome(job("deaf", script), grace=0.3, stop_at=begun)["deaf"]
    assert ended.status is ExitStatus.UNEXPECTED
    assert ended.trouble == "killed: still running 0.3 s after SIGTERM"


@pytest.mark.parametrize("size", [10, 200_000])
def test_of_much_output_the_end_is_kept(size: int) -> None:
    ended = outcome(job("loud", f"yes ligne | head -n {size}; echo last; exit 1"))["loud"]
    assert ended.output[-1] == "last"
    assert set(ended.output[:-1]) == {"ligne"}
    assert len(ended.output) <= 12_000
