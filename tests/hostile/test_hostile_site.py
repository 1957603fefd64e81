"""One run over a hundred hostile pages: each ends as documented, and nothing else suffers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from tests.hostile import cases
from tests.hostile.cases import SITE, Case
from tests.hostile.conftest import GOOD, Crawled

pytestmark = pytest.mark.xdist_group("hostile")

GROUPS: list[Callable[..., Iterable[Case]]] = [
    cases.connections, cases.bodies, cases.documents, cases.texts, cases.redirects, cases.rights, cases.secrets,
]  # fmt: skip


def of_group(crawled: Crawled, group: str) -> list[Case]:
    return [case for case in crawled.cases if case.group == group]


@pytest.mark.parametrize("group", [group.__name__ for group in GROUPS])
def test_every_case_ends_as_documented(crawled: Crawled, group: str) -> None:
    wanted = {case.name: case.ends for case in of_group(crawled, group)}
    assert wanted
    assert {case.name: crawled.end(case) for case in of_group(crawled, group)} == wanted


@pytest.mark.parametrize("group", [group.__name__ for group in GROUPS])
def test_lines_hold_what_they_should_and_nothing_else(crawled: Crawled, group: str) -> None:
    wrong: dict[str, Any] = {}
    for case in of_group(crawled, group):
        line = crawled.line(case)
        if line is not None:
            article = json.loads(line)
            wrong |= {
                f"{case.name} {name}": article[name] for name in case.fields if article[name] != case.fields[name]
            }
            wrong |= {f"{case.name} holds {text!r}": line for text in case.absent if text in line}
    assert wrong == {}


def test_there_are_enough_of_them(crawled: Crawled) -> None:
    assert len({case.name for case in crawled.cases}) == len(crawled.cases) >= 100


def test_all_other_articles_of_the_run_are_written_once(crawled: Crawled) -> None:
    headlines = [json.loads(line)["headline"] for line in crawled.lines]
    good = sorted(headline for headline in headlines if headline.startswith("Accord trouvé à Genève bonne "))
    assert good == sorted(f"Accord trouvé à Genève bonne {number}" for number in range(GOOD))


def test_the_run_ends_in_order(crawled: Crawled) -> None:
    assert crawled.stats["finish_reason"] == "finished"
    assert crawled.stats["newscrawl/exit_status"] == "0"
    assert "Traceback" not in crawled.log
    assert "spider_exceptions/count" not in crawled.stats
    written = sum(case.ends == "written" for case in crawled.cases) + GOOD
    assert int(crawled.stats["newscrawl/feed/written"]) == written
    assert len(crawled.lines) == written


def test_no_credential_reaches_feed_log_or_report(crawled: Crawled) -> None:
    assert "access_token=…&page=2" in crawled.log
    assert "http://…@" in crawled.log
    for told in ("".join(crawled.lines), crawled.log, json.dumps(crawled.report)):
        assert "geheim" not in told


def test_nothing_that_a_terminal_would_obey_is_logged(crawled: Crawled) -> None:
    assert not set(crawled.log) & {
        chr(code) for code in [*range(9), *range(11, 32), *range(0x7F, 0xA0), 0x202E, 0x2028]
    }


def test_cookies_are_not_sent_back(crawled: Crawled) -> None:
    assert [visit for visit in crawled.server.visits if "cookie" in visit.headers] == []


def test_inner_hosts_and_other_sites_are_never_asked(crawled: Crawled) -> None:
    hosts = {visit.host for visit in crawled.server.visits}
    assert hosts == {SITE, "gazette-plus.example", "sport.gazette.example"}


def test_reservations_are_asked_for_once_a_host_and_before_the_articles(crawled: Crawled) -> None:
    paths = crawled.server.paths(SITE)
    assert paths[:3] == ["/robots.txt", "/en-continu/", "/.well-known/tdmrep.json"]
    assert paths.count("/.well-known/tdmrep.json") == paths.count("/robots.txt") == 1


def test_the_report_tells_what_was_withheld_and_declared(crawled: Crawled) -> None:
    report = crawled.report
    reserved = sum("rights_reserved" in case.fields.get("problems", ()) for case in crawled.cases)
    assert report["withheld"] == {"reserved": reserved, "private_addresses": len(cases.INSIDE)}
    assert [each["text"] for each in report["declarations"]] == ["2 of 2 rules reserve text and data mining"]
