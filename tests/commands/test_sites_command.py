"""`scrapy sites`: the sites that have a spider, as a person or a script sees them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from scrapy.cmdline import execute
from scrapy.settings import Settings

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*words: str, modules: str = "newscrawl.spiders") -> tuple[int, str, str]:
        settings = Settings({"COMMANDS_MODULE": "newscrawl.commands", "SPIDER_MODULES": [modules]})
        with pytest.raises(SystemExit) as ended:
            execute(["scrapy", "sites", *words], settings=settings)
        told = capsys.readouterr()
        return int(ended.value.code or 0), told.out, told.err

    return run


def test_each_site_is_a_line(run: Run) -> None:
    status, told, _ = run()
    assert status == 0
    rows = [line.split() for line in told.splitlines()]
    assert ["politico_cd", "CD", "https://www.politico.cd/rubrique/encontinu/"] in rows
    assert not {"demo", "section"} & {row[0] for row in rows}
    assert [row[1] for row in rows] == sorted(row[1] for row in rows)


def test_the_sites_of_a_country(run: Run) -> None:
    status, told, _ = run("--country", "be")
    assert status == 0
    assert {line.split()[1] for line in told.splitlines()} == {"BE"}


def test_a_page_of_them(run: Run) -> None:
    status, told, _ = run("--country", "CH", "--markdown")
    assert status == 0
    assert told.startswith("# Sites\n")
    assert "| `rts` |" in told


def test_a_country_without_sites(run: Run) -> None:
    assert run("--country", "XX") == (1, "", "newscrawl: no spider for a site of XX\n")


def test_nothing_else_is_understood(run: Run) -> None:
    status, told, complaint = run("BE")
    assert status == 2
    assert "unrecognized arguments: BE" in told + complaint


def test_a_project_without_sites(run: Run) -> None:
    assert run(modules="newscrawl.demo") == (1, "", "newscrawl: no spider for a site\n")
