"""Work that takes too long is broken off, whatever it is doing."""

from __future__ import annotations

import re
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from newscrawl.bounds import Budget, OutOfTime, run_within, unbounded


def loop() -> None:
    while True:
        pass


def spin(seconds: float) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def stubborn() -> None:
    """Goes on when it is interrupted, as libraries do that catch what they do not know."""
    for _ in range(3):
        with suppress(Exception):
            loop()


def regular_expression() -> object:
    return re.match(r"(?:a|aa)+$", "a" * 200 + "!")


@pytest.mark.parametrize("work", [loop, stubborn, regular_expression])
def test_it_is_broken_off(work: Callable[[], object]) -> None:
    with pytest.raises(OutOfTime, match=r"more than 0\.1 s"):
        run_within(0.1, work)
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)
    assert run_within(5, lambda: 3) == 3


def test_errors_and_results_pass() -> None:
    with pytest.raises(ZeroDivisionError):
        run_within(1, lambda: 1 / 0)
    assert run_within(0, lambda: "unbound") == "unbound"
    assert run_within(5, lambda: run_within(5, lambda: "inner")) == "inner"


def test_what_is_done_in_parts_has_one_budget() -> None:
    budget = Budget(0.2)
    budget.run(lambda: spin(0.1))
    assert 0 < budget.left < 0.2
    with pytest.raises(OutOfTime):
        budget.run(loop)
    assert budget.left == 0
    assert budget.run(lambda: "cheap") == "cheap"


def test_what_is_loaded_once_counts_for_nothing() -> None:
    @unbounded()
    def load() -> str:
        spin(0.3)
        return "loaded"

    def load_and_loop() -> None:
        load()
        loop()

    budget = Budget(0.15)
    assert budget.run(load) == "loaded"
    assert budget.left > 0.05
    with pytest.raises(OutOfTime):
        budget.run(load_and_loop)
    assert load() == "loaded"


def test_a_thread_of_its_own_has_no_bound_and_no_harm() -> None:
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(run_within(0.001, lambda: sum(range(200_000)))))
    thread.start()
    thread.join()
    assert found == [19_999_900_000]


def test_the_handler_of_others_is_given_back() -> None:
    before = signal.signal(signal.SIGVTALRM, signal.SIG_IGN)
    try:
        run_within(1, lambda: None)
        assert signal.getsignal(signal.SIGVTALRM) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGVTALRM, before)
