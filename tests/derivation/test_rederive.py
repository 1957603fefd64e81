"""`scrapy rederive`: the feed derived again, and what differs."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newscrawl import __version__
from newscrawl.article import stages as understanding
from newscrawl.article.draft import Draft, NotAnArticle
from newscrawl.article.tdmrep import Reservation
from newscrawl.dateline import find_dateline
from newscrawl.items import ArchiveRecord, Article
from newscrawl.pipelines.feed import FeedPipeline
from newscrawl.pipelines.stages import DatelinePipeline
from newscrawl.spiders.demo import DemoSpider
from newscrawl.urls import article_id
from tests.derivation.archived import RUN, VERSION, Archived, contents, demo_pages, derived, feed, folder

Run = Callable[..., tuple[int, str, str]]
PAGES = demo_pages()
LONG = (
    "Les dockers réunis en assemblée générale ont décidé lundi de reprendre le travail après dix jours de grève. " * 4
)


def changed(archived: Archived) -> list[dict[str, Any]]:
    text = (folder(archived) / "changes.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def without_versions(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**line, "newscrawl_version": None} for line in found]


def page(title: str, text: str = LONG) -> str:
    paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
    return (
        f"<html lang=fr><head><title>{title}</title><meta property='og:type' content='article'>"
        "<meta property='article:published_time' content='2026-11-23T10:00:00+01:00'></head>"
        f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )


@pytest.fixture
def whole(archived: Archived) -> Archived:
    """Every article of the demonstration site, over two days, every other page compressed."""
    articles = [archived.page(url, html, packed=n % 2 == 0, day=n // 40) for n, (url, html) in enumerate(PAGES)]
    archived.write(*articles[:40])
    archived.write(*articles[40:], day=1)
    return archived


def test_the_derived_feed_is_the_feed_but_for_the_version(whole: Archived, newscrawl: Run) -> None:
    before = contents(whole.data / "feeds"), contents(whole.data / "archive")
    status, output, errors = newscrawl("rederive", "demo", "--exit-code")
    assert (status, errors) == (0, "")
    assert f"{len(PAGES)} lines read again" in output
    assert f"0 changed, {len(PAGES)} the same" in output
    assert without_versions(derived(whole)) == without_versions(feed(whole))
    assert {line["newscrawl_version"] for line in feed(whole)} == {VERSION}
    assert {line["newscrawl_version"] for line in derived(whole)} == {__version__}
    assert (folder(whole) / "rederive.diff").read_text() == ""
    assert (contents(whole.data / "feeds"), contents(whole.data / "archive")) == before
    names = {re.sub(r"\..*", "", path.name) for path in (folder(whole) / "feeds" / "demo").iterdir()}
    assert names == {"demo-2026-11-24", "demo-2026-11-25"}
    assert newscrawl("feed", "verify", "demo", "-s", f"NEWSCRAWL_DATA_DIR={folder(whole)}") == (0, "", "")


def test_the_same_again_is_the_same_bytes(whole: Archived, newscrawl: Run) -> None:
    newscrawl("rederive", "demo")
    before = contents(folder(whole) / "feeds")
    (folder(whole) / "feeds" / "demo" / "demo-2026-11-23.jsonl.gz").touch()  # of an earlier derivation
    newscrawl("rederive", "demo")
    assert contents(folder(whole) / "feeds") == before
    assert [path.name for path in folder(whole).parent.iterdir() if path.is_dir()] == ["rederived"]


def test_a_change_of_the_dateline_parser_touches_exactly_its_articles(
    whole: Archived, newscrawl: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_agencies(draft: Draft) -> Iterable[str]:
        found = find_dateline([each.text for each in draft.paragraphs], published=None, country=draft.context.country)
        return understanding.dateline(draft) if found and found[1].agencies else ["absent"]

    monkeypatch.setattr(DatelinePipeline, "stage", understanding.Stage("dateline", without_agencies))
    expected = {
        line["url"]: line["dateline"]["raw"]
        for line in feed(whole)
        if line["dateline"] and not line["dateline"]["agencies"]
    }
    assert expected
    status, output, errors = newscrawl("rederive", "demo", "--exit-code", "--field", "dateline")
    assert (status, errors) == (1, "")
    assert {line["url"] for line in changed(whole)} == set(expected)
    row = next(line.split() for line in output.splitlines() if line.startswith("dateline "))
    assert row == ["dateline", *map(str, (len(expected), 0, len(expected), 0))]
    diff = (folder(whole) / "rederive.diff").read_text(encoding="utf-8")
    assert re.findall(r"^-dateline\.raw: (.*)", diff, re.MULTILINE) == list(expected.values())
    assert "body" not in diff
    for old, new in zip(feed(whole), derived(whole), strict=True):
        if old["url"] in expected:
            assert new["dateline"] is None
            assert new["body"].startswith(expected[old["url"]])
        else:
            assert without_versions([new]) == without_versions([old])


def test_lines_without_a_page_stay_as_they_are(archived: Archived, newscrawl: Run) -> None:
    (url, html), (second, _), (third, _), *_ = PAGES
    read = archived.page(url, html)
    at = RUN.isoformat()
    removed = Article(id=article_id(second), url=second, kind="removal", site="demo", crawled_at=at, removed_at=at)
    unkept = replace(archived.page(second, html), id=article_id(second), archive=None)
    gone = replace(
        archived.page(third, html), id=article_id(third), archive=ArchiveRecord("demo-2026-11-01-0001.warc.gz", 0)
    )
    archived.write(unkept, gone, read, removed)
    status, output, _ = newscrawl("rederive", "demo")
    assert status == 0
    assert "1 lines read again" in output
    assert "3 not read again" in output
    assert re.findall(r"^  (\w+) 1  \(", output, re.MULTILINE) == ["not_archived", "gone", "removal"]
    before, after = feed(archived), derived(archived)
    assert [after[0], after[1], after[3]] == [before[0], before[1], before[3]]
    assert after[2]["newscrawl_version"] != before[2]["newscrawl_version"]
    assert [line["reason"] for line in changed(archived)] == ["gone"]


def test_no_page_at_all_proves_nothing(archived: Archived, newscrawl: Run) -> None:
    url, html = PAGES[0]
    archived.write(archived.page(url, html))
    for file in (archived.data / "archive" / "demo").glob("*.warc.gz"):
        file.unlink()
    status, output, _ = newscrawl("rederive", "demo", "--exit-code")
    assert (status, "0 lines read again" in output) == (1, True)
    assert newscrawl("rederive", "demo")[0] == 0


def test_no_archive_at_all_is_told_of(archived: Archived, newscrawl: Run) -> None:
    archived.write(archived.page(*PAGES[0]))
    shutil.rmtree(archived.data / "archive")
    status, output, errors = newscrawl("rederive", "demo")
    assert (status, output) == (2, "")
    assert "no archive of demo" in errors


def test_what_the_feed_made_of_an_article_is_kept(archived: Archived, newscrawl: Run) -> None:
    url, html = PAGES[0]
    article = archived.page(url, html)
    former = "https://demo.invalid/ancienne-adresse/"
    moved = replace(article, id=article_id(former), revision=3, aliases=[former])
    archived.write(moved)
    assert newscrawl("rederive", "demo", "--exit-code")[0] == 0
    assert without_versions(derived(archived)) == without_versions(feed(archived))


def test_a_page_that_is_no_article_now_keeps_its_line(
    archived: Archived, newscrawl: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(draft: Draft) -> Iterable[str]:
        if "grève" in (draft.article.headline or ""):
            raise NotAnArticle("no_body", draft.article.url)
        return understanding.dateline(draft)

    monkeypatch.setattr(DatelinePipeline, "stage", understanding.Stage("dateline", refuse))
    archived.write(*(archived.page(url, html) for url, html in PAGES[:10]))
    refused = [line["url"] for line in feed(archived) if "grève" in line["headline"]]
    status, output, errors = newscrawl("rederive", "demo", "--exit-code")
    assert (status, errors) == (1, "")
    assert f"no_body {len(refused)}" in output
    assert [line["url"] for line in changed(archived)] == refused
    for old, new in zip(feed(archived), derived(archived), strict=True):
        assert (new == old) == (old["url"] in refused)


def test_an_error_of_the_sites_code_is_told_and_costs_its_own_line(
    archived: Archived, newscrawl: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = DemoSpider.parse_article

    def break_off(self: DemoSpider, response: Any, link: Any) -> Any:
        if response.url == PAGES[1][0]:
            raise KeyError("a fault of ours")
        return whole(self, response, link)

    monkeypatch.setattr(DemoSpider, "parse_article", break_off)
    archived.write(*(archived.page(url, html) for url, html in PAGES[:3]))
    status, output, errors = newscrawl("rederive", "demo")
    assert status == 1
    assert f"The present code fails on {PAGES[1][0]}: KeyError" in errors
    assert "error 1" in output
    before, after = feed(archived), derived(archived)
    assert after[1] == before[1]
    assert without_versions(after) == without_versions(before)


def test_parts_of_an_article_are_joined_again(archived: Archived, newscrawl: Run) -> None:
    url = "https://exemple.fr/reportage/"
    site = Archived(archived.data, "exemple.fr", "section", url="https://exemple.fr/en-continu/")
    link = "<a rel=next href='/reportage/2/'>2</a>"
    later = LONG.replace("lundi", "mardi")
    second = site.page(f"{url}2/", page("Le reportage", later), purpose="part")
    place = second.archive
    assert place is not None
    first = site.page(
        url,
        page("Le reportage").replace("</article>", f"</article>{link}"),
        parts=(ArchiveRecord(place.file, place.offset),),
    )
    site.write(first)
    assert newscrawl("rederive", "exemple.fr")[0] == 0
    (line,) = derived(site)
    assert line["body"] == f"{LONG.strip()}\n\n{later.strip()}"
    assert line["problems"] == first.problems
    for file in (site.data / "archive" / "exemple.fr").glob("*.warc.gz"):
        file.unlink()
    assert "gone 1" in newscrawl("rederive", "exemple.fr")[1]


def test_a_part_that_the_archive_lacks_is_missing(archived: Archived, newscrawl: Run) -> None:
    site = Archived(archived.data, "exemple.fr", "section", url="https://exemple.fr/en-continu/")
    html = page("Le reportage").replace("</article>", "</article><a rel=next href='/reportage/2/'>2</a>")
    site.write(site.page("https://exemple.fr/reportage/", html))
    newscrawl("rederive", "exemple.fr")
    (line,) = derived(site)
    assert "parts_missing" in line["problems"]


def test_the_arguments_of_the_run_hold(archived: Archived, newscrawl: Run) -> None:
    url = "https://exemple.fr/en-continu/"
    arguments = {"url": url, "timezone": "Africa/Dakar", "country": "SN", "sources": "('feed',)", "pages": "3"}
    site = Archived(archived.data, "exemple.fr", "section", **arguments)
    html = page("Un titre").replace("2026-11-23T10:00:00+01:00", "2026-11-23 10:00")
    site.write(site.page("https://exemple.fr/1/", html, timezone="Africa/Dakar", country="SN"))
    assert newscrawl("rederive", "exemple.fr", "--exit-code")[0] == 0
    (line,) = derived(site)
    assert line["published_at"] == "2026-11-23T10:00:00+00:00"
    assert line["problems"] == ["timezone_assumed"]


def test_a_page_that_declares_the_section_for_its_own_keeps_its_address(archived: Archived, newscrawl: Run) -> None:
    section = "https://exemple.fr/en-continu/"
    site = Archived(archived.data, "exemple.fr", "section", url=section)
    html = page("Un titre").replace("</head>", f"<link rel=canonical href='{section}'></head>")
    article = site.page("https://exemple.fr/1/", html)
    kept = "https://exemple.fr/1/"
    site.write(replace(article, url=kept, id=article_id(kept), problems=["canonical_conflict"]))
    assert newscrawl("rederive", "exemple.fr", "--exit-code")[0] == 0


def test_an_article_that_was_found_to_declare_another_s_address_keeps_its_own(
    archived: Archived, newscrawl: Run
) -> None:
    site = Archived(archived.data, "exemple.fr", "section", url="https://exemple.fr/en-continu/")
    html = page("Un titre").replace("</head>", "<link rel=canonical href='https://exemple.fr/lire'></head>")
    kept = "https://exemple.fr/lire?n=1"
    article = site.page(kept, html)
    site.write(replace(article, url=kept, id=article_id(kept), problems=["canonical_conflict"]))
    assert newscrawl("rederive", "exemple.fr", "--exit-code")[0] == 0


def test_pages_of_one_run_share_what_a_run_remembers(archived: Archived, newscrawl: Run) -> None:
    site = Archived(archived.data, "exemple.fr", "section", url="https://exemple.fr/en-continu/")
    urls = [f"https://exemple.fr/{number}/" for number in range(4)]
    days = [site.page(url, page(f"Titre {url[-2]}"), day=n) for n, url in enumerate(urls)]
    site.write(*days)
    assert newscrawl("rederive", "exemple.fr", "--exit-code")[0] == 0
    once = Archived(archived.data, "autre.fr", "section", url="https://autre.fr/en-continu/")
    once.write(*(once.page(url.replace("exemple", "autre"), page(f"Titre {url[-2]}")) for url in urls))
    _, output, _ = newscrawl("rederive", "autre.fr")
    assert "wall 2" in output  # as a run finds it: one text below a third headline, and from then on


def test_reservations_hold_as_the_settings_say_now(archived: Archived, newscrawl: Run) -> None:
    by_page = PAGES[0][1].replace("</head>", '<meta name="tdm-reservation" content="1"></head>')
    page = archived.page(PAGES[0][0], by_page, policy="record")
    by_site = archived.page(*PAGES[1], policy="record", reservation=Reservation(reserved=True))
    by_site.rights.tdm_reserved = True
    archived.write(page, by_site)
    assert newscrawl("rederive", "demo", "--exit-code", "-s", "NEWSCRAWL_TDM_POLICY=record")[0] == 0
    assert newscrawl("rederive", "demo", "--exit-code")[0] == 1
    for line in derived(archived):
        assert (line["body"], line["problems"], line["rights"]["tdm_reserved"]) == (None, ["rights_reserved"], True)


def test_a_stage_that_is_off_is_left_out_and_no_news(archived: Archived, newscrawl: Run) -> None:
    archived.write(archived.page(*PAGES[0]))
    status, _, errors = newscrawl("rederive", "demo", "-s", "NEWSCRAWL_DATELINE_ENABLED=False")
    assert (status, errors) == (0, "")
    assert derived(archived)[0]["dateline"] is None


def test_a_spider_that_is_no_more_is_told(archived: Archived, newscrawl: Run) -> None:
    site = Archived(archived.data, "exemple.fr", "ancien")
    site.write(site.page("https://exemple.fr/1/", page("Un titre")))
    status, output, _ = newscrawl("rederive", "exemple.fr")
    assert status == 0
    assert "there is no spider 'ancien'" in output
    assert derived(site) == feed(site)


def test_what_was_no_article_and_is_one_now_is_told_on_request(archived: Archived, newscrawl: Run) -> None:
    archived.write(*(archived.page(url, html) for url, html in PAGES[:2]))
    archived.page(*PAGES[2], finding="dropped/no_body")
    archived.page(*PAGES[3], finding="dropped/before_since")
    archived.page(*PAGES[1], finding="dropped/consent_wall")  # read later
    archived.page("https://demo.invalid/vide/", PAGES[4][1], purpose="other")
    assert newscrawl("rederive", "demo", "--exit-code")[0] == 0
    status, output, _ = newscrawl("rederive", "demo", "--dropped", "--exit-code")
    assert status == 1
    assert "no_body 1" in output
    assert PAGES[2][0] in output
    assert [(line["status"], line["url"]) for line in changed(archived)] == [("understood", PAGES[2][0])]
    assert len(derived(archived)) == 2


def test_only_some_days_or_lines(whole: Archived, newscrawl: Run) -> None:
    newscrawl("rederive", "demo", "--since", "2026-11-25")
    assert len(derived(whole)) == len(PAGES) - 40
    newscrawl("rederive", "demo", "--limit", "3")
    assert len(derived(whole)) == 3
    cursor = newscrawl("feed", "cat", "demo", "--cursor")[1].splitlines()[37].partition("\t")[0]
    newscrawl("rederive", "demo", "--since", cursor, "--limit", "4")
    assert [line["url"] for line in derived(whole)] == [url for url, _ in PAGES[38:42]]


def test_a_damaged_feed_is_not_derived(whole: Archived, newscrawl: Run) -> None:
    assert newscrawl("rederive", "demo", "--limit", "1")[0] == 0
    before = contents(folder(whole))
    path = next((whole.data / "feeds" / "demo").glob("*.jsonl.gz"))
    path.write_bytes(path.read_bytes()[:-200])
    status, output, errors = newscrawl("rederive", "demo")
    assert (status, output) == (1, "")
    assert f"rederive writes nothing: {path.name.removesuffix('.jsonl.gz')} is damaged" in errors
    assert contents(folder(whole)) == before
    assert newscrawl("rederive", "demo", "--since", "2026-11-25")[0] == 0


def test_the_summary_as_json(archived: Archived, newscrawl: Run, tmp_path: Path) -> None:
    url, html = PAGES[0]
    article = archived.page(url, html)
    archived.write(replace(article, headline="Un autre titre", tags=[]))
    status, output, _ = newscrawl("rederive", "demo", "--json", "--diff", str(tmp_path / "mine.diff"))
    assert status == 0
    found = json.loads(output)
    assert found["lines"] == {"same": 0, "changed": 1, "refused": 0, "failed": 0, "kept": 0}
    assert {name: counts["articles"] for name, counts in found["fields"].items()} == {"headline": 1, "tags": 1}
    assert found["fields"]["tags"]["filled"] == 1
    assert found["fields"]["headline"]["examples"] == [
        {"url": url, "field": "headline", "old": "Un autre titre", "new": article.headline}
    ]
    assert "-headline: Un autre titre\n" in (tmp_path / "mine.diff").read_text(encoding="utf-8")
    summary = json.loads((folder(archived) / "summary.json").read_text(encoding="utf-8"))
    assert summary == found


def test_pipelines_from_the_feed_on_are_not_run(archived: Archived, newscrawl: Run) -> None:
    archived.write(archived.page(*PAGES[0]))
    pipelines = {
        "newscrawl.pipelines.stages.TextPipeline": 100,
        "newscrawl.pipelines.stages.AssemblyPipeline": 800,
        "newscrawl.pipelines.archive.ArchivePipeline": 850,
        f"{__name__}.Feed": 900,
        f"{__name__}.Behind": 950,
    }
    words = ("-s", f"ITEM_PIPELINES={json.dumps(pipelines)}", "-s", "NEWSCRAWL_ARCHIVE_ENABLED=True")
    status, output, errors = newscrawl("rederive", "demo", *words)
    assert (status, errors) == (0, "")
    assert "dateline" in output  # no stage reads it
    assert derived(archived)[0]["dateline"] is None


class Feed(FeedPipeline):
    """A feed of a project's own."""


class Behind:
    """Comes behind the feed."""

    def __init__(self) -> None:
        raise AssertionError("not to be made")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "name one site"),
        (("demo", "autre"), "name one site"),
        (("nowhere",), "no feed of nowhere"),
        (("../demo",), "not the name of a site"),
        (("demo", "--since", "yesterday"), "a day such as"),
        (("demo", "--since", "autre-2026-11-23:0"), "is no cursor of the feed"),
        (("demo", "--field", "title"), "'title' is no field"),
        (("demo", "--field", "dateline.place"), "there is no 'dateline.place' in 'dateline'"),
        (("demo", "--limit", "few"), "not a number"),
        (("demo", "-s", "NEWSCRAWL_TDM_POLICY=typo"), "setting NEWSCRAWL_TDM_POLICY"),
        (("demo", "-s", "NEWSCRAWL_DATELINES_ENABLED=False"), "unknown setting NEWSCRAWL_DATELINES_ENABLED"),
    ],
    ids=" ".join,
)
def test_mistakes_are_answered_with_status_2(
    archived: Archived, newscrawl: Run, words: tuple[str, ...], message: str
) -> None:
    archived.write(archived.page(*PAGES[0]))
    status, output, errors = newscrawl("rederive", *words)
    assert (status, output) == (2, "")
    assert message in errors
    assert not folder(archived).exists()


def test_dates_are_read_against_the_moment_of_the_run(archived: Archived, newscrawl: Run) -> None:
    site = Archived(archived.data, "exemple.fr", "section", url="https://exemple.fr/en-continu/")
    html = page("Un titre", f"DAKAR, 23 novembre (APS) – {LONG}")
    html = re.sub(r"<meta property='article:published_time'[^>]*>", "", html)
    article = site.page("https://exemple.fr/1/", html, reference=datetime(2020, 11, 24, 8, tzinfo=UTC))
    assert article.dateline is not None
    assert article.dateline.date == "2020-11-23"  # the last Monday, of which the text speaks, on that day of the year
    site.write(article)
    assert newscrawl("rederive", "exemple.fr", "--exit-code")[0] == 0


def test_a_field_that_comes_or_goes_with_the_one_around_it_is_told(archived: Archived, newscrawl: Run) -> None:
    url, html = next((url, html) for url, html in PAGES if "peages" in url)
    archived.write(archived.page(url, html))
    words = ("--exit-code", "--json", "-s", "NEWSCRAWL_DATELINE_ENABLED=False")
    status, output, _ = newscrawl(
        "rederive", "demo", "--field", "dateline.places", "--field", "dateline.authors", *words
    )
    counts = json.loads(output)["fields"]
    assert (status, counts["dateline.places"]["emptied"]) == (1, 1)
    assert counts["dateline.places"]["examples"][0]["old"][0]["name"] == "Bruxelles"
    assert "dateline.authors" not in counts
    assert newscrawl("rederive", "demo", "--field", "dateline.authors", *words)[0] == 0
