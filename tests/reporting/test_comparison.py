from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from newscrawl.reporting.comparison import CHECKS, Limits, finding
from tests.reporting.lines import STARTED, ended

LIMITS = Limits()
HOURLY = [ended(STARTED + timedelta(hours=hour), new=4) for hour in range(48)]
NOW = STARTED + timedelta(hours=48)


def run(**facts: Any) -> dict[str, Any]:
    return ended(NOW, **facts)


def looks(line: dict[str, Any], earlier: list[dict[str, Any]] | None = None) -> dict[str, str]:
    """What each look finds out of the ordinary."""
    found = {name: finding(name, line, HOURLY if earlier is None else earlier, LIMITS) for name in CHECKS}
    return {name: told for name, told in found.items() if told}


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(run(new=4), id="as ever"),
        pytest.param(run(), id="nothing new for two hours"),
        pytest.param(run(new=20, failed={"http_404": 9, "robots": 9}), id="dead links"),
        pytest.param(run(new=12, filled={"image": 8}), id="fewer images"),
        pytest.param(run(new=1, methods={"fallback": 1}, filled={"dateline": 0}), id="a single odd page"),
    ],
)
def test_an_ordinary_run(line: dict[str, Any]) -> None:
    assert looks(line) == {}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(run(found=3, new=3), {"found": "3 articles found; earlier runs found 20"}, id="half-empty list"),
        pytest.param(
            ended(NOW + timedelta(hours=9)),
            {"silence": "no new article for 10.0 h; before, the longest silence was 1.0 h"},
            id="silence",
        ),
        pytest.param(
            run(new=12, filled={"dateline": 0}),
            {"fields": "dateline in 0% of the articles, before in 100%"},
            id="datelines gone",
        ),
        pytest.param(
            run(new=12, problems={"canonical_conflict": 9, "untranslated": 4}),
            {"problems": "canonical_conflict in 75% of the articles, before in 0%"},
            id="one address for all pages",
        ),
        pytest.param(
            run(new=8, failed={"timeout": 3, "http_503": 1}),
            {"failures": "4 of 12 article pages failed (timeout 3, http_503 1)"},
            id="failures",
        ),
        pytest.param(
            run(new=4, answers={"200": 8, "403": 1, "429": 3}),
            {"refusals": "4 of 12 answers are refusals (429 3, 403 1)"},
            id="refusals",
        ),
        pytest.param(
            run(new=4, answers={"200": 12}, dropped={"challenge": 3}),
            {"refusals": "3 of 12 answers are refusals (challenge 3)"},
            id="walls",
        ),
        pytest.param(
            run(new=12, methods={"family": 6, "fallback": 6}),
            {"layout": "50% of the pages have no known layout; before 0%"},
            id="a new theme",
        ),
        pytest.param(
            run(new=8, dropped={"no_body": 10}),
            {"layout": "45% of the pages have no known layout; before 0%"},
            id="a new theme that is not read at all",
        ),
    ],
)
def test_a_run_out_of_the_ordinary(line: dict[str, Any], expected: dict[str, str]) -> None:
    assert looks(line) == expected


def test_small_runs_are_taken_together() -> None:
    """A run every ten minutes brings an article or two, which say nothing alone."""
    drifting = [ended(NOW + timedelta(hours=hour), new=3, methods={"fallback": 3}) for hour in range(4)]
    assert "layout" not in looks(drifting[0], HOURLY)
    assert looks(drifting[3], [*HOURLY, *drifting[:3]]) == {
        "layout": "100% of the pages have no known layout; before 0%"
    }


def test_without_history_only_the_run_itself_speaks() -> None:
    assert looks(run(new=0, found=0), []) == {}
    assert set(looks(run(new=2, failed={"dns": 18}), [])) == {"failures"}


def idle(hours: float) -> dict[str, Any]:
    """A run that was told that nothing has changed."""
    return ended(STARTED + timedelta(hours=hours), found=0, answers={"304": 1})


def test_an_idle_run_is_compared_with_nothing_but_its_silence() -> None:
    changed = run(new=12, filled={"dateline": 0})
    assert looks(idle(49), [*HOURLY, changed]) == {}
    assert list(looks(idle(60))) == ["silence"]


def test_idle_runs_are_nothing_to_compare_with() -> None:
    often_idle = [line for hour, line in enumerate(HOURLY) for line in (line, *(idle(hour + 0.2) for _ in range(5)))]
    assert looks(run(found=3, new=3), often_idle) == {"found": "3 articles found; earlier runs found 20"}
    assert looks(run(found=18, new=2), often_idle) == {}
