"""The rules of docs/operations.md are read as Prometheus would, and a form that is not known is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.cron.alerts import KILLED, Trouble, Watch
from benchmarks.cron.rules import Prometheus, documented_rules, expression
from newscrawl.reporting.prometheus import HELP

AT = datetime(2027, 3, 10, 12, tzinfo=UTC)
NOW = int(AT.timestamp())
PAGE = (Path(__file__).resolve().parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
TEN_MINUTES = timedelta(minutes=10)


def scraped(folder: Path, *scrapes: tuple[datetime, str]) -> Prometheus:
    prometheus = Prometheus()
    for at, text in scrapes:
        (folder / "newscrawl_a.prom").write_text(text)
        prometheus.scrape(at, folder)
    return prometheus


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("newscrawl_gap == 1", 1),
        ("newscrawl_gap == 2", 0),
        ("newscrawl_pages > 2", 1),
        ("newscrawl_pages < 5 * 2", 2),
        ('newscrawl_pages{outcome="failed"} > 2', 1),
        ('newscrawl_pages{site="a",outcome="failed"} < 2', 0),
        ("time() - newscrawl_end > 600", 1),
        ("time() - newscrawl_end > 2 * 600", 0),
        ('newscrawl_pages{outcome="failed"} > 2 unless newscrawl_pages{outcome="read"} > 0', 1),
        ('newscrawl_pages{outcome="failed"} > 2 unless ignoring(outcome) newscrawl_pages{outcome="read"} > 0', 0),
        ("newscrawl_gap == 1 unless (newscrawl_gap offset 1d) > 0", 1),
        ("newscrawl_gap == 1 unless (newscrawl_gap offset 1h) > 0", 0),
        ("newscrawl_missing > 0", 0),
    ],
)
def test_an_expression_holds_for_series(tmp_path, text, count):
    labels = 'site="a",outcome'
    now = f'newscrawl_pages{{{labels}="failed"}} 3\nnewscrawl_pages{{{labels}="read"}} 1\n'
    prometheus = scraped(
        tmp_path,
        (AT - timedelta(hours=2), 'newscrawl_gap{site="a"} 1\n'),
        (AT, f'newscrawl_gap{{site="a"}} 1\nnewscrawl_end{{site="a"}} {NOW - 601}\n{now}'),
    )
    held = expression(text)(prometheus, AT)
    assert isinstance(held, dict)
    assert len(held) == count


@pytest.mark.parametrize(
    "text", ["rate(newscrawl_gap[5m]) > 0", "newscrawl_gap >", "newscrawl_gap > 0 or 1", "up == 0", "newscrawl_gap / 2"]
)
def test_an_unknown_form_is_refused(text):
    with pytest.raises(ValueError, match="not understood"):
        expression(text)


def test_the_page_s_rules_are_understood_and_ask_for_what_runs_write():
    rules = documented_rules(PAGE, TEN_MINUTES)
    assert len(rules) == PAGE.count("- alert: ") > 5
    asked: set[str] = set()

    class Asked(Prometheus):
        def series(self, name, at):  # noqa: ARG002
            asked.add(name)
            return {}

    for rule in rules:
        assert not rule.fires(Asked(), AT)
    assert len(asked) > 5
    assert asked <= HELP.keys()


@pytest.mark.parametrize("line", ["        labels: {severity: page}\n", "      - record: something\n"])
def test_a_rule_of_another_form_is_refused(line):
    with pytest.raises(ValueError, match="not understood"):
        documented_rules(
            PAGE.replace("      - alert: NewscrawlNoSuccess\n", f"{line}      - alert: New\n"), TEN_MINUTES
        )


def test_an_alert_waits_for_as_long_as_it_must_hold(tmp_path):
    fails = next(rule for rule in documented_rules(PAGE, TEN_MINUTES) if rule.lasting)
    prometheus = scraped(
        tmp_path,
        (AT, 'newscrawl_run_exit_status{site="a"} 4\n'),
        (AT + TEN_MINUTES, 'newscrawl_run_exit_status{site="a"} 6\n'),
        (AT + 3 * TEN_MINUTES, 'newscrawl_run_exit_status{site="a"} 0\n'),
    )
    moments = [AT + minutes * timedelta(minutes=5) for minutes in range(8)]
    fired = [fails.fires(prometheus, at) for at in moments]
    assert fired == [False, False, False, True, True, True, False, False]


def test_a_longer_interval_makes_more_patient_rules(tmp_path):
    prometheus = scraped(tmp_path, (AT, f'newscrawl_run_end_timestamp_seconds{{site="a"}} {NOW - 7200}\n'))

    def fired(interval: timedelta) -> bool:
        rules = {rule.name: rule for rule in documented_rules(PAGE, interval)}
        return rules["NewscrawlSiteDoesNotRun"].fires(prometheus, AT)

    assert fired(TEN_MINUTES)
    assert not fired(timedelta(hours=2))


def test_only_a_rule_that_means_it_alerts_a_trouble(tmp_path):
    textfile = tmp_path / "newscrawl_a.prom"
    watch = Watch(documented_rules(PAGE, TEN_MINUTES), tmp_path)
    for number, killed in enumerate((0, 0, 1, 0)):
        textfile.write_text(f'newscrawl_previous_run_killed{{site="a"}} {killed}\n')
        tick = AT + number * TEN_MINUTES
        watch.after_run(tick, tick + TEN_MINUTES)
    outage, kill = watch.alerted([Trouble("refused", 1, 1), Trouble(KILLED, 1, 1)])
    assert (outage.run, outage.is_soon) == (None, False)
    assert (kill.run, kill.rules, kill.is_soon) == (2, ("NewscrawlRunKilled",), True)
    assert list(watch.in_quiet_times([])) == [(2, ("NewscrawlRunKilled",))]
    assert list(watch.in_quiet_times([Trouble(KILLED, 1, 1)])) == []
