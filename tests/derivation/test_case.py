"""`scrapy case`: a page and its outcome as a test case."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from scrapy.settings import Settings

from newscrawl.article import stages as understanding
from newscrawl.article.draft import Draft
from newscrawl.items import ArchiveRecord
from newscrawl.pipelines.stages import DatelinePipeline
from newscrawl.testing import cases_in, check_case
from newscrawl.urls import article_id
from newscrawl.warc.exchange import Exchange
from newscrawl.warc.notes import to_json
from tests.derivation.archived import RUN, Archived, demo_pages

Run = Callable[..., tuple[int, str, str]]
PAGES = demo_pages()


@pytest.fixture
def settings() -> Settings:
    found = Settings()
    found.setmodule("newscrawl.settings", priority="project")
    return found


def without_dateline(draft: Draft) -> Iterable[str]:
    return ["absent"]


def test_a_case_holds_page_and_outcome(archived: Archived, newscrawl: Run, tmp_path: Path, settings: Settings) -> None:
    url, html = next((url, html) for url, html in PAGES if "peages" in url)
    article = archived.page(url, html, packed=True)
    archived.write(article)
    status, output, errors = newscrawl("case", url)
    assert (status, errors) == (0, "")
    (folder,) = cases_in(tmp_path / "tests" / "cases")
    assert output == f"{folder}: {article.headline}\n"
    assert folder.name == f"demo-canal-interoceanique-accord-provisoire-peages-{article.id[:8]}"
    assert (folder / "page.html").read_text(encoding="utf-8") == html
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    assert expected["dateline"]["places"][0]["name"] == "Bruxelles"
    whole = article.to_dict()
    assert expected == {name: value for name, value in whole.items() if name in expected}
    assert whole.keys() - expected.keys() == {"newscrawl_version", "schema_version", "archive"}
    assert check_case(folder, settings) == []


def test_another_outcome_is_told(
    archived: Archived, newscrawl: Run, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    archived.write(*(archived.page(url, html) for url, html in PAGES[:2]))
    words = [url for url, _ in PAGES[:2]]
    assert newscrawl("case", *words, "--out", "cases")[0] == 0
    assert newscrawl("case", "--check", "cases") == (0, "2 cases, 0 with another outcome\n", "")
    monkeypatch.setattr(DatelinePipeline, "stage", understanding.Stage("dateline", without_dateline))
    wrong = {case: check_case(case, settings) for case in cases_in(tmp_path / "cases")}
    filed = [case for case in wrong if json.loads((case / "expected.json").read_bytes())["dateline"]]
    assert [case for case, faults in wrong.items() if faults] == filed
    for case in filed:
        assert any(fault.startswith("dateline: {") for fault in wrong[case])
    status, output, _ = newscrawl("case", "--check", "cases")
    assert status == 1
    assert output.endswith(f"2 cases, {len(filed)} with another outcome\n")


def test_a_page_that_is_no_article_is_a_case_too(archived: Archived, newscrawl: Run, settings: Settings) -> None:
    url = "https://demo.invalid/mur/"
    archived.page(url, PAGES[1][1])  # an earlier look, at which it was there
    wall = "<html><head><title>Accueil</title></head><body><form><p>Accepter</p></form></body></html>"
    notes = replace(archived.notes, finding="dropped/no_body")
    moment, headers = RUN + timedelta(hours=1), (("Content-Type", "text/html; charset=utf-8"),)
    archived.keep(
        Exchange(url=url, moment=moment, status=200, headers=headers, body=wall.encode(), notes=to_json(notes))
    )
    status, output, _ = newscrawl("case", url, "--out", "cases")
    assert (status, output.partition(": ")[2]) == (0, "no article (no_body)\n")
    (folder,) = cases_in("cases")
    assert json.loads((folder / "expected.json").read_bytes()) == {"refused": "no_body"}
    assert check_case(folder, settings) == []


def test_parts_belong_to_a_case(archived: Archived, newscrawl: Run, settings: Settings) -> None:
    url = "https://demo.invalid/reportage/"
    text = "Le port a connu une matinée agitée, racontent les dockers de la première équipe. " * 3
    later = "L’après-midi a été plus calme, et les derniers navires sont repartis avant la nuit. " * 3
    second = archived.page(f"{url}2/", simple(later), purpose="part")
    assert second.archive is not None
    html = simple(text).replace("</article>", "</article><a rel=next href='/reportage/2/'>2</a>")
    archived.write(archived.page(url, html, parts=(ArchiveRecord(second.archive.file, second.archive.offset),)))
    newscrawl("case", url, "--out", "cases")
    (folder,) = cases_in("cases")
    assert (folder / "page-2.html").is_file()
    expected = json.loads((folder / "expected.json").read_bytes())
    assert expected["body"] == f"{text.strip()}\n\n{later.strip()}"
    assert check_case(folder, settings) == []


def simple(text: str) -> str:
    return (
        "<html lang=fr><head><title>Au port, un jour de grève</title><meta property='og:type' content='article'></head>"
        f"<body><article><h1>Au port, un jour de grève</h1><p>{text}</p></article></body></html>"
    )


def test_a_case_is_not_overwritten_unless_told(archived: Archived, newscrawl: Run) -> None:
    url, html = PAGES[0]
    archived.write(archived.page(url, html))
    newscrawl("case", url, "--out", "cases")
    (folder,) = cases_in("cases")
    (folder / "expected.json").write_text('{"headline": "par nos soins"}')
    status, output, errors = newscrawl("case", url, "--out", "cases")
    assert (status, output) == (1, "")
    assert "exists already" in errors
    assert newscrawl("case", "--check", "cases")[0] == 1
    assert newscrawl("case", url, "--out", "cases", "--force")[0] == 0
    assert newscrawl("case", "--check", "cases")[0] == 0


def test_an_article_is_found_by_any_of_its_addresses_and_in_any_site(archived: Archived, newscrawl: Run) -> None:
    url, html = PAGES[0]
    article = archived.page(url, html)
    former = "https://demo.invalid/ancienne-adresse/"
    Archived(archived.data, "autre").page(PAGES[1][0], PAGES[1][1])
    archived.write(replace(article, id=article_id(former), aliases=[former]))
    for word in (former, url, article_id(former), f"{url}?utm_source=x"):
        assert newscrawl("case", word, "--force")[0] == 0, word
    assert newscrawl("case", url, "--site", "autre")[0] == 1


def test_without_its_line_the_last_page_kept_counts(archived: Archived, newscrawl: Run) -> None:
    url, html = PAGES[0]
    archived.page(url, PAGES[1][1])
    newest = archived.page(url, html)
    gone = Exchange(url=url, moment=RUN + timedelta(days=1), status=404, body=b"rien", notes=to_json(archived.notes))
    archived.keep(gone)
    archived.write(replace(newest, archive=ArchiveRecord("demo-2026-11-01-0001.warc.gz", 0)))
    assert newscrawl("case", url)[1].endswith(f": {newest.headline}\n")


def test_without_settings_those_of_the_project_hold_or_ours(
    archived: Archived, newscrawl: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    archived.write(archived.page(*PAGES[0]))
    newscrawl("case", PAGES[0][0])
    (folder,) = cases_in(tmp_path)
    monkeypatch.delenv("SCRAPY_SETTINGS_MODULE")
    assert check_case(folder) == []
    settings = "from newscrawl.settings import *\nSPIDER_MODULES = []\n"
    settings += 'SPIDER_LOADER_CLASS = "scrapy.spiderloader.SpiderLoader"\n'  # ours always has the demo
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "own_settings_of_a_test.py").write_text(settings)
    monkeypatch.syspath_prepend(tmp_path / "project")
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "own_settings_of_a_test")
    assert check_case(folder) == ["there is no spider 'demo'"]


def test_what_no_archive_holds_is_told(archived: Archived, newscrawl: Run) -> None:
    archived.write(archived.page(*PAGES[0]))
    status, output, errors = newscrawl("case", PAGES[1][0])
    assert (status, output) == (1, "")
    assert "no archive holds a page of" in errors
    status, _, errors = newscrawl("case", "--check", "cases")
    assert (status, errors) == (1, "newscrawl: no cases in cases\n")


def test_a_case_of_another_format_is_told(newscrawl: Run, tmp_path: Path) -> None:
    folder = tmp_path / "cases" / "a"
    folder.mkdir(parents=True)
    (folder / "case.json").write_text('{"format": 2}')
    status, output, _ = newscrawl("case", "--check", "cases")
    assert status == 1
    assert "a case of format 2" in output


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "name an address or id"),
        (("peages",), "neither a web address nor an id"),
        ((PAGES[0][0], "--site", "../demo"), "not the name of a site"),
        (("--check", "-s", "NEWSCRAWL_DATELINES_ENABLED=False"), "unknown setting NEWSCRAWL_DATELINES_ENABLED"),
    ],
    ids=["none", "no-address", "no-site", "no-setting"],
)
def test_mistakes_are_answered_with_status_2(newscrawl: Run, words: tuple[str, ...], message: str) -> None:
    status, _, errors = newscrawl("case", *words)
    assert status == 2
    assert message in errors


def test_a_page_on_which_the_code_fails_is_a_case_too(
    archived: Archived, newscrawl: Run, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    archived.write(archived.page(*PAGES[0]))

    def fail(draft: Draft) -> Iterable[str]:
        raise KeyError("dateline")

    with monkeypatch.context() as patched:
        patched.setattr(DatelinePipeline, "stage", understanding.Stage("dateline", fail))
        status, output, _ = newscrawl("case", PAGES[0][0], "--out", "cases")
        (folder,) = cases_in("cases")
        assert (status, output) == (0, f"{Path('cases') / folder.name}: the code fails (KeyError: 'dateline')\n")
        assert json.loads((folder / "expected.json").read_bytes()) == {"failed": "KeyError: 'dateline'"}
        assert check_case(folder, settings) == []
    assert "failed: \"KeyError: 'dateline'\" → null" in check_case(folder, settings)


@pytest.mark.parametrize(
    "content",
    ["[]", '{"format": 1}', '{"format": 1, "pages": 3}', '{"format": 1, "pages": [3], "notes": {}}', "{"],
    ids=["list", "nothing", "number", "page", "torn"],
)
def test_what_is_no_case_is_told_and_the_others_are_checked(
    archived: Archived, newscrawl: Run, tmp_path: Path, content: str
) -> None:
    archived.write(archived.page(*PAGES[0]))
    newscrawl("case", PAGES[0][0], "--out", "cases")
    folder = tmp_path / "cases" / "a"
    folder.mkdir()
    (folder / "case.json").write_text(content, encoding="utf-8")
    (folder / "expected.json").write_text("{}", encoding="utf-8")
    status, output, _ = newscrawl("case", "--check", "cases")
    assert status == 1
    assert output.startswith("cases/a: no case: ")
    assert output.endswith("2 cases, 1 with another outcome\n")
